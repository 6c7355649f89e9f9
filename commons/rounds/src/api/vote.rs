//! Voting, how it stands, and appealing.

use crate::{Answer as Said, Cast, Dealt, Live, Round, Slot};
use act::{Id, Refusal};
use axum::{Json, extract::Path};
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Answer, Problem, Visit};

/// How a round stands or ended, or why that is not told now
#[utoipa::path(get, path = "/rounds/{id}/standing", tag = "rounds", params(("id" = String, Path)), responses((status = 200, body = Live)))]
pub(crate) async fn get_standing(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Json<Live>> {
    Ok(Json(visit.read(move |tx, who| crate::live(tx, who, id)).await?))
}

/// Give an answer, or change it; the same again changes nothing
#[utoipa::path(put, path = "/rounds/{id}/answers", tag = "rounds", params(("id" = String, Path)), request_body = Said, responses(
    (status = 200, body = Cast),
    (status = 403, description = "One is not in the electorate", body = Problem),
    (status = 409, description = "No votes are taken now, the item is one's own, or this pair or set was not dealt", body = Problem)))]
pub(crate) async fn cast_answer(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Json(answer): Json<Said>,
) -> Answer<Json<Cast>> {
    let cast = visit.act(move |tx, who| {
        let cast = crate::cast(tx, who, id, &answer)?;
        Ok((cast.changed, cast.answers))
    });
    let (changed, answers) = cast.await?;
    Ok(Json(Cast { changed, answers }))
}

/// Take an answer back: `whole`, an item's place, or the places of a pair or a set joined by dashes
#[utoipa::path(delete, path = "/rounds/{id}/answers/{slot}", tag = "rounds",
    params(("id" = String, Path), ("slot" = String, Path, description = "`whole`, `3`, `3-7`, `1-4-5-9`")), responses(
    (status = 200, body = Cast), (status = 409, description = "There is nothing to take back, or no votes are taken now", body = Problem)))]
pub(crate) async fn take_back_answer(
    visit: Visit,
    Path((id, slot)): Path<(Id<Round>, String)>,
) -> Answer<Json<Cast>> {
    let slot: Slot = slot.parse().map_err(Refusal::from)?;
    let cast = visit.act(move |tx, who| {
        let cast = crate::take_back(tx, who, id, &slot)?;
        Ok((cast.changed, cast.answers))
    });
    let (changed, answers) = cast.await?;
    Ok(Json(Cast { changed, answers }))
}

/// Which question is asked for.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub(crate) struct RoundQuestion {
    /// Whether to leave the question that was dealt before, and be dealt another.
    #[serde(default)]
    pass: bool,
}

/// The item, pair or set to judge now: the same until it is answered; null when none is left
#[utoipa::path(post, path = "/rounds/{id}/next", tag = "rounds", params(("id" = String, Path)), request_body = RoundQuestion, responses(
    (status = 200, body = Option<Dealt>), (status = 403, description = "One is not in the electorate", body = Problem)))]
pub(crate) async fn next_question(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Json(question): Json<RoundQuestion>,
) -> Answer<Json<Option<Dealt>>> {
    let dealt = visit.act(move |tx, who| {
        let dealt = crate::next(tx, who, id, question.pass)?;
        Ok(dealt.map(|dealt| (dealt.items, dealt.pieces, dealt.turn)))
    });
    Ok(Json(dealt.await?.map(|(items, pieces, turn)| Dealt { items, pieces, turn })))
}

/// What somebody says against a decision about their votes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct RoundAppeal {
    /// What is wrong about it.
    #[schema(max_length = 2000)]
    words: String,
}

/// Appeal against an exclusion or a report
#[utoipa::path(post, path = "/rounds/{id}/appeals", tag = "rounds", params(("id" = String, Path)), request_body = RoundAppeal, responses(
    (status = 204), (status = 409, description = "There is nothing to appeal against, or an appeal waits already", body = Problem)))]
pub(crate) async fn appeal_exclusion(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Json(appeal): Json<RoundAppeal>,
) -> Answer<StatusCode> {
    visit.act(move |tx, who| crate::appeal(tx, who, id, &appeal.words).map(drop)).await?;
    Ok(StatusCode::NO_CONTENT)
}
