//! The pages of rounds: handlers of a few lines and typed views.

mod about;
mod acts;
mod amend;
mod ballots;
mod clock;
mod decide;
mod figure;
mod form;
mod list;
mod look;
mod map;
mod money;
mod reading;
mod result;
mod said;
mod show;
mod steward;
mod strata;
mod typed;
pub(crate) mod world;

use crate::{Round, State};
use act::Id;
use axum::{
    Router,
    routing::{get, post},
};
use web::{Cx, Status, Tongue};

pub use about::about;
pub(crate) use acts::file;
pub(crate) use figure::shown;

/// Every page.
pub(crate) fn routes() -> Router<Cx> {
    Router::new()
        .route("/rounds", get(list::list).post(form::create))
        .route("/rounds/new", get(form::new))
        .route("/rounds/{id}", get(show::show))
        .route("/rounds/{id}/change", get(form::edit).post(form::change))
        .route("/rounds/{id}/open", post(acts::open))
        .route("/rounds/{id}/withdraw", post(acts::withdraw))
        .route("/rounds/{id}/close", get(acts::ask_close).post(acts::close))
        .route("/rounds/{id}/publish", post(acts::publish))
        .route("/rounds/{id}/answers", post(show::cast))
        .route("/rounds/{id}/pass", post(show::pass))
        .route("/rounds/{id}/appeal", post(show::appeal))
        .route("/rounds/{id}/amend", get(amend::ask).post(amend::amend))
        .route("/rounds/{id}/decide", get(decide::ask).post(decide::decide))
        .route("/rounds/{id}/steward", get(steward::show))
        .route("/rounds/{id}/suspects", post(steward::suspect))
        .route("/rounds/{id}/exclude", post(steward::exclude))
        .route("/rounds/{id}/appeals/{appeal}", post(steward::decide))
        .route("/rounds/{id}/record", get(acts::record))
}

/// The path of a round.
pub(crate) fn path(round: Id<Round>) -> String {
    format!("/rounds/{round}")
}

/// How a round stands, as a part of a page. One that is sealed and takes no ballots yet is `soon`.
pub(crate) fn status(t: &Tongue, state: State, opens: act::Timestamp) -> Status {
    let soon = state == State::Open && opens > t.now();
    let word = if soon { "soon" } else { state.name() };
    // The knots of the style sheet fill as the work goes on.
    let knot = match state {
        _ if soon => "open",
        State::Draft => "draft",
        State::Open => "under-review",
        State::Closed => "reviewed",
        State::Decided => "in-the-works",
        State::Published => "launched",
        State::Withdrawn => "closed",
    };
    Status { name: knot.to_owned(), words: t.say(format!("rounds-state-{word}")).to_string() }
}
