//! One's notices: looking, opening, marking as read.

use crate::{
    events::NoticesRead,
    permissions::{MARK_READ, READ_OWN},
};
use act::{Actor, Id, Refusal, Result, Tx, sql};
use events::{Notice, Received, Which};
use web::Tongue;

/// A page of notices, latest first.
pub(crate) struct Notices {
    pub(crate) items: Vec<Received>,
    pub(crate) unread: i64,
    pub(crate) next: Option<Id<Notice>>,
}

/// A page of one's notices.
pub(crate) fn page(tx: &mut Tx<'_>, who: &Actor, before: Option<Id<Notice>>, limit: u32) -> Result<Notices> {
    who.may(&READ_OWN)?;
    let person = who.id()?;
    let mut items = events::inbox(tx, person, before, limit.saturating_add(1))?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|last| last.id);
    Ok(Notices { items, unread: events::unread(tx, person)?, next })
}

/// Marks one notice, or all, as read.
pub(crate) fn read(tx: &mut Tx<'_>, who: &Actor, one: Option<Id<Notice>>) -> Result<u64> {
    who.may(&MARK_READ)?;
    let person = who.id()?;
    if let Some(id) = one {
        link_of(tx, who, id)?;
    }
    let count = events::mark_read(tx, person, one.map_or(Which::All, Which::One))?;
    if count > 0 {
        tx.emit(&NoticesRead { person, by: Some(person), count })?;
    }
    Ok(count)
}

/// Where one of one's notices leads; with that it is read.
pub(crate) fn open(tx: &mut Tx<'_>, who: &Actor, id: Id<Notice>) -> Result<String> {
    let link = link_of(tx, who, id)?;
    read(tx, who, Some(id))?;
    Ok(link)
}

fn link_of(tx: &mut Tx<'_>, who: &Actor, id: Id<Notice>) -> Result<String> {
    let link: Option<String> =
        sql!(tx.opt("SELECT link FROM notices WHERE id = $1 AND to_person = $2", id, who.id()?))?;
    link.ok_or_else(|| Refusal::not_found().into())
}

/// What a notice says in the reader's words.
pub(crate) fn words(tongue: &Tongue, notice: &Received) -> String {
    let mut said = tongue.say(notice.key.as_str());
    for (name, value) in &notice.arguments {
        said = said.arg(name, value.clone());
    }
    said.to_string()
}
