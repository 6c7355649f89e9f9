//! An idea's page.

use super::parts::{self, VoteForm};
use crate::{
    Card, Idea, MergeState, Status, StepView, Weight,
    journal::{self, Entry},
    merge::{self, MergeView},
    partner::{self, PromiseView},
    permissions, rows, see,
    settings::{self, Rules},
    steps,
};
use act::{Actor, Id, Person, Result, Tx};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use files::{Attachment, Gallery};
use http::{StatusCode, header};
use pieces::{Predating, Visibility};
use programmes::ProgrammeHead;
use serde::Deserialize;
use std::collections::HashMap;
use web::{Answer, Byline, Form, See, Status as StatusView, Tongue, Visit};

/// Everything the page shows, read over one state.
pub(crate) struct Looked {
    card: Card,
    programme: ProgrammeHead,
    steps: Vec<StepView>,
    bylines: HashMap<Id<Person>, Byline>,
    rules: Rules,
    following: bool,
    thanked: bool,
    appeal_to: Option<Byline>,
    may_status: bool,
    may_moderate: bool,
    merged: Vec<(Id<Idea>, String, i64)>,
    merges: Vec<MergeView>,
    promises: Vec<PromiseView>,
    partners: Vec<(Byline, String)>,
    predating: Vec<Predating>,
    entries: Vec<Entry>,
    pictures: Vec<Attachment>,
    may_promise: bool,
    view_due: bool,
}

fn look(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>) -> Result<Looked> {
    let card = crate::card(tx, who, idea)?;
    let programme = programmes::head(tx, card.line.programme)?;
    let steps = steps::steps(tx, idea)?;
    let charter = programmes::charter_of(tx, programme.id, programme.version)?;
    let appeal = charter.appeal_to();
    let promises = partner::promises(tx, idea)?;
    let named =
        steps.iter().filter_map(|step| step.by).chain(promises.iter().filter_map(|promise| promise.by));
    let people: Vec<Id<Person>> = named.chain(appeal).collect();
    let bylines = people::bylines(tx, &people)?;
    Ok(Looked {
        rules: settings::rules(tx)?,
        following: pieces::is_following(tx, idea.cast(), who.person)?,
        thanked: pieces::thanked(tx, who.person, &[idea.cast()])?.contains(&idea.cast()),
        appeal_to: appeal.and_then(|person| bylines.get(&person).cloned()),
        may_status: programmes::may_in(tx, who, &permissions::STATUS, programme.id)?,
        may_moderate: programmes::may_in(tx, who, &permissions::MODERATE, programme.id)?,
        merged: merged_in(tx, who, idea)?,
        merges: merge::merges_of(tx, idea)?,
        partners: partner::badges(tx, &[idea])?
            .into_iter()
            .map(|(_, byline, title)| (byline, title))
            .collect(),
        predating: pieces::predating(tx, idea.cast())?,
        entries: journal::entries_of(tx, who, idea)?,
        pictures: files::of(tx, &[idea.cast()])?.remove(&idea.cast()).unwrap_or_default(),
        may_promise: programmes::may_in(tx, who, &permissions::PARTNER, programme.id)?,
        promises,
        view_due: see::is_due(tx, who, idea)?,
        card,
        programme,
        steps,
        bylines,
    })
}

/// The ideas that count on this one, with how many of its votes came from each.
fn merged_in(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>) -> Result<Vec<(Id<Idea>, String, i64)>> {
    let family = pieces::family(tx, idea.cast())?;
    if family.len() < 2 {
        return Ok(Vec::new());
    }
    let heads = pieces::heads(tx, who, &family[1..])?;
    let members: Vec<Id<Idea>> = family[1..].iter().map(|piece| piece.cast()).collect();
    let votes = merge::votes_by_origin(tx, &members)?;
    Ok(heads
        .iter()
        .map(|head| (head.id.cast(), head.name(), votes.get(&head.id.cast()).copied().unwrap_or(0)))
        .collect())
}

#[derive(Template)]
#[template(path = "pages/idea.html")]
struct Show<'a> {
    t: &'a Tongue,
    looked: &'a Looked,
    /// The rounds it is or was in, as a section.
    in_rounds: Option<String>,
    discussion: pieces::Discussion,
    thread: pieces::ThreadView<'a>,
    back: String,
    said: Option<String>,
    came_from: Option<String>,
    signed_in: bool,
    build_on: String,
    form_key: String,
}

impl Show<'_> {
    fn vote(&self) -> VoteForm<'_> {
        VoteForm { t: self.t, line: &self.looked.card.line, back: &self.back }
    }
    fn status(&self) -> StatusView {
        parts::status(self.t, &self.looked.card.line)
    }
    fn body(&self) -> String {
        web::prose(&self.looked.card.head.body)
    }
    fn note(&self, step: &StepView) -> String {
        web::prose(&parts::note(self.t, step))
    }
    fn plain_note(&self, step: &StepView) -> String {
        parts::note(self.t, step)
    }
    /// What is wrong with it, and the reason that was given.
    fn moderation(&self) -> Option<(String, String)> {
        use pieces::Moderation as M;
        let (key, reason) = match &self.looked.card.head.moderation {
            M::Shown => return None,
            M::Pending => ("ideas-pending", ""),
            M::Hidden { reason, .. } => ("ideas-hidden", reason.as_str()),
            M::Removed { .. } => ("ideas-removed", ""),
        };
        Some((self.t.say(key).to_string(), reason.to_owned()))
    }
    fn by(&self, step: &StepView) -> String {
        let byline = step.by.and_then(|person| self.looked.bylines.get(&person));
        byline.map_or_else(|| self.t.say("ideas-a-rule").to_string(), |byline| byline.to_string())
    }
    fn gallery(&self) -> Gallery<'_> {
        Gallery::new(&self.looked.pictures)
    }
    fn promiser(&self, promise: &PromiseView) -> String {
        let byline = promise.by.and_then(|person| self.looked.bylines.get(&person));
        byline.map_or_else(|| self.t.say("ideas-nobody").to_string(), |byline| byline.to_string())
    }
    fn is_late(&self, promise: &PromiseView) -> bool {
        promise.kept_at.is_none() && promise.due_at < self.t.now()
    }
    /// Merges that are not over, for whoever may have a say in them.
    fn open_merges(&self) -> impl Iterator<Item = &MergeView> {
        let waits = |merge: &&MergeView| matches!(merge.state, MergeState::Proposed | MergeState::Window);
        self.looked.merges.iter().filter(waits)
    }
    fn is_restricted(&self) -> bool {
        self.looked.card.head.visibility != Visibility::Public
    }
    fn seen_by(&self) -> String {
        self.t.say(format!("ideas-restricted-{}", self.looked.card.head.visibility)).to_string()
    }
    fn can_publish(&self) -> bool {
        self.is_restricted() && self.looked.card.line.own
    }
    fn words_of(&self, status: &Status) -> String {
        self.t.say(format!("ideas-status-{status}")).to_string()
    }
    fn how_it_counts(&self) -> String {
        let rules = &self.looked.rules;
        self.t
            .say("ideas-how-it-counts")
            .arg("points_per_vote", rules.points_per_vote)
            .arg("popular_half_life_days", rules.popular_half_life_days)
            .arg("guaranteed_views", rules.guaranteed_views)
            .to_string()
    }
    fn threshold(&self) -> Option<String> {
        let rules = &self.looked.rules;
        let open = self.looked.card.line.status == Status::Open && rules.threshold_days > 0;
        open.then(|| {
            let said = self.t.say("ideas-threshold-rule");
            said.arg("points", rules.threshold_points).arg("days", rules.threshold_days).to_string()
        })
    }
}

/// What the address says beside the idea.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    /// What was just done.
    said: Option<String>,
    /// The merged idea whose address led here.
    from: Option<String>,
    /// Show a merged idea where it is, not the one it lives on in.
    here: Option<String>,
}

/// What may be said on top of the page.
const SAID: [&str; 9] =
    ["shared", "published", "alike", "joined", "moved", "promised", "proposed", "changed", "stayed"];

pub(crate) async fn show(
    visit: Visit,
    Path(idea): Path<Id<Idea>>,
    Query(asked): Query<Asked>,
) -> Answer<Response> {
    let tongue = visit.tongue.clone();
    let looked = visit.read(move |tx, who| {
        let looked = look(tx, who, idea)?;
        let in_rounds = rounds::about(tx, who, &tongue, idea.cast())?;
        let talk = pieces::talk(tx, who, idea.cast(), None)?;
        let thread = pieces::thread(tx, who, idea.cast(), 40)?;
        let survivor = match looked.card.line.merged_into {
            Some(_) => {
                let kept = rows::kept(tx, idea)?;
                Some(rows::survivor(tx, &kept)?)
            }
            None => None,
        };
        Ok((looked, survivor, talk, thread, in_rounds))
    });
    let (looked, survivor, talk, thread, in_rounds) = looked.await?;
    if let (Some(survivor), None) = (survivor, &asked.here) {
        let to = format!("/ideas/{survivor}?from={idea}");
        return Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response());
    }
    if looked.view_due {
        // Not being able to count a view must not keep anybody from reading.
        let seen: Result<()> = visit.act(move |tx, who| see::see(tx, who, idea)).await;
        if let Err(act::Error::Fault(fault)) = seen {
            return Err(act::Error::Fault(fault).into());
        }
    }
    let came_from = match asked.from.as_deref().and_then(|from| from.parse::<Id<Idea>>().ok()) {
        Some(from) => visit
            .read(move |tx, who| pieces::heads(tx, who, &[from.cast()]))
            .await?
            .pop()
            .map(|head| head.name()),
        None => None,
    };
    let t = &visit.tongue;
    let said = asked
        .said
        .as_deref()
        .filter(|said| SAID.contains(said))
        .map(|said| t.say(format!("ideas-said-{said}")).to_string());
    let view = Show {
        t,
        looked: &looked,
        in_rounds,
        discussion: pieces::Discussion::new(&visit, talk),
        thread: pieces::ThreadView::new(&thread, t, visit.cx.house()),
        back: parts::path(idea),
        said,
        came_from,
        signed_in: visit.actor.signed_in(),
        build_on: visit.way_to(&format!("/ideas/new?grown_from={idea}")),
        form_key: visit.form_key(),
    };
    let page = visit
        .page("/ideas", looked.card.head.name(), &view)?
        .style("rooms/ideas")
        .script("thread-map")
        .live(format!("idea:{idea}"))
        .live(format!("piece:{idea}"));
    Ok(page.description(looked.card.head.excerpt(160)).into_response())
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Voted {
    weight: String,
    #[serde(default)]
    back: String,
}

pub(crate) async fn vote(visit: Visit, Path(idea): Path<Id<Idea>>, Form(sent): Form<Voted>) -> Answer<See> {
    let mut refusals = Vec::new();
    let weight: Option<Weight> = web::choice(&mut refusals, "weight", &sent.weight);
    let Some(weight) = weight else {
        return Err(act::Refusal::field("weight", "refused-choice").into());
    };
    visit.act(move |tx, who| crate::vote::vote(tx, who, idea, weight)).await?;
    Ok(See::other(if sent.back.is_empty() { parts::path(idea) } else { sent.back }))
}
