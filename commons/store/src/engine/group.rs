//! SQLite's workers: one writer that commits in groups, and readers beside it.

use super::{Queue, Request, Settled, Verdict, sqlite::Connection};
use crate::{Config, Error, Result, Tx, store::Wake, tx::Engine};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// The longest the writer waits for a group to fill, however slow the disk is.
const LONGEST_WAIT: Duration = Duration::from_millis(1);

/// The one thread that writes.
pub(crate) struct Writer {
    connection: Connection,
    queue: Queue,
    config: Arc<Config>,
    wake: Wake,
    /// How long the last COMMIT took: the price of one more.
    price: Duration,
    /// How many callers were answered by the last COMMIT; most of them will be back at once.
    answered: usize,
    closing: bool,
}

/// What became of a group that could not be committed as it was.
enum Spoiled {
    /// It did not even begin.
    Beginning(Error),
    /// The engine undid everything while this request ran.
    During(usize, Error),
    /// It was complete, but not kept.
    Ending(Error),
}

#[derive(Default)]
struct Outcome {
    verdicts: Vec<Verdict>,
    emitted: bool,
    enqueued: bool,
}

impl Writer {
    pub(crate) fn new(connection: Connection, queue: Queue, config: Arc<Config>, wake: Wake) -> Self {
        Self { connection, queue, config, wake, price: Duration::ZERO, answered: 0, closing: false }
    }

    /// Serves requests until every sender is gone or the store closes.
    pub(crate) fn serve(mut self) {
        while !self.closing
            && let Some(first) = self.queue.next()
        {
            let group = self.gather(first);
            self.commit(group);
        }
    }

    /// Takes what waits. Whoever was answered by the last COMMIT tends to come back at once, and a group that leaves
    /// without them pays the disk twice: so the writer waits for them, as long as they keep coming and never longer
    /// than a quarter of what a COMMIT costs.
    fn gather(&mut self, first: Request) -> Vec<Request> {
        let most = self.config.batch.max(1);
        let expected = (self.answered + self.queue.requests.len()).min(most);
        let allowed = (self.price / 4).min(LONGEST_WAIT);
        let started = Instant::now();
        let mut group = Vec::with_capacity(expected.max(1));
        group.push(first);
        while group.len() < most && !self.closing {
            let next = match self.queue.requests.try_recv() {
                Ok(next) => next,
                Err(_) if group.len() >= expected || started.elapsed() >= allowed => break,
                Err(_) => match self.queue.requests.recv_timeout(allowed / 4) {
                    Ok(next) => next,
                    Err(_) => break,
                },
            };
            self.closing = next.farewell();
            if !self.closing {
                group.extend(self.queue.in_time(next));
            }
        }
        group
    }

    /// One COMMIT for the group. When the group as a whole cannot be kept, its members are tried without the one that
    /// ran out of time, or each alone, so that one greedy request does not fail its neighbours.
    fn commit(&mut self, mut group: Vec<Request>) {
        match self.attempt(&mut group) {
            Ok(outcome) => {
                self.answered = group.len();
                self.wake.signal((outcome.emitted, outcome.enqueued));
                for (request, verdict) in group.into_iter().zip(outcome.verdicts) {
                    let kept = verdict == Verdict::Keep;
                    self.queue.settle(request, if kept { Settled::Committed } else { Settled::Undone });
                }
            }
            Err(Spoiled::During(place, Error::Deadline)) => {
                let late = group.remove(place);
                self.queue.settle(late, Settled::Failed(Error::Deadline));
                if !group.is_empty() {
                    self.commit(group);
                }
            }
            Err(Spoiled::During(..) | Spoiled::Ending(_)) if group.len() > 1 => {
                for request in group {
                    self.commit(vec![request]);
                }
            }
            Err(Spoiled::Beginning(error) | Spoiled::During(_, error) | Spoiled::Ending(error)) => {
                for request in group {
                    self.queue.settle(request, Settled::Failed(error.clone()));
                }
            }
        }
    }

    fn attempt(&mut self, group: &mut [Request]) -> Result<Outcome, Spoiled> {
        self.connection.control("BEGIN IMMEDIATE").map_err(Spoiled::Beginning)?;
        let result = self.run(group);
        if !self.connection.idle()
            && let Err(error) = self.connection.control("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
        result
    }

    fn run(&mut self, group: &mut [Request]) -> Result<Outcome, Spoiled> {
        // One request alone needs no savepoint: what it must not keep, ROLLBACK undoes.
        let alone = group.len() == 1;
        let mut outcome = Outcome::default();
        for (place, request) in group.iter_mut().enumerate() {
            if !alone {
                self.connection.control("SAVEPOINT request").map_err(Spoiled::Ending)?;
            }
            let mut tx =
                Tx::new(Engine::Sqlite(&self.connection), &self.config.clock, &self.config.ids, true);
            let verdict = request.run(&mut tx);
            let (poison, emitted, enqueued) = (tx.poison.take(), tx.emitted, tx.enqueued);
            if self.connection.idle() {
                let ended = || Error::Engine("the engine ended the transaction".to_owned());
                return Err(Spoiled::During(place, poison.unwrap_or_else(ended)));
            }
            if !alone {
                if verdict != Verdict::Keep {
                    self.connection.control("ROLLBACK TO request").map_err(Spoiled::Ending)?;
                }
                self.connection.control("RELEASE request").map_err(Spoiled::Ending)?;
            }
            if verdict == Verdict::Keep {
                outcome.emitted |= emitted;
                outcome.enqueued |= enqueued;
            }
            outcome.verdicts.push(verdict);
        }
        if outcome.verdicts.contains(&Verdict::Keep) {
            let started = Instant::now();
            self.connection.control("COMMIT").map_err(Spoiled::Ending)?;
            self.price = started.elapsed();
            self.queue.measures.committed(group.len(), self.price);
        }
        Ok(outcome)
    }
}

/// One of the threads that read.
pub(crate) struct Reader {
    connection: Connection,
    queue: Queue,
    config: Arc<Config>,
}

impl Reader {
    pub(crate) fn new(connection: Connection, queue: Queue, config: Arc<Config>) -> Self {
        Self { connection, queue, config }
    }

    /// Serves requests until every sender is gone or the store closes.
    pub(crate) fn serve(self) {
        while let Some(mut request) = self.queue.next() {
            let mut how = Settled::Failed(Error::Conflict);
            for attempt in 0..self.config.attempts.max(1) {
                if attempt > 0 {
                    self.queue.measures.retries.increment(1);
                }
                match self.attempt(&mut request) {
                    Ok(Verdict::Retry) => {}
                    Ok(Verdict::Keep) => how = Settled::Committed,
                    Ok(Verdict::Undo) => how = Settled::Undone,
                    Err(error) => how = Settled::Failed(error),
                }
                if !matches!(how, Settled::Failed(Error::Conflict)) {
                    break;
                }
            }
            self.queue.settle(request, how);
        }
    }

    fn attempt(&self, request: &mut Request) -> Result<Verdict> {
        self.connection.control("BEGIN")?;
        let mut tx = Tx::new(Engine::Sqlite(&self.connection), &self.config.clock, &self.config.ids, false);
        let verdict = request.run(&mut tx);
        drop(tx);
        if !self.connection.idle() {
            self.connection.control("COMMIT").or_else(|_| self.connection.control("ROLLBACK"))?;
        }
        Ok(verdict)
    }
}
