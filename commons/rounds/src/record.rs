//! The record of a round: its entries, each sealed by the hash of itself and of all before it. No I/O.
//!
//! A file of lines. The first says what it is; then one line an entry; the last holds labels: titles of items and names
//! of strata, outside the chain, so that an erasure can empty them. An entry's hash is the SHA-256 of its line without
//! `,"hash":"…"`, and stands at the line's end, so that common tools can check it.

use crate::{answer::Answer, count::Outcome, opinions::Opinions, rule::Rule};
pub use crate::{
    in_step::{Cluster, Report, Rush, Support},
    model::Change,
};
use act::Timestamp;
use ballot::chance::Seed;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

/// The version of the form that is written, and the only one that is read.
pub const VERSION: u32 = 1;

/// The first line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// What it is: `weft round`.
    pub record: String,
    /// In which form.
    pub version: u32,
    /// Of which round.
    pub round: String,
}

impl Heading {
    /// The heading of a round's record.
    pub fn of(round: impl ToString) -> Self {
        Self { record: "weft round".to_owned(), version: VERSION, round: round.to_string() }
    }
}

/// The last line of a file: what makes it readable for people, beside the chain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// Titles of the items, by place; empty where the words are gone.
    pub labels: Vec<String>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The round was sealed: [`Opened`].
    Opened,
    /// The rule was amended: [`AmendedBody`].
    Amended,
    /// An elector's ballots do not count: [`ExcludedBody`].
    Excluded,
    /// An appeal was decided: [`AppealBody`].
    Appeal,
    /// The ballots: [`BallotsBody`].
    Ballots,
    /// The seed was revealed: [`SeedBody`].
    Seed,
    /// The count: [`ResultBody`].
    Result,
    /// The same ballots under three other ways: [`AlternativesBody`].
    Alternatives,
    /// Votes in step: [`Report`].
    Clusters,
    /// A choice was made: [`DecidedBody`].
    Decided,
    /// The record became public: [`Nothing`].
    Published,
    /// People were erased: [`ErasedBody`].
    Erased,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Opened,
        Self::Amended,
        Self::Excluded,
        Self::Appeal,
        Self::Ballots,
        Self::Seed,
        Self::Result,
        Self::Alternatives,
        Self::Clusters,
        Self::Decided,
        Self::Published,
        Self::Erased,
    ];

    /// The word in records and rows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Amended => "amended",
            Self::Excluded => "excluded",
            Self::Appeal => "appeal",
            Self::Ballots => "ballots",
            Self::Seed => "seed",
            Self::Result => "result",
            Self::Alternatives => "alternatives",
            Self::Clusters => "clusters",
            Self::Decided => "decided",
            Self::Published => "published",
            Self::Erased => "erased",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Everything that was fixed before the first ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The rule.
    pub rule: Rule,
    /// The identifiers of the items, by place.
    pub items: Vec<String>,
    /// Who may vote.
    pub electorate: Electorate,
    /// People who would have been in the electorate and have a conflict of interest in the whole round.
    pub left_out: u64,
    /// SHA-256 of the seed, which is revealed at the end.
    pub commitment: Seed,
    /// Where the round was held, when that was elsewhere: then the ballots were cast before this record was begun, and
    /// nothing in it was promised beforehand.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub elsewhere: Option<String>,
}

/// Who may vote, as tokens. Which person has which token is drawn by lot and never written into a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Electorate {
    /// The people of each stratum: the first has the tokens from 1 on, the next those that follow.
    pub strata: Vec<i64>,
}

impl Electorate {
    /// The stratum of a token; nothing for one that was not given out.
    pub fn stratum_of(&self, token: i64) -> Option<usize> {
        let mut last = 0_i64;
        self.strata.iter().position(|people| {
            let first = last;
            last = last.saturating_add((*people).max(0));
            token > first && token <= last
        })
    }
}

/// An amendment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmendedBody {
    /// What changed.
    pub changes: Vec<Change>,
    /// Why.
    pub reason: String,
}

/// An exclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExcludedBody {
    /// Whose ballots do not count.
    pub token: i64,
    /// Why.
    pub why: String,
}

/// What came of an appeal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppealBody {
    /// Who appealed.
    pub token: i64,
    /// Whether they were right; then their ballots count again.
    pub upheld: bool,
    /// Why.
    pub why: String,
}

/// All ballots, those of excluded electors too, by token and slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotsBody {
    /// The ballots.
    pub ballots: Vec<Ballot>,
}

/// One answer of one elector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// Whose.
    pub token: i64,
    /// What they said.
    pub answer: Answer,
    /// When, in half spans of the rule since the opening; nothing where nobody looks for votes in step.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub when: Option<i64>,
}

/// The seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeedBody {
    /// From which lots were drawn and questions dealt.
    pub seed: Seed,
}

/// A count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultBody {
    /// Who won and by what.
    pub outcome: Outcome,
    /// Opinion groups, in a round about statements.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub opinions: Option<Opinions>,
}

/// The same ballots under three other ways.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlternativesBody {
    /// Three counts.
    pub outcomes: Vec<Outcome>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecidedBody {
    /// The items chosen, by place.
    pub choice: Vec<u32>,
    /// Whether that is the result.
    pub as_counted: bool,
    /// Why.
    pub reason: String,
    /// As what whoever decided did so.
    pub role: String,
}

/// How many people were erased so far; nothing else changes by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasedBody {
    /// How many.
    pub people: i64,
}

/// An entry with nothing to say but that it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// What stands before an entry's hash.
#[derive(Serialize)]
struct Unsealed<'a, B: Serialize + ?Sized> {
    seq: i64,
    kind: &'a str,
    at: Timestamp,
    body: &'a B,
    previous: &'a str,
}

/// An entry as its line says it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealed<B> {
    pub(crate) seq: i64,
    pub(crate) kind: String,
    pub(crate) at: Timestamp,
    pub(crate) body: B,
    pub(crate) previous: String,
    pub(crate) hash: String,
}

/// Seals an entry: its line, without a line break, and its hash.
///
/// # Errors
/// A body that cannot be written as JSON, which none of this crate's is.
pub fn seal<B: Serialize + ?Sized>(
    seq: i64,
    kind: &str,
    at: Timestamp,
    body: &B,
    previous: &str,
) -> serde_json::Result<(String, String)> {
    let mut line = serde_json::to_string(&Unsealed { seq, kind, at, body, previous })?;
    let hash = digest(&line);
    line.truncate(line.len() - 1);
    line.push_str(",\"hash\":\"");
    line.push_str(&hash);
    line.push_str("\"}");
    Ok((line, hash))
}

/// SHA-256 in hexadecimal.
pub(crate) fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a line's hash is of: the line without its last field.
pub(crate) fn unsealed(line: &str) -> Option<String> {
    let tail = line.len().checked_sub(",\"hash\":\"\"}".len() + 64)?;
    let (front, rest) = line.split_at_checked(tail)?;
    (rest.starts_with(",\"hash\":\"") && rest.ends_with("\"}")).then(|| format!("{front}}}"))
}

/// The body of an entry's line.
///
/// # Errors
/// What is wrong with it.
pub fn body_of<B: DeserializeOwned>(line: &str) -> serde_json::Result<B> {
    serde_json::from_str::<Sealed<B>>(line).map(|sealed| sealed.body)
}
