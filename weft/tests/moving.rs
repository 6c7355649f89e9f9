//! A house can be moved: out of one engine into the other and back without a bit changing, and out of a backup.

#![allow(clippy::disallowed_methods, reason = "these tests start programs and use the server they are lent")]

mod harness;

use harness::{Engine, Place};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

const PROPOSALS: &str = "\
id,title,userId,date,summary,text,status,numSupports
7,Limpiar las calles,1,2015-09-15,Tan básico como limpiar.,,archived,65
8,\"Bancs, et de l’ombre\",2,2015-09-16,Là où l’on attend.,\"Deux lignes,
et des guillemets : « oui ».\",open,0
";
const COMMENTS: &str = "\
id,parentId,proposalId,userId,date,time,text
100,-1,7,3,2015-09-15,0 days 10:50:19,Pero si esto está ya en el programa.
101,100,7,1,2015-09-15,0 days 11:07:10,עברית 🧵 and a tab\there
";
const STATEMENTS: &str = "\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1500000000000,then,0,1,0,0,1,Every coat needs a second pocket
1500000001000,then,1,2,0,0,-1,Buy my watches
";
const VOTES: &str = "\
timestamp,datetime,comment-id,voter-id,vote
1500000002000,then,0,2,-1
1500000002000,then,0,3,1
1500000002000,then,0,4,0
";

/// A house with ideas, comments, votes and an attachment in it.
fn furnished(engine: Engine) -> Place {
    let place = Place::new(engine);
    let folder = place.path("from-elsewhere");
    fs::create_dir_all(&folder).expect("a folder");
    for (programme, kind, comments, other) in [
        ("streets", "consul", COMMENTS, ("proposals.csv", PROPOSALS)),
        ("pockets", "polis", STATEMENTS, ("votes.csv", VOTES)),
    ] {
        fs::write(folder.join("comments.csv"), comments).expect("a file");
        fs::write(folder.join(other.0), other.1).expect("a file");
        place.weft(&["import", kind, path(&folder), "--programme", programme]).succeeds();
    }
    let files = place.data().join("files/ab");
    fs::create_dir_all(&files).expect("a folder");
    fs::write(files.join("abcdef"), [0_u8, 159, 146, 150]).expect("an attachment");
    place
}

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_str().expect("UTF-8").to_owned();
                found.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

#[track_caller]
fn same(one: &Path, other: &Path) {
    let (one, other) = (contents(one), contents(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(*bytes == other[name], "{name} differs:\n{}\n---\n{}", text(bytes), text(&other[name]));
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).into_owned()
}

fn there_and_back(from: Engine, to: Engine) {
    let home = furnished(from);
    let exported = home.path("exported");
    let told = home.weft(&["export", "--out", path(&exported)]).succeeds().json();
    assert_eq!(told["files"], 1);
    assert!(told["rows"].as_u64().is_some_and(|rows| rows > 20), "{told}");

    let away = Place::new(to);
    let arrived = away.weft(&["import", "weft", path(&exported)]).succeeds().json();
    assert_eq!(arrived["rows"], told["rows"]);
    away.weft(&["doctor"]).succeeds();
    let again = away.path("exported-again");
    away.weft(&["export", "--out", path(&again)]).succeeds();
    same(&exported, &again);

    // What is full is not written over.
    away.weft(&["import", "weft", path(&exported)]).refuses("empty");
    home.weft(&["export", "--out", path(&exported)]).refuses("empty");
    same(&exported, &again);

    // Both go on from there: what was brought in is known, and counts once.
    let folder = home.path("from-elsewhere");
    let rows = away.rows();
    away.weft(&["import", "polis", path(&folder), "--programme", "pockets"]).succeeds();
    assert_eq!(away.rows(), rows);
}

#[test]
fn a_house_moves_from_sqlite_to_postgresql_without_a_bit_changing() {
    there_and_back(Engine::Sqlite, Engine::Postgres);
}

#[test]
fn a_house_moves_from_postgresql_to_sqlite_without_a_bit_changing() {
    there_and_back(Engine::Postgres, Engine::Sqlite);
}

fn comes_back(engine: Engine) {
    let place = furnished(engine);
    let (backup, before) = (place.path("backup"), place.path("before"));
    place.weft(&["backup", path(&backup)]).succeeds();
    place.weft(&["export", "--out", path(&before)]).succeeds();
    place.weft(&["backup", path(&backup)]).refuses("empty");

    let fresh = Place::new(engine);
    fresh.weft(&["restore", path(&backup)]).succeeds();
    fresh.weft(&["doctor"]).succeeds();
    let after = fresh.path("after");
    fresh.weft(&["export", "--out", path(&after)]).succeeds();
    same(&before, &after);

    // A house that is there is not restored over.
    let ran = fresh.weft(&["restore", path(&backup)]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let untouched = fresh.path("untouched");
    fresh.weft(&["export", "--out", path(&untouched)]).succeeds();
    same(&before, &untouched);
}

#[test]
fn a_backup_of_sqlite_comes_back_as_it_was() {
    comes_back(Engine::Sqlite);
}

#[test]
fn a_backup_of_postgresql_comes_back_as_it_was() {
    comes_back(Engine::Postgres);
}

#[test]
fn what_was_tampered_with_is_not_taken_in() {
    let home = furnished(Engine::Sqlite);
    let exported = home.path("exported");
    home.weft(&["export", "--out", path(&exported)]).succeeds();
    let pieces =
        contents(&exported).into_keys().find(|name| name.contains("pieces") && name.ends_with("jsonl"));
    let pieces = exported.join(pieces.expect("the pieces"));
    let changed =
        fs::read_to_string(&pieces).expect("the pieces").replacen("second pocket", "third pocket!", 1);
    fs::write(&pieces, changed).expect("a file");
    let away = Place::new(Engine::Sqlite);
    let ran = away.weft(&["import", "weft", path(&exported)]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.complained.contains("pieces"), "{}", ran.complained);
    let found = away.weft(&["doctor"]);
    assert_ne!(found.said.matches("second pocket").count(), 1);
}

#[test]
fn a_folder_without_a_house_is_said_to_have_none() {
    let place = Place::new(Engine::Sqlite);
    let out = place.path("out");
    for command in [vec!["doctor"], vec!["export", "--out", path(&out)], vec!["backup", path(&out)]] {
        place.weft(&command).refuses("there is no house in");
    }
    assert!(!place.data().exists(), "looking makes nothing");
}

#[test]
fn migrating_twice_changes_nothing_the_second_time() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let place = Place::new(engine);
        let first = place.weft(&["migrate"]).succeeds().json();
        assert_eq!(first["applied"], first["known"], "{engine:?}");
        assert_eq!(place.weft(&["migrate"]).succeeds().json()["applied"], 0);
        place.weft(&["doctor"]).succeeds();
    }
}
