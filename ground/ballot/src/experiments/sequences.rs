use crate::{Invalid, wilson::Interval};

/// Running sums of one arm: all that an always-valid interval needs. Adding is constant time.
///
/// ```
/// use ballot::experiments::{Series, tuned};
/// let mut series = Series::default();
/// for n in 0..400 {
///     series.add(f64::from(n % 4 == 0))?;
/// }
/// let bounds = series.interval(0.05, tuned(400, 0.05)?)?;
/// assert!(bounds.lower < 0.25 && 0.25 < bounds.upper && bounds.upper - bounds.lower < 0.2);
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Series {
    count: u64,
    mean: f64,
    /// Sum of squared deviations from the mean.
    spread: f64,
}

impl Series {
    /// One more observation, within ±10¹².
    pub fn add(&mut self, value: f64) -> Result<(), Invalid> {
        let value = Invalid::within("observation", value, -1e12, 1e12)?;
        self.count = self.count.checked_add(1).ok_or(Invalid::TooLarge { what: "number of observations" })?;
        let away = value - self.mean;
        self.mean += away / self.count as f64;
        self.spread += away * (value - self.mean);
        Ok(())
    }

    /// From counts of yes and no.
    pub fn of_shares(yes: u64, no: u64) -> Series {
        let count = yes.saturating_add(no);
        let mean = if count == 0 { 0.0 } else { yes as f64 / count as f64 };
        Series { count, mean, spread: count as f64 * mean * (1.0 - mean) }
    }

    /// Observations so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean so far; 0 at the start.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    fn variance(&self) -> f64 {
        if self.count == 0 { 0.0 } else { (self.spread / self.count as f64).max(0.0) }
    }

    /// Interval for the true mean that holds at *all* times at once, however often somebody looks; asymptotic
    /// in the observations.
    ///
    /// `μ̂_t ± σ̂_t·√((2(tρ²+1)/(t²ρ²))·ln(√(tρ²+1)/α))`: I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy
    /// & A. Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences" (2021). Unbounded
    /// before two observations. Choose `rho` by [`tuned`] *before* the start.
    pub fn interval(&self, alpha: f64, rho: f64) -> Result<Interval, Invalid> {
        let width = width(self.count as f64, self.variance(), alpha, rho)?;
        Ok(Interval { lower: self.mean - width, upper: self.mean + width })
    }

    /// The same for the difference `self − other` of two arms: variances of the means are added, t is the sum
    /// of both counts.
    ///
    /// ```
    /// use ballot::experiments::{Series, tuned};
    /// let (a, b) = (Series::of_shares(700, 300), Series::of_shares(450, 550));
    /// let gain = a.minus(&b, 0.05, tuned(2000, 0.05)?)?;
    /// assert!(gain.lower > 0.1 && gain.upper < 0.4);
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn minus(&self, other: &Series, alpha: f64, rho: f64) -> Result<Interval, Invalid> {
        let (n, m) = (self.count as f64, other.count as f64);
        let total = if n < 2.0 || m < 2.0 { 0.0 } else { n + m };
        let variance = total * (self.variance() / n.max(1.0) + other.variance() / m.max(1.0));
        let width = width(total, variance, alpha, rho)?;
        let gap = self.mean - other.mean;
        Ok(Interval { lower: gap - width, upper: gap + width })
    }
}

fn width(t: f64, variance: f64, alpha: f64, rho: f64) -> Result<f64, Invalid> {
    let alpha = Invalid::within("alpha", alpha, 1e-12, 0.5)?;
    let rho = Invalid::within("rho", rho, 1e-9, 1e6)?;
    if t < 2.0 {
        return Ok(f64::INFINITY);
    }
    let grown = t * rho * rho + 1.0;
    let log = 0.5 * libm::log(grown) - libm::log(alpha);
    Ok((variance * 2.0 * grown / (t * t * rho * rho) * log).sqrt())
}

/// The ρ that makes an always-valid interval narrowest at the planned number of observations: `√((−2 ln α +
/// ln(−2 ln α + 1))/n)` (ibid., appendix B).
///
/// ```
/// assert!(ballot::experiments::tuned(100, 0.05)? > ballot::experiments::tuned(10_000, 0.05)?);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn tuned(planned: u64, alpha: f64) -> Result<f64, Invalid> {
    let alpha = Invalid::within("alpha", alpha, 1e-12, 0.5)?;
    let strength = -2.0 * libm::log(alpha);
    Ok(((strength + libm::log(strength + 1.0)) / planned.max(1) as f64).sqrt())
}

/// Evidence against the share being `share`, from yes and no alone: exact at any sample size and any time.
///
/// The mixture `∫ q^yes (1−q)^no dq / (share^yes (1−share)^no)` over a uniform q. Under the hypothesis it
/// exceeds 1/α at *any* time with probability at most α (Ville 1939; Robbins 1970). Returned as a natural
/// logarithm, since it grows exponentially. Constant time.
///
/// ```
/// use ballot::experiments::e_value;
/// assert!(e_value(90, 10, 0.5)? > (1.0f64 / 0.001).ln());
/// assert!(e_value(52, 48, 0.5)? < 0.0);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn e_value(yes: u64, no: u64, share: f64) -> Result<f64, Invalid> {
    let share = Invalid::within("share", share, 0.0, 1.0)?;
    let (yes, no) = (yes as f64, no as f64);
    // 0 · ln 0 counts as nothing: an event that never happened says nothing against being impossible.
    let times = |count: f64, log: f64| if count == 0.0 { 0.0 } else { count * log };
    let mixture = libm::lgamma(yes + 1.0) + libm::lgamma(no + 1.0) - libm::lgamma(yes + no + 2.0);
    Ok(mixture - times(yes, libm::log(share)) - times(no, libm::log1p(-share)))
}

/// Interval for a share that is exact and holds at all times at once: every share whose [`e_value`] stays
/// below 1/α.
///
/// ```
/// let bounds = ballot::experiments::bernoulli(80, 20, 0.05)?;
/// assert!(bounds.lower < 0.8 && 0.8 < bounds.upper && bounds.lower > 0.6);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn bernoulli(yes: u64, no: u64, alpha: f64) -> Result<Interval, Invalid> {
    let alpha = Invalid::within("alpha", alpha, 1e-12, 0.5)?;
    let limit = -libm::log(alpha);
    let total = yes as f64 + no as f64;
    let middle = if total == 0.0 { 0.5 } else { yes as f64 / total };
    // Evidence falls towards the observed share and rises beyond it, so each bound is found by halving.
    let bound = |mut outside: f64| -> Result<f64, Invalid> {
        if e_value(yes, no, outside)? <= limit {
            return Ok(outside);
        }
        let mut inside = middle;
        for _ in 0..200 {
            let half = 0.5 * (inside + outside);
            if e_value(yes, no, half)? > limit {
                outside = half;
            } else {
                inside = half;
            }
        }
        // The outer end, so that rounding never narrows the interval.
        Ok(outside)
    };
    Ok(Interval { lower: bound(0.0)?, upper: bound(1.0)? })
}
