//! Both engines, each with a fresh database, and people who act.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]

use act::{Actor, Id, Person, Policy, Role, Roles, Tx, Voice};
use pieces::{NewPiece, Piece, Visibility};
use programmes::Programme;
use std::{future::Future, sync::Arc};
use store::{Hand, Store};
use testkit::{Engine, Place};
use web::{House, Settings};

pub const PROGRAMME: Id<Programme> = Id::from_raw(77);

pub fn house() -> House {
    House::new(vec![people::room(), programmes::room(), pieces::room()], Settings::default())
        .expect("a house")
}

/// Runs a story on SQLite, then on PostgreSQL.
pub async fn both<F, Fut>(story: F)
where
    F: Fn(Store, Hand) -> Fut,
    Fut: Future<Output = ()>,
{
    for engine in Engine::BOTH {
        let place = Place::new(engine);
        story(place.open(&house().migrations()), place.hand.clone()).await;
    }
}

pub fn person(n: i64) -> Id<Person> {
    Id::from_raw(1_000 + n)
}

pub fn member(n: i64) -> Actor {
    Actor::person(person(n), format!("Person {n}"), Roles::MEMBER, Arc::new(Policy::default()))
}

pub fn steward(n: i64) -> Actor {
    Actor::person(
        person(n),
        format!("Steward {n}"),
        Roles::MEMBER.with(Role::Staff),
        Arc::new(Policy::default()),
    )
}

/// Accounts 1 to 20 and an open programme.
pub fn furnish(tx: &mut Tx<'_>) -> act::Result<()> {
    for n in 1..=20_i64 {
        let (id, name, staff) = (person(n), format!("Person {n}"), n > 15);
        let key = name.to_lowercase();
        act::sql!(tx.exec(
            "INSERT INTO people (id, name, name_key, staff, partner, operator, since)
             VALUES ($1, $2, $3, CAST($4 AS BIGINT) = 1, FALSE, FALSE, 0)",
            id,
            name,
            key,
            staff
        ))?;
    }
    let (owner, now) = (person(20), tx.now());
    act::sql!(tx.exec(
        "INSERT INTO programmes (id, slug, title, question, state, state_at, template, owner, zone, rooms, imported, version, revision, made_at, opened_at)
         VALUES ($1, 'repair', 'Repair', 'What should a repair feel like?', 'open', $3, 'crowdsourcing', $2, 'UTC', '[\"ideas\"]', FALSE, 1, 1, $3, $3)",
        PROGRAMME, owner, now
    ))?;
    Ok(())
}

pub fn idea<'a>(authors: &'a [Id<Person>], title: &'a str) -> NewPiece<'a> {
    NewPiece {
        kind: "idea",
        programme: PROGRAMME,
        authors,
        title: Some(title),
        body: "A waxed linen thread in a colour I choose.",
        language: Some("en-GB"),
        visibility: Visibility::Public,
        about: None,
        parent: None,
        internal: false,
        at: None,
        source: None,
        voice: Voice::Member,
    }
}

pub async fn make(store: &Store, by: i64, title: &'static str) -> Id<Piece> {
    store.write(move |tx| pieces::create(tx, idea(&[person(by)], title))).await.expect("an idea")
}
