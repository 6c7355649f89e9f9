//! What a browser and a program are answered: secrecy on the page, forms that come back, records as files.

mod harness;

use act::{Actor, Policy, Tx};
use axum::{Router, body::Body};
use events::Bus;
use harness::{Cast, House, cast, close, down, opened, rule, secret, stratum, up, vote};
use http::{Request, StatusCode, header};
use rounds::{Counts, Method, Who};
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::both_engines;
use tower::ServiceExt;
use web::{Credential, Cx, Entrance, Room, Seen, Settings};

/// The session in these stories is the person's identifier.
fn recognise(tx: &mut Tx<'_>, credential: &Credential, policy: &Arc<Policy>) -> act::Result<Option<Seen>> {
    let (Credential::Session(text) | Credential::Token(text)) = credential;
    let Ok(id) = text.parse() else { return Ok(None) };
    let found = people::actor(tx, id, policy)?;
    Ok(found.map(|actor| Seen { actor, language: None, zone: None, unread: 0, touch: false }))
}

/// A house as a browser sees it.
struct Site(Router);

impl Site {
    fn of(house: &House) -> Self {
        let mut people = people::room();
        people.entrance = Some(Entrance { recognise, touch: |_, _| Ok(()) });
        let rooms: Vec<Room> = vec![people, programmes::room(), pieces::room(), rounds::room()];
        let settings = Settings { secure_cookies: false, changes_a_minute: 100_000, ..Settings::default() };
        let rooms = web::House::new(rooms, settings).expect("the rooms fit together");
        Self(web::router(&Cx::new(house.store.clone(), rooms, Bus::new(), Policy::default())))
    }

    async fn ask(
        &self,
        who: Option<&Actor>,
        request: http::request::Builder,
        body: String,
    ) -> (StatusCode, http::HeaderMap, String) {
        let person = who.and_then(|who| who.person);
        let session = person.map_or_else(String::new, |person| format!("weft_session={person}"));
        let request = request.header(header::COOKIE, session).header("sec-fetch-site", "same-origin");
        let answer = self.0.clone().oneshot(request.body(Body::from(body)).expect("a request"));
        let answer = answer.await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        (parts.status, parts.headers, String::from_utf8_lossy(&bytes).into_owned())
    }

    async fn see(&self, who: Option<&Actor>, path: &str) -> (StatusCode, String) {
        let (status, _, body) = self.ask(who, Request::get(path), String::new()).await;
        (status, body)
    }

    async fn send(&self, who: &Actor, path: &str, fields: &str) -> (StatusCode, String) {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let (status, _, body) = self.ask(Some(who), request, fields.to_owned()).await;
        (status, body)
    }

    async fn json(&self, who: &Actor, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let (status, _, body) = self.ask(Some(who), request, body.to_string()).await;
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }
}

async fn seven(house: &House) -> Cast {
    cast(house, 7).await
}

both_engines!(counts_stay_hidden_on_the_page_from_everybody_who_has_not_voted, |house| {
    let cast = seven(house).await;
    let round = opened(house, &cast, rule(Method::UpDown)).await;
    for member in &cast.members[1..6] {
        vote(house, member, round, up(1)).await;
    }
    let (site, path) = (Site::of(house), format!("/rounds/{round}"));
    for who in [None, Some(&cast.ines), Some(&cast.rosa), Some(&cast.members[0])] {
        let (status, page) = site.see(who, &path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(!page.contains("class=\"ranks\"") && !page.contains("5 for, 0 against"), "{page}");
        let (_, standing) = site.see(who, &format!("/api/v1{path}/standing")).await;
        assert!(standing.contains("\"hidden\"") && !standing.contains("figures"), "{standing}");
    }
    let (_, page) = site.see(Some(&cast.members[1]), &path).await;
    assert!(page.contains("class=\"ranks\"") && page.contains("5 for, 0 against"), "{page}");
    let (status, _) = site.send(&cast.members[1], &format!("{path}/answers"), "back=1").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, page) = site.see(Some(&cast.members[1]), &path).await;
    assert!(!page.contains("class=\"ranks\""), "taking one's vote back hides the counts again");
});

both_engines!(the_page_of_a_round_held_elsewhere_says_where, |house| {
    let cast = seven(house).await;
    let strata = vec![stratum("Visitors", Who::Named)];
    let rule = rounds::Rule { strata, ..rule(Method::UpDown) };
    let person = cast.members[0].person.expect("somebody");
    let held = rounds::Elsewhere {
        programme: cast.programme,
        room: "ideas".to_owned(),
        source: "repair:round:7".to_owned(),
        from: "All Our Ideas 7".to_owned(),
        ballots: vec![rounds::CastElsewhere { person, answer: up(1), at: rule.opens }],
        rule,
        items: cast.items.clone(),
    };
    let here = opened(house, &cast, self::rule(Method::UpDown)).await;
    let brought = house.act(move |tx| rounds::bring_in(tx, &held, &secret())).await.round;
    let site = Site::of(house);
    let (_, page) = site.see(None, &format!("/rounds/{brought}")).await;
    assert!(page.contains("held elsewhere") && page.contains("All Our Ideas 7"), "{page}");
    let (_, page) = site.see(None, &format!("/rounds/{here}")).await;
    assert!(!page.contains("held elsewhere"), "a round of this house says no such thing");
});

both_engines!(a_long_survey_is_folded_and_its_groups_of_opinion_are_drawn, |house| {
    let mut cast = cast(house, 20).await;
    let (programme, ines) = (cast.programme, cast.ines.clone());
    let statement =
        move |tx: &mut Tx<'_>, n: usize| harness::piece(tx, programme, &ines, &format!("Statement {n}"));
    cast.items =
        house.act(move |tx| (0..30).map(|n| statement(tx, n)).collect::<act::Result<Vec<_>>>()).await;
    // Two camps of ten, who differ in the first twenty statements.
    let rule = rounds::Rule { strata: vec![stratum("Visitors", Who::Named)], ..rule(Method::Opinions) };
    let says = |person: usize, item: u32| {
        let agree = item >= 20 || (person < 10) == (item < 10);
        let stance = if agree { rounds::Stance::Agree } else { rounds::Stance::Disagree };
        let person = cast.members[person].person.expect("somebody");
        rounds::CastElsewhere { person, answer: rounds::Answer::Stance { item, stance }, at: rule.opens }
    };
    let held = rounds::Elsewhere {
        programme,
        room: "ideas".to_owned(),
        source: "repair:round:8".to_owned(),
        from: "Polis 8".to_owned(),
        ballots: (0..20)
            .flat_map(|person| (0..30).map(move |item| (person, item)))
            .map(|(p, i)| says(p, i))
            .collect(),
        rule: rule.clone(),
        items: cast.items.clone(),
    };
    let round = house.act(move |tx| rounds::bring_in(tx, &held, &secret())).await.round;
    let site = Site::of(house);
    let (_, page) = site.see(Some(&cast.ines), &format!("/rounds/{round}")).await;
    let (first, rest) = page.split_once("<details class=\"more\">").expect("the list is folded");
    assert!(rest.contains("10 more items") && rest.contains("start=\"21\""), "{rest}");
    let ranked = |part: &str| part.matches("class=\"measured\"").count();
    assert_eq!((ranked(first), ranked(rest)), (20, 10));
    assert_eq!(rest.matches("<circle").count(), 2, "everybody of a camp stands in one place");
    assert!(
        rest.contains(">A</text>") && rest.contains(">B</text>") && rest.contains("A map of 2 groups"),
        "{rest}"
    );
    let (_, told) =
        site.json(&cast.ines, "GET", &format!("/api/v1/rounds/{round}/standing"), Value::Null).await;
    assert_eq!(told["opinions"]["map"].as_array().map(Vec::len), Some(2), "{told}");
});

both_engines!(a_ballot_that_is_refused_comes_back_with_what_was_typed, |house| {
    let cast = seven(house).await;
    let round = opened(house, &cast, rule(Method::Quadratic { credits: 25 })).await;
    let (site, path) = (Site::of(house), format!("/rounds/{round}/answers"));
    let (status, page) = site.send(&cast.members[2], &path, "votes-1=5&votes-2=-4&votes-3=").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("id=\"errors\"") && page.contains("value=\"-4\""), "{page}");
    assert!(page.contains("data-over"), "the sum says that it is too much");
    for nonsense in ["votes-1=ten", "votes-99=1", "", "back=7", "%FF=%FF"] {
        let (status, _) = site.send(&cast.members[2], &path, nonsense).await;
        assert!(status.is_client_error(), "{nonsense}: {status}");
    }
    let (status, _) = site.send(&cast.members[2], &path, "votes-1=4&votes-2=-3").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, page) = site.see(Some(&cast.members[2]), &format!("/rounds/{round}")).await;
    assert!(page.contains("value=\"-3\""), "one's own ballot is shown");
    let (_, page) = site.see(Some(&cast.members[3]), &format!("/rounds/{round}")).await;
    assert!(!page.contains("value=\"-3\""), "and nobody else's");
});

both_engines!(a_draft_is_seen_by_those_who_may_open_it_and_by_nobody_else, |house| {
    let cast = seven(house).await;
    let (ines, new) = (cast.ines.clone(), harness::new_round(&cast, rule(Method::UpDown)));
    let round = house.act(move |tx| rounds::draft(tx, &ines, &new)).await;
    let site = Site::of(house);
    for path in
        [format!("/rounds/{round}"), format!("/rounds/{round}/change"), format!("/api/v1/rounds/{round}")]
    {
        let (status, _) = site.see(Some(&cast.ines), &path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        for who in [None, Some(&cast.members[0])] {
            let (status, _) = site.see(who, &path).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    let (status, _) =
        site.see(Some(&cast.members[0]), &format!("/rounds/new?programme={}", cast.programme)).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
});

both_engines!(the_form_shows_a_draft_as_it_was_kept, |house| {
    let cast = seven(house).await;
    let mut kept = rule(Method::Budget {
        limit: 120_050,
        currency: "EUR".to_owned(),
        costs: vec![100, 25_000, 300, 400, 50_000],
        count: rounds::BudgetCount::EqualShares,
    });
    kept.counts = Counts::AfterClosing;
    kept.question = "“Which” & <why>?".to_owned();
    let (ines, new) = (cast.ines.clone(), harness::new_round(&cast, kept.clone()));
    let round = house.act(move |tx| rounds::draft(tx, &ines, &new)).await;
    let (site, path) = (Site::of(house), format!("/rounds/{round}/change"));
    let (_, page) = site.see(Some(&cast.ines), &path).await;
    let form = fields_of(&page);
    assert!(form.contains("limit=1200.50"), "{form}");
    let (status, body) = site.send(&cast.ines, &path, &form).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    let again = harness::view(house, &cast.ines, round).await;
    assert_eq!(again.rule, kept, "sent back as it was shown, nothing changes");
});

/// What a browser would send back of a form that nobody touched.
fn fields_of(page: &str) -> String {
    let form = page.split("<form class=\"form rule-form\"").nth(1).expect("the form");
    let form = form.split("</form>").next().expect("its end");
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split_once(&format!(" {name}=\"")).map(|(_, rest)| rest)?;
        rest.split_once('"').map(|(value, _)| unescaped(value))
    };
    let mut sent = Vec::new();
    for tag in form.split('<').skip(1) {
        let checkable = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"");
        let (name, value) = (attribute(tag, "name"), attribute(tag, "value"));
        if tag.starts_with("input") && (!checkable || tag.contains(" checked")) {
            sent.push((name.unwrap_or_default(), value.unwrap_or_default()));
        } else if tag.starts_with("select") {
            sent.push((name.unwrap_or_default(), String::new()));
        } else if tag.starts_with("option")
            && tag.contains(" selected")
            && let Some((_, last)) = sent.last_mut()
        {
            *last = value.unwrap_or_default();
        } else if tag.starts_with("textarea") {
            let text = tag.split_once('>').map_or("", |(_, text)| text);
            sent.push((name.unwrap_or_default(), unescaped(text)));
        }
    }
    let pairs = sent.iter().map(|(name, value)| format!("{name}={}", web::encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn unescaped(text: &str) -> String {
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
}

both_engines!(a_record_is_a_file_once_it_is_closed_and_for_everybody_once_it_is_public, |house| {
    let cast = seven(house).await;
    let round = opened(house, &cast, rule(Method::UpDown)).await;
    vote(house, &cast.members[1], round, up(2)).await;
    vote(house, &cast.members[2], round, down(2)).await;
    let (site, path) = (Site::of(house), format!("/rounds/{round}/record"));
    let (status, _) = site.see(Some(&cast.ines), &path).await;
    assert_eq!(status, StatusCode::CONFLICT, "there is no record of an open round");
    close(house, &cast, round).await;
    let (status, _) = site.see(None, &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (_, headers, file) = site.ask(Some(&cast.members[1]), Request::get(&path), String::new()).await;
    let named = headers.get(header::CONTENT_DISPOSITION).and_then(|value| value.to_str().ok());
    assert_eq!(named, Some(format!("attachment; filename=\"round-{round}.jsonl\"").as_str()));
    assert_eq!(rounds::recount(file.as_bytes()).map(|again| again.differences.len()), Ok(0));
    let (status, page) = site.send(&cast.ines, &format!("/rounds/{round}/decide"), "choice=2&reason=").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    assert!(page.contains("name=\"choice\" value=\"2\" checked"), "the choice stays");
    let (status, _) =
        site.send(&cast.ines, &format!("/rounds/{round}/decide"), "choice=2&reason=It+is+time.").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (status, _) = site.send(&cast.ines, &format!("/rounds/{round}/publish"), "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (status, _) = site.see(None, &path).await;
    assert_eq!(status, StatusCode::OK);
});

both_engines!(a_program_does_what_a_page_does, |house| {
    let cast = seven(house).await;
    let site = Site::of(house);
    let new = serde_json::to_value(harness::new_round(&cast, rule(Method::Pairwise))).expect("JSON");
    let (status, made) = site.json(&cast.ines, "POST", "/api/v1/rounds", new.clone()).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let path = format!("/api/v1/rounds/{}", made["id"].as_str().unwrap_or_default());
    let mut wrong = new;
    wrong["rule"]["places"] = json!(9);
    wrong["rule"]["decides"] = json!("");
    let (status, problem) = site.json(&cast.ines, "PUT", &path, wrong).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<&str> =
        problem["errors"].as_array().into_iter().flatten().filter_map(|one| one["field"].as_str()).collect();
    assert_eq!(fields, ["places", "decides"], "{problem}");
    let (status, opened) = site.json(&cast.ines, "POST", &format!("{path}/open"), Value::Null).await;
    assert_eq!((status, &opened["state"]), (StatusCode::OK, &json!("open")), "{opened}");
    let voter = &cast.members[3];
    let (_, dealt) = site.json(voter, "POST", &format!("{path}/next"), json!({})).await;
    let (one, other) = (&dealt["items"][0], &dealt["items"][1]);
    let answer = json!({ "kind": "pair", "one": one, "other": other, "better": one });
    let (status, cast_one) = site.json(voter, "PUT", &format!("{path}/answers"), answer.clone()).await;
    assert_eq!((status, &cast_one["answers"]), (StatusCode::OK, &json!(1)), "{cast_one}");
    let (_, again) = site.json(voter, "PUT", &format!("{path}/answers"), answer).await;
    assert_eq!(again["changed"], json!(false));
    let (low, high) = (one.as_u64().min(other.as_u64()), one.as_u64().max(other.as_u64()));
    let slot = format!("{}-{}", low.unwrap_or(0), high.unwrap_or(0));
    let (status, back) = site.json(voter, "DELETE", &format!("{path}/answers/{slot}"), Value::Null).await;
    assert_eq!((status, &back["answers"]), (StatusCode::OK, &json!(0)), "{back}");
    let (status, _) = site.json(voter, "DELETE", &format!("{path}/answers/nonsense"), Value::Null).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, list) = site.json(voter, "GET", "/api/v1/rounds?state=open&limit=1", Value::Null).await;
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1), "{list}");
});
