//! A database of a test's own on either engine, gone when the test ends.

use postgres::{Client, NoTls};
use std::{
    future::Future,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};
use store::{Clock, Config, Dialect, Durability, Hand, Migration, Store, Timestamp};
use tempfile::TempDir;

/// The tables the tests work with.
pub(crate) const SCHEMA: Migration = Migration {
    of: "tests",
    number: 1,
    name: "votes_and_bookings",
    sql: "CREATE TABLE ideas (
    id    {id} PRIMARY KEY,
    title {text} NOT NULL CONSTRAINT ideas_title_not_empty CHECK (LENGTH(title) > 0),
    score {int} NOT NULL DEFAULT 0,
    open  {bool} NOT NULL DEFAULT TRUE
);
CREATE UNIQUE INDEX ideas_title ON ideas (title);
CREATE TABLE votes (
    idea   {id} NOT NULL REFERENCES ideas (id),
    person {id} NOT NULL,
    weight {int} NOT NULL,
    before {int} NOT NULL DEFAULT 0,
    PRIMARY KEY (idea, person)
) {clustered};
CREATE TABLE rooms (
    id  {id} PRIMARY KEY,
    rev {int} NOT NULL DEFAULT 0
);
CREATE TABLE bookings (
    id       {id} PRIMARY KEY,
    room     {id} NOT NULL REFERENCES rooms (id),
    starts   {time} NOT NULL,
    ends     {time} NOT NULL
);
CREATE INDEX bookings_room ON bookings (room, starts);
CREATE TABLE everything (
    id     {id} PRIMARY KEY,
    whole  {int},
    yes    {bool},
    share  {real},
    words  {text},
    shape  {json},
    raw    {bytes},
    parent {id} REFERENCES everything (id)
);
CREATE TABLE shelves (
    id   {id} PRIMARY KEY,
    code {text} UNIQUE
);
",
};

pub(crate) fn schema() -> Vec<Migration> {
    store::MIGRATIONS.iter().copied().chain([SCHEMA]).collect()
}

/// Where a test's database is.
pub(crate) struct Place {
    pub(crate) config: Config,
    pub(crate) hand: Hand,
    pub(crate) folder: TempDir,
    /// The server's address and the database's name.
    created: Option<(String, String)>,
}

/// 2026-05-03T09:00:00Z, the instant at which every test begins.
pub(crate) const START: Timestamp = Timestamp::from_micros(1_777_798_800_000_000);

impl Place {
    pub(crate) fn new(engine: Dialect) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (clock, hand) = Clock::settable(START);
        match engine {
            Dialect::Sqlite => {
                let mut config = Config::sqlite(folder.path().join("weft.sqlite"), clock);
                config.durability = Durability::Crash;
                Self { config, hand, folder, created: None }
            }
            Dialect::Postgres => {
                let server = server();
                let name = database_name();
                admin(
                    &server,
                    &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'"),
                );
                let (address, _) = server.rsplit_once('/').expect("an address with a database");
                let config = Config::postgres(format!("{address}/{name}"), clock);
                Self { config, hand, folder, created: Some((server, name)) }
            }
        }
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(self.config.clone(), &schema()).expect("an open store")
    }

    /// A folder of the test's own that does not exist yet.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs SQL beside the store, as somebody else would.
    pub(crate) fn aside(&self, sql: &str) {
        match &self.config.target {
            store::Target::Sqlite(file) => {
                rusqlite::Connection::open(file)
                    .and_then(|c| c.execute_batch(sql))
                    .expect("SQL beside the store");
            }
            store::Target::Postgres { url, .. } => admin(url, sql),
        }
    }

    /// The first column of the first row, read beside the store.
    pub(crate) fn look(&self, sql: &str) -> i64 {
        match &self.config.target {
            store::Target::Sqlite(file) => {
                let connection = rusqlite::Connection::open(file).expect("the file");
                connection.query_row(sql, [], |row| row.get(0)).expect("a number")
            }
            store::Target::Postgres { url, .. } => {
                let look = || Client::connect(url, NoTls)?.query_one(sql, &[]).map(|row| row.get(0));
                apart(look).expect("a number")
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.created {
            admin(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn server() -> String {
    std::env::var("WEFT_TEST_POSTGRES")
        .expect("WEFT_TEST_POSTGRES is not set: run the tests with `scripts/with-postgres cargo nextest run -p store`")
}

fn database_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("store_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn admin(address: &str, sql: &str) {
    apart(|| Client::connect(address, NoTls)?.batch_execute(sql)).unwrap_or_else(|e| panic!("{sql}: {e}"));
}

/// The driver blocks, which it refuses to do on a thread that serves asynchronous work.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().expect("no panic"))
}

/// Runs a test with a store on its own database.
pub(crate) fn run<F: Future<Output = ()>>(
    engine: Dialect,
    test: impl FnOnce(Store, std::sync::Arc<Place>) -> F,
) {
    let place = std::sync::Arc::new(Place::new(engine));
    let store = place.open();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let opened = store.clone();
    runtime.block_on(test(store, place.clone()));
    runtime.block_on(opened.close());
}

/// A test that runs on each engine: `on_both!(name, async |store, place| { … })`.
#[macro_export]
macro_rules! on_both {
    ($($name:ident: $test:expr;)*) => { $(
        mod $name {
            #[allow(unused_imports, reason = "what the tests of this file need")]
            use super::*;
            #[test]
            fn sqlite() {
                $crate::place::run(store::Dialect::Sqlite, $test);
            }
            #[test]
            fn postgres() {
                $crate::place::run(store::Dialect::Postgres, $test);
            }
        }
    )* };
}
