//! Rules and answers for the tests of this crate.

use crate::{
    Answer, Authors, Bearing, BudgetCount, Combine, Conflict, Counts, Decider, Method, RankedCount, Rule,
    Stance, Stratum, Suspects, Ties, Votes, Who,
};
use act::Timestamp;
use proptest::{collection::vec, prelude::*, sample::subsequence, strategy::Union};

/// Items of the sample rounds.
pub(crate) const ITEMS: u32 = 5;

pub(crate) fn methods() -> Vec<Method> {
    let costs = vec![400, 250, 300, 120, 500];
    let budget =
        |count| Method::Budget { limit: 900, currency: "EUR".to_owned(), costs: costs.clone(), count };
    let mut all = vec![
        Method::UpDown,
        Method::Stars { levels: 5 },
        Method::Pairwise,
        Method::MaxDiff { set: 3 },
        Method::Quadratic { credits: 30 },
        Method::Cumulative { points: 10 },
        Method::Opinions,
    ];
    all.extend([BudgetCount::Greedy, BudgetCount::EqualShares].map(budget));
    let counts = [RankedCount::Schulze, RankedCount::RunOff, RankedCount::Transferable];
    all.extend(counts.map(|count| Method::Ranked { count }));
    all
}

pub(crate) fn stratum(name: &str, who: Who) -> Stratum {
    Stratum { name: name.to_owned(), who, joined_before: None }
}

/// A rule without contradiction: customers and staff together.
pub(crate) fn rule(method: Method) -> Rule {
    let places = match method {
        Method::Budget { .. } => 0,
        Method::Ranked { count: RankedCount::RunOff } => 1,
        _ => 2,
    };
    Rule {
        question: "Which repair comes first?".to_owned(),
        places,
        strata: vec![stratum("Customers", Who::Members), stratum("Staff", Who::Staff)],
        combine: Combine::Together,
        conflict: Conflict::None,
        opens: Timestamp::from_micros(1_777_626_000_000_000),
        closes: Timestamp::from_micros(1_778_626_000_000_000),
        counts: Counts::AfterVoting,
        authors: Authors::Hidden,
        guarantee: 0,
        ties: Ties::Lots,
        suspects: Some(Suspects::USUAL),
        decides: "what the workshop does first".to_owned(),
        bearing: Bearing::Advises,
        decider: Decider::Staff,
        method,
    }
}

/// Any answer to a round of this method, settled.
pub(crate) fn answer(method: &Method) -> BoxedStrategy<Answer> {
    let item = 0..ITEMS;
    let raw: BoxedStrategy<Answer> = match method.clone() {
        Method::UpDown => (item, any::<bool>()).prop_map(|(item, up)| Answer::Vote { item, up }).boxed(),
        Method::Stars { levels } => {
            (item, 1..=levels).prop_map(|(item, stars)| Answer::Stars { item, stars }).boxed()
        }
        Method::Pairwise => (subsequence((0..ITEMS).collect::<Vec<_>>(), 2), 0..3_usize)
            .prop_map(|(two, won)| Answer::Pair { one: two[1], other: two[0], better: two.get(won).copied() })
            .boxed(),
        Method::MaxDiff { set } => subsequence((0..ITEMS).collect::<Vec<_>>(), usize::from(set))
            .prop_shuffle()
            .prop_map(|shown| Answer::Set { best: shown[0], worst: shown[1], shown })
            .boxed(),
        Method::Ranked { .. } => {
            (subsequence((0..ITEMS).collect::<Vec<_>>(), 1..=5).prop_shuffle(), vec(any::<bool>(), 5))
                .prop_map(|(items, tied)| {
                    let mut tiers: Vec<Vec<u32>> = Vec::new();
                    for (item, tied) in items.into_iter().zip(tied) {
                        match tiers.last_mut().filter(|_| tied) {
                            Some(tier) => tier.push(item),
                            None => tiers.push(vec![item]),
                        }
                    }
                    Answer::Ranking { tiers }
                })
                .boxed()
        }
        Method::Budget { .. } => subsequence((0..ITEMS).collect::<Vec<_>>(), 1..=5)
            .prop_map(|items| Answer::Approvals { items })
            .boxed(),
        Method::Quadratic { .. } => vec(-2..=2_i32, 5).prop_map(points).boxed(),
        Method::Cumulative { .. } => vec(0..=2_i32, 5).prop_map(points).boxed(),
        Method::Opinions => (item, 0..3_usize)
            .prop_map(|(item, n)| Answer::Stance {
                item,
                stance: [Stance::Agree, Stance::Disagree, Stance::Pass][n],
            })
            .boxed(),
    };
    let method = method.clone();
    raw.prop_map(move |raw| raw.settled(&method, ITEMS).expect("an answer")).boxed()
}

/// Votes for each item; where nobody would get any the first gets one.
fn points(mut given: Vec<i32>) -> Answer {
    if given.iter().all(|votes| *votes == 0) {
        given[0] = 1;
    }
    let votes = (0..ITEMS).zip(given).map(|(item, votes)| Votes { item, votes }).collect();
    Answer::Points { votes }
}

/// What happens in a round: electors, each an elector's answer, or that they take it back.
pub(crate) type History = Vec<(i64, Answer, bool)>;

/// A method and a history of it.
pub(crate) fn history() -> impl Strategy<Value = (Method, History)> {
    let each = methods().into_iter().map(|method| {
        let moves = vec((1..=9_i64, answer(&method), prop::bool::weighted(0.2)), 0..60);
        (Just(method), moves).boxed()
    });
    Union::new(each)
}
