//! What this crate knows of a person: given out, and erased.

use crate::{
    events::PersonErased,
    model, organisations_of,
    permissions::ACCOUNT,
    refusal::No,
    roles::keep_an_operator,
    rows::{self, Account},
};
use act::{Actor, FromRow, Id, Person, Refusal, Result, Role, Row, Scope, Timestamp, Tx, search_key, sql};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

struct Signed(Json);

impl FromRow for Signed {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let (device, at): (String, Timestamp) = (row.take()?, row.take()?);
        let (used_at, expires_at): (Timestamp, Timestamp) = (row.take()?, row.take()?);
        Ok(Self(json!({ "device": device, "at": at, "used_at": used_at, "expires_at": expires_at })))
    }
}

struct Keyed(Json);

impl FromRow for Keyed {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let (name, scopes): (String, String) = (row.take()?, row.take()?);
        let scopes: Vec<&str> = model::scopes_of(&scopes).into_iter().map(Scope::name).collect();
        let (at, used_on): (Timestamp, Option<Timestamp>) = (row.take()?, row.take()?);
        let expires_at: Option<Timestamp> = row.take()?;
        Ok(Self(
            json!({ "name": name, "scopes": scopes, "at": at, "used_on": used_on, "expires_at": expires_at }),
        ))
    }
}

/// Everything that accounts, notices and letters know of a person.
///
/// # Errors
/// The store's.
pub(crate) fn export(tx: &mut Tx<'_>, person: Id<Person>) -> Result<Json> {
    let Some(account) = rows::account(tx, person)? else { return Ok(Json::Null) };
    let (source, about): (Option<String>, Option<String>) =
        sql!(tx.one("SELECT source, about FROM people WHERE id = $1", person))?;
    let sessions: Vec<Signed> = sql!(tx.all(
        "SELECT device, at, used_at, expires_at FROM sessions WHERE person = $1 ORDER BY id LIMIT 1000",
        person
    ))?;
    let tokens: Vec<Keyed> = sql!(tx.all(
        "SELECT name, scopes, at, used_on, expires_at FROM tokens WHERE person = $1 ORDER BY id LIMIT 1000",
        person
    ))?;
    let roles: Vec<&str> = account.roles.iter().map(Role::name).collect();
    Ok(json!({
        "id": account.id,
        "name": account.name,
        "email": account.email,
        "has_password": account.password.is_some(),
        "roles": roles,
        "part": account.part,
        "language": account.language,
        "zone": account.zone,
        "since": account.since,
        "closed_at": account.deactivated_at,
        "imported_from": source,
        "invented": about,
        "organisations": organisations_of(tx, person)?,
        "sessions": sessions.into_iter().map(|signed| signed.0).collect::<Vec<_>>(),
        "tokens": tokens.into_iter().map(|keyed| keyed.0).collect::<Vec<_>>(),
        "told": events::export_person(tx, person)?,
    }))
}

/// Whether one may erase one's own account now, having typed its name to confirm.
///
/// # Errors
/// 422 when the name differs; 409 for the last operator.
pub(crate) fn confirm_erasure(tx: &mut Tx<'_>, who: &Actor, typed: &str) -> Result<Id<Person>> {
    who.may(&ACCOUNT)?;
    let account: Account = rows::account(tx, who.id()?)?.ok_or_else(Refusal::sign_in)?;
    let plain = |text: &str| search_key(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    if plain(typed) != plain(&account.name) {
        return Err(No::NameDiffers.into());
    }
    if account.roles.has(Role::Operator) {
        keep_an_operator(tx, account.id)?;
    }
    Ok(account.id)
}

/// What remains of an import's key: importing again must find the erased person, and bring nobody back.
pub(crate) fn erased_source(source: &str) -> String {
    let hash = Sha256::digest(source.as_bytes());
    hash.iter().fold("erased:".to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

/// Forgets a person: name, address, password, sessions, tokens, links, letters and notices go; the row stays, so that
/// what they made says "erased person".
///
/// # Errors
/// The store's.
pub(crate) fn erase(tx: &mut Tx<'_>, person: Id<Person>) -> Result<()> {
    let Some(account) = rows::account(tx, person)? else { return Ok(()) };
    let source: Option<String> = sql!(tx.one("SELECT source FROM people WHERE id = $1", person))?;
    let source = source.map(|source| erased_source(&source));
    events::erase_person(tx, person)?;
    if let Some(email) = &account.email {
        events::erase_address(tx, email.as_str())?;
        sql!(tx.exec("DELETE FROM links WHERE email_key = $1", email.key()))?;
    }
    sql!(tx.exec("DELETE FROM links WHERE person = $1", person))?;
    sql!(tx.exec("DELETE FROM sessions WHERE person = $1", person))?;
    sql!(tx.exec("DELETE FROM tokens WHERE person = $1", person))?;
    sql!(tx.exec("DELETE FROM identities WHERE person = $1", person))?;
    sql!(tx.exec("DELETE FROM organisation_members WHERE person = $1", person))?;
    // Answers kept for repeated requests may hold what the person wrote.
    sql!(tx.exec("DELETE FROM idempotency WHERE actor = $1", person))?;
    let (now, no) = (tx.now(), false);
    sql!(tx.exec(
        "UPDATE people SET name = '', name_key = '', part = NULL, staff = $3, partner = $3, operator = $3,
             language = NULL, zone = NULL, source = $2, about = NULL, password = NULL, deactivated_at = NULL,
             rev = rev + 1, erased_at = $4
         WHERE id = $1",
        person,
        source,
        no,
        now
    ))?;
    Ok(tx.emit(&PersonErased { person, by: Some(person) })?)
}
