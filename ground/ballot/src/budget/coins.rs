use num_bigint::BigInt;
use num_integer::gcd;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

/// Exact money of one run, as whole numbers of one ever finer coin.
///
/// Every price is a sum of money shared by a number of people, so it becomes whole when the coin is divided
/// by that number. Keeping one coin for all amounts makes sums a matter of multiplying and adding; fractions
/// are brought to lowest terms only when they are shown.
pub(super) struct Coins {
    /// Coins in one minor unit.
    scale: BigInt,
    start: BigInt,
    prices: Vec<BigInt>,
}

/// A price: `coins` shared by `parts`.
pub(super) struct Price {
    pub(super) coins: BigInt,
    pub(super) parts: u64,
}

impl Coins {
    pub(super) fn new(start: &BigRational) -> Coins {
        Coins { scale: start.denom().clone(), start: start.numer().clone(), prices: Vec::new() }
    }

    pub(super) fn purchases(&self) -> usize {
        self.prices.len()
    }

    /// Minor units as coins.
    pub(super) fn of(&self, units: u64) -> BigInt {
        &self.scale * units
    }

    /// What is left to somebody who paid these prices.
    pub(super) fn left(&self, paid: &[u32]) -> BigInt {
        paid.iter().fold(self.start.clone(), |left, purchase| left - &self.prices[*purchase as usize])
    }

    /// What is left to all of these voters together.
    pub(super) fn sum(&self, heads: &Heads) -> BigInt {
        let paid = heads.paid.iter().zip(&self.prices).filter(|(voters, _)| **voters > 0);
        paid.fold(&self.start * heads.voters, |left, (voters, price)| left - price * *voters)
    }

    pub(super) fn about(&self, price: &Price) -> f64 {
        BigRational::new_raw(price.coins.clone(), &self.scale * price.parts).to_f64().unwrap_or(f64::MAX)
    }

    pub(super) fn fraction(&self, price: &Price) -> BigRational {
        BigRational::new(price.coins.clone(), &self.scale * price.parts)
    }

    /// Divides the coin so that the price is whole, and keeps it.
    pub(super) fn keep(&mut self, price: Price) {
        let rest = (&price.coins % price.parts).to_u64().unwrap_or(0);
        let shared = gcd(rest, price.parts);
        let finer = price.parts / shared;
        if finer > 1 {
            self.scale *= finer;
            self.start *= finer;
            self.prices.iter_mut().for_each(|coins| *coins *= finer);
        }
        self.prices.push(price.coins / shared);
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.start.is_zero()
    }
}

/// How many voters there are, and how many of them paid each purchase: all that an exact sum of their money
/// needs.
pub(super) struct Heads {
    voters: u64,
    paid: Vec<u64>,
}

impl Heads {
    pub(super) fn new(purchases: usize) -> Heads {
        Heads { voters: 0, paid: vec![0; purchases] }
    }

    pub(super) fn add(&mut self, paid: &[u32], voters: u64) {
        self.voters += voters;
        for purchase in paid {
            self.paid[*purchase as usize] += voters;
        }
    }
}
