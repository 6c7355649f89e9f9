//! Everything people make, in one table: a remark, an idea, a design, a comment.
//!
//! Because they are one thing, comment, follow, thank, report, vote, credit and moderate work alike on every kind. A room
//! makes its pieces with [`create`], shows them with [`heads`], and keeps what is its own beside them under the same
//! identifier. The words, tables, events and invariants are in the crate's README.

mod create;
pub mod events;
mod head;
mod merge;
pub mod model;
pub mod permissions;
mod refusal;
mod rows;
mod vote;

pub use create::{create, find_by_source, set_visibility};
pub use head::{head, heads, may_see};
pub use merge::{Absorbed, absorb, family, release, survivor};
pub use model::{
    BODY, Body, COMMENT, COMMENT_KIND, Derivation, Grounds, Head, Moderation, NewPiece, Piece, TITLE, Title, Visibility,
};
pub use refusal::Refused;
pub use vote::{Ballot, Cast, ballots, cast, vote, vote_of, votes_of};
