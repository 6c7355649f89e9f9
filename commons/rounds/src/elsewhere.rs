//! Bringing in a round that was held elsewhere and is over: its ballots as they were cast, counted and sealed here. The
//! same source twice is the same round, and nobody is told.

use crate::{
    Answer, Round, Rule, Slot,
    close::count_out,
    draft::{consistent, keep_items},
    electorate::{Drawn, give_tokens},
    events::RoundClosed,
    in_step::tallied,
    record::{Kind, Opened},
    rows::{self, Kept, written},
    rule::{Contradiction, Facts},
};
use act::{Argument, Id, Person, Refusal, Result, Timestamp, Tx, sql};
use ballot::{chance::Seed, draws::commit};
use pieces::Piece;
use programmes::Programme;
use std::collections::BTreeMap;

/// A round that was held elsewhere.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// Where it belongs here.
    pub programme: Id<Programme>,
    /// The room whose items it is about.
    pub room: String,
    /// What it is called where it comes from: bringing it in twice finds the same round.
    pub source: String,
    /// Where it was held, for people to read: `All Our Ideas 11021`.
    pub from: String,
    /// Its rule, with the instants between which ballots were cast, and one stratum of named people: who took part.
    pub rule: Rule,
    /// What it was about, in the order in which the record names them.
    pub items: Vec<Id<Piece>>,
    /// Every answer.
    pub ballots: Vec<CastElsewhere>,
}

/// An answer that was given elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CastElsewhere {
    /// Whose.
    pub person: Id<Person>,
    /// What they said.
    pub answer: Answer,
    /// When.
    pub at: Timestamp,
}

/// What became of a round that was brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brought {
    /// The round here.
    pub round: Id<Round>,
    /// Answers to a question that the same person had answered before. An elector has one answer here, so each of these
    /// stands under a further token that leads to nobody.
    pub again: u64,
}

/// The answers under one token: those that a person gave to each question as the first, the second, and so on.
type Sheet = BTreeMap<Slot, (Answer, Timestamp)>;

/// Brings a round in, closed and counted, once. What its record says of the time before is what the other place says: the
/// seed was promised here and afterwards, and the record names where it comes from. A round that is here already stays
/// as it is.
///
/// The secret gives the veil that shuffles tokens, as in [`crate::open`].
///
/// # Errors
/// 422 with every contradiction of the rule, when it has other strata than one of named people, and for what is no
/// answer to this round; the store's.
pub fn bring_in(tx: &mut Tx<'_>, held: &Elsewhere, secret: &people::Secret) -> Result<Brought> {
    let sheets = sheets(held)?;
    let further = sheets.iter().filter(|((turn, _), _)| *turn > 0);
    let again = further.map(|(_, sheet)| sheet.len() as u64).sum();
    let known: Option<Id<Round>> = sql!(tx.opt("SELECT id FROM rounds WHERE source = $1", held.source))?;
    let round = match known {
        Some(round) => round,
        None => put_down(tx, held, sheets, &Seed::of(secret.reveal()))?,
    };
    Ok(Brought { round, again })
}

/// Everybody's answers, those to a question answered before on a further sheet.
fn sheets(held: &Elsewhere) -> Result<BTreeMap<(usize, Id<Person>), Sheet>> {
    let items = u32::try_from(held.items.len()).unwrap_or(u32::MAX);
    let mut ballots: Vec<&CastElsewhere> = held.ballots.iter().collect();
    ballots.sort_by_key(|ballot| (ballot.at, ballot.person));
    let mut turns: BTreeMap<(Id<Person>, Slot), usize> = BTreeMap::new();
    let mut sheets: BTreeMap<(usize, Id<Person>), Sheet> = BTreeMap::new();
    for CastElsewhere { person, answer, at } in ballots {
        let answer = answer.clone().settled(&held.rule.method, items).map_err(Refusal::from)?;
        let turn = turns.entry((*person, answer.slot())).or_default();
        sheets.entry((*turn, *person)).or_default().insert(answer.slot(), (answer, *at));
        *turn += 1;
    }
    Ok(sheets)
}

fn put_down(
    tx: &mut Tx<'_>,
    held: &Elsewhere,
    sheets: BTreeMap<(usize, Id<Person>), Sheet>,
    root: &Seed,
) -> Result<Id<Round>> {
    let rule = &held.rule;
    let people: Vec<Id<Person>> =
        sheets.keys().filter(|(turn, _)| *turn == 0).map(|(_, person)| *person).collect();
    if rule.strata.len() != 1 {
        let arguments = vec![("most", Argument::Number(1))];
        let key = "rounds-contradiction-strata";
        return Err(Refusal::from(Contradiction { key, field: "strata", arguments }).into());
    }
    let sizes = [people.len()];
    consistent(rule, &Facts { items: held.items.len(), named: &sizes, electors: Some(&sizes) })?;
    let mut round = begin(tx, held, &root.split("seed"))?;
    let veil = root.split("veil");
    let tokens = electors(tx, &mut round, people, &sheets, &veil)?;
    for (whose, sheet) in sheets {
        let Some(token) = tokens.get(&whose) else { continue };
        for (slot, (answer, at)) in sheet {
            put_answer(tx, round.id, *token, &slot, &answer, at)?;
        }
    }
    add_up(tx, &mut round)?;
    let opened = Opened {
        rule: rule.clone(),
        items: held.items.iter().map(ToString::to_string).collect(),
        electorate: round.electorate.clone(),
        left_out: 0,
        commitment: commit(&root.split("seed")),
        elsewhere: Some(held.from.clone()),
    };
    crate::chain::append(tx, &mut round, Kind::Opened, &opened)?;
    count_out(tx, &mut round)?;
    let (voters, head) = (round.voters, round.head.clone());
    tx.emit(&RoundClosed { round: round.id, by: None, programme: held.programme, voters, head })?;
    Ok(round.id)
}

/// The round's row and its items.
fn begin(tx: &mut Tx<'_>, held: &Elsewhere, seed: &Seed) -> Result<Kept> {
    let (id, now, items) = (tx.fresh::<Round>(), tx.now(), held.items.len() as i64);
    let (rule, digits, promise) = (written(&held.rule)?, seed.to_string(), commit(seed).to_string());
    sql!(tx.exec(
        "INSERT INTO rounds (id, programme, room, state, rule, items, opens, closes, made_at, opened_at, closed_at, seed,
                             commitment, elsewhere, source)
         VALUES ($1, $2, $3, 'closed', $4, $5, $6, $7, $8, $6, $7, $9, $10, $11, $12)",
        id,
        held.programme,
        held.room,
        rule,
        items,
        held.rule.opens,
        held.rule.closes,
        now,
        digits,
        promise,
        held.from,
        held.source
    ))?;
    keep_items(tx, id, &held.items)?;
    rows::kept(tx, id)
}

/// Gives out tokens: to everybody who took part, and behind those, to nobody's name, one for each further sheet.
fn electors(
    tx: &mut Tx<'_>,
    round: &mut Kept,
    people: Vec<Id<Person>>,
    sheets: &BTreeMap<(usize, Id<Person>), Sheet>,
    veil: &Seed,
) -> Result<BTreeMap<(usize, Id<Person>), i64>> {
    round.electorate = give_tokens(tx, round.id, Drawn { strata: vec![people], left_out: 0 }, veil)?;
    let given: Vec<(Id<Person>, i64)> = sql!(tx.all(
        "SELECT person, token FROM round_electors WHERE round = $1 ORDER BY token LIMIT 10000000",
        round.id
    ))?;
    let mut last = given.len() as i64;
    let mut tokens: BTreeMap<_, _> = given.into_iter().map(|(person, token)| ((0, person), token)).collect();
    let mut further: Vec<_> = sheets.keys().filter(|(turn, _)| *turn > 0).copied().collect();
    veil.split("further").chance().shuffle(&mut further);
    for whose in further {
        last += 1;
        sql!(tx.exec(
            "INSERT INTO round_electors (round, token, stratum) VALUES ($1, $2, 0)",
            round.id,
            last
        ))?;
        tokens.insert(whose, last);
    }
    round.electorate.strata = vec![last];
    let strata = written(&round.electorate)?;
    sql!(tx.exec("UPDATE rounds SET strata = $2 WHERE id = $1", round.id, strata))?;
    Ok(tokens)
}

fn put_answer(
    tx: &mut Tx<'_>,
    round: Id<Round>,
    token: i64,
    slot: &Slot,
    answer: &Answer,
    at: Timestamp,
) -> Result<()> {
    let (slot, answer) = (slot.to_string(), written(answer)?);
    sql!(tx.exec(
        "INSERT INTO round_ballots (round, token, slot, answer, at, changed_at) VALUES ($1, $2, $3, $4, $5, $5)",
        round,
        token,
        slot,
        answer,
        at
    ))?;
    Ok(())
}

/// Everything that casting keeps by difference, from the ballots at once.
fn add_up(tx: &mut Tx<'_>, round: &mut Kept) -> Result<()> {
    let ballots = rows::ballots(tx, round)?;
    let tallies = tallied(&round.rule, round.items, &round.electorate, &ballots);
    for (stratum, tally) in (0..).zip(&tallies.0) {
        rows::move_tallies(tx, round.id, stratum, tally)?;
    }
    let mut looks: BTreeMap<u32, i64> = BTreeMap::new();
    if !round.rule.method.whole() {
        for item in ballots.iter().flat_map(|ballot| ballot.answer.covers(round.items)) {
            *looks.entry(item).or_default() += 1;
        }
    }
    for (place, looks) in looks {
        sql!(tx.exec(
            "UPDATE round_items SET looks = $3 WHERE round = $1 AND place = $2",
            round.id,
            place,
            looks
        ))?;
    }
    sql!(tx.exec(
        "UPDATE round_electors SET answers = (SELECT COUNT(*) FROM round_ballots b
                                              WHERE b.round = round_electors.round AND b.token = round_electors.token)
         WHERE round = $1",
        round.id
    ))?;
    round.voters = i64::try_from(tallies.voters()).unwrap_or(i64::MAX);
    sql!(tx.exec("UPDATE rounds SET voters = $2 WHERE id = $1", round.id, round.voters))?;
    Ok(())
}
