//! Looking for votes in step. What is found is a report for stewards, and a notice to whoever is in it; nothing follows
//! from it by itself.

use crate::{
    Refused, Round, State, Suspicion,
    events::VotesCompared,
    in_step::report,
    permissions,
    record::Report,
    rows::{self, Kept, unreadable, written},
    tell,
};
use act::{Actor, Id, Person, Result, Tx, sql};

/// A report's identifier is of this.
enum ReportRow {}

/// Compares everybody's votes now, by what the rule said beforehand, and files a report.
///
/// # Errors
/// 401, 403, 404; 409 when the rule does not look for this, and before the round is open.
pub fn suspect(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<Suspicion> {
    let by = who.id()?;
    let round = rows::seen(tx, who, id)?;
    programmes::require(tx, who, &permissions::STEWARD, round.programme)?;
    let round = rows::touch_in(tx, id, &[State::Open, State::Closed, State::Decided, State::Published])?;
    if round.rule.suspects.is_none() {
        return Err(Refused::NoSuspects.into());
    }
    let mut ballots = rows::ballots(tx, &round)?;
    let excluded = rows::excluded(tx, id)?;
    ballots.retain(|ballot| !excluded.contains(&ballot.token));
    let found = report(&round.rule, round.items, &round.electorate, &ballots, round.lots());
    file(tx, &round, &found.map_err(unreadable)?, Some(by))?;
    crate::view::suspicion(tx, who, id)?.ok_or_else(|| unreadable("the report was filed a moment ago").into())
}

/// Keeps a report and tells those who stand in one for the first time.
pub(crate) fn file(tx: &mut Tx<'_>, round: &Kept, found: &Report, by: Option<Id<Person>>) -> Result<()> {
    let (report, now, body) = (tx.fresh::<ReportRow>(), tx.now(), written(found)?);
    sql!(tx.exec(
        "INSERT INTO round_reports (id, round, at, by_person, body) VALUES ($1, $2, $3, $4, $5)",
        report,
        round.id,
        now,
        by,
        body
    ))?;
    for token in found.clusters.iter().flat_map(|cluster| &cluster.tokens) {
        sql!(tx.exec(
            "INSERT INTO round_suspects (round, token, report, told, cleared) VALUES ($1, $2, $3, FALSE, FALSE)
             ON CONFLICT (round, token) DO UPDATE SET report = excluded.report",
            round.id,
            *token,
            report
        ))?;
    }
    let clusters = i64::try_from(found.clusters.len()).unwrap_or(i64::MAX);
    tx.emit(&VotesCompared { round: round.id, by, clusters })?;
    if clusters > 0 {
        tell::queue(tx, round.id, tell::IN_STEP, by, &[tell::Circle::InStep])?;
    }
    Ok(())
}
