//! Who is told what. One person inside the act; voters, authors and followers by a job, a batch at a time.

use crate::{
    Round, permissions,
    rows::{self, Elector, Kept},
};
use act::{Argument, Id, Job, Person, Result, Tx, sql};
use events::{Notice, notify};
use pieces::Piece;
use programmes::Part;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// People that one run of the job tells.
const BATCH: i64 = 500;
/// Stewards, and people with one part in the programme, that are told of one thing.
const MOST: i64 = 2_000;

/// What a notice may say. A job's row names the message by its place here, because a notice's key is part of the program.
const SAID: [&str; 5] = [
    "rounds-notice-opened",
    "rounds-notice-amended",
    "rounds-notice-closed",
    "rounds-notice-decided",
    "rounds-notice-in-step",
];
pub(crate) const OPENED: usize = 0;
pub(crate) const AMENDED: usize = 1;
pub(crate) const CLOSED: usize = 2;
pub(crate) const DECIDED: usize = 3;
pub(crate) const IN_STEP: usize = 4;

/// Where a round's page is.
pub(crate) fn path(round: Id<Round>) -> String {
    format!("/rounds/{round}")
}

fn tell(
    tx: &mut Tx<'_>,
    round: &Kept,
    to: Id<Person>,
    key: &'static str,
    more: &[(&'static str, Argument)],
    by: Option<Id<Person>>,
) -> Result<()> {
    let mut arguments = vec![("question", Argument::from(round.rule.question.as_str()))];
    arguments.extend_from_slice(more);
    Ok(notify(tx, Notice { to, key, arguments, link: path(round.id), about: Some(round.id.raw()), by })?)
}

/// Tells one elector, if they are still somebody.
pub(crate) fn elector(
    tx: &mut Tx<'_>,
    round: &Kept,
    elector: &Elector,
    key: &'static str,
    more: Vec<(&'static str, Argument)>,
    by: Option<Id<Person>>,
) -> Result<()> {
    match elector.person {
        // Whoever excludes does not know whom; they are told even when it is themselves.
        Some(person) => tell(tx, round, person, key, &more, by.filter(|by| *by != person)),
        None => Ok(()),
    }
}

/// Tells the stewards of the programme.
pub(crate) fn stewards(
    tx: &mut Tx<'_>,
    round: &Kept,
    key: &'static str,
    by: Option<Id<Person>>,
) -> Result<()> {
    let mut people = BTreeSet::new();
    for part in programmes::parts_with(&permissions::STEWARD) {
        people.extend(programmes::people_with(tx, round.programme, part, MOST)?);
    }
    people.into_iter().try_for_each(|to| tell(tx, round, to, key, &[], by))
}

/// People around a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Circle {
    /// Whoever has voted.
    Voters,
    /// Authors of the items.
    Authors,
    /// Followers of the items.
    Followers,
    /// Whoever takes part in the programme.
    Programme,
    /// Whoever stands in a report and was not told yet.
    InStep,
}

/// Tells people around a round by a job.
pub(crate) fn queue(
    tx: &mut Tx<'_>,
    round: Id<Round>,
    said: usize,
    by: Option<Id<Person>>,
    circles: &[Circle],
) -> Result<()> {
    Ok(tx.enqueue(&Tell { round, said, by, circles: circles.to_vec(), after: i64::MIN })?)
}

/// Tells people around a round, a batch at a time. A notice that is unread is not repeated, so twice says it once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Tell {
    round: Id<Round>,
    said: usize,
    by: Option<Id<Person>>,
    circles: Vec<Circle>,
    /// The last person or token of the batch before.
    after: i64,
}

impl Job for Tell {
    const NAME: &'static str = "rounds.tell";
}

pub(crate) fn work(tx: &mut Tx<'_>, body: serde_json::Value) -> Result<()> {
    let mut job: Tell = events::job(body)?;
    let (Some(circle), Some(key)) = (job.circles.first().copied(), SAID.get(job.said)) else { return Ok(()) };
    let round = rows::kept(tx, job.round)?;
    let batch = batch(tx, &round, circle, job.after)?;
    let people: Vec<Id<Person>> = batch.iter().map(|(_, person)| *person).collect();
    // Whoever was erased meanwhile has no name and is told nothing.
    let known = people::bylines(tx, &people)?;
    let reason = round.reason.clone().map(Argument::Text);
    let more: Vec<(&'static str, Argument)> =
        reason.filter(|_| job.said == DECIDED).map(|reason| ("reason", reason)).into_iter().collect();
    for to in people.iter().filter(|person| known.contains_key(person)) {
        tell(tx, &round, *to, key, &more, job.by)?;
    }
    match batch.last().filter(|_| batch.len() as i64 >= BATCH) {
        Some((after, _)) => job.after = *after,
        None => {
            job.circles.remove(0);
            job.after = i64::MIN;
        }
    }
    if job.circles.is_empty() { Ok(()) } else { Ok(tx.enqueue(&job)?) }
}

/// The next people of a circle, each with what the batch after begins behind.
fn batch(tx: &mut Tx<'_>, round: &Kept, circle: Circle, after: i64) -> Result<Vec<(i64, Id<Person>)>> {
    Ok(match circle {
        Circle::Voters => sql!(tx.all(
            "SELECT token, person FROM round_electors
             WHERE round = $1 AND token > $2 AND answers > 0 AND person IS NOT NULL ORDER BY token LIMIT $3",
            round.id,
            after,
            BATCH
        ))?,
        Circle::Authors => sql!(tx.all(
            "SELECT DISTINCT a.person, a.person FROM piece_authors a JOIN round_items i ON i.piece = a.piece
             WHERE i.round = $1 AND a.person > $2 ORDER BY a.person LIMIT $3",
            round.id,
            after,
            BATCH
        ))?,
        Circle::Followers => return followers(tx, round, after),
        Circle::Programme => return programme(tx, round, after),
        Circle::InStep => {
            let told: Vec<(i64, Id<Person>)> = sql!(tx.all(
                "SELECT s.token, e.person FROM round_suspects s
                 JOIN round_electors e ON e.round = s.round AND e.token = s.token
                 WHERE s.round = $1 AND s.token > $2 AND s.told = FALSE AND s.cleared = FALSE AND e.person IS NOT NULL
                 ORDER BY s.token LIMIT $3",
                round.id,
                after,
                BATCH
            ))?;
            for (token, _) in &told {
                sql!(tx.exec(
                    "UPDATE round_suspects SET told = TRUE WHERE round = $1 AND token = $2",
                    round.id,
                    *token
                ))?;
            }
            told
        }
    })
}

fn followers(tx: &mut Tx<'_>, round: &Kept, after: i64) -> Result<Vec<(i64, Id<Person>)>> {
    let mut people: BTreeSet<Id<Person>> = BTreeSet::new();
    let items: Vec<Id<Piece>> = rows::items(tx, round.id)?;
    for item in items {
        people.extend(pieces::followers(tx, item, Some(Id::from_raw(after)), BATCH)?);
    }
    Ok(first(people, after))
}

fn programme(tx: &mut Tx<'_>, round: &Kept, after: i64) -> Result<Vec<(i64, Id<Person>)>> {
    let mut people: BTreeSet<Id<Person>> = BTreeSet::new();
    for part in Part::ALL {
        people.extend(programmes::people_with(tx, round.programme, part, MOST)?);
    }
    Ok(first(people, after))
}

fn first(people: BTreeSet<Id<Person>>, after: i64) -> Vec<(i64, Id<Person>)> {
    let people = people.into_iter().filter(|person| person.raw() > after);
    people.take(usize::try_from(BATCH).unwrap_or(0)).map(|person| (person.raw(), person)).collect()
}
