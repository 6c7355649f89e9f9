//! Shortlists that fit a capacity, and how well predictions held.

#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

use ballot::{
    calibration::{auc, calibration},
    chance::Seed,
    shortlist::{Candidate, Ground, shortlist},
    ties::TieRule,
    wilson::Interval,
};
use proptest::prelude::*;

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let one = (0u8..20, 0u8..6, prop::option::of(0usize..3)).prop_map(|(lower, width, stratum)| {
        let lower = f64::from(lower) / 20.0;
        Candidate { bounds: Interval { lower, upper: lower + f64::from(width) / 20.0 }, stratum }
    });
    prop::collection::vec(one, 0..25)
}

proptest! {
    #[test]
    fn nobody_is_left_out_who_stands_clearly_above_somebody_chosen_by_lot(
        list in candidates(),
        capacity in 0usize..25,
        number in any::<u64>(),
    ) {
        let lots = TieRule::Lots(Seed::of(number.to_le_bytes()));
        let kept = [0, 0, 0];
        let chosen = shortlist(&list, capacity, &kept, &lots).unwrap();
        prop_assert_eq!(chosen.len(), capacity.min(list.len()), "the capacity is used, and not exceeded");
        let on = |index: usize| chosen.iter().any(|(other, _)| *other == index);
        for (inside, ground) in &chosen {
            for outside in (0..list.len()).filter(|index| !on(*index)) {
                prop_assert!(
                    list[outside].bounds.lower <= list[*inside].bounds.upper,
                    "a clearly better one is out"
                );
            }
            if *ground == Ground::Clear {
                let rivals =
                    list.iter().filter(|other| other.bounds.upper >= list[*inside].bounds.lower).count() - 1;
                prop_assert!(rivals < capacity, "whatever the truth, she is among the best");
            }
        }
    }

    #[test]
    fn strata_get_their_seats_as_far_as_they_have_candidates(list in candidates(), number in any::<u64>()) {
        let lots = TieRule::Lots(Seed::of(number.to_le_bytes()));
        let chosen = shortlist(&list, 12, &[2, 1, 3], &lots).unwrap();
        for (stratum, seats) in [2usize, 1, 3].into_iter().enumerate() {
            let own = list.iter().filter(|candidate| candidate.stratum == Some(stratum)).count();
            let seated = chosen.iter().filter(|(index, _)| list[*index].stratum == Some(stratum)).count();
            prop_assert!(seated >= seats.min(own));
        }
    }

    #[test]
    fn the_area_counts_pairs(scored in prop::collection::vec((0u8..6, any::<bool>()), 0..30)) {
        let scored: Vec<(f64, bool)> =
            scored.into_iter().map(|(score, success)| (f64::from(score), success)).collect();
        let (mut sum, mut pairs) = (0.0, 0.0);
        for (good, _) in scored.iter().filter(|(_, success)| *success) {
            for (bad, _) in scored.iter().filter(|(_, success)| !success) {
                sum += if good > bad {
                    1.0
                } else if good == bad {
                    0.5
                } else {
                    0.0
                };
                pairs += 1.0;
            }
        }
        prop_assert_eq!(auc(&scored).unwrap(), (pairs > 0.0).then(|| sum / pairs));
    }
}

#[test]
fn the_lottery_among_statistical_ties_is_fair() {
    let bounds = Interval { lower: 0.4, upper: 0.6 };
    let list = [Candidate { bounds, stratum: None }; 4];
    let mut wins = [0.0; 4];
    for number in 0..4000u32 {
        let lots = TieRule::Lots(Seed::of(number.to_le_bytes()));
        wins[shortlist(&list, 1, &[], &lots).unwrap()[0].0] += 1.0;
    }
    let distance: f64 = wins.iter().map(|count: &f64| (count - 1000.0).powi(2) / 1000.0).sum();
    assert!(distance < 16.3, "χ² at 3 degrees: {wins:?}");
}

#[test]
fn impossible_bounds_and_probabilities_are_refused() {
    let with = |lower, upper| Candidate { bounds: Interval { lower, upper }, stratum: None };
    let rule = TieRule::Order(vec![0]);
    for candidate in [with(f64::NAN, 1.0), with(1.0, 0.0), with(0.0, f64::INFINITY)] {
        assert!(shortlist(&[candidate], 1, &[], &rule).is_err());
    }
    assert!(shortlist(&[Candidate { stratum: Some(0), ..with(0.0, 1.0) }], 1, &[], &rule).is_err());
    assert!(auc(&[(f64::NAN, true)]).is_err() && calibration(&[(1.1, true)], 5).is_err());
    assert!(
        calibration(&[], 5).is_err()
            && calibration(&[(0.5, true)], 0).is_err()
            && calibration(&[(0.5, true)], 5000).is_err()
    );
    assert_eq!(calibration(&[(1.0, true), (0.0, false)], 1000).unwrap().brier, 0.0);
}
