//! SQL that more than one act uses, and the function that takes a round's row before anything is decided.

use crate::{
    Answer, Cell, Refused, Round, Rule, Slot, State, Tallies, Tally,
    in_step::half_spans,
    record::{Ballot, Electorate},
    rule::{Ties, Who},
};
use act::{Actor, FromRow, Id, List, Person, Refusal, Result, Row, Timestamp, Tx, sql};
use ballot::chance::Seed;
use pieces::Piece;
use programmes::Programme;
use serde::{Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// Ballots that one round has at most.
const MOST_BALLOTS: i64 = 20_000_000;

/// A row of `rounds`.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: Id<Round>,
    pub(crate) programme: Id<Programme>,
    pub(crate) room: String,
    pub(crate) state: State,
    pub(crate) rule: Rule,
    pub(crate) items: u32,
    pub(crate) made_by: Option<Id<Person>>,
    pub(crate) opened_at: Option<Timestamp>,
    pub(crate) closed_at: Option<Timestamp>,
    pub(crate) decided_at: Option<Timestamp>,
    pub(crate) decided_by: Option<Id<Person>>,
    pub(crate) published_at: Option<Timestamp>,
    pub(crate) seed: Option<Seed>,
    pub(crate) commitment: Option<String>,
    pub(crate) electorate: Electorate,
    pub(crate) voters: i64,
    pub(crate) erased: i64,
    pub(crate) entries: i64,
    pub(crate) head: String,
    pub(crate) choice: Vec<u32>,
    pub(crate) as_counted: bool,
    pub(crate) reason: Option<String>,
    pub(crate) elsewhere: Option<String>,
}

impl FromRow for Kept {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            programme: row.take()?,
            room: row.take()?,
            state: row.take()?,
            rule: read(&row.take::<String>()?)?,
            items: row.take()?,
            made_by: row.take()?,
            opened_at: row.take()?,
            closed_at: row.take()?,
            decided_at: row.take()?,
            decided_by: row.take()?,
            published_at: row.take()?,
            seed: row.take::<Option<String>>()?.and_then(|digits| Seed::parse(&digits).ok()),
            commitment: row.take()?,
            electorate: maybe(row.take()?)?,
            voters: row.take()?,
            erased: row.take()?,
            entries: row.take()?,
            head: row.take()?,
            choice: maybe(row.take()?)?,
            as_counted: row.take::<Option<bool>>()?.unwrap_or(false),
            reason: row.take()?,
            elsewhere: row.take()?,
        })
    }
}

/// Reads JSON that this crate wrote; anything else is a fault.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> store::Result<T> {
    serde_json::from_str(text).map_err(unreadable)
}

fn maybe<T: DeserializeOwned + Default>(text: Option<String>) -> store::Result<T> {
    text.map_or_else(|| Ok(T::default()), |text| read(&text))
}

/// Writes JSON for a row.
pub(crate) fn written<T: Serialize + ?Sized>(value: &T) -> store::Result<String> {
    serde_json::to_string(value).map_err(unreadable)
}

pub(crate) fn unreadable(error: impl std::fmt::Display) -> store::Error {
    store::Error::Engine(format!("a round's row: {error}"))
}

impl Kept {
    /// The seed while it may be used for lots: only once the round is counted.
    pub(crate) fn lots(&self) -> Option<&Seed> {
        self.seed.as_ref().filter(|_| self.state.counted() && self.rule.ties == Ties::Lots)
    }

    /// How an elector's answer stands in the record.
    pub(crate) fn ballot(&self, token: i64, answer: Answer, at: Timestamp) -> Ballot {
        let opened = self.opened_at.unwrap_or(at);
        Ballot { token, when: half_spans(&self.rule, opened, at), answer }
    }
}

/// One round; 404 when there is none.
pub(crate) fn kept(tx: &mut Tx<'_>, id: Id<Round>) -> Result<Kept> {
    let found: Option<Kept> = sql!(tx.opt(
        "SELECT id, programme, room, state, rule, items, made_by, opened_at, closed_at, decided_at, decided_by,
                published_at, seed, commitment, strata, voters, erased, entries, head, choice, as_counted, reason,
                elsewhere
         FROM rounds WHERE id = $1",
        id
    ))?;
    found.ok_or_else(|| Refusal::not_found().into())
}

/// Takes the round until the end of the transaction: every other ballot, act and closing of it waits.
pub(crate) fn touch(tx: &mut Tx<'_>, id: Id<Round>) -> Result<Kept> {
    let found: Option<Kept> = sql!(tx.opt(
        "UPDATE rounds SET turn = turn + 1 WHERE id = $1
         RETURNING id, programme, room, state, rule, items, made_by, opened_at, closed_at, decided_at, decided_by,
                   published_at, seed, commitment, strata, voters, erased, entries, head, choice, as_counted, reason,
                   elsewhere",
        id
    ))?;
    found.ok_or_else(|| Refusal::not_found().into())
}

/// Takes a round that must stand so.
pub(crate) fn touch_in(tx: &mut Tx<'_>, id: Id<Round>, states: &[State]) -> Result<Kept> {
    let round = touch(tx, id)?;
    if states.contains(&round.state) { Ok(round) } else { Err(Refused::State(round.state).into()) }
}

/// Moves a round on.
pub(crate) fn set_state(tx: &mut Tx<'_>, round: &mut Kept, state: State) -> Result<()> {
    sql!(tx.exec("UPDATE rounds SET state = $2 WHERE id = $1", round.id, state))?;
    round.state = state;
    Ok(())
}

/// The pieces of a round, by place.
pub(crate) fn items(tx: &mut Tx<'_>, id: Id<Round>) -> Result<Vec<Id<Piece>>> {
    Ok(sql!(tx.all("SELECT piece FROM round_items WHERE round = $1 ORDER BY place LIMIT 1000", id))?)
}

/// Evaluations of each item, by place.
pub(crate) fn looks(tx: &mut Tx<'_>, round: &Kept) -> Result<Vec<i64>> {
    if round.rule.method.whole() {
        return Ok(vec![round.voters; usize::try_from(round.items).unwrap_or(0)]);
    }
    Ok(sql!(tx.all("SELECT looks FROM round_items WHERE round = $1 ORDER BY place LIMIT 1000", round.id))?)
}

/// Evaluations of the item that has the fewest.
pub(crate) fn least_looks(tx: &mut Tx<'_>, round: &Kept) -> Result<i64> {
    if round.rule.method.whole() {
        return Ok(round.voters);
    }
    let least: Option<i64> = sql!(tx.one("SELECT MIN(looks) FROM round_items WHERE round = $1", round.id))?;
    Ok(least.unwrap_or(0))
}

/// Whether every item has its guaranteed evaluations.
pub(crate) fn looked_at(tx: &mut Tx<'_>, round: &Kept) -> Result<bool> {
    Ok(round.rule.guarantee == 0 || least_looks(tx, round)? >= i64::from(round.rule.guarantee))
}

/// The items that are this person's own, by place.
pub(crate) fn own_items(tx: &mut Tx<'_>, id: Id<Round>, person: Id<Person>) -> Result<Vec<u32>> {
    Ok(sql!(tx.all(
        "SELECT i.place FROM round_items i JOIN piece_authors a ON a.piece = i.piece
         WHERE i.round = $1 AND a.person = $2 ORDER BY i.place LIMIT 1000",
        id,
        person
    ))?)
}

/// People named for strata, by stratum.
pub(crate) fn named(tx: &mut Tx<'_>, id: Id<Round>) -> Result<BTreeMap<u32, Vec<Id<Person>>>> {
    let rows: Vec<(u32, Id<Person>)> = sql!(tx.all(
        "SELECT stratum, person FROM round_named WHERE round = $1 ORDER BY stratum, person LIMIT 10000",
        id
    ))?;
    let mut named: BTreeMap<u32, Vec<Id<Person>>> = BTreeMap::new();
    for (stratum, person) in rows {
        named.entry(stratum).or_default().push(person);
    }
    Ok(named)
}

/// How many people are named for each stratum of the rule. Once the round is sealed it is how many the stratum has: who
/// leaves afterwards does not change the rule.
pub(crate) fn named_counts(tx: &mut Tx<'_>, round: &Kept) -> Result<Vec<usize>> {
    let strata = round.rule.strata.iter();
    if round.opened_at.is_some() {
        let sealed = strata.zip(&round.electorate.strata).map(|(stratum, people)| match stratum.who {
            Who::Named => usize::try_from(*people).unwrap_or(0).max(1),
            _ => 0,
        });
        return Ok(sealed.collect());
    }
    let named = named(tx, round.id)?;
    let of = |place: u32| named.get(&place).map_or(0, Vec::len);
    Ok((0..).zip(strata).map(|(place, _)| of(place)).collect())
}

/// Who may vote.
#[derive(Debug, Clone)]
pub(crate) struct Elector {
    pub(crate) token: i64,
    pub(crate) person: Option<Id<Person>>,
    pub(crate) stratum: u32,
    pub(crate) answers: i64,
    pub(crate) dealt: Option<String>,
    pub(crate) deals: i64,
    pub(crate) excluded_why: Option<String>,
    pub(crate) excluded_by: Option<Id<Person>>,
}

impl FromRow for Elector {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            token: row.take()?,
            person: row.take()?,
            stratum: row.take()?,
            answers: row.take()?,
            dealt: row.take()?,
            deals: row.take()?,
            excluded_why: row.take()?,
            excluded_by: row.take()?,
        })
    }
}

/// This person as an elector of the round.
pub(crate) fn elector(tx: &mut Tx<'_>, id: Id<Round>, person: Option<Id<Person>>) -> Result<Option<Elector>> {
    let Some(person) = person else { return Ok(None) };
    Ok(sql!(tx.opt(
        "SELECT token, person, stratum, answers, dealt, deals, excluded_why, excluded_by FROM round_electors
         WHERE round = $1 AND person = $2",
        id,
        person
    ))?)
}

/// The elector of a token.
pub(crate) fn elector_of(tx: &mut Tx<'_>, id: Id<Round>, token: i64) -> Result<Option<Elector>> {
    Ok(sql!(tx.opt(
        "SELECT token, person, stratum, answers, dealt, deals, excluded_why, excluded_by FROM round_electors
         WHERE round = $1 AND token = $2",
        id,
        token
    ))?)
}

/// What an elector said, by slot.
pub(crate) fn answers_of(tx: &mut Tx<'_>, id: Id<Round>, token: i64) -> Result<Vec<Answer>> {
    let rows: Vec<String> = sql!(tx.all(
        "SELECT answer FROM round_ballots WHERE round = $1 AND token = $2 ORDER BY slot LIMIT 1000000",
        id,
        token
    ))?;
    Ok(rows.iter().map(|answer| read(answer)).collect::<store::Result<_>>()?)
}

/// What an elector said in one slot.
pub(crate) fn answer_of(tx: &mut Tx<'_>, id: Id<Round>, token: i64, slot: &Slot) -> Result<Option<Answer>> {
    let answer: Option<String> = sql!(tx.opt(
        "SELECT answer FROM round_ballots WHERE round = $1 AND token = $2 AND slot = $3",
        id,
        token,
        slot.to_string()
    ))?;
    Ok(answer.map(|answer| read(&answer)).transpose()?)
}

/// Every ballot as the record has it, by token and slot.
pub(crate) fn ballots(tx: &mut Tx<'_>, round: &Kept) -> Result<Vec<Ballot>> {
    let rows: Vec<(i64, String, Timestamp)> = sql!(tx.all(
        "SELECT token, answer, changed_at FROM round_ballots WHERE round = $1 ORDER BY token LIMIT $2",
        round.id,
        MOST_BALLOTS
    ))?;
    let mut ballots = Vec::with_capacity(rows.len());
    for (token, answer, at) in rows {
        ballots.push(round.ballot(token, read(&answer)?, at));
    }
    // The engines order texts; slots have an order of their own.
    ballots.sort_by_cached_key(|ballot| (ballot.token, ballot.answer.slot()));
    Ok(ballots)
}

/// Tokens whose ballots do not count.
pub(crate) fn excluded(tx: &mut Tx<'_>, id: Id<Round>) -> Result<std::collections::BTreeSet<i64>> {
    let tokens: Vec<i64> = sql!(tx.all(
        "SELECT token FROM round_electors WHERE round = $1 AND excluded_at IS NOT NULL ORDER BY token LIMIT 1000000",
        id
    ))?;
    Ok(tokens.into_iter().collect())
}

/// The sums of a round, those kinds of cell that are asked for by their letters, and the voters.
pub(crate) fn tallies(tx: &mut Tx<'_>, round: &Kept, letters: &[&str]) -> Result<Tallies> {
    let mut tallies = Tallies::new(round.rule.strata.len());
    for stratum in 0..round.rule.strata.len() {
        for letter in letters.iter().chain(&["n"]) {
            let after = letter.bytes().map(|byte| char::from(byte + 1)).collect::<String>();
            let number = u32::try_from(stratum).unwrap_or(u32::MAX);
            let rows: Vec<(String, i64)> = sql!(tx.all(
                "SELECT cell, count FROM round_tallies
                 WHERE round = $1 AND stratum = $2 AND cell >= $3 AND cell < $4 AND count <> 0 ORDER BY cell LIMIT $5",
                round.id,
                number,
                *letter,
                after,
                MOST_BALLOTS
            ))?;
            for (cell, count) in rows {
                if let Some(cell) = Cell::parse(&cell) {
                    tallies.add(stratum, cell, count);
                }
            }
        }
    }
    Ok(tallies)
}

/// Moves the sums of a stratum by a difference: one statement for each kind of cell and direction, however many cells.
pub(crate) fn move_tallies(tx: &mut Tx<'_>, id: Id<Round>, stratum: u32, by: &Tally) -> Result<()> {
    let mut numbers: BTreeMap<(char, i64), Vec<Id<Cell>>> = BTreeMap::new();
    for (cell, count) in by.iter() {
        match cell.number() {
            Some((letter, number)) => numbers.entry((letter, count)).or_default().push(Id::from_raw(number)),
            None => {
                let text = cell.text();
                sql!(tx.exec(
                    "INSERT INTO round_tallies (round, stratum, cell, count) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (round, stratum, cell) DO UPDATE SET count = round_tallies.count + excluded.count",
                    id,
                    stratum,
                    text,
                    count
                ))?;
            }
        }
    }
    for ((letter, count), cells) in numbers {
        let letter = letter.to_string();
        sql!(tx.exec(
            "INSERT INTO round_tallies (round, stratum, cell, count)
             SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS TEXT) || CAST(n.value AS TEXT), CAST($4 AS BIGINT)
             FROM {list $5} AS n WHERE TRUE
             ON CONFLICT (round, stratum, cell) DO UPDATE SET count = round_tallies.count + excluded.count",
            id,
            stratum,
            letter,
            count,
            List(&cells)
        ))?;
    }
    Ok(())
}

/// Whether this reader may know of the round: drafts are for those who make and run rounds there.
pub(crate) fn sees(tx: &mut Tx<'_>, who: &Actor, round: &Kept) -> Result<bool> {
    if !matches!(round.state, State::Draft | State::Withdrawn) {
        return Ok(true);
    }
    let own = who.person.is_some() && round.made_by == who.person;
    Ok(own || programmes::may_in(tx, who, &crate::permissions::OPEN, round.programme)?)
}

/// The round, if this reader may know of it; 404 otherwise.
pub(crate) fn seen(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<Kept> {
    let round = kept(tx, id)?;
    if sees(tx, who, &round)? { Ok(round) } else { Err(Refusal::not_found().into()) }
}
