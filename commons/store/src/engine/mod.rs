//! What differs between the engines, and only that.

pub(crate) mod group;
pub(crate) mod postgres;
pub(crate) mod sqlite;
mod wire;

use crate::{Config, Error, Tx, measure::Measures};
use crossbeam_channel::Receiver;
use std::{borrow::Cow, time::Duration};

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
    /// How long it has waited for its turn.
    fn waited(&self) -> Duration;
    /// Whether nobody waits for the answer any more.
    fn abandoned(&self) -> bool;
    /// Whether it is not work but the wish that the worker who takes it ends.
    fn farewell(&self) -> bool {
        false
    }
}

pub(crate) type Request = Box<dyn Work>;

/// Asks one worker to end.
pub(crate) struct Farewell;

impl Work for Farewell {
    fn run(&mut self, _: &mut Tx<'_>) -> Verdict {
        Verdict::Undo
    }
    fn settle(self: Box<Self>, _: Settled) {}
    fn waited(&self) -> Duration {
        Duration::ZERO
    }
    fn abandoned(&self) -> bool {
        false
    }
    fn farewell(&self) -> bool {
        true
    }
}

/// The requests of one worker, as they come.
#[derive(Clone)]
pub(crate) struct Queue {
    pub(crate) requests: Receiver<Request>,
    pub(crate) measures: Measures,
    pub(crate) patience: Duration,
}

impl Queue {
    pub(crate) fn new(requests: &Receiver<Request>, measures: &Measures, config: &Config) -> Self {
        Self { requests: requests.clone(), measures: measures.clone(), patience: config.patience }
    }

    /// The request whose turn it is, unless it waited too long: then it is refused, because whoever asked has gone.
    pub(crate) fn in_time(&self, request: Request) -> Option<Request> {
        let waited = request.waited();
        self.measures.took(waited, self.requests.len());
        let gone = request.abandoned();
        if !gone && waited <= self.patience {
            return Some(request);
        }
        self.measures.abandoned(gone);
        request.settle(Settled::Failed(Error::Busy { retry_after: Duration::from_secs(1) }));
        None
    }

    /// The next request, waiting for it; nothing when the store closes.
    pub(crate) fn next(&self) -> Option<Request> {
        loop {
            let request = self.requests.recv().ok().filter(|request| !request.farewell())?;
            if let Some(request) = self.in_time(request) {
                return Some(request);
            }
        }
    }

    pub(crate) fn settle(&self, request: Request, how: Settled) {
        self.measures.settled(&how);
        request.settle(how);
    }
}

/// PostgreSQL's text cannot hold the NUL character and SQLite's functions stop at it: both engines keep the rest.
pub(crate) fn portable_text(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "").into() } else { text.into() }
}

/// SQLite would store NULL for what is not a number and 0 for −0: both engines refuse the one and keep 0 for the other.
pub(crate) fn portable_real(x: f64) -> Result<f64, &'static str> {
    if x.is_nan() { Err("not a number: NaN cannot be stored") } else { Ok(x + 0.0) }
}

/// Closures that panic fail alone: the panic's message becomes the request's error.
pub(crate) fn message_of(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned())
}
