use super::*;
use crate::{
    rule::BudgetCount,
    sample::{ITEMS, history},
};
use proptest::prelude::*;

fn pair(one: u32, other: u32, better: Option<u32>) -> Answer {
    Answer::Pair { one, other, better }
}

#[test]
fn an_answer_has_one_form() {
    let settled = pair(3, 1, Some(3)).settled(&Method::Pairwise, ITEMS);
    assert_eq!(settled, Ok(pair(1, 3, Some(3))));
    let ranked = Method::Ranked { count: RankedCount::RunOff };
    let settled = Answer::Ranking { tiers: vec![vec![4, 0], vec![], vec![2]] }.settled(&ranked, ITEMS);
    assert_eq!(settled, Ok(Answer::Ranking { tiers: vec![vec![0, 4], vec![2]] }));
    let spread = vec![Votes { item: 3, votes: 2 }, Votes { item: 1, votes: 0 }, Votes { item: 0, votes: 1 }];
    let settled = Answer::Points { votes: spread }.settled(&Method::Cumulative { points: 3 }, ITEMS);
    let votes = vec![Votes { item: 0, votes: 1 }, Votes { item: 3, votes: 2 }];
    assert_eq!(settled, Ok(Answer::Points { votes }));
}

#[test]
fn what_is_no_answer_to_the_question_is_refused_for_its_reason() {
    let points = |votes: i32| Answer::Points { votes: vec![Votes { item: 0, votes }] };
    let set = |shown: Vec<u32>, best, worst| Answer::Set { shown, best, worst };
    let maxdiff = Method::MaxDiff { set: 3 };
    let ranked = Method::Ranked { count: RankedCount::Schulze };
    let budget =
        Method::Budget { limit: 9, currency: "EUR".into(), costs: vec![1; 5], count: BudgetCount::Greedy };
    let ranking = |tiers: Vec<Vec<u32>>| Answer::Ranking { tiers };
    for (answer, method, unfit) in [
        (Answer::Vote { item: 5, up: true }, Method::UpDown, Unfit::Item),
        (Answer::Vote { item: 0, up: true }, Method::Opinions, Unfit::Kind),
        (Answer::Stars { item: 0, stars: 0 }, Method::Stars { levels: 5 }, Unfit::Stars),
        (Answer::Stars { item: 0, stars: 6 }, Method::Stars { levels: 5 }, Unfit::Stars),
        (pair(2, 2, None), Method::Pairwise, Unfit::Twice),
        (pair(0, 9, None), Method::Pairwise, Unfit::Item),
        (pair(0, 1, Some(2)), Method::Pairwise, Unfit::Choice),
        (set(vec![0, 1], 0, 1), maxdiff.clone(), Unfit::Size),
        (set(vec![0, 1, 1], 0, 1), maxdiff.clone(), Unfit::Twice),
        (set(vec![0, 1, 2], 0, 0), maxdiff.clone(), Unfit::Choice),
        (set(vec![0, 1, 2], 0, 4), maxdiff, Unfit::Choice),
        (ranking(vec![]), ranked.clone(), Unfit::Empty),
        (ranking(vec![vec![0], vec![0]]), ranked.clone(), Unfit::Twice),
        (ranking(vec![vec![5]]), ranked, Unfit::Item),
        (Answer::Approvals { items: vec![] }, budget.clone(), Unfit::Empty),
        (Answer::Approvals { items: vec![1, 1] }, budget, Unfit::Twice),
        (points(6), Method::Quadratic { credits: 35 }, Unfit::Overspent),
        (points(i32::MIN), Method::Quadratic { credits: 35 }, Unfit::Overspent),
        (points(-1), Method::Cumulative { points: 9 }, Unfit::Against),
        (points(0), Method::Cumulative { points: 9 }, Unfit::Empty),
        (points(10), Method::Cumulative { points: 9 }, Unfit::Overspent),
    ] {
        assert_eq!(answer.clone().settled(&method, ITEMS), Err(unfit), "{answer:?}");
    }
}

#[test]
fn a_slot_is_written_in_one_way() {
    for text in ["", "01", "1-1", "2-1", "+1", "1-", "4-2-3", "whole-1", "1-2-2", "−1", "99999999999"] {
        assert_eq!(text.parse::<Slot>(), Err(Unfit::Slot), "{text}");
    }
}

proptest! {
    #[test]
    fn a_settled_answer_stays_as_it_is_and_reads_back((method, history) in history()) {
        for (_, answer, _) in history {
            prop_assert_eq!(&answer.clone().settled(&method, ITEMS), &Ok(answer.clone()));
            let text = serde_json::to_string(&answer).expect("JSON");
            prop_assert_eq!(&serde_json::from_str::<Answer>(&text).expect("an answer"), &answer);
            let slot = answer.slot();
            prop_assert_eq!(slot.to_string().parse::<Slot>(), Ok(slot));
            for cell in answer.cells(&method, ITEMS) {
                if let Cell::Whole(text) = cell {
                    prop_assert_eq!(&Answer::of_whole(&text, &method, ITEMS), &Ok(answer.clone()));
                }
            }
        }
    }

    #[test]
    fn no_text_makes_reading_a_whole_answer_fail_badly(text: String) {
        for method in crate::sample::methods() {
            let _ = Answer::of_whole(&text, &method, ITEMS);
        }
        let _ = text.parse::<Slot>();
    }
}
