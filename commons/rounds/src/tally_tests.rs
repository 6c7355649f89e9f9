use super::*;
use crate::{
    in_step::tallied,
    record::{Ballot, Electorate},
    sample::{ITEMS, history, rule},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Six customers have the tokens 1 to 6, three of the staff those after.
fn electorate() -> Electorate {
    Electorate { strata: vec![6, 3] }
}

#[test]
fn a_token_is_in_the_stratum_that_it_was_given_in() {
    let electorate = Electorate { strata: vec![2, 0, 1] };
    let strata: Vec<_> = (0..=4).map(|token| electorate.stratum_of(token)).collect();
    assert_eq!(strata, [None, Some(0), Some(0), Some(2), None]);
    assert_eq!(electorate.stratum_of(i64::MIN), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn sums_kept_by_difference_are_those_of_a_full_recount((method, history) in history()) {
        let rule = rule(method.clone());
        let electorate = electorate();
        let mut kept = Tallies::new(2);
        let mut standing: BTreeMap<(i64, crate::Slot), Answer> = BTreeMap::new();
        for (token, answer, take_back) in history {
            let place = (token, answer.slot());
            let before = standing.get(&place).cloned();
            let had = standing.keys().filter(|(other, _)| *other == token).count();
            let after = Some(answer).filter(|_| !take_back);
            let stratum = electorate.stratum_of(token).expect("a stratum");
            for (cell, sum) in difference(before.as_ref(), after.as_ref(), &method, ITEMS).iter() {
                kept.add(stratum, cell.clone(), sum);
            }
            match after {
                Some(answer) => standing.insert(place, answer),
                None => standing.remove(&place),
            };
            let has = standing.keys().filter(|(other, _)| *other == token).count();
            kept.add(stratum, Cell::Voters, i64::from(has > 0) - i64::from(had > 0));
        }
        let ballots: Vec<Ballot> = standing
            .into_iter()
            .map(|((token, _), answer)| Ballot { token, answer, when: Some(0) })
            .collect();
        prop_assert_eq!(kept, tallied(&rule, ITEMS, &electorate, &ballots));
    }

    #[test]
    fn an_answer_that_takes_its_own_place_changes_nothing((method, history) in history()) {
        for (_, answer, _) in history {
            prop_assert_eq!(difference(Some(&answer), Some(&answer), &method, ITEMS), Tally::default());
        }
    }

    #[test]
    fn a_cell_reads_back_as_it_was_written(item in 0..1000_u32, other in 0..1000_u32, value in -10_000..=10_000_i32) {
        for cell in [
            Cell::Voters,
            Cell::Value { item, value },
            Cell::Over { better: item, worse: other },
            Cell::Even { one: other, other: item },
            Cell::Whole(format!("{item}>{other}")),
        ] {
            prop_assert_eq!(Cell::parse(&cell.text()), Some(cell.clone()));
            if let Some((letter, number)) = cell.number() {
                prop_assert_eq!(format!("{letter}{number}"), cell.text());
            }
        }
    }

    #[test]
    fn no_text_makes_reading_a_cell_fail_badly(text: String) {
        if let Some(cell) = Cell::parse(&text) {
            prop_assert_eq!(Cell::parse(&cell.text()), Some(cell));
        }
    }
}
