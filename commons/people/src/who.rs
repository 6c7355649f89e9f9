//! Who somebody is, for other crates: bylines, actors, and who has a role.

use crate::rows::{self, Roled};
use act::{Actor, FromRow, Id, List, Person, Policy, Result, Role, Roles, Row, Timestamp, Tx, sql};
use std::{collections::HashMap, sync::Arc};
use web::Byline;

/// How somebody signs, as six columns of `people` say it: id, name, staff, partner, operator, part. Nobody where a join
/// found no row, so that whoever reads what people made reads their names along with it.
#[derive(Debug, Clone)]
pub struct Signature(pub Option<Byline>);

impl FromRow for Signature {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let (id, name): (Option<Id<Person>>, Option<String>) = (row.take()?, row.take()?);
        let mut is = || Ok::<bool, store::Error>(row.take::<Option<bool>>()?.unwrap_or(false));
        let roled = Roled { staff: is()?, partner: is()?, operator: is()? };
        let part: Option<String> = row.take()?;
        let signed = |name| Byline {
            person: id,
            name,
            voice: rows::voice(roled.roles()),
            part: part.unwrap_or_default(),
        };
        Ok(Self(name.map(signed)))
    }
}

/// How these people sign. Whoever was erased, or never was, is not in the answer, and has no name to show.
///
/// # Errors
/// The store's.
pub fn bylines(tx: &mut Tx<'_>, ids: &[Id<Person>]) -> Result<HashMap<Id<Person>, Byline>> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(1_000) {
        let signed: Vec<Signature> = sql!(tx.all(
            "SELECT id, name, staff, partner, operator, part FROM people
             WHERE id IN {list $1} AND erased_at IS NULL LIMIT 1000",
            List(some)
        ))?;
        let signed = signed.into_iter().filter_map(|Signature(byline)| byline);
        found.extend(signed.filter_map(|byline| Some((byline.person?, byline))));
    }
    Ok(found)
}

/// How this person signs; nothing when they were erased.
///
/// # Errors
/// The store's.
pub fn byline(tx: &mut Tx<'_>, id: Id<Person>) -> Result<Option<Byline>> {
    let signed: Option<Signature> = sql!(tx.opt(
        "SELECT id, name, staff, partner, operator, part FROM people WHERE id = $1 AND erased_at IS NULL",
        id
    ))?;
    Ok(signed.and_then(|Signature(byline)| byline))
}

/// The person as somebody who acts, for jobs, the demo and tests; nothing when the account is closed or erased.
///
/// # Errors
/// The store's.
pub fn actor(tx: &mut Tx<'_>, id: Id<Person>, policy: &Arc<Policy>) -> Result<Option<Actor>> {
    let found: Option<(String, bool, bool, bool)> = sql!(tx.opt(
        "SELECT name, staff, partner, operator FROM people
         WHERE id = $1 AND deactivated_at IS NULL AND erased_at IS NULL",
        id
    ))?;
    Ok(found.map(|(name, staff, partner, operator)| {
        Actor::person(id, name, Roled { staff, partner, operator }.roles(), policy.clone())
    }))
}

/// An account that can be used, as an electorate looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub id: Id<Person>,
    /// What it is.
    pub roles: Roles,
    /// When it was made.
    pub since: Timestamp,
}

impl FromRow for Account {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self { id: row.take()?, roles: Roled::from_row(row)?.roles(), since: row.take()? })
    }
}

/// The accounts that can be used, by identifier, after a given one, at most `limit`. People who came with an import and
/// have no way in yet are not among them.
///
/// # Errors
/// The store's.
pub fn accounts(tx: &mut Tx<'_>, after: Option<Id<Person>>, limit: i64) -> Result<Vec<Account>> {
    let after = after.unwrap_or(Id::from_raw(i64::MIN));
    Ok(sql!(tx.all(
        "SELECT p.id, p.staff, p.partner, p.operator, p.since FROM people p
         WHERE p.id > $1 AND p.deactivated_at IS NULL AND p.erased_at IS NULL
             AND (p.source IS NULL OR EXISTS (SELECT 1 FROM identities i WHERE i.person = p.id))
         ORDER BY p.id LIMIT $2",
        after,
        limit
    ))?)
}

/// Whoever has a role and an account that can be used, first come first, at most `limit`.
///
/// # Errors
/// The store's.
pub fn with_role(tx: &mut Tx<'_>, role: Role, limit: i64) -> Result<Vec<Id<Person>>> {
    Ok(match role {
        Role::Visitor => Vec::new(),
        Role::Member => sql!(tx.all(
            "SELECT id FROM people WHERE deactivated_at IS NULL AND erased_at IS NULL ORDER BY id LIMIT $1",
            limit
        ))?,
        Role::Staff => sql!(tx.all(
            "SELECT id FROM people WHERE staff AND deactivated_at IS NULL AND erased_at IS NULL ORDER BY id LIMIT $1",
            limit
        ))?,
        Role::Partner => sql!(tx.all(
            "SELECT id FROM people WHERE partner AND deactivated_at IS NULL AND erased_at IS NULL ORDER BY id LIMIT $1",
            limit
        ))?,
        Role::Operator => sql!(tx.all(
            "SELECT id FROM people WHERE operator AND deactivated_at IS NULL AND erased_at IS NULL ORDER BY id LIMIT $1",
            limit
        ))?,
    })
}
