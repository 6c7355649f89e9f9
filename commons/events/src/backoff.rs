//! How long to wait after a failure.

use store::Span;

const FIRST: i64 = 10;
const LONGEST: i64 = 6 * 3600;

/// The wait after the n-th failure: ten seconds, doubled each time, at most six hours, a quarter more or less. The
/// share comes from the seed (a job's identifier, a position), so that the same failure always waits the same and
/// failures that came together part.
pub(crate) fn backoff(failures: i64, seed: i64) -> Span {
    let doublings = failures.clamp(1, 20) - 1;
    let seconds = (FIRST << doublings).min(LONGEST);
    let share = scatter(seed.cast_unsigned() ^ failures.cast_unsigned().rotate_left(32)) >> 44;
    // 20 bits: 0 … 1,048,575 becomes 75 % … 125 %.
    let thousandths = 750 + i64::try_from(share).unwrap_or(0) * 500 / 1_048_576;
    Span::millis(seconds * thousandths)
}

/// Sebastiano Vigna's SplitMix64 finaliser (public domain, <https://prng.di.unimi.it/splitmix64.c>).
fn scatter(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn waits_grow_from_ten_seconds_to_six_hours_and_stay_within_a_quarter(failures in -3_i64..1_000, seed: i64) {
            let wait = backoff(failures, seed).as_seconds();
            let nominal = (10.0 * 2_f64.powi(i32::try_from(failures.clamp(1, 20)).unwrap() - 1)).min(21_600.0);
            prop_assert!(wait >= nominal * 0.75 && wait <= nominal * 1.25, "{wait} for {nominal}");
            prop_assert_eq!(backoff(failures, seed), backoff(failures, seed));
        }
    }

    #[test]
    fn jobs_that_failed_together_are_not_tried_again_together() {
        let mut waits: Vec<i64> = (0..1_000).map(|seed| backoff(1, seed).as_micros()).collect();
        waits.sort_unstable();
        waits.dedup();
        assert!(waits.len() > 300, "only {} different waits", waits.len());
    }
}
