//! SQLite: one writer that commits in groups, and readers beside it.

use super::{Request, Settled, Verdict, in_time};
use crate::{
    Config, Constraint, Dialect, Durability, Error, FromRow, Result, Row, Statement, Tx, Value, tx::Engine,
};
use crossbeam_channel::Receiver;
use rusqlite::{ErrorCode, ffi, types::ValueRef};
use std::{
    borrow::Cow,
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
}

impl Connection {
    pub(crate) fn open(file: &Path, config: &Config, writes: bool) -> Result<Self> {
        let mut raw = rusqlite::Connection::open(file).map_err(fault)?;
        raw.busy_timeout(Duration::from_secs(20)).map_err(fault)?;
        raw.set_prepared_statement_cache_capacity(1024);
        let synchronous = match config.durability {
            Durability::PowerCut => "FULL",
            Durability::Crash => "NORMAL",
        };
        raw.execute_batch(&format!(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864; PRAGMA query_only = {};",
            if writes { "OFF" } else { "ON" }
        ))
        .map_err(fault)?;
        let (started, due) = (Instant::now(), Arc::new(AtomicI64::new(i64::MAX)));
        let watched = due.clone();
        let late = move || millis(started.elapsed()) > watched.load(Ordering::Relaxed);
        raw.progress_handler(STEPS_BETWEEN_LOOKS, Some(late)).map_err(fault)?;
        Ok(Self { raw, started, due, deadline: config.deadline })
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

    pub(crate) fn exec(&self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64> {
        self.timed(|| {
            let mut prepared = self.raw.prepare_cached(statement.translated(Dialect::Sqlite))?;
            bind(&mut prepared, params)?;
            Ok(prepared.raw_execute()? as u64)
        })
    }

    pub(crate) fn all<T: FromRow>(&self, statement: &'static Statement, params: &[Value<'_>]) -> Result<Vec<T>> {
        let mut answer: Result<Vec<T>> = Ok(Vec::new());
        self.timed(|| {
            let mut prepared = self.raw.prepare_cached(statement.translated(Dialect::Sqlite))?;
            bind(&mut prepared, params)?;
            let mut rows = prepared.raw_query();
            while let Some(row) = rows.next()? {
                if let Ok(read) = &mut answer {
                    match T::from_row(&mut Row::sqlite(row)) {
                        Ok(item) => read.push(item),
                        Err(error) => answer = Err(error),
                    }
                }
            }
            Ok(())
        })?;
        answer
    }

    fn timed<T>(&self, work: impl FnOnce() -> rusqlite::Result<T>) -> Result<T> {
        self.due.store(millis(self.started.elapsed() + self.deadline), Ordering::Relaxed);
        let result = work();
        self.due.store(i64::MAX, Ordering::Relaxed);
        result.map_err(|error| self.explain(error))
    }

    fn control(&self, sql: &str) -> Result<()> {
        self.raw.prepare_cached(sql).and_then(|mut s| s.execute([])).map(|_| ()).map_err(|e| self.explain(e))
    }

    /// Turns the driver's error into ours, with the constraint named as PostgreSQL would name it.
    fn explain(&self, error: rusqlite::Error) -> Error {
        let rusqlite::Error::SqliteFailure(code, Some(text)) = &error else { return fault(error) };
        let subject = text.split_once("failed: ").map_or("", |(_, after)| after);
        let broken = |kind, name: &str| Error::Broken { kind, name: name.to_owned() };
        match code.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
                broken(Constraint::Unique, &self.unique_name(subject))
            }
            ffi::SQLITE_CONSTRAINT_CHECK => broken(Constraint::Check, subject),
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => broken(Constraint::ForeignKey, ""),
            ffi::SQLITE_CONSTRAINT_NOTNULL => broken(Constraint::NotNull, subject),
            _ => fault(error),
        }
    }

    /// SQLite names the columns of a broken unique index; this finds the index that has them.
    fn unique_name(&self, subject: &str) -> String {
        if let Some(index) = subject.strip_prefix("index '") {
            return index.trim_end_matches('\'').to_owned();
        }
        let table = subject.split('.').next().unwrap_or_default().to_owned();
        let wanted: Vec<&str> = subject.split(", ").filter_map(|c| c.split_once('.')).map(|(_, c)| c).collect();
        let primary = format!("{table}_pkey");
        let indexes = self.raw.prepare("SELECT name FROM pragma_index_list($1) WHERE \"unique\" AND origin = 'c'");
        let Ok(mut indexes) = indexes else { return primary };
        let Ok(names) = indexes.query_map([&table], |row| row.get::<_, String>(0)) else { return primary };
        for name in names.flatten() {
            let columns = self.raw.prepare("SELECT name FROM pragma_index_info($1) ORDER BY seqno");
            let Ok(mut columns) = columns else { continue };
            let Ok(found) = columns.query_map([&name], |row| row.get::<_, String>(0)) else { continue };
            if found.flatten().collect::<Vec<_>>() == wanted {
                return name;
            }
        }
        primary
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// SQLite numbers `$n` by first appearance, PostgreSQL by n: bind by the number in the name.
fn bind(statement: &mut rusqlite::Statement<'_>, params: &[Value<'_>]) -> rusqlite::Result<()> {
    for place in 1..=statement.parameter_count() {
        let number = statement.parameter_name(place).and_then(|name| name[1..].parse::<usize>().ok());
        let value = number.and_then(|n| params.get(n.wrapping_sub(1)));
        let value = value.ok_or(rusqlite::Error::InvalidParameterCount(place, params.len()))?;
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(rusqlite::types::ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(x) => ValueRef::Integer(*x),
            Value::Real(x) => ValueRef::Real(*x),
            Value::Text(x) => ValueRef::Text(x.as_bytes()),
            Value::Bytes(x) => ValueRef::Blob(x),
        }))
    }
}

/// Reads one column of a row.
pub(crate) fn column<'r>(row: &'r rusqlite::Row<'r>, place: usize) -> Result<Value<'r>> {
    Ok(match row.get_ref(place).map_err(fault)? {
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

/// Serves writes until every sender is gone.
pub(crate) fn write_loop(connection: &Connection, requests: &Receiver<Request>, config: &Config, wake: &crate::store::Wake) {
    while let Ok(first) = requests.recv() {
        let mut group = vec![first];
        while group.len() < config.batch
            && let Ok(next) = requests.try_recv()
        {
            group.push(next);
        }
        let group: Vec<Request> = group.into_iter().filter_map(in_time).collect();
        metrics::histogram!("store_batch_requests").record(group.len() as f64);
        commit(connection, group, config, wake);
    }
}

/// One COMMIT for the group, each request in its own savepoint. If the group as a whole cannot be kept (a full disk,
/// say), each request is tried alone, so that one greedy request does not fail its neighbours.
fn commit(connection: &Connection, mut group: Vec<Request>, config: &Config, wake: &crate::store::Wake) {
    match attempt(connection, &mut group, config) {
        Ok(outcome) => {
            let signals = outcome.signals;
            for (request, verdict) in group.into_iter().zip(outcome.verdicts) {
                request.settle(if verdict == Verdict::Keep { Settled::Committed } else { Settled::Undone });
            }
            wake.signal(signals);
        }
        Err(_) if group.len() > 1 => {
            for request in group {
                commit(connection, vec![request], config, wake);
            }
        }
        Err(error) => {
            for request in group {
                request.settle(Settled::Failed(error.clone()));
            }
        }
    }
}

struct Outcome {
    verdicts: Vec<Verdict>,
    signals: (bool, bool),
}

fn attempt(connection: &Connection, group: &mut [Request], config: &Config) -> Result<Outcome> {
    let alone = group.len() == 1;
    connection.control("BEGIN IMMEDIATE")?;
    let run = || -> Result<Outcome> {
        let mut outcome = Outcome { verdicts: Vec::with_capacity(group.len()), signals: (false, false) };
        for request in group.iter_mut() {
            if !alone {
                connection.control("SAVEPOINT request")?;
            }
            let mut tx = Tx::new(Engine::Sqlite(connection), &config.clock, &config.ids, true);
            let verdict = request.run(&mut tx);
            let (poison, emitted, enqueued) = (tx.poison.take(), tx.emitted, tx.enqueued);
            if connection.raw.is_autocommit() {
                // The engine undid everything, neighbours included.
                return Err(poison.unwrap_or(Error::DiskFull));
            }
            if !alone {
                if verdict != Verdict::Keep {
                    connection.control("ROLLBACK TO request")?;
                }
                connection.control("RELEASE request")?;
            }
            if verdict == Verdict::Keep {
                outcome.signals = (outcome.signals.0 | emitted, outcome.signals.1 | enqueued);
            }
            outcome.verdicts.push(verdict);
        }
        let started = Instant::now();
        let keep = !alone || outcome.verdicts.contains(&Verdict::Keep);
        connection.control(if keep { "COMMIT" } else { "ROLLBACK" })?;
        metrics::histogram!("store_commit_seconds").record(started.elapsed().as_secs_f64());
        Ok(outcome)
    };
    let mut run = run;
    let result = run();
    if result.is_err() && !connection.raw.is_autocommit() {
        let _ = connection.control("ROLLBACK");
    }
    result
}

/// Serves reads until every sender is gone.
pub(crate) fn read_loop(connection: &Connection, requests: &Receiver<Request>, config: &Config) {
    while let Ok(request) = requests.recv() {
        let Some(mut request) = in_time(request) else { continue };
        if let Err(error) = connection.control("BEGIN") {
            request.settle(Settled::Failed(error));
            continue;
        }
        let mut tx = Tx::new(Engine::Sqlite(connection), &config.clock, &config.ids, false);
        let verdict = request.run(&mut tx);
        let _ = connection.control("COMMIT");
        request.settle(if verdict == Verdict::Keep { Settled::Committed } else { Settled::Undone });
    }
}
