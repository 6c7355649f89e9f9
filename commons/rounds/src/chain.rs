//! The chain of a round's record as it grows, and the count that goes into it.

use crate::{
    record::{Ballot, Kind, Labels, Report, seal},
    recount::Ground,
    rows::{self, Kept, unreadable},
};
use act::{Id, Result, Tx, sql};
use serde::Serialize;

/// Seals one more entry. The round's row is held by whoever calls.
pub(crate) fn append<B: Serialize>(tx: &mut Tx<'_>, round: &mut Kept, kind: Kind, body: &B) -> Result<()> {
    let (seq, now) = (round.entries + 1, tx.now());
    let (line, head) = seal(seq, kind.name(), now, body, &round.head).map_err(unreadable)?;
    sql!(tx.exec(
        "INSERT INTO round_entries (round, seq, kind, line) VALUES ($1, $2, $3, $4)",
        round.id,
        seq,
        kind.name(),
        line
    ))?;
    sql!(tx.exec("UPDATE rounds SET entries = $2, head = $3 WHERE id = $1", round.id, seq, head))?;
    (round.entries, round.head) = (seq, head);
    Ok(())
}

/// The latest entry of a kind, as its line.
pub(crate) fn latest(tx: &mut Tx<'_>, round: &Kept, kind: Kind) -> Result<Option<String>> {
    Ok(sql!(tx.opt(
        "SELECT line FROM round_entries WHERE round = $1 AND kind = $2 ORDER BY seq DESC LIMIT 1",
        round.id,
        kind.name()
    ))?)
}

/// Counts the ballots that count now, and seals result, other ways and clusters. Given are all ballots by token and slot.
pub(crate) fn count(tx: &mut Tx<'_>, round: &mut Kept, mut ballots: Vec<Ballot>) -> Result<Report> {
    let excluded = rows::excluded(tx, round.id)?;
    ballots.retain(|ballot| !excluded.contains(&ballot.token));
    let seed = round.seed.ok_or_else(|| unreadable("an open round without a seed"))?;
    let ground = Ground {
        rule: &round.rule,
        items: round.items,
        electorate: &round.electorate,
        ballots: &ballots,
        seed: &seed,
    };
    let result = ground.result().map_err(unreadable)?;
    let alternatives = ground.alternatives().map_err(unreadable)?;
    let clusters = ground.clusters().map_err(unreadable)?;
    append(tx, round, Kind::Result, &result)?;
    append(tx, round, Kind::Alternatives, &alternatives)?;
    append(tx, round, Kind::Clusters, &clusters)?;
    Ok(clusters)
}

/// Titles of the items as they read now; nothing where the words are gone.
pub(crate) fn labels(tx: &mut Tx<'_>, id: Id<crate::Round>) -> Result<Labels> {
    let titles: Vec<Option<String>> = sql!(tx.all(
        "SELECT CASE WHEN p.visibility = 'public' AND p.moderation = 'shown' THEN p.title END
         FROM round_items i JOIN pieces p ON p.id = i.piece WHERE i.round = $1 ORDER BY i.place LIMIT 1000",
        id
    ))?;
    Ok(Labels { labels: titles.into_iter().map(Option::unwrap_or_default).collect() })
}
