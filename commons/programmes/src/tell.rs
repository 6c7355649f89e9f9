//! Whom a programme's news concern, and how they are told.

use crate::{Part, Programme, ProgrammeHead, rows};
use act::{Actor, Argument, Id, Person, Result, Role, Tx};
use events::{Notice, notify};
use std::collections::HashSet;

/// People who are told of one piece of news at most. Whoever joined beyond sees it on the page.
const MOST_TOLD: i64 = 2_000;

/// Tells these people, each once, but not whoever did it.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    head: &ProgrammeHead,
    key: &'static str,
    more: &[(&'static str, Argument)],
    to: impl IntoIterator<Item = Id<Person>>,
    by: Option<Id<Person>>,
) -> Result<()> {
    let mut told = HashSet::new();
    for to in to.into_iter().filter(|to| told.insert(*to)) {
        let mut arguments = vec![("title", Argument::from(head.title.as_str()))];
        arguments.extend_from_slice(more);
        notify(tx, Notice { to, key, arguments, link: head.path(), about: Some(head.id.raw()), by })?;
    }
    Ok(())
}

/// Tells everybody who takes part.
pub(crate) fn tell_everybody(
    tx: &mut Tx<'_>,
    head: &ProgrammeHead,
    key: &'static str,
    more: &[(&'static str, Argument)],
    who: &Actor,
) -> Result<()> {
    let everybody = everybody(tx, head.id)?;
    tell(tx, head, key, more, everybody, who.person)
}

fn everybody(tx: &mut Tx<'_>, programme: Id<Programme>) -> Result<Vec<Id<Person>>> {
    let mut all = Vec::new();
    for part in Part::ALL {
        all.extend(rows::people_with(tx, programme, part, MOST_TOLD)?);
    }
    Ok(all)
}

/// Whoever runs the house.
pub(crate) fn operators(tx: &mut Tx<'_>) -> Result<Vec<Id<Person>>> {
    people::with_role(tx, Role::Operator, 100)
}
