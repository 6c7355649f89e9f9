//! Opinion groups: who answers alike, what each group stands for, what all of them share. Needs the ballots, not only
//! their sums. No I/O.

use crate::{
    answer::{Answer, Stance},
    record::Ballot,
};
use ballot::{
    Invalid,
    opinion::{self, Cast, GroupRule, Landscape, Partition, Side, Tallies, Votes, find, representative},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How a group's people took a statement differently from the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StandsFor {
    /// The statement.
    pub item: u32,
    /// Whether they agree with it; otherwise they disagree.
    pub agree: bool,
    /// The smoothed share of the group that does.
    pub share: f64,
}

/// People who answer alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OpinionGroup {
    /// How many.
    pub people: u64,
    /// What tells them from the others, at most five statements.
    pub stands_for: Vec<StandsFor>,
}

/// People of one group who stand in the same place on the map of opinions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Spot {
    /// Their group, by its place among the groups.
    pub group: u32,
    /// How far from the middle along the axis on which people differ most, −24 to 24.
    pub x: i64,
    /// The same along the next axis, −15 to 15.
    pub y: i64,
    /// How many stand here.
    pub people: u64,
}

/// How far the map reaches from its middle.
const REACH: (i64, i64) = (24, 15);

/// What people have in common and what divides them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Opinions {
    /// The groups, the largest first; none where there are too few people to divide.
    pub groups: Vec<OpinionGroup>,
    /// For each statement, by its place: how far all groups share it, 0 to 1; the geometric mean of the smoothed shares
    /// in the groups.
    pub shared: Vec<f64>,
    /// Where people stand: the nearer, the more alike they answered. Those in no group are not on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub map: Vec<Spot>,
}

impl Opinions {
    /// For readers: what small groups stand for, and where, is not told.
    #[must_use]
    pub fn for_readers(mut self) -> Self {
        let small: Vec<bool> =
            self.groups.iter().map(|group| group.people < crate::count::SMALL_CELL).collect();
        let is_small = |group: usize| small.get(group).copied().unwrap_or(true);
        for (number, group) in self.groups.iter_mut().enumerate() {
            if is_small(number) {
                group.stands_for.clear();
            }
        }
        self.map.retain(|spot| !is_small(spot.group as usize));
        self
    }
}

/// The groups of a round about statements, from its ballots in any order. Formulas: [`ballot::opinion`].
///
/// # Errors
/// Statements that the round does not have.
pub fn opinions(items: u32, ballots: &[Ballot]) -> Result<Opinions, Invalid> {
    let gathered = Gathered::of(items, ballots)?;
    let (votes, items) = (&gathered.votes, gathered.items);
    let landscape = gathered.landscape()?;
    let Some(chosen) = gathered.divided(&landscape)? else {
        let everybody = vec![Some(0); gathered.tokens.len()];
        let shared = shared(votes, &everybody, 1, items)?;
        return Ok(Opinions { groups: Vec::new(), shared, map: Vec::new() });
    };
    let tallies = Tallies::count(votes, &chosen.of, chosen.groups)?;
    let group = |number: usize| OpinionGroup {
        people: chosen.of.iter().filter(|of| **of == Some(number)).count() as u64,
        stands_for: representative(&tallies, number).iter().map(stands_for).collect(),
    };
    Ok(Opinions {
        groups: (0..chosen.groups).map(group).collect(),
        shared: shared(votes, &chosen.of, chosen.groups, items)?,
        map: map(&landscape, &chosen),
    })
}

/// The landscape drawn as large as the map's reach allows, in both directions alike, group by group.
fn map(landscape: &Landscape, chosen: &Partition) -> Vec<Spot> {
    let grouped = || landscape.people.iter().zip(&chosen.of).filter_map(|(place, of)| Some((*place, (*of)?)));
    let furthest = |axis: usize| grouped().map(|(place, _)| place[axis].abs()).fold(0.0, f64::max);
    let scale = (REACH.0 as f64 / furthest(0)).min(REACH.1 as f64 / furthest(1));
    let scale = if scale.is_finite() { scale } else { 0.0 };
    let mut spots: BTreeMap<(usize, i64, i64), u64> = BTreeMap::new();
    for ([x, y], group) in grouped() {
        *spots.entry((group, (y * scale).round() as i64, (x * scale).round() as i64)).or_default() += 1;
    }
    let spot =
        |((group, y, x), people)| Spot { group: u32::try_from(group).unwrap_or(u32::MAX), x, y, people };
    spots.into_iter().map(spot).collect()
}

/// Which group each token is in, as [`opinions`] divides them; those who answered too little are in none. Nobody is asked
/// for this in a round that is held here, because it tells who answers like whom: it compares with figures from elsewhere.
///
/// # Errors
/// Those of [`opinions`].
pub fn groups(items: u32, ballots: &[Ballot]) -> Result<BTreeMap<i64, usize>, Invalid> {
    let gathered = Gathered::of(items, ballots)?;
    let divided = gathered.divided(&gathered.landscape()?)?.map_or_else(Vec::new, |chosen| chosen.of);
    Ok(gathered.tokens.into_iter().zip(divided).filter_map(|(token, of)| Some((token, of?))).collect())
}

/// The answers to statements, people numbered in the order of their answers.
struct Gathered {
    items: usize,
    tokens: Vec<i64>,
    votes: Votes,
}

impl Gathered {
    fn of(items: u32, ballots: &[Ballot]) -> Result<Self, Invalid> {
        let items = usize::try_from(items).map_err(|_| Invalid::TooLarge { what: "number of items" })?;
        let mut answers: BTreeMap<i64, BTreeMap<usize, opinion::Stance>> = BTreeMap::new();
        for ballot in ballots {
            let of_one = answers.entry(ballot.token).or_default();
            let Answer::Stance { item, stance } = &ballot.answer else { continue };
            let stance = match stance {
                Stance::Agree => opinion::Stance::Agree,
                Stance::Disagree => opinion::Stance::Disagree,
                Stance::Pass => opinion::Stance::Pass,
            };
            of_one.insert(usize::try_from(*item).unwrap_or(usize::MAX), stance);
        }
        // Where groups begin hangs on the order of people: the same answers give the same groups, whatever the tokens.
        let mut people: Vec<_> = answers.into_iter().collect();
        people.sort_by(|(_, one), (_, other)| one.cmp(other));
        let casts = people.iter().enumerate().flat_map(|(person, (_, answers))| {
            answers.iter().map(move |(&statement, &stance)| Cast { person, statement, stance, at: 0 })
        });
        let tokens: Vec<i64> = people.iter().map(|(token, _)| *token).collect();
        let votes = Votes::collect(tokens.len(), items, casts)?;
        Ok(Self { items, tokens, votes })
    }

    fn landscape(&self) -> Result<Landscape, Invalid> {
        Landscape::of(&self.votes, &vec![false; self.items])
    }

    fn divided(&self, landscape: &Landscape) -> Result<Option<Partition>, Invalid> {
        Ok(find(&self.votes, landscape, &GroupRule::default(), &[])?.chosen().cloned())
    }
}

fn stands_for(found: &opinion::Representative) -> StandsFor {
    let item = u32::try_from(found.statement).unwrap_or(u32::MAX);
    StandsFor { item, agree: found.side == Side::Agree, share: found.share }
}

fn shared(votes: &Votes, of: &[Option<usize>], groups: usize, items: usize) -> Result<Vec<f64>, Invalid> {
    let tallies = Tallies::count(votes, of, groups)?;
    Ok((0..items).map(|item| tallies.consensus(item).display).collect())
}

#[cfg(test)]
#[path = "opinions_tests.rs"]
mod tests;
