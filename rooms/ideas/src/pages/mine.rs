//! One's own ideas and votes, to take along.

use crate::mine::{self, Mine};
use act::Result;
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::header;
use web::{Answer, Visit};

async fn of(visit: &Visit) -> Result<Mine> {
    let person = visit.actor.id()?;
    visit.read(move |tx, _| mine::mine(tx, person)).await
}

pub(crate) async fn json(visit: Visit) -> Answer<Response> {
    let disposition = (header::CONTENT_DISPOSITION, "attachment; filename=\"ideas.json\"");
    Ok(([disposition], Json(of(&visit).await?)).into_response())
}

pub(crate) async fn csv(visit: Visit) -> Answer<Response> {
    let table = mine::csv(&of(&visit).await?).map_err(|e| store::Error::Engine(e.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"ideas.csv\""),
    ];
    Ok((headers, table).into_response())
}
