//! What one is told: notices in one's own language.

use crate::{
    inbox::{self, Notices},
    permissions::READ_OWN,
};
use act::Id;
use askama::Template;
use axum::extract::Path;
use axum_extra::extract::Query;
use events::{Notice, Received};
use serde::Deserialize;
use web::{Answer, Page, See, Tongue, Visit};

/// Notices on one page.
const PAGE: u32 = 30;

/// A notice in the reader's words.
pub(super) struct Told {
    pub(super) id: Id<Notice>,
    pub(super) words: String,
    pub(super) times: i64,
    pub(super) when: String,
    pub(super) at: String,
    pub(super) unread: bool,
}

/// The notice in the reader's words.
pub(super) fn told(tongue: &Tongue, notice: &Received) -> Told {
    Told {
        id: notice.id,
        words: inbox::words(tongue, notice),
        times: notice.times,
        when: tongue.ago(notice.at),
        at: notice.at.to_string(),
        unread: notice.read_at.is_none(),
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct From {
    before: String,
}

#[derive(Template)]
#[template(path = "pages/inbox.html")]
struct InboxView<'a> {
    t: &'a Tongue,
    told: Vec<Told>,
    unread: i64,
    next: Option<Id<Notice>>,
}

/// GET /me/inbox
pub(super) async fn show(visit: Visit, Query(from): Query<From>) -> Answer<Page> {
    let before = from.before.parse().ok();
    let found = visit.read(move |tx, who| {
        who.may(&READ_OWN)?;
        inbox::page(tx, who, before, PAGE)
    });
    let Notices { items, unread, next } = found.await?;
    let told = items.iter().map(|notice| told(&visit.tongue, notice)).collect();
    let view = InboxView { t: &visit.tongue, told, unread, next };
    visit.page("/me/inbox", visit.tongue.say("people-inbox-title"), &view)
}

/// GET /me/inbox/{id}: opening a notice leads to what it is about; with that it is read.
pub(super) async fn open(visit: Visit, Path(id): Path<Id<Notice>>) -> Answer<See> {
    let link = visit.act(move |tx, who| inbox::open(tx, who, id)).await?;
    Ok(See::other(link))
}

/// POST /me/inbox/{id}
pub(super) async fn read_one(visit: Visit, Path(id): Path<Id<Notice>>) -> Answer<See> {
    visit.act(move |tx, who| inbox::read(tx, who, Some(id))).await?;
    Ok(See::other("/me/inbox"))
}

/// POST /me/inbox/read
pub(super) async fn read_all(visit: Visit) -> Answer<See> {
    visit.act(|tx, who| inbox::read(tx, who, None)).await?;
    Ok(See::other("/me/inbox"))
}
