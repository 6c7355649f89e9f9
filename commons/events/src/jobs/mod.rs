//! Work after the commit: kinds of job, and what operators see of them.

mod rows;
mod runner;

pub use rows::{FailedJob, WaitingJobs, failed_jobs, forget_job, retry_job, waiting_jobs};
pub(crate) use runner::{Outcome, Runner};

use crate::{Bus, Mailer};
use futures_util::future::BoxFuture;
use std::{sync::Arc, time::Duration};
use store::{Job, Span, Store, Tx};

/// How long a job belongs to the process that took it, unless that process renews it. A process that ends mid-job is
/// followed by another after this long, by the store's clock.
pub const LEASE: Span = Span::seconds(60);
/// Times a job is tried before it is given up: with the waits between, about thirty hours.
pub const MAX_ATTEMPTS: i64 = 16;
/// How often a lease is renewed while the work goes on.
pub(crate) const RENEW: Duration = Duration::from_secs(20);
/// How long a job may take. Longer counts as a failure, so that it cannot hold its place for ever.
pub(crate) const LONGEST: Duration = Duration::from_secs(3600);

/// A kind of job.
#[derive(Clone, Copy)]
pub struct Worker {
    /// The job's name, [`Job::NAME`].
    pub job: &'static str,
    /// How it is done.
    pub run: Work,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker").field("job", &self.job).finish_non_exhaustive()
    }
}

/// How a job is done.
#[derive(Clone, Copy)]
pub enum Work {
    /// The job is rows only: done and removed in one transaction. A refusal that does not say when to try again ends
    /// it; any other error is tried again.
    Rows(fn(&mut Tx<'_>, serde_json::Value) -> act::Result<()>),
    /// Mail, network, files: at least once, under a lease. It must not block the thread that polls it.
    Outside(fn(Outside, serde_json::Value) -> BoxFuture<'static, Result<(), JobFault>>),
}

/// What work outside the database is given.
#[derive(Clone)]
pub struct Outside {
    /// The database.
    pub store: Store,
    /// How mail leaves the house.
    pub mail: Arc<dyn Mailer>,
    /// Live announcements, for progress that somebody watches.
    pub bus: Bus,
    /// The job's identifier: the idempotency key, the same however often the job is tried.
    pub job_id: i64,
    /// Which try this is, from 1.
    pub attempt: i64,
}

impl std::fmt::Debug for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outside")
            .field("job_id", &self.job_id)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

/// Why a job was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobFault {
    /// Back off and try again.
    #[error("{0}")]
    Later(String),
    /// Give up, and keep it for people to see.
    #[error("{0}")]
    Never(String),
}

impl From<store::Error> for JobFault {
    fn from(error: store::Error) -> Self {
        Self::Later(error.to_string())
    }
}

impl From<act::Error> for JobFault {
    /// A refusal that does not say when to try again is final.
    fn from(error: act::Error) -> Self {
        match error {
            act::Error::Refused(refusal) if refusal.retry_after.is_none() => Self::Never(refusal.to_string()),
            other => Self::Later(other.to_string()),
        }
    }
}

/// A job's body that its own type cannot read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("job {job} cannot be read: {problem}")]
pub struct Unreadable {
    job: &'static str,
    problem: String,
}

impl From<Unreadable> for JobFault {
    fn from(fault: Unreadable) -> Self {
        Self::Never(fault.to_string())
    }
}

impl From<Unreadable> for act::Error {
    fn from(fault: Unreadable) -> Self {
        Self::Fault(store::Error::Engine(fault.to_string()))
    }
}

/// Reads a job's body: the first line of most workers.
///
/// # Errors
/// When the body is not one of this job.
pub fn job<J: Job>(body: serde_json::Value) -> Result<J, Unreadable> {
    serde_json::from_value(body).map_err(|e| Unreadable { job: J::NAME, problem: e.to_string() })
}
