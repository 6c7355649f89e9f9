//! Portfolios under a budget: exact shares, proportionality, and what other libraries answer.

#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

mod recorded;

use ballot::{
    Exact,
    budget::{Approvals, Completion, EqualShares, LARGEST_BUDGET, Offer, Utility, equal_shares, greedy},
    points::{PointsRule, PointsTally, Price},
    ties::TieRule,
};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;
use recorded::{numbers, recorded};
use serde_json::Value;

fn in_order(n: usize) -> TieRule {
    TieRule::Order((0..n).collect())
}

fn approvals(projects: usize, ballots: &[Vec<usize>]) -> Approvals {
    let mut counted = Approvals::new(projects).unwrap();
    for ballot in ballots {
        counted.add(ballot, 1).unwrap();
    }
    counted
}

fn ballots_of(row: &Value) -> Vec<Vec<usize>> {
    row["ballots"].as_array().unwrap().iter().map(numbers).collect()
}

fn sorted(mut list: Vec<usize>) -> Vec<usize> {
    list.sort_unstable();
    list
}

#[test]
fn portfolios_equal_those_of_pabutools() {
    let mut raised_further = 0;
    for row in recorded()["budgets"].as_array().unwrap() {
        let costs: Vec<u64> = numbers(&row["costs"]).into_iter().map(|cost| cost as u64).collect();
        let rule = in_order(costs.len());
        let offer = Offer::new(costs, row["budget"].as_u64().unwrap()).unwrap();
        let ballots = approvals(offer.costs().len(), &ballots_of(row));
        let votes: Vec<i64> = ballots.votes().iter().map(|votes| *votes as i64).collect();
        assert_eq!(sorted(greedy(&offer, &votes, &rule).unwrap()), numbers(&row["greedy"]), "{row}");
        for (utility, name) in [(Utility::Cost, "cost"), (Utility::Count, "count")] {
            let plain = equal_shares(&offer, &ballots, utility, Completion::None, &rule).unwrap();
            assert_eq!(sorted(plain.chosen()), numbers(&row[format!("shares_{name}")]), "{name} {row}");
            let raised = equal_shares(&offer, &ballots, utility, Completion::Raise(1), &rule).unwrap();
            let bought = raised.bought.iter().map(|purchase| purchase.project).collect();
            assert_eq!(sorted(bought), numbers(&row[format!("raised_{name}")]), "raised {name} {row}");
            raised_further += usize::from(raised.bought.len() > plain.bought.len());
        }
    }
    assert!(raised_further > 20, "the instances must exercise raising");
}

#[test]
fn committees_are_among_those_of_abcvoting() {
    for row in recorded()["committees"].as_array().unwrap() {
        let candidates = row["candidates"].as_u64().unwrap() as usize;
        let offer = Offer::new(vec![1; candidates], row["size"].as_u64().unwrap()).unwrap();
        let ballots = approvals(candidates, &ballots_of(row));
        let outcomes: Vec<Vec<usize>> = row["outcomes"].as_array().unwrap().iter().map(numbers).collect();
        let found =
            equal_shares(&offer, &ballots, Utility::Count, Completion::None, &in_order(candidates)).unwrap();
        assert!(outcomes.contains(&sorted(found.chosen())), "{found:?} {row}");
    }
}

/// Equal shares as written in the paper, one fraction per voter and no shortcut.
fn by_the_book(offer: &Offer, ballots: &[Vec<usize>], utility: Utility) -> Vec<(usize, BigRational)> {
    let fair = BigRational::new(BigInt::from(offer.budget()), BigInt::from(ballots.len()));
    let mut money = vec![fair; ballots.len()];
    let mut chosen: Vec<(usize, BigRational)> = Vec::new();
    loop {
        let mut best: Option<(BigRational, usize, BigRational)> = None;
        for (project, cost) in offer.costs().iter().enumerate() {
            if chosen.iter().any(|(taken, _)| *taken == project) {
                continue;
            }
            let cost = BigRational::from_integer(BigInt::from(*cost));
            let mut purses: Vec<&BigRational> = ballots
                .iter()
                .zip(&money)
                .filter(|(ballot, _)| ballot.contains(&project))
                .map(|(_, m)| m)
                .collect();
            purses.sort();
            if purses.iter().copied().sum::<BigRational>() < cost {
                continue;
            }
            let (mut left, mut price) = (cost.clone(), BigRational::zero());
            for (index, purse) in purses.iter().enumerate() {
                price = &left / BigInt::from(purses.len() - index);
                if **purse >= price {
                    break;
                }
                left -= *purse;
            }
            let rho = if utility == Utility::Cost { &price / cost } else { price.clone() };
            if best.as_ref().is_none_or(|(least, ..)| rho < *least) {
                best = Some((rho, project, price));
            }
        }
        let Some((_, project, price)) = best else { return chosen };
        for (ballot, purse) in ballots.iter().zip(&mut money) {
            if ballot.contains(&project) {
                *purse = if *purse > price { &*purse - &price } else { BigRational::zero() };
            }
        }
        chosen.push((project, price));
    }
}

fn instances() -> impl Strategy<Value = (Vec<u64>, u64, Vec<Vec<usize>>)> {
    (2usize..9).prop_flat_map(|projects| {
        let costs = prop::collection::vec(prop_oneof![1u64..60, Just(20), Just(30)], projects);
        let ballot = prop::sample::subsequence((0..projects).collect::<Vec<_>>(), 0..=projects);
        (costs, 1u64..200, prop::collection::vec(ballot, 1..24))
    })
}

fn outcome(
    costs: &[u64],
    budget: u64,
    ballots: &[Vec<usize>],
    utility: Utility,
    completion: Completion,
) -> EqualShares {
    let offer = Offer::new(costs.to_vec(), budget).unwrap();
    equal_shares(&offer, &approvals(costs.len(), ballots), utility, completion, &in_order(costs.len()))
        .unwrap()
}

#[test]
fn half_a_cent_decides_where_floating_point_cannot_see_it() {
    // Three voters with 3·10¹⁵ each; the first pays 1 for project 0 and is then too poor, by half a cent, to pay for project 1 as
    // much as the others.
    let share = 3_000_000_000_000_000;
    let offer = Offer::new([1, 3 * share - 2], 3 * share).unwrap();
    let ballots = [vec![0, 1], vec![1], vec![1]];
    let fast = equal_shares(&offer, &approvals(2, &ballots), Utility::Count, Completion::None, &in_order(2))
        .unwrap();
    assert_eq!(fast.bought[1].price.to_string(), "5999999999999999/2");
    assert_eq!((fast.bought[1].full, fast.bought[1].rest.to_string()), (2, (share - 1).to_string()));
    let slow = by_the_book(&offer, &ballots, Utility::Count);
    assert_eq!(slow[1].1.to_string(), fast.bought[1].price.to_string());
}

proptest! {
    #[test]
    fn the_fast_count_equals_the_method_by_the_book(
        (costs, budget, ballots) in instances(),
        by_cost in any::<bool>(),
    ) {
        let utility = if by_cost { Utility::Cost } else { Utility::Count };
        let fast = outcome(&costs, budget, &ballots, utility, Completion::None);
        let slow = by_the_book(&Offer::new(costs, budget).unwrap(), &ballots, utility);
        let fast: Vec<(usize, String)> =
            fast.bought.iter().map(|bought| (bought.project, bought.price.to_string())).collect();
        let slow: Vec<(usize, String)> =
            slow.into_iter().map(|(project, price)| (project, price.to_string())).collect();
        prop_assert_eq!(fast, slow);
    }

    #[test]
    fn every_cent_of_a_project_is_paid_and_the_budget_is_kept(
        (costs, budget, ballots) in instances(),
        step in 1u64..5,
    ) {
        for completion in [Completion::None, Completion::Greedy, Completion::Raise(step)] {
            let found = outcome(&costs, budget, &ballots, Utility::Cost, completion);
            for purchase in &found.bought {
                let full: Exact = (0..purchase.full).map(|_| purchase.price.clone()).sum();
                prop_assert_eq!(full + purchase.rest.clone(), Exact::from(costs[purchase.project]));
            }
            let spent: u64 = found.chosen().iter().map(|project| costs[*project]).sum();
            prop_assert_eq!(spent, found.spent);
            prop_assert!(spent <= budget);
            if completion != Completion::None {
                let chosen = found.chosen();
                prop_assert!(
                    (0..costs.len()).all(|p| chosen.contains(&p) || costs[p] > budget - spent),
                    "nothing more fits"
                );
            }
        }
    }

    #[test]
    fn a_group_with_a_common_wish_gets_what_its_share_buys(
        (costs, budget, ballots) in instances(),
        wish in 1u32..256,
    ) {
        // Extended justified representation for unit utilities: when a group that approves all of T could pay
        // for T with its share, one of its members has at least |T| approved projects bought (Peters,
        // Pierczyński & Skowron, theorem 3.2).
        let wish: Vec<usize> = (0..costs.len()).filter(|p| wish & (1 << p) != 0).collect();
        let group: Vec<&Vec<usize>> =
            ballots.iter().filter(|ballot| wish.iter().all(|p| ballot.contains(p))).collect();
        let cost: u64 = wish.iter().map(|p| costs[*p]).sum();
        if !wish.is_empty() && group.len() as u64 * budget >= cost * ballots.len() as u64 {
            let found = outcome(&costs, budget, &ballots, Utility::Count, Completion::None);
            let bought: Vec<usize> = found.bought.iter().map(|purchase| purchase.project).collect();
            let most = group
                .iter()
                .map(|ballot| ballot.iter().filter(|p| bought.contains(p)).count())
                .max()
                .unwrap_or(0);
            prop_assert!(most >= wish.len(), "{bought:?} for a group of {} wishing {wish:?}", group.len());
        }
    }

    #[test]
    fn who_voted_first_and_what_projects_are_called_makes_no_difference(
        (costs, budget, ballots) in instances(),
        turn in any::<prop::sample::Index>(),
    ) {
        let plain = outcome(&costs, budget, &ballots, Utility::Cost, Completion::Greedy);
        let backward: Vec<Vec<usize>> = ballots.iter().rev().cloned().collect();
        prop_assert_eq!(&plain, &outcome(&costs, budget, &backward, Utility::Cost, Completion::Greedy));
        let n = costs.len();
        let by = turn.index(n);
        let rename = |p: usize| (p + by) % n;
        let mut renamed_costs = vec![0; n];
        for (p, cost) in costs.iter().enumerate() {
            renamed_costs[rename(p)] = *cost;
        }
        let renamed: Vec<Vec<usize>> =
            ballots.iter().map(|ballot| ballot.iter().map(|p| rename(*p)).collect()).collect();
        let rule = TieRule::Order((0..n).map(rename).collect());
        let offer = Offer::new(renamed_costs, budget).unwrap();
        let other =
            equal_shares(&offer, &approvals(n, &renamed), Utility::Cost, Completion::Greedy, &rule).unwrap();
        prop_assert_eq!(plain.chosen().into_iter().map(rename).collect::<Vec<_>>(), other.chosen());
    }

    #[test]
    fn more_votes_never_hurt_a_project_taken_by_votes(
        (costs, budget, ballots) in instances(),
        which in any::<prop::sample::Index>(),
    ) {
        let offer = Offer::new(costs.clone(), budget).unwrap();
        let mut votes: Vec<i64> =
            approvals(costs.len(), &ballots).votes().iter().map(|votes| *votes as i64).collect();
        let before = greedy(&offer, &votes, &in_order(costs.len())).unwrap();
        let project = which.index(costs.len());
        votes[project] += 1;
        let after = greedy(&offer, &votes, &in_order(costs.len())).unwrap();
        prop_assert!(!before.contains(&project) || after.contains(&project));
    }

    #[test]
    fn approvals_kept_ballot_by_ballot_equal_a_recount(
        (costs, _, ballots) in instances(),
        leaving in 0usize..24,
    ) {
        let mut kept = approvals(costs.len(), &ballots);
        let leaving = leaving.min(ballots.len());
        for ballot in &ballots[..leaving] {
            kept.remove(ballot, 1).unwrap();
        }
        prop_assert_eq!(kept, approvals(costs.len(), &ballots[leaving..]));
    }

    #[test]
    fn points_kept_ballot_by_ballot_equal_a_recount(
        ballots in prop::collection::vec(prop::collection::btree_map(0usize..6, -4i32..=4, 0..6), 1..20),
    ) {
        let rule = PointsRule { price: Price::Quadratic, credits: 100, against: true };
        let ballots: Vec<Vec<(usize, i32)>> =
            ballots.into_iter().map(|ballot| ballot.into_iter().collect()).collect();
        let mut kept = PointsTally::new(6, rule).unwrap();
        for ballot in &ballots {
            kept.add(ballot).unwrap();
            prop_assert_eq!(
                rule.spent(ballot).unwrap(),
                ballot.iter().map(|(_, votes)| (votes * votes) as u64).sum::<u64>()
            );
        }
        let mut again = PointsTally::new(6, rule).unwrap();
        for ballot in ballots.iter().skip(1).rev() {
            again.add(ballot).unwrap();
        }
        kept.remove(&ballots[0]).unwrap();
        prop_assert_eq!(kept, again);
    }
}

#[test]
fn buying_votes_one_by_one_costs_what_they_cost_together() {
    for price in [Price::Linear, Price::Quadratic] {
        let together: u64 = (0..50).map(|votes| price.next(votes)).sum();
        assert_eq!(together, price.of(50));
        assert_eq!(price.affords(together), 50);
        assert_eq!(price.of(i32::MIN), price.of(-i32::MAX) + price.next(-i32::MAX));
    }
}

#[test]
fn money_beyond_bounds_and_unknown_projects_are_refused() {
    assert!(
        Offer::new([LARGEST_BUDGET + 1], 1).is_err()
            && Offer::new([1], u64::MAX).is_err()
            && Offer::new([0], 1).is_err()
    );
    let offer = Offer::new([LARGEST_BUDGET, LARGEST_BUDGET], LARGEST_BUDGET).unwrap();
    let mut ballots = Approvals::new(2).unwrap();
    assert!(
        ballots.add(&[2], 1).is_err() && ballots.add(&[0, 0], 1).is_err() && ballots.remove(&[0], 1).is_err()
    );
    ballots.add(&[0, 1], 3).unwrap();
    assert!(ballots.add(&[0], u64::MAX).is_err());
    let rule = in_order(2);
    let found = equal_shares(&offer, &ballots, Utility::Cost, Completion::Raise(u64::MAX), &rule).unwrap();
    assert_eq!(found.chosen(), [0]);
    assert!(
        equal_shares(&offer, &Approvals::new(3).unwrap(), Utility::Cost, Completion::None, &rule).is_err()
    );
    assert!(greedy(&offer, &[1], &rule).is_err());
    let empty = Offer::new([], 5).unwrap();
    assert_eq!(
        equal_shares(&empty, &Approvals::new(0).unwrap(), Utility::Count, Completion::Raise(1), &in_order(0))
            .unwrap()
            .spent,
        0
    );
    let nobody =
        equal_shares(&offer, &Approvals::new(2).unwrap(), Utility::Cost, Completion::Raise(1), &rule)
            .unwrap();
    assert_eq!(nobody.bought, []);
    let mut tally =
        PointsTally::new(1, PointsRule { price: Price::Quadratic, credits: u64::MAX, against: true })
            .unwrap();
    assert!(
        tally.add(&[(1, 1)]).is_err()
            && tally.add(&[(0, 1), (0, 1)]).is_err()
            && tally.remove(&[(0, 1)]).is_err()
    );
    tally.add(&[(0, i32::MIN)]).unwrap();
    assert!(tally.change(&[(0, i32::MIN)], &[(7, 1)]).is_err());
    assert_eq!((tally.votes(), tally.ballots()), (&[i64::from(i32::MIN)][..], 1));
}
