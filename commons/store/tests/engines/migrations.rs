//! Migrations: each once, never edited, all or nothing.

use crate::place::{Place, SCHEMA, schema};
use store::{Config, Dialect, Migration, MigrationFault, State, Store, check, migrate, status};

macro_rules! on_both_empty {
    ($($name:ident: $test:expr;)*) => { $(
        mod $name {
            use super::*;
            #[test]
            fn sqlite() {
                let test: fn(&Place) = $test;
                test(&Place::new(Dialect::Sqlite));
            }
            #[test]
            fn postgres() {
                let test: fn(&Place) = $test;
                test(&Place::new(Dialect::Postgres));
            }
        }
    )* };
}

const GOOD: Migration = Migration {
    of: "more",
    number: 1,
    name: "good",
    sql: "CREATE TABLE good (\n    id {id} PRIMARY KEY\n);",
};

fn with(extra: &[Migration]) -> Vec<Migration> {
    schema().into_iter().chain(extra.iter().copied()).collect()
}

fn states(config: &Config, migrations: &[Migration]) -> Vec<(String, u32, &'static str)> {
    let standing = status(config, migrations).expect("a status");
    standing
        .into_iter()
        .map(|one| {
            assert_eq!(one.pending(), one.state == State::Pending);
            assert_eq!(one.fits(), !matches!(one.state, State::Edited(_) | State::Newer(_)));
            let state = match one.state {
                State::Applied(at) => {
                    assert_eq!(at, crate::place::START);
                    "applied"
                }
                State::Pending => "pending",
                State::Edited(_) => "edited",
                State::Newer(_) => "newer",
            };
            (one.of, one.number, state)
        })
        .collect()
}

fn named(rows: &[(&str, u32, &'static str)]) -> Vec<(String, u32, &'static str)> {
    rows.iter().map(|(of, number, state)| ((*of).to_owned(), *number, *state)).collect()
}

on_both_empty! {
    what_is_missing_is_applied_once_and_told: |place| {
        let all = with(&[GOOD]);
        assert_eq!(
            states(&place.config, &all),
            named(&[("store", 1, "pending"), ("store", 2, "pending"), ("tests", 1, "pending"), ("more", 1, "pending")])
        );
        assert_eq!(migrate(&place.config, &all[..3]).unwrap(), 3);
        assert_eq!(migrate(&place.config, &all).unwrap(), 1);
        assert_eq!(migrate(&place.config, &all).unwrap(), 0);
        assert!(states(&place.config, &all).iter().all(|one| one.2 == "applied"));
        assert_eq!(place.look("SELECT COUNT(*) FROM good"), 0);
    };

    an_edited_file_is_refused: |place| {
        migrate(&place.config, &with(&[GOOD])).unwrap();
        let edited = Migration { sql: "CREATE TABLE good (\n    id {id} PRIMARY KEY, more {int}\n);", ..GOOD };
        let fault = Store::open(place.config.clone(), &with(&[edited])).unwrap_err();
        assert!(matches!(fault, MigrationFault::Edited { ref of, number: 1 } if of == "more"), "{fault}");
        assert_eq!(states(&place.config, &with(&[edited])).pop().unwrap().2, "edited");
    };

    a_newer_database_is_refused: |place| {
        migrate(&place.config, &with(&[GOOD])).unwrap();
        let fault = Store::open(place.config.clone(), &schema()).unwrap_err();
        assert!(matches!(fault, MigrationFault::Newer { ref of, number: 1 } if of == "more"), "{fault}");
        assert_eq!(states(&place.config, &schema()).pop().unwrap(), ("more".to_owned(), 1, "newer"));
    };

    a_migration_that_fails_half_way_leaves_nothing: |place| {
        migrate(&place.config, &schema()).unwrap();
        let half = Migration {
            number: 2, name: "half",
            sql: "CREATE TABLE half (\n    id {id} PRIMARY KEY\n);\nINSERT INTO rooms (id) VALUES (5);\nINSERT INTO nowhere (id) VALUES (1);",
            ..GOOD
        };
        let fault = migrate(&place.config, &with(&[GOOD, half])).unwrap_err();
        assert!(matches!(fault, MigrationFault::Failed { of: "more", number: 2, name: "half", .. }), "{fault}");
        assert_eq!(place.look("SELECT COUNT(*) FROM rooms"), 0);
        assert_eq!(place.look("SELECT COUNT(*) FROM good"), 0, "the one before it stays");
        assert_eq!(states(&place.config, &with(&[GOOD, half])).pop().unwrap().2, "pending");
        let mended = Migration { sql: "CREATE TABLE half (\n    id {id} PRIMARY KEY\n);", ..half };
        assert_eq!(migrate(&place.config, &with(&[GOOD, mended])).unwrap(), 1, "what failed may be mended");
    };

    a_migration_may_not_leave_references_to_nowhere: |place| {
        migrate(&place.config, &schema()).unwrap();
        let dangling = Migration {
            sql: "INSERT INTO bookings (id, room, starts, ends) VALUES (1, 404, 0, 1);", ..GOOD
        };
        let fault = migrate(&place.config, &with(&[dangling])).unwrap_err();
        assert!(matches!(fault, MigrationFault::Failed { number: 1, .. }), "{fault}");
        assert_eq!(place.look("SELECT COUNT(*) FROM bookings"), 0);
    };

    two_files_of_one_number_are_refused: |place| {
        let fault = migrate(&place.config, &[GOOD, Migration { name: "twin", ..GOOD }]).unwrap_err();
        assert!(matches!(fault, MigrationFault::Twice { of: "more", number: 1 }), "{fault}");
    };

    an_unknown_token_is_named: |place| {
        let odd = Migration { sql: "CREATE TABLE odd (\n    id {number} PRIMARY KEY\n);", ..GOOD };
        let fault = migrate(&place.config, &[odd]).unwrap_err().to_string();
        assert!(fault.contains("{number}"), "{fault}");
    };

    processes_that_start_together_migrate_once: |place| {
        let all = with(&[GOOD]);
        let applied: usize = std::thread::scope(|scope| {
            let started: Vec<_> = (0..6).map(|_| scope.spawn(|| migrate(&place.config, &all).unwrap())).collect();
            started.into_iter().map(|one| one.join().unwrap()).sum()
        });
        assert_eq!(applied, all.len());
    };

    every_statement_of_the_store_is_prepared_and_a_wrong_one_is_named: |place| {
        // This program's literals: those of the store and those of these tests, one of which is wrong on purpose.
        migrate(&place.config, &schema()).unwrap();
        let failed = check::prepare_all(&place.config).unwrap();
        let files: Vec<_> = failed.iter().map(|one| (one.file, one.text)).collect();
        let postgres = place.config.is_postgres();
        let expected: &[&str] = if postgres { &["SELECT MISSING", "SELECT SUM(score) FROM ideas"] } else { &["SELECT MISSING"] };
        assert_eq!(files, expected.iter().map(|text| (file!(), *text)).collect::<Vec<_>>(), "{failed:?}");
    };
}

/// Registered, never run.
#[allow(dead_code, reason = "only its registration is needed")]
fn wrong_on_purpose(tx: &mut store::Tx<'_>) -> store::Result<()> {
    store::sql!(tx.exec("SELECT MISSING"))?;
    store::sql!(tx.one::<i64>("SELECT SUM(score) FROM ideas"))?;
    Ok(())
}

#[test]
fn marked_blocks_are_counted() {
    let marked = Migration {
        sql: "-- only postgres\nSELECT 1;\n-- end\n  -- only sqlite\nSELECT 2;\n-- end\n-- only a comment\n",
        ..GOOD
    };
    let found = check::marked_migrations(&[SCHEMA, marked]);
    let found: Vec<_> = found.iter().map(|block| (block.place.as_str(), block.only)).collect();
    assert_eq!(found, [("more 1", Dialect::Postgres), ("more 1", Dialect::Sqlite)]);
    assert!(check::marked_migrations(store::MIGRATIONS).is_empty(), "the store's own tables need none");
    let literals = check::marked_statements();
    assert!(literals.iter().any(|literal| literal.place.contains("outbox.rs")), "{literals:?}");
}
