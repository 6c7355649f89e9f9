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

/// What people have in common and what divides them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Opinions {
    /// The groups, the largest first; none where there are too few people to divide.
    pub groups: Vec<OpinionGroup>,
    /// For each statement, by its place: how far all groups share it, 0 to 1; the geometric mean of the smoothed shares
    /// in the groups.
    pub shared: Vec<f64>,
}

impl Opinions {
    /// For readers: what small groups stand for is not told.
    #[must_use]
    pub fn for_readers(mut self) -> Self {
        for group in self.groups.iter_mut().filter(|group| group.people < crate::count::SMALL_CELL) {
            group.stands_for.clear();
        }
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
    let Some(chosen) = gathered.divided()? else {
        let everybody = vec![Some(0); gathered.tokens.len()];
        return Ok(Opinions { groups: Vec::new(), shared: shared(votes, &everybody, 1, items)? });
    };
    let tallies = Tallies::count(votes, &chosen.of, chosen.groups)?;
    let group = |number: usize| OpinionGroup {
        people: chosen.of.iter().filter(|of| **of == Some(number)).count() as u64,
        stands_for: representative(&tallies, number).iter().map(stands_for).collect(),
    };
    Ok(Opinions {
        groups: (0..chosen.groups).map(group).collect(),
        shared: shared(votes, &chosen.of, chosen.groups, items)?,
    })
}

/// Which group each token is in, as [`opinions`] divides them; those who answered too little are in none. Nobody is asked
/// for this in a round that is held here, because it tells who answers like whom: it compares with figures from elsewhere.
///
/// # Errors
/// Those of [`opinions`].
pub fn groups(items: u32, ballots: &[Ballot]) -> Result<BTreeMap<i64, usize>, Invalid> {
    let gathered = Gathered::of(items, ballots)?;
    let divided = gathered.divided()?.map_or_else(Vec::new, |chosen| chosen.of);
    Ok(gathered.tokens.into_iter().zip(divided).filter_map(|(token, of)| Some((token, of?))).collect())
}

/// The answers to statements, people numbered by their tokens.
struct Gathered {
    items: usize,
    tokens: Vec<i64>,
    votes: Votes,
}

impl Gathered {
    fn of(items: u32, ballots: &[Ballot]) -> Result<Self, Invalid> {
        let items = usize::try_from(items).map_err(|_| Invalid::TooLarge { what: "number of items" })?;
        let mut tokens: Vec<i64> = ballots.iter().map(|ballot| ballot.token).collect();
        tokens.sort_unstable();
        tokens.dedup();
        let casts = ballots.iter().filter_map(|ballot| {
            let Answer::Stance { item, stance } = &ballot.answer else { return None };
            let stance = match stance {
                Stance::Agree => opinion::Stance::Agree,
                Stance::Disagree => opinion::Stance::Disagree,
                Stance::Pass => opinion::Stance::Pass,
            };
            let person = tokens.binary_search(&ballot.token).ok()?;
            Some(Cast { person, statement: usize::try_from(*item).unwrap_or(usize::MAX), stance, at: 0 })
        });
        let votes = Votes::collect(tokens.len(), items, casts)?;
        Ok(Self { items, tokens, votes })
    }

    fn divided(&self) -> Result<Option<Partition>, Invalid> {
        let landscape = Landscape::of(&self.votes, &vec![false; self.items])?;
        Ok(find(&self.votes, &landscape, &GroupRule::default(), &[])?.chosen().cloned())
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
