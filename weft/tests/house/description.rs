//! What the description of the API promises of every call alike.

use serde_json::Value;
use std::collections::BTreeMap;

/// Each call: its method, its address, what is said of it.
fn calls() -> Vec<(String, String, Value)> {
    let house = weft::rooms::house(web::Settings::default()).expect("a house");
    let described = serde_json::to_value(web::openapi(&house)).expect("JSON");
    assert_eq!(described["openapi"], "3.1.0");
    let paths = described["paths"].as_object().expect("paths");
    let calls = paths.iter().flat_map(|(path, operations)| {
        let operations = operations.as_object().expect("operations");
        operations.iter().map(|(method, said)| (method.to_uppercase(), path.clone(), said.clone()))
    });
    let calls: Vec<_> = calls.collect();
    assert!(calls.len() > 80, "{} calls are described", calls.len());
    calls
}

/// Whether it takes this parameter, and what is said of it.
fn parameter<'c>(call: &'c Value, name: &str) -> Option<&'c Value> {
    call["parameters"].as_array()?.iter().find(|parameter| parameter["name"] == name)
}

#[test]
fn every_call_that_changes_something_takes_an_idempotency_key_and_no_other_does() {
    for (method, path, call) in calls() {
        let key = parameter(&call, "Idempotency-Key");
        assert_eq!(key.is_some(), method != "GET", "{method} {path}");
    }
}

#[test]
fn every_refusal_is_a_problem_document() {
    for (method, path, call) in calls() {
        let answers = call["responses"].as_object().expect("answers");
        assert!(answers.contains_key("default"), "{method} {path} may be refused");
        for (status, answer) in answers {
            if status == "default" || status.starts_with(['4', '5']) {
                let kinds = answer["content"].as_object().expect("what a refusal says");
                let kinds: Vec<&str> = kinds.keys().map(String::as_str).collect();
                assert_eq!(kinds, ["application/problem+json"], "{method} {path} {status}");
            }
        }
    }
}

#[test]
fn every_list_that_is_cut_goes_on_by_key_and_has_pages_of_one_to_a_hundred() {
    let mut lists = 0;
    for (method, path, call) in calls() {
        let Some(limit) = parameter(&call, "limit") else { continue };
        lists += 1;
        let size = &limit["schema"];
        assert_eq!((&size["minimum"], &size["maximum"]), (&1.into(), &100.into()), "{method} {path}");
        let key = parameter(&call, "after").or_else(|| parameter(&call, "before"));
        assert!(
            key.is_some_and(|key| key["in"] == "query"),
            "{method} {path} says where its next page begins"
        );
        assert!(parameter(&call, "page").or_else(|| parameter(&call, "offset")).is_none(), "{method} {path}");
    }
    assert!(lists >= 9, "{lists} lists come in pages");
}

#[test]
fn no_two_rooms_mean_different_things_by_one_name() {
    let mut known: BTreeMap<String, (&str, Value)> = BTreeMap::new();
    let mut clashes = Vec::new();
    for room in weft::rooms::rooms() {
        let described = serde_json::to_value((room.api)().into_openapi()).expect("JSON");
        let Some(schemas) = described["components"]["schemas"].as_object() else { continue };
        for (name, schema) in schemas {
            match known.get(name) {
                Some((other, said)) if said != schema => {
                    clashes.push(format!("{name} in {other} and {}", room.name))
                }
                Some(_) => {}
                None => drop(known.insert(name.clone(), (room.name, schema.clone()))),
            }
        }
    }
    // The description has one list of names; the second meaning would be lost without a word.
    assert!(clashes.is_empty(), "say #[schema(as = …)] on one of {clashes:?}");
    assert!(known.len() > 60, "{} names", known.len());
}
