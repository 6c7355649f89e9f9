//! The gate, and the pages that pause and close.

use super::form::{FormPage, FormView, Kind, Maker, Section, crumb, mended, once};
use crate::{
    Looked, ProgrammeHead, Said, charter, close as end, may_in, open as begin, pause as rest,
    permissions::{CLOSE, EDIT, OPEN},
    require, resume as go_on, visible,
};
use act::{Actor, Permission, Result, Tx};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use web::{Answer, Errors, Form, Page, See, Template, Tongue, Visit};

#[derive(Template)]
#[template(path = "pages/gate.html")]
struct Gate<'a> {
    t: &'a Tongue,
    head: &'a ProgrammeHead,
    path: String,
    key: String,
    missing: Vec<(String, String)>,
    may_open: bool,
}

fn at_gate(tx: &mut Tx<'_>, who: &Actor, slug: &str) -> Result<(ProgrammeHead, Looked, bool)> {
    let head = visible(tx, who, slug)?;
    if !may_in(tx, who, &OPEN, head.id)? {
        require(tx, who, &EDIT, head.id)?;
    }
    let looked = charter(tx, &head)?;
    let may_open = may_in(tx, who, &OPEN, head.id)?;
    Ok((head, looked, may_open))
}

pub(crate) async fn gate(visit: Visit, Path(slug): Path<String>) -> Answer<Response> {
    let (head, looked, may_open) = visit.read(move |tx, who| at_gate(tx, who, &slug)).await?;
    if head.state != crate::State::Draft {
        return Ok(See::other(head.path()).into_response());
    }
    Ok(gate_page(&visit, &head, &looked, may_open, 200)?.into_response())
}

fn gate_page(
    visit: &Visit,
    head: &ProgrammeHead,
    looked: &Looked,
    may_open: bool,
    status: u16,
) -> Answer<Page> {
    let t = &visit.tongue;
    let missing = looked.missing.iter().map(|missing| {
        let row = match missing {
            crate::Missing::Nobody { row } | crate::Missing::Answer { row } => row + 1,
            _ => 0,
        };
        (missing.field(), t.say(missing.key()).arg("row", row).to_string())
    });
    let view =
        Gate { t, head, path: head.path(), key: visit.form_key(), missing: missing.collect(), may_open };
    Ok(visit
        .page("/programmes", t.say("programmes-gate-title").arg("title", head.title.as_str()), &view)?
        .status(status))
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StandForm {
    revision: Option<i64>,
    said: String,
}

pub(crate) async fn open(
    visit: Visit,
    Path(slug): Path<String>,
    Form(typed): Form<StandForm>,
) -> Answer<Response> {
    let asked = slug.clone();
    let head = visit.read(move |tx, who| visible(tx, who, &asked)).await?;
    let (id, revision) = (head.id, typed.revision);
    match visit.act(move |tx, who| begin(tx, who, id, revision)).await {
        Ok(head) => Ok(See::other(head.path()).into_response()),
        Err(error) if error.is("programmes-refused-gate") => {
            let (head, looked, may_open) = visit.read(move |tx, who| at_gate(tx, who, &slug)).await?;
            Ok(gate_page(&visit, &head, &looked, may_open, 409)?.into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn resume(
    visit: Visit,
    Path(slug): Path<String>,
    Form(typed): Form<StandForm>,
) -> Answer<See> {
    let head = visit.read(move |tx, who| visible(tx, who, &slug)).await?;
    let (id, revision) = (head.id, typed.revision);
    let head = visit.act(move |tx, who| go_on(tx, who, id, revision)).await?;
    Ok(See::other(head.path()))
}

/// What differs between pausing and closing.
struct Ask {
    verb: &'static str,
    label: &'static str,
    hint: &'static str,
    danger: bool,
}

const PAUSE: Ask =
    Ask { verb: "pause", label: "programmes-reason", hint: "programmes-reason-hint", danger: false };
const END: Ask =
    Ask { verb: "close", label: "programmes-close-note", hint: "programmes-close-note-hint", danger: true };

pub(crate) async fn ask_pause(visit: Visit, Path(slug): Path<String>) -> Answer<Page> {
    let head = stoppable(&visit, slug, &CLOSE).await?;
    ask(&visit, &head, &PAUSE, "", &Errors::default(), 200)
}

pub(crate) async fn ask_close(visit: Visit, Path(slug): Path<String>) -> Answer<Page> {
    let head = stoppable(&visit, slug, &CLOSE).await?;
    ask(&visit, &head, &END, "", &Errors::default(), 200)
}

async fn stoppable(visit: &Visit, slug: String, permission: &'static Permission) -> Result<ProgrammeHead> {
    visit
        .read(move |tx, who| {
            let head = visible(tx, who, &slug)?;
            require(tx, who, permission, head.id)?;
            Ok(head)
        })
        .await
}

fn ask(
    visit: &Visit,
    head: &ProgrammeHead,
    ask: &Ask,
    said: &str,
    errors: &Errors,
    status: u16,
) -> Answer<Page> {
    let t = &visit.tongue;
    let say = |part: &str| {
        t.say(format!("programmes-{}-{part}", ask.verb)).arg("title", head.title.as_str()).to_string()
    };
    let said = Maker { t, errors, prefix: "" }
        .control("said", ask.label, Kind::Area(1000), said)
        .hint(t.say(ask.hint));
    let form = FormView {
        action: once(visit, format!("{}/{}", head.path(), ask.verb)),
        hidden: vec![("revision", head.revision.to_string())],
        sections: vec![Section::plain(vec![said])],
        button: say("button"),
        danger: ask.danger,
    };
    let page = FormPage {
        t,
        crumb: crumb(head),
        title: say("title"),
        lede: say("words"),
        notice: None,
        errors,
        form,
    };
    page.page(visit, status)
}

pub(crate) async fn pause(
    visit: Visit,
    Path(slug): Path<String>,
    Form(typed): Form<StandForm>,
) -> Answer<Response> {
    stop(visit, slug, typed, &PAUSE, rest).await
}

pub(crate) async fn close(
    visit: Visit,
    Path(slug): Path<String>,
    Form(typed): Form<StandForm>,
) -> Answer<Response> {
    stop(visit, slug, typed, &END, end).await
}

type Stop = fn(&mut Tx<'_>, &Actor, act::Id<crate::Programme>, Option<i64>, &Said) -> Result<ProgrammeHead>;

async fn stop(visit: Visit, slug: String, typed: StandForm, asked: &Ask, act: Stop) -> Answer<Response> {
    let head = stoppable(&visit, slug.clone(), &CLOSE).await?;
    let (id, revision) = (head.id, typed.revision);
    let stopped = match Said::parse(&typed.said) {
        Ok(said) => visit.act(move |tx, who| act(tx, who, id, revision, &said)).await,
        Err(fault) => Err(fault.refusal("said").into()),
    };
    match stopped {
        Ok(head) => Ok(See::other(head.path()).into_response()),
        Err(error) => {
            let (errors, status) = mended(&visit.tongue, error)?;
            let head = stoppable(&visit, slug, &CLOSE).await?;
            Ok(ask(&visit, &head, asked, &typed.said, &errors, status)?.into_response())
        }
    }
}
