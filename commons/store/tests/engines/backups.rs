//! Backups: made while the system writes, restored to where there is nothing.

use crate::{
    on_both,
    place::{Place, schema},
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicI64, Ordering},
};
use store::{
    Dialect, Error, Result, Store, Target,
    backup::{Contents, Fault, Progress, backup, integrity, restore, verify},
    sql,
};

fn silent(_: Progress<'_>) {}

/// One event, one row: a consistent state has as many of the one as of the other.
async fn act(store: &Store, number: i64) -> Result<()> {
    store
        .write(move |tx| {
            let id = tx.fresh::<()>();
            sql!(tx.exec("INSERT INTO rooms (id, rev) VALUES ($1, $2)", id, number))?;
            sql!(tx.exec(
                "INSERT INTO everything (id, whole, raw) VALUES ($1, $2, $3)",
                id,
                number,
                vec![7_u8; 2_000]
            ))?;
            Ok(())
        })
        .await
}

on_both! {
    a_backup_made_while_others_write_holds_every_acknowledged_act_and_no_half_one: async |store, place| {
        for number in 0..300 {
            act(&store, number).await.unwrap();
        }
        let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicI64::new(300)));
        let writer = tokio::task::spawn({
            let (store, stop, done) = (store.clone(), stop.clone(), done.clone());
            async move {
                while !stop.load(Ordering::SeqCst) {
                    act(&store, done.load(Ordering::SeqCst)).await.unwrap();
                    done.fetch_add(1, Ordering::SeqCst);
                }
            }
        });
        let begun = done.load(Ordering::SeqCst);
        let (config, to) = (place.config.clone(), place.path("backup"));
        let receipt = tokio::task::spawn_blocking(move || backup(&config, &to, &mut silent)).await.unwrap().unwrap();
        // It came to its end although the writer never paused.
        stop.store(true, Ordering::SeqCst);
        writer.await.unwrap();
        assert!(done.load(Ordering::SeqCst) > begun, "somebody wrote meanwhile");
        assert_eq!(verify(&place.path("backup")).unwrap(), receipt);

        let fresh = Place::new(store.dialect());
        restore(&fresh.config, &schema(), &place.path("backup"), &mut silent).unwrap();
        integrity(&fresh.config).unwrap();
        let rooms = fresh.look("SELECT COUNT(*) FROM rooms");
        assert_eq!(rooms, fresh.look("SELECT COUNT(*) FROM everything"), "no half act");
        assert_eq!(fresh.look("SELECT MAX(rev) FROM rooms"), rooms - 1, "no gap");
        assert!(rooms >= begun && rooms <= done.load(Ordering::SeqCst), "{begun} <= {rooms}");
        // Identifiers grow with the clock: whoever goes on from a backup does so later.
        fresh.hand.advance(store::Span::hours(1));
        let reopened = fresh.open();
        act(&reopened, 0).await.unwrap();
        reopened.close().await;
    };

    a_backup_overwrites_nothing_and_neither_does_restoring: async |store, place| {
        act(&store, 0).await.unwrap();
        let to = place.path("backup");
        backup(&place.config, &to, &mut silent).unwrap();
        assert!(matches!(backup(&place.config, &to, &mut silent), Err(Fault::Exists(_))));
        let refused = restore(&place.config, &schema(), &to, &mut silent);
        assert!(matches!(refused, Err(Fault::Exists(_) | Fault::NotEmpty(_))), "{refused:?}");
        assert_eq!(place.look("SELECT COUNT(*) FROM rooms"), 1);
    };

    a_damaged_backup_is_refused: async |store, place| {
        act(&store, 0).await.unwrap();
        let to = place.path("backup");
        let receipt = backup(&place.config, &to, &mut silent).unwrap();
        let file = match receipt.of {
            Contents::Sqlite { .. } => to.join("database.sqlite"),
            Contents::Export { .. } => to.join("export/rooms.jsonl"),
        };
        let mut bytes = std::fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&file, bytes).unwrap();
        let fresh = Place::new(store.dialect());
        assert!(matches!(verify(&to), Err(Fault::Damaged { .. })));
        assert!(matches!(restore(&fresh.config, &schema(), &to, &mut silent), Err(Fault::Damaged { .. })));
        if let Target::Sqlite(file) = &fresh.config.target {
            assert!(!file.exists());
        }
        std::fs::remove_file(to.join("backup.json")).unwrap();
        assert!(matches!(verify(&to), Err(Fault::File { .. })), "an interrupted backup is none");
    };

    a_backup_moves_to_the_other_engine_where_it_can: async |store, place| {
        act(&store, 0).await.unwrap();
        let to = place.path("backup");
        backup(&place.config, &to, &mut silent).unwrap();
        let (other, fits) = match store.dialect() {
            Dialect::Postgres => (Dialect::Sqlite, true),
            Dialect::Sqlite => (Dialect::Postgres, false),
        };
        let over = Place::new(other);
        match restore(&over.config, &schema(), &to, &mut silent) {
            Ok(_) => assert!(fits && over.look("SELECT COUNT(*) FROM rooms") == 1),
            Err(fault) => assert!(!fits && fault.to_string().contains("export"), "{fault}"),
        }
    };

    a_closed_file_can_be_backed_up_too: async |store, place| {
        act(&store, 0).await.unwrap();
        store.close().await;
        assert_eq!(act(&store, 1).await, Err(Error::Closed));
        backup(&place.config, &place.path("backup"), &mut silent).unwrap();
        verify(&place.path("backup")).unwrap();
    };
}
