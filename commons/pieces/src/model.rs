//! What a piece is, and the words for its states. No I/O.

use act::{Column, Id, Line, Param, Person, Prose, Timestamp, Value, Voice};
use programmes::Programme;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use web::Byline;

/// Anything a person makes. An idea, a comment, a design each share their identifier with their piece.
#[derive(Debug)]
pub enum Piece {}

/// The longest title, in characters.
pub const TITLE: usize = 255;
/// The longest body, in characters.
pub const BODY: usize = 32_000;
/// The longest comment, in characters.
pub const COMMENT: usize = 8_000;
/// The kind of a comment.
pub const COMMENT_KIND: &str = "comment";

/// A piece's title.
pub type Title = Line<TITLE>;
/// A piece's body.
pub type Body = Prose<BODY>;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $wrong:literal { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
            /// The word in rows, in the API, in class names and message keys.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
        impl FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|word| word.name() == text).ok_or_else(|| format!(concat!("{:?} is no ", $wrong), text))
            }
        }
        impl Param for $name {
            fn value(&self) -> Value<'_> {
                Value::Text(self.name().into())
            }
        }
        impl Column for $name {
            fn read(value: Value<'_>) -> Result<Self, String> {
                String::read(value)?.parse()
            }
        }
    };
}

words!(
    /// Who may see a piece while nothing is wrong with it.
    Visibility, "visibility" {
        /// Everybody.
        Public = "public",
        /// Those who take part in its programme.
        Programme = "programme",
        /// Its authors and the stewards of its programme: asked for before publication.
        Stewards = "stewards",
        /// Its authors.
        Draft = "draft",
    }
);

words!(
    /// How one piece grew from another; the edge points from what was there first to what came of it.
    Derivation, "derivation" {
        /// A remark elsewhere became a piece here.
        HeardAs = "heard_as",
        /// It was answered.
        Answers = "answers",
        /// Somebody took it further.
        BuiltOn = "built_on",
        /// It was merged into another.
        MergedInto = "merged_into",
        /// A brief took it up.
        AdoptedAs = "adopted_as",
        /// It is offered.
        OfferedAs = "offered_as",
        /// It was ordered.
        OrderedAs = "ordered_as",
    }
);

words!(
    /// Why somebody reports a piece.
    Grounds, "ground for a report" {
        /// It is unkind to a person.
        Unkind = "unkind",
        /// It advertises.
        Spam = "spam",
        /// It belongs elsewhere.
        OffTopic = "off_topic",
        /// It tells what is private.
        Private = "private",
        /// It belongs to somebody else.
        Rights = "rights",
        /// Anything else, said in words.
        Other = "other",
    }
);

/// How stewards left a piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase", tag = "state")]
pub enum Moderation {
    /// As its visibility says.
    Shown,
    /// Held until a steward has looked at it.
    Pending,
    /// Hidden, with a reason that its authors are told; they may appeal.
    Hidden {
        /// Why.
        reason: String,
        /// Who hid it.
        #[schema(value_type = Option<String>)]
        by: Option<Id<Person>>,
    },
    /// Removed, by a steward or taken back by its author. Its place stays.
    Removed {
        /// Whether its author took it back.
        taken_back: bool,
    },
}

impl Moderation {
    /// The state's name in rows.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Pending => "pending",
            Self::Hidden { .. } => "hidden",
            Self::Removed { .. } => "removed",
        }
    }
}

/// A piece about to be made.
#[derive(Debug, Clone)]
pub struct NewPiece<'a> {
    /// Its kind, as a room declared it.
    pub kind: &'static str,
    /// Where it belongs.
    pub programme: Id<Programme>,
    /// Who made it; the first is the writer.
    pub authors: &'a [Id<Person>],
    /// Its title, if its kind has one.
    pub title: Option<&'a str>,
    /// Its words.
    pub body: &'a str,
    /// The primary BCP 47 tag of its language, if known.
    pub language: Option<&'a str>,
    /// Who may see it.
    pub visibility: Visibility,
    /// The piece that a comment is about.
    pub about: Option<Id<Piece>>,
    /// The comment that a comment answers.
    pub parent: Option<Id<Piece>>,
    /// A side note that only staff and partners of the programme see.
    pub internal: bool,
    /// When it was really made, for imports.
    pub at: Option<Timestamp>,
    /// The key of an import: importing twice finds the same piece.
    pub source: Option<&'a str>,
    /// As what its writer speaks.
    pub voice: Voice,
}

/// A piece as lists and pages show it.
#[derive(Debug, Clone)]
pub struct Head {
    /// The piece.
    pub id: Id<Piece>,
    /// Its kind.
    pub kind: String,
    /// Where it belongs.
    pub programme: Id<Programme>,
    /// What a comment is about.
    pub about: Option<Id<Piece>>,
    /// What a comment answers.
    pub parent: Option<Id<Piece>>,
    /// Its title.
    pub title: Option<String>,
    /// Its words.
    pub body: String,
    /// Its language, if known.
    pub language: Option<String>,
    /// Who may see it.
    pub visibility: Visibility,
    /// How stewards left it.
    pub moderation: Moderation,
    /// Whether it is a side note.
    pub internal: bool,
    /// As what its writer spoke.
    pub voice: Voice,
    /// When it was made.
    pub at: Timestamp,
    /// When its words last changed.
    pub changed_at: Timestamp,
    /// How often its words were written, from 1.
    pub revision: i64,
    /// Comments that everybody who sees the piece can read.
    pub comments: i64,
    /// Votes for it.
    pub up: i64,
    /// Votes against it.
    pub down: i64,
    /// Those who vote.
    pub voters: i64,
    /// Those who follow it.
    pub followers: i64,
    /// Those who thanked its authors.
    pub thanks: i64,
    /// The piece it was merged into.
    pub merged_into: Option<Id<Piece>>,
    /// Who made it, the writer first. An erased author is nobody.
    pub authors: Vec<Byline>,
}

impl Head {
    /// The first words of the body.
    pub fn excerpt(&self, limit: usize) -> String {
        web::excerpt(&self.body, limit)
    }

    /// The title, or for a piece without one its first words.
    pub fn name(&self) -> String {
        name(self.title.clone(), &self.body)
    }

    /// Whether this person is among the authors.
    pub fn is_by(&self, person: Option<Id<Person>>) -> bool {
        person.is_some() && self.authors.iter().any(|author| author.person == person)
    }
}

/// The title, or for a piece without one its first words.
pub(crate) fn name(title: Option<String>, body: &str) -> String {
    title.unwrap_or_else(|| web::excerpt(body, 80))
}

/// The primary subtag of a language tag in lower case, if it can be one: two or three letters (BCP 47).
pub fn primary_language(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next()?.trim().to_ascii_lowercase();
    ((2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase())).then_some(primary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_as_it_was_written() {
        for &word in Visibility::ALL {
            assert_eq!(word.name().parse(), Ok(word));
        }
        for &word in Derivation::ALL {
            assert_eq!(word.name().parse(), Ok(word));
            assert_eq!(
                serde_json::to_value(word).ok(),
                Some(word.name().into()),
                "rows and the API say the same"
            );
        }
        for &word in Grounds::ALL {
            assert_eq!(word.name().parse(), Ok(word));
            assert_eq!(serde_json::to_value(word).ok(), Some(word.name().into()));
        }
        assert!("Public".parse::<Visibility>().is_err());
    }

    #[test]
    fn a_language_is_kept_by_its_primary_tag() {
        assert_eq!(primary_language("fr-CA").as_deref(), Some("fr"));
        assert_eq!(primary_language("yue").as_deref(), Some("yue"));
        for wrong in ["", "e", "english", "12", "é-FR"] {
            assert_eq!(primary_language(wrong), None, "{wrong}");
        }
    }
}
