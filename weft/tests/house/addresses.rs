//! Addresses: every route there is, and every address that a page leads to.

use crate::sources::{Source, balanced, root, sources};
use std::collections::{BTreeMap, BTreeSet};
use web::Settings;

/// A route of pages as its crate writes it: path, and methods in upper case.
pub(crate) type Routes = BTreeMap<String, BTreeSet<String>>;

/// The routes of every page, read from the sources: a router does not tell them.
pub(crate) fn routes_of_pages() -> Routes {
    let mut routes = Routes::new();
    for source in sources().iter().filter(|source| source.is_rust()) {
        for (at, _) in source.text.match_indices(".route(") {
            let call = &source.text[at + 6..];
            let call = &call[..balanced(call, '(', ')')];
            let Some(path) = call.split('"').nth(1).filter(|path| path.starts_with('/')) else { continue };
            let methods = routes.entry(path.to_owned()).or_default();
            // A handler that was made before has its method there; there are few, and they are read.
            if !["get(", "post(", "put(", "patch(", "delete("].iter().any(|one| call.contains(one)) {
                methods.insert("GET".to_owned());
            }
            for method in ["get", "post", "put", "patch", "delete"] {
                let named = format!("{method}(");
                if call
                    .match_indices(&named)
                    .any(|(at, _)| !call[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
                {
                    methods.insert(method.to_uppercase());
                }
            }
        }
    }
    assert!(routes.len() > 60, "{} routes were found", routes.len());
    assert!(routes.values().all(|methods| !methods.is_empty()), "{routes:?}");
    routes
}

/// The routes of the API, from its description.
pub(crate) fn routes_of_api() -> Routes {
    let house = weft::rooms::house(Settings::default()).expect("a house");
    let described = serde_json::to_value(web::openapi(&house)).expect("JSON");
    let paths = described["paths"].as_object().expect("paths");
    let methods = |item: &serde_json::Value| {
        let names = item.as_object().expect("methods").keys();
        let known = ["get", "post", "put", "patch", "delete"];
        names.filter(|name| known.contains(&name.as_str())).map(|name| name.to_uppercase()).collect()
    };
    paths.iter().map(|(path, item)| (path.clone(), methods(item))).collect()
}

/// An address in a template or a redirect; a hole stands for what is only known while the program runs.
struct Address {
    place: String,
    path: String,
    method: &'static str,
}

const HOLE: char = '\u{1}';
/// Between the two sides of an `if` inside an address.
const OTHERWISE: char = '\u{2}';

/// A text whose tags are holes.
fn with_holes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        out.push_str(&rest[..at]);
        let shows = rest[at..].starts_with("{{");
        let close = if shows { "}}" } else { "%}" };
        let length = rest[at..].find(close).map_or(rest.len() - at, |end| end + 2);
        // Line breaks stay, to count by.
        out.extend(rest[at..at + length].chars().filter(|c| *c == '\n'));
        if shows {
            out.push(HOLE);
        } else if rest[at..].trim_start_matches(['{', '%', '-', ' ']).starts_with("else") {
            out.push(OTHERWISE);
        }
        rest = &rest[at + length..];
    }
    out + rest
}

fn addresses_of(source: &Source) -> Vec<Address> {
    if source.is_rust() {
        return redirects_of(source);
    }
    let text = with_holes(&source.text);
    let mut found = Vec::new();
    for (attribute, method) in
        [(" href=\"", "GET"), (" action=\"", "FORM"), (" formaction=\"", "POST"), ("-url=\"", "GET")]
    {
        for (at, _) in text.match_indices(attribute) {
            let value = text[at + attribute.len()..].split('"').next().unwrap_or_default();
            let path = value.split(['?', '#']).next().unwrap_or_default();
            // An address that is a hole as a whole was made in Rust.
            if !path.starts_with('/') {
                continue;
            }
            let tag = &text[text[..at].rfind('<').unwrap_or(0)..];
            let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
            let method = match method {
                "FORM" if tag.contains("method=\"post\"") => "POST",
                "FORM" => "GET",
                method => method,
            };
            let line = text[..at].matches('\n').count() + 1;
            found.push(Address { place: format!("{}:{line}", source.path), path: path.to_owned(), method });
        }
    }
    found
}

/// Where handlers send people: `See::other("/me")`, `See::other(format!("/ideas/{idea}"))`.
fn redirects_of(source: &Source) -> Vec<Address> {
    let is_redirect =
        |before: &str| before.ends_with("See::other(") || before.ends_with("See::other(format!(");
    let literals = source.literals().into_iter().filter(|literal| is_redirect(&literal.before));
    let address = |text: &str| {
        let mut path = String::new();
        let mut depth = 0;
        for c in text.chars() {
            match c {
                '{' => {
                    depth += 1;
                    path.push(HOLE);
                }
                '}' => depth -= 1,
                '?' | '#' if depth == 0 => break,
                c if depth == 0 => path.push(c),
                _ => {}
            }
        }
        path
    };
    literals
        .filter(|literal| literal.text.starts_with('/'))
        .map(|literal| Address { place: source.path.clone(), path: address(&literal.text), method: "GET" })
        .collect()
}

fn matches(route: &str, path: &str) -> bool {
    if let Some((before, _)) = route.split_once("/{*") {
        return path.starts_with(before);
    }
    let (route, path) = (route.split('/'), path.split('/'));
    route.clone().count() == path.clone().count()
        && route.zip(path).all(|(route, part)| {
            // A part that is a hole may be any word; a word may be any part with a name.
            let sides = || part.split(OTHERWISE).filter(|side| !side.is_empty());
            part == HOLE.to_string()
                || sides().any(|side| side == route)
                || (route.starts_with('{') && !part.is_empty())
                || route == part
        })
}

#[test]
fn every_address_that_a_page_leads_to_is_a_route_of_the_house() {
    let mut routes = routes_of_pages();
    routes.extend(routes_of_api());
    let mut astray = Vec::new();
    let mut count = 0;
    for source in sources() {
        for address in addresses_of(&source) {
            count += 1;
            let fits = |(route, methods): (&String, &BTreeSet<String>)| {
                matches(route, &address.path) && methods.contains(address.method)
            };
            if !routes.iter().any(fits) {
                let path = address.path.replace(HOLE, "{…}");
                astray.push(format!("{}: {} {path} leads nowhere", address.place, address.method));
            }
        }
    }
    assert!(astray.is_empty(), "{}", astray.join("\n"));
    assert!(count > 100, "only {count} addresses were found");
}

#[test]
fn every_style_sheet_and_module_that_a_page_asks_for_is_there() {
    let mut lacking = Vec::new();
    let mut count = 0;
    for source in sources().iter().filter(|source| source.is_rust()) {
        for literal in source.literals() {
            let file = if literal.before.ends_with(".style(") {
                format!("assets/css/{}.css", literal.text)
            } else if literal.before.ends_with(".script(") {
                format!("assets/js/{}.js", literal.text)
            } else {
                continue;
            };
            count += 1;
            if !root().join(&file).exists() {
                lacking.push(format!("{}: {file} is not there", source.path));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    assert!(count > 0, "no style sheet was found");
}

#[test]
fn a_form_and_the_route_it_is_sent_to_are_told_apart_from_others() {
    let text = r#"<form method="post" action="/ideas/{{ id }}/votes?key={{ key }}"><a href="/ideas/{% if x %}{{ a }}{% endif %}#top">"#;
    let source = Source { path: "a.html".to_owned(), text: text.to_owned() };
    let found = addresses_of(&source);
    let told: Vec<_> = found.iter().map(|one| (one.method, one.path.replace(HOLE, "*"))).collect();
    assert_eq!(told, [("GET", "/ideas/*".to_owned()), ("POST", "/ideas/*/votes".to_owned())]);
    assert!(matches("/ideas/{id}/votes", &found[1].path) && !matches("/ideas/{id}", &found[1].path));
}
