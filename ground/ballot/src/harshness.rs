//! Harsh and lenient raters: what an item deserves once everybody's habit is taken out.

use crate::Invalid;

/// One rating by one rater of one item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rating {
    /// Index of the rater.
    pub rater: usize,
    /// Index of the item.
    pub item: usize,
    /// The value given, within ±10¹².
    pub value: f64,
}

/// The fitted parts of `value = mean + quality[item] + leniency[rater] + chance`.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Corrected {
    /// μ, the mean of all ratings.
    pub mean: f64,
    /// q_j, how far an item lies above the mean once raters' habits are removed; 0 for an item nobody rated.
    pub quality: Vec<f64>,
    /// b_i, how far a rater's habit lies above the mean: positive is lenient; 0 for a rater without ratings.
    pub leniency: Vec<f64>,
    /// Whether the alternation settled (to 10⁻¹¹ of the ratings' range) within the allowed passes.
    pub settled: bool,
}

/// Fits item qualities and rater habits together by ridge-regularised alternating means.
///
/// Minimises `Σ (x_ij − μ − q_j − b_i)² + ridge·(Σ q_j² + Σ b_i²)`; each pass sets `q_j = Σ_i(x_ij − μ −
/// b_i)/(n_j + ridge)` and likewise `b_i`. With `ridge > 0` the minimum is unique. The additive two-way model
/// is Fisher's (1925); this ridge form is the bias model of Koren, Bell & Volinsky, "Matrix factorization
/// techniques for recommender systems", Computer 42 (2009). O(ratings) per pass, at most 10,000 passes.
/// Refuses unknown indexes, repeated (rater, item) pairs and values that are not finite.
///
/// ```
/// use ballot::harshness::{Rating, correct};
/// // Rater 0 is harsh by two stars, and happened to see only the better item.
/// let ratings = [(0, 0, 3.0), (0, 1, 2.0), (1, 0, 5.0), (1, 1, 4.0), (1, 2, 3.0), (2, 2, 3.0), (2, 1, 4.0)]
///     .map(|(rater, item, value)| Rating { rater, item, value });
/// let fit = correct(3, 3, &ratings, 0.1)?;
/// assert!(fit.quality[0] > fit.quality[1] && fit.quality[1] > fit.quality[2]);
/// assert!(fit.leniency[0] < -1.0);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn correct(raters: usize, items: usize, ratings: &[Rating], ridge: f64) -> Result<Corrected, Invalid> {
    let ridge = Invalid::positive("ridge", ridge)?;
    Invalid::table("number of raters", raters, 1)?;
    Invalid::table("number of items", items, 1)?;
    let ratings = checked(raters, items, ratings)?;
    let mean = ratings.iter().map(|rating| rating.value).sum::<f64>() / ratings.len() as f64;
    let range = ratings.iter().map(|rating| (rating.value - mean).abs()).fold(0.0, f64::max);
    let mut fit = Corrected { mean, quality: vec![0.0; items], leniency: vec![0.0; raters], settled: false };
    for _ in 0..10_000 {
        let moved = pass(
            &ratings,
            mean,
            ridge,
            |rating| (rating.item, rating.rater),
            &mut fit.quality,
            &fit.leniency,
        )
        .max(pass(
            &ratings,
            mean,
            ridge,
            |rating| (rating.rater, rating.item),
            &mut fit.leniency,
            &fit.quality,
        ));
        if moved <= 1e-11 * range {
            fit.settled = true;
            break;
        }
    }
    Ok(fit)
}

/// Sorted, so that sums do not depend on the order of ballots.
fn checked(raters: usize, items: usize, ratings: &[Rating]) -> Result<Vec<Rating>, Invalid> {
    if ratings.is_empty() {
        return Err(Invalid::Empty { what: "ratings" });
    }
    for rating in ratings {
        Invalid::index("rater", rating.rater, raters)?;
        Invalid::index("item", rating.item, items)?;
        Invalid::within("rating", rating.value, -1e12, 1e12)?;
    }
    let mut sorted = ratings.to_vec();
    sorted.sort_by_key(|rating| (rating.item, rating.rater));
    match sorted.windows(2).find(|pair| (pair[0].item, pair[0].rater) == (pair[1].item, pair[1].rater)) {
        Some(pair) => Err(Invalid::Repeated { what: "rating of one item by rater", index: pair[0].rater }),
        None => Ok(sorted),
    }
}

/// One half-pass: refits `own` while `other` stands still, and says how far the furthest value moved.
fn pass(
    ratings: &[Rating],
    mean: f64,
    ridge: f64,
    ends: impl Fn(&Rating) -> (usize, usize),
    own: &mut [f64],
    other: &[f64],
) -> f64 {
    let mut sums = vec![(0.0, 0.0); own.len()];
    for rating in ratings {
        let (mine, theirs) = ends(rating);
        sums[mine].0 += rating.value - mean - other[theirs];
        sums[mine].1 += 1.0;
    }
    let mut moved = 0.0f64;
    for (value, (sum, count)) in own.iter_mut().zip(sums) {
        let fitted = sum / (count + ridge);
        moved = moved.max((fitted - *value).abs());
        *value = fitted;
    }
    moved
}
