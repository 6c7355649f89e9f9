//! Draws that anybody can recompute, and experiments that may be looked at any time.

#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

use ballot::{
    chance::Seed,
    draws::{commit, draw, recompute},
    experiments::{
        Allocation, Arm, Series, StoppingRule, Verdict, bernoulli, e_value, inverse_propensity, top_two,
        tuned,
    },
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

#[test]
fn a_ticket_is_what_common_tools_compute() {
    let secret = Seed::of("secret");
    // SHA-256 of "secret", as any command line prints it.
    assert_eq!(secret.to_string(), "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
    let ticket = &draw(&["ada"], &secret, "beacon").unwrap()[0];
    let by_hand = Sha256::digest([secret.bytes().as_slice(), b"beacon\0ada"].concat());
    assert_eq!(ticket.number.bytes()[..], by_hand[..]);
    assert_eq!(commit(&secret).bytes()[..], Sha256::digest(secret.bytes())[..]);
}

#[test]
fn every_entry_wins_equally_often_over_secrets() {
    let entries = ["ada", "ben", "cleo", "dora", "emil"];
    let mut wins = [0.0; 5];
    for number in 0..5000u32 {
        let tickets = draw(&entries, &Seed::of(number.to_le_bytes()), "beacon").unwrap();
        wins[entries.iter().position(|entry| *entry == tickets[0].entry).unwrap()] += 1.0;
    }
    let distance: f64 = wins.iter().map(|count: &f64| (count - 1000.0).powi(2) / 1000.0).sum();
    assert!(distance < 18.5, "χ² at 4 degrees: {distance}, {wins:?}");
}

#[test]
fn a_secret_that_was_not_committed_is_found_out() {
    let secret = Seed::of("secret");
    let published = commit(&secret);
    assert!(recompute(&["a", "b"], &secret, "beacon", &published).is_ok());
    assert!(recompute(&["a", "b"], &Seed::of("other"), "beacon", &published).is_err());
    assert!(draw(&["a", "a"], &secret, "beacon").is_err(), "nobody has two tickets");
    assert_eq!(draw::<&str>(&[], &secret, "").unwrap(), []);
}

#[test]
fn arms_keep_their_shares_and_people_keep_their_arms() {
    let allocation = Allocation::new(&[1.0, 2.0, 0.0, 1.0], Seed::of("experiment")).unwrap();
    let mut counts = [0.0; 4];
    for number in 0..8000 {
        let name = format!("person {number}");
        let arm = allocation.arm(&name);
        // A second machine, a reload, a restart: made anew from the same seed.
        assert_eq!(arm, Allocation::new(&[1.0, 2.0, 0.0, 1.0], Seed::of("experiment")).unwrap().arm(&name));
        counts[arm] += 1.0;
    }
    assert_eq!(counts[2], 0.0);
    let distance: f64 = [(0, 2000.0), (1, 4000.0), (3, 2000.0)]
        .iter()
        .map(|(arm, n): &(usize, f64)| (counts[*arm] - n).powi(2) / n)
        .sum();
    assert!(distance < 13.8, "{counts:?}");
}

/// How many of 300 experiments without any effect are ever called, looking after every pair of observations.
fn false_alarms(mut called: impl FnMut(&[f64], &[f64]) -> bool) -> usize {
    let mut chance = Seed::of("no effect").chance();
    let mut alarms = 0;
    for _ in 0..300 {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        for step in 0..300 {
            a.push(f64::from(u8::from(chance.unit() < 0.4)));
            b.push(f64::from(u8::from(chance.unit() < 0.4)));
            if step >= 20 && called(&a, &b) {
                alarms += 1;
                break;
            }
        }
    }
    alarms
}

#[test]
fn looking_all_the_time_rarely_raises_a_false_alarm() {
    let rule = StoppingRule { alpha: 0.05, margin: 0.0, planned: 600, most: u64::MAX };
    let (mut first, mut second) = (Series::default(), Series::default());
    let alarms = false_alarms(|a, b| {
        if a.len() == 21 {
            (first, second) = (Series::default(), Series::default());
            a[..20].iter().for_each(|x| first.add(*x).unwrap());
            b[..20].iter().for_each(|x| second.add(*x).unwrap());
        }
        first.add(a[a.len() - 1]).unwrap();
        second.add(b[b.len() - 1]).unwrap();
        matches!(rule.verdict(&first, &second).unwrap(), Verdict::FirstBetter(_) | Verdict::SecondBetter(_))
    });
    // Five percent of 300 are 15; three standard deviations above are 26.
    assert!(alarms <= 26, "{alarms} of 300");
    let fixed = false_alarms(|a, b| {
        let n = a.len() as f64;
        let (p, q) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
        (p - q).abs() > 1.96 * ((p * (1.0 - p) + q * (1.0 - q)) / n).sqrt()
    });
    assert!(fixed > 60, "an ordinary test, looked at all the time, would cry wolf: {fixed} of 300");
}

#[test]
fn exact_evidence_against_the_truth_is_rare() {
    let mut chance = Seed::of("exact evidence").chance();
    let limit = 20f64.ln();
    let mut alarms = 0;
    for _ in 0..400 {
        let (mut yes, mut no) = (0, 0);
        for _ in 0..300 {
            if chance.unit() < 0.3 {
                yes += 1;
            } else {
                no += 1;
            }
            if e_value(yes, no, 0.3).unwrap() > limit {
                alarms += 1;
                break;
            }
        }
    }
    assert!(alarms <= 33, "{alarms} of 400, where 20 are allowed on average");
}

proptest! {
    #[test]
    fn exact_bounds_enclose_what_was_seen_and_reject_what_lies_beyond(
        yes in 0u64..400,
        no in 0u64..400,
        alpha in 0.001..0.4f64,
    ) {
        let bounds = bernoulli(yes, no, alpha).unwrap();
        prop_assert!(0.0 <= bounds.lower && bounds.upper <= 1.0);
        let limit = -alpha.ln();
        if yes + no > 0 {
            let share = yes as f64 / (yes + no) as f64;
            prop_assert!(bounds.lower <= share && share <= bounds.upper);
        }
        if bounds.lower > 1e-6 {
            prop_assert!(e_value(yes, no, bounds.lower * 0.999).unwrap() > limit);
        }
        if bounds.upper < 1.0 - 1e-6 {
            prop_assert!(e_value(yes, no, bounds.upper + (1.0 - bounds.upper) * 0.001).unwrap() > limit);
        }
    }

    #[test]
    fn every_arm_keeps_its_floor(
        arms in prop::collection::vec((0u64..200, 0u64..200), 2..6),
        floor in 0.001..0.15f64,
        number in any::<u64>(),
    ) {
        let arms: Vec<Arm> =
            arms.into_iter().map(|(successes, failures)| Arm { successes, failures }).collect();
        let next = top_two(&arms, floor, 100, &Seed::of(number.to_le_bytes())).unwrap();
        prop_assert!(next.shares.iter().all(|share| *share >= floor));
        prop_assert!((next.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert_eq!(next, top_two(&arms, floor, 100, &Seed::of(number.to_le_bytes())).unwrap());
    }

    #[test]
    fn intervals_tighten_with_observations(yes in 1u64..200, no in 1u64..200) {
        let rho = tuned(1000, 0.05).unwrap();
        let width = |factor: u64| {
            let bounds = Series::of_shares(yes * factor, no * factor).interval(0.05, rho).unwrap();
            bounds.upper - bounds.lower
        };
        prop_assert!(width(2) < width(1) && width(8) < width(2));
    }

    #[test]
    fn a_draw_does_not_depend_on_the_order_of_entries(
        mut entries in prop::collection::btree_set("[a-z]{1,6}", 0..20)
            .prop_map(|set| set.into_iter().collect::<Vec<_>>()),
        by in any::<u64>(),
    ) {
        let secret = Seed::of(by.to_le_bytes());
        let forward = draw(&entries, &secret, "beacon").unwrap();
        entries.reverse();
        prop_assert_eq!(forward, draw(&entries, &secret, "beacon").unwrap());
    }
}

#[test]
fn inverse_propensity_is_unbiased_under_a_bandit() {
    let mut chance = Seed::of("bandit").chance();
    let truth = [0.3, 0.5];
    let mut seen: [Vec<(f64, f64)>; 2] = Default::default();
    let mut arms = [Arm::default(); 2];
    for batch in 0..200u32 {
        let next = top_two(&arms, 0.1, 60, &Seed::of(batch.to_le_bytes())).unwrap();
        for visitor in 0..20u32 {
            let arm = next.draw(&Seed::of([batch.to_le_bytes(), visitor.to_le_bytes()].concat())).unwrap();
            let success = chance.unit() < truth[arm];
            arms[arm].successes += u64::from(success);
            arms[arm].failures += u64::from(!success);
            seen[arm].push((f64::from(u8::from(success)), next.shares[arm]));
        }
    }
    for (arm, truth) in truth.iter().enumerate() {
        let estimate = inverse_propensity(&seen[arm], 4000).unwrap();
        assert!((estimate - truth).abs() < 0.05, "arm {arm}: {estimate}");
    }
}

#[test]
fn a_verdict_of_equality_needs_the_whole_interval_within_the_margin() {
    let rule = StoppingRule { alpha: 0.05, margin: 0.05, planned: 100_000, most: 50 };
    let same = Series::of_shares(25_000, 25_000);
    assert!(matches!(rule.verdict(&same, &same).unwrap(), Verdict::Equal(_)));
    let few = Series::of_shares(20, 20);
    assert!(matches!(rule.verdict(&few, &few).unwrap(), Verdict::Undecided(_)));
    let fewer = Series::of_shares(2, 2);
    assert!(matches!(rule.verdict(&fewer, &fewer).unwrap(), Verdict::Continue(_)));
    // Perhaps equal, perhaps better: one end lies within the margin, the other beyond.
    let (better, worse) = (Series::of_shares(1_080, 920), Series::of_shares(1_000, 1_000));
    let longer = StoppingRule { planned: 4_000, most: 10_000, ..rule };
    let Verdict::Continue(gap) = longer.verdict(&better, &worse).unwrap() else { panic!("too early") };
    assert!(gap.lower > -0.05 && gap.lower < 0.0 && gap.upper > 0.05, "{gap:?}");
    assert_ne!(
        rule.fingerprint(),
        StoppingRule { margin: 0.04, ..rule }.fingerprint(),
        "a changed rule shows"
    );
}

#[test]
fn unusable_experiments_are_refused() {
    let seed = Seed::of("x");
    for weights in [&[][..], &[0.0], &[f64::NAN], &[-1.0, 2.0]] {
        assert!(Allocation::new(weights, seed).is_err());
    }
    assert!(Series::default().add(f64::NAN).is_err());
    for (alpha, rho) in [(0.0, 1.0), (f64::NAN, 1.0), (0.05, 0.0), (0.05, f64::INFINITY)] {
        assert!(Series::of_shares(5, 5).interval(alpha, rho).is_err());
    }
    assert_eq!(Series::default().interval(0.05, 1.0).unwrap().upper, f64::INFINITY);
    assert!(e_value(1, 1, f64::NAN).is_err() && e_value(1, 1, 2.0).is_err() && bernoulli(1, 1, 0.0).is_err());
    assert_eq!(e_value(1, 0, 0.0).unwrap(), f64::INFINITY, "it happened, so it is not impossible");
    let arms = [Arm::default(); 2];
    assert!(top_two(&arms[..1], 0.1, 10, &seed).is_err() && top_two(&arms, 0.6, 10, &seed).is_err());
    assert!(top_two(&arms, 0.0, 10, &seed).is_err() && top_two(&arms, 0.1, 0, &seed).is_err());
    let vast = [Arm { successes: u64::MAX, failures: u64::MAX }; 2];
    assert!(top_two(&vast, 0.1, 10, &seed).unwrap().shares.iter().all(|share| share.is_finite()));
    assert!(inverse_propensity(&[(1.0, 0.0)], 5).is_err() && inverse_propensity(&[(1.0, 0.5)], 0).is_err());
    assert!(inverse_propensity(&[(1.0, 0.5); 3], 2).is_err());
    let wrong = StoppingRule { alpha: 0.05, margin: f64::NAN, planned: 1, most: 1 };
    assert!(wrong.verdict(&Series::default(), &Series::default()).is_err());
}
