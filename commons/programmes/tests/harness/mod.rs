//! A house on either engine, with a clock that is set.
#![allow(dead_code, reason = "each test file uses its own half")]

use act::{Actor, Line, Role, Roles, Timestamp, Tx};
use postgres::{Client, NoTls};
use std::sync::atomic::{AtomicU32, Ordering};
use store::{Clock, Config, Durability, Hand, Migration, Store};

/// When every story begins.
pub(crate) const START: &str = "2026-05-01T09:00:00Z";

pub(crate) struct House {
    pub(crate) store: Store,
    hand: Hand,
    _folder: Option<tempfile::TempDir>,
    database: Option<(String, String)>,
}

pub(crate) fn day(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

pub(crate) fn word(text: &str) -> act::Prose<1000> {
    act::Prose::parse(text).expect("words")
}

fn migrations() -> Vec<Migration> {
    [store::MIGRATIONS, events::MIGRATIONS, web::MIGRATIONS, people::MIGRATIONS, programmes::MIGRATIONS]
        .concat()
}

impl House {
    pub(crate) fn sqlite() -> Self {
        let (clock, hand) = Clock::settable(day(START));
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::sqlite(folder.path().join("weft.db"), clock);
        config.durability = Durability::Crash;
        let store = Store::open(config, &migrations()).expect("the store opens");
        Self { store, hand, _folder: Some(folder), database: None }
    }

    pub(crate) fn postgres() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        #[expect(clippy::disallowed_methods, reason = "the script beside which tests run names the server")]
        let server = std::env::var("WEFT_TEST_POSTGRES")
            .expect("WEFT_TEST_POSTGRES names no server: run this under scripts/with-postgres");
        let name = format!("programmes_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut client = Client::connect(&server, NoTls).expect("the server answers");
        client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
        let (clock, hand) = Clock::settable(day(START));
        let (front, _) = server.rsplit_once('/').expect("an address");
        let mut config = Config::postgres(format!("{front}/{name}"), clock);
        (config.readers, config.writers) = (2, 4);
        let store = Store::open(config, &migrations()).expect("the store opens");
        Self { store, hand, _folder: None, database: Some((server, name)) }
    }

    /// Runs what must succeed.
    pub(crate) async fn act<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut Tx<'_>) -> act::Result<T> + Send + 'static,
    ) -> T {
        self.store.write(act).await.expect("the story goes on")
    }

    pub(crate) async fn look<T: Send + 'static>(
        &self,
        look: impl FnMut(&mut Tx<'_>) -> act::Result<T> + Send + 'static,
    ) -> act::Result<T> {
        self.store.read(look).await
    }

    pub(crate) fn set(&self, to: Timestamp) {
        self.hand.set(to);
    }

    pub(crate) fn person(tx: &mut Tx<'_>, name: &str, roles: &[Role]) -> act::Result<Actor> {
        let roles = roles.iter().fold(Roles::MEMBER, |all, role| all.with(*role));
        let new = people::NewPerson { roles, ..people::NewPerson::named(Line::parse(name).expect("a name")) };
        let id = people::create(tx, new)?;
        Ok(Actor::person(id, name, roles, Default::default()))
    }

    pub(crate) fn end(self) {
        let Self { store, database, .. } = self;
        drop(store);
        if let Some((server, name)) = database
            && let Ok(mut client) = Client::connect(&server, NoTls)
        {
            let _ = client.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// One story, told on both engines.
#[macro_export]
macro_rules! both_engines {
    ($name:ident, |$house:ident| $story:block) => {
        mod $name {
            use super::*;
            async fn story($house: &House) $story

            fn told(made: fn() -> House) {
                let house = made();
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
                runtime.block_on(story(&house));
                house.end();
            }
            #[test]
            fn on_sqlite() {
                told(House::sqlite);
            }
            #[test]
            fn on_postgres() {
                told(House::postgres);
            }
        }
    };
}
