//! Changing words, with every earlier text kept.

use crate::{
    Body, COMMENT_KIND, Piece, Refused, Title,
    create::comment_body,
    events::PieceRevised,
    model::Moderation,
    permissions,
    rows::{is_author, seen},
};
use act::{Actor, FromRow, Id, Line, Person, Refusal, Result, Row, Timestamp, Tx, sql};
use serde::Serialize;

/// The words of a piece as they were at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Revision {
    /// Counted from 1.
    pub revision: i64,
    /// The title then.
    pub title: Option<String>,
    /// The body then.
    pub body: String,
    /// Who wrote it; nobody when that person was erased.
    #[schema(value_type = Option<String>)]
    pub by: Option<Id<Person>>,
    /// Why, when it was not the author.
    pub reason: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl FromRow for Revision {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            revision: row.take()?,
            title: row.take()?,
            body: row.take()?,
            by: row.take()?,
            reason: row.take()?,
            at: row.take()?,
        })
    }
}

/// Changes the words of a piece and returns the number of the new revision. Its authors may; a steward may with a
/// reason that everybody can read.
///
/// # Errors
/// 409 when the words were changed since `expected_revision` (nothing is lost: the new text is still the caller's, the
/// present one is [`crate::head`]'s); 422 for texts too long or without words; 403 and 404.
pub fn revise(
    tx: &mut Tx<'_>,
    who: &Actor,
    piece: Id<Piece>,
    title: Option<&str>,
    body: &str,
    expected_revision: i64,
    reason: Option<&str>,
) -> Result<i64> {
    let by = who.id()?;
    let kept = seen(tx, who, piece)?;
    let reason =
        reason.map(Line::<500>::optional).transpose().map_err(|fault| fault.refusal("reason"))?.flatten();
    if is_author(tx, piece, Some(by))? {
        programmes::require(tx, who, &permissions::AUTHOR, kept.programme)?;
        if kept.moderation == (Moderation::Removed { taken_back: true }) {
            return Err(Refusal::not_found().into());
        }
    } else {
        programmes::require(tx, who, &permissions::MODERATE, kept.programme)?;
        if reason.is_none() {
            return Err(Refused::ReasonNeeded.into());
        }
    }
    let title = match title {
        Some(raw) => Title::optional(raw).map_err(|fault| fault.refusal("title"))?.map(Title::into_string),
        None => kept.title.clone(),
    };
    let body = match kept.kind.as_str() {
        COMMENT_KIND => comment_body(body)?.into_string(),
        _ => Body::parse(body).map_err(|fault| fault.refusal("body"))?.into_string(),
    };
    let now = tx.now();
    let revision: Option<i64> = sql!(tx.opt(
        "UPDATE pieces SET title = $3, body = $4, changed_at = $5, revision = revision + 1
         WHERE id = $1 AND revision = $2 RETURNING revision",
        piece,
        expected_revision,
        title,
        body,
        now
    ))?;
    let Some(revision) = revision else {
        let present: i64 = sql!(tx.one("SELECT revision FROM pieces WHERE id = $1", piece))?;
        return Err(Refused::Stale(present).into());
    };
    if expected_revision == 1 {
        // The first text was written once, with the piece; from now on it has company.
        sql!(tx.exec(
            "INSERT INTO piece_revisions (piece, revision, title, body, by_person, at)
             SELECT $1, 1, $2, $3, (SELECT person FROM piece_authors WHERE piece = $1 ORDER BY place LIMIT 1), $4
             WHERE NOT EXISTS (SELECT 1 FROM piece_revisions WHERE piece = $1 AND revision = 1)",
            piece, kept.title, kept.body, kept.at
        ))?;
    }
    sql!(tx.exec(
        "INSERT INTO piece_revisions (piece, revision, title, body, by_person, reason, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        piece,
        revision,
        title,
        body,
        by,
        reason,
        now
    ))?;
    tx.emit(&PieceRevised { piece, revision, by })?;
    Ok(revision)
}

/// Every text of a piece, the newest first, before a given number.
///
/// # Errors
/// 404 when the piece is not for this reader.
pub fn revisions(
    tx: &mut Tx<'_>,
    who: &Actor,
    piece: Id<Piece>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Revision>> {
    let kept = seen(tx, who, piece)?;
    let before = before.unwrap_or(i64::MAX);
    let mut found: Vec<Revision> = sql!(tx.all(
        "SELECT revision, title, body, by_person, reason, at FROM piece_revisions
         WHERE piece = $1 AND revision < $2 ORDER BY revision DESC LIMIT $3",
        piece,
        before,
        limit
    ))?;
    if kept.revision == 1 && before > 1 && found.is_empty() {
        let by = crate::rows::living_authors(tx, piece)?.into_iter().next();
        found.push(Revision {
            revision: 1,
            title: kept.title,
            body: kept.body,
            by,
            reason: None,
            at: kept.at,
        });
    }
    Ok(found)
}
