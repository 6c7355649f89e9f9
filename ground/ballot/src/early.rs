//! Leaving early, safely: an entry is dropped only when even its upper bound stays below the cut.

use crate::{Invalid, stars::Stars, wilson};

/// What the rule says about one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Verdict {
    /// Too few ratings to say anything: it stays.
    TooFew,
    /// It may still reach the cut: it stays.
    Keep,
    /// Even at its best it lies below the cut.
    Drop,
}

/// The announced rule: drop when the upper confidence bound is below `cut` and there are at least `least`
/// ratings.
///
/// An average alone drops unlucky entries after three harsh ratings; the bound does not.
///
/// ```
/// use ballot::{early::{EarlyDrop, Verdict}, stars::Stars};
/// let rule = EarlyDrop::new(1.7, 20, ballot::Z95)?;
/// assert_eq!(rule.stars(&Stars::one_to_five([5, 0, 0, 0, 0]))?, Verdict::TooFew);
/// assert_eq!(rule.stars(&Stars::one_to_five([30, 10, 4, 2, 1]))?, Verdict::Keep);
/// assert_eq!(rule.stars(&Stars::one_to_five([300, 10, 4, 2, 1]))?, Verdict::Drop);
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EarlyDrop {
    cut: f64,
    least: u64,
    z: f64,
}

impl EarlyDrop {
    /// `cut` on the scale used, `least` ratings before anything may be dropped, normal quantile `z`.
    pub fn new(cut: f64, least: u64, z: f64) -> Result<EarlyDrop, Invalid> {
        Ok(EarlyDrop { cut: Invalid::finite("cut", cut)?, least, z: Invalid::within("z", z, 0.0, 1e6)? })
    }

    /// The verdict on star ratings, by [`Stars::bounds`].
    pub fn stars(&self, ratings: &Stars) -> Result<Verdict, Invalid> {
        Ok(self.verdict(ratings.ratings(), ratings.bounds(self.z)?.upper))
    }

    /// The verdict on `positive` of `total` votes, by [`wilson::interval`]; the cut is then a share.
    ///
    /// ```
    /// use ballot::early::{EarlyDrop, Verdict};
    /// let rule = EarlyDrop::new(0.2, 10, ballot::Z95)?;
    /// assert_eq!(rule.share(1, 100)?, Verdict::Drop);
    /// assert_eq!(rule.share(3, 12)?, Verdict::Keep);
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn share(&self, positive: u64, total: u64) -> Result<Verdict, Invalid> {
        Ok(self.verdict(total, wilson::upper(positive, total, self.z)?))
    }

    fn verdict(&self, ratings: u64, upper: f64) -> Verdict {
        match () {
            () if ratings < self.least => Verdict::TooFew,
            () if upper < self.cut => Verdict::Drop,
            () => Verdict::Keep,
        }
    }
}
