use super::*;
use proptest::prelude::*;

fn words(text: &str) -> Words {
    Words::parse(text).expect("words")
}

fn complete() -> Charter {
    let department = |id, part| Group { who: Who::Organisation(Id::from_raw(id)), person: None, part };
    Charter {
        inside: vec![department(1, Part::Moderator), department(2, Part::Partner)],
        outside: vec![Group { who: Who::Members, person: None, part: Part::Contributor }],
        activities: vec![Activity { room: "ideas".to_owned(), words: words("Say what a mend should be") }],
        values: Side::ALL
            .map(|side| Promise { side, kind: Worth::Learning, words: words("We learn"), measure: None })
            .to_vec(),
        risks: Side::ALL
            .map(|side| Risk {
                side,
                words: words("Silence"),
                answer: Some(words("A date for every answer")),
            })
            .to_vec(),
        owner: Some(Id::from_raw(9)),
        appeal: None,
        review_on: Some(civil::date(2026, 12, 15)),
    }
}

fn facts() -> Facts {
    Facts { nobody_in: Vec::new(), owner_can_act: true, today: civil::date(2026, 5, 1) }
}

#[test]
fn a_complete_charter_opens_and_an_empty_one_is_told_everything_it_lacks() {
    assert_eq!(gate(&complete(), &facts()), []);
    let told = gate(&Charter::default(), &facts());
    let (inside, outside) = (Side::Inside, Side::Outside);
    assert_eq!(
        told,
        [
            Missing::Inside,
            Missing::Outside,
            Missing::Activities,
            Missing::Value { side: inside },
            Missing::Value { side: outside },
            Missing::Risk { side: inside },
            Missing::Risk { side: outside },
            Missing::Owner,
            Missing::Review,
        ]
    );
}

#[test]
fn one_department_or_an_empty_one_is_not_two() {
    let mut charter = complete();
    charter.inside.truncate(1);
    assert_eq!(gate(&charter, &facts()), [Missing::SecondDepartment]);
    let hollow = Facts { nobody_in: vec![1], ..facts() };
    assert_eq!(gate(&complete(), &hollow), [Missing::SecondDepartment, Missing::Nobody { row: 1 }]);
    let mut twice = complete();
    twice.inside[1].who = twice.inside[0].who;
    assert_eq!(gate(&twice, &facts()), [Missing::SecondDepartment]);
}

#[test]
fn a_review_must_be_to_come_and_the_owner_must_be_able_to_act() {
    let late = Facts { today: civil::date(2026, 12, 15), ..facts() };
    assert_eq!(gate(&complete(), &late), [Missing::ReviewPast]);
    assert_eq!(gate(&complete(), &Facts { owner_can_act: false, ..facts() }), [Missing::Owner]);
}

#[test]
fn a_group_of_the_wrong_side_and_an_owner_by_group_are_refused() {
    let raw = RawCharter {
        inside: vec![RawGroup { who: "members".into(), person: String::new(), part: "contributor".into() }],
        outside: vec![RawGroup { who: "partners".into(), person: "x".into(), part: "owner".into() }],
        activities: vec![RawActivity { room: "attic".into(), words: "Look".into() }],
        risks: vec![RawRisk { side: "inside".into(), words: "a".repeat(1001), answer: String::new() }],
        review_on: "2026-02-30".into(),
        ..RawCharter::default()
    };
    let refusal = raw.parse(&["ideas".to_owned()]).expect_err("all of it is wrong");
    let fields: Vec<_> = refusal.each().filter_map(|r| r.field.as_deref()).collect();
    let expected = [
        "inside-0-who",
        "outside-0-person",
        "outside-0-part",
        "activities-0-room",
        "risks-0-words",
        "review_on",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn more_rows_than_a_charter_holds_are_refused() {
    let raw = RawCharter { risks: vec![RawRisk::default(); MOST_ROWS + 1], ..RawCharter::default() };
    assert_eq!(raw.parse(&[]).expect_err("too many").key, "programmes-refused-too-many");
}

#[test]
fn a_person_who_goes_leaves_no_trace_in_the_charter() {
    let mut charter = complete();
    let gone = Id::from_raw(9);
    charter.inside.push(Group { who: Who::Staff, person: Some(gone), part: Part::Moderator });
    charter.appeal = Some(gone);
    let left = charter.without(gone);
    assert_eq!(left.people(), []);
    assert_eq!(left.inside.len(), 2);
}

/// Takes away one thing at a time, and says what the gate must answer.
fn without(what: usize) -> (Charter, Vec<Missing>) {
    let mut charter = complete();
    let missing = match what {
        0 => {
            charter.inside.clear();
            Missing::Inside
        }
        1 => {
            charter.outside.clear();
            Missing::Outside
        }
        2 => {
            charter.activities.clear();
            Missing::Activities
        }
        3 | 4 => {
            let side = Side::ALL[what - 3];
            charter.values.retain(|value| value.side != side);
            Missing::Value { side }
        }
        5 | 6 => {
            let side = Side::ALL[what - 5];
            charter.risks.retain(|risk| risk.side != side);
            Missing::Risk { side }
        }
        7 => {
            charter.owner = None;
            Missing::Owner
        }
        8 => {
            charter.review_on = None;
            Missing::Review
        }
        _ => {
            charter.risks[1].answer = None;
            Missing::Answer { row: 1 }
        }
    };
    (charter, vec![missing])
}

proptest! {
    #[test]
    fn the_gate_names_exactly_what_was_taken_away(what in 0_usize..10) {
        let (charter, missing) = without(what);
        prop_assert_eq!(gate(&charter, &facts()), missing);
    }

    #[test]
    fn a_charter_reads_back_from_its_form_and_from_its_row(what in 0_usize..10, measured: bool) {
        let (mut charter, _) = without(what);
        if measured && let Some(value) = charter.values.first_mut() {
            value.measure = Some(words("minutes per repair\n\non Mondays"));
        }
        prop_assert_eq!(RawCharter::of(&charter).parse(&["ideas".to_owned()]).expect("it is sound"), charter.clone());
        let row = serde_json::to_string(&charter).expect("it can be written");
        prop_assert_eq!(serde_json::from_str::<Charter>(&row).expect("it can be read"), charter);
    }

    #[test]
    fn no_text_makes_reading_a_charter_fail_otherwise_than_by_a_refusal(text in "\\PC{0,60}", row in 0_usize..3) {
        let mut raw = RawCharter::of(&complete());
        raw.owner = text.clone();
        raw.review_on = text.clone();
        if let Some(group) = raw.inside.get_mut(row) {
            *group = RawGroup { who: text.clone(), person: text.clone(), part: text.clone() };
        }
        raw.activities[0].room = text;
        let _ = raw.parse(&["ideas".to_owned()]);
    }
}
