//! What a programme's archive holds of its rounds: what was asked and decided; the record is a file of its own.

use crate::{
    Live, Round, live,
    rows::{self, Kept},
};
use act::{Actor, Id, Result, Tx, sql};
use serde_json::{Value, json};
use web::{ARCHIVE_LINES, ArchiveLine};

/// The rounds that this reader may see, in the order they were drafted.
pub(crate) fn archive(tx: &mut Tx<'_>, who: &Actor, programme: i64, after: i64) -> Result<Vec<ArchiveLine>> {
    let ids: Vec<Id<Round>> = sql!(tx.all(
        "SELECT id FROM rounds
         WHERE programme = $1 AND id > $2 AND state NOT IN ('draft', 'withdrawn') ORDER BY id LIMIT $3",
        programme,
        after,
        ARCHIVE_LINES
    ))?;
    let mut lines = Vec::with_capacity(ids.len());
    for id in ids {
        let round = rows::kept(tx, id)?;
        lines.push((id.raw(), line(tx, who, &round)?));
    }
    Ok(lines)
}

fn line(tx: &mut Tx<'_>, who: &Actor, round: &Kept) -> Result<Value> {
    let outcome = match live(tx, who, round.id)? {
        Live::Result { outcome, .. } => Some(outcome),
        // What a reader of the page sees while it is open changes; the archive keeps what was counted.
        Live::Hidden { .. } | Live::Standing { .. } => None,
    };
    Ok(json!({
        "kind": "round", "id": round.id, "room": round.room, "state": round.state, "rule": round.rule,
        "items": rows::items(tx, round.id)?, "electors": round.electorate.strata, "voters": round.voters,
        "opened_at": round.opened_at, "closed_at": round.closed_at, "outcome": outcome,
        "choice": round.decided_at.map(|_| &round.choice), "as_counted": round.decided_at.map(|_| round.as_counted),
        "reason": round.reason, "decided_at": round.decided_at, "published_at": round.published_at,
        "head": round.head, "elsewhere": round.elsewhere,
    }))
}
