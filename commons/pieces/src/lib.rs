//! Everything people make, in one table: a remark, an idea, a design, a comment.
//!
//! Because they are one thing, comment, follow, thank, report, vote, credit and moderate work alike on every kind. A room
//! makes its pieces with [`create`], shows them with [`heads`], and keeps what is its own beside them under the same
//! identifier. The words, tables, events and invariants are in the crate's README.

mod api;
mod archive;
mod author;
mod comment;
mod create;
mod credit;
mod discussion;
pub mod events;
mod finding;
mod follow;
mod head;
mod line;
mod live;
mod merge;
mod miscounted;
pub mod model;
mod moderate;
mod notices;
mod pages;
pub mod permissions;
mod person;
mod refusal;
mod revise;
mod rows;
mod sheet;
mod thread;
mod vote;

pub use author::{add_author, answer_invitation, invited, leave_authorship};
pub use comment::{NewComment, comment, take_back};
pub use create::{create, find_by_source, set_visibility};
pub use credit::{
    Credit, Declaration, Declared, Part, Predating, WHOLE, credits, declare, predates, predating, sign,
};
pub use discussion::{Discussion, Spoken, Talk, talk};
pub use finding::{remarks_on, standing_after, standing_count, standing_of};
pub use follow::{follow, followers, is_following, set_following, thank, thanked};
pub use head::{head, heads, may_see};
pub use line::{Line, LineRow};
pub use merge::{Absorbed, absorb, family, release, survivor, way};
pub use miscounted::{Miscounted, miscounted};
pub use model::{
    BODY, Body, COMMENT, COMMENT_KIND, Derivation, Grounds, Head, Moderation, NewPiece, Piece, TITLE, Title,
    Visibility,
};
pub use moderate::{Decision, Waiting, appeal, decide_appeal, grounds, hold, moderate, report, waiting};
pub use person::{take_words_back, withdraw_votes};
pub use refusal::Refused;
pub use revise::{Revision, revise, revisions};
pub use rows::{Sight, is_author};
pub use thread::{Edge, Thread, ThreadView, derive, thread, underive};
pub use vote::{Ballot, Cast, Change, ballots, cast, vote, vote_of};

use store::Migration;
use web::{Kind, Locale, Room};

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] = &[
    Migration { of: "pieces", number: 1, name: "pieces", sql: include_str!("../migrations/0001_pieces.sql") },
    Migration {
        of: "pieces",
        number: 2,
        name: "for stewards",
        sql: include_str!("../migrations/0002_for_stewards.sql"),
    },
    Migration {
        of: "pieces",
        number: 3,
        name: "votes by piece",
        sql: include_str!("../migrations/0003_votes_by_piece.sql"),
    },
];

/// The messages of this crate.
pub const LOCALES: &[Locale] = &[
    Locale { language: "en", text: include_str!("../locales/en.ftl") },
    Locale { language: "fr", text: include_str!("../locales/fr.ftl") },
];

/// Everything that the house needs to know of this crate.
pub fn room() -> Room {
    Room {
        name: "pieces",
        migrations: MIGRATIONS,
        locales: LOCALES,
        pages: pages::routes,
        api: api::routes,
        announcers: live::ANNOUNCERS,
        topics: live::TOPICS,
        permissions: permissions::ALL,
        kinds: &[Kind { name: COMMENT_KIND, path: "/pieces/" }],
        rewords: &[
            "pieces.made",
            "pieces.revised",
            "pieces.commented",
            "pieces.moderated",
            "pieces.absorbed",
            "pieces.released",
        ],
        archive: Some(archive::archive),
        export_person: Some(person::export),
        erase_person: Some(person::erase),
        ..Room::EMPTY
    }
}
