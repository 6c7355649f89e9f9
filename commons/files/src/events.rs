//! What others may hear: identifiers and figures, never what a picture shows.

use act::{Event, Id, Person};
use pieces::Piece;
use serde::{Deserialize, Serialize};

/// A piece got pictures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PicturesAttached {
    /// The piece.
    pub piece: Id<Piece>,
    /// How many came.
    pub pictures: u64,
    /// Who brought them; nobody in an import.
    pub by: Option<Id<Person>>,
}

impl Event for PicturesAttached {
    const NAME: &'static str = "files.attached";
    fn by(&self) -> Option<i64> {
        self.by.map(Id::raw)
    }
    fn about(&self) -> i64 {
        self.piece.raw()
    }
}

/// A piece lost a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureDetached {
    /// The piece.
    pub piece: Id<Piece>,
    /// Who took it off.
    pub by: Id<Person>,
}

impl Event for PictureDetached {
    const NAME: &'static str = "files.detached";
    fn by(&self) -> Option<i64> {
        Some(self.by.raw())
    }
    fn about(&self) -> i64 {
        self.piece.raw()
    }
}
