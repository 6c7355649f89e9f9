//! A database of its own for every test, on each engine that is here.

#![allow(dead_code, reason = "each test binary uses its part of the harness")]

use events::{Bus, Drawer, Engine};
use std::{
    future::Future,
    process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};
use store::{Clock, Config, Event, Hand, Migration, Store, Timestamp};

/// What the tests react with: one row per event and consumer, so that twice would show.
const TALLY: Migration = Migration {
    of: "events_tests",
    number: 1,
    name: "tally",
    sql: "CREATE TABLE tally (\n    id {id} PRIMARY KEY,\n    about {id} NOT NULL,\n    count {int} NOT NULL\n);
CREATE TABLE seen (\n    consumer {text} NOT NULL,\n    place {int} NOT NULL,\n    event {id} NOT NULL,\n    PRIMARY KEY (consumer, place)\n);
CREATE TABLE faults (\n    name {text} PRIMARY KEY\n);",
};

/// 2026-01-01T09:00:00Z.
pub(crate) const START: Timestamp = Timestamp::from_micros(1_767_258_000_000_000);

/// One database and the clock of everyone who opens it.
pub(crate) struct Place {
    config: Config,
    pub(crate) hand: Hand,
    nodes: AtomicU32,
    drop: Option<(String, String)>,
    _folder: Option<tempfile::TempDir>,
}

impl Place {
    /// Opens the database as a process of its own would.
    pub(crate) fn open(&self) -> Store {
        let mut config = self.config.clone();
        config.ids =
            Arc::new(store::Ids::new(config.clock.clone(), self.nodes.fetch_add(1, Ordering::SeqCst) as u16));
        let all = [store::MIGRATIONS, events::MIGRATIONS, &[TALLY]].concat();
        Store::open(config, &all).expect("a database")
    }

    /// An engine without parts over a store of its own.
    pub(crate) fn engine(&self) -> Engine {
        let store = self.open();
        let mail = Arc::new(Drawer::new(store.clone()));
        Engine::new(store, Bus::new(), mail)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((url, name)) = &self.drop
            && let Ok(mut client) = postgres::Client::connect(url, postgres::NoTls)
        {
            let _ = client.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn sqlite() -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let (clock, hand) = Clock::settable(START);
    let mut config = Config::sqlite(folder.path().join("weft.db"), clock);
    config.durability = store::Durability::Crash;
    config.readers = 2;
    config.patience = std::time::Duration::from_secs(60);
    Place { config, hand, nodes: AtomicU32::new(0), drop: None, _folder: Some(folder) }
}

fn on_postgres(url: &str, name: &str) -> Place {
    let mut client =
        postgres::Client::connect(url, postgres::NoTls).expect("the server of WEFT_TEST_POSTGRES");
    client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a fresh database");
    let (server, _) = url.rsplit_once('/').expect("an address with a database");
    let (clock, hand) = Clock::settable(START);
    let mut config = Config::postgres(format!("{server}/{name}"), clock);
    (config.readers, config.writers) = (2, 3);
    config.patience = std::time::Duration::from_secs(60);
    Place {
        config,
        hand,
        nodes: AtomicU32::new(0),
        drop: Some((url.to_owned(), name.to_owned())),
        _folder: None,
    }
}

/// Tells the story on SQLite, and on PostgreSQL if `WEFT_TEST_POSTGRES` names a server.
#[expect(clippy::disallowed_methods, reason = "where the server is, and threads for a driver that blocks")]
pub(crate) fn on_both<F: Future<Output = ()>>(story: impl Fn(Arc<Place>) -> F) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let runtime =
        || tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("tokio");
    runtime().block_on(story(Arc::new(sqlite())));
    let Ok(url) = std::env::var("WEFT_TEST_POSTGRES") else { return };
    let name = format!("events_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let place = std::thread::spawn({
        let url = url.clone();
        move || on_postgres(&url, &name)
    });
    let place = Arc::new(place.join().expect("a database"));
    runtime().block_on(story(place.clone()));
    std::thread::spawn(move || drop(place)).join().expect("the database goes");
}

/// The event of these tests: somebody voted.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Voted {
    pub(crate) about: i64,
    pub(crate) by: Option<i64>,
    pub(crate) weight: i64,
}

impl Event for Voted {
    const NAME: &'static str = "tests.voted";
    fn by(&self) -> Option<i64> {
        self.by
    }
    fn about(&self) -> i64 {
        self.about
    }
}

/// Another event.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Closed {
    pub(crate) about: i64,
}

impl Event for Closed {
    const NAME: &'static str = "tests.closed";
    fn by(&self) -> Option<i64> {
        None
    }
    fn about(&self) -> i64 {
        self.about
    }
}

/// Emits events about one thing, each in a transaction of its own.
pub(crate) async fn vote(store: &Store, about: i64, times: i64) {
    for weight in 0..times {
        let event = Voted { about, by: Some(7), weight };
        store.write(move |tx| tx.emit(&event)).await.expect("an event");
    }
}

/// Waits until the condition holds, looking again and again; the test runner ends what never comes.
pub(crate) async fn until<F: Future<Output = bool>>(mut holds: impl FnMut() -> F) {
    while !holds().await {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}
