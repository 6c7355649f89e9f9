use super::{Profile, Ranking};
use crate::{Exact, Invalid, ties::TieRule};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use std::collections::BTreeMap;

/// What happened in one step of a count.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub enum StvAct {
    /// The first preferences were counted.
    FirstPreferences,
    /// The surplus of an elected candidate was passed on.
    Surplus {
        /// Whose surplus.
        from: usize,
        /// Everybody whose surplus was equally large; the tie rule chose when there are two or more.
        among: Vec<usize>,
    },
    /// Somebody was eliminated and the votes passed on.
    Eliminated {
        /// Who left.
        candidate: usize,
        /// Everybody who shared last place; the tie rule chose when there are two or more.
        among: Vec<usize>,
    },
    /// As many candidates as seats were left, so they were elected without a quota.
    LastStanding,
}

/// One step with the state after it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct StvRound {
    /// What happened.
    pub act: StvAct,
    /// Who was thereby elected, in order.
    pub elected: Vec<usize>,
    /// Votes of each candidate after the act, exactly.
    pub tallies: Vec<Exact>,
    /// Votes that could not be passed on so far.
    pub exhausted: Exact,
}

/// The count of a single transferable vote.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Stv {
    /// The elected, in order of election.
    pub elected: Vec<usize>,
    /// Votes that suffice.
    pub quota: u64,
    /// Every step.
    pub rounds: Vec<StvRound>,
}

/// Droop's quota `⌊V/(s+1)⌋ + 1`: the smallest number that only `seats` candidates can reach (Droop 1868).
///
/// ```
/// assert_eq!(ballot::ranked::droop(20, 3), 6);
/// ```
pub fn droop(ballots: u64, seats: usize) -> u64 {
    (ballots / (seats as u64).saturating_add(1)).saturating_add(1)
}

/// Single transferable vote with Droop's quota and weighted inclusive Gregory transfer, in exact fractions.
///
/// Whoever reaches the quota is elected; the largest surplus is passed on first, every ballot of the elected
/// at its value times `surplus / votes` to the next candidate still hopeful (ballots without one exhaust
/// their part). When no surplus is left, the last is eliminated at full value. A ballot that ties several
/// hopefuls at its top is shared equally. Blank ballots count for the quota as ballots do. Ties by the stated
/// rule: preferred first for surpluses and order of election, least preferred out. Gregory (1880), in the
/// inclusive weighted form used for Scottish councils (2007) but without rounding. O(rounds × ballots of the
/// candidate moved); fractions grow with the number of surpluses only.
///
/// ```
/// use ballot::{chance::Seed, ranked::{Profile, Ranking, stv}, ties::TieRule};
/// let mut profile = Profile::new(4)?;
/// for (ranking, count) in [(vec![0, 1], 60), (vec![2], 25), (vec![3], 15)] {
///     profile.add(Ranking::strict(ranking)?, count)?;
/// }
/// let result = stv(&profile, 2, &TieRule::Lots(Seed::of("hall")))?;
/// assert_eq!(result.quota, 34);
/// assert_eq!(result.elected, [0, 1]); // 0 passes 26 on to 1; 3 leaves, then 2 with one vote less than 1
/// assert_eq!(result.rounds[1].tallies[1].to_string(), "26");
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn stv(profile: &Profile, seats: usize, ties: &TieRule) -> Result<Stv, Invalid> {
    if profile.ballots() == 0 {
        return Err(Invalid::Empty { what: "ballots" });
    }
    if seats == 0 || seats > profile.candidates() {
        let most = profile.candidates() as f64;
        return Err(Invalid::OutOfRange { what: "seats", least: 1.0, most, found: seats as f64 });
    }
    let mut count = Count::start(profile, seats, ties.places(profile.candidates())?);
    let mut act = StvAct::FirstPreferences;
    loop {
        let elected = count.elect();
        count.record(act, elected);
        if count.elected.len() >= seats {
            break;
        }
        if count.elected.len() + count.hopefuls().count() <= seats {
            let rest = count.elect_rest();
            count.record(StvAct::LastStanding, rest);
            break;
        }
        act = match count.pass_surplus() {
            Some(act) => act,
            None => count.eliminate(),
        };
    }
    Ok(Stv { elected: count.elected, quota: count.quota, rounds: count.rounds })
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Hopeful,
    /// Elected with a surplus still to be passed on.
    Elected,
    Done,
}

/// The part of one ballot's votes that lies with a candidate, at the value of its class.
#[derive(Clone, Copy)]
struct Parcel {
    ballot: usize,
    class: usize,
}

struct Count<'a> {
    ballots: Vec<(&'a Ranking, u64)>,
    quota: u64,
    places: Vec<usize>,
    state: Vec<State>,
    piles: Vec<Vec<Parcel>>,
    /// Value of one vote in each class. Ballots that went the same way share a class, so few fractions are
    /// ever formed.
    classes: Vec<BigRational>,
    tallies: Vec<BigRational>,
    exhausted: BigRational,
    elected: Vec<usize>,
    rounds: Vec<StvRound>,
}

impl<'a> Count<'a> {
    fn start(profile: &'a Profile, seats: usize, places: Vec<usize>) -> Count<'a> {
        let candidates = profile.candidates();
        let mut count = Count {
            ballots: profile.iter().collect(),
            quota: droop(profile.ballots(), seats),
            places,
            state: vec![State::Hopeful; candidates],
            piles: vec![Vec::new(); candidates],
            classes: vec![BigRational::one()],
            tallies: vec![BigRational::zero(); candidates],
            exhausted: BigRational::zero(),
            elected: Vec::new(),
            rounds: Vec::new(),
        };
        let all = (0..count.ballots.len()).map(|ballot| Parcel { ballot, class: 0 }).collect();
        count.deal(all, &BigRational::one());
        count
    }

    fn hopefuls(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.state.len()).filter(|c| self.state[*c] == State::Hopeful)
    }

    /// Gives each parcel, at `factor` of its value, to the next hopefuls on its ballot.
    fn deal(&mut self, parcels: Vec<Parcel>, factor: &BigRational) {
        let mut classes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut moved: BTreeMap<(usize, usize), u64> = BTreeMap::new();
        let mut lost: BTreeMap<usize, u64> = BTreeMap::new();
        let mut next = Vec::new();
        for parcel in parcels {
            let (ranking, votes) = self.ballots[parcel.ballot];
            ranking.highest(|candidate| self.state[candidate] == State::Hopeful, &mut next);
            if next.is_empty() {
                *lost.entry(parcel.class).or_default() += votes;
                continue;
            }
            let class = *classes.entry((parcel.class, next.len())).or_insert_with(|| {
                let value = &self.classes[parcel.class] * factor / BigInt::from(next.len());
                self.classes.push(value);
                self.classes.len() - 1
            });
            for candidate in &next {
                self.piles[*candidate].push(Parcel { ballot: parcel.ballot, class });
                *moved.entry((*candidate, class)).or_default() += votes;
            }
        }
        for ((candidate, class), votes) in moved {
            self.tallies[candidate] += &self.classes[class] * BigInt::from(votes);
        }
        for (class, votes) in lost {
            self.exhausted += &self.classes[class] * factor * BigInt::from(votes);
        }
    }

    /// Elects every hopeful with a quota, most votes first. More than there are seats cannot reach it.
    fn elect(&mut self) -> Vec<usize> {
        let quota = BigRational::from_integer(self.quota.into());
        let mut reached: Vec<usize> = self.hopefuls().filter(|c| self.tallies[*c] >= quota).collect();
        self.best_first(&mut reached);
        for candidate in &reached {
            self.state[*candidate] = State::Elected;
        }
        self.elected.extend(&reached);
        reached
    }

    fn elect_rest(&mut self) -> Vec<usize> {
        let mut rest: Vec<usize> = self.hopefuls().collect();
        self.best_first(&mut rest);
        self.elected.extend(&rest);
        rest
    }

    fn best_first(&self, candidates: &mut [usize]) {
        candidates.sort_by(|a, b| {
            self.tallies[*b].cmp(&self.tallies[*a]).then(self.places[*a].cmp(&self.places[*b]))
        });
    }

    fn pass_surplus(&mut self) -> Option<StvAct> {
        let waiting: Vec<usize> =
            (0..self.state.len()).filter(|c| self.state[*c] == State::Elected).collect();
        let most = waiting.iter().map(|c| &self.tallies[*c]).max()?.clone();
        let quota = BigRational::from_integer(self.quota.into());
        if most <= quota {
            return None;
        }
        let among: Vec<usize> = waiting.into_iter().filter(|c| self.tallies[*c] == most).collect();
        let from = among.iter().copied().min_by_key(|c| self.places[*c])?;
        let factor = (&most - &quota) / &most;
        self.state[from] = State::Done;
        self.tallies[from] = quota;
        let pile = std::mem::take(&mut self.piles[from]);
        self.deal(pile, &factor);
        Some(StvAct::Surplus { from, among })
    }

    fn eliminate(&mut self) -> StvAct {
        let least = self.hopefuls().map(|c| &self.tallies[c]).min().cloned();
        let among: Vec<usize> =
            self.hopefuls().filter(|c| Some(&self.tallies[*c]) == least.as_ref()).collect();
        let candidate = among.iter().copied().max_by_key(|c| self.places[*c]).unwrap_or_default();
        self.state[candidate] = State::Done;
        self.tallies[candidate] = BigRational::zero();
        let pile = std::mem::take(&mut self.piles[candidate]);
        self.deal(pile, &BigRational::one());
        StvAct::Eliminated { candidate, among }
    }

    fn record(&mut self, act: StvAct, elected: Vec<usize>) {
        let tallies = self.tallies.iter().cloned().map(Exact).collect();
        self.rounds.push(StvRound { act, elected, tallies, exhausted: Exact(self.exhausted.clone()) });
    }
}
