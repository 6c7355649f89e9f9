//! Events and jobs: rows of the same transaction, in the order of commits.

use crate::on_both;
use serde::{Deserialize, Serialize};
use store::{Dialect, Error, Event, Job, Result, Span, Store, Tx, number_outbox, sql};

#[derive(Serialize)]
struct Voted {
    idea: i64,
    #[serde(skip)]
    by: Option<i64>,
}

impl Event for Voted {
    const NAME: &'static str = "ideas.voted";
    fn by(&self) -> Option<i64> {
        self.by
    }
    fn about(&self) -> i64 {
        self.idea
    }
}

#[derive(Serialize, Deserialize)]
struct SendDigest {
    to: i64,
}

impl Job for SendDigest {
    const NAME: &'static str = "mail.digest";
    fn key(&self) -> Option<String> {
        Some(self.to.to_string())
    }
}

async fn positions(store: &Store) -> Vec<(Option<i64>, i64)> {
    let all = |tx: &mut Tx<'_>| {
        sql!(tx.all::<(Option<i64>, i64)>(
            "SELECT position, about FROM outbox ORDER BY position NULLS LAST, id LIMIT 10000"
        ))
    };
    store.read(all).await.expect("positions")
}

async fn number(store: &Store, limit: u32) -> u64 {
    store.write(move |tx| number_outbox(tx, limit)).await.expect("numbers")
}

on_both! {
    events_are_numbered_without_gaps_though_some_requests_are_undone: async |store, _place| {
        let tasks: Vec<_> = (0..200).map(|idea| {
            let store = store.clone();
            tokio::task::spawn(async move {
                store.write(move |tx| -> Result<()> {
                    tx.emit(&Voted { idea, by: Some(1) })?;
                    if idea % 3 == 0 { Err(Error::NoRow) } else { tx.emit(&Voted { idea, by: None }) }
                }).await
            })
        }).collect();
        let mut kept = 0;
        for task in tasks {
            kept += i64::from(task.await.unwrap().is_ok()) * 2;
        }
        while number(&store, 50).await == 50 {}
        let found = positions(&store).await;
        let expected: Vec<_> = (1..=kept).map(Some).collect();
        assert_eq!(found.iter().map(|row| row.0).collect::<Vec<_>>(), expected);
        assert!(found.iter().all(|row| row.1 % 3 != 0));
    };

    several_processes_may_number_at_once: async |store, place| {
        store.write(|tx| -> Result<()> {
            (0..300).try_for_each(|idea| tx.emit(&Voted { idea, by: None }))
        }).await.unwrap();
        let others = [Store::start(place.config.clone()).unwrap(), Store::start(place.config.clone()).unwrap()];
        let (a, b, c) = tokio::join!(
            async { number(&others[0], 200).await },
            async { number(&others[1], 200).await },
            async { number(&store, 200).await },
        );
        let expected = if place.config.is_postgres() { 300 } else { 0 };
        assert_eq!(a + b + c, expected);
        let found = positions(&store).await;
        assert_eq!(found, (0..300).map(|n| (Some(n + 1), n)).collect::<Vec<_>>(), "in the order of identifiers");
        for other in others {
            other.close().await;
        }
    };

    a_number_is_not_given_again_though_its_row_is_gone: async |store, _place| {
        let emit = || store.write(|tx| -> Result<()> { tx.emit(&Voted { idea: 1, by: None }) });
        emit().await.unwrap();
        emit().await.unwrap();
        number(&store, 10).await;
        store.write(|tx| -> Result<()> {
            sql!(tx.exec("INSERT INTO outbox_offsets (consumer, position) VALUES ('search', 2)"))?;
            sql!(tx.exec("DELETE FROM outbox"))?;
            Ok(())
        }).await.unwrap();
        emit().await.unwrap();
        number(&store, 10).await;
        assert_eq!(positions(&store).await, [(Some(3), 1)]);
    };

    rows_that_came_without_a_number_get_one: async |store, _place| {
        store.write(|tx| -> Result<u64> {
            sql!(tx.exec("INSERT INTO outbox (id, at, name, body) VALUES (9, 0, 'x', '{}'), (8, 0, 'x', '{}')"))
        }).await.unwrap();
        assert_eq!(number(&store, 1).await, 1);
        assert_eq!(number(&store, 5).await, 1);
        assert_eq!(number(&store, 5).await, 0);
        let ids = store.read(|tx| -> Result<Vec<i64>> { sql!(tx.all::<i64>("SELECT id FROM outbox ORDER BY position LIMIT 9")) });
        assert_eq!(ids.await, Ok(vec![8, 9]));
    };

    a_waiting_job_with_the_same_key_is_not_queued_twice: async |store, place| {
        let mut signal = store.jobs_signal();
        let start = crate::place::START;
        store.write(move |tx| -> Result<()> {
            tx.enqueue_at(&SendDigest { to: 7 }, start + Span::hours(2))?;
            tx.enqueue_at(&SendDigest { to: 7 }, start + Span::hours(1))?;
            tx.enqueue_at(&SendDigest { to: 7 }, start + Span::hours(3))?;
            tx.enqueue(&SendDigest { to: 8 })
        }).await.unwrap();
        assert!(signal.has_changed().unwrap());
        signal.mark_unchanged();
        assert_eq!(place.look("SELECT COUNT(*) FROM jobs"), 2);
        assert_eq!(place.look("SELECT run_at FROM jobs WHERE key = 'mail.digest:7'"), (start + Span::hours(1)).as_micros());
    };

    what_is_undone_wakes_nobody: async |store, place| {
        let outbox = store.outbox_signal();
        let undone = store.write(|tx| -> Result<()> {
            tx.emit(&Voted { idea: 1, by: None })?;
            tx.enqueue(&SendDigest { to: 1 })?;
            Err(Error::NoRow)
        });
        assert_eq!(undone.await, Err(Error::NoRow));
        assert!(!outbox.has_changed().unwrap() && !store.jobs_signal().has_changed().unwrap());
        assert_eq!(place.look("SELECT COUNT(*) FROM outbox"), 0);
        store.write(|tx| -> Result<()> { tx.emit(&Voted { idea: 1, by: None }) }).await.unwrap();
        assert!(outbox.has_changed().unwrap());
        assert_eq!(store.dialect() == Dialect::Postgres, place.config.is_postgres());
    };
}
