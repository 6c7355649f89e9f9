//! Pages: the brand's world, programmes and everything on them.

mod charter;
mod form;
mod gate;
mod history;
mod list;
mod make;
mod people;
mod phases;
mod show;
pub(crate) mod world;

use crate::{Decision, Phase, ProgrammeHead};
use act::{Id, Person, Timestamp};
use axum::{
    Router,
    routing::{get, post},
};
use jiff::tz::TimeZone;
use std::collections::HashMap;
use web::{Byline, Cx, House, Status, Tongue, Visit};

pub(crate) fn routes() -> Router<Cx> {
    Router::new()
        .route("/", get(world::world))
        .route("/how-it-counts", get(world::how_it_counts))
        .route("/programmes", get(list::list).post(make::create))
        .route("/programmes/new", get(make::new))
        .route("/programmes/{slug}", get(show::show))
        .route("/programmes/{slug}/words", get(make::words).post(make::change_words))
        .route("/programmes/{slug}/charter", get(charter::edit).post(charter::keep))
        .route("/programmes/{slug}/open", get(gate::gate).post(gate::open))
        .route("/programmes/{slug}/pause", get(gate::ask_pause).post(gate::pause))
        .route("/programmes/{slug}/resume", post(gate::resume))
        .route("/programmes/{slug}/close", get(gate::ask_close).post(gate::close))
        .route("/programmes/{slug}/phases", get(phases::plan).post(phases::add))
        .route("/programmes/{slug}/phases/{phase}", get(phases::one).post(phases::change))
        .route("/programmes/{slug}/phases/{phase}/extend", post(phases::extend))
        .route("/programmes/{slug}/phases/{phase}/drop", post(phases::drop_it))
        .route("/programmes/{slug}/people", get(people::people))
        .route("/programmes/{slug}/membership", post(people::membership))
        .route("/programmes/{slug}/invitations", post(people::invite))
        .route("/programmes/{slug}/history", get(history::history))
        .route("/programmes/{slug}/history/{version}", get(history::version))
        .route("/programmes/{slug}/export.jsonl", get(history::export))
}

/// A room that programmes can switch on, as people call it.
#[derive(Debug, Clone)]
pub(crate) struct Shelf {
    pub(crate) name: &'static str,
    pub(crate) words: String,
    pub(crate) path: &'static str,
}

/// The rooms that take posts: those with a kind of piece and a place in the navigation.
pub(crate) fn shelves(house: &House, t: &Tongue) -> Vec<Shelf> {
    let rooms = house.rooms.iter().filter(|room| !room.kinds.is_empty());
    rooms
        .filter_map(|room| {
            let place = room.navigation.first()?;
            Some(Shelf { name: room.name, words: t.say(place.key).to_string(), path: place.path })
        })
        .collect()
}

/// The names of the rooms that can be switched on.
pub(crate) fn room_names(house: &House) -> Vec<String> {
    let rooms = house.rooms.iter().filter(|room| !room.kinds.is_empty() && !room.navigation.is_empty());
    rooms.map(|room| room.name.to_owned()).collect()
}

/// How rooms are called, one after the other.
pub(crate) fn called(shelf: &[Shelf], rooms: &[String]) -> String {
    let name = |room: &String| {
        shelf.iter().find(|s| s.name == room).map_or_else(|| room.clone(), |s| s.words.clone())
    };
    rooms.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// How a programme stands, in words.
pub(crate) fn status(t: &Tongue, head: &ProgrammeHead) -> Status {
    let name = head.state.name();
    // The style sheet has no colour for a pause of its own.
    let class = if name == "paused" { "reviewed" } else { name };
    Status { name: class.to_owned(), words: t.say(format!("programmes-state-{name}")).to_string() }
}

/// The reader's language in the programme's zone.
pub(crate) fn at_home(visit: &Visit, zone: &str) -> Tongue {
    let zone = crate::phase::zone(zone).unwrap_or(TimeZone::UTC);
    Tongue::new(visit.cx.house().catalogue.clone(), visit.tongue.language(), zone, visit.tongue.now())
}

/// A phase as the page shows it.
pub(crate) struct PhaseView {
    pub(crate) id: Id<Phase>,
    pub(crate) name: String,
    pub(crate) purpose: String,
    pub(crate) when: &'static str,
    pub(crate) from_at: Timestamp,
    pub(crate) until_at: Timestamp,
    pub(crate) from: String,
    pub(crate) until: String,
    /// The same in the reader's zone, when its clocks show something else.
    pub(crate) yours: Option<String>,
    /// What the clocks do at its beginning or end.
    pub(crate) odd: Vec<String>,
    pub(crate) rooms: String,
}

impl PhaseView {
    pub(crate) fn of(visit: &Visit, shelf: &[Shelf], phase: &Phase) -> Self {
        let t = &visit.tongue;
        let home = at_home(visit, &phase.from.zone);
        let elsewhere = |at: Timestamp| {
            let at = at.to_jiff();
            at.to_zoned(t.zone().clone()).datetime() != at.to_zoned(home.zone().clone()).datetime()
        };
        let yours = (elsewhere(phase.from.at) || elsewhere(phase.until.at)).then(|| {
            let (from, until) = (t.moment(phase.from.at), t.moment(phase.until.at));
            t.say("programmes-phase-yours").arg("from", from).arg("until", until).to_string()
        });
        Self {
            id: phase.id,
            name: phase.name.clone(),
            purpose: phase.purpose.clone(),
            when: phase.when(t.now()).name(),
            from_at: phase.from.at,
            until_at: phase.until.at,
            from: home.moment(phase.from.at),
            until: home.moment(phase.until.at),
            yours,
            odd: [&phase.from, &phase.until].into_iter().filter_map(|moment| odd(t, moment)).collect(),
            rooms: called(shelf, &phase.rooms),
        }
    }
}

/// What the clocks do at a moment, in words.
pub(crate) fn odd(t: &Tongue, moment: &crate::Moment) -> Option<String> {
    let clock = |local: jiff::civil::DateTime| local.strftime("%H:%M").to_string();
    Some(match moment.oddity()? {
        crate::Oddity::Skipped { instead } => {
            let said = t.say("programmes-phase-skipped");
            said.arg("local", clock(moment.local)).arg("instead", clock(instead)).to_string()
        }
        crate::Oddity::Twice => t.say("programmes-phase-twice").arg("local", clock(moment.local)).to_string(),
    })
}

/// How somebody signs; nobody is the erased person.
pub(crate) fn signed(t: &Tongue, known: &HashMap<Id<Person>, Byline>, person: Id<Person>) -> Byline {
    known.get(&person).cloned().unwrap_or_else(|| Byline {
        person: None,
        name: t.say("programmes-person-gone").to_string(),
        voice: act::Voice::Member,
        part: String::new(),
    })
}

/// Everybody whom a list of decisions names.
pub(crate) fn deciders(decisions: &[Decision]) -> Vec<Id<Person>> {
    decisions.iter().filter_map(|decision| decision.by).collect()
}
