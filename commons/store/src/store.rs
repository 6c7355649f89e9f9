//! The door: closures in, answers after COMMIT.

use crate::{
    Clock, Config, Error, Ids, Migration, MigrationFault, Result, Target, Tx,
    engine::{Request, Settled, Verdict, Work, message_of, postgres::Worker, sqlite},
    migrate,
};
use crossbeam_channel::{Sender, TrySendError, bounded};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
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

/// A database, one of two engines. Cheap to clone; the workers stop when the last clone is dropped.
#[derive(Clone)]
pub struct Store {
    writes: Sender<Request>,
    reads: Sender<Request>,
    wake: Wake,
    config: Arc<Config>,
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
    /// When the database cannot be reached, or a landed migration was edited.
    pub fn open(config: Config, migrations: &[Migration]) -> Result<Self, MigrationFault> {
        migrate::run(&config, migrations)?;
        Ok(Self::start(config)?)
    }

    /// Starts the workers over a database whose schema is already up to date.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn start(config: Config) -> Result<Self> {
        let config = Arc::new(config);
        let wake = Wake { outbox: watch::Sender::new(0), jobs: watch::Sender::new(0) };
        let (writes, write_queue) = bounded::<Request>(config.queue);
        let (reads, read_queue) = bounded::<Request>(config.queue);
        match &config.target {
            Target::Sqlite(file) => {
                let connection = sqlite::Connection::open(file, &config, true)?;
                let (settings, wake) = (config.clone(), wake.clone());
                worker("store-writer", move || sqlite::write_loop(&connection, &write_queue, &settings, &wake))?;
                for _ in 0..config.readers.max(1) {
                    let connection = sqlite::Connection::open(file, &config, false)?;
                    let (settings, queue) = (config.clone(), read_queue.clone());
                    worker("store-reader", move || sqlite::read_loop(&connection, &queue, &settings))?;
                }
            }
            Target::Postgres { url, replica } => {
                drop(crate::engine::postgres::connect(url, &config)?);
                for (count, queue, url, writes) in [
                    (config.writers, &write_queue, url, true),
                    (config.readers, &read_queue, replica.as_ref().unwrap_or(url), false),
                ] {
                    for _ in 0..count.max(1) {
                        let made = Worker::new(url.clone(), (*config).clone(), writes);
                        let (queue, wake) = (queue.clone(), wake.clone());
                        worker("store-postgres", move || made.serve(&queue, &wake))?;
                    }
                }
            }
        }
        Ok(Self { writes, reads, wake, config })
    }

    /// Runs a closure in a transaction that may write. The answer arrives after COMMIT. The closure may run more than
    /// once, so it must not keep anything between runs.
    ///
    /// # Errors
    /// The closure's own, or the store's (converted) when nothing could be kept.
    pub async fn write<T, E>(&self, closure: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
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
    pub async fn read<T, E>(&self, closure: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
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

    /// How the store was opened.
    pub fn config(&self) -> &Config {
        &self.config
    }

    async fn send<T, E>(
        &self,
        queue: &Sender<Request>,
        closure: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let request = Call {
            closure,
            answer: None,
            reply: Some(reply),
            asked: Instant::now(),
            patience: self.config.patience,
        };
        match queue.try_send(Box::new(request)) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => {
                metrics::counter!("store_refused_total", "why" => "queue_full").increment(1);
                return Err(Error::Busy { retry_after: Duration::from_secs(1) }.into());
            }
            Err(TrySendError::Disconnected(_)) => return Err(Error::Closed.into()),
        }
        answer.await.unwrap_or_else(|_| Err(Error::Closed.into()))
    }
}

fn worker(name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
    let started = thread::Builder::new().name(name.to_owned()).spawn(work);
    started.map(drop).map_err(|e| Error::Engine(format!("a worker could not be started: {e}")))
}

/// One caller's request.
struct Call<F, T, E> {
    closure: F,
    answer: Option<Result<T, E>>,
    reply: Option<oneshot::Sender<Result<T, E>>>,
    asked: Instant,
    patience: Duration,
}

impl<F, T, E> Work for Call<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Verdict {
        let answer = catch_unwind(AssertUnwindSafe(|| (self.closure)(tx)))
            .unwrap_or_else(|panic| Err(Error::Panicked(message_of(&*panic)).into()));
        let poison = tx.poison.clone();
        let retry = matches!(poison, Some(Error::Conflict | Error::Disconnected(_)));
        let verdict = match &answer {
            _ if retry => Verdict::Retry,
            Ok(_) if poison.is_none() => Verdict::Keep,
            _ => Verdict::Undo,
        };
        self.answer = Some(match (answer, poison) {
            (Ok(_), Some(first)) => Err(Error::Poisoned(first.to_string()).into()),
            (answer, _) => answer,
        });
        verdict
    }

    fn settle(mut self: Box<Self>, how: Settled) {
        let Some(reply) = self.reply.take() else { return };
        let answer = match (how, self.answer.take()) {
            (Settled::Committed, Some(answer)) => answer,
            (Settled::Undone, Some(answer @ Err(_))) => answer,
            (Settled::Failed(error), _) => Err(error.into()),
            _ => Err(Error::Closed.into()),
        };
        // Whoever asked may have gone; the work is done all the same.
        let _ = reply.send(answer);
    }

    fn stale(&self) -> bool {
        let waited = self.asked.elapsed();
        metrics::histogram!("store_queue_seconds").record(waited.as_secs_f64());
        waited > self.patience
    }
}
