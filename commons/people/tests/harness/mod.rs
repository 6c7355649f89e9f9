//! A house with this room alone, on a database of its own on each engine, and browsers that visit it.

#![allow(dead_code, reason = "each test binary uses its part of the harness")]

use act::{Actor, Error, Id, Line, Person, Policy, Role, Roles, Timestamp, Tx, sql};
use axum::{Router, body::Body, extract::ConnectInfo};
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use people::{Email, NewPerson};
use std::{collections::BTreeMap, future::Future, net::SocketAddr, sync::Arc};
use store::Hand;
use testkit::{Engine, Place, told};
use tower::ServiceExt;
use web::{Cx, House, Room, Setting, Settings};

/// 2026-01-01T09:00:00Z.
pub(crate) const START: Timestamp = Timestamp::from_micros(1_767_258_000_000_000);

/// A house with its doors open.
pub(crate) struct Open {
    pub(crate) cx: Cx,
    pub(crate) hand: Hand,
    router: Router,
}

/// Runs a story on both engines, each on a database of its own.
pub(crate) fn on_both<F: Future<Output = ()>>(settings: fn(&mut Settings), story: impl Fn(Arc<Open>) -> F) {
    for engine in Engine::BOTH {
        let place = Place::at(engine, START);
        let open = Arc::new(Open::new(&place, settings));
        told(story(open));
    }
}

fn house(settings: fn(&mut Settings)) -> House {
    let mut set = Settings {
        secure_cookies: false,
        sign_in_attempts: 10_000,
        changes_a_minute: 10_000,
        ..Settings::default()
    };
    set.address = "https://together.example".to_owned();
    settings(&mut set);
    House::new(vec![people::room(), garden()], set).expect("a house")
}

/// How often the garden is watered.
const WATERING: Setting = Setting { name: "garden.watering_days", default: 2, range: (1, 14) };

/// A room with a rule to set: this crate has none of its own.
fn garden() -> Room {
    Room { name: "garden", settings: &[WATERING], ..Room::EMPTY }
}

impl Open {
    fn new(place: &Place, settings: fn(&mut Settings)) -> Self {
        let house = house(settings);
        let store = place.open(&house.migrations());
        let cx = Cx::new(store, house, events::Bus::new(), Policy::default());
        let router = web::router(&cx);
        Self { cx, hand: place.hand.clone(), router }
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.cx.store().write(act).await
    }

    /// A person with an address and these roles.
    pub(crate) async fn person(&self, name: &str, roles: Roles) -> Id<Person> {
        let mut new = NewPerson::named(Line::parse(name).expect("a name"));
        new.email = Some(Email::parse(&format!("{}@example.org", name.to_lowercase())).expect("an address"));
        new.roles = roles;
        self.write(move |tx| people::create(tx, new.clone())).await.expect("a person")
    }

    /// Somebody who acts, as the policy is now.
    pub(crate) async fn actor(&self, person: Id<Person>) -> Actor {
        let policy = self.cx.policy();
        self.write(move |tx| people::actor(tx, person, &policy)).await.expect("no fault").expect("an actor")
    }

    /// A browser, signed in as this person through a letter.
    pub(crate) async fn signed_in(self: &Arc<Self>, name: &str) -> Browser {
        let mut browser = self.browser();
        let address = format!("{}@example.org", name.to_lowercase());
        browser.post("/sign-in/link", &[("email", &address)]).await.sees("/sign-in/sent");
        let link = self.link_to(&address).await;
        assert_eq!(browser.post(&link, &[("stay", "1")]).await.status, StatusCode::SEE_OTHER);
        browser
    }

    /// The texts of the letters to an address, the latest first.
    pub(crate) async fn letters_to(&self, address: &str) -> Vec<String> {
        let address = address.to_owned();
        let found = self.write(move |tx| {
            Ok(sql!(tx.all::<String>(
                "SELECT text FROM letters WHERE to_address = $1 ORDER BY id DESC LIMIT 100",
                address
            ))?)
        });
        found.await.expect("letters")
    }

    /// The path of the link in the latest letter to an address.
    pub(crate) async fn link_to(&self, address: &str) -> String {
        let letters = self.letters_to(address).await;
        let letter = letters.first().expect("a letter");
        let link = letter.split_whitespace().find(|word| word.contains("/enter/")).expect("a link");
        link.strip_prefix("https://together.example").expect("a link to this house").to_owned()
    }

    pub(crate) fn browser(self: &Arc<Self>) -> Browser {
        Browser { house: self.clone(), cookies: BTreeMap::new(), peer: 1, language: "en" }
    }
}

/// Somebody's browser.
#[derive(Clone)]
pub(crate) struct Browser {
    house: Arc<Open>,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) peer: u8,
    pub(crate) language: &'static str,
}

/// What the house answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn to(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    #[track_caller]
    pub(crate) fn sees(&self, path: &str) -> &Self {
        assert_eq!((self.status, self.to()), (StatusCode::SEE_OTHER, path), "{}", self.body);
        self
    }

    #[track_caller]
    pub(crate) fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }

    #[track_caller]
    pub(crate) fn says(&self, words: &str) -> &Self {
        assert!(self.body.contains(words), "“{words}” is missing in {}", self.body);
        self
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

impl Browser {
    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None, String::new()).await
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let coded: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", coded(value))).collect();
        self.send(Method::POST, path, Some("application/x-www-form-urlencoded"), coded.join("&")).await
    }

    pub(crate) async fn api(&mut self, method: Method, path: &str, body: serde_json::Value) -> Answer {
        let text = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, &format!("/api/v1{path}"), Some("application/json"), text).await
    }

    async fn send(&mut self, method: Method, path: &str, kind: Option<&str>, body: String) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
        request = request
            .header(header::ACCEPT_LANGUAGE, self.language)
            .header(header::USER_AGENT, "Firefox/140.0 (Linux)");
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if let Some(token) = self.cookies.get("bearer") {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .filter(|(name, _)| *name != "bearer")
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        let mut request = request.body(Body::from(body)).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, self.peer], 1))));
        let response = self.house.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        self.keep(&parts.headers);
        let body = String::from_utf8_lossy(&bytes).into_owned();
        let page = parts
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        assert!(!page || !body.contains("people-"), "a message is missing at {path}: {body}");
        assert!(!page || body.matches("<h1").count() == 1, "one heading at {path}: {body}");
        Answer { status: parts.status, headers: parts.headers, body }
    }

    fn keep(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("a cookie");
            let (name, rest) = text.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

fn coded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

pub(crate) fn staff() -> Roles {
    Roles::MEMBER.with(Role::Staff)
}

pub(crate) fn operator() -> Roles {
    Roles::MEMBER.with(Role::Operator)
}
