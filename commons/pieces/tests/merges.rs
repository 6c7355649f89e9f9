//! A merge that is undone changes nothing, however many are stacked and in whichever order they are undone.
//!
//! The oracle keeps no counters and moves nothing: it remembers where each vote was cast and which merges are in force,
//! and works out from that alone what counts where.

mod house;

use act::{Id, Result, Tx};
use house::{idea, person};
use pieces::{Piece, cast};
use proptest::{prelude::*, test_runner::TestRunner};
use std::collections::{BTreeMap, BTreeSet};
use store::Store;
use testkit::{Engine, Place};

const PIECES: usize = 5;
const PEOPLE: i64 = 4;

#[derive(Debug, Clone)]
enum Step {
    Vote { piece: usize, person: i64, weight: i64 },
    Follow { piece: usize, person: i64, follows: bool },
    Comment { piece: usize },
    Merge { from: usize, into: usize, staying: BTreeSet<i64> },
    Release { which: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let people = 0..PEOPLE;
    prop_oneof![
        5 => (0..PIECES, people.clone(), -1..=1_i64).prop_map(|(piece, person, weight)| Step::Vote { piece, person, weight }),
        1 => (0..PIECES, people.clone(), any::<bool>()).prop_map(|(piece, person, follows)| Step::Follow { piece, person, follows }),
        1 => (0..PIECES).prop_map(|piece| Step::Comment { piece }),
        3 => (0..PIECES, 0..PIECES, proptest::collection::btree_set(people, 0..2)).prop_map(|(from, into, staying)| Step::Merge { from, into, staying }),
        2 => (0..8_usize).prop_map(|which| Step::Release { which }),
    ]
}

/// What counts where, worked out from the ballots and the merges in force.
#[derive(Debug, Clone, Default)]
struct Oracle {
    /// (origin, person) → weight
    ballots: BTreeMap<(usize, i64), i64>,
    follows: BTreeSet<(usize, i64)>,
    comments: BTreeMap<usize, i64>,
    /// (merge, from, into, who stayed)
    merges: Vec<(i64, usize, usize, BTreeSet<i64>)>,
}

impl Oracle {
    fn is_merged(&self, piece: usize) -> bool {
        self.merges.iter().any(|m| m.1 == piece)
    }
    fn survivor(&self, piece: usize) -> usize {
        self.merges.iter().find(|m| m.1 == piece).map_or(piece, |m| self.survivor(m.2))
    }
    /// The pieces whose votes by this person count here, the first first.
    fn line(&self, piece: usize, person: i64) -> Vec<usize> {
        let mut line = vec![piece];
        for merge in self.merges.iter().filter(|m| m.2 == piece && !m.3.contains(&person)) {
            line.extend(self.line(merge.1, person));
        }
        line
    }
    fn counting(&self, piece: usize, person: i64) -> Option<usize> {
        self.line(piece, person).into_iter().find(|&origin| self.ballots.contains_key(&(origin, person)))
    }
    /// Where this person's votes for a piece count.
    fn place(&self, piece: usize, person: i64) -> usize {
        match self.merges.iter().find(|m| m.1 == piece && !m.3.contains(&person)) {
            Some(merge) => self.place(merge.2, person),
            None => piece,
        }
    }
    fn weight(&self, piece: usize, person: i64) -> i64 {
        if self.place(piece, person) != piece {
            return 0;
        }
        self.counting(piece, person).map_or(0, |origin| self.ballots[&(origin, person)])
    }
    fn vote(&mut self, piece: usize, person: i64, weight: i64) -> bool {
        let counting = self.counting(piece, person).filter(|_| self.place(piece, person) == piece);
        if self.is_merged(piece) && counting.is_none() {
            return false;
        }
        self.ballots.insert((counting.unwrap_or(piece), person), weight);
        true
    }
    fn follows(&self, piece: usize, person: i64) -> bool {
        self.place(piece, person) == piece
            && self.line(piece, person).iter().any(|&origin| self.follows.contains(&(origin, person)))
    }
    fn follow(&mut self, piece: usize, person: i64, follows: bool) {
        let piece = self.survivor(piece);
        if follows && !self.follows(piece, person) {
            self.follows.insert((piece, person));
        } else if !follows {
            for origin in self.line(piece, person) {
                self.follows.remove(&(origin, person));
            }
        }
    }
    fn comments(&self, piece: usize) -> i64 {
        let own = |origin: &usize| self.survivor(*origin) == piece;
        self.comments.iter().filter(|(origin, _)| own(origin)).map(|(_, n)| n).sum()
    }
    fn merge(&mut self, merge: i64, from: usize, into: usize, staying: &BTreeSet<i64>) -> bool {
        if from == into || self.is_merged(from) || self.is_merged(into) {
            return false;
        }
        for person in 0..PEOPLE {
            for piece in [from, into] {
                let held: Vec<_> = self
                    .line(piece, person)
                    .into_iter()
                    .filter(|&o| self.ballots.contains_key(&(o, person)))
                    .collect();
                if let [only] = held[..]
                    && self.ballots[&(only, person)] == 0
                {
                    self.ballots.remove(&(only, person));
                }
            }
        }
        self.merges.push((merge, from, into, staying.clone()));
        true
    }
    fn release(&mut self, which: usize) -> Option<i64> {
        (!self.merges.is_empty()).then(|| self.merges.remove(which % self.merges.len()).0)
    }
}

/// What a reader sees of one piece.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    up: i64,
    down: i64,
    followers: i64,
    comments: i64,
    weights: Vec<i64>,
}

fn expected(oracle: &Oracle, piece: usize) -> Seen {
    let weights: Vec<i64> = (0..PEOPLE).map(|person| oracle.weight(piece, person)).collect();
    let count = |weight: i64| i64::try_from(weights.iter().filter(|w| **w == weight).count()).unwrap_or(-1);
    let followers = (0..PEOPLE).filter(|&person| oracle.follows(piece, person)).count();
    Seen {
        up: count(1),
        down: count(-1),
        followers: i64::try_from(followers).unwrap_or(-1),
        comments: if oracle.is_merged(piece) { 0 } else { oracle.comments(piece) },
        weights,
    }
}

fn found(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<Seen> {
    let (up, down, followers, comments) =
        act::sql!(tx.one("SELECT up, down, followers, comments FROM piece_tallies WHERE piece = $1", piece))?;
    let mut weights = Vec::new();
    for n in 0..PEOPLE {
        weights.push(pieces::vote_of(tx, piece, person(n))?);
    }
    Ok(Seen { up, down, followers, comments, weights })
}

fn take(tx: &mut Tx<'_>, ids: &[Id<Piece>], oracle: &mut Oracle, turn: i64, step: &Step) -> Result<()> {
    match step {
        Step::Vote { piece, person: n, weight } => {
            // A refusal undoes the transaction in the house; here what would be refused is not tried.
            if oracle.vote(*piece, *n, *weight) {
                cast(tx, ids[*piece], person(*n), *weight, None)?;
            }
        }
        Step::Follow { piece, person: n, follows } => {
            oracle.follow(*piece, *n, *follows);
            pieces::set_following(tx, ids[*piece], person(*n), *follows)?;
        }
        Step::Comment { piece } => {
            let origin = oracle.survivor(*piece);
            *oracle.comments.entry(origin).or_default() += 1;
            let new =
                pieces::NewPiece { kind: "comment", title: None, about: Some(ids[*piece]), ..idea(&[], "") };
            pieces::create(tx, new)?;
        }
        Step::Merge { from, into, staying } => {
            if oracle.merge(turn, *from, *into, staying) {
                let staying: Vec<_> = staying.iter().map(|&n| person(n)).collect();
                pieces::absorb(tx, ids[*from], ids[*into], &staying, turn)?;
            }
        }
        Step::Release { which } => {
            if let Some(merge) = oracle.release(*which) {
                pieces::release(tx, merge)?;
            }
        }
    }
    Ok(())
}

/// Runs one history in one transaction and compares every piece after every step.
fn history(tx: &mut Tx<'_>, steps: &[Step]) -> Result<Result<(), String>> {
    let mut ids = Vec::new();
    for _ in 0..PIECES {
        ids.push(pieces::create(tx, idea(&[], "One of several"))?);
    }
    let first = tx.fresh::<()>().raw();
    let mut oracle = Oracle::default();
    for (turn, step) in (0_i64..).zip(steps) {
        let before = oracle.clone();
        take(tx, &ids, &mut oracle, first + turn, step)?;
        for (n, &id) in ids.iter().enumerate() {
            let (should, is) = (expected(&oracle, n), found(tx, id)?);
            if should != is {
                return Ok(Err(format!(
                    "piece {n} after {turn} {step:?}: {should:?} expected, {is:?} found, before {before:?}"
                )));
            }
        }
    }
    // Undone to the last, every ballot is back where it was cast.
    while let Some(merge) = oracle.release(0) {
        pieces::release(tx, merge)?;
    }
    let aside: i64 =
        act::sql!(tx.one("SELECT COUNT(*) FROM votes_aside WHERE origin IN {list $1}", store::List(&ids)))?;
    let astray: i64 = act::sql!(
        tx.one("SELECT COUNT(*) FROM votes WHERE piece <> origin AND origin IN {list $1}", store::List(&ids))
    )?;
    for (n, &id) in ids.iter().enumerate() {
        let (should, is) = (expected(&oracle, n), found(tx, id)?);
        if should != is || aside != 0 || astray != 0 {
            return Ok(Err(format!(
                "piece {n} at the end: {should:?} expected, {is:?} found, {aside} aside, {astray} astray"
            )));
        }
    }
    Ok(Ok(()))
}

fn any_history(store: &Store, cases: u32) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut runner =
        TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) });
    let histories = proptest::collection::vec(step(), 1..40);
    runner
        .run(&histories, |steps| {
            let same = runtime.block_on(store.write(move |tx| history(tx, &steps)));
            same.map_err(|e| TestCaseError::fail(e.to_string()))?.map_err(TestCaseError::fail)
        })
        .unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn merging_and_unmerging_in_any_order_changes_nothing_and_tallies_equal_ballots_on_sqlite() {
    any_history(&Place::new(Engine::Sqlite).open(&house::house().migrations()), 200);
}

#[test]
fn merging_and_unmerging_in_any_order_changes_nothing_and_tallies_equal_ballots_on_postgresql() {
    any_history(&Place::new(Engine::Postgres).open(&house::house().migrations()), 40);
}
