use crate::{Invalid, chance::Chance, chance::Seed, normal};
use std::collections::BTreeMap;

/// One person's vote between two items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonalVote {
    /// Index of the person (or session).
    pub person: usize,
    /// The item preferred.
    pub winner: usize,
    /// The other item.
    pub loser: usize,
}

/// How long to sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Sampling {
    /// Sweeps that are thrown away while the chain forgets its start.
    pub warm_up: u32,
    /// Sweeps that count.
    pub kept: u32,
    /// Where chance begins.
    pub seed: Seed,
}

/// Scores with their uncertainty.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Hierarchical {
    /// Chance in percent that a random person prefers this item to a random other one.
    pub scores: Vec<f64>,
    /// Posterior standard deviation of each score, in the same percent.
    pub errors: Vec<f64>,
}

/// The hierarchical Thurstone score of wiki surveys: everybody may have an opinion of her own.
///
/// Person p holds `θ_pi ~ N(μ_i, 1)` of item i, prefers i to j with chance `Φ(θ_pi − θ_pj)` (L. L. Thurstone,
/// 1927), and `μ_i ~ N(0, 2²)`. The published score is the chance that item i beats a random item for a
/// random person, `100 · mean_k Φ((μ_i − μ_k)/√3)`, averaged over the posterior. M. J. Salganik & K. E. C.
/// Levy, PLOS ONE 10(5), 2015. Drawn by Gibbs sampling with latent differences (J. H. Albert & S. Chib, JASA
/// 88, 1993), from the seed alone: votes are sorted first, so their order makes no difference. O(votes) per
/// sweep plus O(items²) for each that counts. Refuses unknown indexes, an item against itself and no sweeps.
///
/// ```
/// use ballot::{chance::Seed, pairs::{PersonalVote, Sampling, hierarchical}};
/// let votes: Vec<PersonalVote> =
///     (0..30).map(|n| PersonalVote { person: n / 3, winner: n % 2, loser: 2 }).collect();
/// let sampling = Sampling { warm_up: 50, kept: 200, seed: Seed::of("survey") };
/// let result = hierarchical(3, 10, &votes, &sampling)?;
/// assert!(result.scores[0] > 50.0 && result.scores[2] < 30.0);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn hierarchical(
    items: usize,
    people: usize,
    votes: &[PersonalVote],
    sampling: &Sampling,
) -> Result<Hierarchical, Invalid> {
    Invalid::table("number of items", items, 1)?;
    if sampling.kept == 0 {
        return Err(Invalid::Empty { what: "sweeps that count" });
    }
    let mut chain = Chain::start(items, people, votes, sampling)?;
    let mut sums = vec![(0.0, 0.0); items];
    for sweep in 0..u64::from(sampling.warm_up) + u64::from(sampling.kept) {
        chain.sweep();
        if sweep >= u64::from(sampling.warm_up) {
            for (item, sum) in sums.iter_mut().enumerate() {
                let score = chain.score(item);
                *sum = (sum.0 + score, sum.1 + score * score);
            }
        }
    }
    let kept = f64::from(sampling.kept);
    let scores: Vec<f64> = sums.iter().map(|(sum, _)| sum / kept).collect();
    let error = |((_, squares), mean): (&(f64, f64), &f64)| (squares / kept - mean * mean).max(0.0).sqrt();
    let errors = sums.iter().zip(&scores).map(error).collect();
    Ok(Hierarchical { scores, errors })
}

/// Variance of the prior of μ.
const PRIOR: f64 = 4.0;

struct Chain {
    chance: Chance,
    means: Vec<f64>,
    /// Own opinions θ, one per person and item she voted on: the item and the value.
    opinions: Vec<(usize, f64)>,
    /// Winner's and loser's places in `opinions`, and the latent difference minus the two (the residual).
    votes: Vec<(usize, usize, f64)>,
    /// Votes that touch each opinion: place in `votes` and +1 (won) or −1 (lost).
    touching: Vec<Vec<(usize, f64)>>,
}

impl Chain {
    fn start(
        items: usize,
        people: usize,
        votes: &[PersonalVote],
        sampling: &Sampling,
    ) -> Result<Chain, Invalid> {
        let mut sorted = votes.to_vec();
        sorted.sort_unstable();
        let mut places: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let mut chain = Chain {
            chance: sampling.seed.chance(),
            means: vec![0.0; items],
            opinions: Vec::new(),
            votes: Vec::new(),
            touching: Vec::new(),
        };
        for vote in sorted {
            Invalid::index("person", vote.person, people)?;
            if vote.winner == vote.loser {
                return Err(Invalid::Repeated { what: "item in one comparison", index: vote.winner });
            }
            let mut ends = [0; 2];
            for (end, item) in ends.iter_mut().zip([vote.winner, vote.loser]) {
                Invalid::index("item", item, items)?;
                *end = *places.entry((vote.person, item)).or_insert_with(|| {
                    chain.opinions.push((item, 0.0));
                    chain.touching.push(Vec::new());
                    chain.opinions.len() - 1
                });
            }
            chain.touching[ends[0]].push((chain.votes.len(), 1.0));
            chain.touching[ends[1]].push((chain.votes.len(), -1.0));
            chain.votes.push((ends[0], ends[1], 0.0));
        }
        Ok(chain)
    }

    fn sweep(&mut self) {
        // Latent differences, each above zero because the winner won; kept as residuals.
        for vote in &mut self.votes {
            let mean = self.opinions[vote.0].1 - self.opinions[vote.1].1;
            vote.2 = normal::above(-mean, &mut self.chance);
        }
        // Own opinions: the prior N(μ, 1) and one unit of evidence per vote.
        for place in 0..self.opinions.len() {
            let (item, old) = self.opinions[place];
            let evidence: f64 =
                self.touching[place].iter().map(|(vote, sign)| sign * self.votes[*vote].2 + old).sum();
            let weight = 1.0 + self.touching[place].len() as f64;
            let new = (self.means[item] + evidence) / weight + self.chance.normal() / weight.sqrt();
            self.opinions[place].1 = new;
            for (vote, sign) in &self.touching[place] {
                self.votes[*vote].2 -= sign * (new - old);
            }
        }
        let mut sums = vec![(0.0, 0.0); self.means.len()];
        for (item, opinion) in &self.opinions {
            sums[*item] = (sums[*item].0 + opinion, sums[*item].1 + 1.0);
        }
        for (mean, (sum, count)) in self.means.iter_mut().zip(sums) {
            let weight = count + 1.0 / PRIOR;
            *mean = sum / weight + self.chance.normal() / weight.sqrt();
        }
    }

    fn score(&self, item: usize) -> f64 {
        let others = self.means.len().saturating_sub(1);
        if others == 0 {
            return 50.0;
        }
        // The difference of two own opinions around μ_i − μ_k, plus the noise of the vote: variance 1 + 1 +
        // 1.
        let beats = |mean: &f64| normal::below((self.means[item] - mean) / 3f64.sqrt());
        let sum: f64 = self.means.iter().map(beats).sum();
        100.0 * (sum - 0.5) / others as f64
    }
}
