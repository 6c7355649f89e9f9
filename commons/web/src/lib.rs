//! What every room's pages stand in: server, page shell, forms, languages, live updates and the API.
//!
//! A handler takes a [`Visit`] (who asks, in which language, with which idempotency key), parses, runs one act through
//! [`Visit::act`] or one look through [`Visit::read`], and answers a [`Page`], a [`See`] (303) or JSON. Refusals and
//! faults become a page or a problem document in one place, [`failure`].

mod assets;
mod brand;
mod cx;
pub mod failure;
mod form;
mod health;
mod house;
mod idempotency;
mod limits;
mod live;
mod page;
mod paging;
mod parts;
mod programs;
mod prose;
mod server;
mod tongue;
mod visit;

pub use brand::{DEMO_SECRET, Settings};
pub use cx::{Cx, Seen};
pub use failure::{Answer, Failure, Problem};
pub use form::{Errors, Form, Summary, Upload, Uploads, choice, field};
pub use house::{
    ARCHIVE_LINES, ArchiveLine, Archives, Credential, Document, Entrance, Erases, Exports, Found, House,
    Kind, Navigation, PersonSection, Reads, Room, Searchable, Setting, Shows, Topic, WorldSection,
    fragment_of,
};
pub use limits::{Limit, Limits};
pub use page::{Page, See, encode, rendered};
pub use paging::{Cursor, Paged, Paging, page_size};
pub use parts::{Byline, Status};
pub use prose::{excerpt, prose};
pub use server::{RECURRING, openapi, router};
pub use tongue::{Catalogue, Locale, Said, Tongue};
pub use visit::{LANGUAGE_COOKIE, SESSION_COOKIE, THEME_COOKIE, Visit, ZONE_COOKIE, cookie_name};

pub use act::{Actor, Error, Refusal, Result};
pub use askama::Template;

use store::Migration;

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] = &[Migration {
    of: "web",
    number: 1,
    name: "idempotency_and_settings",
    sql: include_str!("../migrations/0001_idempotency_and_settings.sql"),
}];

/// The messages of the shell and of every refusal that more than one room uses.
pub const LOCALES: &[Locale] = &[
    Locale { language: "en", text: include_str!("../locales/en.ftl") },
    Locale { language: "fr", text: include_str!("../locales/fr.ftl") },
];
