//! What happens after a commit.
//!
//! An act leaves an event in the outbox and perhaps a job; this crate sees to both. [`Reaction`]s write rows, each
//! event exactly once; [`Announcer`]s tell live pages the tally; [`Consumer`]s feed what lies outside the database;
//! [`Worker`]s do jobs; [`Recurring`] work comes round. [`Engine::run`] does all of it in one future, in as many
//! processes as there are; [`Engine::settle`] does everything that is due, once. Notices and letters are told from here.
//!
//! The words, tables, invariants and metrics are in the crate's README.

mod announce;
mod backoff;
mod bus;
mod consume;
mod engine;
mod feed;
mod jobs;
mod mail;
mod notices;
mod outgoing;
mod person;
mod react;
mod recur;
mod tidy;
mod trouble;

pub use announce::{Announcement, Announcer};
pub use bus::{Bus, LISTENER_CAPACITY, Listener};
pub use consume::{Consumer, ConsumerFault, Consumers, Readiness};
pub use engine::{Engine, Fault, Settled};
pub use futures_util::future::BoxFuture;
pub use jobs::{
    FailedJob, JobFault, LEASE, MAX_ATTEMPTS, Outside, Unreadable, WaitingJobs, Work, Worker, failed_jobs,
    forget_job, job, retry_job, waiting_jobs,
};
pub use mail::{Drawer, Kept, Letter, Mailer, Smtp, SmtpFault, kept_letters, kept_letters_to, post, post_to};
pub use notices::{Notice, Received, Which, inbox, mark_read, notify, unread};
pub use outgoing::{Outgoing, event_at, latest};
pub use person::{erase_address, erase_person, export_person};
pub use react::{React, Reaction, Stuck, UNSTORED, retry_stuck, step_over, stuck};
pub use recur::{Recurring, Rhythm, rhythms};
pub use tidy::{KEEP_LETTERS, KEEP_READ_NOTICES};
pub use trouble::Trouble;

use store::Migration;

/// The tables of this crate; `store::MIGRATIONS` go before them.
pub const MIGRATIONS: &[Migration] = &[Migration {
    of: "events",
    number: 1,
    name: "troubles_notices_and_letters",
    sql: include_str!("../migrations/0001_troubles_notices_and_letters.sql"),
}];
