//! Everything that happens after commits, in one future.

use crate::{
    Announcer, Bus, Consumers, Mailer, Reaction, Recurring, Trouble, Worker, announce,
    consume::Reading,
    feed::{Feed, POLL},
    jobs::{Outcome, Runner},
    mail::SEND,
    react::{Reader, Step, stuck},
    recur::{self, Turn},
    tidy::TIDY,
};
use futures_util::{
    FutureExt,
    future::{BoxFuture, join_all},
};
use std::{collections::HashSet, future::Future, sync::Arc};
use store::{Error, Result, Store};
use tokio::sync::{Mutex, watch};

/// Rounds after which [`Engine::settle`] takes it that work begets work without end.
const ROUNDS: u32 = 1_000;

/// Everything that happens after commits. Rooms and commons declare the parts, the roof puts them together.
pub struct Engine {
    /// The database.
    pub store: Store,
    /// Live announcements of this process.
    pub bus: Bus,
    /// How mail leaves the house.
    pub mail: Arc<dyn Mailer>,
    /// Consumers that write rows.
    pub reactions: Vec<Reaction>,
    /// What live pages hear.
    pub announcers: Vec<Announcer>,
    /// Kinds of job; sending letters is one by itself.
    pub workers: Vec<Worker>,
    /// Work that recurs; clearing away what is old is one by itself.
    pub recurring: Vec<Recurring>,
    /// Consumers outside the database.
    pub consumers: Consumers,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("reactions", &self.reactions)
            .field("workers", &self.workers)
            .finish_non_exhaustive()
    }
}

/// Why an engine could not settle.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    /// Two parts have one name, so that one would lose what the other takes.
    #[error("two {what} are called {name}")]
    Twice {
        /// Which kind of part.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Work makes work without end.
    #[error("after {ROUNDS} rounds there is still something to do")]
    Endless,
    /// The database.
    #[error(transparent)]
    Store(#[from] Error),
}

/// What [`Engine::settle`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// Events that reactions took, each counted once per reaction.
    pub reacted: u64,
    /// Events that were looked at for announcements.
    pub announced: u64,
    /// Events that consumers outside the database took, each counted once per consumer.
    pub consumed: u64,
    /// Jobs done.
    pub jobs: u64,
    /// Turns of recurring work.
    pub recurred: u64,
    /// What failed and now waits for its next try, or for people.
    pub troubles: Vec<Trouble>,
}

impl Settled {
    fn total(&self) -> u64 {
        self.reacted + self.announced + self.consumed + self.jobs + self.recurred + self.troubles.len() as u64
    }
}

impl Engine {
    /// An engine without parts of its own.
    pub fn new(store: Store, bus: Bus, mail: Arc<dyn Mailer>) -> Self {
        Self {
            store,
            bus,
            mail,
            reactions: Vec::new(),
            announcers: Vec::new(),
            workers: Vec::new(),
            recurring: Vec::new(),
            consumers: Consumers::default(),
        }
    }

    /// Whether every part has a name of its own.
    ///
    /// # Errors
    /// When two parts of a kind share one.
    pub fn check(&self) -> Result<(), Fault> {
        distinct("reactions", self.reactions.iter().map(|reaction| reaction.consumer))?;
        distinct("kinds of job", self.all_workers().iter().map(|worker| worker.job))?;
        distinct("recurring works", self.all_recurring().iter().map(|work| work.name))
    }

    fn all_workers(&self) -> Vec<Worker> {
        self.workers.iter().copied().chain([SEND]).collect()
    }

    fn all_recurring(&self) -> Vec<Recurring> {
        self.recurring.iter().copied().chain([TIDY]).collect()
    }

    fn runner(&self) -> Runner {
        Runner::new(self.store.clone(), self.mail.clone(), self.bus.clone(), self.all_workers())
    }

    /// Runs until `stop` is ready; then takes nothing new, lets what runs finish, and returns. Everything happens in
    /// this one future: dropping it is a crash, after which other processes, or the next start, take over.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        if let Err(error) = self.check() {
            tracing::error!(%error, "the engine is not started");
            return;
        }
        let stopping = watch::Sender::new(false);
        let feed = Feed::new(self.store.clone());
        let halt = Halt(stopping.subscribe());
        let mut parts: Vec<BoxFuture<'_, ()>> = vec![
            refresh(&self.store, &feed, halt.clone()).boxed(),
            announcing(&self, &feed, halt.clone()).boxed(),
            working(&self, halt.clone()).boxed(),
        ];
        for reaction in &self.reactions {
            let reader = Reader::new(*reaction, self.store.clone());
            parts.push(reacting(reader, &feed, halt.clone()).boxed());
        }
        for reading in self.consumers.iter() {
            parts.push(consuming(reading, &self.store, &feed, halt.clone()).boxed());
        }
        for work in self.all_recurring() {
            parts.push(recurring(&self.store, work, halt.clone()).boxed());
        }
        let stop = async {
            stop.await;
            stopping.send_replace(true);
        };
        tokio::join!(stop, join_all(parts));
    }

    /// Does everything that is due now, once and in order, until nothing is left: events in the order of their commits,
    /// then jobs in the order for which they were asked, then recurring work, and again. What fails is put off and told.
    /// Events from before the first call are announced only if somebody listens by then.
    ///
    /// # Errors
    /// When the database fails, two parts share a name, or work begets work without end.
    pub async fn settle(&self) -> Result<Settled, Fault> {
        self.check()?;
        let feed = Feed::new(self.store.clone());
        let mut readers: Vec<Reader> =
            self.reactions.iter().map(|reaction| Reader::new(*reaction, self.store.clone())).collect();
        let (mut runner, mut settled) = (self.runner(), Settled::default());
        for _ in 0..ROUNDS {
            let before = settled.total();
            feed.refresh().await?;
            self.settle_events(&feed, &mut readers, &mut settled).await?;
            settle_jobs(&mut runner, &mut settled).await?;
            for work in self.all_recurring() {
                match recur::turn(&self.store, work).await? {
                    Turn::NotYet => {}
                    Turn::Done => settled.recurred += 1,
                    Turn::Failed(trouble) => settled.troubles.push(trouble),
                }
            }
            if settled.total() == before {
                return self.with_stuck(settled).await;
            }
        }
        Err(Fault::Endless)
    }

    async fn settle_events(&self, feed: &Feed, readers: &mut [Reader], settled: &mut Settled) -> Result<()> {
        for reader in readers {
            while let Step::Moved(heard) = reader.step(feed).await? {
                settled.reacted += heard;
            }
        }
        loop {
            match announce::step(&self.store, &self.bus, &self.announcers, feed).await? {
                0 => break,
                told => settled.announced += told,
            }
        }
        for reading in self.consumers.iter() {
            let mut reading = reading.lock().await;
            loop {
                match reading.step(&self.store, feed).await? {
                    0 => break,
                    taken => settled.consumed += taken,
                }
            }
        }
        Ok(())
    }

    async fn with_stuck(&self, mut settled: Settled) -> Result<Settled, Fault> {
        let stuck = self.store.read(|tx| stuck(tx, 1_000)).await?;
        settled.troubles.extend(stuck.into_iter().map(|s| Trouble { of: s.consumer, error: s.last_error }));
        for reading in self.consumers.iter() {
            settled.troubles.extend(reading.lock().await.trouble());
        }
        Ok(settled)
    }
}

fn distinct<'n>(what: &'static str, names: impl Iterator<Item = &'n str>) -> Result<(), Fault> {
    let mut known = HashSet::new();
    for name in names {
        if !known.insert(name) {
            return Err(Fault::Twice { what, name: name.to_owned() });
        }
    }
    Ok(())
}

async fn settle_jobs(runner: &mut Runner, settled: &mut Settled) -> Result<()> {
    while let Some(outcome) = runner.one().await? {
        match outcome {
            Outcome::Done => settled.jobs += 1,
            Outcome::Gone => {}
            Outcome::Failed(trouble) => settled.troubles.push(trouble),
            Outcome::Database(error) => return Err(error),
        }
    }
    Ok(())
}

/// Tells the parts of a running engine to stop.
#[derive(Clone)]
struct Halt(watch::Receiver<bool>);

impl Halt {
    fn now(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits for a sign, at most until the next poll, and not longer than until the stop.
    async fn or(&mut self, sign: impl Future) {
        if self.now() {
            return;
        }
        tokio::select! {
            _ = sign => {}
            () = tokio::time::sleep(POLL) => {}
            _ = self.0.changed() => {}
        }
    }

    /// Waits until the next poll, because the database is in trouble.
    async fn told(&mut self, what: &str, error: &Error) {
        tell(what, error);
        self.or(std::future::pending::<()>()).await;
    }
}

/// The database's trouble is told, and after a while things are tried again.
fn tell(what: &str, error: &Error) {
    metrics::counter!("events_database_failures_total").increment(1);
    tracing::warn!(what, %error, "the database did not answer as it should; it is asked again");
}

async fn refresh(store: &Store, feed: &Feed, mut halt: Halt) {
    let mut signal = store.outbox_signal();
    while !halt.now() {
        signal.mark_unchanged();
        match feed.refresh().await {
            Ok(_) => halt.or(signal.changed()).await,
            Err(error) => halt.told("relay", &error).await,
        }
    }
}

async fn reacting(mut reader: Reader, feed: &Feed, mut halt: Halt) {
    let mut head = feed.watch();
    let consumer = reader.reaction.consumer;
    while !halt.now() {
        head.mark_unchanged();
        let step = reader.step(feed).await;
        metrics::gauge!("events_reaction_lag", "consumer" => consumer).set(reader.lag(feed.head()) as f64);
        match step {
            Ok(Step::Moved(_)) => {}
            Ok(Step::Idle) => halt.or(head.changed()).await,
            // Not even new events end this wait: what failed comes first.
            Ok(Step::Waits) => halt.or(std::future::pending::<()>()).await,
            Err(error) => halt.told(consumer, &error).await,
        }
    }
}

/// Announces what is committed from now on; what was committed before this process started, pages have already shown.
async fn announcing(engine: &Engine, feed: &Feed, mut halt: Halt) {
    while engine.bus.announced().is_none() && !halt.now() {
        match feed.refresh().await {
            Ok(head) => engine.bus.set_announced(head),
            Err(error) => halt.told("announcements", &error).await,
        }
    }
    let mut head = feed.watch();
    while !halt.now() {
        head.mark_unchanged();
        match announce::step(&engine.store, &engine.bus, &engine.announcers, feed).await {
            Ok(0) => halt.or(head.changed()).await,
            Ok(_) => {}
            Err(error) => halt.told("announcements", &error).await,
        }
    }
}

async fn consuming(reading: &Mutex<Reading>, store: &Store, feed: &Feed, mut halt: Halt) {
    let mut reading = reading.lock().await;
    let mut head = feed.watch();
    while !halt.now() {
        head.mark_unchanged();
        match reading.step(store, feed).await {
            Ok(0) => halt.or(head.changed()).await,
            Ok(_) => {}
            Err(error) => halt.told("a consumer", &error).await,
        }
    }
}

async fn recurring(store: &Store, work: Recurring, mut halt: Halt) {
    while !halt.now() {
        match recur::turn(store, work).await {
            Ok(Turn::Done) => {}
            Ok(Turn::NotYet | Turn::Failed(_)) => halt.or(std::future::pending::<()>()).await,
            Err(error) => halt.told(work.name, &error).await,
        }
    }
}

async fn working(engine: &Engine, mut halt: Halt) {
    let mut signal = engine.store.jobs_signal();
    let mut runner = engine.runner();
    while !halt.now() {
        signal.mark_unchanged();
        let filled = runner.fill().await;
        if let Err(error) = filled {
            tell("jobs", &error);
        }
        if runner.is_idle() {
            halt.or(signal.changed()).await;
            continue;
        }
        // A place that becomes free, a new job or a poll: each is a reason to look again.
        let ended = {
            let next = runner.next();
            tokio::pin!(next);
            tokio::select! {
                ended = &mut next => ended,
                () = halt.or(signal.changed()) => None,
            }
        };
        if let Some(Outcome::Database(error)) = ended {
            halt.told("jobs", &error).await;
        }
    }
    while runner.next().await.is_some() {}
}
