//! Pictures of pieces.

use crate::{
    events::{PictureDetached, PicturesAttached},
    receive::{MOST, Ready},
};
use ::events::Outgoing;
use act::{Actor, FromRow, Id, Person, Refusal, Result, Row, Tx, sql};
use askama::Template;
use pieces::Piece;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::List;
use web::{Errors, Tongue};

/// A picture of a piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Attachment {
    /// Its name on the shelf: `/files/{hash}/full`, `/files/{hash}/480`, `/files/{hash}/1280`.
    pub hash: String,
    /// What it shows; empty when it is decorative.
    pub alt: String,
    /// In pixels.
    pub width: i64,
    /// In pixels.
    pub height: i64,
    /// Its type.
    pub media_type: String,
}

impl FromRow for Attachment {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            hash: row.take()?,
            alt: row.take()?,
            width: row.take()?,
            height: row.take()?,
            media_type: row.take()?,
        })
    }
}

impl Attachment {
    /// Where a version is: `full`, `480` or `1280`.
    pub fn path(&self, size: &str) -> String {
        format!("/files/{}/{size}", self.hash)
    }
}

/// Attaches pictures to a piece of one's own, after those it has. A picture that it has already stays where it is.
///
/// # Errors
/// 401; 403 for others than the authors; 422 when it would have more than six, or one of them was swept away meanwhile.
pub fn attach(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>, ready: &[Ready]) -> Result<()> {
    let by = own(tx, who, piece)?;
    attach_imported(tx, Some(by), piece, ready)
}

/// Attaches pictures without asking who: for imports and the demo.
///
/// # Errors
/// 422 as [`attach`].
pub fn attach_imported(
    tx: &mut Tx<'_>,
    by: Option<Id<Person>>,
    piece: Id<Piece>,
    ready: &[Ready],
) -> Result<()> {
    if ready.is_empty() {
        return Ok(());
    }
    // Touched first, so that two forms at once cannot attach more than there may be.
    sql!(tx.exec("UPDATE piece_tallies SET merged_into = merged_into WHERE piece = $1", piece))?;
    let (has, next): (i64, i64) = sql!(
        tx.one("SELECT COUNT(*), COALESCE(MAX(place), -1) + 1 FROM attachments WHERE piece = $1", piece)
    )?;
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    if has + i64::try_from(ready.len()).unwrap_or(i64::MAX) > most {
        return Err(Refusal::field("picture-1", "files-too-many").with("most", most).into());
    }
    let now = tx.now();
    let mut new = 0;
    for (place, picture) in (next..).zip(ready) {
        // The row is locked and young again: the sweep leaves it alone.
        let there = sql!(tx.exec("UPDATE files SET at = $2 WHERE hash = $1", picture.hash, now))?;
        if there == 0 {
            return Err(Refusal::field("picture-1", "files-gone").into());
        }
        new += sql!(tx.exec(
            "INSERT INTO attachments (piece, place, file, alt, by_person, at)
             SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), $3, $4, CAST($5 AS BIGINT), CAST($6 AS BIGINT)
             WHERE NOT EXISTS (SELECT 1 FROM attachments WHERE piece = $1 AND file = $3)",
            piece,
            place,
            picture.hash,
            picture.alt,
            by,
            now
        ))?;
    }
    if new > 0 {
        tx.emit(&PicturesAttached { piece, pictures: new, by })?;
    }
    Ok(())
}

/// Takes a picture off a piece of one's own.
///
/// # Errors
/// 401; 403 for others than the authors; 404 when the piece does not have it.
pub fn detach(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>, hash: &str) -> Result<()> {
    let by = own(tx, who, piece)?;
    let gone = sql!(tx.exec("DELETE FROM attachments WHERE piece = $1 AND file = $2", piece, hash))?;
    if gone == 0 {
        return Err(Refusal::not_found().into());
    }
    tx.emit(&PictureDetached { piece, by })?;
    Ok(())
}

/// Who changes the pictures of this piece: one of its authors.
pub(crate) fn own(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>) -> Result<Id<Person>> {
    let by = who.id()?;
    if !pieces::may_see(tx, who, piece)? {
        return Err(Refusal::not_found().into());
    }
    if !pieces::is_author(tx, piece, who.person)? {
        return Err(Refusal::new(403, "pieces-not-yours").into());
    }
    Ok(by)
}

/// The pictures of these pieces, each in order. Whether a reader may see a piece is asked before.
///
/// # Errors
/// The store's.
pub fn of(tx: &mut Tx<'_>, pieces: &[Id<Piece>]) -> Result<HashMap<Id<Piece>, Vec<Attachment>>> {
    struct Of(Id<Piece>, Attachment);
    impl FromRow for Of {
        fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
            Ok(Self(row.take()?, Attachment::from_row(row)?))
        }
    }
    let mut found: HashMap<Id<Piece>, Vec<Attachment>> = HashMap::new();
    if pieces.is_empty() {
        return Ok(found);
    }
    let rows: Vec<Of> = sql!(tx.all(
        "SELECT a.piece, f.hash, a.alt, f.width, f.height, f.media_type FROM attachments a JOIN files f ON f.hash = a.file
         WHERE a.piece IN {list $1} ORDER BY a.piece, a.place LIMIT 20000",
        List(pieces)
    ))?;
    for Of(piece, attachment) in rows {
        found.entry(piece).or_default().push(attachment);
    }
    Ok(found)
}

/// The names of the files that pieces show, after a given one in their order: an export takes them from the shelf.
///
/// # Errors
/// The store's.
pub fn for_export(tx: &mut Tx<'_>, after: Option<&str>, limit: i64) -> Result<Vec<String>> {
    let after = after.unwrap_or_default();
    Ok(sql!(tx.all(
        "SELECT DISTINCT file FROM attachments WHERE file > $1 ORDER BY file LIMIT $2",
        after,
        limit
    ))?)
}

/// A piece that was removed loses its pictures.
pub(crate) fn removed(tx: &mut Tx<'_>, event: &Outgoing) -> Result<()> {
    let Some(moderated) = event.read::<pieces::events::PieceModerated>() else { return Ok(()) };
    if moderated.after == "removed" {
        sql!(tx.exec("DELETE FROM attachments WHERE piece = $1", moderated.piece))?;
    }
    Ok(())
}

/// The part of a form that takes pictures, each with its description. The form is `multipart/form-data`.
#[derive(Template)]
#[template(path = "pages/attach.html")]
pub struct Attach<'a> {
    t: &'a Tongue,
    slots: Vec<Slot>,
    /// Pictures were chosen and the form comes back: browsers do not keep them.
    again: bool,
}

struct Slot {
    n: usize,
    alt: String,
    picture: String,
    described: String,
}

impl<'a> Attach<'a> {
    /// Room for this many more pictures; `alts` are the descriptions typed so far, by place.
    pub fn new(t: &'a Tongue, errors: &Errors, slots: usize, alts: &[String]) -> Self {
        let slot = |n: usize| Slot {
            n,
            alt: alts.get(n - 1).cloned().unwrap_or_default(),
            picture: errors.of(&format!("picture-{n}")).unwrap_or_default().to_owned(),
            described: errors.of(&format!("alt-{n}")).unwrap_or_default().to_owned(),
        };
        Self { t, slots: (1..=slots.min(MOST)).map(slot).collect(), again: false }
    }

    /// Whether something stands in the places after the first: then they are not folded away.
    fn further(&self) -> bool {
        let said =
            |slot: &Slot| ![&slot.alt, &slot.picture, &slot.described].iter().all(|text| text.is_empty());
        self.slots.iter().skip(1).any(said)
    }

    /// Says that pictures have to be chosen again, because the form came back after these were sent.
    #[must_use]
    pub fn after(self, sent: bool) -> Self {
        Self { again: sent, ..self }
    }
}

/// The pictures of a piece on a page.
#[derive(Template)]
#[template(path = "pages/gallery.html")]
pub struct Gallery<'a> {
    pictures: &'a [Attachment],
}

impl<'a> Gallery<'a> {
    /// These pictures, the first one large.
    pub fn new(pictures: &'a [Attachment]) -> Self {
        Self { pictures }
    }
}
