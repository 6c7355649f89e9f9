//! Changing words, every text there was, and the thread.

use super::{page_of, place};
use crate::{BODY, COMMENT, Head, Piece, Revision, TITLE, ThreadView, sheet::Sheet};
use act::{Id, Person};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use similar::{ChangeTag, TextDiff};
use std::collections::HashMap;
use web::{Answer, Byline, Errors, Form, Page, See, Tongue, Visit};

#[derive(Deserialize, Clone)]
pub(super) struct Words {
    title: Option<String>,
    #[serde(default)]
    body: String,
    revision: i64,
    #[serde(default)]
    reason: String,
}

fn sheet(visit: &Visit, head: &Head, words: &Words) -> Sheet {
    let limit = if head.about.is_some() { COMMENT } else { BODY };
    let mut sheet = Sheet::new(visit, head.id, "edit", "");
    if let Some(title) = &words.title {
        sheet = sheet.line("title", title, TITLE, true);
    }
    let sheet = sheet.area("body", &words.body, limit, true).hidden("revision", &words.revision.to_string());
    if head.is_by(visit.actor.person) { sheet } else { sheet.line("reason", &words.reason, 500, true) }
}

pub(super) async fn edit(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Page> {
    let head = visit
        .read(move |tx, who| {
            who.id()?;
            crate::head(tx, who, id)
        })
        .await?;
    let words = Words {
        title: head.title.clone(),
        body: head.body.clone(),
        revision: head.revision,
        reason: String::new(),
    };
    sheet(&visit, &head, &words).page(&visit)
}

pub(super) async fn revise(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Form(words): Form<Words>,
) -> Answer<Response> {
    let sent = words.clone();
    let done = visit
        .act(move |tx, who| {
            crate::revise(tx, who, id, sent.title.as_deref(), &sent.body, sent.revision, Some(&sent.reason))
        })
        .await;
    let error = match done {
        Ok(_) => return Ok(See::other(place(&visit, id).await?).into_response()),
        Err(error) => error,
    };
    let stale = error.is("pieces-stale");
    let errors = Errors::of_error(&visit.tongue, error)?;
    let head = visit.read(move |tx, who| crate::head(tx, who, id)).await?;
    // Both texts stay: the one typed in its field, the other one beside it; sending again is meant to replace it.
    let words = if stale { Words { revision: head.revision, ..words } } else { words };
    let mut page = sheet(&visit, &head, &words).errors(errors);
    if stale {
        page = page.beside(visit.tongue.say("pieces-written-meanwhile").to_string(), &head.body);
    }
    let page = page.page(&visit)?;
    Ok(if stale { page.status(409) } else { page }.into_response())
}

/// A stretch of words that stayed, came or went.
struct Stretch {
    tag: &'static str,
    words: String,
}

struct Text {
    number: i64,
    by: Option<Byline>,
    at: act::Timestamp,
    reason: Option<String>,
    title: Vec<Stretch>,
    body: Vec<Stretch>,
}

#[derive(Template)]
#[template(path = "pages/revisions.html")]
struct Revisions {
    t: Tongue,
    name: String,
    back: String,
    texts: Vec<Text>,
}

/// What changed from one text to the next, word by word.
fn stretches(before: &str, after: &str) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let tag = match change.tag() {
            ChangeTag::Equal => "",
            ChangeTag::Insert => "ins",
            ChangeTag::Delete => "del",
        };
        match out.last_mut() {
            Some(last) if last.tag == tag => last.words.push_str(change.value()),
            _ => out.push(Stretch { tag, words: change.value().to_owned() }),
        }
    }
    out
}

fn texts(revisions: &[Revision], known: &HashMap<Id<Person>, Byline>) -> Vec<Text> {
    let before = |place: usize| revisions.get(place + 1);
    let text = |(place, revision): (usize, &Revision)| Text {
        number: revision.revision,
        by: revision.by.and_then(|by| known.get(&by).cloned()),
        at: revision.at,
        reason: revision.reason.clone(),
        title: stretches(
            before(place).map_or(revision.title.as_deref(), |old| old.title.as_deref()).unwrap_or_default(),
            revision.title.as_deref().unwrap_or_default(),
        ),
        body: stretches(before(place).map_or(&revision.body, |old| &old.body), &revision.body),
    };
    revisions.iter().enumerate().map(text).collect()
}

pub(super) async fn show(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Page> {
    let read = visit.read(move |tx, who| {
        let head = crate::head(tx, who, id)?;
        let revisions = crate::revisions(tx, who, id, None, 50)?;
        let known = crate::head::bylines_of(tx, revisions.iter().filter_map(|revision| revision.by))?;
        Ok((head, revisions, known))
    });
    let (head, revisions, known) = read.await?;
    let title = visit.tongue.say("pieces-revisions-title").to_string();
    let back = format!("/pieces/{id}");
    let view =
        Revisions { t: visit.tongue.clone(), name: head.name(), back, texts: texts(&revisions, &known) };
    visit.page("", title, &view)
}

#[derive(Template)]
#[template(path = "pages/thread.html")]
struct ThreadPage<'a> {
    t: &'a Tongue,
    name: String,
    back: String,
    thread: ThreadView<'a>,
}

pub(super) async fn thread(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Page> {
    let read = visit.read(move |tx, who| Ok((crate::head(tx, who, id)?, crate::thread(tx, who, id, 400)?)));
    let (head, thread) = read.await?;
    let house = visit.cx.house();
    let view = ThreadPage {
        t: &visit.tongue,
        name: head.name(),
        back: page_of(house, &head),
        thread: ThreadView::new(&thread, &visit.tongue, house),
    };
    Ok(visit.page("", visit.tongue.say("pieces-thread-title"), &view)?.script("thread-map"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_shown_by_word_and_both_texts_can_be_read_from_it() {
        let (before, after) = ("A red thread that shows.", "A blue thread that really shows.");
        let shown = stretches(before, after);
        let read = |left_out: &str| {
            shown.iter().filter(|s| s.tag != left_out).map(|s| s.words.as_str()).collect::<String>()
        };
        assert_eq!((read("ins").as_str(), read("del").as_str()), (before, after));
        assert!(shown.iter().any(|s| s.tag == "del" && s.words.trim() == "red"));
    }
}
