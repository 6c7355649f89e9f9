//! The pictures of a piece, for programs.

use crate::{Attachment, attach, attach::own, detach, of, receive};
use act::{Id, Refusal, Result, Tx};
use axum::{Json, extract::Path};
use http::StatusCode;
use pieces::Piece;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Cx, Problem, Uploads, Visit};

pub(crate) fn routes() -> OpenApiRouter<Cx> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(take_off))
}

/// Pictures to be attached, as a form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes the form")]
struct PicturesIn {
    /// The picture: JPEG, PNG, WebP or GIF, 8 megabytes at most; up to `picture-6`.
    #[schema(rename = "picture-1", format = Binary, content_media_type = "application/octet-stream")]
    picture: String,
    /// What it shows.
    #[schema(rename = "alt-1", max_length = 500)]
    alt: Option<String>,
    /// Any text: it is only decorative and needs no description.
    #[schema(rename = "decorative-1")]
    decorative: Option<String>,
}

fn shown(tx: &mut Tx<'_>, id: Id<Piece>) -> Result<Vec<Attachment>> {
    Ok(of(tx, &[id])?.remove(&id).unwrap_or_default())
}

/// The pictures of a piece, in order
#[utoipa::path(get, path = "/pieces/{id}/pictures", tag = "files", params(("id" = String, Path)), responses((status = 200, body = Vec<Attachment>)))]
async fn list(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Json<Vec<Attachment>>> {
    let found = visit.read(move |tx, who| match pieces::may_see(tx, who, id)? {
        true => shown(tx, id),
        false => Err(Refusal::not_found().into()),
    });
    Ok(Json(found.await?))
}

/// Attach pictures to a piece of one's own
#[utoipa::path(post, path = "/pieces/{id}/pictures", tag = "files", params(("id" = String, Path)),
    request_body(content = PicturesIn, content_type = "multipart/form-data"), responses(
    (status = 201, description = "All its pictures", body = Vec<Attachment>),
    (status = 422, description = "A picture that is unfit or not described, or one too many", body = Problem, content_type = "application/problem+json")))]
async fn add(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    sent: Uploads,
) -> Answer<(StatusCode, Json<Vec<Attachment>>)> {
    visit.read(move |tx, who| own(tx, who, id)).await?;
    let ready = receive(&visit.cx, &sent).await?;
    if ready.is_empty() {
        return Err(Refusal::field("picture-1", "files-none-sent").into());
    }
    let done = visit.act(move |tx, who| {
        attach(tx, who, id, &ready)?;
        shown(tx, id)
    });
    Ok((StatusCode::CREATED, Json(done.await?)))
}

/// Take a picture off a piece of one's own
#[utoipa::path(delete, path = "/pieces/{id}/pictures/{hash}", tag = "files", params(("id" = String, Path), ("hash" = String, Path)), responses((status = 204)))]
async fn take_off(visit: Visit, Path((id, hash)): Path<(Id<Piece>, String)>) -> Answer<StatusCode> {
    visit.act(move |tx, who| detach(tx, who, id, &hash)).await?;
    Ok(StatusCode::NO_CONTENT)
}
