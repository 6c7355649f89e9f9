use super::{Approvals, Offer};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use std::collections::BTreeMap;

/// Voters with the same ballot, who therefore always hold the same money.
struct Purse {
    voters: f64,
    /// Money left to each, rounded; the exact amount follows from `paid`.
    about: f64,
    /// Purchases each of them paid the full price for.
    paid: Vec<u32>,
    /// Nothing is left, exactly.
    empty: bool,
}

/// The price of a project within rounding: every supporter pays `price`, or all that is left.
pub(super) struct Estimate {
    pub(super) price: f64,
    /// How far the exact price may lie from `price`.
    pub(super) error: f64,
}

/// Everybody's money during one run.
///
/// Prices are found in floating point with a proven error bound; exact fractions are formed only where the bound cannot tell
/// two projects, or a voter's money and the price, apart, and for each price that is paid. A voter's exact money is the start
/// minus the prices paid, so exact sums need one whole number per purchase and no fraction per voter.
pub(super) struct Purses<'a> {
    costs: &'a [u64],
    purses: Vec<Purse>,
    supporters: Vec<Vec<u32>>,
    start: BigRational,
    prices: Vec<BigRational>,
}

impl<'a> Purses<'a> {
    pub(super) fn new(offer: &'a Offer, ballots: &Approvals) -> Purses<'a> {
        let mut supporters = vec![Vec::new(); offer.costs().len()];
        let mut purses = Vec::new();
        for (ballot, voters) in ballots.iter().filter(|(ballot, _)| !ballot.is_empty()) {
            for project in ballot {
                supporters[*project as usize].push(purses.len() as u32);
            }
            purses.push(Purse { voters: voters as f64, about: 0.0, paid: Vec::new(), empty: false });
        }
        Purses { costs: offer.costs(), purses, supporters, start: BigRational::zero(), prices: Vec::new() }
    }

    /// Gives every voter `start` and forgets all purchases.
    pub(super) fn fill(&mut self, start: BigRational) {
        let about = start.to_f64().unwrap_or(f64::MAX);
        for purse in &mut self.purses {
            purse.about = about;
            purse.paid.clear();
            purse.empty = start.is_zero();
        }
        self.start = start;
        self.prices.clear();
    }

    /// The price of a project, `None` when its supporters cannot pay for it (and, since money only shrinks, never will).
    pub(super) fn estimate(&self, project: usize) -> Option<Estimate> {
        let mut rich: Vec<(f64, f64)> =
            self.holders(project).map(|(_, purse)| (purse.about, purse.voters)).collect();
        let money: f64 = rich.iter().map(|(about, voters)| about * voters).sum();
        let mut voters: f64 = rich.iter().map(|(_, voters)| voters).sum();
        let cost = self.costs[project] as f64;
        let slack = self.rounding(rich.len(), voters, money.max(cost));
        if money < cost - slack || (money <= cost + slack && self.exact_money(project) < self.cost(project)) {
            return None;
        }
        // Raise the price until those who cannot pay it in full leave the rest to the others.
        let (all, count) = (voters, rich.len());
        let (mut left, mut price) = (cost, cost / voters);
        loop {
            let before = rich.len();
            let mut highest = 0.0f64;
            rich.retain(|(about, holders)| {
                if *about < price {
                    left -= about * holders;
                    voters -= holders;
                    highest = highest.max(*about);
                }
                *about >= price
            });
            if rich.is_empty() {
                // Only rounding can get here: all pay all they have.
                return Some(Estimate { price: highest, error: 2.0 * slack + self.drift() });
            }
            if rich.len() == before {
                break;
            }
            price = left / voters;
        }
        let error = self.rounding(count, all, cost) / voters + price * 4.0 * f64::EPSILON;
        Some(Estimate { price, error })
    }

    /// The exact price, given its estimate.
    pub(super) fn exact_price(&self, project: usize, estimate: &Estimate) -> BigRational {
        let (low, high) = (estimate.price - estimate.error, estimate.price + estimate.error);
        let mut poor = Sum::new(self.prices.len());
        let mut rich = 0.0;
        let mut doubtful: BTreeMap<&[u32], f64> = BTreeMap::new();
        for (_, purse) in self.holders(project) {
            if purse.about < low - self.drift() {
                poor.add(&purse.paid, purse.voters);
            } else {
                rich += purse.voters;
                if purse.about <= high + self.drift() {
                    *doubtful.entry(&purse.paid).or_default() += purse.voters;
                }
            }
        }
        let mut left = self.cost(project) - poor.money(&self.start, &self.prices);
        let mut doubtful: Vec<(BigRational, f64)> =
            doubtful.into_iter().map(|(paid, voters)| (self.exact(paid), voters)).collect();
        doubtful.sort_by(|a, b| a.0.cmp(&b.0));
        let price = |left: &BigRational, rich: f64| left / whole(rich.max(1.0));
        for (money, voters) in doubtful {
            if money >= price(&left, rich) || voters >= rich {
                break;
            }
            left -= money * whole(voters);
            rich -= voters;
        }
        price(&left, rich)
    }

    /// Everybody pays for the project. Says how many paid the full price and what the others gave together.
    pub(super) fn buy(&mut self, project: usize, price: BigRational) -> (u64, BigRational) {
        let about = price.to_f64().unwrap_or(f64::MAX);
        let margin = 2.0 * self.drift() + about * 4.0 * f64::EPSILON;
        let purchase = self.prices.len() as u32;
        let mut rest = Sum::new(self.prices.len());
        let mut full = 0.0;
        let mut exact: BTreeMap<Vec<u32>, std::cmp::Ordering> = BTreeMap::new();
        for index in self.supporters[project].clone() {
            let purse = &self.purses[index as usize];
            if purse.empty {
                continue;
            }
            let order = if (purse.about - about).abs() > margin {
                purse.about.total_cmp(&about)
            } else if let Some(order) = exact.get(&purse.paid) {
                *order
            } else {
                let order = self.exact(&purse.paid).cmp(&price);
                exact.insert(purse.paid.clone(), order);
                order
            };
            let purse = &mut self.purses[index as usize];
            if order.is_lt() {
                rest.add(&purse.paid, purse.voters);
            } else {
                full += purse.voters;
            }
            if order.is_gt() {
                purse.about -= about;
                purse.paid.push(purchase);
            } else {
                (purse.about, purse.empty) = (0.0, true);
            }
        }
        let rest = rest.money(&self.start, &self.prices);
        self.prices.push(price);
        (full as u64, rest)
    }

    fn holders(&self, project: usize) -> impl Iterator<Item = (u32, &Purse)> {
        self.supporters[project]
            .iter()
            .map(|index| (*index, &self.purses[*index as usize]))
            .filter(|(_, purse)| !purse.empty)
    }

    fn cost(&self, project: usize) -> BigRational {
        BigRational::from_integer(self.costs[project].into())
    }

    fn exact_money(&self, project: usize) -> BigRational {
        let mut all = Sum::new(self.prices.len());
        for (_, purse) in self.holders(project) {
            all.add(&purse.paid, purse.voters);
        }
        all.money(&self.start, &self.prices)
    }

    fn exact(&self, paid: &[u32]) -> BigRational {
        paid.iter().fold(self.start.clone(), |money, purchase| money - &self.prices[*purchase as usize])
    }

    /// Bound on the rounding of one purse: each purchase rounds the price and the difference, both at most the start.
    fn drift(&self) -> f64 {
        (self.prices.len() as f64 + 1.0) * 4.0 * f64::EPSILON * self.start.to_f64().unwrap_or(f64::MAX)
    }

    /// Bound on the rounding of a sum of `terms` purses that amounts to `money`.
    fn rounding(&self, terms: usize, voters: f64, money: f64) -> f64 {
        (terms as f64 + 2.0) * 4.0 * f64::EPSILON * money + voters * self.drift()
    }
}

/// An exact sum of money over many voters: how many there are, and how many of them paid each purchase.
struct Sum {
    voters: f64,
    paid: Vec<f64>,
}

impl Sum {
    fn new(purchases: usize) -> Sum {
        Sum { voters: 0.0, paid: vec![0.0; purchases] }
    }

    /// Counts stay below 2⁵³, where floating point is exact.
    fn add(&mut self, paid: &[u32], voters: f64) {
        self.voters += voters;
        for purchase in paid {
            self.paid[*purchase as usize] += voters;
        }
    }

    fn money(&self, start: &BigRational, prices: &[BigRational]) -> BigRational {
        let all = start * whole(self.voters);
        self.paid
            .iter()
            .zip(prices)
            .filter(|(voters, _)| **voters > 0.0)
            .fold(all, |money, (voters, price)| money - price * whole(*voters))
    }
}

fn whole(count: f64) -> BigInt {
    BigInt::from(count as u64)
}
