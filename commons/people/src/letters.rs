//! The letters that this crate posts, in the reader's language.

use crate::{Email, Secret, model};
use act::{Id, Person, Result, Tx};
use events::Letter;
use web::{Tongue, Visit};

/// Who writes: the house, in the language of whoever asked.
#[derive(Clone)]
pub(crate) struct Writer {
    tongue: Tongue,
    brand: String,
    address: String,
}

impl Writer {
    /// The writer for a visit.
    pub(crate) fn of(visit: &Visit) -> Self {
        let settings = &visit.cx.house().settings;
        Self::new(visit.tongue.clone(), &settings.brand, &settings.address)
    }

    /// A writer for this brand, whose links begin with this address.
    pub(crate) fn new(tongue: Tongue, brand: &str, address: &str) -> Self {
        Self { tongue, brand: brand.to_owned(), address: address.trim_end_matches('/').to_owned() }
    }

    /// "Open this link to make your account".
    pub(crate) fn confirm(&self, tx: &mut Tx<'_>, to: &Email, name: &str, link: &Secret) -> Result<()> {
        self.post(tx, To { person: None, email: to, name }, "confirm", Some((link, days())))
    }

    /// "You have an account already; this link signs you in".
    pub(crate) fn known(
        &self,
        tx: &mut Tx<'_>,
        person: Id<Person>,
        to: &Email,
        name: &str,
        link: &Secret,
    ) -> Result<()> {
        self.post(tx, To { person: Some(person), email: to, name }, "known", Some((link, minutes())))
    }

    /// "This link signs you in".
    pub(crate) fn sign_in(
        &self,
        tx: &mut Tx<'_>,
        person: Id<Person>,
        to: &Email,
        name: &str,
        link: &Secret,
    ) -> Result<()> {
        self.post(tx, To { person: Some(person), email: to, name }, "sign-in", Some((link, minutes())))
    }

    /// "There is no account with this address".
    pub(crate) fn nobody(&self, tx: &mut Tx<'_>, to: &Email) -> Result<()> {
        self.post(tx, To { person: None, email: to, name: "" }, "nobody", None)
    }

    /// "Your account is closed".
    pub(crate) fn closed(&self, tx: &mut Tx<'_>, person: Id<Person>, to: &Email, name: &str) -> Result<()> {
        self.post(tx, To { person: Some(person), email: to, name }, "closed", None)
    }

    /// "Open this link to use this address from now on".
    pub(crate) fn new_address(
        &self,
        tx: &mut Tx<'_>,
        person: Id<Person>,
        to: &Email,
        name: &str,
        link: &Secret,
    ) -> Result<()> {
        self.post(tx, To { person: Some(person), email: to, name }, "new-address", Some((link, days())))
    }

    /// "Somebody wants to use this address, which belongs to another account".
    pub(crate) fn address_taken(&self, tx: &mut Tx<'_>, to: &Email) -> Result<()> {
        self.post(tx, To { person: None, email: to, name: "" }, "address-taken", None)
    }

    /// "Your address was changed to another".
    pub(crate) fn address_changed(
        &self,
        tx: &mut Tx<'_>,
        person: Id<Person>,
        to: &Email,
        name: &str,
    ) -> Result<()> {
        self.post(tx, To { person: Some(person), email: to, name }, "address-changed", None)
    }

    /// "Your password was changed".
    pub(crate) fn password_changed(
        &self,
        tx: &mut Tx<'_>,
        person: Id<Person>,
        to: &Email,
        name: &str,
    ) -> Result<()> {
        self.post(tx, To { person: Some(person), email: to, name }, "password-changed", None)
    }

    /// A letter is one message for its subject and one for its text. Both may name the reader, the brand, the link and
    /// how long it lives.
    fn post(&self, tx: &mut Tx<'_>, to: To<'_>, kind: &str, link: Option<(&Secret, i64)>) -> Result<()> {
        let lives = link.map_or(0, |(_, lives)| lives);
        let link = link.map_or_else(
            || self.address.clone(),
            |(link, _)| format!("{}/enter/{}", self.address, link.reveal()),
        );
        let say = |key: String| {
            let said = self.tongue.say(key).arg("brand", self.brand.as_str()).arg("name", to.name);
            said.arg("link", link.as_str()).arg("n", lives).arg("address", self.address.as_str()).to_string()
        };
        let letter = Letter {
            to: to.email.to_string(),
            to_name: to.name.to_owned(),
            subject: say(format!("people-letter-{kind}-subject")),
            text: format!(
                "{}\n\n{}\n",
                say(format!("people-letter-{kind}-text")),
                say("people-letter-signature".to_owned())
            ),
            message_id: None,
        };
        match to.person {
            Some(person) => events::post_to(tx, person, &letter)?,
            None => events::post(tx, &letter)?,
        }
        Ok(())
    }
}

/// Who gets a letter.
struct To<'a> {
    person: Option<Id<Person>>,
    email: &'a Email,
    name: &'a str,
}

fn minutes() -> i64 {
    (model::LINK_LIVES.as_seconds() / 60.0) as i64
}

fn days() -> i64 {
    model::CONFIRMATION_LIVES.as_days() as i64
}
