//! What the operator decides: who is what, whose account is open, and which roles may do what.

use crate::{
    events::{PolicyChanged, RolesChanged, StandingChanged},
    model,
    permissions::{ADMINISTER, DECIDE_ROLES},
    refusal::No,
    rows::{self, Account, Roled},
    sessions,
};
use act::{
    Actor, FromRow, Id, Permission, Person, Refusal, Result, Role, Roles, Row, Timestamp, Tx, search_key, sql,
};

/// An account in the operator's list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Listed {
    /// Who.
    pub id: Id<Person>,
    /// The name beside their words.
    pub name: String,
    /// What they do here.
    pub part: Option<String>,
    /// What they are.
    pub roles: Roles,
    /// Their address, if they have one.
    pub email: Option<String>,
    /// Since when.
    pub since: Timestamp,
    /// Since when the account is closed, if it is.
    pub deactivated_at: Option<Timestamp>,
    /// What the list is sorted by.
    pub name_key: String,
}

impl FromRow for Listed {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            name: row.take()?,
            part: row.take()?,
            roles: Roled::from_row(row)?.roles(),
            email: row.take()?,
            since: row.take()?,
            deactivated_at: row.take()?,
            name_key: row.take()?,
        })
    }
}

/// Accounts by name, those whose name or address begins with what is searched, after a name and identifier.
///
/// # Errors
/// 401 and 403 for who may not.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    who: &Actor,
    search: &str,
    after: Option<(String, Id<Person>)>,
    limit: i64,
) -> Result<Vec<Listed>> {
    who.may(&ADMINISTER)?;
    let (name, id) = after.unwrap_or_else(|| (String::new(), Id::from_raw(0)));
    let from = search_key(search.trim());
    // Whatever begins with the search stands before this in the order of both engines, which is that of code points.
    let to = format!("{from}\u{10ffff}");
    Ok(sql!(tx.all(
        "SELECT p.id, p.name, p.part, p.staff, p.partner, p.operator, e.shown, p.since, p.deactivated_at, p.name_key
         FROM people p LEFT JOIN identities e ON e.person = p.id AND e.kind = 'email'
         WHERE p.erased_at IS NULL AND (p.name_key, p.id) > ($1, $2)
             AND ((p.name_key >= $3 AND p.name_key < $4) OR (e.key >= $3 AND e.key < $4))
         ORDER BY p.name_key, p.id LIMIT $5",
        name, id, from, to, limit
    ))?)
}

/// An account for whoever administers accounts.
pub(crate) fn administered(tx: &mut Tx<'_>, who: &Actor, person: Id<Person>) -> Result<Account> {
    who.may(&ADMINISTER)?;
    rows::account(tx, person)?.ok_or_else(|| Refusal::not_found().into())
}

/// Gives a person these roles, and takes the others. There is always an operator left.
///
/// # Errors
/// 401 and 403 for who may not; 404 when there is no such person; 409 when it is the last operator.
pub(crate) fn set_roles(tx: &mut Tx<'_>, who: &Actor, person: Id<Person>, roles: Roles) -> Result<()> {
    let account = administered(tx, who, person)?;
    if model::given(account.roles) == model::given(roles) {
        return Ok(());
    }
    if account.roles.has(Role::Operator) && !roles.has(Role::Operator) {
        keep_an_operator(tx, person)?;
    }
    let Roled { staff, partner, operator } = Roled::of(roles);
    sql!(tx.exec(
        "UPDATE people SET staff = $2, partner = $3, operator = $4 WHERE id = $1",
        person,
        staff,
        partner,
        operator
    ))?;
    Ok(tx.emit(&RolesChanged { person, by: who.person, roles: model::given(roles) })?)
}

/// Closes an account, or opens it again. Closing ends every session; tokens do nothing while it is closed.
///
/// # Errors
/// 401 and 403 for who may not; 404 when there is no such person; 409 when it is the last operator.
pub(crate) fn set_active(tx: &mut Tx<'_>, who: &Actor, person: Id<Person>, active: bool) -> Result<()> {
    let account = administered(tx, who, person)?;
    if account.deactivated_at.is_none() == active {
        return Ok(());
    }
    if !active {
        if account.roles.has(Role::Operator) {
            keep_an_operator(tx, person)?;
        }
        sessions::end_others(tx, person, None)?;
    }
    let closed = (!active).then_some(tx.now());
    sql!(tx.exec("UPDATE people SET deactivated_at = $2 WHERE id = $1", person, closed))?;
    Ok(tx.emit(&StandingChanged { person, by: who.person, active })?)
}

/// Refuses when nobody else could run the house. Touching the operators first makes two who would take the role from
/// each other wait for each other.
pub(crate) fn keep_an_operator(tx: &mut Tx<'_>, but: Id<Person>) -> Result<()> {
    sql!(tx.exec("UPDATE people SET rev = rev WHERE operator AND id IN (SELECT id FROM people WHERE operator ORDER BY id LIMIT 1000)"))?;
    let others: i64 = sql!(tx.one(
        "SELECT COUNT(*) FROM people
         WHERE operator AND id <> $1 AND deactivated_at IS NULL AND erased_at IS NULL",
        but
    ))?;
    if others == 0 { Err(No::LastOperator.into()) } else { Ok(()) }
}

/// Whether somebody is operator.
///
/// # Errors
/// The store's.
pub(crate) fn has_operator(tx: &mut Tx<'_>) -> Result<bool> {
    let some: Option<Id<Person>> = sql!(tx.opt(
        "SELECT id FROM people WHERE operator AND deactivated_at IS NULL AND erased_at IS NULL LIMIT 1"
    ))?;
    Ok(some.is_some())
}

/// Whether an operator keeps a permission whatever is decided: without it nobody could decide otherwise again.
pub(crate) fn always_operators(permission: &Permission) -> bool {
    permission == &DECIDE_ROLES || permission == &ADMINISTER
}

/// Decides which roles may do something; without roles given the default holds again. The new policy holds once it is
/// put in force (`Cx::set_policy`).
///
/// # Errors
/// 401 and 403 for who may not.
pub(crate) fn decide(
    tx: &mut Tx<'_>,
    who: &Actor,
    permission: &Permission,
    roles: Option<Roles>,
) -> Result<()> {
    who.may(&DECIDE_ROLES)?;
    let default: Roles = permission.by_default.iter().copied().collect();
    let roles =
        roles.map(|roles| if always_operators(permission) { roles.with(Role::Operator) } else { roles });
    let roles = roles.filter(|roles| *roles != default);
    let name = format!("roles:{}", permission.name);
    let changed = match roles {
        Some(roles) => {
            let names: Vec<&str> = roles.iter().map(Role::name).collect();
            let (value, now) = (serde_json::json!(names), tx.now());
            sql!(tx.exec(
                "INSERT INTO settings (name, value, at, by_person) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at, by_person = excluded.by_person
                 WHERE settings.value <> excluded.value",
                name, value, now, who.person
            ))?
        }
        None => sql!(tx.exec("DELETE FROM settings WHERE name = $1", name))?,
    };
    if changed > 0 {
        let roles = roles.map(|roles| roles.iter().collect());
        tx.emit(&PolicyChanged { permission: permission.name.to_owned(), roles, by: who.person })?;
    }
    Ok(())
}
