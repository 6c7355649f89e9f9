//! Opening, closing, giving up, publishing, and the record as a file.

use super::{
    look::{Looked, look, not_allowed},
    path,
    said::Said,
    show::refused,
};
use crate::{Round, State, refused::Refused};
use act::{Id, Refusal};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::header;
use web::{Answer, Page, See, Tongue, Visit};

fn done(id: Id<Round>, word: &str) -> Response {
    See::other(format!("{}?said={word}", path(id))).into_response()
}

pub(crate) async fn open(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Response> {
    let secret = people::Secret::fresh()?;
    match visit.act(move |tx, who| crate::open(tx, who, id, &secret)).await {
        Ok(()) => Ok(done(id, "opened")),
        Err(error) => refused(&visit, id, error, Said::default()).await,
    }
}

pub(crate) async fn withdraw(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Response> {
    match visit.act(move |tx, who| crate::withdraw(tx, who, id)).await {
        Ok(()) => Ok(See::other("/rounds").into_response()),
        Err(error) => refused(&visit, id, error, Said::default()).await,
    }
}

pub(crate) async fn publish(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Response> {
    match visit.act(move |tx, who| crate::publish(tx, who, id)).await {
        Ok(()) => Ok(done(id, "published")),
        Err(error) => refused(&visit, id, error, Said::default()).await,
    }
}

#[derive(Template)]
#[template(path = "pages/close.html")]
struct Close<'a> {
    t: &'a Tongue,
    looked: &'a Looked,
    path: String,
    form_key: String,
}

impl Close<'_> {
    fn guarantee(&self) -> i64 {
        i64::from(self.looked.view.rule.guarantee)
    }
    fn short(&self) -> bool {
        self.looked.view.looks < self.guarantee()
    }
}

pub(crate) async fn ask_close(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Page> {
    let looked = visit.read(move |tx, who| look(tx, who, id)).await?;
    if looked.view.state != State::Open {
        return Err(Refusal::from(Refused::State(looked.view.state)).instead(path(id)).into());
    }
    if !looked.view.may.close {
        return Err(not_allowed(&crate::permissions::OPEN).into());
    }
    let t = &visit.tongue;
    let view = Close { t, looked: &looked, path: path(id), form_key: visit.form_key() };
    Ok(visit.page("/rounds", t.say("rounds-close-title"), &view)?.style("rooms/rounds"))
}

pub(crate) async fn close(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Response> {
    match visit.act(move |tx, who| crate::close(tx, who, id)).await {
        Ok(()) => Ok(done(id, "closed")),
        Err(error) => refused(&visit, id, error, Said::default()).await,
    }
}

/// The record as a file of JSON lines.
pub(crate) fn file(id: Id<Round>, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"round-{id}.jsonl\"");
    let headers = [
        (header::CONTENT_TYPE, "application/jsonl; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    (headers, bytes).into_response()
}

pub(crate) async fn record(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Response> {
    let bytes = visit.read(move |tx, who| crate::record(tx, who, id)).await?;
    Ok(file(id, bytes))
}
