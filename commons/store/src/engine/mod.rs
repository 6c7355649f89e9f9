//! What differs between the engines, and only that.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use crate::{Error, Tx};
use std::time::Duration;

/// What a closure's run means for its transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Keep,
    Undo,
    Retry,
}

/// How a transaction ended, told to the request that asked for it.
#[derive(Debug, Clone)]
pub(crate) enum Settled {
    Committed,
    Undone,
    Failed(Error),
}

/// A request on its way through a worker: run, perhaps again, then settle once.
pub(crate) trait Work: Send {
    fn run(&mut self, tx: &mut Tx<'_>) -> Verdict;
    fn settle(self: Box<Self>, how: Settled);
    /// Whether it waited longer than its caller is patient.
    fn stale(&self) -> bool;
}

pub(crate) type Request = Box<dyn Work>;

/// Gives the request back unless it waited too long; then it is refused, because whoever asked has gone.
pub(crate) fn in_time(request: Request) -> Option<Request> {
    if !request.stale() {
        return Some(request);
    }
    metrics::counter!("store_refused_total", "why" => "waited_too_long").increment(1);
    request.settle(Settled::Failed(Error::Busy { retry_after: Duration::from_secs(1) }));
    None
}

/// Closures that panic fail alone: the panic's message becomes the request's error.
pub(crate) fn message_of(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned())
}
