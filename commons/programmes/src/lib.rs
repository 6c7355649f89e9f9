//! Programmes: bounded efforts with a charter and a set of rooms switched on.
//!
//! Other rooms ask three things here: [`open_for_posting`] before somebody posts, [`require`] before somebody does what
//! their part in a programme may allow, and [`people_with`] for whom to tell. The words, tables, events and invariants
//! are in the crate's README.

mod api;
mod charter;
mod draft;
pub mod events;
mod import;
mod model;
mod pages;
pub mod permissions;
mod personal;
pub mod phase;
mod plan;
mod refused;
mod rows;
mod stand;
mod take_part;
mod tell;
mod template;
mod write;

pub use charter::{
    Activity, Charter, Facts, Group, MOST_ROWS, Missing, Promise, RawActivity, RawCharter, RawGroup,
    RawPromise, RawRisk, Risk, Side, Who, Words, Worth, gate,
};
pub use draft::{Edit, NewProgramme, create, edit};
pub use import::create_for_import;
pub use model::{Part, Programme, ProgrammeHead, Slug, Standing, State, TemplateKind};
pub use permissions::{PartGrant, grants, may_in, parts_with, require};
pub use phase::{Moment, Oddity, Phase, When, local_time};
pub use plan::{Extension, Planned, add_phase, change_phase, drop_phase, extend};
pub use refused::Refused;
pub use rows::{
    Asked, AskedAll, Decision, Participant, all, ask_all, charter_of, decisions, facts, find_by_slug, head,
    open_for_posting, participants, parts_of, people_with, phases, visible,
};
pub use stand::{Said, close, open, pause, resume};
pub use take_part::{invite, join, leave};
pub use template::{Filled, filled, with_ids};
pub use write::{Looked, charter, write_charter};

use store::Migration;
use web::{Locale, Navigation, Room};

#[doc(hidden)]
pub mod macros {
    pub use crate::permissions::Granted;
    pub use inventory;
}

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] = &[Migration {
    of: "programmes",
    number: 1,
    name: "programmes",
    sql: include_str!("../migrations/0001_programmes.sql"),
}];

/// The messages of this crate.
pub const LOCALES: &[Locale] = &[
    Locale { language: "en", text: include_str!("../locales/en.ftl") },
    Locale { language: "fr", text: include_str!("../locales/fr.ftl") },
];

/// Everything that the house needs to know of this crate.
pub fn room() -> Room {
    Room {
        name: "programmes",
        migrations: MIGRATIONS,
        locales: LOCALES,
        permissions: permissions::ALL,
        pages: pages::routes,
        api: api::routes,
        navigation: NAVIGATION,
        world: &[pages::world::OPEN_NOW],
        export_person: Some(personal::export),
        erase_person: Some(personal::erase),
        ..Room::EMPTY
    }
}

/// The world comes first, programmes before the rooms.
const NAVIGATION: &[Navigation] = &[
    Navigation { key: "nav-world", path: "/", order: 0, needs: None },
    Navigation { key: "programmes-nav", path: "/programmes", order: 90, needs: None },
];
