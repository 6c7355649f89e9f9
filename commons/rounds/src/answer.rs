//! What one elector says, and the cells it is counted in. No I/O.

use crate::{
    rule::{Method, RankedCount},
    tally::Cell,
};
use act::Refusal;
use ballot::points::{PointsRule, Price};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};
use utoipa::ToSchema;

/// One answer of an elector. Items are named by their place in the round, from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Answer {
    /// For or against an item.
    Vote {
        /// The item.
        item: u32,
        /// Whether for it.
        up: bool,
    },
    /// Stars for an item.
    Stars {
        /// The item.
        item: u32,
        /// How many, from 1.
        stars: u8,
    },
    /// Which of two is better.
    Pair {
        /// One of them.
        one: u32,
        /// The other.
        other: u32,
        /// The better one; nothing when neither is.
        better: Option<u32>,
    },
    /// Which of a few is best and which is worst.
    Set {
        /// The items that were shown.
        shown: Vec<u32>,
        /// The best of them.
        best: u32,
        /// The worst of them.
        worst: u32,
    },
    /// Items in order.
    Ranking {
        /// Best first; equals together. Whoever is not named stands below all who are.
        tiers: Vec<Vec<u32>>,
    },
    /// Items that are worth their money.
    Approvals {
        /// Which.
        items: Vec<u32>,
    },
    /// Points or credits spread over items.
    Points {
        /// Votes for items that got any.
        votes: Vec<Votes>,
    },
    /// What somebody thinks of a statement.
    Stance {
        /// The statement.
        item: u32,
        /// What they think of it.
        stance: Stance,
    },
}

/// Votes for an item, below zero against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Votes {
    /// The item.
    pub item: u32,
    /// How many.
    pub votes: i32,
}

/// What somebody thinks of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// For it.
    Agree,
    /// Against it.
    Disagree,
    /// Neither, but seen.
    Pass,
}

impl Stance {
    /// 1, −1 or 0.
    pub const fn sign(self) -> i32 {
        match self {
            Self::Agree => 1,
            Self::Disagree => -1,
            Self::Pass => 0,
        }
    }
}

/// Which of an elector's answers it is: each may be given once and changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// The whole ballot.
    Whole,
    /// About one item.
    Item(u32),
    /// About two, the lower first.
    Pair(u32, u32),
    /// About a set, ascending.
    Set(Vec<u32>),
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("whole"),
            Self::Item(item) => write!(f, "{item}"),
            Self::Pair(one, other) => write!(f, "{one}-{other}"),
            Self::Set(shown) => f.write_str(&dashed(shown)),
        }
    }
}

fn dashed(items: &[u32]) -> String {
    items.iter().map(u32::to_string).collect::<Vec<_>>().join("-")
}

impl FromStr for Slot {
    type Err = Unfit;
    fn from_str(text: &str) -> Result<Self, Unfit> {
        if text == "whole" {
            return Ok(Self::Whole);
        }
        let items: Option<Vec<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
        let items = items.ok_or(Unfit::Slot)?;
        let slot = match items.as_slice() {
            [item] => Self::Item(*item),
            [one, other] if one < other => Self::Pair(*one, *other),
            [_, _, ..] if items.is_sorted_by(|a, b| a < b) && items.len() > 2 => Self::Set(items.clone()),
            _ => return Err(Unfit::Slot),
        };
        // One text for each slot: no plus signs, no leading zeros.
        if slot.to_string() == text { Ok(slot) } else { Err(Unfit::Slot) }
    }
}

impl Slot {
    /// The items it is about; none named for a whole ballot, which is about all.
    pub fn items(&self) -> Vec<u32> {
        match self {
            Self::Whole => Vec::new(),
            Self::Item(item) => vec![*item],
            Self::Pair(one, other) => vec![*one, *other],
            Self::Set(shown) => shown.clone(),
        }
    }
}

/// Why an answer is none to this round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It answers another kind of question.
    #[error("this answers another kind of question")]
    Kind,
    /// It names an item that the round does not have.
    #[error("it names an item that the round does not have")]
    Item,
    /// It names an item twice.
    #[error("it names an item twice")]
    Twice,
    /// It says nothing.
    #[error("it says nothing")]
    Empty,
    /// More or fewer stars than the scale has.
    #[error("the scale has no such number of stars")]
    Stars,
    /// The better, best or worst one was not among those shown.
    #[error("what was chosen was not among those shown")]
    Choice,
    /// A set of another size.
    #[error("the set has another size")]
    Size,
    /// It spends more than there is.
    #[error("it spends more than there is")]
    Overspent,
    /// It votes against an item where only votes for items are taken.
    #[error("it votes against an item where there are only votes for items")]
    Against,
    /// The slot is not written as slots are.
    #[error("the slot is not written as slots are")]
    Slot,
}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Self {
        let key = match unfit {
            Unfit::Kind => "rounds-answer-kind",
            Unfit::Item => "rounds-answer-item",
            Unfit::Twice => "rounds-answer-twice",
            Unfit::Empty => "rounds-answer-empty",
            Unfit::Stars => "rounds-answer-stars",
            Unfit::Choice => "rounds-answer-choice",
            Unfit::Size => "rounds-answer-size",
            Unfit::Overspent => "rounds-answer-overspent",
            Unfit::Against => "rounds-answer-against",
            Unfit::Slot => "rounds-answer-slot",
        };
        Self::field("answer", key)
    }
}

impl Answer {
    /// The answer in the one form in which it is kept: items ascending where their order says nothing, votes of zero
    /// left out. `items` is how many the round has.
    ///
    /// # Errors
    /// Why it is no answer to a round of this method.
    pub fn settled(self, method: &Method, items: u32) -> Result<Self, Unfit> {
        let known = |item: u32| if item < items { Ok(item) } else { Err(Unfit::Item) };
        match (self, method) {
            (Self::Vote { item, up }, Method::UpDown) => Ok(Self::Vote { item: known(item)?, up }),
            (Self::Stars { item, stars }, Method::Stars { levels }) => {
                let given = (1..=*levels).contains(&stars);
                if given { Ok(Self::Stars { item: known(item)?, stars }) } else { Err(Unfit::Stars) }
            }
            (Self::Pair { one, other, better }, Method::Pairwise) => {
                let (lower, upper) = (known(one)?.min(other), known(other)?.max(one));
                if lower == upper {
                    return Err(Unfit::Twice);
                }
                let chosen = better.is_none_or(|better| better == lower || better == upper);
                if chosen { Ok(Self::Pair { one: lower, other: upper, better }) } else { Err(Unfit::Choice) }
            }
            (Self::Set { shown, best, worst }, Method::MaxDiff { set }) => {
                let shown = ascending(shown, items)?;
                if shown.len() != usize::from(*set) {
                    return Err(Unfit::Size);
                }
                let chosen = best != worst && shown.contains(&best) && shown.contains(&worst);
                if chosen { Ok(Self::Set { shown, best, worst }) } else { Err(Unfit::Choice) }
            }
            (Self::Ranking { tiers }, Method::Ranked { .. }) => ranking(tiers, items),
            (Self::Approvals { items: approved }, Method::Budget { .. }) => {
                Ok(Self::Approvals { items: filled(ascending(approved, items)?)? })
            }
            (Self::Points { votes }, Method::Quadratic { credits }) => {
                let rule =
                    PointsRule { price: Price::Quadratic, credits: u64::from(*credits), against: true };
                points(votes, items, &rule)
            }
            (Self::Points { votes }, Method::Cumulative { points: most }) => {
                let rule = PointsRule { price: Price::Linear, credits: u64::from(*most), against: false };
                points(votes, items, &rule)
            }
            (Self::Stance { item, stance }, Method::Opinions) => {
                Ok(Self::Stance { item: known(item)?, stance })
            }
            _ => Err(Unfit::Kind),
        }
    }

    /// Which of an elector's answers this is. Of a settled answer.
    pub fn slot(&self) -> Slot {
        match self {
            Self::Vote { item, .. } | Self::Stars { item, .. } | Self::Stance { item, .. } => {
                Slot::Item(*item)
            }
            Self::Pair { one, other, .. } => Slot::Pair(*one, *other),
            Self::Set { shown, .. } => Slot::Set(shown.clone()),
            Self::Ranking { .. } | Self::Approvals { .. } | Self::Points { .. } => Slot::Whole,
        }
    }

    /// The cells that this answer adds one to: the result is a function of the sums of cells, so that a changed answer
    /// is the difference of its cells. Of a settled answer.
    pub fn cells(&self, method: &Method, items: u32) -> Vec<Cell> {
        match self {
            Self::Vote { item, up } => vec![Cell::Value { item: *item, value: if *up { 1 } else { -1 } }],
            Self::Stars { item, stars } => vec![Cell::Value { item: *item, value: i32::from(*stars) }],
            Self::Stance { item, stance } => vec![Cell::Value { item: *item, value: stance.sign() }],
            Self::Pair { one, other, better } => vec![match better {
                Some(better) if better == one => Cell::Over { better: *one, worse: *other },
                Some(_) => Cell::Over { better: *other, worse: *one },
                None => Cell::Even { one: *one, other: *other },
            }],
            Self::Points { votes } => {
                votes.iter().map(|vote| Cell::Value { item: vote.item, value: vote.votes }).collect()
            }
            Self::Set { .. } => vec![Cell::Whole(self.whole())],
            Self::Approvals { items } => {
                let each = items.iter().map(|item| Cell::Value { item: *item, value: 1 });
                each.chain([Cell::Whole(self.whole())]).collect()
            }
            Self::Ranking { tiers } => {
                let mut cells = vec![Cell::Whole(self.whole())];
                if let Method::Ranked { count: RankedCount::Schulze } = method {
                    cells.extend(preferences(tiers, items));
                }
                cells
            }
        }
    }

    /// What equal answers have in common: the text of their cell, which [`Answer::of_whole`] reads.
    fn whole(&self) -> String {
        match self {
            Self::Set { shown, best, worst } => format!("{}:{best}:{worst}", dashed(shown)),
            Self::Approvals { items } => dashed(items),
            Self::Ranking { tiers } => {
                let tier = |tier: &Vec<u32>| tier.iter().map(u32::to_string).collect::<Vec<_>>().join("=");
                tiers.iter().map(tier).collect::<Vec<_>>().join(">")
            }
            _ => String::new(),
        }
    }

    /// The answer that equal answers were counted under.
    ///
    /// # Errors
    /// A text that no answer to this method has.
    pub fn of_whole(text: &str, method: &Method, items: u32) -> Result<Self, Unfit> {
        let list = |text: &str, by: char| -> Result<Vec<u32>, Unfit> {
            text.split(by).map(|part| part.parse().map_err(|_| Unfit::Slot)).collect()
        };
        let answer = match method {
            Method::MaxDiff { .. } => {
                let mut parts = text.split(':');
                let mut next = || parts.next().ok_or(Unfit::Slot);
                let shown = list(next()?, '-')?;
                let one = |text: &str| text.parse().map_err(|_| Unfit::Slot);
                Self::Set { shown, best: one(next()?)?, worst: one(next()?)? }
            }
            Method::Budget { .. } => Self::Approvals { items: list(text, '-')? },
            Method::Ranked { .. } => {
                let tiers: Result<Vec<_>, _> = text.split('>').map(|tier| list(tier, '=')).collect();
                Self::Ranking { tiers: tiers? }
            }
            _ => return Err(Unfit::Kind),
        };
        answer.settled(method, items)
    }

    /// The items that this answer evaluates; a whole ballot evaluates all.
    pub fn covers(&self, items: u32) -> Vec<u32> {
        match self.slot() {
            Slot::Whole => (0..items).collect(),
            slot => slot.items(),
        }
    }

    /// What of it can be compared with what others did, to see whether votes are in step: things voted on by number, and
    /// whether for them. For pairs each pair is a thing, and the lower item winning is for it.
    pub fn acts(&self, method: &Method, items: u32) -> Vec<(usize, bool)> {
        let at = |item: u32| usize::try_from(item).unwrap_or(usize::MAX);
        match self {
            Self::Vote { item, up } => vec![(at(*item), *up)],
            Self::Stars { item, stars } => {
                let levels = if let Method::Stars { levels } = method { *levels } else { 5 };
                vec![(at(*item), u16::from(*stars) * 2 > u16::from(levels) + 1)]
            }
            Self::Stance { item, stance } if *stance != Stance::Pass => {
                vec![(at(*item), *stance == Stance::Agree)]
            }
            Self::Pair { one, other, better: Some(better) } => {
                vec![(at(*one).saturating_mul(at(items)).saturating_add(at(*other)), better == one)]
            }
            Self::Stance { .. } | Self::Pair { .. } => Vec::new(),
            Self::Set { best, worst, .. } => vec![(at(*best), true), (at(*worst), false)],
            Self::Ranking { tiers } => tiers.iter().take(3).flatten().map(|item| (at(*item), true)).collect(),
            Self::Approvals { items } => items.iter().map(|item| (at(*item), true)).collect(),
            Self::Points { votes } => votes.iter().map(|vote| (at(vote.item), vote.votes > 0)).collect(),
        }
    }

    /// The items this answer supports: those it is for.
    pub fn supports(&self, method: &Method, items: u32) -> Vec<u32> {
        match self {
            Self::Pair { better, .. } => better.iter().copied().collect(),
            Self::Ranking { tiers } => tiers.first().cloned().unwrap_or_default(),
            _ => {
                let acts = self.acts(method, items);
                acts.into_iter()
                    .filter(|(_, up)| *up)
                    .filter_map(|(item, _)| u32::try_from(item).ok())
                    .collect()
            }
        }
    }
}

/// Items ascending; each known and named once.
fn ascending(mut named: Vec<u32>, items: u32) -> Result<Vec<u32>, Unfit> {
    named.sort_unstable();
    if named.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Unfit::Twice);
    }
    if named.last().is_some_and(|last| *last >= items) { Err(Unfit::Item) } else { Ok(named) }
}

fn filled(items: Vec<u32>) -> Result<Vec<u32>, Unfit> {
    if items.is_empty() { Err(Unfit::Empty) } else { Ok(items) }
}

fn ranking(tiers: Vec<Vec<u32>>, items: u32) -> Result<Answer, Unfit> {
    let named: Vec<u32> = tiers.iter().flatten().copied().collect();
    filled(ascending(named, items)?)?;
    let tiers: Result<Vec<_>, _> =
        tiers.into_iter().filter(|tier| !tier.is_empty()).map(|tier| ascending(tier, items)).collect();
    Ok(Answer::Ranking { tiers: tiers? })
}

fn points(votes: Vec<Votes>, items: u32, rule: &PointsRule) -> Result<Answer, Unfit> {
    ascending(votes.iter().map(|vote| vote.item).collect(), items)?;
    let mut votes: Vec<Votes> = votes.into_iter().filter(|vote| vote.votes != 0).collect();
    votes.sort_unstable_by_key(|vote| vote.item);
    if votes.is_empty() {
        return Err(Unfit::Empty);
    }
    if !rule.against && votes.iter().any(|vote| vote.votes < 0) {
        return Err(Unfit::Against);
    }
    let ballot: Vec<(usize, i32)> =
        votes.iter().map(|vote| (usize::try_from(vote.item).unwrap_or(usize::MAX), vote.votes)).collect();
    rule.spent(&ballot).map_err(|_| Unfit::Overspent)?;
    Ok(Answer::Points { votes })
}

/// Every pair of which one is preferred, whoever is not listed standing below.
fn preferences(tiers: &[Vec<u32>], items: u32) -> Vec<Cell> {
    let mut below: BTreeSet<u32> = (0..items).collect();
    let mut cells = Vec::new();
    for tier in tiers {
        tier.iter().for_each(|item| {
            below.remove(item);
        });
        for better in tier {
            cells.extend(below.iter().map(|worse| Cell::Over { better: *better, worse: *worse }));
        }
    }
    cells
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
