//! Choosing a portfolio of projects under a budget: greedily by votes, or by the method of equal shares.
//!
//! All money is whole minor units; shares are exact fractions. Nothing that decides is ever rounded.

mod approvals;
mod coins;
mod greedy;
mod purses;
mod shares;

pub use approvals::Approvals;
pub use greedy::greedy;
pub use shares::{Completion, EqualShares, Purchase, Utility, equal_shares};

use crate::Invalid;

/// The largest sum of money that is handled: 2⁵³ − 1 minor units.
pub const LARGEST_BUDGET: u64 = (1 << 53) - 1;

/// What is on offer: the cost of every project and the money there is, in minor units.
///
/// ```
/// use ballot::budget::Offer;
/// let offer = Offer::new([40_000, 25_000], 50_000)?;
/// assert_eq!(offer.costs(), [40_000, 25_000]);
/// assert!(Offer::new([0], 10).is_err(), "a project that costs nothing needs no vote");
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Offer {
    costs: Vec<u64>,
    budget: u64,
}

impl Offer {
    /// Costs from 1 to [`LARGEST_BUDGET`], a budget up to [`LARGEST_BUDGET`].
    pub fn new(costs: impl IntoIterator<Item = u64>, budget: u64) -> Result<Offer, Invalid> {
        let costs: Vec<u64> = costs.into_iter().collect();
        let most = LARGEST_BUDGET as f64;
        if let Some(cost) = costs.iter().find(|cost| **cost < 1 || **cost > LARGEST_BUDGET) {
            return Err(Invalid::OutOfRange { what: "cost", least: 1.0, most, found: *cost as f64 });
        }
        if budget > LARGEST_BUDGET {
            return Err(Invalid::OutOfRange { what: "budget", least: 0.0, most, found: budget as f64 });
        }
        Ok(Offer { costs, budget })
    }

    /// Cost of each project.
    pub fn costs(&self) -> &[u64] {
        &self.costs
    }

    /// The money there is.
    pub fn budget(&self) -> u64 {
        self.budget
    }

    /// Cost of a set of projects, as wide as needed.
    pub(crate) fn cost_of(&self, projects: &[usize]) -> u128 {
        projects.iter().map(|project| u128::from(self.costs[*project])).sum()
    }
}
