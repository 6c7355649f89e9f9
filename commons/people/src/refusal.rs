//! What this crate says no to.

use act::{Error, Refusal};

/// A "no" of this crate; its message is in the locale files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum No {
    /// Somebody has that address already. Only ever said to whoever proved that it is theirs, and to operators.
    EmailTaken,
    /// What was typed is no address.
    EmailInvalid,
    /// Address and password do not belong together, or there is no such account.
    WrongPassword,
    /// The present password is not what was typed.
    WrongPresentPassword,
    /// Fewer than ten characters.
    PasswordShort,
    /// More than 200 characters.
    PasswordLong,
    /// Among the first that anybody tries.
    PasswordGuessable,
    /// The one-time link is unknown, used or too old.
    LinkGone,
    /// The setup code is unknown, used or too old.
    CodeGone,
    /// Somebody is operator already; they give roles.
    SetUpAlready,
    /// Without this one nobody could run the house.
    LastOperator,
    /// The name typed to confirm is not the account's.
    NameDiffers,
    /// The zone is not in the tz database.
    ZoneUnknown,
    /// We do not speak the language.
    LanguageUnknown,
    /// The day is over already, or too far away.
    DayOutOfRange,
    /// A token without a scope could do nothing.
    NoScope,
    /// More tokens than one account may have.
    TooManyTokens,
    /// A kept answer of the same idempotency key: the token was shown then, and is not known any more.
    TokenShownAlready,
    /// An organisation of that kind has the name already.
    OrganisationTaken,
    /// The account was closed or erased meanwhile.
    NotActive,
    /// Changed by somebody else since the page was shown.
    Stale,
}

impl No {
    /// The refusal with its status, key and field.
    pub fn refusal(self) -> Refusal {
        match self {
            Self::EmailTaken => {
                Refusal { field: Some("email".into()), ..Refusal::new(409, "people-no-email-taken") }
            }
            Self::EmailInvalid => Refusal::field("email", "people-no-email-invalid"),
            Self::WrongPassword => Refusal::new(422, "people-no-wrong-password"),
            Self::WrongPresentPassword => Refusal::field("present", "people-no-wrong-present-password"),
            Self::PasswordShort => Refusal::field("password", "people-no-password-short"),
            Self::PasswordLong => Refusal::field("password", "people-no-password-long"),
            Self::PasswordGuessable => Refusal::field("password", "people-no-password-guessable"),
            Self::LinkGone => Refusal::new(410, "people-no-link-gone").instead("/sign-in"),
            Self::CodeGone => Refusal::field("code", "people-no-code-gone"),
            Self::SetUpAlready => Refusal::new(409, "people-no-set-up-already"),
            Self::LastOperator => Refusal::new(409, "people-no-last-operator"),
            Self::NameDiffers => Refusal::field("name", "people-no-name-differs"),
            Self::ZoneUnknown => Refusal::field("zone", "people-no-zone-unknown"),
            Self::LanguageUnknown => Refusal::field("language", "people-no-language-unknown"),
            Self::DayOutOfRange => Refusal::field("expires", "people-no-day-out-of-range"),
            Self::NoScope => Refusal::field("scopes", "people-no-scope"),
            Self::TooManyTokens => Refusal::new(409, "people-no-too-many-tokens"),
            Self::TokenShownAlready => {
                Refusal::new(409, "people-no-token-shown-already").instead("/me/tokens")
            }
            Self::OrganisationTaken => {
                Refusal { field: Some("name".into()), ..Refusal::new(409, "people-no-organisation-taken") }
            }
            Self::NotActive => Refusal::new(409, "people-no-not-active"),
            Self::Stale => Refusal::new(409, "people-no-stale"),
        }
    }
}

impl From<No> for Error {
    fn from(no: No) -> Self {
        no.refusal().into()
    }
}
impl From<No> for Refusal {
    fn from(no: No) -> Self {
        no.refusal()
    }
}
