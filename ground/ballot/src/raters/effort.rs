use crate::Invalid;

/// How much one person's answers should weigh, and why.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Effort {
    /// Weight by time taken, above 0 and at most 1.
    pub speed: f64,
    /// Weight by variety of answers, above 0 and at most 1.
    pub variety: f64,
    /// Their product, never below the floor.
    pub weight: f64,
}

/// Weighs speeders and straight-liners against everybody else in the same questionnaire; nobody is deleted.
///
/// `seconds` holds for each person the time of each answer (or of the whole), `answers` the options chosen in a
/// grid of like questions. Speed: the median time of a person over a third of the median of all medians, at most
/// 1, so only people three times as fast as usual lose weight (speed relative to the median as in R. Greszki, M.
/// Meyer & H. Schoen, Public Opinion Quarterly 79, 2015; the third is our choice). Variety: with the concentration
/// `h = Σ_k (n_k/n)²` of a person's answers and `m` the median of all, `1 − (h − m)/(1 − m)` where h exceeds m:
/// who answers as uniformly as everybody is not suspicious. Missing times or answers weigh fully. `floor`, above
/// 0, is the least weight anybody keeps. O(n log n). Refuses lists of unlike length and times that are not finite
/// or negative.
///
/// ```
/// use ballot::raters::effort;
/// let seconds = [vec![6.0, 7.0], vec![5.0, 8.0], vec![0.5, 0.7]];
/// let answers = [vec![1, 3, 2, 5], vec![2, 2, 4, 1], vec![3, 3, 3, 3]];
/// let weights = effort(&seconds, &answers, 0.1)?;
/// assert_eq!(weights[0].weight, 1.0);
/// assert_eq!(weights[2].weight, 0.1);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn effort(seconds: &[Vec<f64>], answers: &[Vec<u32>], floor: f64) -> Result<Vec<Effort>, Invalid> {
    if seconds.len() != answers.len() {
        return Err(Invalid::Length { what: "answers", found: answers.len(), wanted: seconds.len() });
    }
    let floor = Invalid::within("floor", floor, f64::MIN_POSITIVE, 1.0)?;
    for time in seconds.iter().flatten() {
        Invalid::within("seconds", *time, 0.0, 1e12)?;
    }
    let times: Vec<Option<f64>> = seconds.iter().map(|times| median(times)).collect();
    let usual = median(&times.iter().flatten().copied().collect::<Vec<_>>()).unwrap_or(0.0) / 3.0;
    let uniform: Vec<Option<f64>> = answers.iter().map(|answers| concentration(answers)).collect();
    let typical = median(&uniform.iter().flatten().copied().collect::<Vec<_>>()).unwrap_or(1.0);
    let weigh = |(time, same): (&Option<f64>, &Option<f64>)| {
        let speed = time.filter(|time| *time < usual).map_or(1.0, |time| time / usual).max(floor);
        let excess =
            same.filter(|same| *same > typical).map_or(0.0, |same| (same - typical) / (1.0 - typical));
        let variety = (1.0 - excess).max(floor);
        Effort { speed, variety, weight: (speed * variety).max(floor) }
    };
    Ok(times.iter().zip(&uniform).map(weigh).collect())
}

/// The middle value, the mean of the two middle ones; `None` of nothing.
fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        n if !n.is_multiple_of(2) => Some(sorted[half]),
        _ => Some(0.5 * (sorted[half - 1] + sorted[half])),
    }
}

/// `Σ (n_k/n)²` over the options chosen; `None` below two answers, which cannot vary.
fn concentration(answers: &[u32]) -> Option<f64> {
    let mut sorted = answers.to_vec();
    sorted.sort_unstable();
    let n = sorted.len() as f64;
    let square = |run: &[u32]| (run.len() as f64 / n) * (run.len() as f64 / n);
    (n >= 2.0).then(|| sorted.chunk_by(|a, b| a == b).map(square).sum())
}
