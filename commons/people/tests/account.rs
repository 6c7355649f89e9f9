//! One's own account: tokens, profile, preferences, inbox, data, erasure.

mod harness;

use act::{Argument, Line, Roles, Span, sql};
use events::Notice;
use harness::{on_both, operator, staff};
use http::Method;
use people::NewPerson;
use serde_json::{Value as Json, json};

#[test]
fn a_token_does_what_its_scopes_say_never_touches_the_account_and_ends() {
    on_both(
        |_| (),
        |house| async move {
            house.person("Mara", operator()).await;
            let mut mara = house.signed_in("Mara").await;
            mara.post("/me/tokens", &[("name", "x")]).await.is(422).says("at least one thing");
            mara.post("/me/tokens", &[("name", "x"), ("scopes", "account")]).await.is(422);
            mara.post("/me/tokens", &[("name", "x"), ("scopes", "read"), ("expires", "2025-12-31")])
                .await
                .is(422)
                .says("within three years");
            let page = mara
                .post(
                    "/me/tokens?key=once",
                    &[("name", "Tablets"), ("scopes", "read"), ("expires", "2026-01-02")],
                )
                .await;
            let token = page
                .is(200)
                .body
                .split("<code>")
                .nth(1)
                .and_then(|rest| rest.split('<').next())
                .expect("a token")
                .to_owned();
            assert!(token.starts_with("weft_"));
            mara.post("/me/tokens?key=once", &[("name", "Tablets"), ("scopes", "read")])
                .await
                .is(409)
                .says("shown before");
            assert!(!mara.get("/me/tokens").await.body.contains(&token));
            let kept = house
                .write(|tx| Ok(sql!(tx.all::<String>("SELECT answer FROM idempotency LIMIT 10"))?))
                .await
                .expect("rows");
            assert!(!format!("{kept:?}").contains(&token), "the token is written down nowhere");

            let mut program = house.browser();
            program.cookies.insert("bearer".to_owned(), token.clone());
            let me = program.api(Method::GET, "/me", Json::Null).await.is(200).json();
            assert_eq!((&me["name"], &me["email"]), (&json!("Mara"), &json!("mara@example.org")));
            for (method, path, body) in [
                (Method::GET, "/me/sessions", Json::Null),
                (Method::GET, "/me/tokens", Json::Null),
                (Method::PATCH, "/me", json!({ "name": "Eve" })),
                (Method::POST, "/me/tokens", json!({ "name": "more", "scopes": ["operate"] })),
                (Method::POST, "/me/inbox/read", json!({})),
                (Method::GET, "/people", Json::Null),
            ] {
                let answer = program.api(method, path, body).await;
                assert_eq!(answer.is(403).json()["type"], "urn:weft:refused-token-scope", "{path}");
            }
            let made = mara
                .api(
                    Method::POST,
                    "/me/tokens",
                    json!({ "name": "all", "scopes": ["read", "take-part", "operate"] }),
                )
                .await;
            let strong = made.is(201).json();
            let mut other = house.browser();
            other.cookies.insert("bearer".to_owned(), strong["token"].as_str().expect("a token").to_owned());
            other.api(Method::GET, "/people", Json::Null).await.is(200);
            other.api(Method::POST, "/me/inbox/read", json!({})).await.is(200);
            other.api(Method::GET, "/me/tokens", Json::Null).await.is(403);
            mara.api(
                Method::DELETE,
                &format!("/me/tokens/{}", strong["id"].as_str().expect("an id")),
                Json::Null,
            )
            .await
            .is(204);
            other.api(Method::GET, "/me", Json::Null).await.is(401);
            house.hand.advance(Span::days(2));
            program.api(Method::GET, "/me", Json::Null).await.is(401);
        },
    );
}

#[test]
fn nobody_reaches_anothers_sessions_tokens_or_notices() {
    on_both(
        |_| (),
        |house| async move {
            house.person("Mara", Roles::MEMBER).await;
            house.person("Eve", Roles::MEMBER).await;
            let (mut mara, mut eve) = (house.signed_in("Mara").await, house.signed_in("Eve").await);
            let sessions = mara.api(Method::GET, "/me/sessions", Json::Null).await.json();
            let session = sessions[0]["id"].as_str().expect("an id");
            let made =
                mara.api(Method::POST, "/me/tokens", json!({ "name": "x", "scopes": ["read"] })).await.json();
            let token = made["id"].as_str().expect("an id");
            eve.api(Method::DELETE, &format!("/me/sessions/{session}"), Json::Null).await.is(404);
            eve.api(Method::DELETE, &format!("/me/tokens/{token}"), Json::Null).await.is(404);
            eve.post(&format!("/me/sessions/{session}"), &[]).await.is(404);
            eve.get("/me/inbox/0000000000001").await.is(404);
            eve.get("/me/inbox/nonsense").await.is(400);
            mara.get("/me").await.is(200);
            mara.api(Method::GET, "/me/tokens", Json::Null).await.is(200);
            let mut visitor = house.browser();
            for path in [
                "/me",
                "/me/profile",
                "/me/sessions",
                "/me/tokens",
                "/me/inbox",
                "/me/data",
                "/me/data/export",
                "/me/erase",
            ] {
                visitor.get(path).await.is(401).says("/sign-in?back=");
            }
        },
    );
}

#[test]
fn a_profile_changes_once_for_each_look_at_it_in_any_script() {
    on_both(
        |_| (),
        |house| async move {
            let mara = house.person("Mara", Roles::MEMBER).await;
            let mut browser = house.signed_in("Mara").await;
            browser.get("/me/profile").await.is(200).says("name=\"rev\" value=\"0\"");
            let form = [
                ("name", "מרה \u{202e}<b>"),
                ("part", "Réparations"),
                ("language", "fr"),
                ("zone", "Asia/Tokyo"),
                ("rev", "0"),
            ];
            browser.post("/me/profile", &form).await.sees("/me/profile?done=profile");
            let page = browser.get(&format!("/people/{mara}")).await;
            page.is(200).says("<h1 dir=\"auto\">מרה &#60;b&#62;</h1>").says("Réparations").says("Membre");
            let stale = browser.post("/me/profile", &[("name", "Other"), ("rev", "0")]).await;
            stale.is(409).says("value=\"Other\"").says("value=\"1\"");
            let wrong = browser
                .post("/me/profile", &[("name", ""), ("language", "xx"), ("zone", "Mars/Base"), ("rev", "1")])
                .await;
            wrong.is(422).says("Mars/Base").says("3 points");
            let me = browser
                .api(Method::PATCH, "/me", json!({ "name": "Mara", "language": "", "rev": 1 }))
                .await
                .is(200)
                .json();
            assert_eq!(
                (&me["name"], &me["part"], &me["language"], &me["rev"]),
                (&json!("Mara"), &json!("Réparations"), &Json::Null, &json!(2))
            );
            browser.api(Method::PATCH, "/me", json!({ "name": "Mara", "rev": 1 })).await.is(409);
            browser.api(Method::PATCH, "/me", json!({ "name": "x".repeat(121) })).await.is(422);
        },
    );
}

#[test]
fn an_address_changes_when_its_owner_opens_the_link_signed_in_and_the_old_one_is_told() {
    on_both(
        |_| (),
        |house| async move {
            house.person("Mara", Roles::MEMBER).await;
            house.person("Eve", Roles::MEMBER).await;
            let (mut mara, mut eve) = (house.signed_in("Mara").await, house.signed_in("Eve").await);
            mara.post("/me/email", &[("email", "nonsense")]).await.is(422);
            mara.post("/me/email", &[("email", "eve@example.org")]).await.sees("/sign-in/sent");
            assert!(house.letters_to("eve@example.org").await[0].contains("belongs to an account already"));
            mara.post("/me/email", &[("email", "new@example.org")]).await.sees("/sign-in/sent");
            let link = house.link_to("new@example.org").await;
            eve.get(&link).await.is(200).says("be signed in to it");
            eve.post(&link, &[]).await.is(403);
            mara.get(&link).await.is(200).says("Use this address");
            mara.post(&link, &[]).await.sees("/me/profile");
            assert!(
                house.letters_to("mara@example.org").await[0].contains("has another address from now on")
            );
            let me = mara.api(Method::GET, "/me", Json::Null).await.json();
            assert_eq!(me["email"], "new@example.org");
        },
    );
}

#[test]
fn a_new_password_ends_every_other_session_and_needs_the_present_one() {
    on_both(
        |_| (),
        |house| async move {
            house.person("Mara", Roles::MEMBER).await;
            let (mut one, mut other) = (house.signed_in("Mara").await, house.signed_in("Mara").await);
            one.post("/me/password", &[("password", "password123")]).await.is(422).says("anybody would try");
            one.post("/me/password", &[("password", "four random words")])
                .await
                .sees("/me/profile?done=password");
            other.get("/me").await.is(401);
            one.get("/me/profile").await.is(200).says("Present password");
            one.post("/me/password", &[("password", "five other random words")])
                .await
                .is(422)
                .says("not your present password");
            let form = [("present", "four random words"), ("password", "five other random words")];
            one.post("/me/password", &form).await.sees("/me/profile?done=password");
            other
                .post("/sign-in", &[("email", "mara@example.org"), ("password", "four random words")])
                .await
                .is(422);
            other
                .post("/sign-in", &[("email", "mara@example.org"), ("password", "five other random words")])
                .await
                .is(303);
            assert!(house.letters_to("mara@example.org").await[0].contains("your password was changed"));
        },
    );
}

#[test]
fn notices_are_told_in_the_readers_language_and_opening_one_reads_it() {
    on_both(
        |_| (),
        |house| async move {
            let mara = house.person("Mara", Roles::MEMBER).await;
            let mut browser = house.signed_in("Mara").await;
            browser.get("/me/inbox").await.is(200).says("Nothing yet");
            for about in 1..=3 {
                let notice = Notice {
                    to: mara,
                    key: "nav-inbox-unread",
                    arguments: vec![("n", Argument::Number(about))],
                    link: format!("/people/{mara}"),
                    about: Some(about),
                    by: None,
                };
                house.write(move |tx| Ok(events::notify(tx, notice.clone())?)).await.expect("told");
            }
            browser.get("/me").await.is(200).says("3 unread notices");
            let inbox = browser.api(Method::GET, "/me/inbox?limit=2", Json::Null).await.is(200).json();
            assert_eq!(
                (inbox["unread"].clone(), inbox["items"].as_array().map(Vec::len)),
                (json!(3), Some(2))
            );
            let rest = browser
                .api(
                    Method::GET,
                    &format!("/me/inbox?before={}", inbox["next"].as_str().expect("more")),
                    Json::Null,
                )
                .await
                .json();
            assert_eq!(rest["items"].as_array().map(Vec::len), Some(1));
            let first = inbox["items"][0]["id"].as_str().expect("an id");
            browser.get(&format!("/me/inbox/{first}")).await.sees(&format!("/people/{mara}"));
            browser.get("/me/inbox").await.is(200).says("Mark all 2 as read");
            let second = inbox["items"][1]["id"].as_str().expect("an id");
            browser.post(&format!("/me/inbox/{second}"), &[]).await.sees("/me/inbox");
            browser.language = "fr";
            browser.get("/me/inbox").await.is(200).says("Le marquer comme lu").says("non lu");
            browser.post("/me/inbox/read", &[]).await.sees("/me/inbox");
            assert_eq!(browser.api(Method::POST, "/me/inbox/read", json!({})).await.json()["marked"], 0);
        },
    );
}

#[test]
fn language_and_theme_are_kept_in_the_browser_and_in_the_account() {
    on_both(
        |_| (),
        |house| async move {
            house.person("Mara", Roles::MEMBER).await;
            let mut visitor = house.browser();
            visitor
                .post(
                    "/preferences",
                    &[("language", "fr"), ("theme", "dark"), ("zone", "Asia/Tokyo"), ("back", "/sign-in")],
                )
                .await
                .sees("/sign-in");
            visitor.get("/sign-in").await.is(200).says("lang=\"fr\"").says("data-theme=\"dark\"");
            visitor
                .post(
                    "/preferences",
                    &[
                        ("language", "xx; Path=/"),
                        ("theme", "auto"),
                        ("zone", "no"),
                        ("back", "//evil.example"),
                    ],
                )
                .await
                .sees("/");
            visitor.get("/sign-in").await.is(200).says("lang=\"fr\"");
            assert!(!visitor.cookies.contains_key("weft_theme"));
            let mut mara = house.signed_in("Mara").await;
            mara.post("/preferences", &[("language", "fr"), ("zone", "Asia/Tokyo"), ("back", "/me")])
                .await
                .sees("/me");
            let me = mara.api(Method::GET, "/me", Json::Null).await.json();
            assert_eq!((&me["language"], &me["zone"]), (&json!("fr"), &json!("Asia/Tokyo")));
            house.signed_in("Mara").await.get("/me").await.is(200).says("lang=\"fr\"");
        },
    );
}

#[test]
fn whoever_leaves_takes_everything_along_and_leaves_a_row_without_a_name() {
    on_both(
        |_| (),
        |house| async move {
            let mut new = NewPerson::named(Line::parse("Mara Silva").expect("a name"));
            new.email = people::Email::parse("mara@example.org").ok();
            (new.roles, new.source) = (staff(), Some("wordpress:author:17".to_owned()));
            let again = new.clone();
            let mara = house.write(move |tx| people::create(tx, new.clone())).await.expect("a person");
            let mut browser = house.signed_in("Mara").await;
            browser.get("/me/data").await.is(200);
            let known = browser.get("/me/data/export").await.is(200).json();
            assert_eq!(
                (&known["people"]["name"], &known["people"]["email"]),
                (&json!("Mara Silva"), &json!("mara@example.org"))
            );
            assert_eq!(known["people"]["sessions"].as_array().map(Vec::len), Some(1));
            browser.get("/me/erase").await.is(200).says("Mara Silva");
            browser.post("/me/erase", &[("name", "Mara")]).await.is(422).says("not the name");
            browser.post("/me/erase", &[("name", " mara  SILVA ")]).await.sees("/");
            assert!(browser.cookies.is_empty());
            browser.get(&format!("/people/{mara}")).await.is(404);
            let left = house.write(move |tx| {
            let row: (String, Option<String>, Option<String>) =
                sql!(tx.one("SELECT name, source, password FROM people WHERE id = $1 AND erased_at IS NOT NULL", mara))?;
            let rest: i64 = sql!(tx.one(
                "SELECT (SELECT COUNT(*) FROM identities) + (SELECT COUNT(*) FROM sessions) + (SELECT COUNT(*) FROM links)
                     + (SELECT COUNT(*) FROM letters) + (SELECT COUNT(*) FROM tokens)"
            ))?;
            let byline = people::byline(tx, mara)?;
            Ok((row.0, row.1.unwrap_or_default(), rest, byline.is_none(), people::create(tx, again.clone())?))
        });
            let (name, source, rest, nameless, found) = left.await.expect("a row");
            assert_eq!((name.as_str(), rest, nameless), ("", 0, true));
            assert!(source.starts_with("erased:") && !source.contains("wordpress"));
            assert_eq!(found, mara, "importing again brings nobody back");
        },
    );
}
