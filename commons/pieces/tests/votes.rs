//! One changeable vote for each person and piece; the tally always equals the ballots.

mod house;

use act::{Error, Id, Result, Tx};
use house::{both, make, person};
use pieces::{Change, Piece, cast, vote_of};
use store::Store;

fn tally(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<(i64, i64)> {
    Ok(act::sql!(tx.one("SELECT up, down FROM piece_tallies WHERE piece = $1", piece))?)
}

fn ballots(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<(i64, i64)> {
    let all = pieces::ballots(tx, piece, None, 10_000)?;
    let count = |weight: i64| {
        i64::try_from(all.iter().filter(|ballot| ballot.weight == weight).count()).unwrap_or(-1)
    };
    Ok((count(1), count(-1)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_is_cast_changed_repeated_and_taken_back() {
    both(|store, hand| async move {
        let idea = make(&store, 1, "Thread").await;
        let vote = |store: Store, weight: i64| async move {
            let cast = move |tx: &mut Tx<'_>| {
                let change = cast(tx, idea, person(2), weight, None)?;
                Ok::<_, Error>((change, tally(tx, idea)?))
            };
            store.write(cast).await.expect("a vote")
        };
        let first = store.clock().now();
        assert_eq!(vote(store.clone(), 1).await, (Change { before: 0, after: 1, at_before: None }, (1, 0)));
        hand.advance(store::Span::days(1));
        let again = vote(store.clone(), 1).await;
        assert_eq!(again, (Change { before: 1, after: 1, at_before: Some(first) }, (1, 0)), "the time stays");
        let turned = vote(store.clone(), -1).await;
        assert_eq!(turned, (Change { before: 1, after: -1, at_before: Some(first) }, (0, 1)));
        assert_eq!(vote(store.clone(), 0).await.1, (0, 0));
        assert_eq!(vote(store.clone(), 1).await.0.at_before, None, "a vote taken back is none");
        let read = store.read(move |tx| vote_of(tx, idea, person(2))).await;
        assert_eq!(read, Ok::<_, Error>(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_for_nothing_or_with_another_weight_is_refused() {
    both(|store, _| async move {
        let idea = make(&store, 1, "Thread").await;
        for weight in [2, -2, i64::MAX, i64::MIN] {
            let refused = store.write(move |tx| cast(tx, idea, person(2), weight, None)).await;
            assert!(refused.is_err_and(|e| e.is("pieces-weight")));
        }
        let refused = store.write(move |tx| cast(tx, Id::from_raw(5), person(2), 1, None)).await;
        assert!(refused.is_err_and(|e| e.is("refused-not-found")));
        let untouched: Result<(i64, i64)> = store.read(move |tx| tally(tx, idea)).await;
        assert_eq!(untouched, Ok((0, 0)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_votes_at_once_by_one_person_or_by_fifty_leave_the_tally_equal_to_the_ballots() {
    both(|store, _| async move {
        let idea = make(&store, 1, "Thread").await;
        let mut races = tokio::task::JoinSet::new();
        for n in 0..100_i64 {
            let store = store.clone();
            // Half of them are one person who cannot decide.
            let voter = if n % 2 == 0 { person(500) } else { person(n) };
            let weight = [1, -1, 0, 1][usize::try_from(n / 2 % 4).unwrap_or(0)];
            races.spawn(async move { store.write(move |tx| cast(tx, idea, voter, weight, None)).await });
        }
        while let Some(cast) = races.join_next().await {
            cast.expect("no panic").expect("a vote");
        }
        let (counted, kept): ((i64, i64), (i64, i64)) = store
            .read(move |tx| Ok::<_, Error>((tally(tx, idea)?, ballots(tx, idea)?)))
            .await
            .expect("tallies");
        assert_eq!(counted, kept);
        assert!(kept.0 >= 24 && kept.1 >= 12, "{kept:?}");
    })
    .await;
}
