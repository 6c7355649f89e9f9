//! The roof: which rooms there are, and what the binary does with them.

pub mod cli;
mod config;
mod demo;
mod doctor;
mod figures;
mod import;
mod moving;
mod recount;
pub mod rooms;
mod serve;
