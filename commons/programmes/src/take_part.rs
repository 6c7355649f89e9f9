//! People come and go: join, leave, invite, accept.

use crate::{
    Part, Programme, ProgrammeHead, Refused, Standing, Who,
    events::{Invited, Joined, Left},
    permissions::{INVITE, JOIN, require},
    rows::{self, head, parts_of},
    tell::tell,
};
use act::{Actor, Id, Person, Refusal, Result, Role, Tx, sql};

/// Joins as a contributor, or accepts an invitation. Twice is once.
///
/// # Errors
/// 401; 403 when the charter does not open the programme to them; 409 before it opens and after it closed.
pub fn join(tx: &mut Tx<'_>, who: &Actor, id: Id<Programme>) -> Result<ProgrammeHead> {
    who.may(&JOIN)?;
    let person = who.id()?;
    let head = takes_people(tx, id)?;
    let now = tx.now();
    let accepted: Vec<Part> = sql!(tx.all(
        "SELECT part FROM programme_parts WHERE programme = $1 AND person = $2 AND came_by = 'invited' LIMIT 10",
        id, person
    ))?;
    if !accepted.is_empty() {
        sql!(tx.exec(
            "UPDATE programme_parts SET came_by = 'accepted', since = $3
             WHERE programme = $1 AND person = $2 AND came_by = 'invited'",
            id,
            person,
            now
        ))?;
        for part in accepted {
            tx.emit(&Joined { programme: id, by: who.person, person, part })?;
        }
        tell(
            tx,
            &head,
            "programmes-notice-accepted",
            &[("name", who.name.as_str().into())],
            head.owner,
            who.person,
        )?;
        return Ok(head);
    }
    if !opens_to(tx, who, id)? {
        return Err(Refused::NotForYou.into());
    }
    let joined = sql!(tx.exec(
        "INSERT INTO programme_parts (programme, person, part, came_by, since, by_person)
         VALUES ($1, $2, 'contributor', 'joined', $3, $2) ON CONFLICT (programme, person, part) DO NOTHING",
        id,
        person,
        now
    ))?;
    if joined > 0 {
        tx.emit(&Joined { programme: id, by: who.person, person, part: Part::Contributor })?;
    }
    Ok(head)
}

/// Whether the charter lets this actor join by themselves: members and partners where it says so, the brand's own people
/// everywhere, and whoever has a part already.
pub(crate) fn opens_to(tx: &mut Tx<'_>, who: &Actor, id: Id<Programme>) -> Result<bool> {
    let Some(person) = who.person else { return Ok(false) };
    if who.is(Role::Staff) || who.is(Role::Operator) {
        return Ok(true);
    }
    let by_group = rows::groups(tx, id)?.iter().any(|group| match group.who {
        Who::Members => true,
        Who::Partners => who.is(Role::Partner),
        _ => false,
    });
    Ok(by_group || !parts_of(tx, person, id)?.is_empty())
}

/// Leaves in one step. Whom the charter names stays until it is amended.
///
/// # Errors
/// 401; 409 when only the charter's naming is left.
pub fn leave(tx: &mut Tx<'_>, who: &Actor, id: Id<Programme>) -> Result<()> {
    who.may(&JOIN)?;
    let person = who.id()?;
    head(tx, id)?;
    let left = sql!(tx.exec(
        "DELETE FROM programme_parts WHERE programme = $1 AND person = $2 AND came_by <> 'charter'",
        id,
        person
    ))?;
    if left > 0 {
        tx.emit(&Left { programme: id, by: who.person, person })?;
        return Ok(());
    }
    let named: Option<i64> = sql!(tx.opt(
        "SELECT 1 FROM programme_parts WHERE programme = $1 AND person = $2 LIMIT 1",
        id,
        person
    ))?;
    if named.is_some() { Err(Refused::NamedInCharter.into()) } else { Ok(()) }
}

/// Invites a person to a part; they have it once they accept.
///
/// # Errors
/// 401, 403; 409 when they have it already or the programme is not open; 422 for nobody, for owners (amend the charter)
/// and for moderators and partners who are neither staff nor partner.
pub fn invite(tx: &mut Tx<'_>, who: &Actor, id: Id<Programme>, person: Id<Person>, part: Part) -> Result<()> {
    require(tx, who, &INVITE, id)?;
    if part == Part::Owner {
        return Err(Refusal::field("part", "refused-choice").into());
    }
    let head = takes_people(tx, id)?;
    let invited = people::actor(tx, person, &who.policy)?.ok_or(Refused::NoSuchPerson)?;
    let speaks = invited.is(Role::Partner) || invited.is(Role::Staff) || invited.is(Role::Operator);
    if matches!(part, Part::Partner | Part::Moderator) && !speaks {
        return Err(Refused::NotAPartner.into());
    }
    if parts_of(tx, person, id)?.contains(&part) {
        return Err(Refused::AlreadyIn.into());
    }
    let now = tx.now();
    sql!(tx.exec(
        "INSERT INTO programme_parts (programme, person, part, came_by, since, by_person)
         VALUES ($1, $2, $3, 'invited', $4, $5) ON CONFLICT (programme, person, part) DO NOTHING",
        id,
        person,
        part,
        now,
        who.person
    ))?;
    tx.emit(&Invited { programme: id, by: who.person, person, part })?;
    tell(tx, &head, "programmes-notice-invited", &[("name", who.name.as_str().into())], [person], who.person)
}

fn takes_people(tx: &mut Tx<'_>, id: Id<Programme>) -> Result<ProgrammeHead> {
    let head = head(tx, id)?;
    match head.state.standing() {
        Standing::Draft => Err(Refused::NotOpenYet.into()),
        Standing::Closed => {
            let note = head.state.said().unwrap_or_default().to_owned();
            Err(Refused::Closed { since: head.state_at, note }.into())
        }
        Standing::Open | Standing::Paused => Ok(head),
    }
}
