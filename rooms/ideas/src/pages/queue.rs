//! The queue of an idea partner.

use super::parts;
use crate::{
    Category, Idea, Status,
    categories::{self, CategoryView},
    merge::Reason,
    partner::{self, Waiting},
};
use act::{Id, Refusal, Result, Span, Timestamp};
use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;
use web::{Answer, Byline, Cursor, Form, Page, Paged, See, Tongue, Visit, field};

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    category: Option<String>,
    state: Option<String>,
    after: Option<Cursor>,
}

#[derive(Template)]
#[template(path = "pages/queue.html")]
struct View<'a> {
    t: &'a Tongue,
    byline: Option<Byline>,
    categories: &'a [CategoryView],
    category: Option<Id<Category>>,
    read: bool,
    page: &'a Paged<Waiting>,
    unread: i64,
}

impl View<'_> {
    fn status(&self, waiting: &Waiting) -> web::Status {
        parts::status(self.t, &waiting.card.line)
    }
    fn authors(&self, waiting: &Waiting) -> String {
        parts::authors(self.t, &waiting.card.line.authors)
    }
    fn excerpt(&self, waiting: &Waiting) -> String {
        waiting.card.head.excerpt(240)
    }
    fn is_late(&self, waiting: &Waiting) -> bool {
        waiting.read_at.is_none() && waiting.card.line.status == Status::Open && waiting.due_at < self.t.now()
    }
    fn is_chosen(&self, category: &CategoryView) -> bool {
        self.category == Some(category.id)
    }
    fn next(&self) -> Option<String> {
        let next = self.page.next.as_ref()?;
        let category = self.category.map(|id| format!("&category={id}")).unwrap_or_default();
        let state = if self.read { "&state=read" } else { "" };
        Some(format!("/ideas/queue?after={}{category}{state}", next.as_str()))
    }
}

pub(crate) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer<Page> {
    let person = visit.actor.id()?;
    let read = asked.state.as_deref() == Some("read");
    let category: Option<Id<Category>> = match asked.category.as_deref() {
        None | Some("") => None,
        Some(raw) => Some(raw.parse().map_err(|_| Refusal::field("category", "refused-choice"))?),
    };
    let looked = visit.read(move |tx, who| {
        let page = partner::queue(tx, who, category, read, asked.after.as_ref(), 20)?;
        let categories = categories::categories_of_partner(tx, person)?;
        Ok((page, categories, partner::unread(tx, person)?, people::byline(tx, person)?))
    });
    let (page, categories, unread, byline) = looked.await?;
    let t = &visit.tongue;
    let view = View { t, byline, categories: &categories, category, read, page: &page, unread };
    Ok(visit.page("/ideas", t.say("ideas-queue"), &view)?.style("rooms/ideas"))
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Marked {
    #[serde(default)]
    read: String,
}

pub(crate) async fn read(visit: Visit, Path(idea): Path<Id<Idea>>, Form(sent): Form<Marked>) -> Answer<See> {
    let read = sent.read != "0";
    visit.act(move |tx, who| partner::mark_read(tx, who, idea, read)).await?;
    Ok(See::other("/ideas/queue"))
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Promised {
    #[serde(default)]
    due: String,
    #[serde(default)]
    words: String,
}

/// The end of a day in the promiser's zone.
fn end_of(day: &str, zone: &jiff::tz::TimeZone) -> Result<Timestamp> {
    let refused = || Refusal::field("due", "refused-choice");
    let date: jiff::civil::Date = day.trim().parse().map_err(|_| refused())?;
    let begins = date.to_zoned(zone.clone()).map_err(|_| refused())?;
    Ok(Timestamp::from_jiff(begins.timestamp()) + Span::days(1) - Span::seconds(1))
}

pub(crate) async fn promise(
    visit: Visit,
    Path(idea): Path<Id<Idea>>,
    Form(sent): Form<Promised>,
) -> Answer<See> {
    let due = end_of(&sent.due, visit.tongue.zone())?;
    let mut refusals = Vec::new();
    let words: Option<Reason> = field(&mut refusals, "words", &sent.words);
    if let Some(refusal) = Refusal::all(refusals) {
        return Err(refusal.into());
    }
    if let Some(words) = words {
        visit.act(move |tx, who| partner::promise(tx, who, idea, due, &words)).await?;
    }
    Ok(See::other(format!("{}?said=promised", parts::path(idea))))
}
