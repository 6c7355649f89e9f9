//! Events as they leave the outbox, and the outbox as an audit trail.

use act::Person;
use serde::de::DeserializeOwned;
use store::{Event, FromRow, Id, Result, Row, Timestamp, Tx, sql};

/// An event on its way out, with its place in the order of commits.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// Its place in the order of commits, from 1; 0 while it has none, which only [`history`] and [`by_person`] show.
    pub position: i64,
    /// Its identifier.
    pub id: i64,
    /// The instant of the transaction that it was part of.
    pub at: Timestamp,
    /// Its name, `ideas.voted`.
    pub name: String,
    /// On whose behalf it happened.
    pub by: Option<Id<Person>>,
    /// The thing it happened to; 0 for nothing in particular.
    pub about: i64,
    /// The event itself.
    pub body: serde_json::Value,
}

impl Outgoing {
    /// The event, or `None` when it is another one. A body that its own type cannot read is logged and counted as
    /// `events_unreadable_total`: an event's type must go on reading what it once wrote.
    pub fn read<E: Event + DeserializeOwned>(&self) -> Option<E> {
        if self.name != E::NAME {
            return None;
        }
        match E::deserialize(&self.body) {
            Ok(event) => Some(event),
            Err(error) => {
                metrics::counter!("events_unreadable_total", "event" => E::NAME).increment(1);
                tracing::error!(event = E::NAME, id = self.id, %error, "an event cannot be read by its own type");
                None
            }
        }
    }

    /// Whether a consumer of these names hears it; no names means all.
    pub(crate) fn is_for(&self, names: &[&str]) -> bool {
        names.is_empty() || names.contains(&self.name.as_str())
    }
}

impl FromRow for Outgoing {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            position: row.take()?,
            id: row.take()?,
            at: row.take()?,
            name: row.take()?,
            by: row.take()?,
            about: row.take()?,
            body: row.take()?,
        })
    }
}

/// The last position given so far and the event there; zeros while there is none.
pub fn latest(tx: &mut Tx<'_>) -> Result<(i64, i64)> {
    let last = sql!(tx.opt::<(i64, i64)>(
        "SELECT position, id FROM outbox WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1"
    ))?;
    Ok(last.unwrap_or((0, 0)))
}

/// The event at a position. With it a consumer knows its own history from another's after a restore.
pub fn event_at(tx: &mut Tx<'_>, position: i64) -> Result<Option<i64>> {
    sql!(tx.opt("SELECT id FROM outbox WHERE position = $1", position))
}
