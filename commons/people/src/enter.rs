//! Opening a one-time link, and signing in by a password.

use crate::{
    Email, NewPerson, Secret,
    create::create,
    events::EmailChanged,
    letters::Writer,
    links::{self, Link, Purpose},
    refusal::No,
    rows,
    sessions::{self, NewSession},
};
use act::{Actor, Id, Line, Person, Refusal, Result, Roles, Tx, sql};

/// What opening a link would do, for the page that asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Opening {
    /// It makes this account.
    Account {
        /// The name it begins with.
        name: String,
        /// Its address.
        email: Email,
        /// Whether the password chosen when registering holds: only in the browser that registered, because otherwise
        /// somebody could register another's address with a password of their own and wait.
        password_holds: bool,
        /// Whether a password was chosen when registering.
        password_chosen: bool,
    },
    /// It signs this person in.
    SignIn {
        /// Whom.
        name: String,
    },
    /// It makes this address that of the account.
    Address {
        /// Whose.
        person: Id<Person>,
        /// The new address.
        email: Email,
    },
}

/// Looks at a link without using it, so that programs that open every link in a letter use nothing up.
///
/// # Errors
/// 410 when it is unknown, used or too old.
pub(crate) fn look(tx: &mut Tx<'_>, secret: &Secret, browser: Option<&Secret>) -> Result<Opening> {
    let link = links::find(tx, secret)?.ok_or(No::LinkGone)?;
    let password_holds = is_same_browser(&link, browser);
    match (link.purpose, link.person, link.email, link.name) {
        (Purpose::Register, _, Some(email), Some(name)) => {
            Ok(Opening::Account { name, email, password_holds, password_chosen: link.password.is_some() })
        }
        (Purpose::SignIn, Some(person), ..) => {
            let account = rows::account(tx, person)?.ok_or(No::LinkGone)?;
            Ok(Opening::SignIn { name: account.name })
        }
        (Purpose::Email, Some(person), Some(email), _) => Ok(Opening::Address { person, email }),
        _ => Err(No::LinkGone.into()),
    }
}

fn is_same_browser(link: &Link, browser: Option<&Secret>) -> bool {
    match (&link.browser, browser) {
        (Some(asked), Some(opens)) => asked[..] == opens.hash()[..],
        _ => false,
    }
}

/// What came of opening a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opened {
    /// Whose link it was.
    pub person: Id<Person>,
    /// Whether a session began.
    pub signed_in: bool,
    /// The language of the account, if it has one.
    pub language: Option<String>,
    /// Where the person was going.
    pub back: Option<String>,
}

/// Uses a link: makes the account or signs in, or makes the address that of the account of whoever is signed in.
///
/// # Errors
/// 410 when the link is unknown, used or too old, or when somebody proved to have the address meanwhile; 401 and 403
/// when a change of address is opened by somebody else.
pub(crate) fn open(
    tx: &mut Tx<'_>,
    who: &Actor,
    writer: &Writer,
    secret: &Secret,
    browser: Option<&Secret>,
    password: Option<&str>,
    session: &NewSession,
) -> Result<Opened> {
    let mut link = links::take(tx, secret)?.ok_or(No::LinkGone)?;
    let holds = is_same_browser(&link, browser);
    let (person, email) = (link.person.take(), link.email.take());
    match (link.purpose, person, email) {
        (Purpose::Register, _, Some(email)) => {
            let password = password.map(str::to_owned).or_else(|| link.password.take().filter(|_| holds));
            let person = join(tx, &link, email, password)?;
            begin(tx, person, session, &link)
        }
        (Purpose::SignIn, Some(person), _) => begin(tx, person, session, &link),
        (Purpose::Email, Some(person), Some(email)) => {
            if who.id()? != person || who.scopes.is_some() {
                return Err(Refusal::new(403, "people-no-other-account").into());
            }
            change_email(tx, writer, person, &email)?;
            Ok(Opened { person, signed_in: false, language: None, back: Some("/me/profile".to_owned()) })
        }
        _ => Err(No::LinkGone.into()),
    }
}

fn begin(tx: &mut Tx<'_>, person: Id<Person>, session: &NewSession, link: &Link) -> Result<Opened> {
    let account =
        rows::account(tx, person)?.filter(|account| account.deactivated_at.is_none()).ok_or(No::LinkGone)?;
    sessions::begin(tx, person, session)?;
    Ok(Opened { person, signed_in: true, language: account.language, back: link.back.clone() })
}

/// Makes the account that a link was for.
fn join(tx: &mut Tx<'_>, link: &Link, email: Email, password: Option<String>) -> Result<Id<Person>> {
    let name = link.name.as_deref().and_then(|name| Line::parse(name).ok()).ok_or(No::LinkGone)?;
    let new = NewPerson {
        email: Some(email),
        language: link.language.clone(),
        roles: Roles::MEMBER,
        ..NewPerson::named(name)
    };
    let person =
        create(tx, new).map_err(|e| if e.is("people-no-email-taken") { No::LinkGone.into() } else { e })?;
    if password.is_some() {
        sql!(tx.exec("UPDATE people SET password = $2 WHERE id = $1", person, password))?;
    }
    Ok(person)
}

/// Makes an address that of an account, and tells the old one.
fn change_email(tx: &mut Tx<'_>, writer: &Writer, person: Id<Person>, email: &Email) -> Result<()> {
    let account = rows::account(tx, person)?.ok_or(No::LinkGone)?;
    let changed = sql!(tx.exec(
        "UPDATE identities SET shown = $2, key = $3 WHERE person = $1 AND kind = 'email'",
        person,
        email,
        email.key()
    ));
    let changed =
        changed.map_err(|e| act::Error::from(e).or_broken("identities_key", || No::LinkGone.refusal()))?;
    if changed == 0 {
        crate::create::add_email(tx, person, email)?;
    }
    if let Some(old) = account.email.filter(|old| old.key() != email.key()) {
        writer.address_changed(tx, person, &old, &account.name)?;
    }
    Ok(tx.emit(&EmailChanged { person, by: Some(person) })?)
}

/// What signing in by a password needs to know; nothing tells apart an unknown address, an account without a password
/// and a closed one.
///
/// # Errors
/// The store's.
pub(crate) fn password_of(tx: &mut Tx<'_>, email: &Email) -> Result<Option<(Id<Person>, String)>> {
    let account =
        rows::account_by_email(tx, &email.key())?.filter(|account| account.deactivated_at.is_none());
    Ok(account.and_then(|account| Some((account.id, account.password?))))
}

/// Signs in whoever gave the right password, which was compared before: begins the session if it is still that one.
///
/// # Errors
/// 422 when the password was changed meanwhile.
pub(crate) fn sign_in(
    tx: &mut Tx<'_>,
    person: Id<Person>,
    hash: &str,
    session: &NewSession,
) -> Result<Opened> {
    let account = rows::account(tx, person)?.filter(|account| account.password.as_deref() == Some(hash));
    let account = account.filter(|account| account.deactivated_at.is_none()).ok_or(No::WrongPassword)?;
    sessions::begin(tx, person, session)?;
    Ok(Opened { person, signed_in: true, language: account.language, back: None })
}
