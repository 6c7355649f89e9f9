//! A whole page: the shell around a view.

use crate::{Answer, Tongue, Visit, assets, failure::Failure};
use act::Role;
use askama::Template;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::{HeaderValue, StatusCode, header};
use std::fmt::Display;

/// A page of the house. Answered as HTML that works without scripts.
pub struct Page {
    visit: Visit,
    title: String,
    place: &'static str,
    main: String,
    styles: Vec<&'static str>,
    scripts: Vec<&'static str>,
    topics: Vec<String>,
    status: StatusCode,
    description: Option<String>,
}

/// A view as HTML, for a part of a page that another crate shows.
///
/// # Errors
/// A template that cannot be rendered.
pub fn rendered(view: &impl Template) -> act::Result<String> {
    view.render().map_err(|e| store::Error::Engine(format!("a template cannot be rendered: {e}")).into())
}

impl Page {
    pub(crate) fn new(
        visit: &Visit,
        place: &'static str,
        title: String,
        view: &impl Template,
    ) -> Answer<Self> {
        let main = rendered(view)?;
        Ok(Self {
            visit: visit.clone(),
            title,
            place,
            main,
            styles: Vec::new(),
            scripts: Vec::new(),
            topics: Vec::new(),
            status: StatusCode::OK,
            description: None,
        })
    }

    /// Adds a room's style sheet, `rooms/ideas`.
    #[must_use]
    pub fn style(mut self, name: &'static str) -> Self {
        self.styles.push(name);
        self
    }

    /// Adds a module that this page needs, `thread-map`.
    #[must_use]
    pub fn script(mut self, name: &'static str) -> Self {
        self.scripts.push(name);
        self
    }

    /// Listens to a live topic, `idea:0cz…`.
    #[must_use]
    pub fn live(mut self, topic: impl Into<String>) -> Self {
        self.topics.push(topic.into());
        self
    }

    /// Answers with another status: 422 for a form with errors.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
        self
    }

    /// What the page is about, for whoever links to it.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }
}

/// The layers of the look, in the order they build on each other.
const SHEETS: [&str; 7] = ["tokens", "base", "shell", "parts", "forms", "talk", "sheets"];

struct Place {
    path: &'static str,
    words: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "shell.html")]
struct Shell<'a> {
    t: &'a Tongue,
    page: &'a Page,
    brand: &'a str,
    assets: String,
    places: Vec<Place>,
    name: &'a str,
    signed_in: bool,
    /// Whose half-typed words the browser keeps apart.
    reader: Option<act::Id<act::Person>>,
    steward: bool,
    operator: bool,
    unread: i64,
    theme: Option<&'static str>,
    address: String,
    languages: Vec<(String, String)>,
    events: Option<String>,
    demo: bool,
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let visit = &self.visit;
        let house = visit.cx.house();
        let mut navigation: Vec<_> = house
            .rooms
            .iter()
            .flat_map(|room| room.navigation)
            .filter(|entry| entry.needs.is_none_or(|permission| visit.actor.can(permission)))
            .collect();
        navigation.sort_by_key(|entry| entry.order);
        let places = navigation.into_iter().map(|entry| Place {
            path: entry.path,
            words: visit.tongue.say(entry.key).to_string(),
            current: entry.path == self.place,
        });
        let languages = visit.tongue.languages().into_iter().map(|tag| {
            let own_name = visit.tongue.say(format!("language-{tag}")).to_string();
            (tag, own_name)
        });
        let events = (!self.topics.is_empty()).then(|| {
            let topics: Vec<_> = self.topics.iter().map(|topic| format!("topic={}", encode(topic))).collect();
            format!("/live?{}", topics.join("&"))
        });
        let shell = Shell {
            t: &visit.tongue,
            page: &self,
            brand: &house.settings.brand,
            assets: assets::base(),
            places: places.collect(),
            name: &visit.actor.name,
            signed_in: visit.actor.signed_in(),
            reader: visit.actor.person,
            steward: visit.actor.is(Role::Staff) || visit.actor.is(Role::Operator),
            operator: visit.actor.is(Role::Operator),
            unread: visit.about.unread,
            theme: visit.about.theme,
            address: visit.address(),
            languages: languages.collect(),
            events,
            demo: house.settings.demo,
        };
        match shell.render() {
            Ok(html) => {
                let mut response = (self.status, Html(html)).into_response();
                let private = HeaderValue::from_static("private, no-cache");
                response.headers_mut().insert(header::CACHE_CONTROL, private);
                response
                    .headers_mut()
                    .insert(header::VARY, HeaderValue::from_static("cookie, accept-language"));
                response
            }
            Err(error) => Failure::from(store::Error::Engine(error.to_string())).into_response(),
        }
    }
}

/// 303 See Other: the answer to a form that did what it said.
#[derive(Debug, Clone)]
pub struct See(pub String);

impl See {
    /// Sends the browser to this path of ours; anything that is not a path of ours becomes `/`.
    pub fn other(path: impl Display) -> Self {
        let path = path.to_string();
        let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\n', '\r']);
        Self(if ours { path } else { "/".to_owned() })
    }
}

impl IntoResponse for See {
    fn into_response(self) -> Response {
        Redirect::to(&self.0).into_response()
    }
}

/// A text as part of a query.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' | b':' => {
                out.push(byte as char)
            }
            other => {
                out.push('%');
                out.push(char::from(b"0123456789ABCDEF"[usize::from(other >> 4)]));
                out.push(char::from(b"0123456789ABCDEF"[usize::from(other & 15)]));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_never_leaves_the_house() {
        for (asked, given) in [
            ("/ideas", "/ideas"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil", "/"),
            ("", "/"),
        ] {
            assert_eq!(See::other(asked).0, given);
        }
    }
}
