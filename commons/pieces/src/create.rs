//! Making a piece.

use crate::{
    Body, NewPiece, Piece, Refused, Title,
    events::PieceMade,
    model::primary_language,
    rows::{kept, touch_survivor},
};
use act::{Id, Refusal, Result, TextFault, Tx, sql};

/// Makes a piece: its rows and the event [`PieceMade`]. It asks for no permission, because rooms know who may.
///
/// A comment (`about` is given) is added to the survivor when its piece has been merged, and stands in the exchange of
/// the comment it answers. The tally of comments goes up by one unless it is a side note.
///
/// # Errors
/// 422 for a title or body that is too long, 404 when what it is about or answers does not exist.
pub fn create(tx: &mut Tx<'_>, new: NewPiece<'_>) -> Result<Id<Piece>> {
    if let Some(source) = new.source
        && let Some(known) = find_by_source(tx, source)?
    {
        return Ok(known);
    }
    let title = new.title.map(Title::optional).transpose().map_err(|fault| fault.refusal("title"))?.flatten();
    let body = Body::optional(new.body)
        .map_err(|fault| fault.refusal("body"))?
        .map_or_else(String::new, Body::into_string);
    let language = new.language.and_then(primary_language);
    let id = tx.fresh::<Piece>();
    let place = Place::of(tx, &new, id)?;
    let now = tx.now();
    let at = new.at.unwrap_or(now);
    let made = sql!(tx.exec(
        "INSERT INTO pieces (id, kind, programme, about, parent, branch, origin, title, body, language, visibility,
                             moderation, internal, voice, source, at, changed_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'shown', $12, $13, $14, $15, $15, 1)
         ON CONFLICT (source) DO NOTHING",
        id, new.kind, new.programme, place.about, new.parent, place.branch, place.origin, title, body, language,
        new.visibility, new.internal, new.voice, new.source, at
    ))?;
    if made == 0 {
        // Another import of the same piece was first.
        let source = new.source.unwrap_or_default();
        return find_by_source(tx, source)?.ok_or_else(|| Refusal::not_found().into());
    }
    sql!(tx.exec("INSERT INTO piece_tallies (piece) VALUES ($1)", id))?;
    for (place, author) in (0_i64..).zip(new.authors) {
        sql!(tx.exec(
            "INSERT INTO piece_authors (piece, place, person, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (piece, person) DO NOTHING",
            id,
            place,
            author,
            at
        ))?;
    }
    if let Some(about) = place.about
        && !new.internal
    {
        sql!(tx.exec("UPDATE piece_tallies SET comments = comments + 1 WHERE piece = $1", about))?;
    }
    tx.emit(&PieceMade {
        piece: id,
        kind: new.kind.to_owned(),
        programme: new.programme,
        by: new.authors.first().copied(),
    })?;
    Ok(id)
}

/// Where a comment stands.
#[derive(Default)]
struct Place {
    about: Option<Id<Piece>>,
    branch: Option<Id<Piece>>,
    origin: Option<Id<Piece>>,
}

impl Place {
    fn of(tx: &mut Tx<'_>, new: &NewPiece<'_>, id: Id<Piece>) -> Result<Self> {
        let Some(about) = new.about else { return Ok(Self::default()) };
        let about = touch_survivor(tx, about)?;
        let Some(parent) = new.parent else {
            return Ok(Self { about: Some(about), branch: Some(id), origin: Some(about) });
        };
        let parent = kept(tx, parent)?;
        match parent.about {
            // Read after the lock: where the answered comment is now, its answer will be.
            Some(root) if root == about => {
                Ok(Self { about: Some(about), branch: parent.branch, origin: parent.origin })
            }
            _ => Err(Refused::CannotAnswer.into()),
        }
    }
}

/// The piece that an import made from this source, if it did.
///
/// # Errors
/// The store's.
pub fn find_by_source(tx: &mut Tx<'_>, source: &str) -> Result<Option<Id<Piece>>> {
    Ok(sql!(tx.opt("SELECT id FROM pieces WHERE source = $1", source))?)
}

/// Shows a piece to others than until now, such as a draft that is published.
///
/// # Errors
/// 404 when there is no such piece.
pub fn set_visibility(tx: &mut Tx<'_>, piece: Id<Piece>, visibility: crate::Visibility) -> Result<()> {
    let now = tx.now();
    let changed = sql!(tx.exec(
        "UPDATE pieces SET visibility = $2, changed_at = $3 WHERE id = $1",
        piece,
        visibility,
        now
    ))?;
    if changed == 0 { Err(Refusal::not_found().into()) } else { Ok(()) }
}

/// A comment's body, which is shorter than a piece's may be.
pub(crate) fn comment_body(raw: &str) -> Result<act::Prose<{ crate::COMMENT }>, Refusal> {
    act::Prose::parse(raw).map_err(|fault: TextFault| fault.refusal("body"))
}
