//! The outbox as a feed: how far it goes, and the events after a position.

use crate::Outgoing;
use std::{sync::Arc, time::Duration};
use store::{Error, Result, Store, Target, Tx, sql};
use tokio::sync::{Mutex, watch};

/// How often a process looks for what other processes committed, and for what has become due.
pub(crate) const POLL: Duration = Duration::from_secs(1);
/// Events that are read at once.
pub(crate) const PAGE: u32 = 128;
/// Rows that are given positions in one transaction.
const NUMBERED: u32 = 500;

/// Events in the order of their positions.
pub(crate) type Page = Arc<[Outgoing]>;

/// One process's view of the outbox. Those who have all read up to the same place share one page.
pub(crate) struct Feed {
    store: Store,
    head: watch::Sender<i64>,
    last: Mutex<Option<Read>>,
}

struct Read {
    after: i64,
    head: i64,
    page: Page,
}

impl Feed {
    pub(crate) fn new(store: Store) -> Self {
        Self { store, head: watch::Sender::new(0), last: Mutex::new(None) }
    }

    /// The highest position seen so far.
    pub(crate) fn head(&self) -> i64 {
        *self.head.borrow()
    }

    /// Changes when there are new events.
    pub(crate) fn watch(&self) -> watch::Receiver<i64> {
        self.head.subscribe()
    }

    /// Gives positions to what was committed since, and looks how far the outbox goes.
    pub(crate) async fn refresh(&self) -> Result<i64> {
        if matches!(self.store.config().target, Target::Postgres { .. }) {
            let number = |tx: &mut Tx<'_>| store::number_outbox(tx, NUMBERED);
            while self.store.write(number).await? >= u64::from(NUMBERED) {}
        }
        let head = self.store.read(head).await?;
        self.head.send_if_modified(|known| {
            let more = head > *known;
            *known = head.max(*known);
            more
        });
        metrics::gauge!("events_outbox_head").set(head as f64);
        Ok(head)
    }

    /// The events after a position, at most a page of them; none when a replica is behind.
    pub(crate) async fn after(&self, position: i64) -> Result<Page> {
        let mut last = self.last.lock().await;
        let head = self.head();
        if let Some(read) = &*last
            && (read.after, read.head) == (position, head)
        {
            return Ok(read.page.clone());
        }
        let page: Page = self.store.read(move |tx| after(tx, position, PAGE)).await?.into();
        if !page.is_empty() {
            *last = Some(Read { after: position, head, page: page.clone() });
        }
        Ok(page)
    }
}

fn head(tx: &mut Tx<'_>) -> Result<i64, Error> {
    sql!(tx.one::<i64>("SELECT COALESCE(MAX(position), 0) FROM outbox"))
}

fn after(tx: &mut Tx<'_>, position: i64, limit: u32) -> Result<Vec<Outgoing>, Error> {
    sql!(tx.all(
        "SELECT position, id, at, name, by_person, COALESCE(about, 0), body
         FROM outbox WHERE position > $1 ORDER BY position LIMIT $2",
        position,
        limit
    ))
}
