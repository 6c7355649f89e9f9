//! Finding what people made, in several languages.
//!
//! A full-text index beside the database, kept current from the outbox and built anew whenever it is of no use. What is
//! found is asked about in the database before it is shown. The words, the invariants and the settings are in the
//! crate's README.

mod api;
mod ask;
mod find;
mod finder;
mod keep;
mod languages;
mod pages;
mod query;
mod rank;
mod shape;
mod shelf;
mod snippet;
mod words;

pub use finder::{Finder, Progress};

use web::{Locale, Room};

/// The messages of this crate.
pub const LOCALES: &[Locale] = &[
    Locale { language: "en", text: include_str!("../locales/en.ftl") },
    Locale { language: "fr", text: include_str!("../locales/fr.ftl") },
];

/// Everything that the house needs to know of this crate.
pub fn room() -> Room {
    Room { name: "search", locales: LOCALES, pages: pages::routes, api: api::routes, ..Room::EMPTY }
}
