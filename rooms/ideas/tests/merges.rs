//! A merge is proposed by anybody, decided by a moderator, left by whoever wants to stay, and undone exactly.

mod harness;

use act::{Actor, FromRow, Id, Row, Span, sql};
use harness::{Cast, House, cast, share, words};
use ideas::{Idea, Merge, MergeState, Weight};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use testkit::both_engines;

/// Everything that is counted of an idea, to the last bit.
#[derive(Debug, Clone, PartialEq)]
struct Figures {
    status: String,
    listed: bool,
    ranked: bool,
    merged: bool,
    numbers: Vec<i64>,
    sums: Vec<u64>,
}

impl FromRow for Figures {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let (status, listed, ranked) = (row.take()?, row.take()?, row.take()?);
        let merged = row.take::<Option<i64>>()?.is_some();
        let numbers = (0..6).map(|_| row.take()).collect::<store::Result<_>>()?;
        let sums = (0..3).map(|_| Ok(row.take::<f64>()?.to_bits())).collect::<store::Result<_>>()?;
        Ok(Self { status, listed, ranked, merged, numbers, sums })
    }
}

type Ballots = Vec<(i64, i64, i64, i64)>;

/// The figures of an idea and its place in the lists, its ballots, how many remarks and followers it has.
async fn state(house: &House, idea: Id<Idea>) -> (Figures, Ballots, i64, i64) {
    house.settle().await;
    house
        .act(move |tx| {
            let figures = sql!(tx.one::<Figures>(
                "SELECT status, listed, ranked, merged_into, net, voters, hot, up_votes, down_votes, reference,
                        up_sum, down_sum, slack FROM ideas WHERE piece = $1",
                idea
            ))?;
            let ballots = pieces::ballots(tx, idea.cast(), None, 1_000)?;
            let ballots = ballots.iter().map(|b| (b.person.raw(), b.weight, b.at.as_micros(), b.origin.raw())).collect();
            let counts: (i64, i64) =
                sql!(tx.one("SELECT comments, followers FROM piece_tallies WHERE piece = $1", idea))?;
            Ok((figures, ballots, counts.0, counts.1))
        })
        .await
}

async fn vote(house: &House, by: &Actor, idea: Id<Idea>, weight: i64) {
    let (by, weight) = (by.clone(), Weight::try_from(weight).expect("a weight"));
    house.act(move |tx| ideas::vote(tx, &by, idea, weight).map(drop)).await;
}

async fn agreed(house: &House, cast: &Cast, from: Id<Idea>, into: Id<Idea>) -> Id<Merge> {
    let (by, ines) = (cast.members[0].clone(), cast.ines.clone());
    house
        .act(move |tx| {
            let merge = ideas::merge::propose(tx, &by, from, into, &words("They are the same"))?;
            ideas::merge::accept(tx, &ines, merge, None)?;
            Ok(merge)
        })
        .await
}

async fn state_of(house: &House, merge: Id<Merge>) -> MergeState {
    house.act(move |tx| Ok(ideas::merge::merge(tx, merge)?.state)).await
}

#[derive(Debug, Clone)]
enum Step {
    Vote { member: usize, idea: usize, weight: i64 },
    Say { member: usize, idea: usize },
    Follow { member: usize, idea: usize },
    Wait { hours: i64 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (1..6_usize, 0..2_usize, -1..=1_i64).prop_map(|(member, idea, weight)| Step::Vote { member, idea, weight }),
        1 => (0..6_usize, 0..2_usize).prop_map(|(member, idea)| Step::Say { member, idea }),
        1 => (0..6_usize, 0..2_usize).prop_map(|(member, idea)| Step::Follow { member, idea }),
        2 => (1..200_i64).prop_map(|hours| Step::Wait { hours }),
    ];
    prop::collection::vec(step, 1..30)
}

async fn live(house: &House, cast: &Cast, two: [Id<Idea>; 2], steps: &[Step]) {
    for step in steps.iter().cloned() {
        match step {
            Step::Vote { member, idea, weight } => {
                vote(house, &cast.members[member], two[idea], weight).await
            }
            Step::Say { member, idea } => {
                let (by, on) = (cast.members[member].clone(), two[idea].cast());
                house
                    .act(move |tx| {
                        let said = pieces::NewComment { on, body: "Quite so.", internal: false };
                        pieces::comment(tx, &by, said).map(drop)
                    })
                    .await;
            }
            Step::Follow { member, idea } => {
                let (by, on) = (cast.members[member].clone(), two[idea].cast());
                house.act(move |tx| pieces::follow(tx, &by, on, true).map(drop)).await;
            }
            Step::Wait { hours } => {
                house.pass(Span::hours(hours));
            }
        }
    }
}

both_engines!(merging_and_undoing_changes_nothing_whatever_had_happened_before, |house| {
    let cast = cast(house, 6).await;
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for round in 0..12 {
        use proptest::strategy::ValueTree;
        let history = steps().new_tree(&mut runner).expect("a history").current();
        let kind =
            ["linen", "cuff", "zip", "hem", "felt", "dart", "yoke", "welt", "tuck", "vent", "hood", "loop"]
                [round];
        let from =
            share(house, &cast.members[0], cast.programme, &format!("{kind} goes {}", kind.repeat(3))).await;
        let into = share(
            house,
            &cast.members[0],
            cast.programme,
            &format!("{kind} stays {}", "mnop".repeat(round + 2)),
        )
        .await;
        live(house, &cast, [from, into], &history).await;
        let before = (state(house, from).await, state(house, into).await);
        let merge = agreed(house, &cast, from, into).await;
        house.pass(Span::days(8));
        house.settle().await;
        assert_eq!(state_of(house, merge).await, MergeState::Merged, "{history:?}");
        let merged = state(house, into).await;
        let union: std::collections::HashSet<i64> =
            before.0.1.iter().chain(&before.1.1).map(|ballot| ballot.0).collect();
        assert_eq!(merged.1.len(), union.len(), "the union of distinct voters: {history:?}");
        let ines = cast.ines.clone();
        house.act(move |tx| ideas::merge::undo(tx, &ines, merge, &words("They are not"))).await;
        assert_eq!((state(house, from).await, state(house, into).await), before, "{history:?}");
    }
});

/// A step in the life of four ideas that are merged and taken apart again and again.
#[derive(Debug, Clone)]
enum Turn {
    Vote { member: usize, idea: usize, weight: i64 },
    Merge { from: usize, into: usize, stays: Option<usize> },
    Undo { which: usize },
    Wait { hours: i64 },
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = prop_oneof![
        5 => (0..5_usize, 0..4_usize, -1..=1_i64).prop_map(|(member, idea, weight)| Turn::Vote { member, idea, weight }),
        3 => (0..4_usize, 0..4_usize, prop::option::of(0..5_usize)).prop_map(|(from, into, stays)| Turn::Merge { from, into, stays }),
        2 => (0..6_usize).prop_map(|which| Turn::Undo { which }),
        1 => (1..100_i64).prop_map(|hours| Turn::Wait { hours }),
    ];
    prop::collection::vec(turn, 10..40)
}

/// What the board and the pieces say that their ballots do not.
async fn wrong(house: &House) -> Vec<String> {
    house
        .act(|tx| {
            let board = ideas::miscounted(tx)?.into_iter().map(|one| format!("{one:?}"));
            let board =
                board.chain(ideas::misplaced(tx)?.into_iter().map(|one| format!("{one} is misplaced")));
            Ok(board.chain(pieces::miscounted(tx)?.into_iter().map(|one| format!("{one:?}"))).collect())
        })
        .await
}

/// Merges with a moderator's word and the window that supporters have; nothing when it is refused.
async fn merged_over(
    house: &House,
    cast: &Cast,
    two: [Id<Idea>; 2],
    stays: Option<usize>,
) -> Option<Id<Merge>> {
    let (ines, [from, into]) = (cast.ines.clone(), two);
    let decided = house.store.write(move |tx| {
        let merge = ideas::merge::propose(tx, &ines, from, into, &words("The same"))?;
        ideas::merge::accept(tx, &ines, merge, None)?;
        Ok::<_, act::Error>(merge)
    });
    let merge = decided.await.ok()?;
    if let Some(member) = stays {
        let by = cast.members[member].clone();
        // Only supporters may, and only while there is a window.
        let _: Result<(), act::Error> =
            house.store.write(move |tx| ideas::merge::stay(tx, &by, merge, true)).await;
    }
    house.pass(Span::days(8));
    house.settle().await;
    Some(merge)
}

both_engines!(figures_are_those_of_the_ballots_however_merges_are_stacked_and_undone, |house| {
    let cast = cast(house, 6).await;
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    for round in ["linen", "felt", "tweed", "denim"] {
        use proptest::strategy::ValueTree;
        let history = turns().new_tree(&mut runner).expect("a history").current();
        let mut four = Vec::new();
        for (n, word) in ["hem", "zip", "cuff", "yoke"].into_iter().enumerate() {
            let title = format!("{round} {word} {}", format!("{round}{word}").repeat(n + 1));
            four.push(share(house, &cast.members[5], cast.programme, &title).await);
        }
        let mut merges = Vec::new();
        for turn in history.iter().cloned() {
            match turn {
                Turn::Vote { member, idea, weight } => {
                    let (by, idea) = (cast.members[member].clone(), four[idea]);
                    let weight = Weight::try_from(weight).expect("a weight");
                    // A merged idea takes no votes; the survivor does.
                    let _: Result<ideas::Score, act::Error> =
                        house.store.write(move |tx| ideas::vote(tx, &by, idea, weight)).await;
                }
                Turn::Merge { from, into, stays } => {
                    merges.extend(merged_over(house, &cast, [four[from], four[into]], stays).await);
                }
                Turn::Undo { which } if !merges.is_empty() => {
                    let merge = merges.remove(which % merges.len());
                    let ines = cast.ines.clone();
                    house.act(move |tx| ideas::merge::undo(tx, &ines, merge, &words("Not the same"))).await;
                }
                Turn::Undo { .. } => {}
                Turn::Wait { hours } => drop(house.pass(Span::hours(hours))),
            }
            assert_eq!(wrong(house).await, [""; 0], "after {turn:?} in {history:?}");
        }
        // A merge that nobody votes on in between changes not a bit, on top of whatever happened.
        let mut before = Vec::new();
        for idea in &four {
            before.push(state(house, *idea).await);
        }
        for (from, into) in [(0, 1), (1, 2), (2, 3)] {
            if let Some(merge) = merged_over(house, &cast, [four[from], four[into]], None).await {
                let ines = cast.ines.clone();
                house.act(move |tx| ideas::merge::undo(tx, &ines, merge, &words("Not the same"))).await;
            }
        }
        let mut after = Vec::new();
        for idea in &four {
            after.push(state(house, *idea).await);
        }
        assert_eq!(after, before, "{history:?}");
    }
});

both_engines!(a_vote_that_stayed_on_the_way_of_several_merges_goes_home_when_the_first_is_undone, |house| {
    let cast = cast(house, 6).await;
    let mut four = Vec::new();
    for title in ["Hem with a lining", "Zip of brass", "Cuff that opens", "Yoke in one piece"] {
        four.push(share(house, &cast.members[5], cast.programme, title).await);
    }
    vote(house, &cast.members[0], four[0], 1).await;
    let first = merged_over(house, &cast, [four[0], four[1]], None).await.expect("merged");
    merged_over(house, &cast, [four[1], four[2]], None).await.expect("merged");
    merged_over(house, &cast, [four[2], four[3]], Some(0)).await.expect("merged");
    assert_eq!(state(house, four[2]).await.1.len(), 1, "the vote stayed on the way");
    let ines = cast.ines.clone();
    house.act(move |tx| ideas::merge::undo(tx, &ines, first, &words("Not the same"))).await;
    assert_eq!(state(house, four[0]).await.1.len(), 1, "the vote is at home");
    assert_eq!(wrong(house).await, [""; 0]);
});

both_engines!(a_supporter_who_declines_keeps_the_vote_and_the_link_leads_to_the_survivor, |house| {
    let cast = cast(house, 5).await;
    let from = share(house, &cast.members[0], cast.programme, "Visible mending thread").await;
    let into = share(house, &cast.members[0], cast.programme, "A linen cord of another colour").await;
    for n in 1..4 {
        vote(house, &cast.members[n], from, 1).await;
    }
    vote(house, &cast.members[3], into, -1).await;
    let merge = agreed(house, &cast, from, into).await;
    assert_eq!(state_of(house, merge).await, MergeState::Window);
    house.settle().await;
    let (told, key) = (cast.members[1].id().expect("a member"), "ideas-notice-merge-window");
    let inbox = house.act(move |tx| Ok(events::inbox(tx, told, None, 20)?)).await;
    assert!(inbox.iter().any(|notice| notice.key == key), "{inbox:?}");
    let stranger = cast.members[4].clone();
    let refused = house.refused(move |tx| ideas::merge::stay(tx, &stranger, merge, true)).await;
    assert_eq!(refused, "ideas-refused-not-a-supporter");
    let stays = cast.members[1].clone();
    house.act(move |tx| ideas::merge::stay(tx, &stays, merge, true)).await;
    let union = house.act(move |tx| ideas::merge::union(tx, from, into, Some(merge))).await;
    assert_eq!((union.from, union.into, union.both, union.staying, union.together), (3, 1, 1, 1, 2));
    house.pass(Span::days(7));
    house.settle().await;
    let (survivor, left) = (state(house, into).await, state(house, from).await);
    assert_eq!((survivor.1.len(), left.1.len()), (2, 1), "two count on the survivor, one stayed");
    assert_eq!(survivor.0.numbers[0], 0, "one for, and the survivor's own vote against");
    let late = cast.members[2].clone();
    assert_eq!(
        house.refused(move |tx| ideas::merge::stay(tx, &late, merge, true)).await,
        "ideas-refused-merge-state"
    );
    let voter = cast.members[4].clone();
    let error =
        house.store.write(move |tx| ideas::vote(tx, &voter, from, Weight::UP)).await.expect_err("merged");
    let refusal = error.refusal().expect("a refusal");
    assert_eq!(
        (&*refusal.key, refusal.instead.clone()),
        ("ideas-refused-merged", Some(format!("/ideas/{into}")))
    );
    let site = house.site();
    let (status, to, _) =
        site.ask(&cast.members[4], http::Request::get(format!("/ideas/{from}")), String::new()).await;
    assert_eq!((status.as_u16(), to), (301, format!("/ideas/{into}?from={from}")));
    assert_eq!(site.see(&cast.members[4], &format!("/ideas/{from}?here=1")).await.0, 200);
});

both_engines!(an_idea_that_only_its_proposer_supports_is_merged_at_once, |house| {
    let cast = cast(house, 3).await;
    let from = share(house, &cast.members[1], cast.programme, "Visible mending thread").await;
    let into = share(house, &cast.members[1], cast.programme, "A linen cord of another colour").await;
    vote(house, &cast.members[0], from, 1).await;
    let merge = agreed(house, &cast, from, into).await;
    assert_eq!(state_of(house, merge).await, MergeState::Merged);
    assert_eq!(state(house, into).await.1.len(), 1);
    let by = cast.members[2].clone();
    let again = house.refused(move |tx| ideas::merge::propose(tx, &by, from, into, &words("Again"))).await;
    assert_eq!(again, "ideas-refused-merged");
});

both_engines!(only_a_moderator_decides_and_says_why, |house| {
    let cast = cast(house, 3).await;
    let from = share(house, &cast.members[0], cast.programme, "Visible mending thread").await;
    let into = share(house, &cast.members[0], cast.programme, "A linen cord of another colour").await;
    let by = cast.members[2].clone();
    let merge = house.act(move |tx| ideas::merge::propose(tx, &by, from, into, &words("The same"))).await;
    let by = cast.members[1].clone();
    assert_eq!(
        house.refused(move |tx| ideas::merge::accept(tx, &by, merge, None)).await,
        "refused-not-allowed"
    );
    let by = cast.members[1].clone();
    let twice = house.refused(move |tx| ideas::merge::propose(tx, &by, from, into, &words("The same"))).await;
    assert_eq!(twice, "ideas-refused-merge-under-way");
    let by = cast.members[1].clone();
    let itself = house.refused(move |tx| ideas::merge::propose(tx, &by, into, into, &words("Itself"))).await;
    assert_eq!(itself, "ideas-refused-with-itself");
    let ines = cast.ines.clone();
    house.act(move |tx| ideas::merge::decline(tx, &ines, merge, &words("One is of wax"))).await;
    assert_eq!(state_of(house, merge).await, MergeState::Declined);
    let ines = cast.ines.clone();
    assert_eq!(
        house.refused(move |tx| ideas::merge::accept(tx, &ines, merge, None)).await,
        "ideas-refused-merge-state"
    );
});

both_engines!(votes_after_a_merge_stay_where_they_belong_when_it_is_undone, |house| {
    let cast = cast(house, 5).await;
    let from = share(house, &cast.ines, cast.programme, "Visible mending thread").await;
    let into = share(house, &cast.ines, cast.programme, "A linen cord of another colour").await;
    vote(house, &cast.members[1], from, 1).await;
    let merge = agreed(house, &cast, from, into).await;
    house.pass(Span::days(8));
    house.settle().await;
    vote(house, &cast.members[1], into, -1).await;
    vote(house, &cast.members[2], into, 1).await;
    let ines = cast.ines.clone();
    house.act(move |tx| ideas::merge::undo(tx, &ines, merge, &words("Apart again"))).await;
    let (left, right) = (state(house, from).await, state(house, into).await);
    assert_eq!((left.0.numbers[0], left.0.numbers[1]), (-1, 1), "the moved vote went back, changed");
    assert_eq!((right.0.numbers[0], right.0.numbers[1]), (1, 1), "whoever came later stays");
    for idea in [from, into] {
        let before = state(house, idea).await;
        house.act(move |tx| ideas::recount(tx, idea)).await;
        assert_eq!(state(house, idea).await, before);
    }
});
