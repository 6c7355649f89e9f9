//! Work after the commit: done, tried again, given up, and never lost.

mod harness;

use act::{Refusal, sql};
use events::{
    BoxFuture, Engine, JobFault, LEASE, MAX_ATTEMPTS, Outside, React, Reaction, Recurring, Work, Worker,
    failed_jobs, job,
};
use futures_util::FutureExt;
use harness::{Place, START, Voted, on_both, until, vote};
use std::{
    collections::HashMap,
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};
use store::{Job, Span, Store, Timestamp, Tx};
use tokio::sync::{Notify, watch};

#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Count {
    about: i64,
    key: Option<String>,
}
impl Job for Count {
    const NAME: &'static str = "tests.count";
    fn key(&self) -> Option<String> {
        self.key.clone()
    }
}

#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Fetch {
    about: i64,
    key: Option<String>,
}
impl Job for Fetch {
    const NAME: &'static str = "tests.fetch";
    fn key(&self) -> Option<String> {
        self.key.clone()
    }
}

fn add(tx: &mut Tx<'_>, about: i64) -> store::Result<()> {
    sql!(tx.exec(
        "INSERT INTO tally (id, about, count) VALUES ($1, $1, 1) ON CONFLICT (id) DO UPDATE SET count = tally.count + 1",
        about
    ))
    .map(drop)
}

async fn tally(store: &Store, about: i64) -> i64 {
    let count = store.read(move |tx| {
        sql!(tx.one::<i64>("SELECT COALESCE(MAX(count), 0) FROM tally WHERE id = $1", about))
    });
    count.await.expect("the database answers")
}

async fn jobs(store: &Store) -> i64 {
    store
        .read(|tx| sql!(tx.one::<i64>("SELECT COUNT(*) FROM jobs WHERE failed_at IS NULL")))
        .await
        .expect("the database answers")
}

async fn broken(store: &Store, is: bool) {
    let change = store.write(move |tx| match is {
        true => sql!(tx.exec("INSERT INTO faults (name) VALUES ('broken')")),
        false => sql!(tx.exec("DELETE FROM faults")),
    });
    change.await.expect("the database answers");
}

fn is_broken(tx: &mut Tx<'_>) -> store::Result<bool> {
    Ok(sql!(tx.one::<i64>("SELECT COUNT(*) FROM faults"))? > 0)
}

/// Rows: counts, then fails while things are broken; about 404 it is refused for good.
const COUNT: Worker = Worker {
    job: Count::NAME,
    run: Work::Rows(|tx, body| {
        let count: Count = job(body)?;
        add(tx, count.about)?;
        match count.about {
            404 => Err(Refusal::not_found().into()),
            _ if is_broken(tx)? => Err(Refusal::new(503, "tests-broken").retry_after(1).into()),
            _ => Ok(()),
        }
    }),
};

/// Outside: counts in a transaction of its own, then fails while things are broken.
const FETCH: Worker = Worker { job: Fetch::NAME, run: Work::Outside(fetch) };

fn fetch(outside: Outside, body: serde_json::Value) -> BoxFuture<'static, Result<(), JobFault>> {
    Box::pin(async move {
        let fetch: Fetch = job(body)?;
        let about = fetch.about;
        let fails = outside
            .store
            .write(move |tx| {
                add(tx, about)?;
                is_broken(tx)
            })
            .await?;
        match about {
            404 => Err(JobFault::Never("there is no such page".to_owned())),
            13 => panic!("a job that panics"),
            _ if fails => Err(JobFault::Later("the other side is away".to_owned())),
            _ => Ok(()),
        }
    })
}

fn with(place: &Place, workers: &[Worker]) -> Engine {
    Engine { workers: workers.to_vec(), ..place.engine() }
}

async fn ask<J: Job + Send + 'static>(store: &Store, job: J) {
    store.write(move |tx| tx.enqueue(&job)).await.expect("the database answers");
}

#[test]
fn a_job_of_rows_leaves_no_trace_when_it_fails_and_is_done_once_when_it_succeeds() {
    on_both(|place| async move {
        let engine = with(&place, &[COUNT]);
        broken(&engine.store, true).await;
        ask(&engine.store, Count { about: 1, key: None }).await;
        assert_eq!(engine.settle().await.unwrap().troubles.len(), 1);
        assert_eq!((tally(&engine.store, 1).await, jobs(&engine.store).await), (0, 1));
        broken(&engine.store, false).await;
        assert_eq!(engine.settle().await.unwrap().jobs, 0, "not before its time");
        place.hand.advance(Span::minutes(1));
        assert_eq!(engine.settle().await.unwrap().jobs, 1);
        assert_eq!((tally(&engine.store, 1).await, jobs(&engine.store).await), (1, 0));
    });
}

#[test]
fn what_cannot_succeed_is_given_up_at_once_and_can_be_tried_again_or_forgotten() {
    on_both(|place| async move {
        let engine = with(&place, &[COUNT, FETCH]);
        ask(&engine.store, Count { about: 404, key: Some("a".to_owned()) }).await;
        ask(&engine.store, Fetch { about: 404, key: Some("a".to_owned()) }).await;
        engine
            .store
            .write(|tx| {
                sql!(tx.exec("INSERT INTO jobs (id, name, body, run_at) VALUES (5, 'tests.count', '{}', 0)"))
            })
            .await
            .unwrap();
        engine.settle().await.unwrap();
        // What cannot be read may be readable to the next version, so it is tried like any fault.
        assert_eq!(jobs(&engine.store).await, 1);
        let failed = engine.store.read(|tx| failed_jobs(tx, None, 10)).await.unwrap();
        assert_eq!(
            failed.iter().map(|f| (f.name.as_str(), f.attempts)).collect::<Vec<_>>(),
            [(Fetch::NAME, 1), (Count::NAME, 1)]
        );
        assert_eq!(failed[0].last_error.as_deref(), Some("there is no such page"));
        assert_eq!(failed[0].failed_at, START);
        let (again, gone) = (failed[0].id, failed[1].id);
        assert!(engine.store.write(move |tx| events::retry_job(tx, again)).await.unwrap());
        assert!(engine.store.write(move |tx| events::forget_job(tx, gone)).await.unwrap());
        assert!(
            !engine.store.write(move |tx| events::forget_job(tx, again)).await.unwrap(),
            "it is not given up now"
        );
        engine.settle().await.unwrap();
        assert_eq!(tally(&engine.store, 404).await, 2, "the job outside ran twice, the other left no trace");
        assert_eq!(engine.store.read(|tx| failed_jobs(tx, None, 10)).await.unwrap().len(), 1);
    });
}

#[test]
fn a_job_is_tried_sixteen_times_with_growing_waits_and_then_kept_for_people() {
    on_both(|place| async move {
        let engine = with(&place, &[COUNT, FETCH]);
        broken(&engine.store, true).await;
        ask(&engine.store, Count { about: 1, key: None }).await;
        ask(&engine.store, Fetch { about: 2, key: None }).await;
        for _ in 0..MAX_ATTEMPTS + 3 {
            engine.settle().await.unwrap();
            place.hand.advance(Span::hours(8));
        }
        assert_eq!((tally(&engine.store, 1).await, tally(&engine.store, 2).await), (0, MAX_ATTEMPTS));
        let failed = engine.store.read(|tx| failed_jobs(tx, None, 10)).await.unwrap();
        assert!(failed.iter().all(|f| f.attempts == MAX_ATTEMPTS) && failed.len() == 2, "{failed:?}");
        assert_eq!(jobs(&engine.store).await, 0);
    });
}

#[test]
fn what_is_asked_for_while_the_same_job_runs_or_rests_is_neither_lost_nor_doubled() {
    on_both(|place| async move {
        let engine = with(&place, &[FETCH]);
        let key = || Some("page".to_owned());
        broken(&engine.store, true).await;
        ask(&engine.store, Fetch { about: 1, key: key() }).await;
        ask(&engine.store, Fetch { about: 2, key: key() }).await;
        assert_eq!(jobs(&engine.store).await, 1, "the same while it waits is one");
        engine.settle().await.unwrap();
        assert_eq!(
            (tally(&engine.store, 1).await, tally(&engine.store, 2).await),
            (0, 1),
            "the newer body counts"
        );
        ask(&engine.store, Fetch { about: 3, key: key() }).await;
        assert_eq!(jobs(&engine.store).await, 1, "the same while it rests is one");
        broken(&engine.store, false).await;
        assert_eq!(engine.settle().await.unwrap().jobs, 1, "asking again ends the rest");
        assert_eq!(tally(&engine.store, 3).await, 1);
    });
}

/// Where a held job says that it is inside, and where it is let out.
#[derive(Default)]
struct Gate {
    inside: Notify,
    open: Notify,
}

/// The gate of the job about this thing.
fn gate(about: i64) -> Arc<Gate> {
    static GATES: LazyLock<Mutex<HashMap<i64, Arc<Gate>>>> = LazyLock::new(Mutex::default);
    GATES.lock().expect("a gate").entry(about).or_default().clone()
}

/// A thing that no other story is about.
fn thing() -> i64 {
    static LAST: AtomicI64 = AtomicI64::new(1_000_000);
    LAST.fetch_add(1, Ordering::SeqCst)
}

/// Goes in, and comes out when it is let out.
const HELD: Worker = Worker {
    job: Fetch::NAME,
    run: Work::Outside(|outside, body| {
        Box::pin(async move {
            let about = job::<Fetch>(body)?.about;
            gate(about).inside.notify_one();
            gate(about).open.notified().await;
            outside.store.write(move |tx| add(tx, about)).await?;
            Ok(())
        })
    }),
};

#[test]
fn a_job_whose_process_was_killed_is_done_once_more_when_its_lease_is_over() {
    on_both(|place| async move {
        let engine = with(&place, &[HELD]);
        let (killed, store, held) = (engine.store.clone(), place.open(), thing());
        ask(&killed, Fetch { about: held, key: Some("k".to_owned()) }).await;
        {
            // Dropping the future is what a kill leaves behind: a lease and nothing else.
            let (running, gate) = (engine.run(std::future::pending()), gate(held));
            let inside = gate.inside.notified();
            tokio::pin!(running);
            tokio::select! {
                () = &mut running => unreachable!("it was not told to stop"),
                () = inside => {}
            }
        }
        let heir = with(&place, &[FETCH]);
        assert_eq!(heir.settle().await.unwrap().jobs, 0, "the lease is respected");
        ask(&store, Fetch { about: 2, key: Some("k".to_owned()) }).await;
        assert_eq!(
            heir.settle().await.unwrap().jobs,
            1,
            "what was asked for meanwhile does not wait for the lease"
        );
        place.hand.advance(LEASE);
        assert_eq!(heir.settle().await.unwrap().jobs, 1);
        place.hand.advance(LEASE);
        assert_eq!(heir.settle().await.unwrap().jobs, 0);
        assert_eq!((tally(&store, held).await, tally(&store, 2).await, jobs(&store).await), (1, 1, 0));
    });
}

#[test]
fn a_stop_lets_the_running_job_finish_and_takes_nothing_new() {
    on_both(|place| async move {
        let engine = with(&place, &[HELD]);
        let (store, stop, held) = (place.open(), watch::Sender::new(false), thing());
        ask(&engine.store, Fetch { about: held, key: None }).await;
        let mut stopped = stop.subscribe();
        let running = engine.run(async move {
            let _ = stopped.wait_for(|stop| *stop).await;
        });
        let around = async {
            gate(held).inside.notified().await;
            stop.send_replace(true);
            ask(&store, Fetch { about: 2, key: None }).await;
            gate(held).open.notify_one();
        };
        tokio::join!(running, around);
        assert_eq!((tally(&store, held).await, tally(&store, 2).await, jobs(&store).await), (1, 0, 1));
    });
}

#[test]
fn a_clock_that_leaps_does_not_make_a_process_take_its_own_running_job_again() {
    on_both(|place| async move {
        let engine = with(&place, &[HELD, COUNT]);
        let (store, stop, held) = (engine.store.clone(), watch::Sender::new(false), thing());
        ask(&store, Fetch { about: held, key: None }).await;
        let mut stopped = stop.subscribe();
        let running = engine.run(async move {
            let _ = stopped.wait_for(|stop| *stop).await;
        });
        let around = async {
            gate(held).inside.notified().await;
            place.hand.advance(LEASE);
            ask(&store, Count { about: 1, key: None }).await;
            until(|| async { tally(&store, 1).await == 1 }).await;
            ask(&store, Count { about: 1, key: None }).await;
            until(|| async { tally(&store, 1).await == 2 }).await;
            assert!(gate(held).inside.notified().now_or_never().is_none(), "it was taken again");
            gate(held).open.notify_one();
            until(|| async { jobs(&store).await == 0 }).await;
            stop.send_replace(true);
        };
        tokio::join!(running, around);
        assert_eq!(tally(&store, held).await, 1);
    });
}

#[test]
fn a_job_that_panics_is_tried_again_and_its_neighbours_go_on() {
    on_both(|place| async move {
        let engine = with(&place, &[FETCH]);
        ask(&engine.store, Fetch { about: 13, key: None }).await;
        ask(&engine.store, Fetch { about: 14, key: None }).await;
        let settled = engine.settle().await.unwrap();
        assert_eq!((settled.jobs, settled.troubles[0].error.as_str()), (1, "panic: a job that panics"));
        assert_eq!(jobs(&engine.store).await, 1);
    });
}

#[test]
fn eight_processes_over_one_database_do_each_job_once() {
    on_both(|place| async move {
        let stop = watch::Sender::new(false);
        let store = place.open();
        for about in 0..120 {
            ask(&store, Count { about, key: None }).await;
            ask(&store, Fetch { about: 1_000 + about, key: None }).await;
        }
        let mut engines = Vec::new();
        for _ in 0..8 {
            let engine = Engine { recurring: vec![MINUTELY], ..with(&place, &[COUNT, FETCH]) };
            let mut stopped = stop.subscribe();
            #[expect(
                clippy::disallowed_methods,
                reason = "the processes of this test run beside each other"
            )]
            engines.push(tokio::spawn(engine.run(async move {
                let _ = stopped.wait_for(|stop| *stop).await;
            })));
        }
        until(|| async { jobs(&store).await == 0 && tally(&store, MINUTES).await > 0 }).await;
        stop.send_replace(true);
        for engine in engines {
            engine.await.unwrap();
        }
        let uneven = store
            .read(|tx| sql!(tx.all::<i64>("SELECT id FROM tally WHERE count <> 1 LIMIT 10")))
            .await
            .unwrap();
        let all = store.read(|tx| sql!(tx.one::<i64>("SELECT COUNT(*) FROM tally"))).await.unwrap();
        assert_eq!((uneven, all), (vec![], 241));
    });
}

/// Where minutely work is counted.
const MINUTES: i64 = 60_000;
const MINUTELY: Recurring = Recurring {
    name: "tests.minutely",
    every: Span::minutes(1),
    run: |tx| {
        add(tx, MINUTES)?;
        if is_broken(tx)? {
            return Err(Refusal::new(503, "tests-broken").into());
        }
        Ok(())
    },
};

#[test]
fn recurring_work_keeps_its_rhythm_makes_up_once_for_missed_turns_and_is_tried_again_when_it_fails() {
    on_both(|place| async move {
        let engine = Engine { recurring: vec![MINUTELY], ..place.engine() };
        let at = |seconds| START + Span::seconds(seconds);
        let due = || async {
            let all = engine.store.read(|tx| events::rhythms(tx, 10)).await.unwrap();
            all.into_iter().find(|r| r.name == "tests.minutely").unwrap()
        };
        let done = |n: i64| {
            let store = &engine.store;
            async move { assert_eq!(tally(store, MINUTES).await, n) }
        };
        engine.settle().await.unwrap();
        done(1).await;
        engine.settle().await.unwrap();
        done(1).await;
        place.hand.set(at(605));
        engine.settle().await.unwrap();
        done(2).await;
        assert_eq!(due().await.due_at, at(660));
        broken(&engine.store, true).await;
        place.hand.set(at(660));
        assert_eq!(engine.settle().await.unwrap().troubles.len(), 1);
        let put_off = due().await;
        assert!(
            put_off.attempts == 1 && put_off.due_at > at(660) && put_off.due_at <= at(673),
            "{put_off:?}"
        );
        broken(&engine.store, false).await;
        place.hand.set(put_off.due_at);
        engine.settle().await.unwrap();
        done(3).await;
        assert_eq!((due().await.attempts, due().await.last_error), (0, None));
    });
}

/// A reaction that asks for a job, which emits an event: a chain that ends after a few links.
const CHAIN: Reaction = Reaction {
    consumer: "chain",
    to: &["tests.voted"],
    react: React::Each(|tx, event| {
        if let Some(voted) = event.read::<Voted>()
            && voted.weight < 5
        {
            tx.enqueue(&Count { about: 100 + voted.weight, key: None })?;
        }
        Ok(())
    }),
};
const LINK: Worker = Worker {
    job: Count::NAME,
    run: Work::Rows(|tx, body| {
        let about = job::<Count>(body)?.about;
        add(tx, about)?;
        tx.emit(&Voted { about: 1, by: None, weight: about - 99 })?;
        Ok(())
    }),
};
const ENDLESS: Reaction = Reaction {
    consumer: "endless",
    to: &[],
    react: React::Each(|tx, event| Ok(tx.emit(&Voted { about: event.about, by: None, weight: 9 })?)),
};

#[test]
fn settling_follows_events_and_jobs_to_the_end() {
    on_both(|place| async move {
        let engine = Engine { reactions: vec![CHAIN], ..with(&place, &[LINK]) };
        vote(&engine.store, 1, 1).await;
        let settled = engine.settle().await.unwrap();
        assert_eq!((settled.jobs, settled.reacted, settled.recurred), (5, 6, 1));
        assert_eq!(engine.settle().await.unwrap(), events::Settled::default());
    });
}

#[test]
fn work_that_begets_work_without_end_is_told_instead_of_followed_for_ever() {
    on_both(|place| async move {
        let engine = Engine { reactions: vec![ENDLESS], ..place.engine() };
        vote(&engine.store, 1, 1).await;
        assert_eq!(engine.settle().await, Err(events::Fault::Endless));
    });
}

#[test]
fn a_job_asked_for_a_later_instant_waits_for_the_stores_clock() {
    on_both(|place| async move {
        let engine = with(&place, &[COUNT]);
        let later: Timestamp = START + Span::days(2);
        let asked = engine.store.write(move |tx| tx.enqueue_at(&Count { about: 1, key: None }, later));
        asked.await.unwrap();
        assert_eq!(engine.settle().await.unwrap().jobs, 0);
        place.hand.set(later);
        assert_eq!(engine.settle().await.unwrap().jobs, 1);
    });
}
