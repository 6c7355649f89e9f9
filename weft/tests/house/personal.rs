//! What the house knows of a person: every column that may name somebody is listed with what an export and an erasure
//! do to it, and an erasure of everybody in the demo, who have months of history, is looked at row by row.

use crate::harness::{Engine, Place, binary};
use act::{Id, Person};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};
use store::{Clock, Store};

/// `table.column`, what becomes of it when somebody is erased, and why.
const LIST: &str = include_str!("../personal.txt");

/// What an erasure does to a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nobody is named there afterwards.
    Erased,
    /// The identifier stays, for the reason the list gives; it leads to a row without a name.
    Stays,
}

fn listed() -> BTreeMap<String, Fate> {
    let lines = LIST.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            let column = words.next().expect("a column").to_owned();
            let fate = match words.next() {
                Some("erased") => Fate::Erased,
                Some("stays") if words.next().is_some() => Fate::Stays,
                other => panic!("{column}: {other:?} is no fate, or has no reason"),
            };
            (column, fate)
        })
        .collect()
}

/// Lets a demo play its months in this place.
fn played(place: &Place) {
    let mut command: Command = binary();
    command.args(["demo", "--listen", "127.0.0.1:0"]).arg("--data").arg(place.data());
    if let Some(url) = place.url() {
        command.arg("--database").arg(url);
    }
    let mut demo = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the demo starts");
    let mut lines = BufReader::new(demo.stdout.take().expect("its output")).lines();
    let ready = lines.any(|line| line.is_ok_and(|line| line.starts_with("Weft is at ")));
    demo.kill().expect("the demo ends");
    demo.wait().expect("its end");
    assert!(ready, "the demo did not start");
}

/// Every column with identifiers in it.
fn columns(place: &Place) -> Vec<String> {
    let sql = match place.url() {
        None => {
            "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND c.type = 'INTEGER'"
        }
        Some(_) => {
            "SELECT table_name || '.' || column_name FROM information_schema.columns
             WHERE table_schema = current_schema() AND data_type = 'bigint'"
        }
    };
    place.texts(sql)
}

/// Those of the columns that name somebody of the demo.
fn naming(place: &Place, columns: &[String], people: &str) -> BTreeSet<String> {
    let counted = columns.iter().map(|column| {
        let (table, name) = column.split_once('.').expect("a table and a column");
        format!("SELECT '{column}' AS place, COUNT(*) AS n FROM {table} WHERE {name} IN ({people})")
    });
    let counted = counted.collect::<Vec<_>>().join(" UNION ALL ");
    place.texts(&format!("SELECT place FROM ({counted}) AS counted WHERE n > 0")).into_iter().collect()
}

/// Whether a column is called as those are that name people.
fn sounds_like_a_person(column: &str) -> bool {
    let name = column.rsplit('.').next().unwrap_or_default();
    ["person", "actor", "owner", "author", "against", "by_person", "to_person"].contains(&name)
        || name.ends_with("_by")
}

fn nobody_is_left(engine: Engine) {
    let place = Place::new(engine);
    played(&place);
    let people: Vec<i64> = place
        .texts("SELECT CAST(id AS TEXT) FROM people")
        .iter()
        .map(|id| id.parse().expect("an identifier"))
        .collect();
    let names = place.texts("SELECT name FROM people");
    let all = people.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");

    let listed = listed();
    let columns = columns(&place);
    let named = naming(&place, &columns, &all);
    assert!(named.len() > 20, "the demo's history names people in {named:?}");
    let unlisted: BTreeSet<&String> = columns
        .iter()
        .filter(|column| !listed.contains_key(*column))
        .filter(|column| sounds_like_a_person(column) || named.contains(*column))
        .collect();
    assert!(unlisted.is_empty(), "say in weft/tests/personal.txt what becomes of {unlisted:?}");
    let gone: Vec<&String> = listed.keys().filter(|column| !columns.contains(column)).collect();
    assert!(gone.is_empty(), "weft/tests/personal.txt lists what is not there: {gone:?}");

    erase(&place, &people);
    let mut left = naming(&place, &columns, &all);
    left.retain(|column| listed.get(column) != Some(&Fate::Stays));
    assert!(left.is_empty(), "{left:?} still name people on {engine:?}");
    let kept = place.texts("SELECT name FROM people");
    assert!(names.iter().all(|name| !kept.contains(name)), "a name is left in {kept:?}");
    place.weft(&["doctor"]).succeeds();
}

/// Erases them one after the other, as the house does.
fn erase(place: &Place, people: &[i64]) {
    let house = weft::rooms::house(web::Settings::default()).expect("a house");
    let store = Store::open(place.config(Clock::system()), &house.migrations()).expect("the store");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        for person in people.iter().copied() {
            let (house, person) = (house.clone(), Id::<Person>::from_raw(person));
            let known = house.clone();
            let told = store.read(move |tx| known.export_person(tx, person)).await.expect("an export");
            assert!(told["people"].is_object(), "{told}");
            store.write(move |tx| house.erase_person(tx, person)).await.expect("erased");
        }
        store.close().await;
    });
}

#[test]
fn every_column_that_names_people_is_listed_and_names_nobody_who_was_erased_on_sqlite() {
    nobody_is_left(Engine::Sqlite);
}

#[test]
fn every_column_that_names_people_is_listed_and_names_nobody_who_was_erased_on_postgresql() {
    nobody_is_left(Engine::Postgres);
}
