use super::*;
use crate::{
    Bearing, BudgetCount, Suspects,
    sample::{methods, rule, stratum},
};
use proptest::prelude::*;

/// The keys of what contradicts itself after a change to a good rule.
fn contradictions(method: Method, facts: Facts<'_>, change: impl FnOnce(&mut Rule)) -> Vec<&'static str> {
    let mut rule = rule(method);
    change(&mut rule);
    let found = rule.check(&facts).err().unwrap_or_default();
    found.into_iter().map(|one| one.key).collect()
}

const FIVE: Facts<'_> = Facts { items: 5, named: &[0, 0], electors: Some(&[6, 3]) };

#[test]
fn the_sample_rules_hold() {
    for method in methods() {
        assert_eq!(contradictions(method.clone(), FIVE, |_| {}), [""; 0], "{method:?}");
    }
}

/// What a change to a rule of this method is refused for.
fn refused(method: Method, change: impl FnOnce(&mut Rule), key: &str) {
    assert_eq!(contradictions(method, FIVE, change), [key]);
}

#[test]
fn places_and_items_must_fit() {
    refused(Method::UpDown, |rule| rule.places = 6, "rounds-contradiction-places");
    refused(Method::UpDown, |rule| rule.places = 0, "rounds-contradiction-places");
    let run_off = Method::Ranked { count: RankedCount::RunOff };
    refused(run_off, |rule| rule.places = 2, "rounds-contradiction-run-off");
    let none = Facts { items: 1, ..FIVE };
    let found = contradictions(Method::Pairwise, none, |rule| rule.places = 1);
    assert_eq!(found, ["rounds-contradiction-items"]);
    let many = Facts { items: 51, ..FIVE };
    let found = contradictions(Method::Ranked { count: RankedCount::Schulze }, many, |_| {});
    assert_eq!(found, ["rounds-contradiction-items"]);
}

#[test]
fn a_method_needs_figures_that_make_sense() {
    for levels in [0, 1, 11] {
        refused(Method::Stars { levels }, |_| {}, "rounds-contradiction-levels");
    }
    refused(Method::MaxDiff { set: 2 }, |_| {}, "rounds-contradiction-set");
    refused(Method::Quadratic { credits: 0 }, |_| {}, "rounds-contradiction-credits");
    refused(Method::Cumulative { points: 10_001 }, |_| {}, "rounds-contradiction-credits");
}

#[test]
fn a_budget_under_the_cheapest_item_buys_nothing() {
    let budget = |limit, costs: Vec<i64>, currency: &str| Method::Budget {
        limit,
        costs,
        currency: currency.to_owned(),
        count: BudgetCount::Greedy,
    };
    let costs = vec![5, 4, 3, 2, 6];
    refused(budget(1, costs.clone(), "EUR"), |_| {}, "rounds-contradiction-limit");
    refused(budget(9, vec![5, 4, 3, 2], "EUR"), |_| {}, "rounds-contradiction-costs");
    refused(budget(9, vec![5, 4, 3, 2, 0], "EUR"), |_| {}, "rounds-contradiction-cost");
    refused(budget(9, costs.clone(), "euro"), |_| {}, "rounds-contradiction-currency");
    refused(budget(9, costs.clone(), "EUR"), |rule| rule.places = 1, "rounds-contradiction-places-budget");
    let seats = Combine::Seats { seats: vec![1, 1] };
    refused(budget(9, costs, "EUR"), |rule| rule.combine = seats, "rounds-contradiction-seats-budget");
}

#[test]
fn strata_must_be_different_people_and_somebody() {
    refused(Method::UpDown, |rule| rule.strata.clear(), "rounds-contradiction-strata");
    let twice = |rule: &mut Rule| rule.strata[1].name = rule.strata[0].name.clone();
    refused(Method::UpDown, twice, "rounds-contradiction-stratum-twice");
    let same = |rule: &mut Rule| rule.strata[1].who = rule.strata[0].who;
    refused(Method::UpDown, same, "rounds-contradiction-stratum-same");
    let jury = |rule: &mut Rule| rule.strata[1] = stratum("Jury", Who::Named);
    refused(Method::UpDown, jury, "rounds-contradiction-nobody-named");
    let named = Facts { named: &[2, 0], ..FIVE };
    assert_eq!(contradictions(Method::UpDown, named, |_| {}), ["rounds-contradiction-named"]);
    let nobody = Facts { electors: Some(&[0, 0]), ..FIVE };
    assert_eq!(contradictions(Method::UpDown, nobody, |_| {}), ["rounds-contradiction-nobody"]);
    let one_empty = Facts { electors: Some(&[4, 0]), ..FIVE };
    assert_eq!(contradictions(Method::UpDown, one_empty, |_| {}), [""; 0], "together it does not matter");
    let apart = |rule: &mut Rule| rule.combine = Combine::EachMustPass { share: 5_000 };
    let found = contradictions(Method::UpDown, one_empty, apart);
    assert_eq!(found, ["rounds-contradiction-stratum-empty"]);
}

#[test]
fn strata_must_come_together_in_a_way_that_the_method_allows() {
    let must_pass = |share| move |rule: &mut Rule| rule.combine = Combine::EachMustPass { share };
    let ranked = || Method::Ranked { count: RankedCount::Schulze };
    refused(ranked(), must_pass(5_000), "rounds-contradiction-share-method");
    refused(Method::UpDown, must_pass(0), "rounds-contradiction-share");
    refused(Method::UpDown, must_pass(10_001), "rounds-contradiction-share");
    let seats = |seats: Vec<u32>| move |rule: &mut Rule| rule.combine = Combine::Seats { seats };
    refused(Method::UpDown, seats(vec![2, 1]), "rounds-contradiction-seats");
    refused(Method::UpDown, seats(vec![2]), "rounds-contradiction-seats-each");
    refused(Method::UpDown, seats(vec![2, 0]), "rounds-contradiction-seats-each");
    let weights = |weights: Vec<u32>| move |rule: &mut Rule| rule.combine = Combine::Weights { weights };
    refused(ranked(), weights(vec![5_000, 5_000]), "rounds-contradiction-weights-method");
    refused(Method::UpDown, weights(vec![5_000, 4_999]), "rounds-contradiction-weights");
    refused(Method::UpDown, weights(vec![10_000]), "rounds-contradiction-weights-each");
}

#[test]
fn the_rest_must_fit_too() {
    let own = |rule: &mut Rule| rule.conflict = Conflict::OwnItem;
    refused(Method::Cumulative { points: 5 }, own, "rounds-contradiction-own-item");
    refused(Method::UpDown, |rule| rule.closes = rule.opens, "rounds-contradiction-closes");
    refused(Method::UpDown, |rule| rule.guarantee = 10, "rounds-contradiction-guarantee");
    assert_eq!(contradictions(Method::Pairwise, FIVE, |rule| rule.guarantee = 36), [""; 0]);
    refused(Method::Pairwise, |rule| rule.guarantee = 37, "rounds-contradiction-guarantee");
    let odd = Suspects { minutes: 5, ..Suspects::USUAL };
    refused(Method::UpDown, |rule| rule.suspects = Some(odd), "rounds-contradiction-suspects-minutes");
    let alone = Suspects { shared: 1, ..Suspects::USUAL };
    refused(Method::UpDown, |rule| rule.suspects = Some(alone), "rounds-contradiction-suspects");
    refused(Method::UpDown, |rule| rule.question = " ".to_owned(), "rounds-contradiction-question");
    refused(Method::UpDown, |rule| rule.decides = "x".repeat(301), "rounds-contradiction-decides");
}

#[test]
fn every_contradiction_is_told_at_once() {
    let found = contradictions(Method::Stars { levels: 1 }, FIVE, |rule| {
        rule.places = 9;
        rule.closes = rule.opens;
        rule.bearing = Bearing::Decides;
    });
    let all = ["rounds-contradiction-places", "rounds-contradiction-levels", "rounds-contradiction-closes"];
    assert_eq!(found, all);
}

proptest! {
    #[test]
    fn no_figures_make_the_check_fail_badly(
        places: u32, share: u32, seats in proptest::collection::vec(any::<u32>(), 0..4),
        items in 0_usize..2_000, electors in proptest::collection::vec(any::<usize>(), 0..4),
    ) {
        for method in methods() {
            for combine in [
                Combine::EachMustPass { share },
                Combine::Seats { seats: seats.clone() },
                Combine::Weights { weights: seats.clone() },
            ] {
                let mut rule = rule(method.clone());
                (rule.places, rule.combine) = (places, combine);
                let halved: Vec<usize> = electors.iter().map(|n| n / 8).collect();
                let _ = rule.check(&Facts { items, named: &[], electors: Some(&halved) });
                let _ = rule.sentences(&[]);
            }
        }
    }
}
