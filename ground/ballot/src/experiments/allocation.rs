use crate::{Invalid, chance::Seed};

/// Which arm somebody belongs to: a function of her name and the experiment's seed, so it survives reloads,
/// devices and restarts.
///
/// ```
/// use ballot::{chance::Seed, experiments::Allocation};
/// let halves = Allocation::new(&[1.0, 1.0], Seed::of("two product texts"))?;
/// assert_eq!(halves.arm("person 81"), halves.arm("person 81"));
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Allocation {
    shares: Vec<f64>,
    seed: Seed,
}

impl Allocation {
    /// Arms in proportion to `weights`. Refuses no arms, weights that are negative or not finite, and none
    /// above zero.
    pub fn new(weights: &[f64], seed: Seed) -> Result<Allocation, Invalid> {
        let mut total = 0.0;
        for weight in weights {
            total += Invalid::within("weight of an arm", *weight, 0.0, 1e12)?;
        }
        if total <= 0.0 {
            return Err(Invalid::Empty { what: "arms with a weight" });
        }
        Ok(Allocation { shares: weights.iter().map(|weight| weight / total).collect(), seed })
    }

    /// The arm of a name: the first 64 bits of `SHA-256(seed ‖ name)`, big-endian, divided by 2⁶⁴, against
    /// the running sum of shares. O(arms).
    pub fn arm(&self, name: &str) -> usize {
        let digest = self.seed.split(name);
        let word = digest.bytes()[..8].iter().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        let mark = (word >> 11) as f64 / (1u64 << 53) as f64;
        let mut running = 0.0;
        let mut last = 0;
        for (arm, share) in self.shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            (running, last) = (running + share, arm);
            if running > mark {
                break;
            }
        }
        last
    }

    /// Share of each arm.
    pub fn shares(&self) -> &[f64] {
        &self.shares
    }
}
