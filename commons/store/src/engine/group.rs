//! SQLite's workers: one writer that commits in groups, and readers beside it.

use super::{Queue, Request, Settled, Verdict, sqlite::Connection};
use crate::{Config, Error, Result, Tx, store::Wake, tx::Engine};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// The longest the writer waits for a group to fill, however slow the disk is.
const LONGEST_WAIT: Duration = Duration::from_millis(1);

/// How long a group takes members: whoever was first waits for the last.
const LONGEST_GROUP: Duration = Duration::from_millis(20);

/// How many groups have savepoints from the beginning after one had to be begun again: late refusals come in swarms.
const WARY_FOR: u32 = 16;

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
    /// How many groups to come have savepoints.
    wary: u32,
    closing: bool,
}

/// Whether each request of a group has a savepoint of its own. A savepoint costs SQLite a copy of every page that the
/// request is the first to change, and what it is for is rare: a request that is refused after it has changed something.
/// So a group goes without, and is begun again with savepoints when one of its requests was refused like that.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Savepoints {
    None,
    Each,
}

/// While it is open a group grows: members run as they come.
struct Door {
    opened: Instant,
    /// How long the writer may still wait for somebody to come.
    patience: Duration,
}

/// What became of a group that could not be committed as it was.
enum Spoiled {
    /// It did not even begin.
    Beginning(Error),
    /// The engine undid everything while this request ran.
    During(usize, Error),
    /// A request that must not be kept has changed something, among others.
    Mixed,
    /// It was complete, but not kept.
    Ending(Error),
}

/// What became of one member.
struct Ran {
    verdict: Verdict,
    emitted: bool,
    enqueued: bool,
    /// It must not be kept, has changed something, and has no savepoint.
    stained: bool,
}

#[derive(Default)]
struct Outcome {
    verdicts: Vec<Verdict>,
    emitted: bool,
    enqueued: bool,
}

impl Outcome {
    fn add(&mut self, ran: &Ran) {
        let keep = ran.verdict == Verdict::Keep;
        self.verdicts.push(ran.verdict);
        self.emitted |= keep && ran.emitted;
        self.enqueued |= keep && ran.enqueued;
    }

    fn keeps_some(&self) -> bool {
        self.verdicts.contains(&Verdict::Keep)
    }
}

impl Writer {
    pub(crate) fn new(connection: Connection, queue: Queue, config: Arc<Config>, wake: Wake) -> Self {
        Self { connection, queue, config, wake, price: Duration::ZERO, answered: 0, wary: 0, closing: false }
    }

    /// Serves requests until every sender is gone or the store closes.
    pub(crate) fn serve(mut self) {
        while !self.closing
            && let Some(first) = self.queue.next()
        {
            let patience = (self.price / 4).min(LONGEST_WAIT);
            let door = Door { opened: Instant::now(), patience };
            let savepoints = if self.wary > 0 { Savepoints::Each } else { Savepoints::None };
            self.wary = self.wary.saturating_sub(1);
            self.commit(vec![first], Some(door), savepoints);
        }
    }

    /// Who comes next into a group of so many. Whoever was answered by the last COMMIT tends to come back at once, and a
    /// group that leaves without them pays the disk twice: so the writer waits for them, as long as they keep coming and
    /// never longer than a quarter of what a COMMIT costs.
    fn another(&mut self, members: usize, door: &mut Door) -> Option<Request> {
        let most = self.config.batch.max(1);
        while members < most && !self.closing && door.opened.elapsed() < LONGEST_GROUP {
            let next = match self.queue.requests.try_recv() {
                Ok(next) => next,
                Err(_) if members >= self.answered.min(most) => return None,
                Err(_) => {
                    let started = Instant::now();
                    let next = self.queue.requests.recv_timeout(door.patience / 4).ok()?;
                    door.patience = door.patience.saturating_sub(started.elapsed());
                    next
                }
            };
            self.closing = next.farewell();
            if !self.closing
                && let Some(next) = self.queue.in_time(next)
            {
                return Some(next);
            }
        }
        None
    }

    /// One COMMIT for the group. When it cannot be kept as a whole, its members are tried with savepoints, without the one
    /// that ran out of time, or each alone, so that one greedy request does not fail its neighbours.
    fn commit(&mut self, mut group: Vec<Request>, door: Option<Door>, savepoints: Savepoints) {
        match self.attempt(&mut group, door, savepoints) {
            Ok(outcome) => {
                self.answered = group.len();
                self.wake.signal((outcome.emitted, outcome.enqueued));
                for (request, verdict) in group.into_iter().zip(outcome.verdicts) {
                    let kept = verdict == Verdict::Keep;
                    self.queue.settle(request, if kept { Settled::Committed } else { Settled::Undone });
                }
            }
            Err(Spoiled::Mixed) => {
                self.queue.measures.retries.increment(1);
                self.wary = WARY_FOR;
                self.commit(group, None, Savepoints::Each);
            }
            Err(Spoiled::During(place, Error::Deadline)) => {
                let late = group.remove(place);
                self.queue.settle(late, Settled::Failed(Error::Deadline));
                if !group.is_empty() {
                    self.commit(group, None, savepoints);
                }
            }
            Err(Spoiled::During(..) | Spoiled::Ending(_)) if group.len() > 1 => {
                for request in group {
                    self.commit(vec![request], None, Savepoints::None);
                }
            }
            Err(Spoiled::Beginning(error) | Spoiled::During(_, error) | Spoiled::Ending(error)) => {
                for request in group {
                    self.queue.settle(request, Settled::Failed(error.clone()));
                }
            }
        }
    }

    fn attempt(
        &mut self,
        group: &mut Vec<Request>,
        door: Option<Door>,
        savepoints: Savepoints,
    ) -> Result<Outcome, Spoiled> {
        self.connection.control("BEGIN IMMEDIATE").map_err(Spoiled::Beginning)?;
        let result = self.run(group, door, savepoints);
        if !self.connection.idle()
            && let Err(error) = self.connection.control("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
        result
    }

    fn run(
        &mut self,
        group: &mut Vec<Request>,
        mut door: Option<Door>,
        savepoints: Savepoints,
    ) -> Result<Outcome, Spoiled> {
        let mut outcome = Outcome::default();
        for place in 0.. {
            if place == group.len()
                && let Some(door) = &mut door
            {
                group.extend(self.another(place, door));
            }
            let Some(request) = group.get_mut(place) else { break };
            let ran = self.run_one(place, request, savepoints)?;
            outcome.add(&ran);
            if ran.stained {
                // With nothing kept before it and nobody behind it, ROLLBACK is enough.
                if outcome.keeps_some() || place + 1 < group.len() {
                    return Err(Spoiled::Mixed);
                }
                break;
            }
        }
        if outcome.keeps_some() {
            let started = Instant::now();
            self.connection.control("COMMIT").map_err(Spoiled::Ending)?;
            self.price = started.elapsed();
            self.queue.measures.committed(group.len(), self.price);
        }
        Ok(outcome)
    }

    fn run_one(&self, place: usize, request: &mut Request, savepoints: Savepoints) -> Result<Ran, Spoiled> {
        let apart = savepoints == Savepoints::Each;
        if apart {
            self.connection.control("SAVEPOINT request").map_err(Spoiled::Ending)?;
        }
        let changed_before = self.connection.changed_rows();
        let mut tx = Tx::new(Engine::Sqlite(&self.connection), &self.config.clock, &self.config.ids, true);
        let verdict = request.run(&mut tx);
        let (poison, emitted, enqueued) = (tx.poison.take(), tx.emitted, tx.enqueued);
        if self.connection.idle() {
            let ended = || Error::Engine("the engine ended the transaction".to_owned());
            return Err(Spoiled::During(place, poison.unwrap_or_else(ended)));
        }
        let undo = verdict != Verdict::Keep;
        if apart {
            if undo {
                self.connection.control("ROLLBACK TO request").map_err(Spoiled::Ending)?;
            }
            self.connection.control("RELEASE request").map_err(Spoiled::Ending)?;
        }
        let stained = undo && !apart && self.connection.changed_rows() != changed_before;
        Ok(Ran { verdict, emitted, enqueued, stained })
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
