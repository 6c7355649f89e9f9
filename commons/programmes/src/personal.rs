//! What is known here of a person, and how they are forgotten.

use crate::{
    Part, Programme,
    rows::{self, charter_of, decide, head},
    tell::{operators, tell},
};
use act::{Id, Person, Result, Timestamp, Tx, sql};
use serde_json::json;

/// Everything known of a person: the programmes they made or own, their parts, what they decided.
pub(crate) fn export(tx: &mut Tx<'_>, person: Id<Person>) -> Result<serde_json::Value> {
    let parts: Vec<(String, String, Part, String, Timestamp)> = sql!(tx.all(
        "SELECT p.slug, p.title, q.part, q.came_by, q.since FROM programme_parts q JOIN programmes p ON p.id = q.programme
         WHERE q.person = $1 ORDER BY q.since LIMIT 10000",
        person
    ))?;
    let made: Vec<(String, String, Timestamp)> = sql!(tx.all(
        "SELECT slug, title, made_at FROM programmes WHERE made_by = $1 ORDER BY made_at LIMIT 10000",
        person
    ))?;
    let decided: Vec<(String, Timestamp, String, Option<String>)> = sql!(tx.all(
        "SELECT p.slug, d.at, d.what, d.reason FROM programme_decisions d JOIN programmes p ON p.id = d.programme
         WHERE d.by_person = $1 ORDER BY d.id LIMIT 10000",
        person
    ))?;
    Ok(json!({
        "parts": parts.iter().map(|(slug, title, part, came_by, since)| json!({
            "programme": slug, "title": title, "part": part, "came_by": came_by, "since": since,
        })).collect::<Vec<_>>(),
        "made": made.iter().map(|(slug, title, at)| json!({ "programme": slug, "title": title, "at": at })).collect::<Vec<_>>(),
        "decided": decided.iter().map(|(slug, at, what, reason)| json!({
            "programme": slug, "at": at, "what": what, "reason": reason,
        })).collect::<Vec<_>>(),
    }))
}

/// Forgets a person: their parts go, what they made and decided is nobody's, charters name them no more, and programmes
/// they owned are the operators', who are told.
pub(crate) fn erase(tx: &mut Tx<'_>, person: Id<Person>) -> Result<()> {
    let mark = format!("%\"{person}\"%");
    let versions: Vec<(Id<Programme>, i64)> = sql!(tx.all(
        "SELECT programme, version FROM programme_charters WHERE body LIKE $1 ORDER BY programme, version LIMIT 100000",
        mark
    ))?;
    for (programme, version) in versions {
        let charter = charter_of(tx, programme, version)?.without(person);
        let body = serde_json::to_value(&charter).map_err(rows::unreadable)?;
        sql!(tx.exec(
            "UPDATE programme_charters SET body = $3 WHERE programme = $1 AND version = $2",
            programme,
            version,
            body
        ))?;
    }
    let owned: Vec<Id<Programme>> =
        sql!(tx.all("SELECT id FROM programmes WHERE owner = $1 ORDER BY id LIMIT 10000", person))?;
    for programme in owned {
        sql!(
            tx.exec("UPDATE programmes SET owner = NULL, revision = revision + 1 WHERE id = $1", programme)
        )?;
        let head = head(tx, programme)?;
        decide(tx, &head, None, "owner-gone", None, None, None)?;
        let operators = operators(tx)?;
        tell(
            tx,
            &head,
            "programmes-notice-owner-gone",
            &[],
            operators.into_iter().filter(|o| *o != person),
            None,
        )?;
    }
    sql!(tx.exec("DELETE FROM programme_parts WHERE person = $1", person))?;
    sql!(tx.exec("UPDATE programme_parts SET by_person = NULL WHERE by_person = $1", person))?;
    sql!(tx.exec("UPDATE programme_decisions SET by_person = NULL WHERE by_person = $1", person))?;
    sql!(tx.exec("UPDATE programme_charters SET written_by = NULL WHERE written_by = $1", person))?;
    sql!(tx.exec("UPDATE programmes SET made_by = NULL WHERE made_by = $1", person))?;
    Ok(())
}
