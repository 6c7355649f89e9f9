//! Keys for programs: named, scoped, shown once, revoked at any time.

use crate::{
    Secret,
    events::{TokenMade, TokenRevoked},
    model::{self, LONGEST_TOKEN_DAYS, MOST_TOKENS},
    permissions::ACCOUNT,
    refusal::No,
    rows::Roled,
};
use act::{
    Actor, FromRow, Id, Line, Person, Policy, Refusal, Result, Row, Scope, Scopes, Span, Timestamp, Tx, sql,
};
use std::sync::Arc;
use web::Seen;

/// What tokens begin with, so that people and scanners of leaked keys know one when they see it.
pub(crate) const MARK: &str = "weft_";

/// A token as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Its identifier; not the token itself.
    pub id: Id<Token>,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub at: Timestamp,
    /// The day it was last used.
    pub used_on: Option<Timestamp>,
    /// When it ends, if it does.
    pub expires_at: Option<Timestamp>,
}

impl FromRow for Token {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            name: row.take()?,
            scopes: model::scopes_of(&row.take::<String>()?),
            at: row.take()?,
            used_on: row.take()?,
            expires_at: row.take()?,
        })
    }
}

/// A token that is about to be made.
#[derive(Debug, Clone)]
pub(crate) struct NewToken {
    /// What it is for.
    pub name: Line<80>,
    /// What it may do.
    pub scopes: Vec<Scope>,
    /// When it ends, if it does.
    pub expires_at: Option<Timestamp>,
}

/// A fresh token, to be shown once.
///
/// # Errors
/// When the system has no randomness to give.
pub(crate) fn fresh() -> Result<Secret> {
    Ok(Secret::fresh()?.marked(MARK))
}

/// Makes a token of one's own. The scope of the account itself is never given.
///
/// # Errors
/// 422 without a scope or with an end that is past or too far; 409 when there are too many.
pub(crate) fn make(tx: &mut Tx<'_>, who: &Actor, new: &NewToken, secret: &Secret) -> Result<Id<Token>> {
    who.may(&ACCOUNT)?;
    let (person, id, now) = (who.id()?, tx.fresh::<Token>(), tx.now());
    let scopes = model::scopes_text(&new.scopes);
    if scopes.is_empty() {
        return Err(No::NoScope.into());
    }
    let latest = now + Span::days(LONGEST_TOKEN_DAYS);
    if new.expires_at.is_some_and(|at| at <= now || at > latest) {
        return Err(No::DayOutOfRange.into());
    }
    // Touching the account first makes two at once wait for each other, so that the count holds.
    sql!(tx.exec("UPDATE people SET rev = rev WHERE id = $1", person))?;
    let made = sql!(tx.exec(
        "INSERT INTO tokens (id, person, name, hash, scopes, at, expires_at)
         SELECT $1, $2, $3, $4, $5, $6, CAST($7 AS BIGINT)
         WHERE (SELECT COUNT(*) FROM tokens WHERE person = $2) < $8",
        id,
        person,
        new.name,
        secret.hash(),
        scopes,
        now,
        new.expires_at,
        MOST_TOKENS
    ))?;
    if made == 0 {
        return Err(No::TooManyTokens.into());
    }
    tx.emit(&TokenMade { person, by: Some(person) })?;
    Ok(id)
}

/// One's tokens, the newest first.
///
/// # Errors
/// 401 for visitors, 403 for tokens.
pub(crate) fn tokens(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<Token>> {
    who.may(&ACCOUNT)?;
    let person = who.id()?;
    Ok(sql!(tx.all(
        "SELECT id, name, scopes, at, used_on, expires_at FROM tokens WHERE person = $1 ORDER BY id DESC LIMIT $2",
        person, MOST_TOKENS
    ))?)
}

/// Revokes one of one's tokens.
///
/// # Errors
/// 404 when there is none of this identifier among one's own.
pub(crate) fn revoke(tx: &mut Tx<'_>, who: &Actor, id: Id<Token>) -> Result<()> {
    who.may(&ACCOUNT)?;
    let person = who.id()?;
    let revoked = sql!(tx.exec("DELETE FROM tokens WHERE id = $1 AND person = $2", id, person))?;
    if revoked == 0 {
        return Err(Refusal::not_found().into());
    }
    Ok(tx.emit(&TokenRevoked { person, by: Some(person) })?)
}

/// Whoever a token belongs to, with the limits of the token.
pub(crate) fn recognise(tx: &mut Tx<'_>, secret: &Secret, policy: &Arc<Policy>) -> Result<Option<Seen>> {
    if !secret.reveal().starts_with(MARK) {
        return Ok(None);
    }
    let now = tx.now();
    let found: Option<Recognised> = sql!(tx.opt(
        "SELECT p.id, p.name, p.staff, p.partner, p.operator, p.language, p.zone, t.scopes, t.used_on
         FROM tokens t JOIN people p ON p.id = t.person
         WHERE t.hash = $1 AND (t.expires_at IS NULL OR t.expires_at > $2)
             AND p.deactivated_at IS NULL AND p.erased_at IS NULL",
        secret.hash(),
        now
    ))?;
    let Some(Recognised { id, name, roled, language, zone, scopes, used_on }) = found else {
        return Ok(None);
    };
    let unread = events::unread(tx, id)?;
    let mut actor = Actor::person(id, name, roled.roles(), policy.clone());
    actor.scopes = Some(Scopes(model::scopes_of(&scopes)));
    let touch = used_on.is_none_or(|day| day < model::day_of(now));
    Ok(Some(Seen { actor, language, zone, unread, touch }))
}

struct Recognised {
    id: Id<Person>,
    name: String,
    roled: Roled,
    language: Option<String>,
    zone: Option<String>,
    scopes: String,
    used_on: Option<Timestamp>,
}

impl FromRow for Recognised {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            name: row.take()?,
            roled: Roled::from_row(row)?,
            language: row.take()?,
            zone: row.take()?,
            scopes: row.take()?,
            used_on: row.take()?,
        })
    }
}
