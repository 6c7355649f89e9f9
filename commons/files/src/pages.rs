//! Serving pictures to whoever may see a piece that shows them, and changing those of one's own pieces.

mod manage;

use crate::{
    picture::WIDTHS,
    receive::fault,
    shelf::{Shelf, name},
};
use act::{Actor, Id, Refusal, Result, sql};
use axum::{
    Router,
    body::Body,
    extract::Path,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderValue, header};
use pieces::Piece;
use web::{Answer, Cx, Visit};

pub(crate) fn routes() -> Router<Cx> {
    Router::new()
        .route("/files/{hash}/{size}", get(serve))
        .route("/pieces/{id}/pictures", get(manage::show).post(manage::add))
        .route("/pieces/{id}/pictures/{hash}", post(manage::take_off))
}

/// Pieces that are asked about for one file.
const MOST_ASKED: i64 = 50;

async fn serve(visit: Visit, Path((hash, size)): Path<(String, String)>) -> Answer<Response> {
    let width = match size.as_str() {
        "full" => None,
        other => {
            Some(WIDTHS.into_iter().find(|width| other == width.to_string()).ok_or_else(Refusal::not_found)?)
        }
    };
    if hash.len() != 64 || !hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return Err(Refusal::not_found().into());
    }
    let shelf = visit.cx.part::<Shelf>().ok_or_else(Refusal::not_found)?;
    let asked = hash.clone();
    let (media_type, public): (String, bool) = visit
        .read(move |tx, who| {
            let kind: Option<String> = sql!(tx.opt("SELECT media_type FROM files WHERE hash = $1", asked))?;
            let kind = kind.ok_or_else(Refusal::not_found)?;
            let shown: Vec<Id<Piece>> = sql!(tx.all(
                "SELECT piece FROM attachments WHERE file = $1 ORDER BY piece LIMIT $2",
                asked,
                MOST_ASKED
            ))?;
            let anybody = Actor::visitor(who.policy.clone());
            let mut seen = false;
            for piece in shown {
                if pieces::may_see(tx, &anybody, piece)? {
                    return Ok((kind, true));
                }
                seen = seen || pieces::may_see(tx, who, piece)?;
            }
            if seen { Ok((kind, false)) } else { Err(Refusal::not_found().into()) }
        })
        .await?;
    let files = shelf.files.clone();
    let read = tokio::task::spawn_blocking(move || files.get(&name(&hash, width))).await;
    let bytes = read.map_err(|e| fault(&e.to_string()))?.map_err(|e| fault(&e.to_string()))?;
    Ok(answer(bytes.ok_or_else(Refusal::not_found)?, &media_type, public)?)
}

fn answer(bytes: Vec<u8>, media_type: &str, public: bool) -> Result<Response> {
    let mut response = Body::from(bytes).into_response();
    let kind = HeaderValue::from_str(media_type).map_err(|e| fault(&e.to_string()))?;
    // The content names the address, so it never changes; what only some may see is kept by their browser alone.
    let kept = if public { "public, max-age=31536000, immutable" } else { "private, max-age=3600" };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // A browser that shows a picture alone lays it out with a style of its own; nothing else may run there.
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
