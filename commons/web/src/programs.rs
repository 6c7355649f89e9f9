//! The page and the document for those who write programs.

use crate::{Answer, Cx, Page, Tongue, Visit, server::openapi};
use askama::Template;
use axum::{Json, Router, response::IntoResponse, routing::get};
use utoipa::openapi::path::Operation;

/// Where the description of the API is.
const DOCUMENT: &str = "/api/v1/openapi.json";

pub(crate) fn routes() -> Router<Cx> {
    Router::new().route("/api", get(page)).route(DOCUMENT, get(document))
}

/// One call, as the page lists it.
struct Call {
    method: &'static str,
    path: String,
    words: String,
}

#[derive(Template)]
#[template(path = "programs.html")]
struct Programs<'a> {
    t: &'a Tongue,
    document: &'static str,
    tokens: String,
    calls: Vec<Call>,
}

async fn page(visit: Visit) -> Answer<Page> {
    let view = Programs {
        t: &visit.tongue,
        document: DOCUMENT,
        tokens: visit.way_to("/me/tokens"),
        calls: calls(&visit.cx),
    };
    visit.page("", visit.tongue.say("api-title"), &view)
}

async fn document(visit: Visit) -> impl IntoResponse {
    Json(openapi(visit.cx.house()))
}

fn calls(cx: &Cx) -> Vec<Call> {
    let mut calls = Vec::new();
    for (path, item) in openapi(cx.house()).paths.paths {
        let methods = [
            ("GET", item.get),
            ("POST", item.post),
            ("PUT", item.put),
            ("PATCH", item.patch),
            ("DELETE", item.delete),
        ];
        for (method, operation) in methods {
            if let Some(operation) = operation {
                calls.push(Call { method, path: path.clone(), words: words(&operation) });
            }
        }
    }
    calls
}

/// What a call does, as its documentation begins.
fn words(operation: &Operation) -> String {
    let told = operation.summary.as_deref().or(operation.description.as_deref()).unwrap_or_default();
    told.lines().next().unwrap_or_default().to_owned()
}
