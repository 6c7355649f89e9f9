use super::*;

fn stance(token: i64, item: u32, agree: bool) -> Ballot {
    let stance = if agree { Stance::Agree } else { Stance::Disagree };
    Ballot { token, answer: Answer::Stance { item, stance }, when: None }
}

#[test]
fn two_camps_are_found_with_what_they_stand_for_and_what_they_share() {
    // Forty people, eight statements: the camps differ in the first seven, all agree with the last.
    let ballots: Vec<Ballot> = (1..=40_i64)
        .flat_map(|token| {
            (0..8_u32).map(move |item| stance(token, item, item == 7 || (token % 2 == 0) == (item < 4)))
        })
        .collect();
    let found = opinions(8, &ballots).expect("groups");
    assert_eq!(found.groups.iter().map(|group| group.people).collect::<Vec<_>>(), [20, 20]);
    assert!(found.groups.iter().all(|group| !group.stands_for.is_empty()));
    let most = found.shared.iter().copied().fold(0.0, f64::max);
    assert_eq!(found.shared.iter().position(|shared| *shared == most), Some(7));
    let mut turned = ballots.clone();
    turned.reverse();
    assert_eq!(opinions(8, &turned), Ok(found), "the order of ballots says nothing");
}

#[test]
fn nobody_is_divided_into_groups_when_nobody_spoke() {
    let found = opinions(3, &[]).expect("nothing");
    assert_eq!((found.groups.len(), found.shared.len()), (0, 3));
}

#[test]
fn what_a_small_group_stands_for_is_not_told() {
    let stands_for = vec![StandsFor { item: 0, agree: true, share: 0.8 }];
    let group = |people| OpinionGroup { people, stands_for: stands_for.clone() };
    let shown = Opinions { groups: vec![group(9), group(4)], shared: vec![0.5] }.for_readers();
    assert_eq!(shown.groups.iter().map(|group| group.stands_for.len()).collect::<Vec<_>>(), [1, 0]);
}
