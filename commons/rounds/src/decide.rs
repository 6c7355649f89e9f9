//! Deciding after a round, with a reason.

use crate::{
    Refused, Round, State,
    amend::reason,
    chain,
    events::RoundDecided,
    permissions,
    record::{DecidedBody, Kind, ResultBody, body_of},
    recount::same_choice,
    rows::{self, Kept, unreadable, written},
    rule::{Bearing, Decider},
    tell,
};
use act::{Actor, Id, Result, Role, Tx, sql};
use programmes::Part;
use std::collections::BTreeSet;

/// Decides: which items are chosen, and why. Where the rule says that the result decides, the choice is the result;
/// where the result advises, another choice is possible, and the record shows that it is another.
///
/// # Errors
/// 401; 403 without the permission and for whom the rule does not name; 404; 409 unless the round is closed, and while
/// appeals wait; 422 for a choice of what is not there, one other than the result where that decides, and without a
/// reason.
pub fn decide(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>, choice: &[u32], why: &str) -> Result<()> {
    let by = who.id()?;
    let round = rows::seen(tx, who, id)?;
    programmes::require(tx, who, &permissions::DECIDE, round.programme)?;
    let mut round = rows::touch_in(tx, id, &[State::Closed])?;
    if !decides(tx, who, &round)? {
        return Err(Refused::NotTheDecider.into());
    }
    let waiting: i64 =
        sql!(tx.one("SELECT COUNT(*) FROM round_appeals WHERE round = $1 AND decided_at IS NULL", id))?;
    if waiting > 0 {
        return Err(Refused::AppealsWait(waiting).into());
    }
    let different: BTreeSet<u32> = choice.iter().copied().collect();
    if different.len() != choice.len() || different.iter().any(|item| *item >= round.items) {
        return Err(Refused::Choice.into());
    }
    let why = reason(why)?;
    let as_counted = same_choice(choice, &chosen(tx, &round)?);
    if round.rule.bearing == Bearing::Decides && !as_counted {
        return Err(Refused::ResultDecides.into());
    }
    let (now, said) = (tx.now(), written(choice)?);
    sql!(tx.exec(
        "UPDATE rounds SET choice = $2, as_counted = CAST($3 AS BIGINT) = 1, reason = $4, decided_at = $5, decided_by = $6
         WHERE id = $1",
        id,
        said,
        as_counted,
        why,
        now,
        by
    ))?;
    rows::set_state(tx, &mut round, State::Decided)?;
    let role = round.rule.decider.name().to_owned();
    let body = DecidedBody { choice: choice.to_vec(), as_counted, reason: why, role };
    chain::append(tx, &mut round, Kind::Decided, &body)?;
    let head = round.head.clone();
    tx.emit(&RoundDecided { round: id, by: Some(by), as_counted, head })?;
    tell::queue(tx, id, tell::DECIDED, Some(by), &[tell::Circle::Voters, tell::Circle::Authors])
}

/// Whether this person is who the rule says decides.
pub(crate) fn decides(tx: &mut Tx<'_>, who: &Actor, round: &Kept) -> Result<bool> {
    let Some(person) = who.person else { return Ok(false) };
    let parts = programmes::parts_of(tx, person, round.programme)?;
    Ok(match round.rule.decider {
        // A programme whose owner has left is the operators'.
        Decider::Owner => {
            let ownerless = programmes::head(tx, round.programme)?.owner.is_none();
            parts.contains(&Part::Owner) || (ownerless && who.is(Role::Operator))
        }
        Decider::Staff => who.is(Role::Staff) || who.is(Role::Operator),
        Decider::Partner => who.is(Role::Partner) || parts.contains(&Part::Partner),
    })
}

fn chosen(tx: &mut Tx<'_>, round: &Kept) -> Result<Vec<u32>> {
    let line = chain::latest(tx, round, Kind::Result)?;
    let line = line.ok_or_else(|| unreadable("a closed round without a result"))?;
    Ok(body_of::<ResultBody>(&line).map_err(unreadable)?.outcome.chosen)
}
