//! Rows put down in bulk, past the store: a million ideas in a minute or two.

use crate::Engine;
use anyhow::{Context as _, Result};
use std::{io::Write as _, path::Path};
use store::Value;

/// A connection that only fills: it forgets everything in a power cut, and does not look at references.
pub enum Pen {
    /// SQLite.
    Sqlite(rusqlite::Connection),
    /// PostgreSQL.
    Postgres(postgres::Client),
}

impl Pen {
    /// For a SQLite file.
    ///
    /// # Errors
    /// The engine's.
    pub fn sqlite(file: &Path) -> Result<Self> {
        let connection = rusqlite::Connection::open(file)?;
        connection.execute_batch(
            "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY;",
        )?;
        Ok(Self::Sqlite(connection))
    }

    /// For a PostgreSQL database. Not to be called where asynchronous work is served.
    ///
    /// # Errors
    /// The engine's.
    pub fn postgres(url: &str) -> Result<Self> {
        let mut client = postgres::Client::connect(url, postgres::NoTls)?;
        // Only a superuser may leave out the look at references; anybody else fills more slowly.
        let _ = client.batch_execute("SET session_replication_role = replica");
        Ok(Self::Postgres(client))
    }

    /// Which engine it writes to.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs statements.
    ///
    /// # Errors
    /// The engine's.
    pub fn run(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(connection) => connection.execute_batch(sql)?,
            Self::Postgres(client) => client.batch_execute(sql)?,
        }
        Ok(())
    }

    /// Puts down rows of a table, in one transaction; how many there were.
    ///
    /// # Errors
    /// The engine's.
    pub fn rows(
        &mut self,
        table: &str,
        columns: &str,
        rows: impl IntoIterator<Item = Vec<Value<'static>>>,
    ) -> Result<u64> {
        let mut count = 0;
        match self {
            Self::Sqlite(connection) => {
                let places: Vec<String> =
                    (1..=columns.split(',').count()).map(|place| format!("?{place}")).collect();
                let work = connection.transaction()?;
                {
                    let sql = format!("INSERT INTO {table} ({columns}) VALUES ({})", places.join(", "));
                    let mut insert = work.prepare(&sql)?;
                    for row in rows {
                        insert
                            .execute(rusqlite::params_from_iter(row))
                            .with_context(|| format!("a row of {table}"))?;
                        count += 1;
                    }
                }
                work.commit()?;
            }
            Self::Postgres(client) => {
                let mut copy = client.copy_in(&format!("COPY {table} ({columns}) FROM STDIN"))?;
                let mut line = String::new();
                for row in rows {
                    line.clear();
                    for (place, value) in row.iter().enumerate() {
                        if place > 0 {
                            line.push('\t');
                        }
                        push(&mut line, value);
                    }
                    line.push('\n');
                    copy.write_all(line.as_bytes())?;
                    count += 1;
                }
                copy.finish().with_context(|| format!("rows of {table}"))?;
            }
        }
        Ok(count)
    }

    /// One number.
    ///
    /// # Errors
    /// The engine's.
    pub fn number(&mut self, sql: &str) -> Result<i64> {
        Ok(match self {
            Self::Sqlite(connection) => connection.query_row(sql, [], |row| row.get(0))?,
            Self::Postgres(client) => client.query_one(sql, &[])?.get(0),
        })
    }

    /// Every number of a column.
    ///
    /// # Errors
    /// The engine's.
    pub fn numbers(&mut self, sql: &str) -> Result<Vec<i64>> {
        Ok(match self {
            Self::Sqlite(connection) => {
                let mut found = connection.prepare(sql)?;
                found.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?
            }
            Self::Postgres(client) => client.query(sql, &[])?.iter().map(|row| row.get(0)).collect(),
        })
    }

    /// What an engine does by itself in the days after: figures for its planner, the log written back.
    ///
    /// # Errors
    /// The engine's.
    pub fn settle(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(connection) => {
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
                Ok(())
            }
            Self::Postgres(client) => Ok(client.batch_execute("VACUUM (ANALYZE)")?),
        }
    }
}

/// One value as COPY reads it.
fn push(line: &mut String, value: &Value<'_>) {
    use std::fmt::Write as _;
    let _ = match value {
        Value::Null => line.write_str("\\N"),
        Value::Int(x) => write!(line, "{x}"),
        Value::Real(x) => write!(line, "{x:?}"),
        Value::Text(x) => x.chars().try_for_each(|c| match c {
            '\\' => line.write_str("\\\\"),
            '\t' => line.write_str("\\t"),
            '\n' => line.write_str("\\n"),
            '\r' => line.write_str("\\r"),
            c => line.write_char(c),
        }),
        Value::Bytes(x) => {
            line.push_str("\\\\x");
            x.iter().try_for_each(|byte| write!(line, "{byte:02x}"))
        }
    };
}
