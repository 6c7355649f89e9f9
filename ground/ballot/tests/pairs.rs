//! Pairs and sets: models beside choix, real wiki surveys, and what the choice of pairs promises.

#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

mod recorded;

use ballot::{
    chance::Seed,
    pairs::{
        Choice, Comparisons, Judgement, Outcome, PairAim, PairRule, PersonalVote, Reason, Sampling, Skill,
        bradley_terry, crowd, hierarchical, maxdiff, next_pair, next_set, progress, win_rate,
    },
};
use proptest::prelude::*;
use recorded::{floats, numbers, real, recorded};
use std::collections::BTreeMap;

fn compared(items: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Comparisons {
    let mut seen = Comparisons::new(items).unwrap();
    for (winner, loser) in pairs {
        seen.add(winner, loser, Outcome::First, 1).unwrap();
    }
    seen
}

fn centred(list: &[f64]) -> Vec<f64> {
    let mean = list.iter().sum::<f64>() / list.len() as f64;
    list.iter().map(|x| x - mean).collect()
}

fn furthest(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max)
}

struct Survey {
    ideas: Vec<(u64, u64, u64, f64)>,
    votes: Vec<(u64, u64, u64)>,
}

fn survey(name: &str) -> Survey {
    let rows = |file: &str| {
        let text = real(&format!("wiki-surveys/{name}-{file}.csv"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(Result::unwrap).collect::<Vec<BTreeMap<String, String>>>()
    };
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<u64>().unwrap();
    let ideas = rows("ideas").into_iter().map(|row| {
        (number(&row, "Idea ID"), number(&row, "Wins"), number(&row, "Losses"), row["Score"].parse().unwrap())
    });
    let valid = rows("votes").into_iter().filter(|row| row["Valid"] == "TRUE");
    let votes =
        valid.map(|row| (number(&row, "Session ID"), number(&row, "Winner ID"), number(&row, "Loser ID")));
    Survey { ideas: ideas.collect(), votes: votes.collect() }
}

const SURVEYS: [&str; 4] = ["crowd-eviction", "crowd-gpa", "crowd-layoff", "experts-eviction"];

#[test]
fn every_stored_score_of_the_wiki_surveys_is_reproduced_from_the_votes() {
    let mut scores = 0;
    for name in SURVEYS {
        let survey = survey(name);
        // Deleted ideas still occur in votes, so every idea that occurs anywhere gets an index.
        let mut ids: Vec<u64> = survey.ideas.iter().map(|idea| idea.0).collect();
        ids.extend(survey.votes.iter().flat_map(|vote| [vote.1, vote.2]));
        ids.sort_unstable();
        ids.dedup();
        let place = |id: u64| ids.binary_search(&id).unwrap();
        let seen = compared(ids.len(), survey.votes.iter().map(|vote| (place(vote.1), place(vote.2))));
        let rates = seen.win_rates();
        for (id, wins, losses, stored) in survey.ideas {
            assert_eq!((seen.wins(place(id)), seen.losses(place(id))), (wins, losses), "{name}, idea {id}");
            assert!(
                (rates[place(id)] - stored).abs() < 1e-3,
                "{name}, idea {id}: {} beside {stored}",
                rates[place(id)]
            );
            scores += 1;
        }
    }
    assert_eq!(scores, 58 + 109 + 65 + 36);
}

#[test]
fn strengths_equal_those_of_choix() {
    let figures = &recorded()["comparisons"];
    for row in figures["drawn"].as_array().unwrap() {
        let pairs = row["pairs"].as_array().unwrap().iter().map(numbers).map(|pair| (pair[0], pair[1]));
        let fit = bradley_terry(&compared(row["items"].as_u64().unwrap() as usize, pairs), 0.0).unwrap();
        assert!(fit.settled);
        let far = furthest(&fit.strengths, &centred(&floats(&row["strengths"])));
        assert!(far < 1e-4, "{far}");
    }
    for row in figures["surveys"].as_array().unwrap() {
        let ids = numbers(&row["ids"]);
        let place = |id: u64| ids.binary_search(&(id as usize)).unwrap();
        let votes = survey(row["survey"].as_str().unwrap()).votes;
        assert_eq!(votes.len() as u64, row["votes"].as_u64().unwrap());
        let fit =
            bradley_terry(&compared(ids.len(), votes.iter().map(|vote| (place(vote.1), place(vote.2)))), 0.0)
                .unwrap();
        let far = furthest(&fit.strengths, &centred(&floats(&row["strengths"])));
        assert!(fit.settled && far < 1e-3, "{}: {far}", row["survey"]);
    }
}

#[test]
fn two_items_have_the_strengths_ties_and_errors_that_follow_by_hand() {
    let mut seen = Comparisons::new(2).unwrap();
    seen.add(0, 1, Outcome::First, 36).unwrap();
    seen.add(1, 0, Outcome::First, 9).unwrap();
    let plain = bradley_terry(&seen, 0.0).unwrap();
    assert!((plain.strengths[0] - plain.strengths[1] - 4f64.ln()).abs() < 1e-9);
    // Information n·p·q on the difference; each strength is half of it.
    let error = 0.5 / (45.0f64 * 0.8 * 0.2).sqrt();
    assert!(furthest(&plain.errors(&seen).unwrap(), &[error, error]) < 1e-9);
    seen.add(1, 0, Outcome::Tie, 27).unwrap();
    let tied = bradley_terry(&seen, 0.0).unwrap();
    // Davidson: the odds stay 36 : 9, and ν = ties / √(36·9).
    assert!((tied.beats(0, 1) - 0.8).abs() < 1e-9 && (tied.ties - 27.0 / 18.0).abs() < 1e-9);
    // With a prior of k the two are pulled together: 36 : 9 becomes less.
    assert!(bradley_terry(&seen, 5.0).unwrap().beats(0, 1) < 0.8);
}

#[test]
fn a_ladder_where_everybody_met_two_neighbours_is_climbed_too() {
    // Each wins three of four against the next: the hardest there is for steps that take each item alone.
    let mut seen = Comparisons::new(40).unwrap();
    for rung in 0..39 {
        seen.add(rung, rung + 1, Outcome::First, 3).unwrap();
        seen.add(rung + 1, rung, Outcome::First, 1).unwrap();
    }
    let fit = bradley_terry(&seen, 0.0).unwrap();
    assert!(fit.settled, "{} passes", fit.passes);
    let steps: Vec<f64> = fit.strengths.windows(2).map(|two| two[0] - two[1]).collect();
    assert!(furthest(&steps, &[3f64.ln(); 39]) < 1e-6, "{steps:?}");
}

#[test]
fn likelihood_without_a_prior_is_refused_where_it_has_no_maximum() {
    let chain = compared(3, [(0, 1), (1, 2), (0, 2)]);
    assert!(bradley_terry(&chain, 0.0).is_err(), "item 0 never lost");
    assert_eq!(bradley_terry(&chain, 0.5).unwrap().order(), [0, 1, 2]);
    let apart = compared(4, [(0, 1), (1, 0), (2, 3), (3, 2)]);
    assert!(bradley_terry(&apart, 0.0).is_err(), "two islands");
    assert!(bradley_terry(&Comparisons::new(0).unwrap(), 1.0).is_err());
    for prior in [f64::NAN, -1.0, f64::INFINITY] {
        assert!(bradley_terry(&chain, prior).is_err());
    }
    let nobody = bradley_terry(&Comparisons::new(3).unwrap(), 1.0).unwrap();
    assert_eq!(nobody.strengths, [0.0; 3]);
    assert!(nobody.errors(&Comparisons::new(2).unwrap()).is_err());
}

#[test]
fn a_chain_that_jumps_between_low_and_high_numbers_is_linked_until_one_way_is_missing() {
    // 0, 200, 1, 199, 2, ...: the way through leads up and down by turns.
    let chain: Vec<usize> = (0..100).flat_map(|low| [low, 200 - low]).chain([100]).collect();
    let linked_without = |missing: Option<(usize, usize)>| {
        let both_ways = chain.windows(2).flat_map(|two| [(two[0], two[1]), (two[1], two[0])]);
        bradley_terry(&compared(201, both_ways.filter(|way| Some(*way) != missing)), 0.0).is_ok()
    };
    assert!(linked_without(None));
    for place in [0, 1, 98, 99, 198, 199] {
        let (one, next) = (chain[place], chain[place + 1]);
        assert!(!linked_without(Some((one, next))) && !linked_without(Some((next, one))), "{one} and {next}");
    }
}

/// Most meet most others, some of them more than once, with ties.
fn thorough(items: usize) -> Vec<(usize, usize, Outcome)> {
    let mut chance = Seed::of("thorough").chance();
    let strengths: Vec<f64> = (0..items).map(|_| chance.normal()).collect();
    let mut drawn = || {
        let one = chance.below(items as u64) as usize;
        let other = (one + 1 + chance.below(items as u64 - 1) as usize) % items;
        let wins = chance.unit() < 1.0 / (1.0 + (strengths[other] - strengths[one]).exp());
        let outcome = if wins { Outcome::First } else { Outcome::Second };
        (one, other, if chance.unit() < 0.2 { Outcome::Tie } else { outcome })
    };
    (0..items * 100).map(|_| drawn()).collect()
}

#[test]
fn where_everybody_met_many_others_a_few_passes_are_enough() {
    let mut seen = Comparisons::new(150).unwrap();
    for (first, second, outcome) in thorough(150) {
        seen.add(first, second, outcome, 1).unwrap();
    }
    let fit = bradley_terry(&seen, 0.0).unwrap();
    assert!(fit.settled && fit.passes <= 15, "{} passes", fit.passes);
}

#[test]
fn the_order_of_votes_changes_no_digit_of_a_strength_or_its_error() {
    let fitted = |votes: &[(usize, usize, Outcome)]| {
        let mut seen = Comparisons::new(150).unwrap();
        for (first, second, outcome) in votes {
            seen.add(*first, *second, *outcome, 1).unwrap();
        }
        let fit = bradley_terry(&seen, 0.5).unwrap();
        let errors = fit.errors(&seen).unwrap();
        (fit, errors)
    };
    let mut votes = thorough(150);
    let forwards = fitted(&votes);
    votes.reverse();
    assert_eq!(forwards, fitted(&votes));
}

#[test]
fn sets_of_two_give_the_utilities_of_bradley_and_terry() {
    let row = &recorded()["comparisons"]["drawn"][0];
    let items = row["items"].as_u64().unwrap() as usize;
    let pairs: Vec<Vec<usize>> = row["pairs"].as_array().unwrap().iter().map(numbers).collect();
    let answers: Vec<Choice> =
        pairs.iter().map(|pair| Choice { shown: pair.clone(), best: pair[0], worst: pair[1] }).collect();
    let sets = maxdiff(items, &answers, 1e-6).unwrap();
    let fit = bradley_terry(&compared(items, pairs.iter().map(|pair| (pair[0], pair[1]))), 0.0).unwrap();
    let doubled: Vec<f64> = sets.utilities.iter().map(|utility| 2.0 * utility).collect();
    assert!(sets.settled && furthest(&doubled, &fit.strengths) < 1e-4);
}

#[test]
fn careless_and_hostile_raters_lose_their_say() {
    let mut chance = Seed::of("careless raters").chance();
    let truth: Vec<f64> = (0..10).map(|item| item as f64 * 0.6).collect();
    let mut judgements = Vec::new();
    for rater in 0..20 {
        let care = if rater < 12 { 0.97 } else { 0.3 };
        for _ in 0..60 {
            let a = chance.below(10) as usize;
            let b = (a + 1 + chance.below(9) as usize) % 10;
            let honest = chance.unit() < 1.0 / (1.0 + (truth[b] - truth[a]).exp());
            let first = honest == (chance.unit() < care);
            let (winner, loser) = if first { (a, b) } else { (b, a) };
            judgements.push(Judgement { rater, winner, loser });
        }
    }
    let fit = crowd(10, 20, &judgements, 0.5).unwrap();
    assert!(fit.settled);
    let careful = fit.care[..12].iter().copied().fold(1.0, f64::min);
    let careless = fit.care[12..].iter().copied().fold(0.0, f64::max);
    assert!(careful > careless, "{:?}", fit.care);
    let plain = bradley_terry(&compared(10, judgements.iter().map(|j| (j.winner, j.loser))), 0.5).unwrap();
    let centre = centred(&truth);
    let miss = |strengths: &[f64]| strengths.iter().zip(&centre).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
    assert!(miss(&fit.strengths) < 0.5 * miss(&plain.strengths));
    judgements.reverse();
    assert_eq!(fit, crowd(10, 20, &judgements, 0.5).unwrap());
}

#[test]
fn the_hierarchical_score_finds_the_chance_to_please_a_random_person() {
    // Ten items, forty people with opinions of their own, drawn from the model itself.
    let mut chance = Seed::of("hierarchical").chance();
    let means: Vec<f64> = (0..8).map(|item| 0.5 * item as f64 - 1.75).collect();
    let mut votes = Vec::new();
    for person in 0..150 {
        let own: Vec<f64> = means.iter().map(|mean| mean + chance.normal()).collect();
        for _ in 0..10 {
            let a = chance.below(8) as usize;
            let b = (a + 1 + chance.below(7) as usize) % 8;
            let first = own[a] - own[b] + chance.normal() > 0.0;
            let (winner, loser) = if first { (a, b) } else { (b, a) };
            votes.push(PersonalVote { person, winner, loser });
        }
    }
    let sampling = Sampling { warm_up: 100, kept: 200, seed: Seed::of("gibbs") };
    let fit = hierarchical(8, 150, &votes, &sampling).unwrap();
    // The same by simulation: does item i beat a random other one for a random person?
    let mut wins = [0.0; 8];
    for _ in 0..40_000 {
        let i = chance.below(8) as usize;
        let k = (i + 1 + chance.below(7) as usize) % 8;
        let gap = means[i] - means[k] + 3f64.sqrt() * chance.normal();
        wins[i] += if gap > 0.0 { 100.0 } else { 0.0 } / 5_000.0;
    }
    let mut misses = 0.0;
    for (item, expected) in wins.iter().enumerate() {
        let away = (fit.scores[item] - expected) / fit.errors[item];
        misses += away * away / 8.0;
        assert!(fit.errors[item] < 4.0, "{:?}", fit.errors);
    }
    assert!(misses < 2.5, "errors say how far scores are off: {misses}");
    votes.reverse();
    assert_eq!(
        fit,
        hierarchical(8, 150, &votes, &sampling).unwrap(),
        "the order of votes makes no difference"
    );
}

#[test]
fn a_fifth_of_all_pairs_stays_random_and_sides_are_fair() {
    let items = 6;
    let mut seen = Comparisons::new(items).unwrap();
    seen.add(0, 1, Outcome::First, 500).unwrap();
    let near =
        PairAim::NearCut { cut: 2, strengths: vec![9.0, 9.0, 1.0, -1.0, -9.0, -9.0], errors: vec![0.1; 6] };
    for (aim, reason) in [(PairAim::CatchUp, Reason::CatchUp), (near, Reason::NearCut)] {
        let rule = PairRule { random: 0.2, aim };
        let (mut random, mut lower_left, mut old_pair) = (0.0, 0.0, 0.0);
        for number in 0..4000u32 {
            let pair = next_pair(&seen, &rule, &Seed::of(number.to_le_bytes())).unwrap();
            assert!(pair.left != pair.right && pair.left < items && pair.right < items);
            random += f64::from(u8::from(pair.reason == Reason::Random));
            lower_left += f64::from(u8::from(pair.left < pair.right));
            old_pair += f64::from(u8::from(pair.reason == reason && pair.left + pair.right == 1));
            if pair.reason == Reason::NearCut {
                let ends = [pair.left.min(pair.right), pair.left.max(pair.right)];
                assert!(ends == [0, 2] || ends == [1, 2], "1st and 2nd are safe, 3rd is next: {pair:?}");
            }
        }
        // Three standard deviations of a binomial.
        assert!((random - 800.0f64).abs() < 76.0, "{random}");
        assert!((lower_left - 2000.0f64).abs() < 95.0, "{lower_left}");
        assert!(old_pair < 30.0, "the pair that met often is hardly shown to catch up");
    }
    for random in [0.1, f64::NAN, 1.5] {
        assert!(next_pair(&seen, &PairRule { random, aim: PairAim::CatchUp }, &Seed::of("x")).is_err());
    }
    for (cut, length) in [(0, 6), (6, 6), (2, 5)] {
        let aim = PairAim::NearCut { cut, strengths: vec![0.0; length], errors: vec![1.0; length] };
        assert!(next_pair(&seen, &PairRule { random: 1.0, aim }, &Seed::of("x")).is_err());
    }
    assert!(
        next_pair(
            &Comparisons::new(1).unwrap(),
            &PairRule { random: 1.0, aim: PairAim::CatchUp },
            &Seed::of("x")
        )
        .is_err()
    );
}

#[test]
fn sets_for_best_and_worst_are_balanced() {
    let (items, size) = (9usize, 4);
    let (mut shown, mut met) = (vec![0u64; items], vec![0u64; items * items]);
    for number in 0..90u32 {
        let set = next_set(&shown, &met, size, &Seed::of(number.to_le_bytes())).unwrap();
        for a in &set {
            shown[*a] += 1;
            for b in set.iter().filter(|b| *b != a) {
                met[a * items + b] += 1;
            }
        }
    }
    assert!(shown.iter().all(|count| *count == 40));
    // 90 sets of 6 pairs over 36 pairs: 15 each on average.
    let pairs: Vec<u64> = (0..items)
        .flat_map(|a| (a + 1..items).map(move |b| (a, b)))
        .map(|(a, b)| met[a * items + b])
        .collect();
    assert!(pairs.iter().all(|count| (11..=19).contains(count)), "{pairs:?}");
    assert!(
        next_set(&shown, &met, 1, &Seed::of("x")).is_err()
            && next_set(&shown, &met, 10, &Seed::of("x")).is_err()
    );
    assert!(next_set(&shown, &met[1..], 4, &Seed::of("x")).is_err());
}

/// Found by chance: here the last steps climb by less than the rounding of a height.
#[test]
fn a_model_of_best_and_worst_settles_where_heights_cannot_tell() {
    let choice = |shown: &[usize]| Choice { best: shown[0], worst: shown[1], shown: shown.to_vec() };
    let answers = [choice(&[1, 3]), choice(&[0, 2, 1, 4]), choice(&[0, 2, 3, 1]), choice(&[3, 1, 2, 4, 0])];
    assert!(maxdiff(5, &answers, 0.2).unwrap().settled);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn comparisons_kept_vote_by_vote_equal_a_recount(
        votes in prop::collection::vec((0usize..5, 1usize..5, 0u8..3, 1u64..4), 1..40),
        leaving in 0usize..40,
    ) {
        let outcome = |n: u8| [Outcome::First, Outcome::Second, Outcome::Tie][n as usize];
        let count = |votes: &[(usize, usize, u8, u64)]| {
            let mut seen = Comparisons::new(5).unwrap();
            for (a, step, result, times) in votes {
                seen.add(*a, (a + step) % 5, outcome(*result), *times).unwrap();
            }
            seen
        };
        let mut kept = count(&votes);
        let leaving = leaving.min(votes.len());
        for (a, step, result, times) in &votes[..leaving] {
            kept.remove(*a, (a + step) % 5, outcome(*result), *times).unwrap();
        }
        let again = count(&votes[leaving..]);
        prop_assert_eq!(&kept, &again);
        prop_assert_eq!(bradley_terry(&kept, 1.0).unwrap(), bradley_terry(&again, 1.0).unwrap());
        // Swapping sides is the same comparison.
        let mut turned = Comparisons::new(5).unwrap();
        for (a, step, result, times) in votes[leaving..].iter().rev() {
            turned
                .add(
                    (a + step) % 5,
                    *a,
                    [Outcome::Second, Outcome::First, Outcome::Tie][*result as usize],
                    *times,
                )
                .unwrap();
        }
        prop_assert_eq!(again, turned);
    }

    #[test]
    fn likelihood_without_a_prior_is_fitted_exactly_where_wins_and_ties_link_everybody_both_ways(
        votes in prop::collection::vec((0usize..6, 1usize..6, any::<bool>()), 4..16),
    ) {
        let mut seen = Comparisons::new(6).unwrap();
        let mut leads = [[false; 6]; 6];
        for (first, step, tie) in votes {
            let second = (first + step) % 6;
            seen.add(first, second, if tie { Outcome::Tie } else { Outcome::First }, 1).unwrap();
            leads[first][second] = true;
            leads[second][first] |= tie;
        }
        // Every way over others, one of them after the other (S. Warshall).
        for over in 0..6 {
            for from in 0..6 {
                for to in 0..6 {
                    leads[from][to] |= leads[from][over] && leads[over][to];
                }
            }
        }
        let linked = leads.as_flattened().iter().all(|leads| *leads);
        prop_assert_eq!(bradley_terry(&seen, 0.0).is_ok(), linked);
    }

    #[test]
    fn strengths_are_at_the_summit_of_likelihood_and_prior(
        votes in prop::collection::vec((0usize..5, 1usize..5, 0u8..3, 1u64..9), 1..30),
        prior in 0.1..20.0f64,
        item in 0usize..5,
        away in -0.1..0.1f64,
    ) {
        let mut seen = Comparisons::new(5).unwrap();
        let mut results = Vec::new();
        for (first, step, result, times) in votes {
            let second = (first + step) % 5;
            let outcome = if result == 2 { Outcome::Tie } else { Outcome::First };
            seen.add(first, second, outcome, times).unwrap();
            results.push((first, second, outcome, times as f64));
        }
        // Where nothing but ties is seen, nothing bounds how easily they come.
        prop_assume!((0..5).any(|item| seen.wins(item) > 0));
        let fit = bradley_terry(&seen, prior).unwrap();
        prop_assert!(fit.settled);
        // Of all scales the prior likes the one best where strengths are one on average.
        let height = |theta: &[f64], nu: f64| -> f64 {
            let likely = results.iter().map(|(a, b, outcome, times)| {
                let (x, y) = (theta[*a].exp(), theta[*b].exp());
                let tie = nu * (x * y).sqrt();
                times * (if *outcome == Outcome::Tie { tie } else { x } / (x + y + tie)).ln()
            });
            let average = theta.iter().map(|theta| theta.exp()).sum::<f64>() / 5.0;
            likely.sum::<f64>() + prior * theta.iter().map(|theta| theta - average.ln()).sum::<f64>()
        };
        let summit = height(&fit.strengths, fit.ties);
        let mut other = fit.strengths.clone();
        other[item] += away;
        prop_assert!(summit >= height(&other, fit.ties) - 1e-9);
        if fit.ties > 0.0 {
            prop_assert!(summit >= height(&fit.strengths, fit.ties * away.exp()) - 1e-9);
        }
    }

    #[test]
    fn one_more_win_never_lowers_a_strength(
        votes in prop::collection::vec((0usize..5, 1usize..5), 1..40),
        winner in 0usize..5,
        step in 1usize..5,
    ) {
        let mut seen = compared(5, votes.iter().map(|(a, step)| (*a, (a + step) % 5)));
        let before = bradley_terry(&seen, 0.5).unwrap();
        seen.add(winner, (winner + step) % 5, Outcome::First, 1).unwrap();
        let after = bradley_terry(&seen, 0.5).unwrap();
        prop_assert!(before.settled && after.settled);
        let gap =
            |fit: &ballot::pairs::BradleyTerry| fit.strengths[winner] - fit.strengths[(winner + step) % 5];
        prop_assert!(gap(&after) >= gap(&before) - 1e-8);
    }

    #[test]
    fn naming_items_differently_only_renames_strengths(
        votes in prop::collection::vec((0usize..5, 1usize..5), 1..40),
        by in 0usize..5,
    ) {
        let plain =
            bradley_terry(&compared(5, votes.iter().map(|(a, step)| (*a, (a + step) % 5))), 0.5).unwrap();
        let turned = bradley_terry(
            &compared(5, votes.iter().map(|(a, step)| ((a + by) % 5, (a + step + by) % 5))),
            0.5,
        )
        .unwrap();
        for item in 0..5 {
            prop_assert!((plain.strengths[item] - turned.strengths[(item + by) % 5]).abs() < 1e-8);
        }
    }

    #[test]
    fn a_model_of_best_and_worst_is_at_its_summit(
        answers in prop::collection::vec((Just(vec![0usize, 1, 2, 3, 4]).prop_shuffle(), 2usize..=5), 1..20),
        item in 0usize..5,
        away in -0.1..0.1f64,
    ) {
        let answers: Vec<Choice> = answers
            .into_iter()
            .map(|(order, size)| Choice { best: order[0], worst: order[1], shown: order[..size].to_vec() })
            .collect();
        let fit = maxdiff(5, &answers, 0.2).unwrap();
        prop_assert!(fit.settled);
        let height = |u: &[f64]| -> f64 {
            let terms = answers.iter().map(|answer| {
                let all: f64 = answer
                    .shown
                    .iter()
                    .flat_map(|k| answer.shown.iter().filter(move |l| *l != k).map(move |l| (k, l)))
                    .map(|(k, l)| (u[*k] - u[*l]).exp())
                    .sum();
                u[answer.best] - u[answer.worst] - all.ln()
            });
            terms.sum::<f64>() - 0.1 * u.iter().map(|x| x * x).sum::<f64>()
        };
        let mut other = fit.utilities.clone();
        other[item] += away;
        prop_assert!(height(&fit.utilities) >= height(&other) - 1e-12);
    }

    #[test]
    fn more_evidence_never_lessens_progress(
        strengths in prop::collection::vec(-3.0..3.0f64, 2..12),
        error in 0.01..2.0f64,
        cut in any::<prop::sample::Index>(),
    ) {
        let cut = 1 + cut.index(strengths.len() - 1);
        let before = progress(&strengths, &vec![error; strengths.len()], cut, 1.96).unwrap();
        let after = progress(&strengths, &vec![error / 2.0; strengths.len()], cut, 1.96).unwrap();
        prop_assert!(after.share >= before.share && after.clear >= before.clear);
        prop_assert!((0.0..=1.0).contains(&after.share));
        prop_assert_eq!(after.clear + after.undecided.len(), strengths.len());
    }

    #[test]
    fn skills_move_towards_the_winner_and_grow_surer(
        a in -50.0..50.0f64,
        b in -50.0..50.0f64,
        s in 0.1..9.0f64,
        t in 0.1..9.0f64,
    ) {
        let (mut winner, mut loser) = (Skill { mean: a, deviation: s }, Skill { mean: b, deviation: t });
        Skill::compare(&mut winner, &mut loser, Skill::BETA).unwrap();
        prop_assert!(winner.mean >= a && loser.mean <= b);
        prop_assert!(winner.deviation <= s && loser.deviation <= t && winner.deviation > 0.0);
    }
}

#[test]
fn an_upset_moves_skills_by_the_published_formula() {
    let (mut winner, mut loser) =
        (Skill { mean: 20.0, deviation: 4.0 }, Skill { mean: 30.0, deviation: 5.0 });
    Skill::compare(&mut winner, &mut loser, Skill::BETA).unwrap();
    // The formulas of Herbrich et al. evaluated with SciPy 1.17.
    assert!((winner.mean - 23.026_248_389_336_633).abs() < 1e-12);
    assert!((winner.deviation - 3.638_164_557_478_352).abs() < 1e-12);
    assert!((loser.mean - 25.271_486_891_661_51).abs() < 1e-12);
    assert!((loser.deviation - 4.272_299_422_066_092).abs() < 1e-12);
}

#[test]
fn progress_counts_how_much_of_the_evidence_is_there() {
    // The line lies at 0.5, half a standard error from both: a quarter of what z = 1 asks for.
    let found = progress(&[1.0, 0.0], &[1.0, 1.0], 1, 1.0).unwrap();
    assert_eq!((found.clear, found.share), (0, 0.25));
}

#[test]
fn an_upset_beyond_imagination_stays_a_finite_figure() {
    let (mut winner, mut loser) = (Skill { mean: -1e6, deviation: 1.0 }, Skill { mean: 1e6, deviation: 1.0 });
    Skill::compare(&mut winner, &mut loser, 0.1).unwrap();
    assert!(winner.mean.is_finite() && winner.deviation > 0.0 && loser.mean < 1e6);
    let mut odd = Skill { mean: f64::NAN, deviation: 1.0 };
    assert!(Skill::compare(&mut winner, &mut odd, 1.0).is_err());
    assert!(Skill::compare(&mut Skill { mean: 0.0, deviation: 0.0 }, &mut loser, 1.0).is_err());
}

#[test]
fn unknown_items_and_an_item_against_itself_are_refused() {
    let mut seen = Comparisons::new(2).unwrap();
    assert!(seen.add(0, 2, Outcome::First, 1).is_err() && seen.add(1, 1, Outcome::Tie, 1).is_err());
    assert!(
        seen.add(0, 1, Outcome::First, u64::MAX).is_err() && seen.remove(0, 1, Outcome::First, 1).is_err()
    );
    assert!(Comparisons::new(usize::MAX).is_err());
    assert!(win_rate(u64::MAX, u64::MAX).is_finite());
    let wrong = |shown: &[usize], best, worst| {
        maxdiff(3, &[Choice { shown: shown.to_vec(), best, worst }], 1.0).is_err()
    };
    assert!(
        wrong(&[0, 1], 0, 2)
            && wrong(&[0, 1], 0, 0)
            && wrong(&[0, 0], 0, 0)
            && wrong(&[0, 3], 0, 3)
            && wrong(&[], 0, 1)
    );
    assert!(maxdiff(3, &[], f64::NAN).is_err());
    assert_eq!(maxdiff(0, &[], 1.0).unwrap().utilities, [0.0; 0]);
    let judgement = |rater, winner, loser| crowd(2, 1, &[Judgement { rater, winner, loser }], 1.0);
    assert!(judgement(1, 0, 1).is_err() && judgement(0, 2, 1).is_err() && judgement(0, 1, 1).is_err());
    let sampling = Sampling { warm_up: 0, kept: 1, seed: Seed::of("x") };
    let vote =
        |person, winner, loser| hierarchical(2, 1, &[PersonalVote { person, winner, loser }], &sampling);
    assert!(
        vote(1, 0, 1).is_err() && vote(0, 0, 2).is_err() && vote(0, 0, 0).is_err() && vote(0, 0, 1).is_ok()
    );
    assert!(hierarchical(2, 1, &[], &Sampling { kept: 0, ..sampling }).is_err());
    assert!(
        progress(&[0.0], &[1.0], 1, 1.0).is_err() && progress(&[0.0, f64::NAN], &[1.0; 2], 1, 1.0).is_err()
    );
}
