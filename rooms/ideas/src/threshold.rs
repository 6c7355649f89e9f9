//! Closing what stayed below the threshold, with its authors told. Nothing is closed that somebody promised to look at.

use crate::{
    Idea, Status,
    merge::Reason,
    move_on::{Move, step},
    post::due,
    rows, settings, tell,
};
use act::{Id, Result, Tx, sql};

/// Ideas that one turn looks at.
const BATCH: i64 = 200;

/// Looks at the ideas whose time has come: closes those below the threshold, gives the others as much time again.
///
/// # Errors
/// The store's.
pub fn close_below(tx: &mut Tx<'_>) -> Result<()> {
    let (now, rules) = (tx.now(), settings::rules(tx)?);
    let waiting: Vec<Id<Idea>> = sql!(tx.all(
        "SELECT piece FROM ideas WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at, piece LIMIT $2",
        now,
        BATCH
    ))?;
    for idea in waiting {
        let kept = rows::touch(tx, idea)?;
        let points = kept.standing.net() * rules.points_per_vote;
        let begun = kept.created.max(kept.status_at);
        let in_time = due(begun, rules.threshold_days).is_none_or(|end| end > now);
        let closes = kept.status == Status::Open
            && kept.listed
            && kept.merged_into.is_none()
            && points < rules.threshold_points
            && !in_time
            && !is_promised(tx, idea)?;
        if closes {
            close(tx, &kept, points, &rules)?;
        } else {
            let again = due(if in_time { begun } else { now }, rules.threshold_days);
            sql!(tx.exec("UPDATE ideas SET due_at = $2 WHERE piece = $1", idea, again))?;
        }
    }
    Ok(())
}

fn is_promised(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<bool> {
    let found: Option<i64> =
        sql!(tx.opt("SELECT 1 FROM idea_promises WHERE idea = $1 AND kept_at IS NULL LIMIT 1", idea))?;
    Ok(found.is_some())
}

fn close(tx: &mut Tx<'_>, kept: &rows::Kept, points: i64, rules: &settings::Rules) -> Result<()> {
    // The figures are the note; pages say them in the reader's words (see `note_in`).
    let figures = format!("{BELOW}{points}/{}/{}", rules.threshold_points, rules.threshold_days);
    let Ok(note) = Reason::parse(&figures) else { return Ok(()) };
    let to = Move { to: Status::Closed, expected: None, note, ground: None, link: None };
    step(tx, kept, &to, None)?;
    tell::authors(tx, kept.id, "ideas-notice-below", format!("/ideas/{}", kept.id), None)
}

/// How a note begins that the rule wrote.
const BELOW: &str = "below:";

/// The figures of a note that the rule wrote: points, threshold, days.
pub(crate) fn figures_of(note: &str) -> Option<(i64, i64, i64)> {
    let mut figures = note.strip_prefix(BELOW)?.split('/').map(str::parse);
    match (figures.next(), figures.next(), figures.next()) {
        (Some(Ok(points)), Some(Ok(threshold)), Some(Ok(days))) => Some((points, threshold, days)),
        _ => None,
    }
}
