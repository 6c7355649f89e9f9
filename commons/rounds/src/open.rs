//! Sealing a round: from here on everything that decides is fixed.

use crate::{
    Refused, Round, State, chain,
    draft::{consistent, own_draft},
    electorate::{drawn, give_tokens},
    events::RoundOpened,
    record::{Kind, Opened},
    rows::{self, written},
    rule::Facts,
    tell,
};
use act::{Actor, Id, Result, Tx, sql};
use ballot::{chance::Seed, draws::commit};

/// Seals a round: draws up the electorate, promises the seed by its hash, and opens the record with all that was fixed.
/// Ballots are taken from and until the instants that the rule names.
///
/// The secret is made where the request is answered, because a transaction may run twice and has no chance of its own.
/// The seed that is kept and the veil that is not both follow from it, and neither leads to the other.
///
/// # Errors
/// 401, 403, 404; 409 unless it is a draft, and while the programme is not open; 422 with every contradiction, now that
/// it is known who votes, and when the last day for ballots is over.
pub fn open(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>, secret: &people::Secret) -> Result<()> {
    let by = who.id()?;
    let mut round = own_draft(tx, who, id)?;
    if programmes::head(tx, round.programme)?.state != programmes::State::Open {
        return Err(Refused::ProgrammeNotOpen.into());
    }
    let now = tx.now();
    if round.rule.closes <= now {
        return Err(Refused::ClosesGone.into());
    }
    let drawn = drawn(tx, &round)?;
    let sizes: Vec<usize> = drawn.strata.iter().map(Vec::len).collect();
    let named = rows::named_counts(tx, &round)?;
    let items = rows::items(tx, id)?;
    consistent(&round.rule, &Facts { items: items.len(), named: &named, electors: Some(&sizes) })?;
    let root = Seed::of(secret.reveal());
    let (seed, left_out) = (root.split("seed"), drawn.left_out);
    round.electorate = give_tokens(tx, id, drawn, &root.split("veil"))?;
    let (digits, promise) = (seed.to_string(), commit(&seed).to_string());
    let strata = written(&round.electorate)?;
    sql!(tx.exec(
        "UPDATE rounds SET seed = $2, commitment = $3, strata = $4, opened_at = $5 WHERE id = $1",
        id,
        digits,
        promise,
        strata,
        now
    ))?;
    (round.seed, round.opened_at) = (Some(seed), Some(now));
    rows::set_state(tx, &mut round, State::Open)?;
    let opened = Opened {
        rule: round.rule.clone(),
        items: items.iter().map(ToString::to_string).collect(),
        electorate: round.electorate.clone(),
        left_out,
        commitment: commit(&seed),
        elsewhere: None,
    };
    chain::append(tx, &mut round, Kind::Opened, &opened)?;
    let electors = round.electorate.strata.iter().sum();
    let head = round.head.clone();
    tx.emit(&RoundOpened { round: id, by: Some(by), programme: round.programme, electors, head })?;
    tell::queue(tx, id, tell::OPENED, Some(by), &[tell::Circle::Followers, tell::Circle::Programme])
}
