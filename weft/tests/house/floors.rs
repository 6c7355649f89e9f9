//! The floors stand on one another as the plan says; Cargo refuses the rest.

use crate::sources::{folders, root};
use std::{collections::BTreeSet, fs, path::Path};

/// The crates of this workspace that a crate depends on, and those that only its tests do.
fn of_the_house(home: &Path) -> (BTreeSet<String>, BTreeSet<String>) {
    let file = home.join("Cargo.toml");
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let parsed: toml::Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let house = every_crate();
    let names = |part: &str| {
        let table = parsed.get(part).and_then(toml::Value::as_table);
        table
            .into_iter()
            .flat_map(|table| table.keys())
            .filter(|name| house.contains(*name))
            .cloned()
            .collect()
    };
    // No crate runs code while it is built, but for the one that makes the browser's files small.
    let building = parsed.get("build-dependencies").and_then(toml::Value::as_table);
    let building: Vec<&String> = building.into_iter().flat_map(|table| table.keys()).collect();
    let allowed: &[&str] = if home.ends_with("commons/web") { &["brotli"] } else { &[] };
    assert_eq!(building, allowed, "{} runs code while it is built", file.display());
    (names("dependencies"), names("dev-dependencies"))
}

fn names_in(floor: &str) -> Vec<String> {
    let name =
        |path: std::path::PathBuf| path.file_name().expect("a name").to_str().expect("UTF-8").to_owned();
    folders(&root().join(floor))
        .into_iter()
        .filter(|path| path.join("Cargo.toml").exists())
        .map(name)
        .collect()
}

fn every_crate() -> BTreeSet<String> {
    ["ground", "commons", "rooms"].into_iter().flat_map(names_in).chain(["weft".to_owned()]).collect()
}

/// The crates of a floor in the order in which ARCHITECTURE.md lists them.
fn listed(floor: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let (_, below) =
        text.split_once(&format!("\n{floor}/ ")).unwrap_or_else(|| panic!("{floor}/ is not on the plan"));
    let lines = below.lines().skip(1).take_while(|line| line.starts_with("  "));
    lines.filter_map(|line| Some(line.trim().split_once('/')?.0.to_owned())).collect()
}

#[test]
fn the_plan_lists_every_crate() {
    for floor in ["ground", "commons", "rooms"] {
        let plan: BTreeSet<String> = listed(floor).into_iter().collect();
        let there: BTreeSet<String> = names_in(floor).into_iter().filter(|name| name != "testkit").collect();
        assert_eq!(plan, there, "{floor}/ in ARCHITECTURE.md");
    }
}

#[test]
fn the_ground_depends_on_nothing_of_the_house() {
    for name in names_in("ground") {
        let (needs, tests) = of_the_house(&root().join("ground").join(&name));
        assert!(needs.is_empty() && tests.is_empty(), "{name} depends on {needs:?} {tests:?}");
    }
}

#[test]
fn a_crate_of_the_commons_uses_only_those_above_it_in_the_list() {
    let ground: BTreeSet<String> = names_in("ground").into_iter().collect();
    let mut above = ground.clone();
    for name in listed("commons") {
        let (needs, tests) = of_the_house(&root().join("commons").join(&name));
        assert!(needs.is_subset(&above), "{name} may use {above:?} and uses {needs:?}");
        let mut of_tests = above.clone();
        of_tests.insert("testkit".to_owned());
        assert!(tests.is_subset(&of_tests), "the tests of {name} use {tests:?}");
        above.insert(name);
    }
}

#[test]
fn a_room_does_not_depend_on_another_room() {
    let below: BTreeSet<String> =
        ["ground", "commons"].into_iter().flat_map(names_in).filter(|name| name != "testkit").collect();
    for name in names_in("rooms") {
        let (needs, _) = of_the_house(&root().join("rooms").join(&name));
        assert!(needs.is_subset(&below), "{name} uses {needs:?}");
    }
}

#[test]
fn every_room_of_the_house_is_a_crate_and_every_room_crate_is_in_the_house() {
    let housed: BTreeSet<String> = weft::rooms::rooms().iter().map(|room| room.name.to_owned()).collect();
    for name in names_in("rooms") {
        assert!(housed.contains(&name), "{name} is not in weft/src/rooms.rs");
    }
    for name in housed {
        assert!(every_crate().contains(&name), "the room {name} has no crate of its name");
    }
}
