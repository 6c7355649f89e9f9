//! A programme's page: its question, charter, phases and doors.

use super::{PhaseView, called, shelves, signed, status};
use crate::{
    Charter, Looked, Part, Phase, ProgrammeHead, Side, State, Who, charter, charter_of, may_in, parts_of,
    permissions::{CLOSE, EDIT, INVITE},
    phases, rows, visible,
};
use act::{Actor, Id, Person, Result, Tx};
use axum::extract::Path;
use people::Organisation;
use std::collections::HashMap;
use web::{Answer, Byline, Page, Status, Template, Tongue, Visit};

/// Everything the page is made of.
pub(crate) struct Loaded {
    pub(crate) head: ProgrammeHead,
    pub(crate) looked: Looked,
    pub(crate) phases: Vec<Phase>,
    pub(crate) known: HashMap<Id<Person>, Byline>,
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) people: i64,
    pub(crate) parts: Vec<Part>,
    pub(crate) invited: bool,
    pub(crate) joined: bool,
    pub(crate) opens_to: bool,
    pub(crate) may_edit: bool,
    pub(crate) may_close: bool,
    pub(crate) may_invite: bool,
    pub(crate) grown_from: Option<(String, String)>,
    pub(crate) grown_into: Vec<(String, String)>,
}

pub(crate) fn load(tx: &mut Tx<'_>, who: &Actor, slug: &str) -> Result<Loaded> {
    let head = visible(tx, who, slug)?;
    let looked = charter(tx, &head)?;
    let named = looked.charter.people();
    let came_by: Vec<String> = match who.person {
        Some(person) => rows::came_by(tx, head.id, person)?,
        None => Vec::new(),
    };
    let grown_from = match head.grown_from {
        Some(parent) => {
            visible(tx, who, &parent.to_string()).ok().map(|parent| (parent.path(), parent.title))
        }
        None => None,
    };
    Ok(Loaded {
        phases: phases(tx, &head)?,
        known: people::bylines(tx, &named)?,
        organisations: people::all_organisations(tx)?,
        people: rows::count_people(tx, head.id)?,
        parts: who.person.map_or(Ok(Vec::new()), |person| parts_of(tx, person, head.id))?,
        invited: came_by.iter().any(|how| how == "invited"),
        joined: came_by.iter().any(|how| how == "joined" || how == "accepted"),
        opens_to: crate::take_part::opens_to(tx, who, head.id)?,
        may_edit: may_in(tx, who, &EDIT, head.id)?,
        may_close: may_in(tx, who, &CLOSE, head.id)?,
        may_invite: may_in(tx, who, &INVITE, head.id)?,
        grown_from,
        grown_into: rows::grown_into(tx, head.id)?,
        looked,
        head,
    })
}

/// One side of the charter on its sheet.
pub(crate) struct SideView {
    name: &'static str,
    title: String,
    values: Vec<(String, String, Option<String>)>,
    risks: Vec<(String, Option<String>)>,
}

/// The charter on one sheet.
#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(crate) struct Sheet<'a> {
    t: &'a Tongue,
    together: Vec<(String, String)>,
    sides: Vec<SideView>,
    owner: Option<Byline>,
    appeal: Option<Byline>,
    review: Option<(String, String)>,
    version: i64,
    history: String,
    draft: bool,
}

impl<'a> Sheet<'a> {
    pub(crate) fn of(
        visit: &'a Visit,
        head: &ProgrammeHead,
        charter: &Charter,
        version: i64,
        known: &HashMap<Id<Person>, Byline>,
        organisations: &[Organisation],
    ) -> Self {
        let (t, shelf) = (&visit.tongue, shelves(visit.cx.house(), &visit.tongue));
        let side = |side: Side| SideView {
            name: side.name(),
            title: side_title(t, charter, side, known, organisations),
            values: charter
                .values
                .iter()
                .filter(|value| value.side == side)
                .map(|value| {
                    let kind = t.say(format!("programmes-kind-{}", value.kind)).to_string();
                    (kind, value.words.to_string(), value.measure.as_ref().map(ToString::to_string))
                })
                .collect(),
            risks: charter
                .risks
                .iter()
                .filter(|risk| risk.side == side)
                .map(|risk| (risk.words.to_string(), risk.answer.as_ref().map(ToString::to_string)))
                .collect(),
        };
        let home = super::at_home(visit, &head.zone);
        let review = charter.review_on.map(|day| {
            let noon = crate::Moment::new(day.at(12, 0, 0, 0), &head.zone);
            (day.to_string(), noon.map_or_else(|_| day.to_string(), |noon| home.date(noon.at)))
        });
        Self {
            t,
            together: charter
                .activities
                .iter()
                .map(|a| (called(&shelf, std::slice::from_ref(&a.room)), a.words.to_string()))
                .collect(),
            sides: Side::ALL.map(side).into(),
            owner: charter.owner.map(|owner| signed(t, known, owner)),
            appeal: charter.appeal_to().map(|appeal| signed(t, known, appeal)),
            review,
            version,
            history: format!("{}/history", head.path()),
            draft: head.state == State::Draft,
        }
    }
}

/// `Inside: Repairs, Design`.
fn side_title(
    t: &Tongue,
    charter: &Charter,
    side: Side,
    known: &HashMap<Id<Person>, Byline>,
    organisations: &[Organisation],
) -> String {
    let mut names: Vec<String> = Vec::new();
    for group in charter.groups(side) {
        let name = match (group.person, group.who) {
            (Some(person), Who::Organisation(_)) => {
                format!("{} ({})", signed(t, known, person).name, group_name(t, group.who, organisations))
            }
            (Some(person), _) => signed(t, known, person).name,
            (None, who) => group_name(t, who, organisations),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let side = t.say(format!("programmes-side-{side}")).to_string();
    if names.is_empty() { side } else { format!("{side}: {}", names.join(", ")) }
}

/// How a group is called.
pub(crate) fn group_name(t: &Tongue, who: Who, organisations: &[Organisation]) -> String {
    match who.organisation().and_then(|id| organisations.iter().find(|o| o.id == id)) {
        Some(organisation) => organisation.name.clone(),
        None => t.say(format!("programmes-who-{}", who.name())).to_string(),
    }
}

/// A way into a room.
struct Door {
    words: String,
    path: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "pages/show.html")]
struct Show<'a> {
    t: &'a Tongue,
    it: &'a Loaded,
    path: String,
    key: String,
    status: Status,
    owner: Option<Byline>,
    until: Option<(String, String)>,
    since: String,
    sheet: Sheet<'a>,
    phases: Vec<PhaseView>,
    doors: Vec<Door>,
    parts: String,
    signed_in: bool,
    standing: &'static str,
}

pub(crate) async fn show(visit: Visit, Path(slug): Path<String>) -> Answer<Page> {
    let it = visit.read(move |tx, who| load(tx, who, &slug)).await?;
    let (t, head) = (&visit.tongue, &it.head);
    let shelf = shelves(visit.cx.house(), t);
    let owner = head.owner.map(|owner| signed(t, &it.known, owner));
    let doors = head.rooms.iter().filter_map(|room| {
        let door = shelf.iter().find(|s| s.name == room)?;
        let next = crate::phase::next_for(&it.phases, room, t.now());
        let open = head.takes_posts(room, !it.phases.is_empty(), next).is_ok();
        Some(Door { words: door.words.clone(), path: format!("{}?programme={}", door.path, head.slug), open })
    });
    let parts = it.parts.iter().map(|part| t.say(format!("programmes-part-{part}")).to_string());
    let view = Show {
        t,
        path: head.path(),
        key: visit.form_key(),
        status: status(t, head),
        owner,
        until: head.phase.as_ref().map(|phase| (phase.until.at.to_string(), t.day(phase.until.at))),
        since: t.date(head.state_at),
        sheet: Sheet::of(&visit, head, &it.looked.charter, head.version, &it.known, &it.organisations),
        phases: it.phases.iter().map(|phase| PhaseView::of(&visit, &shelf, phase)).collect(),
        doors: doors.collect(),
        parts: parts.collect::<Vec<_>>().join(", "),
        signed_in: visit.actor.signed_in(),
        standing: head.state.name(),
        it: &it,
    };
    Ok(visit.page("/programmes", &head.title, &view)?.description(head.question.clone()))
}

/// One kept version of the charter with the names it needs.
pub(crate) type Version = (ProgrammeHead, Charter, HashMap<Id<Person>, Byline>, Vec<Organisation>);

pub(crate) fn load_version(tx: &mut Tx<'_>, who: &Actor, slug: &str, version: i64) -> Result<Version> {
    let head = visible(tx, who, slug)?;
    let charter = charter_of(tx, head.id, version)?;
    let known = people::bylines(tx, &charter.people())?;
    Ok((head, charter, known, people::all_organisations(tx)?))
}
