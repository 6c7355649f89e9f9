//! The ballots of the bare transaction, the same on every side that casts them. No chance, no database: the peers, which
//! cannot share a library of SQLite with the house, take this very file.

use std::collections::BTreeMap;

/// The two tables of the bare transaction on SQLite.
pub const SQLITE: &str = "
    CREATE TABLE IF NOT EXISTS bare_tallies (piece INTEGER PRIMARY KEY, score INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS bare_votes (
        piece  INTEGER NOT NULL,
        person INTEGER NOT NULL,
        weight INTEGER NOT NULL,
        was    INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (piece, person)
    ) STRICT, WITHOUT ROWID;";

/// The same on PostgreSQL.
pub const POSTGRES: &str = "
    CREATE TABLE IF NOT EXISTS bare_tallies (piece BIGINT PRIMARY KEY, score BIGINT NOT NULL);
    CREATE TABLE IF NOT EXISTS bare_votes (
        piece  BIGINT NOT NULL,
        person BIGINT NOT NULL,
        weight BIGINT NOT NULL,
        was    BIGINT NOT NULL DEFAULT 0,
        PRIMARY KEY (piece, person)
    );";

/// One person's weight for one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ballot {
    /// From 0 on.
    pub piece: i64,
    /// From 0 on.
    pub person: i64,
    /// −1 or 1.
    pub weight: i64,
}

/// Ballots without end, evenly over pieces and people.
#[derive(Debug, Clone)]
pub struct Ballots {
    state: u64,
    pieces: u64,
    people: u64,
}

impl Ballots {
    /// Those of a caller; two callers cast different ones.
    pub fn of(caller: u64, pieces: u64, people: u64) -> Self {
        Self { state: caller, pieces: pieces.max(1), people: people.max(1) }
    }

    /// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    fn word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Iterator for Ballots {
    type Item = Ballot;

    fn next(&mut self) -> Option<Ballot> {
        let (piece, person) = (self.word() % self.pieces, self.word() % self.people);
        let weight = if self.word() & 1 == 0 { 1 } else { -1 };
        Some(Ballot { piece: piece.cast_signed(), person: person.cast_signed(), weight })
    }
}

/// Votes as (piece, person, weight), tallies as (piece, score).
pub type Rows = (Vec<(i64, i64, i64)>, Vec<(i64, i64)>);

/// What the tables hold after these ballots, were they cast by hand: votes, then tallies that are not zero.
pub fn counted(ballots: impl IntoIterator<Item = Ballot>) -> Rows {
    let mut votes: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    for ballot in ballots {
        votes.insert((ballot.piece, ballot.person), ballot.weight);
    }
    let mut tallies: BTreeMap<i64, i64> = BTreeMap::new();
    for (&(piece, _), &weight) in &votes {
        *tallies.entry(piece).or_default() += weight;
    }
    tallies.retain(|_, score| *score != 0);
    let votes = votes.into_iter().map(|((piece, person), weight)| (piece, person, weight));
    (votes.collect(), tallies.into_iter().collect())
}
