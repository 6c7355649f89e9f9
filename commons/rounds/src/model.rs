//! What a round is: its states, and what acts and readers are given. No I/O.

use crate::{
    answer::Answer,
    count::Outcome,
    opinions::Opinions,
    record::Report,
    rule::{Decider, Rule, Sentence},
};
use act::{Column, Id, Param, Person, Timestamp, Value};
use pieces::Piece;
use programmes::Programme;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// One evaluation by a group. Names the identifier; there is no value of it.
#[derive(Debug)]
pub enum Round {}

/// An appeal's identifier is of this.
#[derive(Debug)]
pub enum Appeal {}

/// How a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Its rule is being written.
    Draft,
    /// Sealed: the rule holds. Ballots are taken from and until the instants it names.
    Open,
    /// Ballots are counted; nothing is decided.
    Closed,
    /// A choice was made.
    Decided,
    /// The record is public.
    Published,
    /// It was given up before it opened.
    Withdrawn,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Open, Self::Closed, Self::Decided, Self::Published, Self::Withdrawn];

    /// The word in rows, addresses and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Decided => "decided",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether ballots were counted.
    pub const fn counted(self) -> bool {
        matches!(self, Self::Closed | Self::Decided | Self::Published)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
impl FromStr for State {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|state| state.name() == text);
        found.ok_or_else(|| format!("{text:?} is no state of a round"))
    }
}
impl Param for State {
    fn value(&self) -> Value<'_> {
        Value::Text(self.name().into())
    }
}
impl Column for State {
    fn read(value: Value<'_>) -> Result<Self, String> {
        String::read(value)?.parse()
    }
}

/// What a round begins with, and what changes it before it opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NewRound {
    /// Where it belongs.
    #[schema(value_type = String)]
    pub programme: Id<Programme>,
    /// The room whose items it is about, by name: `ideas`.
    pub room: String,
    /// Its rule.
    pub rule: Rule,
    /// What it is about, in the order in which the record names them.
    #[schema(value_type = Vec<String>)]
    pub items: Vec<Id<Piece>>,
    /// People who are named for strata of that kind.
    pub named: Vec<Named>,
}

/// People who are named for a stratum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Named {
    /// The stratum's place in the rule, from 0.
    pub stratum: u32,
    /// Who.
    #[schema(value_type = Vec<String>)]
    pub people: Vec<Id<Person>>,
}

/// What an open round may still change, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Amendment {
    /// Another wording of the question.
    pub question: Option<String>,
    /// A later end.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closes: Option<Timestamp>,
    /// Another decider.
    pub decider: Option<Decider>,
    /// Why, in a line that everybody who voted is told.
    pub reason: String,
}

/// An amendment as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Amended {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who; nobody when that person was erased.
    #[schema(value_type = Option<String>)]
    pub by: Option<Id<Person>>,
    /// What changed.
    pub changes: Vec<Change>,
    /// Why.
    pub reason: String,
}

/// A field of the rule that an amendment changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// `question`, `closes` or `decider`.
    pub field: String,
    /// As it was.
    pub before: String,
    /// As it is from then on.
    pub after: String,
}

/// What a ballot changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cast {
    /// Whether anything changed: the same answer again changes nothing.
    pub changed: bool,
    /// Answers that this person has given now.
    pub answers: i64,
}

/// What an elector is shown next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Dealt {
    /// Items by their place in the round, in the order in which to show them: one, two or a set.
    pub items: Vec<u32>,
    /// The same as pieces.
    #[schema(value_type = Vec<String>)]
    pub pieces: Vec<Id<Piece>>,
    /// How many questions this person was dealt before.
    pub turn: i64,
}

/// A round as its page shows it to one reader.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundView {
    /// Its identifier.
    pub id: Id<Round>,
    /// Where it belongs.
    pub programme: Id<Programme>,
    /// The room whose items it is about.
    pub room: String,
    /// How it stands.
    pub state: State,
    /// Its rule, as amended.
    pub rule: Rule,
    /// The rule in words; each a message of this crate with its arguments.
    pub sentences: Vec<Sentence>,
    /// What it is about.
    pub items: Vec<Item>,
    /// People named for strata of that kind; only for whoever may still change them.
    pub named: Vec<Named>,
    /// People in each stratum, since the round was sealed; 0 before.
    pub electors: Vec<i64>,
    /// People who have voted.
    pub voters: i64,
    /// Who drafted it.
    pub made_by: Option<Id<Person>>,
    /// Where it was held, if that was elsewhere and it was brought in afterwards.
    pub elsewhere: Option<String>,
    /// When it was sealed.
    pub opened_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// When its record became public.
    pub published_at: Option<Timestamp>,
    /// The commitment to the seed, since it was sealed.
    pub commitment: Option<String>,
    /// The hash of the last entry of the record: who has it can tell another record from this one.
    pub head: Option<String>,
    /// How far the guaranteed evaluations are: of the item that has the fewest.
    pub looks: i64,
    /// What was changed while it was open, the latest last.
    pub amendments: Vec<Amended>,
    /// What was decided.
    pub decided: Option<Decided>,
    /// The reader's own part in it; nothing for whoever is no elector.
    pub mine: Option<Mine>,
    /// What the reader may do now.
    pub may: May,
}

/// An item of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Item {
    /// Its place in the round, from 0: what answers and results name.
    pub place: u32,
    /// The piece.
    #[schema(value_type = String)]
    pub piece: Id<Piece>,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Decided {
    /// The items chosen, by their place in the round.
    pub choice: Vec<u32>,
    /// Whether that is the result.
    pub as_counted: bool,
    /// Why.
    pub reason: String,
    /// Who; nobody when that person was erased.
    #[schema(value_type = Option<String>)]
    pub by: Option<Id<Person>>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// An elector's own part in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mine {
    /// The token under which the record has their ballots. Nobody else is told.
    pub token: i64,
    /// Their stratum's place in the rule.
    pub stratum: u32,
    /// What they said so far.
    pub answers: Vec<Answer>,
    /// Items they may not vote on, because they are theirs.
    pub own: Vec<u32>,
    /// Why their ballots do not count, if they do not.
    pub excluded: Option<String>,
    /// Whether a report says that their votes are in step with others'.
    pub in_report: bool,
    /// How their latest appeal stands.
    pub appeal: Option<AppealState>,
}

/// How an appeal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AppealState {
    /// Another steward will look at it.
    Waiting,
    /// The person was right.
    Upheld,
    /// The decision stands.
    Declined,
}

/// What a reader may do with a round now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct May {
    /// Cast and change ballots.
    pub vote: bool,
    /// Change or withdraw the draft.
    pub change: bool,
    /// Seal and open it.
    pub open: bool,
    /// Amend it.
    pub amend: bool,
    /// Close it.
    pub close: bool,
    /// Decide.
    pub decide: bool,
    /// Publish the record.
    pub publish: bool,
    /// Look for votes in step, exclude, decide appeals.
    pub steward: bool,
    /// Appeal against an exclusion or a report.
    pub appeal: bool,
    /// Read the record.
    pub record: bool,
}

/// How the count stands, or why it is not told.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "shown", rename_all = "kebab-case")]
pub enum Live {
    /// It is not told to this reader now.
    Hidden {
        /// Why.
        why: Hidden,
        /// People who have voted.
        voters: i64,
    },
    /// How it stands while ballots come in; equals are not drawn by lot yet.
    Standing {
        /// The count.
        outcome: Outcome,
    },
    /// How it ended.
    Result {
        /// The count.
        outcome: Outcome,
        /// The same ballots under three other ways.
        alternatives: Vec<Outcome>,
        /// Opinion groups, in a round about statements.
        opinions: Option<Opinions>,
    },
}

/// Why a count is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Hidden {
    /// It has not opened.
    NotOpen,
    /// Not every item has its guaranteed evaluations.
    UntilLooks,
    /// The reader has not voted.
    UntilYouVote,
    /// It is told when it is closed.
    UntilClosed,
}

impl Hidden {
    /// The word in message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotOpen => "not-open",
            Self::UntilLooks => "until-looks",
            Self::UntilYouVote => "until-you-vote",
            Self::UntilClosed => "until-closed",
        }
    }
}

/// A report on votes in step, as stewards read it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Suspicion {
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who asked for it; nobody at closing.
    #[schema(value_type = Option<String>)]
    pub by: Option<Id<Person>>,
    /// What was found. While counts are hidden from this steward, support and what would change are left out.
    pub report: Report,
    /// Tokens whose appeal against a report was upheld.
    pub cleared: Vec<i64>,
    /// Tokens that are excluded now, with the reason.
    pub excluded: Vec<Excluded>,
}

/// An elector whose ballots do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Excluded {
    /// Their token.
    pub token: i64,
    /// Why.
    pub why: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who decided; nobody when that person was erased.
    #[schema(value_type = Option<String>)]
    pub by: Option<Id<Person>>,
}

/// An appeal that waits for a steward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Appealed {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id<Appeal>,
    /// The round.
    #[schema(value_type = String)]
    pub round: Id<Round>,
    /// The token it is about.
    pub token: i64,
    /// What the person says.
    pub words: String,
    /// Whose decision it is against.
    #[schema(value_type = Option<String>)]
    pub against: Option<Id<Person>>,
    /// Why their ballots do not count; nothing when it is against a report alone.
    pub excluded: Option<String>,
    /// Since when it waits.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// A round in a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Listed {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id<Round>,
    /// Where it belongs.
    #[schema(value_type = String)]
    pub programme: Id<Programme>,
    /// The room whose items it is about.
    pub room: String,
    /// How it stands.
    pub state: State,
    /// What is asked.
    pub question: String,
    /// The method by name.
    pub method: String,
    /// How many items it is about.
    pub items: i64,
    /// People who have voted.
    pub voters: i64,
    /// From when ballots are taken.
    #[schema(value_type = String, format = DateTime)]
    pub opens: Timestamp,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub closes: Timestamp,
}

/// Which rounds are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Those of this programme.
    pub programme: Option<Id<Programme>>,
    /// Those about items of this room.
    pub room: Option<String>,
    /// Those that stand so; all that the reader may see when nothing is said.
    pub state: Option<State>,
    /// Those that are about this piece.
    pub item: Option<Id<Piece>>,
}
