//! Everything a round's pages are made of, read over one state.

use crate::{Live, Round, RoundView, State, rule::Authors};
use act::{Actor, Id, Permission, Person, Refusal, Result, Tx};
use pieces::{Head, Piece};
use programmes::ProgrammeHead;
use std::collections::HashMap;
use web::{Byline, Tongue, Visit};

/// Everything a round's pages are made of.
pub(crate) struct Looked {
    pub(crate) view: RoundView,
    pub(crate) live: Live,
    pub(crate) programme: ProgrammeHead,
    heads: HashMap<Id<Piece>, Head>,
    people: HashMap<Id<Person>, Byline>,
}

pub(crate) fn look(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<Looked> {
    let view = crate::round(tx, who, id)?;
    let live = crate::live(tx, who, id)?;
    let programme = programmes::head(tx, view.programme)?;
    let pieces: Vec<Id<Piece>> = view.items.iter().map(|item| item.piece).collect();
    let heads = pieces::heads(tx, who, &pieces)?.into_iter().map(|head| (head.id, head)).collect();
    let mut named: Vec<Id<Person>> = view.amendments.iter().filter_map(|amended| amended.by).collect();
    named.extend(view.made_by);
    named.extend(view.decided.as_ref().and_then(|decided| decided.by));
    named.extend(programme.owner);
    let people = people::bylines(tx, &named)?;
    Ok(Looked { view, live, programme, heads, people })
}

/// An item as a page shows it.
#[derive(Debug, Clone)]
pub(crate) struct ItemView {
    pub(crate) place: u32,
    pub(crate) title: String,
    pub(crate) path: Option<String>,
    pub(crate) words: String,
    pub(crate) language: Option<String>,
    /// Nobody where the rule hides who made it.
    pub(crate) authors: Vec<Byline>,
}

impl Looked {
    /// The items in the order in which the record names them.
    pub(crate) fn items(&self, visit: &Visit) -> Vec<ItemView> {
        let rule = &self.view.rule;
        let hidden = rule.authors == Authors::Hidden && !self.view.state.counted();
        let items = self.view.items.iter().map(|item| match self.heads.get(&item.piece) {
            Some(head) => ItemView {
                place: item.place,
                title: head.name(),
                path: visit.cx.house().path_of(&head.kind, head.id),
                words: head.excerpt(180),
                language: head.language.clone(),
                authors: if hidden { Vec::new() } else { head.authors.clone() },
            },
            None => ItemView {
                place: item.place,
                title: visit.tongue.say("rounds-item-unseen").arg("n", i64::from(item.place) + 1).to_string(),
                path: None,
                words: String::new(),
                language: None,
                authors: Vec::new(),
            },
        });
        items.collect()
    }

    /// Who it was; an erased person is a dash.
    pub(crate) fn byline(&self, person: Option<Id<Person>>) -> Byline {
        person.and_then(|person| self.people.get(&person).cloned()).unwrap_or_else(nobody)
    }

    /// Whether ballots are taken just now.
    pub(crate) fn taking(&self, t: &Tongue) -> bool {
        self.view.state == State::Open && self.view.rule.opens <= t.now() && t.now() < self.view.rule.closes
    }

    /// The rule in sentences, in the reader's language.
    pub(crate) fn sentences(&self, t: &Tongue) -> Vec<String> {
        self.view.sentences.iter().map(|said| t.tell(&said.key, &said.arguments)).collect()
    }
}

/// The refusal of a page that is for others.
pub(crate) fn not_allowed(permission: &Permission) -> Refusal {
    Refusal::new(403, "refused-not-allowed").with("permission", permission.name)
}

/// The byline of an erased person.
pub(crate) fn nobody() -> Byline {
    Byline { person: None, name: "—".to_owned(), voice: act::Voice::Member, part: String::new() }
}

/// The name of an item by its place.
pub(crate) fn title(items: &[ItemView], place: u32) -> String {
    items.iter().find(|item| item.place == place).map_or_else(String::new, |item| item.title.clone())
}
