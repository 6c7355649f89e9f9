//! Instants in microseconds since 1970, and the clock they are read from.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{
    fmt,
    ops::{Add, Sub},
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

/// An instant, in microseconds since 1970-01-01T00:00:00Z. Zones belong to readers, not to instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

/// A length of time in microseconds; negative lengths are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(i64);

impl Span {
    /// A span of this many microseconds.
    pub const fn micros(n: i64) -> Self {
        Self(n)
    }
    /// A span of this many milliseconds.
    pub const fn millis(n: i64) -> Self {
        Self(n.saturating_mul(1_000))
    }
    /// A span of this many seconds.
    pub const fn seconds(n: i64) -> Self {
        Self(n.saturating_mul(1_000_000))
    }
    /// A span of this many minutes.
    pub const fn minutes(n: i64) -> Self {
        Self::seconds(n.saturating_mul(60))
    }
    /// A span of this many hours.
    pub const fn hours(n: i64) -> Self {
        Self::minutes(n.saturating_mul(60))
    }
    /// A span of this many days of 24 hours.
    pub const fn days(n: i64) -> Self {
        Self::hours(n.saturating_mul(24))
    }
    /// The span in microseconds.
    pub const fn as_micros(self) -> i64 {
        self.0
    }
    /// The span in seconds.
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }
    /// The span in days of 24 hours.
    pub fn as_days(self) -> f64 {
        self.as_seconds() / 86_400.0
    }
}

impl Timestamp {
    /// The instant this many microseconds after 1970.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }
    /// The instant this many milliseconds after 1970.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1_000))
    }
    /// Microseconds since 1970.
    pub const fn as_micros(self) -> i64 {
        self.0
    }
    /// The instant for calendars and zones; instants out of their range are drawn to its edge.
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        })
    }
    /// The instant of a calendar's timestamp, to the microsecond.
    pub fn from_jiff(at: jiff::Timestamp) -> Self {
        Self(at.as_microsecond())
    }
}

impl Add<Span> for Timestamp {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}
impl Sub<Span> for Timestamp {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}
impl Sub for Timestamp {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_jiff().fmt(f)
    }
}

/// The text is not an instant in RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an instant: RFC 3339 with a zone is expected, such as 2026-05-03T09:00:00Z")]
pub struct InvalidTimestamp;

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;
    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        text.parse().map(Self::from_jiff).map_err(|_| InvalidTimestamp)
    }
}
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}
impl utoipa::PartialSchema for Timestamp {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime)))
            .description(Some("Instant in RFC 3339, UTC"))
            .into()
    }
}
impl utoipa::ToSchema for Timestamp {
    fn name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }
}

/// Where time comes from. Tests and the demo set it; everything else reads the machine's clock, here and nowhere else.
#[derive(Debug, Clone)]
pub struct Clock(Option<Arc<AtomicI64>>);

/// Turns a settable [`Clock`].
#[derive(Debug, Clone)]
pub struct Hand(Arc<AtomicI64>);

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Self {
        Self(None)
    }

    /// A clock that stands at `start` until its hand moves it.
    pub fn settable(start: Timestamp) -> (Self, Hand) {
        let shared = Arc::new(AtomicI64::new(start.0));
        (Self(Some(shared.clone())), Hand(shared))
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Some(set) => Timestamp(set.load(Ordering::SeqCst)),
            #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
            None => Timestamp::from_jiff(jiff::Timestamp::now()),
        }
    }
}

impl Hand {
    /// Sets the clock, forwards or backwards.
    pub fn set(&self, to: Timestamp) {
        self.0.store(to.0, Ordering::SeqCst);
    }
    /// Moves the clock by a span and returns where it stands now.
    pub fn advance(&self, by: Span) -> Timestamp {
        Timestamp(self.0.fetch_add(by.0, Ordering::SeqCst).saturating_add(by.0))
    }
}
