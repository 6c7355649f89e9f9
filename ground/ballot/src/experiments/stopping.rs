use super::{Series, tuned};
use crate::{Invalid, chance::Seed, wilson::Interval};

/// When to stop, registered before the start.
///
/// ```
/// use ballot::experiments::{Series, StoppingRule, Verdict};
/// let rule = StoppingRule { alpha: 0.05, margin: 0.03, planned: 1000, most: 20_000 };
/// let published = rule.fingerprint();
/// let (a, b) = (Series::of_shares(400, 100), Series::of_shares(250, 250));
/// assert!(matches!(rule.verdict(&a, &b)?, Verdict::FirstBetter(_)));
/// assert_eq!(rule.fingerprint(), published, "the rule is still the registered one");
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StoppingRule {
    /// Chance of a wrong verdict, over all looks together.
    pub alpha: f64,
    /// Differences smaller than this do not matter.
    pub margin: f64,
    /// Observations of both arms together for which the interval is tuned.
    pub planned: u64,
    /// Observations of both arms together after which it ends without a verdict.
    pub most: u64,
}

/// What the rule says now. The interval is of the first arm's mean minus the second's.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub enum Verdict {
    /// Go on.
    Continue(Interval),
    /// Zero lies below the interval.
    FirstBetter(Interval),
    /// Zero lies above the interval.
    SecondBetter(Interval),
    /// The whole interval lies within ± margin.
    Equal(Interval),
    /// The most observations are reached without a verdict.
    Undecided(Interval),
}

impl StoppingRule {
    /// The verdict at this moment; it may be asked after every observation ([`Series::minus`] holds at all
    /// times at once). Refuses a margin below zero.
    pub fn verdict(&self, first: &Series, second: &Series) -> Result<Verdict, Invalid> {
        let margin = Invalid::within("margin", self.margin, 0.0, 1e12)?;
        let gap = first.minus(second, self.alpha, tuned(self.planned, self.alpha)?)?;
        Ok(match () {
            () if gap.lower > 0.0 => Verdict::FirstBetter(gap),
            () if gap.upper < 0.0 => Verdict::SecondBetter(gap),
            () if gap.lower > -margin && gap.upper < margin => Verdict::Equal(gap),
            () if first.count().saturating_add(second.count()) >= self.most => Verdict::Undecided(gap),
            () => Verdict::Continue(gap),
        })
    }

    /// SHA-256 over the four figures (the two fractions as IEEE 754 bits, big-endian, then the two whole
    /// numbers): publish it at the start.
    pub fn fingerprint(&self) -> Seed {
        let words = [self.alpha.to_bits(), self.margin.to_bits(), self.planned, self.most];
        Seed::of(words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>())
    }
}
