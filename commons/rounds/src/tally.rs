//! Sums of answers, kept by difference: a result reads these and never the ballots. No I/O.

use crate::{answer::Answer, rule::Method};
use ballot::Invalid;
use std::collections::BTreeMap;

/// One thing that is counted. Every answer adds one to each of its cells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cell {
    /// People with at least one answer.
    Voters,
    /// An item was given this value: a vote, a number of stars, points, a stance.
    Value {
        /// The item.
        item: u32,
        /// The value.
        value: i32,
    },
    /// One item was preferred to another.
    Over {
        /// The preferred one.
        better: u32,
        /// The other.
        worse: u32,
    },
    /// Neither of two was better.
    Even {
        /// The lower one.
        one: u32,
        /// The other.
        other: u32,
    },
    /// A whole answer, equal ones counted together; see [`Answer::of_whole`].
    Whole(String),
}

/// Half of the values that fit beside an item in one number.
const HALF: i64 = 1 << 19;

impl Cell {
    /// The cell as its row has it: a letter, then a number or the answer. The letter says what kind it is, so that a
    /// live result reads only the kinds it needs.
    pub fn text(&self) -> String {
        match (self.number(), self) {
            (Some((letter, number)), _) => format!("{letter}{number}"),
            (None, Self::Whole(answer)) => format!("w{answer}"),
            (None, _) => "n".to_owned(),
        }
    }

    /// Cells that are numbers, so that many of one kind go into one statement.
    pub fn number(&self) -> Option<(char, i64)> {
        let pair = |upper: &u32, lower: &u32| i64::from(*upper) << 31 | i64::from(*lower);
        match self {
            Self::Value { item, value } => {
                let value = i64::from(*value).clamp(-HALF, HALF - 1);
                Some(('v', i64::from(*item) * 2 * HALF + value + HALF))
            }
            Self::Over { better, worse } => Some(('o', pair(better, worse))),
            Self::Even { one, other } => Some(('e', pair(one, other))),
            Self::Voters | Self::Whole(_) => None,
        }
    }

    /// Reads what [`Cell::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "n" {
            return Some(Self::Voters);
        }
        let (letter, rest) = text.split_at_checked(1)?;
        if letter == "w" {
            return Some(Self::Whole(rest.to_owned()));
        }
        let number: i64 = rest.parse().ok().filter(|number| *number >= 0)?;
        let pair = || Some((u32::try_from(number >> 31).ok()?, u32::try_from(number & 0x7fff_ffff).ok()?));
        match letter {
            "v" => Some(Self::Value {
                item: u32::try_from(number / (2 * HALF)).ok()?,
                value: i32::try_from(number % (2 * HALF) - HALF).ok()?,
            }),
            "o" => pair().map(|(better, worse)| Self::Over { better, worse }),
            "e" => pair().map(|(one, other)| Self::Even { one, other }),
            _ => None,
        }
    }
}

/// Sums of one stratum. Cells whose sum is zero are not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Cell, i64>);

impl Tally {
    /// Adds to a cell; a negative number takes away.
    pub fn add(&mut self, cell: Cell, count: i64) {
        let sum = self.0.entry(cell.clone()).or_default();
        *sum = sum.saturating_add(count);
        if *sum == 0 {
            self.0.remove(&cell);
        }
    }

    /// The sum of a cell.
    pub fn of(&self, cell: &Cell) -> i64 {
        self.0.get(cell).copied().unwrap_or(0)
    }

    /// People with at least one answer.
    pub fn voters(&self) -> u64 {
        u64::try_from(self.of(&Cell::Voters)).unwrap_or(0)
    }

    /// Every cell with its sum, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = (&Cell, i64)> {
        self.0.iter().map(|(cell, sum)| (cell, *sum))
    }

    /// The values given to each item, with how often each was given.
    pub fn values(&self, items: usize) -> Vec<BTreeMap<i32, u64>> {
        let mut values = vec![BTreeMap::new(); items];
        for (cell, sum) in &self.0 {
            if let Cell::Value { item, value } = cell
                && let Some(of) = usize::try_from(*item).ok().and_then(|item| values.get_mut(item))
            {
                of.insert(*value, u64::try_from(*sum).unwrap_or(0));
            }
        }
        values
    }

    /// The different whole answers, with how often each was given.
    ///
    /// # Errors
    /// A cell that is no answer to this method, which only a made-up record has.
    pub fn wholes(&self, method: &Method, items: u32) -> Result<Vec<(Answer, u64)>, Invalid> {
        let mut answers = Vec::new();
        for (cell, sum) in &self.0 {
            if let Cell::Whole(text) = cell {
                let odd = |_| Invalid::Contradiction("a tally counts what is no answer to this round");
                let answer = Answer::of_whole(text, method, items).map_err(odd)?;
                answers.push((answer, u64::try_from(*sum).unwrap_or(0)));
            }
        }
        Ok(answers)
    }
}

impl Tally {
    /// Several strata as one.
    pub fn sum(strata: &[&Self]) -> Self {
        let mut all = Self::default();
        for (cell, sum) in strata.iter().flat_map(|tally| tally.iter()) {
            all.add(cell.clone(), sum);
        }
        all
    }
}

/// Sums by stratum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies(pub Vec<Tally>);

impl Tallies {
    /// Nothing counted yet in any of so many strata.
    pub fn new(strata: usize) -> Self {
        Self(vec![Tally::default(); strata])
    }

    /// Adds to a cell of a stratum; an unknown stratum is left alone.
    pub fn add(&mut self, stratum: usize, cell: Cell, count: i64) {
        if let Some(tally) = self.0.get_mut(stratum) {
            tally.add(cell, count);
        }
    }

    /// People with at least one answer, in all strata.
    pub fn voters(&self) -> u64 {
        self.0.iter().map(Tally::voters).sum()
    }
}

/// What changes when one answer takes the place of another: cells and by how much, none of them by zero. Without an
/// earlier answer it is what the new one adds; without a new one it is what the earlier one takes away.
pub fn difference(before: Option<&Answer>, after: Option<&Answer>, method: &Method, items: u32) -> Tally {
    let mut difference = Tally::default();
    for (answer, sign) in [(before, -1), (after, 1)] {
        for cell in answer.into_iter().flat_map(|answer| answer.cells(method, items)) {
            difference.add(cell, sign);
        }
    }
    difference
}

#[cfg(test)]
#[path = "tally_tests.rs"]
mod tests;
