//! Gaming: rings and bursts planted in real votes are found, and clean votes change nothing.

#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

mod recorded;

use ballot::{
    chance::Seed,
    gaming::{Act, Lockstep, bursts, effective, entropy, lockstep, only_act, without_each},
};
use proptest::prelude::*;
use recorded::real;
use std::collections::BTreeMap;

/// Every vote of a real conversation: who, on what, for or against, when (milliseconds).
fn conversation(name: &str) -> Vec<Act> {
    let text = real(&format!("polis/{name}/votes.csv"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<i64>().unwrap();
    rows.filter(|row| row["vote"] != "0")
        .map(|row| Act {
            voter: number(&row, "voter-id") as usize,
            item: number(&row, "comment-id") as usize,
            positive: number(&row, "vote") > 0,
            at: number(&row, "timestamp"),
        })
        .collect()
}

const RULE: Lockstep = Lockstep { span: 60_000, similarity: 0.5, shared: 5, crowd: 200 };

#[test]
fn a_ring_planted_among_real_voters_is_found_whole_and_nobody_else() {
    let mut acts = conversation("scoop-hivemind.biodiversity");
    let honest = lockstep(&acts, &RULE).unwrap();
    assert!(honest.is_empty(), "clean votes hold no ring: {honest:?}");
    let start = acts.iter().map(|act| act.at).min().unwrap();
    let mut chance = Seed::of("ring").chance();
    for voter in 0..12 {
        for round in 0..15 {
            // Everybody within ten seconds, sometimes skipping one.
            if chance.unit() < 0.9 {
                let at = start + round * 3_600_000 + chance.below(10_000) as i64;
                acts.push(Act { voter: 100_000 + voter, item: round as usize * 7, positive: true, at });
            }
        }
    }
    let found = lockstep(&acts, &RULE).unwrap();
    assert_eq!(found, [(100_000..100_012).collect::<Vec<usize>>()]);
}

#[test]
fn a_rush_planted_in_a_real_round_is_the_least_likely_burst() {
    let mut acts = conversation("vtaiwan.uberx");
    let hour = 3_600_000;
    let middle = acts.iter().map(|act| act.at).sum::<i64>() / acts.len() as i64;
    for voter in 0..60 {
        acts.push(Act { voter: 900_000 + voter, item: 150, positive: true, at: middle + voter as i64 * 100 });
    }
    let found = bursts(&acts, hour, 1e-6).unwrap();
    assert_eq!((found[0].item, found[0].from), (150, middle.div_euclid(hour) * hour), "{:?}", &found[..1]);
    assert!(found[0].chance < 1e-30 && found[0].expected < 5.0);
    assert!(only_act(&acts, 150) > only_act(&acts, 0));
}

#[test]
fn the_edge_of_a_time_bin_cannot_part_a_ring() {
    // Two voters always within four seconds, but on either side of a full minute.
    let acts: Vec<Act> = (0..6)
        .flat_map(|item| {
            [(0, -2_000), (1, 2_000)].map(|(voter, off)| (voter, item, item as i64 * 600_000 + off))
        })
        .map(|(voter, item, at)| Act { voter, item, positive: true, at })
        .collect();
    assert_eq!(lockstep(&acts, &RULE).unwrap(), [vec![0, 1]]);
}

#[test]
fn a_burst_is_measured_against_the_other_items() {
    let act = |item, span: i64, n: usize| Act { voter: n, item, positive: true, at: span * 10 };
    let acts: Vec<Act> = (0..10)
        .map(|n| act(0, 0, n))
        .chain((0..5).map(|n| act(1, 0, n)))
        .chain((5..10).map(|n| act(1, 1, n)))
        .collect();
    let found = bursts(&acts, 10, 1.0).unwrap();
    // Ten votes of item 0, and the others came half in this span: five are expected. P(X ≥ 10) is 0.0318, times four looks.
    let burst = found.iter().find(|burst| burst.item == 0).unwrap();
    assert_eq!((burst.from, burst.arrived, burst.expected), (0, 10, 5.0));
    assert!((burst.chance - 0.127_312_229_224_819).abs() < 1e-12);
}

#[test]
fn a_busy_hour_of_the_whole_round_is_no_burst() {
    let quiet = (0..300).map(|n| Act { voter: n, item: n % 5, positive: true, at: n as i64 * 3_600 });
    let busy = (0..500).map(|n| Act { voter: 1000 + n, item: n % 5, positive: true, at: 400_000 + n as i64 });
    assert_eq!(bursts(&quiet.chain(busy).collect::<Vec<_>>(), 3_600, 0.01).unwrap(), []);
}

#[test]
fn taking_out_a_cluster_changes_the_outcome_only_when_it_hangs_on_it() {
    let support =
        |voters: &[usize], without: &[usize]| voters.iter().filter(|v| !without.contains(v)).count();
    let (ours, theirs): (Vec<usize>, Vec<usize>) = ((0..20).collect(), (20..45).collect());
    let leader = |without: &[usize]| support(&ours, without) > support(&theirs, without);
    let (full, recounts) = without_each(&[(20..23).collect(), (20..30).collect(), vec![]], leader);
    assert!(!full);
    assert_eq!(recounts.iter().map(|recount| recount.changes).collect::<Vec<_>>(), [false, true, false]);
}

proptest! {
    #[test]
    fn the_order_of_acts_makes_no_difference(
        list in prop::collection::vec((0usize..12, 0usize..6, any::<bool>(), 0i64..50), 0..120),
    ) {
        let mut acts: Vec<Act> =
            list.into_iter().map(|(voter, item, positive, at)| Act { voter, item, positive, at }).collect();
        let rule = Lockstep { span: 10, similarity: 0.4, shared: 2, crowd: 50 };
        let (rings, rushes) = (lockstep(&acts, &rule).unwrap(), bursts(&acts, 10, 0.5).unwrap());
        acts.reverse();
        prop_assert_eq!(&rings, &lockstep(&acts, &rule).unwrap());
        prop_assert_eq!(rushes, bursts(&acts, 10, 0.5).unwrap());
        let mut members: Vec<usize> = rings.concat();
        let all = members.len();
        members.sort_unstable();
        members.dedup();
        prop_assert_eq!(all, members.len(), "nobody is in two rings");
    }

    #[test]
    fn effective_support_lies_between_the_clusters_and_the_heads(
        clusters in prop::collection::vec(prop::option::of(0usize..6), 0..60),
        exponent in 0.0..=1.0f64,
    ) {
        let support = effective(&clusters, exponent).unwrap();
        let mut different: Vec<usize> = clusters.iter().flatten().copied().collect();
        let alone = clusters.len() - different.len();
        different.sort_unstable();
        different.dedup();
        prop_assert_eq!(support.raw, clusters.len() as u64);
        prop_assert!(support.effective <= clusters.len() as f64 + 1e-9);
        prop_assert!(support.effective >= (alone + different.len()) as f64 - 1e-9);
        // One more supporter never lowers it.
        let more: Vec<Option<usize>> = clusters.iter().copied().chain([Some(2)]).collect();
        prop_assert!(effective(&more, exponent).unwrap().effective >= support.effective - 1e-12);
    }
}

#[test]
fn parameters_out_of_range_are_refused_and_extremes_survive() {
    for rule in [
        Lockstep { span: 0, ..RULE },
        Lockstep { similarity: f64::NAN, ..RULE },
        Lockstep { similarity: 0.0, ..RULE },
        Lockstep { shared: 1, ..RULE },
    ] {
        assert!(lockstep(&[], &rule).is_err());
    }
    let wild: Vec<Act> = [i64::MIN, i64::MAX, 0]
        .iter()
        .flat_map(|at| {
            (0..3).map(|voter| Act { voter: usize::MAX - voter, item: usize::MAX, positive: true, at: *at })
        })
        .collect();
    assert_eq!(
        lockstep(&wild, &Lockstep { span: i64::MAX, similarity: 1.0, shared: 2, crowd: usize::MAX })
            .unwrap()
            .len(),
        1
    );
    assert!(
        bursts(&wild, i64::MAX, 1.0).is_ok()
            && bursts(&wild, 0, 0.1).is_err()
            && bursts(&wild, 1, f64::NAN).is_err()
    );
    assert!(effective(&[], f64::NAN).is_err() && effective(&[], 2.0).is_err());
    assert_eq!((entropy(&[]), only_act(&[], 0)), (0.0, 0.0));
}
