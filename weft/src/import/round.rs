//! A round that was held elsewhere, out of the ballots in files; and its figures beside those that the files tell.

use super::{Import, refused};
use act::{Actor, Error, Id};
use anyhow::{Result, anyhow, bail};
use ideas::Idea;
use rounds::{
    Authors, Bearing, Brought, CastElsewhere, Combine, Conflict, Counts, Decider, Elsewhere, Live, Method,
    Outcome, Round, Rule, Stratum, Ties, Who,
};
use serde::Serialize;

/// How those who took part are called together.
const TOOK_PART: &str = "Participants";

/// What a file tells of a round.
pub(super) struct Held {
    /// What the round is called where it comes from.
    pub(super) source: String,
    /// Where that was, for people to read.
    pub(super) from: String,
    /// What was asked; the programme's title when nobody says.
    pub(super) question: Option<String>,
    /// What people were asked to do.
    pub(super) method: Method,
    /// What it was about.
    pub(super) items: Vec<Id<Idea>>,
    /// Every answer.
    pub(super) ballots: Vec<CastElsewhere>,
}

impl Import {
    /// Makes the round, closed and counted, once; nothing when nobody answered.
    pub(super) fn hold(&mut self, held: Held) -> Result<Option<Brought>> {
        let times = || held.ballots.iter().map(|ballot| ballot.at);
        let (Some(opens), Some(last)) = (times().min(), times().max()) else { return Ok(None) };
        let rule = Rule {
            question: web::excerpt(
                &held.question.unwrap_or_else(|| self.title.clone()),
                rounds::rule::QUESTION,
            ),
            method: held.method,
            places: 1,
            strata: vec![Stratum { name: TOOK_PART.to_owned(), who: Who::Named, joined_before: None }],
            combine: Combine::Together,
            conflict: Conflict::None,
            opens,
            closes: last + act::Span::millis(1),
            counts: Counts::AfterClosing,
            authors: Authors::Shown,
            guarantee: 0,
            ties: Ties::Order,
            suspects: None,
            decides: web::excerpt(&self.title, rounds::rule::QUESTION),
            bearing: Bearing::Advises,
            decider: Decider::Owner,
        };
        let elsewhere = Elsewhere {
            programme: self.programme,
            room: ideas::ROOM.to_owned(),
            source: format!("{}:round:{}", self.scope, held.source),
            from: held.from,
            rule,
            items: held.items.iter().map(|idea| idea.cast()).collect(),
            ballots: held.ballots,
        };
        // A transaction may run twice and has no chance of its own.
        let secret = people::Secret::fresh().map_err(refused)?;
        let brought = self.store.write(move |tx| rounds::bring_in(tx, &elsewhere, &secret));
        Ok(Some(self.runtime.block_on(brought).map_err(refused)?))
    }

    /// Recounts the round from its record, and gives what was counted.
    pub(super) fn recounted(&self, round: Id<Round>) -> Result<Counted> {
        let anybody = Actor::visitor(Default::default());
        let read = self.store.read(move |tx| {
            Ok::<_, Error>((rounds::kept_record(tx, round)?, rounds::live(tx, &anybody, round)?))
        });
        let (record, live) = self.runtime.block_on(read).map_err(refused)?;
        let recount = rounds::recount(&record)?;
        if let Some(difference) = recount.differences.first() {
            bail!("the record of round {round} cannot be recounted: {difference}");
        }
        if recount.bytes != record {
            bail!("the record of round {round} is written otherwise when it is recounted");
        }
        let Live::Result { outcome, alternatives: mut outcomes, opinions } = live else {
            bail!("round {round} is not closed");
        };
        outcomes.push(outcome);
        Ok(Counted { outcomes, groups: opinions.map_or(0, |opinions| opinions.groups.len()) })
    }
}

/// What a round counted.
pub(super) struct Counted {
    /// By its own way and three others.
    pub(super) outcomes: Vec<Outcome>,
    /// Opinion groups that were found.
    pub(super) groups: usize,
}

impl Counted {
    /// The count by one of the ways.
    pub(super) fn by(&self, way: rounds::Way) -> Result<&Outcome> {
        let found = self.outcomes.iter().find(|outcome| outcome.way == way);
        found.ok_or_else(|| anyhow!("the record does not say what {} gives", way.name()))
    }
}

/// What came of comparing.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(super) struct Verified {
    /// Figures that were compared.
    figures: u64,
    /// Those that are another.
    pub(super) differ: u64,
    /// How far the farthest is off.
    largest: f64,
    /// How alike the opinion groups are to those of the files: the adjusted Rand index, 1 for the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) groups_alike: Option<f64>,
}

impl Verified {
    /// Compares a figure with the one in a file, and tells when it is another.
    pub(super) fn compare(&mut self, what: &str, ours: f64, theirs: f64, tolerance: f64) {
        let off = (ours - theirs).abs();
        self.figures += 1;
        self.largest = self.largest.max(off);
        if off > tolerance {
            self.differ += 1;
            #[expect(clippy::print_stderr, reason = "an import tells its user which figures are others")]
            {
                eprintln!("{what}: {ours} here, {theirs} in the file");
            }
        }
    }

    /// Compares two counts of the same thing.
    pub(super) fn count(&mut self, what: &str, ours: u64, theirs: u64) {
        self.compare(what, ours as f64, theirs as f64, 0.0);
    }
}
