//! Wilson's interval: what share of everybody would say yes, judged from those who voted.

use crate::Invalid;

/// Lower and upper bound of a share, both within 0..=1.
///
/// ```
/// let shares = ballot::wilson::interval(8, 10, ballot::Z95)?;
/// assert!(shares.lower < 0.8 && 0.8 < shares.upper);
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Interval {
    /// The share is at least this, as far as the confidence goes.
    pub lower: f64,
    /// The share is at most this.
    pub upper: f64,
}

/// Score interval for the share behind `positive` of `total` votes at normal quantile `z` (1.96 for 95 %).
///
/// With `p = positive/total` and `n = total`: `(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)`. Without
/// votes nothing is known: 0..=1. E. B. Wilson, "Probable inference, the law of succession, and statistical
/// inference", JASA 22 (1927). Constant time. Refuses `positive > total` and a negative or non-finite `z`.
///
/// ```
/// use ballot::wilson::interval;
/// let few = interval(9, 10, ballot::Z95)?;
/// let many = interval(850, 1000, ballot::Z95)?;
/// assert!(many.lower > few.lower, "85 % of a thousand is better supported than 90 % of ten");
/// assert!((few.lower - 0.595_850).abs() < 1e-6);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn interval(positive: u64, total: u64, z: f64) -> Result<Interval, Invalid> {
    let z = Invalid::within("z", z, 0.0, 1e6)?;
    if positive > total {
        let (most, found) = (total as f64, positive as f64);
        return Err(Invalid::OutOfRange { what: "positive votes", least: 0.0, most, found });
    }
    if total == 0 {
        return Ok(Interval { lower: 0.0, upper: 1.0 });
    }
    let n = total as f64;
    let p = positive as f64 / n;
    let spread = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let centre = p + z * z / (2.0 * n);
    let scale = 1.0 + z * z / n;
    // The ends are known exactly; rounding must not put them a hair inside.
    let lower = if positive == 0 { 0.0 } else { ((centre - spread) / scale).clamp(0.0, 1.0) };
    let upper = if positive == total { 1.0 } else { ((centre + spread) / scale).clamp(0.0, 1.0) };
    Ok(Interval { lower, upper })
}

/// The lower bound alone: the usual sort key for "best supported", see [`interval`].
///
/// ```
/// assert_eq!(ballot::wilson::lower(0, 0, ballot::Z95)?, 0.0);
/// assert!(ballot::wilson::lower(1, 1, ballot::Z95)? < 0.21);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn lower(positive: u64, total: u64, z: f64) -> Result<f64, Invalid> {
    Ok(interval(positive, total, z)?.lower)
}

/// The upper bound alone, see [`interval`].
///
/// ```
/// assert_eq!(ballot::wilson::upper(0, 0, ballot::Z95)?, 1.0);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn upper(positive: u64, total: u64, z: f64) -> Result<f64, Invalid> {
    Ok(interval(positive, total, z)?.upper)
}
