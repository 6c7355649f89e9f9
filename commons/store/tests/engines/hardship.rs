//! A full disk, a killed process, a server that goes away.

use crate::place::{Place, schema};
use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};
use store::{Clock, Config, Dialect, Error, Result, Store, Target, sql};

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

async fn keep(store: &Store, id: i64, size: usize) -> Result<i64> {
    store
        .write(move |tx| {
            sql!(tx.exec("INSERT INTO everything (id, raw) VALUES ($1, $2)", id, vec![1_u8; size]))?;
            sql!(tx.exec("UPDATE rooms SET rev = rev + 1 WHERE id = 1"))?;
            Ok(id)
        })
        .await
}

/// The most pages of a database belong to the connection that says so: the writer says it inside a transaction.
async fn limit_to(store: &Store, pages: &'static str) {
    let pragma: &'static store::Statement = match pages {
        "little" => {
            static LITTLE: store::Statement =
                store::Statement::new("PRAGMA max_page_count = 120", file!(), line!());
            &LITTLE
        }
        _ => {
            static PLENTY: store::Statement =
                store::Statement::new("PRAGMA max_page_count = 4294967294", file!(), line!());
            &PLENTY
        }
    };
    store.write(move |tx| -> Result<i64> { tx.one::<i64>(pragma, &[]) }).await.expect("a limit");
}

#[test]
fn a_full_disk_is_told_loses_nothing_and_passes() {
    let place = Place::new(Dialect::Sqlite);
    runtime().block_on(async {
        let store = place.open();
        store
            .write(|tx| sql!(tx.exec("INSERT INTO rooms (id) VALUES (1)")))
            .await
            .map_err(|e: Error| e)
            .unwrap();
        limit_to(&store, "little").await;
        let mut kept = BTreeSet::new();
        let mut refused = 0;
        // Many at once, so that whole groups meet the end of the disk.
        for round in 0..20 {
            let tasks: Vec<_> = (0..20)
                .map(|n| {
                    let store = store.clone();
                    tokio::task::spawn(async move { keep(&store, round * 20 + n, 3_000).await })
                })
                .collect();
            for task in tasks {
                match task.await.unwrap() {
                    Ok(id) => {
                        kept.insert(id);
                    }
                    Err(error) => {
                        assert_eq!(error, Error::DiskFull);
                        assert!(error.passes().is_some());
                        refused += 1;
                    }
                }
            }
        }
        assert!(!kept.is_empty() && refused > 0, "{} kept, {refused} refused", kept.len());
        // Reads go on, and what fits still fits.
        let count = |store: &Store| {
            let store = store.clone();
            async move {
                store
                    .read(|tx| -> Result<Vec<i64>> {
                        sql!(tx.all::<i64>("SELECT id FROM everything ORDER BY id LIMIT 9999"))
                    })
                    .await
                    .unwrap()
            }
        };
        assert_eq!(count(&store).await, kept.iter().copied().collect::<Vec<_>>());
        assert_eq!(place.look("SELECT rev FROM rooms"), kept.len() as i64, "no half act");
        // One greedy request among modest ones fails alone.
        let greedy = keep(&store, 5_000, 3_000_000);
        let modest = store.write(|tx| sql!(tx.exec("UPDATE rooms SET rev = rev + 0 WHERE id = 1")));
        let (greedy, modest) = tokio::join!(greedy, modest);
        assert_eq!((greedy, modest), (Err(Error::DiskFull), Ok::<_, Error>(1)));
        limit_to(&store, "plenty").await;
        keep(&store, 6_000, 3_000_000).await.unwrap();
        kept.insert(6_000);
        assert_eq!(count(&store).await, kept.into_iter().collect::<Vec<_>>());
        store.close().await;
    });
    store::backup::integrity(&place.config).unwrap();
}

/// Set for the child process that is going to be killed: where it writes.
const PLACE: &str = "WEFT_TEST_KILLED";

/// Not a test of its own: the child that acknowledges what it wrote until it is killed.
#[test]
#[ignore = "the process that other tests start and kill"]
fn child_that_writes_until_it_is_killed() {
    let address = std::env::var(PLACE).expect("the parent says where to write");
    let target = match address.strip_prefix("file:") {
        Some(file) => Target::Sqlite(file.into()),
        None => Target::Postgres { url: address, replica: None },
    };
    runtime().block_on(async {
        let store = Store::open(Config::new(target, Clock::system()), &schema()).unwrap();
        let start: i64 = store
            .read(|tx| -> Result<i64> { sql!(tx.one::<i64>("SELECT COALESCE(MAX(id), 0) FROM everything")) })
            .await
            .unwrap();
        let callers: Vec<_> = (0..8)
            .map(|caller| {
                let store = store.clone();
                tokio::task::spawn(async move {
                    for turn in 0..100_000 {
                        let id = start + 1 + turn * 8 + caller;
                        keep(&store, id, 10).await.unwrap();
                        println!("kept {id}");
                    }
                })
            })
            .collect();
        for caller in callers {
            caller.await.unwrap();
        }
    });
}

fn killed_in_the_middle(engine: Dialect) {
    let place = Place::new(engine);
    let store = place.open();
    let runtime = runtime();
    runtime
        .block_on(store.write(|tx| sql!(tx.exec("INSERT INTO rooms (id) VALUES (1)"))))
        .map_err(|e: Error| e)
        .unwrap();
    runtime.block_on(store.close());
    let address = match &place.config.target {
        Target::Sqlite(file) => format!("file:{}", file.display()),
        Target::Postgres { url, .. } => url.clone(),
    };
    let mut acknowledged = BTreeSet::new();
    for lines in [40, 90, 150] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "hardship::child_that_writes_until_it_is_killed",
                "--exact",
                "--ignored",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(PLACE, &address)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(child.stdout.take().unwrap()).lines();
        let ids = |line: std::io::Result<String>| {
            line.ok().and_then(|line| line.split("kept ").nth(1)?.parse::<i64>().ok())
        };
        acknowledged.extend(told.by_ref().filter_map(ids).take(lines));
        child.kill().unwrap();
        child.wait().unwrap();
        // What was said before the end, though not heard yet, was acknowledged too.
        acknowledged.extend(told.filter_map(ids));
    }
    assert!(acknowledged.len() >= 280);
    let store = place.open();
    let all =
        |tx: &mut store::Tx<'_>| sql!(tx.all::<i64>("SELECT id FROM everything ORDER BY id LIMIT 1000000"));
    let kept: Vec<i64> = runtime.block_on(store.read(all)).unwrap();
    let there: BTreeSet<i64> = kept.iter().copied().collect();
    assert_eq!(there.len(), kept.len(), "nothing twice");
    assert!(
        acknowledged.is_subset(&there),
        "lost: {:?}",
        acknowledged.difference(&there).collect::<Vec<_>>()
    );
    assert_eq!(place.look("SELECT rev FROM rooms"), kept.len() as i64, "no half act");
    // At most what was under way when each child died was kept without being told.
    assert!(there.len() <= acknowledged.len() + 3 * 8);
    runtime.block_on(store.close());
    store::backup::integrity(&place.config).unwrap();
}

#[test]
fn what_a_killed_process_acknowledged_is_there_on_sqlite() {
    killed_in_the_middle(Dialect::Sqlite);
}

#[test]
fn what_a_killed_process_acknowledged_is_there_on_postgres() {
    killed_in_the_middle(Dialect::Postgres);
}

#[test]
fn a_lost_connection_is_opened_again_and_the_work_done_once() {
    let place = Place::new(Dialect::Postgres);
    runtime().block_on(async {
        let store = place.open();
        store.write(|tx| sql!(tx.exec("INSERT INTO rooms (id) VALUES (1)"))).await.map_err(|e: Error| e).unwrap();
        for id in 0..10 {
            // Between two requests: every idle connection is found broken.
            place.aside("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            keep(&store, id, 10).await.unwrap();
        }
        // In the middle of one: nothing of the first try is kept.
        let mut runs = 0;
        let own_end = store.write(move |tx| -> Result<()> {
            sql!(tx.exec("UPDATE rooms SET rev = rev + 100 WHERE id = 1"))?;
            runs += 1;
            if runs == 1 {
                sql!(tx.exec("-- only postgres\nSELECT pg_terminate_backend(pg_backend_pid())"))?;
            }
            Ok(())
        });
        own_end.await.unwrap();
        assert_eq!(place.look("SELECT rev FROM rooms"), 110);
        store.close().await;
    });
}

#[test]
fn reads_go_to_the_replica_and_to_the_primary_while_it_is_away() {
    let (primary, replica) = (Place::new(Dialect::Postgres), Place::new(Dialect::Postgres));
    let replica_store = replica.open();
    runtime().block_on(async {
        // The other database stands for a replica: it can be told apart by what it holds.
        replica_store
            .write(|tx| sql!(tx.exec("INSERT INTO rooms (id) VALUES (2)")))
            .await
            .map_err(|e: Error| e)
            .unwrap();
        replica_store.close().await;
        let url = |place: &Place| match &place.config.target {
            Target::Postgres { url, .. } => url.clone(),
            Target::Sqlite(_) => String::new(),
        };
        let rooms = |tx: &mut store::Tx<'_>| sql!(tx.all::<i64>("SELECT id FROM rooms ORDER BY id LIMIT 9"));
        let mut config = primary.config.clone();
        config.target = Target::Postgres { url: url(&primary), replica: Some(url(&replica)) };
        let store = Store::open(config.clone(), &schema()).unwrap();
        store
            .write(|tx| sql!(tx.exec("INSERT INTO rooms (id) VALUES (1)")))
            .await
            .map_err(|e: Error| e)
            .unwrap();
        assert_eq!(store.read(rooms).await, Ok(vec![2]));
        store.close().await;
        // A port where nobody listens.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        config.target = Target::Postgres {
            url: url(&primary),
            replica: Some(format!("postgres://postgres@{free}/gone")),
        };
        let store = Store::open(config, &schema()).unwrap();
        assert_eq!(store.read(rooms).await, Ok(vec![1]));
        store.close().await;
    });
}

#[test]
fn a_connection_lost_during_commit_leaves_the_outcome_unknown_and_is_not_tried_again() {
    let place = Place::new(Dialect::Postgres);
    // The server ends the session while it commits: a deferred trigger runs inside COMMIT.
    let deferred = "CREATE FUNCTION hang_up() RETURNS TRIGGER LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
        CREATE CONSTRAINT TRIGGER rooms_hang_up AFTER INSERT ON rooms DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION hang_up();";
    runtime().block_on(async {
        let store = place.open();
        place.aside(deferred);
        let runs = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
        let counted = runs.clone();
        let lost = store.write(move |tx| -> Result<u64> {
            counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            sql!(tx.exec("INSERT INTO rooms (id) VALUES (1)"))
        });
        let lost = lost.await;
        assert_eq!(lost, Err(Error::Unknown));
        assert!(lost.unwrap_err().passes().is_none(), "nobody tries it again by itself");
        assert_eq!(runs.load(std::sync::atomic::Ordering::SeqCst), 1);
        store.close().await;
    });
}
