//! The pages of the room: handlers of a few lines and typed views.

mod board;
mod categories;
mod choose;
mod idea;
mod journal;
mod merges;
mod mine;
pub(crate) mod parts;
mod queue;
mod share;
mod status;

use axum::{
    Router,
    routing::{get, post},
};
use web::Cx;

pub(crate) use parts::{Row, points_words};

/// Every page.
pub(crate) fn routes() -> Router<Cx> {
    Router::new()
        .route("/ideas", get(board::board).post(share::post))
        .route("/ideas/new", get(share::form))
        .route("/ideas/alike", get(share::alike))
        .route("/ideas/{id}", get(idea::show))
        .route("/ideas/{id}/votes", post(idea::vote))
        .route("/ideas/{id}/publish", post(share::publish))
        .route("/ideas/{id}/join", post(share::join))
        .route("/ideas/{id}/status", get(status::form).post(status::post))
        .route("/ideas/{id}/promise", post(queue::promise))
        .route("/ideas/{id}/read", post(queue::read))
        .route("/ideas/queue", get(queue::show))
        .route("/ideas/categories", get(categories::show).post(categories::keep))
        .route("/ideas/categories/{id}/partners", post(categories::appoint))
        .route("/ideas/choose", get(choose::choose))
        .route("/ideas/merges", get(merges::waiting))
        .route("/ideas/{id}/merge", get(merges::compare).post(merges::propose))
        .route("/ideas/{id}/apart", post(merges::apart))
        .route("/merges/{id}", get(merges::show))
        .route("/merges/{id}/accept", post(merges::accept))
        .route("/merges/{id}/decline", post(merges::decline))
        .route("/merges/{id}/stay", post(merges::stay))
        .route("/merges/{id}/undo", post(merges::undo))
        .route("/in-action", get(journal::list))
        .route("/in-action/{id}", get(journal::show))
        .route("/ideas/{id}/in-action", get(journal::form).post(journal::write))
        .route("/me/ideas.json", get(mine::json))
        .route("/me/ideas.csv", get(mine::csv))
}
