//! Following and thanking.

use crate::{
    Piece, Refused,
    events::{PieceFollowed, PieceThanked},
    notices, permissions,
    rows::{is_author, seen, touch_survivor},
};
use act::{Actor, Id, Person, Result, Tx, sql};
use std::collections::HashSet;

/// Follows a piece, or its survivor when it was merged, or ends it. Returns the followers there are now; doing it twice
/// changes nothing.
///
/// # Errors
/// 401, 403 and 404.
pub fn follow(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>, follows: bool) -> Result<i64> {
    let by = who.id()?;
    let found = seen(tx, who, piece)?;
    programmes::require(tx, who, &permissions::FOLLOW, found.programme)?;
    let (piece, changed) = set_following(tx, piece, by, follows)?;
    let followers: i64 = sql!(tx.one("SELECT followers FROM piece_tallies WHERE piece = $1", piece))?;
    if changed {
        tx.emit(&PieceFollowed { piece, by, follows, followers })?;
    }
    Ok(followers)
}

/// Has a person follow a piece, without asking and without an event: for rooms whose authors follow what they made,
/// and for imports.
///
/// # Errors
/// 404 when there is no such piece.
pub fn set_following(
    tx: &mut Tx<'_>,
    piece: Id<Piece>,
    person: Id<Person>,
    follows: bool,
) -> Result<(Id<Piece>, bool)> {
    let (piece, now) = (touch_survivor(tx, piece)?, tx.now());
    let changed = if follows {
        sql!(tx.exec(
            "INSERT INTO follows (origin, person, piece, at)
             SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($1 AS BIGINT), CAST($3 AS BIGINT)
             WHERE NOT EXISTS (SELECT 1 FROM follows WHERE piece = $1 AND person = $2)",
            piece,
            person,
            now
        ))?
    } else {
        // All that lead here: whoever leaves the survivor leaves what was merged into it.
        sql!(tx.exec("DELETE FROM follows WHERE piece = $1 AND person = $2", piece, person))?
    };
    if changed > 0 {
        let by = if follows { 1_i64 } else { -1 };
        sql!(tx.exec("UPDATE piece_tallies SET followers = followers + $2 WHERE piece = $1", piece, by))?;
    }
    Ok((piece, changed > 0))
}

/// Whether this person follows the piece.
///
/// # Errors
/// The store's.
pub fn is_following(tx: &mut Tx<'_>, piece: Id<Piece>, person: Option<Id<Person>>) -> Result<bool> {
    let Some(person) = person else { return Ok(false) };
    let found: Option<i64> =
        sql!(tx.opt("SELECT 1 FROM follows WHERE piece = $1 AND person = $2 LIMIT 1", piece, person))?;
    Ok(found.is_some())
}

/// Who follows a piece, by person, after a given one in that order.
///
/// # Errors
/// The store's.
pub fn followers(
    tx: &mut Tx<'_>,
    piece: Id<Piece>,
    after: Option<Id<Person>>,
    limit: i64,
) -> Result<Vec<Id<Person>>> {
    let after = after.unwrap_or(Id::from_raw(i64::MIN));
    Ok(sql!(tx.all(
        "SELECT DISTINCT person FROM follows WHERE piece = $1 AND person > $2 ORDER BY person LIMIT $3",
        piece,
        after,
        limit
    ))?)
}

/// Thanks the authors of a piece, or takes it back. Returns the thanks there are now; doing it twice changes nothing.
///
/// # Errors
/// 401, 403 and 404; 409 for one's own.
pub fn thank(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>, thanks: bool) -> Result<i64> {
    let by = who.id()?;
    let found = seen(tx, who, piece)?;
    programmes::require(tx, who, &permissions::THANK, found.programme)?;
    if thanks && is_author(tx, piece, Some(by))? {
        return Err(Refused::OwnThanks.into());
    }
    let now = tx.now();
    let changed = if thanks {
        sql!(tx.exec(
            "INSERT INTO thanks (piece, person, at) VALUES ($1, $2, $3) ON CONFLICT (piece, person) DO NOTHING",
            piece, by, now
        ))?
    } else {
        sql!(tx.exec("DELETE FROM thanks WHERE piece = $1 AND person = $2", piece, by))?
    };
    let step = i64::try_from(changed).unwrap_or(0) * if thanks { 1 } else { -1 };
    let count: i64 = sql!(tx.one(
        "UPDATE piece_tallies SET thanks = thanks + $2 WHERE piece = $1 RETURNING thanks",
        piece,
        step
    ))?;
    if changed > 0 {
        tx.emit(&PieceThanked { piece, by, thanks, count })?;
        if thanks {
            notices::thanked(tx, by, &found)?;
        }
    }
    Ok(count)
}

/// Which of these pieces this person thanked for.
///
/// # Errors
/// The store's.
pub fn thanked(tx: &mut Tx<'_>, person: Option<Id<Person>>, ids: &[Id<Piece>]) -> Result<HashSet<Id<Piece>>> {
    let Some(person) = person.filter(|_| !ids.is_empty()) else { return Ok(HashSet::new()) };
    let found: Vec<Id<Piece>> = sql!(tx.all(
        "SELECT piece FROM thanks WHERE person = $1 AND piece IN {list $2} LIMIT 20000",
        person,
        store::List(ids)
    ))?;
    Ok(found.into_iter().collect())
}
