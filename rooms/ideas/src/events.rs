//! What others may hear of the board: identifiers and figures, never a person's words.

use crate::{Category, Idea, Merge, Status};
use act::{Event, Id, Person};
use pieces::Piece;
use programmes::Programme;
use serde::{Deserialize, Serialize};

/// Somebody shared an idea, or published one that few had seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdeaPosted {
    /// The idea.
    pub idea: Id<Idea>,
    /// Where it belongs.
    pub programme: Id<Programme>,
    /// Who.
    pub by: Option<Id<Person>>,
    /// Whether everybody may see it.
    pub public: bool,
}

impl Event for IdeaPosted {
    const NAME: &'static str = "ideas.posted";
    fn by(&self) -> Option<i64> {
        self.by.map(Id::raw)
    }
    fn about(&self) -> i64 {
        self.idea.raw()
    }
}

/// Somebody voted, changed their vote or took it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdeaVoted {
    /// The idea.
    pub idea: Id<Idea>,
    /// Where it belongs.
    pub programme: Id<Programme>,
    /// Who.
    pub by: Id<Person>,
    /// Their weight until now.
    pub before: i64,
    /// Their weight from now on.
    pub after: i64,
    /// Points, now.
    pub points: i64,
    /// People who vote, now.
    pub voters: i64,
}

impl Event for IdeaVoted {
    const NAME: &'static str = "ideas.voted";
    fn by(&self) -> Option<i64> {
        Some(self.by.raw())
    }
    fn about(&self) -> i64 {
        self.idea.raw()
    }
}

/// An idea moved on, or was opened again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdeaMoved {
    /// The idea.
    pub idea: Id<Idea>,
    /// Where it belongs.
    pub programme: Id<Programme>,
    /// How it stood.
    pub before: Status,
    /// How it stands.
    pub after: Status,
    /// Who moved it; nobody when a rule did.
    pub by: Option<Id<Person>>,
}

impl Event for IdeaMoved {
    const NAME: &'static str = "ideas.moved";
    fn by(&self) -> Option<i64> {
        self.by.map(Id::raw)
    }
    fn about(&self) -> i64 {
        self.idea.raw()
    }
}

/// Somebody promised to look at an idea by a date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdeaPromised {
    /// The idea.
    pub idea: Id<Idea>,
    /// Who.
    pub by: Id<Person>,
    /// By when, in microseconds since 1970.
    pub due: i64,
}

impl Event for IdeaPromised {
    const NAME: &'static str = "ideas.promised";
    fn by(&self) -> Option<i64> {
        Some(self.by.raw())
    }
    fn about(&self) -> i64 {
        self.idea.raw()
    }
}

/// A merge went a step: proposed, declined, its window opened, done, undone, lapsed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MergeMoved {
    /// The merge.
    pub merge: Id<Merge>,
    /// The idea that is merged.
    pub from: Id<Idea>,
    /// The idea that stays.
    pub into: Id<Idea>,
    /// Its state now.
    pub state: crate::MergeState,
    /// Who; nobody when its window ended.
    pub by: Option<Id<Person>>,
}

impl Event for MergeMoved {
    const NAME: &'static str = "ideas.merge_moved";
    fn by(&self) -> Option<i64> {
        self.by.map(Id::raw)
    }
    fn about(&self) -> i64 {
        self.into.raw()
    }
}

/// A supporter keeps their vote where it is, or lets it move after all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MergeStayed {
    /// The merge.
    pub merge: Id<Merge>,
    /// The idea the vote stays on.
    pub idea: Id<Idea>,
    /// Who.
    pub by: Id<Person>,
    /// Whether it stays.
    pub stays: bool,
}

impl Event for MergeStayed {
    const NAME: &'static str = "ideas.merge_stayed";
    fn by(&self) -> Option<i64> {
        Some(self.by.raw())
    }
    fn about(&self) -> i64 {
        self.idea.raw()
    }
}

/// A category was made or changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CategoryKept {
    /// The category.
    pub category: Id<Category>,
    /// Where it belongs.
    pub programme: Id<Programme>,
    /// Who.
    pub by: Option<Id<Person>>,
}

impl Event for CategoryKept {
    const NAME: &'static str = "ideas.category_kept";
    fn by(&self) -> Option<i64> {
        self.by.map(Id::raw)
    }
    fn about(&self) -> i64 {
        self.category.raw()
    }
}

/// Somebody became an idea partner of a category, or no longer is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartnerAppointed {
    /// The category.
    pub category: Id<Category>,
    /// The partner.
    pub person: Id<Person>,
    /// Whether they are one now.
    pub appointed: bool,
    /// Who decided.
    pub by: Option<Id<Person>>,
}

impl Event for PartnerAppointed {
    const NAME: &'static str = "ideas.partner_appointed";
    fn by(&self) -> Option<i64> {
        self.by.map(Id::raw)
    }
    fn about(&self) -> i64 {
        self.person.raw()
    }
}

/// A partner marked an idea as read, or as unread again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdeaRead {
    /// The idea.
    pub idea: Id<Idea>,
    /// Who.
    pub by: Id<Person>,
    /// Whether it is read now.
    pub read: bool,
}

impl Event for IdeaRead {
    const NAME: &'static str = "ideas.read";
    fn by(&self) -> Option<i64> {
        Some(self.by.raw())
    }
    fn about(&self) -> i64 {
        self.idea.raw()
    }
}

/// Something that came of an idea was written down in the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalWritten {
    /// The entry.
    pub entry: Id<Piece>,
    /// The idea.
    pub idea: Id<Idea>,
    /// Who wrote it.
    pub by: Id<Person>,
    /// How many are named.
    pub people: i64,
}

impl Event for JournalWritten {
    const NAME: &'static str = "ideas.journal_written";
    fn by(&self) -> Option<i64> {
        Some(self.by.raw())
    }
    fn about(&self) -> i64 {
        self.idea.raw()
    }
}

/// Somebody changed an idea's words, categories or language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdeaChanged {
    /// The idea.
    pub idea: Id<Idea>,
    /// Who.
    pub by: Id<Person>,
}

impl Event for IdeaChanged {
    const NAME: &'static str = "ideas.changed";
    fn by(&self) -> Option<i64> {
        Some(self.by.raw())
    }
    fn about(&self) -> i64 {
        self.idea.raw()
    }
}
