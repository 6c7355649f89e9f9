//! The plan of phases: set, changed, extended.

use crate::{
    Moment, Phase, Programme, ProgrammeHead, Refused, Standing,
    events::{Edited, Extended},
    permissions::{EDIT, require},
    phase,
    rows::{self, decide, phases, touch},
    stand::Said,
    tell::tell_everybody,
};
use act::{Actor, Id, Line, Prose, Result, Tx, sql};
use jiff::civil;

/// A phase as it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// What it is called.
    pub name: Line<80>,
    /// What it is for; may be empty.
    pub purpose: Option<Prose<600>>,
    /// The rooms that take posts in it.
    pub rooms: Vec<String>,
    /// When it begins, by the clocks of the programme's zone.
    pub from: civil::DateTime,
    /// When it ends.
    pub until: civil::DateTime,
}

impl Planned {
    /// The phase in a zone.
    ///
    /// # Errors
    /// A time that does not exist, at its field.
    pub fn phase(&self, id: Id<Phase>, zone: &str) -> Result<Phase> {
        let moment =
            |field: &'static str, local| Moment::new(local, zone).map_err(|refused| refused.at(field));
        Ok(Phase {
            id,
            name: self.name.to_string(),
            purpose: self.purpose.as_ref().map_or_else(String::new, Prose::to_string),
            rooms: self.rooms.clone(),
            from: moment("from", self.from)?,
            until: moment("until", self.until)?,
        })
    }
}

/// Adds a phase.
///
/// # Errors
/// 401, 403; 409 when the programme is closed or somebody else changed it meanwhile; 422 when the phase runs backwards or
/// overlaps another.
pub fn add_phase(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: Id<Programme>,
    expected: Option<i64>,
    planned: &Planned,
) -> Result<Phase> {
    let (head, plan) = planning(tx, who, id, expected)?;
    if i64::try_from(plan.len()).unwrap_or(i64::MAX) >= rows::MOST_PHASES {
        return Err(Refused::TooMany { most: 60 }.into());
    }
    let phase = planned.phase(tx.fresh(), &head.zone)?;
    phase::fits(&phase, &plan)?;
    keep_phase(tx, id, &phase)?;
    planned_anew(tx, who, &head, &phase)?;
    Ok(phase)
}

/// Changes a phase. A deadline that people were told of is moved with [`extend`], which says why.
///
/// # Errors
/// As [`add_phase`]; 404 when there is no such phase; 409 when the phase is on and its end would change.
pub fn change_phase(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: Id<Programme>,
    which: Id<Phase>,
    expected: Option<i64>,
    planned: &Planned,
) -> Result<Phase> {
    let (head, plan) = planning(tx, who, id, expected)?;
    let old = plan.iter().find(|phase| phase.id == which).ok_or(Refused::NoSuchPhase)?;
    let phase = planned.phase(which, &head.zone)?;
    let begun = old.from.at <= tx.now() && head.state.standing() != Standing::Draft;
    if begun && (phase.from.at != old.from.at || phase.until.at != old.until.at) {
        return Err(act::Refusal::field("until", "programmes-refused-begun").into());
    }
    phase::fits(&phase, &plan)?;
    keep_phase(tx, id, &phase)?;
    planned_anew(tx, who, &head, &phase)?;
    Ok(phase)
}

/// Takes a phase out of the plan; one that has begun stays.
///
/// # Errors
/// As [`change_phase`].
pub fn drop_phase(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: Id<Programme>,
    which: Id<Phase>,
    expected: Option<i64>,
) -> Result<()> {
    let (head, plan) = planning(tx, who, id, expected)?;
    let old = plan.iter().find(|phase| phase.id == which).ok_or(Refused::NoSuchPhase)?;
    if old.from.at <= tx.now() && head.state.standing() != Standing::Draft {
        return Err(act::Refusal::field("until", "programmes-refused-begun").into());
    }
    sql!(tx.exec("DELETE FROM programme_phases WHERE id = $1 AND programme = $2", which, id))?;
    planned_anew(tx, who, &head, old)
}

/// A later end for a phase, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Extension {
    /// The new end, by the clocks of the programme's zone.
    pub until: civil::DateTime,
    /// Why; everybody who takes part reads it.
    pub reason: Said,
    /// Whether the phases after it move by as much.
    pub move_others: bool,
}

/// Lets a phase end later, with the reason; everybody who takes part is told. What follows may move along.
///
/// # Errors
/// As [`change_phase`]; 422 when the new end is not later, or would overlap what follows.
pub fn extend(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: Id<Programme>,
    which: Id<Phase>,
    expected: Option<i64>,
    extension: &Extension,
) -> Result<Phase> {
    let reason = &extension.reason;
    let (head, plan) = planning(tx, who, id, expected)?;
    let until = Moment::new(extension.until, &head.zone).map_err(|refused| refused.at("until"))?;
    let old = plan.iter().find(|phase| phase.id == which).ok_or(Refused::NoSuchPhase)?.clone();
    let moved = phase::extended(&plan, which, &until, extension.move_others)?;
    for phase in moved.iter().filter(|phase| !plan.contains(phase)) {
        keep_phase(tx, id, phase)?;
    }
    let detail = format!("{}: {} → {} {}", old.name, old.until.local, until.local, head.zone);
    decide(tx, &head, who.person, "extended", Some(reason.as_str()), None, Some(&detail))?;
    tx.emit(&Extended { programme: id, by: who.person, phase: which, from: old.until.at, until: until.at })?;
    let more =
        [("phase", old.name.as_str().into()), ("until", until.at.into()), ("reason", reason.as_str().into())];
    tell_everybody(tx, &head, "programmes-notice-extended", &more, who)?;
    Ok(Phase { until, ..old })
}

fn planning(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: Id<Programme>,
    expected: Option<i64>,
) -> Result<(ProgrammeHead, Vec<Phase>)> {
    require(tx, who, &EDIT, id)?;
    let head = touch(tx, id, expected)?;
    if head.state.standing() == Standing::Closed {
        return Err(Refused::WrongState { state: "closed" }.into());
    }
    let plan = phases(tx, &head)?;
    Ok((head, plan))
}

fn planned_anew(tx: &mut Tx<'_>, who: &Actor, head: &ProgrammeHead, phase: &Phase) -> Result<()> {
    if head.state.standing() != Standing::Draft {
        let detail = format!("{}: {} – {} {}", phase.name, phase.from.local, phase.until.local, head.zone);
        decide(tx, head, who.person, "planned", None, None, Some(&detail))?;
    }
    tx.emit(&Edited { programme: head.id, by: who.person })?;
    Ok(())
}

pub(crate) fn keep_phase(tx: &mut Tx<'_>, programme: Id<Programme>, phase: &Phase) -> Result<()> {
    let rooms = serde_json::Value::from(phase.rooms.clone());
    sql!(tx.exec(
        "INSERT INTO programme_phases (id, programme, name, purpose, rooms, from_local, until_local, from_at, until_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, purpose = excluded.purpose, rooms = excluded.rooms,
             from_local = excluded.from_local, until_local = excluded.until_local, from_at = excluded.from_at,
             until_at = excluded.until_at",
        phase.id,
        programme,
        phase.name,
        phase.purpose,
        rooms,
        phase.from.local.to_string(),
        phase.until.local.to_string(),
        phase.from.at,
        phase.until.at
    ))
    .map_err(|e| act::Error::from(e).or_broken("programme_phases_forwards", || Refused::PhaseBackwards.into()))?;
    Ok(())
}

/// Keeps the clock times of a draft's phases in another zone.
pub(crate) fn move_zone(tx: &mut Tx<'_>, head: &ProgrammeHead, zone: &str) -> Result<()> {
    let mut moved: Vec<Phase> = Vec::new();
    for phase in phases(tx, head)? {
        let from = Moment::new(phase.from.local, zone)?;
        let until = Moment::new(phase.until.local, zone)?;
        let phase = Phase { from, until, ..phase };
        phase::fits(&phase, &moved)?;
        keep_phase(tx, head.id, &phase)?;
        moved.push(phase);
    }
    Ok(())
}
