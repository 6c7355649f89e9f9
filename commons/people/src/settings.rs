//! The figures that the rules of rooms use, set while the house runs.

use crate::{events::SettingChanged, permissions::DECIDE_SETTINGS};
use act::{Actor, FromRow, Id, Person, Result, Row, Timestamp, Tx, sql};
use web::Setting;

/// A figure somebody chose, and when.
pub(crate) struct Chosen {
    /// The setting's name.
    pub(crate) name: String,
    /// Who chose it; nobody when a tool did, or when they are gone.
    pub(crate) by: Option<Id<Person>>,
    /// When.
    pub(crate) at: Timestamp,
}

impl FromRow for Chosen {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self { name: row.take()?, by: row.take()?, at: row.take()? })
    }
}

/// Sets a figure; without one, what the setting comes with holds again.
///
/// # Errors
/// 401 and 403 for who may not; 422 for a figure out of range.
pub(crate) fn decide(tx: &mut Tx<'_>, who: &Actor, setting: &Setting, value: Option<i64>) -> Result<()> {
    who.may(&DECIDE_SETTINGS)?;
    let before = setting.value(tx)?;
    match value {
        Some(value) => setting.set(tx, who, value)?,
        None => {
            sql!(tx.exec("DELETE FROM settings WHERE name = $1", setting.name))?;
        }
    }
    let after = value.unwrap_or(setting.default);
    if before != after {
        tx.emit(&SettingChanged { setting: setting.name.to_owned(), value: after, by: who.person })?;
    }
    Ok(())
}

/// Who chose what, when; of everything that is kept beside the settings too.
///
/// # Errors
/// The store's.
pub(crate) fn chosen(tx: &mut Tx<'_>) -> Result<Vec<Chosen>> {
    Ok(sql!(tx.all("SELECT name, by_person, at FROM settings ORDER BY name LIMIT 1000"))?)
}
