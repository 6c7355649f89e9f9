//! Counting one piece on another, and taking that back exactly.
//!
//! A merge is an edge from a piece to its survivor. Every vote, follower and comment remembers its *origin*, the piece
//! it was given to; where it counts is where the edges lead from there. Undoing a merge removes the edge, so merges
//! can be stacked and undone in any order.
//!
//! One person may have votes on both. On the survivor the survivor's own vote stands; the other is kept aside with its
//! weight and time, and counts again when it is alone. Whoever declined the move keeps vote and following where they are.
//!
//! What happens between merge and un-merge:
//! - A person's vote on the survivor changes the vote that counts there. If that one had been moved, the change goes
//!   back with it; if it is the survivor's own, it stays, and the one kept aside goes back as it was.
//! - Whoever voted on neither and votes on the survivor now stays on the survivor. A vote that had been taken back
//!   before the merge is no vote, and does not keep another from counting.
//! - Whoever takes back the vote that counts on the survivor votes for nothing in that bundle; a vote kept aside under
//!   it does not come up in its place until it is on its own piece again.
//! - An exchange of comments stays together: answers to a moved comment go back with it. New remarks stay.
//! - Unfollowing the survivor ends following what was merged into it.
//!
//! Credits do not move: [`crate::credits`] shows those of merged pieces beside the survivor's own.

use crate::{
    Piece, Refused,
    events::{PieceAbsorbed, PieceReleased},
    rows::recount,
};
use act::{Id, Person, Refusal, Result, Tx, sql};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use store::List;

/// What a merge moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absorbed {
    /// Votes that count on the survivor now.
    pub votes: u64,
    /// Votes kept aside, because their owner votes on the survivor too.
    pub aside: u64,
    /// Votes that stayed, because their owner declined.
    pub stayed: i64,
    /// Comments.
    pub comments: u64,
    /// Followings.
    pub followers: u64,
}

/// Counts the votes, comments and followers of one piece on another. `staying` lists those who declined the move;
/// `merge` names the merge for [`release`].
///
/// # Errors
/// 404 when one of the pieces is not there; 409 when they are the same, a comment, or merged already.
pub fn absorb(
    tx: &mut Tx<'_>,
    from: Id<Piece>,
    into: Id<Piece>,
    staying: &[Id<Person>],
    merge: i64,
) -> Result<Absorbed> {
    if from == into {
        return Err(Refused::CannotMerge.into());
    }
    lock_unmerged(tx, &[from, into])?;
    let now = tx.now();
    // Later merges into the same survivor have later turns: they decide which vote comes up when one leaves.
    sql!(tx.exec(
        "INSERT INTO piece_merges (merge, from_piece, into_piece, turn, at)
         VALUES ($1, $2, $3, 1 + COALESCE((SELECT MAX(turn) FROM piece_merges WHERE into_piece = $3), 0), $4)",
        merge, from, into, now
    ))?;
    forget_withdrawn(tx, from, into)?;
    let aside = set_aside(tx, from, into, staying)?;
    let votes = sql!(tx.exec(
        "UPDATE votes SET piece = $2 WHERE piece = $1 AND person NOT IN {list $3}",
        from,
        into,
        List(staying)
    ))?;
    let stayed = sql!(tx.one("SELECT COUNT(*) FROM votes WHERE piece = $1 AND weight <> 0", from))?;
    let followers = sql!(tx.exec(
        "UPDATE follows SET piece = $2 WHERE piece = $1 AND person NOT IN {list $3}",
        from,
        into,
        List(staying)
    ))?;
    let comments = sql!(tx.exec("UPDATE pieces SET about = $2 WHERE about = $1", from, into))?;
    sql!(tx.exec("UPDATE piece_tallies SET merged_into = $2 WHERE piece = $1", from, into))?;
    recount(tx, from)?;
    recount(tx, into)?;
    tx.emit(&PieceAbsorbed { from, into, merge, by: None })?;
    Ok(Absorbed { votes, aside, stayed, comments, followers })
}

/// Undoes a merge: what it moved goes back, as the module's words say.
///
/// # Errors
/// 409 when there is no such merge, or it was undone already.
pub fn release(tx: &mut Tx<'_>, merge: i64) -> Result<()> {
    let edge: Option<Id<Piece>> =
        sql!(tx.opt("SELECT from_piece FROM piece_merges WHERE merge = $1", merge))?;
    let from = edge.ok_or(Refused::NoMerge)?;
    let path = lock_path(tx, from)?;
    let survivor = path.last().copied().unwrap_or(from);
    let gone = sql!(tx.exec("DELETE FROM piece_merges WHERE merge = $1", merge))?;
    if gone == 0 {
        return Err(Refused::NoMerge.into());
    }
    let leaving = family(tx, from)?;
    // Whoever declined a later merge has their vote at a piece on the way, not at the survivor.
    sql!(tx.exec(
        "UPDATE votes SET piece = $1 WHERE piece IN {list $2} AND origin IN {list $3}",
        from,
        List(&path),
        List(&leaving)
    ))?;
    sql!(tx.exec(
        "UPDATE votes_aside SET piece = $1 WHERE piece IN {list $2} AND origin IN {list $3}",
        from,
        List(&path),
        List(&leaving)
    ))?;
    bring_up(tx, from, &leaving)?;
    sql!(tx.exec(
        "UPDATE follows SET piece = $1 WHERE piece IN {list $2} AND origin IN {list $3}",
        from,
        List(&path),
        List(&leaving)
    ))?;
    sql!(tx.exec(
        "UPDATE pieces SET about = $1 WHERE about = $2 AND origin IN {list $3}",
        from,
        survivor,
        List(&leaving)
    ))?;
    sql!(tx.exec("UPDATE piece_tallies SET merged_into = NULL WHERE piece = $1", from))?;
    recount(tx, from)?;
    for &piece in &path {
        let remaining = family(tx, piece)?;
        bring_up(tx, piece, &remaining)?;
        recount(tx, piece)?;
    }
    tx.emit(&PieceReleased { piece: from, from: survivor, merge, by: None })?;
    Ok(())
}

/// The piece that counts for this one now: itself, or the survivor at the end of its merges.
///
/// # Errors
/// 404 when there is no such piece.
pub fn survivor(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<Id<Piece>> {
    let mut at = piece;
    loop {
        let merged: Option<Option<Id<Piece>>> =
            sql!(tx.opt("SELECT merged_into FROM piece_tallies WHERE piece = $1", at))?;
        match merged {
            None => return Err(Refusal::not_found().into()),
            Some(None) => return Ok(at),
            Some(Some(next)) => at = next,
        }
    }
}

/// A piece and all that count on it, the survivor first, then depth first in the order of merging. Where a person has
/// several votes in it, the first in this order counts.
///
/// # Errors
/// The store's.
pub fn family(tx: &mut Tx<'_>, root: Id<Piece>) -> Result<Vec<Id<Piece>>> {
    let mut children: HashMap<Id<Piece>, Vec<Id<Piece>>> = HashMap::new();
    let mut level = vec![root];
    while !level.is_empty() {
        let edges: Vec<(Id<Piece>, Id<Piece>)> = sql!(tx.all(
            "SELECT into_piece, from_piece FROM piece_merges WHERE into_piece IN {list $1}
             ORDER BY into_piece, turn LIMIT 100000",
            List(&level)
        ))?;
        level = edges.iter().map(|&(_, from)| from).collect();
        for (into, from) in edges {
            children.entry(into).or_default().push(from);
        }
    }
    let (mut order, mut waiting) = (Vec::new(), vec![root]);
    while let Some(piece) = waiting.pop() {
        order.push(piece);
        waiting.extend(children.remove(&piece).into_iter().flatten().rev());
    }
    Ok(order)
}

/// Locks pieces in key order; each must be there, unmerged and no comment.
fn lock_unmerged(tx: &mut Tx<'_>, pieces: &[Id<Piece>]) -> Result<()> {
    let mut pieces = pieces.to_vec();
    pieces.sort_unstable();
    for piece in pieces {
        let merged: Option<Option<Id<Piece>>> = sql!(tx.opt(
            "UPDATE piece_tallies SET merged_into = merged_into WHERE piece = $1 RETURNING merged_into",
            piece
        ))?;
        let about: Option<Option<Id<Piece>>> = sql!(tx.opt("SELECT about FROM pieces WHERE id = $1", piece))?;
        match (merged, about) {
            (None, _) | (_, None) => return Err(Refusal::not_found().into()),
            (Some(None), Some(None)) => {}
            _ => return Err(Refused::CannotMerge.into()),
        }
    }
    Ok(())
}

/// The pieces that a merged one leads to, the next first and the survivor last; none while it is not merged.
///
/// # Errors
/// The store's.
pub fn way(tx: &mut Tx<'_>, from: Id<Piece>) -> Result<Vec<Id<Piece>>> {
    let (mut path, mut at) = (Vec::new(), from);
    while let Some(next) =
        sql!(tx.one::<Option<Id<Piece>>>("SELECT merged_into FROM piece_tallies WHERE piece = $1", at))?
    {
        path.push(next);
        at = next;
    }
    Ok(path)
}

/// Locks a merged piece and all it leads to in key order; again when another transaction changed the way meanwhile.
fn lock_path(tx: &mut Tx<'_>, from: Id<Piece>) -> Result<Vec<Id<Piece>>> {
    let mut known = way(tx, from)?;
    loop {
        let mut all = known.clone();
        all.push(from);
        all.sort_unstable();
        for piece in all {
            sql!(tx.exec("UPDATE piece_tallies SET merged_into = merged_into WHERE piece = $1", piece))?;
        }
        let found = way(tx, from)?;
        if found == known {
            return Ok(known);
        }
        known = found;
    }
}

/// A vote taken back is no vote, unless others are kept aside under it.
fn forget_withdrawn(tx: &mut Tx<'_>, from: Id<Piece>, into: Id<Piece>) -> Result<()> {
    sql!(tx.exec(
        "DELETE FROM votes WHERE piece IN ($1, $2) AND weight = 0 AND NOT EXISTS (
             SELECT 1 FROM votes_aside a WHERE a.piece = votes.piece AND a.person = votes.person)",
        from,
        into
    ))?;
    Ok(())
}

/// Keeps aside the votes of those who vote on the survivor too, and takes along what lay aside.
fn set_aside(tx: &mut Tx<'_>, from: Id<Piece>, into: Id<Piece>, staying: &[Id<Person>]) -> Result<u64> {
    sql!(tx.exec(
        "UPDATE votes_aside SET piece = $2 WHERE piece = $1 AND person NOT IN {list $3}",
        from,
        into,
        List(staying)
    ))?;
    let aside = sql!(tx.exec(
        "INSERT INTO votes_aside (origin, person, piece, weight, at)
         SELECT f.origin, f.person, CAST($2 AS BIGINT), f.weight, f.at FROM votes f
         WHERE f.piece = $1 AND f.person NOT IN {list $3}
             AND EXISTS (SELECT 1 FROM votes i WHERE i.piece = $2 AND i.person = f.person)",
        from,
        into,
        List(staying)
    ))?;
    sql!(tx.exec(
        "DELETE FROM votes WHERE piece = $1 AND person NOT IN {list $3}
             AND EXISTS (SELECT 1 FROM votes i WHERE i.piece = $2 AND i.person = votes.person)",
        from,
        into,
        List(staying)
    ))?;
    Ok(aside)
}

/// Lets the first of the votes kept aside count for whoever has none that counts.
fn bring_up(tx: &mut Tx<'_>, piece: Id<Piece>, family: &[Id<Piece>]) -> Result<()> {
    let lying: Vec<Id<Piece>> = sql!(tx.all(
        "SELECT DISTINCT origin FROM votes_aside WHERE piece = $1 ORDER BY origin LIMIT 100000",
        piece
    ))?;
    let lying: HashSet<_> = lying.into_iter().collect();
    for &origin in family.iter().filter(|origin| lying.contains(origin)) {
        sql!(tx.exec(
            "INSERT INTO votes (piece, person, weight, at, origin)
             SELECT a.piece, a.person, a.weight, a.at, a.origin FROM votes_aside a
             WHERE a.piece = $1 AND a.origin = $2
             ON CONFLICT (piece, person) DO NOTHING",
            piece,
            origin
        ))?;
        sql!(tx.exec(
            "DELETE FROM votes_aside WHERE piece = $1 AND origin = $2 AND EXISTS (
                 SELECT 1 FROM votes v
                 WHERE v.piece = votes_aside.piece AND v.person = votes_aside.person AND v.origin = votes_aside.origin)",
            piece, origin
        ))?;
    }
    Ok(())
}
