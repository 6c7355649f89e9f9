//! What people rely on: duplicates first, notes always, nobody forgotten.

mod harness;

use act::{Actor, Id, Role, Span, sql};
use harness::{Cast, House, cast, new_idea, person, share, words};
use ideas::{Audience, Ground, Idea, Move, Status, Weight};
use testkit::both_engines;

fn to(status: Status, note: &str) -> Move {
    Move { to: status, expected: None, note: words(note), ground: None, link: None }
}

async fn move_on(house: &House, by: &Actor, idea: Id<Idea>, to: Move) {
    let by = by.clone();
    house.act(move |tx| ideas::move_on(tx, &by, idea, &to)).await;
}

async fn status(house: &House, idea: Id<Idea>) -> Status {
    house.act(move |tx| Ok(sql!(tx.one("SELECT status FROM ideas WHERE piece = $1", idea))?)).await
}

async fn notices(house: &House, who: &Actor) -> Vec<String> {
    let id = who.id().expect("an account");
    let inbox = house.act(move |tx| Ok(events::inbox(tx, id, None, 50)?)).await;
    inbox.into_iter().map(|notice| notice.key).collect()
}

both_engines!(likely_duplicates_are_seen_before_an_idea_is_shared, |house| {
    let cast = cast(house, 3).await;
    let first = share(house, &cast.members[0], cast.programme, "Stronger thread for coat buttons").await;
    let (by, mut new) =
        (cast.members[1].clone(), new_idea(cast.programme, "Sew coat buttons with stronger thread"));
    let (again, who) = (new.clone(), by.clone());
    assert_eq!(house.refused(move |tx| ideas::post(tx, &who, &again)).await, "ideas-alike");
    let (who, programme) = (by.clone(), cast.programme);
    let alike = house
        .act(move |tx| {
            ideas::alike::alike(
                tx,
                &who,
                programme,
                "Sew coat buttons with stronger thread",
                "",
                Some("en"),
                None,
            )
        })
        .await;
    assert_eq!(alike.iter().map(|one| one.idea).collect::<Vec<_>>(), [first]);
    assert!(alike[0].shared_words.iter().any(|word| word.starts_with("button")), "{alike:?}");
    new.seen = vec![first];
    let (who, mine) = (by.clone(), new.clone());
    let second = house.act(move |tx| ideas::post(tx, &who, &mine)).await;
    assert_ne!(first, second);
    let by = cast.members[2].clone();
    let joined = house
        .act(move |tx| {
            let said = act::Prose::parse("Mine fell off too.").expect("words");
            ideas::join(tx, &by, first, Some(&said))
        })
        .await;
    assert_eq!(joined.points, 10, "duplicates join");
});

both_engines!(the_api_answers_likely_duplicates_with_the_candidates, |house| {
    let cast = cast(house, 2).await;
    let first = share(house, &cast.members[0], cast.programme, "Stronger thread for coat buttons").await;
    let site = house.site();
    let mut idea = serde_json::json!({
        "programme": "repair", "title": "Sew coat buttons with stronger thread", "body": "Mine fell off."
    });
    let ask = || http::Request::post("/api/v1/ideas");
    let (status, answer) = site.json(&cast.members[1], ask(), idea.clone()).await;
    assert_eq!((status.as_u16(), &answer["type"]), (409, &"urn:weft:ideas-alike".into()), "{answer}");
    assert_eq!(answer["candidates"][0]["idea"], first.to_string(), "{answer}");
    idea["seen"] = serde_json::json!([first]);
    let (status, made) = site.json(&cast.members[1], ask(), idea).await;
    assert_eq!(status.as_u16(), 201, "{made}");
    let path = format!("/api/v1/ideas/{}", made["id"].as_str().unwrap_or_default());
    let (status, read) = site.json(&cast.members[1], http::Request::get(path), serde_json::Value::Null).await;
    assert_eq!((status.as_u16(), &read["status"]), (200, &"open".into()), "{read}");
});

both_engines!(a_restricted_idea_is_seen_by_its_author_and_stewards_until_it_is_published, |house| {
    let cast = cast(house, 2).await;
    let (by, mut new) = (cast.members[0].clone(), new_idea(cast.programme, "A secret seam"));
    new.audience = Audience::Restricted;
    let (author, other, ines) = (cast.members[0].clone(), cast.members[1].clone(), cast.ines.clone());
    let idea = house.act(move |tx| ideas::post(tx, &by, &new)).await;
    let sees = async |who: &Actor| {
        let who = who.clone();
        house.store.read(move |tx| ideas::card(tx, &who, idea)).await.is_ok()
    };
    assert_eq!((sees(&author).await, sees(&ines).await, sees(&other).await), (true, true, false));
    let who = other.clone();
    assert_eq!(house.refused(move |tx| ideas::vote(tx, &who, idea, Weight::UP)).await, "refused-not-found");
    let who = ines.clone();
    assert_eq!(
        house.refused(move |tx| ideas::vote(tx, &who, idea, Weight::UP)).await,
        "ideas-refused-not-published"
    );
    let who = ines.clone();
    assert_eq!(house.refused(move |tx| ideas::publish(tx, &who, idea, &[])).await, "pieces-not-yours");
    house.act(move |tx| ideas::publish(tx, &author, idea, &[])).await;
    assert!(sees(&other).await);
    house.act(move |tx| ideas::vote(tx, &other, idea, Weight::UP)).await;
});

both_engines!(every_step_has_a_note_and_tells_author_voters_and_followers, |house| {
    let cast = cast(house, 5).await;
    let idea = share(house, &cast.members[0], cast.programme, "Waxed thread").await;
    for (n, weight) in [(1, Weight::UP), (2, Weight::DOWN)] {
        let by = cast.members[n].clone();
        house.act(move |tx| ideas::vote(tx, &by, idea, weight)).await;
    }
    let follower = cast.members[3].clone();
    house.act(move |tx| pieces::follow(tx, &follower, idea.cast(), true)).await;
    let by = cast.members[1].clone();
    let refused =
        house.refused(move |tx| ideas::move_on(tx, &by, idea, &to(Status::UnderReview, "Me"))).await;
    assert_eq!(refused, "refused-not-allowed");
    let ines = cast.ines.clone();
    let refused =
        house.refused(move |tx| ideas::move_on(tx, &ines, idea, &to(Status::Launched, "At once"))).await;
    assert_eq!(refused, "ideas-refused-step");
    move_on(house, &cast.ines, idea, to(Status::UnderReview, "We test four threads")).await;
    house.settle().await;
    for n in 0..4 {
        assert!(
            notices(house, &cast.members[n]).await.contains(&"ideas-notice-moved".to_owned()),
            "member {n}"
        );
    }
    assert!(notices(house, &cast.members[4]).await.is_empty());
    let steps = house.act(move |tx| ideas::steps(tx, idea)).await;
    assert_eq!((steps.len(), steps[0].note.as_str()), (1, "We test four threads"));
});

both_engines!(an_outcome_has_its_link_or_its_ground_and_can_be_opened_again, |house| {
    let cast = cast(house, 2).await;
    let idea = share(house, &cast.members[0], cast.programme, "Waxed thread").await;
    let refused = async |to: Move| {
        let ines = cast.ines.clone();
        house.refused(move |tx| ideas::move_on(tx, &ines, idea, &to)).await
    };
    assert_eq!(refused(to(Status::ExistsAlready, "Look")).await, "ideas-refused-link-needed");
    assert_eq!(refused(to(Status::CannotBeDone, "No")).await, "ideas-refused-ground-needed");
    for link in ["javascript:alert(1)", "//evil.example", "https://a b", "ftp://x"] {
        let with = Move { link: Some(link.to_owned()), ..to(Status::ExistsAlready, "Look") };
        assert_eq!(refused(with).await, "ideas-refused-link", "{link}");
    }
    let with = Move { ground: Some(Ground::Safety), ..to(Status::CannotBeDone, "It would burn") };
    move_on(house, &cast.ines, idea, with).await;
    let by = cast.members[1].clone();
    let refused = house.refused(move |tx| ideas::vote(tx, &by, idea, Weight::UP)).await;
    assert_eq!(refused, "ideas-refused-no-votes-cannot-be-done");
    let stale = Move { expected: Some(Status::Open), ..to(Status::Open, "Again") };
    let ines = cast.ines.clone();
    assert_eq!(house.refused(move |tx| ideas::move_on(tx, &ines, idea, &stale)).await, "ideas-refused-moved");
    move_on(house, &cast.ines, idea, to(Status::Open, "A new cloth came")).await;
    let by = cast.members[1].clone();
    house.act(move |tx| ideas::vote(tx, &by, idea, Weight::UP)).await;
});

both_engines!(an_idea_below_the_threshold_is_closed_with_its_author_told_unless_somebody_promised, |house| {
    let cast = cast(house, 7).await;
    let low = share(house, &cast.members[0], cast.programme, "Rain hats for dogs").await;
    let promised = share(house, &cast.members[0], cast.programme, "A hook for the helmet").await;
    let liked = share(house, &cast.members[0], cast.programme, "Spare button inside the pocket").await;
    for n in 1..6 {
        let by = cast.members[n].clone();
        house.act(move |tx| ideas::vote(tx, &by, liked, Weight::UP)).await;
    }
    let ines = cast.ines.clone();
    house
        .act(move |tx| {
            let due = tx.now() + Span::days(200);
            ideas::partner::promise(tx, &ines, promised, due, &words("We look at it in autumn"))
        })
        .await;
    house.pass(Span::days(89));
    house.settle().await;
    assert_eq!(status(house, low).await, Status::Open);
    house.pass(Span::days(2));
    house.settle().await;
    assert_eq!(status(house, low).await, Status::Closed);
    assert_eq!((status(house, promised).await, status(house, liked).await), (Status::Open, Status::Open));
    assert!(notices(house, &cast.members[0]).await.contains(&"ideas-notice-below".to_owned()));
    let site = house.site();
    let (_, page) = site.see(&cast.members[1], &format!("/ideas/{low}")).await;
    assert!(
        page.contains("Closed by the rule of this board: 0 points are fewer than 50 after 90 days"),
        "{page}"
    );
    move_on(house, &cast.ines, low, to(Status::Open, "It deserves another look")).await;
    house.pass(Span::days(50));
    house.settle().await;
    assert_eq!(status(house, low).await, Status::Open, "opened again, it has its time again");
});

async fn with_partner(house: &House, cast: &Cast) -> (Actor, Id<ideas::Category>) {
    let (ines, programme) = (cast.ines.clone(), cast.programme);
    house
        .act(move |tx| {
            let mill = person(tx, "Moreira Mill", &[Role::Partner])?;
            let new = ideas::categories::NewCategory {
                slug: "thread".to_owned(),
                title: act::Line::parse("Thread and cloth").expect("a title"),
                answer_days: 5,
                retired: false,
            };
            let category = ideas::categories::keep_category(tx, &ines, programme, &new)?;
            ideas::categories::appoint(tx, &ines, category, mill.id()?, true)?;
            Ok((mill, category))
        })
        .await
}

both_engines!(a_partner_finds_what_is_unread_in_their_categories_the_oldest_promise_first, |house| {
    let cast = cast(house, 2).await;
    let (mill, category) = with_partner(house, &cast).await;
    let mut posted = Vec::new();
    for title in ["Waxed thread", "A hook for the helmet", "Sizes for shoulders"] {
        let (by, mut new) = (cast.members[0].clone(), new_idea(cast.programme, title));
        new.categories = vec![category];
        posted.push(house.act(move |tx| ideas::post(tx, &by, &new)).await);
        house.pass(Span::hours(1));
    }
    let queue = async |read: bool| {
        let who = mill.clone();
        let page = house.store.read(move |tx| ideas::partner::queue(tx, &who, None, read, None, 10)).await;
        page.expect("a queue").items.iter().map(|waiting| waiting.card.line.id).collect::<Vec<_>>()
    };
    assert_eq!(queue(false).await, posted);
    let (who, first) = (mill.clone(), posted[0]);
    house.act(move |tx| ideas::partner::mark_read(tx, &who, first, true)).await;
    assert_eq!((queue(false).await, queue(true).await), (posted[1..].to_vec(), vec![first]));
    let stranger = cast.members[1].clone();
    let refused = house.refused(move |tx| ideas::partner::mark_read(tx, &stranger, first, true)).await;
    assert_eq!(refused, "refused-not-allowed");
    let site = house.site();
    let (status, page) = site.see(&mill, "/ideas/queue").await;
    assert!(
        status == 200 && page.contains("A hook for the helmet") && page.contains("idea partner"),
        "{page}"
    );
    let (_, page) = site.see(&cast.members[1], &format!("/ideas/{first}")).await;
    assert!(page.contains("idea partner, Thread and cloth"), "{page}");
});

both_engines!(the_journal_names_everybody_whose_words_are_in_it, |house| {
    let cast = cast(house, 5).await;
    let root = share(house, &cast.members[0], cast.programme, "Let the mend show").await;
    let (by, mut new) = (cast.members[1].clone(), new_idea(cast.programme, "Waxed linen in eleven colours"));
    new.grown_from = Some(root);
    let idea = house.act(move |tx| ideas::post(tx, &by, &new)).await;
    let other = share(house, &cast.members[2], cast.programme, "Choose what your cuff looks like").await;
    let (by, ines) = (cast.members[2].clone(), cast.ines.clone());
    house
        .act(move |tx| {
            let merge = ideas::merge::propose(tx, &by, other, idea, &words("The same wish"))?;
            ideas::merge::accept(tx, &ines, merge, None)
        })
        .await;
    let title = || act::Line::parse("Four colours at every till").expect("a title");
    let body = || act::Prose::parse("Ask for them.").expect("a body");
    let ines = cast.ines.clone();
    let early = house.refused(move |tx| ideas::journal::write(tx, &ines, idea, &title(), &body())).await;
    assert_eq!(early, "ideas-refused-nothing-made");
    for status in [Status::UnderReview, Status::InTheWorks, Status::Launched] {
        move_on(house, &cast.ines, idea, to(status, "On we go")).await;
    }
    let ines = cast.ines.clone();
    let entry = house.act(move |tx| ideas::journal::write(tx, &ines, idea, &title(), &body())).await;
    let who = cast.members[4].clone();
    let found = house.act(move |tx| ideas::journal::entry(tx, &who, entry)).await;
    let named: Vec<(&str, &str)> =
        found.people.iter().map(|(byline, part)| (byline.name.as_str(), part.as_str())).collect();
    assert_eq!(
        named,
        [("Member 1", "author"), ("Member 2", "merged"), ("Member 0", "ancestor"), ("Ines", "carried")]
    );
    assert!(notices(house, &cast.members[0]).await.contains(&"ideas-notice-journal".to_owned()));
    let site = house.site();
    for path in ["/in-action", &format!("/in-action/{entry}")] {
        let (status, page) = site.see(&cast.members[4], path).await;
        assert!(status == 200 && page.contains("Member 2") && page.contains("Four colours"), "{page}");
    }
});

both_engines!(what_was_imported_is_here_once_with_its_votes_and_suggests_duplicates, |house| {
    let cast = cast(house, 3).await;
    let new = ideas::NewImported {
        programme: cast.programme,
        source: "consul:test:proposal:1".to_owned(),
        author: None,
        at: Some("2020-01-01T00:00:00Z".parse().expect("an instant")),
        title: "Stronger thread for coat buttons".to_owned(),
        body: String::new(),
        language: Some("en".to_owned()),
        closed: false,
        withheld: false,
        supports_elsewhere: 6_560,
    };
    let again = new.clone();
    let twin = ideas::NewImported {
        source: "consul:test:proposal:2".to_owned(),
        title: "Sew coat buttons with stronger thread".to_owned(),
        ..new.clone()
    };
    let first = house.act(move |tx| ideas::import(tx, &new)).await;
    assert_eq!(house.act(move |tx| ideas::import(tx, &again)).await, first);
    let second = house.act(move |tx| ideas::import(tx, &twin)).await;
    let (voter, at) =
        (cast.members[0].id().expect("a member"), "2020-02-01T00:00:00Z".parse().expect("an instant"));
    house
        .act(move |tx| {
            pieces::cast(tx, first.cast(), voter, 1, Some(at))?;
            ideas::recount(tx, first)
        })
        .await;
    let who = cast.members[1].clone();
    let card = house.act(move |tx| ideas::card(tx, &who, first)).await;
    assert_eq!((card.line.score.points, card.line.supports_elsewhere, card.line.ranked), (10, 6_560, true));
    let programme = cast.programme;
    let pairs = house.act(move |tx| ideas::likenesses(tx, programme, 10)).await;
    assert_eq!(pairs.iter().map(|pair| (pair.0, pair.1)).collect::<Vec<_>>(), [(second, first)]);
    let (_, page) = house.site().see(&cast.members[1], &format!("/ideas/{first}")).await;
    assert!(page.contains("6,560 supports elsewhere, without names"), "{page}");
    assert!(notices(house, &cast.members[0]).await.is_empty(), "nobody is told");
});

both_engines!(whoever_leaves_takes_open_votes_along_and_keeps_closed_results_true, |house| {
    let cast = cast(house, 4).await;
    let open = share(house, &cast.members[0], cast.programme, "Waxed thread").await;
    let done = share(house, &cast.members[0], cast.programme, "A hook for the helmet").await;
    for idea in [open, done] {
        for n in [1, 2] {
            let by = cast.members[n].clone();
            house.act(move |tx| ideas::vote(tx, &by, idea, Weight::UP)).await;
        }
    }
    let with = Move { link: Some("/in-action".to_owned()), ..to(Status::ExistsAlready, "Look") };
    move_on(house, &cast.ines, done, with).await;
    let leaver = cast.members[1].id().expect("a member");
    let site = house.site();
    let (status, file) = site.see(&cast.members[1], "/me/ideas.json").await;
    let mine: serde_json::Value = serde_json::from_str(&file).expect("JSON");
    assert!(status == 200 && mine["votes"].as_array().is_some_and(|votes| votes.len() == 2), "{file}");
    let (_, table) = site.see(&cast.members[1], "/me/ideas.csv").await;
    assert_eq!(table.lines().count(), 3, "{table}");
    house
        .act(move |tx| {
            let erase = ideas::room().erase_person.expect("the room forgets");
            erase(tx, leaver)?;
            let erase = pieces::room().erase_person.expect("pieces forget");
            erase(tx, leaver)
        })
        .await;
    let points = async |idea: Id<Idea>| {
        let who = cast.members[3].clone();
        house.act(move |tx| Ok(ideas::card(tx, &who, idea)?.line.score.points)).await
    };
    assert_eq!((points(open).await, points(done).await), (10, 20));
    let export = ideas::room().export_person.expect("the room tells");
    let known = house.act(move |tx| export(tx, leaver)).await;
    assert!(known["votes"].as_array().is_some_and(Vec::is_empty), "{known}");
});

both_engines!(every_page_answers_in_every_language_without_a_missing_message, |house| {
    let cast = cast(house, 3).await;
    let (mill, category) = with_partner(house, &cast).await;
    let (by, mut new) = (cast.members[0].clone(), new_idea(cast.programme, "Waxed <thread>"));
    new.categories = vec![category];
    let idea = house.act(move |tx| ideas::post(tx, &by, &new)).await;
    let (by, mut new) = (cast.members[1].clone(), new_idea(cast.programme, "A hook for the helmet"));
    new.categories = vec![category];
    let other = house.act(move |tx| ideas::post(tx, &by, &new)).await;
    let by = cast.members[1].clone();
    let merge = house.act(move |tx| ideas::merge::propose(tx, &by, idea, other, &words("The same"))).await;
    let site = house.site();
    let paths = [
        "/ideas".to_owned(),
        "/ideas?programme=repair&order=newest".to_owned(),
        "/ideas?programme=repair&order=all-time&category=thread&status=launched".to_owned(),
        "/ideas?order=needs-eyes".to_owned(),
        "/ideas/new?programme=repair".to_owned(),
        format!("/ideas/new?grown_from={idea}"),
        "/ideas/alike?programme=repair&title=Waxed%20thread".to_owned(),
        format!("/ideas/{idea}"),
        format!("/ideas/{idea}/status"),
        format!("/ideas/{idea}/merge"),
        format!("/ideas/{idea}/merge?with={other}"),
        format!("/merges/{merge}"),
        "/ideas/merges?programme=repair".to_owned(),
        "/ideas/queue".to_owned(),
        "/ideas/categories?programme=repair".to_owned(),
        "/in-action".to_owned(),
        format!("/ideas/{idea}/in-action"),
    ];
    for language in ["en", "fr"] {
        for path in &paths {
            let joint = if path.contains('?') { '&' } else { '?' };
            let (status, page) = site.see(&cast.ines, &format!("{path}{joint}tongue={language}")).await;
            assert_eq!(status, 200, "{path} {page}");
            for key in ["ideas-", "kind-"] {
                let raw = page.match_indices(&format!(">{key}")).next();
                assert!(
                    raw.is_none(),
                    "{path} in {language}: {}",
                    &page[raw.map_or(0, |(at, _)| at)..][..80]
                );
            }
            assert!(!page.contains("<thread>"), "{path} escapes what people write");
        }
    }
    assert_eq!(site.see(&mill, "/ideas/queue").await.0, 200);
    let visitor = Actor::visitor(Default::default());
    for path in ["/ideas", &format!("/ideas/{idea}"), "/in-action"] {
        assert_eq!(site.see(&visitor, path).await.0, 200, "{path}");
    }
    assert_eq!(site.see(&visitor, "/ideas/new").await.0, 401);
    assert_eq!(site.see(&visitor, "/ideas?order=nonsense").await.0, 422);
});

both_engines!(the_form_shows_its_errors_keeps_what_was_typed_and_shares_without_scripts, |house| {
    let cast = cast(house, 2).await;
    share(house, &cast.members[0], cast.programme, "Stronger thread for coat buttons").await;
    let site = house.site();
    let mut fields =
        vec![("programme", "repair"), ("title", "Sew coat buttons with stronger thread"), ("body", "")];
    let (status, _, page) = site.send(&cast.members[1], "/ideas?key=1", &fields).await;
    assert!(status == 422 && page.contains("Sew coat buttons with stronger thread"), "{page}");
    fields[2] = ("body", "Mine fell off.");
    fields.push(("terms", "1"));
    let (status, _, page) = site.send(&cast.members[1], "/ideas?key=1", &fields).await;
    assert!(
        status == 422 && page.contains("Mine is different: share it") && page.contains("name=\"seen\""),
        "{page}"
    );
    let seen = page
        .split("name=\"seen\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default();
    fields.push(("seen", seen));
    let (status, to, page) = site.send(&cast.members[1], "/ideas?key=1", &fields).await;
    assert_eq!(status, 303, "{page}");
    let (_, again, _) = site.send(&cast.members[1], "/ideas?key=1", &fields).await;
    assert_eq!(to, again, "sent twice, shared once");
    let path = to.split('?').next().unwrap_or_default();
    let (status, back, _) =
        site.send(&cast.members[0], &format!("{path}/votes"), &[("weight", "1"), ("back", "/ideas")]).await;
    assert_eq!((status.as_u16(), back.as_str()), (303, "/ideas"));
    let (_, page) = site.see(&cast.members[1], path).await;
    assert!(page.contains("Mine fell off.") && page.contains(">10<"), "{page}");
});

both_engines!(a_closed_programme_stays_readable_and_takes_no_votes, |house| {
    let cast = cast(house, 2).await;
    let idea = share(house, &cast.members[0], cast.programme, "Waxed thread").await;
    let (ines, programme) = (cast.ines.clone(), cast.programme);
    house
        .act(move |tx| {
            let note = act::Prose::parse("Thank you all.").expect("a note");
            programmes::close(tx, &ines, programme, None, &note).map(drop)
        })
        .await;
    let by = cast.members[1].clone();
    let refused = house.refused(move |tx| ideas::vote(tx, &by, idea, Weight::UP)).await;
    assert_eq!(refused, "programmes-refused-closed");
    let (by, new) = (cast.members[1].clone(), new_idea(cast.programme, "Too late"));
    assert_eq!(house.refused(move |tx| ideas::post(tx, &by, &new)).await, "programmes-refused-closed");
    let site = house.site();
    let (status, page) = site.see(&cast.members[1], "/ideas?programme=repair&order=newest").await;
    assert!(
        status == 200 && page.contains("Waxed thread") && page.contains("This programme is over"),
        "{page}"
    );
});

both_engines!(a_programme_leaves_an_archive_of_everything_its_reader_may_see, |house| {
    let cast = cast(house, 2).await;
    let idea = share(house, &cast.members[0], cast.programme, "Waxed thread").await;
    let quiet = share(house, &cast.members[1], cast.programme, "A colour that nobody knows yet").await;
    let by = cast.members[1].clone();
    house
        .act(move |tx| {
            pieces::set_visibility(tx, quiet.cast(), pieces::Visibility::Stewards)?;
            ideas::vote(tx, &by, idea, Weight::UP)?;
            // More than one look into the database gives.
            for n in 0..=web::ARCHIVE_LINES {
                let body = format!("Remark {n}, with \"quotes\"\nand a second line.");
                pieces::comment(
                    tx,
                    &by,
                    pieces::NewComment { on: idea.cast(), body: &body, internal: false },
                )?;
            }
            Ok(())
        })
        .await;
    move_on(house, &cast.ines, idea, to(Status::UnderReview, "We order the thread.")).await;
    let site = house.site();
    let path = "/programmes/repair/export.jsonl";
    let lines = |body: String| -> Vec<serde_json::Value> {
        body.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    };
    let of = |lines: &[serde_json::Value], kind: &str| -> Vec<serde_json::Value> {
        lines.iter().filter(|line| line["kind"] == kind).cloned().collect()
    };
    let (status, body) = site.see(&Actor::visitor(Default::default()), path).await;
    assert_eq!(status, 200);
    let visitor = lines(body);
    assert_eq!(visitor[0]["kind"], "programme");
    let ideas = of(&visitor, "idea");
    assert_eq!(ideas.len(), 1, "what few may see stays with them");
    assert_eq!(ideas[0]["title"], "Waxed thread");
    assert_eq!(ideas[0]["authors"], serde_json::json!(["Member 0"]));
    assert_eq!((&ideas[0]["up"], &ideas[0]["points"]), (&1.into(), &10.into()));
    assert_eq!(ideas[0]["steps"][0]["note"], "We order the thread.");
    let remarks = of(&visitor, "comment");
    assert_eq!(i64::try_from(remarks.len()), Ok(web::ARCHIVE_LINES + 1), "each remark once");
    assert!(remarks[0]["body"].as_str().is_some_and(|body| body.ends_with("a second line.")));
    let (_, body) = site.see(&cast.ines, path).await;
    assert_eq!(of(&lines(body), "idea").len(), 2);
});

both_engines!(a_persons_page_shows_what_they_shared, |house| {
    let cast = cast(house, 2).await;
    let idea = share(house, &cast.members[0], cast.programme, "Waxed thread").await;
    let site = house.site();
    let visitor = Actor::visitor(Default::default());
    let person = cast.members[0].id().expect("an account");
    let (status, body) = site.see(&visitor, &format!("/people/{person}")).await;
    assert_eq!(status, 200);
    assert!(body.contains(&format!("href=\"/ideas/{idea}\"")), "{body}");
    let other = cast.members[1].id().expect("an account");
    let (_, body) = site.see(&visitor, &format!("/people/{other}")).await;
    assert!(!body.contains("Shared ideas"));
});

/// Four grey dots, a PNG.
const DOTS: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x02\x00\x00\x00\x02\x08\x00\x00\x00\x00W\xddR\xf8\x00\x00\x00\x0eIDATx\x9ccph`hp\x00\x00\x04\x86\x01\x81\xe1l\xa4\x18\x00\x00\x00\x00IEND\xaeB`\x82";

/// A picture and what it shows, as browsers and programs send it.
fn pictured(alt: &str) -> Vec<u8> {
    let mut form = b"--b\r\nContent-Disposition: form-data; name=\"picture-1\"; filename=\"dots.png\"\r\nContent-Type: image/png\r\n\r\n".to_vec();
    form.extend_from_slice(DOTS);
    let rest = format!("\r\n--b\r\nContent-Disposition: form-data; name=\"alt-1\"\r\n\r\n{alt}\r\n--b--\r\n");
    form.extend_from_slice(rest.as_bytes());
    form
}

both_engines!(an_author_adds_pictures_and_takes_them_off_in_the_browser_and_through_the_api, |house| {
    let cast = cast(house, 2).await;
    let idea = share(house, &cast.members[0], cast.programme, "Waxed thread").await;
    let site = house.site();
    let (author, other) = (&cast.members[0], &cast.members[1]);
    let (page, api) = (format!("/pieces/{idea}/pictures"), format!("/api/v1/pieces/{idea}/pictures"));
    let form = |path: &str| {
        http::Request::post(path).header(http::header::CONTENT_TYPE, "multipart/form-data; boundary=b")
    };
    assert_eq!(site.see(other, &page).await.0, 403, "others look at the idea, and change nothing");
    assert_eq!(site.ask(other, form(&page), pictured("A dot")).await.0, 403);
    assert_eq!(site.ask(&Actor::visitor(Default::default()), form(&page), pictured("A dot")).await.0, 401);
    let (status, _, body) = site.ask(author, form(&page), pictured("")).await;
    assert_eq!(status, 422, "what it shows is not said");
    assert!(body.contains("Choose your pictures again"), "{body}");
    let (status, to, _) = site.ask(author, form(&page), pictured("A dot")).await;
    assert_eq!((status.as_u16(), to.as_str()), (303, page.as_str()));
    let listed = |body: String| -> Vec<serde_json::Value> { serde_json::from_str(&body).expect("a list") };
    let pictures = listed(site.see(other, &api).await.1);
    assert_eq!(pictures.len(), 1);
    assert_eq!(pictures[0]["alt"], "A dot");
    let (status, _, body) = site.ask(author, form(&api), pictured("The same dots")).await;
    assert_eq!(
        (status.as_u16(), listed(body)),
        (201, pictures.clone()),
        "the same picture stands there once"
    );
    let hash = pictures[0]["hash"].as_str().expect("a name").to_owned();
    let take_off = || http::Request::delete(format!("{api}/{hash}"));
    assert_eq!(site.ask(other, take_off(), String::new()).await.0, 403);
    assert_eq!(site.ask(author, take_off(), String::new()).await.0, 204);
    assert_eq!(site.ask(author, take_off(), String::new()).await.0, 404);
    assert!(listed(site.see(other, &api).await.1).is_empty());
    let told: Vec<String> = house
        .act(move |tx| {
            Ok(sql!(tx.all("SELECT name FROM outbox WHERE name LIKE 'files.%' ORDER BY id LIMIT 9"))?)
        })
        .await;
    assert_eq!(told, ["files.attached", "files.detached"], "every act leaves an event");
});
