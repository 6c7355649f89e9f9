//! Races: what goes wrong without the two idioms, and does not go wrong with them.

use crate::on_both;
use std::sync::{
    Arc, Barrier,
    atomic::{AtomicU32, Ordering},
};
use store::{Dialect, Error, Result, Store, Tx, sql};

/// A small generator, so that every run sees the same requests.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides) as i64
    }
}

async fn ideas(store: &Store, count: i64) {
    store
        .write(move |tx| -> Result<()> {
            for id in 0..count {
                sql!(tx.exec("INSERT INTO ideas (id, title) VALUES ($1, $2)", id, id.to_string()))?;
                sql!(tx.exec("INSERT INTO rooms (id) VALUES ($1)", id))?;
            }
            Ok(())
        })
        .await
        .expect("ideas and rooms");
}

/// Runs `each` for the numbers up to `count` from 16 callers at once; the answers in no order.
async fn from_many<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    count: u32,
    each: impl Fn(u32) -> F + Clone + Send + 'static,
) -> Vec<T> {
    let next = Arc::new(AtomicU32::new(0));
    let callers: Vec<_> = (0..16)
        .map(|_| {
            let (next, each) = (next.clone(), each.clone());
            tokio::task::spawn(async move {
                let mut answers = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    if number >= count {
                        return answers;
                    }
                    answers.push(each(number).await);
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for caller in callers {
        all.extend(caller.await.expect("a caller"));
    }
    all
}

/// The upsert keeps the weight from before, so that it can return the difference.
fn vote(tx: &mut Tx<'_>, idea: i64, person: i64, weight: i64) -> Result<i64> {
    let change = sql!(tx.one::<i64>(
        "INSERT INTO votes (idea, person, weight) VALUES ($1, $2, $3)
         ON CONFLICT (idea, person) DO UPDATE SET before = votes.weight, weight = excluded.weight
         RETURNING weight - before",
        idea,
        person,
        weight
    ))?;
    sql!(tx.exec("UPDATE ideas SET score = score + $2 WHERE id = $1", idea, change))?;
    Ok(change)
}

/// Touches the room first, so that two who want it stand in line, then looks whether it is free and takes it at once.
fn book(tx: &mut Tx<'_>, room: i64, starts: i64, ends: i64) -> Result<bool> {
    sql!(tx.exec("UPDATE rooms SET rev = rev + 1 WHERE id = $1", room))?;
    let id = tx.fresh::<()>();
    let booked = sql!(tx.exec(
        "INSERT INTO bookings (id, room, starts, ends)
         SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT)
         WHERE NOT EXISTS (SELECT 1 FROM bookings WHERE room = $2 AND starts < $4 AND ends > $3)",
        id,
        room,
        starts,
        ends
    ))?;
    Ok(booked == 1)
}

on_both! {
    counters_equal_the_ballots_however_many_vote_and_change_their_mind: async |store, place| {
        ideas(&store, 5).await;
        let voting = store.clone();
        let answers = from_many(1500, move |number| {
            let store = voting.clone();
            let mut dice = Dice(u64::from(number));
            let (idea, person, weight) = (dice.roll(5), dice.roll(20), dice.roll(7) - 3);
            async move { store.write(move |tx| vote(tx, idea, person, weight)).await }
        });
        for answer in answers.await {
            answer.expect("a vote");
        }
        let drift = "SELECT CAST(COALESCE(SUM(ABS(drift)), 0) AS BIGINT) FROM (
            SELECT score - (SELECT COALESCE(SUM(weight), 0) FROM votes WHERE idea = ideas.id) AS drift FROM ideas) AS d";
        assert_eq!(place.look(drift), 0);
        assert_eq!(place.look("SELECT COUNT(*) FROM votes"), 100);
    };

    three_thousand_overlapping_bookings_never_double: async |store, place| {
        ideas(&store, 3).await;
        let booking = store.clone();
        let answers = from_many(3000, move |number| {
            let store = booking.clone();
            let mut dice = Dice(u64::from(number));
            let (room, starts, length) = (dice.roll(3), dice.roll(5000), 1 + dice.roll(8));
            async move { store.write(move |tx| book(tx, room, starts, starts + length)).await }
        });
        let booked = answers.await.into_iter().filter(|answer| *answer.as_ref().expect("an answer")).count();
        let overlaps = "SELECT COUNT(*) FROM bookings AS a JOIN bookings AS b
            ON a.room = b.room AND a.id < b.id AND a.starts < b.ends AND b.starts < a.ends";
        assert_eq!(place.look(overlaps), 0);
        assert_eq!(place.look("SELECT COUNT(*) FROM bookings"), booked as i64);
        assert!(booked > 500, "{booked} of 3000 found a place");
    };

    reading_then_deciding_loses_nothing_once_the_row_is_held: async |store, place| {
        ideas(&store, 1).await;
        let holding = store.clone();
        let answers = from_many(200, move |_| {
            let store = holding.clone();
            async move {
                store.write(|tx| -> Result<()> {
                    let score = sql!(tx.one::<i64>("SELECT score FROM ideas WHERE id = 0 {held}"))?;
                    sql!(tx.send("UPDATE ideas SET score = $1 WHERE id = 0", score + 1))
                }).await
            }
        });
        for answer in answers.await {
            answer.expect("a step");
        }
        assert_eq!(place.look("SELECT score FROM ideas"), 200);
    };

    reading_then_deciding_without_the_touch_doubles_on_postgresql_alone: async |store, place| {
        ideas(&store, 1).await;
        // Both look before either writes, wherever two can be inside at once. The wait ends by itself where they cannot.
        let both_looked = Arc::new(Barrier::new(2));
        let concurrent = place.config.is_postgres();
        let careless = |person: i64| {
            let (store, both_looked) = (store.clone(), both_looked.clone());
            async move {
                store.write(move |tx| -> Result<()> {
                    let score = sql!(tx.one::<i64>("SELECT score FROM ideas WHERE id = 0"))?;
                    if concurrent {
                        both_looked.wait();
                    }
                    sql!(tx.exec("UPDATE ideas SET score = $1 WHERE id = 0", score + person))?;
                    Ok(())
                }).await
            }
        };
        let (a, b) = tokio::join!(careless(1), careless(1));
        assert_eq!((a, b), (Ok(()), Ok(())));
        let expected = if concurrent { 1 } else { 2 };
        assert_eq!(place.look("SELECT score FROM ideas"), expected, "this is why house rules forbid it");
    };

    a_deadlock_is_tried_again_until_both_are_done: async |store, place| {
        ideas(&store, 2).await;
        let concurrent = place.config.is_postgres();
        let both_hold_one = Arc::new(Barrier::new(2));
        let runs = Arc::new(AtomicU32::new(0));
        let crossing = |first: i64, second: i64| {
            let (store, both_hold_one, runs) = (store.clone(), both_hold_one.clone(), runs.clone());
            let mut met = false;
            async move {
                store.write(move |tx| -> Result<()> {
                    runs.fetch_add(1, Ordering::SeqCst);
                    sql!(tx.exec("UPDATE ideas SET score = score + 1 WHERE id = $1", first))?;
                    if concurrent && !met {
                        met = true;
                        both_hold_one.wait();
                    }
                    sql!(tx.exec("UPDATE ideas SET score = score + 1 WHERE id = $1", second))?;
                    Ok(())
                }).await
            }
        };
        let (a, b) = tokio::join!(crossing(0, 1), crossing(1, 0));
        assert_eq!((a, b), (Ok(()), Ok(())));
        assert_eq!(place.look("SELECT CAST(SUM(score) AS BIGINT) FROM ideas"), 4, "each once, though one ran twice");
        assert_eq!(runs.load(Ordering::SeqCst), if concurrent { 3 } else { 2 });
    };

    a_conflict_is_tried_five_times_and_no_more: async |store, place| {
        let runs = Arc::new(AtomicU32::new(0));
        let counted = runs.clone();
        if store.dialect() == Dialect::Postgres {
            let conflict: Result<()> = store.write(move |tx| {
                counted.fetch_add(1, Ordering::SeqCst);
                static RAISES: store::Statement = store::Statement::new(
                    "DO $$ BEGIN RAISE EXCEPTION 'in each other''s way' USING ERRCODE = '40001'; END $$", file!(), line!()
                );
                tx.exec(&RAISES, &[]).map(drop)
            }).await;
            assert_eq!(conflict, Err(Error::Conflict));
            assert_eq!(runs.load(Ordering::SeqCst), place.config.attempts);
        } else {
            // SQLite's one writer conflicts with other processes alone: it waits for them, then says so.
            let mut config = place.config.clone();
            config.deadline = std::time::Duration::from_millis(50);
            let impatient = Store::start(config).unwrap();
            let store::Target::Sqlite(file) = &place.config.target else { panic!("SQLite") };
            let other = rusqlite::Connection::open(file).unwrap();
            other.execute_batch("BEGIN IMMEDIATE").unwrap();
            let blocked = impatient.write(|tx| sql!(tx.exec("INSERT INTO rooms (id) VALUES (1)"))).await;
            assert_eq!(blocked, Err(Error::Conflict));
            other.execute_batch("ROLLBACK").unwrap();
            assert_eq!(impatient.write(|tx| sql!(tx.exec("INSERT INTO rooms (id) VALUES (1)"))).await, Ok::<_, Error>(1));
            impatient.close().await;
        }
    };
}
