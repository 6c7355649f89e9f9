//! 64-bit identifiers: 41 bits of milliseconds, 10 of node, 12 of sequence, shown as 13 characters of Crockford base 32.

use crate::time::Clock;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr, sync::atomic::AtomicI64};

/// 2024-01-01T00:00:00Z in milliseconds since 1970: 41 bits of milliseconds from here last until 2093.
const EPOCH_MS: i64 = 1_704_067_200_000;
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 13;

/// The identifier of a `T`. Two kinds of thing cannot be confused, though both are 64 bits in the database.
pub struct Id<T: ?Sized> {
    raw: i64,
    of: PhantomData<fn() -> Box<T>>,
}

impl<T: ?Sized> Id<T> {
    /// The identifier as the database stores it.
    pub const fn raw(self) -> i64 {
        self.raw
    }

    /// An identifier read back from the database or from an export.
    pub const fn from_raw(raw: i64) -> Self {
        Self { raw, of: PhantomData }
    }

    /// The same identifier seen as another kind: an idea *is* a piece and shares its identifier.
    pub const fn cast<U: ?Sized>(self) -> Id<U> {
        Id::from_raw(self.raw)
    }
}

impl<T: ?Sized> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: ?Sized> Copy for Id<T> {}
impl<T: ?Sized> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}
impl<T: ?Sized> Eq for Id<T> {}
impl<T: ?Sized> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T: ?Sized> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.raw.cmp(&other.raw)
    }
}
impl<T: ?Sized> hash::Hash for Id<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}

impl<T: ?Sized> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [b'0'; LENGTH];
        let mut rest = self.raw as u64;
        for place in text.iter_mut().rev() {
            *place = ALPHABET[(rest & 31) as usize];
            rest >>= 5;
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}
impl<T: ?Sized> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not an identifier: thirteen characters of Crockford base 32.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier: thirteen characters of Crockford base 32 are expected")]
pub struct InvalidId;

impl<T: ?Sized> FromStr for Id<T> {
    type Err = InvalidId;

    /// Reads either case, and the letters people confuse (o as 0, i and l as 1), as Crockford proposes.
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        if text.len() != LENGTH {
            return Err(InvalidId);
        }
        let mut raw: u64 = 0;
        for (place, byte) in text.bytes().enumerate() {
            let letter = match byte.to_ascii_lowercase() {
                b'o' => b'0',
                b'i' | b'l' => b'1',
                other => other,
            };
            let digit = ALPHABET.iter().position(|&a| a == letter).ok_or(InvalidId)? as u64;
            if place == 0 && digit > 7 {
                return Err(InvalidId);
            }
            raw = raw << 5 | digit;
        }
        i64::try_from(raw).map(Self::from_raw).map_err(|_| InvalidId)
    }
}

impl<T: ?Sized> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de, T: ?Sized> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

impl<T: ?Sized> utoipa::PartialSchema for Id<T> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("Identifier: thirteen characters of Crockford base 32"))
            .pattern(Some("^[0-9a-hjkmnp-tv-z]{13}$"))
            .examples(["0cz2m8q400001"])
            .into()
    }
}
impl<T: ?Sized> utoipa::ToSchema for Id<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }
}

/// Gives identifiers in ascending order. When a millisecond is used up it borrows from the next one.
#[derive(Debug)]
pub struct Ids {
    clock: Clock,
    node: i64,
    last: AtomicI64,
}

impl Ids {
    /// `node` tells apart processes that write to one database; only its lowest ten bits count.
    pub fn new(clock: Clock, node: u16) -> Self {
        Self { clock, node: i64::from(node & 0x3ff), last: AtomicI64::new(0) }
    }

    /// The next identifier, greater than every one this generator gave before.
    pub fn next(&self) -> i64 {
        use std::sync::atomic::Ordering::Relaxed;
        let ms = (self.clock.now().as_micros() / 1000 - EPOCH_MS).max(0);
        let fresh = ms << 22 | self.node << 12;
        let successor = |last: i64| {
            if last & 0xfff < 0xfff { last + 1 } else { ((last >> 22) + 1) << 22 | self.node << 12 }
        };
        let step = |last: i64| Some(if fresh > last { fresh } else { successor(last) });
        match self.last.fetch_update(Relaxed, Relaxed, step) {
            Ok(last) | Err(last) => {
                if fresh > last {
                    fresh
                } else {
                    successor(last)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn an_identifier_reads_back_as_it_was_shown() {
        for raw in [0, 1, 31, 32, i64::MAX, 42 << 40] {
            let id = Id::<()>::from_raw(raw);
            assert_eq!(id.to_string().parse(), Ok(id));
            assert_eq!(id.to_string().to_uppercase().parse(), Ok(id));
        }
        for wrong in ["", "0", "zzzzzzzzzzzzz", "0cz2m8q40000u", "0cz2m8q4000011", "８cz2m8q4"] {
            assert_eq!(wrong.parse::<Id<()>>(), Err(InvalidId), "{wrong}");
        }
    }

    #[test]
    fn identifiers_ascend_even_when_the_clock_stands_still_or_goes_back() {
        let (clock, hand) = Clock::settable(Timestamp::from_micros(1_750_000_000_000_000));
        let ids = Ids::new(clock, 7);
        let mut last = 0;
        for turn in 0..10_000 {
            if turn == 5_000 {
                hand.set(Timestamp::from_micros(1_700_000_000_000_000));
            }
            let next = ids.next();
            assert!(next > last);
            assert_eq!(next >> 12 & 0x3ff, 7, "the node stays in its place");
            last = next;
        }
    }
}
