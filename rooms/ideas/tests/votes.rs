//! One changeable vote, popularity that never drifts, lists that lose nothing.

mod harness;

use act::{Actor, Id, Span, sql};
use harness::{House, cast, share, share_new};
use http::Request;
use ideas::{Category, Idea, Order, Score, Weight, list::Filter};
use std::collections::HashSet;
use testkit::both_engines;

async fn vote(house: &House, by: &Actor, idea: Id<Idea>, weight: Weight) -> Score {
    let by = by.clone();
    house.act(move |tx| ideas::vote(tx, &by, idea, weight)).await
}

/// The row's figures, its place in the lists among them: net, voters, hot, and both sums to the last bit.
async fn row(house: &House, idea: Id<Idea>) -> (i64, i64, i64, f64, f64) {
    house.settle().await;
    house
        .act(move |tx| {
            Ok(sql!(tx.one("SELECT net, voters, hot, up_sum, down_sum FROM ideas WHERE piece = $1", idea))?)
        })
        .await
}

both_engines!(a_vote_is_worth_ten_points_and_changing_it_moves_by_the_difference, |house| {
    let cast = cast(house, 3).await;
    let idea = share(house, &cast.members[0], cast.programme, "Waxed thread").await;
    let score = vote(house, &cast.members[1], idea, Weight::UP).await;
    assert_eq!(score, Score { points: 10, voters: 1, up: 1, down: 0, mine: 1 });
    house.pass(Span::days(3));
    let score = vote(house, &cast.members[1], idea, Weight::DOWN).await;
    assert_eq!(score, Score { points: -10, voters: 1, up: 0, down: 1, mine: -1 });
    assert_eq!(
        vote(house, &cast.members[1], idea, Weight::DOWN).await,
        score,
        "the same again changes nothing"
    );
    assert_eq!(vote(house, &cast.members[1], idea, Weight::NONE).await.voters, 0);
    assert_eq!(vote(house, &cast.members[1], idea, Weight::UP).await.points, 10);
});

both_engines!(nobody_votes_on_their_own_idea_or_without_signing_in, |house| {
    let cast = cast(house, 1).await;
    let idea = share(house, &cast.members[0], cast.programme, "Waxed thread").await;
    let own = cast.members[0].clone();
    assert_eq!(house.refused(move |tx| ideas::vote(tx, &own, idea, Weight::UP)).await, "ideas-refused-own");
    let visitor = Actor::visitor(Default::default());
    assert_eq!(house.refused(move |tx| ideas::vote(tx, &visitor, idea, Weight::UP)).await, "refused-sign-in");
    let ines = cast.ines.clone();
    let nowhere = house.refused(move |tx| ideas::vote(tx, &ines, Id::from_raw(42), Weight::UP)).await;
    assert_eq!(nowhere, "refused-not-found");
});

both_engines!(nobody_goes_round_the_rule_of_the_board_by_the_general_way_of_voting, |house| {
    let cast = cast(house, 2).await;
    let idea = share(house, &cast.members[0], cast.programme, "A hook inside the sleeve").await;
    let site = house.site();
    for who in &cast.members {
        let request = Request::put(format!("/api/v1/pieces/{idea}/vote"));
        let (status, answer) = site.json(who, request, serde_json::json!({ "weight": 1 })).await;
        assert_eq!((status.as_u16(), &answer["type"]), (409, &"urn:weft:pieces-own-rule".into()), "{answer}");
        let (status, _, _) = site.send(who, &format!("/pieces/{idea}/vote"), &[("weight", "1")]).await;
        assert_eq!(status.as_u16(), 409);
    }
    let wrong = house.act(ideas::miscounted).await;
    assert!(wrong.is_empty(), "{wrong:?}");
    let (status, _) = site
        .json(
            &cast.members[1],
            Request::put(format!("/api/v1/ideas/{idea}/vote")),
            serde_json::json!({ "weight": 1 }),
        )
        .await;
    assert_eq!(status.as_u16(), 200, "its own way is open");
});

both_engines!(popularity_kept_by_votes_is_what_a_recount_gives, |house| {
    let cast = cast(house, 8).await;
    let idea = share(house, &cast.ines, cast.programme, "Waxed thread").await;
    for (n, weight) in [1, 1, -1, 1, -1, 1, 1, -1].into_iter().enumerate() {
        vote(house, &cast.members[n], idea, weight.try_into().expect("a weight")).await;
        house.pass(Span::hours(40));
    }
    for (n, weight) in [(0, -1), (2, 1), (3, 0), (3, 1), (7, 0)] {
        vote(house, &cast.members[n], idea, weight.try_into().expect("a weight")).await;
        house.pass(Span::hours(11));
    }
    let kept = row(house, idea).await;
    house.act(move |tx| ideas::recount(tx, idea)).await;
    let counted = row(house, idea).await;
    assert_eq!((kept.0, kept.1), (counted.0, counted.1));
    assert!((kept.2 - counted.2).abs() < 1 << 8, "{kept:?} beside {counted:?}");
    assert!((kept.3 - counted.3).abs() < 1e-9 && (kept.4 - counted.4).abs() < 1e-9);
});

both_engines!(thirty_two_people_vote_at_once_and_every_vote_counts_once, |house| {
    let cast = cast(house, 32).await;
    let idea = share(house, &cast.ines, cast.programme, "Waxed thread").await;
    let mut votes = Vec::new();
    for member in &cast.members {
        let (store, by) = (house.store.clone(), member.clone());
        #[expect(clippy::disallowed_methods, reason = "a race needs several at once")]
        votes.push(tokio::spawn(async move {
            for weight in [Weight::UP, Weight::DOWN, Weight::NONE, Weight::UP] {
                let by = by.clone();
                store.write(move |tx| ideas::vote(tx, &by, idea, weight)).await.expect("a vote");
            }
        }));
    }
    for one in votes {
        one.await.expect("voted");
    }
    let (net, voters, ..) = row(house, idea).await;
    assert_eq!((net, voters), (32, 32));
    let kept = row(house, idea).await;
    house.act(move |tx| ideas::recount(tx, idea)).await;
    assert!((kept.3 - row(house, idea).await.3).abs() < 1e-9);
});

both_engines!(a_changed_half_life_recounts_every_idea, |house| {
    let cast = cast(house, 2).await;
    let idea = share(house, &cast.ines, cast.programme, "Waxed thread").await;
    vote(house, &cast.members[0], idea, Weight::UP).await;
    house.settle().await;
    let before = row(house, idea).await;
    let ines = cast.ines.clone();
    house.act(move |tx| ideas::settings::HALF_LIFE.set(tx, &ines, 30)).await;
    house.pass(Span::minutes(2));
    house.settle().await;
    let after = row(house, idea).await;
    assert_ne!(before.2, after.2);
    let days: i64 =
        house.act(move |tx| Ok(sql!(tx.one("SELECT half_life FROM ideas WHERE piece = $1", idea))?)).await;
    assert_eq!(days, 30);
});

async fn pages(
    house: &House,
    who: &Actor,
    order: Order,
    filter: &Filter,
    mut between: impl AsyncFnMut(usize),
) -> Vec<Id<Idea>> {
    let (mut seen, mut after, mut page) = (Vec::new(), None, 0);
    loop {
        let (who, filter) = (who.clone(), filter.clone());
        let found = house
            .store
            .read(move |tx| ideas::list::list(tx, &who, order, &filter, after.as_ref(), 4))
            .await
            .expect("a page");
        seen.extend(found.items.iter().map(|card| card.id));
        page += 1;
        between(page).await;
        match found.next {
            Some(next) => after = Some(next),
            None => return seen,
        }
        assert!(page < 50, "a list has an end");
    }
}

both_engines!(every_list_shows_every_idea_once_while_others_are_added, |house| {
    let cast = cast(house, 6).await;
    let mut all = HashSet::new();
    for n in 0..14 {
        let idea = share(
            house,
            &cast.ines,
            cast.programme,
            &format!("Idea number {n} about {}", "xyzuvw".repeat(n + 1)),
        )
        .await;
        for member in cast.members.iter().take(n % 5) {
            vote(house, member, idea, Weight::UP).await;
        }
        all.insert(idea);
        house.pass(Span::hours(5));
    }
    for order in [Order::Popular, Order::Newest, Order::AllTime] {
        for programme in [None, Some(cast.programme)] {
            let filter = Filter { programme, ..Filter::default() };
            let seen = pages(house, &cast.members[5], order, &filter, async |page| {
                share(
                    house,
                    &cast.ines,
                    cast.programme,
                    &format!("{order} {page} {programme:?} added meanwhile"),
                )
                .await;
                house.pass(Span::minutes(1));
            })
            .await;
            let different: HashSet<_> = seen.iter().copied().collect();
            assert_eq!(different.len(), seen.len(), "{order}: nothing twice");
            assert!(all.is_subset(&different), "{order}: nothing lost");
        }
    }
    let filter =
        Filter { status: Some(ideas::Status::Open), language: Some("en".to_owned()), ..Filter::default() };
    let seen = pages(house, &cast.members[5], Order::AllTime, &filter, async |_| {}).await;
    assert!(all.is_subset(&seen.into_iter().collect()));
});

both_engines!(an_idea_enters_the_public_orders_after_its_guaranteed_views_and_is_blind_until_then, |house| {
    let cast = cast(house, 4).await;
    let ines = cast.ines.clone();
    house.act(move |tx| ideas::settings::VIEWS.set(tx, &ines, 3)).await;
    let idea = share(house, &cast.ines, cast.programme, "Waxed thread").await;
    let popular =
        async || pages(house, &cast.members[3], Order::Popular, &Filter::default(), async |_| {}).await;
    for n in 0..2 {
        assert!(popular().await.is_empty(), "{n} have looked");
        let who = cast.members[n].clone();
        house.act(move |tx| ideas::see(tx, &who, idea)).await;
        let who = cast.members[n].clone();
        house.act(move |tx| ideas::see(tx, &who, idea)).await;
    }
    let who = cast.members[3].clone();
    let card = house.store.read(move |tx| ideas::card(tx, &who, idea)).await.expect("a card");
    assert!(card.line.blind && !card.line.ranked);
    vote(house, &cast.members[2], idea, Weight::UP).await;
    assert_eq!(popular().await, [idea], "a vote is a look too");
    let who = cast.members[3].clone();
    let card = house.store.read(move |tx| ideas::card(tx, &who, idea)).await.expect("a card");
    assert!(!card.line.blind && card.line.ranked);
});

both_engines!(needs_eyes_goes_round_all_that_one_has_not_seen_and_begins_elsewhere_for_everybody, |house| {
    let cast = cast(house, 6).await;
    let ines = cast.ines.clone();
    house.act(move |tx| ideas::settings::VIEWS.set(tx, &ines, 5)).await;
    let mut all = HashSet::new();
    for n in 0..13 {
        all.insert(
            share(house, &cast.ines, cast.programme, &format!("Number {n} {}", "qrst".repeat(n + 1))).await,
        );
    }
    let known = *all.iter().next().expect("an idea");
    let who = cast.members[0].clone();
    house.act(move |tx| ideas::see(tx, &who, known)).await;
    let mut firsts = HashSet::new();
    for member in &cast.members {
        let seen = pages(house, member, Order::NeedsEyes, &Filter::default(), async |_| {}).await;
        let different: HashSet<_> = seen.iter().copied().collect();
        assert_eq!(different.len(), seen.len(), "nothing twice");
        let expected = all.len() - usize::from(member.person == cast.members[0].person);
        assert_eq!(different.len(), expected, "all that is new to them");
        firsts.insert(seen[0]);
    }
    assert!(firsts.len() > 1, "not everybody begins at the same idea");
});

both_engines!(a_category_has_its_own_lists_and_counts_say_their_base, |house| {
    let cast = cast(house, 3).await;
    let (ines, programme) = (cast.ines.clone(), cast.programme);
    let category: Id<Category> = house
        .act(move |tx| {
            let new = ideas::categories::NewCategory {
                slug: "repairs".to_owned(),
                title: act::Line::parse("Repairs").expect("a title"),
                answer_days: 5,
                retired: false,
            };
            ideas::categories::keep_category(tx, &ines, programme, &new)
        })
        .await;
    let mut ideas_here = Vec::new();
    for title in ["Waxed thread", "Spare button inside the pocket"] {
        let (by, mut new) = (cast.members[0].clone(), harness::new_idea(programme, title));
        new.categories = vec![category];
        ideas_here.push(house.act(move |tx| ideas::post(tx, &by, &new)).await);
    }
    vote(house, &cast.members[1], ideas_here[0], Weight::UP).await;
    vote(house, &cast.members[2], ideas_here[0], Weight::DOWN).await;
    vote(house, &cast.members[1], ideas_here[1], Weight::UP).await;
    house.settle().await;
    let filter = Filter { category: Some(category), ..Filter::default() };
    let seen = pages(house, &cast.members[0], Order::Popular, &filter, async |_| {}).await;
    assert_eq!(seen, [ideas_here[1], ideas_here[0]]);
    let base = house.act(move |tx| ideas::list::base(tx, Some(programme))).await.expect("a base");
    assert_eq!((base.votes, base.voters), (3, 2));
    let new = harness::new_idea(programme, "Without a category");
    let by = cast.members[0].clone();
    assert_eq!(house.refused(move |tx| ideas::post(tx, &by, &new)).await, "ideas-refused-categories");
});

both_engines!(a_line_names_every_author_and_category_once_and_filters_leave_the_others_out, |house| {
    let cast = cast(house, 4).await;
    let (ines, programme) = (cast.ines.clone(), cast.programme);
    let categories: Vec<Id<Category>> = house
        .act(move |tx| {
            let mut categories = Vec::new();
            for slug in ["repairs", "cloth", "fit"] {
                let new = ideas::categories::NewCategory {
                    slug: slug.to_owned(),
                    title: act::Line::parse(slug).expect("a title"),
                    answer_days: 5,
                    retired: false,
                };
                categories.push(ideas::categories::keep_category(tx, &ines, programme, &new)?);
            }
            Ok(categories)
        })
        .await;
    let mut shared = Vec::new();
    let titles = [
        ("Waxed thread", "en"),
        ("Un bouton de rechange", "fr"),
        ("A hook inside the sleeve", "en"),
        ("Doublure amovible", "fr"),
        ("Measure me once", "en"),
    ];
    for (n, (title, language)) in titles.into_iter().enumerate() {
        let mut new = harness::new_idea(programme, title);
        new.categories = categories[..=n.min(2)].to_vec();
        new.language = Some(language.to_owned());
        shared.push(share_new(house, &cast.members[0], new).await);
    }
    let whole = *shared.last().expect("an idea");
    for other in &cast.members[1..3] {
        let (first, other) = (cast.members[0].clone(), other.clone());
        house
            .act(move |tx| {
                pieces::add_author(tx, &first, whole.cast(), other.id()?)?;
                pieces::answer_invitation(tx, &other, whole.cast(), true)
            })
            .await;
    }
    vote(house, &cast.members[3], whole, Weight::DOWN).await;
    house.settle().await;
    let line = async |reader: &Actor, filter: Filter| {
        let reader = reader.clone();
        let found =
            move |tx: &mut store::Tx<'_>| ideas::list::list(tx, &reader, Order::Newest, &filter, None, 10);
        house.store.read(found).await.expect("a list").items.remove(0)
    };
    let told = line(&cast.members[3], Filter::default()).await;
    assert_eq!(told.id, whole);
    assert_eq!(told.authors, ["Member 0", "Member 1", "Member 2"]);
    let slugs: Vec<_> = told.categories.iter().map(|(_, slug, _)| slug.as_str()).collect();
    assert_eq!(slugs, ["repairs", "cloth", "fit"]);
    assert_eq!((told.score.points, told.score.mine, told.own), (-10, -1, false));
    assert!(line(&cast.members[1], Filter::default()).await.own);

    let french = Filter { language: Some("fr".to_owned()), ..Filter::default() };
    let seen = pages(house, &cast.members[3], Order::Newest, &french, async |_| {}).await;
    assert_eq!(seen, [shared[3], shared[1]]);
    let fit = Filter { category: Some(categories[2]), language: Some("en".to_owned()), ..Filter::default() };
    let seen = pages(house, &cast.members[3], Order::Newest, &fit, async |_| {}).await;
    assert_eq!(seen, [shared[4], shared[2]]);

    // Whoever is erased is nobody in the very next answer, in their place.
    let gone = cast.members[1].id().expect("a person");
    house.erase(gone).await;
    let told = line(&cast.members[3], Filter::default()).await;
    assert_eq!(told.authors, ["Member 0", "—", "Member 2"]);
});

both_engines!(an_idea_that_stands_where_its_votes_do_not_place_it_is_found, |house| {
    let cast = cast(house, 3).await;
    let mut shared = Vec::new();
    for title in ["Waxed thread", "A hook inside the sleeve", "Measure me once"] {
        shared.push(share(house, &cast.ines, cast.programme, title).await);
    }
    let [voted, moved, alone] = shared[..] else { panic!("three ideas") };
    for member in &cast.members {
        vote(house, member, voted, Weight::UP).await;
    }
    let off = async || house.act(ideas::misplaced).await;
    assert_eq!(off().await, [], "votes that the reaction has still to follow are on their way");
    house.settle().await;
    assert_eq!(off().await, []);
    house.act(move |tx| Ok(sql!(tx.exec("UPDATE ideas SET hot = hot + 1 WHERE piece = $1", moved))?)).await;
    house.act(move |tx| Ok(sql!(tx.exec("UPDATE ideas SET net = 7 WHERE piece = $1", alone))?)).await;
    assert_eq!(off().await, [moved, alone]);
});
