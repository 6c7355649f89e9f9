//! One SQL text on SQLite and on PostgreSQL.
//!
//! A caller hands [`Store::write`] or [`Store::read`] a synchronous closure over a [`Tx`]; the closure may run more
//! than once and its answer leaves only after COMMIT. Everything engine-specific lives in this crate; rooms write one
//! SQL literal through [`sql!`] and one migration file for both engines.
//!
//! The dialect, the engines' traps and the figures behind this shape are described in the crate's README.

pub mod backup;
pub mod check;
mod config;
mod engine;
mod error;
mod id;
mod measure;
mod migrate;
mod outbox;
pub mod portable;
mod sql;
mod store;
mod time;
mod tx;
mod value;

pub use config::{Config, Durability, Target};
pub use error::{Constraint, Error, Result};
pub use id::{Id, Ids, InvalidId};
pub use migrate::{Migration, MigrationFault, Standing, State, migrate, status};
pub use outbox::number_outbox;
pub use sql::{Dialect, Statement, registered};
pub use store::Store;
pub use time::{Clock, Hand, InvalidTimestamp, Span, Timestamp};
pub use tx::{Event, Job, Question, Tx};
pub use value::{Column, FromRow, List, Param, Row, Value};

#[doc(hidden)]
pub mod macros {
    pub use crate::sql::{Registered, is_about_rows, names_parameters};
    pub use inventory;
}

/// The tables every other crate builds on: outbox and jobs.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        of: "store",
        number: 1,
        name: "outbox_and_jobs",
        sql: include_str!("../migrations/0001_outbox_and_jobs.sql"),
    },
    Migration {
        of: "store",
        number: 2,
        name: "outbox_in_order",
        sql: include_str!("../migrations/0002_outbox_in_order.sql"),
    },
];
