use super::{
    Approvals, Offer,
    coins::Price,
    greedy::fill,
    purses::{Estimate, Purses},
};
use crate::{Exact, Invalid, ties::TieRule};
use num_bigint::BigInt;
use num_rational::BigRational;
use std::{
    cmp::{Ordering, Reverse},
    collections::BinaryHeap,
};

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
    /// Run again with every voter's start raised by this many minor units, as long as the outcome stays
    /// within the budget; then fill up by votes. One is the textbook's step; with many minor units per voter
    /// a hundredth of the fair share gives nearly the same and needs a hundred runs for each doubling. At
    /// most 10,000 runs are made.
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
    /// What the other supporters gave together: all they had left. `full × price + rest` is the project's
    /// cost.
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
/// The budget is shared equally among voters. A project is ρ-affordable when its supporters can pay for it so
/// that none pays more than ρ per unit of utility: `Σ min(b_i, ρ·u) = cost`. The project with the smallest ρ
/// is bought, its supporters pay, and so on until none is affordable. Projects with exactly equal ρ are told
/// apart by the stated rule. Groups with enough members and a common wish get what their share of the money
/// buys (extended justified representation). D. Peters, G. Pierczyński & P. Skowron, "Proportional
/// participatory budgeting with additive utilities", NeurIPS 2021.
///
/// Voters with equal ballots are one class. Since ρ only grows, a project is looked at again only when its
/// old ρ could still win; each look is linear in the classes of its supporters. Memory is linear in the
/// approvals. Refuses ballots on a different number of projects.
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

/// Factors that make up for the rounding of a few operations.
const BELOW: f64 = 1.0 - 8.0 * f64::EPSILON;
const ABOVE: f64 = 1.0 + 8.0 * f64::EPSILON;

/// A lower bound of ρ, the project, and its price with the error bound, unless it is too high to matter.
type Looked = (f64, usize, Option<(f64, f64)>);

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
        self.purses.fill(&start);
        let votes = self.ballots.votes();
        let wanted = (0..votes.len()).filter(|project| votes[*project] > 0);
        // If everybody pays alike, the price is the cost over the votes; it can only be more.
        let mut waiting: BinaryHeap<Waiting> = wanted
            .map(|project| {
                let alike = self.offer.costs()[project] as f64 / votes[project] as f64;
                Reverse(((alike / self.unit(project) * BELOW).to_bits(), project))
            })
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
            let unit = self.unit(project);
            match self.purses.estimate(project, best * unit * ABOVE) {
                Estimate::Never => {}
                Estimate::AtLeast(price) => looked.push((price.max(0.0) / unit * BELOW, project, None)),
                Estimate::About { price, error } => {
                    best = best.min((price + error) / unit * ABOVE);
                    looked.push(((price - error).max(0.0) / unit * BELOW, project, Some((price, error))));
                }
            }
        }
        let (among, price) = self.least(&looked, best);
        let project = among.iter().copied().min_by_key(|project| self.places[*project]);
        let others = looked.iter().filter(|(_, other, _)| Some(*other) != project);
        waiting.extend(others.map(|(low, other, _)| Reverse((low.to_bits(), *other))));
        let (project, price) = (project?, price?);
        let shown = Exact(self.purses.fraction(&price));
        let (full, rest) = self.purses.buy(project, price);
        Some(Purchase { project, price: shown, full, rest: Exact(rest), among })
    }

    /// Among projects whose ρ may be the smallest, those whose exact ρ is, ascending, and the price of the
    /// one the tie rule prefers.
    fn least(&self, looked: &[Looked], best: f64) -> (Vec<usize>, Option<Price>) {
        let mut among: Vec<(usize, Price)> = Vec::new();
        for (low, project, estimate) in looked {
            let Some((price, error)) = estimate.filter(|_| *low <= best) else { continue };
            let exact = self.purses.exact_price(*project, price, error);
            match among
                .first()
                .map_or(Ordering::Equal, |(other, least)| self.compare(*project, &exact, *other, least))
            {
                Ordering::Less => among = vec![(*project, exact)],
                Ordering::Equal => among.push((*project, exact)),
                Ordering::Greater => {}
            }
        }
        among.sort_by_key(|(project, _)| *project);
        let names = among.iter().map(|(project, _)| *project).collect();
        let preferred = among.into_iter().min_by_key(|(project, _)| self.places[*project]);
        (names, preferred.map(|(_, price)| price))
    }

    /// Compares two exact ρ: coins over parts and units of utility.
    fn compare(&self, a: usize, left: &Price, b: usize, right: &Price) -> Ordering {
        let under = |project: usize, price: &Price| u128::from(price.parts) * u128::from(self.units(project));
        (&left.coins * under(b, right)).cmp(&(&right.coins * under(a, left)))
    }

    /// Utility of a project to whoever approves it.
    fn units(&self, project: usize) -> u64 {
        match self.utility {
            Utility::Cost => self.offer.costs()[project],
            Utility::Count => 1,
        }
    }

    fn unit(&self, project: usize) -> f64 {
        self.units(project) as f64
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
