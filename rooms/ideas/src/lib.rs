//! The ideas room: a board where people say what should be better, vote once, and see what became of it.
//!
//! The words, tables, events and invariants are on the page README.md of this crate.

pub mod alike;
mod api;
mod archive;
mod card;
pub mod categories;
pub mod change;
pub mod events;
mod find;
mod import;
pub mod journal;
mod line;
pub mod list;
mod live;
pub mod merge;
mod mine;
mod miscounted;
pub mod model;
pub mod move_on;
mod pages;
pub mod partner;
pub mod permissions;
mod personal;
mod post;
mod react;
mod recount;
mod refused;
mod rows;
mod see;
pub mod settings;
mod steps;
mod tell;
mod threshold;
mod vote;
mod world;

pub use card::{Card, card, cards, with_words};
pub use import::{NewImported, StoodElsewhere, import, import_as, leave_apart, likenesses};
pub use line::{Label, Line, lines};
pub use mine::{Mine, OwnIdea, OwnVote, mine};
pub use miscounted::{miscounted, misplaced};
pub use model::{
    Category, Ground, Idea, KIND, Merge, MergeState, Order, ROOM, Score, Standing, Status, Union, Weight,
};
pub use move_on::{Move, move_on};
pub use post::{Audience, NewIdea, join, post, publish};
pub use recount::recount;
pub use refused::Refused;
pub use see::see;
pub use steps::{StepView, steps};
pub use threshold::close_below;
pub use vote::vote;

use ::events::{Recurring, Work, Worker};
use act::Span;
use store::Migration;
use web::{Kind, Locale, Navigation, Room};

/// The tables of this room.
pub const MIGRATIONS: &[Migration] =
    &[Migration { of: "ideas", number: 1, name: "ideas", sql: include_str!("../migrations/0001_ideas.sql") }];

/// The messages of this room.
pub const LOCALES: &[Locale] = &[
    Locale { language: "en", text: include_str!("../locales/en.ftl") },
    Locale { language: "fr", text: include_str!("../locales/fr.ftl") },
];

/// What comes round.
const RECURRING: &[Recurring] = &[
    Recurring { name: "ideas.watch_half_life", every: Span::minutes(1), run: recount::watch },
    Recurring { name: "ideas.close_below", every: Span::minutes(10), run: threshold::close_below },
    Recurring { name: "ideas.keep_up_views", every: Span::minutes(10), run: see::keep_up },
];

/// Everything that the house needs to know of this room.
pub fn room() -> Room {
    Room {
        name: model::ROOM,
        migrations: MIGRATIONS,
        locales: LOCALES,
        pages: pages::routes,
        api: api::routes,
        permissions: permissions::ALL,
        kinds: &[
            Kind { name: KIND, path: "/ideas/" },
            Kind { name: model::JOURNAL_KIND, path: "/in-action/" },
        ],
        settings: settings::ALL,
        reactions: react::REACTIONS,
        topics: live::TOPICS,
        announcers: live::ANNOUNCERS,
        navigation: &[
            Navigation { key: "ideas-nav", path: "/ideas", order: 100, needs: None },
            Navigation { key: "ideas-in-action-heading", path: "/in-action", order: 110, needs: None },
        ],
        world: world::SECTIONS,
        person: world::OF_A_PERSON,
        archive: Some(archive::archive),
        searchable: Some(find::SEARCHABLE),
        votes: &[KIND],
        rewords: &["ideas.posted", "ideas.changed", "ideas.merge_moved"],
        export_person: Some(personal::export),
        erase_person: Some(personal::erase),
        workers: &[
            Worker { job: "ideas.recount_all", run: Work::Rows(recount::work) },
            Worker { job: "ideas.execute_merge", run: Work::Rows(merge::work) },
            Worker { job: "ideas.tell", run: Work::Rows(tell::work) },
        ],
        recurring: RECURRING,
        ..Room::EMPTY
    }
}
