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
    // Everybody in a camp answers alike, so each camp is one spot; the camps are as far apart as the map is wide.
    let spots: Vec<_> = found.map.iter().map(|spot| (spot.group, spot.x.abs(), spot.people)).collect();
    assert_eq!(spots, [(0, 24, 20), (1, 24, 20)]);
    assert_eq!((found.map[0].x, found.map[0].y), (-found.map[1].x, found.map[1].y));
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
    let map = vec![Spot { group: 0, x: 3, y: 0, people: 9 }, Spot { group: 1, x: -3, y: 0, people: 4 }];
    let shown =
        Opinions { groups: vec![group(9), group(4)], shared: vec![0.5], map: map.clone() }.for_readers();
    assert_eq!(shown.groups.iter().map(|group| group.stands_for.len()).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(shown.map, map[..1]);
}

#[test]
fn the_map_stays_in_its_frame_and_holds_everybody_who_is_in_a_group() {
    // Sixty people with opinions of their own on nine statements, each leaving one out.
    let mut chance = ballot::chance::Seed::of("a map").chance();
    let ballots: Vec<Ballot> = (1..=60_i64)
        .flat_map(|token| {
            (0..9_u32).filter(move |item| i64::from(*item) != token % 9).map(move |item| (token, item))
        })
        .map(|(token, item)| stance(token, item, chance.unit() < if token % 3 == 0 { 0.8 } else { 0.3 }))
        .collect();
    let found = opinions(9, &ballots).expect("groups");
    let mut in_groups = vec![0; found.groups.len()];
    for spot in &found.map {
        assert!(spot.x.abs() <= REACH.0 && spot.y.abs() <= REACH.1, "{spot:?}");
        in_groups[spot.group as usize] += spot.people;
    }
    assert_eq!(in_groups, found.groups.iter().map(|group| group.people).collect::<Vec<_>>());
    assert!(
        found.map.iter().any(|spot| spot.x.abs() == REACH.0 || spot.y.abs() == REACH.1),
        "it is as large as can be"
    );
}

#[test]
fn the_tokens_people_drew_have_no_say_in_the_groups() {
    // Opinions without clear camps: where groups begin decides how they end.
    let mut chance = ballot::chance::Seed::of("answers").chance();
    let answers: Vec<(i64, u32, bool)> = (1..=50_i64)
        .flat_map(|person| (0..12_u32).map(move |item| (person, item)))
        .map(|(person, item)| (person, item, chance.unit() < 0.5))
        .collect();
    let with_tokens = |token_of: &dyn Fn(i64) -> i64| {
        let ballots: Vec<Ballot> =
            answers.iter().map(|(person, item, agree)| stance(token_of(*person), *item, *agree)).collect();
        opinions(12, &ballots).expect("groups")
    };
    let found = with_tokens(&|person| person);
    assert!(found.groups.len() > 1, "{found:?}");
    for draw in 1..20 {
        assert_eq!(with_tokens(&|person| (person * draw) % 53), found, "draw {draw}");
    }
}
