//! Deciding: the choice, which may differ from the count where the rule says that it advises, and the reason.

use super::{
    look::{ItemView, Looked, look, not_allowed},
    path,
    said::Said,
};
use crate::{Live, Round, rule::Bearing};
use act::Id;
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use web::{Answer, Errors, Form, Page, See, Tongue, Visit};

#[derive(Template)]
#[template(path = "pages/decide.html")]
struct Decide<'a> {
    t: &'a Tongue,
    looked: &'a Looked,
    /// Items in the order of the count, with whether the count chose them and whether they are ticked.
    rows: Vec<(&'a ItemView, bool, bool)>,
    path: String,
    form_key: String,
    errors: &'a Errors,
    typed: &'a Said,
    bound: bool,
}

async fn page(visit: &Visit, id: Id<Round>, typed: &Said, errors: &Errors, status: u16) -> Answer<Page> {
    let looked = visit.read(move |tx, who| look(tx, who, id)).await?;
    if errors.is_empty() && !looked.view.may.decide {
        return Err(not_allowed(&crate::permissions::DECIDE).into());
    }
    let items = looked.items(visit);
    let (chosen, order) = match &looked.live {
        Live::Result { outcome, .. } | Live::Standing { outcome } => {
            (outcome.chosen.clone(), outcome.order.clone())
        }
        Live::Hidden { .. } => (Vec::new(), items.iter().map(|item| item.place).collect()),
    };
    let row = |place: &u32| {
        let item = items.iter().find(|item| item.place == *place)?;
        let counted = chosen.contains(place);
        let ticked = if typed.is_empty() { counted } else { typed.ticked("choice", *place) };
        Some((item, counted, ticked))
    };
    let t = &visit.tongue;
    let view = Decide {
        t,
        looked: &looked,
        rows: order.iter().filter_map(row).collect(),
        path: path(id),
        form_key: visit.form_key(),
        errors,
        typed,
        bound: looked.view.rule.bearing == Bearing::Decides,
    };
    Ok(visit.page("/rounds", t.say("rounds-decide-title"), &view)?.style("rooms/rounds").status(status))
}

pub(crate) async fn ask(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Page> {
    page(&visit, id, &Said::default(), &Errors::default(), 200).await
}

pub(crate) async fn decide(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let said = Said::of(pairs);
    let (choice, reason) = (said.places("choice"), said.get("reason").to_owned());
    match visit.act(move |tx, who| crate::decide(tx, who, id, &choice, &reason)).await {
        Ok(()) => Ok(See::other(format!("{}?said=decided", path(id))).into_response()),
        Err(error) => {
            let status = error.refusal().map_or(500, |refusal| refusal.status);
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(page(&visit, id, &said, &errors, status).await?.into_response())
        }
    }
}
