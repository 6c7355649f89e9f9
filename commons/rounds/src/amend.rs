//! The few things that an open round may still change, with a reason that everybody who voted is told.

use crate::{
    Amendment, Change, Refused, Round, State, chain,
    draft::consistent,
    events::RoundAmended,
    permissions,
    record::{AmendedBody, Kind},
    rows::{self, Kept, written},
    rule::{Facts, QUESTION},
    tell,
};
use act::{Actor, Id, Line, Refusal, Result, Tx, sql};

/// An amendment's identifier is of this.
enum Row {}

/// Amends an open round: the wording of its question, a later end, another decider. Nothing that says how votes count.
///
/// # Errors
/// 401, 403, 404; 409 unless the round is open; 422 without a reason, for an earlier end, and when nothing changes.
pub fn amend(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>, amendment: &Amendment) -> Result<()> {
    let by = who.id()?;
    let round = rows::seen(tx, who, id)?;
    programmes::require(tx, who, &permissions::OPEN, round.programme)?;
    let mut round = rows::touch_in(tx, id, &[State::Open])?;
    let reason = reason(&amendment.reason)?;
    let changes = changes(tx, &round, amendment)?;
    for change in &changes {
        round.rule = round.rule.amended(&change.field, &change.after).ok_or(Refused::NothingChanged)?;
    }
    let sizes: Vec<usize> =
        round.electorate.strata.iter().map(|people| usize::try_from(*people).unwrap_or(0)).collect();
    let named = rows::named_counts(tx, &round)?;
    let items = usize::try_from(round.items).unwrap_or(0);
    consistent(&round.rule, &Facts { items, named: &named, electors: Some(&sizes) })?;
    keep(tx, &round, who, &changes, &reason)?;
    chain::append(tx, &mut round, Kind::Amended, &AmendedBody { changes, reason })?;
    tx.emit(&RoundAmended { round: id, by: Some(by) })?;
    tell::queue(tx, id, tell::AMENDED, Some(by), &[tell::Circle::Voters])
}

/// A reason in one line.
pub(crate) fn reason(text: &str) -> Result<String> {
    let line = Line::<500>::optional(text).map_err(|fault| fault.refusal("reason"))?;
    Ok(line.ok_or(Refused::ReasonNeeded)?.into_string())
}

fn changes(tx: &Tx<'_>, round: &Kept, amendment: &Amendment) -> Result<Vec<Change>> {
    let rule = &round.rule;
    let mut changes = Vec::new();
    let mut change = |field: &str, before: String, after: String| {
        if before != after {
            changes.push(Change { field: field.to_owned(), before, after });
        }
    };
    if let Some(question) = &amendment.question {
        let question = Line::<QUESTION>::parse(question).map_err(|fault| fault.refusal("question"))?;
        change("question", rule.question.clone(), question.into_string());
    }
    if let Some(closes) = amendment.closes {
        if closes < rule.closes {
            return Err(Refused::ClosesEarlier.into());
        }
        if closes <= tx.now() {
            return Err(Refused::ClosesGone.into());
        }
        change("closes", rule.closes.to_string(), closes.to_string());
    }
    if let Some(decider) = amendment.decider {
        change("decider", rule.decider.name().to_owned(), decider.name().to_owned());
    }
    if changes.is_empty() { Err(Refusal::from(Refused::NothingChanged).into()) } else { Ok(changes) }
}

fn keep(tx: &mut Tx<'_>, round: &Kept, who: &Actor, changes: &[Change], reason: &str) -> Result<()> {
    let (row, now, rule, said) = (tx.fresh::<Row>(), tx.now(), written(&round.rule)?, written(changes)?);
    sql!(tx.exec(
        "UPDATE rounds SET rule = $2, closes = $3 WHERE id = $1",
        round.id,
        rule,
        round.rule.closes
    ))?;
    sql!(tx.exec(
        "INSERT INTO round_amendments (id, round, at, by_person, changes, reason) VALUES ($1, $2, $3, $4, $5, $6)",
        row,
        round.id,
        now,
        who.person,
        said,
        reason
    ))?;
    Ok(())
}
