//! A database as files: the same bytes from both engines, there and back.

use crate::{
    on_both,
    place::{Place, SCHEMA, schema},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};
use store::{
    Config, Dialect, Migration, Result, Store, migrate,
    portable::{Fault, Manifest, Progress, export, import, manifest},
    sql,
};

fn silent(_: Progress<'_>) {}

type Damage = fn(&str) -> String;

/// Rows of every kind, references in both directions of time, and more rows than fit one word about progress.
async fn fill(store: &Store) {
    let filled = store.write(|tx| -> Result<()> {
        for (id, title) in [(3, "Ä\"\\\n"), (1, "z"), (2, "Z"), (-7, "\u{1f9f5}")] {
            sql!(tx.exec("INSERT INTO ideas (id, title, open) VALUES ($1, $2, $3)", id, title, id > 1))?;
        }
        for n in 0..6_000_i64 {
            sql!(tx.exec("INSERT INTO votes (idea, person, weight) VALUES ($1, $2, $3)", n % 3 + 1, n, -n))?;
        }
        let reals = [0.1, -0.0, 1e300, 5e-324, f64::INFINITY, f64::NEG_INFINITY, 123_456_789.123_456_79, 2.0];
        for (id, share) in (0_i64..).zip(reals) {
            let parent = (id > 0).then_some(id - 1);
            sql!(tx.exec(
                "INSERT INTO everything (id, whole, yes, share, words, shape, raw, parent)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                id,
                i64::MAX - id,
                id % 2 == 0,
                share,
                "words\u{0}\u{7f}\u{2028}",
                serde_json::json!({ "id": id }),
                vec![0_u8, 255, u8::try_from(id).unwrap_or(0)],
                parent
            ))?;
        }
        sql!(tx.exec("INSERT INTO everything (id) VALUES (99)"))?;
        // A reference to a row with a greater identifier: no order of inserting by key would do.
        sql!(tx.exec("UPDATE everything SET parent = 99 WHERE id = 0"))?;
        for (id, code) in [(1, Some("b")), (2, None), (3, Some("B")), (4, Some("ä")), (5, Some(""))] {
            sql!(tx.exec("INSERT INTO shelves (id, code) VALUES ($1, $2)", id, code))?;
        }
        Ok(())
    });
    filled.await.expect("rows");
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    entries
        .map(|file| (file.file_name().expect("a name").into(), std::fs::read(&file).expect("a file")))
        .collect()
}

fn exported(config: &Config, to: &Path) -> Manifest {
    export(config, to, &[], &mut silent).expect("an export")
}

fn other(engine: Dialect) -> Dialect {
    if engine == Dialect::Sqlite { Dialect::Postgres } else { Dialect::Sqlite }
}

on_both! {
    a_round_trip_over_both_engines_gives_the_same_bytes: async |store, place| {
        fill(&store).await;
        let first = exported(&place.config, &place.path("first"));
        let (over, back) = (Place::new(other(store.dialect())), Place::new(store.dialect()));
        assert_eq!(import(&over.config, &schema(), &place.path("first"), &mut silent).unwrap(), first);
        exported(&over.config, &place.path("second"));
        import(&back.config, &schema(), &place.path("second"), &mut silent).unwrap();
        exported(&back.config, &place.path("third"));
        let bytes = files(&place.path("first"));
        assert!(bytes == files(&place.path("second")) && bytes == files(&place.path("third")));
        assert_eq!(bytes.len(), first.tables.len() + 1);
        let rows: BTreeMap<_, _> = first.tables.iter().map(|table| (table.name.as_str(), table.rows)).collect();
        assert_eq!((rows["ideas"], rows["votes"], rows["everything"], rows["outbox"]), (4, 6_000, 9, 0));
        assert!(!rows.contains_key("migrations"));
        // The references are enforced again where the rows arrived.
        for place in [&over, &back] {
            let store = Store::open(place.config.clone(), &schema()).unwrap();
            let orphan = store.write(|tx| sql!(tx.exec("INSERT INTO votes (idea, person, weight) VALUES (404, 1, 1)"))).await;
            assert!(matches!(orphan, Err(store::Error::Broken { .. })), "{orphan:?}");
            store.close().await;
        }
    };

    an_export_is_one_state_though_others_write: async |store, place| {
        fill(&store).await;
        let (config, to) = (place.config.clone(), place.path("export"));
        let before = exported(&config, &place.path("before"));
        // After each table, somebody votes and books once more.
        let beside = place.clone();
        let mut meanwhile = 0;
        let mut interfere = move |progress: Progress<'_>| {
            if progress.total.is_some() {
                meanwhile += 1;
                beside.aside(&format!("INSERT INTO rooms (id) VALUES ({meanwhile}); DELETE FROM votes WHERE person = {meanwhile}"));
            }
        };
        let during = export(&config, &to, &[], &mut interfere).unwrap();
        assert_eq!(during, before);
        assert!(place.look("SELECT COUNT(*) FROM rooms") > 5);
    };

    tables_may_be_left_out_unless_another_refers_to_them: async |store, place| {
        fill(&store).await;
        let without = |names: &[&str], to: &str| export(&place.config, &place.path(to), names, &mut silent);
        let refused = without(&["ideas"], "a").unwrap_err();
        assert!(refused.to_string().contains("votes refers to it"), "{refused}");
        assert!(without(&["nothing"], "b").unwrap_err().to_string().contains("no table nothing"));
        let manifest = without(&["shelves", "jobs"], "c").unwrap();
        assert_eq!(manifest.left_out, ["jobs", "shelves"]);
        let over = Place::new(other(store.dialect()));
        import(&over.config, &schema(), &place.path("c"), &mut silent).unwrap();
        assert_eq!((over.look("SELECT COUNT(*) FROM shelves"), over.look("SELECT COUNT(*) FROM ideas")), (0, 4));
    };

    nothing_is_overwritten: async |store, place| {
        fill(&store).await;
        let folder = place.path("export");
        exported(&place.config, &folder);
        assert!(matches!(export(&place.config, &folder, &[], &mut silent), Err(Fault::Exists(_))));
        let before = place.look("SELECT COUNT(*) FROM votes");
        let refused = import(&place.config, &schema(), &folder, &mut silent);
        assert!(matches!(&refused, Err(Fault::NotEmpty(table)) if table == "everything"), "{refused:?}");
        assert_eq!(place.look("SELECT COUNT(*) FROM votes"), before);
    };

    what_migrations_put_into_tables_does_not_stand_in_the_way: async |store, place| {
        let seed = Migration {
            of: "seed", number: 1, name: "rooms", sql: "INSERT INTO rooms (id) VALUES (1), (2);",
        };
        let all: Vec<_> = schema().into_iter().chain([seed]).collect();
        migrate(&place.config, &all).unwrap();
        place.aside("DELETE FROM rooms WHERE id = 2; INSERT INTO rooms (id) VALUES (3)");
        exported(&place.config, &place.path("export"));
        let over = Place::new(other(store.dialect()));
        migrate(&over.config, &all).unwrap();
        import(&over.config, &all, &place.path("export"), &mut silent).unwrap();
        assert_eq!(over.look("SELECT CAST(SUM(id) AS BIGINT) FROM rooms"), 4);
        let again = Place::new(store.dialect());
        migrate(&again.config, &all).unwrap();
        again.aside("UPDATE rooms SET rev = 1 WHERE id = 1");
        let refused = import(&again.config, &all, &place.path("export"), &mut silent);
        assert!(matches!(refused, Err(Fault::NotEmpty(_))), "somebody changed a row: {refused:?}");
    };

    migrations_must_be_those_of_the_export: async |store, place| {
        exported(&place.config, &place.path("export"));
        let over = || Place::new(store.dialect());
        let fewer = import(&over().config, store::MIGRATIONS, &place.path("export"), &mut silent);
        assert!(matches!(&fewer, Err(Fault::Mismatch(why)) if why.contains("tests 1")), "{fewer:?}");
        let edited = Migration { sql: "SELECT 1;", ..SCHEMA };
        let edited: Vec<_> = store::MIGRATIONS.iter().copied().chain([edited]).collect();
        let edited = import(&over().config, &edited, &place.path("export"), &mut silent);
        assert!(matches!(&edited, Err(Fault::Mismatch(why)) if why.contains("reads differently")), "{edited:?}");
        // A newer program makes the schema of the export first; opening brings it up to date.
        let next = Migration { of: "tests", number: 2, name: "more", sql: "ALTER TABLE rooms ADD COLUMN name {text};" };
        let newer: Vec<_> = schema().into_iter().chain([next]).collect();
        let older = over();
        import(&older.config, &newer, &place.path("export"), &mut silent).unwrap();
        assert_eq!(migrate(&older.config, &newer).unwrap(), 1);
        let ahead = over();
        migrate(&ahead.config, &newer).unwrap();
        assert!(matches!(import(&ahead.config, &newer, &place.path("export"), &mut silent), Err(Fault::Migration(_))));
    };

    damaged_files_leave_the_database_empty: async |store, place| {
        fill(&store).await;
        let export = place.path("export");
        exported(&place.config, &export);
        let over = Place::new(other(store.dialect()));
        let votes = export.join("votes.jsonl");
        let whole = std::fs::read_to_string(&votes).unwrap();
        let damages: [(&str, Damage, &str); 5] = [
            ("a changed figure", |text| text.replacen("\"weight\":-1,", "\"weight\":-2,", 1).replacen("\"weight\":-1}", "\"weight\":-2}", 1), "checksum"),
            ("a missing row", |text| text.split_once('\n').unwrap().1.to_owned(), "rows are expected"),
            ("half a row", |text| text[..text.len() - 10].to_owned(), "line 6000"),
            ("another column", |text| text.replacen("\"weight\"", "\"height\"", 1), "column weight is missing"),
            ("a reference to nowhere", |text| text.to_owned(), "references are broken"),
        ];
        for (what, damage, told) in damages {
            let damaged = damage(&whole);
            if told == "references are broken" {
                std::fs::write(&votes, &whole).unwrap();
                forge(&export, "ideas", |text| text.split_inclusive('\n').filter(|line| !line.contains("\"id\":3")).collect());
            } else {
                assert_ne!(damaged, whole, "{what}");
                std::fs::write(&votes, damaged).unwrap();
            }
            let refused = import(&over.config, &schema(), &export, &mut silent).unwrap_err().to_string();
            assert!(refused.contains(told), "{what}: {refused}");
            assert_eq!(over.look("SELECT COUNT(*) FROM everything") + over.look("SELECT COUNT(*) FROM ideas"), 0, "{what}");
        }
        std::fs::remove_file(export.join("manifest.json")).unwrap();
        assert!(matches!(import(&over.config, &schema(), &export, &mut silent), Err(Fault::File { .. })), "interrupted");
    };

    progress_is_told: async |store, place| {
        fill(&store).await;
        let mut words = Vec::new();
        let mut note = |p: Progress<'_>| words.push((p.table.to_owned(), p.rows, p.total));
        export(&place.config, &place.path("export"), &[], &mut note).unwrap();
        assert!(words.contains(&("votes".to_owned(), 5_000, None)), "{words:?}");
        assert!(words.contains(&("votes".to_owned(), 6_000, Some(6_000))));
        let mut words = Vec::new();
        let mut note = |p: Progress<'_>| words.push((p.table.to_owned(), p.rows, p.total));
        let over = Place::new(other(store.dialect()));
        import(&over.config, &schema(), &place.path("export"), &mut note).unwrap();
        assert!(words.contains(&("votes".to_owned(), 5_000, Some(6_000))), "{words:?}");
    };
}

/// Changes a table's file and makes the manifest agree, as only somebody who means it would.
fn forge(export: &Path, table: &str, change: impl FnOnce(&str) -> String) {
    use std::io::Write;
    let file = export.join(format!("{table}.jsonl"));
    let changed = change(&std::fs::read_to_string(&file).expect("the table"));
    let mut manifest = manifest(export).expect("the manifest");
    let entry = manifest.tables.iter_mut().find(|entry| entry.name == table).expect("the table's entry");
    entry.rows = changed.lines().count() as u64;
    entry.sha256 = Migration { of: "", number: 0, name: "", sql: changed.clone().leak() }.checksum();
    std::fs::write(&file, changed).expect("the table is written");
    let mut out = std::fs::File::create(export.join("manifest.json")).expect("the manifest");
    out.write_all(&serde_json::to_vec(&manifest).expect("JSON")).expect("the manifest is written");
}
