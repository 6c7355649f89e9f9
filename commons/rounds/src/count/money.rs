//! Items that cost money.

use super::{
    Frame, Way,
    standing::{Standing, blank, with_chosen},
};
use crate::{answer::Answer, rule::Method, tally::Tally};
use ballot::{
    Invalid,
    budget::{Approvals, Completion, Offer, Utility, equal_shares, greedy},
};

/// Votes are compared by the money they stand for in this many parts of a vote.
const PARTS: u128 = 1_000_000_000;

/// What the money buys by one of the ways; the figure is the number of votes. Where nobody wants a project it is not
/// bought, however much money is left.
pub(super) fn standing(way: Way, frame: &Frame<'_>, tally: &Tally) -> Result<Standing, Invalid> {
    let Method::Budget { limit, costs, .. } = &frame.rule.method else {
        return Err(Invalid::Contradiction("only a round about money buys anything"));
    };
    let whole = |money: &i64| u64::try_from(*money).unwrap_or(0);
    let offer = Offer::new(costs.iter().map(whole), whole(limit))?;
    let mut figures = blank(frame.items);
    for (figure, values) in figures.iter_mut().zip(tally.values(frame.items)) {
        figure.answers = values.get(&1).copied().unwrap_or(0);
        figure.value = figure.answers as f64;
    }
    let votes: Vec<u64> = figures.iter().map(|figure| figure.answers).collect();
    let (bought, level) = match way {
        Way::SharesByCost | Way::SharesByNumber => shares(way, frame, tally, &offer)?,
        _ => by_votes(way, frame, &offer, &votes)?,
    };
    let chosen = bought.into_iter().filter(|item| votes[*item] > 0).collect();
    with_chosen(frame, figures, chosen, level)
}

type Bought = (Vec<usize>, Vec<Vec<usize>>);

fn by_votes(way: Way, frame: &Frame<'_>, offer: &Offer, votes: &[u64]) -> Result<Bought, Invalid> {
    let score = |(votes, cost): (&u64, &u64)| {
        let score = match way {
            Way::GreedyByPrice => u128::from(*votes) * PARTS / u128::from(*cost).max(1),
            _ => u128::from(*votes),
        };
        i64::try_from(score).unwrap_or(i64::MAX)
    };
    let scores: Vec<i64> = votes.iter().zip(offer.costs()).map(score).collect();
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by_key(|item| (std::cmp::Reverse(scores[*item]), *item));
    let level = order.chunk_by(|a, b| scores[*a] == scores[*b]).map(<[usize]>::to_vec).collect();
    Ok((greedy(offer, &scores, frame.ties)?, level))
}

fn shares(way: Way, frame: &Frame<'_>, tally: &Tally, offer: &Offer) -> Result<Bought, Invalid> {
    let items = u32::try_from(frame.items).map_err(|_| Invalid::TooLarge { what: "number of items" })?;
    let mut ballots = Approvals::new(frame.items)?;
    for (answer, count) in tally.wholes(&frame.rule.method, items)? {
        if let Answer::Approvals { items } = answer {
            let approved: Vec<usize> =
                items.iter().map(|item| usize::try_from(*item).unwrap_or(usize::MAX)).collect();
            ballots.add(&approved, count)?;
        }
    }
    if ballots.voters() == 0 {
        return Ok((Vec::new(), Vec::new()));
    }
    let utility = if way == Way::SharesByCost { Utility::Cost } else { Utility::Count };
    let outcome = equal_shares(offer, &ballots, utility, Completion::Greedy, frame.ties)?;
    let level = outcome.bought.iter().map(|purchase| purchase.among.clone()).collect();
    Ok((outcome.chosen(), level))
}
