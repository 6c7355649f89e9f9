//! Both engines, each with a fresh database, and people who act.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]

use act::{Actor, Id, Person, Policy, Role, Roles, Tx, Voice};
use pieces::{NewPiece, Piece, Visibility};
use programmes::Programme;
use std::{future::Future, sync::Arc};
use store::{Clock, Config, Durability, Hand, Store, Timestamp};
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
    let folder = tempfile::tempdir().expect("a folder");
    let (store, hand) = sqlite(folder.path());
    story(store, hand).await;
    #[expect(clippy::disallowed_methods, reason = "the server that the tests are lent")]
    let url = std::env::var("WEFT_TEST_POSTGRES")
        .expect("WEFT_TEST_POSTGRES names no server: run this under scripts/with-postgres");
    let (store, hand) = postgres(url).await;
    story(store, hand).await;
}

pub fn sqlite(folder: &std::path::Path) -> (Store, Hand) {
    let (clock, hand) = start();
    let mut config = Config::sqlite(folder.join("weft.db"), clock);
    config.durability = Durability::Crash;
    (Store::open(config, &house().migrations()).expect("SQLite"), hand)
}

pub async fn postgres(url: String) -> (Store, Hand) {
    let (clock, hand) = start();
    let opened = tokio::task::spawn_blocking(move || {
        #[expect(clippy::disallowed_methods, reason = "a name that no other test takes")]
        let name = format!("pieces_{}_{:x}", std::process::id(), rand::random::<u32>());
        let mut client = ::postgres::Client::connect(&url, ::postgres::NoTls).expect("a server");
        client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
        let (server, _) = url.rsplit_once('/').expect("an address");
        let mut config = Config::postgres(format!("{server}/{name}"), clock);
        config.writers = 6;
        config.readers = 2;
        Store::open(config, &house().migrations()).expect("PostgreSQL")
    });
    (opened.await.expect("opened"), hand)
}

fn start() -> (Clock, Hand) {
    Clock::settable(Timestamp::from_millis(1_778_000_000_000))
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
