//! The act *vote*, with permission, rows, counter and event, beside the bare transaction of two statements on the same
//! store; on SQLite both beside what sqlx makes of the bare transaction.

use crate::{ROUNDS, Run, TURN, a_second};
use anyhow::{Context as _, Result};
use bench::{
    Bound, Child, Engine, Figures, House, Line, ballots::Ballots, bare, build, call, interleaved, median,
    ratio, say,
};
use std::{path::PathBuf, time::Duration};
use store::Store;

/// Callers at once.
pub(crate) const CALLERS: u64 = 32;
/// Ideas that are voted on.
pub(crate) const IDEAS: usize = 1_000;
/// People whose ballots the bare transaction counts.
const PEOPLE: u64 = 10_000;

pub(crate) fn measure(run: &Run) -> Result<Vec<Line>> {
    run.each(|engine| on(run, engine))
}

fn on(run: &Run, engine: Engine) -> Result<Vec<Line>> {
    let house = House::open(&run.runtime, engine, IDEAS)?;
    bare::make(&mut house.pen()?, house.community.ideas.len() as i64)?;
    let mut peer = Peer::of(&house, engine)?;
    say(&format!("{engine}: {}", peer.told));
    let mut turn = 0;
    let mut act = || {
        turn += 1;
        vote(run, &house, turn)
    };
    let mut turn = 0;
    let mut bare = || {
        turn += 1;
        cast(run, &house.store, turn)
    };
    let mut sqlx = || peer.go(TURN);
    let rounds = interleaved(ROUNDS, [&mut act, &mut bare, &mut sqlx])?;
    let rate = |side: usize| a_second(median(rounds.iter().map(|round| round[side].rate)));
    let line = |what: &str, subject: usize, ceiling: usize, bound| Line {
        what: what.to_owned(),
        engine: engine.to_string(),
        subject: rate(subject),
        ceiling: rate(ceiling),
        ratio: ratio(&rounds, |round| round[subject].rate, |round| round[ceiling].rate),
        bound,
    };
    let five_times = if engine == Engine::Sqlite { Bound::AtLeast(5.0) } else { Bound::Free };
    Ok(vec![
        line("act vote, 32 callers : bare transaction", 0, 1, Bound::AtLeast(1.0 / 3.0)),
        line("act vote, 32 callers : bare transaction by sqlx", 0, 2, five_times),
        line("bare transaction : bare transaction by sqlx", 1, 2, Bound::Free),
    ])
}

/// Votes and changed minds of everybody on everything.
pub(crate) fn vote(run: &Run, house: &House, turn: u64) -> Result<Figures> {
    call(&run.runtime, CALLERS, TURN, |caller| {
        let mut ballots = house.community.ballots(turn << 32 | caller);
        let (store, ideas, actors) =
            (house.store.clone(), house.community.ideas.clone(), house.actors.clone());
        move || {
            let asked = ballots.next().map(|ballot| {
                let who = actors[ballot.person as usize].clone();
                (who, ::act::Id::from_raw(ideas[ballot.piece as usize]), ballot.weight)
            });
            let store = store.clone();
            async move {
                let Some((who, idea, weight)) = asked else { return Ok(()) };
                let weight = ideas::Weight::try_from(weight).unwrap_or(ideas::Weight::UP);
                store.write(move |tx| ideas::vote(tx, &who, idea, weight)).await.map(drop)
            }
        }
    })
}

fn cast(run: &Run, store: &Store, turn: u64) -> Result<Figures> {
    call(&run.runtime, CALLERS, TURN, |caller| {
        let mut ballots = Ballots::of(turn << 32 | caller, IDEAS as u64, PEOPLE);
        let store = store.clone();
        move || {
            let (store, ballot) = (store.clone(), ballots.next());
            async move {
                let Some(ballot) = ballot else { return Ok(()) };
                store.write(move |tx| bare::cast(tx, ballot)).await
            }
        }
    })
}

/// The program that does the same with sqlx: it links another SQLite, so it is a process of its own.
struct Peer {
    child: Child,
    told: String,
}

impl Peer {
    fn of(house: &House, engine: Engine) -> Result<Self> {
        build(&["--manifest-path", "bench/peers/Cargo.toml"])?;
        let program = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("peers/target/release/sqlx-peer");
        let whereto = match engine {
            Engine::Sqlite => house.folder().join("sqlx.sqlite").display().to_string(),
            Engine::Postgres => house.url().context("a database without an address")?,
        };
        let counts = [CALLERS, IDEAS as u64, PEOPLE].map(|count| count.to_string());
        let mut child = Child::start(&program, std::iter::once(whereto).chain(counts))?;
        let told = child.line()?;
        Ok(Self { child, told })
    }

    /// Has it cast ballots for so long.
    fn go(&mut self, span: Duration) -> Result<Figures> {
        self.child.tell(&span.as_millis().to_string())?;
        let told = self.child.line()?;
        let figures: Vec<f64> = told.split(' ').map(str::parse).collect::<Result<_, _>>()?;
        let [rate, median, p99] = figures[..] else { anyhow::bail!("sqlx said {told}") };
        let micros = |figure: f64| Duration::from_micros(figure as u64);
        Ok(Figures { rate, median: micros(median), p99: micros(p99) })
    }
}
