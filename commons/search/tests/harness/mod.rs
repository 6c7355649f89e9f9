//! A house in which notes are written and found, over either engine, and people who look for them.

use act::{Actor, Id, Person, Policy, Result, Role, Roles, Tx, Voice, sql};
use axum::body::Body;
use events::{Bus, Drawer, Engine};
use http::{Request, StatusCode, header};
use pieces::{NewPiece, Piece, Visibility};
use programmes::Programme;
use search::Finder;
use std::sync::Arc;
use store::Store;
use testkit::Place;
use tower::ServiceExt;
use web::{Credential, Cx, Document, Entrance, Found, Kind, Room, Searchable, Seen, Settings, Tongue};

pub(crate) const PROGRAMME: Id<Programme> = Id::from_raw(77);
const STAFF: i64 = 9;

pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) finder: Finder,
    pub(crate) folder: std::path::PathBuf,
    cx: Cx,
    engine: Engine,
    _place: Place,
}

/// A room whose pieces are notes; whoever says their number as a token is that person.
fn notes() -> Room {
    Room {
        name: "notes",
        kinds: &[Kind { name: "note", path: "/notes/" }],
        searchable: Some(Searchable { reads, shows }),
        entrance: Some(Entrance { recognise, touch: |_, _| Ok(()) }),
        ..Room::EMPTY
    }
}

fn recognise(_: &mut Tx<'_>, asked: &Credential, _: &Arc<Policy>) -> Result<Option<Seen>> {
    let Credential::Token(number) = asked else { return Ok(None) };
    let actor = actor(number.parse().expect("a number"));
    Ok(Some(Seen { actor, language: None, zone: None, unread: 0, touch: false }))
}

fn reads(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Document>> {
    let ids: Vec<Id<Piece>> = ids.iter().copied().map(Id::from_raw).collect();
    let heads = pieces::heads(tx, &actor(STAFF), &ids)?;
    let findable = heads.into_iter().filter(|head| head.visibility != Visibility::Draft);
    let document = |head: pieces::Head| Document {
        id: head.id.raw(),
        kind: "note",
        programme: Some(head.programme.raw()),
        public: head.visibility == Visibility::Public && head.moderation == pieces::Moderation::Shown,
        path: format!("/notes/{}", head.id),
        title: head.title.unwrap_or_default(),
        text: head.body,
        language: head.language,
        at: head.at,
    };
    Ok(findable.map(document).collect())
}

fn shows(tx: &mut Tx<'_>, who: &Actor, _: &Tongue, ids: &[i64]) -> Result<Vec<Found>> {
    let ids: Vec<Id<Piece>> = ids.iter().copied().map(Id::from_raw).collect();
    let found = |head: pieces::Head| Found {
        id: head.id.raw(),
        title: head.name(),
        path: format!("/notes/{}", head.id),
        text: head.body,
        language: head.language,
        authors: head.authors,
        at: head.at,
        status: None,
    };
    Ok(pieces::heads(tx, who, &ids)?.into_iter().map(found).collect())
}

pub(crate) fn person(n: i64) -> Id<Person> {
    Id::from_raw(1_000 + n)
}

/// Number 9 is a steward, the others are members.
pub(crate) fn actor(n: i64) -> Actor {
    let roles = if n == STAFF { Roles::MEMBER.with(Role::Staff) } else { Roles::MEMBER };
    Actor::person(person(n), format!("Person {n}"), roles, Arc::new(Policy::default()))
}

fn house() -> web::House {
    let rooms = vec![notes(), people_without_door(), programmes::room(), pieces::room(), search::room()];
    web::House::new(rooms, Settings::default()).expect("a house")
}

fn people_without_door() -> Room {
    Room { entrance: None, ..people::room() }
}

fn furnish(tx: &mut Tx<'_>) -> Result<()> {
    for n in 1..=STAFF {
        let (id, name, staff) = (person(n), format!("Person {n}"), n == STAFF);
        let key = name.to_lowercase();
        sql!(tx.exec(
            "INSERT INTO people (id, name, name_key, staff, partner, operator, since)
             VALUES ($1, $2, $3, CAST($4 AS BIGINT) = 1, FALSE, FALSE, 0)",
            id,
            name,
            key,
            staff
        ))?;
    }
    let (owner, now) = (person(STAFF), tx.now());
    sql!(tx.exec(
        "INSERT INTO programmes (id, slug, title, question, state, state_at, template, owner, zone, rooms, imported, version, revision, made_at, opened_at)
         VALUES ($1, 'repair', 'Repair', 'What should a repair feel like?', 'open', $3, 'crowdsourcing', $2, 'UTC', '[\"ideas\"]', FALSE, 1, 1, $3, $3)",
        PROGRAMME, owner, now
    ))?;
    Ok(())
}

impl House {
    pub(crate) fn new(place: Place) -> Self {
        let store = place.open(&house().migrations());
        let folder = place.folder().join("search");
        let finder = Finder::open(&folder);
        let mut engine = Engine::new(store.clone(), Bus::new(), Arc::new(Drawer::new(store.clone())));
        engine.consumers = [finder.keeper(&house())].into_iter().collect();
        let cx = Cx::new(store.clone(), house(), Bus::new(), Policy::default()).with(finder.clone());
        Self { store, finder, folder, cx, engine, _place: place }
    }

    /// The same house with an index of its own elsewhere, as another process has it.
    pub(crate) fn other(&self, folder: &str) -> Finder {
        Finder::open(&self.folder.with_file_name(folder))
    }

    pub(crate) async fn furnished(&self) {
        self.act(furnish).await;
        self.settle().await;
    }

    pub(crate) async fn act<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.store.write(act).await.expect("it is done")
    }

    pub(crate) fn house(&self) -> web::House {
        house()
    }

    /// Lets the index hear what happened.
    pub(crate) async fn settle(&self) {
        let settled = self.engine.settle().await.expect("settled");
        assert!(settled.troubles.is_empty(), "{:?}", settled.troubles);
    }

    pub(crate) async fn note(
        &self,
        title: &'static str,
        body: &'static str,
        language: Option<&'static str>,
        visibility: Visibility,
    ) -> Id<Piece> {
        let made = self.act(move |tx| {
            let authors = [person(1)];
            let new = NewPiece {
                kind: "note",
                programme: PROGRAMME,
                authors: &authors,
                title: Some(title),
                body,
                language,
                visibility,
                about: None,
                parent: None,
                internal: false,
                at: None,
                source: None,
                voice: Voice::Member,
            };
            pieces::create(tx, new)
        });
        made.await
    }

    pub(crate) async fn public(&self, title: &'static str, language: &'static str) -> Id<Piece> {
        self.note(title, "Nothing more.", Some(language), Visibility::Public).await
    }

    /// What the API answers somebody, or a visitor.
    pub(crate) async fn ask(&self, who: Option<i64>, query: &str) -> (StatusCode, serde_json::Value) {
        let mut request = Request::get(format!("/api/v1/search?{query}"));
        if let Some(who) = who {
            request = request.header(header::AUTHORIZATION, format!("Bearer {who}"));
        }
        let request = request.body(Body::empty()).expect("a request");
        let answer = web::router(&self.cx).oneshot(request).await.expect("an answer");
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), 8 << 20).await.expect("a body");
        (status, serde_json::from_slice(&body).expect("JSON"))
    }

    /// The identifiers that somebody finds with these words.
    pub(crate) async fn finds(&self, who: Option<i64>, words: &str) -> Vec<Id<Piece>> {
        let (status, answer) = self.ask(who, &format!("q={}", coded(words))).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        ids(&answer)
    }
}

pub(crate) fn ids(answer: &serde_json::Value) -> Vec<Id<Piece>> {
    let items = answer["items"].as_array().expect("items");
    items.iter().map(|item| item["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")).collect()
}

pub(crate) fn coded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
