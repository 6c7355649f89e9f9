//! Who is told what. Few people at once inside the act; voters and followers by a job, a batch at a time.

use crate::{Idea, permissions};
use act::{Argument, Id, Job, Person, Result, Tx};
use events::{Notice, notify};
use programmes::Programme;
use serde::{Deserialize, Serialize};

/// People that one run of the job tells.
const BATCH: i64 = 500;
/// Moderators that are told of one thing.
const MOST_MODERATORS: i64 = 50;

/// What a notice about an idea may say. The job's rows name the message by its place here, because a notice's key is
/// part of the program.
const SAID: [&str; 3] = ["ideas-notice-moved", "ideas-notice-merge-window", "ideas-notice-journal"];

fn title(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<String> {
    let title: Option<Option<String>> = act::sql!(tx.opt("SELECT title FROM pieces WHERE id = $1", idea))?;
    Ok(title.flatten().unwrap_or_default())
}

/// Tells one person.
pub(crate) fn person(
    tx: &mut Tx<'_>,
    to: Id<Person>,
    key: &'static str,
    idea: Id<Idea>,
    link: String,
    by: Option<Id<Person>>,
) -> Result<()> {
    let title = title(tx, idea)?;
    Ok(notify(
        tx,
        Notice {
            to,
            key,
            arguments: vec![("title", Argument::Text(title))],
            link,
            about: Some(idea.raw()),
            by,
        },
    )?)
}

/// Tells the authors of an idea.
pub(crate) fn authors(
    tx: &mut Tx<'_>,
    idea: Id<Idea>,
    key: &'static str,
    link: String,
    by: Option<Id<Person>>,
) -> Result<()> {
    let authors: Vec<Id<Person>> = act::sql!(tx.all(
        "SELECT person FROM piece_authors WHERE piece = $1 AND person IS NOT NULL ORDER BY place LIMIT 100",
        idea
    ))?;
    authors.into_iter().try_for_each(|author| person(tx, author, key, idea, link.clone(), by))
}

/// Tells whoever moderates a programme.
pub(crate) fn moderators(
    tx: &mut Tx<'_>,
    programme: Id<Programme>,
    key: &'static str,
    idea: Id<Idea>,
    link: String,
    by: Option<Id<Person>>,
) -> Result<()> {
    let mut told: Vec<Id<Person>> = Vec::new();
    for part in programmes::parts_with(&permissions::MODERATE) {
        told.extend(programmes::people_with(tx, programme, part, MOST_MODERATORS)?);
    }
    told.sort_unstable();
    told.dedup();
    told.into_iter().try_for_each(|one| person(tx, one, key, idea, link.clone(), by))
}

/// Tells those who voted for an idea, by a job.
pub(crate) fn supporters(
    tx: &mut Tx<'_>,
    idea: Id<Idea>,
    key: &'static str,
    link: String,
    by: Option<Id<Person>>,
) -> Result<()> {
    queue(tx, idea, key, link, by, &[Circle::Authors, Circle::Supporters])
}

/// Tells authors, voters and followers of an idea, by a job.
pub(crate) fn everybody(
    tx: &mut Tx<'_>,
    idea: Id<Idea>,
    key: &'static str,
    link: String,
    by: Option<Id<Person>>,
) -> Result<()> {
    queue(tx, idea, key, link, by, &[Circle::Authors, Circle::Voters, Circle::Followers])
}

fn queue(
    tx: &mut Tx<'_>,
    idea: Id<Idea>,
    key: &'static str,
    link: String,
    by: Option<Id<Person>>,
    circles: &[Circle],
) -> Result<()> {
    let said = SAID.iter().position(|known| *known == key).unwrap_or(0);
    tx.enqueue(&Tell { idea, said, link, by, circles: circles.to_vec(), after: None })?;
    Ok(())
}

/// Around an idea.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Circle {
    Authors,
    Voters,
    Supporters,
    Followers,
}

/// Tells people around an idea, a batch at a time. A notice that is unread is not repeated, so doing it twice says it once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Tell {
    idea: Id<Idea>,
    said: usize,
    link: String,
    by: Option<Id<Person>>,
    circles: Vec<Circle>,
    after: Option<Id<Person>>,
}

impl Job for Tell {
    const NAME: &'static str = "ideas.tell";
}

pub(crate) fn work(tx: &mut Tx<'_>, body: serde_json::Value) -> Result<()> {
    let mut job: Tell = events::job(body)?;
    let (Some(circle), Some(key)) = (job.circles.first().copied(), SAID.get(job.said)) else { return Ok(()) };
    let (people, last) = circle_of(tx, job.idea, circle, job.after)?;
    // Tokens of erased voters lead to nobody.
    let known = people::bylines(tx, &people)?;
    for to in people.into_iter().filter(|one| known.contains_key(one)) {
        person(tx, to, key, job.idea, job.link.clone(), job.by)?;
    }
    job.after = last;
    if last.is_none() {
        job.circles.remove(0);
    }
    if !job.circles.is_empty() {
        tx.enqueue(&job)?;
    }
    Ok(())
}

/// The next people of a circle, and after whom the next batch begins if there is one.
fn circle_of(
    tx: &mut Tx<'_>,
    idea: Id<Idea>,
    circle: Circle,
    after: Option<Id<Person>>,
) -> Result<(Vec<Id<Person>>, Option<Id<Person>>)> {
    match circle {
        Circle::Authors => {
            let authors = act::sql!(tx.all(
                "SELECT person FROM piece_authors WHERE piece = $1 AND person IS NOT NULL ORDER BY place LIMIT 100",
                idea
            ))?;
            Ok((authors, None))
        }
        Circle::Followers => {
            let people = pieces::followers(tx, idea.cast(), after, BATCH)?;
            let last = (people.len() as i64 == BATCH).then(|| people.last().copied()).flatten();
            Ok((people, last))
        }
        Circle::Voters | Circle::Supporters => {
            let ballots = pieces::ballots(tx, idea.cast(), after, BATCH)?;
            let last =
                (ballots.len() as i64 == BATCH).then(|| ballots.last().map(|ballot| ballot.person)).flatten();
            let meant = |ballot: &&pieces::Ballot| circle == Circle::Voters || ballot.weight > 0;
            Ok((ballots.iter().filter(meant).map(|ballot| ballot.person).collect(), last))
        }
    }
}
