//! A programme is written down.

use crate::{
    Charter, Phase, Programme, ProgrammeHead, Refused, Slug, TemplateKind,
    events::{Drafted, Edited},
    permissions::{CREATE, EDIT, require},
    phase, rows,
    rows::{keep_charter, touch, visible},
};
use act::{Actor, Error, Id, Line, Prose, Refusal, Result, Tx, sql};

/// What a programme begins with.
#[derive(Debug, Clone, PartialEq)]
pub struct NewProgramme {
    /// Its title.
    pub title: Line<160>,
    /// What it asks.
    pub question: Prose<600>,
    /// By what answers are judged.
    pub criteria: Option<Prose<2000>>,
    /// Its name in addresses; made of the title when nobody chose one.
    pub slug: Option<Slug>,
    /// The kind of effort.
    pub template: TemplateKind,
    /// The zone its dates are promised in.
    pub zone: String,
    /// The language it is held in.
    pub language: Option<String>,
    /// The programme it grows from.
    pub grown_from: Option<Id<Programme>>,
    /// The charter to begin with, usually the template's.
    pub charter: Charter,
    /// The phases to begin with.
    pub phases: Vec<Phase>,
}

/// Writes a programme down as a draft, owned by whoever writes it unless the charter names somebody.
///
/// # Errors
/// 401 and 403; 409 when the name in addresses is taken; 422 for a zone that does not exist; 404 when what it grows from
/// cannot be seen.
pub fn create(tx: &mut Tx<'_>, who: &Actor, new: &NewProgramme) -> Result<ProgrammeHead> {
    who.may(&CREATE)?;
    let by = who.id()?;
    phase::zone(&new.zone)?;
    if let Some(parent) = new.grown_from {
        // Faults stay faults; only "there is nothing" becomes the field's error.
        visible(tx, who, &parent.to_string()).map_err(|error| match error.refusal() {
            Some(_) => Refusal::field("grown_from", "refused-choice").into(),
            None => error,
        })?;
    }
    let mut charter = new.charter.clone();
    charter.owner = charter.owner.or(Some(by));
    let id = insert(tx, new, Some(by), "draft", false)?;
    keep_charter(tx, id, 1, &charter, Some(by))?;
    for phase in &new.phases {
        crate::plan::keep_phase(tx, id, phase)?;
    }
    tx.emit(&Drafted { programme: id, by: Some(by), template: new.template, grown_from: new.grown_from })?;
    rows::head(tx, id)
}

/// Writes the row, under a name that is free.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    new: &NewProgramme,
    by: Option<Id<act::Person>>,
    state: &'static str,
    imported: bool,
) -> Result<Id<Programme>> {
    let (id, now) = (tx.fresh::<Programme>(), tx.now());
    let slug = match &new.slug {
        Some(chosen) => chosen.clone(),
        None => free_slug(tx, Slug::of_title(new.title.as_str(), id))?,
    };
    let opened = (state != "draft").then_some(now);
    let made = sql!(tx.exec(
        "INSERT INTO programmes (id, slug, title, question, criteria, state, state_at, template, zone, language, rooms,
             grown_from, imported, version, revision, made_at, made_by, opened_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '[]', $11, $12, 1, 1, $7, $13, $14)",
        id,
        slug.as_str(),
        new.title,
        new.question,
        new.criteria,
        state,
        now,
        new.template,
        new.zone,
        new.language,
        new.grown_from,
        imported,
        by,
        opened
    ));
    made.map_err(|e| Error::from(e).or_broken("programmes_slug", || Refused::SlugTaken.into()))?;
    Ok(id)
}

/// The first of `name`, `name-2`, `name-3` … that no programme has.
fn free_slug(tx: &mut Tx<'_>, wanted: Slug) -> Result<Slug> {
    let mut candidate = wanted.clone();
    for n in 2..1_000 {
        if rows::find_by_slug(tx, candidate.as_str())?.is_none() {
            return Ok(candidate);
        }
        candidate = wanted.numbered(n);
    }
    Err(Refused::SlugTaken.into())
}

/// What of a programme's words is changed; what is not said stays.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edit {
    /// Its title.
    pub title: Option<Line<160>>,
    /// What it asks.
    pub question: Option<Prose<600>>,
    /// By what answers are judged; `Some(None)` takes them away.
    pub criteria: Option<Option<Prose<2000>>>,
    /// Its name in addresses. Only while it is a draft, because addresses are promises.
    pub slug: Option<Slug>,
    /// The zone of its dates. Only while it is a draft; the phases keep their clock times.
    pub zone: Option<String>,
}

/// Changes a programme's words.
///
/// # Errors
/// 401, 403; 409 when somebody else changed it meanwhile, or when the address or zone of an open programme would change.
pub fn edit(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: Id<Programme>,
    expected: Option<i64>,
    edit: &Edit,
) -> Result<ProgrammeHead> {
    require(tx, who, &EDIT, id)?;
    let head = touch(tx, id, expected)?;
    let draft = head.state == crate::State::Draft;
    if !draft && (edit.slug.is_some() || edit.zone.is_some()) {
        return Err(Refused::WrongState { state: head.state.name() }.into());
    }
    let slug = edit.slug.as_ref().map_or(head.slug.as_str(), Slug::as_str);
    let zone = edit.zone.as_deref().unwrap_or(&head.zone);
    phase::zone(zone)?;
    let title = edit.title.as_ref().map_or(head.title.as_str(), Line::as_str);
    let question = edit.question.as_ref().map_or(head.question.as_str(), Prose::as_str);
    let criteria = match &edit.criteria {
        Some(criteria) => criteria.as_ref().map(Prose::as_str),
        None => head.criteria.as_deref(),
    };
    let changed =
        sql!(tx.exec(
        "UPDATE programmes SET slug = $2, zone = $3, title = $4, question = $5, criteria = $6 WHERE id = $1",
        id, slug, zone, title, question, criteria
    ));
    changed.map_err(|e| Error::from(e).or_broken("programmes_slug", || Refused::SlugTaken.into()))?;
    if zone != head.zone {
        crate::plan::move_zone(tx, &head, zone)?;
    }
    if !draft {
        rows::decide(tx, &head, who.person, "edited", None, None, Some(title))?;
    }
    tx.emit(&Edited { programme: id, by: who.person })?;
    rows::head(tx, id)
}
