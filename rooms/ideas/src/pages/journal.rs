//! The journal “in action”.

use crate::{
    Card, Idea,
    journal::{self, Entry},
    permissions,
};
use act::{Id, Refusal, Result};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use files::{Attach, Gallery};
use pieces::{Body, Piece, Title};
use serde::Deserialize;
use web::{Answer, Cursor, Errors, Page, Paged, See, Tongue, Uploads, Visit, field};

/// Names that a list shows of an entry; its page shows all.
const NAMES: usize = 12;

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    after: Option<Cursor>,
}

/// An entry as a part of a page.
#[derive(Template)]
#[template(path = "pages/entry.html")]
struct EntryView<'a> {
    t: &'a Tongue,
    entry: &'a Entry,
    /// Show everybody and the whole text.
    whole: bool,
}

impl EntryView<'_> {
    fn gallery(&self) -> Gallery<'_> {
        let shown = if self.whole { self.entry.pictures.len() } else { self.entry.pictures.len().min(1) };
        Gallery::new(&self.entry.pictures[..shown])
    }
    fn html(&self) -> String {
        web::prose(&if self.whole { self.entry.head.body.clone() } else { self.entry.head.excerpt(600) })
    }
    fn names(&self) -> Vec<String> {
        let shown = if self.whole { self.entry.people.len() } else { NAMES };
        let part = |part: &str| self.t.say(format!("ideas-part-{part}")).to_string();
        let named = self.entry.people.iter().take(shown);
        named
            .map(
                |(byline, how)| {
                    if self.whole { format!("{byline} ({})", part(how)) } else { byline.to_string() }
                },
            )
            .collect()
    }
    fn others(&self) -> usize {
        if self.whole { 0 } else { self.entry.people.len().saturating_sub(NAMES) }
    }
}

#[derive(Template)]
#[template(path = "pages/journal.html")]
struct Journal<'a> {
    t: &'a Tongue,
    page: &'a Paged<Entry>,
}

impl Journal<'_> {
    fn entry<'s>(&'s self, entry: &'s Entry) -> EntryView<'s> {
        EntryView { t: self.t, entry, whole: false }
    }
    fn next(&self) -> Option<String> {
        self.page.next.as_ref().map(|next| format!("/in-action?after={}", next.as_str()))
    }
}

pub(crate) async fn list(visit: Visit, Query(asked): Query<Asked>) -> Answer<Page> {
    let page = visit.read(move |tx, who| journal::journal(tx, who, asked.after.as_ref(), 10)).await?;
    let t = &visit.tongue;
    Ok(visit
        .page("/in-action", t.say("ideas-in-action-heading"), &Journal { t, page: &page })?
        .style("rooms/ideas"))
}

#[derive(Template)]
#[template(path = "pages/journal_entry.html")]
struct Show<'a> {
    t: &'a Tongue,
    entry: &'a Entry,
    thread: pieces::ThreadView<'a>,
    programme: &'a programmes::ProgrammeHead,
    discussion: pieces::Discussion,
    /// The rounds that the idea was in, with the way to their records.
    in_rounds: Option<String>,
}

impl Show<'_> {
    fn view(&self) -> EntryView<'_> {
        EntryView { t: self.t, entry: self.entry, whole: true }
    }
}

pub(crate) async fn show(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Page> {
    let tongue = visit.tongue.clone();
    let looked = visit.read(move |tx, who| {
        let entry = journal::entry(tx, who, id)?;
        let programme = programmes::head(tx, entry.head.programme)?;
        let in_rounds = rounds::about(tx, who, &tongue, entry.idea.cast())?;
        Ok((entry, pieces::talk(tx, who, id, None)?, pieces::thread(tx, who, id, 40)?, programme, in_rounds))
    });
    let (entry, talk, thread, programme, in_rounds) = looked.await?;
    let t = &visit.tongue;
    let view = Show {
        t,
        entry: &entry,
        thread: pieces::ThreadView::new(&thread, t, visit.cx.house()),
        programme: &programme,
        discussion: pieces::Discussion::new(&visit, talk),
        in_rounds,
    };
    Ok(visit.page("/in-action", entry.head.name(), &view)?.style("rooms/ideas").live(format!("piece:{id}")))
}

#[derive(Template)]
#[template(path = "pages/journal_form.html")]
struct Write<'a> {
    t: &'a Tongue,
    card: &'a Card,
    sent: &'a Uploads,
    errors: &'a Errors,
    form_key: String,
}

/// Pictures that the form takes.
const PICTURES: usize = 3;

impl Write<'_> {
    fn typed(&self, field: &str) -> &str {
        self.sent.get(field)
    }
    fn pictures(&self) -> Attach<'_> {
        let alts: Vec<String> =
            (1..=PICTURES).map(|n| self.sent.get(&format!("alt-{n}")).to_owned()).collect();
        Attach::new(self.t, self.errors, PICTURES, &alts).after(!self.sent.files.is_empty())
    }
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

fn write_page(visit: &Visit, card: &Card, sent: &Uploads, errors: &Errors) -> Answer<Page> {
    let t = &visit.tongue;
    let view = Write { t, card, sent, errors, form_key: visit.form_key() };
    Ok(visit.page("/in-action", t.say("ideas-write-journal"), &view)?.style("rooms/ideas"))
}

pub(crate) async fn form(visit: Visit, Path(idea): Path<Id<Idea>>) -> Answer<Page> {
    let card = card_of(&visit, idea).await?;
    write_page(&visit, &card, &Uploads::default(), &Errors::default())
}

pub(crate) async fn write(visit: Visit, Path(idea): Path<Id<Idea>>, sent: Uploads) -> Answer<Response> {
    let card = card_of(&visit, idea).await?;
    let mut refusals = Vec::new();
    let title: Option<Title> = field(&mut refusals, "title", sent.get("title"));
    let body: Option<Body> = field(&mut refusals, "body", sent.get("body"));
    let done: Result<Id<Piece>> = match (title, body, Refusal::all(refusals)) {
        (Some(title), Some(body), None) => match files::receive(&visit.cx, &sent).await {
            Err(error) => Err(error),
            Ok(pictures) => {
                let written = visit.act(move |tx, who| {
                    let entry = journal::write(tx, who, idea, &title, &body)?;
                    files::attach(tx, who, entry, &pictures)?;
                    Ok(entry)
                });
                written.await
            }
        },
        (_, _, Some(refusal)) => Err(refusal.into()),
        _ => Err(Refusal::new(422, "refused-malformed").into()),
    };
    match done {
        Ok(entry) => Ok(See::other(format!("/in-action/{entry}")).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            let page = write_page(&visit, &card, &sent, &errors)?;
            Ok(page.status(422).into_response())
        }
    }
}
