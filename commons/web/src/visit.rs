//! One request's circumstances: who, in which language and zone, with which idempotency key.

use crate::{Answer, Credential, Cx, Limit, Page, Seen, Tongue, idempotency};
use act::{Actor, Error, Refusal, Result, Tx};
use askama::Template;
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::CookieJar;
use http::{HeaderMap, Method, header, request::Parts};
use jiff::tz::TimeZone;
use serde::{Serialize, de::DeserializeOwned};
use std::{convert::Infallible, fmt::Display, sync::Arc};

/// The session cookie. The `__Host-` prefix is added where cookies are sent over TLS only.
pub const SESSION_COOKIE: &str = "weft_session";
/// The cookie of a chosen language, which goes before the account's.
pub const LANGUAGE_COOKIE: &str = "weft_language";
/// Light, dark, or whatever the device says.
pub const THEME_COOKIE: &str = "weft_theme";
/// The cookie of a chosen zone, `Europe/Lisbon`, for visitors; an account's own zone goes before it.
pub const ZONE_COOKIE: &str = "weft_zone";

/// One request's circumstances. Every handler takes one.
#[derive(Clone)]
pub struct Visit {
    /// What every handler can reach.
    pub cx: Cx,
    /// Who asks.
    pub actor: Actor,
    /// The language and zone they read in.
    pub tongue: Tongue,
    pub(crate) about: Arc<About>,
}

/// What the shell and the layers need to know of a request.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) api: bool,
    pub(crate) unread: i64,
    pub(crate) theme: Option<&'static str>,
    pub(crate) key: Option<String>,
    pub(crate) request: String,
    pub(crate) peer: String,
    pub(crate) session: Option<String>,
}

impl Visit {
    /// Runs one act in a transaction. With an idempotency key, a repeated request gets the first one's answer and
    /// nothing happens twice. Changes of one person are limited.
    ///
    /// # Errors
    /// The act's refusal, or a fault.
    pub async fn act<T>(
        &self,
        mut act: impl FnMut(&mut Tx<'_>, &Actor) -> Result<T> + Send + 'static,
    ) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        if let Some(person) = self.actor.person {
            self.cx.limits().count(Limit::Change, &person.to_string())?;
        }
        let actor = self.actor.clone();
        let Some(key) = self.about.key.clone() else {
            return self.cx.store().write(move |tx| act(tx, &actor)).await;
        };
        let visitor = actor.person.is_none().then_some(&*self.about.peer);
        let digest = idempotency::digest(&self.about.method, &self.about.path, visitor);
        self.cx.store().write(move |tx| idempotency::once(tx, &actor, &key, &digest, &mut act)).await
    }

    /// Looks something up over one consistent state.
    ///
    /// # Errors
    /// The look's refusal, or a fault.
    pub async fn read<T>(
        &self,
        mut look: impl FnMut(&mut Tx<'_>, &Actor) -> Result<T> + Send + 'static,
    ) -> Result<T>
    where
        T: Send + 'static,
    {
        let actor = self.actor.clone();
        self.cx.store().read(move |tx| look(tx, &actor)).await
    }

    /// A page of the house with this view as its main part. `place` is the path of the navigation entry it belongs to.
    ///
    /// # Errors
    /// A template that cannot be rendered.
    pub fn page(&self, place: &'static str, title: impl Display, view: &impl Template) -> Answer<Page> {
        Page::new(self, place, title.to_string(), view)
    }

    /// The way to a page that only signed-in people see: for a visitor it leads through signing in, and back.
    pub fn way_to(&self, path: &str) -> String {
        if self.actor.signed_in() {
            path.to_owned()
        } else {
            format!("/sign-in?back={}", crate::page::encode(path))
        }
    }

    /// A key for a form on this page, so that sending it twice does it once.
    pub fn form_key(&self) -> String {
        act::Id::<()>::from_raw(self.cx.store().ids().next()).to_string()
    }

    /// Where the request came from, for limits; never shown and never kept.
    pub fn peer(&self) -> &str {
        &self.about.peer
    }

    /// The path of the request.
    pub fn path(&self) -> &str {
        &self.about.path
    }

    /// The path and query of the request, to come back to.
    pub fn address(&self) -> String {
        if self.about.query.is_empty() {
            self.about.path.clone()
        } else {
            format!("{}?{}", self.about.path, self.about.query)
        }
    }

    /// The value of the session cookie in use.
    pub fn session(&self) -> Option<&str> {
        self.about.session.as_deref()
    }
}

impl FromRequestParts<Cx> for Visit {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, _: &Cx) -> Result<Self, Response> {
        let found = parts.extensions.get::<Self>().cloned();
        found.ok_or_else(|| http::StatusCode::INTERNAL_SERVER_ERROR.into_response())
    }
}
impl OptionalFromRequestParts<Cx> for Visit {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &Cx) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

/// Recognises who asks and puts the [`Visit`] where handlers find it; afterwards shows refusals as the visitor reads.
pub(crate) async fn recognise(State(cx): State<Cx>, mut request: Request, next: Next) -> Response {
    let mut asked = Asked::of(&cx, &request);
    let unusable = match idempotency::key(&request) {
        Ok(key) => {
            asked.about.key = key;
            None
        }
        Err(refusal) => Some(refusal.into()),
    };
    let (visit, refused) = match visit_of(&cx, asked).await {
        Ok(visit) => (visit, None),
        Err((visit, error)) => (visit, Some(error)),
    };
    let refused = refused.or(unusable);
    request.extensions_mut().insert(visit.clone());
    let response = match refused {
        Some(error) => crate::Failure::from(error).into_response(),
        None => next.run(request).await,
    };
    crate::failure::shown_to(&visit, response)
}

/// What a request brings along, read before anything is awaited.
struct Asked {
    about: About,
    credential: Option<Credential>,
    chosen: Option<String>,
    accepted: Option<String>,
}

impl Asked {
    fn of(cx: &Cx, request: &Request) -> Self {
        let headers = request.headers();
        let jar = CookieJar::from_headers(headers);
        let session = jar.get(&cookie_name(cx, SESSION_COOKIE)).map(|cookie| cookie.value().to_owned());
        let path = request.uri().path().to_owned();
        let query = request.uri().query().unwrap_or_default().to_owned();
        let credential =
            bearer(headers).map(Credential::Token).or_else(|| session.clone().map(Credential::Session));
        let theme = jar.get(THEME_COOKIE).and_then(|cookie| match cookie.value() {
            "light" => Some("light"),
            "dark" => Some("dark"),
            _ => None,
        });
        // `language` in a list's address says which texts are listed, not how the page speaks.
        let chosen =
            query_value(&query, "tongue").or_else(|| jar.get(LANGUAGE_COOKIE).map(|c| c.value().to_owned()));
        let about = About {
            api: path.starts_with("/api/"),
            unread: 0,
            theme,
            key: None,
            method: request.method().clone(),
            request: header_text(headers, "x-request-id").unwrap_or_default(),
            peer: peer_of(request),
            session,
            path,
            query,
        };
        let accepted = header_text(headers, header::ACCEPT_LANGUAGE.as_str());
        Self { about, credential, chosen, accepted }
    }
}

async fn visit_of(cx: &Cx, asked: Asked) -> Result<Visit, (Visit, Error)> {
    let Asked { mut about, credential, chosen, accepted } = asked;
    let (seen, error) = match &credential {
        None => (None, None),
        Some(credential) => match look_up(cx, credential.clone()).await {
            Ok(None) if matches!(credential, Credential::Token(_)) => {
                (None, Some(Refusal::new(401, "refused-token").into()))
            }
            Ok(seen) => (seen, None),
            Err(error) => (None, Some(error)),
        },
    };
    let (catalogue, settings) = (cx.house().catalogue.clone(), &cx.house().settings);
    let chosen = chosen.or_else(|| seen.as_ref().and_then(|seen| seen.language.clone()));
    let language = chosen.unwrap_or_else(|| match accepted {
        Some(accepted) => catalogue.best_for(&accepted).to_owned(),
        None => settings.language.clone(),
    });
    let zone = seen.as_ref().and_then(|seen| seen.zone.as_deref()).unwrap_or(&settings.zone);
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let tongue = Tongue::new(catalogue, &language, zone, cx.store().clock().now());
    about.unread = seen.as_ref().map_or(0, |seen| seen.unread);
    let actor = seen.map_or_else(|| Actor::visitor(cx.policy()), |seen| seen.actor);
    let visit = Visit { cx: cx.clone(), actor, tongue, about: Arc::new(about) };
    match error {
        None => Ok(visit),
        Some(error) => Err((visit, error)),
    }
}

async fn look_up(cx: &Cx, credential: Credential) -> Result<Option<Seen>> {
    let Some(entrance) = cx.house().rooms.iter().find_map(|room| room.entrance) else { return Ok(None) };
    let policy = cx.policy();
    let asked = credential.clone();
    let seen = cx.store().read(move |tx| (entrance.recognise)(tx, &asked, &policy)).await?;
    if seen.as_ref().is_some_and(|seen| seen.touch) {
        // Whoever was recognised is let in, even when the use cannot be written down just now.
        let touched: Result<()> = cx.store().write(move |tx| (entrance.touch)(tx, &credential)).await;
        if let Err(error) = touched {
            tracing::warn!(%error, "the use of a credential could not be written down");
        }
    }
    Ok(seen)
}

/// The name a cookie has here: browsers keep `__Host-` cookies to this very host, over TLS, for the whole site.
pub fn cookie_name(cx: &Cx, name: &str) -> String {
    if cx.house().settings.secure_cookies { format!("__Host-{name}") } else { name.to_owned() }
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

fn header_text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

pub(crate) fn query_value(query: &str, name: &str) -> Option<String> {
    query
        .split('&')
        .find_map(|pair| pair.split_once('=').filter(|(n, _)| *n == name))
        .map(|(_, value)| value.to_owned())
}

fn peer_of(request: &Request) -> String {
    let connected = request.extensions().get::<axum::extract::ConnectInfo<std::net::SocketAddr>>();
    connected.map_or_else(String::new, |info| info.0.ip().to_string())
}
