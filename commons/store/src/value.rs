//! What travels between Rust and a row.

use crate::{Error, Id, Result, Timestamp};
use std::borrow::Cow;

/// One value on its way into a statement, or out of a row: the five storage types both engines agree on.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A whole number, an instant, an identifier, or a truth value as 0 and 1.
    Int(i64),
    /// A floating-point number.
    Real(f64),
    /// Text, or JSON.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
}

impl Value<'_> {
    /// The same value, kept for later.
    pub(crate) fn kept(&self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Int(x) => Value::Int(*x),
            Self::Real(x) => Value::Real(*x),
            Self::Text(x) => Value::Text(x.to_string().into()),
            Self::Bytes(x) => Value::Bytes(x.to_vec().into()),
        }
    }
}

/// A Rust value that a statement can be given.
pub trait Param {
    /// The value as the engines store it.
    fn value(&self) -> Value<'_>;
}

/// A Rust value that one column can be read into. Rooms implement it for their enums.
pub trait Column: Sized {
    /// Reads the value, or says in words what was expected.
    fn read(value: Value<'_>) -> Result<Self, String>;
}

/// A Rust value that a whole row can be read into: a column, a tuple of columns, or a room's own struct.
pub trait FromRow: Sized {
    /// Reads the row's columns in the order of the SELECT.
    fn from_row(row: &mut Row<'_>) -> Result<Self>;
}

/// Identifiers as one parameter: `… WHERE id IN {list $1}`. They travel as JSON until PostgreSQL asks for an array.
#[derive(Debug, Clone, Copy)]
pub struct List<'a, T: ?Sized>(pub &'a [Id<T>]);

impl<T: ?Sized> Param for List<'_, T> {
    fn value(&self) -> Value<'_> {
        let mut json = String::with_capacity(2 + self.0.len() * 20);
        json.push('[');
        for (place, id) in self.0.iter().enumerate() {
            if place > 0 {
                json.push(',');
            }
            json.push_str(&id.raw().to_string());
        }
        json.push(']');
        Value::Text(json.into())
    }
}

impl<T: Param + ?Sized> Param for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}
impl<T: Param> Param for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Param::value)
    }
}

macro_rules! params {
    ($($type:ty => |$x:ident| $value:expr),* $(,)?) => {
        $(impl Param for $type { fn value(&self) -> Value<'_> { let $x = self; $value } })*
    };
}
params! {
    i64 => |x| Value::Int(*x),
    i32 => |x| Value::Int(i64::from(*x)),
    u32 => |x| Value::Int(i64::from(*x)),
    i16 => |x| Value::Int(i64::from(*x)),
    u8 => |x| Value::Int(i64::from(*x)),
    bool => |x| Value::Int(i64::from(*x)),
    f64 => |x| Value::Real(*x),
    str => |x| Value::Text(Cow::Borrowed(x)),
    String => |x| Value::Text(Cow::Borrowed(x)),
    [u8] => |x| Value::Bytes(Cow::Borrowed(x)),
    Vec<u8> => |x| Value::Bytes(Cow::Borrowed(x)),
    Timestamp => |x| Value::Int(x.as_micros()),
    serde_json::Value => |x| Value::Text(x.to_string().into()),
    Value<'_> => |x| x.clone(),
}
impl<T: ?Sized> Param for Id<T> {
    fn value(&self) -> Value<'_> {
        Value::Int(self.raw())
    }
}
impl<const N: usize> Param for [u8; N] {
    fn value(&self) -> Value<'_> {
        Value::Bytes(Cow::Borrowed(self))
    }
}

impl Value<'_> {
    /// What kind of value it is, in words.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "NULL",
            Value::Int(_) => "a whole number",
            Value::Real(_) => "a floating-point number",
            Value::Text(_) => "text",
            Value::Bytes(_) => "bytes",
        }
    }
}

fn unexpected<T>(expected: &str, found: &Value<'_>) -> Result<T, String> {
    Err(format!("{expected} expected, {} found", found.kind()))
}

impl Column for i64 {
    fn read(value: Value<'_>) -> Result<Self, String> {
        if let Value::Int(x) = value { Ok(x) } else { unexpected("a whole number", &value) }
    }
}
macro_rules! narrow {
    ($($type:ty),*) => { $(impl Column for $type {
        fn read(value: Value<'_>) -> Result<Self, String> {
            let wide = i64::read(value)?;
            <$type>::try_from(wide).map_err(|_| format!("{wide} does not fit a {}", stringify!($type)))
        }
    })* };
}
narrow!(i32, u32, i16, u8, u64, usize);
impl Column for f64 {
    fn read(value: Value<'_>) -> Result<Self, String> {
        match value {
            Value::Real(x) => Ok(x),
            Value::Int(x) => Ok(x as f64),
            other => unexpected("a floating-point number", &other),
        }
    }
}
impl Column for bool {
    fn read(value: Value<'_>) -> Result<Self, String> {
        if let Value::Int(x) = value { Ok(x != 0) } else { unexpected("a truth value", &value) }
    }
}
impl Column for String {
    fn read(value: Value<'_>) -> Result<Self, String> {
        if let Value::Text(x) = value { Ok(x.into_owned()) } else { unexpected("text", &value) }
    }
}
impl Column for Vec<u8> {
    fn read(value: Value<'_>) -> Result<Self, String> {
        if let Value::Bytes(x) = value { Ok(x.into_owned()) } else { unexpected("bytes", &value) }
    }
}
impl Column for Timestamp {
    fn read(value: Value<'_>) -> Result<Self, String> {
        i64::read(value).map(Self::from_micros)
    }
}
impl Column for serde_json::Value {
    fn read(value: Value<'_>) -> Result<Self, String> {
        if let Value::Text(text) = value {
            serde_json::from_str(&text).map_err(|e| e.to_string())
        } else {
            unexpected("JSON", &value)
        }
    }
}
impl<T: ?Sized> Column for Id<T> {
    fn read(value: Value<'_>) -> Result<Self, String> {
        i64::read(value).map(Self::from_raw)
    }
}
impl<T: Column> Column for Option<T> {
    fn read(value: Value<'_>) -> Result<Self, String> {
        if value == Value::Null { Ok(None) } else { T::read(value).map(Some) }
    }
}

/// One row of an answer, read from left to right.
pub struct Row<'r> {
    inner: Inner<'r>,
    next: usize,
}

enum Inner<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

impl<'r> Row<'r> {
    pub(crate) fn sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Self { inner: Inner::Sqlite(row), next: 0 }
    }
    pub(crate) fn postgres(row: &'r postgres::Row) -> Self {
        Self { inner: Inner::Postgres(row), next: 0 }
    }

    /// The next column.
    pub fn take<T: Column>(&mut self) -> Result<T> {
        let column = self.next;
        self.next += 1;
        T::read(self.value(column)?).map_err(|problem| Error::Decode { column, problem })
    }

    fn value(&self, column: usize) -> Result<Value<'r>> {
        match &self.inner {
            Inner::Sqlite(row) => crate::engine::sqlite::column(row, column),
            Inner::Postgres(row) => crate::engine::postgres::column(row, column),
        }
    }
}

impl<T: Column> FromRow for T {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        row.take()
    }
}
macro_rules! tuples {
    ($(($($name:ident),*)),* $(,)?) => {
        $(impl<$($name: Column),*> FromRow for ($($name,)*) {
            fn from_row(row: &mut Row<'_>) -> Result<Self> { Ok(($(row.take::<$name>()?,)*)) }
        })*
    };
}
tuples!(
    (A),
    (A, B),
    (A, B, C),
    (A, B, C, D),
    (A, B, C, D, E),
    (A, B, C, D, E, F),
    (A, B, C, D, E, F, G),
    (A, B, C, D, E, F, G, H),
    (A, B, C, D, E, F, G, H, I),
    (A, B, C, D, E, F, G, H, I, J),
    (A, B, C, D, E, F, G, H, I, J, K),
    (A, B, C, D, E, F, G, H, I, J, K, L),
);
