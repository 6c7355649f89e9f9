//! Numbered SQL files, one text for both engines, each applied once and never edited.

use crate::{Config, Dialect, Error, Target, engine, sql::ddl};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

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
    fn checksum(&self) -> String {
        Sha256::digest(self.sql.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
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
    /// The database itself.
    #[error(transparent)]
    Store(#[from] Error),
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    of_crate TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (of_crate, number))";
const APPLIED: &str = "SELECT of_crate, number, checksum FROM migrations";
/// Keeps two processes that start together from migrating at the same time.
const LOCK: &str = "SELECT pg_advisory_lock(7302541)";

type Applied = HashMap<(String, i64), String>;

/// Applies what is missing, in the order given, each in a transaction of its own.
pub(crate) fn run(config: &Config, migrations: &[Migration]) -> Result<(), MigrationFault> {
    let now = config.clock.now().as_micros();
    match &config.target {
        Target::Sqlite(file) => {
            let connection = engine::sqlite::Connection::open(file, config, true)?.without_deadline();
            let raw = connection.raw();
            raw.execute_batch(TABLE).map_err(engine::sqlite::fault)?;
            let mut known = raw.prepare(APPLIED).map_err(engine::sqlite::fault)?;
            let applied: rusqlite::Result<Applied> = known
                .query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))
                .and_then(Iterator::collect);
            for migration in missing(&applied.map_err(engine::sqlite::fault)?, migrations)? {
                let text = format!(
                    "BEGIN IMMEDIATE; {} {}; COMMIT",
                    ddl(migration.sql, Dialect::Sqlite),
                    record(migration, now)
                );
                raw.execute_batch(&text).map_err(|error| {
                    let _ = raw.execute_batch("ROLLBACK");
                    failed(migration, engine::sqlite::fault(error))
                })?;
                tracing::info!(of = migration.of, number = migration.number, "migrated");
            }
        }
        Target::Postgres { url, .. } => {
            let mut client = engine::postgres::connect(url, config)?;
            let told = |e: postgres::Error| engine::postgres::fault(&e);
            client.batch_execute(&format!("SET statement_timeout = 0; {LOCK}; {TABLE}")).map_err(told)?;
            let rows = client.query(APPLIED, &[]).map_err(told)?;
            let applied: Applied = rows.iter().map(|row| ((row.get(0), row.get(1)), row.get(2))).collect();
            for migration in missing(&applied, migrations)? {
                let mut tx = client.transaction().map_err(told)?;
                let text = format!("{} {}", ddl(migration.sql, Dialect::Postgres), record(migration, now));
                tx.batch_execute(&text).map_err(|e| failed(migration, engine::postgres::fault(&e)))?;
                tx.commit().map_err(|e| failed(migration, engine::postgres::fault(&e)))?;
                tracing::info!(of = migration.of, number = migration.number, "migrated");
            }
        }
    }
    Ok(())
}

fn failed(migration: &Migration, error: Error) -> MigrationFault {
    MigrationFault::Failed { of: migration.of, number: migration.number, name: migration.name, error }
}

fn record(migration: &Migration, now: i64) -> String {
    format!(
        "INSERT INTO migrations (of_crate, number, name, checksum, at) VALUES ('{}', {}, '{}', '{}', {now})",
        migration.of,
        migration.number,
        migration.name,
        migration.checksum()
    )
}

fn missing<'m>(applied: &Applied, known: &'m [Migration]) -> Result<Vec<&'m Migration>, MigrationFault> {
    for (of, number) in applied.keys() {
        if !known.iter().any(|m| m.of == of && i64::from(m.number) == *number) {
            return Err(MigrationFault::Newer {
                of: of.clone(),
                number: u32::try_from(*number).unwrap_or(0),
            });
        }
    }
    let mut missing = Vec::new();
    for migration in known {
        match applied.get(&(migration.of.to_owned(), i64::from(migration.number))) {
            None => missing.push(migration),
            Some(checksum) if *checksum == migration.checksum() => {}
            Some(_) => {
                return Err(MigrationFault::Edited { of: migration.of.to_owned(), number: migration.number });
            }
        }
    }
    Ok(missing)
}
