//! Takes due jobs and sees them through.

use super::{
    JobFault, LONGEST, Outside, RENEW, Work, Worker,
    rows::{self, Claim, Due},
};
use crate::{
    Bus, Mailer, Trouble,
    trouble::{passing_of, reason},
};
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use std::{
    collections::{HashMap, HashSet},
    panic::AssertUnwindSafe,
    sync::Arc,
    time::Duration,
};
use store::{Error, Result, Store};

/// Jobs of one kind that a process works on at once.
const PER_KIND: usize = 8;

/// What became of one job.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    Done,
    /// Another process was faster.
    Gone,
    Failed(Trouble),
    /// The database is in trouble; the job is as it was, or its lease will run out.
    Database(Error),
}

/// The job runner of one process.
pub(crate) struct Runner {
    store: Store,
    mail: Arc<dyn Mailer>,
    bus: Bus,
    workers: Vec<Worker>,
    running: FuturesUnordered<BoxFuture<'static, (i64, &'static str, Outcome)>>,
    /// The jobs of this process. A clock that leaps ends their leases, yet nobody here may take them again.
    ours: HashSet<i64>,
    busy: HashMap<&'static str, usize>,
}

impl Runner {
    pub(crate) fn new(store: Store, mail: Arc<dyn Mailer>, bus: Bus, workers: Vec<Worker>) -> Self {
        let (running, ours, busy) = (FuturesUnordered::new(), HashSet::new(), HashMap::new());
        Self { store, mail, bus, workers, running, ours, busy }
    }

    /// Starts due jobs, oldest first, in the places that are free; how many.
    pub(crate) async fn fill(&mut self) -> Result<usize> {
        let free: Vec<(Worker, usize)> = self
            .workers
            .iter()
            .map(|worker| (*worker, PER_KIND - self.busy.get(worker.job).copied().unwrap_or(0).min(PER_KIND)))
            .filter(|(_, places)| *places > 0)
            .collect();
        let due = self.due(free).await?;
        let started = due.len();
        for (worker, due) in due {
            self.ours.insert(due.id);
            *self.busy.entry(worker.job).or_default() += 1;
            let work =
                see_through(self.store.clone(), self.mail.clone(), self.bus.clone(), worker, due.clone());
            self.running.push(work.map(move |outcome| (due.id, worker.job, outcome)).boxed());
        }
        metrics::gauge!("events_jobs_running").set(self.running.len() as f64);
        Ok(started)
    }

    /// Waits until one of the running jobs has ended; `None` when none runs.
    pub(crate) async fn next(&mut self) -> Option<Outcome> {
        let (id, job, outcome) = self.running.next().await?;
        self.ours.remove(&id);
        if let Some(count) = self.busy.get_mut(job) {
            *count = count.saturating_sub(1);
        }
        metrics::gauge!("events_jobs_running").set(self.running.len() as f64);
        Some(outcome)
    }

    /// Whether nothing runs.
    pub(crate) fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// Sees the first due job through, whatever its kind; `None` when there is none.
    pub(crate) async fn one(&mut self) -> Result<Option<Outcome>> {
        let every = self.workers.iter().map(|worker| (*worker, 1)).collect();
        let Some((worker, due)) = self.due(every).await?.into_iter().next() else { return Ok(None) };
        let outcome = see_through(self.store.clone(), self.mail.clone(), self.bus.clone(), worker, due).await;
        Ok(Some(outcome))
    }

    async fn due(&mut self, wanted: Vec<(Worker, usize)>) -> Result<Vec<(Worker, Due)>> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        // Those that run here are among the due ones when the clock leapt; ask for as many more.
        let ours = self.ours.len();
        let asked = wanted.clone();
        let due = self.store.read(move |tx| {
            let mut all: Vec<(usize, Due)> = Vec::new();
            for (place, (worker, places)) in asked.iter().enumerate() {
                let found = rows::due(tx, worker.job, places + ours)?;
                all.extend(found.into_iter().map(|due| (place, due)));
            }
            Ok::<_, Error>(all)
        });
        let mut due = due.await?;
        due.sort_unstable_by_key(|(_, due)| (due.run_at, due.id));
        let mut left: Vec<usize> = wanted.iter().map(|(_, places)| *places).collect();
        due.retain(|(place, due)| {
            let take = left[*place] > 0 && !self.ours.contains(&due.id);
            left[*place] -= usize::from(take);
            take
        });
        Ok(due.into_iter().map(|(place, due)| (wanted[place].0, due)).collect())
    }
}

async fn see_through(store: Store, mail: Arc<dyn Mailer>, bus: Bus, worker: Worker, due: Due) -> Outcome {
    let late = (store.clock().now() - due.run_at).as_seconds().max(0.0);
    let outcome = match worker.run {
        Work::Rows(run) => in_rows(&store, worker.job, due, run).await,
        Work::Outside(run) => match store.write(move |tx| rows::claim(tx, due.id)).await {
            Ok(Some(claim)) => outside(&store, mail, bus, worker.job, claim, run).await,
            Ok(None) => Outcome::Gone,
            Err(error) => Outcome::Database(error),
        },
    };
    match &outcome {
        Outcome::Done => {
            metrics::counter!("events_jobs_done_total", "job" => worker.job).increment(1);
            metrics::histogram!("events_jobs_late_seconds", "job" => worker.job).record(late);
        }
        Outcome::Failed(_) => {
            metrics::counter!("events_jobs_failures_total", "job" => worker.job).increment(1)
        }
        Outcome::Gone | Outcome::Database(_) => {}
    }
    outcome
}

async fn in_rows(
    store: &Store,
    job: &'static str,
    due: Due,
    run: fn(&mut store::Tx<'_>, serde_json::Value) -> act::Result<()>,
) -> Outcome {
    let done = store.write(move |tx| -> act::Result<bool> {
        let Some(body) = rows::take_out(tx, due.id)? else { return Ok(false) };
        run(tx, body)?;
        Ok(true)
    });
    let error = match done.await {
        Ok(true) => return Outcome::Done,
        Ok(false) => return Outcome::Gone,
        Err(error) => error,
    };
    if let Some(fault) = passing_of(&error) {
        return Outcome::Database(fault.clone());
    }
    let fault = JobFault::from(error);
    let (said, last) = (reason(&fault), matches!(fault, JobFault::Never(_)));
    let noted = said.clone();
    match store.write(move |tx| rows::note_failure(tx, due.id, due.attempts, &noted, last)).await {
        Ok(again) => failed(job, due.id, said, again),
        Err(error) => Outcome::Database(error),
    }
}

fn failed(job: &'static str, id: i64, error: String, again: bool) -> Outcome {
    if again {
        tracing::warn!(job, id, error, "a job failed and is tried again");
    } else {
        tracing::error!(job, id, error, "a job was given up");
        metrics::counter!("events_jobs_given_up_total", "job" => job).increment(1);
    }
    Outcome::Failed(Trouble { of: job.to_owned(), error })
}

async fn outside(
    store: &Store,
    mail: Arc<dyn Mailer>,
    bus: Bus,
    job: &'static str,
    claim: Claim,
    run: fn(Outside, serde_json::Value) -> BoxFuture<'static, Result<(), JobFault>>,
) -> Outcome {
    let (id, attempt, body) = (claim.id, claim.attempt, claim.body.clone());
    let hands = Outside { store: store.clone(), mail, bus, job_id: id, attempt };
    let work = AssertUnwindSafe(async move { run(hands, body).await }).catch_unwind();
    let work = tokio::time::timeout(LONGEST, work);
    tokio::pin!(work);
    let ended = loop {
        tokio::select! {
            ended = &mut work => break ended,
            () = tokio::time::sleep(RENEW) => renew(store, job, id, attempt).await,
        }
    };
    let fault = match ended {
        Ok(Ok(Ok(()))) => None,
        Ok(Ok(Err(fault))) => Some(fault),
        Ok(Err(panic)) => Some(JobFault::Later(format!("panic: {}", message_of(&*panic)))),
        Err(_) => Some(JobFault::Later(format!("it took longer than {} s", LONGEST.as_secs()))),
    };
    finish(store, job, claim, fault).await
}

async fn renew(store: &Store, job: &'static str, id: i64, attempt: i64) {
    match store.write(move |tx| rows::renew(tx, id, attempt)).await {
        Ok(true) => {}
        Ok(false) => tracing::warn!(job, id, "another process took over a job that still runs here"),
        Err(error) => tracing::warn!(job, id, %error, "a job's lease could not be renewed"),
    }
}

/// Writes down how the job ended. While the database is away this is tried for as long as the lease lasts; after that
/// the job is done again, as at-least-once allows.
async fn finish(store: &Store, job: &'static str, claim: Claim, fault: Option<JobFault>) -> Outcome {
    let said = fault.as_ref().map(reason);
    let mut wait = Duration::from_millis(250);
    let mut last = Error::Closed;
    for _ in 0..7 {
        let (kept, ended, text) = (claim.clone(), fault.clone(), said.clone().unwrap_or_default());
        let written = store.write(move |tx| match &ended {
            None => rows::done(tx, kept.id, kept.attempt).map(|()| true),
            Some(JobFault::Later(_)) => rows::put_back(tx, &kept, &text),
            Some(JobFault::Never(_)) => rows::give_up(tx, kept.id, kept.attempt, &text).map(|()| false),
        });
        match (written.await, said.clone()) {
            (Ok(_), None) => return Outcome::Done,
            (Ok(again), Some(text)) => return failed(job, claim.id, text, again),
            (Err(error), _) => last = error,
        }
        tokio::time::sleep(wait).await;
        wait *= 2;
    }
    Outcome::Database(last)
}

fn message_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without a message".to_owned())
}
