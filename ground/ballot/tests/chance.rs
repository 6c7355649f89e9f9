//! Chance, exposure: uniform, portable and owed to everybody.
#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

use ballot::{
    chance::Seed,
    exposure::{Coverage, Seen, draw},
};
use proptest::prelude::*;

/// Chi-square statistic of counts against equal expectation.
fn chi_square(counts: &[u64]) -> f64 {
    let expected = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
    counts.iter().map(|count| (*count as f64 - expected).powi(2) / expected).sum()
}

#[test]
fn the_stream_is_chacha20_as_published() {
    // Key of zeros, nonce zero: the keystream of RFC 8439, appendix A.1, test vector 1, begins 76 b8 e0 ad a0
    // f1 3d 90.
    let mut chance = Seed::new([0; 32]).chance();
    assert_eq!(chance.word().to_le_bytes(), [0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90]);
    // SHA-256 of "abc", FIPS 180-2.
    assert_eq!(
        Seed::of("abc").to_string(),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn every_order_of_three_is_equally_likely_over_seeds() {
    let mut counts = [0u64; 6];
    for number in 0..6000u32 {
        let mut places = [0usize, 1, 2];
        Seed::of(number.to_le_bytes()).chance().shuffle(&mut places);
        counts[places[0] * 2 + usize::from(places[1] > places[2])] += 1;
    }
    assert!(chi_square(&counts) < 20.5, "χ² beyond the 0.999 quantile at 5 degrees: {counts:?}");
}

#[test]
fn whole_numbers_below_a_bound_are_uniform_over_seeds() {
    let mut counts = [0u64; 7];
    for number in 0..7000u32 {
        counts[Seed::of(number.to_le_bytes()).chance().below(7) as usize] += 1;
    }
    assert!(chi_square(&counts) < 22.5, "{counts:?}");
}

#[test]
fn samples_have_the_moments_of_their_distributions() {
    let mut chance = Seed::of("moments").chance();
    let draws: Vec<f64> = (0..20_000).map(|_| chance.normal()).collect();
    let square = draws.iter().map(|x| x * x).sum::<f64>() / 20_000.0;
    assert!((square - 1.0).abs() < 0.05);
    let beta = (0..20_000).map(|_| chance.beta(0.5, 1.5)).sum::<f64>() / 20_000.0;
    assert!((beta - 0.25).abs() < 0.01);
}

#[test]
fn parameters_without_meaning_give_a_number_and_no_panic() {
    let mut chance = Seed::of("odd").chance();
    assert_eq!((chance.below(0), chance.below(1)), (0, 0));
    for shape in [f64::NAN, -1.0, 0.0, f64::INFINITY] {
        assert_eq!(chance.gamma(shape), 0.0);
        assert!(chance.beta(shape, shape).is_finite());
    }
    assert!(chance.beta(1e-300, 1e-300).is_finite());
    assert_eq!(chance.weighted(&[f64::NAN, -1.0, f64::INFINITY]), None);
    assert!(chance.weighted(&[f64::MAX, f64::MAX]).is_some());
    chance.shuffle::<u8>(&mut []);
}

#[test]
fn items_are_shown_in_proportion_to_what_can_still_be_learnt() {
    let items = [(9, 1.0), (9, 0.5), (4, 0.25)].map(|(views, uncertainty)| Seen { views, uncertainty });
    // Weights 0.1, 0.05, 0.05: half, a quarter, a quarter.
    let mut counts = [0u64; 3];
    for number in 0..8000u32 {
        let drawn = draw(&items, &[0, 1, 2], 3, 1, &Seed::of(number.to_le_bytes())).unwrap();
        counts[drawn[0].item] += 1;
        assert!((drawn[0].probability - [0.5, 0.25, 0.25][drawn[0].item]).abs() < 1e-12);
    }
    let distance = (counts[0] as f64 - 4000.0).powi(2) / 4000.0
        + (counts[1] as f64 - 2000.0).powi(2) / 2000.0
        + (counts[2] as f64 - 2000.0).powi(2) / 2000.0;
    assert!(distance < 13.8, "{counts:?}");
}

#[test]
fn an_item_nobody_knows_is_refused_in_a_draw() {
    let items = [Seen { views: 0, uncertainty: 1.0 }];
    let seed = Seed::of("x");
    assert!(draw(&items, &[1], 0, 1, &seed).is_err() && draw(&items, &[0, 0], 0, 1, &seed).is_err());
    assert!(draw(&[Seen { views: 0, uncertainty: f64::NAN }], &[0], 0, 1, &seed).is_err());
    assert_eq!(draw(&[], &[], 5, 3, &seed).unwrap(), []);
    assert_eq!(Coverage::of(&[Seen { views: 0, uncertainty: 1.0 }; 2], u64::MAX).missing_views, u64::MAX);
}

proptest! {
    #[test]
    fn nothing_is_ordered_before_everybody_had_the_guaranteed_views(
        views in prop::collection::vec(0u64..12, 1..20),
        guaranteed in 0u64..12,
    ) {
        let items: Vec<Seen> = views.iter().map(|views| Seen { views: *views, uncertainty: 0.1 }).collect();
        prop_assert_eq!(
            Coverage::of(&items, guaranteed).complete(),
            views.iter().all(|views| *views >= guaranteed)
        );
    }

    #[test]
    fn items_owed_views_always_come_before_the_others(
        views in prop::collection::vec(0u64..12, 1..20),
        guaranteed in 0u64..12,
        number in any::<u64>(),
    ) {
        let items: Vec<Seen> = views.iter().map(|views| Seen { views: *views, uncertainty: 0.0 }).collect();
        let all: Vec<usize> = (0..items.len()).rev().collect();
        let drawn = draw(&items, &all, guaranteed, items.len(), &Seed::of(number.to_le_bytes())).unwrap();
        let owed: Vec<bool> = drawn.iter().map(|drawn| views[drawn.item] < guaranteed).collect();
        prop_assert!(owed.windows(2).all(|pair| pair[0] || !pair[1]));
        prop_assert_eq!(drawn.len(), items.len());
    }
}
