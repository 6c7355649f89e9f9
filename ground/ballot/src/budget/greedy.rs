use super::Offer;
use crate::{Invalid, ties::TieRule};

/// Takes projects by score, most first, each that still fits; equals by the stated rule.
///
/// The common rule of participatory budgeting ("greedy by votes"). `scores` may be approvals, points or net
/// votes. Returns the projects in the order taken. O(n log n). Refuses a wrong number of scores.
///
/// ```
/// use ballot::{budget::{Offer, greedy}, ties::TieRule};
/// let offer = Offer::new([70, 50, 30], 100)?;
/// let chosen = greedy(&offer, &[9, 8, 7], &TieRule::Order(vec![0, 1, 2]))?;
/// assert_eq!(chosen, [0, 2]); // 1 no longer fits
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn greedy(offer: &Offer, scores: &[i64], ties: &TieRule) -> Result<Vec<usize>, Invalid> {
    let wanted = offer.costs.len();
    if scores.len() != wanted {
        return Err(Invalid::Length { what: "scores of projects", found: scores.len(), wanted });
    }
    let places = ties.places(wanted)?;
    let mut order: Vec<usize> = (0..wanted).collect();
    order.sort_by_key(|project| (std::cmp::Reverse(scores[*project]), places[*project]));
    Ok(fill(offer, offer.budget, order))
}

/// Those of `order` that fit one after the other into `left`.
pub(super) fn fill(offer: &Offer, mut left: u64, order: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let mut chosen = Vec::new();
    for project in order {
        if let Some(rest) = left.checked_sub(offer.costs[project]) {
            left = rest;
            chosen.push(project);
        }
    }
    chosen
}
