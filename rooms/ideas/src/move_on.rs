//! Moving an idea on, always with a public note.

use crate::{
    Ground, Idea, Refused, Status,
    events::IdeaMoved,
    merge::Reason,
    model::Step,
    permissions,
    post::due,
    rows::{self, Kept},
    settings, tell,
};
use act::{Actor, Id, Person, Result, Tx, sql};

/// Where an idea goes, and what everybody is told.
#[derive(Debug, Clone)]
pub struct Move {
    /// How it stands from now on.
    pub to: Status,
    /// How it stood when this was written; another state meanwhile refuses it.
    pub expected: Option<Status>,
    /// What everybody is told.
    pub note: Reason,
    /// Why it cannot be done; needed for that outcome.
    pub ground: Option<Ground>,
    /// Where the outcome can be seen; needed for “exists already”.
    pub link: Option<String>,
}

/// Moves an idea on. Its authors, voters and followers are told by a job.
///
/// # Errors
/// 401 and 403 without the permission; 404 for no such idea; 409 when it was merged or moved meanwhile; 422 for a step
/// that is none, a missing link or ground.
pub fn move_on(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>, to: &Move) -> Result<()> {
    let kept = rows::touch(tx, idea)?;
    if !pieces::may_see(tx, who, idea.cast())? {
        return Err(act::Refusal::not_found().into());
    }
    programmes::require(tx, who, &permissions::STATUS, kept.programme)?;
    if kept.merged_into.is_some() {
        let survivor = rows::survivor(tx, &kept)?;
        return Err(Refused::MergedInto(survivor).into());
    }
    if to.expected.is_some_and(|expected| expected != kept.status) {
        return Err(Refused::MovedMeanwhile(kept.status).into());
    }
    if !kept.status.may_become(to.to) {
        return Err(Refused::NoSuchStep(kept.status, to.to).into());
    }
    if to.to == Status::ExistsAlready && to.link.is_none() {
        return Err(Refused::LinkNeeded.into());
    }
    if to.to == Status::CannotBeDone && to.ground.is_none() {
        return Err(Refused::GroundNeeded.into());
    }
    if to.link.as_deref().is_some_and(|link| !is_link(link)) {
        return Err(Refused::BadLink.into());
    }
    step(tx, &kept, to, who.person)
}

/// A path of this house, or an address on the web.
pub(crate) fn is_link(text: &str) -> bool {
    let ours = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
    let web = ["https://", "http://"]
        .iter()
        .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| rest.len() > 2));
    (ours || web) && text.len() <= 2_000 && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Writes a step down and does what follows from it.
pub(crate) fn step(tx: &mut Tx<'_>, kept: &Kept, to: &Move, by: Option<Id<Person>>) -> Result<()> {
    let (idea, now) = (kept.id, tx.now());
    let rules = settings::rules(tx)?;
    let due_at = if to.to == Status::Open { due(now, rules.threshold_days) } else { None };
    let moved = to.to != Status::Open;
    sql!(tx.exec(
        "UPDATE ideas SET status = $2, status_at = $3, moved = $4, due_at = $5 WHERE piece = $1",
        idea,
        to.to,
        now,
        moved,
        due_at
    ))?;
    let id = tx.fresh::<Step>();
    let ground = to.ground.filter(|_| to.to == Status::CannotBeDone);
    sql!(tx.exec(
        "INSERT INTO idea_steps (id, idea, before, after, note, ground, link, by_person, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id,
        idea,
        kept.status,
        to.to,
        to.note,
        ground,
        to.link,
        by,
        now
    ))?;
    rows::relist(tx, idea, rules.guaranteed_views)?;
    if kept.listed {
        rows::count(tx, kept.programme, kept.status.name(), -1)?;
        rows::count(tx, kept.programme, to.to.name(), 1)?;
    }
    // Whoever moves an idea on has kept a promise to look at it.
    sql!(tx.exec(
        "UPDATE idea_promises SET kept_at = $3 WHERE idea = $1 AND person = $2 AND kept_at IS NULL",
        idea,
        by,
        now
    ))?;
    crate::partner::has_read(tx, idea, by)?;
    tx.emit(&IdeaMoved { idea, programme: kept.programme, before: kept.status, after: to.to, by })?;
    tell::everybody(tx, idea, "ideas-notice-moved", format!("/ideas/{idea}"), by)
}
