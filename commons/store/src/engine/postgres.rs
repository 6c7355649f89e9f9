//! PostgreSQL: workers, each with a connection and its prepared statements.

use super::{
    Queue, Request, Settled, Verdict, portable_real, portable_text,
    wire::{Rows, Waiting, Wire},
};
use crate::{Config, Constraint, Error, FromRow, Result, Row, Statement, Tx, Value, store::Wake, tx::Engine};
use postgres::{
    NoTls,
    error::SqlState,
    types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};
use rand::RngExt;
use std::{
    borrow::Cow,
    error::Error as StdError,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};
use tokio_postgres::{Client, config::SslMode};

/// How long reads stay with the primary when the replica cannot be reached.
const AWAY_FROM_REPLICA: Duration = Duration::from_secs(30);

/// Lifts the limits from a transaction that takes as long as it takes.
pub(crate) const UNHURRIED: &str = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = 0";

const BEGIN_WRITING: &str = "START TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE";
/// On a connection that reads, as [`READS_ALONE`] says.
const BEGIN_READING: &str = "BEGIN";
/// What a transaction is that only reads: over one state, and without a way to write, whatever begins it. Said once, it
/// need not be said, read and taken back by each of them.
const READS_ALONE: &str =
    "SET default_transaction_isolation = 'repeatable read'; SET default_transaction_read_only = on";

/// Statements that may wait to be sent along with the next one.
const MOST_WAITING: usize = 16;

/// One transaction on a connection. What need not be answered at once waits, to be sent along with the next request; so
/// does what begins the transaction.
pub(crate) struct Connection<'c> {
    wire: &'c mut Wire,
    begin: Option<&'static str>,
    waiting: Vec<Waiting>,
    /// What they answered, from the first on, until it is taken.
    answers: Vec<Rows>,
}

impl<'c> Connection<'c> {
    fn new(wire: &'c mut Wire, writes: bool) -> Self {
        let begin = if writes { BEGIN_WRITING } else { BEGIN_READING };
        Self { wire, begin: Some(begin), waiting: Vec::new(), answers: Vec::new() }
    }

    fn query(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<Vec<postgres::Row>> {
        let prepared = self.wire.statement(statement, params.len())?;
        self.ask(async |client| client.query(&prepared, &dynamic(params)).await)
    }

    pub(crate) fn exec(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64> {
        let prepared = self.wire.statement(statement, params.len())?;
        self.ask(async |client| client.execute(&prepared, &dynamic(params)).await)
    }

    /// Has a statement wait, and says its place among those that did.
    pub(crate) fn send(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<usize> {
        if self.waiting.len() == MOST_WAITING {
            self.flush()?;
        }
        let statement = self.wire.statement(statement, params.len())?;
        self.waiting.push(Waiting { statement, params: params.iter().map(Value::kept).collect() });
        Ok(self.answers.len() + self.waiting.len() - 1)
    }

    /// What the statement in this place answered.
    pub(crate) fn answer<T: FromRow>(&mut self, place: usize) -> Result<Vec<T>> {
        if place >= self.answers.len() {
            self.flush()?;
        }
        let rows = self.answers.get_mut(place).map(std::mem::take).unwrap_or_default();
        rows.iter().map(|row| T::from_row(&mut Row::postgres(row))).collect()
    }

    fn flush(&mut self) -> Result<()> {
        self.ask(async |_| Ok(()))
    }

    pub(crate) fn all<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<Vec<T>> {
        self.query(statement, params)?.iter().map(|row| T::from_row(&mut Row::postgres(row))).collect()
    }

    pub(crate) fn first<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: &[Value<'_>],
    ) -> Result<Option<T>> {
        self.query(statement, params)?.first().map(|row| T::from_row(&mut Row::postgres(row))).transpose()
    }

    /// Asks, with all that waits sent before it.
    fn ask<T>(&mut self, request: impl AsyncFnOnce(&Client) -> Result<T, postgres::Error>) -> Result<T> {
        let (begin, waiting) = (self.begin.take(), std::mem::take(&mut self.waiting));
        let (before, answer) = self.wire.together(begin, &waiting, request);
        self.answers.extend(before?);
        answer
    }

    /// Whether nothing was sent yet.
    fn untouched(&self) -> bool {
        self.begin.is_some()
    }

    fn commit(mut self) -> Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let begin = self.begin.take();
        if begin.is_some() && waiting.is_empty() {
            return Ok(());
        }
        let commit = async |client: &Client| client.batch_execute("COMMIT").await;
        let (before, answer) = self.wire.together(begin, &waiting, commit);
        match before {
            // COMMIT was on its way already, and undoes what is broken.
            Err(Error::Disconnected(_)) => Err(Error::Unknown),
            Err(broken) => Err(broken),
            Ok(_) => answer.map_err(uncommitted),
        }
    }

    /// Ends a transaction that only read.
    fn leave(self) {
        if !self.untouched() {
            self.wire.send_off("COMMIT");
        }
    }

    /// A connection that breaks while rolling back is found closed, and opened again, by the next request.
    fn undo(self) {
        if !self.untouched() {
            let _ = self.wire.run("ROLLBACK");
        }
    }
}

pub(crate) fn dynamic<'a>(params: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match (self, kind) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(x), &Type::BOOL) => (*x != 0).to_sql(kind, out),
            (Value::Int(x), &Type::INT2) => i16::try_from(*x)?.to_sql(kind, out),
            (Value::Int(x), &Type::INT4) => i32::try_from(*x)?.to_sql(kind, out),
            (Value::Int(x), &Type::INT8) => x.to_sql(kind, out),
            (Value::Int(x), &Type::FLOAT8) => (*x as f64).to_sql(kind, out),
            (Value::Real(x), &Type::FLOAT8) => portable_real(*x)?.to_sql(kind, out),
            // A list of identifiers.
            (Value::Text(x), &Type::INT8_ARRAY) => serde_json::from_str::<Vec<i64>>(x)?.to_sql(kind, out),
            (Value::Text(x), kind) if textual(kind) => portable_text(x).as_ref().to_sql(&Type::TEXT, out),
            (Value::Bytes(x), &Type::BYTEA) => x.as_ref().to_sql(kind, out),
            (value, kind) => Err(format!("{} is given where PostgreSQL expects {kind}", value.kind()).into()),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

/// Types whose binary form is their text.
fn textual(kind: &Type) -> bool {
    matches!(*kind, Type::TEXT | Type::VARCHAR | Type::NAME | Type::JSON | Type::UNKNOWN)
}

/// Whether a parameter of this type can be given.
pub(crate) fn writable(kind: &Type) -> bool {
    textual(kind)
        || matches!(*kind, Type::BOOL | Type::INT2 | Type::INT4 | Type::INT8 | Type::FLOAT8 | Type::BYTEA)
        || *kind == Type::INT8_ARRAY
}

/// Whether a column of this type can be read by [`column`].
pub(crate) fn readable(kind: &Type) -> bool {
    matches!(
        *kind,
        Type::INT8
            | Type::INT4
            | Type::INT2
            | Type::BOOL
            | Type::FLOAT8
            | Type::TEXT
            | Type::VARCHAR
            | Type::NAME
            | Type::BYTEA
    )
}

/// Reads one column of a row.
pub(crate) fn column(row: &postgres::Row, place: usize) -> Result<Value<'_>> {
    fn read<'r, T: postgres::types::FromSql<'r>>(
        row: &'r postgres::Row,
        place: usize,
        wrap: impl FnOnce(T) -> Value<'r>,
    ) -> Result<Value<'r>> {
        let value = row.try_get::<_, Option<T>>(place);
        Ok(value.map_err(|e| fault(&e))?.map_or(Value::Null, wrap))
    }
    let kind = row.columns().get(place).map(postgres::Column::type_);
    match kind {
        Some(&Type::INT8) => read(row, place, Value::Int),
        Some(&Type::INT4) => read(row, place, |x: i32| Value::Int(i64::from(x))),
        Some(&Type::INT2) => read(row, place, |x: i16| Value::Int(i64::from(x))),
        Some(&Type::BOOL) => read(row, place, |x: bool| Value::Int(i64::from(x))),
        Some(&Type::FLOAT8) => read(row, place, Value::Real),
        Some(&Type::TEXT | &Type::VARCHAR | &Type::NAME) => {
            read(row, place, |x: &str| Value::Text(Cow::Borrowed(x)))
        }
        Some(&Type::BYTEA) => read(row, place, |x: &[u8]| Value::Bytes(Cow::Borrowed(x))),
        Some(other) => Err(Error::Decode {
            column: place,
            problem: format!("PostgreSQL's {other} needs a CAST in the SQL"),
        }),
        None => Err(Error::Decode { column: place, problem: "the SELECT has fewer columns".to_owned() }),
    }
}

pub(crate) fn fault(error: &postgres::Error) -> Error {
    if let Some(told) = error.as_db_error() {
        let name = told.constraint().unwrap_or_default().to_owned();
        return match told.code() {
            &SqlState::UNIQUE_VIOLATION => Error::Broken { kind: Constraint::Unique, name },
            &SqlState::CHECK_VIOLATION => Error::Broken { kind: Constraint::Check, name },
            &SqlState::FOREIGN_KEY_VIOLATION => Error::Broken { kind: Constraint::ForeignKey, name },
            &SqlState::NOT_NULL_VIOLATION => Error::Broken {
                kind: Constraint::NotNull,
                name: format!("{}.{}", told.table().unwrap_or_default(), told.column().unwrap_or_default()),
            },
            &SqlState::T_R_SERIALIZATION_FAILURE
            | &SqlState::T_R_DEADLOCK_DETECTED
            | &SqlState::LOCK_NOT_AVAILABLE => Error::Conflict,
            &SqlState::QUERY_CANCELED => Error::Deadline,
            &SqlState::DISK_FULL => Error::DiskFull,
            &SqlState::READ_ONLY_SQL_TRANSACTION => Error::ReadOnly,
            &SqlState::ADMIN_SHUTDOWN
            | &SqlState::CRASH_SHUTDOWN
            | &SqlState::CANNOT_CONNECT_NOW
            | &SqlState::TOO_MANY_CONNECTIONS
            | &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => {
                Error::Disconnected(told.message().to_owned())
            }
            // Another process migrated: what was prepared before is of no use, so begin with a new connection.
            &SqlState::FEATURE_NOT_SUPPORTED if told.message().starts_with("cached plan") => {
                Error::Disconnected(told.message().to_owned())
            }
            code if code.code().starts_with("08") => Error::Disconnected(told.message().to_owned()),
            code => Error::Engine(format!("{} ({})", told.message(), code.code())),
        };
    }
    if error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>()) {
        return Error::Disconnected(error.to_string());
    }
    let cause = error.source().map(|source| format!(": {source}")).unwrap_or_default();
    Error::Engine(format!("{error}{cause}"))
}

/// The address, with what every connection has in common.
fn parsed(url: &str) -> Result<tokio_postgres::Config> {
    let unusable =
        |e: &postgres::Error| Error::Engine(format!("the address of the database cannot be read: {e}"));
    let mut parsed: tokio_postgres::Config = url.parse().map_err(|e| unusable(&e))?;
    parsed.application_name("weft").connect_timeout(Duration::from_secs(5));
    // A peer that vanished without a word is noticed within half a minute, idle or not.
    parsed
        .keepalives_idle(Duration::from_secs(15))
        .keepalives_interval(Duration::from_secs(5))
        .keepalives_retries(3);
    parsed.tcp_user_timeout(Duration::from_secs(30));
    Ok(parsed)
}

/// The deadlines that hold on every connection.
fn deadlines(config: &Config) -> String {
    let deadline = config.deadline.as_millis();
    format!("SET statement_timeout = {deadline}; SET idle_in_transaction_session_timeout = 60000")
}

/// Plans are made once for each statement, as SQLite makes them: a statement is written to be answered from an index
/// whatever the values, and planning it anew for each of them takes longer than running it.
const PLANNED_ONCE: &str = "SET plan_cache_mode = force_generic_plan";

/// Opens a connection for one task that runs by itself: migrations, checks, copies.
pub(crate) fn connect(url: &str, config: &Config) -> Result<postgres::Client> {
    let parsed = parsed(url)?;
    let plain = parsed.get_ssl_mode() == SslMode::Disable;
    let address = postgres::Config::from(parsed);
    let made = if plain {
        address.connect(NoTls)
    } else {
        address.connect(tokio_postgres_rustls::MakeRustlsConnect::new(tls(config)?))
    };
    let mut client = made.map_err(|e| fault(&e))?;
    client.batch_execute(&deadlines(config)).map_err(|e| fault(&e))?;
    Ok(client)
}

/// Opens a connection for a worker. Once the house stands, a server that cannot be reached is away for whatever reason it
/// gives, and nothing was done.
fn reach(url: &str, config: &Config, writes: bool) -> Result<Wire> {
    wire(url, config, writes).map_err(|error| match error {
        Error::Engine(why) => Error::Disconnected(why),
        other => other,
    })
}

fn wire(url: &str, config: &Config, writes: bool) -> Result<Wire> {
    let address = parsed(url)?;
    let mut wire = if address.get_ssl_mode() == SslMode::Disable {
        Wire::connect(&address, NoTls)?
    } else {
        Wire::connect(&address, tokio_postgres_rustls::MakeRustlsConnect::new(tls(config)?))?
    };
    wire.run(&format!("{}; {PLANNED_ONCE}", deadlines(config)))?;
    if !writes {
        wire.run(READS_ALONE)?;
    }
    Ok(wire)
}

/// Runs work with a connection on a thread of its own: the driver blocks, and refuses to do so on a thread that also
/// serves asynchronous work, which whoever opens a store at start-up often does.
pub(crate) fn apart<T: Send, E: From<Error> + Send>(
    work: impl FnOnce() -> Result<T, E> + Send,
) -> Result<T, E> {
    thread::scope(|scope| {
        let started = thread::Builder::new().name("store-apart".to_owned()).spawn_scoped(scope, work);
        let thread = started.map_err(|e| Error::Engine(format!("a thread could not be started: {e}")))?;
        thread.join().unwrap_or_else(|panic| Err(Error::Panicked(super::message_of(&*panic)).into()))
    })
}

fn tls(config: &Config) -> Result<rustls::ClientConfig> {
    let mut roots = rustls::RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if let Some(file) = &config.certificates {
        use rustls::pki_types::{CertificateDer, pem::PemObject};
        let unreadable = |e: &dyn std::fmt::Display| Error::Engine(format!("{}: {e}", file.display()));
        for certificate in CertificateDer::pem_file_iter(file).map_err(|e| unreadable(&e))? {
            roots.add(certificate.map_err(|e| unreadable(&e))?).map_err(|e| unreadable(&e))?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions =
        rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = versions.map_err(|e| Error::Engine(e.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Where a worker connects to.
#[derive(Debug, Clone)]
pub(crate) enum Route {
    /// The primary, for writes.
    Write(String),
    /// The primary, for reads.
    Read(String),
    /// A replica for reads, and the primary for when it is away.
    Replica(String, String),
}

/// A worker's connection, opened again when it breaks.
pub(crate) struct Worker {
    route: Route,
    config: Arc<Config>,
    queue: Queue,
    wake: Wake,
    wire: Option<Wire>,
    /// Until when reads stay away from a replica that could not be reached.
    away_until: Option<Instant>,
}

impl Worker {
    pub(crate) fn new(route: Route, config: Arc<Config>, queue: Queue, wake: Wake) -> Self {
        Self { route, config, queue, wake, wire: None, away_until: None }
    }

    /// Serves requests until every sender is gone or the store closes.
    pub(crate) fn serve(mut self) {
        while let Some(request) = self.queue.next() {
            self.answer(request);
        }
        self.hang_up();
    }

    fn answer(&mut self, mut request: Request) {
        let mut how = Settled::Failed(Error::Conflict);
        for attempt in 0..self.config.attempts.max(1) {
            if attempt > 0 {
                self.queue.measures.retries.increment(1);
                thread::sleep(jitter(attempt));
            }
            // Only these two may be tried again, because after them nothing was kept.
            how = match self.attempt(&mut request) {
                Ok(settled) => settled,
                Err(error) => Settled::Failed(error),
            };
            let passes = matches!(how, Settled::Failed(Error::Conflict | Error::Disconnected(_)));
            // A server that does not even refuse costs a long silence each time; the caller is told before it gives up.
            if !passes || request.waited() > self.config.patience.saturating_add(self.config.deadline) {
                break;
            }
        }
        self.queue.settle(request, how);
    }

    fn attempt(&mut self, request: &mut Request) -> Result<Settled> {
        let result = self.transaction(request);
        if matches!(result, Err(Error::Disconnected(_) | Error::Unknown)) {
            self.hang_up();
        }
        result
    }

    fn writes(&self) -> bool {
        matches!(self.route, Route::Write(_))
    }

    fn hang_up(&mut self) {
        if let Some(wire) = self.wire.take() {
            wire.close();
        }
    }

    /// Sees to it that there is a connection.
    fn connect(&mut self) -> Result<()> {
        let replica_is_due = self.away_until.is_some_and(|until| Instant::now() >= until);
        if replica_is_due || self.wire.as_ref().is_some_and(Wire::is_closed) {
            self.away_until = self.away_until.filter(|_| !replica_is_due);
            self.hang_up();
        }
        if self.wire.is_some() {
            return Ok(());
        }
        self.wire = Some(match &self.route {
            Route::Write(url) => reach(url, &self.config, true)?,
            Route::Read(url) => reach(url, &self.config, false)?,
            Route::Replica(_, primary) if self.away_until.is_some() => reach(primary, &self.config, false)?,
            Route::Replica(replica, primary) => match reach(replica, &self.config, false) {
                Err(Error::Disconnected(why)) => {
                    tracing::warn!(
                        why,
                        "the replica cannot be reached, the primary serves reads for a while"
                    );
                    self.away_until = Some(Instant::now() + AWAY_FROM_REPLICA);
                    reach(primary, &self.config, false)?
                }
                other => other?,
            },
        });
        Ok(())
    }

    fn transaction(&mut self, request: &mut Request) -> Result<Settled> {
        self.connect()?;
        let writes = self.writes();
        let wire = self.wire.as_mut().ok_or(Error::Closed)?;
        let engine = Engine::Postgres(Connection::new(wire, writes));
        let mut tx = Tx::new(engine, &self.config.clock, &self.config.ids, writes);
        let verdict = request.run(&mut tx);
        let (emitted, enqueued, poison) = (tx.emitted, tx.enqueued, tx.poison.take());
        let Engine::Postgres(connection) = tx.engine else { return Err(Error::Closed) };
        match verdict {
            Verdict::Keep if writes => {
                let started = Instant::now();
                connection.commit()?;
                self.queue.measures.committed(1, started.elapsed());
                self.wake.signal((emitted, enqueued));
                Ok(Settled::Committed)
            }
            Verdict::Keep => {
                connection.leave();
                Ok(Settled::Committed)
            }
            Verdict::Retry => {
                connection.undo();
                Err(poison.unwrap_or(Error::Conflict))
            }
            Verdict::Undo => {
                connection.undo();
                Ok(Settled::Undone)
            }
        }
    }
}

/// When the answer to COMMIT does not arrive, nobody knows whether it was carried out; trying again could do it twice.
/// That a deadline passed is told by the server before the commit, but not to be relied upon while it waits for a replica.
fn uncommitted(error: Error) -> Error {
    match error {
        Error::Disconnected(_) | Error::Deadline => Error::Unknown,
        error => error,
    }
}

/// A random wait that grows with each try, so that two that collided do not collide again.
fn jitter(attempt: u32) -> Duration {
    #[expect(
        clippy::disallowed_methods,
        reason = "the wait decides nothing that anyone could want to replay"
    )]
    let share = rand::rng().random_range(0.5..1.5);
    Duration::from_millis(5).saturating_mul(1 << attempt.min(6)).mul_f64(share)
}
