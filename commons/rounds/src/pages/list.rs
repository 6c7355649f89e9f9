//! Rounds: what is open, what is soon, what was decided.

use crate::{Asked as Wanted, Listed, State, permissions};
use act::{Actor, Refusal, Result, Tx};
use askama::Template;
use axum::extract::Query;
use programmes::{Programme, ProgrammeHead};
use serde::Deserialize;
use std::collections::{HashMap, hash_map::Entry};
use web::{Answer, Cursor, Page, Paged, Paging, Status, Tongue, Visit};

/// Rounds on one page.
const PAGE: i64 = 20;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    programme: Option<String>,
    state: Option<String>,
    after: Option<Cursor>,
}

/// Everything the page is made of.
struct Looked {
    page: Paged<Listed>,
    programmes: HashMap<act::Id<Programme>, ProgrammeHead>,
    programme: Option<ProgrammeHead>,
    state: Option<State>,
    may_open: bool,
}

fn look(tx: &mut Tx<'_>, who: &Actor, asked: &Asked) -> Result<Looked> {
    let given = |field: &Option<String>| field.clone().filter(|text| !text.trim().is_empty());
    let programme = given(&asked.programme).map(|slug| programmes::visible(tx, who, &slug)).transpose()?;
    let state = given(&asked.state).map(|word| word.parse::<State>());
    let state = state.transpose().map_err(|_| Refusal::field("state", "refused-choice"))?;
    let wanted = Wanted { programme: programme.as_ref().map(|p| p.id), state, ..Wanted::default() };
    let paging = Paging { after: asked.after.clone(), limit: Some(PAGE) };
    let page = crate::list(tx, who, &wanted, &paging)?;
    let mut heads = HashMap::new();
    for listed in &page.items {
        if let Entry::Vacant(place) = heads.entry(listed.programme) {
            place.insert(programmes::head(tx, listed.programme)?);
        }
    }
    let may_open = match &programme {
        Some(programme) => programmes::may_in(tx, who, &permissions::OPEN, programme.id)?,
        None => who.can(&permissions::OPEN),
    };
    Ok(Looked { page, programmes: heads, programme, state, may_open })
}

#[derive(Template)]
#[template(path = "pages/list.html")]
struct List<'a> {
    t: &'a Tongue,
    looked: &'a Looked,
}

impl List<'_> {
    fn href(&self, state: Option<State>, after: Option<&Cursor>) -> String {
        let mut parts = Vec::new();
        parts.extend(self.looked.programme.as_ref().map(|programme| format!("programme={}", programme.slug)));
        parts.extend(state.map(|state| format!("state={state}")));
        parts.extend(after.map(|after| format!("after={}", after.as_str())));
        if parts.is_empty() { "/rounds".to_owned() } else { format!("/rounds?{}", parts.join("&")) }
    }
    fn tabs(&self) -> Vec<(String, String, bool)> {
        let mut states = vec![None];
        if self.looked.may_open {
            states.push(Some(State::Draft));
        }
        states.extend([State::Open, State::Closed, State::Decided, State::Published].map(Some));
        let tab = |state: Option<State>| {
            let words = match state {
                Some(state) => self.t.say(format!("rounds-tab-{state}")).to_string(),
                None => self.t.say("rounds-tab-all").to_string(),
            };
            (self.href(state, None), words, state == self.looked.state)
        };
        states.into_iter().map(tab).collect()
    }
    fn status(&self, listed: &Listed) -> Status {
        super::status(self.t, listed.state, listed.opens)
    }
    fn soon(&self, listed: &Listed) -> bool {
        listed.state == State::Open && listed.opens > self.t.now()
    }
    fn programme(&self, listed: &Listed) -> Option<&ProgrammeHead> {
        self.looked.programmes.get(&listed.programme)
    }
    fn next(&self) -> Option<String> {
        let next = self.looked.page.next.as_ref()?;
        Some(self.href(self.looked.state, Some(next)))
    }
}

pub(crate) async fn list(visit: Visit, Query(asked): Query<Asked>) -> Answer<Page> {
    let looked = visit.read(move |tx, who| look(tx, who, &asked)).await?;
    let t = &visit.tongue;
    let title = match &looked.programme {
        Some(programme) => t.say("rounds-title-of").arg("programme", programme.title.as_str()).to_string(),
        None => t.say("rounds-title").to_string(),
    };
    Ok(visit.page("/rounds", title, &List { t, looked: &looked })?.style("rooms/rounds"))
}
