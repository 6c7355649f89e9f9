//! Points to spend: cumulative voting, where a vote costs one, and quadratic voting, where the next always
//! costs more.

use crate::Invalid;
use num_integer::Roots;

/// What a number of votes on one item costs.
///
/// ```
/// use ballot::points::Price;
/// assert_eq!(Price::Quadratic.of(-5), 25);
/// assert_eq!(Price::Quadratic.next(4), 9); // the marginal price a slider must show
/// assert_eq!(Price::Linear.next(4), 1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Price {
    /// Cumulative voting: v votes cost |v|.
    Linear,
    /// Quadratic voting: v votes cost v² (Lalley & Weyl, AEA Papers and Proceedings 108, 2018).
    Quadratic,
}

impl Price {
    /// Credits for `votes`, for or against.
    pub fn of(self, votes: i32) -> u64 {
        let magnitude = u64::from(votes.unsigned_abs());
        match self {
            Price::Linear => magnitude,
            Price::Quadratic => magnitude * magnitude,
        }
    }

    /// Credits for one more vote beyond `votes`, in the same direction.
    pub fn next(self, votes: i32) -> u64 {
        match self {
            Price::Linear => 1,
            Price::Quadratic => 2 * u64::from(votes.unsigned_abs()) + 1,
        }
    }

    /// The most votes that `credits` buy on a single item.
    ///
    /// ```
    /// assert_eq!(ballot::points::Price::Quadratic.affords(99), 9);
    /// ```
    pub fn affords(self, credits: u64) -> u64 {
        match self {
            Price::Linear => credits,
            Price::Quadratic => credits.sqrt(),
        }
    }
}

/// The rule of a points round, fixed before it opens.
///
/// With quadratic prices, splitting one person's credits over k accounts multiplies the reach by √k, so it
/// belongs in rounds whose voters are verified.
///
/// ```
/// use ballot::points::{PointsRule, Price};
/// let rule = PointsRule { price: Price::Quadratic, credits: 100, against: false };
/// assert_eq!(rule.spent(&[(0, 9), (4, 4)])?, 97);
/// assert!(rule.spent(&[(0, 10), (4, 1)]).is_err(), "101 credits");
/// assert!(rule.spent(&[(0, -1)]).is_err(), "this round has no votes against");
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PointsRule {
    /// What votes cost.
    pub price: Price,
    /// Credits of each voter.
    pub credits: u64,
    /// Whether votes against an item are allowed.
    pub against: bool,
}

impl PointsRule {
    /// What a ballot of (item, votes) costs. Refuses an item named twice, votes against where there are none,
    /// and overspending.
    pub fn spent(&self, ballot: &[(usize, i32)]) -> Result<u64, Invalid> {
        let mut named: Vec<usize> = ballot.iter().map(|(item, _)| *item).collect();
        named.sort_unstable();
        if let Some(pair) = named.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Invalid::Repeated { what: "item on a ballot", index: pair[0] });
        }
        let mut spent = 0u64;
        for (_, votes) in ballot {
            if *votes < 0 && !self.against {
                return Err(Invalid::Contradiction("this round has no votes against"));
            }
            spent = spent.saturating_add(self.price.of(*votes));
        }
        if spent > self.credits {
            let (most, found) = (self.credits as f64, spent as f64);
            return Err(Invalid::OutOfRange { what: "credits spent", least: 0.0, most, found });
        }
        Ok(spent)
    }
}

/// Sums of a points round, kept ballot by ballot in whole numbers.
///
/// ```
/// use ballot::{points::{PointsRule, PointsTally, Price}, ties::TieRule};
/// let rule = PointsRule { price: Price::Linear, credits: 10, against: false };
/// let mut tally = PointsTally::new(3, rule)?;
/// tally.add(&[(0, 10)])?;
/// tally.add(&[(1, 6), (2, 4)])?;
/// tally.change(&[(0, 10)], &[(1, 5)])?;
/// assert_eq!(tally.votes(), [0, 11, 4]);
/// assert_eq!(tally.order(&TieRule::Order(vec![0, 1, 2]))?, [1, 2, 0]);
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PointsTally {
    rule: PointsRule,
    ballots: u64,
    votes: Vec<i64>,
}

impl PointsTally {
    /// A round on items `0..items`, still without ballots. Refuses more than 2²⁷ items.
    pub fn new(items: usize, rule: PointsRule) -> Result<PointsTally, Invalid> {
        Invalid::table("number of items", items, 1)?;
        Ok(PointsTally { rule, ballots: 0, votes: vec![0; items] })
    }

    /// Counts a ballot of (item, votes). Costs what the ballot is long; a refused ballot changes nothing.
    pub fn add(&mut self, ballot: &[(usize, i32)]) -> Result<(), Invalid> {
        self.rule.spent(ballot)?;
        let ballots = self.ballots.checked_add(1).ok_or(Invalid::TooLarge { what: "number of ballots" })?;
        self.apply(ballot, i64::checked_add)?;
        self.ballots = ballots;
        Ok(())
    }

    /// Takes a ballot back.
    pub fn remove(&mut self, ballot: &[(usize, i32)]) -> Result<(), Invalid> {
        self.rule.spent(ballot)?;
        let fewer = Invalid::Contradiction("more ballots removed than were added");
        let ballots = self.ballots.checked_sub(1).ok_or(fewer)?;
        self.apply(ballot, i64::checked_sub)?;
        self.ballots = ballots;
        Ok(())
    }

    /// Replaces a voter's ballot; when either is refused nothing has changed.
    pub fn change(&mut self, old: &[(usize, i32)], new: &[(usize, i32)]) -> Result<(), Invalid> {
        self.remove(old)?;
        self.add(new).inspect_err(|_| {
            // The old ballot was counted a moment ago, so putting it back cannot fail.
            let _ = self.add(old);
        })
    }

    /// Net votes of each item.
    pub fn votes(&self) -> &[i64] {
        &self.votes
    }

    /// Number of ballots.
    pub fn ballots(&self) -> u64 {
        self.ballots
    }

    /// Items by net votes, most first, equals by the stated rule.
    pub fn order(&self, ties: &crate::ties::TieRule) -> Result<Vec<usize>, Invalid> {
        let places = ties.places(self.votes.len())?;
        let mut order: Vec<usize> = (0..self.votes.len()).collect();
        order.sort_by_key(|item| (std::cmp::Reverse(self.votes[*item]), places[*item]));
        Ok(order)
    }

    fn apply(
        &mut self,
        ballot: &[(usize, i32)],
        step: impl Fn(i64, i64) -> Option<i64>,
    ) -> Result<(), Invalid> {
        let mut sums = Vec::with_capacity(ballot.len());
        for (item, votes) in ballot {
            Invalid::index("item", *item, self.votes.len())?;
            sums.push(
                step(self.votes[*item], i64::from(*votes))
                    .ok_or(Invalid::TooLarge { what: "sum of votes" })?,
            );
        }
        for ((item, _), sum) in ballot.iter().zip(sums) {
            self.votes[*item] = sum;
        }
        Ok(())
    }
}
