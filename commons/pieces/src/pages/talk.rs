//! Talking, voting, following, thanking, reporting.

use super::{place, quotable};
use crate::{Discussion, Grounds, Head, NewComment, Piece, sheet::Sheet};
use act::{Id, Result};
use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;
use web::{Answer, Cursor, Errors, Form, Page, See, Tongue, Visit};

pub(super) async fn go(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<See> {
    Ok(See::other(place(&visit, id).await?))
}

#[derive(Deserialize)]
pub(super) struct Asked {
    after: Option<Cursor>,
}

#[derive(Template)]
#[template(path = "pages/talk.html")]
struct View {
    t: Tongue,
    head: Head,
    html: String,
    path: String,
    discussion: Discussion,
}

pub(super) async fn show(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Query(asked): Query<Asked>,
) -> Answer<Page> {
    let read = visit.read(move |tx, who| {
        let head = crate::head(tx, who, id)?;
        Ok((head, crate::talk(tx, who, id, asked.after.as_ref())?))
    });
    let (head, talk) = read.await?;
    let path = visit.cx.house().path_of(&head.kind, head.id).filter(|_| head.about.is_none());
    let path =
        path.unwrap_or_else(|| head.about.map_or_else(String::new, |about| format!("/pieces/{about}")));
    let (title, html) = (head.name(), web::prose(&quotable(&head)));
    let discussion = Discussion::new(&visit, talk);
    let view = View { t: visit.tongue.clone(), head, html, path, discussion };
    Ok(visit.page("", title, &view)?.live(format!("piece:{id}")))
}

#[derive(Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    body: String,
    #[serde(default)]
    internal: String,
}

impl Said {
    fn sheet(&self, visit: &Visit, id: Id<Piece>, quoted: &str) -> Sheet {
        let sheet = Sheet::new(visit, id, "answer", quoted).area("body", &self.body, crate::COMMENT, true);
        if self.internal.is_empty() { sheet } else { sheet.hidden("internal", "1") }
    }
}

pub(super) async fn say(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Form(said): Form<Said>,
) -> Answer<axum::response::Response> {
    use axum::response::IntoResponse;
    let (body, internal) = (said.body.clone(), !said.internal.is_empty());
    let made =
        visit.act(move |tx, who| crate::comment(tx, who, NewComment { on: id, body: &body, internal })).await;
    match made {
        Ok(comment) => Ok(See::other(place(&visit, comment).await?).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            let head = visit.read(move |tx, who| crate::head(tx, who, id)).await?;
            Ok(said.sheet(&visit, id, &quotable(&head)).errors(errors).page(&visit)?.into_response())
        }
    }
}

pub(super) async fn answer(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Page> {
    let head = visit.read(move |tx, who| crate::head(tx, who, id)).await?;
    let internal = if head.internal { "1" } else { "" };
    let said = Said { body: String::new(), internal: internal.to_owned() };
    said.sheet(&visit, id, &quotable(&head)).page(&visit)
}

pub(super) async fn say_answer(
    visit: Visit,
    path: Path<Id<Piece>>,
    form: Form<Said>,
) -> Answer<axum::response::Response> {
    say(visit, path, form).await
}

#[derive(Deserialize)]
pub(super) struct Switch {
    #[serde(default)]
    on: String,
}

pub(super) async fn follow(visit: Visit, Path(id): Path<Id<Piece>>, Form(form): Form<Switch>) -> Answer<See> {
    visit.act(move |tx, who| crate::follow(tx, who, id, form.on != "0")).await?;
    Ok(See::other(place(&visit, id).await?))
}

pub(super) async fn thank(visit: Visit, Path(id): Path<Id<Piece>>, Form(form): Form<Switch>) -> Answer<See> {
    visit.act(move |tx, who| crate::thank(tx, who, id, form.on != "0")).await?;
    Ok(See::other(place(&visit, id).await?))
}

#[derive(Deserialize)]
pub(super) struct Weight {
    weight: i64,
}

pub(super) async fn vote(visit: Visit, Path(id): Path<Id<Piece>>, Form(form): Form<Weight>) -> Answer<See> {
    let ruled = visit.cx.house().kinds_with_own_votes();
    visit.act(move |tx, who| crate::vote(tx, who, id, form.weight, &ruled)).await?;
    Ok(See::other(place(&visit, id).await?))
}

pub(super) async fn take_back(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<See> {
    let to = place(&visit, id).await?;
    visit
        .act(move |tx, who| {
            // Rooms have their own rule for their own kinds.
            if crate::head(tx, who, id)?.about.is_none() {
                return Err(act::Refusal::not_found().into());
            }
            crate::take_back(tx, who, id)
        })
        .await?;
    Ok(See::other(to))
}

#[derive(Deserialize, Clone, Default)]
pub(super) struct Reported {
    #[serde(default)]
    grounds: String,
    #[serde(default)]
    words: String,
}

fn report_sheet(visit: &Visit, head: &Head, form: &Reported) -> Sheet {
    let grounds = Grounds::ALL.iter().map(|ground| {
        (ground.name().to_owned(), visit.tongue.say(format!("pieces-grounds-{ground}")).to_string())
    });
    Sheet::new(visit, head.id, "report", &quotable(head))
        .choices("grounds", &form.grounds, grounds.collect())
        .area("words", &form.words, 2_000, false)
}

pub(super) async fn ask_report(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Page> {
    let head = visit
        .read(move |tx, who| {
            who.id()?;
            crate::head(tx, who, id)
        })
        .await?;
    report_sheet(&visit, &head, &Reported::default()).page(&visit)
}

pub(super) async fn report(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Form(form): Form<Reported>,
) -> Answer<axum::response::Response> {
    use axum::response::IntoResponse;
    let mut refusals = Vec::new();
    let grounds: Option<Grounds> = web::choice(&mut refusals, "grounds", &form.grounds);
    let sent = form.clone();
    let done: Result<i64> = match (grounds, act::Refusal::all(refusals)) {
        (Some(grounds), None) => {
            visit.act(move |tx, who| crate::report(tx, who, id, grounds, &sent.words)).await
        }
        (_, refusal) => Err(refusal.unwrap_or_else(act::Refusal::not_found).into()),
    };
    match done {
        Ok(_) => Ok(See::other(place(&visit, id).await?).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            let head = visit.read(move |tx, who| crate::head(tx, who, id)).await?;
            Ok(report_sheet(&visit, &head, &form).errors(errors).page(&visit)?.into_response())
        }
    }
}
