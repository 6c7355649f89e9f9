use super::*;
use crate::{
    Answer, Method,
    sample::{ITEMS, rule},
};

/// Votes of a hundred people over a day and of a ring of eight who do the same three things in the same minutes.
fn votes(ring: bool) -> Vec<Ballot> {
    let mut ballots = Vec::new();
    let mut vote = |token: i64, item: u32, up: bool, when: i64| {
        ballots.push(Ballot { token, answer: Answer::Vote { item, up }, when: Some(when) });
    };
    for token in 1..=100_i64 {
        for item in 0..3_u32 {
            let spread = (token * 7_919 + i64::from(item) * 104_729) % 288;
            vote(token, item, (token + i64::from(item)) % 5 > 0, spread);
        }
    }
    for token in 101..=108_i64 {
        for item in 2..5_u32 {
            if ring {
                vote(token, item, item == 4, 40 + i64::from(item) * 10);
            } else {
                vote(
                    token,
                    item,
                    (token + i64::from(item)) % 2 > 0,
                    (token * 31 + i64::from(item) * 97) % 288,
                );
            }
        }
    }
    ballots.sort_by_key(|ballot| (ballot.token, ballot.answer.slot()));
    ballots
}

fn found(ring: bool) -> Report {
    let electorate = Electorate { strata: vec![108, 0] };
    report(&rule(Method::UpDown), ITEMS, &electorate, &votes(ring), None).expect("a report")
}

#[test]
fn a_ring_is_found_with_what_it_amounts_to_and_what_would_be_without_it() {
    let found = found(true);
    assert_eq!(found.clusters.len(), 1);
    assert_eq!(found.clusters[0].tokens, (101..=108).collect::<Vec<_>>());
    let support = found.support[4];
    assert_eq!(support.raw, 8);
    assert!((support.effective - 8_f64.sqrt()).abs() < 1e-12, "a ring of eight counts as less than three");
    assert_eq!(
        found.clusters[0].changes,
        Some(false),
        "two of the three others win with or without the ring"
    );
}

#[test]
fn people_who_only_agree_are_no_ring() {
    assert_eq!(found(false).clusters, []);
}

#[test]
fn a_rule_that_does_not_look_finds_nothing_and_keeps_no_times() {
    let mut rule = rule(Method::UpDown);
    rule.suspects = None;
    let electorate = Electorate { strata: vec![108, 0] };
    assert_eq!(report(&rule, ITEMS, &electorate, &votes(true), None), Ok(Report::default()));
    assert_eq!(half_spans(&rule, rule.opens, rule.closes), None);
}

#[test]
fn times_are_kept_as_coarse_as_the_rule_allows() {
    let rule = rule(Method::UpDown);
    let minute = |n: i64| rule.opens + act::Span::minutes(n);
    let spans: Vec<_> = [0, 4, 5, 9, 10].map(|n| half_spans(&rule, rule.opens, minute(n))).into();
    assert_eq!(spans, [Some(0), Some(0), Some(1), Some(1), Some(2)]);
}
