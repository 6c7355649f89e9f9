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

/// An idea as it is brought in.
#[derive(Debug, Clone)]
pub struct NewImported {
    /// Where it belongs.
    pub programme: Id<Programme>,
    /// What it is called where it comes from: bringing it in twice finds the same idea.
    pub source: String,
    /// Who shared it, if that is known.
    pub author: Option<Id<Person>>,
    /// When it was shared, if that is known.
    pub at: Option<Timestamp>,
    /// Its title.
    pub title: String,
    /// Its words; may be empty.
    pub body: String,
    /// The language it is written in; guessed when not said.
    pub language: Option<String>,
    /// Whether it takes votes no longer.
    pub closed: bool,
    /// Whether it was withheld where it comes from: only stewards see it here.
    pub withheld: bool,
    /// Support that was counted there, without names. Shown in words, never part of the points.
    pub supports_elsewhere: i64,
}

/// How an idea stood where it comes from, for imports that know more than open and closed.
#[derive(Debug, Clone, Default)]
pub struct StoodElsewhere {
    /// How it stands; as [`NewImported::closed`] says when nothing is given.
    pub status: Option<Status>,
    /// What was said about that.
    pub note: Option<String>,
    /// Its categories here.
    pub categories: Vec<Id<Category>>,
}

/// Brings an idea in, once. Nobody is told, because it happened elsewhere; likely duplicates are noted for moderators
/// and stop nothing. It stands in the public orders at once: its guaranteed views happened elsewhere. Its votes are
/// cast through [`pieces::cast`] with their own time and counted by [`crate::recount`].
///
/// # Errors
/// 422 for a title that is empty or too long, or a body that is too long; the store's.
pub fn import(tx: &mut Tx<'_>, new: &NewImported) -> Result<Id<Idea>> {
    import_as(tx, new, &StoodElsewhere::default())
}

/// The same with the status, its note and categories.
///
/// # Errors
/// Those of [`import`].
pub fn import_as(tx: &mut Tx<'_>, new: &NewImported, stood: &StoodElsewhere) -> Result<Id<Idea>> {
    if let Some(known) = pieces::find_by_source(tx, &new.source)? {
        return Ok(known.cast());
    }
    let title = pieces::Title::parse(&new.title).map_err(|fault| fault.refusal("title"))?;
    let language = new.language.clone().or_else(|| crate::post::guess(title.as_str(), &new.body));
    let language = language.as_deref().and_then(pieces::model::primary_language);
    let authors: Vec<Id<Person>> = new.author.into_iter().collect();
    let piece = pieces::create(
        tx,
        NewPiece {
            kind: KIND,
            programme: new.programme,
            authors: &authors,
            title: Some(title.as_str()),
            body: &new.body,
            language: language.as_deref(),
            visibility: if new.withheld { Visibility::Stewards } else { Visibility::Public },
            about: None,
            parent: None,
            internal: false,
            at: new.at,
            source: Some(&new.source),
            voice: Voice::Member,
        },
    )?;
    let idea: Id<Idea> = piece.cast();
    let status = stood.status.unwrap_or(if new.closed { Status::Closed } else { Status::Open });
    let (created, half_life) = (new.at.unwrap_or(tx.now()), settings::HALF_LIFE.value(tx)?);
    rows::insert(
        tx,
        &Fresh {
            idea,
            programme: new.programme,
            status,
            language: language.as_deref(),
            created,
            public: !new.withheld,
            ranked: true,
            supports: new.supports_elsewhere.max(0),
            half_life,
            due_at: None,
        },
    )?;
    rows::categorise(tx, idea, &stood.categories)?;
    if !new.withheld {
        rows::count(tx, new.programme, status.name(), 1)?;
    }
    if let Some(note) = stood.note.as_ref().filter(|_| status != Status::Open) {
        let step = tx.fresh::<Step>();
        sql!(tx.exec(
            "INSERT INTO idea_steps (id, idea, before, after, note, at) VALUES ($1, $2, 'open', $3, $4, $5)",
            step,
            idea,
            status,
            note,
            created
        ))?;
    }
    let print = alike::fingerprint(title.as_str(), &new.body, language.as_deref());
    suggest(tx, new.programme, idea, &print)?;
    alike::keep(tx, new.programme, idea, &print)?;
    Ok(idea)
}

/// Notes the likeliest duplicates of an imported idea for moderators.
fn suggest(
    tx: &mut Tx<'_>,
    programme: Id<Programme>,
    idea: Id<Idea>,
    print: &reading::likeness::Fingerprint,
) -> Result<()> {
    let now = tx.now();
    for (other, score, _) in alike::found(tx, programme, print, Some(idea))?.into_iter().take(alike::SHOWN) {
        sql!(tx.exec(
            "INSERT INTO idea_likenesses (idea, other, programme, score, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (idea, other) DO NOTHING",
            idea,
            other,
            programme,
            score,
            now
        ))?;
    }
    Ok(())
}

/// Pairs that an import found alike, the likeliest first, for whoever moderates.
///
/// # Errors
/// The store's.
pub fn likenesses(
    tx: &mut Tx<'_>,
    programme: Id<Programme>,
    limit: i64,
) -> Result<Vec<(Id<Idea>, Id<Idea>, f64)>> {
    Ok(sql!(tx.all(
        "SELECT l.idea, l.other, l.score FROM idea_likenesses l
         JOIN ideas i ON i.piece = l.idea JOIN ideas o ON o.piece = l.other
         WHERE l.programme = $1 AND i.merged_into IS NULL AND o.merged_into IS NULL
         ORDER BY l.score DESC, l.idea LIMIT $2",
        programme,
        limit
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
