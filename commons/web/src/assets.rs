//! Style sheets, modules, fonts and icons, built in and served under an address that changes with their content.

#[cfg(test)]
mod travel;

use axum::{
    Router,
    body::Body,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// A file as it travels; see `assets/travel.rs`.
struct File {
    name: &'static str,
    plain: &'static [u8],
    /// By Brotli, where that is smaller.
    small: Option<&'static [u8]>,
}

// `FILES`, by name.
include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// `/assets/<digest of everything>`, the same for every file, so that modules import each other by relative path.
pub(crate) fn base() -> String {
    format!("/assets/{}", digest())
}

fn digest() -> &'static str {
    static DIGEST: OnceLock<String> = OnceLock::new();
    DIGEST.get_or_init(|| {
        let mut hash = Sha256::new();
        for file in FILES {
            hash.update(file.name.as_bytes());
            hash.update(Sha256::digest(file.plain));
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    })
}

pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{digest}/{*file}", get(serve)).route("/favicon.ico", get(favicon))
}

async fn favicon(headers: HeaderMap) -> Response {
    file("icons/favicon.svg", false, &headers)
}

async fn serve(Path((asked, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    file(&name, asked == digest(), &headers)
}

fn known(name: &str) -> Option<&'static File> {
    FILES.binary_search_by(|file| file.name.cmp(name)).ok().map(|place| &FILES[place])
}

/// Whether a browser takes Brotli: named, and not with a weight of nothing.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        name.trim().eq_ignore_ascii_case("br")
            && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn file(name: &str, current: bool, asked: &HeaderMap) -> Response {
    let Some(file) = known(name) else { return StatusCode::NOT_FOUND.into_response() };
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
    match file.small.filter(|_| takes_brotli(asked)) {
        Some(small) => {
            let encoded = [(header::CONTENT_ENCODING, "br"), (header::VARY, "accept-encoding")];
            (headers, encoded, Body::from(Bytes::from_static(small))).into_response()
        }
        None => (headers, Body::from(Bytes::from_static(file.plain))).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_that_takes_brotli_gets_it_and_another_gets_plain_text() {
        let asking = |encodings: &'static str| {
            HeaderMap::from_iter([(header::ACCEPT_ENCODING, http::HeaderValue::from_static(encodings))])
        };
        let encoded = |encodings| {
            file("css/parts.css", true, &asking(encodings)).headers().get(header::CONTENT_ENCODING).cloned()
        };
        assert_eq!(
            encoded("gzip, br;q=0.9").as_ref().map(http::HeaderValue::as_bytes),
            Some("br".as_bytes())
        );
        assert_eq!(encoded("gzip, br;q=0"), None);
        assert_eq!(encoded("identity"), None);
        for file in FILES {
            let Some(mut small) = file.small else { continue };
            let mut read = Vec::new();
            brotli::BrotliDecompress(&mut small, &mut read).expect("it can be read");
            assert_eq!(read, file.plain, "{}", file.name);
        }
    }
}
