//! The house holds together: what no room can see of itself is looked at here, over all of them.

#![allow(clippy::disallowed_methods, reason = "these tests start programs and use the server they are lent")]

mod addresses;
mod description;
mod floors;
mod forms;
#[path = "../harness/mod.rs"]
mod harness;
mod names;
mod personal;
mod roles;
mod sources;
mod statements;
mod words;
