//! Closing a round: ballots are counted, the seed is revealed, the result is sealed.

use crate::{
    Round, State, chain,
    events::RoundClosed,
    permissions,
    record::{BallotsBody, Kind, Report, SeedBody},
    rows::{self, Kept, unreadable},
    suspect, tell,
};
use act::{Actor, Id, Job, Person, Result, Tx, sql};
use serde::{Deserialize, Serialize};

/// Closes a round before its end.
///
/// # Errors
/// 401, 403, 404; 409 unless it is open.
pub fn close(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<()> {
    let by = who.id()?;
    let round = rows::seen(tx, who, id)?;
    programmes::require(tx, who, &permissions::OPEN, round.programme)?;
    let mut round = rows::touch_in(tx, id, &[State::Open])?;
    end(tx, &mut round, Some(by))
}

/// Rounds that are due at one look.
const DUE: i64 = 100;

/// Queues the closing of every round whose end has come: each by itself, so that one that cannot be counted does not
/// keep others open.
pub(crate) fn close_due(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.now();
    let due: Vec<Id<Round>> = sql!(tx.all(
        "SELECT id FROM rounds WHERE state = 'open' AND closes <= $1 ORDER BY closes, id LIMIT $2",
        now,
        DUE
    ))?;
    due.into_iter().try_for_each(|round| Ok(tx.enqueue(&CloseRound { round })?))
}

/// Closes a round whose end has come. Twice is once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CloseRound {
    round: Id<Round>,
}

impl Job for CloseRound {
    const NAME: &'static str = "rounds.close";
    fn key(&self) -> Option<String> {
        Some(self.round.to_string())
    }
}

pub(crate) fn work(tx: &mut Tx<'_>, body: serde_json::Value) -> Result<()> {
    let CloseRound { round } = events::job(body)?;
    let mut round = rows::touch(tx, round)?;
    // It may have been closed by hand, or amended to close later.
    if round.state == State::Open && round.rule.closes <= tx.now() {
        end(tx, &mut round, None)
    } else {
        Ok(())
    }
}

fn end(tx: &mut Tx<'_>, round: &mut Kept, by: Option<Id<Person>>) -> Result<()> {
    let now = tx.now();
    sql!(tx.exec("UPDATE rounds SET closed_at = $2 WHERE id = $1", round.id, now))?;
    rows::set_state(tx, round, State::Closed)?;
    let found = count_out(tx, round)?;
    if round.rule.suspects.is_some() {
        suspect::file(tx, round, &found, by)?;
    }
    let (voters, head) = (round.voters, round.head.clone());
    tx.emit(&RoundClosed { round: round.id, by, programme: round.programme, voters, head })?;
    tell::queue(tx, round.id, tell::CLOSED, by, &[tell::Circle::Voters, tell::Circle::Authors])
}

/// Puts the ballots and the seed into the record and counts; says which votes are in step. From here on everybody who has
/// the record can count.
pub(crate) fn count_out(tx: &mut Tx<'_>, round: &mut Kept) -> Result<Report> {
    let body = BallotsBody { ballots: rows::ballots(tx, round)? };
    chain::append(tx, round, Kind::Ballots, &body)?;
    let seed = round.seed.ok_or_else(|| unreadable("a round to be counted without a seed"))?;
    chain::append(tx, round, Kind::Seed, &SeedBody { seed })?;
    chain::count(tx, round, body.ballots)
}
