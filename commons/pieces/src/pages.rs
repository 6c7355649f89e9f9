//! Pages of every kind of piece.

mod credit;
mod history;
mod steward;
mod talk;

use crate::{Moderation, Piece, model::Head};
use act::{Id, Result};
use axum::{
    Router,
    routing::{get, post},
};
use web::{Cx, House, Visit};

/// The addresses of this crate.
pub(crate) fn routes() -> Router<Cx> {
    Router::new()
        .route("/pieces/{id}", get(talk::go))
        .route("/pieces/{id}/comments", get(talk::show).post(talk::say))
        .route("/pieces/{id}/answer", get(talk::answer).post(talk::say_answer))
        .route("/pieces/{id}/follow", post(talk::follow))
        .route("/pieces/{id}/thank", post(talk::thank))
        .route("/pieces/{id}/vote", post(talk::vote))
        .route("/pieces/{id}/report", get(talk::ask_report).post(talk::report))
        .route("/pieces/{id}/take-back", post(talk::take_back))
        .route("/pieces/{id}/edit", get(history::edit).post(history::revise))
        .route("/pieces/{id}/revisions", get(history::show))
        .route("/pieces/{id}/thread", get(history::thread))
        .route("/pieces/{id}/authors", get(credit::authors).post(credit::invite))
        .route("/pieces/{id}/authors/answer", post(credit::answer))
        .route("/pieces/{id}/authors/leave", post(credit::leave))
        .route("/pieces/{id}/credit", get(credit::show).post(credit::declare))
        .route("/pieces/{id}/credit/sign", post(credit::sign))
        .route("/pieces/{id}/credit/predates", get(credit::ask_predates).post(credit::predates))
        .route("/pieces/{id}/appeal", get(steward::ask_appeal).post(steward::appeal))
        .route("/pieces/{id}/appeal/decide", post(steward::decide))
        .route("/pieces/{id}/moderate", get(steward::ask).post(steward::moderate))
        .route("/steward/moderation", get(steward::queue))
}

/// Where a piece stands: on its own page, or in the discussion of what it is about.
pub(crate) async fn place(visit: &Visit, id: Id<Piece>) -> Result<String> {
    let (head, root) = visit
        .read(move |tx, who| {
            let head = crate::head(tx, who, id)?;
            let root = head.about.map(|about| crate::head(tx, who, about)).transpose()?;
            Ok((head, root))
        })
        .await?;
    let house = visit.cx.house();
    Ok(match root {
        Some(root) => format!("{}#c-{}", page_of(house, &root), head.id),
        None => page_of(house, &head),
    })
}

/// The page of a root piece; a kind without pages has its discussion.
fn page_of(house: &House, head: &Head) -> String {
    house.path_of(&head.kind, head.id).unwrap_or_else(|| format!("/pieces/{}/comments", head.id))
}

/// The words of a piece that may be quoted to this reader.
fn quotable(head: &Head) -> String {
    if matches!(head.moderation, Moderation::Removed { .. }) { String::new() } else { head.body.clone() }
}
