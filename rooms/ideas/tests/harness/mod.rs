//! A house with its board on either engine, people who act, and a clock that is set.
#![allow(dead_code, reason = "each test file uses its own part")]

use act::{Actor, Id, Line, Policy, Role, Roles, Span, Timestamp, Tx};
use axum::{Router, body::Body};
use events::{Bus, Drawer};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use ideas::{Audience, Idea, NewIdea};
use programmes::Programme;
use std::sync::Arc;
use store::Store;
use testkit::Place;
use tower::ServiceExt;
use web::{Credential, Cx, Entrance, Room, Seen, Settings};

pub(crate) struct House {
    pub(crate) store: Store,
    rooms: web::House,
    place: Place,
}

/// The session in these stories is the person's identifier.
fn recognise(tx: &mut Tx<'_>, credential: &Credential, policy: &Arc<Policy>) -> act::Result<Option<Seen>> {
    let (Credential::Session(text) | Credential::Token(text)) = credential;
    let Ok(id) = text.parse() else { return Ok(None) };
    let found = people::actor(tx, id, policy)?;
    Ok(found.map(|actor| Seen { actor, language: None, zone: None, unread: 0, touch: false }))
}

fn rooms() -> web::House {
    let mut people = people::room();
    people.entrance = Some(Entrance { recognise, touch: |_, _| Ok(()) });
    let rooms: Vec<Room> =
        vec![people, programmes::room(), pieces::room(), rounds::room(), files::room(), ideas::room()];
    let settings = Settings { secure_cookies: false, changes_a_minute: 100_000, ..Settings::default() };
    web::House::new(rooms, settings).expect("the rooms fit together")
}

impl House {
    pub(crate) fn new(place: Place) -> Self {
        let rooms = rooms();
        Self { store: place.open(&rooms.migrations()), rooms, place }
    }

    /// Runs what must succeed.
    pub(crate) async fn act<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut Tx<'_>) -> act::Result<T> + Send + 'static,
    ) -> T {
        self.store.write(act).await.expect("the story goes on")
    }

    /// Runs what must be refused, and gives the refusal's key.
    pub(crate) async fn refused<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut Tx<'_>) -> act::Result<T> + Send + 'static,
    ) -> String {
        match self.store.write(act).await {
            Ok(_) => panic!("it must be refused"),
            Err(error) => error.refusal().map(|refusal| refusal.key.to_string()).expect("a refusal"),
        }
    }

    /// Erases a person from every room.
    pub(crate) async fn erase(&self, person: Id<act::Person>) {
        let rooms = self.rooms.clone();
        self.act(move |tx| rooms.erase_person(tx, person)).await;
    }

    pub(crate) fn pass(&self, span: Span) -> Timestamp {
        self.place.hand.advance(span)
    }

    /// Does everything that is due: reactions, jobs, what comes round.
    pub(crate) async fn settle(&self) {
        let mail = Arc::new(Drawer::new(self.store.clone()));
        let engine = self.rooms.engine(self.store.clone(), Bus::new(), mail);
        let settled = engine.settle().await.expect("what is due is done");
        assert!(settled.troubles.is_empty(), "{:?}", settled.troubles);
    }

    pub(crate) fn site(&self) -> Site {
        let folder = tempfile::tempdir().expect("a folder");
        let shelf = files::Shelf::new(files::Folder::open(folder.path()).expect("a shelf"));
        let cx = Cx::new(self.store.clone(), self.rooms.clone(), Bus::new(), Policy::default()).with(shelf);
        Site { router: web::router(&cx), _folder: folder }
    }
}

pub(crate) fn person(tx: &mut Tx<'_>, name: &str, roles: &[Role]) -> act::Result<Actor> {
    let roles = roles.iter().fold(Roles::MEMBER, |all, role| all.with(*role));
    let new = people::NewPerson { roles, ..people::NewPerson::named(Line::parse(name).expect("a name")) };
    let id = people::create(tx, new)?;
    Ok(Actor::person(id, name, roles, Default::default()))
}

/// A programme, its steward, and members.
#[derive(Clone)]
pub(crate) struct Cast {
    pub(crate) programme: Id<Programme>,
    pub(crate) ines: Actor,
    pub(crate) members: Vec<Actor>,
}

pub(crate) async fn cast(house: &House, members: usize) -> Cast {
    house
        .act(move |tx| {
            let ines = person(tx, "Ines", &[Role::Staff, Role::Operator])?;
            let programme = programmes::create_for_import(tx, "repair", ines.person, &["ideas"], Some("en"))?;
            let members =
                (0..members).map(|n| person(tx, &format!("Member {n}"), &[])).collect::<act::Result<_>>()?;
            // One view is enough in these stories, so that whoever votes also ranks.
            ideas::settings::VIEWS.set(tx, &ines, 0)?;
            Ok(Cast { programme, ines, members })
        })
        .await
}

pub(crate) fn new_idea(programme: Id<Programme>, title: &str) -> NewIdea {
    NewIdea {
        programme,
        title: act::Line::parse(title).expect("a title"),
        body: act::Prose::parse("What I have in mind.").expect("a body"),
        categories: Vec::new(),
        language: Some("en".to_owned()),
        audience: Audience::Everyone,
        grown_from: None,
        coauthors: Vec::new(),
        seen: Vec::new(),
    }
}

/// Shares an idea as people do: with an eye on what others said already.
pub(crate) async fn share(house: &House, by: &Actor, programme: Id<Programme>, title: &str) -> Id<Idea> {
    share_new(house, by, new_idea(programme, title)).await
}

/// The same for an idea with more to it.
pub(crate) async fn share_new(house: &House, by: &Actor, mut new: NewIdea) -> Id<Idea> {
    let by = by.clone();
    house
        .act(move |tx| {
            let (title, body) = (new.title.as_str(), new.body.as_str());
            let alike = ideas::alike::alike(tx, &by, new.programme, title, body, Some("en"), None)?;
            new.seen = alike.into_iter().map(|other| other.idea).collect();
            ideas::post(tx, &by, &new)
        })
        .await
}

pub(crate) fn words(text: &str) -> ideas::merge::Reason {
    act::Prose::parse(text).expect("words")
}

/// The house as a browser sees it.
pub(crate) struct Site {
    router: Router,
    _folder: tempfile::TempDir,
}

impl Site {
    pub(crate) async fn ask(
        &self,
        who: &Actor,
        request: http::request::Builder,
        body: impl Into<Body>,
    ) -> (StatusCode, String, String) {
        let session = who.person.map_or_else(String::new, |person| format!("weft_session={person}"));
        let request = request.header(header::COOKIE, session).header("sec-fetch-site", "same-origin");
        let asked = self.router.clone().oneshot(request.body(body.into()).expect("a request"));
        let answer = asked.await.expect("an answer");
        let status = answer.status();
        let to = answer
            .headers()
            .get(header::LOCATION)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let body = answer.into_body().collect().await.expect("a body").to_bytes();
        (status, to, String::from_utf8_lossy(&body).into_owned())
    }

    pub(crate) async fn see(&self, who: &Actor, path: &str) -> (StatusCode, String) {
        let (status, _, body) = self.ask(who, Request::get(path), String::new()).await;
        (status, body)
    }

    pub(crate) async fn send(
        &self,
        who: &Actor,
        path: &str,
        fields: &[(&str, &str)],
    ) -> (StatusCode, String, String) {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(who, request, body.join("&")).await
    }

    pub(crate) async fn json(
        &self,
        who: &Actor,
        request: http::request::Builder,
        body: serde_json::Value,
    ) -> (StatusCode, serde_json::Value) {
        // Programs name who they are by a token; here it is the identifier.
        let token = who.person.map_or_else(String::new, |person| format!("Bearer {person}"));
        let mut request = request.header(header::CONTENT_TYPE, "application/json");
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, token);
        }
        let visitor = Actor::visitor(Default::default());
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (status, _, answer) = self.ask(&visitor, request, body).await;
        (status, serde_json::from_str(&answer).unwrap_or_default())
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") })
        .collect()
}
