//! Notices: what a person is told inside the house.

use act::{Argument, Person};
use serde_json::{Value as Json, json};
use store::{Error, FromRow, Id, Result, Row, Timestamp, Tx, sql};

/// Unread notices are counted up to here; beyond, "many" is all that anyone wants to know.
const COUNTED: i64 = 1_000;

/// Something that a person is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Who is told.
    pub to: Id<Person>,
    /// The message's key: `ideas-notice-answered`.
    pub key: &'static str,
    /// What the message names.
    pub arguments: Vec<(&'static str, Argument)>,
    /// Where it leads: a path of this house.
    pub link: String,
    /// The thing it is about.
    pub about: Option<i64>,
    /// Who caused it.
    pub by: Option<Id<Person>>,
}

/// A notice as its addressee finds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// Its identifier.
    pub id: Id<Notice>,
    /// The message's key.
    pub key: String,
    /// What the message names.
    pub arguments: Vec<(String, Argument)>,
    /// Where it leads: a path of this house.
    pub link: String,
    /// The thing it is about.
    pub about: Option<i64>,
    /// Who caused it, the last one if there were several.
    pub by: Option<Id<Person>>,
    /// How often it was said while it was unread.
    pub times: i64,
    /// When it was said last.
    pub at: Timestamp,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

/// Which notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// This one.
    One(Id<Notice>),
    /// Every one.
    All,
}

/// Tells a person something. Nobody is told what they did themselves. While the same notice about the same thing (with
/// no thing: leading to the same place) is unread, it is not repeated but counted, and says what was said last.
pub fn notify(tx: &mut Tx<'_>, notice: Notice) -> Result<()> {
    if notice.by == Some(notice.to) {
        return Ok(());
    }
    if !notice.link.starts_with('/') || notice.link.starts_with("//") {
        return Err(Error::Engine(format!("notice {}: its link is not a path of this house", notice.key)));
    }
    let sameness =
        notice.about.map_or_else(|| notice.link.clone(), |about| Id::<()>::from_raw(about).to_string());
    let arguments = Json::Array(notice.arguments.iter().map(|(name, value)| written(name, value)).collect());
    let (id, now) = (tx.fresh::<Notice>(), tx.now());
    sql!(tx.exec(
        "INSERT INTO notices (id, to_person, key, arguments, link, about, sameness, by_person, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (to_person, key, sameness) WHERE read_at IS NULL
         DO UPDATE SET times = notices.times + 1, at = excluded.at, arguments = excluded.arguments,
             link = excluded.link, by_person = excluded.by_person",
        id,
        notice.to,
        notice.key,
        arguments,
        notice.link,
        notice.about,
        sameness,
        notice.by,
        now
    ))
    .map(drop)
}

/// A person's notices, latest said first, after a given one in that order.
pub fn inbox(
    tx: &mut Tx<'_>,
    person: Id<Person>,
    before: Option<Id<Notice>>,
    limit: u32,
) -> Result<Vec<Received>> {
    let from: Option<(Timestamp, Id<Notice>)> = match before {
        Some(id) => sql!(tx.opt("SELECT at, id FROM notices WHERE id = $1 AND to_person = $2", id, person))?,
        None => None,
    };
    let (at, id) = from.unwrap_or((Timestamp::from_micros(i64::MAX), Id::from_raw(i64::MAX)));
    sql!(tx.all(
        "SELECT id, key, arguments, link, about, by_person, times, at, read_at FROM notices
         WHERE to_person = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4",
        person,
        at,
        id,
        limit
    ))
}

/// How many of a person's notices are unread, counted up to a thousand.
pub fn unread(tx: &mut Tx<'_>, person: Id<Person>) -> Result<i64> {
    sql!(tx.one(
        "SELECT COUNT(*) FROM (SELECT 1 FROM notices WHERE to_person = $1 AND read_at IS NULL LIMIT $2) AS few",
        person, COUNTED
    ))
}

/// Marks a person's notices as read; how many were not.
pub fn mark_read(tx: &mut Tx<'_>, person: Id<Person>, which: Which) -> Result<u64> {
    let now = tx.now();
    match which {
        Which::One(id) => sql!(tx.exec(
            "UPDATE notices SET read_at = $3 WHERE id = $1 AND to_person = $2 AND read_at IS NULL",
            id,
            person,
            now
        )),
        Which::All => {
            sql!(tx.exec(
                "UPDATE notices SET read_at = $2 WHERE to_person = $1 AND read_at IS NULL",
                person,
                now
            ))
        }
    }
}

impl FromRow for Received {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.take()?,
            key: row.take()?,
            arguments: row
                .take::<Json>()?
                .as_array()
                .map_or_else(Vec::new, |all| all.iter().filter_map(read).collect()),
            link: row.take()?,
            about: row.take()?,
            by: row.take()?,
            times: row.take()?,
            at: row.take()?,
            read_at: row.take()?,
        })
    }
}

/// An argument in its row: its name, its kind and its value.
fn written(name: &str, value: &Argument) -> Json {
    match value {
        Argument::Number(n) => json!([name, "number", n]),
        Argument::Text(text) => json!([name, "text", text]),
        Argument::Time(at) => json!([name, "time", at.as_micros()]),
    }
}

fn read(argument: &Json) -> Option<(String, Argument)> {
    let value = argument.get(2)?;
    let value = match argument.get(1)?.as_str()? {
        "number" => Argument::Number(value.as_i64()?),
        "text" => Argument::Text(value.as_str()?.to_owned()),
        "time" => Argument::Time(Timestamp::from_micros(value.as_i64()?)),
        _ => return None,
    };
    Some((argument.get(0)?.as_str()?.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_argument_reads_back_as_it_was_written(n: i64, text: String, micros: i64) {
            for value in [Argument::Number(n), Argument::Text(text), Argument::Time(Timestamp::from_micros(micros))] {
                prop_assert_eq!(read(&written("name", &value)), Some(("name".to_owned(), value)));
            }
        }
    }
}
