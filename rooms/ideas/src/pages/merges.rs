//! Merges: comparing, proposing, deciding, staying, undoing.

use super::parts;
use crate::{
    Card, Idea, Merge, MergeState, Order, Union, alike, import, list,
    merge::{self, MergeView, Reason},
    permissions, settings,
};
use act::{Actor, Id, Refusal, Result, Tx, sql};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use programmes::Programme;
use serde::Deserialize;
use web::{Answer, Errors, Form, Page, See, Tongue, Visit, field};

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Typed {
    /// The one chosen among those that are alike.
    #[serde(default)]
    into: String,
    /// Another one: its title or its address.
    #[serde(default)]
    other: String,
    #[serde(default)]
    reason: String,
}

/// An identifier, or the address of an idea.
fn addressed(text: &str) -> Option<Id<Idea>> {
    let last = text.trim().trim_end_matches('/').rsplit('/').next()?;
    last.split(['?', '#']).next()?.parse().ok()
}

/// The idea that is meant: what was typed goes over what was chosen. A title means the one idea of the programme that
/// has it and that everybody sees.
fn survivor(tx: &mut Tx<'_>, programme: Id<Programme>, typed: &Typed) -> Result<Option<Id<Idea>>> {
    let other = typed.other.trim();
    if other.is_empty() {
        return Ok(addressed(&typed.into));
    }
    let titled: Vec<Id<Idea>> = sql!(tx.all(
        "SELECT i.piece FROM pieces p JOIN ideas i ON i.piece = p.id
         WHERE p.programme = $1 AND p.kind = 'idea' AND p.title = $2 AND i.listed ORDER BY i.piece LIMIT 2",
        programme,
        other
    ))?;
    Ok(match titled.as_slice() {
        [one] => Some(*one),
        _ => addressed(other),
    })
}

/// Titles that are offered while one is typed.
const OFFERED: i64 = 100;

/// Two ideas side by side, if the other one is known.
struct Compared {
    from: Card,
    into: Option<Card>,
    union: Option<Union>,
    likely: Vec<alike::Alike>,
    /// Titles to choose from while typing: the newest of the programme.
    others: Vec<String>,
    points: i64,
}

fn compared(tx: &mut Tx<'_>, who: &Actor, from: Id<Idea>, into: Option<Id<Idea>>) -> Result<Compared> {
    who.id()?;
    let card = crate::card(tx, who, from)?;
    let other = match into {
        Some(into) => Some(crate::card(tx, who, into)?),
        None => None,
    };
    let union = match &other {
        Some(other) => Some(merge::union(tx, from, other.line.id, None)?),
        None => None,
    };
    let likely = match &other {
        Some(_) => Vec::new(),
        None => {
            let (title, language) =
                (card.head.title.as_deref().unwrap_or_default(), card.head.language.as_deref());
            alike::alike(tx, who, card.line.programme, title, &card.head.body, language, Some(from))?
        }
    };
    let others = match &other {
        Some(_) => Vec::new(),
        None => {
            let here = list::Filter { programme: Some(card.line.programme), ..list::Filter::default() };
            let newest = list::list(tx, who, Order::Newest, &here, None, OFFERED)?.items;
            newest.into_iter().filter(|one| one.id != from).map(|one| one.name).collect()
        }
    };
    Ok(Compared { from: card, into: other, union, likely, others, points: settings::POINTS.value(tx)? })
}

#[derive(Template)]
#[template(path = "pages/merge_form.html")]
struct Proposal<'a> {
    t: &'a Tongue,
    compared: &'a Compared,
    typed: &'a Typed,
    errors: &'a Errors,
    form_key: String,
    days: i64,
}

impl Proposal<'_> {
    fn side<'s>(&'s self, card: &'s Card) -> Side<'s> {
        Side { t: self.t, card }
    }
    fn union_words(&self, union: &Union) -> String {
        union_words(self.t, union, self.compared.points)
    }
}

/// One of two ideas.
#[derive(Template)]
#[template(path = "pages/merge_side.html")]
struct Side<'a> {
    t: &'a Tongue,
    card: &'a Card,
}

impl Side<'_> {
    fn status(&self) -> web::Status {
        parts::status(self.t, &self.card.line)
    }
    fn authors(&self) -> String {
        parts::authors(self.t, &self.card.line.authors)
    }
    fn excerpt(&self) -> String {
        self.card.head.excerpt(400)
    }
}

fn union_words(t: &Tongue, union: &Union, points: i64) -> String {
    let said = t.say("ideas-union").arg("from", union.from).arg("into", union.into).arg("both", union.both);
    said.arg("together", union.together).arg("points", union.net * points).to_string()
}

fn page(visit: &Visit, compared: &Compared, typed: &Typed, errors: &Errors, days: i64) -> Answer<Page> {
    let t = &visit.tongue;
    let view = Proposal { t, compared, typed, errors, form_key: visit.form_key(), days };
    Ok(visit.page("/ideas", t.say("ideas-propose-merge"), &view)?.style("rooms/ideas"))
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    with: Option<String>,
}

pub(crate) async fn compare(
    visit: Visit,
    Path(idea): Path<Id<Idea>>,
    Query(asked): Query<Asked>,
) -> Answer<Page> {
    let typed = Typed { into: asked.with.unwrap_or_default(), ..Typed::default() };
    let into = addressed(&typed.into);
    let looked = visit.read(move |tx, who| Ok((compared(tx, who, idea, into)?, settings::WINDOW.value(tx)?)));
    let (compared, days) = looked.await?;
    page(&visit, &compared, &typed, &Errors::default(), days)
}

pub(crate) async fn propose(
    visit: Visit,
    Path(idea): Path<Id<Idea>>,
    Form(typed): Form<Typed>,
) -> Answer<Response> {
    let mut refusals = Vec::new();
    let reason: Option<Reason> = field(&mut refusals, "reason", &typed.reason);
    let asked = typed.clone();
    let into = visit
        .read(move |tx, who| {
            who.id()?;
            let programme = crate::card(tx, who, idea)?.line.programme;
            survivor(tx, programme, &asked)
        })
        .await?;
    if into.is_none() {
        refusals.push(Refusal::field("other", "ideas-refused-which"));
    }
    let done: Result<Id<Merge>> = match (reason, into, Refusal::all(refusals)) {
        (Some(reason), Some(into), None) => {
            visit.act(move |tx, who| merge::propose(tx, who, idea, into, &reason)).await
        }
        (_, _, Some(refusal)) => Err(refusal.into()),
        _ => Err(Refusal::new(422, "refused-malformed").into()),
    };
    match done {
        Ok(merge) => Ok(See::other(format!("/merges/{merge}")).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            let looked =
                visit.read(move |tx, who| Ok((compared(tx, who, idea, into)?, settings::WINDOW.value(tx)?)));
            let (compared, days) = looked.await?;
            Ok(page(&visit, &compared, &typed, &errors, days)?.status(422).into_response())
        }
    }
}

/// A merge with what this reader may do about it.
struct Looked {
    merge: MergeView,
    from: Card,
    into: Card,
    union: Union,
    may_decide: bool,
    may_stay: bool,
    stays: bool,
    points: i64,
}

fn look(tx: &mut Tx<'_>, who: &Actor, id: Id<Merge>) -> Result<Looked> {
    let merge = merge::merge(tx, id)?;
    let (from, into) = (crate::card(tx, who, merge.from)?, crate::card(tx, who, merge.into)?);
    Ok(Looked {
        union: merge::union(tx, merge.from, merge.into, Some(id))?,
        may_decide: programmes::may_in(tx, who, &permissions::MODERATE, merge.programme)?,
        may_stay: merge.state == MergeState::Window && from.line.score.mine != 0,
        stays: merge::stays(tx, id, who.person)?,
        points: settings::POINTS.value(tx)?,
        merge,
        from,
        into,
    })
}

#[derive(Template)]
#[template(path = "pages/merge.html")]
struct Show<'a> {
    t: &'a Tongue,
    looked: &'a Looked,
    errors: &'a Errors,
    form_key: String,
}

impl Show<'_> {
    fn side<'s>(&'s self, card: &'s Card) -> Side<'s> {
        Side { t: self.t, card }
    }
    fn union_words(&self) -> String {
        union_words(self.t, &self.looked.union, self.looked.points)
    }
    fn state_words(&self) -> String {
        let merge = &self.looked.merge;
        let said = self.t.say(format!("ideas-merge-{}", merge.state));
        let when = merge.window_until.map(|until| self.t.moment(until)).unwrap_or_default();
        said.arg("until", when).arg("votes", merge.votes).arg("aside", merge.aside).to_string()
    }
    fn is(&self, state: &str) -> bool {
        self.looked.merge.state.name() == state
    }
}

fn merge_page(visit: &Visit, looked: &Looked, errors: &Errors) -> Answer<Page> {
    let t = &visit.tongue;
    let view = Show { t, looked, errors, form_key: visit.form_key() };
    Ok(visit.page("/ideas", t.say("ideas-merge-title"), &view)?.style("rooms/ideas"))
}

pub(crate) async fn show(visit: Visit, Path(id): Path<Id<Merge>>) -> Answer<Page> {
    let looked = visit.read(move |tx, who| look(tx, who, id)).await?;
    merge_page(&visit, &looked, &Errors::default())
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Reasoned {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    stays: String,
}

async fn answered(visit: Visit, id: Id<Merge>, done: Result<()>) -> Answer<Response> {
    match done {
        Ok(()) => Ok(See::other(format!("/merges/{id}")).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            let looked = visit.read(move |tx, who| look(tx, who, id)).await?;
            Ok(merge_page(&visit, &looked, &errors)?.status(422).into_response())
        }
    }
}

fn reason_of(raw: &str) -> Result<Reason> {
    Ok(Reason::parse(raw).map_err(|fault| fault.refusal("reason"))?)
}

pub(crate) async fn accept(
    visit: Visit,
    Path(id): Path<Id<Merge>>,
    Form(sent): Form<Reasoned>,
) -> Answer<Response> {
    let done = match Reason::optional(&sent.reason).map_err(|fault| fault.refusal("reason")) {
        Ok(note) => visit.act(move |tx, who| merge::accept(tx, who, id, note.as_ref()).map(drop)).await,
        Err(refusal) => Err(refusal.into()),
    };
    answered(visit, id, done).await
}

pub(crate) async fn decline(
    visit: Visit,
    Path(id): Path<Id<Merge>>,
    Form(sent): Form<Reasoned>,
) -> Answer<Response> {
    let done = match reason_of(&sent.reason) {
        Ok(reason) => visit.act(move |tx, who| merge::decline(tx, who, id, &reason)).await,
        Err(error) => Err(error),
    };
    answered(visit, id, done).await
}

pub(crate) async fn stay(
    visit: Visit,
    Path(id): Path<Id<Merge>>,
    Form(sent): Form<Reasoned>,
) -> Answer<Response> {
    let stays = sent.stays != "0";
    let done = visit.act(move |tx, who| merge::stay(tx, who, id, stays)).await;
    answered(visit, id, done).await
}

pub(crate) async fn undo(
    visit: Visit,
    Path(id): Path<Id<Merge>>,
    Form(sent): Form<Reasoned>,
) -> Answer<Response> {
    let done = match reason_of(&sent.reason) {
        Ok(reason) => visit.act(move |tx, who| merge::undo(tx, who, id, &reason)).await,
        Err(error) => Err(error),
    };
    answered(visit, id, done).await
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Here {
    programme: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/merges.html")]
struct Queue<'a> {
    t: &'a Tongue,
    programme: &'a programmes::ProgrammeHead,
    proposed: &'a [(MergeView, Card, Card)],
    likely: &'a [(Card, Card, i64)],
}

/// What waits for whoever moderates a programme: proposals, and pairs that an import found alike.
pub(crate) async fn waiting(visit: Visit, Query(asked): Query<Here>) -> Answer<Page> {
    let looked = visit.read(move |tx, who| {
        let programme = programmes::visible(tx, who, asked.programme.as_deref().unwrap_or_default())?;
        programmes::require(tx, who, &permissions::MODERATE, programme.id)?;
        let mut proposed = Vec::new();
        for merge in merge::merges_in(tx, programme.id, MergeState::Proposed, 50)? {
            let cards = crate::cards(tx, who, &[merge.from, merge.into])?;
            if let [from, into] = cards.as_slice() {
                proposed.push((merge, from.clone(), into.clone()));
            }
        }
        let mut likely = Vec::new();
        for (idea, other, score) in import::likenesses(tx, programme.id, 50)? {
            let cards = crate::cards(tx, who, &[idea, other])?;
            if let [one, two] = cards.as_slice() {
                likely.push((one.clone(), two.clone(), (score * 100.0).round() as i64));
            }
        }
        Ok((programme, proposed, likely))
    });
    let (programme, proposed, likely) = looked.await?;
    let t = &visit.tongue;
    let view = Queue { t, programme: &programme, proposed: &proposed, likely: &likely };
    Ok(visit.page("/ideas", t.say("ideas-merges"), &view)?.style("rooms/ideas"))
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Apart {
    other: String,
    #[serde(default)]
    programme: String,
}

pub(crate) async fn apart(visit: Visit, Path(idea): Path<Id<Idea>>, Form(sent): Form<Apart>) -> Answer<See> {
    let other: Id<Idea> = sent.other.parse().map_err(|_| Refusal::field("other", "refused-choice"))?;
    visit.act(move |tx, who| import::leave_apart(tx, who, idea, other)).await?;
    Ok(See::other(format!("/ideas/merges?programme={}", sent.programme)))
}
