//! The same acts as JSON.

mod care;
mod run;
mod vote;

use utoipa_axum::{router::OpenApiRouter, routes};
use web::Cx;

/// Every route, mounted under `/api/v1`.
pub(crate) fn routes() -> OpenApiRouter<Cx> {
    OpenApiRouter::new()
        .routes(routes!(run::list_rounds, run::draft_round))
        .routes(routes!(run::get_round, run::change_round, run::withdraw_round))
        .routes(routes!(run::open_round))
        .routes(routes!(run::close_round))
        .routes(routes!(run::amend_round))
        .routes(routes!(run::decide_round))
        .routes(routes!(run::publish_round))
        .routes(routes!(run::get_record))
        .routes(routes!(vote::get_standing))
        .routes(routes!(vote::cast_answer))
        .routes(routes!(vote::take_back_answer))
        .routes(routes!(vote::next_question))
        .routes(routes!(vote::appeal_exclusion, care::list_appeals))
        .routes(routes!(care::get_suspicion, care::look_for_suspects))
        .routes(routes!(care::exclude_elector))
        .routes(routes!(care::decide_appeal))
}
