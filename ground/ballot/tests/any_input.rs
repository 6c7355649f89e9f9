//! Whatever numbers come in, NaN and infinities included, nothing panics and nothing that is answered is NaN.

#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

use ballot::{
    bayes::{Prior, Sample},
    calibration::{auc, calibration},
    chance::Seed,
    early::EarlyDrop,
    experiments::{
        Allocation, Arm, Series, StoppingRule, bernoulli, e_value, inverse_propensity, top_two, tuned,
    },
    exposure::{Seen, draw},
    gaming::{Act, Lockstep, bursts, effective, lockstep},
    harshness::{Rating, correct},
    pairs::{
        Comparisons, Outcome, PairAim, PairRule, Skill, bradley_terry, crowd, maxdiff, next_pair, progress,
    },
    popularity::{HalfLife, Popularity, Side, Vote},
    raters::{effort, surprisingly_popular},
    shortlist::{Candidate, shortlist},
    stars::Stars,
    ties::TieRule,
    wilson::{self, Interval},
};
use proptest::prelude::*;

/// Any number at all, with the awkward ones often.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        -2.0..2.0f64,
        prop::sample::select(vec![
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::MAX,
            f64::MIN,
            f64::MIN_POSITIVE,
            5e-324,
            0.0,
            -0.0,
            1.0,
            0.5,
            1e15,
        ]),
    ]
}

fn numbers(n: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(number(), 0..n)
}

fn count() -> impl Strategy<Value = u64> {
    prop_oneof![0u64..20, any::<u64>(), Just(u64::MAX)]
}

/// Not a NaN where something was answered.
fn sound(answer: impl IntoIterator<Item = f64>) {
    for figure in answer {
        assert!(!figure.is_nan());
    }
}

proptest! {
    #[test]
    fn scores_refuse_or_answer(a in count(), b in count(), z in number(), x in number(), list in numbers(8)) {
        if let Ok(bounds) = wilson::interval(a, b, z) {
            sound([bounds.lower, bounds.upper]);
        }
        if let Ok(bounds) = Stars::one_to_five([a, b, a, 0, b]).bounds(z) {
            sound([bounds.lower, bounds.upper]);
        }
        if let Ok(stars) = Stars::new(list.iter().map(|x| (*x, a))) {
            sound(stars.mean());
            sound(stars.bounds(1.96).map(|bounds| bounds.lower));
        }
        if let Ok(rule) = EarlyDrop::new(x, a, z) {
            let _ = (rule.share(a, b), rule.stars(&Stars::one_to_five([a, 0, 0, 0, b])));
        }
        if let Ok(sample) = Sample::of(&list) {
            sound(sample.mean());
            if let Ok(prior) = Prior::new(x, z) {
                sound([prior.average(&sample)]);
            }
            if let Ok(prior) = Prior::estimate(&[sample, sample, Sample::default()]) {
                sound([prior.mean, prior.weight, prior.average(&sample)]);
            }
        }
        let ratings: Vec<Rating> =
            list.iter().enumerate().map(|(n, value)| Rating { rater: n % 3, item: n / 3, value: *value }).collect();
        if let Ok(fit) = correct(3, 3, &ratings, z) {
            sound(fit.quality.into_iter().chain(fit.leniency));
        }
    }

    #[test]
    fn popularity_refuses_or_answers(
        steps in prop::collection::vec((number(), any::<i64>(), any::<bool>()), 0..12),
        span in any::<i64>(),
        now in any::<i64>(),
        spoiled in (number(), number(), number(), any::<u64>(), any::<i64>()),
    ) {
        let Ok(half_life) = HalfLife::new(span) else { return Ok(()) };
        let mut idea = Popularity::default();
        for (weight, at, leave) in &steps {
            let vote = Vote { weight: *weight, at: *at };
            let _ = if *leave { idea.withdraw(vote, half_life) } else { idea.cast(vote, half_life) };
            sound([idea.at(now, half_life)]);
        }
        let votes: Vec<Vote> = steps.iter().map(|(weight, at, _)| Vote { weight: *weight, at: *at }).collect();
        if let Ok(again) = Popularity::recount(&votes, half_life) {
            sound([again.at(now, half_life)]);
            prop_assert!(!again.needs_recount());
        }
        let (up, down, slack, votes, reference) = spoiled;
        let mut row = Popularity { up: Side { sum: up, votes }, down: Side { sum: down, votes: 1 }, slack, reference };
        let _ = (row.sort_key(half_life), row.needs_recount(), row.votes());
        let _ = row.absorb(&idea, half_life);
        let _ = idea.absorb(&row, half_life);
    }

    #[test]
    fn exposure_and_shortlists_refuse_or_answer(list in numbers(8), views in count(), size in 0usize..12, other in number()) {
        let items: Vec<Seen> = list.iter().map(|uncertainty| Seen { views, uncertainty: *uncertainty }).collect();
        let all: Vec<usize> = (0..items.len()).collect();
        if let Ok(drawn) = draw(&items, &all, views, size, &Seed::of("any")) {
            sound(drawn.into_iter().map(|drawn| drawn.probability));
        }
        let candidates: Vec<Candidate> = list
            .iter()
            .map(|lower| Candidate { bounds: Interval { lower: *lower, upper: other }, stratum: None })
            .collect();
        let _ = shortlist(&candidates, size, &[], &TieRule::Lots(Seed::of("any")));
        let scored: Vec<(f64, bool)> = list.iter().map(|score| (*score, *score > 0.3)).collect();
        sound(auc(&scored).ok().flatten());
        sound(calibration(&scored, size).map(|found| found.brier));
    }

    #[test]
    fn comparisons_refuse_or_answer(
        votes in prop::collection::vec((0usize..4, 0usize..4, 0u8..3, count()), 0..12),
        list in numbers(6),
        x in number(),
        y in number(),
        cut in 0usize..7,
    ) {
        let mut seen = Comparisons::new(4).unwrap();
        for (a, b, outcome, times) in votes {
            let _ = seen.add(a, b, [Outcome::First, Outcome::Second, Outcome::Tie][outcome as usize], times);
        }
        if let Ok(fit) = bradley_terry(&seen, x) {
            sound(fit.strengths.iter().copied().chain([fit.ties, fit.beats(0, 3), fit.beats(9, 0)]));
            sound(fit.errors(&seen).unwrap_or_default());
        }
        let (mut a, mut b) = (Skill { mean: x, deviation: y }, Skill::default());
        if Skill::compare(&mut a, &mut b, y).is_ok() {
            sound([a.mean, a.deviation, b.mean, b.deviation]);
        }
        sound(progress(&list, &list, cut, x).map(|found| found.share));
        let aim = PairAim::NearCut { cut, strengths: list.clone(), errors: list };
        let _ = next_pair(&seen, &PairRule { random: x, aim }, &Seed::of("any"));
        let _ = (crowd(2, 2, &[], x), maxdiff(2, &[], y));
    }

    #[test]
    fn raters_and_gaming_refuse_or_answer(
        times in prop::collection::vec(numbers(5), 0..6),
        acts in prop::collection::vec((0usize..4, 0usize..3, any::<i64>()), 0..12),
        x in number(),
        span in any::<i64>(),
        shared in 0usize..5,
        votes in prop::collection::vec(count(), 0..5),
    ) {
        let answers = vec![vec![1, 1, 2]; times.len()];
        for weighed in effort(&times, &answers, x).unwrap_or_default() {
            sound([weighed.speed, weighed.variety, weighed.weight]);
        }
        sound(surprisingly_popular(&votes, &times).unwrap_or_default());
        let acts: Vec<Act> =
            acts.into_iter().map(|(voter, item, at)| Act { voter, item, positive: true, at }).collect();
        let _ = lockstep(&acts, &Lockstep { span, similarity: x, shared, crowd: shared });
        for burst in bursts(&acts, span, x).unwrap_or_default() {
            sound([burst.expected, burst.chance]);
        }
        sound(effective(&[Some(usize::MAX), None, Some(0)], x).map(|support| support.effective));
    }

    #[test]
    fn experiments_refuse_or_answer(list in numbers(6), a in count(), b in count(), x in number(), y in number()) {
        let mut series = Series::of_shares(a, b);
        for value in &list {
            let _ = series.add(*value);
        }
        sound([series.mean()]);
        if let Ok(bounds) = series.interval(x, y) {
            sound([bounds.lower, bounds.upper]);
        }
        if let Ok(rho) = tuned(a, x) {
            sound([rho]);
        }
        let rule = StoppingRule { alpha: x, margin: y, planned: a, most: b };
        let _ = (rule.verdict(&series, &Series::of_shares(b, a)), rule.fingerprint());
        sound(e_value(a, b, x));
        if let Ok(bounds) = bernoulli(a, b, x) {
            prop_assert!(0.0 <= bounds.lower && bounds.lower <= bounds.upper && bounds.upper <= 1.0);
        }
        if let Ok(allocation) = Allocation::new(&list, Seed::of("any")) {
            prop_assert!(allocation.arm("somebody") < list.len());
        }
        let arms = [Arm { successes: a, failures: b }, Arm { successes: b, failures: a }];
        if let Ok(next) = top_two(&arms, x, 20, &Seed::of("any")) {
            sound(next.shares.into_iter().chain(next.best));
        }
        let seen: Vec<(f64, f64)> = list.iter().map(|outcome| (*outcome, y)).collect();
        sound(inverse_propensity(&seen, a));
        let mut chance = Seed::of("any").chance();
        sound([chance.gamma(x), chance.beta(x, y)]);
        let _ = chance.weighted(&list);
    }
}
