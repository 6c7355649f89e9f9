//! Whether what is counted of pieces is what there is: for whoever looks after the house.

use crate::Piece;
use act::{Id, Result, Tx, sql};

/// The most that is told of one counter.
const TOLD: i64 = 100;

/// A counter that does not say what there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miscounted {
    /// The piece.
    pub piece: Id<Piece>,
    /// What is counted: `up`, `down`, `comments`, `followers`, `thanks`.
    pub what: &'static str,
    /// What the counter says.
    pub counter: i64,
    /// How many there are.
    pub there_are: i64,
}

/// Every counter that differs from what it counts, at most a hundred of each kind.
///
/// # Errors
/// The store's.
pub fn miscounted(tx: &mut Tx<'_>) -> Result<Vec<Miscounted>> {
    let up = sql!(tx.all(
        "SELECT t.piece, t.up, COALESCE(there.n, 0) FROM piece_tallies t
         LEFT JOIN (SELECT piece, COUNT(*) AS n FROM votes WHERE weight > 0 GROUP BY piece) AS there ON there.piece = t.piece
         WHERE t.up <> COALESCE(there.n, 0) ORDER BY t.piece LIMIT $1",
        TOLD
    ))?;
    let down = sql!(tx.all(
        "SELECT t.piece, t.down, COALESCE(there.n, 0) FROM piece_tallies t
         LEFT JOIN (SELECT piece, COUNT(*) AS n FROM votes WHERE weight < 0 GROUP BY piece) AS there ON there.piece = t.piece
         WHERE t.down <> COALESCE(there.n, 0) ORDER BY t.piece LIMIT $1",
        TOLD
    ))?;
    let comments = sql!(tx.all(
        "SELECT t.piece, t.comments, COALESCE(there.n, 0) FROM piece_tallies t
         LEFT JOIN (SELECT about, COUNT(*) AS n FROM pieces
                    WHERE about IS NOT NULL AND moderation = 'shown' AND internal = FALSE GROUP BY about) AS there
             ON there.about = t.piece
         WHERE t.comments <> COALESCE(there.n, 0) ORDER BY t.piece LIMIT $1",
        TOLD
    ))?;
    let followers = sql!(tx.all(
        "SELECT t.piece, t.followers, COALESCE(there.n, 0) FROM piece_tallies t
         LEFT JOIN (SELECT piece, COUNT(DISTINCT person) AS n FROM follows GROUP BY piece) AS there ON there.piece = t.piece
         WHERE t.followers <> COALESCE(there.n, 0) ORDER BY t.piece LIMIT $1",
        TOLD
    ))?;
    let thanks = sql!(tx.all(
        "SELECT t.piece, t.thanks, COALESCE(there.n, 0) FROM piece_tallies t
         LEFT JOIN (SELECT piece, COUNT(*) AS n FROM thanks GROUP BY piece) AS there ON there.piece = t.piece
         WHERE t.thanks <> COALESCE(there.n, 0) ORDER BY t.piece LIMIT $1",
        TOLD
    ))?;
    let of = |what, rows: Vec<(Id<Piece>, i64, i64)>| {
        rows.into_iter().map(move |(piece, counter, there_are)| Miscounted {
            piece,
            what,
            counter,
            there_are,
        })
    };
    let all = of("up", up).chain(of("down", down)).chain(of("comments", comments));
    Ok(all.chain(of("followers", followers)).chain(of("thanks", thanks)).collect())
}
