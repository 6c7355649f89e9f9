use crate::Invalid;
use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// The score of wiki surveys: `100·(wins + 1)/(wins + losses + 2)`, the estimated chance in percent of
/// winning against a random item.
///
/// M. J. Salganik & K. E. C. Levy, "Wiki surveys", PLOS ONE 10(5), 2015, as coded in All Our Ideas. Constant
/// time.
///
/// ```
/// assert_eq!(ballot::pairs::win_rate(0, 0), 50.0);
/// assert!((ballot::pairs::win_rate(218, 55) - 79.6364).abs() < 1e-4);
/// ```
pub fn win_rate(wins: u64, losses: u64) -> f64 {
    100.0 * (wins as f64 + 1.0) / (wins as f64 + losses as f64 + 2.0)
}

/// How one comparison of two items ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Outcome {
    /// The first item won.
    First,
    /// The second item won.
    Second,
    /// Neither was better.
    Tie,
}

/// Results of two items against each other, the lower index first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Meeting {
    pub(super) lower_wins: u64,
    pub(super) upper_wins: u64,
    pub(super) ties: u64,
}

impl Meeting {
    pub(super) fn total(&self) -> f64 {
        self.lower_wins as f64 + self.upper_wins as f64 + self.ties as f64
    }
}

/// All comparisons, summed per pair: what the models need, kept vote by vote.
///
/// ```
/// use ballot::pairs::{Comparisons, Outcome};
/// let mut seen = Comparisons::new(3)?;
/// seen.add(0, 1, Outcome::First, 5)?;
/// seen.add(1, 0, Outcome::First, 2)?;
/// seen.add(1, 2, Outcome::Tie, 1)?;
/// assert_eq!((seen.wins(0), seen.losses(0), seen.met(0, 1)), (5, 2, 7));
/// seen.remove(0, 1, Outcome::First, 5)?;
/// assert_eq!(seen.met(1, 0), 2);
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparisons {
    wins: Vec<u64>,
    losses: Vec<u64>,
    ties: Vec<u64>,
    total: u64,
    /// By lower and upper index packed into one word.
    meetings: HashMap<u64, Meeting, BuildHasherDefault<Mixed>>,
}

impl Comparisons {
    /// Among items `0..items`, still without comparisons. Refuses more than 2²⁷ items.
    pub fn new(items: usize) -> Result<Comparisons, Invalid> {
        Invalid::table("number of items", items, 1)?;
        Ok(Comparisons {
            wins: vec![0; items],
            losses: vec![0; items],
            ties: vec![0; items],
            total: 0,
            meetings: HashMap::default(),
        })
    }

    /// Counts `count` comparisons with the same outcome. Constant time. Refuses unknown items and an item
    /// against itself.
    pub fn add(&mut self, first: usize, second: usize, outcome: Outcome, count: u64) -> Result<(), Invalid> {
        let key = self.key(first, second)?;
        let total = self.total.checked_add(count).filter(|total| *total < 1 << 53);
        self.total = total.ok_or(Invalid::TooLarge { what: "number of comparisons" })?;
        if count > 0 {
            *cell(self.meetings.entry(key).or_default(), first < second, outcome) += count;
            self.score(first, second, outcome, |sum| *sum += count);
        }
        Ok(())
    }

    /// Takes comparisons back. Refuses more than there are.
    pub fn remove(
        &mut self,
        first: usize,
        second: usize,
        outcome: Outcome,
        count: u64,
    ) -> Result<(), Invalid> {
        let key = self.key(first, second)?;
        let missing = Invalid::Contradiction("more comparisons removed than were added");
        let meeting = self.meetings.get_mut(&key).ok_or(missing.clone())?;
        let standing = cell(meeting, first < second, outcome);
        *standing = standing.checked_sub(count).ok_or(missing)?;
        if *meeting == Meeting::default() {
            self.meetings.remove(&key);
        }
        self.total -= count;
        self.score(first, second, outcome, |sum| *sum -= count);
        Ok(())
    }

    /// Number of items.
    pub fn items(&self) -> usize {
        self.wins.len()
    }

    /// Number of comparisons.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Comparisons an item won; 0 for an unknown item.
    pub fn wins(&self, item: usize) -> u64 {
        self.wins.get(item).copied().unwrap_or(0)
    }

    /// Comparisons an item lost; 0 for an unknown item.
    pub fn losses(&self, item: usize) -> u64 {
        self.losses.get(item).copied().unwrap_or(0)
    }

    /// Comparisons in which an item tied; 0 for an unknown item.
    pub(super) fn ties(&self, item: usize) -> u64 {
        self.ties.get(item).copied().unwrap_or(0)
    }

    /// How often two items met.
    pub fn met(&self, a: usize, b: usize) -> u64 {
        let meeting = self.key(a, b).ok().and_then(|key| self.meetings.get(&key));
        meeting.map_or(0, |meeting| meeting.lower_wins + meeting.upper_wins + meeting.ties)
    }

    /// [`win_rate`] of every item.
    pub fn win_rates(&self) -> Vec<f64> {
        self.wins.iter().zip(&self.losses).map(|(wins, losses)| win_rate(*wins, *losses)).collect()
    }

    /// All pairs that met, the lower index first, in an order that depends on the order of votes.
    pub(super) fn meetings(&self) -> impl Iterator<Item = (usize, usize, &Meeting)> + Clone {
        let ends = |key: u64| ((key >> 32) as usize, (key & u64::from(u32::MAX)) as usize);
        self.meetings.iter().map(move |(key, meeting)| (ends(*key).0, ends(*key).1, meeting))
    }

    fn key(&self, a: usize, b: usize) -> Result<u64, Invalid> {
        Invalid::index("item", a, self.items())?;
        Invalid::index("item", b, self.items())?;
        if a == b {
            return Err(Invalid::Repeated { what: "item in one comparison", index: a });
        }
        // A table of items has at most 2²⁷ of them.
        Ok((a.min(b) as u64) << 32 | a.max(b) as u64)
    }

    fn score(&mut self, first: usize, second: usize, outcome: Outcome, step: impl Fn(&mut u64)) {
        let (of_first, of_second) = match outcome {
            Outcome::First => (&mut self.wins, &mut self.losses),
            Outcome::Second => (&mut self.losses, &mut self.wins),
            Outcome::Tie => {
                step(&mut self.ties[first]);
                return step(&mut self.ties[second]);
            }
        };
        step(&mut of_first[first]);
        step(&mut of_second[second]);
    }
}

fn cell(meeting: &mut Meeting, in_order: bool, outcome: Outcome) -> &mut u64 {
    match (outcome, in_order) {
        (Outcome::Tie, _) => &mut meeting.ties,
        (Outcome::First, true) | (Outcome::Second, false) => &mut meeting.lower_wins,
        _ => &mut meeting.upper_wins,
    }
}

/// Mixes the packed pair (the finaliser of SplitMix64, S. Vigna): cheap, and the same in every run.
#[derive(Debug, Clone, Copy, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, word: u64) {
        let mut x = (self.0 ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        self.0 = x ^ (x >> 31);
    }
}
