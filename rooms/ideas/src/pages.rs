//! The pages of the room: handlers of a few lines and typed views.

mod board;
mod idea;
mod parts;
mod share;

use axum::{
    Router,
    routing::{get, post},
};
use web::Cx;

pub(crate) use parts::points_words;

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
}
