//! Small views that every room uses: who speaks, and how things stand.

use act::{Id, Person, Voice};
use askama::Template;

/// Who speaks, and as what.
#[derive(Debug, Clone, Template)]
#[template(path = "byline.html")]
pub struct Byline {
    /// The account; nobody when the person was erased.
    pub person: Option<Id<Person>>,
    /// The name beside the words.
    pub name: String,
    /// How the words are marked.
    pub voice: Voice,
    /// What they do here, `Repairs`; may be empty.
    pub part: String,
}

/// How things stand with a piece.
#[derive(Debug, Clone, Template)]
#[template(path = "status.html")]
pub struct Status {
    /// The state's name, which is its class too: `under-review`.
    pub name: String,
    /// The state in the reader's words.
    pub words: String,
}
