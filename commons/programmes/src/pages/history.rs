//! What was decided, every version of the charter, and the export.

use super::{
    deciders,
    show::{Sheet, load_version},
    signed,
};
use crate::{ProgrammeHead, decisions, rows, visible};
use act::Result;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::header;
use web::{Answer, Byline, Page, Template, Tongue, Visit};

/// One decision as the page shows it.
struct Line {
    at: String,
    when: String,
    by: Option<Byline>,
    what: String,
    reason: Option<String>,
    detail: Option<String>,
    version: Option<i64>,
}

#[derive(Template)]
#[template(path = "pages/history.html")]
struct History<'a> {
    t: &'a Tongue,
    head: &'a ProgrammeHead,
    path: String,
    lines: Vec<Line>,
}

pub(crate) async fn history(visit: Visit, Path(slug): Path<String>) -> Answer<Page> {
    let (head, decided, known) = visit
        .read(move |tx, who| {
            let head = visible(tx, who, &slug)?;
            let decided = decisions(tx, head.id)?;
            let known = people::bylines(tx, &deciders(&decided))?;
            Ok((head, decided, known))
        })
        .await?;
    let t = &visit.tongue;
    let lines = decided.into_iter().map(|decision| Line {
        at: decision.at.to_string(),
        when: t.moment(decision.at),
        by: decision.by.map(|by| signed(t, &known, by)),
        what: t.say(format!("programmes-decision-{}", decision.what)).to_string(),
        reason: decision.reason,
        detail: decision.detail,
        version: decision.version,
    });
    let view = History { t, head: &head, path: head.path(), lines: lines.collect() };
    visit.page("/programmes", t.say("programmes-history-title").arg("title", head.title.as_str()), &view)
}

#[derive(Template)]
#[template(path = "pages/version.html")]
struct VersionView<'a> {
    t: &'a Tongue,
    head: &'a ProgrammeHead,
    path: String,
    version: i64,
    sheet: Sheet<'a>,
}

pub(crate) async fn version(visit: Visit, Path((slug, version)): Path<(String, i64)>) -> Answer<Page> {
    let (head, charter, known, organisations) =
        visit.read(move |tx, who| load_version(tx, who, &slug, version)).await?;
    let t = &visit.tongue;
    let sheet = Sheet::of(&visit, &head, &charter, version, &known, &organisations);
    let view = VersionView { t, head: &head, path: head.path(), version, sheet };
    visit.page("/programmes", t.say("programmes-version-title").arg("version", version), &view)
}

/// The programme as JSON lines: the head first, then its charters, phases and decisions.
pub(crate) async fn export(visit: Visit, Path(slug): Path<String>) -> Answer<Response> {
    let (slug, lines) = visit
        .read(move |tx, who| -> Result<_> {
            let head = visible(tx, who, &slug)?;
            Ok((head.slug.clone(), rows::export(tx, &head)?))
        })
        .await?;
    let mut body = String::new();
    for line in lines {
        body.push_str(&line.to_string());
        body.push('\n');
    }
    let name = format!("attachment; filename=\"{slug}.jsonl\"");
    Ok((
        [(header::CONTENT_TYPE, "application/x-ndjson".to_owned()), (header::CONTENT_DISPOSITION, name)],
        body,
    )
        .into_response())
}
