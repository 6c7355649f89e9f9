//! Star ratings: a cautious average that few enthusiastic ratings cannot push up.

use crate::{Invalid, wilson::Interval};

/// How often each level of a scale was given.
///
/// ```
/// use ballot::stars::Stars;
/// let newcomer = Stars::one_to_five([0, 0, 0, 0, 2]);
/// let proven = Stars::one_to_five([1, 2, 5, 40, 52]);
/// let z = ballot::Z95;
/// assert!(newcomer.mean() > proven.mean());
/// assert!(newcomer.bounds(z)?.lower < proven.bounds(z)?.lower);
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Stars {
    levels: Vec<(f64, u64)>,
}

impl Stars {
    /// The usual scale 1, 2, 3, 4, 5 with its counts.
    pub fn one_to_five(counts: [u64; 5]) -> Stars {
        Stars { levels: [1.0, 2.0, 3.0, 4.0, 5.0].into_iter().zip(counts).collect() }
    }

    /// Any scale: pairs of the level's value and how often it was given. Refuses an empty scale, a value that
    /// is not finite (or beyond ±10¹²) and a value that occurs twice.
    ///
    /// ```
    /// use ballot::stars::Stars;
    /// let thumbs = Stars::new([(-1.0, 3), (0.0, 4), (1.0, 9)])?;
    /// assert_eq!(thumbs.ratings(), 16);
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn new(levels: impl IntoIterator<Item = (f64, u64)>) -> Result<Stars, Invalid> {
        let mut levels: Vec<(f64, u64)> = levels.into_iter().collect();
        for (value, _) in &levels {
            Invalid::within("level of a scale", *value, -1e12, 1e12)?;
        }
        levels.sort_by(|a, b| a.0.total_cmp(&b.0));
        if levels.is_empty() {
            return Err(Invalid::Empty { what: "scale" });
        }
        if let Some(index) = levels.windows(2).position(|pair| pair[0].0 == pair[1].0) {
            return Err(Invalid::Repeated { what: "level of a scale", index });
        }
        Ok(Stars { levels })
    }

    /// Counts one more rating. Refuses a value that is not on the scale.
    ///
    /// ```
    /// use ballot::stars::Stars;
    /// let mut stars = Stars::one_to_five([0, 0, 3, 1, 0]);
    /// stars.add(5.0)?;
    /// stars.remove(3.0)?;
    /// assert_eq!(stars, Stars::one_to_five([0, 0, 2, 1, 1]));
    /// assert!(stars.add(4.5).is_err() && stars.remove(1.0).is_err());
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn add(&mut self, value: f64) -> Result<(), Invalid> {
        let count = self.count(value)?;
        *count = count.checked_add(1).ok_or(Invalid::TooLarge { what: "number of ratings" })?;
        Ok(())
    }

    /// Takes one rating back. Refuses a value that is not on the scale or was not given.
    pub fn remove(&mut self, value: f64) -> Result<(), Invalid> {
        let count = self.count(value)?;
        *count = count.checked_sub(1).ok_or(Invalid::Contradiction("more ratings removed than added"))?;
        Ok(())
    }

    fn count(&mut self, value: f64) -> Result<&mut u64, Invalid> {
        let level = self.levels.iter_mut().find(|level| level.0 == value);
        level.map(|level| &mut level.1).ok_or(Invalid::Contradiction("this rating is not on the scale"))
    }

    /// Number of ratings (stops at `u64::MAX`).
    pub fn ratings(&self) -> u64 {
        self.levels.iter().fold(0, |sum, level| sum.saturating_add(level.1))
    }

    /// Plain average of the ratings; `None` when there are none.
    ///
    /// ```
    /// assert_eq!(ballot::stars::Stars::one_to_five([0, 0, 1, 0, 1]).mean(), Some(4.0));
    /// ```
    pub fn mean(&self) -> Option<f64> {
        let ratings: f64 = self.levels.iter().map(|level| level.1 as f64).sum();
        let total: f64 = self.levels.iter().map(|(value, count)| value * *count as f64).sum();
        (ratings > 0.0).then(|| total / ratings)
    }

    /// Bounds of the true average at normal quantile `z`, from a Dirichlet posterior with one imagined rating
    /// per level.
    ///
    /// With levels `s_k`, counts `n_k`, `N = Σ n_k`, `K` levels and `q_k = (n_k+1)/(N+K)`: `Σ s_k q_k ±
    /// z·√((Σ s_k² q_k − (Σ s_k q_k)²)/(N+K+1))`, cut to the scale. E. Miller, "Ranking items with star
    /// ratings" (2014). O(K).
    ///
    /// ```
    /// let bounds = ballot::stars::Stars::one_to_five([0; 5]).bounds(1.0)?;
    /// assert!((bounds.lower - (3.0 - (2.0f64 / 6.0).sqrt())).abs() < 1e-12);
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn bounds(&self, z: f64) -> Result<Interval, Invalid> {
        let z = Invalid::within("z", z, 0.0, 1e6)?;
        let ratings: f64 = self.levels.iter().map(|level| level.1 as f64).sum();
        let weight = ratings + self.levels.len() as f64;
        let share = |count: u64| (count as f64 + 1.0) / weight;
        let mean: f64 = self.levels.iter().map(|(value, count)| value * share(*count)).sum();
        let variance: f64 =
            self.levels.iter().map(|(value, count)| (value - mean) * (value - mean) * share(*count)).sum();
        let spread = z * (variance / (weight + 1.0)).sqrt();
        let (least, most) = self.ends();
        Ok(Interval { lower: (mean - spread).max(least), upper: (mean + spread).min(most) })
    }

    fn ends(&self) -> (f64, f64) {
        let least = self.levels.first().map_or(0.0, |level| level.0);
        (least, self.levels.last().map_or(0.0, |level| level.0))
    }
}
