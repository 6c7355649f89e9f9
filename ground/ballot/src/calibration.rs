//! Looking back: how well did a method, a stratum or a juror predict what later happened?

use crate::Invalid;

/// Chance that a randomly chosen success had been scored above a randomly chosen failure, ties counting half:
/// the area under the ROC curve.
///
/// 0.5 is a coin, 1 is perfect. By ranks (H. B. Mann & D. R. Whitney, 1947), exact with ties. `None` when
/// there is no success or no failure. O(n log n). Refuses scores that are not numbers.
///
/// ```
/// use ballot::calibration::auc;
/// assert_eq!(auc(&[(0.9, true), (0.4, true), (0.5, false), (0.1, false)])?, Some(0.75));
/// assert_eq!(auc(&[(0.9, true)])?, None);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn auc(scored: &[(f64, bool)]) -> Result<Option<f64>, Invalid> {
    for (score, _) in scored {
        Invalid::within("score", *score, -f64::MAX, f64::MAX)?;
    }
    let mut sorted = scored.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut failures, mut doubled, mut successes) = (0u128, 0u128, 0u128);
    // Negative and positive zero are the same score.
    for level in sorted.chunk_by(|a, b| a.0 == b.0) {
        let up = level.iter().filter(|(_, success)| *success).count() as u128;
        let down = level.len() as u128 - up;
        doubled += up * (2 * failures + down);
        failures += down;
        successes += up;
    }
    let pairs = 2 * successes * failures;
    Ok((pairs > 0).then(|| doubled as f64 / pairs as f64))
}

/// One band of predictions beside what happened.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Band {
    /// Predictions in this band.
    pub count: u64,
    /// Mean of the predicted probabilities.
    pub predicted: f64,
    /// Share that came true.
    pub happened: f64,
}

/// Predicted probabilities against outcomes.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Calibration {
    /// Mean squared error (G. W. Brier, Monthly Weather Review 78, 1950): 0 is perfect, 0.25 is always saying
    /// one half.
    pub brier: f64,
    /// Bands of equal width that hold any predictions, ascending.
    pub bands: Vec<Band>,
}

/// Compares predicted probabilities with outcomes in `bands` bands of equal width. Sorted first, so the order
/// makes no difference. O(n log n). Refuses probabilities outside 0 … 1, no predictions, and bands outside 1
/// … 1,000.
///
/// ```
/// use ballot::calibration::calibration;
/// let found = calibration(&[(0.8, true), (0.8, true), (0.8, false), (0.1, false)], 10)?;
/// assert_eq!(found.bands.len(), 2);
/// assert!((found.bands[1].happened - 2.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn calibration(predicted: &[(f64, bool)], bands: usize) -> Result<Calibration, Invalid> {
    Invalid::within("number of bands", bands as f64, 1.0, 1_000.0)?;
    if predicted.is_empty() {
        return Err(Invalid::Empty { what: "predictions" });
    }
    for (chance, _) in predicted {
        Invalid::within("predicted probability", *chance, 0.0, 1.0)?;
    }
    let mut sorted = predicted.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let outcome = |happened: bool| f64::from(u8::from(happened));
    let miss = |(chance, happened): &(f64, bool)| chance - outcome(*happened);
    let brier = sorted.iter().map(|prediction| miss(prediction) * miss(prediction)).sum::<f64>();
    let band = |chance: f64| ((chance * bands as f64) as usize).min(bands - 1);
    let found = sorted.chunk_by(|a, b| band(a.0) == band(b.0)).map(|level| {
        let count = level.len() as f64;
        Band {
            count: level.len() as u64,
            predicted: level.iter().map(|(chance, _)| chance).sum::<f64>() / count,
            happened: level.iter().map(|(_, happened)| outcome(*happened)).sum::<f64>() / count,
        }
    });
    Ok(Calibration { brier: brier / sorted.len() as f64, bands: found.collect() })
}
