//! The rows of `jobs`: who may take one, and what becomes of it.

use super::{LEASE, MAX_ATTEMPTS};
use crate::backoff::backoff;
use store::{FromRow, Result, Row, Timestamp, Tx, sql};

/// A job whose time has come.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Due {
    pub(crate) id: i64,
    pub(crate) run_at: Timestamp,
    pub(crate) attempts: i64,
}

impl FromRow for Due {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self { id: row.take()?, run_at: row.take()?, attempts: row.take()? })
    }
}

/// The jobs of this name whose time has come and that nobody works on, oldest first.
pub(crate) fn due(tx: &mut Tx<'_>, name: &str, limit: usize) -> Result<Vec<Due>> {
    let (now, limit) = (tx.now(), i64::try_from(limit).unwrap_or(i64::MAX));
    sql!(tx.all(
        "SELECT id, run_at, attempts FROM jobs
         WHERE failed_at IS NULL AND name = $1 AND run_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
         ORDER BY run_at, id LIMIT $3",
        name, now, limit
    ))
}

/// A job that this process took.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Claim {
    pub(crate) id: i64,
    pub(crate) key: Option<String>,
    pub(crate) body: serde_json::Value,
    /// Which try this is; it also tells this claim from a later one.
    pub(crate) attempt: i64,
}

impl FromRow for Claim {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self { id: row.take()?, key: row.take()?, body: row.take()?, attempt: row.take()? })
    }
}

/// Takes the job under a lease, unless another process was faster. From here on its key is free, so that what is
/// asked for while it runs becomes a job of its own and is not lost.
pub(crate) fn claim(tx: &mut Tx<'_>, id: i64) -> Result<Option<Claim>> {
    let (now, until) = (tx.now(), tx.now() + LEASE);
    let claim: Option<Claim> = sql!(tx.opt(
        "UPDATE jobs SET leased_until = $3, attempts = attempts + 1
         WHERE id = $1 AND failed_at IS NULL AND run_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
         RETURNING id, key, body, attempts",
        id,
        now,
        until
    ))?;
    let Some(claim) = claim else { return Ok(None) };
    if claim.attempt > MAX_ATTEMPTS {
        give_up(tx, id, claim.attempt, "the process ended while the job ran, again and again")?;
        return Ok(None);
    }
    if claim.key.is_some() {
        sql!(tx.exec("UPDATE jobs SET key = NULL WHERE id = $1", id))?;
    }
    Ok(Some(claim))
}

/// Takes a job of rows out of the table for good, if this transaction is kept.
pub(crate) fn take_out(tx: &mut Tx<'_>, id: i64) -> Result<Option<serde_json::Value>> {
    let now = tx.now();
    sql!(tx.opt(
        "DELETE FROM jobs
         WHERE id = $1 AND failed_at IS NULL AND run_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
         RETURNING body",
        id,
        now
    ))
}

/// Keeps the job for as long again. Whether it still is this process's.
pub(crate) fn renew(tx: &mut Tx<'_>, id: i64, attempt: i64) -> Result<bool> {
    let until = tx.now() + LEASE;
    let kept = sql!(tx.exec(
        "UPDATE jobs SET leased_until = $3 WHERE id = $1 AND attempts = $2 AND leased_until IS NOT NULL",
        id,
        attempt,
        until
    ))?;
    Ok(kept > 0)
}

/// The job is done, unless somebody else has taken it over.
pub(crate) fn done(tx: &mut Tx<'_>, id: i64, attempt: i64) -> Result<()> {
    sql!(tx.exec(
        "DELETE FROM jobs WHERE id = $1 AND attempts = $2 AND leased_until IS NOT NULL",
        id,
        attempt
    ))
    .map(drop)
}

/// Gives a leased job back, to be tried again later. If the same was asked for again meanwhile, that one stands for
/// both.
pub(crate) fn put_back(tx: &mut Tx<'_>, claim: &Claim, error: &str) -> Result<bool> {
    let (id, attempt) = (claim.id, claim.attempt);
    if attempt >= MAX_ATTEMPTS {
        return give_up(tx, id, attempt, error).map(|()| false);
    }
    let again = tx.now() + backoff(attempt, id);
    if let Some(key) = &claim.key {
        let waiting = sql!(tx.exec(
            "UPDATE jobs SET run_at = CASE WHEN run_at > $2 THEN $2 ELSE run_at END, last_error = $3
             WHERE key = $1 AND id <> $4",
            key,
            again,
            error,
            id
        ))?;
        if waiting > 0 {
            return done(tx, id, attempt).map(|()| true);
        }
    }
    sql!(tx.exec(
        "UPDATE jobs SET run_at = $3, leased_until = NULL, last_error = $4, key = $5
         WHERE id = $1 AND attempts = $2 AND leased_until IS NOT NULL",
        id,
        attempt,
        again,
        error,
        claim.key
    ))?;
    Ok(true)
}

/// Keeps a job for people to see. Its key is free.
pub(crate) fn give_up(tx: &mut Tx<'_>, id: i64, attempt: i64, error: &str) -> Result<()> {
    let now = tx.now();
    sql!(tx.exec(
        "UPDATE jobs SET failed_at = $3, leased_until = NULL, last_error = $4, key = NULL
         WHERE id = $1 AND attempts = $2",
        id,
        attempt,
        now,
        error
    ))
    .map(drop)
}

/// Notes that a job of rows failed, unless another process noted that already. Whether it is tried again.
pub(crate) fn note_failure(
    tx: &mut Tx<'_>,
    id: i64,
    attempts: i64,
    error: &str,
    final_: bool,
) -> Result<bool> {
    let (now, attempt) = (tx.now(), attempts + 1);
    let again = now + backoff(attempt, id);
    let ours = sql!(tx.exec(
        "UPDATE jobs SET attempts = $3, run_at = $4, last_error = $5
         WHERE id = $1 AND attempts = $2 AND failed_at IS NULL AND leased_until IS NULL",
        id,
        attempts,
        attempt,
        again,
        error
    ))?;
    let give = final_ || attempt >= MAX_ATTEMPTS;
    if give && ours > 0 {
        give_up(tx, id, attempt, error)?;
    }
    Ok(!give)
}

/// A job that was given up.
#[derive(Debug, Clone, PartialEq)]
pub struct FailedJob {
    /// Its identifier.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its body.
    pub body: serde_json::Value,
    /// How often it was tried.
    pub attempts: i64,
    /// What was said last.
    pub last_error: Option<String>,
    /// When it was given up.
    pub failed_at: Timestamp,
}

impl FromRow for FailedJob {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            name: row.take()?,
            body: row.take()?,
            attempts: row.take()?,
            last_error: row.take()?,
            failed_at: row.take()?,
        })
    }
}

/// The jobs that were given up, latest first, before an identifier if one is given.
pub fn failed_jobs(tx: &mut Tx<'_>, before: Option<i64>, limit: u32) -> Result<Vec<FailedJob>> {
    sql!(tx.all(
        "SELECT id, name, body, attempts, last_error, failed_at FROM jobs
         WHERE failed_at IS NOT NULL AND id < $1 ORDER BY id DESC LIMIT $2",
        before.unwrap_or(i64::MAX),
        limit
    ))
}

/// Has a job that was given up tried again from the start. Whether there was such a job.
pub fn retry_job(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let now = tx.now();
    let changed = sql!(tx.exec(
        "UPDATE jobs SET failed_at = NULL, attempts = 0, run_at = $2 WHERE id = $1 AND failed_at IS NOT NULL",
        id,
        now
    ))?;
    Ok(changed > 0)
}

/// Removes a job that was given up. Whether there was such a job.
pub fn forget_job(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    Ok(sql!(tx.exec("DELETE FROM jobs WHERE id = $1 AND failed_at IS NOT NULL", id))? > 0)
}

/// How many jobs of one name wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingJobs {
    /// The jobs' name.
    pub name: String,
    /// How many wait or are being worked on.
    pub count: i64,
    /// The instant for which the first was asked.
    pub first: Timestamp,
    /// Tries of the one that was tried most often.
    pub most_attempts: i64,
}

impl FromRow for WaitingJobs {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self { name: row.take()?, count: row.take()?, first: row.take()?, most_attempts: row.take()? })
    }
}

/// The jobs that wait or are being worked on, counted by name. A name that only ever grows has no worker.
pub fn waiting_jobs(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<WaitingJobs>> {
    sql!(tx.all(
        "SELECT name, COUNT(*), MIN(run_at), MAX(attempts) FROM jobs WHERE failed_at IS NULL
         GROUP BY name ORDER BY name LIMIT $1",
        limit
    ))
}
