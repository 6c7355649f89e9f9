//! Drafting, opening, amending, closing, deciding, publishing; and reading what came of it.

use crate::{
    Amended, Amendment, Asked, Decided, Item, Listed, May, Mine, Named, NewRound, Round, RoundView, State,
    rule::Rule,
};
use act::{Id, Person, Timestamp};
use axum::{
    Json,
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use pieces::Piece;
use programmes::Programme;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Cursor, Paged, Paging, Problem, Tongue, Visit};

/// A round as the asker may see it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoundOut {
    /// The round.
    #[schema(value_type = String)]
    id: Id<Round>,
    /// Where it belongs.
    #[schema(value_type = String)]
    programme: Id<Programme>,
    /// The room whose items it is about.
    room: String,
    /// How it stands.
    state: State,
    /// Its rule, as amended.
    rule: Rule,
    /// The rule in words, in the asker's language.
    in_words: Vec<String>,
    /// What it is about.
    items: Vec<Item>,
    /// People named for strata; only for whoever may change them.
    named: Vec<Named>,
    /// People in each stratum; absent before the round is sealed.
    electors: Vec<i64>,
    /// People who have voted.
    voters: i64,
    /// Who drafted it.
    #[schema(value_type = Option<String>)]
    made_by: Option<Id<Person>>,
    /// Where it was held, if that was elsewhere and it was brought in afterwards.
    elsewhere: Option<String>,
    /// When it was sealed.
    #[schema(value_type = Option<String>, format = DateTime)]
    opened_at: Option<Timestamp>,
    /// When it was closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Timestamp>,
    /// When its record became public.
    #[schema(value_type = Option<String>, format = DateTime)]
    published_at: Option<Timestamp>,
    /// The commitment to the seed.
    commitment: Option<String>,
    /// The hash of the last entry of the record.
    head: Option<String>,
    /// Evaluations that the item with the fewest has.
    looks: i64,
    /// What was changed while it was open.
    amendments: Vec<Amended>,
    /// What was decided.
    decided: Option<Decided>,
    /// The asker's own part in it.
    mine: Option<Mine>,
    /// What the asker may do now.
    may: May,
}

impl RoundOut {
    fn of(t: &Tongue, view: RoundView) -> Self {
        Self {
            id: view.id,
            programme: view.programme,
            room: view.room,
            state: view.state,
            in_words: view.sentences.iter().map(|said| t.tell(&said.key, &said.arguments)).collect(),
            rule: view.rule,
            items: view.items,
            named: view.named,
            electors: view.electors,
            voters: view.voters,
            made_by: view.made_by,
            elsewhere: view.elsewhere,
            opened_at: view.opened_at,
            closed_at: view.closed_at,
            published_at: view.published_at,
            commitment: view.commitment,
            head: view.head,
            looks: view.looks,
            amendments: view.amendments,
            decided: view.decided,
            mine: view.mine,
            may: view.may,
        }
    }
}

/// A round that was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoundMade {
    /// The round.
    #[schema(value_type = String)]
    id: Id<Round>,
}

/// Which rounds.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RoundsAsked {
    /// A programme, by its name in addresses or identifier.
    programme: Option<String>,
    /// Those about pieces of this room.
    room: Option<String>,
    /// Those that stand so.
    #[param(inline)]
    state: Option<State>,
    /// Those about this piece.
    #[param(value_type = Option<String>)]
    item: Option<Id<Piece>>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    after: Option<Cursor>,
    /// How many, at most 100; 20 when not said.
    #[serde(default, deserialize_with = "web::page_size")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// Rounds, the latest first
#[utoipa::path(get, path = "/rounds", tag = "rounds", params(RoundsAsked), responses((status = 200, body = Paged<Listed>)))]
pub(crate) async fn list_rounds(
    visit: Visit,
    Query(asked): Query<RoundsAsked>,
) -> Answer<Json<Paged<Listed>>> {
    let page = visit.read(move |tx, who| {
        let programme =
            asked.programme.as_deref().map(|name| programmes::visible(tx, who, name)).transpose()?;
        let wanted = Asked {
            programme: programme.map(|programme| programme.id),
            room: asked.room.clone(),
            state: asked.state,
            item: asked.item,
        };
        crate::list(tx, who, &wanted, &Paging { after: asked.after.clone(), limit: asked.limit })
    });
    Ok(Json(page.await?))
}

/// Draft a round; a rule that contradicts itself is refused with every contradiction
#[utoipa::path(post, path = "/rounds", tag = "rounds", request_body = NewRound, responses(
    (status = 201, body = RoundMade), (status = 422, description = "Every contradiction at its field", body = Problem)))]
pub(crate) async fn draft_round(visit: Visit, Json(new): Json<NewRound>) -> Answer<Response> {
    let id = visit.act(move |tx, who| crate::draft(tx, who, &new)).await?;
    let location = (header::LOCATION, format!("/api/v1/rounds/{id}"));
    Ok((StatusCode::CREATED, [location], Json(RoundMade { id })).into_response())
}

async fn shown(visit: &Visit, id: Id<Round>) -> Answer<Json<RoundOut>> {
    let view = visit.read(move |tx, who| crate::round(tx, who, id)).await?;
    Ok(Json(RoundOut::of(&visit.tongue, view)))
}

/// One round: its rule, in words too, one's own part in it, and what one may do
#[utoipa::path(get, path = "/rounds/{id}", tag = "rounds", params(("id" = String, Path)), responses((status = 200, body = RoundOut)))]
pub(crate) async fn get_round(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Json<RoundOut>> {
    shown(&visit, id).await
}

/// Change a draft
#[utoipa::path(put, path = "/rounds/{id}", tag = "rounds", params(("id" = String, Path)), request_body = NewRound, responses(
    (status = 200, body = RoundOut), (status = 409, description = "It is sealed; only an amendment can change it", body = Problem)))]
pub(crate) async fn change_round(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Json(new): Json<NewRound>,
) -> Answer<Json<RoundOut>> {
    visit.act(move |tx, who| crate::change(tx, who, id, &new)).await?;
    shown(&visit, id).await
}

/// Give a draft up
#[utoipa::path(delete, path = "/rounds/{id}", tag = "rounds", params(("id" = String, Path)), responses(
    (status = 204), (status = 409, description = "It is sealed", body = Problem)))]
pub(crate) async fn withdraw_round(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<StatusCode> {
    visit.act(move |tx, who| crate::withdraw(tx, who, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Seal the rule, draw up the electorate, and open the round
#[utoipa::path(post, path = "/rounds/{id}/open", tag = "rounds", params(("id" = String, Path)), responses(
    (status = 200, body = RoundOut), (status = 409, description = "It is no draft", body = Problem)))]
pub(crate) async fn open_round(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Json<RoundOut>> {
    let secret = people::Secret::fresh()?;
    visit.act(move |tx, who| crate::open(tx, who, id, &secret)).await?;
    shown(&visit, id).await
}

/// End the voting now and count
#[utoipa::path(post, path = "/rounds/{id}/close", tag = "rounds", params(("id" = String, Path)), responses(
    (status = 200, body = RoundOut), (status = 409, description = "It is not open", body = Problem)))]
pub(crate) async fn close_round(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Json<RoundOut>> {
    visit.act(move |tx, who| crate::close(tx, who, id)).await?;
    shown(&visit, id).await
}

/// Amend an open round, with a reason that everybody who voted is told
#[utoipa::path(post, path = "/rounds/{id}/amendments", tag = "rounds", params(("id" = String, Path)), request_body = Amendment, responses(
    (status = 200, body = RoundOut), (status = 409, description = "It is not open", body = Problem)))]
pub(crate) async fn amend_round(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Json(amendment): Json<Amendment>,
) -> Answer<Json<RoundOut>> {
    visit.act(move |tx, who| crate::amend(tx, who, id, &amendment)).await?;
    shown(&visit, id).await
}

/// A decision to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct RoundDecision {
    /// The items chosen, by their place in the round.
    choice: Vec<u32>,
    /// Why, in words that everybody reads; where the choice is another than the result, why that is so.
    #[schema(max_length = 4000)]
    reason: String,
}

/// Decide, with a reason
#[utoipa::path(post, path = "/rounds/{id}/decision", tag = "rounds", params(("id" = String, Path)), request_body = RoundDecision, responses(
    (status = 200, body = RoundOut), (status = 409, description = "It is not counted, or decided already", body = Problem)))]
pub(crate) async fn decide_round(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Json(decision): Json<RoundDecision>,
) -> Answer<Json<RoundOut>> {
    visit.act(move |tx, who| crate::decide(tx, who, id, &decision.choice, &decision.reason)).await?;
    shown(&visit, id).await
}

/// Make the record public
#[utoipa::path(post, path = "/rounds/{id}/publish", tag = "rounds", params(("id" = String, Path)), responses(
    (status = 200, body = RoundOut), (status = 409, description = "It is not decided", body = Problem)))]
pub(crate) async fn publish_round(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Json<RoundOut>> {
    visit.act(move |tx, who| crate::publish(tx, who, id)).await?;
    shown(&visit, id).await
}

/// The record as a file of JSON lines, which `weft recount` computes anew
#[utoipa::path(get, path = "/rounds/{id}/record", tag = "rounds", params(("id" = String, Path)), responses(
    (status = 200, description = "JSON lines", body = String, content_type = "application/jsonl"),
    (status = 409, description = "It is not closed", body = Problem)))]
pub(crate) async fn get_record(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Response> {
    let bytes = visit.read(move |tx, who| crate::record(tx, who, id)).await?;
    Ok(crate::pages::file(id, bytes))
}
