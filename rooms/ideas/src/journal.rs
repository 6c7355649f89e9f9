//! “In action”: what came of ideas, with everybody whose words are in it.

use crate::{
    Idea, Refused, Status,
    events::JournalWritten,
    model::{JOURNAL_KIND, Step},
    permissions, rows, tell,
};
use act::{Actor, FromRow, Id, Person, Result, Row, Timestamp, Tx, sql};
use files::Attachment;
use pieces::{Body, Derivation, Head, NewPiece, Piece, Title, Visibility};
use programmes::Programme;
use std::collections::HashMap;
use web::{Byline, Cursor, Paged};

/// Ancestors that are looked through for authors.
const FURTHEST: usize = 200;

/// Writes down what came of an idea. Everybody who is named is told.
///
/// # Errors
/// 401 and 403 without the permission; 404 for no such idea; 409 while nothing was made of it.
pub fn write(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>, title: &Title, body: &Body) -> Result<Id<Piece>> {
    let by = who.id()?;
    let kept = rows::touch(tx, idea)?;
    programmes::require(tx, who, &permissions::STATUS, kept.programme)?;
    if !matches!(kept.status, Status::InTheWorks | Status::Launched)
        || kept.merged_into.is_some()
        || !kept.listed
    {
        return Err(Refused::NothingMade.into());
    }
    let entry = pieces::create(
        tx,
        NewPiece {
            kind: JOURNAL_KIND,
            programme: kept.programme,
            authors: &[by],
            title: Some(title.as_str()),
            body: body.as_str(),
            language: crate::post::guess(title.as_str(), body.as_str()).as_deref(),
            visibility: Visibility::Public,
            about: None,
            parent: None,
            internal: false,
            at: None,
            source: None,
            voice: who.voice(),
        },
    )?;
    keep(tx, entry, idea, kept.programme, None)?;
    pieces::derive(tx, Some(by), idea.cast(), entry, Derivation::OfferedAs)?;
    let people = contributors(tx, idea)?;
    for (place, (person, part)) in (0_i64..).zip(&people) {
        sql!(tx.exec(
            "INSERT INTO idea_journal_people (entry, place, person, part) VALUES ($1, $2, $3, $4)",
            entry,
            place,
            person,
            part
        ))?;
    }
    let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
    tx.emit(&JournalWritten { entry, idea, by, people: count })?;
    for (person, _) in people {
        tell::person(tx, person, "ideas-notice-journal", idea, format!("/in-action/{entry}"), Some(by))?;
    }
    Ok(entry)
}

fn keep(
    tx: &mut Tx<'_>,
    entry: Id<Piece>,
    idea: Id<Idea>,
    programme: Id<Programme>,
    at: Option<Timestamp>,
) -> Result<()> {
    let at = at.unwrap_or(tx.now());
    sql!(tx.exec(
        "INSERT INTO idea_journal (piece, idea, programme, at) VALUES ($1, $2, $3, $4)",
        entry,
        idea,
        programme,
        at
    ))?;
    Ok(())
}

/// Everybody whose words are in an idea, each once: its authors, those of what was merged into it, those of what it was
/// built on, whoever is credited in any of them, and the staff who moved it on.
fn contributors(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<Vec<(Id<Person>, &'static str)>> {
    let mut named: Vec<(Id<Person>, &'static str)> = Vec::new();
    let mut add = |person: Option<Id<Person>>, part: &'static str| {
        if let Some(person) = person
            && named.iter().all(|(known, _)| *known != person)
        {
            named.push((person, part));
        }
    };
    let family = pieces::family(tx, idea.cast())?;
    for piece in &family {
        let part = if *piece == idea.cast() { "author" } else { "merged" };
        for author in authors(tx, *piece)? {
            add(Some(author), part);
        }
    }
    for piece in ancestors(tx, &family)? {
        for author in authors(tx, piece)? {
            add(Some(author), "ancestor");
        }
    }
    let credited: Vec<Option<Id<Person>>> = sql!(tx.all(
        "SELECT c.person FROM credits c JOIN credit_declarations d ON d.id = c.declaration
         WHERE d.piece IN {list $1} AND d.id = (SELECT MAX(n.id) FROM credit_declarations n WHERE n.piece = d.piece)
         ORDER BY d.id, c.place LIMIT 1000",
        store::List(&family)
    ))?;
    credited.into_iter().for_each(|person| add(person, "credited"));
    let moved: Vec<(Id<Step>, Option<Id<Person>>)> =
        sql!(tx.all("SELECT id, by_person FROM idea_steps WHERE idea = $1 ORDER BY id LIMIT 200", idea))?;
    moved.into_iter().for_each(|(_, person)| add(person, "carried"));
    Ok(named)
}

fn authors(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<Vec<Id<Person>>> {
    Ok(sql!(tx.all(
        "SELECT person FROM piece_authors WHERE piece = $1 AND person IS NOT NULL ORDER BY place LIMIT 100",
        piece
    ))?)
}

/// What these pieces were built on, heard as or answers to, as far back as it goes.
fn ancestors(tx: &mut Tx<'_>, pieces: &[Id<Piece>]) -> Result<Vec<Id<Piece>>> {
    let (mut known, mut level): (Vec<Id<Piece>>, Vec<Id<Piece>>) = (Vec::new(), pieces.to_vec());
    while !level.is_empty() && known.len() < FURTHEST {
        let above: Vec<Id<Piece>> = sql!(tx.all(
            "SELECT DISTINCT from_piece FROM derivations
             WHERE to_piece IN {list $1} AND how IN ('built_on', 'heard_as', 'answers') ORDER BY from_piece LIMIT 200",
            store::List(&level)
        ))?;
        level = above.into_iter().filter(|id| !known.contains(id) && !pieces.contains(id)).collect();
        known.extend(&level);
    }
    Ok(known)
}

/// An entry of the journal as pages show it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its words and who wrote them.
    pub head: Head,
    /// The idea it came from.
    pub idea: Id<Idea>,
    /// When it was written.
    pub at: Timestamp,
    /// Everybody whose words are in it, and how: `author`, `merged`, `ancestor`, `credited`, `carried`.
    pub people: Vec<(Byline, String)>,
    /// Its photographs.
    pub pictures: Vec<Attachment>,
}

struct Place(Id<Piece>, Id<Idea>, Timestamp);

impl FromRow for Place {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self(row.take()?, row.take()?, row.take()?))
    }
}

/// The journal, the latest entry first.
///
/// # Errors
/// 422 for a cursor that is none; the store's.
pub fn journal(tx: &mut Tx<'_>, who: &Actor, after: Option<&Cursor>, limit: i64) -> Result<Paged<Entry>> {
    let latest = (Timestamp::from_micros(i64::MAX), Id::from_raw(i64::MAX));
    let (at, id): (Timestamp, Id<Piece>) = after.map(Cursor::key).transpose()?.unwrap_or(latest);
    let places: Vec<Place> = sql!(tx.all(
        "SELECT piece, idea, at FROM idea_journal WHERE (at, piece) < ($1, $2) ORDER BY at DESC, piece DESC LIMIT $3",
        at, id, limit + 1
    ))?;
    let page = Paged::of(places, limit, |place| (place.2, place.0));
    Ok(Paged { items: entries(tx, who, &page.items)?, next: page.next })
}

/// One entry; 404 when there is none.
///
/// # Errors
/// 404, and the store's.
pub fn entry(tx: &mut Tx<'_>, who: &Actor, id: Id<Piece>) -> Result<Entry> {
    let place: Option<Place> = sql!(tx.opt("SELECT piece, idea, at FROM idea_journal WHERE piece = $1", id))?;
    let found = match place {
        Some(place) => entries(tx, who, &[place])?.pop(),
        None => None,
    };
    found.ok_or_else(|| act::Refusal::not_found().into())
}

/// The entries about an idea.
///
/// # Errors
/// The store's.
pub fn entries_of(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>) -> Result<Vec<Entry>> {
    let places: Vec<Place> = sql!(
        tx.all("SELECT piece, idea, at FROM idea_journal WHERE idea = $1 ORDER BY at DESC LIMIT 20", idea)
    )?;
    entries(tx, who, &places)
}

/// Those of these pieces that are entries, and that this reader may see.
pub(crate) fn entries_among(tx: &mut Tx<'_>, who: &Actor, pieces: &[Id<Piece>]) -> Result<Vec<Entry>> {
    let places: Vec<Place> = sql!(tx.all(
        "SELECT piece, idea, at FROM idea_journal WHERE piece IN {list $1} ORDER BY piece LIMIT 1000",
        store::List(pieces)
    ))?;
    entries(tx, who, &places)
}

fn entries(tx: &mut Tx<'_>, who: &Actor, places: &[Place]) -> Result<Vec<Entry>> {
    let ids: Vec<Id<Piece>> = places.iter().map(|place| place.0).collect();
    let heads = pieces::heads(tx, who, &ids)?;
    let mut pictures = files::of(tx, &ids)?;
    let rows: Vec<(Id<Piece>, Option<Id<Person>>, String)> = sql!(tx.all(
        "SELECT entry, person, part FROM idea_journal_people WHERE entry IN {list $1} ORDER BY entry, place LIMIT 20000",
        store::List(&ids)
    ))?;
    let known: Vec<Id<Person>> = rows.iter().filter_map(|row| row.1).collect();
    let bylines = people::bylines(tx, &known)?;
    let mut people: HashMap<Id<Piece>, Vec<(Byline, String)>> = HashMap::new();
    for (entry, person, part) in rows {
        if let Some(byline) = person.and_then(|person| bylines.get(&person)) {
            people.entry(entry).or_default().push((byline.clone(), part));
        }
    }
    Ok(heads
        .into_iter()
        .filter_map(|head| {
            let place = places.iter().find(|place| place.0 == head.id)?;
            let (people, pictures) =
                (people.remove(&head.id).unwrap_or_default(), pictures.remove(&head.id).unwrap_or_default());
            Some(Entry { idea: place.1, at: place.2, people, pictures, head })
        })
        .collect())
}
