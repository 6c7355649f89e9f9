//! Leaving an elector's ballots out of the count, with a reason; they stay, are shown as excluded, and the person is told.

use crate::{
    Answer, Cell, Refused, Round, State, Tally,
    amend::reason,
    chain,
    events::ElectorExcluded,
    permissions,
    record::{ExcludedBody, Kind},
    rows::{self, Elector, Kept},
    tell,
};
use act::{Actor, Id, Result, Tx, sql};

/// Excludes the elector of a token. Whoever does so sees the token, never the person; the person is told why, and may
/// appeal to another steward.
///
/// # Errors
/// 401, 403, 404; 409 unless the round is open or closed and nothing is decided, and for whoever is excluded already; 422
/// for a token that was not given out, and without a reason.
pub fn exclude(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>, token: i64, why: &str) -> Result<()> {
    let by = who.id()?;
    let round = rows::seen(tx, who, id)?;
    programmes::require(tx, who, &permissions::STEWARD, round.programme)?;
    let mut round = rows::touch_in(tx, id, &[State::Open, State::Closed])?;
    let why = reason(why)?;
    let elector = rows::elector_of(tx, id, token)?.ok_or(Refused::NoToken)?;
    if elector.excluded_why.is_some() {
        return Err(Refused::ExcludedAlready.into());
    }
    let now = tx.now();
    sql!(tx.exec(
        "UPDATE round_electors SET excluded_at = $3, excluded_why = $4, excluded_by = $5 WHERE round = $1 AND token = $2",
        id,
        token,
        now,
        why,
        by
    ))?;
    move_all(tx, &round, &elector, -1)?;
    chain::append(tx, &mut round, Kind::Excluded, &ExcludedBody { token, why: why.clone() })?;
    recount(tx, &mut round)?;
    tx.emit(&ElectorExcluded { round: id, by: Some(by), token })?;
    tell::elector(tx, &round, &elector, "rounds-notice-excluded", vec![("reason", why.into())], Some(by))
}

/// Counts an elector's ballots again after an appeal. The caller seals why.
pub(crate) fn readmit(tx: &mut Tx<'_>, round: &Kept, elector: &Elector) -> Result<()> {
    sql!(tx.exec(
        "UPDATE round_electors SET excluded_at = NULL, excluded_why = NULL, excluded_by = NULL
         WHERE round = $1 AND token = $2",
        round.id,
        elector.token
    ))?;
    move_all(tx, round, elector, 1)
}

/// Adds all that an elector said to the sums, or takes it away.
fn move_all(tx: &mut Tx<'_>, round: &Kept, elector: &Elector, sign: i64) -> Result<()> {
    let answers: Vec<Answer> = rows::answers_of(tx, round.id, elector.token)?;
    let mut moved = Tally::default();
    for cell in answers.iter().flat_map(|answer| answer.cells(&round.rule.method, round.items)) {
        moved.add(cell, sign);
    }
    if !answers.is_empty() {
        moved.add(Cell::Voters, sign);
    }
    rows::move_tallies(tx, round.id, elector.stratum, &moved)
}

/// Where ballots are counted already they are counted anew.
pub(crate) fn recount(tx: &mut Tx<'_>, round: &mut Kept) -> Result<()> {
    if round.state.counted() {
        let ballots = rows::ballots(tx, round)?;
        chain::count(tx, round, ballots)?;
    }
    Ok(())
}
