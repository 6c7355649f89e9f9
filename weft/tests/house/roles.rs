//! Who may do what: the table of permissions, and what every unsafe address answers to whoever may not.
//!
//! `roles.txt` beside this folder holds both. A change of it is a decision: `UPDATE=1` writes it anew, and the
//! difference is read before it is committed.

use crate::{
    addresses::{routes_of_api, routes_of_pages},
    harness::{Engine, Place},
};
use act::{Error, Id, Line, Person, Policy, Role, Roles};
use axum::{Router, body::Body, extract::ConnectInfo};
use events::Bus;
use http::{Method, Request, StatusCode, header};
use std::{collections::BTreeMap, fmt::Write as _, fs, net::SocketAddr, path::Path};
use store::{Clock, Store, Timestamp};
use tower::ServiceExt as _;
use web::{Cx, House, Settings};

/// 2026-01-01T09:00:00Z.
const START: Timestamp = Timestamp::from_micros(1_767_258_000_000_000);

/// An identifier that nothing has.
fn nobody() -> String {
    Id::<Person>::from_raw(4_242).to_string()
}

/// Unsafe addresses that are there for visitors, each with the reason.
const OPEN_TO_VISITORS: &[(&str, &str)] = &[
    ("POST /sign-out", "leaving is never refused"),
    ("POST /preferences", "a visitor chooses a language too; it is kept in a cookie"),
];

/// The house with its doors open, and one invented person for each role.
pub(crate) struct Open {
    router: Router,
    pub(crate) people: BTreeMap<Role, Id<Person>>,
    pub(crate) store: Store,
    pub(crate) runtime: tokio::runtime::Runtime,
    _place: Place,
}

impl Open {
    pub(crate) fn on(engine: Engine) -> Self {
        let place = Place::new(engine);
        let (clock, _) = Clock::settable(START);
        let mut config = place.config(clock);
        config.durability = store::Durability::Crash;
        (config.readers, config.writers) = (2, 2);
        let settings = Settings {
            demo: true,
            secure_cookies: false,
            sign_in_attempts: 100_000,
            changes_a_minute: 100_000,
            ..Settings::default()
        };
        let house = weft::rooms::house(settings).expect("a house");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        let store = Store::open(config, &house.migrations()).expect("a store");
        let people = runtime.block_on(invented(&store));
        let finder = search::Finder::open(&place.data().join("search"));
        let cx = Cx::new(store.clone(), house, Bus::new(), Policy::default()).with(finder);
        Self { router: web::router(&cx), people, store, runtime, _place: place }
    }

    /// Sends a request as somebody of this role, newly signed in: some addresses end a session.
    pub(crate) fn asked(&self, role: Role, method: &str, path: &str, body: &str) -> (StatusCode, String) {
        self.runtime.block_on(async {
            let session = match self.people.get(&role) {
                None => None,
                Some(person) => {
                    let form = format!("person={person}");
                    let (status, headers) = self.send(None, "POST", "/demo/sign-in", &form).await;
                    assert_eq!(status, StatusCode::SEE_OTHER, "signing in as {role}");
                    let cookies = headers.get_all(header::SET_COOKIE).iter();
                    let mut texts =
                        cookies.filter_map(|value| value.to_str().ok()?.split(';').next().map(str::to_owned));
                    Some(texts.find(|cookie| cookie.starts_with(web::SESSION_COOKIE)).expect("a session"))
                }
            };
            let (status, headers) = self.send(session.as_deref(), method, path, body).await;
            let to = headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
            (status, to.to_owned())
        })
    }

    async fn send(
        &self,
        session: Option<&str>,
        method: &str,
        path: &str,
        body: &str,
    ) -> (StatusCode, http::HeaderMap) {
        let kind =
            if path.starts_with("/api/") { "application/json" } else { "application/x-www-form-urlencoded" };
        let mut request = Request::builder().method(method.parse::<Method>().expect("a method")).uri(path);
        request = request.header("sec-fetch-site", "same-origin");
        if method != "GET" {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if let Some(session) = session {
            request = request.header(header::COOKIE, session);
        }
        let mut request = request.body(Body::from(body.to_owned())).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 1))));
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        // The body of a live stream never ends; nothing here needs one.
        (answer.status(), answer.headers().clone())
    }
}

async fn invented(store: &Store) -> BTreeMap<Role, Id<Person>> {
    let made = store.write(|tx| {
        let mut people = BTreeMap::new();
        for role in [Role::Member, Role::Staff, Role::Partner, Role::Operator] {
            let roles: Roles = [role].into_iter().collect();
            let name = Line::parse(role.name()).map_err(|fault| fault.refusal("name"))?;
            let person = people::create(tx, people::NewPerson { roles, ..people::NewPerson::named(name) })?;
            people::mark_invented(tx, person, "Invented for this test.")?;
            people.insert(role, person);
        }
        Ok::<_, Error>(people)
    });
    made.await.expect("people")
}

/// A route's path with something in every place for a value.
fn filled(route: &str) -> String {
    let part = |part: &str| match part.strip_prefix('{') {
        None => part.to_owned(),
        Some("slug}") => "no-such-programme".to_owned(),
        Some("version}") => "1".to_owned(),
        Some(_) => nobody(),
    };
    route.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Every address of pages and API with its methods, those that only watch or listen left out.
pub(crate) fn addresses() -> Vec<(String, String)> {
    let mut routes = routes_of_pages();
    routes.extend(routes_of_api());
    let each = routes.into_iter().filter(|(path, _)| !path.starts_with("/assets/") && path != "/live");
    each.flat_map(|(path, methods)| methods.into_iter().map(move |method| (method, path.clone()))).collect()
}

fn permissions_table(house: &House) -> String {
    let mut permissions: Vec<_> = house.permissions().collect();
    permissions.sort_by_key(|permission| permission.name);
    let mut table = String::from(
        "# Who may do what, unless the operator decides otherwise; parts in a programme can allow more.\n",
    );
    let _ =
        writeln!(table, "{:<28} {:<10} visitor  member   staff    partner  operator", "permission", "scope");
    for permission in permissions {
        let _ = write!(table, "{:<28} {:<10}", permission.name, permission.scope.name());
        for role in Role::ALL {
            // Whoever has an account is a member as well.
            let roles = Roles::default().with(Role::Visitor).with(role);
            let roles = if role == Role::Visitor { roles } else { roles.with(Role::Member) };
            let _ = write!(
                table,
                " {:<8}",
                if Policy::default().allows(roles, permission) { "may" } else { "-" }
            );
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
    }
    table
}

/// What every unsafe address answers to an empty form, about things that are not there.
fn answers_table(open: &Open) -> String {
    let mut table = String::from(
        "# What every unsafe address answers to an empty form about something that is not there.\n",
    );
    let _ = writeln!(table, "{:<62} visitor  member   staff    partner  operator", "address");
    let mut wrong = Vec::new();
    for (method, route) in addresses().into_iter().filter(|(method, _)| method != "GET") {
        let path = filled(&route);
        let name = format!("{method} {route}");
        let body = if path.starts_with("/api/") { "{}" } else { "" };
        let _ = write!(table, "{name:<62}");
        for role in Role::ALL {
            let (status, to) = open.asked(role, &method, &path, body);
            let _ = write!(table, " {:<8}", status.as_u16());
            if status.is_server_error() {
                wrong.push(format!("{name} answers {role} {status}"));
            }
            let open_to_all = OPEN_TO_VISITORS.iter().any(|(known, _)| *known == name);
            let sent_to_sign_in = status == StatusCode::SEE_OTHER && to.starts_with("/sign-in");
            if role == Role::Visitor && !open_to_all && !status.is_client_error() && !sent_to_sign_in {
                wrong.push(format!("{name} answers a visitor {status} {to}"));
            }
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    table
}

fn compared(table: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/roles.txt");
    if std::env::var("UPDATE").is_ok_and(|value| value == "1") {
        fs::write(&file, table).expect("roles.txt");
        return;
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let changed: Vec<String> = kept
        .lines()
        .filter(|line| !table.lines().any(|new| new == *line))
        .map(|line| format!("- {line}"))
        .chain(
            table
                .lines()
                .filter(|line| !kept.lines().any(|old| old == *line))
                .map(|line| format!("+ {line}")),
        )
        .collect();
    assert!(kept == table, "weft/tests/roles.txt differs (UPDATE=1 writes it anew):\n{}", changed.join("\n"));
}

#[test]
fn who_may_do_what_is_as_it_was_decided_on_sqlite() {
    let house = weft::rooms::house(Settings::default()).expect("a house");
    compared(&format!("{}\n{}", permissions_table(&house), answers_table(&Open::on(Engine::Sqlite))));
}

#[test]
fn who_may_do_what_is_the_same_on_postgresql() {
    // After the other engine wrote it, this one compares.
    let house = weft::rooms::house(Settings::default()).expect("a house");
    let table = format!("{}\n{}", permissions_table(&house), answers_table(&Open::on(Engine::Postgres)));
    if std::env::var("UPDATE").is_err() {
        compared(&table);
    }
}

#[test]
fn no_address_that_is_only_read_fails_for_anybody() {
    let open = Open::on(Engine::Sqlite);
    let mut wrong = Vec::new();
    let mut count = 0;
    for (method, route) in addresses().into_iter().filter(|(method, _)| method == "GET") {
        for role in Role::ALL {
            let (status, _) = open.asked(role, &method, &filled(&route), "");
            count += 1;
            if status.is_server_error() {
                wrong.push(format!("GET {route} answers {role} {status}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 200, "{count} requests");
}

#[test]
fn every_place_in_the_navigation_is_there_for_whoever_is_shown_it() {
    let house = weft::rooms::house(Settings::default()).expect("a house");
    let open = Open::on(Engine::Sqlite);
    for place in house.rooms.iter().flat_map(|room| room.navigation) {
        for role in Role::ALL {
            let roles = Roles::default().with(Role::Visitor).with(role);
            let roles = if role == Role::Visitor { roles } else { roles.with(Role::Member) };
            if place.needs.is_some_and(|needed| !Policy::default().allows(roles, needed)) {
                continue;
            }
            let (status, _) = open.asked(role, "GET", place.path, "");
            assert_eq!(status, StatusCode::OK, "{} for {role}", place.path);
        }
    }
}

#[test]
fn a_request_from_another_site_changes_nothing_whoever_is_signed_in() {
    let open = Open::on(Engine::Sqlite);
    let foreign = open.runtime.block_on(async {
        let request =
            Request::builder().method("POST").uri("/preferences").header("sec-fetch-site", "cross-site");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        open.router
            .clone()
            .oneshot(request.body(Body::from("theme=dark")).expect("a request"))
            .await
            .expect("an answer")
    });
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
}
