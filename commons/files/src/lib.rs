//! Attachments of pieces: pictures that are drawn anew, made small, and served by their content.
//!
//! A handler takes the pictures of a form with [`receive`], off the async threads and before its act; the act attaches
//! what is [`Ready`]. The tables, limits and invariants are in the crate's README.

mod api;
mod attach;
pub mod events;
mod pages;
pub mod picture;
mod receive;
mod shelf;

pub use attach::{Attach, Attachment, Gallery, attach, attach_imported, detach, for_export, of};
pub use receive::{ALT, MOST, Ready, receive, sweep, take};
pub use shelf::{Files, Folder, Shelf};

use ::events::{React, Reaction};
use act::{Id, Person, Result, Tx, sql};
use store::Migration;
use web::{Locale, Room};

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] =
    &[Migration { of: "files", number: 1, name: "files", sql: include_str!("../migrations/0001_files.sql") }];

/// The messages of this crate.
pub const LOCALES: &[Locale] = &[
    Locale { language: "en", text: include_str!("../locales/en.ftl") },
    Locale { language: "fr", text: include_str!("../locales/fr.ftl") },
];

/// Everything that the house needs to know of this crate.
pub fn room() -> Room {
    Room {
        name: "files",
        migrations: MIGRATIONS,
        locales: LOCALES,
        pages: pages::routes,
        api: api::routes,
        reactions: &[Reaction {
            consumer: "files.removed",
            to: &["pieces.moderated"],
            react: React::Each(attach::removed),
        }],
        export_person: Some(export),
        erase_person: Some(erase),
        ..Room::EMPTY
    }
}

fn export(tx: &mut Tx<'_>, person: Id<Person>) -> Result<serde_json::Value> {
    let rows: Vec<(Id<pieces::Piece>, String, String, act::Timestamp)> = sql!(tx.all(
        "SELECT piece, file, alt, at FROM attachments WHERE by_person = $1 ORDER BY piece, place LIMIT 100000",
        person
    ))?;
    let shown = rows.iter().map(
        |(piece, file, alt, at)| serde_json::json!({"piece": piece, "file": file, "alt": alt, "at": at}),
    );
    Ok(shown.collect())
}

/// Pictures stay with the words they belong to; who brought them is forgotten.
fn erase(tx: &mut Tx<'_>, person: Id<Person>) -> Result<()> {
    sql!(tx.exec("UPDATE attachments SET by_person = NULL WHERE by_person = $1", person))?;
    Ok(())
}
