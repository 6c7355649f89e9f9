//! What the store tells about itself. The recorder must be installed before the store is opened.
//!
//! | name | labels | meaning |
//! |---|---|---|
//! | `store_queue_seconds` | engine, kind | how long requests waited for their turn |
//! | `store_queue_requests` | engine, kind | how many still wait when a worker takes one |
//! | `store_batch_requests` | engine | how many requests went into one COMMIT |
//! | `store_commit_seconds` | engine | how long COMMIT took |
//! | `store_transactions_total` | engine, kind, outcome | `kept`, `undone` by their closure, `failed` |
//! | `store_refused_total` | engine, kind, why | `queue_full`, `waited_too_long`, `caller_gone` |
//! | `store_retries_total` | engine, kind | transactions tried again after a conflict or a lost connection, on SQLite groups after a late refusal |
//!
//! `kind` is `read` or `write`, `engine` is `sqlite` or `postgres`.

use crate::{Dialect, engine::Settled};
use metrics::{Counter, Gauge, Histogram, Unit};
use std::time::Duration;

/// The handles of one kind of request; looking them up by name each time would cost more than recording.
#[derive(Debug, Clone)]
pub(crate) struct Measures {
    pub(crate) queue_full: Counter,
    pub(crate) retries: Counter,
    waited_too_long: Counter,
    caller_gone: Counter,
    kept: Counter,
    undone: Counter,
    failed: Counter,
    queue: Histogram,
    waiting: Gauge,
    batch: Histogram,
    commit: Histogram,
}

impl Measures {
    pub(crate) fn new(dialect: Dialect, writes: bool) -> Self {
        describe();
        let engine = match dialect {
            Dialect::Sqlite => "sqlite",
            Dialect::Postgres => "postgres",
        };
        let kind = if writes { "write" } else { "read" };
        let refused = |why: &'static str| metrics::counter!("store_refused_total", "engine" => engine, "kind" => kind, "why" => why);
        let ended = |outcome: &'static str| metrics::counter!("store_transactions_total", "engine" => engine, "kind" => kind, "outcome" => outcome);
        Self {
            queue_full: refused("queue_full"),
            waited_too_long: refused("waited_too_long"),
            caller_gone: refused("caller_gone"),
            retries: metrics::counter!("store_retries_total", "engine" => engine, "kind" => kind),
            kept: ended("kept"),
            undone: ended("undone"),
            failed: ended("failed"),
            queue: metrics::histogram!("store_queue_seconds", "engine" => engine, "kind" => kind),
            waiting: metrics::gauge!("store_queue_requests", "engine" => engine, "kind" => kind),
            batch: metrics::histogram!("store_batch_requests", "engine" => engine),
            commit: metrics::histogram!("store_commit_seconds", "engine" => engine),
        }
    }

    pub(crate) fn took(&self, waited: Duration, waiting: usize) {
        self.queue.record(waited.as_secs_f64());
        self.waiting.set(waiting as f64);
    }

    pub(crate) fn abandoned(&self, by_caller: bool) {
        if by_caller { &self.caller_gone } else { &self.waited_too_long }.increment(1);
    }

    pub(crate) fn committed(&self, requests: usize, took: Duration) {
        self.batch.record(requests as f64);
        self.commit.record(took.as_secs_f64());
    }

    pub(crate) fn settled(&self, how: &Settled) {
        match how {
            Settled::Committed => &self.kept,
            Settled::Undone => &self.undone,
            Settled::Failed(_) => &self.failed,
        }
        .increment(1);
    }
}

fn describe() {
    metrics::describe_histogram!(
        "store_queue_seconds",
        Unit::Seconds,
        "How long requests waited for their turn."
    );
    metrics::describe_gauge!("store_queue_requests", Unit::Count, "How many requests still wait.");
    metrics::describe_histogram!(
        "store_batch_requests",
        Unit::Count,
        "How many requests went into one COMMIT."
    );
    metrics::describe_histogram!("store_commit_seconds", Unit::Seconds, "How long COMMIT took.");
    metrics::describe_counter!("store_transactions_total", Unit::Count, "How transactions ended.");
    metrics::describe_counter!(
        "store_refused_total",
        Unit::Count,
        "Requests that were refused before they began."
    );
    metrics::describe_counter!("store_retries_total", Unit::Count, "Transactions that were tried again.");
}
