//! What this crate keeps of a person: given out, and erased.

use act::Person;
use serde_json::{Value as Json, json};
use store::{FromRow, Id, Result, Row, Timestamp, Tx, sql};

/// Rows of each kind that an export holds at most; notices and letters are cleared away long before.
const EXPORTED: i64 = 100_000;

/// A notice in an export.
struct Told(Json);

impl FromRow for Told {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        let (at, read_at): (Timestamp, Option<Timestamp>) = (row.take()?, row.take()?);
        let (key, arguments, link): (String, Json, String) = (row.take()?, row.take()?, row.take()?);
        let times: i64 = row.take()?;
        Ok(Self(json!({
            "at": at, "read_at": read_at, "message": key, "arguments": arguments, "link": link, "times": times,
        })))
    }
}

/// A letter in an export.
struct Posted(Json);

impl FromRow for Posted {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        let (at, to): (Timestamp, String) = (row.take()?, row.take()?);
        let (subject, text): (String, String) = (row.take()?, row.take()?);
        Ok(Self(json!({ "at": at, "to": to, "subject": subject, "text": text })))
    }
}

/// A person's notices and the letters to them that are still here, as JSON.
pub fn export_person(tx: &mut Tx<'_>, person: Id<Person>) -> Result<Json> {
    let notices: Vec<Told> = sql!(tx.all(
        "SELECT at, read_at, key, arguments, link, times FROM notices WHERE to_person = $1 ORDER BY at, id LIMIT $2",
        person, EXPORTED
    ))?;
    let letters: Vec<Posted> = sql!(tx.all(
        "SELECT posted_at, to_address, subject, text FROM letters WHERE to_person = $1 ORDER BY id LIMIT $2",
        person,
        EXPORTED
    ))?;
    let notices: Vec<Json> = notices.into_iter().map(|told| told.0).collect();
    let letters: Vec<Json> = letters.into_iter().map(|posted| posted.0).collect();
    Ok(json!({ "notices": notices, "letters": letters }))
}

/// Erases a person's notices, those that they caused (they may name them), and the letters to them. A letter that was
/// not sent yet is not sent. The outbox stays: it holds identifiers and figures, never words.
pub fn erase_person(tx: &mut Tx<'_>, person: Id<Person>) -> Result<()> {
    sql!(tx.exec("DELETE FROM notices WHERE to_person = $1 OR by_person = $1", person))?;
    sql!(tx.exec("DELETE FROM letters WHERE to_person = $1", person)).map(drop)
}

/// Erases the letters to an address, whether or not they were posted to an account.
pub fn erase_address(tx: &mut Tx<'_>, address: &str) -> Result<()> {
    sql!(tx.exec("DELETE FROM letters WHERE to_address = $1", address)).map(drop)
}
