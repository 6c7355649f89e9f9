//! Style sheets, modules, fonts and icons, embedded and served under an address that changes with their content.

use axum::{
    Router,
    body::Body,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{StatusCode, header};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

#[derive(RustEmbed)]
#[folder = "../../assets"]
#[include = "css/*"]
#[include = "css/**/*"]
#[include = "js/*"]
#[include = "icons/*"]
#[include = "vendor/*"]
#[include = "vendor/**/*"]
struct Embedded;

/// `/assets/<digest of everything>`, the same for every file, so that modules import each other by relative path.
pub(crate) fn base() -> String {
    format!("/assets/{}", digest())
}

fn digest() -> &'static str {
    static DIGEST: OnceLock<String> = OnceLock::new();
    DIGEST.get_or_init(|| {
        let mut hash = Sha256::new();
        let mut names: Vec<_> = Embedded::iter().collect();
        names.sort();
        for name in names {
            if let Some(file) = Embedded::get(&name) {
                hash.update(name.as_bytes());
                hash.update(file.metadata.sha256_hash());
            }
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    })
}

pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{digest}/{*file}", get(serve)).route("/favicon.ico", get(favicon))
}

async fn favicon() -> Response {
    file("icons/favicon.svg", false)
}

async fn serve(Path((asked, name)): Path<(String, String)>) -> Response {
    file(&name, asked == digest())
}

fn file(name: &str, current: bool) -> Response {
    let Some(file) = Embedded::get(name) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let keep = if current { "public, max-age=31536000, immutable" } else { "public, max-age=60" };
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)];
    (headers, Body::from(file.data.into_owned())).into_response()
}
