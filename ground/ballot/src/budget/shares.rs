use super::{
    Approvals, Offer,
    greedy::fill,
    purses::{Estimate, Purses},
};
use crate::{Exact, Invalid, ties::TieRule};
use num_bigint::BigInt;
use num_rational::BigRational;
use std::{cmp::Reverse, collections::BinaryHeap};

/// Raised starts that are tried before the count gives up raising.
const MOST_RUNS: usize = 10_000;

/// What an approved project is worth to a voter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Utility {
    /// As much as it costs: large projects count more. The usual choice for money.
    Cost,
    /// One, whatever it costs: the number of approved projects counts.
    Count,
}

/// What to do with money the method leaves unspent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Completion {
    /// Leave it.
    None,
    /// Fill up by votes with whatever still fits.
    Greedy,
    /// Run again with every voter's start raised by this many minor units, as long as the outcome stays within the budget; then
    /// fill up by votes. One is the textbook's step; with many minor units per voter a hundredth of the fair share
    /// gives nearly the same and needs a hundred runs for each doubling. At most 10,000 runs are made.
    Raise(u64),
}

/// One project bought.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Purchase {
    /// The project.
    pub project: usize,
    /// What each supporter paid who had that much.
    pub price: Exact,
    /// How many did.
    pub full: u64,
    /// What the other supporters gave together: all they had left. `full × price + rest` is the project's cost.
    pub rest: Exact,
    /// The projects that were exactly as good; the tie rule chose when there are two or more.
    pub among: Vec<usize>,
}

/// The outcome of equal shares.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct EqualShares {
    /// What each voter started with in the run that counts.
    pub start: Exact,
    /// Projects bought with shares, in order.
    pub bought: Vec<Purchase>,
    /// Projects added by votes afterwards, in order.
    pub filled: Vec<usize>,
    /// Cost of all chosen projects.
    pub spent: u64,
}

impl EqualShares {
    /// All chosen projects: bought first, then filled.
    pub fn chosen(&self) -> Vec<usize> {
        self.bought.iter().map(|purchase| purchase.project).chain(self.filled.iter().copied()).collect()
    }
}

/// The method of equal shares for approval ballots, in exact fractions.
///
/// The budget is shared equally among voters. A project is ρ-affordable when its supporters can pay for it so that none pays
/// more than ρ per unit of utility: `Σ min(b_i, ρ·u) = cost`. The project with the smallest ρ is bought, its supporters pay, and so on
/// until none is affordable. Projects with exactly equal ρ are told apart by the stated rule. Groups with enough members and a common
/// wish get what their share of the money buys (extended justified representation).
/// D. Peters, G. Pierczyński & P. Skowron, "Proportional participatory budgeting with additive utilities", NeurIPS 2021.
///
/// Voters with equal ballots are one class. Since ρ only grows, a project is looked at again only when its old ρ could still win; each
/// look is linear in the classes of its supporters. Memory is linear in the approvals. Refuses ballots on a different number of projects.
///
/// ```
/// use ballot::{budget::{Approvals, Completion, Offer, Utility, equal_shares}, ties::TieRule};
/// // Sixty voters want 0 and 1, forty want 2. By votes, the forty would get nothing.
/// let offer = Offer::new([60, 40, 40], 100)?;
/// let mut ballots = Approvals::new(3)?;
/// ballots.add(&[0, 1], 60)?;
/// ballots.add(&[2], 40)?;
/// let rule = TieRule::Order(vec![0, 1, 2]);
/// let outcome = equal_shares(&offer, &ballots, Utility::Cost, Completion::None, &rule)?;
/// let mut chosen = outcome.chosen();
/// chosen.sort();
/// assert_eq!(chosen, [0, 2]);
/// assert_eq!(outcome.spent, 100);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn equal_shares(
    offer: &Offer,
    ballots: &Approvals,
    utility: Utility,
    completion: Completion,
    ties: &TieRule,
) -> Result<EqualShares, Invalid> {
    let projects = offer.costs().len();
    if ballots.projects() != projects {
        return Err(Invalid::Length {
            what: "projects on ballots",
            found: ballots.projects(),
            wanted: projects,
        });
    }
    let places = ties.places(projects)?;
    let mut run = Run { offer, ballots, utility, places, purses: Purses::new(offer, ballots) };
    let fair = BigRational::new(BigInt::from(offer.budget()), BigInt::from(ballots.voters().max(1)));
    let mut outcome = run.with(fair);
    if let Completion::Raise(step) = completion {
        outcome = run.raise(outcome, step);
    }
    if completion != Completion::None {
        let left = offer.budget() - outcome.spent;
        outcome.filled = fill(offer, left, run.by_votes(&outcome));
        outcome.spent += offer.cost_of(&outcome.filled) as u64;
    }
    Ok(outcome)
}

/// A lower bound of ρ, ordered as its bits are (it is never negative), and the project.
type Waiting = Reverse<(u64, usize)>;

struct Run<'a> {
    offer: &'a Offer,
    ballots: &'a Approvals,
    utility: Utility,
    places: Vec<usize>,
    purses: Purses<'a>,
}

impl Run<'_> {
    fn with(&mut self, start: BigRational) -> EqualShares {
        self.purses.fill(start.clone());
        let votes = self.ballots.votes();
        let mut waiting: BinaryHeap<Waiting> = (0..votes.len())
            .filter(|project| votes[*project] > 0)
            .map(|project| Reverse((0, project)))
            .collect();
        let mut bought = Vec::new();
        while let Some(purchase) = self.next(&mut waiting) {
            bought.push(purchase);
        }
        let projects: Vec<usize> = bought.iter().map(|purchase: &Purchase| purchase.project).collect();
        // Raised starts may overspend; such an outcome is looked at and dropped, so saturating is harmless.
        let spent = u64::try_from(self.offer.cost_of(&projects)).unwrap_or(u64::MAX);
        EqualShares { start: Exact(start), bought, filled: Vec::new(), spent }
    }

    /// Buys the project with the smallest ρ.
    fn next(&mut self, waiting: &mut BinaryHeap<Waiting>) -> Option<Purchase> {
        let mut best = f64::INFINITY;
        let mut looked = Vec::new();
        while let Some(Reverse((bound, project))) = waiting.peek().copied() {
            if f64::from_bits(bound) > best {
                break;
            }
            waiting.pop();
            if let Some(estimate) = self.purses.estimate(project) {
                let (low, high) = self.per_unit(project, &estimate);
                best = best.min(high);
                looked.push((low, project, estimate));
            }
        }
        let contenders: Vec<&(f64, usize, Estimate)> =
            looked.iter().filter(|(low, ..)| *low <= best).collect();
        let mut exact: Vec<(BigRational, usize, BigRational)> = contenders
            .into_iter()
            .map(|(_, project, estimate)| {
                let price = self.purses.exact_price(*project, estimate);
                (self.exact_per_unit(*project, &price), *project, price)
            })
            .collect();
        let least = exact.iter().map(|(rho, ..)| rho).min()?.clone();
        exact.retain(|(rho, ..)| *rho == least);
        let among: Vec<usize> = exact.iter().map(|(_, project, _)| *project).collect();
        let (_, project, price) = exact.into_iter().min_by_key(|(_, project, _)| self.places[*project])?;
        waiting.extend(
            looked
                .iter()
                .filter(|(_, other, _)| *other != project)
                .map(|(low, other, _)| Reverse((low.to_bits(), *other))),
        );
        let (full, rest) = self.purses.buy(project, price.clone());
        let mut among = among;
        among.sort_unstable();
        Some(Purchase { project, price: Exact(price), full, rest: Exact(rest), among })
    }

    /// Bounds of ρ.
    fn per_unit(&self, project: usize, estimate: &Estimate) -> (f64, f64) {
        let unit = match self.utility {
            Utility::Cost => self.offer.costs()[project] as f64,
            Utility::Count => 1.0,
        };
        let (low, high) =
            ((estimate.price - estimate.error) / unit, (estimate.price + estimate.error) / unit);
        ((low * (1.0 - 4.0 * f64::EPSILON)).max(0.0), high * (1.0 + 4.0 * f64::EPSILON))
    }

    fn exact_per_unit(&self, project: usize, price: &BigRational) -> BigRational {
        match self.utility {
            Utility::Cost => price / BigInt::from(self.offer.costs()[project]),
            Utility::Count => price.clone(),
        }
    }

    /// Runs again with more for everybody until the outcome would overspend or nothing more would fit.
    fn raise(&mut self, mut outcome: EqualShares, step: u64) -> EqualShares {
        // When everybody could pay for everything alone, raising further changes nothing.
        let enough =
            BigRational::from_integer(self.offer.costs().iter().map(|cost| BigInt::from(*cost)).sum());
        let step = BigRational::from_integer(step.max(1).into());
        let mut start = outcome.start.0.clone();
        for _ in 0..MOST_RUNS {
            if self.ballots.voters() == 0 || start > enough || !self.room_left(&outcome) {
                break;
            }
            start += &step;
            let next = self.with(start.clone());
            if next.spent > self.offer.budget() {
                break;
            }
            outcome = next;
        }
        outcome
    }

    /// Whether a project somebody wants would still fit.
    fn room_left(&self, outcome: &EqualShares) -> bool {
        let left = self.offer.budget() - outcome.spent;
        self.by_votes(outcome).iter().any(|p| self.offer.costs()[*p] <= left && self.ballots.votes()[*p] > 0)
    }

    /// The projects not bought, most votes first.
    fn by_votes(&self, outcome: &EqualShares) -> Vec<usize> {
        let mut taken = vec![false; self.places.len()];
        for purchase in &outcome.bought {
            taken[purchase.project] = true;
        }
        let mut rest: Vec<usize> = (0..taken.len()).filter(|project| !taken[*project]).collect();
        rest.sort_by_key(|project| (Reverse(self.ballots.votes()[*project]), self.places[*project]));
        rest
    }
}
