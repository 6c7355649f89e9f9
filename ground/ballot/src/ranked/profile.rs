use crate::Invalid;
use std::collections::BTreeMap;

/// Marks an entry that is tied with the one before it.
const TIED: u32 = 1 << 31;

/// One ranked ballot, best first; ties and truncation allowed.
///
/// ```
/// use ballot::ranked::Ranking;
/// let ballot = Ranking::new([vec![2], vec![0, 1]])?; // 2 first, then 0 and 1 alike
/// assert_eq!(ballot.tiers().collect::<Vec<_>>(), [vec![2], vec![0, 1]]);
/// assert!(Ranking::strict([1, 1]).is_err());
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ranking(Box<[u32]>);

impl Ranking {
    /// From tiers, best first. Refuses a candidate named twice and an empty tier; no tiers at all is a blank
    /// ballot.
    pub fn new(tiers: impl IntoIterator<Item = Vec<usize>>) -> Result<Ranking, Invalid> {
        let mut entries = Vec::new();
        for mut tier in tiers {
            if tier.is_empty() {
                return Err(Invalid::Empty { what: "tier of a ranking" });
            }
            tier.sort_unstable();
            for (place, candidate) in tier.into_iter().enumerate() {
                Invalid::index("candidate", candidate, TIED as usize)?;
                entries.push(candidate as u32 | if place == 0 { 0 } else { TIED });
            }
        }
        let mut named: Vec<u32> = entries.iter().map(|entry| entry & !TIED).collect();
        named.sort_unstable();
        match named.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(Invalid::Repeated { what: "candidate on a ballot", index: pair[0] as usize }),
            None => Ok(Ranking(entries.into())),
        }
    }

    /// From candidates one below the other.
    pub fn strict(candidates: impl IntoIterator<Item = usize>) -> Result<Ranking, Invalid> {
        Ranking::new(candidates.into_iter().map(|candidate| vec![candidate]))
    }

    /// The tiers, best first; within a tier candidates ascend.
    pub fn tiers(&self) -> impl Iterator<Item = Vec<usize>> + '_ {
        let mut rest = &self.0[..];
        std::iter::from_fn(move || {
            let (tier, after) = first_tier(rest)?;
            rest = after;
            Some(tier.iter().map(|entry| (entry & !TIED) as usize).collect())
        })
    }

    /// The candidates of the highest tier that has any for whom `standing` is true.
    pub(crate) fn highest(&self, standing: impl Fn(usize) -> bool, found: &mut Vec<usize>) {
        found.clear();
        for entry in &self.0 {
            if entry & TIED == 0 && !found.is_empty() {
                return;
            }
            let candidate = (entry & !TIED) as usize;
            if standing(candidate) {
                found.push(candidate);
            }
        }
    }

    fn largest(&self) -> Option<usize> {
        self.0.iter().map(|entry| (entry & !TIED) as usize).max()
    }
}

fn first_tier(entries: &[u32]) -> Option<(&[u32], &[u32])> {
    let tied = entries.iter().skip(1).take_while(|entry| *entry & TIED != 0).count();
    (!entries.is_empty()).then(|| entries.split_at(tied + 1))
}

/// All ballots of one election, equal ones counted together.
///
/// ```
/// use ballot::ranked::{Profile, Ranking};
/// let mut profile = Profile::new(3)?;
/// profile.add(Ranking::strict([0, 2])?, 12)?;
/// profile.add(Ranking::strict([0, 2])?, 1)?;
/// profile.remove(&Ranking::strict([0, 2])?, 3)?;
/// assert_eq!((profile.ballots(), profile.different()), (10, 1));
/// assert!(profile.add(Ranking::strict([3])?, 1).is_err(), "candidate 3 is unknown");
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    candidates: usize,
    ballots: u64,
    rankings: BTreeMap<Ranking, u64>,
}

impl Profile {
    /// An election among candidates `0..candidates`, still without ballots. Refuses more than 11,585
    /// candidates, whose pairs would not fit 2²⁷ counts.
    pub fn new(candidates: usize) -> Result<Profile, Invalid> {
        Invalid::table("number of candidates", candidates, candidates)?;
        Ok(Profile { candidates, ballots: 0, rankings: BTreeMap::new() })
    }

    /// Adds `count` equal ballots. Logarithmic in the number of different ballots.
    pub fn add(&mut self, ranking: Ranking, count: u64) -> Result<(), Invalid> {
        self.known(&ranking)?;
        // Totals times the fixed-point unit must fit 128 bits, and pairwise counts 64.
        let ballots = self.ballots.checked_add(count).filter(|ballots| *ballots < 1 << 60);
        self.ballots = ballots.ok_or(Invalid::TooLarge { what: "number of ballots" })?;
        if count > 0 {
            *self.rankings.entry(ranking).or_default() += count;
        }
        Ok(())
    }

    /// Takes `count` equal ballots back. Refuses more than there are.
    pub fn remove(&mut self, ranking: &Ranking, count: u64) -> Result<(), Invalid> {
        let standing = self.rankings.get_mut(ranking).filter(|standing| **standing >= count);
        let standing = standing.ok_or(Invalid::Contradiction("more ballots removed than were added"))?;
        *standing -= count;
        if *standing == 0 {
            self.rankings.remove(ranking);
        }
        self.ballots -= count;
        Ok(())
    }

    /// Number of candidates.
    pub fn candidates(&self) -> usize {
        self.candidates
    }

    /// Number of ballots, blank ones included.
    pub fn ballots(&self) -> u64 {
        self.ballots
    }

    /// Number of different ballots.
    pub fn different(&self) -> usize {
        self.rankings.len()
    }

    /// Every different ballot with its count, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = (&Ranking, u64)> {
        self.rankings.iter().map(|(ranking, count)| (ranking, *count))
    }

    fn known(&self, ranking: &Ranking) -> Result<(), Invalid> {
        match ranking.largest() {
            Some(candidate) => Invalid::index("candidate", candidate, self.candidates).map(|_| ()),
            None => Ok(()),
        }
    }
}
