//! The house as it serves, with one room more that answers constants.

use crate::{Community, Engine, Pen, Place, fill};
use act::{Actor, Id, Roles};
use anyhow::{Context as _, Result, anyhow};
use axum::{
    Router,
    body::Body,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use bytes::Bytes;
use events::{Bus, Drawer};
use http::{HeaderMap, HeaderName, Request, header};
use http_body_util::BodyExt as _;
use std::{
    net::SocketAddr,
    path::Path,
    sync::{Arc, OnceLock},
    time::Duration,
};
use store::{Config, Store};
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot};
use tower::ServiceExt as _;
use web::{Cx, Room, Settings};

/// What the room of constants answers to `GET /constant`: bytes that a page was once, with what that page said of them.
#[derive(Debug, Default)]
pub struct Constant(OnceLock<(HeaderMap, Bytes)>);

/// Headers that the page itself gives; the layers add the others.
const OF_THE_PAGE: [HeaderName; 3] = [header::CONTENT_TYPE, header::CACHE_CONTROL, header::VARY];

async fn page(State(cx): State<Cx>) -> Response {
    let constant = cx.part::<Constant>();
    match constant.as_ref().and_then(|constant| constant.0.get()) {
        Some((headers, bytes)) => (headers.clone(), bytes.clone()).into_response(),
        None => http::StatusCode::NOT_FOUND.into_response(),
    }
}

async fn form() -> Redirect {
    Redirect::to("/ideas")
}

fn constants() -> Router<Cx> {
    Router::new().route("/constant", get(page)).route("/constant/{id}/votes", post(form))
}

/// A house that is open in this process.
pub struct House {
    /// Its database.
    pub store: Store,
    /// Who is in it.
    pub community: Community,
    /// Its members as those who act.
    pub actors: Arc<[Actor]>,
    cx: Cx,
    router: Router,
    place: Place,
}

impl House {
    /// Opens a house with so many ideas in it; they are filled in if they are not there yet.
    ///
    /// # Errors
    /// The engine's.
    pub fn open(runtime: &Runtime, engine: Engine, ideas: usize) -> Result<Self> {
        let place = Place::new(engine, &format!("house-{ideas}"))?;
        let community = fill(runtime, &place, ideas)?;
        let _inside = runtime.enter();
        let settings = Settings { secure_cookies: false, ..Settings::default() };
        let mut rooms = weft::rooms::rooms();
        rooms.push(Room { name: "constants", pages: constants, ..Room::EMPTY });
        let house = web::House::new(rooms, settings).map_err(|error| anyhow!(error))?;
        let store = Store::start(place.config())?;
        let shelf = files::Shelf::new(files::Folder::open(place.folder().join("files"))?);
        let cx = Cx::new(store.clone(), house, Bus::default(), act::Policy::default())
            .with(shelf)
            .with(Constant::default());
        let acts = |&person| Actor::person(Id::from_raw(person), "Somebody", Roles::MEMBER, cx.policy());
        let actors = community.people.iter().map(acts).collect();
        Ok(Self { store, community, actors, router: web::router(&cx), cx, place })
    }

    /// Another store over its database, which lets a transaction take that long.
    ///
    /// # Errors
    /// The engine's.
    pub fn patient(&self, runtime: &Runtime, deadline: Duration) -> Result<Store> {
        let _inside = runtime.enter();
        Ok(Store::start(Config { deadline, ..self.place.config() })?)
    }

    /// A pen for its database.
    ///
    /// # Errors
    /// The engine's.
    pub fn pen(&self) -> Result<Pen> {
        self.place.pen()
    }

    /// Its data folder.
    pub fn folder(&self) -> &Path {
        self.place.folder()
    }

    /// Its database's address, if it has one.
    pub fn url(&self) -> Option<String> {
        self.place.url()
    }

    /// Serves until the guard is dropped, as `weft serve` does; where.
    ///
    /// # Errors
    /// When there is no port.
    pub fn serve(&self, runtime: &Runtime) -> Result<(SocketAddr, Guard)> {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let address = listener.local_addr()?;
        let service = self.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        let (guard, stop) = oneshot::channel::<()>();
        spawn(runtime, async move {
            let serving = async { axum::serve(listener, service).await };
            tokio::select! {
                _ = serving => {}
                _ = stop => {}
            }
        });
        Ok((address, Guard { _open: guard }))
    }

    /// Runs what happens after commits (reactions, announcements, jobs) until the guard is dropped. The search index is
    /// left out: it does not hear votes.
    ///
    /// # Errors
    /// Two parts with one name.
    pub fn run_engine(&self, runtime: &Runtime) -> Result<Guard> {
        let mail = Arc::new(Drawer::new(self.store.clone()));
        let engine =
            weft::rooms::engine(self.cx.house(), self.store.clone(), self.cx.bus().clone(), mail, None)?;
        let (guard, stop) = oneshot::channel::<()>();
        spawn(runtime, engine.run(async { drop(stop.await) }));
        Ok(Guard { _open: guard })
    }

    /// Asks for a page once, has the room of constants answer it from now on, and tells its length.
    ///
    /// # Errors
    /// When the page is not there.
    pub fn make_constant(&self, runtime: &Runtime, path: &str, session: usize) -> Result<usize> {
        runtime.block_on(async {
            let cookie = format!("weft_session={}", secret_of(session));
            let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty())?;
            let answer = self.router.clone().oneshot(request).await?;
            anyhow::ensure!(answer.status() == 200, "{path} answers {}", answer.status());
            let own = answer.headers().iter().filter(|(name, _)| OF_THE_PAGE.contains(name));
            let headers = own.map(|(name, value)| (name.clone(), value.clone())).collect();
            let bytes = answer.into_body().collect().await?.to_bytes();
            let (length, constant) =
                (bytes.len(), self.cx.part::<Constant>().context("no room of constants")?);
            let _ = constant.0.set((headers, bytes));
            Ok(length)
        })
    }
}

/// Something that goes on until this is dropped.
#[derive(Debug)]
pub struct Guard {
    _open: oneshot::Sender<()>,
}

fn spawn(runtime: &Runtime, work: impl Future<Output = ()> + Send + 'static) {
    drop(runtime.spawn(work));
}

/// The secret that the session cookie of this person holds.
pub fn secret_of(number: usize) -> String {
    format!("a-session-that-only-a-measurement-knows-{number:08}")
}
