//! What was made is found: in its language, as it reads now, by whoever may see it, and after a rebuilding as before.

mod harness;

use harness::{House, PROGRAMME, actor, ids};
use pieces::{Decision, NewComment, Visibility};
use serde_json::json;
use testkit::both_engines;

both_engines!(words_are_found_in_the_forms_of_their_language, |house| {
    house.furnished().await;
    let english = house.public("Mending the lined coats", "en").await;
    let french = house.public("Réparations d’été", "fr").await;
    let german = house.public("Knöpfe aus Horn", "de").await;
    let japanese = house.public("破れた袖を繕う", "ja").await;
    let arabic = house.public("إصلاح المعاطف القديمة", "ar").await;
    house.settle().await;
    for (words, found) in [
        ("coat", english),
        ("MENDED", english),
        ("réparation", french),
        ("reparations ete", french),
        ("knopf", german),
        ("knöpfen", german),
        ("袖", japanese),
        ("المعاطف", arabic),
        ("\"lined coats\"", english),
    ] {
        assert_eq!(house.finds(None, words).await, [found], "{words}");
    }
    assert!(house.finds(None, "lined -coats").await.is_empty());
    assert!(house.finds(None, "zeppelin").await.is_empty());
    let (_, in_french) = house.ask(None, "q=reparation&language=fr").await;
    assert_eq!(ids(&in_french), [french]);
    let (_, in_english) = house.ask(None, "q=reparation&language=en").await;
    assert!(ids(&in_english).is_empty());
});

both_engines!(the_index_follows_what_happens, |house| {
    house.furnished().await;
    let note = house.public("A waxed thread", "en").await;
    house.settle().await;
    assert_eq!(house.finds(None, "waxed").await, [note]);
    house.settle().await;
    assert_eq!(house.finds(None, "waxed").await, [note], "hearing nothing new changes nothing");

    house
        .act(move |tx| pieces::revise(tx, &actor(1), note, Some("A braided cord"), "In any colour.", 1, None))
        .await;
    house.settle().await;
    assert!(house.finds(None, "waxed").await.is_empty(), "the words that were there before are gone");
    assert_eq!(house.finds(None, "braided").await, [note]);

    house
        .act(move |tx| {
            let said = NewComment { on: note, body: "My grandmother spun hemp.", internal: false };
            pieces::comment(tx, &actor(2), said).map(drop)
        })
        .await;
    house.settle().await;
    let (_, answer) = house.ask(None, "q=grandmother").await;
    assert_eq!((ids(&answer), &answer["items"][0]["remarked"]), (vec![note], &json!(true)));

    house.act(move |tx| pieces::moderate(tx, &actor(9), note, &Decision::Remove, "Spam")).await;
    house.settle().await;
    assert!(house.finds(None, "braided").await.is_empty());
    assert!(house.finds(Some(2), "braided").await.is_empty());
});

both_engines!(what_is_not_for_everybody_is_found_by_nobody_else, |house| {
    house.furnished().await;
    let draft = house.note("Unfinished umbrella", "Secret.", Some("en"), Visibility::Draft).await;
    let inside = house.note("Inside umbrella", "For stewards.", Some("en"), Visibility::Stewards).await;
    let open = house.note("Open umbrella", "For all.", Some("en"), Visibility::Public).await;
    house
        .act(move |tx| {
            let said = NewComment { on: open, body: "Only staff know of the crocodile.", internal: true };
            pieces::comment(tx, &actor(9), said).map(drop)
        })
        .await;
    house.settle().await;
    for (who, found) in [
        (None, vec![open]),
        (Some(2), vec![open]),
        (Some(1), vec![open, inside]),
        (Some(9), vec![open, inside]),
    ] {
        let mut hits = house.finds(who, "umbrella").await;
        hits.sort_by_key(|id| found.iter().position(|known| known == id));
        assert_eq!(hits, found, "{who:?}");
    }
    assert!(
        !house.finds(Some(1), "umbrella").await.contains(&draft),
        "a draft is for its authors' own pages"
    );
    for who in [None, Some(2), Some(9)] {
        assert!(
            house.finds(who, "crocodile").await.is_empty(),
            "an internal remark leads nobody here: {who:?}"
        );
    }

    house.act(move |tx| pieces::set_visibility(tx, inside, Visibility::Public)).await;
    house.act(move |tx| pieces::moderate(tx, &actor(9), open, &Decision::Hide, "Look again")).await;
    // Before the index has heard of it, the database has the last word already.
    assert!(house.finds(None, "\"open umbrella\"").await.is_empty());
    house.settle().await;
    assert!(house.finds(None, "\"open umbrella\"").await.is_empty());
});

both_engines!(an_index_that_is_gone_or_of_another_house_is_built_anew, |house| {
    house.furnished().await;
    let mut notes = Vec::new();
    for title in ["A horn button", "A shell button", "A button of wood"] {
        notes.push(house.public(title, "en").await);
    }
    house.settle().await;
    let before = house.finds(None, "button").await;
    assert_eq!(before.len(), 3);

    // While the engine keeps the index, whoever wants it built anew is told that the keeper was asked.
    let web_house = house.house();
    assert_eq!(house.finder.rebuild(&web_house, &house.store).await.expect("asked"), None);
    house.settle().await;
    assert_eq!(house.finds(None, "button").await, before);

    let elsewhere = house.other("elsewhere");
    assert_eq!(elsewhere.rebuild(&web_house, &house.store).await.expect("built"), Some(3));
});

both_engines!(a_long_list_comes_in_pages_and_tells_nothing_twice, |house| {
    house.furnished().await;
    let mut notes: Vec<_> = Vec::new();
    for _ in 0..45 {
        notes.push(house.public("A pocket for the train ticket", "en").await);
    }
    house.settle().await;
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let (_, page) = house.ask(None, &format!("q=pocket&limit=20{after}")).await;
        seen.extend(ids(&page));
        assert!(ids(&page).len() <= 20);
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    notes.reverse();
    assert_eq!(seen, notes, "of two as relevant the newer first");
});

both_engines!(a_question_that_cannot_be_asked_is_refused_by_field, |house| {
    house.furnished().await;
    for (query, field) in
        [("q=x&kind=dream", "kind"), ("q=x&language=%21", "language"), ("q=x&after=nowhere", "after")]
    {
        let (status, answer) = house.ask(None, query).await;
        assert_eq!((status.as_u16(), &answer["errors"][0]["field"]), (422, &json!(field)), "{answer}");
    }
    assert_eq!(house.ask(None, "q=x&programme=atlantis").await.0.as_u16(), 404);
    assert_eq!(house.ask(None, "q=x&limit=0").await.0.as_u16(), 400);
    let within = house.ask(None, &format!("q=x&programme={PROGRAMME}")).await;
    assert_eq!((within.0.as_u16(), ids(&within.1)), (200, Vec::new()));
    for odd in ["", "\"", "-", "  -\"-", "OR AND NOT (", "\u{0}", "🧵"] {
        assert!(house.finds(None, odd).await.is_empty(), "{odd:?}");
    }
});
