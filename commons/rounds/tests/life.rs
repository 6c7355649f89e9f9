//! A round from its draft to its record: what is fixed, who may what when, what is told and what is not.

mod harness;

use act::{Actor, Id, Role, Span, sql};
use harness::{
    House, cast, close, down, live, new_round, opened, outcome, person, record, refused_vote, rule, secret,
    state, stratum, up, view, vote,
};
use programmes::Part;
use rounds::{
    Amendment, Answer, Asked, Bearing, Combine, Conflict, Counts, Decider, Hidden, Live, Method, Named,
    State, Who,
};
use testkit::both_engines;
use web::Paging;

both_engines!(a_round_is_drafted_sealed_voted_in_closed_decided_published_and_recounted, |house| {
    let cast = cast(house, 6).await;
    let round = opened(house, &cast, rule(Method::UpDown)).await;
    let seen = view(house, &cast.members[0], round).await;
    assert_eq!((seen.state, seen.electors.as_slice()), (State::Open, &[6, 2][..]));
    assert!(seen.commitment.is_some() && seen.sentences.len() > 8 && seen.may.vote);
    for (n, member) in cast.members.iter().enumerate() {
        vote(house, member, round, up(1)).await;
        vote(house, member, round, if n < 4 { up(2) } else { down(2) }).await;
    }
    vote(house, &cast.paul, round, up(3)).await;
    let standing = outcome(house, &cast.paul, round).await;
    assert_eq!((standing.voters, standing.chosen.as_slice()), (7, &[1, 2][..]));
    close(house, &cast, round).await;
    house.settle().await;
    assert!(house.told(&cast.members[2]).await.contains(&"rounds-notice-closed".to_owned()));
    let Live::Result { outcome, alternatives, .. } = live(house, &cast.members[0], round).await else {
        panic!("a closed round has a result")
    };
    assert_eq!((outcome.chosen.as_slice(), outcome.runner_up), (&[1, 2][..], Some(3)));
    assert_eq!(alternatives.len(), 3);
    let paul = cast.paul.clone();
    house.act(move |tx| rounds::decide(tx, &paul, round, &[1, 3], "Three is quicker to make.")).await;
    let decided = view(house, &cast.members[0], round).await.decided.expect("a decision");
    assert_eq!(
        (decided.choice.as_slice(), decided.as_counted),
        (&[1, 3][..], false),
        "the record shows that it differs"
    );
    let ines = cast.ines.clone();
    house.act(move |tx| rounds::publish(tx, &ines, round)).await;
    house.settle().await;
    assert!(house.told(&cast.members[2]).await.contains(&"rounds-notice-decided".to_owned()));
    let text = record(house, &Actor::visitor(Default::default()), round).await;
    for told in ["\"as_counted\":false", "Three is quicker to make.", "Idea 4", "\"kind\":\"published\""] {
        assert!(text.contains(told), "{told}");
    }
    for name in ["Member 1", "Paul", "Ines"] {
        assert!(!text.contains(name), "the record names nobody");
    }
    let head = view(house, &cast.members[0], round).await.head.expect("a head");
    assert_eq!(rounds::recount(text.as_bytes()).expect("a record").head, head);
});

both_engines!(a_sealed_round_changes_by_nothing_but_an_amendment_with_a_reason, |house| {
    let cast = cast(house, 3).await;
    let round = opened(house, &cast, rule(Method::UpDown)).await;
    vote(house, &cast.members[1], round, up(1)).await;
    let (ines, other) = (cast.ines.clone(), new_round(&cast, rule(Method::Stars { levels: 5 })));
    assert_eq!(
        house.refused(move |tx| rounds::change(tx, &ines, round, &other)).await,
        "rounds-refused-state-open"
    );
    let ines = cast.ines.clone();
    assert_eq!(
        house.refused(move |tx| rounds::withdraw(tx, &ines, round)).await,
        "rounds-refused-state-open"
    );
    let ines = cast.ines.clone();
    assert_eq!(
        house.refused(move |tx| rounds::open(tx, &ines, round, &secret())).await,
        "rounds-refused-state-open"
    );
    let nothing = Amendment { question: None, closes: None, decider: None, reason: "Because.".to_owned() };
    let later = testkit::START + Span::days(9);
    for (amendment, key) in [
        (nothing.clone(), "rounds-refused-nothing-changed"),
        (
            Amendment { closes: Some(later), reason: " ".to_owned(), ..nothing.clone() },
            "rounds-refused-reason",
        ),
        (Amendment { closes: Some(testkit::START), ..nothing.clone() }, "rounds-refused-closes-earlier"),
    ] {
        let ines = cast.ines.clone();
        assert_eq!(house.refused(move |tx| rounds::amend(tx, &ines, round, &amendment)).await, key);
    }
    let amendment = Amendment {
        question: Some("Which repair comes first this year?".to_owned()),
        closes: Some(later),
        decider: Some(Decider::Owner),
        reason: "Holidays.".to_owned(),
    };
    let member = cast.members[0].clone();
    let forbidden = amendment.clone();
    assert_eq!(
        house.refused(move |tx| rounds::amend(tx, &member, round, &forbidden)).await,
        "refused-not-allowed"
    );
    let ines = cast.ines.clone();
    house.act(move |tx| rounds::amend(tx, &ines, round, &amendment)).await;
    house.settle().await;
    assert!(house.told(&cast.members[1]).await.contains(&"rounds-notice-amended".to_owned()));
    assert!(
        !house.told(&cast.members[2]).await.contains(&"rounds-notice-amended".to_owned()),
        "who has not voted"
    );
    let seen = view(house, &cast.members[0], round).await;
    assert_eq!((seen.amendments.len(), seen.amendments[0].changes.len(), seen.rule.closes), (1, 3, later));
    house.pass(Span::days(8));
    house.settle().await;
    assert_eq!(state(house, &cast.ines, round).await, State::Open, "it closes later");
    house.pass(Span::days(2));
    house.settle().await;
    house.settle().await;
    assert_eq!(state(house, &cast.ines, round).await, State::Closed, "and then by itself");
    assert!(record(house, &cast.members[1], round).await.contains("\"kind\":\"amended\""));
});

both_engines!(
    ballots_are_taken_between_the_instants_of_the_rule_whether_or_not_somebody_closed_it,
    |house| {
        let cast = cast(house, 3).await;
        let mut rule = rule(Method::UpDown);
        rule.opens = testkit::START + Span::hours(2);
        let round = opened(house, &cast, rule).await;
        assert_eq!(refused_vote(house, &cast.members[0], round, up(1)).await, "rounds-refused-not-yet");
        house.pass(Span::hours(3));
        vote(house, &cast.members[0], round, up(1)).await;
        house.pass(Span::days(7));
        assert_eq!(refused_vote(house, &cast.members[1], round, up(1)).await, "rounds-refused-over");
        close(house, &cast, round).await;
        assert_eq!(refused_vote(house, &cast.members[1], round, up(1)).await, "rounds-refused-state-closed");
    }
);

both_engines!(who_may_vote_is_fixed_at_opening_and_only_they_do, |house| {
    let cast = cast(house, 3).await;
    let mut rule = rule(Method::UpDown);
    rule.strata = vec![stratum("Jury", Who::Named), stratum("Customers", Who::Members)];
    rule.strata[1].joined_before = Some(testkit::START + Span::days(1));
    let mut new = new_round(&cast, rule);
    new.named = vec![Named { stratum: 0, people: vec![cast.members[0].person.expect("a person")] }];
    let ines = cast.ines.clone();
    let round = house
        .act(move |tx| {
            let round = rounds::draft(tx, &ines, &new)?;
            rounds::open(tx, &ines, round, &secret())?;
            Ok(round)
        })
        .await;
    let seen = view(house, &cast.members[0], round).await;
    assert_eq!(seen.electors, [1, 2], "who is in the jury is not a customer here");
    assert_eq!(seen.mine.map(|mine| mine.stratum), Some(0));
    assert_eq!(refused_vote(house, &cast.paul, round, up(1)).await, "rounds-refused-no-elector");
    let late = house.act(|tx| person(tx, "Latecomer", &[])).await;
    assert_eq!(refused_vote(house, &late, round, up(1)).await, "rounds-refused-no-elector");
    let visitor = Actor::visitor(Default::default());
    assert_eq!(refused_vote(house, &visitor, round, up(1)).await, "refused-sign-in");
    assert_eq!(refused_vote(house, &cast.members[0], Id::from_raw(7), up(1)).await, "refused-not-found");
    assert_eq!(refused_vote(house, &cast.members[0], round, up(5)).await, "rounds-answer-item");
    assert_eq!(view(house, &late, round).await.mine, None);
});

both_engines!(followers_and_whoever_takes_part_hear_of_a_round_and_a_part_makes_an_elector, |house| {
    let cast = cast(house, 3).await;
    let (item, follower) = (cast.items[2], cast.members[2].person.expect("somebody"));
    let (joiner, programme) = (cast.members[1].clone(), cast.programme);
    house
        .act(move |tx| {
            pieces::set_following(tx, item, follower, true)?;
            programmes::join(tx, &joiner, programme)
        })
        .await;
    let mut of_the_programme = rule(Method::UpDown);
    of_the_programme.strata = vec![stratum("Who joined", Who::Part(programmes::Part::Contributor))];
    let round = opened(house, &cast, of_the_programme).await;
    house.settle().await;
    for (member, hears) in cast.members.iter().zip([false, true, true]) {
        assert_eq!(house.told(member).await.contains(&"rounds-notice-opened".to_owned()), hears);
    }
    assert_eq!(view(house, &cast.ines, round).await.electors, [1]);
    vote(house, &cast.members[1], round, up(0)).await;
    assert_eq!(refused_vote(house, &cast.members[2], round, up(0)).await, "rounds-refused-no-elector");
});

both_engines!(tokens_are_drawn_by_lot_and_follow_from_the_secret_alone, |house| {
    let cast = cast(house, 40).await;
    let round = opened(house, &cast, rule(Method::UpDown)).await;
    let people: Vec<(i64, i64)> = house
        .act(move |tx| {
            Ok(sql!(tx.all(
                "SELECT token, person FROM round_electors WHERE round = $1 ORDER BY token LIMIT 100",
                round
            ))?)
        })
        .await;
    assert_eq!(people.iter().map(|(token, _)| *token).collect::<Vec<_>>(), (1..=42).collect::<Vec<_>>());
    let sorted = people.windows(2).filter(|pair| pair[0].1 < pair[1].1).count();
    assert!(
        (10..32).contains(&sorted),
        "{sorted} of 41 neighbours ascend: the order of tokens says nothing of people"
    );
    let again = opened(house, &cast, rule(Method::UpDown)).await;
    let tokens = [view(house, &cast.members[3], round).await, view(house, &cast.members[3], again).await];
    let [one, other] = tokens.map(|seen| seen.mine.map(|mine| mine.token));
    assert_eq!(one, other, "the same secret gives the same tokens");
});

both_engines!(everybody_with_a_part_has_a_ballot_however_many_they_are, |house| {
    let cast = cast(house, 2_100).await;
    let (programme, all) = (cast.programme, cast.members.clone());
    house
        .act(move |tx| {
            let now = tx.now();
            for member in &all {
                sql!(tx.exec(
                    "INSERT INTO programme_parts (programme, person, part, came_by, since)
                     VALUES ($1, $2, 'contributor', 'joined', $3)",
                    programme,
                    member.person,
                    now
                ))?;
            }
            Ok(())
        })
        .await;
    let mut of_part = rule(Method::UpDown);
    of_part.strata = vec![stratum("Who took part", Who::Part(Part::Contributor))];
    let round = opened(house, &cast, of_part).await;
    let electors: i64 = house
        .act(move |tx| Ok(sql!(tx.one("SELECT COUNT(*) FROM round_electors WHERE round = $1", round))?))
        .await;
    assert_eq!(electors, 2_100);
});

both_engines!(rules_that_contradict_themselves_are_refused_with_every_field, |house| {
    let cast = cast(house, 2).await;
    let mut broken = rule(Method::Stars { levels: 1 });
    broken.places = 9;
    let (ines, new) = (cast.ines.clone(), new_round(&cast, broken));
    let refused = house.store.write(move |tx| rounds::draft(tx, &ines, &new)).await.expect_err("a refusal");
    let refusal = refused.refusal().expect("a refusal").clone();
    assert_eq!(refusal.status, 422);
    let fields: Vec<_> = refusal.each().filter_map(|one| one.field.as_deref()).collect();
    assert_eq!(fields, ["places", "levels"]);
    // What only the electorate tells is told at opening.
    let mut hollow = rule(Method::UpDown);
    hollow.strata[1].who = Who::Partners;
    hollow.strata[1].joined_before = Some(testkit::START);
    hollow.combine = Combine::EachMustPass { share: 5_000 };
    let (ines, new) = (cast.ines.clone(), new_round(&cast, hollow));
    let draft = house.act(move |tx| rounds::draft(tx, &ines, &new)).await;
    let ines = cast.ines.clone();
    let key = house.refused(move |tx| rounds::open(tx, &ines, draft, &secret())).await;
    assert_eq!(key, "rounds-contradiction-stratum-empty");
    let ines = cast.ines.clone();
    house.pass(Span::days(8));
    assert_eq!(
        house.refused(move |tx| rounds::open(tx, &ines, draft, &secret())).await,
        "rounds-refused-closes-gone"
    );
});

both_engines!(drafts_are_for_those_who_make_rounds_there, |house| {
    let cast = cast(house, 2).await;
    let (rosa, new) = (cast.rosa.clone(), new_round(&cast, rule(Method::UpDown)));
    let draft = house.act(move |tx| rounds::draft(tx, &rosa, &new)).await;
    for (who, found) in [(&cast.members[0], 0), (&cast.rosa, 1), (&cast.ines, 1)] {
        let (who, asked) = (who.clone(), Asked { programme: Some(cast.programme), ..Asked::default() });
        let page = house.store.read(move |tx| rounds::list(tx, &who, &asked, &Paging::default())).await;
        assert_eq!(page.expect("a page").items.len(), found);
    }
    let member = cast.members[0].clone();
    assert_eq!(house.refused(move |tx| rounds::round(tx, &member, draft)).await, "refused-not-found");
    let (member, new) = (cast.members[0].clone(), new_round(&cast, rule(Method::UpDown)));
    assert_eq!(house.refused(move |tx| rounds::draft(tx, &member, &new)).await, "refused-not-allowed");
    let (rosa, mut new) = (cast.rosa.clone(), new_round(&cast, rule(Method::Stars { levels: 3 })));
    new.items.swap(0, 4);
    house.act(move |tx| rounds::change(tx, &rosa, draft, &new)).await;
    let seen = view(house, &cast.rosa, draft).await;
    assert_eq!((seen.rule.method.name(), seen.items[0].piece), ("stars", cast.items[4]));
    let rosa = cast.rosa.clone();
    house.act(move |tx| rounds::withdraw(tx, &rosa, draft)).await;
    assert_eq!(state(house, &cast.rosa, draft).await, State::Withdrawn);
    let (ines, mut new) = (cast.ines.clone(), new_round(&cast, rule(Method::UpDown)));
    new.items[1] = new.items[0];
    assert_eq!(house.refused(move |tx| rounds::draft(tx, &ines, &new)).await, "rounds-refused-item");
    let asked = Asked { item: Some(cast.items[0]), state: Some(State::Withdrawn), ..Asked::default() };
    let ines = cast.ines.clone();
    let page = house.store.read(move |tx| rounds::list(tx, &ines, &asked, &Paging::default())).await;
    assert_eq!(page.expect("a page").items.len(), 1);
});

both_engines!(while_it_is_open_nobody_sees_more_than_the_rule_lets_them_not_even_staff, |house| {
    let cast = cast(house, 6).await;
    let hidden = async |who: &Actor, round| match live(house, who, round).await {
        Live::Hidden { why, .. } => Some(why),
        Live::Standing { .. } | Live::Result { .. } => None,
    };
    let mut blind = rule(Method::UpDown);
    (blind.guarantee, blind.counts) = (2, Counts::AfterVoting);
    let round = opened(house, &cast, blind).await;
    vote(house, &cast.members[0], round, up(1)).await;
    assert_eq!(hidden(&cast.members[0], round).await, Some(Hidden::UntilLooks), "blind first, whoever voted");
    for item in 0..5 {
        for member in &cast.members[1..3] {
            vote(house, member, round, up(item)).await;
        }
    }
    assert_eq!(view(house, &cast.ines, round).await.looks, 2);
    assert_eq!(hidden(&cast.members[0], round).await, None);
    for who in [&cast.ines, &cast.paul, &cast.members[5], &Actor::visitor(Default::default())] {
        assert_eq!(hidden(who, round).await, Some(Hidden::UntilYouVote));
    }
    let shown = outcome(house, &cast.members[0], round).await;
    assert!(
        shown.strata.iter().all(|side| side.figures.is_empty()),
        "three voters are too few to show apart"
    );
    let mut secretive = rule(Method::UpDown);
    secretive.counts = Counts::AfterClosing;
    let secretive = opened(house, &cast, secretive).await;
    vote(house, &cast.members[0], secretive, up(1)).await;
    assert_eq!(hidden(&cast.members[0], secretive).await, Some(Hidden::UntilClosed));
    assert_eq!(hidden(&cast.ines, secretive).await, Some(Hidden::UntilClosed));
    let ines = cast.ines.clone();
    assert_eq!(
        house.refused(move |tx| rounds::record(tx, &ines, secretive)).await,
        "rounds-refused-not-closed"
    );
    close(house, &cast, secretive).await;
    assert_eq!(hidden(&cast.members[4], secretive).await, None);
    // Before publication the record is for who could vote and who works on it.
    let rosa = person_without_a_vote(house).await;
    let (stranger, member) = (rosa.clone(), cast.members[5].clone());
    assert_eq!(
        house.refused(move |tx| rounds::record(tx, &stranger, secretive)).await,
        "rounds-refused-not-public"
    );
    house.act(move |tx| rounds::record(tx, &member, secretive)).await;
});

async fn person_without_a_vote(house: &House) -> Actor {
    house.act(|tx| person(tx, "Somebody", &[])).await
}

both_engines!(nobody_votes_on_their_own_and_authors_may_have_no_ballot_at_all, |house| {
    let cast = cast(house, 3).await;
    let mut own = rule(Method::UpDown);
    own.conflict = Conflict::OwnItem;
    let round = opened(house, &cast, own).await;
    assert_eq!(refused_vote(house, &cast.members[0], round, up(0)).await, "rounds-refused-own-item");
    vote(house, &cast.members[0], round, up(1)).await;
    assert_eq!(view(house, &cast.members[0], round).await.mine.map(|mine| mine.own), Some(vec![0]));
    let mut whole = rule(Method::Cumulative { points: 5 });
    whole.conflict = Conflict::WholeBallot;
    let round = opened(house, &cast, whole).await;
    let all = Answer::Points { votes: vec![rounds::Votes { item: 1, votes: 5 }] };
    assert_eq!(refused_vote(house, &cast.members[0], round, all.clone()).await, "rounds-refused-no-elector");
    vote(house, &cast.members[1], round, all).await;
    close(house, &cast, round).await;
    let text = record(house, &cast.members[1], round).await;
    assert!(text.contains("\"left_out\":2"), "the member and Ines, who made the others");
});

both_engines!(
    where_the_result_decides_the_choice_is_the_result_and_only_the_named_decider_carries_it,
    |house| {
        let cast = cast(house, 3).await;
        let mut rule = rule(Method::UpDown);
        (rule.bearing, rule.decider, rule.places) = (Bearing::Decides, Decider::Owner, 1);
        let round = opened(house, &cast, rule).await;
        for member in &cast.members {
            vote(house, member, round, up(2)).await;
        }
        let ines = cast.ines.clone();
        assert_eq!(
            house.refused(move |tx| rounds::decide(tx, &ines, round, &[2], "So.")).await,
            "rounds-refused-state-open"
        );
        close(house, &cast, round).await;
        for (who, choice, why, key) in [
            (&cast.paul, vec![2], "So.", "rounds-refused-not-the-decider"),
            (&cast.members[0], vec![2], "So.", "refused-not-allowed"),
            (&cast.ines, vec![1], "So.", "rounds-refused-result-decides"),
            (&cast.ines, vec![2, 2], "So.", "rounds-refused-choice"),
            (&cast.ines, vec![9], "So.", "rounds-refused-choice"),
            (&cast.ines, vec![2], " ", "rounds-refused-reason"),
        ] {
            let who = who.clone();
            let refused = house.refused(move |tx| rounds::decide(tx, &who, round, &choice, why)).await;
            assert_eq!(refused, key);
        }
        let ines = cast.ines.clone();
        assert_eq!(
            house.refused(move |tx| rounds::publish(tx, &ines, round)).await,
            "rounds-refused-state-closed"
        );
        let ines = cast.ines.clone();
        house.act(move |tx| rounds::decide(tx, &ines, round, &[2], "As you said.")).await;
        assert_eq!(
            view(house, &cast.members[0], round).await.decided.map(|decided| decided.as_counted),
            Some(true)
        );
        let paul = cast.paul.clone();
        assert_eq!(
            house.refused(move |tx| rounds::decide(tx, &paul, round, &[2], "So.")).await,
            "rounds-refused-state-decided"
        );
    }
);

both_engines!(whoever_can_open_a_round_is_told_what_they_may_do_next, |house| {
    let cast = cast(house, 2).await;
    let (ines, new) = (cast.ines.clone(), new_round(&cast, rule(Method::UpDown)));
    let round = house.act(move |tx| rounds::draft(tx, &ines, &new)).await;
    let may = async |who: &Actor| view(house, who, round).await.may;
    assert!(may(&cast.ines).await.open && may(&cast.ines).await.change);
    let ines = cast.ines.clone();
    house.act(move |tx| rounds::open(tx, &ines, round, &secret())).await;
    let (staff, member) = (may(&cast.ines).await, may(&cast.members[0]).await);
    assert!(staff.amend && staff.close && staff.steward && !staff.open && !staff.decide);
    assert!(member.vote && !member.amend && !member.close && !member.steward && !member.record);
    close(house, &cast, round).await;
    let (staff, member) = (may(&cast.paul).await, may(&cast.members[0]).await);
    assert!(staff.decide && !staff.publish && member.record && !member.vote && !member.decide);
    let extra = house.act(|tx| person(tx, "Owner of nothing", &[Role::Partner])).await;
    assert!(!may(&extra).await.decide, "the rule names staff");
});
