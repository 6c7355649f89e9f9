use crate::Invalid;

/// How much more popular each option is than people thought it would be: the largest is the "surprisingly
/// popular" answer.
///
/// Everybody votes and also predicts how the votes will be shared. Those who know better than the crowd know
/// that they are few, so the right answer gets more votes than predicted: `actual share − mean predicted
/// share`. D. Prelec, H. S. Seung & J. McCoy, "A solution to the single-question crowd wisdom problem",
/// Nature 541 (2017). Each prediction is scaled to add up to one. O(predictions × options). Refuses no votes,
/// no predictions, predictions of another length, negative or all-zero ones.
///
/// ```
/// use ballot::raters::surprisingly_popular;
/// // "Is Philadelphia the capital of Pennsylvania?" Most say yes (wrongly) and expect nearly everybody to.
/// let surprise = surprisingly_popular(&[65, 35], &[vec![0.9, 0.1], vec![0.7, 0.3]])?;
/// assert!(surprise[1] > 0.0 && surprise[0] < 0.0, "no is surprisingly popular, and right");
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn surprisingly_popular(votes: &[u64], predicted: &[Vec<f64>]) -> Result<Vec<f64>, Invalid> {
    let total: f64 = votes.iter().map(|count| *count as f64).sum();
    if total == 0.0 || predicted.is_empty() {
        return Err(Invalid::Empty { what: "votes and predictions" });
    }
    let mut expected = vec![Vec::with_capacity(predicted.len()); votes.len()];
    for prediction in predicted {
        if prediction.len() != votes.len() {
            return Err(Invalid::Length { what: "prediction", found: prediction.len(), wanted: votes.len() });
        }
        let mut sum = 0.0;
        for share in prediction {
            sum += Invalid::within("predicted share", *share, 0.0, 1e12)?;
        }
        let sum = Invalid::positive("sum of a prediction", sum)?;
        prediction.iter().zip(&mut expected).for_each(|(share, all)| all.push(share / sum));
    }
    let surprise = |(count, mut all): (&u64, Vec<f64>)| {
        // Ascending, so the order of predictions makes no difference.
        all.sort_by(f64::total_cmp);
        *count as f64 / total - all.iter().sum::<f64>() / predicted.len() as f64
    };
    Ok(votes.iter().zip(expected).map(surprise).collect())
}
