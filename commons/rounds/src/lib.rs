//! Rounds: a group decides by a rule fixed beforehand, and anyone can recount it.
//!
//! Everything that decides is fixed when a round is sealed. Ballots are kept and may be changed until it closes; sums
//! move with them by difference, so that a result reads sums and never ballots. The record of a closed round is a file
//! that [`recount()`] computes anew to the same bytes. The arithmetic is `ballot`'s; identity, eligibility, secrecy,
//! amendments and records are here. The words, tables, events and invariants are in the crate's README.

mod amend;
pub mod answer;
mod api;
mod appeal;
mod archive;
mod cast;
mod chain;
mod close;
pub mod count;
mod decide;
mod draft;
mod electorate;
mod elsewhere;
pub mod events;
mod exclude;
pub mod in_step;
mod live;
mod miscounted;
pub mod model;
mod next;
mod open;
pub mod opinions;
mod pages;
pub mod permissions;
mod person;
mod publish;
pub mod record;
pub mod recount;
mod refused;
mod rows;
pub mod rule;
#[cfg(test)]
mod sample;
mod suspect;
pub mod tally;
mod tell;
mod view;

pub use amend::amend;
pub use answer::{Answer, Slot, Stance, Votes};
pub use appeal::{appeal, decide_appeal};
pub use cast::{cast, take_back};
pub use close::close;
pub use count::{Figure, Outcome, Side, Way};
pub use decide::decide;
pub use draft::{change, draft, withdraw};
pub use elsewhere::{Brought, CastElsewhere, Elsewhere, bring_in};
pub use exclude::exclude;
pub use miscounted::miscounted;
pub use model::{
    Amended, Amendment, Appeal, AppealState, Appealed, Asked, Cast, Change, Dealt, Decided, Excluded, Hidden,
    Item, Listed, Live, May, Mine, Named, NewRound, Round, RoundView, State, Suspicion,
};
pub use next::next;
pub use open::open;
pub use opinions::Opinions;
pub use pages::about;
pub use publish::publish;
pub use record::Report;
pub use recount::{Difference, Recount, Unreadable, recount};
pub use refused::Refused;
pub use rule::{
    Authors, Bearing, BudgetCount, Combine, Conflict, Counts, Decider, Method, RankedCount, Rule, Sentence,
    Stratum, Suspects, Ties, Who,
};
pub use suspect::suspect;
pub use tally::{Cell, Tallies, Tally};
pub use view::{appeals, kept_record, list, live, record, round, suspicion};

use ::events::{Recurring, Work, Worker};
use act::Span;
use store::Migration;
use web::{Locale, Navigation, Room};

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] = &[
    Migration { of: "rounds", number: 1, name: "rounds", sql: include_str!("../migrations/0001_rounds.sql") },
    Migration {
        of: "rounds",
        number: 2,
        name: "elsewhere",
        sql: include_str!("../migrations/0002_elsewhere.sql"),
    },
];

/// The messages of this crate.
pub const LOCALES: &[Locale] = &[
    Locale { language: "en", text: include_str!("../locales/en.ftl") },
    Locale { language: "fr", text: include_str!("../locales/fr.ftl") },
];

/// What comes round.
const RECURRING: &[Recurring] =
    &[Recurring { name: "rounds.close_due", every: Span::minutes(1), run: close::close_due }];

/// Everything that the house needs to know of this crate.
pub fn room() -> Room {
    Room {
        name: "rounds",
        migrations: MIGRATIONS,
        locales: LOCALES,
        pages: pages::routes,
        api: api::routes,
        world: pages::world::SECTIONS,
        navigation: &[Navigation { key: "rounds-nav", path: "/rounds", order: 160, needs: None }],
        permissions: permissions::ALL,
        topics: live::TOPICS,
        announcers: live::ANNOUNCERS,
        workers: &[
            Worker { job: "rounds.close", run: Work::Rows(close::work) },
            Worker { job: "rounds.tell", run: Work::Rows(tell::work) },
        ],
        recurring: RECURRING,
        archive: Some(archive::archive),
        export_person: Some(person::export),
        erase_person: Some(person::erase),
        ..Room::EMPTY
    }
}
