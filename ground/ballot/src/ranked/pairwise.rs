use super::{Profile, Ranking};
use crate::Invalid;

/// How many ballots prefer each candidate to each other one: all that Schulze and Condorcet need, kept vote
/// by vote.
///
/// ```
/// use ballot::ranked::{Pairwise, Ranking};
/// let mut tally = Pairwise::new(3)?;
/// tally.add(&Ranking::strict([0, 1])?, 5)?; // 2 is not listed, so it stands below both
/// tally.add(&Ranking::strict([1, 2, 0])?, 3)?;
/// assert_eq!((tally.prefer(0, 1), tally.prefer(1, 2)), (5, 8));
/// assert_eq!(tally.condorcet_winner(), Some(0));
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Pairwise {
    candidates: usize,
    prefer: Vec<u64>,
}

impl Pairwise {
    /// Among candidates `0..candidates`, still without ballots. Memory is quadratic in the candidates; more
    /// than 11,585 are refused.
    pub fn new(candidates: usize) -> Result<Pairwise, Invalid> {
        Invalid::table("number of candidates", candidates, candidates)?;
        Ok(Pairwise::empty(candidates))
    }

    fn empty(candidates: usize) -> Pairwise {
        Pairwise { candidates, prefer: vec![0; candidates * candidates] }
    }

    /// From a whole profile. O(different ballots × candidates²).
    pub fn of(profile: &Profile) -> Pairwise {
        let mut tally = Pairwise::empty(profile.candidates());
        for (ranking, count) in profile.iter() {
            // A profile knows its candidates and bounds its total, so neither can fail.
            let _ = tally.change(ranking, |cell| cell.checked_add(count));
        }
        tally
    }

    /// Counts `count` equal ballots. O(candidates²), whatever the number of ballots before; refused ballots
    /// change nothing.
    pub fn add(&mut self, ranking: &Ranking, count: u64) -> Result<(), Invalid> {
        self.change(ranking, |cell| cell.checked_add(count))
    }

    /// Takes `count` equal ballots back. O(candidates²).
    pub fn remove(&mut self, ranking: &Ranking, count: u64) -> Result<(), Invalid> {
        self.change(ranking, |cell| cell.checked_sub(count))
    }

    /// Ballots that prefer `a` to `b`; 0 for unknown candidates.
    pub fn prefer(&self, a: usize, b: usize) -> u64 {
        if a < self.candidates && b < self.candidates { self.prefer[a * self.candidates + b] } else { 0 }
    }

    /// Number of candidates.
    pub fn candidates(&self) -> usize {
        self.candidates
    }

    /// The candidate preferred by more ballots than not against every other one, when there is one (Condorcet
    /// 1785). O(candidates²).
    pub fn condorcet_winner(&self) -> Option<usize> {
        let beats = |a: usize, b: usize| self.prefer(a, b) > self.prefer(b, a);
        (0..self.candidates).find(|a| (0..self.candidates).all(|b| *a == b || beats(*a, b)))
    }

    fn change(&mut self, ranking: &Ranking, step: impl Fn(u64) -> Option<u64>) -> Result<(), Invalid> {
        let tiers: Vec<Vec<usize>> = ranking.tiers().collect();
        let mut below = vec![true; self.candidates];
        let mut cells = Vec::new();
        for tier in &tiers {
            for candidate in tier {
                Invalid::index("candidate", *candidate, self.candidates)?;
                below[*candidate] = false;
            }
            for winner in tier {
                cells.extend(
                    (0..self.candidates).filter(|c| below[*c]).map(|loser| winner * self.candidates + loser),
                );
            }
        }
        let changed: Option<Vec<u64>> = cells.iter().map(|cell| step(self.prefer[*cell])).collect();
        let changed = changed.ok_or(Invalid::Contradiction("a pairwise count would leave its range"))?;
        for (cell, value) in cells.into_iter().zip(changed) {
            self.prefer[cell] = value;
        }
        Ok(())
    }
}
