//! Popularity: what was kept step by step is what a recount of the votes gives.
#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

use ballot::popularity::{HalfLife, Popularity, Vote};
use proptest::prelude::*;

const DAY: i64 = 86_400_000_000;
const EPOCH: i64 = 1_790_000_000_000_000;

fn votes() -> impl Strategy<Value = Vec<Vote>> {
    let weight = prop_oneof![Just(10.0), Just(-10.0), -1000.0..1000.0f64];
    let vote = (weight, 0..400 * DAY).prop_map(|(weight, after)| Vote { weight, at: EPOCH + after });
    prop::collection::vec(vote, 1..60)
}

fn gross(votes: &[Vote], now: i64, half_life: HalfLife) -> f64 {
    votes.iter().map(|vote| vote.weight.abs() * half_life.remaining(vote.at, now)).sum()
}

proptest! {
    #[test]
    fn a_score_kept_through_changes_and_withdrawals_equals_a_recount(
        mut standing in votes(),
        steps in prop::collection::vec(
            (any::<prop::sample::Index>(), -1000.0..1000.0f64, 0..30 * DAY, any::<bool>()),
            0..40,
        ),
        days in 1..60i64,
    ) {
        let half_life = HalfLife::new(days * DAY).unwrap();
        let mut kept = Popularity::default();
        for vote in &standing {
            kept.cast(*vote, half_life).unwrap();
        }
        let mut now = EPOCH + 400 * DAY;
        for (which, weight, pause, leave) in steps {
            if standing.is_empty() {
                break;
            }
            now += pause;
            let index = which.index(standing.len());
            if leave {
                kept.withdraw(standing.swap_remove(index), half_life).unwrap();
            } else {
                let new = Vote { weight, at: now };
                kept.change(standing[index], new, half_life).unwrap();
                standing[index] = new;
            }
            if kept.needs_recount() {
                kept = Popularity::recount(&standing, half_life).unwrap();
            }
        }
        let exact: f64 = standing.iter().map(|vote| vote.weight * half_life.remaining(vote.at, now)).sum();
        let within = 1e-9 * gross(&standing, now, half_life);
        prop_assert!(
            (kept.at(now, half_life) - exact).abs() <= within,
            "{} beside {exact}",
            kept.at(now, half_life)
        );
        let again = Popularity::recount(&standing, half_life).unwrap();
        prop_assert!((again.at(now, half_life) - exact).abs() <= within);
        prop_assert!(!again.needs_recount());
    }

    #[test]
    fn merging_two_ideas_and_parting_them_again_gives_back_both(
        left in votes(),
        right in votes(),
        days in 1..60i64,
    ) {
        let half_life = HalfLife::new(days * DAY).unwrap();
        let mut merged = Popularity::recount(&left, half_life).unwrap();
        merged.absorb(&Popularity::recount(&right, half_life).unwrap(), half_life).unwrap();
        let all: Vec<Vote> = left.iter().chain(&right).copied().collect();
        let now = EPOCH + 400 * DAY;
        let together = Popularity::recount(&all, half_life).unwrap();
        prop_assert!(
            (merged.at(now, half_life) - together.at(now, half_life)).abs()
                <= 1e-9 * gross(&all, now, half_life)
        );
        for vote in &right {
            merged.withdraw(*vote, half_life).unwrap();
        }
        let parted = Popularity::recount(&left, half_life).unwrap();
        let exact = (merged.at(now, half_life) - parted.at(now, half_life)).abs()
            <= 1e-9 * gross(&left, now, half_life);
        prop_assert!(exact || merged.needs_recount());
    }

    #[test]
    fn the_order_of_ballots_makes_no_difference(mut list in votes(), days in 1..60i64) {
        let half_life = HalfLife::new(days * DAY).unwrap();
        let forward = Popularity::recount(&list, half_life).unwrap();
        list.reverse();
        prop_assert_eq!(forward, Popularity::recount(&list, half_life).unwrap());
    }

    #[test]
    fn the_sort_key_orders_ideas_as_their_scores_do_at_any_time(
        a in votes(),
        b in votes(),
        days in 1..60i64,
        later in 0..2000i64,
    ) {
        let half_life = HalfLife::new(days * DAY).unwrap();
        let (one, two) =
            (Popularity::recount(&a, half_life).unwrap(), Popularity::recount(&b, half_life).unwrap());
        let now = EPOCH + later * DAY;
        let (left, right) = (one.at(now, half_life), two.at(now, half_life));
        if left != 0.0 && right != 0.0 && (left - right).abs() > 1e-10 * left.abs() {
            prop_assert_eq!(one.sort_key(half_life).cmp(&two.sort_key(half_life)), left.total_cmp(&right));
        }
    }
}

#[test]
fn a_vote_of_unusable_weight_is_refused_and_changes_nothing() {
    let half_life = HalfLife::new(DAY).unwrap();
    let mut idea = Popularity::default();
    idea.cast(Vote { weight: 1.0, at: 0 }, half_life).unwrap();
    let before = idea;
    for weight in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e16] {
        assert!(idea.cast(Vote { weight, at: 1 }, half_life).is_err());
        assert!(idea.change(Vote { weight: 1.0, at: 0 }, Vote { weight, at: 1 }, half_life).is_err());
    }
    assert_eq!(idea, before);
    assert!(HalfLife::new(0).is_err() && HalfLife::new(-5).is_err());
}

#[test]
fn extreme_instants_neither_panic_nor_lose_the_order() {
    let half_life = HalfLife::new(1).unwrap();
    let mut idea = Popularity::default();
    for at in [i64::MIN, -1, 0, 1, i64::MAX] {
        idea.cast(Vote { weight: 3.0, at }, half_life).unwrap();
    }
    assert_eq!(idea.at(i64::MAX, half_life), 3.0);
    assert!(idea.sort_key(half_life) > 0);
    assert!(idea.at(i64::MIN, half_life).is_finite());
    assert_eq!(Popularity::default().at(i64::MIN, half_life), 0.0);
    assert_eq!(Popularity::default().sort_key(half_life), 0);
}

#[test]
fn a_row_spoiled_outside_is_refused() {
    let half_life = HalfLife::new(DAY).unwrap();
    let mut spoiled = Popularity { slack: f64::NAN, ..Popularity::default() };
    assert!(spoiled.needs_recount());
    assert!(spoiled.cast(Vote { weight: 1.0, at: 0 }, half_life).is_err());
}
