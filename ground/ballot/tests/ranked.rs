//! Elections by ranked ballots: published examples, examples by hand, and what each method promises.
#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

use ballot::{
    Exact,
    chance::Seed,
    ranked::{Pairwise, Profile, Ranking, Stv, StvAct, droop, meek, runoff, schulze, stv},
    ties::TieRule,
};
use proptest::prelude::*;

fn lots() -> TieRule {
    TieRule::Lots(Seed::of("the hall in which this was announced"))
}

fn in_order(n: usize) -> TieRule {
    TieRule::Order((0..n).collect())
}

fn profile(candidates: usize, ballots: &[(&[usize], u64)]) -> Profile {
    let mut profile = Profile::new(candidates).unwrap();
    for (order, count) in ballots {
        profile.add(Ranking::strict(order.iter().copied()).unwrap(), *count).unwrap();
    }
    profile
}

/// The 45 voters of Schulze (2011), example 1: candidates A…E are 0…4.
fn schulze_45() -> Profile {
    profile(
        5,
        &[
            (&[0, 2, 1, 4, 3], 5),
            (&[0, 3, 4, 2, 1], 5),
            (&[1, 4, 3, 0, 2], 8),
            (&[2, 0, 1, 4, 3], 3),
            (&[2, 0, 4, 1, 3], 7),
            (&[2, 1, 0, 3, 4], 2),
            (&[3, 2, 4, 1, 0], 7),
            (&[4, 1, 0, 3, 2], 8),
        ],
    )
}

/// Memphis, Nashville, Chattanooga, Knoxville choose Tennessee's capital (the usual textbook example).
fn tennessee() -> Profile {
    profile(4, &[(&[0, 1, 2, 3], 42), (&[1, 2, 3, 0], 26), (&[2, 3, 1, 0], 15), (&[3, 2, 1, 0], 17)])
}

#[test]
fn schulze_reproduces_the_published_example_of_45_voters() {
    let result = schulze(&Pairwise::of(&schulze_45()), &lots()).unwrap();
    assert_eq!(result.order, [4, 0, 2, 1, 3], "E > A > C > B > D");
    assert_eq!(result.winners, [4]);
    assert_eq!(result.condorcet, None);
    let published = [
        [0, 28, 28, 30, 24],
        [25, 0, 28, 33, 24],
        [25, 29, 0, 29, 24],
        [25, 28, 28, 0, 24],
        [25, 28, 28, 31, 0],
    ];
    for (row, expected) in result.strengths.iter().zip(published) {
        assert_eq!(row[..], expected);
    }
}

#[test]
fn tennessee_shows_how_methods_differ() {
    let runoff = runoff(&tennessee(), &lots()).unwrap();
    assert_eq!(runoff.winner, 3, "Knoxville wins the instant run-off");
    assert_eq!(
        runoff.rounds.iter().map(|round| round.eliminated).collect::<Vec<_>>(),
        [Some(2), Some(1), None]
    );
    let result = schulze(&Pairwise::of(&tennessee()), &lots()).unwrap();
    assert_eq!(result.condorcet, Some(1), "Nashville beats everybody");
    assert_eq!(result.order, [1, 2, 3, 0]);
    assert!((0..4).all(|city| result.strengths[city][1] == 0), "no path leads to who beats everybody");
}

#[test]
fn the_textbook_party_with_food_elects_three_dishes() {
    // Oranges 0, pears 1, chocolate 2, strawberries 3, sweets 4; 20 guests, 3 dishes, quota 6.
    let guests = profile(5, &[(&[0], 4), (&[1, 0], 2), (&[2, 3], 8), (&[2, 4], 4), (&[3], 1), (&[4], 1)]);
    let result = stv(&guests, 3, &lots()).unwrap();
    assert_eq!(result.quota, 6);
    assert_eq!(result.elected, [2, 0, 3]);
    let surplus = &result.rounds[1];
    assert_eq!(surplus.act, StvAct::Surplus { from: 2, among: vec![2] });
    assert_eq!(surplus.tallies.iter().map(Exact::to_string).collect::<Vec<_>>(), ["4", "2", "6", "5", "3"]);
    assert_eq!(result.rounds[2].act, StvAct::Eliminated { candidate: 1, among: vec![1] });
    assert_eq!(result.rounds[2].elected, [0]);
    // Meek's quota is 5 and a billionth: strawberries reach it with 1 + 8·7/12 before the pears leave.
    let result = meek(&guests, 3, &lots()).unwrap();
    assert_eq!(result.elected, [2, 3, 0]);
    assert_eq!(result.rounds[0].quota, 5_000_000_001);
}

#[test]
fn surpluses_are_passed_on_in_exact_thirds_and_sevenths() {
    // Quota ⌊21/3⌋+1 = 8: candidate 0 holds 14 and passes 6/14 of each ballot on.
    let result = stv(&profile(4, &[(&[0, 1], 9), (&[0, 2], 5), (&[3], 7)]), 2, &lots()).unwrap();
    let after = &result.rounds[1].tallies;
    assert_eq!(after[1], Exact::fraction(27, 7).unwrap());
    assert_eq!(after[2], Exact::fraction(15, 7).unwrap());
    assert_eq!(after[0], Exact::from(8));
}

#[test]
fn meek_lets_a_ballot_reach_past_someone_already_elected() {
    // By hand: two seats, 0 has far too many; its keep factor k solves 90k = (100 − lost)/3 with nothing
    // lost: k = 10/27.
    let result =
        meek(&profile(3, &[(&[0, 1], 60), (&[0, 2], 30), (&[2], 6), (&[1], 4)]), 2, &lots()).unwrap();
    assert_eq!(result.elected, [0, 1]);
    let last = result.rounds.last().unwrap();
    assert!((last.keep[0] as i64 - 370_370_371).abs() <= 2, "{last:?}");
    assert_eq!(last.votes.iter().sum::<u128>(), 100_000_000_000);
}

#[test]
fn a_tied_top_is_shared_equally() {
    let mut ties = Profile::new(3).unwrap();
    ties.add(Ranking::new([vec![0, 1, 2]]).unwrap(), 1).unwrap();
    ties.add(Ranking::new([vec![0, 1], vec![2]]).unwrap(), 1).unwrap();
    ties.add(Ranking::strict([2]).unwrap(), 1).unwrap();
    let result = runoff(&ties, &in_order(3)).unwrap();
    let tallies: Vec<String> = result.rounds[0].tallies.iter().map(Exact::to_string).collect();
    assert_eq!(tallies, ["5/6", "5/6", "4/3"]);
    assert_eq!(result.rounds[0].lowest, [0, 1]);
    assert_eq!(result.rounds[0].eliminated, Some(1), "the stated order prefers 0");
}

#[test]
fn elections_that_cannot_be_counted_are_refused() {
    let empty = Profile::new(3).unwrap();
    assert!(
        runoff(&empty, &lots()).is_err()
            && stv(&empty, 1, &lots()).is_err()
            && meek(&empty, 1, &lots()).is_err()
    );
    let some = tennessee();
    for seats in [0, 5, usize::MAX] {
        assert!(stv(&some, seats, &lots()).is_err() && meek(&some, seats, &lots()).is_err());
    }
    for order in [vec![], vec![0, 1, 2], vec![0, 1, 2, 2], vec![0, 1, 2, 9]] {
        assert!(runoff(&some, &TieRule::Order(order)).is_err());
    }
    assert!(Profile::new(2).unwrap().add(Ranking::strict([2]).unwrap(), 1).is_err());
    assert!(Ranking::strict([usize::MAX]).is_err() && Ranking::new([vec![]]).is_err());
    let mut full = Profile::new(2).unwrap();
    full.add(Ranking::strict([0]).unwrap(), 5).unwrap();
    assert!(full.add(Ranking::strict([0]).unwrap(), u64::MAX).is_err());
    assert!(full.remove(&Ranking::strict([0]).unwrap(), 6).is_err());
    assert!(Profile::new(0).unwrap().add(Ranking::strict([]).unwrap(), 1).is_ok());
    assert_eq!(schulze(&Pairwise::new(0).unwrap(), &lots()).unwrap().order, [0usize; 0]);
    assert_eq!(droop(u64::MAX, usize::MAX), 2);
}

/// Weak, truncated rankings among five candidates, with counts.
fn weak_ballots() -> impl Strategy<Value = Vec<(Ranking, u64)>> {
    let ranking =
        (Just(vec![0usize, 1, 2, 3, 4]).prop_shuffle(), 0usize..=5, prop::collection::vec(any::<bool>(), 5));
    let ranking = ranking.prop_map(|(order, length, joined)| {
        let mut tiers: Vec<Vec<usize>> = Vec::new();
        for (candidate, join) in order.into_iter().zip(joined).take(length) {
            match tiers.last_mut() {
                Some(tier) if join => tier.push(candidate),
                _ => tiers.push(vec![candidate]),
            }
        }
        Ranking::new(tiers).unwrap()
    });
    prop::collection::vec((ranking, 1u64..9), 1..12)
}

/// Full strict rankings among five candidates, with counts.
fn strict_ballots() -> impl Strategy<Value = Vec<(Vec<usize>, u64)>> {
    prop::collection::vec((Just(vec![0usize, 1, 2, 3, 4]).prop_shuffle(), 1u64..9), 1..12)
}

fn count(ballots: &[(Ranking, u64)]) -> Profile {
    let mut profile = Profile::new(5).unwrap();
    for (ranking, votes) in ballots {
        profile.add(ranking.clone(), *votes).unwrap();
    }
    profile
}

fn renamed(ranking: &Ranking, names: &[usize]) -> Ranking {
    Ranking::new(ranking.tiers().map(|tier| tier.into_iter().map(|c| names[c]).collect())).unwrap()
}

fn total(result: &Stv, round: usize) -> Exact {
    let round = &result.rounds[round];
    round.tallies.iter().chain([&round.exhausted]).cloned().sum()
}

proptest! {
    #[test]
    fn who_voted_first_makes_no_difference(ballots in weak_ballots()) {
        let forward = count(&ballots);
        let backward = count(&ballots.iter().rev().cloned().collect::<Vec<_>>());
        prop_assert_eq!(runoff(&forward, &lots()).unwrap(), runoff(&backward, &lots()).unwrap());
        prop_assert_eq!(stv(&forward, 2, &lots()).unwrap(), stv(&backward, 2, &lots()).unwrap());
        prop_assert_eq!(meek(&forward, 2, &lots()).unwrap(), meek(&backward, 2, &lots()).unwrap());
        prop_assert_eq!(
            schulze(&Pairwise::of(&forward), &lots()).unwrap(),
            schulze(&Pairwise::of(&backward), &lots()).unwrap()
        );
    }

    #[test]
    fn renaming_the_candidates_renames_the_result(
        ballots in weak_ballots(),
        names in Just(vec![0usize, 1, 2, 3, 4]).prop_shuffle(),
    ) {
        let plain = count(&ballots);
        let other = count(
            &ballots.iter().map(|(ranking, votes)| (renamed(ranking, &names), *votes)).collect::<Vec<_>>(),
        );
        let rule = in_order(5);
        let renamed_rule = TieRule::Order(names.clone());
        prop_assert_eq!(
            names[runoff(&plain, &rule).unwrap().winner],
            runoff(&other, &renamed_rule).unwrap().winner
        );
        let rename = |elected: Vec<usize>| elected.into_iter().map(|c| names[c]).collect::<Vec<_>>();
        prop_assert_eq!(
            rename(stv(&plain, 3, &rule).unwrap().elected),
            stv(&other, 3, &renamed_rule).unwrap().elected
        );
        prop_assert_eq!(
            rename(meek(&plain, 3, &rule).unwrap().elected),
            meek(&other, 3, &renamed_rule).unwrap().elected
        );
        prop_assert_eq!(
            rename(schulze(&Pairwise::of(&plain), &rule).unwrap().order),
            schulze(&Pairwise::of(&other), &renamed_rule).unwrap().order
        );
    }

    #[test]
    fn a_majority_wins_and_a_condorcet_winner_wins_by_schulze(ballots in strict_ballots()) {
        let mut profile = Profile::new(5).unwrap();
        let mut first = [0u64; 5];
        for (order, votes) in &ballots {
            profile.add(Ranking::strict(order.clone()).unwrap(), *votes).unwrap();
            first[order[0]] += votes;
        }
        let tally = Pairwise::of(&profile);
        let result = schulze(&tally, &lots()).unwrap();
        if let Some(best) = (0..5).find(|c| first[*c] * 2 > profile.ballots()) {
            prop_assert_eq!(runoff(&profile, &lots()).unwrap().winner, best);
            prop_assert_eq!(result.order[0], best);
            prop_assert_eq!(stv(&profile, 1, &lots()).unwrap().elected, vec![best]);
            prop_assert_eq!(meek(&profile, 1, &lots()).unwrap().elected, vec![best]);
        }
        if let Some(best) = tally.condorcet_winner() {
            prop_assert_eq!(result.winners, vec![best]);
            prop_assert_eq!(result.order[0], best);
        }
    }

    #[test]
    fn an_instant_runoff_is_a_transferable_vote_for_one_seat(ballots in weak_ballots()) {
        let profile = count(&ballots);
        prop_assert_eq!(
            vec![runoff(&profile, &lots()).unwrap().winner],
            stv(&profile, 1, &lots()).unwrap().elected
        );
    }

    #[test]
    fn raising_the_schulze_winner_never_makes_it_lose(
        ballots in strict_ballots(),
        which in any::<prop::sample::Index>(),
        up in 1usize..5,
    ) {
        let mut tally = Pairwise::new(5).unwrap();
        for (order, votes) in &ballots {
            tally.add(&Ranking::strict(order.clone()).unwrap(), *votes).unwrap();
        }
        let winner = schulze(&tally, &lots()).unwrap().order[0];
        let (order, votes) = &ballots[which.index(ballots.len())];
        let mut raised = order.clone();
        let place = raised.iter().position(|c| *c == winner).unwrap();
        raised.remove(place);
        raised.insert(place.saturating_sub(up), winner);
        tally.remove(&Ranking::strict(order.clone()).unwrap(), *votes).unwrap();
        tally.add(&Ranking::strict(raised).unwrap(), *votes).unwrap();
        prop_assert!(schulze(&tally, &lots()).unwrap().winners.contains(&winner));
    }

    #[test]
    fn a_pairwise_tally_kept_vote_by_vote_equals_a_recount(
        ballots in weak_ballots(),
        leavers in weak_ballots(),
    ) {
        let mut kept = Pairwise::new(5).unwrap();
        for (ranking, votes) in ballots.iter().chain(&leavers) {
            kept.add(ranking, *votes).unwrap();
        }
        for (ranking, votes) in &leavers {
            kept.remove(ranking, *votes).unwrap();
        }
        prop_assert_eq!(kept, Pairwise::of(&count(&ballots)));
    }

    #[test]
    fn no_vote_is_lost_or_made_in_a_transfer(ballots in weak_ballots(), seats in 1usize..5) {
        let profile = count(&ballots);
        let result = stv(&profile, seats, &lots()).unwrap();
        prop_assert_eq!(result.elected.len(), seats);
        for round in 0..result.rounds.len() {
            prop_assert_eq!(total(&result, round), Exact::from(profile.ballots()));
        }
        let meek = meek(&profile, seats, &lots()).unwrap();
        prop_assert_eq!(meek.elected.len(), seats);
        for round in meek.rounds {
            prop_assert!(round.votes.iter().sum::<u128>() <= u128::from(profile.ballots()) * 1_000_000_000);
        }
    }

    #[test]
    fn a_solid_coalition_with_enough_quotas_gets_its_seats(ballots in strict_ballots(), seats in 1usize..5) {
        let mut profile = Profile::new(5).unwrap();
        for (order, votes) in &ballots {
            profile.add(Ranking::strict(order.clone()).unwrap(), *votes).unwrap();
        }
        let (gregory, meek) =
            (stv(&profile, seats, &lots()).unwrap(), meek(&profile, seats, &lots()).unwrap());
        for coalition in 1u32..32 {
            let size = coalition.count_ones() as usize;
            let solid: u64 = ballots
                .iter()
                .filter(|(order, _)| order[..size].iter().all(|c| coalition & (1 << c) != 0))
                .map(|(_, votes)| votes)
                .sum();
            let deserved = ((solid / gregory.quota) as usize).min(size);
            let inside = |elected: &[usize]| elected.iter().filter(|c| coalition & (1 << **c) != 0).count();
            prop_assert!(inside(&gregory.elected) >= deserved);
            prop_assert!(inside(&meek.elected) >= deserved);
        }
    }
}
