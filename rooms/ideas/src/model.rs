//! What an idea is, how it may move, and how it is ordered. No I/O.

use act::{Column, Id, Param, Person, Span, Timestamp, Value};
use ballot::popularity::{HalfLife, Popularity, Vote};
use pieces::Piece;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What somebody wishes to be better. It *is* a piece and shares its identifier.
#[derive(Debug)]
pub enum Idea {}

/// What ideas of a programme are about.
#[derive(Debug)]
pub enum Category {}

/// A merge from its proposal on.
#[derive(Debug)]
pub enum Merge {}

/// One step of an idea, with its note.
#[derive(Debug)]
pub enum Step {}

/// A dated duty about an idea.
#[derive(Debug)]
pub enum Promise {}

/// The kind of piece an idea is.
pub const KIND: &str = "idea";
/// The kind of piece an entry of the journal is.
pub const JOURNAL_KIND: &str = "in-action";
/// The room's name, as programmes switch it on.
pub const ROOM: &str = "ideas";
/// Categories that one idea may have.
pub const MOST_CATEGORIES: usize = 3;
/// The longest note, in characters.
pub const NOTE: usize = 4_000;

/// The piece that an idea is.
pub fn piece(idea: Id<Idea>) -> Id<Piece> {
    idea.cast()
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $wrong:literal { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
            /// The word in rows, in the API, in class names and message keys.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
        impl FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|word| word.name() == text).ok_or_else(|| format!(concat!("{:?} is no ", $wrong), text))
            }
        }
        impl Param for $name {
            fn value(&self) -> Value<'_> {
                Value::Text(self.name().into())
            }
        }
        impl Column for $name {
            fn read(value: Value<'_>) -> Result<Self, String> {
                String::read(value)?.parse()
            }
        }
    };
}

words!(
    /// How an idea stands. Merging is apart, so that an idea that leaves a merge stands as it stood before.
    Status, "status of an idea" {
        /// It can be voted on.
        Open = "open",
        /// Somebody named looks at it.
        UnderReview = "under-review",
        /// It was looked at, and the note says what was found.
        Reviewed = "reviewed",
        /// It is being made.
        InTheWorks = "in-the-works",
        /// It is there.
        Launched = "launched",
        /// It was there already; a link leads to it.
        ExistsAlready = "exists-already",
        /// It cannot be done; the note says why.
        CannotBeDone = "cannot-be-done",
        /// It stayed below the threshold for the set time, or a moderator closed it.
        Closed = "closed",
    }
);

impl Status {
    /// Whether people may vote.
    pub const fn takes_votes(self) -> bool {
        matches!(self, Self::Open | Self::UnderReview | Self::Reviewed | Self::InTheWorks)
    }

    /// Whether nothing more is expected.
    pub const fn is_outcome(self) -> bool {
        !self.takes_votes()
    }

    /// Where it may go from here, the likeliest first. Every outcome can be opened again.
    pub const fn next(self) -> &'static [Self] {
        use Status as S;
        match self {
            S::Open => &[S::UnderReview, S::ExistsAlready, S::CannotBeDone, S::Closed],
            S::UnderReview => {
                &[S::Reviewed, S::InTheWorks, S::ExistsAlready, S::CannotBeDone, S::Closed, S::Open]
            }
            S::Reviewed => {
                &[S::InTheWorks, S::UnderReview, S::ExistsAlready, S::CannotBeDone, S::Closed, S::Open]
            }
            S::InTheWorks => &[S::Launched, S::Reviewed, S::CannotBeDone],
            S::Launched => &[S::InTheWorks],
            S::ExistsAlready | S::CannotBeDone | S::Closed => &[S::Open, S::UnderReview],
        }
    }

    /// Whether it may go there.
    pub fn may_become(self, next: Self) -> bool {
        self.next().contains(&next)
    }
}

words!(
    /// Why something cannot be done.
    Ground, "ground" {
        /// It would cost more than it gives.
        Cost = "cost",
        /// It would not be safe.
        Safety = "safety",
        /// It is not allowed, or belongs to somebody else.
        Law = "law",
        /// We do not know how.
        Technique = "technique",
        /// It is not what this house stands for.
        Brand = "brand",
        /// Nobody has the time now.
        Capacity = "capacity",
    }
);

words!(
    /// The order of a list. Each says its formula.
    Order, "order of ideas" {
        /// By votes that fade by half-lives.
        Popular = "popular",
        /// The latest first.
        Newest = "newest",
        /// By all votes alike.
        AllTime = "all-time",
        /// Those that too few have seen, from another place for every reader.
        NeedsEyes = "needs-eyes",
    }
);

words!(
    /// How a merge stands.
    MergeState, "state of a merge" {
        /// A moderator has to decide.
        Proposed = "proposed",
        /// A moderator said no.
        Declined = "declined",
        /// Supporters may keep their vote where it is.
        Window = "window",
        /// It is done.
        Merged = "merged",
        /// It was taken back.
        Undone = "undone",
        /// One of the two ideas went elsewhere before it was done.
        Lapsed = "lapsed",
    }
);

/// A vote: up, down, or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Weight(i64);

impl Weight {
    /// For the idea.
    pub const UP: Self = Self(1);
    /// Against it.
    pub const DOWN: Self = Self(-1);
    /// Taken back.
    pub const NONE: Self = Self(0);

    /// −1, 0 or 1.
    pub const fn get(self) -> i64 {
        self.0
    }
}
impl TryFrom<i64> for Weight {
    type Error = String;
    fn try_from(weight: i64) -> Result<Self, String> {
        if (-1..=1).contains(&weight) {
            Ok(Self(weight))
        } else {
            Err(format!("{weight} is no weight: -1, 0 or 1"))
        }
    }
}
impl From<Weight> for i64 {
    fn from(weight: Weight) -> Self {
        weight.0
    }
}
impl FromStr for Weight {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        text.parse::<i64>().map_err(|e| e.to_string())?.try_into()
    }
}

/// How an idea is counted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Score {
    /// Ten (or what the operator set) for every vote for it, minus as much for every vote against.
    pub points: i64,
    /// People who vote on it.
    pub voters: i64,
    /// Votes for it.
    pub up: i64,
    /// Votes against it.
    pub down: i64,
    /// The asker's own vote: −1, 0 or 1.
    pub mine: i64,
}

/// A half-life of so many days; at least one.
pub fn half_life(days: i64) -> HalfLife {
    let span = Span::days(days.max(1)).as_micros();
    match HalfLife::new(span) {
        Ok(half_life) => half_life,
        // A day and more is always a half-life; were it not, nothing would fade.
        Err(_) => HalfLife::new(i64::MAX).unwrap_or_else(|_| unreachable!("the largest span is above zero")),
    }
}

/// Popularity as it is kept with an idea: one vote weighs one, whatever points it is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The decayed sums.
    pub popularity: Popularity,
    /// The half-life they are kept with, in days.
    pub days: i64,
}

impl Standing {
    /// No vote yet.
    pub fn new(days: i64) -> Self {
        Self { popularity: Popularity::default(), days }
    }

    /// Counts all the votes anew. The order of the votes does not matter.
    pub fn of(votes: &[Vote], days: i64) -> Self {
        let popularity = Popularity::recount(votes, half_life(days)).unwrap_or_default();
        Self { popularity, days }
    }

    /// Moves by one person's change: what counted until now (with its time), what counts from now on. Returns whether
    /// the result can be trusted; if not, count anew.
    #[must_use]
    pub fn change(&mut self, before: Option<Vote>, after: Option<Vote>) -> bool {
        let (life, mut next) = (half_life(self.days), self.popularity);
        let withdrawn = before.map_or(Ok(()), |vote| next.withdraw(vote, life));
        let cast = withdrawn.and_then(|()| after.map_or(Ok(()), |vote| next.cast(vote, life)));
        if cast.is_err() || next.needs_recount() {
            return false;
        }
        self.popularity = next;
        true
    }

    /// The key of the popular order: constant in time.
    pub fn hot(&self) -> i64 {
        self.popularity.sort_key(half_life(self.days))
    }

    /// Votes for minus votes against.
    pub fn net(&self) -> i64 {
        self.up() - self.down()
    }

    /// Votes for it.
    pub fn up(&self) -> i64 {
        i64::try_from(self.popularity.up.votes).unwrap_or(i64::MAX)
    }

    /// Votes against it.
    pub fn down(&self) -> i64 {
        i64::try_from(self.popularity.down.votes).unwrap_or(i64::MAX)
    }

    /// People who vote on it.
    pub fn voters(&self) -> i64 {
        self.up() + self.down()
    }

    /// What everybody sees of it.
    pub fn score(&self, points_per_vote: i64, mine: i64) -> Score {
        Score::of(self.up(), self.down(), points_per_vote, mine)
    }
}

impl Score {
    /// So many votes for and against, worth so many points each, and the asker's own.
    pub(crate) fn of(up: i64, down: i64, points_per_vote: i64, mine: i64) -> Self {
        Self { points: (up - down).saturating_mul(points_per_vote), voters: up + down, up, down, mine }
    }
}

/// A vote of weight ±1 for the decayed sums; nothing for a vote taken back.
pub fn vote(weight: i64, at: Timestamp) -> Option<Vote> {
    (weight != 0).then(|| Vote { weight: weight as f64, at: at.as_micros() })
}

/// Where an idea stands on the ring of “needs eyes”: a number from its identifier that nobody can choose.
pub fn lot(idea: Id<Idea>) -> i64 {
    let word = ballot::chance::Seed::of(format!("idea {idea}")).chance().word();
    (word >> 1).cast_signed()
}

/// Where a reader begins on the ring on a day; a visitor begins where the hour says.
pub fn ring_start(reader: Option<Id<Person>>, now: Timestamp) -> i64 {
    let (unit, name) = match reader {
        Some(person) => (Span::days(1), person.to_string()),
        None => (Span::hours(1), String::new()),
    };
    let turn = now.as_micros().div_euclid(unit.as_micros());
    let word = ballot::chance::Seed::of(format!("eyes {name} {turn}")).chance().word();
    (word >> 1).cast_signed()
}

/// Who stands behind two ideas if they become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Union {
    /// People who vote on the idea that would be merged.
    pub from: i64,
    /// People who vote on the idea that stays.
    pub into: i64,
    /// People who vote on both: on the survivor their vote there stands.
    pub both: i64,
    /// People who vote on the one and keep their vote there.
    pub staying: i64,
    /// Different people who would vote on the survivor.
    pub together: i64,
    /// Votes for the survivor minus votes against it, then.
    pub net: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const DAY: i64 = 86_400_000_000;
    const EPOCH: i64 = 1_790_000_000_000_000;

    #[test]
    fn every_word_reads_back_as_it_was_written() {
        for &status in Status::ALL {
            assert_eq!(status.name().parse(), Ok(status));
            assert_eq!(
                serde_json::to_value(status).ok(),
                Some(status.name().into()),
                "rows and the API say the same"
            );
        }
        for &order in Order::ALL {
            assert_eq!(serde_json::to_value(order).ok(), Some(order.name().into()));
        }
        for &ground in Ground::ALL {
            assert_eq!(ground.name().parse(), Ok(ground));
        }
        for &state in MergeState::ALL {
            assert_eq!(state.name().parse(), Ok(state));
        }
    }

    #[test]
    fn no_idea_ever_gets_stuck_and_every_state_can_be_reached() {
        for &from in Status::ALL {
            assert!(!from.next().contains(&from), "{from} is no step");
            let (mut seen, mut waiting) = (vec![from], vec![from]);
            while let Some(at) = waiting.pop() {
                for &next in at.next() {
                    if !seen.contains(&next) {
                        seen.push(next);
                        waiting.push(next);
                    }
                }
            }
            assert_eq!(seen.len(), Status::ALL.len(), "from {from} only {seen:?}");
        }
        assert!(!Status::Open.may_become(Status::Launched), "nothing is launched that nobody looked at");
    }

    #[test]
    fn a_weight_is_one_up_one_down_or_none() {
        for (text, weight) in [
            ("1", Some(Weight::UP)),
            ("-1", Some(Weight::DOWN)),
            ("0", Some(Weight::NONE)),
            ("2", None),
            ("x", None),
        ] {
            assert_eq!(text.parse::<Weight>().ok(), weight, "{text}");
        }
    }

    #[test]
    fn ideas_spread_over_the_ring_and_readers_begin_at_different_places() {
        let lots: Vec<i64> = (0..1_000).map(|n| lot(Id::from_raw(n))).collect();
        assert!(lots.iter().all(|lot| *lot >= 0));
        let low = lots.iter().filter(|lot| **lot < i64::MAX / 2).count();
        assert!((400..600).contains(&low), "{low} of 1,000 in the first half");
        let now = Timestamp::from_micros(EPOCH);
        let (one, two) = (ring_start(Some(Id::from_raw(1)), now), ring_start(Some(Id::from_raw(2)), now));
        assert_ne!(one, two);
        assert_eq!(
            one,
            ring_start(Some(Id::from_raw(1)), now),
            "the same place all day, so that pages follow each other"
        );
        assert_ne!(one, ring_start(Some(Id::from_raw(1)), now + Span::days(1)));
    }

    proptest! {
        #[test]
        fn popularity_kept_vote_by_vote_equals_a_recount(
            acts in prop::collection::vec((0..12_i64, -1..=1_i64, 0..20 * DAY), 1..80),
            days in 1..60_i64,
        ) {
            let mut standing = Standing::new(days);
            let mut ballots: BTreeMap<i64, (i64, Timestamp)> = BTreeMap::new();
            let mut now = Timestamp::from_micros(EPOCH);
            for (person, weight, pause) in acts {
                now = now + Span::micros(pause);
                let before = ballots.get(&person).copied();
                if before.is_some_and(|(old, _)| old == weight) {
                    continue;
                }
                let old = before.and_then(|(weight, at)| vote(weight, at));
                ballots.insert(person, (weight, now));
                let votes: Vec<Vote> = ballots.values().filter_map(|&(weight, at)| vote(weight, at)).collect();
                if !standing.change(old, vote(weight, now)) {
                    standing = Standing::of(&votes, days);
                }
                let exact = Standing::of(&votes, days);
                prop_assert_eq!((standing.up(), standing.down()), (exact.up(), exact.down()));
                let life = half_life(days);
                let (kept, counted) = (standing.popularity.at(now.as_micros(), life), exact.popularity.at(now.as_micros(), life));
                let gross: f64 = votes.iter().map(|v| life.remaining(v.at, now.as_micros())).sum();
                prop_assert!((kept - counted).abs() <= 2e-9 * gross.max(1e-300), "{} beside {}", kept, counted);
            }
        }

        #[test]
        fn points_are_votes_times_their_worth(up in 0..500_u64, down in 0..500_u64, worth in 1..100_i64) {
            let at = Timestamp::from_micros(EPOCH);
            let votes: Vec<Vote> = (0..up).filter_map(|_| vote(1, at)).chain((0..down).filter_map(|_| vote(-1, at))).collect();
            let score = Standing::of(&votes, 7).score(worth, 0);
            prop_assert_eq!(score.points, (up.cast_signed() - down.cast_signed()) * worth);
            prop_assert_eq!(score.voters, (up + down).cast_signed());
        }
    }
}
