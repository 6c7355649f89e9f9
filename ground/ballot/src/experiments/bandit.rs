use crate::{Invalid, chance::Seed};

/// What an arm has brought so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Arm {
    /// Successes.
    pub successes: u64,
    /// Failures.
    pub failures: u64,
}

/// How the next visitors are shared among arms.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Shares {
    /// Probability of each arm in the next draw: record it with every visitor, [`inverse_propensity`] needs
    /// it.
    pub shares: Vec<f64>,
    /// Estimated probability that each arm is the best.
    pub best: Vec<f64>,
}

impl Shares {
    /// Draws an arm; `None` when there are none.
    pub fn draw(&self, seed: &Seed) -> Option<usize> {
        seed.chance().weighted(&self.shares)
    }
}

/// Top-two Thompson sampling with a floor: shares for the next visitors, from the seed alone.
///
/// The chance α_i of being best is estimated by `draws` samples from Beta(1+successes, 1+failures) of every
/// arm; then `ψ_i = α_i·(½ + ½·Σ_{j≠i} α_j/(1−α_j))`, the share of an arm when the best and its challenger
/// are shown alternately (D. Russo, "Simple Bayesian algorithms for best-arm identification", Operations
/// Research 68, 2020), and `share_i = floor + (1 − K·floor)·ψ_i`. The floor keeps every arm alive, so that
/// estimates by inverse propensity stay unbiased. O(draws × arms). Refuses fewer than two arms, a floor not
/// above zero or beyond 1/K, and no draws.
///
/// ```
/// use ballot::{chance::Seed, experiments::{Arm, top_two}};
/// let arms = [(50, 50), (60, 40), (5, 95)].map(|(successes, failures)| Arm { successes, failures });
/// let next = top_two(&arms, 0.05, 2000, &Seed::of("monday"))?;
/// assert!(next.shares[2] < 0.06 && next.shares[1] > 0.4 && next.shares[0] > 0.3);
/// assert!((next.shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn top_two(arms: &[Arm], floor: f64, draws: u32, seed: &Seed) -> Result<Shares, Invalid> {
    let count = arms.len() as f64;
    if arms.len() < 2 {
        return Err(Invalid::Contradiction("an experiment needs two arms"));
    }
    let floor = Invalid::within("floor", floor, f64::MIN_POSITIVE, 1.0 / count)?;
    if draws == 0 {
        return Err(Invalid::Empty { what: "draws" });
    }
    let mut chance = seed.chance();
    let mut wins = vec![0u32; arms.len()];
    for _ in 0..draws {
        let mut best = (f64::NEG_INFINITY, 0);
        for (index, arm) in arms.iter().enumerate() {
            let value = chance.beta(arm.successes as f64 + 1.0, arm.failures as f64 + 1.0);
            if value > best.0 {
                best = (value, index);
            }
        }
        wins[best.1] += 1;
    }
    let best: Vec<f64> = wins.iter().map(|wins| f64::from(*wins) / f64::from(draws)).collect();
    let psi = challenged(&best);
    let shares = psi.iter().map(|psi| floor + (1.0 - count * floor) * psi).collect();
    Ok(Shares { shares, best })
}

/// Shares of best and challenger, adding up to one.
fn challenged(best: &[f64]) -> Vec<f64> {
    if let Some(sure) = best.iter().position(|alpha| *alpha == 1.0) {
        // Nobody else was ever best: the challengers' half is shared equally.
        let others = 0.5 / (best.len() as f64 - 1.0);
        return (0..best.len()).map(|arm| if arm == sure { 0.5 } else { others }).collect();
    }
    let odds: f64 = best.iter().map(|alpha| alpha / (1.0 - alpha)).sum();
    best.iter().map(|alpha| alpha * (0.5 + 0.5 * (odds - alpha / (1.0 - alpha)))).collect()
}

/// Mean outcome an arm would have had if everybody had seen it: `Σ outcome/propensity / N` over those who saw
/// it, N being all visitors.
///
/// D. G. Horvitz & D. J. Thompson, JASA 47 (1952). Unbiased as long as every propensity is the one that was
/// really used. Sorted first, so the order makes no difference. Refuses propensities outside 0 … 1, more who
/// saw it than visitors, and no visitors.
///
/// ```
/// let seen = [(1.0, 0.5), (0.0, 0.5), (1.0, 0.25)];
/// assert_eq!(ballot::experiments::inverse_propensity(&seen, 10)?, 0.6);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn inverse_propensity(seen: &[(f64, f64)], visitors: u64) -> Result<f64, Invalid> {
    if visitors == 0 {
        return Err(Invalid::Empty { what: "visitors" });
    }
    if seen.len() as u64 > visitors {
        return Err(Invalid::Contradiction("more people saw the arm than visited at all"));
    }
    let mut parts = Vec::with_capacity(seen.len());
    for (outcome, propensity) in seen {
        let outcome = Invalid::within("outcome", *outcome, -1e12, 1e12)?;
        parts.push(outcome / Invalid::within("propensity", *propensity, 1e-12, 1.0)?);
    }
    parts.sort_by(f64::total_cmp);
    Ok(parts.iter().sum::<f64>() / visitors as f64)
}
