//! Running the house: roles, standing, policy, setup, organisations, the demo.

mod harness;

use act::{Actor, Line, Permission, Role, Roles, Scopes, sql};
use harness::{on_both, operator, staff};
use http::Method;
use people::{OrganisationKind, permissions};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// Who may do what here, unless the operator decides otherwise.
const TABLE: &[(&Permission, [bool; 5])] = &[
    // visitor, member, staff, partner, operator
    (&permissions::SEE, [true, true, true, true, true]),
    (&permissions::READ_OWN, [false, true, true, true, true]),
    (&permissions::MARK_READ, [false, true, true, true, true]),
    (&permissions::ACCOUNT, [false, true, true, true, true]),
    (&permissions::ADMINISTER, [false, false, false, false, true]),
    (&permissions::ORGANISE, [false, false, false, false, true]),
    (&permissions::DECIDE_ROLES, [false, false, false, false, true]),
    (&permissions::DECIDE_SETTINGS, [false, false, false, false, true]),
];

#[test]
fn each_role_may_do_what_the_table_says_and_every_permission_is_in_it() {
    let policy = Arc::new(act::Policy::default());
    for permission in people::room().permissions {
        let (_, row) =
            TABLE.iter().find(|(known, _)| known == permission).expect("a row for every permission");
        for (role, expected) in Role::ALL.into_iter().zip(row) {
            let actor = match role {
                Role::Visitor => Actor::visitor(policy.clone()),
                role => Actor::person(act::Id::from_raw(1), "A", Roles::MEMBER.with(role), policy.clone()),
            };
            assert_eq!(actor.can(permission), *expected, "{role} {}", permission.name);
            let token = Actor { scopes: Some(Scopes(act::Scope::FOR_TOKENS.to_vec())), ..actor };
            assert_eq!(
                token.can(permission),
                *expected && **permission != permissions::ACCOUNT,
                "a token of {role} {}",
                permission.name
            );
        }
    }
    assert_eq!(people::room().permissions.len(), TABLE.len());
}

#[test]
fn every_page_and_call_of_operators_is_closed_to_everybody_else() {
    on_both(
        |_| (),
        |house| async move {
            let target = house.person("Target", Roles::MEMBER).await;
            house.person("Ada", operator()).await;
            house.person("Sam", staff()).await;
            house.person("Mara", Roles::MEMBER).await;
            for (name, status) in [("", 401), ("Mara", 403), ("Sam", 403), ("Ada", 200)] {
                let mut browser = if name.is_empty() { house.browser() } else { house.signed_in(name).await };
                for path in
                    ["/operate/people", "/operate/roles", "/operate/organisations", "/operate/settings"]
                {
                    browser.get(path).await.is(status);
                }
                browser.get(&format!("/operate/people/{target}")).await.is(status);
                browser.api(Method::GET, "/people", Json::Null).await.is(status);
                let done = if status == 200 { 303 } else { status };
                browser
                    .post(&format!("/operate/people/{target}/roles"), &[("roles", "staff")])
                    .await
                    .is(done);
                browser
                    .post(&format!("/operate/people/{target}/standing"), &[("active", "yes")])
                    .await
                    .is(done);
                browser
                    .post("/operate/organisations", &[("name", "Repairs"), ("kind", "department")])
                    .await
                    .is(done);
                browser.post("/operate/roles/people.see", &[("default", "yes")]).await.is(done);
                let set = browser
                    .api(Method::PUT, &format!("/people/{target}/roles"), json!({ "roles": ["partner"] }))
                    .await;
                set.is(if status == 200 { 204 } else { status });
            }
        },
    );
}

#[test]
fn an_operator_finds_people_by_name_or_address_gives_roles_and_closes_accounts() {
    on_both(
        |_| (),
        |house| async move {
            house.person("Ada", operator()).await;
            let mara = house.person("Mara", Roles::MEMBER).await;
            let (mut ada, mut hers) = (house.signed_in("Ada").await, house.signed_in("Mara").await);
            ada.get("/operate/people?search=MAR").await.is(200).says("Mara").says("mara@example.org");
            ada.get("/operate/people?search=zz").await.is(200).says("Nobody");
            ada.get("/operate/people?after=forged").await.is(422);
            let first = ada.api(Method::GET, "/people?limit=1", Json::Null).await.is(200).json();
            assert_eq!(first["items"][0]["name"], "Ada");
            let next = first["next"].as_str().expect("more");
            let second =
                ada.api(Method::GET, &format!("/people?limit=1&after={next}"), Json::Null).await.json();
            assert_eq!((&second["items"][0]["name"], &second["next"]), (&json!("Mara"), &Json::Null));

            ada.api(Method::PUT, &format!("/people/{mara}/roles"), json!({ "roles": ["member"] }))
                .await
                .is(422);
            ada.post(&format!("/operate/people/{mara}/roles"), &[("roles", "staff"), ("roles", "partner")])
                .await
                .is(303);
            let me = hers.api(Method::GET, "/me", Json::Null).await.json();
            assert_eq!(me["roles"], json!(["member", "staff", "partner"]));
            let made =
                hers.api(Method::POST, "/me/tokens", json!({ "name": "x", "scopes": ["read"] })).await.json();
            let mut program = house.browser();
            program.cookies.insert("bearer".to_owned(), made["token"].as_str().expect("a token").to_owned());
            program.api(Method::GET, "/me", Json::Null).await.is(200);
            ada.post(&format!("/operate/people/{mara}/standing"), &[("active", "no")]).await.is(303);
            hers.get("/me").await.is(401);
            program.api(Method::GET, "/me", Json::Null).await.is(401);
            ada.post(&format!("/operate/people/{mara}/standing"), &[("active", "maybe")]).await.is(422);
            ada.post(&format!("/operate/people/{mara}/standing"), &[("active", "yes")]).await.is(303);
            program.api(Method::GET, "/me", Json::Null).await.is(200);
            ada.get("/operate/people/0000000000001").await.is(404);
        },
    );
}

#[test]
fn there_is_always_an_operator_even_when_two_take_the_role_from_each_other_at_once() {
    on_both(
        |_| (),
        |house| async move {
            let ada = house.person("Ada", operator()).await;
            let mut browser = house.signed_in("Ada").await;
            browser.post(&format!("/operate/people/{ada}/roles"), &[]).await.is(409).says("last operator");
            browser.post(&format!("/operate/people/{ada}/standing"), &[("active", "no")]).await.is(409);
            browser.post("/me/erase", &[("name", "Ada")]).await.is(409);
            let bea = house.person("Bea", operator()).await;
            let mut other = house.signed_in("Bea").await;
            let (hers, his) =
                (format!("/operate/people/{bea}/roles"), format!("/operate/people/{ada}/roles"));
            let (first, second) = tokio::join!(browser.post(&hers, &[]), other.post(&his, &[]));
            assert!(
                first.status.as_u16() == 303 || second.status.as_u16() == 303,
                "{} {}",
                first.body,
                second.body
            );
            let left = house.write(|tx| people::with_role(tx, Role::Operator, 10)).await.expect("operators");
            assert_eq!(left.len(), 1);
        },
    );
}

#[test]
fn what_the_operator_decides_holds_from_the_next_request_on_and_cannot_lock_operators_out() {
    on_both(
        |_| (),
        |house| async move {
            house.person("Ada", operator()).await;
            house.person("Sam", staff()).await;
            let (mut ada, mut sam) = (house.signed_in("Ada").await, house.signed_in("Sam").await);
            sam.get("/operate/organisations").await.is(403);
            ada.post("/operate/roles/people.organise", &[("roles", "staff")])
                .await
                .sees("/operate/roles#people.organise");
            sam.get("/operate/organisations").await.is(200);
            ada.get("/operate/organisations").await.is(403);
            ada.get("/operate/roles").await.is(200).says("changed");
            ada.post("/operate/roles/people.organise", &[("default", "yes")]).await.is(303);
            sam.get("/operate/organisations").await.is(403);
            ada.post("/operate/roles/people.decide_roles", &[]).await.is(303);
            ada.get("/operate/roles").await.is(200);
            ada.post("/operate/roles/nothing.such", &[]).await.is(404);
        },
    );
}

#[test]
fn the_first_operator_is_whoever_types_the_code_that_the_server_printed() {
    on_both(
        |_| (),
        |house| async move {
            house.person("Ada", Roles::MEMBER).await;
            let old = people::setup_code(house.cx.store()).await.expect("no fault").expect("a code");
            let code = people::setup_code(house.cx.store()).await.expect("no fault").expect("a code");
            house.browser().get("/setup").await.is(200).says("Make an account first");
            house.browser().post("/setup", &[("code", &code)]).await.is(401);
            let mut ada = house.signed_in("Ada").await;
            ada.post("/setup", &[("code", &old)]).await.is(422).says("not the code");
            ada.post("/setup", &[("code", &code.to_lowercase())]).await.sees("/operate/people");
            ada.get("/operate/people").await.is(200);
            ada.post("/setup", &[("code", &code)]).await.is(409);
            ada.get("/setup").await.is(200).says("has an operator");
            assert_eq!(people::setup_code(house.cx.store()).await, Ok(None));
        },
    );
}

#[test]
fn people_act_for_departments_and_partners_and_sign_as_what_they_are() {
    on_both(
        |_| (),
        |house| async move {
            let ada = house.person("Ada", operator()).await;
            let (ines, rui) = (
                house.person("Ines", staff()).await,
                house.person("Rui", Roles::MEMBER.with(Role::Partner)).await,
            );
            let actor = house.actor(ada).await;
            let member = house.actor(rui).await;
            let found = house.write(move |tx| {
                let name = |text| Line::parse(text).expect("a name");
                let repairs =
                    people::create_organisation(tx, &actor, &name("Repairs"), OrganisationKind::Department)?;
                let mill = people::create_organisation(
                    tx,
                    &actor,
                    &name("Moreira Mill"),
                    OrganisationKind::Partner,
                )?;
                for _ in 0..2 {
                    people::join(tx, &actor, repairs, ines)?;
                    people::join(tx, &actor, mill, rui)?;
                }
                assert!(people::join(tx, &member, repairs, rui).is_err_and(|e| e.is("refused-not-allowed")));
                let nobody = act::Id::from_raw(1);
                assert!(people::join(tx, &actor, repairs, nobody).is_err_and(|e| e.is("refused-not-found")));
                let bylines = people::bylines(tx, &[ines, rui, nobody])?;
                assert_eq!(
                    (bylines.len(), bylines[&ines].voice, bylines[&rui].voice),
                    (2, act::Voice::Staff, act::Voice::Partner)
                );
                assert_eq!(
                    people::organisation_named(tx, OrganisationKind::Department, "REPAIRS")?,
                    Some(repairs)
                );
                assert_eq!(people::members_of(tx, mill, 10)?, [rui]);
                assert_eq!(people::with_role(tx, Role::Staff, 10)?, [ines]);
                assert_eq!(people::organisations_of(tx, ines)?.len(), 1);
                people::leave(tx, &actor, mill, rui)?;
                assert_eq!(people::members_of(tx, mill, 10)?, []);
                people::all_organisations(tx)
            });
            let names: Vec<String> =
                found.await.expect("organisations").into_iter().map(|one| one.name).collect();
            assert_eq!(names, ["Repairs", "Moreira Mill"]);
            let mut browser = house.signed_in("Ada").await;
            browser
                .post("/operate/organisations", &[("name", "repairs"), ("kind", "department")])
                .await
                .is(409)
                .says("of that name");
            browser.post("/operate/organisations", &[("name", ""), ("kind", "tribe")]).await.is(422);
            browser.get(&format!("/people/{ines}")).await.is(200).says("Repairs").says("Staff");
            browser.get(&format!("/operate/people/{ines}")).await.is(200).says("Remove");
        },
    );
}

#[test]
fn the_demo_signs_in_as_invented_people_alone_and_elsewhere_there_is_no_demo() {
    on_both(
        |settings| settings.demo = true,
        |house| async move {
            let (ines, mara) =
                (house.person("Ines", staff()).await, house.person("Mara", Roles::MEMBER).await);
            house.write(move |tx| people::mark_invented(tx, ines, "owns a programme")).await.expect("marked");
            let mut browser = house.browser();
            browser
                .get("/demo")
                .await
                .is(200)
                .says("owns a programme")
                .says("data-person=\"Ines\"")
                .says("data-roles=\"member staff\"");
            assert!(!browser.get("/demo/people").await.body.contains("Mara"));
            browser.post("/demo/sign-in", &[("person", &mara.to_string())]).await.is(404);
            browser.post("/demo/sign-in", &[("person", "nonsense")]).await.is(404);
            browser.post("/demo/sign-in", &[("person", &ines.to_string())]).await.sees("/");
            browser.get("/me").await.is(200).says("Ines");
            browser.get("/demo/mail").await.is(200).says("No letters");
            browser.post("/sign-in/link", &[("email", "mara@example.org")]).await.is(303);
            let now = house.cx.store().clock().now();
            house
                .write(move |tx| {
                    sql!(tx.exec("UPDATE letters SET kept_at = $1", now))?;
                    Ok(())
                })
                .await
                .expect("kept");
            let list = browser.get("/demo/mail").await;
            let path = list
                .is(200)
                .body
                .split("href=\"/demo/mail/")
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .expect("a letter")
                .to_owned();
            browser.get(&format!("/demo/mail/{path}")).await.is(200).says("/enter/").says("mara@example.org");
            browser.get("/demo/mail/0000000000001").await.is(404);
        },
    );
    on_both(
        |_| (),
        |house| async move {
            let ines = house.person("Ines", staff()).await;
            house.write(move |tx| people::mark_invented(tx, ines, "x")).await.expect("marked");
            let mut browser = house.browser();
            for path in ["/demo", "/demo/people", "/demo/mail", "/demo/mail/0000000000001"] {
                browser.get(path).await.is(404);
            }
            browser.post("/demo/sign-in", &[("person", &ines.to_string())]).await.is(404);
        },
    );
}

#[test]
fn who_came_with_an_import_has_a_usable_account_once_there_is_a_way_in() {
    on_both(
        |_| (),
        |house| async move {
            let mara = house.person("Mara", Roles::MEMBER).await;
            let brought = |name: &str, email: Option<&str>| {
                let mut new = people::NewPerson::named(Line::parse(name).expect("a name"));
                new.source = Some(format!("polis:7:{name}"));
                new.email = email.map(|email| people::Email::parse(email).expect("an address"));
                new
            };
            let (voter, author) = (brought("voter", None), brought("author", Some("author@example.org")));
            house.write(move |tx| people::create(tx, voter.clone())).await.expect("a person");
            let author = house.write(move |tx| people::create(tx, author.clone())).await.expect("a person");
            let usable = house.write(|tx| people::accounts(tx, None, 100)).await.expect("accounts");
            assert_eq!(usable.iter().map(|account| account.id).collect::<Vec<_>>(), [mara, author]);
        },
    );
}

#[test]
fn every_message_is_there_in_both_languages() {
    let keys = |text: &str| {
        let lines = text.lines().filter_map(|line| line.split_once(" ="));
        lines
            .map(|(key, _)| key.to_owned())
            .filter(|key| key.starts_with("people-"))
            .collect::<std::collections::BTreeSet<_>>()
    };
    let [english, french] = people::LOCALES else { panic!("two languages") };
    assert_eq!(keys(english.text), keys(french.text));
    assert!(keys(english.text).len() > 150);
}
