//! What a list says of a piece, read along with a room's own rows: a list is one statement, however many tables it is
//! about.
//!
//! A room joins its rows to `pieces p` as it needs them, adds [`line_joins!`](crate::line_joins) and reads
//! [`line_columns!`](crate::line_columns) as its last columns: one row for each author. [`lines`] then leaves out what the
//! reader may not see.

use crate::{
    Piece, Visibility,
    head::{nobody, spoken},
    model::{is_among, name},
    rows::{Guard, Sight},
};
use act::{Actor, FromRow, Id, Person, Result, Row, Tx, Voice};
use people::Signature;
use web::Byline;

/// The columns of a [`LineRow`], of the tables that [`line_joins!`](crate::line_joins) joins to `pieces p`.
#[macro_export]
macro_rules! line_columns {
    () => {
        "p.id, p.programme, p.visibility, p.moderation = 'shown', p.internal, p.voice, p.title,
         CASE WHEN p.title IS NULL THEN p.body END, t.comments, a.place, a.person, s.id, s.name, s.staff,
         s.partner, s.operator, s.part"
    };
}

/// What a [`LineRow`] is read from beside `pieces p`; rows are to be ordered by the piece and `a.place`.
#[macro_export]
macro_rules! line_joins {
    () => {
        "LEFT JOIN piece_tallies t ON t.piece = p.id LEFT JOIN piece_authors a ON a.piece = p.id
         LEFT JOIN people s ON s.id = a.person AND s.erased_at IS NULL"
    };
}

/// A piece and one of its authors; nothing where the join found no piece.
#[derive(Debug, Clone)]
pub struct LineRow(Option<Said>);

#[derive(Debug, Clone)]
struct Said {
    id: Id<Piece>,
    guard: Guard,
    voice: Voice,
    name: String,
    comments: i64,
    /// An author, be it one who was erased; a piece may have none.
    author: Option<Author>,
}

#[derive(Debug, Clone)]
struct Author {
    person: Option<Id<Person>>,
    signs: Byline,
}

impl LineRow {
    /// Whether there is a piece.
    pub fn is_some(&self) -> bool {
        self.0.is_some()
    }
}

impl FromRow for LineRow {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let Some(id) = row.take()? else { return Ok(Self(None)) };
        let guard = Guard {
            programme: row.take()?,
            visibility: row.take()?,
            shown: row.take()?,
            internal: row.take()?,
        };
        let voice = row.take()?;
        let (title, words): (Option<String>, Option<String>) = (row.take()?, row.take()?);
        Ok(Self(Some(Said {
            id,
            guard,
            voice,
            name: name(title, words.as_deref().unwrap_or_default()),
            comments: row.take()?,
            author: author(row)?,
        })))
    }
}

fn author(row: &mut Row<'_>) -> store::Result<Option<Author>> {
    let (place, person): (Option<i64>, _) = (row.take()?, row.take()?);
    let Signature(signs) = Signature::from_row(row)?;
    Ok(place.map(|_| Author { person, signs: signs.unwrap_or_else(nobody) }))
}

/// A piece as a list names it.
#[derive(Debug, Clone)]
pub struct Line {
    /// The piece.
    pub id: Id<Piece>,
    /// Its title, or for a piece without one its first words.
    pub name: String,
    /// Who may see it.
    pub visibility: Visibility,
    /// Comments that everybody who sees the piece can read.
    pub comments: i64,
    /// Who made it, the writer first. An erased author is nobody.
    pub authors: Vec<Byline>,
}

impl Line {
    /// Whether this person is among the authors.
    pub fn is_by(&self, person: Option<Id<Person>>) -> bool {
        is_among(&self.authors, person)
    }
}

/// Pieces in the order of these rows, in which those of a piece follow each other; what this reader may not see is left
/// out.
///
/// # Errors
/// The store's.
pub fn lines(tx: &mut Tx<'_>, who: &Actor, rows: impl IntoIterator<Item = LineRow>) -> Result<Vec<Line>> {
    let mut sight = Sight::of(who);
    let mut lines = Vec::new();
    let mut rows = rows.into_iter().filter_map(|LineRow(said)| said).peekable();
    while let Some(first) = rows.next() {
        let Said { id, guard, voice, name, comments, author } = first;
        let mut authors = Vec::from_iter(author);
        while let Some(next) = rows.next_if(|next| next.id == id) {
            authors.extend(next.author);
        }
        if sight.sees(tx, guard, authors.iter().map(|author| author.person))? {
            let mut authors: Vec<Byline> = authors.into_iter().map(|author| author.signs).collect();
            spoken(&mut authors, voice);
            lines.push(Line { id, name, visibility: guard.visibility, comments, authors });
        }
    }
    Ok(lines)
}
