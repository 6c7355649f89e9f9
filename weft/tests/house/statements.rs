//! Every SQL statement of every crate, on both engines.

use crate::{
    harness::{Engine, Place},
    sources::sources,
};
use std::collections::BTreeMap;
use store::{Clock, Store, check};
use web::Settings;

fn migrations() -> Vec<store::Migration> {
    weft::rooms::house(Settings::default()).expect("a house").migrations()
}

fn every_statement_fits(engine: Engine) {
    let place = Place::new(engine);
    let config = place.config(Clock::system());
    store::migrate(&config, &migrations()).expect("the schema");
    let unprepared = check::prepare_all(&config).expect("a look at every statement");
    let told: Vec<String> = unprepared.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} statements do not fit the schema:\n{}", told.len(), told.join("\n"));
}

#[test]
fn every_statement_fits_the_schema_on_sqlite() {
    every_statement_fits(Engine::Sqlite);
}

#[test]
fn every_statement_fits_the_schema_on_postgresql() {
    every_statement_fits(Engine::Postgres);
}

#[test]
fn every_statement_in_the_sources_is_among_those_that_are_checked() {
    // What is not linked is not registered: the rooms must be.
    assert!(!weft::rooms::rooms().is_empty());
    let mut registered: BTreeMap<&str, usize> = BTreeMap::new();
    for statement in store::registered() {
        *registered.entry(statement.place().0).or_default() += 1;
    }
    let mut lacking = Vec::new();
    let mut written = 0;
    for source in sources().iter().filter(|source| source.is_rust()) {
        let count = calls(&source.text);
        written += count;
        let known = registered.get(source.path.as_str()).copied().unwrap_or(0);
        if known < count {
            lacking.push(format!("{}: {count} written, {known} registered", source.path));
        }
    }
    assert!(lacking.is_empty(), "statements that no test prepares:\n{}", lacking.join("\n"));
    assert!(written > 200, "only {written} statements were found in the sources");
    assert!(store::registered().count() >= written);
}

/// How often `sql!` is called in a text without comments; where it is defined does not count.
fn calls(text: &str) -> usize {
    text.match_indices("sql!").filter(|(at, _)| text[at + 4..].trim_start().starts_with('(')).count()
}

/// What differs between the engines: each is a block that one of them never runs, so each is named here with its
/// number. Numbering the outbox takes a lock that SQLite's one writer does not need.
const MARKED: &[&str] = &["commons/store/src/outbox.rs Postgres"];

#[test]
fn what_is_for_one_engine_only_stays_rare() {
    let both = check::marked_migrations(&migrations()).into_iter().chain(check::marked_statements());
    let mut marked: Vec<String> = both
        .map(|block| {
            // Lines move; the file says enough.
            let place = block.place.split(':').next().expect("a place").to_owned();
            format!("{place} {:?}", block.only)
        })
        .collect();
    marked.sort();
    assert_eq!(marked, MARKED, "a new block for one engine is a decision: say it here");
}

#[test]
fn a_schema_that_is_there_is_left_alone() {
    let place = Place::new(Engine::Sqlite);
    let config = place.config(Clock::system());
    let applied = store::migrate(&config, &migrations()).expect("the schema");
    assert!(applied > 0);
    assert_eq!(store::migrate(&config, &migrations()).expect("the schema"), 0);
    drop(Store::open(config, &migrations()).expect("a store"));
}
