//! What a list says of a piece, read along with a room's own rows: a list is one statement, however many tables it is
//! about.
//!
//! A room joins its rows to `pieces p` as it needs them, adds [`line_joins!`](crate::line_joins) and reads
//! [`line_columns!`](crate::line_columns) as its last columns: one row for each author. [`Sight::line`] makes a line of
//! them, for whoever may see it. A list has many rows, and every column of them is written, sent and read: so these are
//! no more than what is shown, and [`crate::heads`] has the rest.

use crate::{
    Visibility,
    head::NOBODY,
    model::name,
    rows::{Guard, Sight},
};
use act::{FromRow, Id, Person, Result, Row, Tx};
use programmes::Programme;

/// The columns of a [`LineRow`], of the tables that [`line_joins!`](crate::line_joins) joins to `pieces p`.
#[macro_export]
macro_rules! line_columns {
    () => {
        "p.programme, p.visibility, p.moderation = 'shown', p.internal, p.title, CASE WHEN p.title IS NULL THEN p.body END,
         t.comments, a.place, s.id, s.name"
    };
}

/// What a [`LineRow`] is read from beside `pieces p`.
#[macro_export]
macro_rules! line_joins {
    () => {
        "LEFT JOIN piece_tallies t ON t.piece = p.id LEFT JOIN piece_authors a ON a.piece = p.id
         LEFT JOIN people s ON s.id = a.person AND s.erased_at IS NULL"
    };
}

/// A piece and one of its authors; nothing where the join found no piece.
#[derive(Debug, Clone)]
pub struct LineRow {
    said: Option<Said>,
    author: Option<Author>,
}

#[derive(Debug, Clone)]
struct Said {
    guard: Guard,
    name: String,
    comments: i64,
}

/// A piece may have no author; one who was erased keeps their place.
#[derive(Debug, Clone)]
struct Author {
    place: i64,
    person: Option<Id<Person>>,
    name: String,
}

impl LineRow {
    /// Whether there is a piece.
    pub fn is_some(&self) -> bool {
        self.said.is_some()
    }
    /// The author's place among the authors, by which the rows of a piece are to be ordered.
    pub fn place(&self) -> Option<i64> {
        self.author.as_ref().map(|author| author.place)
    }
}

impl FromRow for LineRow {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let Some(programme) = row.take()? else { return Ok(Self { said: None, author: None }) };
        let guard = Guard { programme, visibility: row.take()?, shown: row.take()?, internal: row.take()? };
        let (title, words): (Option<String>, Option<String>) = (row.take()?, row.take()?);
        let said =
            Said { guard, name: name(title, words.as_deref().unwrap_or_default()), comments: row.take()? };
        let (place, person): (Option<i64>, _) = (row.take()?, row.take()?);
        let signs: Option<String> = row.take()?;
        let author = |place| Author { place, person, name: signs.unwrap_or_else(|| NOBODY.to_owned()) };
        Ok(Self { said: Some(said), author: place.map(author) })
    }
}

/// A piece as a list names it.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it belongs.
    pub programme: Id<Programme>,
    /// Its title, or for a piece without one its first words.
    pub name: String,
    /// Who may see it.
    pub visibility: Visibility,
    /// Comments that everybody who sees the piece can read.
    pub comments: i64,
    /// The names of those who made it, the writer first. An erased author is nobody.
    pub authors: Vec<String>,
    /// Whether the reader is an author.
    pub own: bool,
}

impl Sight<'_> {
    /// The line of one piece, of a row for each author in their order; nothing when this reader may not see it.
    ///
    /// # Errors
    /// The store's.
    pub fn line(&mut self, tx: &mut Tx<'_>, rows: impl IntoIterator<Item = LineRow>) -> Result<Option<Line>> {
        let (mut said, mut authors) = (None, Vec::new());
        for row in rows {
            said = said.or(row.said);
            authors.extend(row.author);
        }
        let Some(Said { guard, name, comments }) = said else { return Ok(None) };
        let own = self.is_among(authors.iter().map(|author| author.person));
        if !self.sees(tx, guard, own)? {
            return Ok(None);
        }
        Ok(Some(Line {
            programme: guard.programme,
            name,
            visibility: guard.visibility,
            comments,
            authors: authors.into_iter().map(|author| author.name).collect(),
            own,
        }))
    }
}
