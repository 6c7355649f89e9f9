//! The list of programmes.

use super::{shelves, status};
use crate::{Asked, ProgrammeHead, Standing, all, permissions::CREATE};
use axum::extract::Query;
use web::{Answer, Cursor, Page, Paging, Status, Template, Tongue, Visit};

/// A programme in a list.
pub(crate) struct Line {
    pub(crate) head: ProgrammeHead,
    pub(crate) status: Status,
    pub(crate) until: Option<(String, String)>,
    pub(crate) rooms: String,
}

pub(crate) fn line(t: &Tongue, shelf: &[super::Shelf], head: ProgrammeHead) -> Line {
    let until = head
        .phase
        .as_ref()
        .map(|phase| (phase.until.at.to_string(), t.day(phase.until.at).replace(' ', "\u{a0}")));
    Line { status: status(t, &head), until, rooms: super::called(shelf, &head.rooms), head }
}

#[derive(Template)]
#[template(path = "pages/list.html")]
struct List<'a> {
    t: &'a Tongue,
    open: Vec<Line>,
    paused: Vec<Line>,
    drafts: Vec<Line>,
    past: Vec<Line>,
    next: Option<Cursor>,
    may_create: bool,
}

pub(crate) async fn list(visit: Visit, Query(paging): Query<Paging>) -> Answer<Page> {
    let (asked, first) = (paging.clone(), paging.after.is_none());
    let (open, paused, drafts, past) = visit
        .read(move |tx, who| {
            let all_of = |tx: &mut act::Tx<'_>, standing| -> act::Result<Vec<ProgrammeHead>> {
                let (asked, most) = (
                    Asked { standing: Some(standing), room: None },
                    Paging { after: None, limit: Some(100) },
                );
                if first { Ok(all(tx, who, &asked, &most)?.items) } else { Ok(Vec::new()) }
            };
            let past = Asked { standing: Some(Standing::Closed), room: None };
            Ok((
                all_of(tx, Standing::Open)?,
                all_of(tx, Standing::Paused)?,
                all_of(tx, Standing::Draft)?,
                all(tx, who, &past, &asked)?,
            ))
        })
        .await?;
    let (t, shelf) = (&visit.tongue, shelves(visit.cx.house(), &visit.tongue));
    let lines = |heads: Vec<ProgrammeHead>| heads.into_iter().map(|head| line(t, &shelf, head)).collect();
    let view = List {
        t,
        open: lines(open),
        paused: lines(paused),
        drafts: lines(drafts),
        past: lines(past.items),
        next: past.next,
        may_create: visit.actor.can(&CREATE),
    };
    visit.page("/programmes", t.say("programmes-title"), &view)
}
