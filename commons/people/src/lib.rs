//! Accounts: who people are, how they sign in, what they are allowed, and the pages that are theirs.
//!
//! Other crates name people through [`bylines`], [`actor`] and [`with_role`], make them through [`create`], and ask for
//! whom they act through [`organisations_of`]. The words, tables, events and invariants are in the crate's README.

mod api;
mod create;
mod demo;
mod email;
mod enter;
mod erase;
pub mod events;
mod inbox;
mod letters;
mod links;
pub mod model;
mod organisations;
mod pages;
mod password;
pub mod permissions;
mod profile;
mod refusal;
mod register;
mod roles;
mod rows;
mod secret;
mod sessions;
mod settings;
mod setup;
mod tokens;
mod who;

pub use act::Person;
pub use create::{NewPerson, create, find_by_email, find_by_source, mark_invented};
pub use email::{Email, InvalidEmail};
pub use organisations::{
    Organisation, OrganisationKind, all_organisations, create_organisation, find_organisation, join, leave,
    members_of, organisation_named, organisations_of,
};
pub use password::Password;
pub use refusal::No;
pub use secret::Secret;
pub use setup::setup_code;
pub use who::{Account, Signature, accounts, actor, byline, bylines, with_role};

use store::Migration;
use web::{Entrance, Locale, Room};

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] = &[Migration {
    of: "people",
    number: 1,
    name: "people",
    sql: include_str!("../migrations/0001_people.sql"),
}];

/// The messages of this crate.
pub const LOCALES: &[Locale] = &[
    Locale { language: "en", text: include_str!("../locales/en.ftl") },
    Locale { language: "fr", text: include_str!("../locales/fr.ftl") },
];

/// What is forgotten now and then.
const RECURRING: &[::events::Recurring] =
    &[::events::Recurring { name: "people.forget_old", every: act::Span::hours(1), run: links::forget_old }];

/// Everything that the house needs to know of this crate.
pub fn room() -> Room {
    Room {
        name: "people",
        migrations: MIGRATIONS,
        locales: LOCALES,
        pages: pages::routes,
        api: api::routes,
        permissions: permissions::ALL,
        recurring: RECURRING,
        export_person: Some(erase::export),
        erase_person: Some(erase::erase),
        entrance: Some(Entrance { recognise: sessions::recognise, touch: sessions::touch }),
        ..Room::EMPTY
    }
}
