//! Whether the board's figures are those of the ballots: for whoever looks after the house.

use crate::{Idea, rows::placed_after};
use act::{Id, Result, Tx, sql};
use std::collections::BTreeSet;

/// Ideas that are told of at most.
const MOST: usize = 100;

/// Ideas whose votes or voters are not what their ballots come to, at most a hundred: votes for minus votes against as
/// the board has them, and as the ballots have them. Their places in the lists
/// follow a moment later: see [`misplaced`].
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

/// Ideas that do not stand in every list where their votes place them, at most a hundred. Those whose latest votes the
/// reaction has still to follow are on their way, and not among them.
///
/// # Errors
/// The store's.
pub fn misplaced(tx: &mut Tx<'_>) -> Result<Vec<Id<Idea>>> {
    let moving: Vec<Id<Idea>> = sql!(tx.all(
        "SELECT DISTINCT about FROM outbox WHERE name = 'ideas.voted' AND (position IS NULL OR position >
             COALESCE((SELECT position FROM outbox_offsets WHERE consumer = 'ideas.counts'), 0))
         ORDER BY about LIMIT 1000000"
    ))?;
    let copied_wrongly: Vec<Id<Idea>> = sql!(tx.all(
        "SELECT DISTINCT c.idea FROM idea_categories c JOIN ideas i ON i.piece = c.idea
         WHERE c.hot <> i.hot OR c.net <> i.net OR c.listed <> i.listed OR c.ranked <> i.ranked OR c.created <> i.created
         ORDER BY c.idea LIMIT 100"
    ))?;
    let mut wrong = BTreeSet::from_iter(copied_wrongly);
    let mut after = Id::from_raw(0);
    while wrong.len() < MOST {
        let placed = placed_after(tx, after)?;
        let Some(last) = placed.last() else { break };
        after = last.idea;
        let off = placed.iter().filter(|placed| !placed.fits()).map(|placed| placed.idea);
        wrong.extend(off.filter(|idea| moving.binary_search(idea).is_err()));
    }
    Ok(wrong.into_iter().take(MOST).collect())
}
