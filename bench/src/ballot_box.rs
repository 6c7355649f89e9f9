//! A round with a full box: a hundred ballots of each of ten thousand people, put down directly, with the sums that casting
//! them would have kept.

use crate::{House, Pen};
use act::{Actor, Id, Role, Roles, Span};
use anyhow::{Result, anyhow};
use rounds::{
    Answer, Authors, Bearing, Combine, Conflict, Counts, Decider, Method, NewRound, Round, Rule, Stratum,
    Ties, Who,
    in_step::tallied,
    record::{Ballot, Electorate},
};
use store::{Clock, Value};
use tokio::runtime::Runtime;

/// Items of the round.
const ITEMS: u32 = 100;
/// Answers of each elector who has voted.
const EACH: u32 = 100;

/// An open round in which everybody has voted.
#[derive(Debug)]
pub struct BallotBox {
    /// The round.
    pub round: Id<Round>,
    /// How many ballots are in it.
    pub ballots: usize,
    /// Somebody who voted, and one of their answers with its contrary.
    pub changing: (Actor, [Answer; 2]),
}

impl BallotBox {
    /// Opens a round of this method about the first ideas of a house, and fills it.
    ///
    /// # Errors
    /// The engine's, and a method that is not filled here.
    pub fn fill(runtime: &Runtime, house: &House, method: Method) -> Result<Self> {
        let mut pen = house.pen()?;
        let rule = rule(method);
        let round = open(runtime, house, &mut pen, &rule)?;
        let people = house.community.people.len();
        let mut ballots = Vec::with_capacity(people * EACH as usize);
        for token in 1..=people as i64 {
            for n in 0..EACH {
                ballots.push(Ballot { token, answer: answer(&rule.method, token, n)?, when: None });
            }
        }
        put_down(&mut pen, round, &rule, &ballots)?;
        let person = pen.number(&format!(
            "SELECT person FROM round_electors WHERE round = {} AND token = 1",
            round.raw()
        ))?;
        let who = Actor::person(Id::from_raw(person), "Somebody", Roles::MEMBER, Default::default());
        let said = ballots[0].answer.clone();
        let contrary = match said.clone() {
            Answer::Vote { item, up } => Answer::Vote { item, up: !up },
            Answer::Pair { one, other, .. } => Answer::Pair { one, other, better: Some(other) },
            other => other,
        };
        Ok(Self { round, ballots: ballots.len(), changing: (who, [contrary, said]) })
    }
}

/// The n-th answer of somebody; on an item, or on one of their hundred pairs.
fn answer(method: &Method, token: i64, n: u32) -> Result<Answer> {
    let chance = (token as u32).wrapping_mul(2_654_435_761).wrapping_add(n.wrapping_mul(40_503)) >> 7;
    match method {
        Method::UpDown => Ok(Answer::Vote { item: n, up: chance % ITEMS > n / 2 }),
        Method::Pairwise => {
            let other = (n + 1 + token as u32 % (ITEMS / 2 - 1)) % ITEMS;
            let (one, other) = (n.min(other), n.max(other));
            let better = if chance.is_multiple_of(3) { other } else { one };
            Ok(Answer::Pair { one, other, better: Some(better) })
        }
        other => anyhow::bail!("rounds by {} are not filled", other.name()),
    }
}

fn rule(method: Method) -> Rule {
    let now = Clock::system().now();
    Rule {
        question: "What comes first?".to_owned(),
        method,
        places: 1,
        strata: vec![Stratum { name: "Members".to_owned(), who: Who::Members, joined_before: None }],
        combine: Combine::Together,
        conflict: Conflict::None,
        opens: now - Span::hours(1),
        closes: now + Span::days(7),
        counts: Counts::Open,
        authors: Authors::Shown,
        guarantee: 0,
        ties: Ties::Lots,
        suspects: None,
        decides: "what is made first".to_owned(),
        bearing: Bearing::Advises,
        decider: Decider::Staff,
    }
}

fn open(runtime: &Runtime, house: &House, pen: &mut Pen, rule: &Rule) -> Result<Id<Round>> {
    let operator = pen.number("SELECT id FROM people WHERE operator ORDER BY id LIMIT 1")?;
    let roles = Roles::MEMBER.with(Role::Operator);
    let who = Actor::person(Id::from_raw(operator), "Operator", roles, Default::default());
    let items = house.community.ideas.iter().take(ITEMS as usize).map(|idea| Id::from_raw(*idea));
    let new = NewRound {
        programme: Id::from_raw(pen.number("SELECT id FROM programmes ORDER BY id LIMIT 1")?),
        room: ideas::ROOM.to_owned(),
        rule: rule.clone(),
        items: items.collect(),
        named: Vec::new(),
    };
    let secret = people::Secret::shown("a seed that only a measurement knows");
    let opened = house.store.write(move |tx| {
        let round = rounds::draft(tx, &who, &new)?;
        rounds::open(tx, &who, round, &secret)?;
        Ok::<_, act::Error>(round)
    });
    runtime.block_on(opened).map_err(|error| anyhow!("a round cannot be opened: {error}"))
}

fn put_down(pen: &mut Pen, round: Id<Round>, rule: &Rule, ballots: &[Ballot]) -> Result<()> {
    let (raw, now) = (round.raw(), Clock::system().now().as_micros());
    let text = |text: String| Value::Text(text.into());
    let mut rows = Vec::with_capacity(ballots.len());
    let mut looks = vec![0_u64; ITEMS as usize];
    for ballot in ballots {
        let (slot, answer) = (ballot.answer.slot().to_string(), serde_json::to_string(&ballot.answer)?);
        let [round, token, at] = [raw, ballot.token, now].map(Value::Int);
        rows.push(vec![round, token, text(slot), text(answer), at.clone(), at]);
        ballot.answer.covers(ITEMS).into_iter().for_each(|item| looks[item as usize] += 1);
    }
    pen.rows("round_ballots", "round, token, slot, answer, at, changed_at", rows)?;
    let voters = ballots.iter().map(|ballot| ballot.token).max().unwrap_or(0);
    let sums = tallied(rule, ITEMS, &Electorate { strata: vec![voters] }, ballots);
    let cells = sums.0.iter().flat_map(|tally| tally.iter());
    let cells = cells.map(|(cell, count)| {
        let [round, stratum, count] = [raw, 0, count].map(Value::Int);
        vec![round, stratum, text(cell.text()), count]
    });
    pen.rows("round_tallies", "round, stratum, cell, count", cells)?;
    pen.run(&format!(
        "UPDATE round_electors SET answers = {EACH} WHERE round = {raw} AND token <= {voters};
         UPDATE rounds SET voters = {voters} WHERE id = {raw};"
    ))?;
    for (place, looks) in looks.iter().enumerate() {
        pen.run(&format!("UPDATE round_items SET looks = {looks} WHERE round = {raw} AND place = {place}"))?;
    }
    pen.settle()
}
