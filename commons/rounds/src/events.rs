//! What others may hear: identifiers and figures, never a person's words, never what a ballot says.

use crate::{Appeal, Round};
use act::{Event, Id, Person};
use programmes::Programme;
use serde::{Deserialize, Serialize};

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $word:literal { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
            pub struct $name {
                /// The round.
                pub round: Id<Round>,
                /// Who did it; nobody when it came round by itself.
                pub by: Option<Id<Person>>,
                $($(#[$fdoc])* pub $field: $type),*
            }
            impl Event for $name {
                const NAME: &'static str = $word;
                fn by(&self) -> Option<i64> {
                    self.by.map(Id::raw)
                }
                fn about(&self) -> i64 {
                    self.round.raw()
                }
            }
        )+
    };
}

events! {
    /// A round was drafted.
    RoundDrafted = "rounds.drafted" {
        /// Where it belongs.
        programme: Id<Programme>,
    }
    /// A draft was changed.
    RoundChanged = "rounds.changed" {}
    /// A draft was given up.
    RoundWithdrawn = "rounds.withdrawn" {}
    /// A round was sealed: its rule holds.
    RoundOpened = "rounds.opened" {
        /// Where it belongs.
        programme: Id<Programme>,
        /// How many people may vote.
        electors: i64,
        /// The hash of the record's first entry.
        head: String,
    }
    /// Somebody voted, changed their ballot or took it back. What it says is nobody's business.
    BallotCast = "rounds.cast" {
        /// People who have voted, now.
        voters: i64,
    }
    /// An open round was amended.
    RoundAmended = "rounds.amended" {}
    /// An elector's ballots do not count.
    ElectorExcluded = "rounds.excluded" {
        /// Their token.
        token: i64,
    }
    /// An elector disagrees with an exclusion or a report.
    AppealMade = "rounds.appealed" {
        /// The appeal.
        appeal: Id<Appeal>,
    }
    /// Another steward looked at an appeal.
    AppealDecided = "rounds.appeal_decided" {
        /// The appeal.
        appeal: Id<Appeal>,
        /// Whether the person was right.
        upheld: bool,
    }
    /// Votes in step were looked for.
    VotesCompared = "rounds.compared" {
        /// Clusters that were found.
        clusters: i64,
    }
    /// Ballots are counted.
    RoundClosed = "rounds.closed" {
        /// Where it belongs.
        programme: Id<Programme>,
        /// People who voted.
        voters: i64,
        /// The hash of the record's last entry.
        head: String,
    }
    /// A choice was made.
    RoundDecided = "rounds.decided" {
        /// Whether it is the result.
        as_counted: bool,
        /// The hash of the record's last entry.
        head: String,
    }
    /// The record is public.
    RoundPublished = "rounds.published" {
        /// The hash of the record's last entry.
        head: String,
    }
}
