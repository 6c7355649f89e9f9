//! Names are names: no two things of a kind share one.

use std::collections::BTreeMap;
use web::Settings;

fn distinct(what: &str, names: impl IntoIterator<Item = (String, &'static str)>) {
    let mut owners: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, room) in names {
        assert!(!name.trim().is_empty(), "{what} of {room} has no name");
        owners.entry(name).or_default().push(room);
    }
    owners.retain(|_, rooms| rooms.len() > 1);
    assert!(owners.is_empty(), "two {what} have one name: {owners:?}");
}

#[test]
fn no_two_things_of_a_kind_have_one_name() {
    let rooms = weft::rooms::rooms();
    distinct("rooms", rooms.iter().map(|room| (room.name.to_owned(), room.name)));
    macro_rules! of_rooms {
        ($what:literal, $part:ident, $name:expr) => {
            distinct(
                $what,
                rooms
                    .iter()
                    .flat_map(|room| room.$part.iter().map(|one| ($name(one).to_string(), room.name))),
            )
        };
    }
    of_rooms!("permissions", permissions, |one: &&act::Permission| one.name);
    of_rooms!("kinds", kinds, |one: &web::Kind| one.name);
    of_rooms!("settings", settings, |one: &web::Setting| one.name);
    of_rooms!("reactions", reactions, |one: &events::Reaction| one.consumer);
    of_rooms!("topics", topics, |one: &web::Topic| one.prefix);
    of_rooms!("kinds of job", workers, |one: &events::Worker| one.job);
    of_rooms!("recurring works", recurring, |one: &events::Recurring| one.name);
    of_rooms!("places in the navigation", navigation, |one: &web::Navigation| one.key);
    of_rooms!("addresses in the navigation", navigation, |one: &web::Navigation| one.path);
    let migrations = weft::rooms::house(Settings::default()).expect("a house").migrations();
    distinct("migrations", migrations.iter().map(|m| (format!("{} {}", m.of, m.number), m.name)));
}

#[test]
fn what_a_room_declares_carries_its_name() {
    for room in weft::rooms::rooms() {
        let own = |name: &str| name.starts_with(&format!("{}.", room.name));
        let permissions = room.permissions.iter().map(|one| one.name);
        let settings = room.settings.iter().map(|one| one.name);
        let jobs = room.workers.iter().map(|one| one.job);
        let recurring = room.recurring.iter().map(|one| one.name);
        for name in permissions.chain(settings).chain(jobs).chain(recurring) {
            assert!(own(name), "{name} is declared by {}", room.name);
        }
    }
}

#[test]
fn every_setting_begins_within_its_range() {
    for setting in weft::rooms::house(Settings::default()).expect("a house").settings_of_rooms() {
        let (least, most) = setting.range;
        assert!(
            (least..=most).contains(&setting.default),
            "{} begins with {}",
            setting.name,
            setting.default
        );
    }
}

#[test]
fn exactly_one_room_lets_people_in() {
    let entrances = weft::rooms::rooms().iter().filter(|room| room.entrance.is_some()).count();
    assert_eq!(entrances, 1);
}

#[test]
fn whoever_writes_down_people_can_export_and_erase_them() {
    for room in weft::rooms::rooms() {
        let of_a_person = |line: &str| {
            line.trim_start().starts_with("person ") || line.trim_start().starts_with("by_person ")
        };
        let knows_people = room.migrations.iter().any(|migration| migration.sql.lines().any(of_a_person));
        let both = room.export_person.is_some() && room.erase_person.is_some();
        assert!(both || !knows_people, "{} keeps rows about people and cannot give or erase them", room.name);
    }
}
