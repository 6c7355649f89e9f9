//! One transaction: kept or undone as a whole, alike on both engines.

use crate::on_both;
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};
use store::{Constraint, Error, Id, List, Result, Store, Tx, Value, sql};

async fn idea(store: &Store, title: &'static str) -> Result<i64> {
    store.write(move |tx| insert(tx, title)).await
}

fn insert(tx: &mut Tx<'_>, title: &str) -> Result<i64> {
    let id = tx.fresh::<()>();
    sql!(tx.exec("INSERT INTO ideas (id, title) VALUES ($1, $2)", id, title))?;
    Ok(id.raw())
}

async fn titles(store: &Store) -> Vec<String> {
    let all = |tx: &mut Tx<'_>| sql!(tx.all::<String>("SELECT title FROM ideas ORDER BY title LIMIT 1000"));
    store.read(all).await.expect("titles")
}

/// Keeps the one writer busy until what it answers is dropped.
async fn occupy(store: &Store) -> std::sync::mpsc::Sender<()> {
    let (hold, held) = std::sync::mpsc::channel::<()>();
    let (begun, began) = tokio::sync::oneshot::channel();
    let (store, mut begun) = (store.clone(), Some(begun));
    tokio::task::spawn(async move {
        let busy = store.write(move |_| -> Result<()> {
            begun.take().map(|begun| begun.send(()));
            let _ = held.recv();
            Ok(())
        });
        busy.await.expect("nothing is wrong with it");
    });
    began.await.expect("it began");
    hold
}

on_both! {
    what_was_acknowledged_is_read_at_once: async |store, _place| {
        for title in ["a", "b", "c"] {
            idea(&store, title).await.unwrap();
            assert!(titles(&store).await.contains(&title.to_owned()));
        }
    };

    a_panic_fails_its_own_request_and_nothing_else: async |store, _place| {
        let before = idea(&store, "before");
        let panics = store.write(|tx| -> Result<()> {
            insert(tx, "lost")?;
            panic!("the roof fell in")
        });
        let after = idea(&store, "after");
        let (before, panicked, after) = tokio::join!(before, panics, after);
        assert_eq!(panicked, Err(Error::Panicked("the roof fell in".to_owned())));
        assert!(before.is_ok() && after.is_ok());
        assert_eq!(titles(&store).await, ["after", "before"]);
    };

    whoever_is_refused_late_takes_nothing_of_the_others_along: async |_store, place| {
        let mut config = place.config.clone();
        config.writers = 1;
        let store = Store::start(config).unwrap();
        // Begun again when the fifth is refused; the next time SQLite is wary from the beginning.
        for again in [5, 0] {
            let occupied = occupy(&store).await;
            // Two of these are refused, one before and one after it changed something.
            let runs = Arc::new(AtomicU32::new(0));
            let mut waiting: Vec<_> = (0..6).map(|n| (n, runs.clone())).map(|(n, runs)| Box::pin(store.write(move |tx| -> Result<i64> {
                runs.fetch_add(1, Ordering::SeqCst);
                if n == 2 {
                    return Err(Error::NoRow);
                }
                insert(tx, &format!("{n}"))?;
                if n == 4 { Err(Error::Closed) } else { sql!(tx.one("SELECT COUNT(*) FROM ideas")) }
            }))).collect();
            for request in &mut waiting {
                assert!(futures_poll(request.as_mut()).await.is_pending());
            }
            drop(occupied);
            let mut answers = Vec::new();
            for request in waiting {
                answers.push(request.await);
            }
            assert_eq!(answers, [Ok(1), Ok(2), Err(Error::NoRow), Ok(3), Err(Error::Closed), Ok(4)]);
            assert_eq!(titles(&store).await, ["0", "1", "3", "5"]);
            let again = if place.config.is_postgres() { 0 } else { again };
            assert_eq!(runs.load(Ordering::SeqCst), 6 + again);
            store.write(|tx| -> Result<u64> { sql!(tx.exec("DELETE FROM ideas")) }).await.unwrap();
        }
        store.close().await;
    };

    an_answer_that_panics_when_it_is_dropped_does_not_stop_the_store: async |store, _place| {
        struct Fragile(bool);
        impl Drop for Fragile {
            fn drop(&mut self) {
                assert!(!self.0, "dropped");
            }
        }
        let refused = store.write(|tx| -> Result<Fragile> {
            let _ = sql!(tx.exec("INSERT INTO ideas (id, title) VALUES (1, '')"));
            Ok(Fragile(true))
        });
        assert!(refused.await.is_err());
        idea(&store, "still there").await.unwrap();
    };

    an_error_undoes_the_whole_request: async |store, _place| {
        let refused = store.write(|tx| -> Result<()> {
            insert(tx, "half")?;
            Err(Error::NoRow)
        });
        assert_eq!(refused.await, Err(Error::NoRow));
        assert!(titles(&store).await.is_empty());
    };

    a_transaction_that_goes_on_after_an_error_is_undone: async |store, _place| {
        let swallowed = store.write(|tx| -> Result<u64> {
            insert(tx, "first")?;
            let broken = sql!(tx.exec("INSERT INTO ideas (id, title) VALUES (1, '')"));
            assert!(matches!(&broken, Err(e) if e.broke("ideas_title_not_empty")), "{broken:?}");
            let next = sql!(tx.one::<i64>("SELECT COUNT(*) FROM ideas"));
            assert!(matches!(next, Err(Error::Poisoned(_))), "{next:?}");
            Ok(1)
        });
        assert!(matches!(swallowed.await, Err(Error::Poisoned(_))));
        assert!(titles(&store).await.is_empty());
    };

    what_is_sent_is_kept_with_the_rest_and_in_its_order: async |store, _place| {
        let counted = store.write(|tx| -> Result<i64> {
            for number in 0..40 {
                sql!(tx.send("INSERT INTO ideas (id, title) VALUES ($1, $2)", number, format!("{number:02}")))?;
            }
            let asked = sql!(tx.ask::<i64>("SELECT COUNT(*) FROM ideas"))?;
            sql!(tx.send("UPDATE ideas SET title = 'last' WHERE id = 39"))?;
            Ok(tx.answer(asked)?[0])
        });
        assert_eq!(counted.await, Ok(40));
        assert_eq!(titles(&store).await.last().map(String::as_str), Some("last"));
    };

    what_is_sent_and_refused_undoes_the_whole_request: async |store, _place| {
        let at_the_end = store.write(|tx| -> Result<()> {
            insert(tx, "half")?;
            sql!(tx.send("INSERT INTO ideas (id, title) VALUES (1, '')"))
        });
        assert!(matches!(at_the_end.await, Err(error) if error.broke("ideas_title_not_empty")));
        let before_more = store.write(|tx| -> Result<i64> {
            sql!(tx.send("INSERT INTO ideas (id, title) VALUES (1, '')"))?;
            sql!(tx.one("SELECT COUNT(*) FROM ideas"))
        });
        assert!(matches!(before_more.await, Err(error) if error.broke("ideas_title_not_empty")));
        assert!(titles(&store).await.is_empty());
        idea(&store, "still there").await.unwrap();
    };

    questions_are_answered_in_any_order: async |store, _place| {
        idea(&store, "a").await.unwrap();
        let answers = store.read(|tx| -> Result<(Vec<String>, Vec<i64>, i64)> {
            let titles = sql!(tx.ask("SELECT title FROM ideas ORDER BY title LIMIT 10"))?;
            let none = sql!(tx.ask("SELECT id FROM ideas WHERE title = $1", "none"))?;
            let count = sql!(tx.one("SELECT COUNT(*) FROM ideas"))?;
            let none = tx.answer(none)?;
            Ok((tx.answer(titles)?, none, count))
        });
        assert_eq!(answers.await, Ok((vec!["a".to_owned()], Vec::new(), 1)));
    };

    broken_promises_have_the_same_names: async |store, _place| {
        let id = idea(&store, "taken").await.unwrap();
        store.write(|tx| -> Result<u64> { sql!(tx.exec("INSERT INTO shelves (id, code) VALUES (1, 'x')")) }).await.unwrap();
        let broken = |kind, name: &str| Error::Broken { kind, name: name.to_owned() };
        assert_eq!(idea(&store, "taken").await, Err(broken(Constraint::Unique, "ideas_title")));
        assert_eq!(idea(&store, "taken").await, Err(broken(Constraint::Unique, "ideas_title")), "also from memory");
        assert_eq!(idea(&store, "").await, Err(broken(Constraint::Check, "ideas_title_not_empty")));
        let again = store.write(move |tx| sql!(tx.exec("INSERT INTO ideas (id, title) VALUES ($1, 'other')", id)));
        assert_eq!(again.await, Err(broken(Constraint::Unique, "ideas_pkey")));
        let null = store.write(|tx| sql!(tx.exec("INSERT INTO ideas (id, title) VALUES (1, NULL)")));
        assert_eq!(null.await, Err(broken(Constraint::NotNull, "ideas.title")));
        let code = store.write(|tx| sql!(tx.exec("INSERT INTO shelves (id, code) VALUES (2, 'x')")));
        assert_eq!(code.await, Err(broken(Constraint::Unique, "shelves_code_key")));
        let twice = store.write(move |tx| -> Result<u64> {
            sql!(tx.exec("INSERT INTO votes (idea, person, weight) VALUES ($1, 1, 1), ($1, 1, 1)", id))
        });
        assert_eq!(twice.await, Err(broken(Constraint::Unique, "votes_pkey")));
        let orphan = store.write(|tx| sql!(tx.exec("INSERT INTO votes (idea, person, weight) VALUES (404, 1, 1)")));
        let orphan: Result<u64> = orphan.await;
        assert!(matches!(orphan, Err(Error::Broken { kind: Constraint::ForeignKey, .. })), "{orphan:?}");
    };

    every_kind_of_value_reads_back_as_it_was_written: async |store, _place| {
        type Kinds = (Option<i64>, Option<bool>, Option<f64>, Option<String>, Option<serde_json::Value>, Option<Vec<u8>>);
        let rows: [Kinds; 3] = [
            (None, None, None, None, None, None),
            (Some(i64::MIN), Some(true), Some(0.1), Some("Łódź 🧵".into()), Some(serde_json::json!({"a": [1]})), Some(vec![0, 255])),
            (Some(i64::MAX), Some(false), Some(f64::MIN_POSITIVE), Some(String::new()), Some(serde_json::json!(null)), Some(vec![])),
        ];
        for (place, row) in rows.into_iter().enumerate() {
            let sent = row.clone();
            let id = place as i64;
            let read = store.write(move |tx| -> Result<Kinds> {
                let (whole, yes, share, words, shape, raw) = &sent;
                sql!(tx.exec(
                    "INSERT INTO everything (id, whole, yes, share, words, shape, raw) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                    id, whole, yes, share, words, shape, raw
                ))?;
                sql!(tx.one::<Kinds>("SELECT whole, yes, share, words, shape, raw FROM everything WHERE id = $1", id))
            });
            assert_eq!(read.await, Ok(row));
        }
    };

    text_keeps_all_but_the_null_character_and_numbers_all_but_nan: async |store, _place| {
        let kept = store.write(|tx| -> Result<(String, f64, i64)> {
            sql!(tx.exec("INSERT INTO everything (id, words, share) VALUES (1, $1, $2)", "be\0fore", -0.0))?;
            sql!(tx.one::<(String, f64, i64)>(
                "SELECT words, share, CAST(LENGTH(words) AS BIGINT) FROM everything WHERE words = $1", "b\0efore"
            ))
        });
        let (words, zero, length) = kept.await.unwrap();
        assert_eq!((words.as_str(), zero.to_bits(), length), ("before", 0.0_f64.to_bits(), 6));
        let nan = store.write(|tx| sql!(tx.exec("INSERT INTO everything (id, share) VALUES (2, $1)", f64::NAN)));
        let nan: Result<u64> = nan.await;
        assert!(matches!(&nan, Err(Error::Engine(why)) if why.contains("NaN") || why.contains("parameter")), "{nan:?}");
    };

    parameters_are_bound_by_their_number: async |store, _place| {
        let read = store.read(|tx| -> Result<(i64, i64, i64)> {
            sql!(tx.one::<(i64, i64, i64)>(
                "SELECT CAST($3 AS BIGINT), CAST($1 AS BIGINT), CAST($2 AS BIGINT) + CAST($3 AS BIGINT)", 1, 20, 300
            ))
        });
        assert_eq!(read.await, Ok((300, 1, 320)));
        let few = store.read(|tx| -> Result<i64> {
            static STATEMENT: store::Statement = store::Statement::new("SELECT CAST($1 AS BIGINT) + CAST($2 AS BIGINT)", "", 0);
            tx.one(&STATEMENT, &[Value::Int(1)])
        });
        assert!(matches!(few.await, Err(Error::Engine(_))));
    };

    a_list_of_identifiers_is_one_parameter: async |store, _place| {
        let mut ids: Vec<Id<()>> = Vec::new();
        for title in ["a", "b", "c"] {
            ids.push(Id::from_raw(idea(&store, title).await.unwrap()));
        }
        let found = store.read(move |tx| -> Result<Vec<String>> {
            sql!(tx.all::<String>("SELECT title FROM ideas WHERE id IN {list $1} ORDER BY title LIMIT 10", List(&ids[1..])))
        });
        assert_eq!(found.await, Ok(vec!["b".to_owned(), "c".to_owned()]));
        let none = store.read(|tx| -> Result<Vec<String>> {
            sql!(tx.all::<String>("SELECT title FROM ideas WHERE id IN {list $1} LIMIT 10", List::<()>(&[])))
        });
        assert_eq!(none.await, Ok(vec![]));
    };

    like_minds_case: async |store, _place| {
        idea(&store, "Wool").await.unwrap();
        let found = |pattern: &'static str| {
            let store = store.clone();
            async move { store.read(move |tx| sql!(tx.all::<String>("SELECT title FROM ideas WHERE title LIKE $1 LIMIT 9", pattern))).await }
        };
        assert_eq!(found("w%").await, Ok::<_, Error>(vec![]));
        assert_eq!(found("W%").await, Ok(vec!["Wool".to_owned()]));
    };

    exec_counts_rows_also_when_it_returns_some: async |store, _place| {
        idea(&store, "a").await.unwrap();
        idea(&store, "b").await.unwrap();
        let counts = store.write(|tx| -> Result<[u64; 3]> {
            Ok([
                sql!(tx.exec("UPDATE ideas SET score = 1 RETURNING id"))?,
                sql!(tx.exec("UPDATE ideas SET score = 2 WHERE title = 'a'"))?,
                sql!(tx.exec("DELETE FROM ideas WHERE title = 'z'"))?,
            ])
        });
        assert_eq!(counts.await, Ok([2, 1, 0]));
    };

    a_read_cannot_write: async |store, _place| {
        let exec = store.read(|tx| insert(tx, "x")).await;
        assert_eq!(exec, Err(Error::ReadOnly));
        let returning = store.read(|tx| -> Result<i64> {
            sql!(tx.one::<i64>("INSERT INTO ideas (id, title) VALUES (1, 'x') RETURNING id"))
        });
        assert_eq!(returning.await, Err(Error::ReadOnly));
        assert!(titles(&store).await.is_empty());
    };

    a_read_sees_one_state_from_its_first_look_on: async |store, place| {
        idea(&store, "a").await.unwrap();
        let place = place.clone();
        let counts = store.read(move |tx| -> Result<(i64, i64)> {
            let first = sql!(tx.one::<i64>("SELECT COUNT(*) FROM ideas"))?;
            place.aside("INSERT INTO ideas (id, title) VALUES (77, 'meanwhile')");
            Ok((first, sql!(tx.one::<i64>("SELECT COUNT(*) FROM ideas"))?))
        });
        assert_eq!(counts.await, Ok((1, 1)));
        assert_eq!(titles(&store).await.len(), 2);
    };

    the_instant_of_a_transaction_stands_still: async |store, place| {
        let hand = place.hand.clone();
        let seen = store.write(move |tx| -> Result<_> {
            let first = tx.now();
            hand.advance(store::Span::hours(1));
            Ok((first, tx.now(), tx.clock().now()))
        });
        let (first, second, clock) = seen.await.unwrap();
        assert_eq!((first, second), (crate::place::START, crate::place::START));
        assert_eq!(clock - first, store::Span::hours(1));
    };

    a_column_of_another_kind_is_an_error_in_words: async |store, _place| {
        let wrong = store.read(|tx| -> Result<bool> { sql!(tx.one::<bool>("SELECT 'x'")) }).await;
        assert!(matches!(wrong, Err(Error::Decode { column: 0, .. })), "{wrong:?}");
        let short = store.read(|tx| -> Result<(i64, i64)> { sql!(tx.one::<(i64, i64)>("SELECT COUNT(*) FROM ideas")) }).await;
        assert!(matches!(short, Err(Error::Decode { column: 1, .. })), "{short:?}");
        let none = store.read(|tx| -> Result<i64> { sql!(tx.one::<i64>("SELECT id FROM ideas WHERE id = 0")) }).await;
        assert_eq!(none, Err(Error::NoRow));
    };

    a_closed_store_answers_what_waits_and_refuses_the_rest: async |store, _place| {
        let waiting: Vec<_> = (0..50).map(|n| {
            let store = store.clone();
            tokio::task::spawn(async move {
                store.write(move |tx| insert(tx, &format!("waiting {n}"))).await
            })
        }).collect();
        idea(&store, "one of them").await.unwrap();
        store.close().await;
        let mut kept = 0;
        for answer in waiting {
            match answer.await.unwrap() {
                Ok(_) => kept += 1,
                Err(error) => assert_eq!(error, Error::Closed),
            }
        }
        assert_eq!(idea(&store, "late").await, Err(Error::Closed));
        assert_eq!(_place.look("SELECT COUNT(*) FROM ideas"), kept + 1);
    };

    whoever_waits_too_long_is_refused_and_nothing_is_done: async |_store, place| {
        let mut config = place.config.clone();
        (config.queue, config.writers, config.batch) = (2, 1, 1);
        let store = Store::start(config).unwrap();
        let occupied = occupy(&store).await;
        let mut waiting: Vec<_> = ["a", "b", "c"].map(|title| Box::pin(idea(&store, title))).into();
        let mut refused = 0;
        for request in &mut waiting {
            if let std::task::Poll::Ready(answer) = futures_poll(request.as_mut()).await {
                assert!(matches!(answer, Err(Error::Busy { .. })), "{answer:?}");
                refused += 1;
            }
        }
        assert_eq!(refused, 1, "two may wait");
        drop(occupied);
        for request in waiting.drain(..2) {
            request.await.unwrap();
        }
        assert_eq!(titles(&store).await, ["a", "b"]);
        store.close().await;
    };

    a_request_whose_caller_went_away_before_its_turn_is_not_begun: async |_store, place| {
        let mut config = place.config.clone();
        (config.writers, config.batch) = (1, 1);
        let store = Store::start(config).unwrap();
        let occupied = occupy(&store).await;
        let mut gone = Box::pin(idea(&store, "nobody waits for this"));
        assert!(futures_poll(gone.as_mut()).await.is_pending());
        drop(gone);
        let mut waiting = Box::pin(idea(&store, "somebody waits for this"));
        assert!(futures_poll(waiting.as_mut()).await.is_pending());
        drop(occupied);
        waiting.await.unwrap();
        assert_eq!(titles(&store).await, ["somebody waits for this"]);
        store.close().await;
    };

    what_happens_is_measured: async |_store, place| {
        let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
        let told = recorder.handle();
        let mut config = place.config.clone();
        config.queue = 1;
        let store = metrics::with_local_recorder(&recorder, || Store::start(config).unwrap());
        idea(&store, "kept").await.unwrap();
        assert!(idea(&store, "").await.is_err());
        titles(&store).await;
        store.close().await;
        let text = told.render();
        let engine = if place.config.is_postgres() { "postgres" } else { "sqlite" };
        for (name, value) in [
            (format!("store_transactions_total{{engine=\"{engine}\",kind=\"write\",outcome=\"kept\"}}"), Some(1)),
            (format!("store_transactions_total{{engine=\"{engine}\",kind=\"write\",outcome=\"undone\"}}"), Some(1)),
            (format!("store_transactions_total{{engine=\"{engine}\",kind=\"read\",outcome=\"kept\"}}"), Some(1)),
            (format!("store_refused_total{{engine=\"{engine}\",kind=\"write\",why=\"queue_full\"}}"), Some(0)),
            (format!("store_retries_total{{engine=\"{engine}\",kind=\"write\"}}"), Some(0)),
            (format!("store_commit_seconds_count{{engine=\"{engine}\"}}"), Some(1)),
            (format!("store_batch_requests_count{{engine=\"{engine}\"}}"), Some(1)),
            (format!("store_queue_seconds_count{{engine=\"{engine}\",kind=\"write\"}}"), Some(2)),
            (format!("store_queue_requests{{engine=\"{engine}\",kind=\"read\"}}"), None),
        ] {
            let line = text.lines().find(|line| line.starts_with(&name));
            let line = line.unwrap_or_else(|| panic!("{name} is missing:\n{text}"));
            assert!(value.is_none_or(|value| line.ends_with(&format!(" {value}"))), "{line}");
        }
    };

    a_request_older_than_its_patience_is_refused: async |_store, place| {
        let mut config = place.config.clone();
        config.patience = std::time::Duration::ZERO;
        let store = Store::start(config).unwrap();
        assert!(matches!(idea(&store, "late").await, Err(Error::Busy { .. })));
        assert_eq!(place.look("SELECT COUNT(*) FROM ideas"), 0);
        store.close().await;
    };

    a_statement_past_its_deadline_fails_alone: async |_store, place| {
        let mut config = place.config.clone();
        config.deadline = std::time::Duration::from_millis(300);
        let store = Store::start(config).unwrap();
        let endless = store.write(|tx| -> Result<i64> {
            insert(tx, "with the endless one")?;
            sql!(tx.one::<i64>(
                "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000)
                 INSERT INTO rooms (id) SELECT SUM(i) FROM n RETURNING id"
            ))
        });
        let others = async {
            for title in ["a", "b", "c"] {
                idea(&store, title).await.unwrap();
            }
        };
        let (endless, ()) = tokio::join!(endless, others);
        assert_eq!(endless, Err(Error::Deadline));
        assert_eq!(titles(&store).await, ["a", "b", "c"]);
        let reading = store.read(|tx| -> Result<i64> {
            sql!(tx.one::<i64>(
                "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000)
                 SELECT COUNT(*) FROM n"
            ))
        });
        assert_eq!(reading.await, Err(Error::Deadline));
        assert_eq!(titles(&store).await.len(), 3);
        store.close().await;
    };
}

/// Polls once.
async fn futures_poll<F: Future + Unpin>(mut future: F) -> std::task::Poll<F::Output> {
    std::future::poll_fn(|cx| std::task::Poll::Ready(std::pin::Pin::new(&mut future).poll(cx))).await
}
