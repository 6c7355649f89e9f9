//! Deciding, appealing, and the queue of what waits.

use super::{place, quotable};
use crate::{Decision, Grounds, Head, Piece, Waiting, sheet::Sheet};
use act::{Id, Result, Timestamp};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use web::{Answer, Cursor, Errors, Form, Page, See, Tongue, Visit};

#[derive(Deserialize, Clone, Default)]
pub(super) struct Decided {
    #[serde(default)]
    decision: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    back: String,
}

fn sheet(visit: &Visit, head: &Head, form: &Decided) -> Sheet {
    let choices = ["show", "hold", "hide", "remove"];
    let choices =
        choices.map(|c| (c.to_owned(), visit.tongue.say(format!("pieces-decision-{c}")).to_string()));
    Sheet::new(visit, head.id, "moderate", &quotable(head))
        .choices("decision", &form.decision, choices.to_vec())
        .line("reason", &form.reason, 500, false)
        .hidden("back", &form.back)
}

pub(super) async fn ask(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Page> {
    let head = visit
        .read(move |tx, who| {
            let head = crate::head(tx, who, id)?;
            programmes::require(tx, who, &crate::permissions::MODERATE, head.programme)?;
            Ok(head)
        })
        .await?;
    sheet(&visit, &head, &Decided::default()).page(&visit)
}

pub(super) async fn moderate(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Form(form): Form<Decided>,
) -> Answer<Response> {
    let mut refusals = Vec::new();
    let decision: Option<Decision> = web::choice(&mut refusals, "decision", &form.decision);
    let sent = form.clone();
    let done: Result<()> = match (decision, act::Refusal::all(refusals)) {
        (Some(decision), None) => {
            visit.act(move |tx, who| crate::moderate(tx, who, id, &decision, &sent.reason)).await
        }
        (_, refusal) => Err(refusal.unwrap_or_else(act::Refusal::not_found).into()),
    };
    match done {
        Ok(()) if form.back == "queue" => Ok(See::other("/steward/moderation").into_response()),
        Ok(()) => Ok(See::other(place(&visit, id).await?).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            let head = visit.read(move |tx, who| crate::head(tx, who, id)).await?;
            Ok(sheet(&visit, &head, &form).errors(errors).page(&visit)?.into_response())
        }
    }
}

#[derive(Deserialize, Clone, Default)]
pub(super) struct Appealed {
    #[serde(default)]
    words: String,
}

pub(super) async fn ask_appeal(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Page> {
    let head = visit
        .read(move |tx, who| {
            who.id()?;
            crate::head(tx, who, id)
        })
        .await?;
    Sheet::new(&visit, id, "appeal", &quotable(&head)).area("words", "", 2_000, true).page(&visit)
}

pub(super) async fn appeal(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Form(form): Form<Appealed>,
) -> Answer<Response> {
    let sent = form.clone();
    match visit.act(move |tx, who| crate::appeal(tx, who, id, &sent.words)).await {
        Ok(()) => Ok(See::other(place(&visit, id).await?).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            let head = visit.read(move |tx, who| crate::head(tx, who, id)).await?;
            let sheet =
                Sheet::new(&visit, id, "appeal", &quotable(&head)).area("words", &form.words, 2_000, true);
            Ok(sheet.errors(errors).page(&visit)?.into_response())
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Judged {
    upheld: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn decide(visit: Visit, Path(id): Path<Id<Piece>>, Form(form): Form<Judged>) -> Answer<See> {
    visit.act(move |tx, who| crate::decide_appeal(tx, who, id, form.upheld == "1", &form.reason)).await?;
    Ok(See::other("/steward/moderation"))
}

/// One thing that waits, as the queue shows it.
struct Case {
    head: Head,
    waiting: Waiting,
    html: String,
    grounds: String,
    key: String,
}

#[derive(Template)]
#[template(path = "pages/queue.html")]
struct Queue {
    t: Tongue,
    cases: Vec<Case>,
    oldest: Option<Timestamp>,
    more: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    after: Option<Cursor>,
}

const CASES: i64 = 20;

pub(super) async fn queue(visit: Visit, Query(asked): Query<Asked>) -> Answer<Page> {
    let read = visit.read(move |tx, who| {
        who.id()?;
        let after: Option<(Timestamp, Id<Piece>)> = asked.after.as_ref().map(Cursor::key).transpose()?;
        let mut waiting = crate::waiting(tx, who, after, CASES + 1)?;
        if waiting.is_empty() && after.is_none() {
            // Whoever moderates nowhere has no queue; a programme's moderators find theirs when something waits.
            who.may(&crate::permissions::MODERATE)?;
        }
        let more = waiting.len() > usize::try_from(CASES).unwrap_or(0);
        waiting.truncate(usize::try_from(CASES).unwrap_or(0));
        let next = waiting.last().filter(|_| more).map(|last| Cursor::after(&(last.since, last.piece)));
        let mut cases = Vec::new();
        for row in waiting {
            let Some(head) = crate::heads(tx, who, &[row.piece])?.pop() else { continue };
            let grounds = crate::grounds(tx, row.piece)?;
            cases.push((row, head, grounds));
        }
        Ok((cases, next))
    });
    let (cases, next) = read.await?;
    let t = visit.tongue.clone();
    let cases: Vec<Case> = cases
        .into_iter()
        .map(|(waiting, head, grounds)| Case {
            html: web::prose(&web::excerpt(&head.body, 600)),
            grounds: said(&t, &grounds),
            key: visit.form_key(),
            head,
            waiting,
        })
        .collect();
    let oldest = cases.first().map(|case| case.waiting.since);
    let more = next.map(|next| format!("/steward/moderation?after={}", next.as_str()));
    visit.page("/steward", t.say("pieces-queue-title"), &Queue { cases, oldest, more, t: t.clone() })
}

fn said(t: &Tongue, grounds: &[(Grounds, i64, Option<String>)]) -> String {
    let each = grounds.iter().map(|(ground, n, words)| {
        let shown = format!("{} ({})", t.say(format!("pieces-grounds-{ground}")), t.number(*n));
        words.as_ref().map_or(shown.clone(), |words| format!("{shown}: “{}”", web::excerpt(words, 200)))
    });
    each.collect::<Vec<_>>().join(" · ")
}
