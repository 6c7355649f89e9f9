//! The hashes of this module. They are stored, so they must never change: a test pins their values.

/// FNV-1a in 64 bits (Fowler, Noll, Vo), finished by SplitMix64's mixer because FNV alone mixes its high bits poorly.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    mix(bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)))
}

/// The output function of SplitMix64 (Steele, Lea, Flood, 2014): a bijection whose every input bit moves every
/// output bit.
pub(crate) const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Some different sequence of numbers for every seed: SplitMix64.
pub(crate) const fn sequence(seed: u64, index: u64) -> u64 {
    mix(seed.wrapping_add((index.wrapping_add(1)).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}
