//! Checks that a test of the whole program runs: every statement on both engines, and how much differs between them.

use crate::{Config, Dialect, Migration, Result, Statement, Target, engine, registered, sql::marked};
use std::fmt;

/// A registered literal that an engine does not take as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unprepared {
    /// The source file of the literal.
    pub file: &'static str,
    /// Its line.
    pub line: u32,
    /// The literal.
    pub text: &'static str,
    /// What the engine says, or what the store could not carry.
    pub problem: String,
}

impl fmt::Display for Unprepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}\n    {}", self.file, self.line, self.problem, self.text)
    }
}

/// Prepares every [`registered`] literal on a migrated database and returns those that fail. On PostgreSQL a literal
/// also fails when it takes or gives a type that the store does not carry, such as the NUMERIC of a bare
/// `SUM(bigint)`. Literals that begin with `-- only …` are prepared on their engine alone.
///
/// # Errors
/// When the database cannot be reached.
pub fn prepare_all(config: &Config) -> Result<Vec<Unprepared>> {
    let mut failed: Vec<Unprepared> = match &config.target {
        Target::Sqlite(file) => {
            let connection = engine::sqlite::Connection::open(file, config, false)?;
            prepared_by(Dialect::Sqlite, |text| {
                connection.raw().prepare(text).map(drop).map_err(|e| engine::sqlite::fault(e).to_string())
            })
        }
        Target::Postgres { url, .. } => engine::postgres::apart(|| {
            let mut client = engine::postgres::connect(url, config)?;
            Ok(prepared_by(Dialect::Postgres, |text| {
                let prepared = client.prepare(text).map_err(|e| engine::postgres::fault(&e).to_string())?;
                carried(&prepared)
            }))
        })?,
    };
    failed.sort_by_key(|statement| (statement.file, statement.line));
    Ok(failed)
}

fn prepared_by(dialect: Dialect, mut prepare: impl FnMut(&str) -> Result<(), String>) -> Vec<Unprepared> {
    let meant_for = |statement: &&Statement| statement.only().is_none_or(|only| only == dialect);
    registered()
        .filter(meant_for)
        .filter_map(|statement| {
            let problem = prepare(statement.translated(dialect)).err()?;
            let (file, line) = statement.place();
            Some(Unprepared { file, line, text: statement.text(), problem })
        })
        .collect()
}

fn carried(prepared: &postgres::Statement) -> Result<(), String> {
    for (place, kind) in prepared.params().iter().enumerate() {
        if !engine::postgres::writable(kind) {
            return Err(format!("parameter ${} would be PostgreSQL's {kind}: CAST it in the SQL", place + 1));
        }
    }
    for column in prepared.columns() {
        // A function without an answer, such as a lock, gives nothing to read.
        if !engine::postgres::readable(column.type_()) && *column.type_() != postgres::types::Type::VOID {
            return Err(format!(
                "column {} would be PostgreSQL's {}: CAST it in the SQL",
                column.name(),
                column.type_()
            ));
        }
    }
    Ok(())
}

/// A block that is for one engine only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// Where it stands: `ideas 3`, or file and line of a literal.
    pub place: String,
    /// The engine it is for.
    pub only: Dialect,
}

/// The `-- only sqlite` and `-- only postgres` blocks of these migrations.
pub fn marked_migrations(migrations: &[Migration]) -> Vec<Marked> {
    let blocks = migrations.iter().flat_map(|migration| {
        let place = format!("{} {}", migration.of, migration.number);
        migration.sql.lines().filter_map(marked).map(move |only| Marked { place: place.clone(), only })
    });
    blocks.collect()
}

/// The [`registered`] literals that are for one engine only.
pub fn marked_statements() -> Vec<Marked> {
    let literals = registered().filter_map(|statement| {
        let (file, line) = statement.place();
        statement.only().map(|only| Marked { place: format!("{file}:{line}"), only })
    });
    literals.collect()
}
