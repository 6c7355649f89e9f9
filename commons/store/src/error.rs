//! What can go wrong between a closure and the disk.

use std::time::Duration;

/// The store's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of promise of the schema a row would have broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constraint {
    /// A unique index or primary key; the name is the index's, `<table>_pkey` for a primary key.
    Unique,
    /// A CHECK constraint; the name is the constraint's.
    Check,
    /// A foreign key. SQLite does not tell which, so the name may be empty.
    ForeignKey,
    /// A column that may not be null; the name is `<table>.<column>`.
    NotNull,
}

/// A failure of the store. Rooms turn constraint names into refusals; everything else is a fault or a reason to wait.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A promise of the schema was broken; the database is the last judge.
    #[error("constraint {name} broken ({kind:?})")]
    Broken {
        /// Which kind of promise.
        kind: Constraint,
        /// Its name, the same on both engines.
        name: String,
    },
    /// The statement found no row though one was expected.
    #[error("no row")]
    NoRow,
    /// More callers wait than the queue holds, or this one waited too long. Nothing was done.
    #[error("too busy, try again in {} s", retry_after.as_secs().max(1))]
    Busy {
        /// When trying again is sensible.
        retry_after: Duration,
    },
    /// A statement took longer than its deadline. Nothing was kept.
    #[error("deadline passed")]
    Deadline,
    /// The disk is full. Nothing was kept; the store recovers when there is room.
    #[error("disk full")]
    DiskFull,
    /// Two transactions were in each other's way more often than the store is willing to try.
    #[error("conflict with another transaction")]
    Conflict,
    /// The connection broke before COMMIT. Nothing was kept.
    #[error("connection lost: {0}")]
    Disconnected(String),
    /// The connection broke during COMMIT: the work may or may not have been kept. Repeat it with its idempotency key.
    #[error("connection lost while committing, the outcome is unknown")]
    Unknown,
    /// The closure went on after an error. The transaction was undone.
    #[error("transaction used after an error: {0}")]
    Poisoned(String),
    /// The closure panicked; this request alone failed.
    #[error("panic in a transaction: {0}")]
    Panicked(String),
    /// A column does not hold what the code expects.
    #[error("column {column}: {problem}")]
    Decode {
        /// The column's place, from 0.
        column: usize,
        /// What was found instead.
        problem: String,
    },
    /// A write was tried through [`crate::Store::read`].
    #[error("this transaction only reads")]
    ReadOnly,
    /// The store is closing.
    #[error("the store is closed")]
    Closed,
    /// Anything else the engine reports.
    #[error("database: {0}")]
    Engine(String),
}

impl Error {
    /// Whether the broken promise is the one with this name.
    pub fn broke(&self, constraint: &str) -> bool {
        matches!(self, Self::Broken { name, .. } if name == constraint)
    }

    /// Whether the same work may succeed later without a change: the caller answers 503 and Retry-After.
    pub fn passes(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after } => Some(*retry_after),
            Self::DiskFull => Some(Duration::from_secs(60)),
            Self::Disconnected(_) | Self::Conflict | Self::Deadline | Self::Closed => {
                Some(Duration::from_secs(2))
            }
            _ => None,
        }
    }
}
