use super::{Profile, Ranking};
use crate::{Invalid, ties::TieRule};

/// One vote in the fixed-point arithmetic of the rule: nine decimals.
const VOTE: u128 = 1_000_000_000;

/// The surplus, in fixed point, that is small enough to go on: one millionth of a vote.
const SETTLED: u128 = 1_000;

/// One round of a Meek count. Votes, quota and keep factors are in billionths.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MeekRound {
    /// Votes needed in this round; it falls as ballots run out.
    pub quota: u128,
    /// Votes of each candidate.
    pub votes: Vec<u128>,
    /// The share of each vote that a candidate keeps; one billion is all.
    pub keep: Vec<u64>,
    /// Elected in this round.
    pub elected: Vec<usize>,
    /// Defeated in this round.
    pub defeated: Option<usize>,
    /// Everybody within the surplus of last place; the tie rule chose when there are two or more.
    pub among: Vec<usize>,
}

/// The count by Meek's rule.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MeekStv {
    /// The elected, in order of election.
    pub elected: Vec<usize>,
    /// Every round.
    pub rounds: Vec<MeekRound>,
}

/// Single transferable vote by Meek's rule: every elected candidate keeps just the share of each vote that
/// the quota needs.
///
/// Follows the steps of the Proportional Representation Foundation's "Meek STV reference rule" in whole
/// billionths of a vote, so every machine gets the same digits: keep factors start at 1 and become
/// `keep·quota/votes` (each operation rounded up) until the surplus is below a millionth of a vote or stops
/// falling; the quota is `total/(seats+1)` cut to nine decimals plus one billionth, and whoever reaches it is
/// elected; when nobody was, the last hopeful is defeated, anybody within the total surplus of last place
/// counting as tied. Where the reference rule knows strict rankings only, a tier of k hopefuls here passes
/// each an equal k-th part (cut to nine decimals). I. D. Hill, B. A. Wichmann & D. R. Woodall, "Algorithm
/// 123: single transferable vote by Meek's method", Computer Journal 30 (1987). O(iterations × different
/// ballots × candidates).
///
/// ```
/// use ballot::{chance::Seed, ranked::{Profile, Ranking, meek}, ties::TieRule};
/// let mut profile = Profile::new(4)?;
/// for (ranking, count) in [(vec![0, 1], 60), (vec![2], 26), (vec![3], 14)] {
///     profile.add(Ranking::strict(ranking)?, count)?;
/// }
/// let result = meek(&profile, 2, &TieRule::Lots(Seed::of("hall")))?;
/// assert_eq!(result.elected[0], 0);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn meek(profile: &Profile, seats: usize, ties: &TieRule) -> Result<MeekStv, Invalid> {
    if profile.ballots() == 0 {
        return Err(Invalid::Empty { what: "ballots" });
    }
    if seats == 0 || seats > profile.candidates() {
        let most = profile.candidates() as f64;
        return Err(Invalid::OutOfRange { what: "seats", least: 1.0, most, found: seats as f64 });
    }
    let places = ties.places(profile.candidates())?;
    let mut count =
        Count { profile, seats, keep: vec![VOTE as u64; places.len()], hopeful: vec![true; places.len()] };
    let (mut elected, mut rounds) = (Vec::new(), Vec::new());
    while elected.len() < seats && elected.len() + count.hopefuls().count() > seats {
        let mut round = count.iterate(&elected, &places);
        if round.elected.is_empty() {
            count.defeat(&mut round, &elected, &places);
        }
        elected.extend(&round.elected);
        rounds.push(round);
    }
    let mut rest: Vec<usize> = count.hopefuls().collect();
    let last = rounds.last().map(|round| round.votes.clone()).unwrap_or_else(|| vec![0; places.len()]);
    rest.sort_by_key(|c| (std::cmp::Reverse(last[*c]), places[*c]));
    rest.truncate(seats - elected.len());
    elected.extend(rest);
    Ok(MeekStv { elected, rounds })
}

struct Count<'a> {
    profile: &'a Profile,
    seats: usize,
    keep: Vec<u64>,
    hopeful: Vec<bool>,
}

impl Count<'_> {
    fn hopefuls(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.hopeful.len()).filter(|c| self.hopeful[*c])
    }

    /// Distributes votes until somebody is elected or the surplus has settled.
    fn iterate(&mut self, elected: &[usize], places: &[usize]) -> MeekRound {
        let mut before: Option<u128> = None;
        loop {
            let votes = self.distribute();
            let quota = votes.iter().sum::<u128>() / (self.seats as u128 + 1) + 1;
            let mut reached: Vec<usize> = self.hopefuls().filter(|c| votes[*c] >= quota).collect();
            reached.sort_by_key(|c| (std::cmp::Reverse(votes[*c]), places[*c]));
            reached.truncate(self.seats - elected.len());
            let surplus: u128 = elected.iter().chain(&reached).map(|c| votes[*c].saturating_sub(quota)).sum();
            let settled = surplus < SETTLED || before.is_some_and(|before| surplus >= before);
            if !reached.is_empty() || settled {
                for candidate in &reached {
                    self.hopeful[*candidate] = false;
                }
                let keep = self.keep.clone();
                return MeekRound { quota, votes, keep, elected: reached, defeated: None, among: Vec::new() };
            }
            for candidate in elected {
                let wanted = (u128::from(self.keep[*candidate]) * quota).div_ceil(VOTE);
                let raised = (wanted * VOTE).div_ceil(votes[*candidate].max(1));
                self.keep[*candidate] = raised.min(VOTE) as u64;
            }
            before = Some(surplus);
        }
    }

    fn defeat(&mut self, round: &mut MeekRound, elected: &[usize], places: &[usize]) {
        let surplus: u128 = elected.iter().map(|c| round.votes[*c].saturating_sub(round.quota)).sum();
        let least = self.hopefuls().map(|c| round.votes[c]).min().unwrap_or_default();
        round.among = self.hopefuls().filter(|c| round.votes[*c] <= least + surplus).collect();
        round.defeated = round.among.iter().copied().max_by_key(|c| places[*c]);
        if let Some(candidate) = round.defeated {
            self.hopeful[candidate] = false;
            self.keep[candidate] = 0;
        }
    }

    fn distribute(&self) -> Vec<u128> {
        let mut votes = vec![0; self.keep.len()];
        for (ranking, count) in self.profile.iter() {
            self.pass_down(ranking, u128::from(count), &mut votes);
        }
        votes
    }

    /// One ballot's way: each candidate keeps a share, the rest goes to the next tier.
    fn pass_down(&self, ranking: &Ranking, count: u128, votes: &mut [u128]) {
        let mut weight = VOTE;
        for tier in ranking.tiers() {
            let takers: Vec<usize> = tier.into_iter().filter(|c| self.keep[*c] > 0).collect();
            let part = weight / (takers.len() as u128).max(1);
            for candidate in takers {
                let kept = (part * u128::from(self.keep[candidate])).div_ceil(VOTE).min(weight);
                votes[candidate] += kept * count;
                weight -= kept;
            }
            if weight == 0 {
                return;
            }
        }
    }
}
