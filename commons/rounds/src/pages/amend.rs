//! Amending an open round: its wording, a later end, another decider; with a reason that everybody who voted is told.

use super::{
    clock,
    look::{Looked, look, not_allowed},
    path,
    said::Said,
};
use crate::{
    Amendment, Round,
    rule::{Decider, Rule},
};
use act::{Id, Refusal, Timestamp};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use web::{Answer, Errors, Form, Page, See, Tongue, Visit};

#[derive(Template)]
#[template(path = "pages/amend.html")]
struct Amend<'a> {
    t: &'a Tongue,
    looked: &'a Looked,
    path: String,
    form_key: String,
    errors: &'a Errors,
    question: String,
    closes: String,
    decider: String,
    reason: String,
    zone: String,
}

async fn page(visit: &Visit, id: Id<Round>, said: &Said, errors: &Errors, status: u16) -> Answer<Page> {
    let looked = visit.read(move |tx, who| look(tx, who, id)).await?;
    if errors.is_empty() && !looked.view.may.amend {
        return Err(not_allowed(&crate::permissions::OPEN).into());
    }
    let (t, rule) = (&visit.tongue, &looked.view.rule);
    let typed = |name: &str, otherwise: String| {
        if said.is_empty() { otherwise } else { said.get(name).to_owned() }
    };
    let view = Amend {
        t,
        path: path(id),
        form_key: visit.form_key(),
        errors,
        question: typed("question", rule.question.clone()),
        closes: typed("closes", clock::field(t, rule.closes)),
        decider: typed("decider", rule.decider.name().to_owned()),
        reason: said.get("reason").to_owned(),
        zone: clock::zone(t),
        looked: &looked,
    };
    Ok(visit.page("/rounds", t.say("rounds-amend-title"), &view)?.style("rooms/rounds").status(status))
}

pub(crate) async fn ask(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Page> {
    page(&visit, id, &Said::default(), &Errors::default(), 200).await
}

/// What of the form differs from the rule.
fn amendment(t: &Tongue, said: &Said, rule: &Rule) -> Result<Amendment, Refusal> {
    let mut refusals = Vec::new();
    let question = said.get("question");
    let closes: Option<Timestamp> = match said.get("closes") {
        same if same == clock::field(t, rule.closes) => None,
        typed => clock::read(t, "closes", typed).map_err(|refusal| refusals.push(refusal)).ok(),
    };
    let decider = Decider::ALL.iter().copied().find(|one| one.name() == said.get("decider"));
    if decider.is_none() {
        refusals.push(Refusal::field("decider", "refused-choice"));
    }
    match Refusal::all(refusals) {
        Some(refusal) => Err(refusal),
        None => Ok(Amendment {
            question: (question != rule.question).then(|| question.to_owned()),
            closes,
            decider: decider.filter(|decider| *decider != rule.decider),
            reason: said.get("reason").to_owned(),
        }),
    }
}

pub(crate) async fn amend(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let said = Said::of(pairs);
    let view = visit.read(move |tx, who| crate::round(tx, who, id)).await?;
    let done = match amendment(&visit.tongue, &said, &view.rule) {
        Ok(amendment) => visit.act(move |tx, who| crate::amend(tx, who, id, &amendment)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => Ok(See::other(format!("{}?said=amended", path(id))).into_response()),
        Err(error) => {
            let status = error.refusal().map_or(500, |refusal| refusal.status);
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(page(&visit, id, &said, &errors, status).await?.into_response())
        }
    }
}
