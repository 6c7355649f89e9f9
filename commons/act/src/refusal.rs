//! Refusals are expected and explained; faults are unexpected and logged.

use std::{borrow::Cow, fmt};

/// A value that a message names.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// A whole number, shown and inflected in the reader's language.
    Number(i64),
    /// Words that need no translation: a name, a title.
    Text(String),
    /// An instant, shown in the reader's zone.
    Time(store::Timestamp),
}

impl From<i64> for Argument {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}
impl From<usize> for Argument {
    fn from(n: usize) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}
impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
// Templates pass what they name by reference.
impl From<&i64> for Argument {
    fn from(n: &i64) -> Self {
        Self::Number(*n)
    }
}
impl From<&usize> for Argument {
    fn from(n: &usize) -> Self {
        Self::from(*n)
    }
}
impl From<&&str> for Argument {
    fn from(text: &&str) -> Self {
        Self::Text((*text).to_owned())
    }
}
impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}
impl From<&store::Timestamp> for Argument {
    fn from(at: &store::Timestamp) -> Self {
        Self::Time(*at)
    }
}
impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<store::Timestamp> for Argument {
    fn from(at: store::Timestamp) -> Self {
        Self::Time(at)
    }
}

/// A "no" that a person can understand: what happened, which field, what to do next, whom to appeal to.
///
/// The key is both the machine's code (problem+json `type`) and the message's key in the locale files.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// HTTP status: 401, 403, 404, 409, 410, 413, 422, 429.
    pub status: u16,
    /// Message key, `ideas-round-closed`.
    pub key: Cow<'static, str>,
    /// The form field it is about.
    pub field: Option<Cow<'static, str>>,
    /// What the message names.
    pub arguments: Vec<(&'static str, Argument)>,
    /// Seconds after which trying again is sensible.
    pub retry_after: Option<u64>,
    /// Further refusals of the same form, one per field.
    pub others: Vec<Refusal>,
    /// Where to go instead: a merged idea's survivor, say.
    pub instead: Option<String>,
}

impl Refusal {
    /// A refusal with this status and message key.
    pub fn new(status: u16, key: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            key: key.into(),
            field: None,
            arguments: Vec::new(),
            retry_after: None,
            others: Vec::new(),
            instead: None,
        }
    }

    /// 401: signing in may help.
    pub fn sign_in() -> Self {
        Self::new(401, "refused-sign-in")
    }
    /// 404: there is no such thing, or it is not for this actor to know.
    pub fn not_found() -> Self {
        Self::new(404, "refused-not-found")
    }
    /// 422: a field does not hold what it should.
    pub fn field(field: impl Into<Cow<'static, str>>, key: impl Into<Cow<'static, str>>) -> Self {
        Self { field: Some(field.into()), ..Self::new(422, key) }
    }
    /// Names a value in the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }
    /// Says where to go instead.
    #[must_use]
    pub fn instead(mut self, address: impl Into<String>) -> Self {
        self.instead = Some(address.into());
        self
    }
    /// Says when trying again is sensible.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }
    /// One refusal for all the fields that were refused; `None` when there is none.
    pub fn all(refusals: impl IntoIterator<Item = Refusal>) -> Option<Self> {
        let mut refusals = refusals.into_iter();
        let mut first = refusals.next()?;
        first.others.extend(refusals);
        Some(first)
    }
    /// This refusal and the others of the same form.
    pub fn each(&self) -> impl Iterator<Item = &Refusal> {
        std::iter::once(self).chain(&self.others)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.key, self.status)
    }
}

/// Why an act did not happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// Expected: the actor is told.
    Refused(Box<Refusal>),
    /// Unexpected: logged once, answered with the request's number and nothing else.
    Fault(store::Error),
}

/// The result of an act.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// The refusal, if it is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Fault(_) => None,
        }
    }

    /// Whether it is the refusal with this key.
    pub fn is(&self, key: &str) -> bool {
        self.refusal().is_some_and(|refusal| refusal.each().any(|r| r.key == key))
    }

    /// Turns a broken constraint of this name into a refusal: the database is the last judge.
    #[must_use]
    pub fn or_broken(self, constraint: &str, refusal: impl FnOnce() -> Refusal) -> Self {
        match self {
            Self::Fault(error) if error.broke(constraint) => Self::from(refusal()),
            other => other,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}
impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Fault(error)
    }
}
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Fault(error) => error.fmt(f),
        }
    }
}
impl std::error::Error for Error {}
