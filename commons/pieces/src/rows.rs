//! SQL that more than one act uses, and the functions that touch a parent row first.

use crate::{Moderation, Piece, Refused, Visibility, permissions};
use act::{
    Actor, FromRow, Id, Permission, Person, Question, Refusal, Result, Row, Timestamp, Tx, Voice, sql,
};
use people::Signature;
use programmes::Programme;
use std::collections::HashMap;
use web::Byline;

/// A row of `pieces` with its tallies.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: Id<Piece>,
    pub(crate) kind: String,
    pub(crate) programme: Id<Programme>,
    pub(crate) about: Option<Id<Piece>>,
    pub(crate) parent: Option<Id<Piece>>,
    pub(crate) branch: Option<Id<Piece>>,
    pub(crate) origin: Option<Id<Piece>>,
    pub(crate) title: Option<String>,
    pub(crate) body: String,
    pub(crate) language: Option<String>,
    pub(crate) visibility: Visibility,
    pub(crate) moderation: Moderation,
    pub(crate) internal: bool,
    pub(crate) voice: Voice,
    pub(crate) at: Timestamp,
    pub(crate) changed_at: Timestamp,
    pub(crate) revision: i64,
    pub(crate) up: i64,
    pub(crate) down: i64,
    pub(crate) comments: i64,
    pub(crate) followers: i64,
    pub(crate) thanks: i64,
    pub(crate) merged_into: Option<Id<Piece>>,
}

impl FromRow for Kept {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            kind: row.take()?,
            programme: row.take()?,
            about: row.take()?,
            parent: row.take()?,
            branch: row.take()?,
            origin: row.take()?,
            title: row.take()?,
            body: row.take()?,
            language: row.take()?,
            visibility: row.take()?,
            moderation: moderation_of(row)?,
            internal: row.take()?,
            voice: row.take()?,
            at: row.take()?,
            changed_at: row.take()?,
            revision: row.take()?,
            up: row.take()?,
            down: row.take()?,
            comments: row.take()?,
            followers: row.take()?,
            thanks: row.take()?,
            merged_into: row.take()?,
        })
    }
}

/// Four columns: moderation, reason, moderated_by, taken_back_at.
fn moderation_of(row: &mut Row<'_>) -> store::Result<Moderation> {
    let state: String = row.take()?;
    let reason: Option<String> = row.take()?;
    let by: Option<Id<Person>> = row.take()?;
    let taken_back: Option<Timestamp> = row.take()?;
    Ok(match state.as_str() {
        "pending" => Moderation::Pending,
        "hidden" => Moderation::Hidden { reason: reason.unwrap_or_default(), by },
        "removed" => Moderation::Removed { taken_back: taken_back.is_some() },
        _ => Moderation::Shown,
    })
}

impl Kept {
    /// What decides who may see it.
    pub(crate) fn guard(&self) -> Guard {
        Guard {
            programme: self.programme,
            visibility: self.visibility,
            shown: self.moderation == Moderation::Shown,
            internal: self.internal,
        }
    }
    /// What the discussion is of: itself unless it is a comment.
    pub(crate) fn root(&self) -> Id<Piece> {
        self.about.unwrap_or(self.id)
    }
    /// Whether everybody who sees the root reads it and it counts as one of its comments.
    pub(crate) fn counts(&self) -> bool {
        self.about.is_some() && !self.internal && self.moderation == Moderation::Shown
    }
}

/// The rows of these pieces, in no order.
pub(crate) fn kept_of(tx: &mut Tx<'_>, ids: &[Id<Piece>]) -> Result<Vec<Kept>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let kept = ask_kept(tx, ids)?;
    Ok(tx.answer(kept)?)
}

/// Asks for the rows of these pieces.
pub(crate) fn ask_kept(tx: &mut Tx<'_>, ids: &[Id<Piece>]) -> Result<Question<Kept>> {
    Ok(sql!(tx.ask(
        "SELECT p.id, p.kind, p.programme, p.about, p.parent, p.branch, p.origin, p.title, p.body, p.language,
                p.visibility, p.moderation, p.reason, p.moderated_by, p.taken_back_at, p.internal, p.voice, p.at,
                p.changed_at, p.revision, t.up, t.down, t.comments, t.followers, t.thanks, t.merged_into
         FROM pieces p JOIN piece_tallies t ON t.piece = p.id
         WHERE p.id IN {list $1} LIMIT 20000",
        store::List(ids)
    ))?)
}

/// The row of one piece; 404 when there is none.
pub(crate) fn kept(tx: &mut Tx<'_>, id: Id<Piece>) -> Result<Kept> {
    kept_of(tx, &[id])?.pop().ok_or_else(|| Refusal::not_found().into())
}

/// Who made a piece, the writer first; an erased author is `None`.
pub(crate) type Authors = Vec<Option<Id<Person>>>;

/// Who made these pieces.
pub(crate) fn authors_of(tx: &mut Tx<'_>, ids: &[Id<Piece>]) -> Result<HashMap<Id<Piece>, Authors>> {
    let mut authors: HashMap<_, Authors> = HashMap::with_capacity(ids.len());
    if ids.is_empty() {
        return Ok(authors);
    }
    let rows: Vec<(Id<Piece>, Option<Id<Person>>)> = sql!(tx.all(
        "SELECT piece, person FROM piece_authors WHERE piece IN {list $1} ORDER BY piece, place LIMIT 100000",
        store::List(ids)
    ))?;
    for (piece, person) in rows {
        authors.entry(piece).or_default().push(person);
    }
    Ok(authors)
}

/// An author's place on a piece, and how they sign unless they were erased.
pub(crate) struct Author {
    pub(crate) piece: Id<Piece>,
    pub(crate) person: Option<Id<Person>>,
    pub(crate) signs: Option<Byline>,
}

impl FromRow for Author {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let (piece, person) = (row.take()?, row.take()?);
        let Signature(signs) = Signature::from_row(row)?;
        Ok(Self { piece, person, signs })
    }
}

/// Asks who made these pieces and how they sign, the writer of each first.
pub(crate) fn ask_authors(tx: &mut Tx<'_>, ids: &[Id<Piece>]) -> Result<Question<Author>> {
    Ok(sql!(tx.ask(
        "SELECT a.piece, a.person, p.id, p.name, p.staff, p.partner, p.operator, p.part
         FROM piece_authors a LEFT JOIN people p ON p.id = a.person AND p.erased_at IS NULL
         WHERE a.piece IN {list $1} ORDER BY a.piece, a.place LIMIT 100000",
        store::List(ids)
    ))?)
}

/// Whether this person is an author.
///
/// # Errors
/// The store's.
pub fn is_author(tx: &mut Tx<'_>, piece: Id<Piece>, person: Option<Id<Person>>) -> Result<bool> {
    let Some(person) = person else { return Ok(false) };
    let found: Option<i64> =
        sql!(tx.opt("SELECT place FROM piece_authors WHERE piece = $1 AND person = $2", piece, person))?;
    Ok(found.is_some())
}

/// The living authors of a piece, the writer first.
pub(crate) fn living_authors(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<Vec<Id<Person>>> {
    Ok(sql!(tx.all(
        "SELECT person FROM piece_authors WHERE piece = $1 AND person IS NOT NULL ORDER BY place LIMIT 1000",
        piece
    ))?)
}

/// What decides, beside its authors, who may see a piece.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guard {
    pub(crate) programme: Id<Programme>,
    pub(crate) visibility: Visibility,
    /// Stewards let it stand.
    pub(crate) shown: bool,
    pub(crate) internal: bool,
}

/// What one reader may see, looked up once for each programme.
pub struct Sight<'a> {
    who: &'a Actor,
    known: HashMap<(Id<Programme>, &'static str), bool>,
}

impl<'a> Sight<'a> {
    /// What this reader may see.
    pub fn of(who: &'a Actor) -> Self {
        Self { who, known: HashMap::new() }
    }

    /// Whether the reader may do that in that programme.
    pub(crate) fn may(
        &mut self,
        tx: &mut Tx<'_>,
        permission: &'static Permission,
        programme: Id<Programme>,
    ) -> Result<bool> {
        if let Some(&known) = self.known.get(&(programme, permission.name)) {
            return Ok(known);
        }
        let may = programmes::may_in(tx, self.who, permission, programme)?;
        self.known.insert((programme, permission.name), may);
        Ok(may)
    }

    /// Whether the reader is one of these authors.
    pub(crate) fn is_among(&self, authors: impl IntoIterator<Item = Option<Id<Person>>>) -> bool {
        self.who.person.is_some() && authors.into_iter().any(|author| author == self.who.person)
    }

    /// Whether the reader may see a piece, which may be their own, by itself; a comment's root is looked at apart.
    pub(crate) fn sees(&mut self, tx: &mut Tx<'_>, piece: Guard, own: bool) -> Result<bool> {
        if piece.internal && !self.may(tx, &permissions::NOTE, piece.programme)? {
            return Ok(false);
        }
        if own {
            return Ok(true);
        }
        let by_visibility = match piece.visibility {
            Visibility::Public => true,
            Visibility::Programme => self.may(tx, &permissions::SEE_INSIDE, piece.programme)?,
            Visibility::Stewards => self.may(tx, &permissions::MODERATE, piece.programme)?,
            Visibility::Draft => false,
        };
        Ok(by_visibility && (piece.shown || self.may(tx, &permissions::MODERATE, piece.programme)?))
    }
}

/// The piece with its row, if this reader may see it and what it is about; 404 otherwise.
pub(crate) fn seen(tx: &mut Tx<'_>, who: &Actor, id: Id<Piece>) -> Result<Kept> {
    let mut sight = Sight::of(who);
    let piece = kept(tx, id)?;
    for part in [Some(id), piece.about].into_iter().flatten() {
        let row = if part == id { piece.clone() } else { kept(tx, part)? };
        let authors = authors_of(tx, &[part])?.remove(&part).unwrap_or_default();
        let own = sight.is_among(authors);
        if !sight.sees(tx, row.guard(), own)? {
            return Err(Refusal::not_found().into());
        }
    }
    Ok(piece)
}

/// Locks the tallies of a piece until the end of the transaction and follows merges to the one that counts now.
pub(crate) fn touch_survivor(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<Id<Piece>> {
    let mut at = piece;
    for _ in 0..1_000 {
        let merged: Option<Option<Id<Piece>>> = sql!(tx.opt(
            "UPDATE piece_tallies SET merged_into = merged_into WHERE piece = $1 RETURNING merged_into",
            at
        ))?;
        match merged {
            None => return Err(Refusal::not_found().into()),
            Some(None) => return Ok(at),
            Some(Some(survivor)) => at = survivor,
        }
    }
    Err(Refused::CannotMerge.into())
}

/// Counts a piece anew from its ballots, followers and comments.
pub(crate) fn recount(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<()> {
    sql!(tx.exec(
        "UPDATE piece_tallies SET
             up = (SELECT COUNT(*) FROM votes WHERE piece = $1 AND weight = 1),
             down = (SELECT COUNT(*) FROM votes WHERE piece = $1 AND weight = -1),
             followers = (SELECT COUNT(DISTINCT person) FROM follows WHERE piece = $1),
             thanks = (SELECT COUNT(*) FROM thanks WHERE piece = $1),
             comments = (SELECT COUNT(*) FROM pieces WHERE about = $1 AND internal = FALSE AND moderation = 'shown')
         WHERE piece = $1",
        piece
    ))?;
    Ok(())
}

/// Deletes the words of a piece and of all its revisions; its place stays.
pub(crate) fn forget_words(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<()> {
    sql!(tx.exec("UPDATE pieces SET title = NULL, body = '' WHERE id = $1", piece))?;
    sql!(tx.exec("DELETE FROM piece_revisions WHERE piece = $1", piece))?;
    Ok(())
}
