//! Who is told what.

use crate::{
    Piece,
    follow::followers,
    rows::{Kept, living_authors},
};
use act::{Actor, Id, Person, Result, Tx};
use events::{Notice, notify};
use std::collections::HashSet;

/// Followers that one comment tells; beyond, they find it when they come.
const MOST_TOLD: i64 = 5_000;

pub(crate) fn path(piece: Id<Piece>) -> String {
    format!("/pieces/{piece}")
}

fn name(piece: &Kept) -> String {
    piece.title.clone().unwrap_or_else(|| web::excerpt(&piece.body, 80))
}

/// A comment: whoever is answered, the authors, the followers; each is told once, of what concerns them most. A side
/// note tells nobody but whom it answers.
pub(crate) fn commented(
    tx: &mut Tx<'_>,
    who: &Actor,
    root: &Kept,
    parent: Option<Id<Piece>>,
    comment: Id<Piece>,
    internal: bool,
) -> Result<()> {
    let by = who.person;
    let mut told: HashSet<Id<Person>> = by.into_iter().collect();
    let answered = match parent {
        Some(parent) => living_authors(tx, parent)?,
        None => Vec::new(),
    };
    let mut groups = vec![("pieces-notice-answered", answered)];
    if !internal {
        groups.push(("pieces-notice-commented", living_authors(tx, root.id)?));
        groups.push(("pieces-notice-followed", followers(tx, root.id, None, MOST_TOLD)?));
    }
    for (key, people) in groups {
        for to in people {
            if told.insert(to) {
                let arguments = vec![("name", who.name.as_str().into()), ("title", name(root).into())];
                let about = Some(root.id.raw());
                notify(tx, Notice { to, key, arguments, link: path(comment), about, by })?;
            }
        }
    }
    Ok(())
}

/// Thanks are counted while they are unread.
pub(crate) fn thanked(tx: &mut Tx<'_>, by: Id<Person>, piece: &Kept) -> Result<()> {
    let count: i64 = act::sql!(tx.one("SELECT thanks FROM piece_tallies WHERE piece = $1", piece.id))?;
    tell_authors(
        tx,
        piece,
        "pieces-notice-thanked",
        vec![("title", name(piece).into()), ("n", count.into())],
        Some(by),
    )
}

/// Something happened to a piece that its authors must know.
pub(crate) fn tell_authors(
    tx: &mut Tx<'_>,
    piece: &Kept,
    key: &'static str,
    arguments: Vec<(&'static str, act::Argument)>,
    by: Option<Id<Person>>,
) -> Result<()> {
    for to in living_authors(tx, piece.id)? {
        let arguments = arguments.clone();
        notify(tx, Notice { to, key, arguments, link: path(piece.id), about: Some(piece.id.raw()), by })?;
    }
    Ok(())
}

/// Something that one person must know about a piece.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    to: Id<Person>,
    piece: &Kept,
    key: &'static str,
    page: &str,
    by: Option<Id<Person>>,
) -> Result<()> {
    let arguments = vec![("title", name(piece).into())];
    let link = format!("{}{page}", path(piece.id));
    notify(tx, Notice { to, key, arguments, link, about: Some(piece.id.raw()), by })?;
    Ok(())
}
