//! Bayesian average: few ratings are pulled towards the round's mean, many speak for themselves.

use crate::Invalid;

/// What must be kept of one item's ratings: their number, sum and sum of squares. Updating is constant time.
///
/// ```
/// use ballot::bayes::Sample;
/// let mut sample = Sample::default();
/// sample.add(4.0)?;
/// sample.add(2.0)?;
/// sample.remove(2.0)?;
/// assert_eq!(sample.mean(), Some(4.0));
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Sample {
    count: u64,
    sum: f64,
    squares: f64,
}

impl Sample {
    /// All ratings of one item at once. They are added in ascending order, so their order makes no
    /// difference.
    pub fn of(ratings: &[f64]) -> Result<Sample, Invalid> {
        let mut sorted = ratings.to_vec();
        sorted.sort_by(f64::total_cmp);
        let mut sample = Sample::default();
        for rating in sorted {
            sample.add(rating)?;
        }
        Ok(sample)
    }

    /// One more rating, within ±10¹².
    pub fn add(&mut self, rating: f64) -> Result<(), Invalid> {
        let rating = Invalid::within("rating", rating, -1e12, 1e12)?;
        self.count = self.count.checked_add(1).ok_or(Invalid::TooLarge { what: "number of ratings" })?;
        self.sum += rating;
        self.squares += rating * rating;
        Ok(())
    }

    /// Takes back a rating given before. Exact for whole and half stars.
    pub fn remove(&mut self, rating: f64) -> Result<(), Invalid> {
        let rating = Invalid::within("rating", rating, -1e12, 1e12)?;
        self.count =
            self.count.checked_sub(1).ok_or(Invalid::Contradiction("more ratings removed than added"))?;
        self.sum -= rating;
        self.squares = (self.squares - rating * rating).max(0.0);
        if self.count == 0 {
            *self = Sample::default();
        }
        Ok(())
    }

    /// Number of ratings.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Plain average; `None` without ratings.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }
}

/// What is believed of an item before its first rating: `weight` imagined ratings of value `mean`.
///
/// ```
/// use ballot::bayes::{Prior, Sample};
/// let prior = Prior::new(3.0, 10.0)?;
/// assert_eq!(prior.average(&Sample::of(&[5.0, 5.0])?), (30.0 + 10.0) / 12.0);
/// assert_eq!(prior.average(&Sample::default()), 3.0);
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Prior {
    /// The round's mean m.
    pub mean: f64,
    /// C, counted in ratings; infinite when the items do not differ beyond chance.
    pub weight: f64,
}

impl Prior {
    /// A stated prior: any finite mean, a weight of zero or more.
    pub fn new(mean: f64, weight: f64) -> Result<Prior, Invalid> {
        Ok(Prior {
            mean: Invalid::finite("prior mean", mean)?,
            weight: Invalid::within("prior weight", weight, 0.0, f64::MAX)?,
        })
    }

    /// The prior estimated from the round itself: m is the mean of all ratings, `C = σ²_within / σ²_between`.
    ///
    /// Both variances by one-way analysis of variance with unequal sizes: `σ²_w = SSW/(N−k)`, `σ²_b =
    /// (SSB/(k−1) − σ²_w) / n₀` with `n₀ = (N − Σn_j²/N)/(k−1)` (Searle, Casella & McCulloch, "Variance
    /// components", 1992, ch. 3). When σ²_b is not above zero the items do not differ beyond chance and the
    /// weight is infinite: everybody gets the mean. Needs two rated items and one item with two ratings.
    /// O(items).
    ///
    /// ```
    /// use ballot::bayes::{Prior, Sample};
    /// let items = [Sample::of(&[1.0, 2.0, 1.0])?, Sample::of(&[5.0, 4.0, 5.0])?, Sample::of(&[3.0, 3.0])?];
    /// let prior = Prior::estimate(&items)?;
    /// assert!(prior.weight < 0.2, "these items differ clearly, so each speaks for itself");
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn estimate(items: &[Sample]) -> Result<Prior, Invalid> {
        let mut rated: Vec<&Sample> = items.iter().filter(|item| item.count > 0).collect();
        rated.sort_by(|a, b| {
            a.count.cmp(&b.count).then(a.sum.total_cmp(&b.sum)).then(a.squares.total_cmp(&b.squares))
        });
        let items = rated.len() as f64;
        let ratings: f64 = rated.iter().map(|item| item.count as f64).sum();
        if rated.len() < 2 || ratings <= items {
            return Err(Invalid::Contradiction(
                "a prior needs two rated items and one item with two ratings",
            ));
        }
        let mean = rated.iter().map(|item| item.sum).sum::<f64>() / ratings;
        let (mut within, mut between, mut sizes) = (0.0, 0.0, 0.0);
        for item in rated {
            let count = item.count as f64;
            let own = item.sum / count;
            within += (item.squares - own * item.sum).max(0.0);
            between += count * (own - mean) * (own - mean);
            sizes += count * count;
        }
        let within = within / (ratings - items);
        let usual = (ratings - sizes / ratings) / (items - 1.0);
        let between = (between / (items - 1.0) - within) / usual;
        let weight = if between > 0.0 { within / between } else { f64::INFINITY };
        Ok(Prior { mean, weight })
    }

    /// `B = (C·m + Σx)/(C + n)`; the mean m when there is nothing to go by.
    pub fn average(&self, item: &Sample) -> f64 {
        let weight = self.weight + item.count as f64;
        if weight == 0.0 || self.weight.is_infinite() {
            return self.mean;
        }
        self.mean * (self.weight / weight) + item.sum / weight
    }
}
