//! Looking at pieces.

use crate::{
    Head, Piece,
    rows::{Authors, Kept, Sight, ask_authors, ask_kept, authors_of, kept_of, seen},
};
use act::{Actor, Id, Person, Refusal, Result, Tx, Voice};
use std::collections::HashMap;
use web::Byline;

/// One piece as its page shows it.
///
/// # Errors
/// 404 when there is none, or not for this reader.
pub fn head(tx: &mut Tx<'_>, who: &Actor, id: Id<Piece>) -> Result<Head> {
    heads(tx, who, &[id])?.pop().ok_or_else(|| Refusal::not_found().into())
}

/// Pieces in the order given; those that this reader may not see are left out. Two statements, however many,
/// and two more for what comments are about.
///
/// # Errors
/// The store's.
pub fn heads(tx: &mut Tx<'_>, who: &Actor, ids: &[Id<Piece>]) -> Result<Vec<Head>> {
    let mut sight = Sight::of(who);
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (kept, authors) = (ask_kept(tx, ids)?, ask_authors(tx, ids)?);
    let mut rows: HashMap<Id<Piece>, Kept> = tx.answer(kept)?.into_iter().map(|row| (row.id, row)).collect();
    let (mut bylines, written) = (HashMap::new(), tx.answer(authors)?);
    let mut authors: HashMap<Id<Piece>, Authors> = HashMap::with_capacity(ids.len());
    for author in written {
        authors.entry(author.piece).or_default().push(author.person);
        bylines.extend(author.person.zip(author.signs));
    }
    let mut roots: Vec<Id<Piece>> =
        rows.values().filter_map(|row| row.about).filter(|id| !rows.contains_key(id)).collect();
    roots.sort_unstable();
    roots.dedup();
    rows.extend(kept_of(tx, &roots)?.into_iter().map(|row| (row.id, row)));
    authors.extend(authors_of(tx, &roots)?);
    let by = |id: Id<Piece>| authors.get(&id).map_or(&[][..], Vec::as_slice);
    let mut visible = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(row) = rows.get(id) else { continue };
        let mut sees = |row: &Kept| {
            let own = sight.is_among(by(row.id).iter().copied());
            sight.sees(tx, row.guard(), own)
        };
        let root_seen = match row.about.and_then(|about| rows.get(&about)) {
            Some(root) => sees(root)?,
            None => true,
        };
        if root_seen && sees(row)? {
            visible.push(row);
        }
    }
    Ok(visible.into_iter().map(|row| head_of(row, by(row.id), &bylines)).collect())
}

/// Whether this reader may see the piece.
///
/// # Errors
/// The store's.
pub fn may_see(tx: &mut Tx<'_>, who: &Actor, id: Id<Piece>) -> Result<bool> {
    match seen(tx, who, id) {
        Ok(_) => Ok(true),
        Err(error) if error.refusal().is_some_and(|refusal| refusal.status == 404) => Ok(false),
        Err(error) => Err(error),
    }
}

pub(crate) fn bylines_of(
    tx: &mut Tx<'_>,
    people: impl Iterator<Item = Id<Person>>,
) -> Result<HashMap<Id<Person>, Byline>> {
    let mut people: Vec<_> = people.collect();
    people.sort_unstable();
    people.dedup();
    if people.is_empty() { Ok(HashMap::new()) } else { people::bylines(tx, &people) }
}

/// The byline of an author; an erased one is a dash and leads nowhere.
pub(crate) fn byline(person: Option<Id<Person>>, known: &HashMap<Id<Person>, Byline>) -> Byline {
    let nobody =
        || Byline { person: None, name: NOBODY.to_owned(), voice: Voice::Member, part: String::new() };
    person.and_then(|person| known.get(&person).cloned()).unwrap_or_else(nobody)
}

/// The name of an author who was erased.
pub(crate) const NOBODY: &str = "—";

fn head_of(row: &Kept, authors: &[Option<Id<Person>>], known: &HashMap<Id<Person>, Byline>) -> Head {
    let mut authors: Vec<Byline> = authors.iter().map(|&person| byline(person, known)).collect();
    if let Some(writer) = authors.first_mut() {
        // As what they spoke then, not as what they are today.
        writer.voice = row.voice;
    }
    Head {
        id: row.id,
        kind: row.kind.clone(),
        programme: row.programme,
        about: row.about,
        parent: row.parent,
        title: row.title.clone(),
        body: row.body.clone(),
        language: row.language.clone(),
        visibility: row.visibility,
        moderation: row.moderation.clone(),
        internal: row.internal,
        voice: row.voice,
        at: row.at,
        changed_at: row.changed_at,
        revision: row.revision,
        comments: row.comments,
        up: row.up,
        down: row.down,
        voters: row.up + row.down,
        followers: row.followers,
        thanks: row.thanks,
        merged_into: row.merged_into,
        authors,
    }
}
