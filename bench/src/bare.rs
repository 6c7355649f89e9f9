//! The bare transaction: a vote is put down, the tally moves by the difference. No permission, no rule, no event. What an
//! act costs beyond it is what Weft costs.

use crate::{
    Engine, Pen,
    ballots::{Ballot, POSTGRES, Rows, SQLITE},
};
use anyhow::Result;
use store::{Tx, Value, sql};

/// Makes the two tables, with a tally of zero for so many pieces.
///
/// # Errors
/// The engine's.
pub fn make(pen: &mut Pen, pieces: i64) -> Result<()> {
    pen.run(match pen.engine() {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    })?;
    pen.run("DELETE FROM bare_votes; DELETE FROM bare_tallies;")?;
    pen.rows(
        "bare_tallies",
        "piece, score",
        (0..pieces).map(|piece| vec![Value::Int(piece), Value::Int(0)]),
    )?;
    pen.settle()
}

/// The bare transaction.
///
/// # Errors
/// The store's.
pub fn cast(tx: &mut Tx<'_>, ballot: Ballot) -> store::Result<()> {
    let was: i64 = sql!(tx.one(
        "INSERT INTO bare_votes (piece, person, weight) VALUES ($1, $2, $3)
         ON CONFLICT (piece, person) DO UPDATE SET was = bare_votes.weight, weight = excluded.weight RETURNING was",
        ballot.piece, ballot.person, ballot.weight
    ))?;
    let moved = sql!(tx.exec(
        "UPDATE bare_tallies SET score = score + $2 WHERE piece = $1",
        ballot.piece,
        ballot.weight - was
    ))?;
    if moved == 1 { Ok(()) } else { Err(store::Error::NoRow) }
}

/// What the two tables hold, as [`crate::ballots::counted`] says it.
///
/// # Errors
/// The store's.
pub fn rows(tx: &mut Tx<'_>) -> store::Result<Rows> {
    let votes =
        sql!(tx.all("SELECT piece, person, weight FROM bare_votes ORDER BY piece, person LIMIT 100000"))?;
    let tallies =
        sql!(tx.all("SELECT piece, score FROM bare_tallies WHERE score <> 0 ORDER BY piece LIMIT 100000"))?;
    Ok((votes, tallies))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ballots::{Ballots, counted};
    use store::{Clock, Config, Store};

    #[tokio::test]
    async fn the_house_casts_what_its_peers_cast() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("bare.sqlite");
        make(&mut Pen::sqlite(&file).expect("a file"), 7).expect("two tables");
        let store = Store::start(Config::sqlite(&file, Clock::system())).expect("a store");
        let cast_all = |tx: &mut Tx<'_>| Ballots::of(1, 7, 11).take(200).try_for_each(|b| cast(tx, b));
        store.write(cast_all).await.expect("votes");
        let found = store.read(rows).await.expect("rows");
        assert_eq!(found, counted(Ballots::of(1, 7, 11).take(200)));
    }
}
