//! Asking for an account. Nothing is made until the link in the letter is opened, so that nobody can keep another's
//! address for themselves; and the answer is the same whoever the address belongs to, because the letter tells its owner.

use crate::{
    Email, Secret,
    events::LinkAsked,
    letters::Writer,
    links::{self, Link, Purpose},
    rows,
};
use act::{Line, Result, Tx};

/// What somebody asks an account with.
#[derive(Debug, Clone)]
pub(crate) struct Registration {
    /// The name beside their words.
    pub name: Line<120>,
    /// Where the letter goes.
    pub email: Email,
    /// The hash of the password they chose, if they chose one.
    pub password: Option<String>,
    /// The hash of what their browser keeps until the link is opened.
    pub browser: [u8; 32],
    /// The language they read in.
    pub language: String,
    /// Where they were going.
    pub back: Option<String>,
}

/// Posts the letter that answers a registration: a link that makes the account, or one that signs in whoever has it
/// already. Beyond a few letters an hour to one address, none is sent.
///
/// # Errors
/// The store's.
pub(crate) fn register(tx: &mut Tx<'_>, writer: &Writer, new: &Registration, link: &Secret) -> Result<()> {
    let known = rows::account_by_email(tx, &new.email.key())?;
    if links::may_write_to(tx, &new.email)? {
        let mut kept =
            Link { email: Some(new.email.clone()), back: new.back.clone(), ..Link::new(Purpose::Register) };
        match known {
            Some(account) if account.deactivated_at.is_some() => {
                kept.purpose = Purpose::Nobody;
                writer.closed(tx, account.id, &new.email, &account.name)?;
            }
            Some(account) => {
                (kept.purpose, kept.person) = (Purpose::SignIn, Some(account.id));
                writer.known(tx, account.id, &new.email, &account.name, link)?;
            }
            None => {
                kept.name = Some(new.name.to_string());
                kept.password = new.password.clone();
                kept.browser = Some(new.browser.to_vec());
                kept.language = Some(new.language.clone());
                writer.confirm(tx, &new.email, new.name.as_str(), link)?;
            }
        }
        links::keep(tx, link, &kept)?;
    }
    Ok(tx.emit(&LinkAsked { purpose: Purpose::Register.name().to_owned() })?)
}

/// Posts the letter that answers somebody who wants to sign in by a link: the link, or that there is no account.
///
/// # Errors
/// The store's.
pub(crate) fn ask_link(
    tx: &mut Tx<'_>,
    writer: &Writer,
    email: &Email,
    back: Option<&str>,
    link: &Secret,
) -> Result<()> {
    let known = rows::account_by_email(tx, &email.key())?;
    if links::may_write_to(tx, email)? {
        let mut kept =
            Link { email: Some(email.clone()), back: back.map(str::to_owned), ..Link::new(Purpose::Nobody) };
        match known {
            Some(account) if account.deactivated_at.is_some() => {
                writer.closed(tx, account.id, email, &account.name)?
            }
            Some(account) => {
                (kept.purpose, kept.person) = (Purpose::SignIn, Some(account.id));
                writer.sign_in(tx, account.id, email, &account.name, link)?;
            }
            None => writer.nobody(tx, email)?,
        }
        links::keep(tx, link, &kept)?;
    }
    Ok(tx.emit(&LinkAsked { purpose: Purpose::SignIn.name().to_owned() })?)
}
