//! The guarantee of views: an idea stands in a public order only after so many people have opened it.
//!
//! A view is written down once for each person and idea, when the idea is opened and only while it still needs eyes; so
//! an idea costs a handful of writes in its life, however often it is read. Visitors have no identity that could be
//! counted once, so they do not count.

use crate::{Idea, rows::relist, settings};
use act::{Actor, Id, Person, Result, Tx, sql};

/// Whether opening this idea is to be written down for this person.
pub(crate) fn is_due(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>) -> Result<bool> {
    let Some(person) = who.person else { return Ok(false) };
    let due: Option<i64> = sql!(tx.opt(
        "SELECT 1 FROM ideas WHERE piece = $1 AND listed AND NOT ranked
             AND NOT EXISTS (SELECT 1 FROM idea_views v WHERE v.idea = $1 AND v.person = $2)
             AND NOT EXISTS (SELECT 1 FROM piece_authors a WHERE a.piece = $1 AND a.person = $2)",
        idea,
        person
    ))?;
    Ok(due.is_some())
}

/// Writes down that this person opened the idea. The last of the guaranteed views puts it into the public orders.
///
/// # Errors
/// The store's.
pub fn see(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>) -> Result<()> {
    match who.person {
        Some(person) if is_due(tx, who, idea)? => note(tx, idea, person),
        _ => Ok(()),
    }
}

pub(crate) fn note(tx: &mut Tx<'_>, idea: Id<Idea>, person: Id<Person>) -> Result<()> {
    let now = tx.now();
    let new =
        sql!(tx.exec(
        "INSERT INTO idea_views (idea, person, at) VALUES ($1, $2, $3) ON CONFLICT (idea, person) DO NOTHING",
        idea, person, now
    ))?;
    if new == 0 {
        return Ok(());
    }
    let eyes: i64 = sql!(tx.one("UPDATE ideas SET eyes = eyes + 1 WHERE piece = $1 RETURNING eyes", idea))?;
    let guaranteed = settings::VIEWS.value(tx)?;
    if eyes >= guaranteed { relist(tx, idea, guaranteed) } else { Ok(()) }
}

/// Puts ideas into the public orders that have enough views since the operator asked for fewer; runs now and then.
pub(crate) fn keep_up(tx: &mut Tx<'_>) -> Result<()> {
    let guaranteed = settings::VIEWS.value(tx)?;
    let ready: Vec<Id<Idea>> = sql!(tx.all(
        "SELECT piece FROM ideas WHERE listed AND NOT ranked AND eyes >= $1 ORDER BY lot LIMIT 500",
        guaranteed
    ))?;
    ready.into_iter().try_for_each(|idea| relist(tx, idea, guaranteed))
}
