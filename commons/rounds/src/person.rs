//! What is known of a person here, and how they are forgotten while closed results stay true.

use crate::{
    Answer, Round, State,
    cast::keep,
    chain,
    record::{ErasedBody, Kind},
    rows::{self, Kept, read},
};
use act::{Id, Person, Result, Timestamp, Tx, sql};
use serde_json::{Value, json};

/// Rounds and ballots of one person that are read at once.
const MOST: i64 = 1_000_000;

/// Every round a person may vote in, with what they said; their exclusions and appeals; the rounds they made or decided.
pub(crate) fn export(tx: &mut Tx<'_>, person: Id<Person>) -> Result<Value> {
    let electors: Vec<(Id<Round>, i64, Option<String>)> = sql!(tx.all(
        "SELECT round, token, excluded_why FROM round_electors WHERE person = $1 ORDER BY round LIMIT $2",
        person,
        MOST
    ))?;
    let ballots: Vec<(Id<Round>, String, Timestamp, Timestamp)> = sql!(tx.all(
        "SELECT b.round, b.answer, b.at, b.changed_at FROM round_ballots b
         JOIN round_electors e ON e.round = b.round AND e.token = b.token
         WHERE e.person = $1 ORDER BY b.round, b.at LIMIT $2",
        person,
        MOST
    ))?;
    let appeals: Vec<(Id<Round>, String, Timestamp, Option<bool>)> = sql!(tx.all(
        "SELECT a.round, a.words, a.at, a.upheld FROM round_appeals a
         JOIN round_electors e ON e.round = a.round AND e.token = a.token
         WHERE e.person = $1 ORDER BY a.id LIMIT $2",
        person,
        MOST
    ))?;
    let made: Vec<(Id<Round>, Timestamp)> =
        sql!(tx.all("SELECT id, made_at FROM rounds WHERE made_by = $1 ORDER BY id LIMIT $2", person, MOST))?;
    let decided: Vec<(Id<Round>, Option<Timestamp>)> = sql!(tx.all(
        "SELECT id, decided_at FROM rounds WHERE decided_by = $1 ORDER BY id LIMIT $2",
        person,
        MOST
    ))?;
    let juries: Vec<Id<Round>> = sql!(tx.all(
        "SELECT round FROM round_named WHERE person = $1 ORDER BY round LIMIT $2",
        person,
        MOST
    ))?;
    let said = |(round, answer, at, changed_at): &(Id<Round>, String, Timestamp, Timestamp)| {
        let answer: Answer = read(answer)?;
        Ok(json!({"round": round, "answer": answer, "at": at, "changed_at": changed_at}))
    };
    Ok(json!({
        "electorates": electors.iter().map(|(round, token, why)| json!({"round": round, "token": token, "excluded": why})).collect::<Vec<_>>(),
        "ballots": ballots.iter().map(said).collect::<Result<Vec<_>>>()?,
        "appeals": appeals.iter().map(|(round, words, at, upheld)| json!({"round": round, "words": words, "at": at, "upheld": upheld})).collect::<Vec<_>>(),
        "made": made.iter().map(|(round, at)| json!({"round": round, "at": at})).collect::<Vec<_>>(),
        "decided": decided.iter().map(|(round, at)| json!({"round": round, "at": at})).collect::<Vec<_>>(),
        "named_in": juries,
    }))
}

/// Forgets a person. Where ballots are still taken theirs are taken back, and sums move; where they are counted their
/// token stays and leads to nobody. The record says that somebody was erased, not who.
pub(crate) fn erase(tx: &mut Tx<'_>, person: Id<Person>) -> Result<()> {
    let rounds: Vec<Id<Round>> = sql!(tx.all(
        "SELECT round FROM round_electors WHERE person = $1 ORDER BY round LIMIT $2",
        person,
        MOST
    ))?;
    for round in rounds {
        let mut round = rows::touch(tx, round)?;
        leave(tx, &mut round, person)?;
    }
    sql!(tx.exec("DELETE FROM round_named WHERE person = $1", person))?;
    sql!(tx.exec("UPDATE rounds SET made_by = NULL WHERE made_by = $1", person))?;
    sql!(tx.exec("UPDATE rounds SET decided_by = NULL WHERE decided_by = $1", person))?;
    sql!(tx.exec("UPDATE round_electors SET excluded_by = NULL WHERE excluded_by = $1", person))?;
    sql!(tx.exec("UPDATE round_amendments SET by_person = NULL WHERE by_person = $1", person))?;
    sql!(tx.exec("UPDATE round_reports SET by_person = NULL WHERE by_person = $1", person))?;
    sql!(tx.exec("UPDATE round_appeals SET against = NULL WHERE against = $1", person))?;
    sql!(tx.exec("UPDATE round_appeals SET decided_by = NULL WHERE decided_by = $1", person))?;
    Ok(())
}

/// Takes a person out of a round, which the caller holds.
fn leave(tx: &mut Tx<'_>, round: &mut Kept, person: Id<Person>) -> Result<()> {
    while round.state == State::Open {
        // Each step changes what the elector has, so it is read anew.
        let Some(elector) = rows::elector(tx, round.id, Some(person))? else { break };
        let Some(answer) = rows::answers_of(tx, round.id, elector.token)?.into_iter().next() else { break };
        let unnamed = rows::Elector { person: None, ..elector };
        let before = unnamed.answers;
        keep(tx, round, &unnamed, &answer.slot(), Some(&answer), None)?;
        if before == 1 {
            round.voters -= 1;
        }
    }
    let now = tx.now();
    // An appeal that waits waits for nobody any more; the words of all go.
    sql!(tx.exec(
        "UPDATE round_appeals SET words = '', decided_at = COALESCE(decided_at, $3)
         WHERE round = $1 AND token = (SELECT token FROM round_electors WHERE round = $1 AND person = $2)",
        round.id,
        person,
        now
    ))?;
    sql!(tx.exec(
        "UPDATE round_electors SET person = NULL, dealt = NULL WHERE round = $1 AND person = $2",
        round.id,
        person
    ))?;
    round.erased += 1;
    sql!(tx.exec("UPDATE rounds SET erased = $2 WHERE id = $1", round.id, round.erased))?;
    let people = round.erased;
    chain::append(tx, round, Kind::Erased, &ErasedBody { people })
}
