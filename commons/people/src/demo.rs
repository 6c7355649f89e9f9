//! The people that the demo invents.

use crate::{
    model,
    rows::{Roled, voice},
};
use act::{FromRow, Id, Person, Refusal, Result, Role, Roles, Row, Tx, Voice, sql};

/// A person whom the demo invented.
#[derive(Debug, Clone)]
pub(crate) struct Invented {
    pub(crate) id: Id<Person>,
    pub(crate) name: String,
    pub(crate) part: Option<String>,
    pub(crate) about: String,
    pub(crate) roles: Roles,
}

impl FromRow for Invented {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            name: row.take()?,
            part: row.take()?,
            about: row.take()?,
            roles: Roled::from_row(row)?.roles(),
        })
    }
}

impl Invented {
    /// The role under which the page lists them.
    pub(crate) fn highest(&self) -> Role {
        model::GIVEN.into_iter().rev().find(|&role| self.roles.has(role)).unwrap_or(Role::Member)
    }

    pub(crate) fn voice(&self) -> Voice {
        voice(self.roles)
    }

    /// Every role's name, for whoever looks for a person by role.
    pub(crate) fn role_names(&self) -> String {
        let names: Vec<&str> = self.roles.iter().map(Role::name).collect();
        names.join(" ")
    }
}

/// Everybody whom the demo invented, in the order in which it did.
pub(crate) fn invented(tx: &mut Tx<'_>) -> Result<Vec<Invented>> {
    Ok(sql!(tx.all(
        "SELECT id, name, part, about, staff, partner, operator FROM people
         WHERE about IS NOT NULL AND deactivated_at IS NULL AND erased_at IS NULL ORDER BY id LIMIT 200"
    ))?)
}

/// The language of an invented person; anybody else is not found here.
pub(crate) fn language_of_invented(tx: &mut Tx<'_>, person: Id<Person>) -> Result<Option<String>> {
    let found: Option<(Option<String>,)> = sql!(tx.opt(
        "SELECT language FROM people WHERE id = $1 AND about IS NOT NULL AND erased_at IS NULL",
        person
    ))?;
    found.map(|(language,)| language).ok_or_else(|| Refusal::not_found().into())
}
