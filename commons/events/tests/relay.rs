//! Events reach those who react to them: once, in order, whatever goes wrong.

mod harness;

use act::{Refusal, sql};
use events::{
    Announcement, Announcer, BoxFuture, Bus, Consumer, ConsumerFault, Engine, Outgoing, React, Reaction,
    stuck,
};
use futures_util::StreamExt;
use harness::{Closed, Place, START, Voted, on_both, until, vote};
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};
use store::{Span, Store, Tx};

fn note(tx: &mut Tx<'_>, consumer: &str, event: &Outgoing) -> act::Result<()> {
    let place: i64 = sql!(tx.one("SELECT COUNT(*) FROM seen WHERE consumer = $1", consumer))?;
    sql!(tx.exec(
        "INSERT INTO seen (consumer, place, event) VALUES ($1, $2, $3)",
        consumer,
        place,
        event.position
    ))?;
    Ok(())
}

async fn seen(store: &Store, consumer: &'static str) -> Vec<i64> {
    let rows = store.read(move |tx| {
        sql!(tx.all::<i64>("SELECT event FROM seen WHERE consumer = $1 ORDER BY place LIMIT 10000", consumer))
    });
    rows.await.expect("what was seen")
}

const FIRST: Reaction =
    Reaction { consumer: "first", to: &[], react: React::Each(|tx, event| note(tx, "first", event)) };
const VOTES: Reaction = Reaction {
    consumer: "votes",
    to: &["tests.voted"],
    react: React::Each(|tx, event| note(tx, "votes", event)),
};

/// Fails on events of weight 2 while the row `broken` is there, once by a refusal and once by a broken transaction.
const FRAGILE: Reaction = Reaction {
    consumer: "fragile",
    to: &["tests.voted"],
    react: React::Each(|tx, event| {
        note(tx, "fragile", event)?;
        let broken: i64 = sql!(tx.one("SELECT COUNT(*) FROM faults WHERE name = 'broken'"))?;
        let voted = event.read::<Voted>().ok_or_else(|| Refusal::new(422, "tests-unreadable"))?;
        if broken > 0 && voted.weight == 2 {
            return Err(Refusal::new(409, "tests-broken").into());
        }
        if broken > 0 && voted.weight == 5 {
            panic!("a reaction that panics");
        }
        Ok(())
    }),
};

/// Notes the first event of every call, and all events; fails with an event of weight 2 while the row `broken` is there.
const TOGETHER: Reaction = Reaction {
    consumer: "together",
    to: &["tests.voted"],
    react: React::Together(|tx, events| {
        note(tx, "calls", events[0])?;
        events.iter().try_for_each(|event| note(tx, "together", event))?;
        let broken: i64 = sql!(tx.one("SELECT COUNT(*) FROM faults WHERE name = 'broken'"))?;
        let trips = events.iter().any(|event| event.read::<Voted>().is_some_and(|voted| voted.weight == 2));
        if broken > 0 && trips { Err(Refusal::new(409, "tests-broken").into()) } else { Ok(()) }
    }),
};

fn with(place: &Place, reactions: &[Reaction]) -> Engine {
    Engine { reactions: reactions.to_vec(), ..place.engine() }
}

#[test]
fn every_reaction_hears_its_events_once_and_in_the_order_of_commits() {
    on_both(|place| async move {
        let engine = with(&place, &[FIRST, VOTES]);
        vote(&engine.store, 1, 150).await;
        engine.store.write(|tx| tx.emit(&Closed { about: 1 })).await.unwrap();
        vote(&engine.store, 1, 150).await;
        let settled = engine.settle().await.unwrap();
        assert_eq!((settled.reacted, settled.troubles.len()), (301 + 300, 0));
        assert_eq!(seen(&engine.store, "first").await, (1..=301).collect::<Vec<_>>());
        assert_eq!(seen(&engine.store, "votes").await, (1..=301).filter(|&n| n != 151).collect::<Vec<_>>());
        assert_eq!(engine.settle().await.unwrap().reacted, 0);
    });
}

#[test]
fn a_reaction_that_fails_holds_up_only_itself_is_shown_and_goes_on_when_it_can() {
    on_both(|place| async move {
        let engine = with(&place, &[FRAGILE, FIRST]);
        let broken = |tx: &mut Tx<'_>| sql!(tx.exec("INSERT INTO faults (name) VALUES ('broken')"));
        engine.store.write(broken).await.unwrap();
        vote(&engine.store, 1, 8).await;
        let settled = engine.settle().await.unwrap();
        assert_eq!(settled.troubles.len(), 1);
        assert_eq!(seen(&engine.store, "first").await.len(), 8, "the other reaction went on");
        assert_eq!(seen(&engine.store, "fragile").await, [1, 2], "what came before counts, once");
        let shown = engine.store.read(|tx| stuck(tx, 10)).await.unwrap();
        assert_eq!((shown[0].consumer.as_str(), shown[0].position, shown[0].attempts), ("fragile", 3, 1));
        assert!(shown[0].last_error.contains("tests-broken") && shown[0].retry_at > START, "{shown:?}");

        engine.settle().await.unwrap();
        assert_eq!(
            engine.store.read(|tx| stuck(tx, 10)).await.unwrap()[0].attempts,
            1,
            "it rests until its time"
        );
        place.hand.advance(Span::minutes(1));
        engine.settle().await.unwrap();
        assert_eq!(engine.store.read(|tx| stuck(tx, 10)).await.unwrap()[0].attempts, 2);

        let over = engine.store.write(|tx| events::step_over(tx, "fragile", 3)).await.unwrap();
        assert!(over && !engine.store.write(|tx| events::step_over(tx, "fragile", 3)).await.unwrap());
        engine.settle().await.unwrap();
        let shown = engine.store.read(|tx| stuck(tx, 10)).await.unwrap();
        assert_eq!((shown[0].position, shown[0].attempts), (6, 1), "a panic is a failure like any other");
        assert!(shown[0].last_error.contains("a reaction that panics"), "{shown:?}");

        engine.store.write(|tx| sql!(tx.exec("DELETE FROM faults"))).await.unwrap();
        engine.store.write(|tx| events::retry_stuck(tx, "fragile")).await.unwrap();
        assert!(engine.settle().await.unwrap().troubles.is_empty());
        assert_eq!(seen(&engine.store, "fragile").await, [1, 2, 4, 5, 6, 7, 8]);
        assert!(engine.store.read(|tx| stuck(tx, 10)).await.unwrap().is_empty());
    });
}

#[test]
fn a_reaction_takes_what_happened_together_and_one_by_one_where_something_fails() {
    on_both(|place| async move {
        let engine = with(&place, &[TOGETHER]);
        vote(&engine.store, 1, 1).await;
        engine.store.write(|tx| tx.emit(&Closed { about: 1 })).await.unwrap();
        vote(&engine.store, 1, 3).await;
        assert_eq!(engine.settle().await.unwrap().reacted, 4);
        assert_eq!(seen(&engine.store, "calls").await, [1], "once for all of them");
        assert_eq!(seen(&engine.store, "together").await, [1, 3, 4, 5]);

        let broken = |tx: &mut Tx<'_>| sql!(tx.exec("INSERT INTO faults (name) VALUES ('broken')"));
        engine.store.write(broken).await.unwrap();
        vote(&engine.store, 1, 4).await;
        let stuck_at = engine.settle().await.unwrap().troubles.len();
        assert_eq!((stuck_at, seen(&engine.store, "together").await), (1, vec![1, 3, 4, 5, 6, 7]));
        assert_eq!(seen(&engine.store, "calls").await, [1, 6, 7], "what came before counts, one by one");

        engine.store.write(|tx| sql!(tx.exec("DELETE FROM faults"))).await.unwrap();
        engine.store.write(|tx| events::retry_stuck(tx, "together")).await.unwrap();
        assert!(engine.settle().await.unwrap().troubles.is_empty());
        assert_eq!(seen(&engine.store, "together").await, [1, 3, 4, 5, 6, 7, 8, 9]);
    });
}

#[test]
fn eight_processes_over_one_database_apply_each_event_once() {
    on_both(|place| async move {
        let stop = tokio::sync::watch::Sender::new(false);
        let (mut engines, mut stores) = (Vec::new(), Vec::new());
        for _ in 0..8 {
            let (engine, mut stopped) = (with(&place, &[FIRST, VOTES]), stop.subscribe());
            // Each process hears at once of its own commits, so that all of them are at the outbox all the time.
            stores.push(engine.store.clone());
            #[expect(
                clippy::disallowed_methods,
                reason = "the processes of this test run beside each other"
            )]
            engines.push(tokio::spawn(engine.run(async move {
                let _ = stopped.wait_for(|stop| *stop).await;
            })));
        }
        futures_util::future::join_all(stores.iter().map(|store| vote(store, 9, 30))).await;
        let store = place.open();
        until(|| async {
            seen(&store, "first").await.len() >= 240 && seen(&store, "votes").await.len() >= 240
        })
        .await;
        stop.send_replace(true);
        for engine in engines {
            engine.await.unwrap();
        }
        assert_eq!(seen(&store, "first").await, (1..=240).collect::<Vec<_>>());
        assert_eq!(seen(&store, "votes").await, (1..=240).collect::<Vec<_>>());
        assert!(store.read(|tx| stuck(tx, 10)).await.unwrap().is_empty());
    });
}

#[test]
fn two_parts_of_one_name_are_refused_instead_of_losing_events() {
    on_both(|place| async move {
        let engine = with(&place, &[FIRST, FIRST]);
        assert_eq!(engine.settle().await.unwrap_err().to_string(), "two reactions are called first");
    });
}

const TELL: Announcer = Announcer {
    to: &["tests.voted"],
    announce: |tx, event| {
        let sum: i64 = sql!(tx.one("SELECT COUNT(*) FROM outbox WHERE about = $1", event.about))?;
        if event.about == 13 {
            return Err(Refusal::not_found().into());
        }
        Ok(vec![
            Announcement::new(format!("idea:{}", event.about)).with("at", event.position).with("events", sum),
        ])
    },
};

#[test]
fn live_pages_hear_the_tally_of_each_event_once_and_nothing_from_before_they_listened() {
    on_both(|place| async move {
        let engine = Engine { announcers: vec![TELL], ..place.engine() };
        let (store, bus) = (engine.store.clone(), engine.bus.clone());
        vote(&store, 4, 3).await;
        engine.settle().await.unwrap();
        let mut listener = bus.subscribe(&["idea:4"]);
        vote(&store, 13, 1).await;
        vote(&store, 5, 1).await;
        vote(&store, 4, 2).await;
        engine.settle().await.unwrap();
        engine.settle().await.unwrap();
        bus.close();
        let frames: Vec<_> = listener.by_ref().collect().await;
        assert_eq!(
            frames,
            [
                "data: {\"topic\":\"idea:4\",\"fields\":{\"at\":6,\"events\":5}}\n\n",
                "data: {\"topic\":\"idea:4\",\"fields\":{\"at\":7,\"events\":5}}\n\n"
            ]
        );
    });
}

#[test]
fn each_process_tells_its_own_listeners_what_another_process_committed() {
    on_both(|place| async move {
        let stop = tokio::sync::watch::Sender::new(false);
        let engine = Engine { announcers: vec![TELL], ..place.engine() };
        vote(&engine.store, 4, 2).await;
        engine.settle().await.unwrap();
        let mut listener = engine.bus.subscribe(&["idea:4"]);
        let mut stopped = stop.subscribe();
        #[expect(clippy::disallowed_methods, reason = "the process of this test runs beside it")]
        let running = tokio::spawn(engine.run(async move {
            let _ = stopped.wait_for(|stop| *stop).await;
        }));
        let elsewhere = place.open();
        vote(&elsewhere, 4, 1).await;
        let frame = listener.next().await.unwrap();
        assert_eq!(frame, "data: {\"topic\":\"idea:4\",\"fields\":{\"at\":3,\"events\":3}}\n\n");
        stop.send_replace(true);
        running.await.unwrap();
    });
}

/// An index outside the database, which fails when told to.
struct Index {
    position: Arc<AtomicI64>,
    taken: Arc<AtomicU64>,
    broken: Arc<AtomicU64>,
}

impl Consumer for Index {
    fn name(&self) -> &str {
        "index"
    }
    fn position(&self) -> i64 {
        self.position.load(Ordering::SeqCst)
    }
    fn consume<'a>(
        &'a mut self,
        _: &'a Store,
        batch: &'a [Outgoing],
    ) -> BoxFuture<'a, Result<(), ConsumerFault>> {
        Box::pin(async move {
            if self.broken.load(Ordering::SeqCst) > 0 {
                return Err("the disk of the index is full".into());
            }
            let positions: Vec<i64> = batch.iter().map(|event| event.position).collect();
            let from = self.position();
            assert_eq!(positions, (from + 1..=from + batch.len() as i64).collect::<Vec<_>>());
            self.taken.fetch_add(batch.len() as u64, Ordering::SeqCst);
            self.position.store(from + batch.len() as i64, Ordering::SeqCst);
            Ok(())
        })
    }
}

#[test]
fn a_consumer_outside_the_database_goes_on_from_its_own_offset_and_after_a_failure() {
    on_both(|place| async move {
        let (position, taken, broken) =
            (Arc::new(AtomicI64::new(10)), Arc::default(), Arc::new(AtomicU64::new(1)));
        let index = Index { position: position.clone(), taken: Arc::clone(&taken), broken: broken.clone() };
        let engine =
            Engine { consumers: vec![Box::new(index) as Box<dyn Consumer>].into(), ..place.engine() };
        vote(&engine.store, 1, 300).await;
        let settled = engine.settle().await.unwrap();
        assert_eq!(settled.troubles[0].to_string(), "index: the disk of the index is full");
        broken.store(0, Ordering::SeqCst);
        assert_eq!(engine.settle().await.unwrap().consumed, 0, "it rests");
        place.hand.advance(Span::minutes(1));
        assert_eq!(engine.settle().await.unwrap().consumed, 290);
        assert_eq!((position.load(Ordering::SeqCst), taken.load(Ordering::SeqCst)), (300, 290));
    });
}

#[test]
fn five_thousand_listeners_share_one_frame_and_a_slow_one_is_told_that_it_lagged() {
    let bus = Bus::new();
    let mut listeners: Vec<_> = (0..5_000).map(|_| bus.subscribe(&["stage:1"])).collect();
    bus.publish(&Announcement::new("stage:1").with("votes", 1));
    bus.publish(&Announcement::new("stage:2").with("votes", 1));
    let first =
        |listener: &mut events::Listener| futures_util::FutureExt::now_or_never(listener.next()).flatten();
    let frames: Vec<_> = listeners.iter_mut().map(|listener| first(listener).expect("a frame")).collect();
    assert!(
        frames.iter().all(|frame| frame.as_ptr() == frames[0].as_ptr()),
        "serialised once, shared by all"
    );
    assert!(listeners.iter_mut().all(|listener| first(listener).is_none()));

    let mut slow = listeners.swap_remove(0);
    for votes in 0..=events::LISTENER_CAPACITY {
        bus.publish(&Announcement::new("stage:1").with("votes", votes));
        assert!(first(&mut listeners[0]).is_some(), "nobody waits for the slow one");
    }
    assert_eq!(first(&mut slow).unwrap(), "event: lagged\ndata: {\"missed\":64}\n\n");
    assert_eq!(first(&mut slow).unwrap(), "data: {\"topic\":\"stage:1\",\"fields\":{\"votes\":64}}\n\n");
    assert_eq!(first(&mut slow), None);
    drop(slow);
    drop(listeners);
    assert_eq!(bus.listening(), 0);
}
