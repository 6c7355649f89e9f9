//! Ballots: kept, changed, taken back, counted once each whoever races whom; what is dealt to whom.

mod harness;

use act::{Actor, Id, Span, sql};
use harness::{
    House, cast, close, down, live, new_round, opened, outcome, record, refused_vote, rule, secret, up, view,
    vote,
};
use rounds::{
    Answer, BudgetCount, Conflict, Dealt, Live, Method, Outcome, RankedCount, Round, Slot, Stance, Tallies,
    Votes, Way,
    in_step::tallied,
    record::{BallotsBody, Electorate, body_of},
};
use std::collections::{BTreeMap, BTreeSet};
use testkit::both_engines;

/// The sums as their rows have them, by stratum and cell.
async fn kept(house: &House, round: Id<Round>) -> BTreeMap<(i64, String), i64> {
    let rows: Vec<(i64, String, i64)> = house
        .act(move |tx| {
            Ok(sql!(tx.all(
                "SELECT stratum, cell, count FROM round_tallies WHERE round = $1 AND count <> 0
                 ORDER BY stratum, cell LIMIT 100000",
                round
            ))?)
        })
        .await;
    rows.into_iter().map(|(stratum, cell, count)| ((stratum, cell), count)).collect()
}

/// The same counted anew from a closed round's record.
async fn recounted(house: &House, who: &Actor, round: Id<Round>) -> BTreeMap<(i64, String), i64> {
    let seen = view(house, who, round).await;
    let text = record(house, who, round).await;
    let line = text.lines().find(|line| line.contains("\"kind\":\"ballots\"")).expect("ballots");
    let body: BallotsBody = body_of(line).expect("ballots");
    let electorate = Electorate { strata: seen.electors.clone() };
    let Tallies(strata) = tallied(&seen.rule, seen.items.len() as u32, &electorate, &body.ballots);
    let cells = strata.iter().zip(0..).flat_map(|(tally, stratum)| {
        tally.iter().map(move |(cell, sum)| ((stratum, cell.text()), sum)).collect::<Vec<_>>()
    });
    cells.collect()
}

both_engines!(a_vote_is_cast_repeated_changed_and_taken_back, |house| {
    let cast = cast(house, 3).await;
    let round = opened(house, &cast, rule(Method::UpDown)).await;
    let who = &cast.members[0];
    assert_eq!(vote(house, who, round, up(1)).await, rounds::Cast { changed: true, answers: 1 });
    assert_eq!(vote(house, who, round, up(1)).await, rounds::Cast { changed: false, answers: 1 });
    assert_eq!(vote(house, who, round, down(1)).await, rounds::Cast { changed: true, answers: 1 });
    assert_eq!(vote(house, who, round, up(2)).await.answers, 2);
    assert_eq!(outcome(house, who, round).await.figures[1].spread, [1, 0]);
    let mine = view(house, who, round).await.mine.expect("an elector");
    assert_eq!(mine.answers, [down(1), up(2)]);
    let actor = who.clone();
    let taken = house.act(move |tx| rounds::take_back(tx, &actor, round, &Slot::Item(1))).await;
    assert_eq!(taken.answers, 1);
    let actor = who.clone();
    let again = house.refused(move |tx| rounds::take_back(tx, &actor, round, &Slot::Item(1))).await;
    assert_eq!(again, "rounds-refused-nothing-there");
    assert_eq!(outcome(house, who, round).await.figures[1].answers, 0);
    let actor = who.clone();
    house.act(move |tx| rounds::take_back(tx, &actor, round, &Slot::Item(2))).await;
    assert_eq!(view(house, who, round).await.voters, 0);
    assert_eq!(kept(house, round).await, BTreeMap::new(), "nothing remains");
});

both_engines!(two_ballots_of_one_elector_at_once_leave_one_and_the_sums_are_those_of_a_recount, |house| {
    let cast = cast(house, 8).await;
    let round = opened(house, &cast, rule(Method::Stars { levels: 5 })).await;
    let mut races = tokio::task::JoinSet::new();
    for n in 0..96_u32 {
        // Half of them are one person who cannot decide.
        let who = if n % 2 == 0 { cast.members[0].clone() } else { cast.members[n as usize % 8].clone() };
        let answer = Answer::Stars { item: n % 5, stars: u8::try_from(n / 2 % 5 + 1).expect("stars") };
        let store = house.store.clone();
        races.spawn(async move {
            store
                .write(move |tx| {
                    if n % 7 == 6 {
                        match rounds::take_back(tx, &who, round, &answer.slot()) {
                            Err(error) if error.is("rounds-refused-nothing-there") => return Ok(()),
                            other => return other.map(drop),
                        }
                    }
                    rounds::cast(tx, &who, round, &answer).map(drop)
                })
                .await
        });
    }
    while let Some(done) = races.join_next().await {
        done.expect("no panic").expect("a ballot");
    }
    let sums = kept(house, round).await;
    close(house, &cast, round).await;
    assert_eq!(sums, recounted(house, &cast.members[0], round).await);
    let (voters, answers): (i64, i64) = house
        .act(move |tx| {
            let sum = sql!(tx.one(
                "SELECT COUNT(*), CAST(COALESCE(SUM(answers), 0) AS BIGINT) FROM round_electors
                 WHERE round = $1 AND answers > 0",
                round
            ))?;
            Ok(sum)
        })
        .await;
    let ballots: i64 = house
        .act(move |tx| Ok(sql!(tx.one("SELECT COUNT(*) FROM round_ballots WHERE round = $1", round))?))
        .await;
    assert_eq!((view(house, &cast.ines, round).await.voters, answers), (voters, ballots));
});

both_engines!(sums_do_not_grow_with_the_number_of_ballots, |house| {
    let cast = cast(house, 30).await;
    let round = opened(house, &cast, rule(Method::UpDown)).await;
    for (n, member) in cast.members.iter().enumerate() {
        for item in 0..5 {
            vote(house, member, round, Answer::Vote { item, up: (n + item as usize).is_multiple_of(2) })
                .await;
        }
    }
    assert_eq!(
        kept(house, round).await.len(),
        5 * 2 + 1,
        "two values for each of five items, and the voters"
    );
    assert_eq!(outcome(house, &cast.members[0], round).await.figures[0].answers, 30);
});

both_engines!(sums_that_somebody_wrote_into_by_hand_are_found, |house| {
    let cast = cast(house, 2).await;
    let (good, bad) =
        (opened(house, &cast, rule(Method::UpDown)).await, opened(house, &cast, rule(Method::UpDown)).await);
    for round in [good, bad] {
        vote(house, &cast.members[0], round, up(1)).await;
    }
    house
        .act(move |tx| Ok(sql!(tx.exec("UPDATE round_tallies SET count = count + 1 WHERE round = $1", bad))?))
        .await;
    assert_eq!(house.act(rounds::miscounted).await, [bad]);
});

both_engines!(a_ballot_that_races_the_closing_is_counted_or_refused_never_lost, |house| {
    let cast = cast(house, 24).await;
    for turn in 0..3 {
        let round = opened(house, &cast, rule(Method::UpDown)).await;
        let mut races = tokio::task::JoinSet::new();
        for (n, member) in cast.members.iter().enumerate() {
            let (store, who) = (house.store.clone(), member.clone());
            races.spawn(async move {
                let cast = store.write(move |tx| rounds::cast(tx, &who, round, &up(1))).await;
                match cast {
                    Ok(_) => 1_u64,
                    Err(error) => {
                        assert!(error.is("rounds-refused-state-closed"), "{error}");
                        0
                    }
                }
            });
            if n == 6 * turn + 3 {
                let (store, ines) = (house.store.clone(), cast.ines.clone());
                races.spawn(async move {
                    store.write(move |tx| rounds::close(tx, &ines, round)).await.expect("it closes");
                    0
                });
            }
        }
        let mut accepted = 0;
        while let Some(one) = races.join_next().await {
            accepted += one.expect("no panic");
        }
        let counted = outcome(house, &cast.members[0], round).await;
        assert_eq!((counted.voters, counted.figures[1].answers), (accepted, accepted));
        record(house, &cast.members[0], round).await;
    }
});

fn stance(item: u32, n: usize) -> Answer {
    Answer::Stance { item, stance: [Stance::Agree, Stance::Disagree, Stance::Pass][n % 3] }
}

fn points(votes: &[(u32, i32)]) -> Answer {
    Answer::Points { votes: votes.iter().map(|(item, votes)| Votes { item: *item, votes: *votes }).collect() }
}

/// What the n-th member says, by whole ballots or item by item.
fn said(method: &Method, n: usize) -> Vec<Answer> {
    let at = |k: usize| u32::try_from((n + k) % 5).expect("an item");
    match method {
        Method::UpDown => {
            (0..4).map(|k| Answer::Vote { item: at(k), up: !(n + k).is_multiple_of(3) }).collect()
        }
        Method::Stars { .. } => (0..3)
            .map(|k| Answer::Stars { item: at(k), stars: u8::try_from((n * 2 + k) % 5 + 1).expect("stars") })
            .collect(),
        Method::Opinions => (0..5).map(|k| stance(at(k), n / 2 + k)).collect(),
        Method::Quadratic { .. } => vec![points(&[(at(0), 3), (at(1), -1), (4 - at(0) % 2, 0)][..2])],
        Method::Cumulative { .. } => vec![points(&[(at(0), 6), (at(1), 3)])],
        Method::Ranked { .. } => vec![Answer::Ranking { tiers: vec![vec![at(0)], vec![at(1), at(3)]] }],
        Method::Budget { .. } => vec![Answer::Approvals { items: vec![at(0), at(2)] }],
        Method::Pairwise | Method::MaxDiff { .. } => Vec::new(),
    }
}

/// Judges what it is dealt, preferring lower items.
async fn judge(house: &House, who: &Actor, round: Id<Round>, times: usize) {
    for _ in 0..times {
        let actor = who.clone();
        let Some(dealt) = house.act(move |tx| rounds::next(tx, &actor, round, false)).await else { return };
        let mut items = dealt.items.clone();
        items.sort_unstable();
        let answer = match items.as_slice() {
            [one, other] => Answer::Pair { one: *other, other: *one, better: Some(*one) },
            [best, .., worst] => Answer::Set { best: *best, worst: *worst, shown: dealt.items.clone() },
            _ => panic!("nothing is compared with itself"),
        };
        vote(house, who, round, answer).await;
    }
}

async fn told_through(house: &House, method: Method) -> Outcome {
    let cast = cast(house, 9).await;
    let mut rule = rule(method.clone());
    if method == (Method::Ranked { count: RankedCount::RunOff }) {
        rule.places = 1;
    }
    let round = opened(house, &cast, rule).await;
    for (n, member) in cast.members.iter().enumerate() {
        if method.dealt() {
            judge(house, member, round, 4).await;
        }
        for answer in said(&method, n) {
            vote(house, member, round, answer.clone()).await;
        }
    }
    // Somebody changes their mind.
    for answer in said(&method, 5) {
        vote(house, &cast.members[8], round, answer).await;
    }
    let before = outcome(house, &cast.members[0], round).await;
    assert_eq!(before.way, Way::of(&method));
    let sums = kept(house, round).await;
    assert_eq!(house.act(rounds::miscounted).await, []);
    close(house, &cast, round).await;
    assert_eq!(sums, recounted(house, &cast.members[0], round).await, "{method:?}");
    let after = outcome(house, &cast.members[0], round).await;
    assert_eq!(
        before.figures, after.figures,
        "a live count from sums is the count of the record: {method:?}"
    );
    assert_eq!(after.voters, 9);
    after
}

macro_rules! methods {
    ($($name:ident: $method:expr;)+) => {
        $(both_engines!($name, |house| {
            let outcome = told_through(house, $method).await;
            assert!(!outcome.chosen.is_empty());
        });)+
    };
}

fn budget(count: BudgetCount) -> Method {
    Method::Budget {
        limit: 60_000,
        currency: "EUR".to_owned(),
        costs: vec![30_000, 25_000, 20_000, 15_000, 10_000],
        count,
    }
}

methods! {
    up_and_down_votes_are_counted_and_recounted: Method::UpDown;
    stars_are_counted_and_recounted: Method::Stars { levels: 5 };
    pairs_are_counted_and_recounted: Method::Pairwise;
    sets_are_counted_and_recounted: Method::MaxDiff { set: 3 };
    orders_by_schulze_are_counted_and_recounted: Method::Ranked { count: RankedCount::Schulze };
    orders_by_run_off_are_counted_and_recounted: Method::Ranked { count: RankedCount::RunOff };
    orders_by_transferable_vote_are_counted_and_recounted: Method::Ranked { count: RankedCount::Transferable };
    a_budget_by_votes_is_counted_and_recounted: budget(BudgetCount::Greedy);
    a_budget_by_equal_shares_is_counted_and_recounted: budget(BudgetCount::EqualShares);
    quadratic_votes_are_counted_and_recounted: Method::Quadratic { credits: 10 };
    cumulative_votes_are_counted_and_recounted: Method::Cumulative { points: 9 };
    opinions_are_counted_and_recounted: Method::Opinions;
}

both_engines!(only_what_was_dealt_is_answered_and_it_stays_until_it_is, |house| {
    let cast = cast(house, 4).await;
    let mut rule = rule(Method::Pairwise);
    rule.conflict = Conflict::OwnItem;
    let round = opened(house, &cast, rule).await;
    let deal = async |who: &Actor, pass: bool| -> Option<Dealt> {
        let who = who.clone();
        house.act(move |tx| rounds::next(tx, &who, round, pass)).await
    };
    let who = &cast.members[0];
    let first = deal(who, false).await.expect("a pair");
    assert_eq!(deal(who, false).await.as_ref(), Some(&first), "the same until it is answered");
    assert_eq!(first.pieces.len(), 2);
    let others: Vec<u32> = (1..5).filter(|item| !first.items.contains(item)).collect();
    let wish = Answer::Pair { one: others[0], other: others[1], better: Some(others[0]) };
    assert_eq!(refused_vote(house, who, round, wish).await, "rounds-refused-not-dealt");
    let mut asked = BTreeSet::new();
    let mut next = Some(first);
    while let Some(dealt) = next {
        assert!(!dealt.items.contains(&0), "never one's own");
        let mut pair = dealt.items.clone();
        pair.sort_unstable();
        assert!(asked.insert(pair.clone()), "nothing twice");
        vote(house, who, round, Answer::Pair { one: pair[0], other: pair[1], better: None }).await;
        next = deal(who, false).await;
    }
    assert_eq!(asked.len(), 6, "four items make six pairs, and then it is done");
    let changed = Answer::Pair { one: 1, other: 2, better: Some(2) };
    vote(house, who, round, changed).await;
    let (one, passed) = (deal(&cast.members[1], false).await, deal(&cast.members[1], true).await);
    assert_eq!(one.map(|dealt| dealt.turn), Some(0));
    assert_eq!(passed.map(|dealt| dealt.turn), Some(1), "who passes is dealt another turn");
});

both_engines!(items_that_lack_judgements_are_dealt_first_and_sides_are_by_lot, |house| {
    let cast = cast(house, 10).await;
    let mut guaranteed = rule(Method::UpDown);
    guaranteed.guarantee = 2;
    let round = opened(house, &cast, guaranteed).await;
    // Ten judgements, two for each of five items: who is dealt answers, so nothing is judged a third time before.
    for member in &cast.members {
        let who = member.clone();
        let dealt = house.act(move |tx| rounds::next(tx, &who, round, false)).await.expect("an item");
        vote(house, member, round, up(dealt.items[0])).await;
    }
    assert_eq!(view(house, &cast.ines, round).await.looks, 2);
    let pairs = opened(house, &cast, rule(Method::Pairwise)).await;
    let mut ascending = 0;
    for member in &cast.members {
        for pass in [false, true, true] {
            let who = member.clone();
            let dealt = house.act(move |tx| rounds::next(tx, &who, pairs, pass)).await.expect("a pair");
            ascending += usize::from(dealt.items[0] < dealt.items[1]);
        }
    }
    assert!((6..=24).contains(&ascending), "{ascending} of 30 with the lower on the left");
    let whole = opened(house, &cast, rule(Method::Ranked { count: RankedCount::Schulze })).await;
    let mut orders = BTreeSet::new();
    for member in &cast.members {
        for _ in 0..2 {
            let who = member.clone();
            orders
                .insert(house.act(move |tx| rounds::next(tx, &who, whole, false)).await.expect("all").items);
        }
    }
    assert!((5..=10).contains(&orders.len()), "each has an order of their own, and keeps it: {orders:?}");
});

both_engines!(a_round_without_a_ballot_ends_with_nobody_chosen, |house| {
    let cast = cast(house, 2).await;
    for method in [
        Method::UpDown,
        Method::Pairwise,
        Method::Ranked { count: RankedCount::Transferable },
        budget(BudgetCount::EqualShares),
    ] {
        let round = opened(house, &cast, rule(method)).await;
        close(house, &cast, round).await;
        let Live::Result { outcome, .. } = live(house, &cast.ines, round).await else { panic!("a result") };
        assert_eq!((outcome.chosen.len(), outcome.voters), (0, 0));
        record(house, &cast.ines, round).await;
    }
});

both_engines!(a_round_is_closed_once_when_its_end_has_come, |house| {
    let cast = cast(house, 2).await;
    let round = opened(house, &cast, rule(Method::UpDown)).await;
    vote(house, &cast.members[0], round, up(1)).await;
    house.pass(Span::days(7));
    house.settle().await;
    house.settle().await;
    let text = record(house, &cast.ines, round).await;
    assert_eq!(text.matches("\"kind\":\"result\"").count(), 1);
    let (ines, new) = (cast.ines.clone(), new_round(&cast, rule(Method::UpDown)));
    let gone = house
        .refused(move |tx| {
            let draft = rounds::draft(tx, &ines, &new)?;
            rounds::open(tx, &ines, draft, &secret())
        })
        .await;
    assert_eq!(gone, "rounds-refused-closes-gone");
});
