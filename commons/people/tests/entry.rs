//! Coming in: registering, letters, links, passwords, sessions, limits.

mod harness;

use act::{Roles, Span, sql};
use harness::on_both;
use http::header;

const PASSWORD: &str = "four random words";

#[test]
fn somebody_registers_confirms_signs_in_and_ends_a_session_from_elsewhere() {
    on_both(
        |_| (),
        |house| async move {
            let mut laptop = house.browser();
            laptop.get("/register").await.is(200).says("Make an account");
            let form = [
                ("name", "Tomás"),
                ("email", " Tomas@Example.ORG "),
                ("password", PASSWORD),
                ("back", "/people"),
            ];
            laptop.post("/register", &form).await.sees("/sign-in/sent");
            laptop.get("/sign-in/sent").await.is(200).says("Look into your mail");
            let wrong =
                laptop.post("/sign-in", &[("email", "tomas@example.org"), ("password", PASSWORD)]).await;
            wrong.is(422);
            assert!(house.letters_to("Tomas@example.org").await[0].contains("Hello Tomás,"));

            let link = house.link_to("Tomas@example.org").await;
            laptop.get(&link).await.is(200).says("Make my account and sign in").says("Tomás");
            laptop.post(&link, &[("stay", "1")]).await.sees("/people");
            laptop.get("/me").await.is(200).says("Tomás").says("Nothing waits for you");
            laptop.post(&link, &[]).await.is(410);

            let mut phone = house.browser();
            let wrong = phone
                .post("/sign-in", &[("email", "tomas@example.org"), ("password", "four random word")])
                .await;
            wrong.is(422).says("That did not match").says("tomas@example.org");
            phone
                .post("/sign-in", &[("email", "TOMAS@example.org"), ("password", PASSWORD), ("back", "/me")])
                .await
                .sees("/me");
            phone.get("/me/sessions").await.is(200).says("Firefox, Linux").says("End the other session");
            let sessions = phone.api(http::Method::GET, "/me/sessions", ().into_json()).await.is(200).json();
            assert_eq!(sessions.as_array().map(Vec::len), Some(2));
            let other = sessions
                .as_array()
                .and_then(|all| all.iter().find(|one| one["current"] == false))
                .expect("another session");
            phone
                .post(&format!("/me/sessions/{}", other["id"].as_str().expect("an id")), &[])
                .await
                .sees("/me/sessions");
            laptop.get("/me").await.is(401);
            phone.get("/me").await.is(200);
            phone.post("/sign-out", &[]).await.sees("/");
            phone.get("/me").await.is(401);
        },
    );
}

trait Nothing {
    fn into_json(self) -> serde_json::Value;
}
impl Nothing for () {
    fn into_json(self) -> serde_json::Value {
        serde_json::Value::Null
    }
}

#[test]
fn nobody_learns_from_an_answer_whether_an_address_is_known() {
    on_both(
        |_| (),
        |house| async move {
            house.person("Known", Roles::MEMBER).await;
            let closed = house.person("Shuts", Roles::MEMBER).await;
            house
                .write(move |tx| {
                    sql!(tx.exec("UPDATE people SET deactivated_at = 1 WHERE id = $1", closed))?;
                    Ok(())
                })
                .await
                .expect("closed");
            let shown = |answer: &harness::Answer| {
                let mut headers = answer.headers.clone();
                headers.remove("x-request-id");
                let named = headers.remove(header::SET_COOKIE).map(|value| {
                    value.to_str().expect("text").split_once('=').expect("a cookie").0.to_owned()
                });
                (answer.status, format!("{headers:?}"), named)
            };
            let mut answers = Vec::new();
            for address in ["known@example.org", "shuts@example.org", "other@example.org"] {
                let hidden = |body: &str| body.replace(address, "ADDRESS");
                let register = house
                    .browser()
                    .post("/register", &[("name", "Ada"), ("email", address), ("password", PASSWORD)])
                    .await;
                let link = house.browser().post("/sign-in/link", &[("email", address)]).await;
                let password =
                    house.browser().post("/sign-in", &[("email", address), ("password", PASSWORD)]).await;
                assert_eq!(house.letters_to(address).await.len(), 2, "only the owner is told more");
                answers.push([
                    (shown(&register), hidden(&register.body)),
                    (shown(&link), hidden(&link.body)),
                    (shown(&password), hidden(&password.body)),
                ]);
            }
            assert_eq!(answers[0], answers[1]);
            assert_eq!(answers[0], answers[2]);
            assert!(house.letters_to("known@example.org").await[1].contains("You have one already"));
            assert!(house.letters_to("other@example.org").await[0].contains("There is no account"));
            assert!(house.letters_to("shuts@example.org").await[0].contains("closed"));
        },
    );
}

#[test]
fn looking_at_a_link_uses_nothing_up_opening_it_does_and_it_grows_old() {
    on_both(
        |_| (),
        |house| async move {
            house.person("Mara", Roles::MEMBER).await;
            let mut browser = house.browser();
            browser
                .post("/sign-in/link", &[("email", "mara@example.org"), ("back", "/me/inbox")])
                .await
                .sees("/sign-in/sent");
            let link = house.link_to("mara@example.org").await;
            for _ in 0..3 {
                let page = browser.get(&link).await;
                page.is(200).says("signs you in as Mara");
                assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
                assert_eq!(page.headers[header::REFERRER_POLICY], "no-referrer");
            }
            let (mut one, mut other) = (browser.clone(), browser.clone());
            let (first, second) = tokio::join!(one.post(&link, &[]), other.post(&link, &[]));
            let mut statuses = [first.status.as_u16(), second.status.as_u16()];
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 410], "of two who open it one comes in");

            browser.post("/sign-in/link", &[("email", "mara@example.org")]).await;
            let link = house.link_to("mara@example.org").await;
            house.hand.advance(Span::minutes(15));
            browser.get(&link).await.is(410).says("too old");
            browser.post(&link, &[]).await.is(410);
            browser.get("/enter/nonsense").await.is(410);
        },
    );
}

#[test]
fn a_password_chosen_by_somebody_who_registers_anothers_address_does_not_hold() {
    on_both(
        |_| (),
        |house| async move {
            let (mut thief, mut owner) = (house.browser(), house.browser());
            thief
                .post("/register", &[("name", "Ada"), ("email", "ada@example.org"), ("password", PASSWORD)])
                .await;
            let link = house.link_to("ada@example.org").await;
            owner.get(&link).await.is(200).says("another browser");
            owner.post(&link, &[("password", "short")]).await.is(422).says("At least 10 characters");
            owner.post(&link, &[("password", "mine and mine alone")]).await.is(303);
            owner.get("/me").await.is(200);
            thief.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.is(422);
            thief
                .post("/sign-in", &[("email", "ada@example.org"), ("password", "mine and mine alone")])
                .await
                .is(303);
        },
    );
}

#[test]
fn of_two_who_register_one_address_at_once_one_account_comes() {
    on_both(
        |_| (),
        |house| async move {
            let (mut one, mut other) = (house.browser(), house.browser());
            let form = [("name", "Ada"), ("email", "ada@example.org")];
            let (first, second) = tokio::join!(one.post("/register", &form), other.post("/register", &form));
            first.sees("/sign-in/sent");
            second.sees("/sign-in/sent");
            let links: Vec<String> = house
                .letters_to("ada@example.org")
                .await
                .iter()
                .map(|letter| {
                    let link =
                        letter.split_whitespace().find(|word| word.contains("/enter/")).expect("a link");
                    link.trim_start_matches("https://together.example").to_owned()
                })
                .collect();
            assert_eq!(links.len(), 2);
            let (first, second) = tokio::join!(one.post(&links[0], &[]), other.post(&links[1], &[]));
            let mut statuses = [first.status.as_u16(), second.status.as_u16()];
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 410], "{} {}", first.body, second.body);
            let accounts = house.write(|tx| Ok(sql!(tx.one::<i64>("SELECT COUNT(*) FROM people"))?)).await;
            assert_eq!(accounts, Ok(1));
        },
    );
}

#[test]
fn attempts_are_limited_by_where_they_come_from_and_by_account_and_letters_by_address() {
    on_both(
        |settings| settings.sign_in_attempts = 1,
        |house| async move {
            let mut browser = house.browser();
            browser.post("/sign-in", &[("email", "ada@example.org"), ("password", "x")]).await.is(422);
            let refused =
                browser.post("/sign-in", &[("email", "other@example.org"), ("password", "x")]).await;
            refused.is(429).says("other@example.org");
            assert!(refused.headers.contains_key(header::RETRY_AFTER));
            let mut elsewhere = house.browser();
            elsewhere.peer = 2;
            elsewhere.post("/sign-in", &[("email", "ADA@example.org"), ("password", "x")]).await.is(429);
            elsewhere.peer = 3;
            elsewhere.post("/sign-in", &[("email", "eve@example.org"), ("password", "x")]).await.is(422);
        },
    );
    on_both(
        |_| (),
        |house| async move {
            for _ in 0..8 {
                house
                    .browser()
                    .post("/sign-in/link", &[("email", "ada@example.org")])
                    .await
                    .sees("/sign-in/sent");
            }
            assert_eq!(house.letters_to("ada@example.org").await.len(), 5);
            house.hand.advance(Span::minutes(61));
            house
                .browser()
                .post("/sign-in/link", &[("email", "ada@example.org")])
                .await
                .sees("/sign-in/sent");
            assert_eq!(house.letters_to("ada@example.org").await.len(), 6);
        },
    );
}

#[test]
fn a_form_hears_of_all_its_errors_and_loses_nothing_but_the_password() {
    on_both(
        |_| (),
        |house| async move {
            let mut browser = house.browser();
            let long = "x".repeat(121);
            let page = browser
                .post("/register", &[("name", &long), ("email", "nobody"), ("password", "short")])
                .await;
            page.is(422).says("3 things need your attention").says(&long).says("value=\"nobody\"");
            assert!(!page.body.contains("value=\"short\""));
            browser.post("/register", &[]).await.is(422);
            browser.post("/sign-in", &[("email", "x@y"), ("password", "")]).await.is(422).says("no address");
            browser.language = "fr";
            browser
                .post("/register", &[("name", "Zoé"), ("email", "zoe@example.org")])
                .await
                .sees("/sign-in/sent");
            assert!(house.letters_to("zoe@example.org").await[0].contains("Bonjour Zoé"));
        },
    );
}

#[test]
fn a_kept_session_lives_thirty_days_after_its_last_use_and_another_a_working_day() {
    on_both(
        |_| (),
        |house| async move {
            house.person("Mara", Roles::MEMBER).await;
            let mut kept = house.signed_in("Mara").await;
            for _ in 0..3 {
                house.hand.advance(Span::days(20));
                kept.get("/me").await.is(200);
            }
            house.hand.advance(Span::days(31));
            kept.get("/me").await.is(401);
            let mut tablet = house.browser();
            tablet.post("/sign-in/link", &[("email", "mara@example.org")]).await;
            let link = house.link_to("mara@example.org").await;
            let answer = tablet.post(&link, &[]).await;
            let cookie = answer.headers[header::SET_COOKIE].to_str().expect("text").to_owned();
            assert!(cookie.contains("HttpOnly; SameSite=Lax") && !cookie.contains("Max-Age"), "{cookie}");
            tablet.get("/me").await.is(200);
            house.hand.advance(Span::hours(13));
            tablet.get("/me").await.is(401);
        },
    );
}

#[test]
fn a_session_planted_before_signing_in_is_worth_nothing_afterwards_and_cookies_keep_to_the_host() {
    on_both(
        |settings| settings.secure_cookies = true,
        |house| async move {
            house.person("Mara", Roles::MEMBER).await;
            let mut browser = house.browser();
            browser.cookies.insert("__Host-weft_session".to_owned(), "planted".to_owned());
            browser.post("/sign-in/link", &[("email", "mara@example.org")]).await;
            let link = house.link_to("mara@example.org").await;
            let answer = browser.post(&link, &[("stay", "1")]).await;
            let cookie = answer.headers[header::SET_COOKIE].to_str().expect("text").to_owned();
            assert!(
                cookie.starts_with("__Host-weft_session=")
                    && cookie.contains("; Secure")
                    && cookie.contains("Path=/;"),
                "{cookie}"
            );
            assert_ne!(browser.cookies["__Host-weft_session"], "planted");
            browser.get("/me").await.is(200);
            let first = browser.clone();
            browser.post("/sign-in/link", &[("email", "mara@example.org")]).await;
            let link = house.link_to("mara@example.org").await;
            browser.post(&link, &[]).await.is(303);
            let mut before = first;
            before.get("/me").await.is(401);
            let kept = house
                .write(|tx| Ok(sql!(tx.all::<Vec<u8>>("SELECT hash FROM sessions LIMIT 10"))?))
                .await
                .expect("rows");
            assert_eq!(kept.len(), 1);
            assert_eq!(kept[0].len(), 32, "only the hash is kept");
        },
    );
}
