//! Scores of single items: bounds, averages and habits.
#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

use ballot::{
    Z95,
    bayes::{Prior, Sample},
    early::{EarlyDrop, Verdict},
    harshness::{Rating, correct},
    stars::Stars,
    wilson,
};
use proptest::prelude::*;

proptest! {
    #[test]
    fn wilson_bounds_enclose_the_share_and_tighten_with_votes(
        up in 0u64..5000,
        more in 0u64..5000,
        factor in 2u64..9,
    ) {
        let total = up + more;
        let bounds = wilson::interval(up, total, Z95).unwrap();
        prop_assert!(0.0 <= bounds.lower && bounds.lower <= bounds.upper && bounds.upper <= 1.0);
        if total > 0 {
            let share = up as f64 / total as f64;
            prop_assert!(bounds.lower <= share && share <= bounds.upper);
            let many = wilson::interval(up * factor, total * factor, Z95).unwrap();
            prop_assert!(many.upper - many.lower < bounds.upper - bounds.lower);
        }
    }

    #[test]
    fn wilson_rewards_every_further_vote_in_favour(up in 0u64..500, more in 0u64..500) {
        let before = wilson::lower(up, up + more, Z95).unwrap();
        prop_assert!(wilson::lower(up + 1, up + more + 1, Z95).unwrap() >= before);
    }

    #[test]
    fn star_bounds_stay_on_the_scale_and_rise_with_a_better_rating(
        counts in prop::array::uniform5(0u64..400),
    ) {
        let bounds = Stars::one_to_five(counts).bounds(Z95).unwrap();
        prop_assert!(1.0 <= bounds.lower && bounds.lower <= bounds.upper && bounds.upper <= 5.0);
        if counts[0] > 0 {
            let mut better = counts;
            better[0] -= 1;
            better[1] += 1;
            prop_assert!(
                Stars::one_to_five(better).bounds(0.0).unwrap().lower
                    > Stars::one_to_five(counts).bounds(0.0).unwrap().lower
            );
        }
    }

    #[test]
    fn a_bayesian_average_lies_between_the_mean_of_the_round_and_the_items_own(
        ratings in prop::collection::vec(1u8..=5, 1..40),
        mean in 1.0..5.0f64,
        weight in 0.0..50.0f64,
    ) {
        let ratings: Vec<f64> = ratings.into_iter().map(f64::from).collect();
        let sample = Sample::of(&ratings).unwrap();
        let own = sample.mean().unwrap();
        let average = Prior::new(mean, weight).unwrap().average(&sample);
        prop_assert!(average >= own.min(mean) - 1e-12 && average <= own.max(mean) + 1e-12);
    }

    #[test]
    fn the_order_of_ratings_makes_no_difference_to_habits(
        mut list in
            prop::collection::btree_map((0usize..6, 0usize..5), 1u8..=5, 1..30).prop_map(|map| {
                map.into_iter()
                    .map(|((rater, item), value)| Rating { rater, item, value: f64::from(value) })
                    .collect::<Vec<_>>()
            }),
    ) {
        let forward = correct(6, 5, &list, 0.5).unwrap();
        prop_assert!(forward.settled);
        list.reverse();
        prop_assert_eq!(forward, correct(6, 5, &list, 0.5).unwrap());
    }
}

#[test]
fn wilson_agrees_with_published_values() {
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    for (up, total, lower, upper) in
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
    {
        let bounds = wilson::interval(up, total, Z95).unwrap();
        assert!(
            (bounds.lower - lower).abs() < 5e-5 && (bounds.upper - upper).abs() < 5e-5,
            "{up}/{total}: {bounds:?}"
        );
    }
}

#[test]
fn star_bounds_are_what_follows_by_hand() {
    // Shares 2/9, 1/9, 1/9, 1/9, 4/9: mean 31/9, and N + K + 1 = 10.
    let bounds = Stars::one_to_five([1, 0, 0, 0, 3]).bounds(0.5).unwrap();
    let spread =
        0.5 * ((2.0 + 4.0 + 9.0 + 16.0 + 100.0) / 9.0 - (31.0f64 / 9.0).powi(2)).sqrt() / 10f64.sqrt();
    assert!(
        (bounds.lower - (31.0 / 9.0 - spread)).abs() < 1e-12
            && (bounds.upper - (31.0 / 9.0 + spread)).abs() < 1e-12
    );
}

#[test]
fn a_known_mixture_of_variances_is_recovered() {
    // Item means −1, 0, 1 with ratings ±2 around each.
    let items =
        [-1.0, 0.0, 1.0].map(|mean| Sample::of(&[mean - 2.0, mean - 2.0, mean + 2.0, mean + 2.0]).unwrap());
    // SSW = 3·16 = 48, σ²_w = 48/9; SSB = 4·2 = 8, MSB = 4; σ²_b = (4 − 5.33)/4 < 0.
    assert_eq!(Prior::estimate(&items).unwrap().weight, f64::INFINITY);
    let items =
        [-5.0, 0.0, 5.0].map(|mean| Sample::of(&[mean - 2.0, mean - 2.0, mean + 2.0, mean + 2.0]).unwrap());
    // MSB = 4·50/2 = 100; σ²_b = (100 − 16/3)/4.
    let expected = (16.0 / 3.0) / ((100.0 - 16.0 / 3.0) / 4.0);
    assert!((Prior::estimate(&items).unwrap().weight - expected).abs() < 1e-12);
}

#[test]
fn one_item_and_two_raters_have_the_habits_that_follow_by_hand() {
    let ratings = [(0, 1.0), (1, 3.0)].map(|(rater, value)| Rating { rater, item: 0, value });
    // The mean is 2, the item stands at it, and each habit is ±1 shrunk by 1/(1 + ridge).
    let fit = correct(2, 1, &ratings, 1.0).unwrap();
    assert!(
        (fit.leniency[0] + 0.5).abs() < 1e-9
            && (fit.leniency[1] - 0.5).abs() < 1e-9
            && fit.quality[0].abs() < 1e-9
    );
}

#[test]
fn a_harsh_rater_no_longer_decides_which_item_he_happened_to_see() {
    // Items differ by one star; raters 0..5 are harsh by two and see mostly item 0, the better one.
    let mut ratings = Vec::new();
    for rater in 0..10 {
        let habit = if rater < 5 { -2.0 } else { 0.0 };
        for item in 0..3 {
            let sees = if rater < 5 { item != 2 } else { item != 0 || rater == 9 };
            if sees {
                ratings.push(Rating { rater, item, value: 4.0 - item as f64 * 0.5 + habit });
            }
        }
    }
    let plain = |item| {
        let own: Vec<f64> = ratings.iter().filter(|r| r.item == item).map(|r| r.value).collect();
        own.iter().sum::<f64>() / own.len() as f64
    };
    assert!(plain(0) < plain(2), "the plain mean is fooled");
    let fit = correct(10, 3, &ratings, 0.01).unwrap();
    assert!(fit.quality[0] > fit.quality[1] && fit.quality[1] > fit.quality[2]);
}

#[test]
fn unusable_input_is_refused_by_name() {
    assert!(wilson::interval(1, 2, f64::NAN).is_err());
    assert!(
        Stars::new([]).is_err()
            && Stars::new([(1.0, 1), (1.0, 2)]).is_err()
            && Stars::new([(f64::NAN, 1)]).is_err()
    );
    assert!(
        Prior::new(f64::NAN, 1.0).is_err() && Prior::new(0.0, -1.0).is_err() && Prior::estimate(&[]).is_err()
    );
    assert!(Sample::of(&[f64::INFINITY]).is_err());
    assert!(correct(1, 1, &[], 1.0).is_err());
    let twice = [Rating { rater: 0, item: 0, value: 1.0 }; 2];
    assert!(correct(1, 1, &twice, 1.0).is_err());
    assert!(correct(1, 1, &[Rating { rater: 1, item: 0, value: 1.0 }], 1.0).is_err());
    assert!(correct(1, 1, &twice[..1], 0.0).is_err());
    assert!(EarlyDrop::new(f64::NAN, 1, 1.0).is_err());
}

#[test]
fn an_entry_is_never_dropped_on_a_handful_of_harsh_ratings() {
    let rule = EarlyDrop::new(1.7, 30, Z95).unwrap();
    for harsh in 0..30 {
        assert_eq!(rule.stars(&Stars::one_to_five([harsh, 0, 0, 0, 0])).unwrap(), Verdict::TooFew);
    }
    assert_eq!(rule.stars(&Stars::one_to_five([400, 0, 0, 0, 0])).unwrap(), Verdict::Drop);
    // Ten of a hundred: the share is at most 0.174.
    for (cut, verdict) in [(0.17, Verdict::Keep), (0.18, Verdict::Drop)] {
        assert_eq!(EarlyDrop::new(cut, 30, Z95).unwrap().share(10, 100).unwrap(), verdict);
    }
}
