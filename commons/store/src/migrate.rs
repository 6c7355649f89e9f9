//! Numbered SQL files, one text for both engines, each applied once and never edited.

use crate::{
    Config, Dialect, Error, Target, Timestamp,
    engine::{self, postgres::apart},
    sql::{ddl, unknown_token},
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};

/// One numbered SQL file of a crate.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The crate it belongs to.
    pub of: &'static str,
    /// Its place in that crate's folder, from 1.
    pub number: u32,
    /// Its name, for people.
    pub name: &'static str,
    /// The SQL, in the dialect that both engines read.
    pub sql: &'static str,
}

impl Migration {
    /// The SHA-256 of its text, in hexadecimal: what tells that it was edited.
    pub fn checksum(&self) -> String {
        hex(&Sha256::digest(self.sql.as_bytes()))
    }
}

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrationFault {
    /// A file that had been applied reads differently now.
    #[error(
        "migration {of} {number} was applied with another text; add a new migration instead of editing one that has landed"
    )]
    Edited {
        /// The crate.
        of: String,
        /// The number.
        number: u32,
    },
    /// The database was written by a newer version.
    #[error(
        "the database has migration {of} {number}, which this version does not know; run the version that made it, or a newer one"
    )]
    Newer {
        /// The crate.
        of: String,
        /// The number.
        number: u32,
    },
    /// The SQL of one migration failed; the database is as it was before it.
    #[error("migration {of} {number} ({name}) failed: {error}")]
    Failed {
        /// The crate.
        of: &'static str,
        /// The number.
        number: u32,
        /// Its name.
        name: &'static str,
        /// What the engine said.
        error: Error,
    },
    /// Two files of one crate have the same number.
    #[error("two migrations are called {of} {number}")]
    Twice {
        /// The crate.
        of: &'static str,
        /// The number.
        number: u32,
    },
    /// The database itself.
    #[error(transparent)]
    Store(#[from] Error),
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a database and a program say about one migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The crate.
    pub of: String,
    /// The number.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// Whether it was applied.
    pub state: State,
}

impl Standing {
    /// Whether it is still to be applied.
    pub fn pending(&self) -> bool {
        self.state == State::Pending
    }

    /// Whether the program and the database go together as far as this migration is concerned, once what is pending
    /// has been applied.
    pub fn fits(&self) -> bool {
        matches!(self.state, State::Applied(_) | State::Pending)
    }
}

/// Whether a migration was applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Applied, at this instant.
    Applied(Timestamp),
    /// Known to the program, not yet applied.
    Pending,
    /// Applied with another text than the program has; the program will not start.
    Edited(Timestamp),
    /// Applied by a version that knows more; the program will not start.
    Newer(Timestamp),
}

/// The table is not one of the migrated schema: it is there before the first migration.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    of_crate TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (of_crate, number))";
const APPLIED: &str = "SELECT of_crate, number, name, checksum, at FROM migrations";
/// Keeps two processes that start together from migrating at the same time.
pub(crate) const LOCK: &str = "SELECT pg_advisory_lock(7302541)";

/// One row of the table: what was applied, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) name: String,
    pub(crate) checksum: String,
    pub(crate) at: i64,
}

/// What was applied, by crate and number.
pub(crate) type Applied = BTreeMap<(String, u32), Record>;

/// Applies what is missing, in the order given, each in a transaction of its own, and returns how many those were.
/// Processes that do so at the same time wait for each other.
///
/// # Errors
/// When the database cannot be reached, was migrated by a newer version or by an edited file, or when the SQL fails;
/// then the database is as the last complete migration left it.
pub fn migrate(config: &Config, migrations: &[Migration]) -> Result<usize, MigrationFault> {
    let mut names = HashSet::new();
    for migration in migrations {
        if !names.insert((migration.of, migration.number)) {
            return Err(MigrationFault::Twice { of: migration.of, number: migration.number });
        }
    }
    match &config.target {
        Target::Sqlite(file) => {
            let connection = engine::sqlite::Connection::open(file, config, true)?.without_deadline();
            migrate_sqlite(&connection, config, migrations)
        }
        Target::Postgres { url, .. } => apart(|| {
            let mut client = engine::postgres::connect(url, config)?;
            migrate_postgres(&mut client, config, migrations)
        }),
    }
}

/// What the database and these migrations say of each other, in the order given, with what only the database knows at
/// the end. Nothing is changed; a SQLite file that does not exist is not made.
///
/// # Errors
/// When the database cannot be reached.
pub fn status(config: &Config, migrations: &[Migration]) -> Result<Vec<Standing>, MigrationFault> {
    let mut applied = match &config.target {
        Target::Sqlite(file) if !file.exists() => Applied::new(),
        Target::Sqlite(file) => {
            let connection = engine::sqlite::Connection::open(file, config, false)?;
            applied_sqlite(connection.raw())?
        }
        Target::Postgres { url, .. } => apart(|| {
            let mut client = engine::postgres::connect(url, config)?;
            applied_postgres(&mut client)
        })?,
    };
    let mut standing: Vec<Standing> = Vec::with_capacity(migrations.len());
    for migration in migrations {
        let state = match applied.remove(&(migration.of.to_owned(), migration.number)) {
            None => State::Pending,
            Some(record) if record.checksum == migration.checksum() => {
                State::Applied(Timestamp::from_micros(record.at))
            }
            Some(record) => State::Edited(Timestamp::from_micros(record.at)),
        };
        let (of, name) = (migration.of.to_owned(), migration.name.to_owned());
        standing.push(Standing { of, number: migration.number, name, state });
    }
    standing.extend(applied.into_iter().map(|((of, number), record)| Standing {
        of,
        number,
        name: record.name,
        state: State::Newer(Timestamp::from_micros(record.at)),
    }));
    Ok(standing)
}

pub(crate) fn migrate_sqlite(
    connection: &engine::sqlite::Connection,
    config: &Config,
    migrations: &[Migration],
) -> Result<usize, MigrationFault> {
    // A table is rebuilt by dropping it, which must not reach into the tables that refer to it. Whether every
    // reference still holds is looked at before each commit instead.
    connection.raw().execute_batch("PRAGMA foreign_keys = OFF").map_err(engine::sqlite::fault)?;
    let mut count = 0;
    loop {
        connection.control("BEGIN IMMEDIATE")?;
        match next_sqlite(connection.raw(), config, migrations) {
            Ok(Some(migration)) => {
                connection.control("COMMIT").map_err(|error| {
                    let _ = connection.control("ROLLBACK");
                    failed(migration, error)
                })?;
                tracing::info!(of = migration.of, number = migration.number, "migrated");
                count += 1;
            }
            Ok(None) => {
                connection.control("COMMIT")?;
                return Ok(count);
            }
            Err(fault) => {
                if !connection.idle() {
                    connection.control("ROLLBACK")?;
                }
                return Err(fault);
            }
        }
    }
}

/// Applies the first migration that is missing, inside the transaction that keeps others out.
fn next_sqlite<'m>(
    raw: &rusqlite::Connection,
    config: &Config,
    migrations: &'m [Migration],
) -> Result<Option<&'m Migration>, MigrationFault> {
    raw.execute_batch(TABLE).map_err(engine::sqlite::fault)?;
    let applied = applied_sqlite(raw)?;
    let Some(migration) = missing(&applied, migrations)?.first().copied() else { return Ok(None) };
    let told = |error| failed(migration, engine::sqlite::fault(error));
    let text = written(migration, Dialect::Sqlite)?;
    raw.execute_batch(&format!("{text};\n{}", record(migration, config))).map_err(told)?;
    if let Some(problem) = engine::sqlite::dangling(raw)? {
        return Err(failed(migration, Error::Engine(problem)));
    }
    Ok(Some(migration))
}

pub(crate) fn migrate_postgres(
    client: &mut postgres::Client,
    config: &Config,
    migrations: &[Migration],
) -> Result<usize, MigrationFault> {
    let told = |e: postgres::Error| engine::postgres::fault(&e);
    client.batch_execute(&format!("SET statement_timeout = 0; {LOCK}; {TABLE}")).map_err(told)?;
    let applied = applied_postgres(client)?;
    let missing = missing(&applied, migrations)?;
    for migration in &missing {
        let mut tx = client.transaction().map_err(told)?;
        let text = format!("{};\n{}", written(migration, Dialect::Postgres)?, record(migration, config));
        tx.batch_execute(&text).map_err(|e| failed(migration, told(e)))?;
        tx.commit().map_err(|e| failed(migration, told(e)))?;
        tracing::info!(of = migration.of, number = migration.number, "migrated");
    }
    client.batch_execute("SELECT pg_advisory_unlock(7302541)").map_err(told)?;
    Ok(missing.len())
}

pub(crate) fn applied_sqlite(raw: &rusqlite::Connection) -> Result<Applied, Error> {
    let read = || {
        let there = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'";
        if raw.query_row(there, [], |row| row.get::<_, i64>(0))? == 0 {
            return Ok(Applied::new());
        }
        let mut known = raw.prepare(APPLIED)?;
        let rows = known.query_map([], |row| {
            let record = Record { name: row.get(2)?, checksum: row.get(3)?, at: row.get(4)? };
            Ok(((row.get(0)?, row.get(1)?), record))
        })?;
        rows.collect::<rusqlite::Result<Applied>>()
    };
    read().map_err(engine::sqlite::fault)
}

pub(crate) fn applied_postgres<C: postgres::GenericClient>(
    client: &mut C,
) -> Result<Applied, MigrationFault> {
    let told = |e: postgres::Error| engine::postgres::fault(&e);
    let there = client.query_one("SELECT to_regclass('migrations') IS NOT NULL", &[]).map_err(told)?;
    if !there.get::<_, bool>(0) {
        return Ok(Applied::new());
    }
    let rows = client.query(APPLIED, &[]).map_err(told)?;
    let records = rows.iter().map(|row| {
        let number = u32::try_from(row.get::<_, i64>(1)).unwrap_or(0);
        ((row.get(0), number), Record { name: row.get(2), checksum: row.get(3), at: row.get(4) })
    });
    Ok(records.collect())
}

fn failed(migration: &Migration, error: Error) -> MigrationFault {
    MigrationFault::Failed { of: migration.of, number: migration.number, name: migration.name, error }
}

fn written(migration: &Migration, dialect: Dialect) -> Result<String, MigrationFault> {
    let text = ddl(migration.sql, dialect);
    match unknown_token(&text) {
        None => Ok(text),
        Some(token) => {
            Err(failed(migration, Error::Engine(format!("{token} is not one of the known tokens"))))
        }
    }
}

fn record(migration: &Migration, config: &Config) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    format!(
        "INSERT INTO migrations (of_crate, number, name, checksum, at) VALUES ({}, {}, {}, '{}', {})",
        quoted(migration.of),
        migration.number,
        quoted(migration.name),
        migration.checksum(),
        config.clock.now().as_micros(),
    )
}

fn missing<'m>(applied: &Applied, known: &'m [Migration]) -> Result<Vec<&'m Migration>, MigrationFault> {
    for (of, number) in applied.keys() {
        if !known.iter().any(|m| m.of == of && m.number == *number) {
            return Err(MigrationFault::Newer { of: of.clone(), number: *number });
        }
    }
    let mut missing = Vec::new();
    for migration in known {
        match applied.get(&(migration.of.to_owned(), migration.number)) {
            None => missing.push(migration),
            Some(record) if record.checksum == migration.checksum() => {}
            Some(_) => {
                return Err(MigrationFault::Edited { of: migration.of.to_owned(), number: migration.number });
            }
        }
    }
    Ok(missing)
}
