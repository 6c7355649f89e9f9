//! A programme opens, rests, goes on and ends.

use crate::{
    Programme, ProgrammeHead, Refused, Standing,
    events::{Closed, Opened, Paused, Resumed},
    gate,
    permissions::{CLOSE, OPEN, require},
    rows::{self, charter_of, decide, enliven, facts, touch},
    tell::tell_everybody,
};
use act::{Actor, Id, Prose, Result, Tx, sql};

/// Why, or what is said at the end.
pub type Said = Prose<1000>;

/// Opens a draft whose charter passes the gate, once; the charter's groups become live.
///
/// # Errors
/// 401, 403; 409 when it is no draft, when somebody else changed it meanwhile, or when the charter lacks something.
pub fn open(tx: &mut Tx<'_>, who: &Actor, id: Id<Programme>, expected: Option<i64>) -> Result<ProgrammeHead> {
    require(tx, who, &OPEN, id)?;
    let head = standing(tx, id, expected, &[Standing::Draft])?;
    let charter = charter_of(tx, id, head.version)?;
    let missing = gate(&charter, &facts(tx, &head, &charter)?);
    if !missing.is_empty() {
        return Err(Refused::Gate { missing: missing.len() }.into());
    }
    let now = tx.now();
    sql!(tx.exec(
        "UPDATE programmes SET state = 'open', state_at = $2, opened_at = $2 WHERE id = $1",
        id,
        now
    ))?;
    enliven(tx, id, &charter, who.person)?;
    decide(tx, &head, who.person, "opened", None, Some(head.version), None)?;
    tx.emit(&Opened { programme: id, by: who.person, rooms: charter.rooms() })?;
    let head = rows::head(tx, id)?;
    tell_everybody(tx, &head, "programmes-notice-opened", &[], who)?;
    Ok(head)
}

/// Stops posts for now, with the reason.
///
/// # Errors
/// 401, 403; 409 when it is not open or somebody else changed it meanwhile.
pub fn pause(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: Id<Programme>,
    expected: Option<i64>,
    reason: &Said,
) -> Result<ProgrammeHead> {
    require(tx, who, &CLOSE, id)?;
    let head = standing(tx, id, expected, &[Standing::Open])?;
    stand(tx, id, Standing::Paused, Some(reason))?;
    decide(tx, &head, who.person, "paused", Some(reason.as_str()), None, None)?;
    tx.emit(&Paused { programme: id, by: who.person })?;
    tell_everybody(tx, &head, "programmes-notice-paused", &[("reason", reason.as_str().into())], who)?;
    rows::head(tx, id)
}

/// Lets a paused programme go on.
///
/// # Errors
/// 401, 403; 409 when it is not paused or somebody else changed it meanwhile.
pub fn resume(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: Id<Programme>,
    expected: Option<i64>,
) -> Result<ProgrammeHead> {
    require(tx, who, &CLOSE, id)?;
    let head = standing(tx, id, expected, &[Standing::Paused])?;
    stand(tx, id, Standing::Open, None)?;
    decide(tx, &head, who.person, "resumed", None, None, None)?;
    tx.emit(&Resumed { programme: id, by: who.person })?;
    tell_everybody(tx, &head, "programmes-notice-resumed", &[], who)?;
    rows::head(tx, id)
}

/// Ends a programme with a closing note. Everything stays readable.
///
/// # Errors
/// 401, 403; 409 when it never opened, is closed already, or somebody else changed it meanwhile.
pub fn close(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: Id<Programme>,
    expected: Option<i64>,
    note: &Said,
) -> Result<ProgrammeHead> {
    require(tx, who, &CLOSE, id)?;
    let head = standing(tx, id, expected, &[Standing::Open, Standing::Paused])?;
    stand(tx, id, Standing::Closed, Some(note))?;
    decide(tx, &head, who.person, "closed", Some(note.as_str()), None, None)?;
    tx.emit(&Closed { programme: id, by: who.person })?;
    tell_everybody(tx, &head, "programmes-notice-closed", &[("note", note.as_str().into())], who)?;
    rows::head(tx, id)
}

/// Takes the programme if it stands as it must.
fn standing(
    tx: &mut Tx<'_>,
    id: Id<Programme>,
    expected: Option<i64>,
    needed: &[Standing],
) -> Result<ProgrammeHead> {
    let seen = rows::head(tx, id)?;
    if !needed.contains(&seen.state.standing()) {
        return Err(Refused::WrongState { state: seen.state.name() }.into());
    }
    let head = touch(tx, id, expected)?;
    // Between the look and the touch somebody may have been quicker.
    if needed.contains(&head.state.standing()) {
        Ok(head)
    } else {
        Err(Refused::WrongState { state: head.state.name() }.into())
    }
}

fn stand(tx: &mut Tx<'_>, id: Id<Programme>, standing: Standing, said: Option<&Said>) -> Result<()> {
    let now = tx.now();
    sql!(tx.exec(
        "UPDATE programmes SET state = $2, said = $3, state_at = $4 WHERE id = $1",
        id,
        standing,
        said,
        now
    ))?;
    Ok(())
}
