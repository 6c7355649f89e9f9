//! Raters: truth found from unlike raters, and careless answers weighed.

#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

mod recorded;

use ballot::{
    chance::Seed,
    raters::{Label, dawid_skene, effort, surprisingly_popular},
};
use proptest::prelude::*;
use recorded::{real, recorded};
use std::collections::BTreeMap;

/// `key: true` and `key: false` in a YAML flow mapping.
fn flags(text: &str) -> Vec<(u64, bool)> {
    let pairs = text.split(',').filter_map(|pair| {
        let (key, value) = pair.split_once(':')?;
        let digits = key.trim_matches(|c: char| !c.is_ascii_digit());
        Some((digits.parse().ok()?, value.contains("true")))
    });
    pairs.collect()
}

struct Bluebirds {
    labels: Vec<Label>,
    truth: Vec<usize>,
    raters: usize,
}

fn bluebirds() -> Bluebirds {
    let truth: BTreeMap<u64, bool> = flags(&real("bluebirds/gt.yaml")).into_iter().collect();
    let ids: Vec<u64> = truth.keys().copied().collect();
    let text = real("bluebirds/labels.yaml");
    // Each rater is `number: { … }`; integer keys over several lines.
    let raters: Vec<&str> = text.split('}').filter(|part| part.contains('{')).collect();
    let mut labels = Vec::new();
    for (rater, part) in raters.iter().enumerate() {
        for (id, flag) in flags(part.split_once('{').unwrap().1) {
            labels.push(Label { item: ids.binary_search(&id).unwrap(), rater, class: usize::from(flag) });
        }
    }
    Bluebirds { labels, truth: truth.into_values().map(usize::from).collect(), raters: raters.len() }
}

#[test]
fn bluebirds_are_told_apart_better_than_by_majority_and_than_recorded() {
    let birds = bluebirds();
    assert_eq!((birds.raters, birds.truth.len(), birds.labels.len()), (39, 108, 4212));
    let mut votes = vec![0usize; 108];
    birds.labels.iter().for_each(|label| votes[label.item] += label.class);
    let right = |guess: &dyn Fn(usize) -> usize| {
        (0..108).filter(|item| guess(*item) == birds.truth[*item]).count() as f64 / 108.0
    };
    let majority = right(&|item| usize::from(2 * votes[item] > 39));
    let fit = dawid_skene(108, birds.raters, 2, &birds.labels).unwrap();
    let found = right(&|item| fit.best(item).unwrap());
    println!("majority {majority:.3}, Dawid and Skene {found:.3} after {} passes", fit.passes);
    let theirs = &recorded()["labels"];
    assert!((majority - theirs["majority"].as_f64().unwrap()).abs() < 1e-12);
    assert!(fit.settled);
    assert!(found >= 97.0 / 108.0, "0.898 or better: {found}");
    assert!(found >= theirs["dawid_skene"].as_f64().unwrap());
}

#[test]
fn known_habits_are_recovered_from_labels_drawn_from_them() {
    let mut chance = Seed::of("habits").chance();
    let accuracies = [0.95, 0.8, 0.7, 0.6, 0.55, 0.2];
    let truth: Vec<usize> = (0..600).map(|_| chance.below(3) as usize).collect();
    let mut labels = Vec::new();
    for (item, class) in truth.iter().enumerate() {
        for (rater, accuracy) in accuracies.iter().enumerate() {
            let wrong = (class + 1 + chance.below(2) as usize) % 3;
            labels.push(Label { item, rater, class: if chance.unit() < *accuracy { *class } else { wrong } });
        }
    }
    let fit = dawid_skene(600, 6, 3, &labels).unwrap();
    for (rater, accuracy) in accuracies.iter().enumerate() {
        let found = fit.accuracy(rater).unwrap();
        assert!((found - accuracy).abs() < 0.07, "rater {rater}: {found} beside {accuracy}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_labels_makes_no_difference(
        mut labels in prop::collection::vec((0usize..8, 0usize..5, 0usize..3), 0..60),
    ) {
        let make = |list: &[(usize, usize, usize)]| {
            list.iter()
                .map(|(item, rater, class)| Label { item: *item, rater: *rater, class: *class })
                .collect::<Vec<_>>()
        };
        let forward = dawid_skene(8, 5, 3, &make(&labels)).unwrap();
        labels.reverse();
        prop_assert_eq!(&forward, &dawid_skene(8, 5, 3, &make(&labels)).unwrap());
        for shares in forward.items.iter().chain(forward.raters.iter().flatten()) {
            prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn weights_stay_between_the_floor_and_one(
        people in prop::collection::vec(
            (prop::collection::vec(0.0..60.0f64, 0..5), prop::collection::vec(0u32..5, 0..6)),
            0..12,
        ),
        floor in 0.01..1.0f64,
    ) {
        let (seconds, answers): (Vec<_>, Vec<_>) = people.into_iter().unzip();
        for weighed in effort(&seconds, &answers, floor).unwrap() {
            prop_assert!(
                weighed.weight >= floor && weighed.weight <= 1.0,
                "weighed, not deleted: {weighed:?}"
            );
            prop_assert!(weighed.speed <= 1.0 && weighed.variety <= 1.0);
        }
    }
}

#[test]
fn haste_and_sameness_weigh_what_follows_by_hand() {
    let seconds = [vec![6.0], vec![6.0, 7.0, 5.0], vec![1.0]];
    let answers = [vec![1, 3, 2, 5], vec![2, 2, 4, 1], vec![3, 3, 3, 2]];
    let weights = effort(&seconds, &answers, 0.01).unwrap();
    assert_eq!((weights[0].weight, weights[1].weight), (1.0, 1.0));
    // Usual is 6 s, a third of it 2 s; concentrations 4/16, 6/16, 10/16, typical 6/16.
    assert!((weights[2].speed - 0.5).abs() < 1e-12);
    assert!((weights[2].variety - (1.0 - (10.0 - 6.0) / (16.0 - 6.0))).abs() < 1e-12);
    assert!((weights[2].weight - 0.3).abs() < 1e-12);
}

#[test]
fn where_everybody_answers_alike_nobody_is_suspected() {
    let seconds = vec![vec![3.0]; 5];
    for weighed in effort(&seconds, &vec![vec![4, 4, 4, 4]; 5], 0.1).unwrap() {
        assert_eq!(weighed.weight, 1.0);
    }
    // A slow answer is never held against anybody.
    assert_eq!(
        effort(&[vec![900.0], vec![3.0], vec![3.0]], &[vec![], vec![], vec![]], 0.1).unwrap()[0].weight,
        1.0
    );
}

#[test]
fn unknown_people_and_odd_times_are_refused() {
    let label = |item, rater, class| dawid_skene(1, 1, 2, &[Label { item, rater, class }]);
    assert!(
        label(1, 0, 0).is_err()
            && label(0, 1, 0).is_err()
            && label(0, 0, 2).is_err()
            && label(0, 0, 1).is_ok()
    );
    assert!(dawid_skene(1, 1, 1, &[]).is_err());
    let nobody = dawid_skene(2, 0, 2, &[]).unwrap();
    assert_eq!((nobody.best(0), nobody.best(9), nobody.accuracy(0)), (Some(0), None, None));
    assert!(
        effort(&[vec![f64::NAN]], &[vec![]], 0.1).is_err() && effort(&[vec![-1.0]], &[vec![]], 0.1).is_err()
    );
    assert!(effort(&[], &[vec![]], 0.1).is_err() && effort(&[], &[], 0.0).is_err());
    assert_eq!(effort(&[], &[], 0.5).unwrap(), []);
    for prediction in [vec![0.5], vec![f64::NAN, 1.0], vec![-1.0, 2.0], vec![0.0, 0.0]] {
        assert!(surprisingly_popular(&[1, 1], &[prediction]).is_err());
    }
    assert!(
        surprisingly_popular(&[0, 0], &[vec![0.5, 0.5]]).is_err()
            && surprisingly_popular(&[1, 0], &[]).is_err()
    );
}
