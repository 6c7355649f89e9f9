//! Both engines and a clock that is set: what stories in Rust need.
//!
//! A [`Place`] is a database of its own on either engine, gone when the story ends; [`both_engines!`] makes a test of
//! a story's telling on each. PostgreSQL is the server that `WEFT_TEST_POSTGRES` names
//! (`scripts/with-postgres` lends one); without it the story fails there, because a test that was not run proves nothing.

use postgres::{Client, NoTls};
use std::{
    fmt,
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU16, AtomicU32, Ordering},
    },
    time::Duration,
};
use store::{Clock, Config, Durability, Hand, Ids, Migration, Store, Timestamp};

/// When a story begins unless it says otherwise: 2026-05-01T09:00:00Z.
pub const START: Timestamp = Timestamp::from_micros(1_777_626_000_000_000);

/// Either engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// The server that whoever asks is lent.
    Postgres,
}

impl Engine {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// A database of its own on one engine, the clock of everyone who opens it, and a folder.
pub struct Place {
    /// The engine.
    pub engine: Engine,
    /// Sets the clock.
    pub hand: Hand,
    config: Config,
    nodes: AtomicU16,
    /// The server's address and the database's name there.
    database: Option<(String, String)>,
    folder: tempfile::TempDir,
}

impl Place {
    /// A fresh one, at [`START`].
    ///
    /// # Panics
    /// Without a server, or when it refuses.
    pub fn new(engine: Engine) -> Self {
        Self::at(engine, START)
    }

    /// A fresh one whose clock stands at this instant.
    ///
    /// # Panics
    /// Without a server, or when it refuses.
    pub fn at(engine: Engine, start: Timestamp) -> Self {
        let (clock, hand) = Clock::settable(start);
        let folder = tempfile::tempdir().expect("a folder");
        let database = (engine == Engine::Postgres).then(fresh_database);
        let mut config = match &database {
            None => Config::sqlite(folder.path().join("weft.sqlite"), clock),
            Some((server, name)) => Config::postgres(address(server, name), clock),
        };
        config.durability = Durability::Crash;
        // Enough for every race, and no more than a lent server gives to many tests at once.
        (config.readers, config.writers) = (2, 6);
        config.patience = Duration::from_secs(60);
        Self { engine, hand, config, nodes: AtomicU16::new(0), database, folder }
    }

    /// Opens the database as a process of its own would.
    ///
    /// # Panics
    /// When it cannot be opened or migrated.
    pub fn open(&self, migrations: &[Migration]) -> Store {
        let mut config = self.config.clone();
        config.ids = Arc::new(Ids::new(config.clock.clone(), self.nodes.fetch_add(1, Ordering::SeqCst)));
        let opened = apart(|| Store::open(config, migrations));
        opened.expect("the store opens")
    }

    /// A folder that is gone when the story ends.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some((server, name)) = self.database.take() else { return };
        apart(|| {
            if let Ok(mut client) = Client::connect(&server, NoTls) {
                // Whatever still holds on to it is cut off; a database that stays behind harms nobody.
                let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            }
        });
    }
}

/// Runs what blocks outside of any runtime: the driver has one of its own.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().expect("no panic"))
}

fn fresh_database() -> (String, String) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    #[expect(clippy::disallowed_methods, reason = "the script beside which tests run names the server")]
    let server = std::env::var("WEFT_TEST_POSTGRES")
        .expect("WEFT_TEST_POSTGRES names no server: run this under scripts/with-postgres");
    let name = format!("story_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    apart(|| {
        let mut client = Client::connect(&server, NoTls).expect("the server answers");
        client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
    });
    (server, name)
}

fn address(server: &str, name: &str) -> String {
    let (front, _) = server.rsplit_once('/').expect("an address with a database");
    format!("{front}/{name}")
}

/// Tells a story to its end on a runtime with two threads.
///
/// # Panics
/// When the story does, or there can be no runtime.
pub fn told(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(story);
}

/// One story, and a test of its telling on each engine. What it is told about is the `House` in scope: a type with
/// `fn new(place: testkit::Place) -> Self`.
///
/// ```ignore
/// both_engines!(nobody_votes_twice, |house| { … });
/// ```
#[macro_export]
macro_rules! both_engines {
    ($name:ident, |$house:ident| $story:block) => {
        mod $name {
            use super::*;
            async fn story($house: &House) $story

            fn tell(engine: $crate::Engine) {
                let house = House::new($crate::Place::new(engine));
                $crate::told(story(&house));
            }
            #[test]
            fn on_sqlite() {
                tell($crate::Engine::Sqlite);
            }
            #[test]
            fn on_postgres() {
                tell($crate::Engine::Postgres);
            }
        }
    };
}
