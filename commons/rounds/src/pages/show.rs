//! A round's page: what is asked, how it counts, one's own ballot, how it stands, and what came of it.

use super::{
    ballots::Ballot,
    look::{ItemView, Looked, look, title},
    path,
    result::ResultView,
    said::Said,
};
use crate::{AppealState, Live, Round, State, rule::Method};
use act::{Id, Refusal, Result};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use web::{Answer, Byline, Errors, Form, Page, See, Status, Tongue, Visit};

/// What the address says beside the round.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// What was just done: one of [`DONE`].
    said: Option<String>,
    /// The first item of a ballot that is given item by item.
    from: usize,
}

/// What may have been done just now, each with its words.
const DONE: [&str; 10] =
    ["kept", "back", "drafted", "changed", "opened", "closed", "decided", "published", "amended", "appealed"];

/// An amendment in words.
struct AmendedView {
    at: act::Timestamp,
    by: Byline,
    changes: Vec<(String, String, String)>,
    reason: String,
}

#[derive(Template)]
#[template(path = "pages/show.html")]
struct Show<'a> {
    t: &'a Tongue,
    visit: &'a Visit,
    looked: &'a Looked,
    items: &'a [ItemView],
    path: String,
    status: Status,
    form_key: String,
    errors: &'a Errors,
    said: Option<&'static str>,
    ballot: Option<String>,
    /// Why this reader has no ballot here, and whether signing in may help.
    no_ballot: Option<(String, bool)>,
    standing: Option<ResultView<'a>>,
    typed: &'a Said,
    owner: Option<Byline>,
}

impl Show<'_> {
    fn soon(&self) -> bool {
        self.looked.view.state == State::Open && self.looked.view.rule.opens > self.t.now()
    }
    fn ended(&self) -> bool {
        self.looked.view.state == State::Open && self.looked.view.rule.closes <= self.t.now()
    }
    fn method(&self) -> String {
        self.t.say(format!("rounds-method-{}", self.looked.view.rule.method.name())).to_string()
    }
    fn sentences(&self) -> Vec<String> {
        self.looked.sentences(self.t)
    }
    fn electors(&self) -> i64 {
        self.looked.view.electors.iter().sum()
    }
    fn strata(&self) -> Vec<(&str, i64)> {
        let names = self.looked.view.rule.strata.iter().map(|stratum| stratum.name.as_str());
        names.zip(self.looked.view.electors.iter().copied()).collect()
    }
    fn guarantee(&self) -> i64 {
        i64::from(self.looked.view.rule.guarantee)
    }
    fn looks(&self) -> i64 {
        self.looked.view.looks.min(self.guarantee())
    }
    /// How far one's own ballot is.
    fn progress(&self) -> String {
        let Some(mine) = &self.looked.view.mine else { return String::new() };
        let answers = mine.answers.len();
        let t = self.t;
        match self.looked.view.rule.method {
            Method::UpDown | Method::Stars { .. } | Method::Opinions => {
                let of = self.items.len().saturating_sub(mine.own.len());
                t.say("rounds-progress-items").arg("n", answers).arg("of", of).to_string()
            }
            Method::Pairwise => t.say("rounds-progress-pairs").arg("n", answers).to_string(),
            Method::MaxDiff { .. } => t.say("rounds-progress-sets").arg("n", answers).to_string(),
            _ if answers == 0 => t.say("rounds-progress-none").to_string(),
            _ => t.say("rounds-progress-whole").to_string(),
        }
    }
    fn hidden(&self) -> Option<String> {
        let Live::Hidden { why, .. } = &self.looked.live else { return None };
        let said = self.t.say(format!("rounds-hidden-{}", why.name()));
        let view = &self.looked.view;
        Some(
            said.arg("n", self.guarantee())
                .arg("looks", self.looks())
                .arg("at", view.rule.closes)
                .to_string(),
        )
    }
    fn chosen(&self) -> Vec<String> {
        let decided = self.looked.view.decided.as_ref();
        decided.map_or_else(Vec::new, |decided| {
            decided.choice.iter().map(|place| title(self.items, *place)).collect()
        })
    }
    fn decider(&self) -> Byline {
        self.looked.byline(self.looked.view.decided.as_ref().and_then(|decided| decided.by))
    }
    fn amendments(&self) -> Vec<AmendedView> {
        let each = self.looked.view.amendments.iter().map(|amended| AmendedView {
            at: amended.at,
            by: self.looked.byline(amended.by),
            changes: amended
                .changes
                .iter()
                .map(|change| {
                    let field = self.t.say(format!("rounds-amended-{}", change.field)).to_string();
                    (
                        field,
                        self.of_change(&change.field, &change.before),
                        self.of_change(&change.field, &change.after),
                    )
                })
                .collect(),
            reason: amended.reason.clone(),
        });
        each.collect()
    }
    fn of_change(&self, field: &str, value: &str) -> String {
        match field {
            "closes" => {
                value.parse::<act::Timestamp>().map_or_else(|_| value.to_owned(), |at| self.t.moment(at))
            }
            "decider" => self.t.say(format!("rounds-decider-{value}")).to_string(),
            _ => value.to_owned(),
        }
    }
    fn excluded(&self) -> Option<&str> {
        self.looked.view.mine.as_ref().and_then(|mine| mine.excluded.as_deref())
    }
    fn in_report(&self) -> bool {
        self.looked.view.mine.as_ref().is_some_and(|mine| mine.in_report)
    }
    fn appeal(&self) -> Option<String> {
        let key = match self.looked.view.mine.as_ref()?.appeal? {
            AppealState::Waiting => "rounds-appeal-waiting",
            AppealState::Upheld => "rounds-appeal-upheld",
            AppealState::Declined => "rounds-appeal-declined",
        };
        Some(self.t.say(key).to_string())
    }
    fn token(&self) -> Option<i64> {
        let mine = self.looked.view.mine.as_ref()?;
        self.looked.view.state.counted().then_some(mine.token)
    }
    fn cares(&self) -> bool {
        let may = &self.looked.view.may;
        may.change || may.open || may.amend || may.close || may.decide || may.publish || may.steward
    }
}

/// What the page needs that its address does not say.
pub(crate) struct Again {
    pub(crate) errors: Errors,
    pub(crate) typed: Said,
    pub(crate) status: u16,
}

impl Default for Again {
    fn default() -> Self {
        Self { errors: Errors::default(), typed: Said::default(), status: 200 }
    }
}

/// What is dealt to this elector now, if this is a round in which something is.
async fn dealt(visit: &Visit, looked: &Looked) -> Result<Option<Vec<u32>>> {
    let view = &looked.view;
    if !view.rule.method.dealt() || !view.may.vote || !looked.taking(&visit.tongue) {
        return Ok(None);
    }
    let id = view.id;
    let dealt = visit.act(move |tx, who| Ok(crate::next(tx, who, id, false)?.map(|dealt| dealt.items)));
    match dealt.await {
        // Between looking and dealing the round may have been closed, or the elector excluded: there is nothing to deal.
        Err(error) if error.refusal().is_some_and(|refusal| matches!(refusal.status, 403 | 409)) => Ok(None),
        other => other,
    }
}

pub(crate) async fn page(visit: &Visit, id: Id<Round>, asked: &Asked, again: &Again) -> Answer<Page> {
    let looked = visit.read(move |tx, who| look(tx, who, id)).await?;
    let dealt = dealt(visit, &looked).await?;
    let (t, items) = (&visit.tongue, looked.items(visit));
    let view = &looked.view;
    let taking = looked.taking(t);
    let ballot = match &view.mine {
        Some(mine) if taking && view.may.vote => {
            let (dealt, typed) = (dealt.as_deref(), &again.typed);
            Some(Ballot { t, looked: &looked, items: &items, mine, dealt, typed, from: asked.from }.html()?)
        }
        _ => None,
    };
    let no_ballot = match &view.mine {
        _ if !taking || ballot.is_some() => None,
        None if !visit.actor.signed_in() => Some((t.say("rounds-no-ballot-visitor").to_string(), true)),
        Some(mine) if mine.excluded.is_some() => None,
        _ => Some((t.say("rounds-no-ballot").to_string(), false)),
    };
    let shown = Show {
        t,
        visit,
        looked: &looked,
        items: &items,
        path: path(id),
        status: super::status(t, view.state, view.rule.opens),
        form_key: visit.form_key(),
        errors: &again.errors,
        said: DONE.into_iter().find(|done| asked.said.as_deref() == Some(*done)),
        ballot,
        no_ballot,
        standing: ResultView::of(t, &looked, &items),
        typed: &again.typed,
        owner: looked.programme.owner.map(|owner| looked.byline(Some(owner))),
    };
    let page = visit.page("/rounds", &view.rule.question, &shown)?.style("rooms/rounds");
    let page = page.status(again.status);
    Ok(if view.state == State::Open { page.live(format!("round:{id}")) } else { page })
}

pub(crate) async fn show(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Query(asked): Query<Asked>,
) -> Answer<Page> {
    page(&visit, id, &asked, &Again::default()).await
}

/// The page again after a form of it was refused.
pub(crate) async fn refused(
    visit: &Visit,
    id: Id<Round>,
    error: act::Error,
    typed: Said,
) -> Answer<Response> {
    let status = error.refusal().map_or(500, |refusal| refusal.status);
    let errors = Errors::of_error(&visit.tongue, error)?;
    let again = Again { errors, typed, status };
    Ok(page(visit, id, &Asked::default(), &again).await?.into_response())
}

pub(crate) async fn cast(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let said = Said::of(pairs);
    let (done, slot) = match said.back() {
        Some(slot) => {
            let back = slot.clone();
            (visit.act(move |tx, who| crate::take_back(tx, who, id, &back).map(drop)).await, Ok(slot))
        }
        None => match answer_of(&visit, id, &said).await {
            Ok(answer) => {
                let slot = answer.slot();
                (visit.act(move |tx, who| crate::cast(tx, who, id, &answer).map(drop)).await, Ok(slot))
            }
            Err(error) => (Ok(()), Err(error)),
        },
    };
    match (done, slot) {
        (Ok(()), Ok(slot)) => {
            let word = if said.back().is_some() { "back" } else { "kept" };
            let place = match slot {
                crate::answer::Slot::Item(item) => format!("#item-{item}"),
                _ => "#ballot".to_owned(),
            };
            Ok(See::other(format!("{}?said={word}{place}", path(id))).into_response())
        }
        (Err(error), _) | (_, Err(error)) => refused(&visit, id, error, said).await,
    }
}

/// The answer that was sent, read by the round's method.
async fn answer_of(visit: &Visit, id: Id<Round>, said: &Said) -> Result<crate::answer::Answer> {
    visit.actor.id()?;
    let view = visit.read(move |tx, who| crate::round(tx, who, id)).await?;
    Ok(said.answer(&view.rule.method)?)
}

pub(crate) async fn pass(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<See> {
    visit.act(move |tx, who| crate::next(tx, who, id, true).map(drop)).await?;
    Ok(See::other(format!("{}#ballot", path(id))))
}

pub(crate) async fn appeal(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let said = Said::of(pairs);
    let words = said.get("words").to_owned();
    let made = match words.is_empty() {
        true => Err(Refusal::field("words", "refused-text-empty").into()),
        false => visit.act(move |tx, who| crate::appeal(tx, who, id, &words).map(drop)).await,
    };
    match made {
        Ok(()) => Ok(See::other(format!("{}?said=appealed", path(id))).into_response()),
        Err(error) => refused(&visit, id, error, said).await,
    }
}
