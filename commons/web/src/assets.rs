//! Style sheets, modules, fonts and icons, embedded and served under an address that changes with their content.

use axum::{
    Router,
    body::Body,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, OnceLock, PoisonError},
};

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

async fn favicon(headers: HeaderMap) -> Response {
    file("icons/favicon.svg", false, &headers)
}

async fn serve(Path((asked, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    file(&name, asked == digest(), &headers)
}

/// A file as it travels: a style sheet or module without what only its readers here need, and that made small once.
#[derive(Clone)]
struct Ready {
    plain: Bytes,
    small: Option<Bytes>,
}

fn ready(name: &str) -> Option<Ready> {
    static READY: LazyLock<Mutex<HashMap<String, Ready>>> = LazyLock::new(Mutex::default);
    if let Some(known) = READY.lock().unwrap_or_else(PoisonError::into_inner).get(name) {
        return Some(known.clone());
    }
    let data = Embedded::get(name)?.data;
    let text = std::str::from_utf8(&data).ok();
    let made = match (text, name.rsplit('.').next()) {
        (Some(text), Some("css")) => with_small(without_notes(text)),
        (Some(text), Some("js")) if name.starts_with("js/") => with_small(without_types(text)),
        (Some(text), Some("js" | "svg")) => with_small(text.to_owned()),
        _ => Ready { plain: Bytes::from(data.into_owned()), small: None },
    };
    READY.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), made.clone());
    Some(made)
}

fn with_small(text: String) -> Ready {
    let mut small = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 16, ..Default::default() };
    let made = brotli::BrotliCompress(&mut text.as_bytes(), &mut small, &params);
    let small = made.is_ok().then(|| Bytes::from(small)).filter(|small| small.len() < text.len());
    Ready { plain: Bytes::from(text), small }
}

/// A style sheet without its comments and the white space around its lines. A comment never begins inside a string
/// of ours; the tests look.
fn without_notes(sheet: &str) -> String {
    let mut kept = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// A module of ours without the types in its comments and the lines that are nothing but a comment.
fn without_types(module: &str) -> String {
    let mut kept = String::with_capacity(module.len());
    let mut rest = module;
    while let Some((before, after)) = rest.split_once("/**") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let lines = kept.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
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
    let Some(file) = ready(name) else { return StatusCode::NOT_FOUND.into_response() };
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
            (headers, encoded, Body::from(small)).into_response()
        }
        None => (headers, Body::from(file.plain)).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_travel_without_their_comments_and_with_every_rule() {
        assert_eq!(
            without_notes("/* a\n b */\n@layer x {\n  .a { b: c; } /* d */\n\n}\n"),
            "@layer x {\n.a { b: c; }\n}"
        );
        for name in Embedded::iter().filter(|name| name.starts_with("css/")) {
            let whole = Embedded::get(&name).expect("it is listed").data;
            let whole = std::str::from_utf8(&whole).expect("a style sheet is text");
            let sent = without_notes(whole);
            assert!(sent.lines().all(|line| line.matches('"').count() % 2 == 0), "{name}: a string was cut");
            let count = |text: &str, what: char| text.matches(what).count();
            assert_eq!(count(&sent, '{'), count(&sent, '}'), "{name}");
        }
    }

    #[test]
    fn modules_travel_without_their_comments_and_with_every_word_they_say() {
        assert_eq!(without_types("// a\n/** @type {X} */\nconst b = 1; // c\n"), "const b = 1; // c");
        for name in Embedded::iter().filter(|name| name.starts_with("js/")) {
            let whole = Embedded::get(&name).expect("it is listed").data;
            let whole = std::str::from_utf8(&whole).expect("a module is text");
            for quote in ['"', '\'', '`'] {
                let mut strings = whole.lines().filter(|line| !line.trim_start().starts_with(['/', '*']));
                let hidden = strings.any(|line| {
                    line.split(quote)
                        .skip(1)
                        .step_by(2)
                        .any(|string| string.contains("/**") && !string.contains("*/"))
                });
                assert!(!hidden, "{name}: a string with a comment in it");
            }
            let sent = without_types(whole);
            for pair in [('{', '}'), ('(', ')')] {
                let count = |what: char| sent.matches(what).count();
                let before = |what: char| whole.matches(what).count();
                assert_eq!(
                    before(pair.0).cast_signed() - before(pair.1).cast_signed(),
                    count(pair.0).cast_signed() - count(pair.1).cast_signed(),
                    "{name}"
                );
            }
        }
    }

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
        let ready = ready("css/parts.css").expect("it is embedded");
        let mut read = Vec::new();
        let small = ready.small.expect("it is worth it");
        brotli::BrotliDecompress(&mut small.as_ref(), &mut read).expect("it can be read");
        assert_eq!(read, ready.plain);
    }
}
