use super::*;
use crate::{
    Answer, Combine, Slot, Stance, Ties, Votes,
    answer::Answer as Any,
    in_step::tallied,
    record::{Ballot, Electorate},
    rule::{BudgetCount, RankedCount},
    sample::{History, ITEMS, history, methods, rule},
};
use ballot::ranked::{Pairwise, Profile, Ranking};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn seed() -> Seed {
    Seed::of("drawn beforehand")
}

/// Ballots by token; the tokens to `customers` are theirs, the rest are staff's.
fn tallies(rule: &Rule, customers: i64, given: &[(i64, Answer)]) -> Tallies {
    let electorate = Electorate { strata: vec![customers, 1_000] };
    let ballots: Vec<Ballot> = given
        .iter()
        .map(|(token, answer)| Ballot { token: *token, answer: answer.clone(), when: None })
        .collect();
    tallied(rule, ITEMS, &electorate, &ballots)
}

fn counted(rule: &Rule, customers: i64, given: &[(i64, Answer)]) -> Outcome {
    count(rule, ITEMS, &tallies(rule, customers, given), Some(&seed())).expect("a count")
}

fn vote(item: u32, up: bool) -> Answer {
    Answer::Vote { item, up }
}

/// The answers that stand at the end of a history.
fn standing_of(history: History) -> Vec<(i64, Answer)> {
    let mut standing: BTreeMap<(i64, Slot), Answer> = BTreeMap::new();
    for (token, answer, _) in history {
        standing.insert((token, answer.slot()), answer);
    }
    standing.into_iter().map(|((token, _), answer)| (token, answer)).collect()
}

#[test]
fn an_item_must_pass_with_customers_and_with_staff() {
    let mut rule = rule(Method::UpDown);
    rule.combine = Combine::EachMustPass { share: 6_000 };
    let mut given = Vec::new();
    // Everybody of the ten customers likes item 0, six of ten like item 1; staff like only item 1.
    for token in 1..=10 {
        given.push((token, vote(0, true)));
        given.push((token, vote(1, token <= 6)));
    }
    given.extend((11..=12).flat_map(|token| [(token, vote(0, false)), (token, vote(1, true))]));
    let outcome = counted(&rule, 10, &given);
    assert_eq!((outcome.chosen, outcome.passing), (vec![1], Some(vec![1])), "six of ten is the bar exactly");
    assert_eq!(outcome.runner_up, Some(0));
    rule.combine = Combine::EachMustPass { share: 6_001 };
    assert_eq!(counted(&rule, 10, &given).chosen, [0_u32; 0]);
    rule.combine = Combine::Together;
    assert_eq!(counted(&rule, 10, &given).chosen, [0, 1], "together the many outvote the few");
}

#[test]
fn places_are_filled_by_one_stratum_after_the_other_and_nothing_is_chosen_twice() {
    let mut rule = rule(Method::Cumulative { points: 10 });
    rule.places = 3;
    rule.combine = Combine::Seats { seats: vec![2, 1] };
    let spread = |votes: &[(u32, i32)]| Answer::Points {
        votes: votes.iter().map(|(item, votes)| Votes { item: *item, votes: *votes }).collect(),
    };
    let given =
        [(1, spread(&[(0, 6), (1, 4)])), (2, spread(&[(0, 5), (2, 3)])), (3, spread(&[(0, 9), (4, 1)]))];
    let outcome = counted(&rule, 2, &given);
    assert_eq!(outcome.chosen, [0, 1, 4], "the jury's first is taken, so its second gets the place");
}

#[test]
fn weights_hold_however_many_vote() {
    let mut rule = rule(Method::Stars { levels: 5 });
    rule.places = 1;
    rule.combine = Combine::Weights { weights: vec![3_000, 7_000] };
    let mut given = Vec::new();
    for token in 1..=40 {
        given.extend([
            (token, Answer::Stars { item: 0, stars: 5 }),
            (token, Answer::Stars { item: 1, stars: 2 }),
        ]);
    }
    for token in 41..=60 {
        given.extend([
            (token, Answer::Stars { item: 0, stars: 1 }),
            (token, Answer::Stars { item: 1, stars: 4 }),
        ]);
    }
    assert_eq!(counted(&rule, 40, &given).chosen, [1]);
    rule.combine = Combine::Together;
    assert_eq!(counted(&rule, 40, &given).chosen, [0]);
}

#[test]
fn equals_are_drawn_by_lot_from_the_seed_or_stand_in_the_order_of_the_items() {
    let mut rule = rule(Method::UpDown);
    rule.places = 1;
    let given: Vec<(i64, Answer)> = (0..ITEMS).map(|item| (1, vote(item, true))).collect();
    let tallies = tallies(&rule, 10, &given);
    let winners: std::collections::BTreeSet<u32> = (0..40)
        .map(|n: i32| {
            count(&rule, ITEMS, &tallies, Some(&Seed::of(n.to_string()))).expect("a count").chosen[0]
        })
        .collect();
    assert_eq!(winners.len(), 5, "every one may win");
    let outcome = count(&rule, ITEMS, &tallies, Some(&seed())).expect("a count");
    let mut tied = outcome.ties.concat();
    tied.sort_unstable();
    assert_eq!(tied, [0, 1, 2, 3, 4], "the tie is told");
    assert_eq!(
        count(&rule, ITEMS, &tallies, None).expect("a count").chosen,
        [0],
        "lots are not drawn while it is open"
    );
    rule.ties = Ties::Order;
    assert_eq!(count(&rule, ITEMS, &tallies, Some(&seed())).expect("a count").chosen, [0]);
}

#[test]
fn figures_of_small_strata_are_kept_from_readers_and_one_alone_cannot_be_worked_out() {
    let rule = rule(Method::UpDown);
    let given: Vec<(i64, Answer)> = (1..=14).map(|token| (token, vote(0, token % 2 == 0))).collect();
    let shown = counted(&rule, 10, &given).for_readers();
    assert!(shown.strata.iter().all(|side| side.voters.is_none() && side.figures.is_empty()));
    assert_eq!(shown.figures[0].answers, 14, "together they are shown");
    let many: Vec<(i64, Answer)> = (1..=20).map(|token| (token, vote(0, true))).collect();
    let shown = counted(&rule, 10, &many).for_readers();
    assert_eq!(shown.strata.iter().map(|side| side.voters).collect::<Vec<_>>(), [Some(10), Some(10)]);
}

#[test]
fn figures_say_how_many_answered_what_and_how_sure_that_is() {
    let rule = rule(Method::Stars { levels: 5 });
    let stars =
        [5, 5, 4, 1].iter().zip(1..).map(|(stars, token)| (token, Answer::Stars { item: 2, stars: *stars }));
    let outcome = counted(&rule, 10, &stars.collect::<Vec<_>>());
    let figure = &outcome.figures[2];
    assert_eq!((figure.answers, figure.spread.as_slice()), (4, &[1, 0, 0, 1, 2][..]));
    assert!(figure.low.is_some_and(|low| low < 3.75) && figure.high.is_some_and(|high| high > 3.75));
    assert_eq!(outcome.order[0], 2);
}

#[test]
fn the_other_ways_are_three_and_none_is_the_way_of_the_round() {
    for method in methods() {
        let others = Way::others(&method);
        assert!(!others.contains(&Way::of(&method)), "{method:?}");
        assert!(others[0] != others[1] && others[1] != others[2] && others[0] != others[2]);
    }
    for way in Way::ALL {
        assert_eq!(serde_json::to_value(way).ok(), Some(way.name().into()));
    }
}

#[test]
fn the_median_of_stars_is_interpolated_and_harsh_few_do_not_move_it_much() {
    let rule = rule(Method::Stars { levels: 5 });
    let given: Vec<(i64, Answer)> = (1..=9)
        .map(|token| (token, Answer::Stars { item: 0, stars: if token <= 2 { 1 } else { 4 } }))
        .collect();
    let others = alternatives(&rule, ITEMS, &tallies(&rule, 10, &given), Some(&seed())).expect("counts");
    assert_eq!(others[2].way, Way::Median);
    // Two below, seven at four: the middle of nine is two and a half sevenths into the level.
    assert!((others[2].figures[0].value - (3.5 + 2.5 / 7.0)).abs() < 1e-12);
    assert!((others[0].figures[0].value - 30.0 / 9.0).abs() < 1e-12);
}

#[test]
fn consensus_asks_every_stratum() {
    let rule = rule(Method::Opinions);
    let stance = |item, agree: bool| Answer::Stance {
        item,
        stance: if agree { Stance::Agree } else { Stance::Disagree },
    };
    let mut given = Vec::new();
    for token in 1..=8 {
        given.extend([(token, stance(0, true)), (token, stance(1, token <= 6))]);
    }
    given.extend((9..=10).flat_map(|token| [(token, stance(0, false)), (token, stance(1, true))]));
    let others = alternatives(&rule, ITEMS, &tallies(&rule, 8, &given), Some(&seed())).expect("counts");
    assert_eq!(others[0].way, Way::Consensus);
    let value = others[0].figures[0].value;
    assert!(
        (value - (0.9_f64 * 0.25).sqrt()).abs() < 1e-12,
        "(8+1)/(8+2) and (0+1)/(2+2), their geometric mean"
    );
    assert_eq!(others[0].order[0], 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_way_puts_every_item_in_order_and_chooses_no_more_than_the_rule_allows(
        (method, history) in history(), split in 0_i64..9,
    ) {
        let rule = rule(method.clone());
        let given = standing_of(history);
        let sums = tallies(&rule, split, &given);
        let mut outcomes = vec![count(&rule, ITEMS, &sums, Some(&seed())).expect("a count")];
        outcomes.extend(alternatives(&rule, ITEMS, &sums, Some(&seed())).expect("counts"));
        for outcome in outcomes {
            let mut order = outcome.order.clone();
            order.sort_unstable();
            prop_assert_eq!(order, (0..ITEMS).collect::<Vec<_>>());
            prop_assert!(outcome.order.starts_with(&outcome.chosen));
            prop_assert_eq!(outcome.runner_up, outcome.order.get(outcome.chosen.len()).copied());
            prop_assert!(outcome.figures.iter().all(|figure| figure.value.is_finite()), "{:?}", outcome.figures);
            prop_assert!(!given.is_empty() || outcome.chosen.is_empty(), "nobody voted, nobody wins");
            match (&method, outcome.spent) {
                (Method::Budget { limit, .. }, Some(spent)) => prop_assert!(spent <= *limit),
                (_, spent) => {
                    prop_assert_eq!(spent, None);
                    prop_assert!(outcome.chosen.len() <= rule.wins());
                }
            }
            // What is written can be read, and written again alike.
            let text = serde_json::to_string(&outcome).expect("JSON");
            prop_assert!(serde_json::from_str::<Outcome>(&text).is_ok(), "{}", text);
        }
    }

    #[test]
    fn strata_come_together_in_every_way_without_fail((method, history) in history(), split in 0_i64..9) {
        let given = standing_of(history);
        for combine in [
            Combine::EachMustPass { share: 5_000 },
            Combine::Seats { seats: vec![1, 1] },
            Combine::Weights { weights: vec![2_500, 7_500] },
        ] {
            let mut rule = rule(method.clone());
            rule.combine = combine;
            let electors = Some(&[6, 3][..]);
            if rule.check(&crate::rule::Facts { items: 5, named: &[0, 0], electors }).is_err() {
                continue;
            }
            let outcome = counted(&rule, split, &given);
            let different: std::collections::BTreeSet<_> = outcome.chosen.iter().collect();
            prop_assert_eq!(different.len(), outcome.chosen.len());
            prop_assert!(outcome.chosen.len() <= rule.wins());
        }
    }

    #[test]
    fn preferences_kept_pair_by_pair_elect_whom_whole_orders_elect((method, history) in history()) {
        if let Method::Ranked { .. } = method {
            let schulze = rule(Method::Ranked { count: RankedCount::Schulze });
            let whole = rule(Method::Ranked { count: RankedCount::Transferable });
            let given = standing_of(history);
            let kept = counted(&schulze, 4, &given);
            let read = alternatives(&whole, ITEMS, &tallies(&whole, 4, &given), Some(&seed())).expect("counts");
            let read = read.into_iter().find(|outcome| outcome.way == Way::Schulze).expect("Schulze's");
            prop_assert_eq!(kept, read);
            let mut profile = Profile::new(5).expect("a profile");
            for (_, answer) in &given {
                if let Any::Ranking { tiers } = answer {
                    let tiers = tiers.iter().map(|tier| tier.iter().map(|item| *item as usize).collect());
                    profile.add(Ranking::new(tiers).expect("a ranking"), 1).expect("a ballot");
                }
            }
            let winner = Pairwise::of(&profile).condorcet_winner();
            if let Some(winner) = winner {
                let first = counted(&schulze, 4, &given).chosen.first().copied();
                prop_assert_eq!(first, u32::try_from(winner).ok());
            }
        }
    }

    #[test]
    fn greedy_takes_no_project_that_nobody_wants(given in proptest::collection::vec(0..3_u32, 0..9)) {
        let costs = vec![100; 5];
        for count in [BudgetCount::Greedy, BudgetCount::EqualShares] {
            let rule = rule(Method::Budget { limit: 500, currency: "EUR".to_owned(), costs: costs.clone(), count });
            let ballots: Vec<(i64, Answer)> =
                (1..).zip(&given).map(|(token, item)| (token, Answer::Approvals { items: vec![*item] })).collect();
            let outcome = counted(&rule, 9, &ballots);
            prop_assert!(outcome.chosen.iter().all(|item| given.contains(item)));
        }
    }
}
