//! Work that comes round: one row each, whatever the number of processes.

use crate::{
    backoff::backoff,
    trouble::{Trouble, passing_of, reason},
};
use store::{FromRow, Result, Row, Span, Store, Timestamp, Tx, sql};

/// Work that recurs. It is first done when a process first knows it, then every so often; turns that were missed are
/// made up for by one. A failure is tried again with back-off, and its turn is not lost.
#[derive(Debug, Clone, Copy)]
pub struct Recurring {
    /// Its name, under which its turn is kept: `programmes.remind`.
    pub name: &'static str,
    /// From one turn to the next; at least a second.
    pub every: Span,
    /// What is done, in one transaction with its turn.
    pub run: fn(&mut Tx<'_>) -> act::Result<()>,
}

/// The turns of one recurring work, for operators.
#[derive(Debug, Clone, PartialEq)]
pub struct Rhythm {
    /// The work.
    pub name: String,
    /// When its next turn is.
    pub due_at: Timestamp,
    /// When it was last done.
    pub ran_at: Option<Timestamp>,
    /// Failures since then.
    pub attempts: i64,
    /// What was said last, while it fails.
    pub last_error: Option<String>,
}

impl FromRow for Rhythm {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            name: row.take()?,
            due_at: row.take()?,
            ran_at: row.take()?,
            attempts: row.take()?,
            last_error: row.take()?,
        })
    }
}

/// Every recurring work that was ever known, by name.
pub fn rhythms(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Rhythm>> {
    sql!(tx.all(
        "SELECT name, due_at, ran_at, attempts, last_error FROM recurring ORDER BY name LIMIT $1",
        limit
    ))
}

/// What came of looking after one recurring work.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Turn {
    NotYet,
    Done,
    Failed(Trouble),
}

/// Does the work if its turn has come. An error is the database's.
pub(crate) async fn turn(store: &Store, work: Recurring) -> Result<Turn> {
    if !store.read(move |tx| is_due(tx, work.name)).await? {
        return Ok(Turn::NotYet);
    }
    let error = match store.write(move |tx| take_turn(tx, work)).await {
        Ok(true) => {
            metrics::counter!("events_recurring_total", "work" => work.name).increment(1);
            return Ok(Turn::Done);
        }
        Ok(false) => return Ok(Turn::NotYet),
        Err(error) => error,
    };
    if let Some(fault) = passing_of(&error) {
        return Err(fault.clone());
    }
    tracing::error!(work = work.name, %error, "recurring work failed");
    metrics::counter!("events_recurring_failures_total", "work" => work.name).increment(1);
    let said = reason(&error);
    let noted = said.clone();
    store.write(move |tx| put_off(tx, work, &noted)).await?;
    Ok(Turn::Failed(Trouble { of: work.name.to_owned(), error: said }))
}

fn is_due(tx: &mut Tx<'_>, name: &str) -> Result<bool> {
    let due: Option<Timestamp> = sql!(tx.opt("SELECT due_at FROM recurring WHERE name = $1", name))?;
    Ok(due.is_none_or(|due| due <= tx.now()))
}

/// Locks the row until the end of the transaction, creating it if needed.
fn touch(tx: &mut Tx<'_>, name: &str) -> Result<(Timestamp, i64)> {
    let now = tx.now();
    sql!(tx.one(
        "INSERT INTO recurring (name, due_at) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET due_at = recurring.due_at RETURNING due_at, attempts",
        name,
        now
    ))
}

fn take_turn(tx: &mut Tx<'_>, work: Recurring) -> act::Result<bool> {
    let (due, now) = (touch(tx, work.name)?.0, tx.now());
    if due > now {
        return Ok(false);
    }
    (work.run)(tx)?;
    let next = after(due, work.every, now);
    sql!(tx.exec(
        "UPDATE recurring SET due_at = $2, ran_at = $3, attempts = 0, last_error = NULL WHERE name = $1",
        work.name,
        next,
        now
    ))?;
    Ok(true)
}

fn put_off(tx: &mut Tx<'_>, work: Recurring, error: &str) -> Result<()> {
    let ((due, attempts), now) = (touch(tx, work.name)?, tx.now());
    if due > now {
        return Ok(());
    }
    let wait =
        backoff(attempts + 1, work.name.bytes().fold(7, |sum, byte| sum * 31 % 1_000_003 + i64::from(byte)));
    let again = now + wait.min(work.every.max(Span::seconds(1)));
    sql!(tx.exec(
        "UPDATE recurring SET due_at = $2, attempts = attempts + 1, last_error = $3 WHERE name = $1",
        work.name,
        again,
        error
    ))?;
    Ok(())
}

/// The first turn after now in the rhythm of the turn that was due.
fn after(due: Timestamp, every: Span, now: Timestamp) -> Timestamp {
    let every = every.max(Span::seconds(1));
    let missed = (now - due).as_micros().max(0) / every.as_micros();
    due + Span::micros(every.as_micros().saturating_mul(missed + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_next_turn_is_the_first_one_after_now_and_keeps_the_rhythm(
            due in 0_i64..1_000_000_000_000, every in 1_000_000_i64..90_000_000_000, late in 0_i64..1_000_000_000_000,
        ) {
            let (start, now) = (Timestamp::from_micros(due), Timestamp::from_micros(due + late));
            let next = after(start, Span::micros(every), now);
            prop_assert!(next > now && next - now <= Span::micros(every));
            prop_assert_eq!((next - start).as_micros() % every, 0);
        }
    }
}
