//! Who is signed in where: recognising, beginning, listing and ending sessions.

use crate::{
    Secret,
    events::{SessionsRevoked, SignedIn},
    model::{self, KEPT_FOR, MOST_SESSIONS, NOT_KEPT_FOR},
    permissions::ACCOUNT,
    refusal::No,
    rows::{self, Roled},
    tokens,
};
use act::{Actor, FromRow, Id, Person, Policy, Refusal, Result, Row, Timestamp, Tx, sql};
use std::sync::Arc;
use web::{Credential, Seen};

/// A session that is about to begin.
#[derive(Debug, Clone)]
pub(crate) struct NewSession {
    /// What the cookie will hold; always fresh, so that nobody can plant one.
    pub secret: Secret,
    /// What the browser is, shortened.
    pub device: String,
    /// Whether it outlives the browser's window.
    pub kept: bool,
    /// The session that this browser had before; it ends.
    pub instead_of: Option<Secret>,
}

/// A session as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    /// Its identifier; not what the cookie holds.
    pub id: Id<Session>,
    /// What the browser is, shortened; may be empty.
    pub device: String,
    /// When it began.
    pub at: Timestamp,
    /// When it was last used, to the day.
    pub used_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

struct Kept(Session, Vec<u8>);

impl FromRow for Kept {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let session = Session {
            id: row.take()?,
            device: row.take()?,
            at: row.take()?,
            used_at: row.take()?,
            expires_at: row.take()?,
            current: false,
        };
        Ok(Self(session, row.take()?))
    }
}

/// Begins a session of this person.
///
/// # Errors
/// 409 when the account cannot be used.
pub(crate) fn begin(tx: &mut Tx<'_>, person: Id<Person>, new: &NewSession) -> Result<()> {
    let account =
        rows::account(tx, person)?.filter(|account| account.deactivated_at.is_none()).ok_or(No::NotActive)?;
    if let Some(before) = &new.instead_of {
        sql!(tx.exec("DELETE FROM sessions WHERE hash = $1", before.hash()))?;
    }
    let (id, now) = (tx.fresh::<Session>(), tx.now());
    let until = now + if new.kept { KEPT_FOR } else { NOT_KEPT_FOR };
    sql!(tx.exec(
        "INSERT INTO sessions (id, person, hash, device, kept, at, used_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $6, $7)",
        id, person, new.secret.hash(), new.device, new.kept, now, until
    ))?;
    sql!(tx.exec(
        "DELETE FROM sessions WHERE id IN (
             SELECT id FROM sessions WHERE person = $1 ORDER BY used_at DESC, id DESC LIMIT 1000 OFFSET $2
         )",
        person,
        MOST_SESSIONS
    ))?;
    Ok(tx.emit(&SignedIn { person: account.id, by: Some(account.id) })?)
}

/// Whoever a session cookie or a token belongs to; the entrance of the house.
///
/// # Errors
/// The store's.
pub(crate) fn recognise(
    tx: &mut Tx<'_>,
    credential: &Credential,
    policy: &Arc<Policy>,
) -> Result<Option<Seen>> {
    let secret = match credential {
        Credential::Session(value) => Secret::shown(value.as_str()),
        Credential::Token(value) => return tokens::recognise(tx, &Secret::shown(value.as_str()), policy),
    };
    let now = tx.now();
    let found: Option<Recognised> = sql!(tx.opt(
        "SELECT p.id, p.name, p.staff, p.partner, p.operator, p.language, p.zone, s.used_at, s.kept
         FROM sessions s JOIN people p ON p.id = s.person
         WHERE s.hash = $1 AND s.expires_at > $2 AND p.deactivated_at IS NULL AND p.erased_at IS NULL",
        secret.hash(),
        now
    ))?;
    let Some(Recognised { id, name, roled, language, zone, used_at, kept }) = found else { return Ok(None) };
    let unread = events::unread(tx, id)?;
    let actor = Actor::person(id, name, roled.roles(), policy.clone());
    Ok(Some(Seen { actor, language, zone, unread, touch: kept && model::is_due(used_at, now) }))
}

struct Recognised {
    id: Id<Person>,
    name: String,
    roled: Roled,
    language: Option<String>,
    zone: Option<String>,
    used_at: Timestamp,
    kept: bool,
}

impl FromRow for Recognised {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            name: row.take()?,
            roled: Roled::from_row(row)?,
            language: row.take()?,
            zone: row.take()?,
            used_at: row.take()?,
            kept: row.take()?,
        })
    }
}

/// Writes down that a credential was used: a kept session lives on from here, a token notes the day.
///
/// # Errors
/// The store's.
pub(crate) fn touch(tx: &mut Tx<'_>, credential: &Credential) -> Result<()> {
    let now = tx.now();
    match credential {
        Credential::Session(value) => {
            sql!(tx.exec(
            "UPDATE sessions SET used_at = $2, expires_at = $3 WHERE hash = $1 AND kept AND expires_at > $2",
            Secret::shown(value.as_str()).hash(), now, now + KEPT_FOR
        ))?
        }
        Credential::Token(value) => sql!(tx.exec(
            "UPDATE tokens SET used_on = $2 WHERE hash = $1",
            Secret::shown(value.as_str()).hash(),
            model::day_of(now)
        ))?,
    };
    Ok(())
}

/// One's sessions, the one used last first.
///
/// # Errors
/// 401 for visitors, 403 for tokens.
pub(crate) fn sessions(tx: &mut Tx<'_>, who: &Actor, current: Option<&Secret>) -> Result<Vec<Session>> {
    who.may(&ACCOUNT)?;
    let (person, now) = (who.id()?, tx.now());
    let kept: Vec<Kept> = sql!(tx.all(
        "SELECT id, device, at, used_at, expires_at, hash FROM sessions
         WHERE person = $1 AND expires_at > $2 ORDER BY used_at DESC, id DESC LIMIT $3",
        person,
        now,
        MOST_SESSIONS
    ))?;
    let current = current.map(Secret::hash);
    let marked = |Kept(session, hash): Kept| Session {
        current: current.is_some_and(|c| c[..] == hash[..]),
        ..session
    };
    Ok(kept.into_iter().map(marked).collect())
}

/// Ends one of one's sessions.
///
/// # Errors
/// 404 when there is none of this identifier among one's own.
pub(crate) fn revoke(tx: &mut Tx<'_>, who: &Actor, id: Id<Session>) -> Result<()> {
    who.may(&ACCOUNT)?;
    let person = who.id()?;
    let ended = sql!(tx.exec("DELETE FROM sessions WHERE id = $1 AND person = $2", id, person))?;
    if ended == 0 {
        return Err(Refusal::not_found().into());
    }
    Ok(tx.emit(&SessionsRevoked { person, by: Some(person), count: ended })?)
}

/// Ends every session of one's own but the one that asks; how many there were.
///
/// # Errors
/// 401 for visitors, 403 for tokens.
pub(crate) fn revoke_others(tx: &mut Tx<'_>, who: &Actor, current: Option<&Secret>) -> Result<u64> {
    who.may(&ACCOUNT)?;
    let person = who.id()?;
    let ended = end_others(tx, person, current)?;
    if ended > 0 {
        tx.emit(&SessionsRevoked { person, by: Some(person), count: ended })?;
    }
    Ok(ended)
}

/// Ends every session of a person but perhaps one.
pub(crate) fn end_others(tx: &mut Tx<'_>, person: Id<Person>, but: Option<&Secret>) -> Result<u64> {
    let kept = but.map_or([0; 32], Secret::hash);
    Ok(sql!(tx.exec("DELETE FROM sessions WHERE person = $1 AND hash <> $2", person, kept))?)
}

/// Ends the session that asks. Nobody needs a permission to leave.
///
/// # Errors
/// The store's.
pub(crate) fn sign_out(tx: &mut Tx<'_>, current: &Secret) -> Result<()> {
    let whose: Option<Id<Person>> =
        sql!(tx.opt("DELETE FROM sessions WHERE hash = $1 RETURNING person", current.hash()))?;
    match whose {
        Some(person) => Ok(tx.emit(&SessionsRevoked { person, by: Some(person), count: 1 })?),
        None => Ok(()),
    }
}
