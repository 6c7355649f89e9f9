//! Who needs eyes: a fair share of attention before anything is ordered in public.
//!
//! An item is shown with probability proportional to `uncertainty × 1/(1+views)`, so that attention goes
//! where it still teaches something. Until every item has had its guaranteed number of independent views (by
//! people who were not shown counts or names), only the items that still lack some are drawn, and the list is
//! not yet ordered by popularity.

use crate::{Invalid, chance::Seed, wilson};

/// What is known of one item: how often it was seen independently, and how uncertain its score still is.
///
/// ```
/// use ballot::exposure::Seen;
/// let new = Seen::by_share(0, 0, 0)?;
/// let old = Seen::by_share(400, 90, 100)?;
/// assert!(new.uncertainty > old.uncertainty);
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// Independent views so far.
    pub views: u64,
    /// Any measure that shrinks as evidence grows: the width of an interval, a standard error.
    pub uncertainty: f64,
}

impl Seen {
    /// Uncertainty as the width of Wilson's 95 % interval of `positive` among `total` votes.
    pub fn by_share(views: u64, positive: u64, total: u64) -> Result<Seen, Invalid> {
        let bounds = wilson::interval(positive, total, crate::Z95)?;
        Ok(Seen { views, uncertainty: bounds.upper - bounds.lower })
    }

    fn weight(&self) -> f64 {
        self.uncertainty / (1.0 + self.views as f64)
    }
}

/// An item drawn, with the probability it had: what an audit needs to weigh results back.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Drawn {
    /// Index of the item.
    pub item: usize,
    /// Its probability in this draw.
    pub probability: f64,
}

/// How far the guarantee has come.
///
/// ```
/// use ballot::exposure::{Coverage, Seen};
/// let items = [3, 9].map(|views| Seen { views, uncertainty: 0.5 });
/// let coverage = Coverage::of(&items, 5);
/// assert_eq!((coverage.ready, coverage.missing_views), (1, 2));
/// assert!(!coverage.complete(), "too early to order this list in public");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Coverage {
    /// Number of items.
    pub items: usize,
    /// Items that have had their guaranteed views.
    pub ready: usize,
    /// Views still owed, all items together.
    pub missing_views: u64,
}

impl Coverage {
    /// Counts the items against `guaranteed` independent views each.
    pub fn of(items: &[Seen], guaranteed: u64) -> Coverage {
        let missing = |item: &Seen| guaranteed.saturating_sub(item.views);
        Coverage {
            items: items.len(),
            ready: items.iter().filter(|item| missing(item) == 0).count(),
            missing_views: items.iter().map(missing).fold(0, u64::saturating_add),
        }
    }

    /// Whether the list may be ordered in public.
    pub fn complete(&self) -> bool {
        self.missing_views == 0
    }
}

/// Draws up to `count` different items for one reader from `candidates`, the items she has not seen yet.
///
/// Each is drawn with probability ∝ `uncertainty/(1+views)` among the remaining candidates that still lack
/// guaranteed views or, when none lacks any, among all remaining. When no weight is left above zero the rest
/// is drawn uniformly. The result follows from the seed alone (one [`unit`](crate::chance::Chance::unit) per
/// item); candidates are sorted first. Formula: inverse-view exposure control, own; the guarantee follows the
/// idea of independent judgement before influence (Salganik, Dodds & Watts, Science 311, 2006). O(count ×
/// candidates).
///
/// ```
/// use ballot::{chance::Seed, exposure::{Seen, draw}};
/// let items = [(0, 1.0), (50, 0.2), (2, 0.9)].map(|(views, uncertainty)| Seen { views, uncertainty });
/// let page = draw(&items, &[0, 1, 2], 3, 2, &Seed::of("reader 7, page 1"))?;
/// let mut shown: Vec<usize> = page.iter().map(|drawn| drawn.item).collect();
/// shown.sort();
/// assert_eq!(shown, [0, 2], "both still lack guaranteed views");
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn draw(
    items: &[Seen],
    candidates: &[usize],
    guaranteed: u64,
    count: usize,
    seed: &Seed,
) -> Result<Vec<Drawn>, Invalid> {
    let mut left = checked(items, candidates)?;
    let mut chance = seed.chance();
    let mut drawn = Vec::with_capacity(count.min(left.len()));
    while drawn.len() < count && !left.is_empty() {
        let owed = left.iter().any(|item| items[*item].views < guaranteed);
        let eligible = |item: usize| !owed || items[item].views < guaranteed;
        let mut weights: Vec<f64> =
            left.iter().map(|item| if eligible(*item) { items[*item].weight() } else { 0.0 }).collect();
        if weights.iter().all(|weight| *weight == 0.0) {
            weights = left.iter().map(|item| if eligible(*item) { 1.0 } else { 0.0 }).collect();
        }
        let Some(place) = chance.weighted(&weights) else { break };
        let total: f64 = weights.iter().sum();
        drawn.push(Drawn { item: left.remove(place), probability: weights[place] / total });
    }
    Ok(drawn)
}

fn checked(items: &[Seen], candidates: &[usize]) -> Result<Vec<usize>, Invalid> {
    let mut left = candidates.to_vec();
    left.sort_unstable();
    for item in &left {
        Invalid::index("item", *item, items.len())?;
        Invalid::within("uncertainty", items[*item].uncertainty, 0.0, 1e15)?;
    }
    match left.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Invalid::Repeated { what: "candidate", index: pair[0] }),
        None => Ok(left),
    }
}
