//! For stewards: votes in step, exclusions, appeals.

use crate::{Appeal, Appealed, Round, Suspicion};
use act::Id;
use axum::{Json, extract::Path};
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Answer, Problem, Visit};

/// The latest report on votes in step; null when nobody has looked
#[utoipa::path(get, path = "/rounds/{id}/suspicion", tag = "rounds", params(("id" = String, Path)), responses((status = 200, body = Option<Suspicion>)))]
pub(crate) async fn get_suspicion(
    visit: Visit,
    Path(id): Path<Id<Round>>,
) -> Answer<Json<Option<Suspicion>>> {
    Ok(Json(visit.read(move |tx, who| crate::suspicion(tx, who, id)).await?))
}

/// Look for votes in step; whoever is found is told, and nothing else follows
#[utoipa::path(post, path = "/rounds/{id}/suspicion", tag = "rounds", params(("id" = String, Path)), responses(
    (status = 200, body = Option<Suspicion>), (status = 409, description = "The rule does not look for that", body = Problem)))]
pub(crate) async fn look_for_suspects(
    visit: Visit,
    Path(id): Path<Id<Round>>,
) -> Answer<Json<Option<Suspicion>>> {
    visit.act(move |tx, who| crate::suspect(tx, who, id).map(drop)).await?;
    Ok(Json(visit.read(move |tx, who| crate::suspicion(tx, who, id)).await?))
}

/// An elector whose ballots shall not count.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct RoundExclusion {
    /// Their token.
    token: i64,
    /// Why; they read it, and so does everybody in the record.
    why: String,
}

/// Leave an elector's ballots out of the count, with a reason that they are told
#[utoipa::path(post, path = "/rounds/{id}/exclusions", tag = "rounds", params(("id" = String, Path)), request_body = RoundExclusion, responses(
    (status = 204), (status = 404, description = "No elector has this token", body = Problem), (status = 409, description = "They are excluded already, or it is decided", body = Problem)))]
pub(crate) async fn exclude_elector(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Json(exclusion): Json<RoundExclusion>,
) -> Answer<StatusCode> {
    visit.act(move |tx, who| crate::exclude(tx, who, id, exclusion.token, &exclusion.why)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Appeals that wait
#[utoipa::path(get, path = "/rounds/{id}/appeals", tag = "rounds", params(("id" = String, Path)), responses((status = 200, body = Vec<Appealed>)))]
pub(crate) async fn list_appeals(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Json<Vec<Appealed>>> {
    Ok(Json(visit.read(move |tx, who| crate::appeals(tx, who, id)).await?))
}

/// What comes of an appeal.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct RoundAppealDecision {
    /// Whether the person is right; then their ballots count again.
    upheld: bool,
    /// Why; they read it.
    reason: String,
}

/// Decide an appeal; by another steward than the one it is against
#[utoipa::path(post, path = "/rounds/{id}/appeals/{appeal}", tag = "rounds",
    params(("id" = String, Path), ("appeal" = String, Path)), request_body = RoundAppealDecision, responses(
    (status = 204), (status = 403, description = "It is against one's own decision", body = Problem)))]
pub(crate) async fn decide_appeal(
    visit: Visit,
    Path((id, appeal)): Path<(Id<Round>, Id<Appeal>)>,
    Json(decision): Json<RoundAppealDecision>,
) -> Answer<StatusCode> {
    visit
        .act(move |tx, who| crate::decide_appeal(tx, who, id, appeal, decision.upheld, &decision.reason))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
