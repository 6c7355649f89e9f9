//! The plan of phases.

use super::{
    PhaseView, Shelf,
    form::{FormView, Kind, Maker, Row, Section, mended, once, room_boxes},
    shelves,
};
use crate::{
    Extension, Phase, Planned, ProgrammeHead, Refused, Said, Standing, add_phase, change_phase, drop_phase,
    extend as later, permissions::EDIT, phase, phases, require, visible,
};
use act::{Actor, Id, Line, Prose, Refusal, Result, Tx};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use web::{Answer, Errors, Form, Page, See, Template, Tongue, Visit, field};

#[derive(Template)]
#[template(path = "pages/plan.html")]
struct Plan<'a> {
    t: &'a Tongue,
    head: &'a ProgrammeHead,
    path: String,
    phases: Vec<PhaseView>,
    errors: &'a Errors,
    form: FormView,
}

#[derive(Debug, Clone, Default)]
struct PhaseForm {
    name: String,
    purpose: String,
    rooms: Vec<String>,
    from: String,
    until: String,
    revision: Option<i64>,
    reason: String,
    others: bool,
}

impl PhaseForm {
    fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "name" => form.name = value,
                "purpose" => form.purpose = value,
                "rooms" => form.rooms.push(value),
                "from" => form.from = value,
                "until" => form.until = value,
                "revision" => form.revision = value.parse().ok(),
                "reason" => form.reason = value,
                "others" => form.others = value == "1",
                _ => {}
            }
        }
        form
    }

    fn of(phase: &Phase) -> Self {
        let clock = |local: jiff::civil::DateTime| local.strftime("%Y-%m-%dT%H:%M").to_string();
        Self {
            name: phase.name.clone(),
            purpose: phase.purpose.clone(),
            rooms: phase.rooms.clone(),
            from: clock(phase.from.local),
            until: clock(phase.until.local),
            ..Self::default()
        }
    }

    fn parse(&self, rooms: &[String]) -> Result<Planned, Refusal> {
        let mut refusals = Vec::new();
        let name = field::<Line<80>>(&mut refusals, "name", &self.name);
        let purpose = field::<Option<Prose<600>>>(&mut refusals, "purpose", &self.purpose);
        let mut time = |name: &'static str, raw: &str| {
            phase::local_time(raw).map_err(|refused: Refused| refusals.push(refused.at(name))).ok()
        };
        let (from, until) = (time("from", &self.from), time("until", &self.until));
        if self.rooms.iter().any(|room| !rooms.contains(room)) {
            refusals.push(Refusal::field("rooms", "refused-choice"));
        }
        match (Refusal::all(refusals), name, purpose, from, until) {
            (None, Some(name), Some(purpose), Some(from), Some(until)) => {
                Ok(Planned { name, purpose, rooms: self.rooms.clone(), from, until })
            }
            (refusal, ..) => Err(refusal.unwrap_or_else(|| Refused::NoSuchTime.into())),
        }
    }
}

fn load(tx: &mut Tx<'_>, who: &Actor, slug: &str) -> Result<(ProgrammeHead, Vec<Phase>)> {
    let head = visible(tx, who, slug)?;
    require(tx, who, &EDIT, head.id)?;
    let phases = phases(tx, &head)?;
    Ok((head, phases))
}

fn load_one(tx: &mut Tx<'_>, who: &Actor, slug: &str, which: Id<Phase>) -> Result<(ProgrammeHead, Phase)> {
    let (head, phases) = load(tx, who, slug)?;
    let phase = phases.into_iter().find(|phase| phase.id == which).ok_or_else(Refusal::not_found)?;
    Ok((head, phase))
}

pub(crate) async fn plan(visit: Visit, Path(slug): Path<String>) -> Answer<Page> {
    let (head, phases) = visit.read(move |tx, who| load(tx, who, &slug)).await?;
    let rooms = head.rooms.clone();
    plan_page(&visit, &head, &phases, &PhaseForm { rooms, ..PhaseForm::default() }, &Errors::default(), 200)
}

fn plan_page(
    visit: &Visit,
    head: &ProgrammeHead,
    phases: &[Phase],
    typed: &PhaseForm,
    errors: &Errors,
    status: u16,
) -> Answer<Page> {
    let (t, shelf) = (&visit.tongue, shelves(visit.cx.house(), &visit.tongue));
    let path = format!("{}/phases", head.path());
    let form = phase_form(visit, &shelf, head, typed, errors, &path, "programmes-plan-add-button");
    let phases = phases.iter().map(|phase| PhaseView::of(visit, &shelf, phase)).collect();
    let view = Plan { t, head, path, phases, errors, form };
    Ok(visit
        .page("/programmes", t.say("programmes-plan-title").arg("title", head.title.as_str()), &view)?
        .status(status))
}

fn phase_form(
    visit: &Visit,
    shelf: &[Shelf],
    head: &ProgrammeHead,
    typed: &PhaseForm,
    errors: &Errors,
    action: &str,
    button: &'static str,
) -> FormView {
    let t = &visit.tongue;
    let make = Maker { t, errors, prefix: "" };
    let dates = vec![
        make.control("from", "programmes-phase-begins", Kind::Time, &typed.from),
        make.control("until", "programmes-phase-ends", Kind::Time, &typed.until),
    ];
    let rows = vec![
        Row {
            legend: String::new(),
            controls: vec![make.control("name", "programmes-phase-name", Kind::Line(80), &typed.name)],
        },
        Row {
            legend: t.say("programmes-phase-zone").arg("zone", head.zone.as_str()).to_string(),
            controls: dates,
        },
        Row {
            legend: String::new(),
            controls: vec![
                make.control("purpose", "programmes-phase-purpose", Kind::Area(600), &typed.purpose)
                    .optional(),
                make.control("rooms", "programmes-phase-rooms", room_boxes(shelf, &typed.rooms), ""),
            ],
        },
    ];
    let title = match button {
        "programmes-plan-add-button" => t.say("programmes-plan-add").to_string(),
        _ => t.say("programmes-plan-change").arg("name", typed.name.as_str()).to_string(),
    };
    FormView {
        action: once(visit, action),
        hidden: vec![("revision", head.revision.to_string())],
        sections: vec![Section { id: "phase".to_owned(), title, rows, ..Section::default() }],
        button: t.say(button).to_string(),
        danger: false,
    }
}

pub(crate) async fn add(
    visit: Visit,
    Path(slug): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let (typed, asked) = (PhaseForm::of_pairs(pairs), slug.clone());
    let head = visit.read(move |tx, who| visible(tx, who, &asked)).await?;
    let (id, revision) = (head.id, typed.revision);
    let added = match typed.parse(&super::room_names(visit.cx.house())) {
        Ok(planned) => visit.act(move |tx, who| add_phase(tx, who, id, revision, &planned)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match added {
        Ok(_) => Ok(See::other(format!("{}/phases", head.path())).into_response()),
        Err(error) => {
            let (errors, status) = mended(&visit.tongue, error)?;
            let (head, phases) = visit.read(move |tx, who| load(tx, who, &slug)).await?;
            Ok(plan_page(&visit, &head, &phases, &typed, &errors, status)?.into_response())
        }
    }
}

#[derive(Template)]
#[template(path = "pages/phase.html")]
struct One<'a> {
    t: &'a Tongue,
    head: &'a ProgrammeHead,
    name: String,
    path: String,
    key: String,
    errors: &'a Errors,
    change: FormView,
    extend: Option<FormView>,
    begun: bool,
}

pub(crate) async fn one(visit: Visit, Path((slug, which)): Path<(String, Id<Phase>)>) -> Answer<Page> {
    let (head, phase) = visit.read(move |tx, who| load_one(tx, who, &slug, which)).await?;
    one_page(&visit, &head, &phase, &PhaseForm::of(&phase), &PhaseForm::of(&phase), &Errors::default(), 200)
}

fn one_page(
    visit: &Visit,
    head: &ProgrammeHead,
    phase: &Phase,
    changed: &PhaseForm,
    extended: &PhaseForm,
    errors: &Errors,
    status: u16,
) -> Answer<Page> {
    let (t, shelf) = (&visit.tongue, shelves(visit.cx.house(), &visit.tongue));
    let path = format!("{}/phases/{}", head.path(), phase.id);
    let draft = head.state.standing() == Standing::Draft;
    let make = Maker { t, errors, prefix: "extend-" };
    let extend = (!draft).then(|| FormView {
        action: once(visit, format!("{path}/extend")),
        hidden: vec![("revision", head.revision.to_string())],
        sections: vec![Section {
            id: "extend".to_owned(),
            title: t.say("programmes-plan-extend").arg("name", phase.name.as_str()).to_string(),
            hint: t.say("programmes-phase-zone").arg("zone", head.zone.as_str()).to_string(),
            rows: vec![Row {
                legend: String::new(),
                controls: vec![
                    make.control("until", "programmes-plan-extend-until", Kind::Time, &extended.until),
                    make.control("reason", "programmes-reason", Kind::Area(1000), &extended.reason)
                        .hint(t.say("programmes-reason-hint")),
                    make.control("others", "programmes-plan-extend-others", Kind::Tick(extended.others), ""),
                ],
            }],
            add: None,
        }],
        button: t.say("programmes-plan-extend-button").to_string(),
        danger: false,
    });
    let view = One {
        t,
        head,
        name: phase.name.clone(),
        change: phase_form(visit, &shelf, head, changed, errors, &path, "programmes-plan-change-button"),
        path,
        key: visit.form_key(),
        errors,
        extend,
        begun: !draft && phase.from.at <= t.now(),
    };
    Ok(visit.page("/programmes", &phase.name, &view)?.status(status))
}

pub(crate) async fn change(
    visit: Visit,
    Path((slug, which)): Path<(String, Id<Phase>)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let (typed, asked) = (PhaseForm::of_pairs(pairs), slug.clone());
    let head = visit.read(move |tx, who| visible(tx, who, &asked)).await?;
    let (id, revision) = (head.id, typed.revision);
    let changed = match typed.parse(&super::room_names(visit.cx.house())) {
        Ok(planned) => visit.act(move |tx, who| change_phase(tx, who, id, which, revision, &planned)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match changed {
        Ok(_) => Ok(See::other(format!("{}/phases", head.path())).into_response()),
        Err(error) => {
            let (errors, status) = mended(&visit.tongue, error)?;
            let (head, phase) = visit.read(move |tx, who| load_one(tx, who, &slug, which)).await?;
            Ok(one_page(&visit, &head, &phase, &typed, &PhaseForm::of(&phase), &errors, status)?
                .into_response())
        }
    }
}

pub(crate) async fn extend(
    visit: Visit,
    Path((slug, which)): Path<(String, Id<Phase>)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let (typed, asked) = (PhaseForm::of_pairs(pairs), slug.clone());
    let head = visit.read(move |tx, who| visible(tx, who, &asked)).await?;
    let (id, revision, others) = (head.id, typed.revision, typed.others);
    let parsed = {
        let mut refusals = Vec::new();
        let until =
            phase::local_time(&typed.until).map_err(|refused| refusals.push(refused.at("until"))).ok();
        let reason = field::<Said>(&mut refusals, "reason", &typed.reason);
        until.zip(reason).ok_or_else(|| Refusal::all(refusals).unwrap_or_else(Refusal::not_found))
    };
    let extended = match parsed {
        Ok((until, reason)) => {
            let extension = Extension { until, reason, move_others: others };
            visit.act(move |tx, who| later(tx, who, id, which, revision, &extension)).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    match extended {
        Ok(_) => Ok(See::other(head.path()).into_response()),
        Err(error) => {
            let (errors, status) = mended(&visit.tongue, error)?;
            let (head, phase) = visit.read(move |tx, who| load_one(tx, who, &slug, which)).await?;
            Ok(one_page(&visit, &head, &phase, &PhaseForm::of(&phase), &typed, &errors, status)?
                .into_response())
        }
    }
}

pub(crate) async fn drop_it(
    visit: Visit,
    Path((slug, which)): Path<(String, Id<Phase>)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<See> {
    let revision = PhaseForm::of_pairs(pairs).revision;
    let head = visit.read(move |tx, who| visible(tx, who, &slug)).await?;
    let id = head.id;
    visit.act(move |tx, who| drop_phase(tx, who, id, which, revision)).await?;
    Ok(See::other(format!("{}/phases", head.path())))
}
