//! A database of its own for every test, on each engine that is here.

#![allow(dead_code, reason = "each test binary uses its part of the harness")]

use events::{Bus, Drawer, Engine};
use std::{future::Future, sync::Arc};
use store::{Event, Hand, Migration, Store, Timestamp};

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
    pub(crate) hand: Hand,
    place: testkit::Place,
}

impl Place {
    fn new(engine: testkit::Engine) -> Self {
        let place = testkit::Place::at(engine, START);
        Self { hand: place.hand.clone(), place }
    }

    /// Opens the database as a process of its own would.
    pub(crate) fn open(&self) -> Store {
        self.place.open(&[store::MIGRATIONS, events::MIGRATIONS, &[TALLY]].concat())
    }

    /// An engine without parts over a store of its own.
    pub(crate) fn engine(&self) -> Engine {
        let store = self.open();
        let mail = Arc::new(Drawer::new(store.clone()));
        Engine::new(store, Bus::new(), mail)
    }
}

/// Tells the story on SQLite, then on PostgreSQL.
pub(crate) fn on_both<F: Future<Output = ()>>(story: impl Fn(Arc<Place>) -> F) {
    for engine in testkit::Engine::BOTH {
        testkit::told(story(Arc::new(Place::new(engine))));
    }
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
