//! What the store promises, on both engines. The PostgreSQL half needs a server: `scripts/with-postgres cargo nextest
//! run -p store`.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests play the callers, at once and without mercy"
)]

mod backups;
mod encrypted;
mod hardship;
mod migrations;
mod outbox;
mod place;
mod portable;
mod races;
mod transactions;
