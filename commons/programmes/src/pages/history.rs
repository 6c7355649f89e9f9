//! What was decided, every version of the charter, and the export.

use super::{
    deciders,
    show::{Sheet, load_version},
    signed,
};
use crate::{ProgrammeHead, decisions, rows, visible};
use act::{Error, Result};
use axum::{
    body::Body,
    extract::Path,
    response::{IntoResponse, Response},
};
use futures_util::{Stream, StreamExt as _, stream};
use http::header;
use web::{Answer, Archives, Byline, Page, Template, Tongue, Visit};

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

/// The programme as JSON lines: the head first, then its charters, phases and decisions, then what every room keeps of
/// it, as this reader may see it. It is read bit by bit while it is sent, however long it is.
pub(crate) async fn export(visit: Visit, Path(slug): Path<String>) -> Answer<Response> {
    let (head, lines) = visit
        .read(move |tx, who| -> Result<_> {
            let head = visible(tx, who, &slug)?;
            let lines = rows::export(tx, &head)?;
            Ok((head, lines))
        })
        .await?;
    let name = format!("attachment; filename=\"{}.jsonl\"", head.slug);
    let first = stream::iter([Ok::<_, Error>(text_of(&lines))]);
    let archives: Vec<Archives> = visit.cx.house().rooms.iter().filter_map(|room| room.archive).collect();
    let programme = head.id.raw();
    let rest = stream::iter(archives).flat_map(move |archive| kept_by(visit.clone(), archive, programme));
    let headers =
        [(header::CONTENT_TYPE, "application/x-ndjson".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(first.chain(rest))).into_response())
}

/// What one room keeps of a programme, page after page.
fn kept_by(visit: Visit, archive: Archives, programme: i64) -> impl Stream<Item = Result<String>> {
    stream::try_unfold(i64::MIN, move |after| {
        let visit = visit.clone();
        async move {
            let page = visit.read(move |tx, who| archive(tx, who, programme, after)).await?;
            let Some(&(last, _)) = page.last() else { return Ok(None) };
            let lines: Vec<_> = page.into_iter().map(|(_, line)| line).collect();
            Ok(Some((text_of(&lines), last)))
        }
    })
}

fn text_of(lines: &[serde_json::Value]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}
