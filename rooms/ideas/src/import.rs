//! Bringing ideas in from elsewhere: the same source twice is the same idea, and nobody is told.

use crate::{
    Category, Idea, Status, alike,
    model::{KIND, Step},
    rows::{self, Fresh},
    settings,
};
use act::{Id, Person, Result, Timestamp, Tx, Voice, sql};
use pieces::{NewPiece, Visibility};
use programmes::Programme;

/// An idea as it was elsewhere.
#[derive(Debug, Clone)]
pub struct NewImported<'a> {
    /// What it was called there, such as `consul:example.org:proposal:17`.
    pub source: &'a str,
    /// Where it belongs here.
    pub programme: Id<Programme>,
    /// Who wrote it, if that is known.
    pub author: Option<Id<Person>>,
    /// Its title; longer ones must be shortened before.
    pub title: &'a str,
    /// Its words; may be empty.
    pub body: &'a str,
    /// The language it is written in; guessed when not said.
    pub language: Option<&'a str>,
    /// When it was written.
    pub at: Timestamp,
    /// How it stands.
    pub status: Status,
    /// Why, when it does not stand open.
    pub note: Option<&'a str>,
    /// Its categories.
    pub categories: &'a [Id<Category>],
    /// Support that was counted there without names. Shown in words, never part of the points.
    pub supports_elsewhere: i64,
}

/// What became of an imported idea.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// The idea.
    pub idea: Id<Idea>,
    /// Whether it was not here before.
    pub new: bool,
}

/// Brings an idea in. Votes follow through [`pieces::cast`] with their own time, then [`crate::recount`] once. Likely
/// duplicates are noted for moderators and stop nothing. It stands in the public orders at once: its guaranteed views
/// happened elsewhere.
///
/// # Errors
/// 422 for a title or body that is too long; the store's.
pub fn import(tx: &mut Tx<'_>, new: &NewImported<'_>) -> Result<Imported> {
    if let Some(known) = pieces::find_by_source(tx, new.source)? {
        return Ok(Imported { idea: known.cast(), new: false });
    }
    let guessed = crate::post::guess(new.title, new.body);
    let language = new.language.map(str::to_owned).or(guessed);
    let authors: Vec<Id<Person>> = new.author.into_iter().collect();
    let piece = pieces::create(
        tx,
        NewPiece {
            kind: KIND,
            programme: new.programme,
            authors: &authors,
            title: Some(new.title),
            body: new.body,
            language: language.as_deref(),
            visibility: Visibility::Public,
            about: None,
            parent: None,
            internal: false,
            at: Some(new.at),
            source: Some(new.source),
            voice: Voice::Member,
        },
    )?;
    let idea: Id<Idea> = piece.cast();
    let half_life = settings::HALF_LIFE.value(tx)?;
    rows::insert(
        tx,
        &Fresh {
            idea,
            programme: new.programme,
            status: new.status,
            language: language.as_deref(),
            created: new.at,
            public: true,
            ranked: true,
            supports: new.supports_elsewhere.max(0),
            half_life,
            due_at: None,
        },
    )?;
    rows::categorise(tx, idea, new.categories)?;
    rows::count(tx, new.programme, new.status.name(), 1)?;
    if let Some(note) = new.note.filter(|_| new.status != Status::Open) {
        let step = tx.fresh::<Step>();
        sql!(tx.exec(
            "INSERT INTO idea_steps (id, idea, before, after, note, at) VALUES ($1, $2, 'open', $3, $4, $5)",
            step, idea, new.status, note, new.at
        ))?;
    }
    let print = alike::fingerprint(new.title, new.body, language.as_deref());
    suggest(tx, new.programme, idea, &print)?;
    alike::keep(tx, new.programme, idea, &print)?;
    Ok(Imported { idea, new: true })
}

/// Notes the likeliest duplicates of an imported idea for moderators.
fn suggest(tx: &mut Tx<'_>, programme: Id<Programme>, idea: Id<Idea>, print: &reading::likeness::Fingerprint) -> Result<()> {
    let now = tx.now();
    for (other, score, _) in alike::found(tx, programme, print, Some(idea))?.into_iter().take(alike::SHOWN) {
        sql!(tx.exec(
            "INSERT INTO idea_likenesses (idea, other, programme, score, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (idea, other) DO NOTHING",
            idea, other, programme, score, now
        ))?;
    }
    Ok(())
}

/// Pairs that an import found alike, the likeliest first, for whoever moderates.
///
/// # Errors
/// The store's.
pub fn likenesses(tx: &mut Tx<'_>, programme: Id<Programme>, limit: i64) -> Result<Vec<(Id<Idea>, Id<Idea>, f64)>> {
    Ok(sql!(tx.all(
        "SELECT l.idea, l.other, l.score FROM idea_likenesses l
         JOIN ideas i ON i.piece = l.idea JOIN ideas o ON o.piece = l.other
         WHERE l.programme = $1 AND i.merged_into IS NULL AND o.merged_into IS NULL
         ORDER BY l.score DESC, l.idea LIMIT $2",
        programme, limit
    ))?)
}

/// A moderator looked at a pair and leaves the two apart.
///
/// # Errors
/// 401 and 403 without the permission.
pub fn leave_apart(tx: &mut Tx<'_>, who: &act::Actor, idea: Id<Idea>, other: Id<Idea>) -> Result<()> {
    let programme = rows::kept(tx, idea)?.programme;
    programmes::require(tx, who, &crate::permissions::MODERATE, programme)?;
    sql!(tx.exec("DELETE FROM idea_likenesses WHERE idea = $1 AND other = $2", idea, other))?;
    Ok(())
}
