//! The charter is written, and amended once the programme is open.

use crate::{
    Charter, Missing, Part, Programme, ProgrammeHead, Refused, Standing, State,
    events::{Amended, Chartered},
    gate,
    permissions::{EDIT, require},
    rows::{self, charter_of, decide, enliven, facts, keep_charter, touch},
    tell::tell_everybody,
};
use act::{Actor, Id, Prose, Refusal, Result, Tx};

/// A charter in force or being drafted, with what the gate says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// The charter.
    pub charter: Charter,
    /// What keeps it from opening.
    pub missing: Vec<Missing>,
}

/// The charter and what the gate misses in it.
///
/// # Errors
/// The store's.
pub fn charter(tx: &mut Tx<'_>, head: &ProgrammeHead) -> Result<Looked> {
    let charter = charter_of(tx, head.id, head.version)?;
    let facts = facts(tx, head, &charter)?;
    let missing = gate(&charter, &facts);
    Ok(Looked { charter, missing })
}

/// Writes the charter: in place while the programme is a draft, afterwards as a new version with its reason, and the
/// live groups follow. An open programme keeps a charter that passes its gate.
///
/// # Errors
/// 401, 403; 409 when somebody else changed it meanwhile, when the programme is closed, or when an amendment would leave
/// the gate unmet; 422 without a reason once it is open, and for people and organisations that do not exist.
pub fn write_charter(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: Id<Programme>,
    expected: Option<i64>,
    charter: &Charter,
    reason: Option<&Prose<1000>>,
) -> Result<ProgrammeHead> {
    require(tx, who, &EDIT, id)?;
    let head = touch(tx, id, expected)?;
    everybody_exists(tx, charter)?;
    if head.state == State::Draft {
        keep_charter(tx, id, head.version, charter, who.person)?;
        let missing = gate(charter, &facts(tx, &head, charter)?).len();
        tx.emit(&Chartered { programme: id, by: who.person, missing })?;
        return rows::head(tx, id);
    }
    if head.state.standing() == Standing::Closed {
        return Err(Refused::WrongState { state: "closed" }.into());
    }
    let reason = reason.ok_or(Refused::ReasonMissing)?;
    let missing = gate(charter, &facts(tx, &head, charter)?);
    if !missing.is_empty() && !head.imported {
        return Err(Refused::Gate { missing: missing.len() }.into());
    }
    let version = head.version + 1;
    keep_charter(tx, id, version, charter, who.person)?;
    enliven(tx, id, charter, who.person)?;
    decide(tx, &head, who.person, "amended", Some(reason.as_str()), Some(version), None)?;
    tx.emit(&Amended { programme: id, by: who.person, version })?;
    let more = [("reason", reason.as_str().into())];
    tell_everybody(tx, &head, "programmes-notice-amended", &more, who)?;
    rows::head(tx, id)
}

/// Refuses people and organisations that are not there, each at its field.
fn everybody_exists(tx: &mut Tx<'_>, charter: &Charter) -> Result<()> {
    let known = people::bylines(tx, &charter.people())?;
    let organisations = people::all_organisations(tx)?;
    let mut refusals = Vec::new();
    let sides = [("inside", &charter.inside), ("outside", &charter.outside)];
    for (side, groups) in sides {
        for (row, group) in groups.iter().enumerate() {
            let kind = match side {
                "inside" => people::OrganisationKind::Department,
                _ => people::OrganisationKind::Partner,
            };
            let there = |id| organisations.iter().any(|o| o.id == id && o.kind == kind);
            if group.who.organisation().is_some_and(|id| !there(id)) {
                refusals.push(Refusal::field(format!("{side}-{row}-who"), "refused-choice"));
            }
            if group.person.is_some_and(|person| !known.contains_key(&person)) {
                refusals.push(Refused::NoSuchPerson.at(format!("{side}-{row}-person")));
            }
            // A moderator acts for the brand: nobody gets there by joining.
            if side == "outside"
                && group.part == Part::Moderator
                && group.who.organisation().is_none()
                && group.person.is_none()
            {
                refusals
                    .push(Refusal::field(format!("{side}-{row}-part"), "programmes-refused-open-moderator"));
            }
        }
    }
    for (field, person) in [("owner", charter.owner), ("appeal", charter.appeal)] {
        if person.is_some_and(|person| !known.contains_key(&person)) {
            refusals.push(Refused::NoSuchPerson.at(field));
        }
    }
    Refusal::all(refusals).map_or(Ok(()), |refusal| Err(refusal.into()))
}
