//! Every page in every language, the forms without scripts, and the same acts by program.

mod house;

use act::{Actor, Id, Result, Role, Roles, Tx};
use axum::body::Body;
use house::{both, furnish, make, person};
use http::{Request, StatusCode, header};
use pieces::{Piece, cast};
use std::sync::Arc;
use store::Store;
use tower::ServiceExt;
use web::{Credential, Cx, Entrance, House, Locale, Room, Seen, Settings};

/// Whoever brings the token `7` is person 7; those above 15 are staff.
fn recognise(_: &mut Tx<'_>, credential: &Credential, policy: &Arc<act::Policy>) -> Result<Option<Seen>> {
    let (Credential::Token(n) | Credential::Session(n)) = credential;
    let Ok(n) = n.parse::<i64>() else { return Ok(None) };
    let roles = if n > 15 { Roles::MEMBER.with(Role::Staff) } else { Roles::MEMBER };
    let actor = Actor::person(person(n), format!("Person {n}"), roles, policy.clone());
    Ok(Some(Seen { actor, language: None, zone: None, unread: 0, touch: false }))
}

fn open(store: Store) -> Cx {
    const IDEA: &[web::Kind] = &[web::Kind { name: "idea", path: "/ideas/" }];
    const WORDS: &[Locale] = &[
        Locale { language: "en", text: "kind-idea = Idea" },
        Locale { language: "fr", text: "kind-idea = Idée" },
    ];
    let door = Room {
        name: "door",
        kinds: IDEA,
        locales: WORDS,
        entrance: Some(Entrance { recognise, touch: |_, _| Ok(()) }),
        ..Room::EMPTY
    };
    let rooms = vec![door, people::room(), programmes::room(), pieces::room()];
    let house = House::new(rooms, Settings::default()).expect("a house");
    Cx::new(store, house, events::Bus::new(), act::Policy::default())
}

struct Answered {
    status: StatusCode,
    to: String,
    body: String,
}

async fn ask(cx: &Cx, who: i64, language: &str, method: &str, path: &str, form: Option<&str>) -> Answered {
    let mut request = Request::builder().method(method).uri(path).header(header::ACCEPT_LANGUAGE, language);
    if who > 0 {
        request = request.header(header::AUTHORIZATION, format!("Bearer {who}"));
    }
    let json = form.is_some_and(|form| form.starts_with(['{', '[']));
    if form.is_some() {
        let kind = if json { "application/json" } else { "application/x-www-form-urlencoded" };
        request = request.header(header::CONTENT_TYPE, kind).header("sec-fetch-site", "same-origin");
    }
    let request = request.body(Body::from(form.unwrap_or_default().to_owned())).expect("a request");
    let response = web::router(cx).oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 8 << 20).await.expect("a body");
    let to =
        parts.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default().to_owned();
    Answered { status: parts.status, to, body: String::from_utf8_lossy(&bytes).into_owned() }
}

async fn post(cx: &Cx, who: i64, path: &str, form: &str) -> Answered {
    ask(cx, who, "en", "POST", path, Some(form)).await
}

/// An idea with everything that a page can show: a discussion with each state, earlier words, shares, a thread.
async fn full(store: &Store) -> (Id<Piece>, Id<Piece>) {
    store.write(furnish).await.expect("furnished");
    let idea = make(store, 1, "Waxed thread").await;
    let other = make(store, 2, "Visible mending").await;
    let steward = house::steward;
    let remark = store
        .write(move |tx| {
            let say = |tx: &mut Tx<'_>, n, on, body, internal| {
                let who = if n > 15 { steward(n) } else { house::member(n) };
                pieces::comment(tx, &who, pieces::NewComment { on, body, internal })
            };
            let first = say(tx, 2, idea, "Would the *wax* mark light linings?", false)?;
            say(tx, 3, first, "On two of six samples.", false)?;
            say(tx, 20, idea, "It fits the collar brief.", true)?;
            let hidden = say(tx, 4, idea, "Unkind words", false)?;
            pieces::moderate(tx, &steward(19), hidden, &pieces::Decision::Hide, "it named a person")?;
            pieces::appeal(tx, &house::member(4), hidden, "I meant the till.")?;
            let gone = say(tx, 5, idea, "I regret this", false)?;
            pieces::take_back(tx, &house::member(5), gone)?;
            let held = say(tx, 6, idea, "To be looked at", false)?;
            pieces::hold(tx, held)?;
            pieces::report(tx, &house::member(7), first, pieces::Grounds::Other, "Look at this")?;
            pieces::revise(
                tx,
                &house::member(1),
                idea,
                Some("Waxed linen thread"),
                "It holds better.",
                1,
                None,
            )?;
            let parts = [(1, 6_000), (2, 4_000)].map(|(n, share)| pieces::Part {
                person: person(n),
                part: "words".to_owned(),
                share,
            });
            pieces::declare(tx, &house::member(1), idea, &parts)?;
            pieces::derive(tx, None, other, idea, pieces::Derivation::BuiltOn)?;
            pieces::add_author(tx, &house::member(1), idea, person(8))?;
            let since = tx.now() - store::Span::days(30);
            pieces::predates(tx, &steward(20), idea, since, "Four threads on test", "/lab")?;
            Ok::<_, act::Error>(first)
        })
        .await
        .expect("a full idea");
    (idea, remark)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_whole_in_every_language_for_whoever_may_see_it() {
    both(|store, _| async move {
        let (idea, remark) = full(&store).await;
        let cx = open(store);
        let pages = [
            "comments",
            "revisions",
            "thread",
            "authors",
            "credit",
            "report",
            "edit",
            "answer",
            "appeal",
            "moderate",
        ];
        for language in ["en", "fr"] {
            for who in [0, 1, 2, 4, 8, 20] {
                for id in [idea, remark] {
                    for page in pages {
                        let path = format!("/pieces/{id}/{page}");
                        let shown = ask(&cx, who, language, "GET", &path, None).await;
                        let expected = match (who, page) {
                            (0, "report" | "edit" | "appeal" | "moderate") => StatusCode::UNAUTHORIZED,
                            (1..=8, "moderate") => StatusCode::FORBIDDEN,
                            _ => StatusCode::OK,
                        };
                        assert_eq!(shown.status, expected, "{who} {path}");
                        let main = shown.body.split_once("<main").expect("a main part").1;
                        assert_eq!(main.matches("<h1").count(), 1, "{path}");
                        assert!(
                            !main.contains(">pieces-") && !main.contains(" pieces-"),
                            "{language} {path}: {main}"
                        );
                    }
                }
            }
            let queue = ask(&cx, 20, language, "GET", "/steward/moderation", None).await;
            assert_eq!(queue.status, StatusCode::OK);
            assert_eq!(queue.body.matches("<li id=\"case-").count(), 3, "{}", queue.body);
            assert!(!queue.body.contains(">pieces-"), "{}", queue.body);
        }
        assert_eq!(ask(&cx, 2, "en", "GET", "/steward/moderation", None).await.status, StatusCode::FORBIDDEN);
        let talk = ask(&cx, 9, "en", "GET", &format!("/pieces/{idea}/comments"), None).await.body;
        assert!(talk.contains("<em>wax</em>") && talk.contains("it named a person"), "{talk}");
        for secret in ["Unkind words", "collar brief", "I regret this", "To be looked at"] {
            assert!(!talk.contains(secret), "{secret}");
        }
        assert!(
            ask(&cx, 20, "en", "GET", &format!("/pieces/{idea}/comments"), None)
                .await
                .body
                .contains("collar brief")
        );
        assert_eq!(
            ask(&cx, 0, "en", "GET", &format!("/pieces/{remark}"), None).await.to,
            format!("/ideas/{idea}#c-{remark}")
        );
        let words = ask(&cx, 0, "en", "GET", &format!("/pieces/{idea}/revisions"), None).await.body;
        assert!(words.contains("<ins>") && words.contains("<del>"), "{words}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_work_without_scripts_and_keep_what_was_typed_when_refused() {
    both(|store, _| async move {
        let (idea, remark) = full(&store).await;
        let cx = open(store.clone());
        let said = post(&cx, 3, &format!("/pieces/{idea}/comments?key=k1"), "body=First").await;
        assert_eq!(said.status, StatusCode::SEE_OTHER);
        assert!(said.to.starts_with(&format!("/ideas/{idea}#c-")), "{}", said.to);
        let twice = post(&cx, 3, &format!("/pieces/{idea}/comments?key=k1"), "body=First").await;
        assert_eq!(twice.to, said.to, "sent twice, said once");
        let long = "x".repeat(8_001);
        let refused = post(&cx, 3, &format!("/pieces/{idea}/comments"), &format!("body={long}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(&long) && refused.body.contains("id=\"errors\""));
        let nothing = post(&cx, 3, &format!("/pieces/{remark}/report"), "words=hm").await;
        assert!(nothing.status == StatusCode::UNPROCESSABLE_ENTITY && nothing.body.contains("hm"));
        let stale = post(&cx, 1, &format!("/pieces/{idea}/edit"), "title=T&body=Mine&revision=1").await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.body.contains("Mine") && stale.body.contains("It holds better."), "both texts");
        let shares =
            format!("person={}&part=words&share=60&person={}&part=wax&share=30", person(1), person(2));
        let short = post(&cx, 1, &format!("/pieces/{idea}/credit"), &shares).await;
        assert!(short.status == StatusCode::UNPROCESSABLE_ENTITY && short.body.contains("value=\"wax\""));
        let whole = post(&cx, 1, &format!("/pieces/{idea}/credit"), &shares.replace("=30", "=40,0")).await;
        assert_eq!(whole.status, StatusCode::SEE_OTHER);
        for (who, path, form) in [
            (4, "follow", "on=1"),
            (4, "thank", "on=1"),
            (4, "vote", "weight=-1"),
            (8, "authors/answer", "accept=1"),
            (8, "authors/leave", ""),
            (20, "moderate", "decision=show"),
        ] {
            let done = post(&cx, who, &format!("/pieces/{idea}/{path}"), form).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{path}: {}", done.body);
            let visitor = post(&cx, 0, &format!("/pieces/{idea}/{path}"), form).await;
            assert_eq!(visitor.status, StatusCode::UNAUTHORIZED, "{path}");
        }
        let elsewhere = post(&cx, 1, &format!("/pieces/{idea}/take-back"), "").await;
        assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "an idea is taken back where ideas are");
        assert_eq!(post(&cx, 3, "/pieces/nonsense/comments", "body=x").await.status, StatusCode::BAD_REQUEST);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_does_the_same_acts() {
    both(|store, _| async move {
        let (idea, remark) = full(&store).await;
        let cx = open(store.clone());
        let call = |who: i64, method: &'static str, path: String, body: Option<String>| {
            let cx = cx.clone();
            async move {
                let answer = ask(&cx, who, "en", method, &format!("/api/v1{path}"), body.as_deref()).await;
                let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
                (answer.status.as_u16(), json)
            }
        };
        let (status, piece) = call(0, "GET", format!("/pieces/{idea}"), None).await;
        assert_eq!((status, piece["title"].as_str()), (200, Some("Waxed linen thread")));
        let vote = |weight: i64| {
            call(9, "PUT", format!("/pieces/{idea}/vote"), Some(format!("{{\"weight\":{weight}}}")))
        };
        assert_eq!(vote(1).await.1["up"], 1);
        assert_eq!(vote(-1).await.1["down"], 1);
        assert_eq!(vote(3).await.0, 422);
        let (status, made) =
            call(9, "POST", format!("/pieces/{remark}/comments"), Some("{\"body\":\"Indeed\"}".into())).await;
        assert_eq!(status, 201);
        let (_, talk) = call(0, "GET", format!("/pieces/{idea}/comments"), None).await;
        let items = talk["items"].as_array().expect("comments");
        let mine = items.iter().find(|item| item["id"] == made["id"]).expect("the new one");
        assert_eq!(mine["parent"], serde_json::json!(remark));
        assert_eq!(call(9, "PUT", format!("/pieces/{idea}/follow"), None).await.1["count"], 1);
        assert_eq!(call(9, "DELETE", format!("/pieces/{idea}/follow"), None).await.1["count"], 0);
        assert_eq!(call(9, "PUT", format!("/pieces/{idea}/thanks"), None).await.1["count"], 1);
        assert_eq!(
            call(9, "DELETE", format!("/comments/{}", made["id"].as_str().expect("an id")), None).await.0,
            204
        );
        let (status, problem) =
            call(9, "PATCH", format!("/pieces/{idea}"), Some("{\"body\":\"x\",\"revision\":1}".into())).await;
        assert_eq!((status, problem["type"].as_str()), (403, Some("urn:weft:refused-not-allowed")));
        let (_, first) = call(0, "GET", format!("/pieces/{idea}/revisions?limit=1"), None).await;
        assert_eq!(first["items"][0]["revision"], 2);
        let after = first["next"].as_str().expect("a second page");
        let (_, second) =
            call(0, "GET", format!("/pieces/{idea}/revisions?limit=1&after={after}"), None).await;
        assert_eq!((second["items"][0]["revision"].as_i64(), second["next"].as_str()), (Some(1), None));
        assert_eq!(
            call(0, "GET", format!("/pieces/{idea}/thread"), None).await.1["edges"].as_array().map(Vec::len),
            Some(1)
        );
        let (_, credits) = call(0, "GET", format!("/pieces/{idea}/credits"), None).await;
        let declaration = credits[0]["declaration"].as_str().expect("a declaration");
        let body = format!("{{\"declaration\":\"{declaration}\",\"agrees\":true}}");
        assert_eq!(
            call(2, "PUT", format!("/pieces/{idea}/credits/signature"), Some(body)).await.1["settled"],
            true
        );
        let (_, waiting) = call(20, "GET", "/moderation?limit=1".into(), None).await;
        assert_eq!(waiting["items"].as_array().map(Vec::len), Some(1));
        assert!(waiting["next"].is_string());
        assert_eq!(
            call(2, "GET", "/moderation".into(), None).await.1["items"].as_array().map(Vec::len),
            Some(0)
        );
        assert_eq!(
            call(0, "PUT", format!("/pieces/{idea}/moderation"), Some("{\"decision\":\"hide\"}".into()))
                .await
                .0,
            401
        );
        let described = serde_json::to_value(web::openapi(cx.house())).expect("a description");
        assert!(described["paths"]["/api/v1/pieces/{id}/vote"]["put"].is_object());
        let tally = async || {
            let look = move |tx: &mut Tx<'_>| {
                Ok::<_, act::Error>(act::sql!(
                    tx.one("SELECT up, down FROM piece_tallies WHERE piece = $1", idea)
                )?)
            };
            let counted: (i64, i64) = store.read(look).await.expect("a tally");
            counted
        };
        assert_eq!(tally().await, (0, 1));
        store.write(move |tx| cast(tx, idea, person(9), 0, None)).await.expect("taken back");
        assert_eq!(tally().await, (0, 0));
    })
    .await;
}
