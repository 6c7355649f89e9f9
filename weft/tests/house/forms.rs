//! Whatever is typed into a form, or sent in its place, is answered: never with a fault.

use crate::{
    harness::Engine,
    roles::{Open, addresses},
    sources::sources,
};
use act::{Actor, Id, Line, Prose, Role, Roles};
use ideas::{Audience, Idea, NewIdea};
use std::collections::BTreeSet;

/// What is there, so that a form does not end at "no such idea".
struct There {
    programme: String,
    idea: Id<Idea>,
}

fn made(open: &Open) -> There {
    let (staff, member) = (open.people[&Role::Staff], open.people[&Role::Member]);
    let made = open.store.write(move |tx| {
        let programme = programmes::create_for_import(tx, "repair", Some(staff), &["ideas"], Some("en"))?;
        let new = NewIdea {
            programme,
            title: Line::parse("A waxed thread").map_err(|fault| fault.refusal("title"))?,
            body: Prose::parse("In any colour.").map_err(|fault| fault.refusal("body"))?,
            categories: Vec::new(),
            language: None,
            audience: Audience::Everyone,
            grown_from: None,
            coauthors: Vec::new(),
            seen: Vec::new(),
        };
        let author = Actor::person(member, "member", Roles::MEMBER, Default::default());
        ideas::post(tx, &author, &new)
    });
    There { programme: "repair".to_owned(), idea: open.runtime.block_on(made).expect("an idea") }
}

/// Every name that a field has in any template.
fn fields() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for source in sources().iter().filter(|source| !source.is_rust()) {
        for (at, _) in source.text.match_indices(" name=\"") {
            let name = source.text[at + 7..].split('"').next().unwrap_or_default();
            if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_') {
                names.insert(name.to_owned());
            }
        }
    }
    // Fields that repeat have a number in their names.
    for numbered in ["inside-1-who", "value-1-words", "share-1", "picture-1", "alt-1", "category-1"] {
        names.insert(numbered.to_owned());
    }
    assert!(names.len() > 40, "{names:?}");
    names
}

fn coded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Bodies that nobody should send, and that somebody does.
fn bodies(there: &There) -> Vec<String> {
    let filled = |value: &str| {
        let value = coded(value);
        fields().iter().map(|name| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    };
    let values = [
        "\u{0}\u{7}",
        "-1",
        "99999999999999999999",
        "2026-02-31T25:61",
        "0000-00-00",
        "نسيج \u{202e}قديم",
        "🧵👩\u{200d}👧",
        "%",
        "0000000000000",
        "zzzzzzzzzzzzz",
        "https://[::1",
        "1",
    ];
    let long = "ع".repeat(2_000);
    let mut bodies: Vec<String> = values.into_iter().chain([long.as_str()]).map(filled).collect();
    bodies.push(filled(&there.idea.to_string()));
    bodies.push(filled(&there.programme));
    bodies.push("title=%FF%FE&body=%C3%28&reason=%80".to_owned());
    bodies.push("=&&==&%&title&title=1&title=2&weight=1&weight=-1".to_owned());
    bodies.push("{\"title\":[[[[]]]]}".to_owned());
    bodies
}

/// The path of a route with what is there in the places for values.
fn filled(route: &str, there: &There) -> String {
    let part = |part: &str| match part {
        "{slug}" => there.programme.clone(),
        "{version}" | "{phase}" | "{revision}" => "1".to_owned(),
        hole if hole.starts_with('{') => there.idea.to_string(),
        other => other.to_owned(),
    };
    route.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn nothing_fails(engine: Engine) {
    let open = Open::on(engine);
    let there = made(&open);
    let bodies = bodies(&there);
    let (mut wrong, mut count) = (BTreeSet::new(), 0);
    // Whoever signs in and out of the demo is not looked at here: it is how this test comes in.
    // The API is asked with everything that its description forbids by `make fuzz`.
    let forms = addresses()
        .into_iter()
        .filter(|(method, path)| method != "GET" && path != "/demo/sign-in" && !path.starts_with("/api/"));
    for (method, route) in forms {
        let path = filled(&route, &there);
        for role in [Role::Member, Role::Operator] {
            for body in &bodies {
                let (status, _) = open.asked(role, &method, &path, body);
                count += 1;
                if status.is_server_error() {
                    let sent: String = body.chars().take(80).collect();
                    wrong.insert(format!("{method} {route} answers {role} {status} to {sent}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(count > 1_000, "{count} requests");
}

#[test]
fn no_form_fails_however_it_is_filled_on_sqlite() {
    nothing_fails(Engine::Sqlite);
}

#[test]
fn no_form_fails_however_it_is_filled_on_postgresql() {
    nothing_fails(Engine::Postgres);
}
