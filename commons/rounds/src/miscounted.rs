//! Whether the sums that are kept with every ballot are those of the ballots.

use crate::{
    Round, Tallies,
    in_step::tallied,
    rows::{self, Kept},
};
use act::{Id, Result, Tx, sql};

/// Every kind of cell by its letter; see [`crate::Cell::text`]. Voters are always read.
const LETTERS: &[&str] = &["e", "o", "v", "w"];
/// Rounds that are looked at, the newest first.
const MOST: i64 = 1_000;

/// The rounds, among the newest thousand that took ballots, whose sums or voters differ from their ballots: none, unless
/// somebody wrote into the tables by hand. Each is counted anew in full, so this takes as long as there are ballots.
///
/// # Errors
/// The store's.
pub fn miscounted(tx: &mut Tx<'_>) -> Result<Vec<Id<Round>>> {
    let rounds: Vec<Id<Round>> = sql!(tx.all(
        "SELECT id FROM rounds WHERE state NOT IN ('draft', 'withdrawn') ORDER BY id DESC LIMIT $1",
        MOST
    ))?;
    let mut wrong = Vec::new();
    for id in rounds {
        let round = rows::kept(tx, id)?;
        if !agrees(tx, &round)? {
            wrong.push(id);
        }
    }
    Ok(wrong)
}

fn agrees(tx: &mut Tx<'_>, round: &Kept) -> Result<bool> {
    let kept: Tallies = rows::tallies(tx, round, LETTERS)?;
    let excluded = rows::excluded(tx, round.id)?;
    let all = rows::ballots(tx, round)?;
    let voters: std::collections::BTreeSet<i64> = all.iter().map(|ballot| ballot.token).collect();
    let counting = all.iter().filter(|ballot| !excluded.contains(&ballot.token));
    let anew = tallied(&round.rule, round.items, &round.electorate, counting);
    Ok(kept == anew && i64::try_from(voters.len()) == Ok(round.voters))
}
