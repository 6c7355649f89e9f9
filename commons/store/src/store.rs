//! The door: closures in, answers after COMMIT.

use crate::{
    Clock, Config, Dialect, Error, Ids, Migration, MigrationFault, Result, Target, Tx,
    engine::{
        Farewell, Queue, Request, Settled, Verdict, Work,
        group::{Reader, Writer},
        message_of,
        postgres::{Route, Worker, apart, connect},
        sqlite,
    },
    measure::Measures,
    migrate,
};
use crossbeam_channel::{Sender, TrySendError, bounded};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tokio::sync::{oneshot, watch};

/// Tells the relay and the job runner that there is something to do.
#[derive(Debug, Clone)]
pub(crate) struct Wake {
    outbox: watch::Sender<u64>,
    jobs: watch::Sender<u64>,
}

impl Wake {
    pub(crate) fn signal(&self, (emitted, enqueued): (bool, bool)) {
        if emitted {
            self.outbox.send_modify(|n| *n += 1);
        }
        if enqueued {
            self.jobs.send_modify(|n| *n += 1);
        }
    }
}

/// A database, one of two engines. Cheap to clone; the workers end, and their connections with them, when the last
/// clone is dropped. Whoever needs to know that they have ended calls [`Store::close`].
#[derive(Clone)]
pub struct Store {
    writes: Door,
    reads: Door,
    wake: Wake,
    config: Arc<Config>,
    closing: Arc<AtomicBool>,
    /// Its senders are the workers; when the last has ended, the channel closes.
    workers: watch::Receiver<()>,
}

/// Where requests of one kind wait.
#[derive(Clone)]
struct Door {
    queue: Sender<Request>,
    measures: Measures,
    workers: usize,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("target", &self.config.target).finish_non_exhaustive()
    }
}

impl Store {
    /// Brings the schema up to date and starts the workers.
    ///
    /// # Errors
    /// When the database cannot be reached, was migrated by a newer version, or a landed migration was edited or fails.
    pub fn open(config: Config, migrations: &[Migration]) -> Result<Self, MigrationFault> {
        migrate::migrate(&config, migrations)?;
        Ok(Self::start(config)?)
    }

    /// Starts the workers over a database whose schema is already up to date.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn start(config: Config) -> Result<Self> {
        let config = Arc::new(config);
        let wake = Wake { outbox: watch::Sender::new(0), jobs: watch::Sender::new(0) };
        let (alive, workers) = watch::channel(());
        let alive = Arc::new(alive);
        let dialect = config.dialect();
        let door = |writes, workers: usize| {
            let (queue, requests) = bounded::<Request>(config.queue.max(1));
            let measures = Measures::new(dialect, writes);
            let waiting = Queue::new(&requests, &measures, &config);
            (Door { queue, measures, workers }, waiting)
        };
        let readers = config.readers.max(1);
        let (writes, reads) = match &config.target {
            Target::Sqlite(file) => {
                let (writes, waiting) = door(true, 1);
                let connection = sqlite::Connection::open(file, &config, true)?;
                let writer = Writer::new(connection, waiting, config.clone(), wake.clone());
                worker("store-writer", &alive, move || writer.serve())?;
                let (reads, waiting) = door(false, readers);
                for _ in 0..readers {
                    let connection = sqlite::Connection::open(file, &config, false)?;
                    let reader = Reader::new(connection, waiting.clone(), config.clone());
                    worker("store-reader", &alive, move || reader.serve())?;
                }
                (writes, reads)
            }
            Target::Postgres { url, replica } => {
                apart(|| connect(url, &config).map(drop))?;
                let read = match replica {
                    Some(replica) => Route::Replica(replica.clone(), url.clone()),
                    None => Route::Read(url.clone()),
                };
                let serve = |route: Route, writes, count: usize| {
                    let (door, waiting) = door(writes, count);
                    for _ in 0..count {
                        let made = Worker::new(route.clone(), config.clone(), waiting.clone(), wake.clone());
                        worker("store-postgres", &alive, move || made.serve())?;
                    }
                    Ok::<_, Error>(door)
                };
                (serve(Route::Write(url.clone()), true, config.writers.max(1))?, serve(read, false, readers)?)
            }
        };
        Ok(Self { writes, reads, wake, config, closing: Arc::default(), workers })
    }

    /// Closes the store: from now on every request is refused with [`Error::Closed`], through every clone; what waits
    /// is still answered; then the workers end and close their connections. Returns when they have.
    pub async fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
        for door in [&self.writes, &self.reads] {
            for _ in 0..door.workers {
                while let Err(TrySendError::Full(_)) = door.queue.try_send(Box::new(Farewell)) {
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
            }
        }
        let mut workers = self.workers.clone();
        while workers.changed().await.is_ok() {}
    }

    /// Runs a closure in a transaction that may write. The answer arrives after COMMIT. The closure may run more than
    /// once, so it must not keep anything between runs.
    ///
    /// # Errors
    /// The closure's own, or the store's (converted) when nothing could be kept.
    pub async fn write<T, E>(
        &self,
        closure: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.send(&self.writes, closure).await
    }

    /// Runs a closure in a transaction that only reads, over one consistent state.
    ///
    /// # Errors
    /// The closure's own, or the store's (converted).
    pub async fn read<T, E>(
        &self,
        closure: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.send(&self.reads, closure).await
    }

    /// Changes whenever an event was committed by this process.
    pub fn outbox_signal(&self) -> watch::Receiver<u64> {
        self.wake.outbox.subscribe()
    }

    /// Changes whenever a job was committed by this process.
    pub fn jobs_signal(&self) -> watch::Receiver<u64> {
        self.wake.jobs.subscribe()
    }

    /// The store's clock.
    pub fn clock(&self) -> &Clock {
        &self.config.clock
    }

    /// The store's identifiers.
    pub fn ids(&self) -> &Ids {
        &self.config.ids
    }

    /// Which engine it is. Only for what must differ.
    pub fn dialect(&self) -> Dialect {
        self.config.dialect()
    }

    /// How the store was opened.
    pub fn config(&self) -> &Config {
        &self.config
    }

    async fn send<T, E>(
        &self,
        door: &Door,
        closure: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        if self.closing.load(Ordering::Relaxed) {
            return Err(Error::Closed.into());
        }
        let (reply, answer) = oneshot::channel();
        let request = Call { closure, answer: None, reply: Some(reply), asked: Instant::now() };
        match door.queue.try_send(Box::new(request)) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                door.measures.queue_full.increment(1);
                return Err(Error::Busy { retry_after: Duration::from_secs(1) }.into());
            }
            Err(TrySendError::Disconnected(_)) => return Err(Error::Closed.into()),
        }
        answer.await.unwrap_or_else(|_| Err(Error::Closed.into()))
    }
}

/// Starts a thread that counts as alive until its work, and all that it owns, is gone.
fn worker(name: &str, alive: &Arc<watch::Sender<()>>, work: impl FnOnce() + Send + 'static) -> Result<()> {
    let alive = alive.clone();
    let counted = move || {
        work();
        drop(alive);
    };
    let started = thread::Builder::new().name(name.to_owned()).spawn(counted);
    started.map(drop).map_err(|e| Error::Engine(format!("a worker could not be started: {e}")))
}

/// One caller's request.
struct Call<F, T, E> {
    closure: F,
    answer: Option<Result<T, E>>,
    reply: Option<oneshot::Sender<Result<T, E>>>,
    asked: Instant,
}

impl<F, T, E> Work for Call<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Verdict {
        quietly(self.answer.take());
        let answer = catch_unwind(AssertUnwindSafe(|| (self.closure)(tx)));
        let poison = tx.poison.clone();
        let verdict = match (&answer, &poison) {
            (_, Some(Error::Conflict | Error::Disconnected(_))) => Verdict::Retry,
            (Ok(Ok(_)), None) => Verdict::Keep,
            _ => Verdict::Undo,
        };
        self.answer = match (answer, poison) {
            (Err(panic), _) => failed(Error::Panicked(message_of(&*panic))),
            (Ok(answer @ Ok(_)), Some(first)) => {
                quietly(answer);
                failed(Error::Poisoned(first.to_string()))
            }
            (Ok(answer), _) => Some(answer),
        };
        verdict
    }

    fn settle(mut self: Box<Self>, how: Settled) {
        guarded(move || {
            let Some(reply) = self.reply.take() else { return };
            let answer = match (how, self.answer.take()) {
                (Settled::Committed, Some(answer)) => answer,
                (Settled::Undone, Some(answer @ Err(_))) => answer,
                (Settled::Failed(error), _) => Err(error.into()),
                _ => Err(Error::Closed.into()),
            };
            // Whoever asked may have gone; the work is done all the same.
            let _ = reply.send(answer);
        });
    }

    fn waited(&self) -> Duration {
        self.asked.elapsed()
    }

    fn abandoned(&self) -> bool {
        self.reply.as_ref().is_none_or(oneshot::Sender::is_closed)
    }
}

/// What belongs to a caller may panic when it is converted or dropped; the worker must outlive that.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(panicked).ok()
}

/// Apart from what catches it, which exists once for every act.
#[cold]
#[inline(never)]
#[expect(clippy::needless_pass_by_value, reason = "what was thrown ends here")]
fn panicked(thrown: Box<dyn Any + Send>) {
    tracing::error!(panic = message_of(&*thrown), "an answer panicked on its way");
}

fn quietly<T>(answer: T) {
    guarded(move || drop(answer));
}

fn failed<T, E: From<Error>>(error: Error) -> Option<Result<T, E>> {
    guarded(move || Err(error.into()))
}
