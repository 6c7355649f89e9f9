//! Chance that anybody can recompute.
//!
//! All randomness of this crate comes from ChaCha20 (D. J. Bernstein, 2008) keyed by a 32-byte [`Seed`],
//! nonce 0, block counter from 0, its output read as little-endian 64-bit words. What is made of the words is
//! stated at each method of [`Chance`], so that a stranger with any ChaCha20 and SHA-256 can repeat every
//! draw.

use crate::Invalid;
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use sha2::{Digest, Sha256};
use std::fmt;

/// Thirty-two bytes from which a stream of chance follows.
///
/// ```
/// use ballot::chance::Seed;
/// let seed = Seed::of("the thirteenth draw");
/// assert_eq!(seed, Seed::parse(&seed.to_string())?);
/// assert_ne!(seed.split("jury"), seed.split("lots"));
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seed([u8; 32]);

impl Seed {
    /// These very bytes.
    pub fn new(bytes: [u8; 32]) -> Seed {
        Seed(bytes)
    }

    /// The SHA-256 of any bytes or text.
    pub fn of(bytes: impl AsRef<[u8]>) -> Seed {
        Seed(Sha256::digest(bytes.as_ref()).into())
    }

    /// An independent seed for a purpose: SHA-256 of the 32 bytes followed by the label's bytes.
    pub fn split(&self, label: impl AsRef<[u8]>) -> Seed {
        Seed(Sha256::new().chain_update(self.0).chain_update(label.as_ref()).finalize().into())
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads the 64 hexadecimal digits that `Display` writes.
    ///
    /// ```
    /// assert!(ballot::chance::Seed::parse("not a seed").is_err());
    /// ```
    pub fn parse(digits: &str) -> Result<Seed, Invalid> {
        let wrong = Invalid::Contradiction("a seed is written as 64 hexadecimal digits");
        let digits = digits.as_bytes();
        if digits.len() != 64 {
            return Err(wrong);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let nibble = |digit: u8| char::from(digit).to_digit(16);
            let (Some(high), Some(low)) = (nibble(pair[0]), nibble(pair[1])) else { return Err(wrong) };
            *byte = (high * 16 + low) as u8;
        }
        Ok(Seed(bytes))
    }

    /// The stream that follows from this seed.
    pub fn chance(&self) -> Chance {
        Chance(ChaCha20Rng::from_seed(self.0))
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl serde::Serialize for Seed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Seed {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Seed, D::Error> {
        let digits = String::deserialize(deserializer)?;
        Seed::parse(&digits).map_err(serde::de::Error::custom)
    }
}

/// A stream of chance.
///
/// ```
/// use ballot::chance::Seed;
/// let draw = |text: &str| Seed::of(text).chance().below(1000);
/// assert_eq!(draw("spring"), draw("spring"));
/// ```
#[derive(Debug, Clone)]
pub struct Chance(ChaCha20Rng);

impl Chance {
    /// The next 64-bit word.
    pub fn word(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A whole number below `bound`, every one equally likely: words at or above the largest multiple of
    /// `bound` are passed over, the rest taken modulo `bound`. 0 when the bound is 0.
    ///
    /// ```
    /// let mut chance = ballot::chance::Seed::of("dice").chance();
    /// assert!((0..100).all(|_| chance.below(6) < 6));
    /// ```
    pub fn below(&mut self, bound: u64) -> u64 {
        if bound < 2 {
            return 0;
        }
        let excess = (u64::MAX % bound + 1) % bound;
        loop {
            let word = self.word();
            if word <= u64::MAX - excess {
                return word % bound;
            }
        }
    }

    /// A number in 0 ≤ u < 1: the upper 53 bits of a word times 2⁻⁵³.
    pub fn unit(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Fisher–Yates from the end: for `i` from the last place down to 1, swap with place `below(i+1)`.
    ///
    /// ```
    /// let mut places = [0, 1, 2, 3, 4];
    /// ballot::chance::Seed::of("order").chance().shuffle(&mut places);
    /// let mut sorted = places;
    /// sorted.sort();
    /// assert_eq!(sorted, [0, 1, 2, 3, 4]);
    /// ```
    pub fn shuffle<T>(&mut self, places: &mut [T]) {
        for last in (1..places.len()).rev() {
            places.swap(last, self.below(last as u64 + 1) as usize);
        }
    }

    /// An index with probability proportional to its weight: the first whose running sum exceeds `unit() ×
    /// total`. `None` when no weight is above zero. Weights that are negative or not finite count as zero.
    ///
    /// ```
    /// let mut chance = ballot::chance::Seed::of("wheel").chance();
    /// assert_eq!(chance.weighted(&[0.0, 2.0, f64::NAN]), Some(1));
    /// assert_eq!(chance.weighted(&[]), None);
    /// ```
    pub fn weighted(&mut self, weights: &[f64]) -> Option<usize> {
        let usable = |weight: &f64| if weight.is_finite() && *weight > 0.0 { *weight } else { 0.0 };
        // Scaled by the largest, so that huge weights do not overflow and tiny ones do not vanish together.
        let largest = weights.iter().map(usable).fold(0.0, f64::max);
        if largest == 0.0 {
            return None;
        }
        let total: f64 = weights.iter().map(|weight| usable(weight) / largest).sum();
        let mark = self.unit() * total;
        let mut running = 0.0;
        let mut last = None;
        for (index, weight) in weights.iter().enumerate() {
            let weight = usable(weight) / largest;
            if weight > 0.0 {
                running += weight;
                last = Some(index);
                if running > mark {
                    break;
                }
            }
        }
        last
    }

    /// Standard normal by Box & Muller (1958): `√(−2 ln(1−u))·cos(2πv)` from two units.
    ///
    /// ```
    /// let mut chance = ballot::chance::Seed::of("bell").chance();
    /// let mean = (0..4000).map(|_| chance.normal()).sum::<f64>() / 4000.0;
    /// assert!(mean.abs() < 0.1);
    /// ```
    pub fn normal(&mut self) -> f64 {
        let (radius, angle) = (1.0 - self.unit(), self.unit());
        (-2.0 * libm::log(radius)).sqrt() * libm::cos(std::f64::consts::TAU * angle)
    }

    /// Gamma with scale 1 by Marsaglia & Tsang (2000), boosted by `u^(1/shape)` below shape 1. A shape that
    /// is not a positive number gives 0.
    ///
    /// ```
    /// let mut chance = ballot::chance::Seed::of("rain").chance();
    /// let mean = (0..4000).map(|_| chance.gamma(3.0)).sum::<f64>() / 4000.0;
    /// assert!((mean - 3.0).abs() < 0.15);
    /// ```
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape.is_nan() || shape <= 0.0 || shape > 1e300 {
            return 0.0;
        }
        if shape < 1.0 {
            let boost = libm::pow(1.0 - self.unit(), 1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let third = shape - 1.0 / 3.0;
        let scale = 1.0 / (9.0 * third).sqrt();
        loop {
            let normal = self.normal();
            let cube = 1.0 + scale * normal;
            let cube = cube * cube * cube;
            if cube <= 0.0 {
                continue;
            }
            let unit = 1.0 - self.unit();
            if libm::log(unit) < 0.5 * normal * normal + third - third * cube + third * libm::log(cube) {
                return third * cube;
            }
        }
    }

    /// Beta as `x/(x+y)` of two gammas; ½ when both vanish.
    ///
    /// ```
    /// let mut chance = ballot::chance::Seed::of("share").chance();
    /// assert!((0..50).all(|_| (0.0..=1.0).contains(&chance.beta(2.0, 5.0))));
    /// ```
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        if x + y > 0.0 { x / (x + y) } else { 0.5 }
    }
}
