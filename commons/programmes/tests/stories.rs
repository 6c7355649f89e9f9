//! What people rely on in programmes, on both engines.
#![expect(clippy::disallowed_methods, reason = "a race needs several at once")]

mod harness;

use act::{Actor, Id, Line, Person, Prose, Role, Tx};
use harness::{House, day, word};
use jiff::civil;
use people::OrganisationKind;
use programmes::{
    Activity, Charter, Group, NewProgramme, Part, Planned, Programme, ProgrammeHead, Promise, Risk, Side,
    Standing, State, TemplateKind, Who, Worth,
};
use testkit::both_engines;

/// People and departments that the stories share.
#[derive(Clone)]
struct Cast {
    ines: Actor,
    noor: Actor,
    ada: Actor,
    mira: Actor,
    moreira: Actor,
    repairs: Id<people::Organisation>,
    design: Id<people::Organisation>,
    mill: Id<people::Organisation>,
}

fn cast(tx: &mut Tx<'_>) -> act::Result<Cast> {
    let ada = House::person(tx, "Ada", &[Role::Operator])?;
    let ines = House::person(tx, "Inês", &[Role::Staff])?;
    let noor = House::person(tx, "نور", &[Role::Staff])?;
    let mira = House::person(tx, "Mira", &[])?;
    let moreira = House::person(tx, "Moreira", &[Role::Partner])?;
    let mut organisation =
        |name: &str, kind, person: Option<Id<Person>>| -> act::Result<Id<people::Organisation>> {
            let id = people::create_organisation(tx, &ada, &Line::parse(name).expect("a name"), kind)?;
            if let Some(person) = person {
                people::join(tx, &ada, id, person)?;
            }
            Ok(id)
        };
    let repairs = organisation("Repairs", OrganisationKind::Department, ines.person)?;
    let design = organisation("Design", OrganisationKind::Department, noor.person)?;
    let mill = organisation("Moreira Mill", OrganisationKind::Partner, moreira.person)?;
    Ok(Cast { ines, noor, ada, mira, moreira, repairs, design, mill })
}

fn group(who: Who, part: Part) -> Group {
    Group { who, person: None, part }
}

fn charter(cast: &Cast) -> Charter {
    Charter {
        inside: vec![
            group(Who::Organisation(cast.repairs), Part::Moderator),
            Group { who: Who::Organisation(cast.design), person: cast.noor.person, part: Part::Partner },
        ],
        outside: vec![
            group(Who::Members, Part::Contributor),
            group(Who::Organisation(cast.mill), Part::Partner),
        ],
        activities: vec![Activity { room: "ideas".to_owned(), words: word("Say what a mend should be") }],
        values: Side::ALL
            .map(|side| Promise { side, kind: Worth::Belonging, words: word("We make it"), measure: None })
            .to_vec(),
        risks: Side::ALL
            .map(|side| Risk { side, words: word("Silence"), answer: Some(word("Dates")) })
            .to_vec(),
        owner: cast.ines.person,
        appeal: None,
        review_on: Some(civil::date(2026, 12, 15)),
    }
}

fn new(title: &str, charter: Charter) -> NewProgramme {
    NewProgramme {
        title: Line::parse(title).expect("a title"),
        question: Prose::parse("What should it feel like?").expect("a question"),
        criteria: None,
        slug: None,
        template: TemplateKind::CoCreation,
        zone: "Europe/Lisbon".to_owned(),
        language: Some("en".to_owned()),
        grown_from: None,
        charter,
        phases: Vec::new(),
    }
}

fn draft(tx: &mut Tx<'_>, cast: &Cast) -> act::Result<ProgrammeHead> {
    programmes::create(tx, &cast.ines, &new("What should a repair feel like?", charter(cast)))
}

fn opened(tx: &mut Tx<'_>, cast: &Cast) -> act::Result<ProgrammeHead> {
    let head = draft(tx, cast)?;
    programmes::open(tx, &cast.ines, head.id, Some(head.revision))
}

fn planned(name: &str, rooms: &[&str], from: civil::DateTime, until: civil::DateTime) -> Planned {
    let rooms = rooms.iter().map(|room| (*room).to_owned()).collect();
    Planned { name: Line::parse(name).expect("a name"), purpose: None, rooms, from, until }
}

both_engines!(an_incomplete_charter_does_not_open_and_a_complete_one_becomes_live_parts, |house| {
    let (incomplete, opened, parts, told) = house
        .act(|tx| {
            let cast = cast(tx)?;
            let hollow = Charter { values: Vec::new(), ..charter(&cast) };
            let head = programmes::create(tx, &cast.ines, &new("A hollow one", hollow))?;
            let incomplete = programmes::open(tx, &cast.ines, head.id, None).expect_err("it lacks values");
            let head = opened(tx, &cast)?;
            let person = |actor: &Actor| actor.person.expect("a person");
            let mut parts = Vec::new();
            for who in [&cast.ines, &cast.noor, &cast.moreira, &cast.mira] {
                parts.push(programmes::parts_of(tx, person(who), head.id)?);
            }
            let told = events::inbox(tx, person(&cast.noor), None, 10)?;
            Ok((incomplete, head, parts, told))
        })
        .await;
    assert!(incomplete.is("programmes-refused-gate"));
    assert_eq!((&opened.state, opened.rooms.as_slice()), (&State::Open, ["ideas".to_owned()].as_slice()));
    assert_eq!(opened.slug, "what-should-a-repair-feel-like");
    assert_eq!(parts, [vec![Part::Owner, Part::Moderator], vec![Part::Partner], vec![Part::Partner], vec![]]);
    assert_eq!(told[0].key, "programmes-notice-opened");
});

both_engines!(a_programme_opens_once_however_many_try, |house| {
    let (cast, head) = house
        .act(|tx| {
            let cast = cast(tx)?;
            let head = draft(tx, &cast)?;
            Ok((cast, head))
        })
        .await;
    let tries = (0..8).map(|_| {
        let (ines, id, store) = (cast.ines.clone(), head.id, house.store.clone());
        tokio::spawn(async move { store.write(move |tx| programmes::open(tx, &ines, id, None)).await })
    });
    let mut opened = 0;
    for attempt in tries.collect::<Vec<_>>() {
        match attempt.await.expect("no panic") {
            Ok(_) => opened += 1,
            Err(error) => assert!(error.is("programmes-refused-state-open"), "{error}"),
        }
    }
    assert_eq!(opened, 1);
    let decided = house.act(move |tx| programmes::decisions(tx, head.id)).await;
    assert_eq!(decided.iter().filter(|d| d.what == "opened").count(), 1);
});

both_engines!(only_those_whom_the_charter_gives_a_part_may_and_a_token_must_cover_it, |house| {
    house
        .act(|tx| {
            let cast = cast(tx)?;
            let head = opened(tx, &cast)?;
            let may = |tx: &mut Tx<'_>, who: &Actor| {
                programmes::may_in(tx, who, &programmes::permissions::EDIT, head.id)
            };
            assert!(may(tx, &cast.ines)? && may(tx, &cast.ada)?);
            assert!(!may(tx, &cast.noor)? && !may(tx, &cast.mira)?);
            let mut token = cast.ines.clone();
            token.scopes = Some(act::Scopes(vec![act::Scope::TakePart]));
            assert!(!may(tx, &token)?);
            let refused = programmes::require(tx, &cast.mira, &programmes::permissions::EDIT, head.id);
            assert!(refused.expect_err("not hers").is("refused-not-allowed"));
            let visitor = Actor::visitor(Default::default());
            let refused = programmes::require(tx, &visitor, &programmes::permissions::EDIT, head.id);
            assert!(refused.expect_err("nobody").is("refused-sign-in"));
            Ok(())
        })
        .await;
});

both_engines!(a_room_takes_posts_only_while_open_switched_on_and_in_its_phase, |house| {
    let (cast, head) = house
        .act(|tx| {
            let cast = cast(tx)?;
            let head = draft(tx, &cast)?;
            Ok((cast, head))
        })
        .await;
    let id = head.id;
    let post =
        async |room: &'static str| house.look(move |tx| programmes::open_for_posting(tx, id, room)).await;
    let key = |answer: act::Result<ProgrammeHead>| {
        answer.expect_err("refused").refusal().expect("a refusal").key.to_string()
    };
    assert_eq!(key(post("ideas").await), "programmes-refused-draft");
    let ines = cast.ines.clone();
    house
        .act(move |tx| {
            programmes::open(tx, &ines, id, None)?;
            let gathering = planned(
                "Gathering",
                &["ideas"],
                civil::date(2026, 5, 10).at(9, 0, 0, 0),
                civil::date(2026, 6, 10).at(18, 0, 0, 0),
            );
            programmes::add_phase(tx, &ines, id, None, &gathering)?;
            let choosing = planned(
                "Choosing",
                &[],
                civil::date(2026, 6, 10).at(18, 0, 0, 0),
                civil::date(2026, 7, 1).at(18, 0, 0, 0),
            );
            programmes::add_phase(tx, &ines, id, None, &choosing)
        })
        .await;
    assert_eq!(key(post("ideas").await), "programmes-refused-phase");
    house.set(day("2026-05-10T08:00:00Z"));
    assert_eq!(
        post("ideas").await.expect("the phase is on").phase.map(|p| p.name),
        Some("Gathering".to_owned())
    );
    assert_eq!(key(post("attic").await), "programmes-refused-room-off");
    house.set(day("2026-06-10T16:59:59Z"));
    assert!(post("ideas").await.is_ok(), "18:00 in Lisbon is 17:00 UTC in summer");
    house.set(day("2026-06-10T17:00:00Z"));
    assert_eq!(key(post("ideas").await), "programmes-refused-phases-over");
    let ines = cast.ines.clone();
    house.act(move |tx| programmes::pause(tx, &ines, id, None, &word("Too much to answer"))).await;
    assert_eq!(key(post("ideas").await), "programmes-refused-paused");
    let ines = cast.ines.clone();
    house
        .act(move |tx| {
            programmes::resume(tx, &ines, id, None)?;
            programmes::close(tx, &ines, id, None, &word("Thank you"))
        })
        .await;
    assert_eq!(key(post("ideas").await), "programmes-refused-closed");
    let mira = cast.mira.clone();
    let seen = house.look(move |tx| programmes::visible(tx, &mira, "what-should-a-repair-feel-like")).await;
    assert_eq!(seen.expect("it stays readable").state.said(), Some("Thank you"));
});

both_engines!(phases_cannot_overlap_and_a_deadline_moves_with_a_reason_that_everybody_hears, |house| {
    house
        .act(|tx| {
            let cast = cast(tx)?;
            let head = opened(tx, &cast)?;
            programmes::join(tx, &cast.mira, head.id)?;
            let (from, until) =
                (civil::date(2026, 6, 1).at(9, 0, 0, 0), civil::date(2026, 6, 30).at(18, 0, 0, 0));
            let gathering = programmes::add_phase(
                tx,
                &cast.ines,
                head.id,
                None,
                &planned("Gathering", &["ideas"], from, until),
            )?;
            let overlap = planned(
                "Choosing",
                &[],
                until.date().at(17, 0, 0, 0),
                civil::date(2026, 7, 9).at(9, 0, 0, 0),
            );
            assert!(
                programmes::add_phase(tx, &cast.ines, head.id, None, &overlap)
                    .expect_err("overlap")
                    .is("programmes-refused-overlap")
            );
            let backwards = planned("Backwards", &[], until, from);
            assert!(
                programmes::add_phase(tx, &cast.ines, head.id, None, &backwards)
                    .expect_err("backwards")
                    .is("programmes-refused-backwards")
            );
            let later = civil::date(2026, 7, 7).at(18, 0, 0, 0);
            programmes::extend(
                tx,
                &cast.ines,
                head.id,
                gathering.id,
                None,
                &programmes::Extension { until: later, reason: word("A storm"), move_others: false },
            )?;
            let told = events::inbox(tx, cast.mira.person.expect("Mira"), None, 10)?;
            assert_eq!(told[0].key, "programmes-notice-extended");
            let decided = programmes::decisions(tx, head.id)?;
            assert_eq!(
                (decided[0].what.as_str(), decided[0].reason.as_deref()),
                ("extended", Some("A storm"))
            );
            Ok(())
        })
        .await;
});

both_engines!(an_amendment_needs_its_reason_keeps_the_version_before_and_moves_the_live_parts, |house| {
    house
        .act(|tx| {
            let cast = cast(tx)?;
            let head = opened(tx, &cast)?;
            let mut changed = charter(&cast);
            changed.inside[1].person = None;
            changed.outside.truncate(1);
            let silent =
                programmes::write_charter(tx, &cast.ines, head.id, Some(head.revision), &changed, None);
            assert!(silent.expect_err("no reason").is("programmes-refused-reason"));
            let reason = word("The mill has no time");
            let stale = programmes::write_charter(tx, &cast.ines, head.id, Some(1), &changed, Some(&reason));
            assert!(stale.expect_err("an old revision").is("programmes-refused-stale"));
            let less = Charter { risks: Vec::new(), ..changed.clone() };
            let gate = programmes::write_charter(tx, &cast.ines, head.id, None, &less, Some(&reason));
            assert!(gate.expect_err("risks are gone").is("programmes-refused-gate"));
            Ok(())
        })
        .await;
    house
        .act(|tx| {
            let cast = cast2(tx)?;
            let head = opened(tx, &cast)?;
            let mut changed = charter(&cast);
            changed.outside.truncate(1);
            let amended = programmes::write_charter(
                tx,
                &cast.ines,
                head.id,
                Some(head.revision),
                &changed,
                Some(&word("No time")),
            )?;
            assert_eq!(amended.version, 2);
            assert_eq!(programmes::parts_of(tx, cast.moreira.person.expect("Moreira"), head.id)?, []);
            assert_eq!(programmes::charter_of(tx, head.id, 1)?.outside.len(), 2);
            assert_eq!(programmes::charter_of(tx, head.id, 2)?.outside.len(), 1);
            Ok(())
        })
        .await;
});

/// A second cast beside the first, in one house.
fn cast2(tx: &mut Tx<'_>) -> act::Result<Cast> {
    let mut cast = Cast { ..cast_named(tx, "2")? };
    cast.ada.name.push('2');
    Ok(cast)
}

fn cast_named(tx: &mut Tx<'_>, more: &str) -> act::Result<Cast> {
    let ada = House::person(tx, "Ada", &[Role::Operator])?;
    let ines = House::person(tx, "Ines", &[Role::Staff])?;
    let noor = House::person(tx, "Noor", &[Role::Staff])?;
    let mira = House::person(tx, "Mira", &[])?;
    let moreira = House::person(tx, "Moreira", &[Role::Partner])?;
    let mut made = Vec::new();
    for (name, kind, person) in [
        ("Repairs", OrganisationKind::Department, &ines),
        ("Design", OrganisationKind::Department, &noor),
        ("Mill", OrganisationKind::Partner, &moreira),
    ] {
        let id = people::create_organisation(
            tx,
            &ada,
            &Line::parse(&format!("{name} {more}")).expect("a name"),
            kind,
        )?;
        people::join(tx, &ada, id, person.id()?)?;
        made.push(id);
    }
    Ok(Cast { ines, noor, ada, mira, moreira, repairs: made[0], design: made[1], mill: made[2] })
}

both_engines!(members_join_and_leave_in_one_step_and_partners_come_by_invitation, |house| {
    house
        .act(|tx| {
            let cast = cast(tx)?;
            let mut closed = charter(&cast);
            closed.outside = vec![group(Who::Organisation(cast.mill), Part::Observer)];
            let head = programmes::create(tx, &cast.ines, &new("For the mill", closed))?;
            assert!(
                programmes::join(tx, &cast.mira, head.id)
                    .expect_err("a draft")
                    .is("programmes-refused-draft")
            );
            programmes::open(tx, &cast.ines, head.id, None)?;
            assert!(
                programmes::join(tx, &cast.mira, head.id)
                    .expect_err("not open to her")
                    .is("programmes-refused-not-for-you")
            );
            let moreira = cast.moreira.person.expect("Moreira");
            let mira = cast.mira.person.expect("Mira");
            let speaks = programmes::invite(tx, &cast.ines, head.id, mira, Part::Partner);
            assert!(speaks.expect_err("a member speaks for nobody").is("programmes-refused-not-a-partner"));
            programmes::invite(tx, &cast.ines, head.id, moreira, Part::Partner)?;
            assert_eq!(
                programmes::parts_of(tx, moreira, head.id)?,
                [Part::Observer],
                "not before it is accepted"
            );
            programmes::join(tx, &cast.moreira, head.id)?;
            assert_eq!(programmes::parts_of(tx, moreira, head.id)?, [Part::Partner, Part::Observer]);
            programmes::leave(tx, &cast.moreira, head.id)?;
            assert_eq!(programmes::parts_of(tx, moreira, head.id)?, [Part::Observer]);
            let named = programmes::leave(tx, &cast.noor, head.id);
            assert!(named.expect_err("the charter names her").is("programmes-refused-named"));
            Ok(())
        })
        .await;
});

both_engines!(drafts_are_seen_by_staff_alone_and_lists_page_by_key, |house| {
    house
        .act(|tx| {
            let cast = cast(tx)?;
            for n in 0..5 {
                let head = programmes::create(
                    tx,
                    &cast.ines,
                    &new(&format!("Same title {}", n % 2), charter(&cast)),
                )?;
                if n < 4 {
                    programmes::open(tx, &cast.ines, head.id, None)?;
                }
            }
            let asked = programmes::Asked { standing: None, room: Some("ideas".to_owned()) };
            let two = web::Paging { after: None, limit: Some(2) };
            let first = programmes::all(tx, &cast.mira, &asked, &two)?;
            let rest = programmes::all(
                tx,
                &cast.mira,
                &asked,
                &web::Paging { after: first.next.clone(), limit: Some(2) },
            )?;
            let slugs: Vec<_> =
                first.items.iter().chain(&rest.items).map(|head| head.slug.as_str()).collect();
            assert_eq!(slugs, ["same-title-1-2", "same-title-0-2", "same-title-1", "same-title-0"]);
            assert_eq!(rest.next, None);
            let drafts = programmes::Asked { standing: Some(Standing::Draft), room: None };
            let seen = |tx: &mut Tx<'_>, who: &Actor| {
                programmes::all(tx, who, &drafts, &two).map(|page| page.items.len())
            };
            assert_eq!((seen(tx, &cast.mira)?, seen(tx, &cast.noor)?), (0, 1));
            assert!(
                programmes::visible(tx, &cast.mira, "same-title-0-3")
                    .expect_err("a draft")
                    .is("refused-not-found")
            );
            assert!(
                programmes::create(tx, &cast.mira, &new("Mine", charter(&cast)))
                    .expect_err("a member")
                    .is("refused-not-allowed")
            );
            Ok(())
        })
        .await;
});

both_engines!(an_import_finds_its_programme_again_and_its_charter_says_that_it_was_imported, |house| {
    house
        .act(|tx| {
            let cast = cast(tx)?;
            let id = programmes::create_for_import(tx, "Décide Madrid", None, &["ideas"], Some("en"))?;
            assert_eq!(programmes::create_for_import(tx, "decide-madrid", None, &["ideas"], None)?, id);
            assert_eq!(programmes::create_for_import(tx, "Décide Madrid", None, &["ideas"], None)?, id);
            let head = programmes::open_for_posting(tx, id, "ideas")?;
            assert!(head.imported && head.owner.is_none());
            let looked = programmes::charter(tx, &head)?;
            assert!(
                looked.charter.values.len() == 2
                    && looked.charter.risks.iter().all(|risk| risk.answer.is_some())
            );
            programmes::join(tx, &cast.mira, id)?;
            assert!(programmes::create_for_import(tx, " ", None, &[], None).is_err());
            let off = programmes::create_for_import(tx, "decide-madrid", None, &["attic"], None);
            assert!(off.expect_err("not switched on").is("programmes-refused-room-off"));
            Ok(())
        })
        .await;
});

both_engines!(an_erased_owner_leaves_the_programme_to_the_operators_who_are_told, |house| {
    house
        .act(|tx| {
            let cast = cast(tx)?;
            let head = opened(tx, &cast)?;
            let room = programmes::room();
            let ines = cast.ines.person.expect("Ines");
            let known = room.export_person.expect("an export")(tx, ines)?;
            assert_eq!(known["made"][0]["programme"], "what-should-a-repair-feel-like");
            room.erase_person.expect("an erasure")(tx, ines)?;
            let head = programmes::head(tx, head.id)?;
            assert_eq!((head.owner, head.made_by), (None, None));
            assert_eq!(programmes::charter_of(tx, head.id, 1)?.owner, None);
            let told = events::inbox(tx, cast.ada.person.expect("Ada"), None, 10)?;
            assert_eq!(told[0].key, "programmes-notice-owner-gone");
            let known = room.export_person.expect("an export")(tx, ines)?;
            assert_eq!(known["decided"], serde_json::json!([]));
            Ok(())
        })
        .await;
});

both_engines!(one_programme_grows_from_another_and_both_say_so, |house| {
    house
        .act(|tx| {
            let cast = cast(tx)?;
            let parent = opened(tx, &cast)?;
            let grown = NewProgramme { grown_from: Some(parent.id), ..new("The repair kit", charter(&cast)) };
            let head = programmes::create(tx, &cast.noor, &grown)?;
            assert_eq!(head.grown_from, Some(parent.id));
            let nothing = NewProgramme { grown_from: Some(Id::<Programme>::from_raw(7)), ..grown };
            assert!(
                programmes::create(tx, &cast.noor, &nothing).expect_err("nothing there").is("refused-choice")
            );
            Ok(())
        })
        .await;
});
