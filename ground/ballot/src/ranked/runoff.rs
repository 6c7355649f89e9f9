use super::Profile;
use crate::{Exact, Invalid, ties::TieRule};
use num_bigint::BigInt;
use num_rational::BigRational;
use std::collections::BTreeMap;

/// One round of an instant run-off.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RunoffRound {
    /// Votes of each candidate, exactly; 0 for those already out.
    pub tallies: Vec<Exact>,
    /// Ballots that name nobody who is still standing.
    pub exhausted: Exact,
    /// Who leaves after this round; `None` in the round that decides.
    pub eliminated: Option<usize>,
    /// Everybody who shared last place: the tie rule chose among them when there are two or more.
    pub lowest: Vec<usize>,
}

/// The rounds and the winner.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Runoff {
    /// Who won.
    pub winner: usize,
    /// Every round, first to last.
    pub rounds: Vec<RunoffRound>,
}

/// Instant run-off: the last is eliminated until somebody holds more than half of the ballots that still
/// count.
///
/// A ballot that ranks several standing candidates alike at its top counts for each with an equal fraction,
/// kept exactly. When several share last place, the one the tie rule likes least leaves. Known since Ware
/// (1871). O(rounds × different ballots × candidates). Refuses an election without candidates or without
/// ballots.
///
/// ```
/// use ballot::{chance::Seed, ranked::{Profile, Ranking, runoff}, ties::TieRule};
/// let mut profile = Profile::new(3)?;
/// for (ranking, count) in [(vec![0], 4), (vec![1, 2], 2), (vec![2, 1], 3)] {
///     profile.add(Ranking::strict(ranking)?, count)?;
/// }
/// let result = runoff(&profile, &TieRule::Lots(Seed::of("hall")))?;
/// assert_eq!(result.winner, 2); // 1 leaves, its two ballots go to 2
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn runoff(profile: &Profile, ties: &TieRule) -> Result<Runoff, Invalid> {
    if profile.candidates() == 0 {
        return Err(Invalid::Empty { what: "candidates" });
    }
    if profile.ballots() == 0 {
        return Err(Invalid::Empty { what: "ballots" });
    }
    let places = ties.places(profile.candidates())?;
    let mut standing = vec![true; profile.candidates()];
    let mut rounds = Vec::new();
    loop {
        let (tallies, exhausted) = tally(profile, &standing);
        let left: Vec<usize> = (0..standing.len()).filter(|c| standing[*c]).collect();
        let counted = &Exact::from(profile.ballots()).0 - &exhausted.0;
        let majority = |c: usize| &tallies[c].0 + &tallies[c].0 > counted;
        if let Some(winner) = left.iter().copied().find(|c| left.len() == 1 || majority(*c)) {
            rounds.push(RunoffRound { tallies, exhausted, eliminated: None, lowest: Vec::new() });
            return Ok(Runoff { winner, rounds });
        }
        let least = left.iter().map(|c| &tallies[*c]).min();
        let lowest: Vec<usize> = left.iter().copied().filter(|c| Some(&tallies[*c]) == least).collect();
        let eliminated = lowest.iter().copied().max_by_key(|c| places[*c]);
        if let Some(out) = eliminated {
            standing[out] = false;
        }
        rounds.push(RunoffRound { tallies, exhausted, eliminated, lowest });
    }
}

/// Votes of everybody standing, ballots with ties at the top shared out.
fn tally(profile: &Profile, standing: &[bool]) -> (Vec<Exact>, Exact) {
    // Whole numbers per candidate and number of sharers; fractions are formed once at the end.
    let mut shared: Vec<BTreeMap<usize, u64>> = vec![BTreeMap::new(); standing.len()];
    let mut exhausted = 0u64;
    let mut top = Vec::new();
    for (ranking, count) in profile.iter() {
        ranking.highest(|candidate| standing[candidate], &mut top);
        if top.is_empty() {
            exhausted += count;
        }
        for candidate in &top {
            *shared[*candidate].entry(top.len()).or_default() += count;
        }
    }
    let sum = |parts: BTreeMap<usize, u64>| {
        parts.into_iter().fold(Exact::zero(), |sum, (sharers, count)| {
            Exact(sum.0 + BigRational::new(BigInt::from(count), BigInt::from(sharers)))
        })
    };
    (shared.into_iter().map(sum).collect(), Exact::from(exhausted))
}
