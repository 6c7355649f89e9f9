use super::{
    Approvals, Offer,
    coins::{Coins, Heads, Price},
};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use std::{cmp::Ordering, collections::BTreeMap};

/// What a project would cost each supporter, within rounding.
pub(super) enum Estimate {
    /// Its supporters cannot pay for it and, since money only shrinks, never will.
    Never,
    /// More than the limit asked for: at least this.
    AtLeast(f64),
    /// Every supporter pays `price`, give or take `error`, or all that is left.
    About {
        /// The price.
        price: f64,
        /// How far the exact price may lie from it.
        error: f64,
    },
}

/// Everybody's money during one run. Voters with equal ballots share a purse, for they always hold the same.
///
/// Prices are found in floating point with a proven error bound; exact sums are formed only where the bound
/// cannot tell two projects, or a voter's money and the price, apart, and for each price that is paid.
pub(super) struct Purses<'a> {
    costs: &'a [u64],
    all_supporters: Vec<Vec<u32>>,
    /// Supporters who still hold money, as far as somebody has looked.
    supporters: Vec<Vec<u32>>,
    /// Money left to each voter of a purse, rounded, and how many they are. Zero exactly when nothing is
    /// left.
    purses: Vec<(f64, f64)>,
    /// Purchases each of them paid the full price for: the exact money follows from these.
    paid: Vec<Vec<u32>>,
    coins: Coins,
    start: f64,
}

impl<'a> Purses<'a> {
    pub(super) fn new(offer: &'a Offer, ballots: &Approvals) -> Purses<'a> {
        let mut supporters = vec![Vec::new(); offer.costs().len()];
        let mut purses = Vec::new();
        for (ballot, voters) in ballots.iter().filter(|(ballot, _)| !ballot.is_empty()) {
            for project in ballot {
                supporters[*project as usize].push(purses.len() as u32);
            }
            purses.push((0.0, voters as f64));
        }
        let paid = vec![Vec::new(); purses.len()];
        let coins = Coins::new(&BigRational::from_integer(BigInt::from(0)));
        let all_supporters = supporters.clone();
        Purses { costs: offer.costs(), all_supporters, supporters, purses, paid, coins, start: 0.0 }
    }

    /// Gives every voter `start` and forgets all purchases.
    pub(super) fn fill(&mut self, start: &BigRational) {
        self.coins = Coins::new(start);
        self.start = start.to_f64().unwrap_or(f64::MAX);
        let held = if self.coins.is_nothing() { 0.0 } else { self.start.max(f64::MIN_POSITIVE) };
        self.purses.iter_mut().for_each(|purse| purse.0 = held);
        self.paid.iter_mut().for_each(Vec::clear);
        self.supporters.clone_from(&self.all_supporters);
    }

    /// The price of a project, as far as it matters below `limit`.
    pub(super) fn estimate(&mut self, project: usize, limit: f64) -> Estimate {
        let mut rich: Vec<(f64, f64)> = Vec::with_capacity(self.supporters[project].len());
        let (mut money, mut voters) = (0.0, 0.0);
        let purses = &self.purses;
        self.supporters[project].retain(|index| {
            let (about, holders) = purses[*index as usize];
            if about > 0.0 {
                rich.push((about, holders));
                money += about * holders;
                voters += holders;
            }
            about > 0.0
        });
        let cost = self.costs[project] as f64;
        let slack = self.rounding(rich.len(), voters, money.max(cost));
        if money < cost - slack
            || (money <= cost + slack && self.exact_money(project) < self.coins.of(self.costs[project]))
        {
            return Estimate::Never;
        }
        let doubt = self.rounding(rich.len(), voters, cost);
        level(rich, cost, voters, doubt, limit).unwrap_or_else(|highest| {
            // Only rounding leaves nobody who can pay in full: then all pay all they have.
            Estimate::About { price: highest, error: 2.0 * slack + self.drift() }
        })
    }

    /// The exact price, given an estimate of it.
    pub(super) fn exact_price(&self, project: usize, price: f64, error: f64) -> Price {
        let (low, high) = (price - error, price + error);
        let mut poor = Heads::new(self.coins.purchases());
        let mut rich = 0;
        let mut doubtful: BTreeMap<&[u32], u64> = BTreeMap::new();
        for (index, about, voters) in self.holders(project) {
            if about < low - self.drift() {
                poor.add(&self.paid[index], voters);
            } else {
                rich += voters;
                if about <= high + self.drift() {
                    *doubtful.entry(&self.paid[index]).or_default() += voters;
                }
            }
        }
        let mut left = self.coins.of(self.costs[project]) - self.coins.sum(&poor);
        let mut doubtful: Vec<(BigInt, u64)> =
            doubtful.into_iter().map(|(paid, voters)| (self.coins.left(paid), voters)).collect();
        doubtful.sort();
        for (money, voters) in doubtful {
            if &money * rich >= left || voters >= rich {
                break;
            }
            left -= money * voters;
            rich -= voters;
        }
        Price { coins: left, parts: rich.max(1) }
    }

    /// Everybody pays for the project. Says how many paid the full price and what the others gave together.
    pub(super) fn buy(&mut self, project: usize, price: Price) -> (u64, BigRational) {
        let about = self.coins.about(&price);
        let margin = 2.0 * self.drift() + about * 4.0 * f64::EPSILON;
        let purchase = self.coins.purchases() as u32;
        let mut rest = Heads::new(self.coins.purchases());
        let mut full = 0;
        let mut exact: BTreeMap<Vec<u32>, Ordering> = BTreeMap::new();
        let payers: Vec<(usize, f64, u64)> = self.holders(project).collect();
        for (index, held, voters) in payers {
            let order = if (held - about).abs() > margin {
                held.total_cmp(&about)
            } else {
                let compare = || (self.coins.left(&self.paid[index]) * price.parts).cmp(&price.coins);
                *exact.entry(self.paid[index].clone()).or_insert_with(compare)
            };
            if order.is_lt() {
                rest.add(&self.paid[index], voters);
            } else {
                full += voters;
            }
            if order.is_gt() {
                // Something is left, however little: zero is kept for nothing.
                self.purses[index].0 = (held - about).max(f64::MIN_POSITIVE);
                self.paid[index].push(purchase);
            } else {
                self.purses[index].0 = 0.0;
            }
        }
        let rest = self.coins.fraction(&Price { coins: self.coins.sum(&rest), parts: 1 });
        self.coins.keep(price);
        (full, rest)
    }

    pub(super) fn fraction(&self, price: &Price) -> BigRational {
        self.coins.fraction(price)
    }

    /// Supporters with money: place, money, number.
    fn holders(&self, project: usize) -> impl Iterator<Item = (usize, f64, u64)> + '_ {
        self.supporters[project].iter().filter_map(|index| {
            let (about, voters) = self.purses[*index as usize];
            // Counts stay below 2⁵³, where floating point is exact.
            (about > 0.0).then_some((*index as usize, about, voters as u64))
        })
    }

    fn exact_money(&self, project: usize) -> BigInt {
        let mut all = Heads::new(self.coins.purchases());
        for (index, _, voters) in self.holders(project) {
            all.add(&self.paid[index], voters);
        }
        self.coins.sum(&all)
    }

    /// Bound on the rounding of one purse: each purchase rounds the price and the difference, both at most
    /// the start.
    fn drift(&self) -> f64 {
        (self.coins.purchases() as f64 + 1.0) * 4.0 * f64::EPSILON * self.start
    }

    /// Bound on the rounding of a sum of `terms` purses that amounts to `money`.
    fn rounding(&self, terms: usize, voters: f64, money: f64) -> f64 {
        (terms as f64 + 2.0) * 4.0 * f64::EPSILON * money + voters * self.drift()
    }
}

/// Raises the price until those who cannot pay it in full leave the rest to the others. When rounding leaves
/// nobody, the highest purse.
fn level(mut rich: Vec<(f64, f64)>, cost: f64, voters: f64, doubt: f64, limit: f64) -> Result<Estimate, f64> {
    let (mut left, mut voters) = (cost, voters);
    loop {
        let price = left / voters;
        let error = doubt / voters + price * 4.0 * f64::EPSILON;
        if price - error > limit {
            return Ok(Estimate::AtLeast(price - error));
        }
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
            return Err(highest);
        }
        if rich.len() == before {
            return Ok(Estimate::About { price, error });
        }
    }
}
