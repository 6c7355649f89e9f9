//! An account comes to be: the owner confirmed it, an import brought it, or the demo invented it.

use crate::{Email, events::PersonJoined, refusal::No};
use act::{Error, Id, Line, Person, Result, Role, Roles, Tx, search_key, sql};

/// What an account begins with.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPerson {
    /// The name beside their words.
    pub name: Line<120>,
    /// An address that was proved to be theirs, or that the import vouches for.
    pub email: Option<Email>,
    /// What they are, beside member.
    pub roles: Roles,
    /// What they do here: "Repairs".
    pub part: Option<Line<80>>,
    /// The language they read in, if they chose one.
    pub language: Option<String>,
    /// The zone they live in, if they chose one.
    pub zone: Option<String>,
    /// Where an import found them, `wordpress:author:17`: importing twice finds the same person.
    pub source: Option<String>,
}

impl NewPerson {
    /// A member of this name and nothing else.
    pub fn named(name: Line<120>) -> Self {
        Self { name, email: None, roles: Roles::MEMBER, part: None, language: None, zone: None, source: None }
    }
}

/// Makes an account, or finds the one that has the same source.
///
/// # Errors
/// 409 when somebody has the address.
pub fn create(tx: &mut Tx<'_>, new: NewPerson) -> Result<Id<Person>> {
    if let Some(source) = &new.source
        && let Some(known) = find_by_source(tx, source)?
    {
        return Ok(known);
    }
    let (id, now) = (tx.fresh::<Person>(), tx.now());
    let roles = new.roles;
    let made = sql!(tx.exec(
        "INSERT INTO people (id, name, name_key, part, staff, partner, operator, language, zone, source, since)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (source) DO NOTHING",
        id,
        new.name,
        search_key(new.name.as_str()),
        new.part,
        roles.has(Role::Staff),
        roles.has(Role::Partner),
        roles.has(Role::Operator),
        new.language,
        new.zone,
        new.source,
        now
    ))?;
    if made == 0 {
        let source = new.source.unwrap_or_default();
        return find_by_source(tx, &source)?.ok_or_else(|| store::Error::NoRow.into());
    }
    if let Some(email) = &new.email {
        add_email(tx, id, email)?;
    }
    tx.emit(&PersonJoined { person: id, by: None })?;
    Ok(id)
}

/// Notes that an address is a person's.
pub(crate) fn add_email(tx: &mut Tx<'_>, person: Id<Person>, email: &Email) -> Result<()> {
    let (id, now) = (tx.fresh::<Email>(), tx.now());
    sql!(tx.exec(
        "INSERT INTO identities (id, person, kind, shown, key, at) VALUES ($1, $2, 'email', $3, $4, $5)",
        id,
        person,
        email,
        email.key(),
        now
    ))
    .map(drop)
    .map_err(|e| Error::from(e).or_broken("identities_key", || No::EmailTaken.refusal()))
}

/// The person that an import found there before, erased or not.
///
/// # Errors
/// The store's.
pub fn find_by_source(tx: &mut Tx<'_>, source: &str) -> Result<Option<Id<Person>>> {
    let erased = crate::erase::erased_source(source);
    Ok(sql!(tx.opt("SELECT id FROM people WHERE source = $1 OR source = $2", source, erased))?)
}

/// The person whose address this is.
///
/// # Errors
/// The store's.
pub fn find_by_email(tx: &mut Tx<'_>, email: &Email) -> Result<Option<Id<Person>>> {
    Ok(sql!(tx.opt("SELECT person FROM identities WHERE kind = 'email' AND key = $1", email.key()))?)
}

/// Marks a person as invented, with a sentence about them for the demo's page.
///
/// # Errors
/// The store's.
pub fn mark_invented(tx: &mut Tx<'_>, id: Id<Person>, about: &str) -> Result<()> {
    sql!(tx.exec("UPDATE people SET about = $2 WHERE id = $1", id, about))?;
    Ok(())
}
