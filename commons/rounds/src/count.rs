//! From sums to a result: who wins, by what figures, how sure that is, and what other ways would say. No I/O.

mod money;
mod orders;
mod pairs;
mod sets;
mod standing;
mod values;
mod way;

pub use way::Way;

use crate::{
    rule::{Combine, Method, Rule, WHOLE},
    tally::{Tallies, Tally},
};
use ballot::{Invalid, chance::Seed, ties::TieRule};
use serde::{Deserialize, Serialize};
use standing::{Standing, sorted, standing};
use utoipa::ToSchema;

/// Voters that a stratum needs before others see its figures.
pub const SMALL_CELL: u64 = 5;

/// The result of a count. Items are named by their place in the round, from 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Outcome {
    /// How it was counted.
    pub way: Way,
    /// People whose ballots were counted.
    pub voters: u64,
    /// Who won, in order.
    pub chosen: Vec<u32>,
    /// The best of those who did not.
    pub runner_up: Option<u32>,
    /// Every item, best first.
    pub order: Vec<u32>,
    /// The figures of each item, by item.
    pub figures: Vec<Figure>,
    /// Items with one and the same figure of which at least one won: the tie rule put them in order.
    pub ties: Vec<Vec<u32>>,
    /// The items that reached the bar in every stratum, where the rule asks for that.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub passing: Option<Vec<u32>>,
    /// What the chosen items cost together, in minor units, where money is given out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub spent: Option<i64>,
    /// The strata side by side; none when there is one.
    pub strata: Vec<Side>,
}

/// What was counted for an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Figure {
    /// The item.
    pub item: u32,
    /// What items are ordered by; in the unit of the way.
    pub value: f64,
    /// The lower end of what the ballots support, at 95 percent, where the way has one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub low: Option<f64>,
    /// The upper end.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub high: Option<f64>,
    /// Answers about this item.
    pub answers: u64,
    /// How often each value was given, from the lowest: against and for; one star to the most; disagree, pass, agree;
    /// lost, drawn, won; worst, neither, best.
    pub spread: Vec<u64>,
}

/// A stratum by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Side {
    /// The stratum's place in the rule.
    pub stratum: u32,
    /// Its people whose ballots were counted; not told where figures are suppressed.
    pub voters: Option<u64>,
    /// Every item, best first, by this stratum alone; empty where suppressed.
    pub order: Vec<u32>,
    /// The figures of each item in this stratum; empty where suppressed.
    pub figures: Vec<Figure>,
}

impl Outcome {
    /// The outcome for readers: of strata with fewer than [`SMALL_CELL`] voters nothing is told, and where that is one
    /// alone nothing of the next smallest either, because the rest would tell. Counts are not touched by this.
    #[must_use]
    pub fn for_readers(mut self) -> Self {
        let mut sizes: Vec<(u64, usize)> =
            self.strata.iter().enumerate().map(|(place, side)| (side.voters.unwrap_or(0), place)).collect();
        sizes.sort_unstable();
        let small = sizes.iter().filter(|(voters, _)| *voters < SMALL_CELL).count();
        let hidden = if small == 1 { 2 } else { small };
        for (_, place) in sizes.into_iter().take(hidden) {
            if let Some(side) = self.strata.get_mut(place) {
                *side = Side { stratum: side.stratum, voters: None, order: Vec::new(), figures: Vec::new() };
            }
        }
        self
    }
}

/// What a count needs to know beside the sums.
#[derive(Debug, Clone, Copy)]
struct Frame<'a> {
    rule: &'a Rule,
    items: usize,
    ties: &'a TieRule,
}

/// Counts by the round's own way. Without the seed, lots are not drawn yet and equals stand in the order of the items.
///
/// # Errors
/// Sums that no ballots of this rule have, which only a made-up record holds.
pub fn count(rule: &Rule, items: u32, tallies: &Tallies, seed: Option<&Seed>) -> Result<Outcome, Invalid> {
    count_by(Way::of(&rule.method), rule, items, tallies, seed)
}

/// The same ballots under three other ways, strata combined as the rule says.
///
/// # Errors
/// Those of [`count`].
pub fn alternatives(
    rule: &Rule,
    items: u32,
    tallies: &Tallies,
    seed: Option<&Seed>,
) -> Result<Vec<Outcome>, Invalid> {
    Way::others(&rule.method).into_iter().map(|way| count_by(way, rule, items, tallies, seed)).collect()
}

fn count_by(
    way: Way,
    rule: &Rule,
    items: u32,
    tallies: &Tallies,
    seed: Option<&Seed>,
) -> Result<Outcome, Invalid> {
    let items = usize::try_from(items).map_err(|_| Invalid::TooLarge { what: "number of items" })?;
    let ties = rule.tie_rule(items, seed);
    let frame = Frame { rule, items, ties: &ties };
    let strata: Vec<&Tally> = tallies.0.iter().collect();
    let mut whole = standing(way, &frame, &strata, rule.wins())?;
    let mut sides = Vec::new();
    if strata.len() > 1 {
        for (stratum, tally) in strata.iter().enumerate() {
            let places = if let Combine::Seats { seats } = &rule.combine {
                usize::try_from(seats.get(stratum).copied().unwrap_or(0)).unwrap_or(0).min(items)
            } else {
                rule.wins()
            };
            sides.push(standing(way, &frame, &[*tally], places)?);
        }
    }
    let mut passing = None;
    match &rule.combine {
        Combine::Seats { seats } if !sides.is_empty() => seat(&mut whole, &sides, seats),
        Combine::Weights { weights } if !sides.is_empty() => {
            whole = weigh(way, &frame, &sides, &strata, weights)?;
        }
        Combine::EachMustPass { share } => {
            let reached = reaching(rule, items, &strata, *share);
            whole.chosen.clear();
            let winners = whole.order.iter().copied().filter(|item| reached.contains(item));
            whole.chosen = winners.take(rule.wins()).collect();
            passing = Some(numbers(&reached));
        }
        _ => {}
    }
    Ok(told(way, &frame, whole, sides, &strata, passing))
}

/// Each stratum fills its places with the best by its own count that are not taken yet.
fn seat(whole: &mut Standing, sides: &[Standing], seats: &[u32]) {
    whole.chosen.clear();
    for (side, seats) in sides.iter().zip(seats) {
        let wanted = side.chosen.iter().chain(side.order.iter().filter(|item| !side.chosen.contains(item)));
        let free: Vec<usize> = wanted
            .copied()
            .filter(|item| side.figures[*item].answers > 0 && !whole.chosen.contains(item))
            .take(usize::try_from(*seats).unwrap_or(0))
            .collect();
        whole.chosen.extend(free);
    }
}

/// The weighted average of the figures of the strata; a sum is taken for each voter of its stratum first. A stratum in
/// which nobody voted counts with nothing.
fn weigh(
    way: Way,
    frame: &Frame<'_>,
    sides: &[Standing],
    strata: &[&Tally],
    weights: &[u32],
) -> Result<Standing, Invalid> {
    let mut figures = standing::blank(frame.items);
    for ((side, tally), weight) in sides.iter().zip(strata).zip(weights) {
        let voters = tally.voters();
        if voters == 0 {
            continue;
        }
        let by = if way.sums() { voters as f64 } else { 1.0 };
        let weight = f64::from(*weight) / f64::from(WHOLE);
        for (all, own) in figures.iter_mut().zip(&side.figures) {
            all.value += weight * (own.value / by);
            all.answers += own.answers;
            standing::add_spread(&mut all.spread, &own.spread);
        }
    }
    sorted(frame, figures, frame.rule.wins())
}

/// The items whose share reaches the bar in every stratum, in whole numbers.
fn reaching(rule: &Rule, items: usize, strata: &[&Tally], bar: u32) -> Vec<usize> {
    let mut reaching = vec![true; items];
    for tally in strata {
        for (reaches, values) in reaching.iter_mut().zip(tally.values(items)) {
            let (mut got, mut most) = (0_u128, 0_u128);
            for (value, count) in values {
                let (worth, best) = match rule.method {
                    Method::Stars { levels } => (value.saturating_sub(1).max(0), i32::from(levels) - 1),
                    _ => (value.max(0), 1),
                };
                got += u128::from(worth.unsigned_abs()) * u128::from(count);
                most += u128::from(best.unsigned_abs()) * u128::from(count);
            }
            *reaches &= most > 0 && got * u128::from(WHOLE) >= most * u128::from(bar);
        }
    }
    (0..items).filter(|item| reaching[*item]).collect()
}

fn numbers(items: &[usize]) -> Vec<u32> {
    items.iter().filter_map(|item| u32::try_from(*item).ok()).collect()
}

fn told(
    way: Way,
    frame: &Frame<'_>,
    whole: Standing,
    sides: Vec<Standing>,
    strata: &[&Tally],
    passing: Option<Vec<u32>>,
) -> Outcome {
    let rest: Vec<usize> = whole.order.iter().copied().filter(|item| !whole.chosen.contains(item)).collect();
    let tied = |group: &&Vec<usize>| group.len() > 1 && group.iter().any(|item| whole.chosen.contains(item));
    let spent = if let Method::Budget { costs, .. } = &frame.rule.method {
        Some(whole.chosen.iter().filter_map(|item| costs.get(*item)).sum())
    } else {
        None
    };
    let side = |(stratum, (side, tally)): (usize, (Standing, &&Tally))| Side {
        stratum: u32::try_from(stratum).unwrap_or(u32::MAX),
        voters: Some(tally.voters()),
        order: numbers(&side.order),
        figures: side.figures,
    };
    Outcome {
        way,
        voters: strata.iter().map(|tally| tally.voters()).sum(),
        runner_up: rest.first().and_then(|item| u32::try_from(*item).ok()),
        order: numbers(&[whole.chosen.clone(), rest].concat()),
        ties: whole.level.iter().filter(tied).map(|group| numbers(group)).collect(),
        chosen: numbers(&whole.chosen),
        figures: whole.figures,
        passing,
        spent,
        strata: sides.into_iter().zip(strata).enumerate().map(side).collect(),
    }
}

#[cfg(test)]
mod tests;
