//! The same acts as JSON.

mod board;
mod care;
mod merges;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::Cx;

/// Every route, mounted under `/api/v1`.
pub(crate) fn routes() -> OpenApiRouter<Cx> {
    OpenApiRouter::new()
        .routes(routes!(board::list_ideas, board::post_idea))
        .routes(routes!(board::alike))
        .routes(routes!(board::rules))
        .routes(routes!(board::mine))
        .routes(routes!(care::queue))
        .routes(routes!(board::get_idea, board::change_idea))
        .routes(routes!(board::vote))
        .routes(routes!(board::publish))
        .routes(routes!(board::join))
        .routes(routes!(care::steps, care::move_on))
        .routes(routes!(care::promises, care::promise))
        .routes(routes!(care::read))
        .routes(routes!(merges::list, merges::propose))
        .routes(routes!(merges::get))
        .routes(routes!(merges::accept))
        .routes(routes!(merges::decline))
        .routes(routes!(merges::stay))
        .routes(routes!(merges::undo))
        .routes(routes!(care::journal))
        .routes(routes!(care::write_journal))
        .routes(routes!(care::categories, care::keep_category))
        .routes(routes!(care::appoint))
}
