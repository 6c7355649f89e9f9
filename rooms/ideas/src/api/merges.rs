//! Merges.

use crate::{
    Idea, Merge, MergeState, Union,
    merge::{self, MergeView, Reason},
};
use act::{Id, Refusal, Result};
use axum::{Json, extract::Path};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Answer, Visit};

/// A merge to be proposed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct MergeIn {
    /// The idea that stays.
    #[schema(value_type = String)]
    into: Id<Idea>,
    /// Why they belong together.
    #[schema(value_type = String, max_length = 4000)]
    reason: Reason,
}

/// What was proposed, with who would stand behind it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MergeOut {
    /// The merge.
    #[serde(flatten)]
    merge: MergeView,
    /// Who would stand behind both, counted now.
    union: Union,
}

async fn out(visit: &Visit, id: Id<Merge>) -> Result<MergeOut> {
    visit
        .read(move |tx, who| {
            let merge = merge::merge(tx, id)?;
            crate::card(tx, who, merge.from)?;
            Ok(MergeOut { union: merge::union(tx, merge.from, merge.into, Some(id))?, merge })
        })
        .await
}

/// The merges an idea has or had a part in, the latest first
#[utoipa::path(get, path = "/ideas/{id}/merges", tag = "ideas", params(("id" = String, Path)), responses((status = 200, body = Vec<MergeView>)))]
pub(crate) async fn list(visit: Visit, Path(id): Path<Id<Idea>>) -> Answer<Json<Vec<MergeView>>> {
    let found = visit.read(move |tx, who| {
        crate::card(tx, who, id)?;
        merge::merges_of(tx, id)
    });
    Ok(Json(found.await?))
}

/// Say that an idea is the same as another
#[utoipa::path(post, path = "/ideas/{id}/merges", tag = "ideas", params(("id" = String, Path)), request_body = MergeIn, responses((status = 201, body = MergeOut)))]
pub(crate) async fn propose(
    visit: Visit,
    Path(from): Path<Id<Idea>>,
    Json(sent): Json<MergeIn>,
) -> Answer<(StatusCode, Json<MergeOut>)> {
    let id = visit.act(move |tx, who| merge::propose(tx, who, from, sent.into, &sent.reason)).await?;
    Ok((StatusCode::CREATED, Json(out(&visit, id).await?)))
}

/// One merge, with who stands behind both ideas
#[utoipa::path(get, path = "/merges/{id}", tag = "ideas", params(("id" = String, Path)), responses((status = 200, body = MergeOut)))]
pub(crate) async fn get(visit: Visit, Path(id): Path<Id<Merge>>) -> Answer<Json<MergeOut>> {
    Ok(Json(out(&visit, id).await?))
}

/// A decision about a merge.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub(crate) struct MergeDecision {
    /// What is said about it; needed to decline and to undo.
    #[serde(default)]
    reason: String,
}

impl MergeDecision {
    fn needed(&self) -> Result<Reason> {
        Ok(Reason::parse(&self.reason).map_err(|fault| -> Refusal { fault.refusal("reason") })?)
    }
}

/// Agree to a merge: its window opens, or it is done at once when nobody else supports the idea
#[utoipa::path(post, path = "/merges/{id}/accept", tag = "ideas", params(("id" = String, Path)), request_body = MergeDecision, responses((status = 200, body = MergeOut)))]
pub(crate) async fn accept(
    visit: Visit,
    Path(id): Path<Id<Merge>>,
    Json(sent): Json<MergeDecision>,
) -> Answer<Json<MergeOut>> {
    let note = Reason::optional(&sent.reason).map_err(|fault| -> Refusal { fault.refusal("reason") })?;
    let _: MergeState = visit.act(move |tx, who| merge::accept(tx, who, id, note.as_ref())).await?;
    Ok(Json(out(&visit, id).await?))
}

/// Leave two ideas apart
#[utoipa::path(post, path = "/merges/{id}/decline", tag = "ideas", params(("id" = String, Path)), request_body = MergeDecision, responses((status = 200, body = MergeOut)))]
pub(crate) async fn decline(
    visit: Visit,
    Path(id): Path<Id<Merge>>,
    Json(sent): Json<MergeDecision>,
) -> Answer<Json<MergeOut>> {
    let reason = sent.needed()?;
    visit.act(move |tx, who| merge::decline(tx, who, id, &reason)).await?;
    Ok(Json(out(&visit, id).await?))
}

/// Whether one's vote stays where it is.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct MergeStay {
    /// True to keep it there, false to let it move after all.
    stays: bool,
}

/// Keep one's vote out of a merge, within its window
#[utoipa::path(post, path = "/merges/{id}/stay", tag = "ideas", params(("id" = String, Path)), request_body = MergeStay, responses((status = 204)))]
pub(crate) async fn stay(
    visit: Visit,
    Path(id): Path<Id<Merge>>,
    Json(sent): Json<MergeStay>,
) -> Answer<StatusCode> {
    visit.act(move |tx, who| merge::stay(tx, who, id, sent.stays)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a merge back: what it moved goes back, nothing else changes
#[utoipa::path(post, path = "/merges/{id}/undo", tag = "ideas", params(("id" = String, Path)), request_body = MergeDecision, responses((status = 200, body = MergeOut)))]
pub(crate) async fn undo(
    visit: Visit,
    Path(id): Path<Id<Merge>>,
    Json(sent): Json<MergeDecision>,
) -> Answer<Json<MergeOut>> {
    let reason = sent.needed()?;
    visit.act(move |tx, who| merge::undo(tx, who, id, &reason)).await?;
    Ok(Json(out(&visit, id).await?))
}
