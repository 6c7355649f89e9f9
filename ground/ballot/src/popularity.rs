//! Popularity that fades by half-lives and never has to be recomputed.
//!
//! The score at instant t is `S(t) = Σ w_i·2^(−(t−t_i)/H)`: a vote of weight `w` counts in full when it is
//! cast, half after one half-life H, a quarter after two. Because every vote fades by the same factor, the
//! *order* of two items never changes between votes; so each item keeps a [`Popularity::sort_key`] that stays
//! constant in time and can be indexed.
//!
//! # How the signed sum is kept
//!
//! The decayed weights of votes *for* and *against* are two sums, both as of one reference instant, the
//! latest vote seen. Casting at `t` first fades the sums to `t` (or, for a vote that arrives late, fades the
//! vote to the reference) and then adds. Withdrawing subtracts the weight *as decayed from the vote's own
//! instant*, which is what casting had added; so a changed vote is a withdrawal of the old and a cast of the
//! new, whatever happened in between. Besides the sums there are counts, and when the last vote of a side
//! leaves, its sum is zero exactly.
//!
//! Sums of floating-point numbers forget what is far smaller than what was taken away: when a fresh vote is
//! withdrawn and only votes a hundred half-lives old remain, their worth has drowned in rounding.
//! [`Popularity`] carries a bound on that error, and [`Popularity::needs_recount`] turns true as soon as it
//! exceeds 10⁻⁹ of what remains. Then, and only then, call [`Popularity::recount`] with the votes of the
//! item. As long as it is false, incremental value and recount agree to 10⁻⁹ of the sum of both sides.
//!
//! Formula: exponential decay, forward form (Cormode, Shkapenyuk, Srivastava & Xu, "Forward decay", ICDE
//! 2009).

use crate::Invalid;

/// Weights are limited to this magnitude, so that no sum can overflow.
pub const HEAVIEST: f64 = 1e15;

/// Error, as a share of both sums, beyond which a recount is asked for.
const TOLERATED: f64 = 1e-9;

/// Rounding of one step: fading and adding a few numbers, in units of both sums.
const STEP: f64 = 4.0 * f64::EPSILON;

/// How long until a vote is worth half. In the same unit as the instants of votes (Weft uses microseconds).
///
/// ```
/// use ballot::popularity::HalfLife;
/// const DAY: i64 = 86_400_000_000;
/// let week = HalfLife::new(7 * DAY)?;
/// assert_eq!(week.remaining(0, 14 * DAY), 0.25);
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct HalfLife(i64);

impl HalfLife {
    /// Any span above zero.
    pub fn new(span: i64) -> Result<HalfLife, Invalid> {
        if span < 1 {
            let (least, most) = (1.0, i64::MAX as f64);
            return Err(Invalid::OutOfRange { what: "half-life", least, most, found: span as f64 });
        }
        Ok(HalfLife(span))
    }

    /// The share of a vote cast at `then` that remains at `now`; above one when `now` is earlier.
    pub fn remaining(self, then: i64, now: i64) -> f64 {
        libm::exp2(-(self.lives(now) - self.lives(then) + (self.part(now) - self.part(then))))
    }

    /// Whole half-lives since instant 0. Split from the fraction so that distant instants keep their
    /// precision.
    fn lives(self, at: i64) -> f64 {
        at.div_euclid(self.0) as f64
    }

    fn part(self, at: i64) -> f64 {
        at.rem_euclid(self.0) as f64 / self.0 as f64
    }
}

/// One vote: its weight (positive for, negative against) and when it was cast.
///
/// ```
/// let vote = ballot::popularity::Vote { weight: -10.0, at: 1_700_000_000_000_000 };
/// assert!(vote.weight < 0.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Vote {
    /// Up to ±[`HEAVIEST`]; zero is no vote and changes nothing.
    pub weight: f64,
    /// Instant of casting, in the unit of the half-life.
    pub at: i64,
}

/// One side's decayed sum and how many votes are in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Side {
    /// Sum of decayed magnitudes as of the reference instant.
    pub sum: f64,
    /// Votes in the sum.
    pub votes: u64,
}

/// What is kept per item: plain numbers, made to be columns of a row.
///
/// ```
/// use ballot::popularity::{HalfLife, Popularity, Vote};
/// const DAY: i64 = 86_400_000_000;
/// let week = HalfLife::new(7 * DAY)?;
///
/// let mut idea = Popularity::default();
/// idea.cast(Vote { weight: 10.0, at: 0 }, week)?;
/// idea.cast(Vote { weight: -10.0, at: 7 * DAY }, week)?;
/// assert_eq!(idea.at(7 * DAY, week), 5.0 - 10.0);
///
/// // The second voter changes her mind a week later: the old vote leaves as decayed from its own time.
/// idea.change(Vote { weight: -10.0, at: 7 * DAY }, Vote { weight: 10.0, at: 14 * DAY }, week)?;
/// assert_eq!(idea.at(14 * DAY, week), 2.5 + 10.0);
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Popularity {
    /// Votes with positive weight.
    pub up: Side,
    /// Votes with negative weight; the sum is of magnitudes.
    pub down: Side,
    /// Upper bound on the rounding error of both sums together, as of the reference instant.
    pub slack: f64,
    /// The reference instant: the latest vote seen.
    pub reference: i64,
}

impl Popularity {
    /// Counts a vote. Constant time. Refuses a weight that is not finite or too heavy; then nothing has
    /// changed.
    pub fn cast(&mut self, vote: Vote, half_life: HalfLife) -> Result<(), Invalid> {
        let Some(weight) = weight_of(&vote)? else { return Ok(()) };
        let mut next = self.checked()?;
        next.fade_to(vote.at, half_life);
        let worth = weight * half_life.remaining(vote.at, next.reference);
        let side = next.side(vote.weight);
        side.sum += worth;
        side.votes = side.votes.checked_add(1).ok_or(Invalid::TooLarge { what: "number of votes" })?;
        next.slack += STEP * (next.gross() + worth);
        *self = next;
        Ok(())
    }

    /// Takes back a vote that was cast before with exactly this weight and instant. Constant time.
    ///
    /// ```
    /// use ballot::popularity::{HalfLife, Popularity, Vote};
    /// let (week, vote) = (HalfLife::new(604_800_000_000)?, Vote { weight: 10.0, at: 5 });
    /// let mut idea = Popularity::default();
    /// idea.cast(vote, week)?;
    /// idea.withdraw(vote, week)?;
    /// assert_eq!(idea.at(900, week), 0.0);
    /// assert!(idea.withdraw(vote, week).is_err(), "nothing is left to take back");
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn withdraw(&mut self, vote: Vote, half_life: HalfLife) -> Result<(), Invalid> {
        let Some(weight) = weight_of(&vote)? else { return Ok(()) };
        let mut next = self.checked()?;
        next.fade_to(vote.at, half_life);
        let worth = weight * half_life.remaining(vote.at, next.reference);
        next.slack += STEP * (next.gross() + worth);
        let side = next.side(vote.weight);
        side.votes =
            side.votes.checked_sub(1).ok_or(Invalid::Contradiction("more votes withdrawn than were cast"))?;
        side.sum = if side.votes == 0 { 0.0 } else { (side.sum - worth).max(0.0) };
        if next.up.votes == 0 && next.down.votes == 0 {
            next.slack = 0.0;
        }
        *self = next;
        Ok(())
    }

    /// A changed vote: withdraws `old`, casts `new`. When either is refused nothing has changed.
    pub fn change(&mut self, old: Vote, new: Vote, half_life: HalfLife) -> Result<(), Invalid> {
        let mut next = *self;
        next.withdraw(old, half_life)?;
        next.cast(new, half_life)?;
        *self = next;
        Ok(())
    }

    /// Adds the votes of another item. Voters who voted on both must be withdrawn from one side first: this
    /// adds, it cannot know them.
    ///
    /// ```
    /// use ballot::popularity::{HalfLife, Popularity, Vote};
    /// let day = HalfLife::new(24)?;
    /// let votes = [(10.0, 0), (10.0, 30), (-10.0, 31)].map(|(weight, at)| Vote { weight, at });
    /// let mut kept = Popularity::recount(&votes[..1], day)?;
    /// kept.absorb(&Popularity::recount(&votes[1..], day)?, day)?;
    /// assert!((kept.at(40, day) - Popularity::recount(&votes, day)?.at(40, day)).abs() < 1e-12);
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn absorb(&mut self, other: &Popularity, half_life: HalfLife) -> Result<(), Invalid> {
        let (mut next, mut guest) = (self.checked()?, other.checked()?);
        if guest.is_empty() {
            return Ok(());
        }
        next.fade_to(guest.reference, half_life);
        guest.fade_to(next.reference, half_life);
        for (side, more) in [(&mut next.up, guest.up), (&mut next.down, guest.down)] {
            side.sum += more.sum;
            side.votes =
                side.votes.checked_add(more.votes).ok_or(Invalid::TooLarge { what: "number of votes" })?;
        }
        next.slack += guest.slack + STEP * next.gross();
        *self = next;
        Ok(())
    }

    /// The same from the list of all votes that stand, in any order: they are sorted first, so the result
    /// does not depend on it. O(n log n).
    ///
    /// ```
    /// use ballot::popularity::{HalfLife, Popularity, Vote};
    /// let day = HalfLife::new(24)?;
    /// let (a, b) = (Vote { weight: 10.0, at: 7 }, Vote { weight: -10.0, at: 3 });
    /// assert_eq!(Popularity::recount(&[a, b], day)?, Popularity::recount(&[b, a], day)?);
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn recount(votes: &[Vote], half_life: HalfLife) -> Result<Popularity, Invalid> {
        let mut sorted = votes.to_vec();
        sorted.sort_by(|a, b| a.at.cmp(&b.at).then(a.weight.total_cmp(&b.weight)));
        let mut fresh = Popularity::default();
        for vote in sorted {
            fresh.cast(vote, half_life)?;
        }
        // Fading and adding in the order of time keeps every term; what is left is rounding, far below the
        // tolerance.
        fresh.slack = fresh.slack.min(TOLERATED / 4.0 * fresh.gross());
        Ok(fresh)
    }

    /// The score `S(t)` at `now`: for minus against, both faded. Constant time.
    pub fn at(&self, now: i64, half_life: HalfLife) -> f64 {
        let score = self.up.sum - self.down.sum;
        // Seen from long before its votes a score would be infinite; nothing stays nothing.
        if score == 0.0 {
            0.0
        } else {
            (score * half_life.remaining(self.reference, now)).clamp(f64::MIN, f64::MAX)
        }
    }

    /// Whether so much was withdrawn that rounding may exceed 10⁻⁹ of what remains: then
    /// [`recount`](Popularity::recount).
    ///
    /// ```
    /// use ballot::popularity::{HalfLife, Popularity, Vote};
    /// let day = HalfLife::new(24)?;
    /// let (old, fresh) = (Vote { weight: 10.0, at: 0 }, Vote { weight: 10.0, at: 2400 });
    /// let mut idea = Popularity::recount(&[old, fresh], day)?;
    /// assert!(!idea.needs_recount());
    /// idea.withdraw(fresh, day)?; // a hundred half-lives lie between the two
    /// assert!(idea.needs_recount());
    /// assert_eq!(Popularity::recount(&[old], day)?.at(2400, day), 10.0 * 2f64.powi(-100));
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn needs_recount(&self) -> bool {
        let tolerated = TOLERATED * self.gross();
        // A NaN read back from somewhere also asks for a recount.
        self.slack.is_nan() || tolerated.is_nan() || self.slack > tolerated
    }

    /// A whole number that orders items as their scores do at *every* instant, and changes only when a vote
    /// does.
    ///
    /// With `A = S(reference)` it is `sign(A)·(2⁶² + 2³⁶·(log₂|A| + reference/H))`, and 0 for a score of
    /// zero: since `S(t) = A·2^(−(t−reference)/H)`, `log₂|S| + t/H` is constant in time, larger is better
    /// among positive scores and worse among negative ones. Scores that differ by less than 10⁻¹¹ of their
    /// size may share a key. The range holds while an instant is less than 67 million half-lives from instant
    /// 0 (microseconds since 1970: half-lives from half a minute up); beyond, keys saturate. Fits a signed
    /// 64-bit column. Constant time.
    ///
    /// ```
    /// use ballot::popularity::{HalfLife, Popularity, Vote};
    /// let day = HalfLife::new(24)?;
    /// let old = Popularity::recount(&[Vote { weight: 10.0, at: 0 }; 3], day)?;
    /// let new = Popularity::recount(&[Vote { weight: 10.0, at: 48 }], day)?;
    /// let bad = Popularity::recount(&[Vote { weight: -10.0, at: 48 }], day)?;
    /// assert!(new.sort_key(day) > old.sort_key(day), "30 points two days ago are worth 7.5 now");
    /// assert!(old.sort_key(day) > 0 && bad.sort_key(day) < 0);
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn sort_key(&self, half_life: HalfLife) -> i64 {
        let signed = self.up.sum - self.down.sum;
        if signed == 0.0 || !signed.is_finite() {
            return 0;
        }
        let unit = (1u64 << 36) as f64;
        let fraction = libm::log2(signed.abs()) + half_life.part(self.reference);
        let whole = i128::from(self.reference.div_euclid(half_life.0)) << 36;
        // The fraction is rounded apart from the whole half-lives, so nothing is lost for distant instants.
        let key = (1i128 << 62) + whole + libm::round(fraction * unit) as i128;
        let key = key.clamp(1, i128::from(i64::MAX)) as i64;
        if signed > 0.0 { key } else { -key }
    }

    /// Votes on both sides.
    pub fn votes(&self) -> u64 {
        self.up.votes.saturating_add(self.down.votes)
    }

    fn is_empty(&self) -> bool {
        self.up.votes == 0 && self.down.votes == 0
    }

    fn gross(&self) -> f64 {
        self.up.sum + self.down.sum
    }

    fn side(&mut self, weight: f64) -> &mut Side {
        if weight > 0.0 { &mut self.up } else { &mut self.down }
    }

    /// Moves the reference forward to `instant`; an earlier instant leaves it where it is.
    fn fade_to(&mut self, instant: i64, half_life: HalfLife) {
        if self.is_empty() {
            *self = Popularity { reference: instant, ..Popularity::default() };
        } else if instant > self.reference {
            let remaining = half_life.remaining(self.reference, instant);
            self.up.sum *= remaining;
            self.down.sum *= remaining;
            self.slack *= remaining;
            self.reference = instant;
        }
    }

    /// Columns come from outside; they are checked before they are built upon.
    fn checked(&self) -> Result<Popularity, Invalid> {
        for (what, value) in [
            ("sum of votes for", self.up.sum),
            ("sum of votes against", self.down.sum),
            ("error bound", self.slack),
        ] {
            Invalid::within(what, value, 0.0, 1e300)?;
        }
        Ok(*self)
    }
}

/// The magnitude of a vote, `None` for the vote of weight zero that is no vote.
fn weight_of(vote: &Vote) -> Result<Option<f64>, Invalid> {
    let weight = Invalid::within("weight", vote.weight, -HEAVIEST, HEAVIEST)?.abs();
    Ok((weight > 0.0).then_some(weight))
}
