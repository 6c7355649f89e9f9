//! Consumers outside the database.

use crate::{Outgoing, backoff::backoff, feed::Feed, trouble::Trouble};
use futures_util::future::BoxFuture;
use std::sync::Arc;
use store::{Result, Store, Timestamp};
use tokio::sync::Mutex;

/// Why a consumer could not take a batch.
pub type ConsumerFault = Box<dyn std::error::Error + Send + Sync>;

/// Whether a consumer can take events in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// It can.
    Ready,
    /// Not yet: a part of what comes before was done, and more is left.
    Worked,
    /// Not now, and there is nothing to do but wait: another process has what it needs.
    Waits,
}

/// A consumer outside the database (the search index): it keeps its own offset, best in the same commit as what it
/// took in. After a crash it may be given events again that it has seen.
pub trait Consumer: Send + Sync {
    /// Its name, for metrics and operators.
    fn name(&self) -> &str;

    /// The position through which it has safely taken events in; 0 for none.
    fn position(&self) -> i64;

    /// Does a part of what must be done before it can take events in, such as building anew what was lost. It is asked
    /// again until it is ready, and before every batch. A part that fails is tried again, with back-off.
    fn prepare<'a>(&'a mut self, _store: &'a Store) -> BoxFuture<'a, Result<Readiness, ConsumerFault>> {
        Box::pin(async { Ok(Readiness::Ready) })
    }

    /// Takes in a batch, in the order of commits; never empty. Afterwards [`Consumer::position`] is that of the batch's
    /// last event. A batch that fails is given again, with back-off.
    fn consume<'a>(
        &'a mut self,
        store: &'a Store,
        batch: &'a [Outgoing],
    ) -> BoxFuture<'a, Result<(), ConsumerFault>>;
}

/// The consumers of an engine: `vec![Box::new(index) as Box<dyn Consumer>].into()`.
#[derive(Clone, Default)]
pub struct Consumers(Vec<Arc<Mutex<Reading>>>);

/// A consumer on its way through the outbox.
pub(crate) struct Reading {
    consumer: Box<dyn Consumer>,
    failures: i64,
    retry_at: Option<Timestamp>,
    last_error: String,
}

impl From<Vec<Box<dyn Consumer>>> for Consumers {
    fn from(consumers: Vec<Box<dyn Consumer>>) -> Self {
        let reading = |consumer| Reading { consumer, failures: 0, retry_at: None, last_error: String::new() };
        Self(consumers.into_iter().map(|consumer| Arc::new(Mutex::new(reading(consumer)))).collect())
    }
}

impl FromIterator<Box<dyn Consumer>> for Consumers {
    fn from_iter<I: IntoIterator<Item = Box<dyn Consumer>>>(consumers: I) -> Self {
        consumers.into_iter().collect::<Vec<_>>().into()
    }
}

impl std::fmt::Debug for Consumers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Consumers").field("count", &self.0.len()).finish()
    }
}

impl Consumers {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Mutex<Reading>>> {
        self.0.iter()
    }
}

impl Reading {
    /// Gives the consumer what is next, at most a page; how many events it took. Nothing while a failure rests.
    pub(crate) async fn step(&mut self, store: &Store, feed: &Feed) -> Result<u64> {
        let name = self.consumer.name().to_owned();
        if self.retry_at.is_some_and(|at| at > store.clock().now()) {
            return Ok(0);
        }
        let ready = self.consumer.prepare(store).await;
        let (position, head) = (self.consumer.position(), feed.head());
        metrics::gauge!("events_consumer_lag", "consumer" => name.clone())
            .set((head - position).max(0) as f64);
        match ready {
            Ok(Readiness::Ready) if position < head => {}
            Ok(Readiness::Worked) => return Ok(1),
            Ok(Readiness::Ready | Readiness::Waits) => return Ok(0),
            Err(error) => {
                self.note(store, position, error.to_string());
                return Ok(0);
            }
        }
        let page = feed.after(position).await?;
        let Some(last) = page.last().map(|event| event.position) else { return Ok(0) };
        let said = match self.consumer.consume(store, &page).await {
            Ok(()) if self.consumer.position() >= last => {
                (self.failures, self.retry_at) = (0, None);
                metrics::gauge!("events_consumer_stuck", "consumer" => name).set(0);
                return Ok(page.len() as u64);
            }
            Ok(()) => "it took the batch but did not move its position".to_owned(),
            Err(error) => error.to_string(),
        };
        self.note(store, position, said);
        Ok(0)
    }

    /// Notes a failure and rests.
    fn note(&mut self, store: &Store, position: i64, said: String) {
        let name = self.consumer.name().to_owned();
        tracing::error!(consumer = name, position, error = said, "a consumer failed");
        metrics::counter!("events_consumer_failures_total", "consumer" => name.clone()).increment(1);
        metrics::gauge!("events_consumer_stuck", "consumer" => name).set(1);
        self.failures += 1;
        self.retry_at = Some(store.clock().now() + backoff(self.failures, position));
        self.last_error = said;
    }

    /// What it failed with, while it rests.
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        let of = self.consumer.name().to_owned();
        self.retry_at.map(|_| Trouble { of, error: self.last_error.clone() })
    }
}
