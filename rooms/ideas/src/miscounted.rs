//! Whether the board's figures are those of the ballots: for whoever looks after the house.

use crate::Idea;
use act::{Id, Result, Tx, sql};

/// Ideas whose votes or voters are not what their ballots come to, at most a hundred: votes for minus votes against as
/// the board has them, and as the ballots have them. Their places in the lists follow a moment later and are not looked at.
///
/// # Errors
/// The store's.
pub fn miscounted(tx: &mut Tx<'_>) -> Result<Vec<(Id<Idea>, i64, i64)>> {
    Ok(sql!(tx.all(
        "SELECT i.piece, i.up_votes - i.down_votes, COALESCE(there.up, 0) - COALESCE(there.down, 0) FROM ideas i
         LEFT JOIN (SELECT piece, COUNT(*) FILTER (WHERE weight > 0) AS up, COUNT(*) FILTER (WHERE weight < 0) AS down
                    FROM votes GROUP BY piece) AS there ON there.piece = i.piece
         WHERE (i.up_votes <> COALESCE(there.up, 0) OR i.down_votes <> COALESCE(there.down, 0)
                  OR i.voters <> COALESCE(there.up, 0) + COALESCE(there.down, 0))
         ORDER BY i.piece LIMIT 100"
    ))?)
}
