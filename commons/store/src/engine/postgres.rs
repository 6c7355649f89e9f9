//! PostgreSQL: workers, each with a connection and its prepared statements.

use super::{Request, Settled, Verdict, in_time};
use crate::{
    Config, Constraint, Dialect, Error, FromRow, Result, Row, Statement, Tx, Value, store::Wake, tx::Engine,
};
use crossbeam_channel::Receiver;
use postgres::{
    Client, IsolationLevel, NoTls,
    config::SslMode,
    error::SqlState,
    types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};
use rand::RngExt;
use std::{borrow::Cow, collections::HashMap, error::Error as StdError, sync::Arc, thread, time::Duration};

/// Prepared statements by the address of their literal.
type Prepared = HashMap<usize, postgres::Statement>;

/// One transaction on a connection.
pub(crate) struct Connection<'c> {
    raw: postgres::Transaction<'c>,
    prepared: &'c mut Prepared,
}

impl Connection<'_> {
    fn statement(&mut self, statement: &'static Statement) -> Result<postgres::Statement> {
        let literal = std::ptr::from_ref(statement).addr();
        if let Some(known) = self.prepared.get(&literal) {
            return Ok(known.clone());
        }
        let fresh = self.raw.prepare(statement.translated(Dialect::Postgres)).map_err(|e| fault(&e))?;
        self.prepared.insert(literal, fresh.clone());
        Ok(fresh)
    }

    pub(crate) fn exec(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<u64> {
        let prepared = self.statement(statement)?;
        let used = &params[..prepared.params().len().min(params.len())];
        self.raw.execute(&prepared, &dynamic(used)).map_err(|e| fault(&e))
    }

    pub(crate) fn all<T: FromRow>(&mut self, statement: &'static Statement, params: &[Value<'_>]) -> Result<Vec<T>> {
        let prepared = self.statement(statement)?;
        let used = &params[..prepared.params().len().min(params.len())];
        let rows = self.raw.query(&prepared, &dynamic(used)).map_err(|e| fault(&e))?;
        rows.iter().map(|row| T::from_row(&mut Row::postgres(row))).collect()
    }
}

fn dynamic<'a>(params: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match (self, kind) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(x), &Type::BOOL) => (*x != 0).to_sql(kind, out),
            (Value::Int(x), &Type::INT4) => i32::try_from(*x)?.to_sql(kind, out),
            (Value::Int(x), &Type::FLOAT8) => (*x as f64).to_sql(kind, out),
            (Value::Int(x), _) => x.to_sql(&Type::INT8, out),
            (Value::Real(x), _) => x.to_sql(&Type::FLOAT8, out),
            // PostgreSQL's text cannot hold the NUL character; SQLite's would end there. Both keep what surrounds it.
            (Value::Text(x), _) if x.contains('\0') => x.replace('\0', "").to_sql(&Type::TEXT, out),
            (Value::Text(x), _) => x.as_ref().to_sql(&Type::TEXT, out),
            (Value::Bytes(x), _) => x.as_ref().to_sql(&Type::BYTEA, out),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
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
        Some(&Type::BOOL) => read(row, place, |x: bool| Value::Int(i64::from(x))),
        Some(&Type::FLOAT8) => read(row, place, Value::Real),
        Some(&Type::TEXT | &Type::VARCHAR | &Type::NAME) => read(row, place, |x: &str| Value::Text(Cow::Borrowed(x))),
        Some(&Type::BYTEA) => read(row, place, |x: &[u8]| Value::Bytes(Cow::Borrowed(x))),
        Some(other) => Err(Error::Decode { column: place, problem: format!("PostgreSQL's {other} needs a CAST in the SQL") }),
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
            &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => Error::Conflict,
            &SqlState::QUERY_CANCELED => Error::Deadline,
            &SqlState::DISK_FULL => Error::DiskFull,
            &SqlState::READ_ONLY_SQL_TRANSACTION => Error::ReadOnly,
            &SqlState::ADMIN_SHUTDOWN | &SqlState::CRASH_SHUTDOWN | &SqlState::CANNOT_CONNECT_NOW => {
                Error::Disconnected(told.message().to_owned())
            }
            code => Error::Engine(format!("{} ({})", told.message(), code.code())),
        };
    }
    if error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>()) {
        return Error::Disconnected(error.to_string());
    }
    let cause = error.source().map(|source| format!(": {source}")).unwrap_or_default();
    Error::Engine(format!("{error}{cause}"))
}

/// Opens a connection as the workers do: deadline, time zone and search path as the address says.
pub(crate) fn connect(url: &str, config: &Config) -> Result<Client> {
    let unusable = |e: &postgres::Error| Error::Engine(format!("the address of the database cannot be read: {e}"));
    let mut parsed: postgres::Config = url.parse().map_err(|e| unusable(&e))?;
    parsed.application_name("weft").connect_timeout(Duration::from_secs(10)).keepalives_idle(Duration::from_secs(30));
    let mut client = if parsed.get_ssl_mode() == SslMode::Disable {
        parsed.connect(NoTls)
    } else {
        parsed.connect(tokio_postgres_rustls::MakeRustlsConnect::new(tls(config)?))
    }
    .map_err(|e| fault(&e))?;
    let deadline = config.deadline.as_millis();
    client
        .batch_execute(&format!("SET statement_timeout = {deadline}; SET idle_in_transaction_session_timeout = 60000"))
        .map_err(|e| fault(&e))?;
    Ok(client)
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
    let versions = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = versions.map_err(|e| Error::Engine(e.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// A worker's connection, opened again when it breaks.
pub(crate) struct Worker {
    url: String,
    config: Config,
    writes: bool,
    client: Option<Client>,
    prepared: Prepared,
}

impl Worker {
    pub(crate) fn new(url: String, config: Config, writes: bool) -> Self {
        Self { url, config, writes, client: None, prepared: Prepared::new() }
    }

    /// Serves requests until every sender is gone.
    pub(crate) fn serve(mut self, requests: &Receiver<Request>, wake: &Wake) {
        while let Ok(request) = requests.recv() {
            self.answer(request, wake);
        }
    }

    fn answer(&mut self, request: Request, wake: &Wake) {
        let Some(mut request) = in_time(request) else { return };
        let mut last = Error::Conflict;
        for attempt in 0..self.config.attempts {
            if attempt > 0 {
                metrics::counter!("store_retries_total").increment(1);
                thread::sleep(jitter(attempt));
            }
            match self.attempt(&mut request, wake) {
                Ok(settled) => return request.settle(settled),
                Err(error @ (Error::Conflict | Error::Disconnected(_))) => last = error,
                Err(error) => return request.settle(Settled::Failed(error)),
            }
        }
        request.settle(Settled::Failed(last));
    }

    /// One try: `Err(Conflict)` and `Err(Disconnected)` may be tried again, because nothing was kept.
    fn attempt(&mut self, request: &mut Request, wake: &Wake) -> Result<Settled> {
        let result = self.transaction(request, wake);
        if matches!(result, Err(Error::Disconnected(_) | Error::Unknown)) {
            self.client = None;
            self.prepared.clear();
        }
        result
    }

    fn transaction(&mut self, request: &mut Request, wake: &Wake) -> Result<Settled> {
        let client = match &mut self.client {
            Some(client) if !client.is_closed() => client,
            broken => {
                self.prepared.clear();
                broken.insert(connect(&self.url, &self.config)?)
            }
        };
        let isolation = if self.writes { IsolationLevel::ReadCommitted } else { IsolationLevel::RepeatableRead };
        let begun = client.build_transaction().isolation_level(isolation).read_only(!self.writes).start();
        let raw = begun.map_err(|e| fault(&e))?;
        let engine = Engine::Postgres(Connection { raw, prepared: &mut self.prepared });
        let mut tx = Tx::new(engine, &self.config.clock, &self.config.ids, self.writes);
        let verdict = request.run(&mut tx);
        let (emitted, enqueued, poison) = (tx.emitted, tx.enqueued, tx.poison.take());
        let Engine::Postgres(Connection { raw, .. }) = tx.engine else { return Err(Error::Closed) };
        match verdict {
            Verdict::Keep => match raw.commit().map_err(|e| fault(&e)) {
                Ok(()) => {
                    wake.signal((emitted, enqueued));
                    Ok(Settled::Committed)
                }
                Err(Error::Disconnected(_)) if self.writes => Err(Error::Unknown),
                Err(error) => Err(error),
            },
            Verdict::Retry => {
                let _ = raw.rollback();
                Err(poison.unwrap_or(Error::Conflict))
            }
            Verdict::Undo => {
                // A connection that breaks here is found closed, and opened again, by the next request.
                let _ = raw.rollback();
                Ok(Settled::Undone)
            }
        }
    }
}

/// A random wait that grows with each try, so that two that collided do not collide again.
fn jitter(attempt: u32) -> Duration {
    #[expect(clippy::disallowed_methods, reason = "the wait decides nothing that anyone could want to replay")]
    let share = rand::rng().random_range(0.5..1.5);
    Duration::from_millis(5).saturating_mul(1 << attempt.min(6)).mul_f64(share)
}
