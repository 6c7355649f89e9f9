//! One row as one line of JSON, and back.

use super::schema::{ColumnShape, Kind};
use crate::Value;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{borrow::Cow, io};

/// Appends the row and a line feed.
pub(super) fn write(line: &mut Vec<u8>, columns: &[ColumnShape], row: &[Value<'_>]) -> io::Result<()> {
    for (place, (column, value)) in columns.iter().zip(row).enumerate() {
        line.push(if place == 0 { b'{' } else { b',' });
        serde_json::to_writer(&mut *line, &column.name)?;
        line.push(b':');
        match value {
            Value::Null => line.extend(b"null"),
            Value::Int(x) if column.kind == Kind::Real => serde_json::to_writer(&mut *line, &(*x as f64))?,
            Value::Int(x) => serde_json::to_writer(&mut *line, x)?,
            Value::Real(x) if x.is_finite() => serde_json::to_writer(&mut *line, &(x + 0.0))?,
            Value::Real(x) => line.extend(if *x > 0.0 { &b"\"Infinity\""[..] } else { b"\"-Infinity\"" }),
            Value::Text(x) => serde_json::to_writer(&mut *line, x)?,
            Value::Bytes(x) => serde_json::to_writer(&mut *line, &STANDARD.encode(x))?,
        }
    }
    line.extend(b"}\n");
    Ok(())
}

/// Reads a row whose columns are exactly these.
pub(super) fn read(line: &[u8], columns: &[ColumnShape]) -> Result<Vec<Value<'static>>, String> {
    let mut row: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(line).map_err(|e| e.to_string())?;
    let mut values = Vec::with_capacity(columns.len());
    for column in columns {
        let found = row.remove(&column.name).ok_or_else(|| format!("column {} is missing", column.name))?;
        values
            .push(value(found, column.kind).map_err(|problem| format!("column {}: {problem}", column.name))?);
    }
    match row.keys().next() {
        None => Ok(values),
        Some(extra) => Err(format!("there is no column {extra}")),
    }
}

fn value(found: serde_json::Value, kind: Kind) -> Result<Value<'static>, String> {
    use serde_json::Value as Json;
    Ok(match (kind, found) {
        (_, Json::Null) => Value::Null,
        (Kind::Integer, Json::Number(x)) => Value::Int(x.as_i64().ok_or("not a whole number of 64 bits")?),
        (Kind::Real, Json::Number(x)) => Value::Real(x.as_f64().ok_or("not a number of 64 bits")?),
        (Kind::Real, Json::String(x)) if x == "Infinity" => Value::Real(f64::INFINITY),
        (Kind::Real, Json::String(x)) if x == "-Infinity" => Value::Real(f64::NEG_INFINITY),
        (Kind::Text, Json::String(x)) => Value::Text(Cow::Owned(x)),
        (Kind::Bytes, Json::String(x)) => {
            Value::Bytes(Cow::Owned(STANDARD.decode(x).map_err(|e| e.to_string())?))
        }
        (kind, _) => return Err(format!("{kind:?} is expected")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn columns() -> Vec<ColumnShape> {
        [("a\"b", Kind::Integer), ("r", Kind::Real), ("t", Kind::Text), ("x", Kind::Bytes)]
            .map(|(name, kind)| ColumnShape { name: name.to_owned(), kind })
            .into()
    }

    proptest! {
        #[test]
        fn a_row_reads_back_as_it_was_written(
            whole: Option<i64>,
            real in proptest::option::of(prop::num::f64::ANY.prop_filter("a number", |x| !x.is_nan())),
            text: Option<String>,
            bytes: Option<Vec<u8>>,
        ) {
            let row = [
                whole.map_or(Value::Null, Value::Int),
                real.map_or(Value::Null, |x| Value::Real(x + 0.0)),
                text.map_or(Value::Null, |x| Value::Text(x.into())),
                bytes.map_or(Value::Null, |x| Value::Bytes(x.into())),
            ];
            let mut line = Vec::new();
            write(&mut line, &columns(), &row).unwrap();
            prop_assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
            prop_assert_eq!(read(&line, &columns()), Ok(row.to_vec()));
        }
    }

    #[test]
    fn a_line_that_is_not_such_a_row_is_refused_in_words() {
        for (line, problem) in [
            ("", "EOF"),
            ("[]", "invalid type"),
            ("{\"a\\\"b\":1,\"r\":1,\"t\":\"\"}", "column x is missing"),
            ("{\"a\\\"b\":1,\"r\":1,\"t\":\"\",\"x\":\"\",\"y\":1}", "there is no column y"),
            ("{\"a\\\"b\":1.5,\"r\":1,\"t\":\"\",\"x\":\"\"}", "not a whole number"),
            ("{\"a\\\"b\":1,\"r\":\"nan\",\"t\":\"\",\"x\":\"\"}", "Real is expected"),
            ("{\"a\\\"b\":1,\"r\":1,\"t\":2,\"x\":\"\"}", "Text is expected"),
            ("{\"a\\\"b\":1,\"r\":1,\"t\":\"\",\"x\":\"*\"}", "column x"),
        ] {
            let told = read(line.as_bytes(), &columns()).unwrap_err();
            assert!(told.contains(problem), "{told}");
        }
    }
}
