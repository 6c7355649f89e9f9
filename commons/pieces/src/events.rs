//! What others may hear: identifiers and figures, never a person's words.

use crate::{Derivation, Piece};
use act::{Event, Id, Person};
use programmes::Programme;
use serde::{Deserialize, Serialize};

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $word:literal, by $by:ident, about $about:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
            pub struct $name { $($(#[$fdoc])* pub $field: $type),* }
            impl Event for $name {
                const NAME: &'static str = $word;
                fn by(&self) -> Option<i64> {
                    Option::<Id<Person>>::from(self.$by).map(Id::raw)
                }
                fn about(&self) -> i64 {
                    self.$about.raw()
                }
            }
        )+
    };
}

events! {
    /// Somebody made a piece.
    PieceMade = "pieces.made", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// Its kind.
        kind: String,
        /// Where it belongs.
        programme: Id<Programme>,
        /// The writer.
        by: Option<Id<Person>>,
    }
    /// The words changed.
    PieceRevised = "pieces.revised", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// The number of the new words.
        revision: i64,
        /// Who changed them.
        by: Id<Person>,
    }
    /// Somebody said something about a piece.
    PieceCommented = "pieces.commented", by by, about piece {
        /// What the discussion is of.
        piece: Id<Piece>,
        /// The comment.
        comment: Id<Piece>,
        /// What it answers.
        parent: Option<Id<Piece>>,
        /// Whether only staff and partners read it.
        internal: bool,
        /// Comments that everybody reads, now.
        comments: i64,
        /// Who.
        by: Id<Person>,
    }
    /// Somebody voted, changed their vote or took it back.
    PieceVoted = "pieces.voted", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// Who.
        by: Id<Person>,
        /// Their weight until now.
        before: i64,
        /// Their weight from now on.
        after: i64,
        /// Votes for it, now.
        up: i64,
        /// Votes against it, now.
        down: i64,
    }
    /// Somebody follows, or no longer.
    PieceFollowed = "pieces.followed", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// Who.
        by: Id<Person>,
        /// Whether they do now.
        follows: bool,
        /// Followers, now.
        followers: i64,
    }
    /// Somebody thanked the authors, or takes it back.
    PieceThanked = "pieces.thanked", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// Who.
        by: Id<Person>,
        /// Whether they do now.
        thanks: bool,
        /// Thanks, now.
        count: i64,
    }
    /// Somebody asked stewards to look.
    PieceReported = "pieces.reported", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// Who.
        by: Id<Person>,
        /// Open reports, now.
        reports: i64,
    }
    /// A steward decided, or an author took it back.
    PieceModerated = "pieces.moderated", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// What the discussion is of, when it is a comment.
        root: Option<Id<Piece>>,
        /// The state before.
        before: String,
        /// The state now.
        after: String,
        /// Who decided.
        by: Option<Id<Person>>,
    }
    /// An author disagrees with a decision.
    PieceAppealed = "pieces.appealed", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// Who.
        by: Id<Person>,
    }
    /// Another steward looked at an appeal.
    AppealDecided = "pieces.appeal_decided", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// Who decided.
        by: Id<Person>,
        /// Whether the author was right.
        upheld: bool,
    }
    /// One piece grew from another.
    PieceDerived = "pieces.derived", by by, about to {
        /// What was there first.
        from: Id<Piece>,
        /// What came of it.
        to: Id<Piece>,
        /// How.
        how: Derivation,
        /// Who said so.
        by: Option<Id<Person>>,
    }
    /// An edge was taken back.
    PieceUnderived = "pieces.underived", by by, about to {
        /// What was there first.
        from: Id<Piece>,
        /// What had come of it.
        to: Id<Piece>,
        /// How.
        how: Derivation,
        /// Who took it back.
        by: Option<Id<Person>>,
    }
    /// The parts and shares of a piece were declared anew.
    PieceCredited = "pieces.credited", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// Who declared.
        by: Id<Person>,
        /// How many are named.
        contributors: i64,
    }
    /// A contributor signed, or contests.
    CreditSigned = "pieces.credit_signed", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// Who.
        by: Id<Person>,
        /// Signed, or contested.
        agrees: bool,
        /// Whether everybody has signed now.
        settled: bool,
    }
    /// Staff stated since when work on it was under way.
    PieceDated = "pieces.dated", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// Who stated it.
        by: Id<Person>,
    }
    /// Somebody was asked to be an author.
    AuthorInvited = "pieces.author_invited", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// Who asked.
        by: Id<Person>,
        /// Who was asked.
        person: Id<Person>,
    }
    /// Somebody became an author, or no longer is one.
    AuthorshipChanged = "pieces.authorship_changed", by by, about piece {
        /// The piece.
        piece: Id<Piece>,
        /// Whose authorship.
        by: Id<Person>,
        /// Whether they are an author now.
        author: bool,
    }
    /// Votes, comments and followers of one piece were moved to another.
    PieceAbsorbed = "pieces.absorbed", by by, about into {
        /// What was merged.
        from: Id<Piece>,
        /// The survivor.
        into: Id<Piece>,
        /// The merge.
        merge: i64,
        /// Nobody: the room that merges says who.
        by: Option<Id<Person>>,
    }
    /// A merge was undone.
    PieceReleased = "pieces.released", by by, about piece {
        /// What had been merged.
        piece: Id<Piece>,
        /// The survivor.
        from: Id<Piece>,
        /// The merge.
        merge: i64,
        /// Nobody: the room that merges says who.
        by: Option<Id<Person>>,
    }
}
