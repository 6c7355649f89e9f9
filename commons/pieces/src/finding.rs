//! What the search needs to know: which pieces stand by themselves, and what is remarked on them.

use crate::Piece;
use act::{Id, Result, Tx, sql};
use std::collections::HashMap;
use store::List;

/// Pieces that stand by themselves, in the order of their identifiers, after the given one, each with its kind.
///
/// # Errors
/// The store's.
pub fn standing_after(tx: &mut Tx<'_>, after: Id<Piece>, limit: u32) -> Result<Vec<(Id<Piece>, String)>> {
    Ok(sql!(tx.all(
        "SELECT id, kind FROM pieces WHERE id > $1 AND about IS NULL ORDER BY id LIMIT $2",
        after,
        limit
    ))?)
}

/// How many pieces stand by themselves.
///
/// # Errors
/// The store's.
pub fn standing_count(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(sql!(tx.one("SELECT COUNT(*) FROM pieces WHERE about IS NULL"))?)
}

/// The pieces that stand by themselves and are among these, or that comments among these are about, with their kinds.
/// Identifiers of other things are passed over.
///
/// # Errors
/// The store's.
pub fn standing_of(tx: &mut Tx<'_>, ids: &[Id<Piece>]) -> Result<Vec<(Id<Piece>, String)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sql!(tx.all(
        "SELECT DISTINCT root.id, root.kind FROM pieces p JOIN pieces root ON root.id = COALESCE(p.about, p.id)
         WHERE p.id IN {list $1} ORDER BY root.id LIMIT 20000",
        List(ids)
    ))?)
}

/// What everybody who sees these pieces can read as remarks on them, the latest `each` of every piece, oldest first.
///
/// # Errors
/// The store's.
pub fn remarks_on(
    tx: &mut Tx<'_>,
    pieces: &[Id<Piece>],
    each: u32,
) -> Result<HashMap<Id<Piece>, Vec<String>>> {
    let mut remarks: HashMap<Id<Piece>, Vec<String>> = HashMap::new();
    if pieces.is_empty() {
        return Ok(remarks);
    }
    let rows: Vec<(Id<Piece>, String)> = sql!(tx.all(
        "SELECT r.about, r.body FROM (
             SELECT c.about AS about, c.body AS body, c.at AS at, c.id AS id,
                    ROW_NUMBER() OVER (PARTITION BY c.about ORDER BY c.at DESC, c.id DESC) AS place
             FROM pieces f JOIN pieces c ON c.branch = f.id AND c.about = f.about
             WHERE f.about IN {list $1} AND f.parent IS NULL AND c.internal = FALSE AND c.moderation = 'shown'
         ) AS r WHERE r.place <= $2 ORDER BY r.about, r.at, r.id LIMIT 100000",
        List(pieces),
        each
    ))?;
    for (piece, body) in rows {
        remarks.entry(piece).or_default().push(body);
    }
    Ok(remarks)
}
