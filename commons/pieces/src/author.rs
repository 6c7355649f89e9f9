//! Several authors: asked, accepted, left.

use crate::{
    Piece, Refused,
    events::{AuthorInvited, AuthorshipChanged},
    notices, permissions,
    rows::{is_author, kept, seen},
};
use act::{Actor, Id, Person, Refusal, Result, Tx, sql};

/// Asks somebody to be an author too. They are one when they accept.
///
/// # Errors
/// 403 for others than the authors, 404, 422 when they are one already or there is no such person.
pub fn add_author(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>, person: Id<Person>) -> Result<()> {
    let by = who.id()?;
    let found = seen(tx, who, piece)?;
    programmes::require(tx, who, &permissions::AUTHOR, found.programme)?;
    if !is_author(tx, piece, Some(by))? {
        return Err(Refusal::new(403, "pieces-not-yours").into());
    }
    if is_author(tx, piece, Some(person))? {
        return Err(Refused::AuthorAlready.into());
    }
    if people::bylines(tx, &[person])?.is_empty() {
        return Err(Refusal::field("person", "pieces-nobody-such").into());
    }
    let now = tx.now();
    let made = sql!(tx.exec(
        "INSERT INTO piece_invitations (piece, person, by_person, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (piece, person) DO NOTHING",
        piece,
        person,
        by,
        now
    ))?;
    if made > 0 {
        tx.emit(&AuthorInvited { piece, by, person })?;
        notices::tell(tx, person, &found, "pieces-notice-invited", "/authors", Some(by))?;
    }
    Ok(())
}

/// Accepts or declines an invitation to be an author.
///
/// # Errors
/// 409 when this person was not asked.
pub fn answer_invitation(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>, accept: bool) -> Result<()> {
    let by = who.id()?;
    let found = kept(tx, piece)?;
    programmes::require(tx, who, &permissions::AUTHOR, found.programme)?;
    // Touched first, so that two who accept at once get two places.
    sql!(tx.exec("UPDATE piece_tallies SET merged_into = merged_into WHERE piece = $1", piece))?;
    let asked = sql!(tx.exec("DELETE FROM piece_invitations WHERE piece = $1 AND person = $2", piece, by))?;
    if asked == 0 {
        return Err(Refused::NotInvited.into());
    }
    if accept {
        let now = tx.now();
        sql!(tx.exec(
            "INSERT INTO piece_authors (piece, place, person, at)
             SELECT CAST($1 AS BIGINT), COALESCE(MAX(place), -1) + 1, CAST($2 AS BIGINT), CAST($3 AS BIGINT)
             FROM piece_authors WHERE piece = $1",
            piece,
            by,
            now
        ))?;
        tx.emit(&AuthorshipChanged { piece, by, author: true })?;
        notices::tell_authors(
            tx,
            &found,
            "pieces-notice-joined",
            vec![("name", who.name.as_str().into())],
            Some(by),
        )?;
    }
    Ok(())
}

/// Leaves the authorship of a piece. The last author cannot; they take it back instead.
///
/// # Errors
/// 403 for others than the authors, 409 for the last one.
pub fn leave_authorship(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>) -> Result<()> {
    let by = who.id()?;
    let found = seen(tx, who, piece)?;
    programmes::require(tx, who, &permissions::AUTHOR, found.programme)?;
    sql!(tx.exec("UPDATE piece_tallies SET merged_into = merged_into WHERE piece = $1", piece))?;
    if !is_author(tx, piece, Some(by))? {
        return Err(Refusal::new(403, "pieces-not-yours").into());
    }
    let authors: i64 = sql!(tx.one("SELECT COUNT(*) FROM piece_authors WHERE piece = $1", piece))?;
    if authors < 2 {
        return Err(Refused::LastAuthor.into());
    }
    sql!(tx.exec("DELETE FROM piece_authors WHERE piece = $1 AND person = $2", piece, by))?;
    tx.emit(&AuthorshipChanged { piece, by, author: false })?;
    Ok(())
}

/// Who was asked to be an author of a piece and has not answered.
///
/// # Errors
/// The store's.
pub fn invited(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<Vec<Id<Person>>> {
    Ok(sql!(
        tx.all("SELECT person FROM piece_invitations WHERE piece = $1 ORDER BY at, person LIMIT 100", piece)
    )?)
}
