//! Moving an idea on.

use super::parts;
use crate::{
    Card, Ground, Idea, Status,
    merge::Reason,
    move_on::{self, Move},
    permissions,
};
use act::{Id, Refusal, Result};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use web::{Answer, Errors, Form, Page, See, Tongue, Visit, field};

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    status: String,
    #[serde(default)]
    expected: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    ground: String,
    #[serde(default)]
    link: String,
}

impl Typed {
    fn parse(&self) -> Result<Move, Refusal> {
        let mut refusals = Vec::new();
        let to: Option<Status> = web::choice(&mut refusals, "status", &self.status);
        let note: Option<Reason> = field(&mut refusals, "note", &self.note);
        let ground: Option<Ground> = match self.ground.as_str() {
            "" => None,
            other => web::choice(&mut refusals, "ground", other),
        };
        let link = Some(self.link.trim().to_owned()).filter(|link| !link.is_empty());
        if let Some(refusal) = Refusal::all(refusals) {
            return Err(refusal);
        }
        match (to, note) {
            (Some(to), Some(note)) => {
                Ok(Move { to, expected: self.expected.parse().ok(), note, ground, link })
            }
            _ => Err(Refusal::new(422, "refused-malformed")),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/status_form.html")]
struct View<'a> {
    t: &'a Tongue,
    card: &'a Card,
    typed: &'a Typed,
    errors: &'a Errors,
    form_key: String,
}

impl View<'_> {
    fn words(&self, status: &Status) -> String {
        self.t.say(format!("ideas-status-{status}")).to_string()
    }
    fn is_chosen(&self, name: &str, value: &str) -> bool {
        match name {
            "status" => self.typed.status == value,
            _ => self.typed.ground == value,
        }
    }
}

fn page(visit: &Visit, card: &Card, typed: &Typed, errors: &Errors) -> Answer<Page> {
    let t = &visit.tongue;
    let view = View { t, card, typed, errors, form_key: visit.form_key() };
    Ok(visit.page("/ideas", t.say("ideas-move-on"), &view)?.style("rooms/ideas"))
}

async fn card_of(visit: &Visit, idea: Id<Idea>) -> Result<Card> {
    visit
        .read(move |tx, who| {
            let card = crate::card(tx, who, idea)?;
            programmes::require(tx, who, &permissions::STATUS, card.line.programme)?;
            Ok(card)
        })
        .await
}

pub(crate) async fn form(visit: Visit, Path(idea): Path<Id<Idea>>) -> Answer<Page> {
    let card = card_of(&visit, idea).await?;
    page(&visit, &card, &Typed::default(), &Errors::default())
}

pub(crate) async fn post(
    visit: Visit,
    Path(idea): Path<Id<Idea>>,
    Form(typed): Form<Typed>,
) -> Answer<Response> {
    let done: Result<()> = match typed.parse() {
        Ok(to) => visit.act(move |tx, who| move_on::move_on(tx, who, idea, &to)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => Ok(See::other(format!("{}?said=moved", parts::path(idea))).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            let card = card_of(&visit, idea).await?;
            Ok(page(&visit, &card, &typed, &errors)?.status(422).into_response())
        }
    }
}
