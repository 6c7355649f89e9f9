//! Votes in step, exclusions, appeals, and people who leave.

mod harness;

use act::{Actor, Id, Role, Span, sql};
use harness::{House, cast, close, opened, outcome, person, record, refused_vote, rule, up, view, vote};
use rounds::{AppealState, Counts, Method, Round, State, Suspects};
use testkit::both_engines;

/// A round with a ring: five members who do the same within a minute, beside seven who do not.
async fn with_a_ring(house: &House, cast: &harness::Cast, counts: Counts) -> Id<Round> {
    let mut rule = rule(Method::UpDown);
    (rule.suspects, rule.places, rule.counts) = (Some(Suspects::USUAL), 1, counts);
    let round = opened(house, cast, rule).await;
    for (n, member) in cast.members[5..].iter().enumerate() {
        for item in 0..3_u32 {
            house.pass(Span::minutes(37));
            if item == 1 || !(n + item as usize).is_multiple_of(3) {
                vote(house, member, round, up(item)).await;
            }
        }
    }
    for item in 2..5_u32 {
        for member in &cast.members[..5] {
            vote(house, member, round, up(item)).await;
        }
        house.pass(Span::minutes(30));
    }
    round
}

async fn token(house: &House, who: &Actor, round: Id<Round>) -> i64 {
    view(house, who, round).await.mine.expect("an elector").token
}

both_engines!(votes_in_step_are_reported_and_nothing_follows_by_itself, |house| {
    let cast = cast(house, 12).await;
    let round = with_a_ring(house, &cast, Counts::AfterClosing).await;
    let paul = cast.paul.clone();
    let found = house.act(move |tx| rounds::suspect(tx, &paul, round)).await;
    let mut ring = Vec::new();
    for member in &cast.members[..5] {
        ring.push(token(house, member, round).await);
    }
    ring.sort_unstable();
    assert_eq!(found.report.clusters.len(), 1);
    assert_eq!(found.report.clusters[0].tokens, ring);
    assert_eq!(found.report.clusters[0].changes, None, "what it amounts to would tell how the round stands");
    assert!(found.report.support.is_empty());
    let member = cast.members[7].clone();
    assert_eq!(house.refused(move |tx| rounds::suspect(tx, &member, round)).await, "refused-not-allowed");
    house.settle().await;
    assert!(house.told(&cast.members[0]).await.contains(&"rounds-notice-in-step".to_owned()));
    assert!(!house.told(&cast.members[7]).await.contains(&"rounds-notice-in-step".to_owned()));
    assert!(view(house, &cast.members[0], round).await.may.appeal);
    close(house, &cast, round).await;
    let paul = cast.paul.clone();
    let found = house
        .store
        .read(move |tx| rounds::suspicion(tx, &paul, round))
        .await
        .expect("a view")
        .expect("a report");
    assert_eq!(found.report.clusters[0].changes, Some(true), "the result hangs on them");
    let support = found.report.support[4];
    assert_eq!((support.raw, support.effective), (5, 5_f64.sqrt()));
    let counted = outcome(house, &cast.members[0], round).await;
    assert_eq!(counted.voters, 12, "they count until a person decides otherwise");
    house.settle().await;
    let told = house.told(&cast.members[0]).await;
    assert_eq!(told.iter().filter(|key| *key == "rounds-notice-in-step").count(), 1, "and are told once");
    record(house, &cast.members[0], round).await;
});

both_engines!(an_exclusion_has_a_reason_is_told_can_be_appealed_and_is_judged_by_another, |house| {
    let cast = cast(house, 12).await;
    let round = with_a_ring(house, &cast, Counts::Open).await;
    let before = outcome(house, &cast.ines, round).await;
    let who = &cast.members[0];
    let excluded = token(house, who, round).await;
    for (token, why, key) in [(excluded, " ", "rounds-refused-reason"), (99, "So.", "rounds-refused-token")] {
        let paul = cast.paul.clone();
        assert_eq!(house.refused(move |tx| rounds::exclude(tx, &paul, round, token, why)).await, key);
    }
    let quiet = who.clone();
    assert_eq!(
        house.refused(move |tx| rounds::appeal(tx, &quiet, round, "Why?")).await,
        "rounds-refused-nothing-to-appeal"
    );
    let paul = cast.paul.clone();
    house.act(move |tx| rounds::exclude(tx, &paul, round, excluded, "The same hand as others.")).await;
    let paul = cast.paul.clone();
    let twice = house.refused(move |tx| rounds::exclude(tx, &paul, round, excluded, "Again.")).await;
    assert_eq!(twice, "rounds-refused-excluded-already");
    assert!(house.told(who).await.contains(&"rounds-notice-excluded".to_owned()));
    assert_eq!(refused_vote(house, who, round, up(0)).await, "rounds-refused-excluded");
    let without = outcome(house, &cast.ines, round).await;
    assert_eq!(without.voters, before.voters - 1);
    let mine = view(house, who, round).await.mine.expect("an elector");
    assert_eq!(
        (mine.excluded.as_deref(), mine.answers.len()),
        (Some("The same hand as others."), 3),
        "ballots stay"
    );
    close(house, &cast, round).await;
    assert_eq!(outcome(house, &cast.ines, round).await.voters, before.voters - 1);
    let (one, other) = (who.clone(), who.clone());
    let appeal = house.act(move |tx| rounds::appeal(tx, &one, round, "I live with my sisters.")).await;
    assert_eq!(
        house.refused(move |tx| rounds::appeal(tx, &other, round, "And?")).await,
        "rounds-refused-appealed-already"
    );
    let paul = cast.paul.clone();
    assert_eq!(
        house.refused(move |tx| rounds::decide(tx, &paul, round, &[2], "So.")).await,
        "rounds-refused-appeals-wait"
    );
    let paul = cast.paul.clone();
    let own = house.refused(move |tx| rounds::decide_appeal(tx, &paul, round, appeal, false, "No.")).await;
    assert_eq!(own, "rounds-refused-another-steward");
    let elsewhere = opened(house, &cast, rule(Method::UpDown)).await;
    let ines = cast.ines.clone();
    let key =
        house.refused(move |tx| rounds::decide_appeal(tx, &ines, elsewhere, appeal, true, "Yes.")).await;
    assert_eq!(key, "refused-not-found", "an appeal is decided in its own round");
    let ines = cast.ines.clone();
    let waiting = house.store.read(move |tx| rounds::appeals(tx, &ines, round)).await.expect("appeals");
    assert_eq!((waiting.len(), waiting[0].words.as_str()), (1, "I live with my sisters."));
    let ines = cast.ines.clone();
    house
        .act(move |tx| rounds::decide_appeal(tx, &ines, round, appeal, true, "Three people, one household."))
        .await;
    let ines = cast.ines.clone();
    let again =
        house.refused(move |tx| rounds::decide_appeal(tx, &ines, round, appeal, true, "Again.")).await;
    assert_eq!(again, "rounds-refused-nothing-to-appeal");
    assert!(house.told(who).await.contains(&"rounds-notice-appeal-upheld".to_owned()));
    let counted = outcome(house, &cast.ines, round).await;
    assert_eq!((counted.voters, counted.figures), (before.voters, before.figures), "as if nothing had been");
    assert_eq!(view(house, who, round).await.mine.and_then(|mine| mine.appeal), Some(AppealState::Upheld));
    let text = record(house, who, round).await;
    assert_eq!(text.matches("\"kind\":\"result\"").count(), 2, "both counts stay in the record");
    assert!(text.contains("Three people, one household.") && !text.contains("I live with my sisters."));
});

both_engines!(
    an_appeal_that_is_declined_leaves_things_as_they_are_and_a_report_can_be_appealed_too,
    |house| {
        let cast = cast(house, 12).await;
        let round = with_a_ring(house, &cast, Counts::Open).await;
        let before = outcome(house, &cast.ines, round).await;
        let paul = cast.paul.clone();
        house.act(move |tx| rounds::suspect(tx, &paul, round)).await;
        let who = cast.members[1].clone();
        let appeal =
            house.act(move |tx| rounds::appeal(tx, &who, round, "We talked about it at work.")).await;
        let ines = cast.ines.clone();
        house
            .act(move |tx| rounds::decide_appeal(tx, &ines, round, appeal, true, "Colleagues may agree."))
            .await;
        let mine = view(house, &cast.members[1], round).await.mine.expect("an elector");
        assert!(!mine.in_report && mine.excluded.is_none());
        let cleared = token(house, &cast.members[1], round).await;
        let ines = cast.ines.clone();
        let report = house
            .store
            .read(move |tx| rounds::suspicion(tx, &ines, round))
            .await
            .expect("a view")
            .expect("a report");
        assert_eq!(report.cleared, [cleared]);
        let other = token(house, &cast.members[2], round).await;
        let paul = cast.paul.clone();
        house.act(move |tx| rounds::exclude(tx, &paul, round, other, "The same hand.")).await;
        let who = cast.members[2].clone();
        let appeal = house.act(move |tx| rounds::appeal(tx, &who, round, "No.")).await;
        let ines = cast.ines.clone();
        house
            .act(move |tx| rounds::decide_appeal(tx, &ines, round, appeal, false, "Nothing new was said."))
            .await;
        assert_eq!(outcome(house, &cast.ines, round).await.voters, before.voters - 1);
        assert_eq!(
            view(house, &cast.members[2], round).await.mine.and_then(|mine| mine.appeal),
            Some(AppealState::Declined)
        );
        close(house, &cast, round).await;
        record(house, &cast.members[2], round).await;
    }
);

async fn erase(house: &House, who: &Actor) {
    let (person, rooms) = (who.person.expect("somebody"), house.rooms.clone());
    house.act(move |tx| rooms.erase_person(tx, person)).await;
}

both_engines!(whoever_leaves_takes_their_ballots_out_of_open_rounds_and_closed_results_stay_true, |house| {
    let cast = cast(house, 6).await;
    let closed = opened(house, &cast, rule(Method::UpDown)).await;
    let open = opened(house, &cast, rule(Method::UpDown)).await;
    for member in &cast.members {
        for round in [closed, open] {
            vote(house, member, round, up(1)).await;
            vote(house, member, round, up(2)).await;
        }
    }
    close(house, &cast, closed).await;
    let before = record(house, &cast.ines, closed).await;
    let counted = outcome(house, &cast.ines, closed).await;
    let leaver = &cast.members[3];
    let (person, rooms) = (leaver.person.expect("somebody"), house.rooms.clone());
    let known = house.act(move |tx| rooms.export_person(tx, person)).await;
    assert_eq!(known["rounds"]["ballots"].as_array().map(Vec::len), Some(4));
    assert_eq!(known["rounds"]["electorates"].as_array().map(Vec::len), Some(2));
    erase(house, leaver).await;
    assert_eq!(outcome(house, &cast.members[0], open).await.voters, 5);
    assert_eq!(outcome(house, &cast.members[0], open).await.figures[1].answers, 5);
    assert_eq!(view(house, &cast.ines, open).await.voters, 5);
    assert_eq!(outcome(house, &cast.ines, closed).await, counted);
    let after = record(house, &cast.ines, closed).await;
    let ballots =
        |text: &str| text.lines().find(|line| line.contains("\"kind\":\"ballots\"")).map(str::to_owned);
    assert_eq!(ballots(&before), ballots(&after));
    assert!(after.contains("\"kind\":\"erased\"") && after.contains("\"people\":1"));
    let rows: i64 = house
        .act(move |tx| Ok(sql!(tx.one("SELECT COUNT(*) FROM round_electors WHERE person = $1", person))?))
        .await;
    assert_eq!(rows, 0, "no path from a token to the person");
    close(house, &cast, open).await;
    house.settle().await;
    record(house, &cast.ines, open).await;
});

both_engines!(
    a_steward_who_leaves_leaves_decisions_of_nobody_and_an_appeal_of_nobody_does_not_hold_things_up,
    |house| {
        let cast = cast(house, 12).await;
        let round = with_a_ring(house, &cast, Counts::Open).await;
        let excluded = token(house, &cast.members[0], round).await;
        let paul = cast.paul.clone();
        house.act(move |tx| rounds::exclude(tx, &paul, round, excluded, "The same hand.")).await;
        let who = cast.members[0].clone();
        house.act(move |tx| rounds::appeal(tx, &who, round, "Words of mine.")).await;
        erase(house, &cast.members[0]).await;
        erase(house, &cast.paul).await;
        close(house, &cast, round).await;
        let words: String = house
            .act(move |tx| {
                Ok(sql!(tx.one("SELECT words FROM round_appeals WHERE round = $1 LIMIT 1", round))?)
            })
            .await;
        assert_eq!(words, "");
        let by: Option<i64> = house
            .act(move |tx| {
                Ok(sql!(tx.one(
                "SELECT excluded_by FROM round_electors WHERE round = $1 AND excluded_at IS NOT NULL LIMIT 1",
                round
            ))?)
            })
            .await;
        assert_eq!(by, None);
        let ines = cast.ines.clone();
        house.act(move |tx| rounds::decide(tx, &ines, round, &[], "None of them convinces us.")).await;
        assert_eq!(view(house, &cast.ines, round).await.state, State::Decided);
        record(house, &cast.ines, round).await;
    }
);

both_engines!(events_name_nobody_but_by_identifier_and_say_nothing_of_ballots, |house| {
    let cast = cast(house, 3).await;
    let round = opened(house, &cast, rule(Method::UpDown)).await;
    vote(house, &cast.members[0], round, up(4)).await;
    close(house, &cast, round).await;
    let bodies: Vec<(String, String)> = house
        .act(move |tx| {
            Ok(sql!(tx.all("SELECT name, body FROM outbox WHERE about = $1 ORDER BY id LIMIT 100", round))?)
        })
        .await;
    let names: Vec<&str> = bodies.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["rounds.drafted", "rounds.opened", "rounds.cast", "rounds.closed"]);
    for (name, body) in &bodies {
        for word in ["repair", "Member", "answer", "item", "stars"] {
            assert!(!body.contains(word), "{name}: {body}");
        }
    }
});

both_engines!(live_pages_hear_counts_only_where_everybody_may_see_them, |house| {
    let cast = cast(house, 3).await;
    let heard = async |round: Id<Round>| {
        let announce =
            house.rooms.rooms.iter().find(|room| room.name == "rounds").expect("rounds").announcers[0]
                .announce;
        house
            .act(move |tx| {
                let event = sql!(tx.one::<events::Outgoing>(
                    "SELECT COALESCE(position, 0), id, at, name, by_person, COALESCE(about, 0), body
                     FROM outbox WHERE about = $1 ORDER BY id DESC LIMIT 1",
                    round
                ))?;
                announce(tx, &event)
            })
            .await
            .remove(0)
    };
    let shown = {
        let mut open = rule(Method::UpDown);
        open.counts = Counts::Open;
        opened(house, &cast, open).await
    };
    let hidden = opened(house, &cast, rule(Method::UpDown)).await;
    for round in [shown, hidden] {
        vote(house, &cast.members[0], round, up(1)).await;
    }
    let (shown, hidden) = (heard(shown).await, heard(hidden).await);
    assert!(shown.fields.contains_key("value-1") && shown.fields["voters"] == 1);
    assert_eq!(hidden.fields.keys().collect::<Vec<_>>(), ["voters"]);
    let extra = house.act(|tx| person(tx, "Nobody in particular", &[Role::Partner])).await;
    let may_hear =
        house.rooms.rooms.iter().find(|room| room.name == "rounds").expect("rounds").topics[0].may_hear;
    for (topic, may) in
        [(hidden.topic.trim_start_matches("round:").to_owned(), true), ("nonsense".to_owned(), false)]
    {
        let who = extra.clone();
        assert_eq!(house.act(move |tx| may_hear(tx, &who, &topic)).await, may);
    }
});
