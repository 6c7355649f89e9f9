//! Judges who mark by weighted criteria.
#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

use ballot::{
    Exact, Invalid,
    criteria::{Criteria, Judged, Sheet},
};
use proptest::prelude::*;

const ITEMS: usize = 4;
const JUDGES: usize = 5;

/// Weights, and a sheet of every judge for every item, with some marks missing.
fn juries() -> impl Strategy<Value = (Vec<u32>, Vec<Sheet>)> {
    prop::collection::vec(1..1_000u32, 1..5).prop_flat_map(|weights| {
        let marks = prop::collection::vec(prop::option::weighted(0.9, 0..=10u32), weights.len());
        let sheets = prop::collection::vec(marks, ITEMS * JUDGES).prop_map(|all| {
            let sheet = |(n, marks)| Sheet { judge: n % JUDGES, item: n / JUDGES, marks };
            all.into_iter().enumerate().map(sheet).collect()
        });
        (Just(weights), sheets)
    })
}

fn weighed(weights: &[u32], sheets: &[Sheet], conflicts: &[(usize, usize)]) -> Judged {
    Criteria::new(weights, 10).unwrap().weigh(ITEMS, sheets, conflicts).unwrap()
}

proptest! {
    #[test]
    fn a_score_is_the_mean_of_the_judges_own_and_lies_between_them((weights, sheets) in juries()) {
        let criteria = Criteria::new(&weights, 10).unwrap();
        let judged = weighed(&weights, &sheets, &[]);
        prop_assert_eq!(judged.items.iter().map(|item| item.judges).sum::<usize>() + judged.unfinished.len(), sheets.len());
        for (place, item) in judged.items.iter().enumerate() {
            let own: Vec<f64> = sheets
                .iter()
                .filter(|sheet| sheet.item == place)
                .filter_map(|sheet| criteria.score(&sheet.marks))
                .map(|score| score.to_f64())
                .collect();
            prop_assert_eq!(own.len(), item.judges);
            let Some(score) = &item.score else { continue };
            prop_assert!((own.iter().sum::<f64>() / own.len() as f64 - score.to_f64()).abs() < 1e-9);
            let (least, most) = item.between.clone().unwrap();
            prop_assert!(least <= *score && *score <= most && most <= Exact::from(10u64));
        }
    }

    #[test]
    fn nothing_depends_on_the_order_of_sheets_or_the_size_of_all_weights((weights, mut sheets) in juries(), factor in 2..9u32) {
        let judged = weighed(&weights, &sheets, &[(0, 0), (3, 2)]);
        sheets.reverse();
        prop_assert_eq!(&weighed(&weights, &sheets, &[(3, 2), (0, 0)]), &judged);
        let scaled: Vec<u32> = weights.iter().map(|weight| weight * factor).collect();
        prop_assert_eq!(&weighed(&scaled, &sheets, &[(0, 0), (3, 2)]), &judged);
    }

    #[test]
    fn a_better_mark_lifts_its_item_and_no_other((weights, sheets) in juries(), at in 0..ITEMS * JUDGES) {
        let Some(mark @ 0..=9) = sheets[at].marks[0] else { return Ok(()) };
        let before = weighed(&weights, &sheets, &[]);
        let mut better = sheets.clone();
        better[at].marks[0] = Some(mark + 1);
        let after = weighed(&weights, &better, &[]);
        for (place, (before, after)) in before.items.iter().zip(&after.items).enumerate() {
            if place == sheets[at].item && sheets[at].marks.iter().all(Option::is_some) {
                prop_assert!(after.score > before.score);
            } else {
                prop_assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn a_judge_with_an_interest_counts_as_if_they_had_not_marked((weights, sheets) in juries(), at in 0..ITEMS * JUDGES) {
        let theirs = (sheets[at].judge, sheets[at].item);
        let judged = weighed(&weights, &sheets, &[theirs]);
        let mut without = sheets.clone();
        without.remove(at);
        prop_assert_eq!(judged.conflicts, vec![theirs]);
        prop_assert_eq!(judged.items, weighed(&weights, &without, &[]).items);
    }
}

#[test]
fn a_jury_counted_by_hand() {
    let sheet = |judge, item, marks: [u32; 3]| Sheet { judge, item, marks: marks.map(Some).to_vec() };
    let sheets =
        [sheet(0, 0, [7, 8, 9]), sheet(1, 0, [6, 8, 4]), sheet(0, 1, [10, 1, 1]), sheet(9, 1, [9, 2, 0])];
    let judged = weighed(&[50, 30, 20], &sheets, &[]);
    let told = |item: usize| {
        let item = &judged.items[item];
        let means: Vec<String> = item.means.iter().map(ToString::to_string).collect();
        (item.score.as_ref().unwrap().to_string(), means)
    };
    // (50·6½ + 30·8 + 20·6½) / 100 and (50·9½ + 30·1½ + 20·½) / 100.
    assert_eq!(told(0), ("139/20".into(), vec!["13/2".into(), "8".into(), "13/2".into()]));
    assert_eq!(told(1), ("53/10".into(), vec!["19/2".into(), "3/2".into(), "1/2".into()]));
    let nobody = &judged.items[2];
    assert_eq!((nobody.judges, &nobody.score, nobody.means.len()), (0, &None, 0));
}

#[test]
fn what_cannot_be_weighed_is_refused_and_the_largest_numbers_are_not() {
    assert_eq!(Criteria::new(&[], 10), Err(Invalid::Empty { what: "criteria" }));
    assert!(matches!(Criteria::new(&[1, 0], 10), Err(Invalid::Contradiction(_))));
    assert!(matches!(Criteria::new(&[1], 0), Err(Invalid::OutOfRange { .. })));
    let criteria = Criteria::new(&[u32::MAX, u32::MAX], u32::MAX).unwrap();
    let sheet =
        |judge, item, marks: &[u32]| Sheet { judge, item, marks: marks.iter().copied().map(Some).collect() };
    let full = sheet(usize::MAX, 0, &[u32::MAX; 2]);
    let judged = criteria.weigh(1, std::slice::from_ref(&full), &[]).unwrap();
    assert_eq!(judged.items[0].score, Some(Exact::from(u64::from(u32::MAX))));
    assert!(matches!(criteria.weigh(0, std::slice::from_ref(&full), &[]), Err(Invalid::Unknown { .. })));
    assert!(matches!(criteria.weigh(1, &[full.clone(), full.clone()], &[]), Err(Invalid::Repeated { .. })));
    assert!(matches!(criteria.weigh(1, &[sheet(0, 0, &[1])], &[]), Err(Invalid::Length { .. })));
    assert!(matches!(criteria.weigh(usize::MAX, &[], &[]), Err(Invalid::TooLarge { .. })));
    assert!(matches!(
        Criteria::new(&[1], 5).unwrap().weigh(1, &[sheet(0, 0, &[6])], &[]),
        Err(Invalid::OutOfRange { .. })
    ));
    assert_eq!(criteria.score(&[Some(1)]), None);
    assert_eq!(criteria.score(&[Some(1), None]), None);
}
