//! Consumers that write rows: effect and offset in one transaction.

use crate::{
    Outgoing,
    backoff::backoff,
    feed::{Feed, Page},
    trouble::{passing_of, reason},
};
use store::{Error, FromRow, Result, Row, Store, Timestamp, Tx, sql};

/// Events of no interest that a reader may be ahead of its stored offset: storing each would cost a commit. So a stored
/// offset that is this far behind says nothing.
pub const UNSTORED: i64 = 1_000;

/// A consumer that writes rows: its effect and its offset are one transaction, so each event counts once, whatever
/// the number of processes. It hears events in the order of their commits, all of them since the outbox began; one
/// that fails is tried again with back-off and holds up this consumer alone.
#[derive(Debug, Clone, Copy)]
pub struct Reaction {
    /// Its name, under which its offset is kept: `notices.answers`. It must never change.
    pub consumer: &'static str,
    /// The events it hears, by name; empty for all.
    pub to: &'static [&'static str],
    /// What it does. It may run more than once, but what it wrote counts once.
    pub react: React,
}

/// What a reaction does with what it hears.
#[derive(Debug, Clone, Copy)]
pub enum React {
    /// Takes events one after the other.
    Each(fn(&mut Tx<'_>, &Outgoing) -> act::Result<()>),
    /// Takes the events of one transaction together, in their order and at least one, and writes once what many of them
    /// say. When that fails, it is given them one by one.
    Together(fn(&mut Tx<'_>, &[&Outgoing]) -> act::Result<()>),
}

/// A reaction that cannot get past an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Stuck {
    /// The reaction.
    pub consumer: String,
    /// The position it cannot get past.
    pub position: i64,
    /// The event there.
    pub event: i64,
    /// The event's name.
    pub name: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Since when.
    pub since: Timestamp,
    /// When it is tried again.
    pub retry_at: Timestamp,
    /// What was said last.
    pub last_error: String,
}

impl FromRow for Stuck {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            consumer: row.take()?,
            position: row.take()?,
            event: row.take()?,
            name: row.take()?,
            attempts: row.take()?,
            since: row.take()?,
            retry_at: row.take()?,
            last_error: row.take()?,
        })
    }
}

/// The reactions that cannot get past an event, by name.
pub fn stuck(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Stuck>> {
    sql!(tx.all(
        "SELECT consumer, position, event, name, attempts, since, retry_at, last_error
         FROM outbox_stuck ORDER BY consumer LIMIT $1",
        limit
    ))
}

/// Has a stuck reaction tried again now. Whether it was stuck.
pub fn retry_stuck(tx: &mut Tx<'_>, consumer: &str) -> Result<bool> {
    let now = tx.now();
    let changed = sql!(tx.exec("UPDATE outbox_stuck SET retry_at = $2 WHERE consumer = $1", consumer, now))?;
    Ok(changed > 0)
}

/// Lets a stuck reaction go on without the event that it cannot get past: for people, when nothing else helps. The
/// position is the one they saw; whether the reaction was still stuck there.
pub fn step_over(tx: &mut Tx<'_>, consumer: &str, position: i64) -> Result<bool> {
    touch(tx, consumer)?;
    let gone =
        sql!(tx.exec("DELETE FROM outbox_stuck WHERE consumer = $1 AND position = $2", consumer, position))?;
    if gone > 0 {
        advance(tx, consumer, position)?;
        tracing::warn!(consumer, position, "a reaction was told to go on without an event");
    }
    Ok(gone > 0)
}

/// Through here the consumer has read, as far as a reader can tell.
fn offset(tx: &mut Tx<'_>, consumer: &str) -> Result<i64> {
    let known = sql!(tx.opt::<i64>("SELECT position FROM outbox_offsets WHERE consumer = $1", consumer))?;
    Ok(known.unwrap_or(0))
}

/// Locks the consumer's offset until the end of the transaction, creating it if needed, and tells it.
fn touch(tx: &mut Tx<'_>, consumer: &str) -> Result<i64> {
    sql!(tx.one(
        "INSERT INTO outbox_offsets (consumer, position) VALUES ($1, 0)
         ON CONFLICT (consumer) DO UPDATE SET position = outbox_offsets.position RETURNING position",
        consumer
    ))
}

fn advance(tx: &mut Tx<'_>, consumer: &str, to: i64) -> Result<()> {
    sql!(tx.exec(
        "UPDATE outbox_offsets SET position = $2 WHERE consumer = $1 AND position < $2",
        consumer,
        to
    ))
    .map(drop)
}

/// How far one transaction took a reaction.
#[derive(Debug, Clone, Copy)]
enum Applied {
    /// Through this position, with so many events that it heard.
    Through(i64, u64),
    /// Not yet: an event failed lately.
    Rests,
}

fn apply(tx: &mut Tx<'_>, reaction: Reaction, page: &[Outgoing], through: i64) -> act::Result<Applied> {
    let offset = touch(tx, reaction.consumer)?;
    if offset >= through {
        return Ok(Applied::Through(offset, 0));
    }
    let retry_at: Option<Timestamp> =
        sql!(tx.opt("SELECT retry_at FROM outbox_stuck WHERE consumer = $1", reaction.consumer))?;
    if retry_at.is_some_and(|at| at > tx.now()) {
        return Ok(Applied::Rests);
    }
    let news =
        |event: &&Outgoing| event.position > offset && event.position <= through && event.is_for(reaction.to);
    let heard: Vec<&Outgoing> = page.iter().filter(news).collect();
    match reaction.react {
        React::Each(react) => heard.iter().try_for_each(|event| react(tx, event))?,
        React::Together(react) if !heard.is_empty() => react(tx, &heard)?,
        React::Together(_) => {}
    }
    advance(tx, reaction.consumer, through)?;
    if retry_at.is_some() {
        sql!(tx.exec("DELETE FROM outbox_stuck WHERE consumer = $1", reaction.consumer))?;
    }
    Ok(Applied::Through(through, heard.len() as u64))
}

/// Notes a failure and when the event is tried again. Two processes that failed at once count once.
fn note(tx: &mut Tx<'_>, consumer: &str, event: &Outgoing, error: &str) -> Result<()> {
    let offset = touch(tx, consumer)?;
    let now = tx.now();
    let known: Option<(i64, i64, Timestamp)> =
        sql!(tx.opt("SELECT position, attempts, retry_at FROM outbox_stuck WHERE consumer = $1", consumer))?;
    let attempts = match known {
        Some((_, _, retry_at)) if retry_at > now => return Ok(()),
        _ if offset >= event.position => return Ok(()),
        Some((position, attempts, _)) if position == event.position => attempts + 1,
        _ => 1,
    };
    let retry_at = now + backoff(attempts, event.position);
    sql!(tx.exec(
        "INSERT INTO outbox_stuck (consumer, position, event, name, attempts, since, retry_at, last_error)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (consumer) DO UPDATE SET position = excluded.position, event = excluded.event,
             name = excluded.name, attempts = excluded.attempts, retry_at = excluded.retry_at,
             last_error = excluded.last_error,
             since = CASE WHEN excluded.attempts = 1 THEN excluded.since ELSE outbox_stuck.since END",
        consumer,
        event.position,
        event.id,
        event.name,
        attempts,
        now,
        retry_at,
        error
    ))
    .map(drop)
}

/// What one step of a reader came to.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Nothing new.
    Idle,
    /// It went on, and heard so many events.
    Moved(u64),
    /// An event failed and is tried again later.
    Waits,
}

/// A reaction on its way through the outbox in this process.
pub(crate) struct Reader {
    pub(crate) reaction: Reaction,
    store: Store,
    /// Through here there is nothing left for it to hear.
    floor: i64,
    /// The offset as last stored; unknown until the first step.
    stored: Option<i64>,
    /// Through here events are taken one by one, because one of them failed.
    careful: i64,
}

impl Reader {
    pub(crate) fn new(reaction: Reaction, store: Store) -> Self {
        Self { reaction, store, floor: 0, stored: None, careful: 0 }
    }

    /// Events it has not looked at yet.
    pub(crate) fn lag(&self, head: i64) -> i64 {
        (head - self.floor).max(0)
    }

    /// Takes what is next, at most a page. An error is the database's.
    pub(crate) async fn step(&mut self, feed: &Feed) -> Result<Step> {
        if self.stored.is_none() {
            let consumer = self.reaction.consumer;
            let offset = self.store.read(move |tx| offset(tx, consumer)).await?;
            (self.stored, self.floor) = (Some(offset), offset);
        }
        if self.floor >= feed.head() {
            return Ok(Step::Idle);
        }
        let page = feed.after(self.floor).await?;
        let Some(through) = page.last().map(|event| event.position) else { return Ok(Step::Idle) };
        let mut heard: Vec<i64> =
            page.iter().filter(|e| e.is_for(self.reaction.to)).map(|e| e.position).collect();
        match (heard.pop(), heard.first()) {
            (None, _) => self.pass_over(through).await,
            (Some(last), None) => self.take(page, last, true).await,
            (Some(_), Some(&first)) if self.floor < self.careful => self.take(page, first, true).await,
            (Some(last), Some(_)) => self.take(page, last, false).await,
        }
    }

    /// Nothing on this page is for it.
    async fn pass_over(&mut self, through: i64) -> Result<Step> {
        if through - self.stored.unwrap_or(0) >= UNSTORED {
            let consumer = self.reaction.consumer;
            self.store
                .write(move |tx| touch(tx, consumer).and_then(|_| advance(tx, consumer, through)))
                .await?;
            self.stored = Some(through);
        }
        self.floor = through;
        Ok(Step::Moved(0))
    }

    async fn take(&mut self, page: Page, through: i64, single: bool) -> Result<Step> {
        let (reaction, events) = (self.reaction, page.clone());
        match self.store.write(move |tx| apply(tx, reaction, &events, through)).await {
            Ok(Applied::Through(position, heard)) => {
                self.floor = position.max(self.floor);
                self.stored = Some(position);
                metrics::counter!("events_reactions_total", "consumer" => reaction.consumer).increment(heard);
                metrics::gauge!("events_reaction_stuck", "consumer" => reaction.consumer).set(0);
                Ok(Step::Moved(heard))
            }
            Ok(Applied::Rests) => Ok(self.wait(through)),
            Err(error) => match passing_of(&error) {
                Some(fault) => Err(fault.clone()),
                None if single => self.fail(&page, through, &error).await,
                None => {
                    self.careful = through;
                    Ok(Step::Moved(0))
                }
            },
        }
    }

    fn wait(&mut self, through: i64) -> Step {
        self.careful = self.careful.max(through);
        metrics::gauge!("events_reaction_stuck", "consumer" => self.reaction.consumer).set(1);
        Step::Waits
    }

    async fn fail(&mut self, page: &Page, position: i64, error: &act::Error) -> Result<Step> {
        let consumer = self.reaction.consumer;
        let Some(event) = page.iter().find(|event| event.position == position).cloned() else {
            return Err(Error::NoRow);
        };
        tracing::error!(consumer, event = event.name, position, %error, "a reaction failed");
        metrics::counter!("events_reaction_failures_total", "consumer" => consumer).increment(1);
        let said = reason(error);
        self.store.write(move |tx| note(tx, consumer, &event, &said)).await?;
        Ok(self.wait(position))
    }
}
