//! The roof: which rooms there are, and what the binary does with them.

pub mod cli;
mod config;
mod demo;
mod doctor;
mod import;
mod moving;
pub mod rooms;
mod serve;
