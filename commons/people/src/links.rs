//! One-time links: how long they live, how often a letter goes to one address, and that each is used once.

use crate::{Email, Secret, model};
use act::{Column, FromRow, Id, Param, Person, Result, Row, Span, Tx, Value, sql};

/// What opening a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Makes the account.
    Register,
    /// Signs in.
    SignIn,
    /// Makes the address that of the account.
    Email,
    /// Nothing: its letter said why.
    Nobody,
    /// Makes whoever is signed in an operator.
    Setup,
}

impl Purpose {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::SignIn => "sign-in",
            Self::Email => "e-mail",
            Self::Nobody => "nobody",
            Self::Setup => "setup",
        }
    }

    fn lives(self) -> Span {
        match self {
            Self::Register | Self::Email => model::CONFIRMATION_LIVES,
            Self::SignIn | Self::Nobody => model::LINK_LIVES,
            Self::Setup => model::SETUP_LIVES,
        }
    }
}

impl Param for Purpose {
    fn value(&self) -> Value<'_> {
        Value::Text(self.name().into())
    }
}
impl Column for Purpose {
    fn read(value: Value<'_>) -> Result<Self, String> {
        let text = String::read(value)?;
        let all = [Self::Register, Self::SignIn, Self::Email, Self::Nobody, Self::Setup];
        all.into_iter()
            .find(|purpose| purpose.name() == text)
            .ok_or_else(|| format!("{text:?} is no purpose of a link"))
    }
}

/// What a link carries.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) purpose: Purpose,
    /// Whose account it is about.
    pub(crate) person: Option<Id<Person>>,
    /// The address it was sent to.
    pub(crate) email: Option<Email>,
    /// The name of the account to be made.
    pub(crate) name: Option<String>,
    /// The hash of the password that was chosen with it.
    pub(crate) password: Option<String>,
    /// The hash of what the browser that asked keeps: only there the password counts.
    pub(crate) browser: Option<Vec<u8>>,
    /// The language it was asked in.
    pub(crate) language: Option<String>,
    /// Where the person was going.
    pub(crate) back: Option<String>,
}

impl Link {
    pub(crate) fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            person: None,
            email: None,
            name: None,
            password: None,
            browser: None,
            language: None,
            back: None,
        }
    }
}

impl FromRow for Link {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            purpose: row.take()?,
            person: row.take()?,
            email: row.take()?,
            name: row.take()?,
            password: row.take()?,
            browser: row.take()?,
            language: row.take()?,
            back: row.take()?,
        })
    }
}

/// Keeps a link, by the hash of its secret.
pub(crate) fn keep(tx: &mut Tx<'_>, secret: &Secret, link: &Link) -> Result<()> {
    let (id, now) = (tx.fresh::<Link>(), tx.now());
    let until = now + link.purpose.lives();
    let key = link.email.as_ref().map(Email::key);
    sql!(tx.exec(
        "INSERT INTO links
             (id, hash, purpose, person, email, email_key, name, password, browser, language, back, at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        id,
        secret.hash(),
        link.purpose,
        link.person,
        link.email,
        key,
        link.name,
        link.password,
        link.browser,
        link.language,
        link.back,
        now,
        until
    ))?;
    Ok(())
}

/// What a link carries, if it can still be used. Looking does not use it.
pub(crate) fn find(tx: &mut Tx<'_>, secret: &Secret) -> Result<Option<Link>> {
    let now = tx.now();
    Ok(sql!(tx.opt(
        "SELECT purpose, person, email, name, password, browser, language, back FROM links
         WHERE hash = $1 AND expires_at > $2",
        secret.hash(),
        now
    ))?)
}

/// Uses a link up: of two who try, one gets it.
pub(crate) fn take(tx: &mut Tx<'_>, secret: &Secret) -> Result<Option<Link>> {
    let now = tx.now();
    Ok(sql!(tx.opt(
        "DELETE FROM links WHERE hash = $1 AND expires_at > $2
         RETURNING purpose, person, email, name, password, browser, language, back",
        secret.hash(),
        now
    ))?)
}

/// Whether one more letter may go to an address within this hour.
pub(crate) fn may_write_to(tx: &mut Tx<'_>, email: &Email) -> Result<bool> {
    let since = tx.now() - Span::hours(1);
    let sent: i64 =
        sql!(tx.one("SELECT COUNT(*) FROM links WHERE email_key = $1 AND at > $2", email.key(), since))?;
    Ok(sent < model::LETTERS_AN_HOUR)
}

/// Forgets links and sessions that have ended. A link is kept for an hour at least, because letters are counted by it.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let now = tx.now();
    sql!(tx.exec("DELETE FROM links WHERE expires_at < $1", now - Span::hours(1)))?;
    sql!(tx.exec("DELETE FROM sessions WHERE expires_at < $1", now))?;
    sql!(tx.exec("DELETE FROM tokens WHERE expires_at < $1", now - Span::days(30)))?;
    Ok(())
}
