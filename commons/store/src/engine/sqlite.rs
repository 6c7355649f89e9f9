//! SQLite: a connection with its statements, its deadline and its errors in our words.

use super::portable_real;
use crate::{Config, Constraint, Dialect, Durability, Error, FromRow, Result, Row, Statement, Value};
use rusqlite::{ErrorCode, config::DbConfig, ffi, types::ValueRef};
use std::{
    borrow::Cow,
    cell::RefCell,
    collections::HashMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

/// How many virtual-machine steps SQLite makes between two looks at the deadline.
const STEPS_BETWEEN_LOOKS: i32 = 20_000;

/// One connection with its statement cache and its deadline.
pub(crate) struct Connection {
    raw: rusqlite::Connection,
    started: Instant,
    due: Arc<AtomicI64>,
    deadline: Duration,
    /// The names of broken unique indexes by what SQLite says of them: double votes are everyday's work.
    unique: RefCell<HashMap<String, String>>,
}

impl Connection {
    pub(crate) fn open(file: &Path, config: &Config, writes: bool) -> Result<Self> {
        let mut raw = rusqlite::Connection::open(file)
            .map_err(|e| Error::Engine(format!("{}: {e}", file.display())))?;
        raw.busy_timeout(config.deadline).map_err(fault)?;
        raw.set_prepared_statement_cache_capacity(1024);
        let synchronous = match config.durability {
            Durability::PowerCut => "FULL",
            Durability::Crash => "NORMAL",
        };
        use_wal(&raw, config.deadline)?;
        // The log grows to 125 MB before whoever commits writes it back: pages that change again and again are written once.
        raw.execute_batch(&format!(
            "PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000;
             PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 32000;
             PRAGMA case_sensitive_like = ON; PRAGMA query_only = {};",
            if writes { "OFF" } else { "ON" }
        ))
        .map_err(fault)?;
        // Without this SQLite prepares many statements anew each time they are bound, to plan for the very values.
        raw.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fault)?;
        let (started, due) = (Instant::now(), Arc::new(AtomicI64::new(i64::MAX)));
        let watched = due.clone();
        let late = move || millis(started.elapsed()) > watched.load(Ordering::Relaxed);
        raw.progress_handler(STEPS_BETWEEN_LOOKS, Some(late)).map_err(fault)?;
        Ok(Self { raw, started, due, deadline: config.deadline, unique: RefCell::default() })
    }

    /// The driver's connection, for migrations, backup and export.
    pub(crate) fn raw(&self) -> &rusqlite::Connection {
        &self.raw
    }

    /// Lifts the deadline: migrations and imports take as long as they take.
    pub(crate) fn without_deadline(mut self) -> Self {
        self.deadline = Duration::from_secs(86_400);
        self
    }

    /// Whether no transaction is open, be it because the engine ended it.
    pub(crate) fn idle(&self) -> bool {
        self.raw.is_autocommit()
    }

    /// How many rows were changed through this connection so far. What is refused in its first change counts none.
    pub(crate) fn changed_rows(&self) -> u64 {
        self.raw.total_changes()
    }

    pub(crate) fn exec(&self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64> {
        self.timed(|| {
            let mut prepared = self.prepared(statement, params)?;
            let only_reads = prepared.readonly();
            let mut rows = prepared.raw_query();
            let mut seen = 0;
            while rows.next()?.is_some() {
                seen += 1;
            }
            // As on PostgreSQL: a query counts its rows, anything else what it changed.
            Ok(if only_reads { seen } else { self.raw.changes() })
        })
    }

    pub(crate) fn all<T: FromRow>(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<Vec<T>> {
        let mut answer: Result<Vec<T>> = Ok(Vec::new());
        self.each_row(statement, params, |row| {
            if let Ok(read) = &mut answer {
                match T::from_row(&mut Row::sqlite(row)) {
                    Ok(item) => read.push(item),
                    Err(error) => answer = Err(error),
                }
            }
        })?;
        answer
    }

    pub(crate) fn first<T: FromRow>(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<Option<T>> {
        let mut answer = None;
        self.each_row(statement, params, |row| {
            if answer.is_none() {
                answer = Some(T::from_row(&mut Row::sqlite(row)));
            }
        })?;
        answer.transpose()
    }

    fn each_row(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
        mut see: impl FnMut(&rusqlite::Row<'_>),
    ) -> Result<()> {
        self.timed(|| {
            let mut prepared = self.prepared(statement, params)?;
            let mut rows = prepared.raw_query();
            while let Some(row) = rows.next()? {
                see(row);
            }
            Ok(())
        })
    }

    fn prepared(
        &self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> rusqlite::Result<rusqlite::CachedStatement<'_>> {
        let mut prepared = self.raw.prepare_cached(statement.translated(Dialect::Sqlite))?;
        let order = statement.order(|| order_of(&prepared));
        for (place, number) in order.iter().enumerate() {
            let value = number.checked_sub(1).and_then(|place| params.get(place));
            let value = value.ok_or(rusqlite::Error::InvalidParameterCount(order.len(), params.len()))?;
            prepared.raw_bind_parameter(place + 1, value)?;
        }
        Ok(prepared)
    }

    fn timed<T>(&self, work: impl FnOnce() -> rusqlite::Result<T>) -> Result<T> {
        self.due.store(millis(self.started.elapsed() + self.deadline), Ordering::Relaxed);
        let lifted = LiftedAtTheEnd(&self.due);
        let result = work();
        drop(lifted);
        result.map_err(|error| self.explain(error))
    }

    /// Runs a statement that is none of a room's: BEGIN, SAVEPOINT, COMMIT.
    pub(crate) fn control(&self, sql: &str) -> Result<()> {
        self.raw.prepare_cached(sql).and_then(|mut s| s.execute([])).map(|_| ()).map_err(|e| self.explain(e))
    }

    /// Turns the driver's error into ours, with the constraint named as PostgreSQL would name it.
    fn explain(&self, error: rusqlite::Error) -> Error {
        let rusqlite::Error::SqliteFailure(code, Some(text)) = &error else { return fault(error) };
        let subject = text.split_once("failed: ").map_or("", |(_, after)| after);
        let broken = |kind, name: &str| Error::Broken { kind, name: name.to_owned() };
        match code.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID => broken(Constraint::Unique, &self.unique_name(subject)),
            ffi::SQLITE_CONSTRAINT_CHECK => broken(Constraint::Check, subject),
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => broken(Constraint::ForeignKey, ""),
            ffi::SQLITE_CONSTRAINT_NOTNULL => broken(Constraint::NotNull, subject),
            _ => fault(error),
        }
    }

    /// SQLite names the columns of a broken unique index; this finds the index that has them, and names it as
    /// PostgreSQL would.
    fn unique_name(&self, subject: &str) -> String {
        if let Some(index) = subject.strip_prefix("index '") {
            return index.trim_end_matches('\'').to_owned();
        }
        if let Some(known) = self.unique.borrow().get(subject) {
            return known.clone();
        }
        let table = subject.split('.').next().unwrap_or_default();
        let columns: Vec<&str> =
            subject.split(", ").filter_map(|c| c.split_once('.')).map(|(_, c)| c).collect();
        let name = self.unique_index(table, &columns).unwrap_or(None);
        let name = name.unwrap_or_else(|| format!("{table}_pkey"));
        self.unique.borrow_mut().insert(subject.to_owned(), name.clone());
        name
    }

    fn unique_index(&self, table: &str, columns: &[&str]) -> rusqlite::Result<Option<String>> {
        let mut indexes =
            self.raw.prepare("SELECT name, origin FROM pragma_index_list($1) WHERE \"unique\"")?;
        let mut rows = indexes.query([table])?;
        while let Some(row) = rows.next()? {
            let (name, origin): (String, String) = (row.get(0)?, row.get(1)?);
            let mut parts = self.raw.prepare("SELECT name FROM pragma_index_info($1) ORDER BY seqno")?;
            let found = parts.query_map([&name], |row| row.get::<_, Option<String>>(0))?;
            let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
            if found.iter().map(Option::as_deref).eq(columns.iter().map(|column| Some(*column))) {
                return Ok(match origin.as_str() {
                    "pk" => None,
                    "u" => Some(format!("{table}_{}_key", columns.join("_"))),
                    _ => Some(name),
                });
            }
        }
        Ok(None)
    }
}

/// The first change to WAL needs the file alone, and SQLite does not wait for it by itself.
fn use_wal(raw: &rusqlite::Connection, patience: Duration) -> Result<()> {
    let started = Instant::now();
    loop {
        match raw
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))
            .map_err(fault)
        {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                return Err(Error::Engine(format!("the journal stays in mode {mode}, WAL is needed")));
            }
            Err(Error::Conflict) if started.elapsed() < patience => {
                std::thread::sleep(Duration::from_millis(5))
            }
            Err(error) => return Err(error),
        }
    }
}

/// The first reference that leads nowhere, in words; looked for while references are not enforced.
pub(crate) fn dangling(raw: &rusqlite::Connection) -> Result<Option<String>> {
    let look = || {
        let mut check = raw.prepare("PRAGMA foreign_key_check")?;
        let mut rows = check.query([])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(Some(format!("a row of {table} refers to a row of {parent} that does not exist")))
    };
    look().map_err(fault)
}

/// Lifts the deadline even when the work panics.
struct LiftedAtTheEnd<'a>(&'a AtomicI64);

impl Drop for LiftedAtTheEnd<'_> {
    fn drop(&mut self) {
        self.0.store(i64::MAX, Ordering::Relaxed);
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// SQLite numbers `$n` by first appearance, PostgreSQL by n: the names tell which is which.
fn order_of(prepared: &rusqlite::Statement<'_>) -> Box<[usize]> {
    let named = |place| prepared.parameter_name(place).and_then(|name| name.get(1..)?.parse().ok());
    (1..=prepared.parameter_count()).map(|place| named(place).unwrap_or(0)).collect()
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, Value as Owned};
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(x) => ValueRef::Integer(*x),
            Value::Real(x) => {
                let x = portable_real(*x).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))?;
                ValueRef::Real(x)
            }
            Value::Text(x) => match super::portable_text(x) {
                Cow::Borrowed(text) => ValueRef::Text(text.as_bytes()),
                Cow::Owned(text) => return Ok(ToSqlOutput::Owned(Owned::Text(text))),
            },
            Value::Bytes(x) => ValueRef::Blob(x),
        }))
    }
}

/// Reads one column of a row.
pub(crate) fn column<'r>(row: &'r rusqlite::Row<'r>, place: usize) -> Result<Value<'r>> {
    let found = row.get_ref(place);
    let missing = |_| Error::Decode { column: place, problem: "the SELECT has fewer columns".to_owned() };
    Ok(match found.map_err(missing)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(x) => Value::Int(x),
        ValueRef::Real(x) => Value::Real(x),
        ValueRef::Text(x) => Value::Text(String::from_utf8_lossy(x)),
        ValueRef::Blob(x) => Value::Bytes(Cow::Borrowed(x)),
    })
}

pub(crate) fn fault(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Error::DiskFull,
        Some(ErrorCode::OperationInterrupted) => Error::Deadline,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Conflict,
        Some(ErrorCode::ReadOnly) => Error::ReadOnly,
        Some(ErrorCode::SystemIoFailure) if shm_could_not_grow(&error) => Error::DiskFull,
        _ => Error::Engine(error.to_string()),
    }
}

fn shm_could_not_grow(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|e| e.extended_code == ffi::SQLITE_IOERR_SHMSIZE)
}
