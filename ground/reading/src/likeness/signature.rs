//! MinHash signatures and the band keys that make them findable in a database.

use super::hashing::{hash, mix, sequence};
use crate::{language, words};

/// Hash functions, hence numbers, in a signature. The standard error of [`Signature::estimate`] is
/// `√(J(1−J)/HASHES)`, at most 0.051.
pub const HASHES: usize = BANDS * ROWS;
/// Bands of a signature, hence keys per text.
pub const BANDS: usize = 48;
/// Numbers per band. Two texts of Jaccard index `s` share a key with probability `1 − (1 − s^ROWS)^BANDS`:
/// 0.38 at s = 0.1, 0.86 at 0.2, 0.99 at 0.3.
pub const ROWS: usize = 2;

// Part of the stored format, like the hashes themselves.
const FAMILY: u64 = 0x7765_6674_5f72_6561;

const MULTIPLIERS: [u64; HASHES] = family(0, 1);
const SUMMANDS: [u64; HASHES] = family(HASHES as u64, 0);

const fn family(first: u64, lowest_bit: u64) -> [u64; HASHES] {
    let mut numbers = [0; HASHES];
    let mut at = 0;
    while at < HASHES {
        numbers[at] = sequence(FAMILY, first + at as u64) | lowest_bit;
        at += 1;
    }
    numbers
}

/// The smallest value of each hash function over the shingles of a text (Broder, 1997):
/// `P[min h(A) = min h(B)] = |A ∩ B| / |A ∪ B|`.
///
/// The shingles are the comparable words of the text (character pairs in unspaced scripts). The family is
/// `hᵢ(x) = ⌊(aᵢ·x + bᵢ mod 2⁶⁴) / 2³²⌋` over 64-bit `x` (multiply-shift; Dietzfelbinger et al., 1997), where `x` is the
/// FNV-1a hash of the word in UTF-8 passed through the SplitMix64 mixer, `aᵢ` (made odd) and `bᵢ` are the numbers
/// `i` and `96 + i` of the SplitMix64 sequence from `0x776566745f726561`. It is part of the stored format and does not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature(pub(crate) [u32; HASHES]);

impl Signature {
    /// The signature of the empty set.
    pub const EMPTY: Self = Self([u32::MAX; HASHES]);

    /// The signature of a set of hashed shingles, in any order and with repetitions. Time `O(96·n)`.
    pub(crate) fn of_hashes(hashes: impl IntoIterator<Item = u64>) -> Self {
        let mut hashes: Vec<u64> = hashes.into_iter().collect();
        hashes.sort_unstable();
        hashes.dedup();
        let mut least = Self::EMPTY.0;
        for x in hashes {
            for ((least, a), b) in least.iter_mut().zip(MULTIPLIERS).zip(SUMMANDS) {
                *least = (*least).min((a.wrapping_mul(x).wrapping_add(b) >> 32) as u32);
            }
        }
        Self(least)
    }

    /// The signature of any set of shingles, for example those of [`super::character_shingles`]. Time `O(96·n)`.
    ///
    /// ```
    /// use reading::likeness::{Signature, character_shingles};
    /// let [a, b] = ["stronger thread", "stronger threads"].map(|t| Signature::of(&character_shingles(t, 3)));
    /// assert!(a.estimate(&b) > 0.6);
    /// ```
    pub fn of<S: AsRef<str>>(shingles: impl IntoIterator<Item = S>) -> Self {
        Self::of_hashes(shingles.into_iter().map(|shingle| hash(shingle.as_ref().as_bytes())))
    }

    /// Whether this is the signature of a set without members.
    pub fn is_empty(&self) -> bool {
        *self == Self::EMPTY
    }

    /// An unbiased estimate of the Jaccard index of the two sets: the share of equal numbers. Standard error
    /// `√(J(1−J)/96)`. 1 for two empty sets, 0 when only one is empty.
    pub fn estimate(&self, other: &Self) -> f64 {
        if self.is_empty() != other.is_empty() {
            return 0.0;
        }
        let equal = self.0.iter().zip(other.0).filter(|(mine, theirs)| **mine == *theirs).count();
        equal as f64 / HASHES as f64
    }
}

/// The signature of the words of a text; its language is found by [`language::likeliest`]. A blank text has
/// [`Signature::EMPTY`]. Time linear in the text.
///
/// ```
/// use reading::likeness::signature;
/// let (a, b) = (signature("The thread of my button broke"), signature("my buttons' thread broke"));
/// assert!(a.estimate(&b) > 0.9);
/// ```
pub fn signature(text: &str) -> Signature {
    Signature::of(words::terms(text, language::likeliest(text)).iter().map(|term| &term.stem))
}

/// The band keys of a signature: texts that share one of them are candidates for comparison (Indyk and Motwani, 1998;
/// with MinHash, Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*, section 3.4).
///
/// Key `i` mixes the two numbers of band `i` with `i`, so that equal keys of different bands do not meet and one indexed
/// column serves all. The values are stable across versions. The bands of [`Signature::EMPTY`] mean nothing: do not
/// store them ([`super::Fingerprint::keys`] does not give them).
pub fn bands(signature: &Signature) -> [i64; BANDS] {
    std::array::from_fn(|band| {
        let rows = &signature.0[band * ROWS..(band + 1) * ROWS];
        let key = rows.iter().fold(sequence(FAMILY, band as u64), |key, row| mix(key ^ u64::from(*row)));
        key.cast_signed()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_keys_never_change() {
        let signature = Signature::of(["button", "thread"]);
        let keys = bands(&signature);
        assert_eq!(
            (signature.0[0], signature.0[95], keys[0], keys[47]),
            (2_967_458_147, 883_290_567, 7_774_721_729_663_792_517, 8_395_050_820_083_762_367)
        );
    }

    #[test]
    fn the_empty_signature_is_that_of_no_shingles() {
        assert!(Signature::of::<&str>([]).is_empty());
        assert_eq!(Signature::EMPTY.estimate(&Signature::of(["button"])), 0.0);
    }
}
