//! Popularity counted anew from the votes: after an import, a merge, a changed half-life, or when rounding asks for it.

use crate::{
    Idea, Standing,
    model::vote,
    rows::{keep_standing, kept_of, place, touch},
    settings,
};
use act::{Id, Job, Person, Result, Tx, sql};
use ballot::popularity::Vote;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Ballots that are read at once.
const PAGE: i64 = 1_000;
/// Ideas that one run of the recount takes.
const BATCH: i64 = 200;

/// The votes that count on an idea, and a digest of who voted what and when.
pub(crate) struct Ballots {
    pub(crate) votes: Vec<Vote>,
    pub(crate) digest: String,
}

pub(crate) fn ballots(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<Ballots> {
    let (mut votes, mut hash) = (Vec::new(), Sha256::new());
    let mut after: Option<Id<Person>> = None;
    loop {
        let page = pieces::ballots(tx, idea.cast(), after, PAGE)?;
        for ballot in &page {
            hash.update(ballot.person.raw().to_be_bytes());
            hash.update(ballot.weight.to_be_bytes());
            hash.update(ballot.at.as_micros().to_be_bytes());
            votes.extend(vote(ballot.weight, ballot.at));
        }
        after = page.last().map(|ballot| ballot.person);
        if page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX) {
            let digest = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            return Ok(Ballots { votes, digest });
        }
    }
}

/// Counts an idea's votes anew and writes what they come to, with the half-life that holds now.
///
/// # Errors
/// 404 when there is no such idea; the store's.
pub fn recount(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<()> {
    touch(tx, idea)?;
    let days = settings::HALF_LIFE.value(tx)?;
    let ballots = ballots(tx, idea)?;
    keep_standing(tx, idea, &Standing::of(&ballots.votes, days))?;
    place(tx, &[idea])
}

/// Counts the ideas after one anew, a batch at a time, because the operator changed the half-life.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RecountAll {
    pub(crate) half_life: i64,
}

impl Job for RecountAll {
    const NAME: &'static str = "ideas.recount_all";
}

pub(crate) fn work(tx: &mut Tx<'_>, body: serde_json::Value) -> Result<()> {
    let job: RecountAll = events::job(body)?;
    let at: Option<(i64, Id<Idea>, bool)> =
        sql!(tx.opt("SELECT half_life, after, done FROM idea_recounts WHERE id = 1"))?;
    let Some((half_life, after, false)) = at else { return Ok(()) };
    if half_life != job.half_life {
        // The half-life changed again meanwhile; another run is queued for that.
        return Ok(());
    }
    let ideas: Vec<Id<Idea>> =
        sql!(tx.all("SELECT piece FROM ideas WHERE piece > $1 ORDER BY piece LIMIT $2", after, BATCH))?;
    let rows = kept_of(tx, &ideas)?;
    for idea in &ideas {
        if rows.get(idea).is_some_and(|row| row.standing.days != half_life) {
            recount(tx, *idea)?;
        }
    }
    let (last, done) = (ideas.last().copied().unwrap_or(after), (ideas.len() as i64) < BATCH);
    sql!(tx.exec("UPDATE idea_recounts SET after = $1, done = $2 WHERE id = 1", last, done))?;
    if !done {
        tx.enqueue(&RecountAll { half_life })?;
    }
    Ok(())
}

/// Notices a changed half-life and begins the recount; runs every minute.
pub(crate) fn watch(tx: &mut Tx<'_>) -> Result<()> {
    let days = settings::HALF_LIFE.value(tx)?;
    let known: Option<i64> = sql!(tx.opt("SELECT half_life FROM idea_recounts WHERE id = 1"))?;
    let before = known.unwrap_or(settings::HALF_LIFE.default);
    if before == days {
        return Ok(());
    }
    let start = Id::<Idea>::from_raw(i64::MIN);
    sql!(tx.exec(
        "INSERT INTO idea_recounts (id, half_life, after, done) VALUES (1, $1, $2, FALSE)
         ON CONFLICT (id) DO UPDATE SET half_life = excluded.half_life, after = excluded.after, done = excluded.done",
        days, start
    ))?;
    tx.enqueue(&RecountAll { half_life: days })?;
    Ok(())
}
