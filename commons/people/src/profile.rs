//! Changing one's own account: profile, address, password, language and zone.

use crate::{
    Email, Secret,
    events::{LinkAsked, PasswordChanged, ProfileChanged, SessionsRevoked},
    letters::Writer,
    links::{self, Link, Purpose},
    permissions::ACCOUNT,
    refusal::No,
    rows::{self, Account},
    sessions,
};
use act::{Actor, Line, Refusal, Result, Tx, search_key, sql};

/// What a person says of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Profile {
    /// The name beside their words.
    pub name: Line<120>,
    /// What they do here.
    pub part: Option<Line<80>>,
    /// The language they read in; nothing for the browser's.
    pub language: Option<String>,
    /// The zone they live in; nothing for the house's.
    pub zone: Option<String>,
}

/// One's own account.
pub(crate) fn own(tx: &mut Tx<'_>, who: &Actor) -> Result<Account> {
    let person = who.id()?;
    rows::account(tx, person)?.ok_or_else(|| Refusal::sign_in().into())
}

/// Changes one's profile, if nobody changed it since revision `rev` (when one is given).
///
/// # Errors
/// 409 when it was changed meanwhile.
pub(crate) fn change_profile(
    tx: &mut Tx<'_>,
    who: &Actor,
    profile: &Profile,
    rev: Option<i64>,
) -> Result<()> {
    who.may(&ACCOUNT)?;
    let account = own(tx, who)?;
    let changed = sql!(tx.exec(
        "UPDATE people SET name = $2, name_key = $3, part = $4, language = $5, zone = $6, rev = rev + 1
         WHERE id = $1 AND rev = $7",
        account.id,
        profile.name,
        search_key(profile.name.as_str()),
        profile.part,
        profile.language,
        profile.zone,
        rev.unwrap_or(account.rev)
    ))?;
    if changed == 0 {
        return Err(No::Stale.into());
    }
    Ok(tx.emit(&ProfileChanged { person: account.id, by: Some(account.id) })?)
}

/// Sets the language or the zone one reads in, whichever is given: what the shell's picker does.
///
/// # Errors
/// 401 for visitors, 403 for tokens.
pub(crate) fn prefer(tx: &mut Tx<'_>, who: &Actor, language: Option<&str>, zone: Option<&str>) -> Result<()> {
    who.may(&ACCOUNT)?;
    let person = who.id()?;
    let changed = sql!(tx.exec(
        "UPDATE people SET language = COALESCE($2, language), zone = COALESCE($3, zone) WHERE id = $1
             AND (COALESCE($2, language, '') <> COALESCE(language, '') OR COALESCE($3, zone, '') <> COALESCE(zone, ''))",
        person, language, zone
    ))?;
    if changed > 0 {
        tx.emit(&ProfileChanged { person, by: Some(person) })?;
    }
    Ok(())
}

/// Posts a link to a new address that makes it the account's. Whether the address is another's is told to its owner.
///
/// # Errors
/// 401 for visitors, 403 for tokens.
pub(crate) fn ask_email_change(
    tx: &mut Tx<'_>,
    who: &Actor,
    writer: &Writer,
    email: &Email,
    link: &Secret,
) -> Result<()> {
    who.may(&ACCOUNT)?;
    let account = own(tx, who)?;
    let other = rows::account_by_email(tx, &email.key())?.is_some_and(|other| other.id != account.id);
    if links::may_write_to(tx, email)? {
        let mut kept = Link { email: Some(email.clone()), ..Link::new(Purpose::Nobody) };
        if other {
            writer.address_taken(tx, email)?;
        } else {
            (kept.purpose, kept.person) = (Purpose::Email, Some(account.id));
            writer.new_address(tx, account.id, email, &account.name, link)?;
        }
        links::keep(tx, link, &kept)?;
    }
    Ok(tx.emit(&LinkAsked { purpose: Purpose::Email.name().to_owned() })?)
}

/// Sets one's password, or goes without one, if the present one is still `present`; every other session ends, and one's
/// address is told.
///
/// # Errors
/// 409 when the password was changed meanwhile.
pub(crate) fn set_password(
    tx: &mut Tx<'_>,
    who: &Actor,
    writer: &Writer,
    present: Option<&str>,
    chosen: Option<&str>,
    session: Option<&Secret>,
) -> Result<()> {
    who.may(&ACCOUNT)?;
    let account = own(tx, who)?;
    let changed = sql!(tx.exec(
        "UPDATE people SET password = $2 WHERE id = $1 AND COALESCE(password, '') = $3",
        account.id,
        chosen,
        present.unwrap_or_default()
    ))?;
    if changed == 0 {
        return Err(No::Stale.into());
    }
    let ended = sessions::end_others(tx, account.id, session)?;
    if ended > 0 {
        tx.emit(&SessionsRevoked { person: account.id, by: Some(account.id), count: ended })?;
    }
    if let Some(email) = &account.email {
        writer.password_changed(tx, account.id, email, &account.name)?;
    }
    Ok(tx.emit(&PasswordChanged { person: account.id, by: Some(account.id) })?)
}
