//! Departments of the brand and partners, and who acts for them.

use crate::{
    events::{OrganisationCreated, OrganisationJoined, OrganisationLeft},
    permissions::ORGANISE,
    refusal::No,
    rows,
};
use act::{
    Actor, Column, Error, FromRow, Id, Line, Param, Person, Refusal, Result, Row, Tx, Value, search_key, sql,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What an organisation is to the brand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum OrganisationKind {
    /// A part of the brand: Repairs, Design.
    Department,
    /// A supplier, agency, merchant or host.
    Partner,
}

impl OrganisationKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Department, Self::Partner];

    /// Its name in rows, the API and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Partner => "partner",
        }
    }
}
impl fmt::Display for OrganisationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
impl FromStr for OrganisationKind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| format!("{text:?} is no kind of organisation"))
    }
}
impl Param for OrganisationKind {
    fn value(&self) -> Value<'_> {
        Value::Text(self.name().into())
    }
}
impl Column for OrganisationKind {
    fn read(value: Value<'_>) -> Result<Self, String> {
        String::read(value)?.parse()
    }
}

/// Whom people act for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Organisation {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id<Organisation>,
    /// Its name.
    #[schema(example = "Repairs")]
    pub name: String,
    /// What it is to the brand.
    pub kind: OrganisationKind,
}

impl FromRow for Organisation {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self { id: row.take()?, name: row.take()?, kind: row.take()? })
    }
}

/// More organisations than this are not listed at once.
const MOST: i64 = 1_000;

/// Enters an organisation.
///
/// # Errors
/// 401 and 403 for who may not; 409 when one of that kind has the name.
pub fn create_organisation(
    tx: &mut Tx<'_>,
    who: &Actor,
    name: &Line<120>,
    kind: OrganisationKind,
) -> Result<Id<Organisation>> {
    who.may(&ORGANISE)?;
    let (id, now) = (tx.fresh::<Organisation>(), tx.now());
    let entered = sql!(tx.exec(
        "INSERT INTO organisations (id, name, name_key, kind, at) VALUES ($1, $2, $3, $4, $5)",
        id,
        name,
        search_key(name.as_str()),
        kind,
        now
    ));
    entered
        .map_err(|e| Error::from(e).or_broken("organisations_name", || No::OrganisationTaken.refusal()))?;
    tx.emit(&OrganisationCreated { organisation: id, by: who.person })?;
    Ok(id)
}

/// Says that a person acts for an organisation; twice is once.
///
/// # Errors
/// 401 and 403 for who may not; 404 when there is no such person or organisation.
pub fn join(tx: &mut Tx<'_>, who: &Actor, organisation: Id<Organisation>, person: Id<Person>) -> Result<()> {
    who.may(&ORGANISE)?;
    find_organisation(tx, organisation)?.ok_or_else(Refusal::not_found)?;
    rows::account(tx, person)?.ok_or_else(Refusal::not_found)?;
    let now = tx.now();
    let joined = sql!(tx.exec(
        "INSERT INTO organisation_members (organisation, person, at) VALUES ($1, $2, $3)
         ON CONFLICT (organisation, person) DO NOTHING",
        organisation,
        person,
        now
    ))?;
    if joined > 0 {
        tx.emit(&OrganisationJoined { person, by: who.person, organisation: organisation.raw() })?;
    }
    Ok(())
}

/// Says that a person no longer acts for an organisation; twice is once.
///
/// # Errors
/// 401 and 403 for who may not.
pub fn leave(tx: &mut Tx<'_>, who: &Actor, organisation: Id<Organisation>, person: Id<Person>) -> Result<()> {
    who.may(&ORGANISE)?;
    let left = sql!(tx.exec(
        "DELETE FROM organisation_members WHERE organisation = $1 AND person = $2",
        organisation,
        person
    ))?;
    if left > 0 {
        tx.emit(&OrganisationLeft { person, by: who.person, organisation: organisation.raw() })?;
    }
    Ok(())
}

/// An organisation by its identifier.
///
/// # Errors
/// The store's.
pub fn find_organisation(tx: &mut Tx<'_>, id: Id<Organisation>) -> Result<Option<Organisation>> {
    Ok(sql!(tx.opt("SELECT id, name, kind FROM organisations WHERE id = $1", id))?)
}

/// An organisation by its kind and name, in any case: for imports and the demo.
///
/// # Errors
/// The store's.
pub fn organisation_named(
    tx: &mut Tx<'_>,
    kind: OrganisationKind,
    name: &str,
) -> Result<Option<Id<Organisation>>> {
    Ok(sql!(tx.opt(
        "SELECT id FROM organisations WHERE kind = $1 AND name_key = $2",
        kind,
        search_key(name)
    ))?)
}

/// Every organisation: departments before partners, each by name.
///
/// # Errors
/// The store's.
pub fn all_organisations(tx: &mut Tx<'_>) -> Result<Vec<Organisation>> {
    Ok(sql!(tx.all("SELECT id, name, kind FROM organisations ORDER BY kind, name_key LIMIT $1", MOST))?)
}

/// Whom a person acts for.
///
/// # Errors
/// The store's.
pub fn organisations_of(tx: &mut Tx<'_>, person: Id<Person>) -> Result<Vec<Organisation>> {
    Ok(sql!(tx.all(
        "SELECT o.id, o.name, o.kind FROM organisation_members m JOIN organisations o ON o.id = m.organisation
         WHERE m.person = $1 ORDER BY o.kind, o.name_key LIMIT $2",
        person, MOST
    ))?)
}

/// Who acts for an organisation, erased and closed accounts left out, first come first, at most `limit`.
///
/// # Errors
/// The store's.
pub fn members_of(tx: &mut Tx<'_>, organisation: Id<Organisation>, limit: i64) -> Result<Vec<Id<Person>>> {
    Ok(sql!(tx.all(
        "SELECT p.id FROM organisation_members m JOIN people p ON p.id = m.person
         WHERE m.organisation = $1 AND p.deactivated_at IS NULL AND p.erased_at IS NULL ORDER BY m.at, p.id LIMIT $2",
        organisation, limit
    ))?)
}
