//! For stewards: votes in step with what they amount to, who is excluded and why, and appeals.

use super::{
    look::{ItemView, Looked, look, not_allowed, title},
    path,
    said::Said,
};
use crate::{Appeal, Appealed, Round, State, Suspicion};
use act::{Id, Person, Refusal};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use std::collections::HashMap;
use web::{Answer, Byline, Errors, Form, Page, See, Tongue, Visit};

/// People whose votes are in step, as the page shows them.
struct ClusterView {
    tokens: Vec<(i64, bool, bool)>,
    /// Whether another result follows without them, and which; nothing while counts are hidden.
    without: Option<(bool, String)>,
}

#[derive(Template)]
#[template(path = "pages/steward.html")]
struct Steward<'a> {
    t: &'a Tongue,
    looked: &'a Looked,
    path: String,
    form_key: String,
    suspicion: Option<&'a Suspicion>,
    appeals: &'a [Appealed],
    items: &'a [ItemView],
    known: &'a HashMap<Id<Person>, Byline>,
    errors: &'a Errors,
    typed: &'a Said,
}

impl Steward<'_> {
    fn clusters(&self) -> Vec<ClusterView> {
        let Some(suspicion) = self.suspicion else { return Vec::new() };
        let cluster = |cluster: &crate::record::Cluster| ClusterView {
            tokens: cluster
                .tokens
                .iter()
                .map(|token| {
                    let excluded = suspicion.excluded.iter().any(|one| one.token == *token);
                    (*token, excluded, suspicion.cleared.contains(token))
                })
                .collect(),
            without: cluster.changes.map(|changes| {
                let names = cluster.chosen_without.iter().flatten().map(|place| title(self.items, *place));
                (changes, names.collect::<Vec<_>>().join(" · "))
            }),
        };
        suspicion.report.clusters.iter().map(cluster).collect()
    }
    fn support(&self) -> Vec<(String, i64, String)> {
        let Some(suspicion) = self.suspicion else { return Vec::new() };
        let each = suspicion.report.support.iter().map(|support| {
            let tenths = (support.effective * 10.0).round() as i64;
            let effective = self.t.say("rounds-decimal");
            let effective =
                effective.arg("whole", self.t.number(tenths / 10)).arg("part", (tenths % 10).to_string());
            let raw = i64::try_from(support.raw).unwrap_or(i64::MAX);
            (title(self.items, support.item), raw, effective.to_string())
        });
        each.collect()
    }
    fn looks(&self) -> bool {
        let view = &self.looked.view;
        view.rule.suspects.is_some() && (view.state == State::Open || view.state.counted())
    }
    fn excludes(&self) -> bool {
        matches!(self.looked.view.state, State::Open | State::Closed)
    }
    fn by(&self, person: &Option<Id<Person>>) -> Byline {
        person.and_then(|person| self.known.get(&person).cloned()).unwrap_or_else(super::look::nobody)
    }
}

async fn page(visit: &Visit, id: Id<Round>, typed: &Said, errors: &Errors, status: u16) -> Answer<Page> {
    let read = visit.read(move |tx, who| {
        let looked = look(tx, who, id)?;
        if !looked.view.may.steward {
            return Err(not_allowed(&crate::permissions::STEWARD).into());
        }
        let suspicion = crate::suspicion(tx, who, id)?;
        let appeals = crate::appeals(tx, who, id)?;
        let mut named: Vec<Id<Person>> = appeals.iter().filter_map(|appeal| appeal.against).collect();
        let excluded = suspicion.iter().flat_map(|found| &found.excluded);
        named.extend(excluded.filter_map(|one| one.by));
        let known = people::bylines(tx, &named)?;
        Ok((looked, suspicion, appeals, known))
    });
    let (looked, suspicion, appeals, known) = read.await?;
    let (t, items) = (&visit.tongue, looked.items(visit));
    let view = Steward {
        t,
        looked: &looked,
        path: path(id),
        form_key: visit.form_key(),
        suspicion: suspicion.as_ref(),
        appeals: &appeals,
        items: &items,
        known: &known,
        errors,
        typed,
    };
    Ok(visit.page("/rounds", t.say("rounds-steward-title"), &view)?.style("rooms/rounds").status(status))
}

pub(crate) async fn show(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Page> {
    page(&visit, id, &Said::default(), &Errors::default(), 200).await
}

async fn done(visit: &Visit, id: Id<Round>, said: Said, done: act::Result<()>) -> Answer<Response> {
    match done {
        Ok(()) => Ok(See::other(format!("{}/steward", path(id))).into_response()),
        Err(error) => {
            let status = error.refusal().map_or(500, |refusal| refusal.status);
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(page(visit, id, &said, &errors, status).await?.into_response())
        }
    }
}

pub(crate) async fn suspect(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Response> {
    let looked = visit.act(move |tx, who| crate::suspect(tx, who, id).map(drop)).await;
    done(&visit, id, Said::default(), looked).await
}

pub(crate) async fn exclude(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let said = Said::of(pairs);
    let excluded = match said.get("token").parse::<i64>() {
        Ok(token) => {
            let reason = said.get("reason").to_owned();
            visit.act(move |tx, who| crate::exclude(tx, who, id, token, &reason)).await
        }
        Err(_) => Err(Refusal::field("token", "rounds-refused-number").into()),
    };
    done(&visit, id, said, excluded).await
}

pub(crate) async fn decide(
    visit: Visit,
    Path((id, appeal)): Path<(Id<Round>, Id<Appeal>)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let said = Said::of(pairs);
    let (upheld, reason) = (said.get("upheld") == "1", said.get("reason").to_owned());
    let decided = visit.act(move |tx, who| crate::decide_appeal(tx, who, id, appeal, upheld, &reason)).await;
    done(&visit, id, Said::default(), decided).await
}
