//! One changeable vote for each person and piece.

use crate::{Piece, Refused, events::PieceVoted, permissions, rows::seen};
use act::{Actor, Error, Id, Person, Refusal, Result, Timestamp, Tx, sql};
use serde::{Deserialize, Serialize};
use store::Constraint;

/// What a vote changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CastVote)]
pub struct Cast {
    /// The person's weight until now: −1, 0 or 1.
    pub before: i64,
    /// The person's weight from now on.
    pub after: i64,
    /// Votes for the piece, now.
    pub up: i64,
    /// Votes against it, now.
    pub down: i64,
    /// When the vote that counted until now was cast; nothing when none counted.
    pub at_before: Option<Timestamp>,
}

/// What a vote changed of this person's weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The person's weight until now: −1, 0 or 1.
    pub before: i64,
    /// The person's weight from now on.
    pub after: i64,
    /// When the vote that counted until now was cast; nothing when none counted.
    pub at_before: Option<Timestamp>,
}

/// Casts a vote, changes it, or takes it back (weight 0), in two statements: the upsert returns the difference, and the
/// tally moves by it in the same transaction. Casting the same weight again changes nothing, not even the time.
///
/// No permission and no event: rooms decide who votes and tell it in their own words; [`vote`] is the act for
/// everything else.
///
/// # Errors
/// 422 for another weight, 404 for no piece, 409 when the piece was merged and this person's vote did not stay there.
pub fn cast(
    tx: &mut Tx<'_>,
    piece: Id<Piece>,
    person: Id<Person>,
    weight: i64,
    at: Option<Timestamp>,
) -> Result<Change> {
    if !(-1..=1).contains(&weight) {
        return Err(Refused::Weight.into());
    }
    let at = at.unwrap_or(tx.now());
    let upserted: store::Result<(i64, Option<Timestamp>)> = sql!(tx.one(
        "INSERT INTO votes (piece, person, weight, at, origin) VALUES ($1, $2, $3, $4, $1)
         ON CONFLICT (piece, person) DO UPDATE SET
             was = votes.weight, was_at = votes.at, weight = excluded.weight,
             at = CASE WHEN votes.weight = excluded.weight THEN votes.at ELSE excluded.at END
         RETURNING was, was_at",
        piece,
        person,
        weight,
        at
    ));
    let (before, was_at) = upserted.map_err(missing)?;
    let is = |weight: i64, side: i64| i64::from(weight == side);
    // Asking for the sums here would cost SQLite a table of its own for the answer, twice what the change costs.
    let moved = sql!(tx.exec(
        "UPDATE piece_tallies SET up = up + $2, down = down + $3
         WHERE piece = $1 AND (merged_into IS NULL OR CAST($4 AS BIGINT) = 1)",
        piece,
        is(weight, 1) - is(before, 1),
        is(weight, -1) - is(before, -1),
        was_at.is_some()
    ))?;
    if moved == 0 {
        return Err(Refused::Merged.into());
    }
    Ok(Change { before, after: weight, at_before: was_at.filter(|_| before != 0) })
}

/// A vote on a piece that is not there is a 404, not a fault.
fn missing(error: store::Error) -> Error {
    match error {
        store::Error::Broken { kind: Constraint::ForeignKey, .. } => Refusal::not_found().into(),
        other => other.into(),
    }
}

/// Votes on a comment, or on any piece whose room has no rule of its own; `ruled` are the kinds that have one.
///
/// # Errors
/// Those of [`cast`]; 401 and 403 without the permission; 404 when the piece is not for this person; 409 for a piece of a
/// kind with a rule of its own.
pub fn vote(
    tx: &mut Tx<'_>,
    who: &Actor,
    piece: Id<Piece>,
    weight: i64,
    ruled: &[&'static str],
) -> Result<Cast> {
    let by = who.id()?;
    let found = seen(tx, who, piece)?;
    if ruled.contains(&found.kind.as_str()) {
        return Err(Refused::OwnRule.into());
    }
    programmes::require(tx, who, &permissions::VOTE, found.programme)?;
    let Change { before, after, at_before } = cast(tx, piece, by, weight, None)?;
    let (up, down) = sql!(tx.one("SELECT up, down FROM piece_tallies WHERE piece = $1", piece))?;
    if before != after {
        tx.emit(&PieceVoted { piece, by, before, after, up, down })?;
    }
    Ok(Cast { before, after, up, down, at_before })
}

/// This person's weight on a piece; 0 when they do not vote.
///
/// # Errors
/// The store's.
pub fn vote_of(tx: &mut Tx<'_>, piece: Id<Piece>, person: Id<Person>) -> Result<i64> {
    let weight: Option<i64> =
        sql!(tx.opt("SELECT weight FROM votes WHERE piece = $1 AND person = $2", piece, person))?;
    Ok(weight.unwrap_or(0))
}

/// A ballot as it counts now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// Who; after an erasure a token that leads to nobody.
    pub person: Id<Person>,
    /// −1 or 1.
    pub weight: i64,
    /// When it was cast.
    pub at: Timestamp,
    /// The piece it was cast on.
    pub origin: Id<Piece>,
}

impl act::FromRow for Ballot {
    fn from_row(row: &mut act::Row<'_>) -> store::Result<Self> {
        Ok(Self { person: row.take()?, weight: row.take()?, at: row.take()?, origin: row.take()? })
    }
}

/// The ballots that count on a piece, by person, after a given one in that order: for records and recounts.
///
/// # Errors
/// The store's.
pub fn ballots(
    tx: &mut Tx<'_>,
    piece: Id<Piece>,
    after: Option<Id<Person>>,
    limit: i64,
) -> Result<Vec<Ballot>> {
    let after = after.unwrap_or(Id::from_raw(i64::MIN));
    Ok(sql!(tx.all(
        "SELECT person, weight, at, origin FROM votes
         WHERE piece = $1 AND person > $2 AND weight <> 0 ORDER BY person LIMIT $3",
        piece,
        after,
        limit
    ))?)
}
