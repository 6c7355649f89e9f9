//! Recounting an exported record: everything that can be computed is computed anew, and the file is written anew. No I/O.

use crate::{
    answer::Answer,
    count::{Outcome, alternatives, count},
    in_step::{report, tallied},
    opinions::opinions,
    record::{
        self, AlternativesBody, AmendedBody, AppealBody, Ballot, BallotsBody, DecidedBody, Electorate,
        ErasedBody, ExcludedBody, Heading, Kind, Labels, Nothing, Opened, ResultBody, Sealed, SeedBody,
        VERSION, seal,
    },
    rule::{Facts, Method, Rule, Who},
};
use act::Timestamp;
use ballot::{Invalid, chance::Seed, draws::commit};
use serde::{Serialize, de::DeserializeOwned, de::IgnoredAny};
use std::{collections::BTreeSet, fmt};

/// A record recounted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recount {
    /// The round, as the file names it.
    pub round: String,
    /// The file written anew: equal to the one that was read if nothing differs.
    pub bytes: Vec<u8>,
    /// The hash of the last entry. Who knows it from elsewhere, the round's page say, knows that no entry is lacking.
    pub head: String,
    /// How many entries there are.
    pub entries: usize,
    /// What does not agree, in the order of the file.
    pub differences: Vec<Difference>,
}

/// Something in a record that does not agree with what it is counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The entry's place in the file, from 1.
    pub entry: usize,
    /// Its kind, as it says.
    pub kind: String,
    /// What does not agree.
    pub what: What,
}

/// What does not agree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// The hash is of something else.
    #[error("was changed after it was sealed: its hash is of something else")]
    Hash,
    /// It does not follow the entry before it.
    #[error("does not follow the entry before it")]
    Chain,
    /// It is not written as this version writes it.
    #[error("is not written in the one form in which it is sealed")]
    Form,
    /// It comes where it cannot be counted yet.
    #[error("comes before what it is counted from")]
    Early,
    /// A kind that this version does not know.
    #[error("is of a kind that this version does not know")]
    Kind,
    /// The rule contradicts itself.
    #[error("has a rule that contradicts itself")]
    Rule,
    /// A ballot of a token that was not given out, given twice, out of order, or no answer to the question.
    #[error("has a ballot of token {0} that this rule and electorate do not allow")]
    Ballot(i64),
    /// A token that was not given out.
    #[error("names token {0}, which was not given out")]
    Token(i64),
    /// The seed is not the one that was promised.
    #[error("reveals another seed than was promised at the opening")]
    Seed,
    /// The count is another.
    #[error("differs from what the ballots give")]
    Count,
    /// The ballots cannot be counted by this rule.
    #[error("cannot be counted: {0}")]
    Uncountable(String),
    /// The choice, or whether it is the result, is not as it says.
    #[error("says of its choice what the result does not bear out")]
    Choice,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {} ({}) {}", self.entry, self.kind, self.what)
    }
}

/// Why a file is no record that can be recounted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is something else.
    #[error("this is not the record of a round")]
    NotARecord,
    /// It has another form.
    #[error("the record has version {0}; this program reads version {VERSION}")]
    Version(u32),
    /// Its end is missing.
    #[error("the record is cut short: its last line is missing or incomplete")]
    CutShort,
    /// A line is not an entry.
    #[error("line {line} is no entry of a record: {problem}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
}

/// Recounts a record: checks the chain, the seed against its commitment and every ballot against the rule, computes
/// result, other ways and clusters from the ballots, and writes the file anew.
///
/// # Errors
/// A file that cannot be read as a record. What can be read and does not agree is a [`Difference`].
pub fn recount(bytes: &[u8]) -> Result<Recount, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::NotARecord)?;
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let heading = heading(first)?;
    let rest = rest.strip_suffix('\n').ok_or(Unreadable::CutShort)?;
    let (entries, last) = rest.rsplit_once('\n').ok_or(Unreadable::CutShort)?;
    let labels: Labels = serde_json::from_str(last).map_err(|_| Unreadable::CutShort)?;
    let mut counting = Counting::default();
    let mut out = line_of(&heading)?;
    for (place, line) in entries.lines().enumerate() {
        counting
            .entry(place + 1, line)
            .map_err(|error| Unreadable::Line { line: place + 2, problem: error.to_string() })?;
        out.push('\n');
        out.push_str(&counting.line);
    }
    out.push('\n');
    out.push_str(&line_of(&labels)?);
    out.push('\n');
    Ok(Recount {
        round: heading.round,
        bytes: out.into_bytes(),
        head: counting.head,
        entries: entries.lines().count(),
        differences: counting.differences,
    })
}

fn heading(first: &str) -> Result<Heading, Unreadable> {
    #[derive(serde::Deserialize)]
    struct Any {
        record: String,
        version: u32,
    }
    let any: Any = serde_json::from_str(first).map_err(|_| Unreadable::NotARecord)?;
    if any.record != Heading::of("").record {
        return Err(Unreadable::NotARecord);
    }
    if any.version != VERSION {
        return Err(Unreadable::Version(any.version));
    }
    serde_json::from_str(first).map_err(|_| Unreadable::NotARecord)
}

fn line_of(part: &impl Serialize) -> Result<String, Unreadable> {
    serde_json::to_string(part).map_err(|error| Unreadable::Line { line: 0, problem: error.to_string() })
}

/// What is known of the round at this place in its record.
#[derive(Default)]
struct Counting {
    opened: Option<Opened>,
    excluded: BTreeSet<i64>,
    ballots: Option<Vec<Ballot>>,
    seed: Option<Seed>,
    outcome: Option<Outcome>,
    differences: Vec<Difference>,
    /// The hash that the entry before says it has.
    stated: String,
    /// The hash of the last entry as it is written anew.
    head: String,
    /// The last entry written anew.
    line: String,
    at: usize,
    kind: String,
}

impl Counting {
    fn differs(&mut self, what: What) {
        self.differences.push(Difference { entry: self.at, kind: self.kind.clone(), what });
    }

    fn entry(&mut self, place: usize, line: &str) -> serde_json::Result<()> {
        let sealed: Sealed<IgnoredAny> = serde_json::from_str(line)?;
        (self.at, self.kind) = (place, sealed.kind.clone());
        if record::unsealed(line).is_none_or(|unsealed| record::digest(&unsealed) != sealed.hash) {
            self.differs(What::Hash);
        }
        if sealed.previous != self.stated || usize::try_from(sealed.seq) != Ok(place) {
            self.differs(What::Chain);
        }
        match Kind::named(&sealed.kind) {
            Some(kind) => self.entry_of(kind, &sealed, line)?,
            None => {
                self.differs(What::Kind);
                self.line = line.to_owned();
                self.head = sealed.hash.clone();
            }
        }
        self.stated = sealed.hash;
        Ok(())
    }

    fn entry_of(&mut self, kind: Kind, sealed: &Sealed<IgnoredAny>, line: &str) -> serde_json::Result<()> {
        match kind {
            Kind::Opened => {
                let body: Opened = self.same(sealed, line)?;
                self.open(body);
            }
            Kind::Amended => {
                let body: AmendedBody = self.same(sealed, line)?;
                self.amend(&body);
            }
            Kind::Excluded => {
                let body: ExcludedBody = self.same(sealed, line)?;
                self.token(body.token);
                self.excluded.insert(body.token);
            }
            Kind::Appeal => {
                let body: AppealBody = self.same(sealed, line)?;
                self.token(body.token);
                if body.upheld {
                    self.excluded.remove(&body.token);
                }
            }
            Kind::Ballots => {
                let body: BallotsBody = self.same(sealed, line)?;
                self.ballots(body.ballots);
            }
            Kind::Seed => {
                let body: SeedBody = self.same(sealed, line)?;
                if self.opened.as_ref().is_none_or(|opened| commit(&body.seed) != opened.commitment) {
                    self.differs(What::Seed);
                }
                self.seed = Some(body.seed);
            }
            Kind::Result => {
                let body = self.counted(|ground| ground.result());
                self.outcome = body.as_ref().map(|body| body.outcome.clone());
                self.anew(sealed, line, body)?;
            }
            Kind::Alternatives => {
                let body = self.counted(|ground| ground.alternatives());
                self.anew(sealed, line, body)?;
            }
            Kind::Clusters => {
                let body = self.counted(|ground| ground.clusters());
                self.anew(sealed, line, body)?;
            }
            Kind::Decided => {
                let body: DecidedBody = self.same(sealed, line)?;
                let as_counted =
                    self.outcome.as_ref().is_some_and(|outcome| same_choice(&outcome.chosen, &body.choice));
                if body.as_counted != as_counted {
                    self.differs(What::Choice);
                }
            }
            Kind::Published => {
                self.same::<Nothing>(sealed, line)?;
            }
            Kind::Erased => {
                self.same::<ErasedBody>(sealed, line)?;
            }
        }
        Ok(())
    }

    /// An entry that says what happened: it is kept as it is, in its one form.
    fn same<B: Serialize + DeserializeOwned>(
        &mut self,
        sealed: &Sealed<IgnoredAny>,
        line: &str,
    ) -> serde_json::Result<B> {
        let body: B = record::body_of(line)?;
        let (as_stated, _) = seal(sealed.seq, &sealed.kind, sealed.at, &body, &sealed.previous)?;
        if record::unsealed(&as_stated) != record::unsealed(line) {
            self.differs(What::Form);
        }
        self.write(sealed.at, &body)?;
        Ok(body)
    }

    /// An entry that is counted: what was counted now takes its place. What cannot be counted stays as it is.
    fn anew<B: Serialize>(
        &mut self,
        sealed: &Sealed<IgnoredAny>,
        line: &str,
        body: Option<B>,
    ) -> serde_json::Result<()> {
        let Some(body) = body else {
            self.line = line.to_owned();
            self.head = sealed.hash.clone();
            return Ok(());
        };
        let (as_stated, _) = seal(sealed.seq, &sealed.kind, sealed.at, &body, &sealed.previous)?;
        if record::unsealed(&as_stated) != record::unsealed(line) {
            self.differs(What::Count);
        }
        self.write(sealed.at, &body)
    }

    fn write<B: Serialize>(&mut self, at: Timestamp, body: &B) -> serde_json::Result<()> {
        let seq = i64::try_from(self.at).unwrap_or(i64::MAX);
        (self.line, self.head) = seal(seq, &self.kind, at, body, &self.head)?;
        Ok(())
    }

    fn open(&mut self, opened: Opened) {
        let sizes: Option<Vec<usize>> =
            opened.electorate.strata.iter().map(|people| usize::try_from(*people).ok()).collect();
        let sizes = sizes.unwrap_or_default();
        let named: Vec<usize> = opened
            .rule
            .strata
            .iter()
            .zip(&sizes)
            // Somebody who is named may have left, or have a conflict of interest, before the electorate was drawn up.
            .map(|(stratum, people)| if stratum.who == Who::Named { (*people).max(1) } else { 0 })
            .collect();
        let facts = Facts { items: opened.items.len(), named: &named, electors: Some(&sizes) };
        if self.opened.is_some() {
            self.differs(What::Early);
        }
        if sizes.len() != opened.rule.strata.len() || opened.rule.check(&facts).is_err() {
            self.differs(What::Rule);
        }
        self.opened = Some(opened);
    }

    fn amend(&mut self, body: &AmendedBody) {
        let Some(opened) = self.opened.as_mut() else { return self.differs(What::Early) };
        for change in &body.changes {
            match opened.rule.clone().amended(&change.field, &change.after) {
                Some(rule) => opened.rule = rule,
                None => return self.differs(What::Rule),
            }
        }
    }

    fn token(&mut self, token: i64) {
        let given = self.opened.as_ref().is_some_and(|opened| opened.electorate.stratum_of(token).is_some());
        if !given {
            self.differs(What::Token(token));
        }
    }

    fn ballots(&mut self, ballots: Vec<Ballot>) {
        let Some(opened) = &self.opened else { return self.differs(What::Early) };
        let items = u32::try_from(opened.items.len()).unwrap_or(u32::MAX);
        let mut wrong = Vec::new();
        let mut before = None;
        for ballot in &ballots {
            let settled = ballot.answer.clone().settled(&opened.rule.method, items);
            let place = (ballot.token, Answer::slot(&ballot.answer));
            let known = opened.electorate.stratum_of(ballot.token).is_some();
            let timed = ballot.when.is_some() == opened.rule.suspects.is_some();
            let follows = before.as_ref().is_none_or(|before| *before < place);
            if settled.as_ref() != Ok(&ballot.answer) || !known || !timed || !follows {
                wrong.push(ballot.token);
            }
            before = Some(place);
        }
        wrong.into_iter().for_each(|token| self.differs(What::Ballot(token)));
        self.ballots = Some(ballots);
    }

    /// Counts something from the ballots that count here.
    fn counted<T>(&mut self, by: impl FnOnce(&Ground<'_>) -> Result<T, Invalid>) -> Option<T> {
        let counted = match (&self.opened, &self.ballots, &self.seed) {
            (Some(opened), Some(ballots), Some(seed)) => {
                let counting: Vec<Ballot> =
                    ballots.iter().filter(|ballot| !self.excluded.contains(&ballot.token)).cloned().collect();
                let items = u32::try_from(opened.items.len()).unwrap_or(u32::MAX);
                let Opened { rule, electorate, .. } = opened;
                by(&Ground { rule, items, electorate, ballots: &counting, seed })
            }
            _ => {
                self.differs(What::Early);
                return None;
            }
        };
        match counted {
            Ok(counted) => Some(counted),
            Err(invalid) => {
                self.differs(What::Uncountable(invalid.to_string()));
                None
            }
        }
    }
}

/// Whether two choices name the same items, in whatever order.
pub(crate) fn same_choice(one: &[u32], other: &[u32]) -> bool {
    let set = |choice: &[u32]| choice.iter().copied().collect::<BTreeSet<u32>>();
    set(one) == set(other)
}

/// What a record is counted from: the same at closing and at a recount.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) items: u32,
    pub(crate) electorate: &'a Electorate,
    /// Those that count, by token and slot.
    pub(crate) ballots: &'a [Ballot],
    pub(crate) seed: &'a Seed,
}

impl Ground<'_> {
    pub(crate) fn result(&self) -> Result<ResultBody, Invalid> {
        let tallies = tallied(self.rule, self.items, self.electorate, self.ballots);
        let outcome = count(self.rule, self.items, &tallies, Some(self.seed))?;
        let opinions = match self.rule.method {
            Method::Opinions => Some(opinions(self.items, self.ballots)?),
            _ => None,
        };
        Ok(ResultBody { outcome, opinions })
    }

    pub(crate) fn alternatives(&self) -> Result<AlternativesBody, Invalid> {
        let tallies = tallied(self.rule, self.items, self.electorate, self.ballots);
        Ok(AlternativesBody { outcomes: alternatives(self.rule, self.items, &tallies, Some(self.seed))? })
    }

    pub(crate) fn clusters(&self) -> Result<crate::in_step::Report, Invalid> {
        report(self.rule, self.items, self.electorate, self.ballots, Some(self.seed))
    }
}

#[cfg(test)]
#[path = "recount_tests.rs"]
mod tests;
