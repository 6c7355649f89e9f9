//! Drafting a round, changing the draft, giving it up.

use crate::{
    NewRound, Refused, Round, Rule, State,
    events::{RoundChanged, RoundDrafted, RoundWithdrawn},
    permissions,
    rows::{self, Kept, written},
    rule::{Contradiction, Facts},
};
use act::{Actor, Error, Id, Refusal, Result, Tx, sql};
use pieces::Piece;
use programmes::Programme;
use std::collections::HashSet;

/// The most people named for the strata of one round.
const MOST_NAMED: usize = 1_000;

/// One refusal of everything that contradicts itself in a rule.
pub(crate) fn consistent(rule: &Rule, facts: &Facts<'_>) -> Result<()> {
    match rule.check(facts) {
        Ok(()) => Ok(()),
        Err(found) => {
            let refusal = Refusal::all(found.into_iter().map(|one: Contradiction| Refusal::from(one)));
            Err(refusal.map_or_else(|| Refusal::new(422, "rounds-contradiction-strata").into(), Error::from))
        }
    }
}

/// Drafts a round. Nothing is fixed yet, but the rule must not contradict itself.
///
/// # Errors
/// 401 and 403 for who may not open rounds there; 404 for items this person may not see; 422 with every contradiction of
/// the rule, for items of another programme or merged ones, and for people who are nobody.
pub fn draft(tx: &mut Tx<'_>, who: &Actor, new: &NewRound) -> Result<Id<Round>> {
    let by = who.id()?;
    programmes::require(tx, who, &permissions::OPEN, new.programme)?;
    look_over(tx, who, new, new.programme)?;
    let (id, now) = (tx.fresh::<Round>(), tx.now());
    let (rule, items) = (written(&new.rule)?, new.items.len() as i64);
    sql!(tx.exec(
        "INSERT INTO rounds (id, programme, room, state, rule, items, opens, closes, made_at, made_by)
         VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9)",
        id,
        new.programme,
        new.room,
        rule,
        items,
        new.rule.opens,
        new.rule.closes,
        now,
        by
    ))?;
    keep_parts(tx, id, new)?;
    tx.emit(&RoundDrafted { round: id, by: Some(by), programme: new.programme })?;
    Ok(id)
}

/// Writes a draft anew. Its programme and room stay.
///
/// # Errors
/// Those of [`draft`]; 404 when there is none for this person; 409 once it is sealed or given up.
pub fn change(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>, new: &NewRound) -> Result<()> {
    let by = who.id()?;
    let round = own_draft(tx, who, id)?;
    look_over(tx, who, new, round.programme)?;
    let (rule, items) = (written(&new.rule)?, new.items.len() as i64);
    sql!(tx.exec(
        "UPDATE rounds SET rule = $2, items = $3, opens = $4, closes = $5 WHERE id = $1",
        id,
        rule,
        items,
        new.rule.opens,
        new.rule.closes
    ))?;
    sql!(tx.exec("DELETE FROM round_items WHERE round = $1", id))?;
    sql!(tx.exec("DELETE FROM round_named WHERE round = $1", id))?;
    keep_parts(tx, id, new)?;
    Ok(tx.emit(&RoundChanged { round: id, by: Some(by) })?)
}

/// Gives a draft up. It stays to be seen by those who make rounds there.
///
/// # Errors
/// 401, 403, 404; 409 once it is sealed or given up.
pub fn withdraw(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<()> {
    let by = who.id()?;
    let mut round = own_draft(tx, who, id)?;
    rows::set_state(tx, &mut round, State::Withdrawn)?;
    Ok(tx.emit(&RoundWithdrawn { round: id, by: Some(by) })?)
}

/// Takes a draft that this person may change.
pub(crate) fn own_draft(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<Kept> {
    who.id()?;
    let round = rows::touch(tx, id)?;
    if !rows::sees(tx, who, &round)? {
        return Err(Refusal::not_found().into());
    }
    programmes::require(tx, who, &permissions::OPEN, round.programme)?;
    if round.state == State::Draft { Ok(round) } else { Err(Refused::State(round.state).into()) }
}

/// Everything about a draft that can be wrong without its electorate.
fn look_over(tx: &mut Tx<'_>, who: &Actor, new: &NewRound, programme: Id<Programme>) -> Result<()> {
    let mut counts = vec![0; new.rule.strata.len()];
    let mut people = Vec::new();
    for named in &new.named {
        let place = usize::try_from(named.stratum).unwrap_or(usize::MAX);
        let count = counts.get_mut(place).ok_or(Refused::Person)?;
        *count += named.people.iter().collect::<HashSet<_>>().len();
        people.extend(named.people.iter().copied());
    }
    consistent(&new.rule, &Facts { items: new.items.len(), named: &counts, electors: None })?;
    people.sort_unstable();
    people.dedup();
    if people.len() > MOST_NAMED || people::bylines(tx, &people)?.len() != people.len() {
        return Err(Refused::Person.into());
    }
    look_at_items(tx, who, &new.items, programme)
}

fn look_at_items(tx: &mut Tx<'_>, who: &Actor, items: &[Id<Piece>], programme: Id<Programme>) -> Result<()> {
    if items.iter().collect::<HashSet<_>>().len() != items.len() {
        return Err(Refused::Item.into());
    }
    let heads = pieces::heads(tx, who, items)?;
    if heads.len() != items.len() {
        return Err(Refusal::not_found().into());
    }
    let elsewhere = heads.iter().any(|head| head.programme != programme || head.merged_into.is_some());
    if elsewhere { Err(Refused::Item.into()) } else { Ok(()) }
}

/// Puts down what a round is about.
pub(crate) fn keep_items(tx: &mut Tx<'_>, id: Id<Round>, items: &[Id<Piece>]) -> Result<()> {
    for (place, piece) in (0_i64..).zip(items) {
        sql!(tx.exec(
            "INSERT INTO round_items (round, place, piece) VALUES ($1, $2, $3)",
            id,
            place,
            *piece
        ))?;
    }
    Ok(())
}

fn keep_parts(tx: &mut Tx<'_>, id: Id<Round>, new: &NewRound) -> Result<()> {
    keep_items(tx, id, &new.items)?;
    for named in &new.named {
        for person in &named.people {
            sql!(tx.exec(
                "INSERT INTO round_named (round, stratum, person) VALUES ($1, $2, $3)
                 ON CONFLICT (round, stratum, person) DO NOTHING",
                id,
                named.stratum,
                *person
            ))?;
        }
    }
    Ok(())
}
