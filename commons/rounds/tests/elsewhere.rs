//! A round that was held elsewhere: brought in once, counted here, and its record can be recounted.

mod harness;

use act::{Actor, Span, Timestamp};
use harness::{Cast, House, cast, record, rule, secret, stratum, up, view};
use rounds::{Answer, Brought, CastElsewhere, Elsewhere, Live, Method, State, Way, Who, bring_in};
use testkit::both_engines;

/// Three people and a question that one of them answered three times, twice one way.
fn survey(cast: &Cast) -> Elsewhere {
    let opens = Timestamp::from_millis(1_500_000_000_000);
    let rule = rounds::Rule {
        strata: vec![stratum("Visitors", Who::Named)],
        places: 1,
        opens,
        closes: opens + Span::minutes(10),
        ..rule(Method::Pairwise)
    };
    let pair = |person: usize, better: u32, worse: u32, minute: i64| CastElsewhere {
        person: cast.members[person].person.expect("somebody"),
        answer: Answer::Pair { one: better, other: worse, better: Some(better) },
        at: opens + Span::minutes(minute),
    };
    let ballots =
        vec![pair(0, 1, 2, 0), pair(0, 1, 2, 1), pair(0, 2, 1, 2), pair(1, 1, 2, 0), pair(2, 3, 1, 5)];
    Elsewhere {
        programme: cast.programme,
        room: "ideas".to_owned(),
        source: "repair:round:7".to_owned(),
        from: "All Our Ideas 7".to_owned(),
        rule,
        items: cast.items.clone(),
        ballots,
    }
}

async fn brought(house: &House, held: Elsewhere) -> Brought {
    house.act(move |tx| bring_in(tx, &held, &secret())).await
}

both_engines!(a_round_held_elsewhere_is_brought_in_once_with_every_answer, |house| {
    let cast = cast(house, 4).await;
    let held = survey(&cast);
    let first = brought(house, held.clone()).await;
    assert_eq!(first.again, 2, "two of the answers were given to a question answered before");
    let second = brought(house, Elsewhere { ballots: held.ballots[..1].to_vec(), ..held }).await;
    assert_eq!(second, Brought { round: first.round, again: 0 }, "what is here stays as it is");

    let seen = view(house, &cast.members[0], first.round).await;
    assert_eq!((seen.state, seen.elsewhere.as_deref()), (State::Closed, Some("All Our Ideas 7")));
    assert_eq!((seen.electors.as_slice(), seen.voters), (&[5][..], 5), "three people and two further tokens");
    let mine = seen.mine.expect("who took part has a token");
    assert_eq!(mine.answers, [Answer::Pair { one: 1, other: 2, better: Some(1) }]);
    assert!(view(house, &cast.members[3], first.round).await.mine.is_none());

    let Live::Result { outcome, alternatives, .. } = harness::live(house, &cast.ines, first.round).await
    else {
        panic!("it is closed")
    };
    assert_eq!((outcome.way, outcome.voters), (Way::BradleyTerry, 5));
    let rates = alternatives.iter().find(|one| one.way == Way::WinRate).expect("a way");
    let spread: Vec<Vec<u64>> = rates.figures[1..4].iter().map(|figure| figure.spread.clone()).collect();
    assert_eq!(spread, [[2, 0, 3], [3, 0, 1], [0, 0, 1]], "lost, drawn, won of three items");
    assert_eq!(house.act(rounds::miscounted).await, [], "the sums are those of the ballots");

    house.settle().await;
    assert_eq!(house.told(&cast.members[0]).await, Vec::<String>::new(), "it happened elsewhere");
});

both_engines!(the_record_of_a_round_held_elsewhere_says_so_and_can_be_recounted, |house| {
    let cast = cast(house, 4).await;
    let round = brought(house, survey(&cast)).await.round;
    let text = record(house, &cast.members[0], round).await;
    assert!(text.contains("\"elsewhere\":\"All Our Ideas 7\""));
    let tampered = text.replacen("\"better\":3", "\"better\":1", 1);
    assert!(!rounds::recount(tampered.as_bytes()).expect("a record").differences.is_empty());
});

both_engines!(what_cannot_have_been_a_round_is_refused_and_leaves_nothing, |house| {
    let cast = cast(house, 4).await;
    let held = survey(&cast);
    let stray = CastElsewhere { answer: up(1), ..held.ballots[0].clone() };
    let wrong = [
        (Elsewhere { ballots: vec![stray], ..held.clone() }, "rounds-answer-kind"),
        (Elsewhere { ballots: Vec::new(), ..held.clone() }, "rounds-contradiction-nobody-named"),
        (
            Elsewhere {
                rule: rounds::Rule {
                    strata: vec![stratum("One", Who::Named), stratum("Two", Who::Named)],
                    ..held.rule.clone()
                },
                ..held.clone()
            },
            "rounds-contradiction-strata",
        ),
        (
            Elsewhere { rule: rounds::Rule { places: 9, ..held.rule.clone() }, ..held.clone() },
            "rounds-contradiction-places",
        ),
    ];
    for (held, key) in wrong {
        assert_eq!(house.refused(move |tx| bring_in(tx, &held, &secret())).await, key);
    }
    let visitor = Actor::visitor(Default::default());
    let page =
        house.act(move |tx| rounds::list(tx, &visitor, &Default::default(), &web::Paging::default())).await;
    assert_eq!(page.items, []);
});
