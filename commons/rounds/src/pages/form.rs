//! The form that makes a rule: drafting a round and changing the draft. What contradicts itself comes back at its field, and
//! before anything is kept the rule can be read in words.

use super::{
    clock, path,
    strata::{StratumTyped, who_choices},
    typed::Typed,
};
use crate::{
    Round, State,
    model::NewRound,
    permissions::OPEN,
    refused::Refused,
    rule::{Authors, Bearing, BudgetCount, Conflict, Counts, Decider, Facts, RankedCount, Ties, Who},
};
use act::{Actor, Id, Person, Refusal, Result, Role, Tx, search_key};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use pieces::{Head, Piece};
use programmes::ProgrammeHead;
use std::collections::HashMap;
use web::{Answer, Errors, Form, House, Page, Paging, See, Tongue, Visit};

/// The methods in the order in which the form offers them.
const METHODS: [&str; 9] =
    ["up-down", "stars", "opinions", "pairwise", "max-diff", "ranked", "budget", "quadratic", "cumulative"];
/// How strata come together.
const COMBINE: [&str; 4] = ["together", "each-must-pass", "seats", "weights"];

/// Everything the form is made of beside what was typed.
struct Looked {
    programme: ProgrammeHead,
    heads: Vec<Head>,
    people: HashMap<String, Id<Person>>,
}

/// The items that were named, as far as the reader may see them, and people by what they may be called by.
fn look(tx: &mut Tx<'_>, who: &Actor, programme: &str, typed: &Typed) -> Result<Looked> {
    who.id()?;
    let programme = programmes::visible(tx, who, programme)?;
    programmes::require(tx, who, &OPEN, programme.id)?;
    let more = typed.more.split_whitespace().map(|text| text.rsplit('/').next().unwrap_or(text).to_owned());
    let mut items: Vec<Id<Piece>> = Vec::new();
    for raw in typed.items.iter().cloned().chain(more).take(crate::rule::MOST_ITEMS + 1) {
        items.extend(raw.parse::<Id<Piece>>().ok().filter(|item| !items.contains(item)));
    }
    let heads = pieces::heads(tx, who, &items)?;
    let wanted = typed.strata.iter().any(|row| row.who == "named" && !row.people.trim().is_empty());
    let people = if wanted { callable(tx, &programme, typed)? } else { HashMap::new() };
    Ok(Looked { programme, heads, people })
}

/// People by the identifier or the name that was typed: names of whoever takes part in the programme, of staff and of
/// partners; identifiers of anybody.
fn callable(
    tx: &mut Tx<'_>,
    programme: &ProgrammeHead,
    typed: &Typed,
) -> Result<HashMap<String, Id<Person>>> {
    let paging = Paging { after: None, limit: Some(100) };
    let takes_part = programmes::participants(tx, programme.id, &paging)?;
    let mut asked: Vec<Id<Person>> = takes_part.items.iter().map(|one| one.person).collect();
    asked.extend(people::with_role(tx, Role::Partner, 500)?);
    asked.extend(people::with_role(tx, Role::Staff, 500)?);
    let named = people::bylines(tx, &asked)?;
    let mut known: HashMap<String, Id<Person>> =
        named.into_iter().map(|(id, byline)| (search_key(&byline.name), id)).collect();
    let typed = typed.strata.iter().flat_map(|row| row.people.split(['\n', ',']));
    let ids: Vec<Id<Person>> = typed.filter_map(|text| id_in(text).parse().ok()).take(500).collect();
    known.extend(people::bylines(tx, &ids)?.into_keys().map(|id| (id.to_string(), id)));
    Ok(known)
}

/// The identifier in the address of a person's page.
fn id_in(text: &str) -> &str {
    text.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

fn known(looked: &Looked, text: &str) -> Option<Id<Person>> {
    let by_name = looked.people.get(&search_key(text.trim()));
    by_name.or_else(|| looked.people.get(id_in(text))).copied()
}

/// The room whose pieces these are.
fn room_of(house: &House, heads: &[Head]) -> String {
    let kind = heads.first().map(|head| head.kind.as_str());
    let room = house.rooms.iter().find(|room| room.kinds.iter().any(|known| Some(known.name) == kind));
    room.map_or_else(String::new, |room| room.name.to_owned())
}

/// What a control takes.
enum Kind {
    Line(usize),
    Number(i64, i64),
    Money,
    Time,
    Select(Vec<(String, String)>),
    Radios(Vec<(String, String, String)>),
}

/// One field with its label, hint and error.
#[derive(Template)]
#[template(path = "pages/control.html")]
struct Control {
    name: &'static str,
    label: String,
    hint: String,
    kind: Kind,
    typed: String,
    error: Option<String>,
    /// The choice with which this field is needed; it is shown with others only where the style sheet cannot tell.
    only: &'static str,
}

/// An item of the form: its identifier, title, and what it costs.
struct ItemRow {
    id: String,
    title: String,
    cost: String,
}

#[derive(Template)]
#[template(path = "pages/form.html")]
struct FormView<'a> {
    t: &'a Tongue,
    errors: &'a Errors,
    typed: &'a Typed,
    programme: &'a ProgrammeHead,
    items: Vec<ItemRow>,
    rows: Vec<StratumTyped>,
    action: String,
    heading: String,
    back: String,
    zone: String,
    /// The rule in words, when it was asked for.
    preview: Option<Vec<String>>,
    new: bool,
}

impl FormView<'_> {
    fn control(&self, name: &'static str, kind: Kind, typed: &str) -> Control {
        let hint_key = format!("rounds-hint-{name}");
        Control {
            name,
            label: self.t.say(format!("rounds-field-{name}")).to_string(),
            hint: if HINTED.contains(&name) { self.t.say(hint_key).to_string() } else { String::new() },
            kind,
            typed: typed.to_owned(),
            error: self.errors.of(name).map(str::to_owned),
            only: "",
        }
    }
    fn line(&self, name: &'static str, typed: &str) -> Control {
        self.control(name, Kind::Line(crate::rule::QUESTION), typed)
    }
    fn number(&self, name: &'static str, typed: &str, least: i64, most: i64, only: &'static str) -> Control {
        Control { only, ..self.control(name, Kind::Number(least, most), typed) }
    }
    fn money(&self, name: &'static str, typed: &str) -> Control {
        Control { only: "budget", ..self.control(name, Kind::Money, typed) }
    }
    fn time(&self, name: &'static str, typed: &str) -> Control {
        self.control(name, Kind::Time, typed)
    }
    /// One of these, each with its own words and a line about it.
    fn radios(&self, name: &'static str, prefix: &str, words: &[&str], typed: &str) -> Control {
        let radio = |word: &&str| {
            let said = self.t.say(format!("rounds-{prefix}-{word}")).to_string();
            let about = self.t.say(format!("rounds-{prefix}-{word}-about")).to_string();
            ((*word).to_owned(), said, about)
        };
        self.control(name, Kind::Radios(words.iter().map(radio).collect()), typed)
    }
    fn select(&self, name: &'static str, prefix: &str, words: &[&str], typed: &str) -> Control {
        let option =
            |word: &&str| ((*word).to_owned(), self.t.say(format!("rounds-{prefix}-{word}")).to_string());
        self.control(name, Kind::Select(words.iter().map(option).collect()), typed)
    }
    fn method(&self) -> Control {
        self.radios("method", "method", &METHODS, &self.typed.method)
    }
    fn ranked(&self) -> Control {
        let words: Vec<&str> = RankedCount::ALL.iter().map(|one| one.name()).collect();
        Control { only: "ranked", ..self.select("ranked", "ranked", &words, &self.typed.ranked) }
    }
    fn budget(&self) -> Control {
        let words: Vec<&str> = BudgetCount::ALL.iter().map(|one| one.name()).collect();
        Control { only: "budget", ..self.select("budget", "budget", &words, &self.typed.budget) }
    }
    fn combine(&self) -> Control {
        self.radios("combine", "combine", &COMBINE, &self.typed.combine)
    }
    fn conflict(&self) -> Control {
        let words: Vec<&str> = Conflict::ALL.iter().map(|one| one.name()).collect();
        self.select("conflict", "conflict", &words, &self.typed.conflict)
    }
    fn counts(&self) -> Control {
        let words: Vec<&str> = Counts::ALL.iter().map(|one| one.name()).collect();
        self.select("counts", "counts", &words, &self.typed.counts)
    }
    fn authors(&self) -> Control {
        let words: Vec<&str> = Authors::ALL.iter().map(|one| one.name()).collect();
        self.select("authors", "authors", &words, &self.typed.authors)
    }
    fn ties(&self) -> Control {
        let words: Vec<&str> = Ties::ALL.iter().map(|one| one.name()).collect();
        self.select("ties", "ties", &words, &self.typed.ties)
    }
    fn bearing(&self) -> Control {
        let words: Vec<&str> = Bearing::ALL.iter().map(|one| one.name()).collect();
        self.select("bearing", "bearing", &words, &self.typed.bearing)
    }
    fn decider(&self) -> Control {
        let words: Vec<&str> = Decider::ALL.iter().map(|one| one.name()).collect();
        self.select("decider", "decider", &words, &self.typed.decider)
    }
    fn who(&self) -> Vec<(String, String)> {
        let choice = |(word, who): (String, Who)| match who {
            Who::Part(part) => {
                let part = self.t.say(format!("programmes-part-{part}")).to_string();
                (word, self.t.say("rounds-who-part").arg("part", part).to_string())
            }
            other => (word, self.t.say(format!("rounds-who-{}", other.name())).to_string()),
        };
        who_choices().into_iter().map(choice).collect()
    }
    /// The identifier of a stratum's field: the first is where its error leads.
    fn id_of(&self, field: &str, row: &usize) -> String {
        if *row == 0 { field.to_owned() } else { format!("{field}-{}", row + 1) }
    }
    fn id_of_named(&self, row: &usize) -> String {
        let first = self.rows.iter().position(|row| row.who == "named").unwrap_or(0);
        if *row == first { "named".to_owned() } else { format!("named-{}", row + 1) }
    }
    fn more_rows(&self) -> bool {
        self.rows.len() < crate::rule::MOST_STRATA
    }
}

/// The fields that have a line about them.
const HINTED: [&str; 14] = [
    "question",
    "places",
    "levels",
    "set",
    "limit",
    "credits",
    "points",
    "share",
    "opens",
    "closes",
    "guarantee",
    "ties",
    "decides",
    "counts",
];

/// Where the form stands: a new round, or one that is changed.
struct Place {
    action: String,
    back: String,
    new: bool,
}

/// What a form shows beside its fields.
struct Shown<'a> {
    errors: &'a Errors,
    preview: Option<Vec<String>>,
    status: u16,
}

fn page(visit: &Visit, looked: &Looked, typed: &Typed, place: Place, shown: Shown<'_>) -> Answer<Page> {
    let t = &visit.tongue;
    let item = |head: &Head| {
        let id = head.id.to_string();
        ItemRow { title: head.name(), cost: typed.costs.get(&id).cloned().unwrap_or_default(), id }
    };
    let key = if place.new { "rounds-new" } else { "rounds-change-title" };
    let view = FormView {
        t,
        errors: shown.errors,
        typed,
        programme: &looked.programme,
        items: looked.heads.iter().map(item).collect(),
        rows: typed.rows(),
        action: format!("{}?key={}", place.action, visit.form_key()),
        heading: t.say(key).to_string(),
        back: place.back,
        zone: clock::zone(t),
        preview: shown.preview,
        new: place.new,
    };
    Ok(visit.page("/rounds", t.say(key), &view)?.style("rooms/rounds").status(shown.status))
}

pub(crate) async fn new(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Answer<Page> {
    let given = Typed::of_pairs(pairs.clone());
    let everybody = visit.tongue.say("rounds-who-everybody-name").to_string();
    let fresh = Typed::fresh(&visit.tongue, &everybody);
    let typed = Typed { items: given.items, question: given.question, ..fresh };
    let programme = programme_in(&pairs);
    let asked = typed.clone();
    let looked = visit.read(move |tx, who| look(tx, who, &programme, &asked)).await?;
    let place = new_place(&looked);
    page(&visit, &looked, &typed, place, Shown { errors: &Errors::default(), preview: None, status: 200 })
}

fn programme_in(pairs: &[(String, String)]) -> String {
    pairs.iter().find(|(name, _)| name == "programme").map_or_else(String::new, |(_, slug)| slug.clone())
}

fn new_place(looked: &Looked) -> Place {
    let back = format!("/rounds?programme={}", looked.programme.slug);
    Place { action: "/rounds".to_owned(), back, new: true }
}

/// The round that the form describes, read on the reader's clock.
fn read(visit: &Visit, looked: &Looked, typed: &Typed) -> Result<NewRound, Refusal> {
    let t = &visit.tongue;
    let room = room_of(visit.cx.house(), &looked.heads);
    let people = |text: &str| known(looked, text);
    typed.parse(looked.programme.id, &room, &clock::zone(t), t.now(), &people)
}

/// The rule in words, or everything in it that cannot be.
fn in_words(visit: &Visit, new: &NewRound) -> Result<Vec<String>, Refusal> {
    let named: Vec<usize> = (0..new.rule.strata.len())
        .map(|place| {
            let of = new.named.iter().find(|named| usize::try_from(named.stratum) == Ok(place));
            of.map_or(0, |named| named.people.len())
        })
        .collect();
    let facts = Facts { items: new.items.len(), named: &named, electors: None };
    if let Err(contradictions) = new.rule.check(&facts) {
        let refusal = Refusal::all(contradictions.into_iter().map(Refusal::from));
        return Err(refusal.unwrap_or_else(Refusal::not_found));
    }
    let t = &visit.tongue;
    Ok(new.rule.sentences(&named).iter().map(|said| t.tell(&said.key, &said.arguments)).collect())
}

/// The same page again: with one more row, with the rule in words, or with what was refused.
fn again(
    visit: &Visit,
    looked: &Looked,
    typed: &Typed,
    place: Place,
    refused: Option<&Refusal>,
) -> Answer<Response> {
    let said = match refused {
        Some(refusal) => Err(refusal.clone()),
        None if typed.add => Ok(None),
        None => read(visit, looked, typed).and_then(|new| in_words(visit, &new)).map(Some),
    };
    let (errors, preview) = match said {
        Ok(preview) => (Errors::default(), preview),
        Err(refusal) => (Errors::of_refusal(&visit.tongue, &refusal), None),
    };
    let status = if errors.is_empty() { 200 } else { 422 };
    Ok(page(visit, looked, typed, place, Shown { errors: &errors, preview, status })?.into_response())
}

pub(crate) async fn create(visit: Visit, Form(pairs): Form<Vec<(String, String)>>) -> Answer<Response> {
    let (programme, typed) = (programme_in(&pairs), Typed::of_pairs(pairs));
    let asked = typed.clone();
    let looked = visit.read(move |tx, who| look(tx, who, &programme, &asked)).await?;
    if typed.preview || typed.add {
        let place = new_place(&looked);
        return again(&visit, &looked, &typed, place, None);
    }
    let made = match read(&visit, &looked, &typed) {
        Ok(new) => visit.act(move |tx, who| crate::draft(tx, who, &new)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match made {
        Ok(id) => Ok(See::other(format!("{}?said=drafted", path(id))).into_response()),
        Err(error) => {
            let refusal = kept(error)?;
            let place = new_place(&looked);
            again(&visit, &looked, &typed, place, Some(&refusal))
        }
    }
}

/// A refusal that the form can show; anything else is handed on.
fn kept(error: act::Error) -> Result<Refusal> {
    match error.refusal() {
        Some(refusal) if matches!(refusal.status, 409 | 413 | 422 | 429) => Ok(refusal.clone()),
        _ => Err(error),
    }
}

fn changing(id: Id<Round>) -> Place {
    Place { action: format!("{}/change", path(id)), back: path(id), new: false }
}

/// The draft as it is, for whoever may change it.
async fn draft(visit: &Visit, id: Id<Round>) -> Result<NewRound> {
    let view = visit.read(move |tx, who| crate::round(tx, who, id)).await?;
    if view.state != State::Draft {
        return Err(Refusal::from(Refused::State(view.state)).instead(path(id)).into());
    }
    Ok(NewRound {
        programme: view.programme,
        room: view.room,
        rule: view.rule,
        items: view.items.iter().map(|item| item.piece).collect(),
        named: view.named,
    })
}

pub(crate) async fn edit(visit: Visit, Path(id): Path<Id<Round>>) -> Answer<Page> {
    let draft = draft(&visit, id).await?;
    let typed = Typed::of(&visit.tongue, &draft);
    let asked = typed.clone();
    let looked = visit.read(move |tx, who| look(tx, who, &draft.programme.to_string(), &asked)).await?;
    page(
        &visit,
        &looked,
        &typed,
        changing(id),
        Shown { errors: &Errors::default(), preview: None, status: 200 },
    )
}

pub(crate) async fn change(
    visit: Visit,
    Path(id): Path<Id<Round>>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let typed = Typed::of_pairs(pairs);
    let draft = draft(&visit, id).await?;
    let (asked, programme) = (typed.clone(), draft.programme.to_string());
    let looked = visit.read(move |tx, who| look(tx, who, &programme, &asked)).await?;
    if typed.preview || typed.add {
        return again(&visit, &looked, &typed, changing(id), None);
    }
    let changed = match read(&visit, &looked, &typed) {
        Ok(new) => {
            let new = NewRound { room: draft.room, ..new };
            visit.act(move |tx, who| crate::change(tx, who, id, &new)).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    match changed {
        Ok(()) => Ok(See::other(format!("{}?said=changed", path(id))).into_response()),
        Err(error) => {
            let refusal = kept(error)?;
            again(&visit, &looked, &typed, changing(id), Some(&refusal))
        }
    }
}
