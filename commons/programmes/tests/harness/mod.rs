//! A house on either engine, with a clock that is set.
#![allow(dead_code, reason = "each test file uses its own half")]

use act::{Actor, Line, Role, Roles, Timestamp, Tx};
use store::{Migration, Store};
use testkit::Place;

pub(crate) struct House {
    pub(crate) store: Store,
    place: Place,
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
    pub(crate) fn new(place: Place) -> Self {
        Self { store: place.open(&migrations()), place }
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
        self.place.hand.set(to);
    }

    pub(crate) fn person(tx: &mut Tx<'_>, name: &str, roles: &[Role]) -> act::Result<Actor> {
        let roles = roles.iter().fold(Roles::MEMBER, |all, role| all.with(*role));
        let new = people::NewPerson { roles, ..people::NewPerson::named(Line::parse(name).expect("a name")) };
        let id = people::create(tx, new)?;
        Ok(Actor::person(id, name, roles, Default::default()))
    }
}
