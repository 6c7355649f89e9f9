//! Ideas that were shared elsewhere.

use crate::{
    Idea, Status, alike,
    model::KIND,
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
    /// Its words.
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

/// Brings an idea in, once. Nobody is told, because it happened elsewhere; likely duplicates are noted for moderators.
/// Its votes are cast through `pieces` and counted by [`crate::recount`].
///
/// # Errors
/// 422 for a title or body that is empty or too long, and the store's.
pub fn import(tx: &mut Tx<'_>, new: &NewImported) -> Result<Id<Idea>> {
    if let Some(known) = pieces::find_by_source(tx, &new.source)? {
        return Ok(known.cast());
    }
    let title = pieces::Title::parse(&new.title).map_err(|fault| fault.refusal("title"))?;
    let body = pieces::Body::parse(&new.body).map_err(|fault| fault.refusal("body"))?;
    let language = new.language.clone().or_else(|| crate::post::guess(title.as_str(), body.as_str()));
    let authors: Vec<_> = new.author.into_iter().collect();
    let piece = pieces::create(
        tx,
        NewPiece {
            kind: KIND,
            programme: new.programme,
            authors: &authors,
            title: Some(title.as_str()),
            body: body.as_str(),
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
    let idea = piece.cast();
    let status = if new.closed { Status::Closed } else { Status::Open };
    let fresh = Fresh {
        idea,
        programme: new.programme,
        status,
        language: language.as_deref(),
        created: new.at.unwrap_or(tx.now()),
        public: !new.withheld,
        // It was seen where it comes from.
        ranked: true,
        supports: new.supports_elsewhere.max(0),
        half_life: settings::HALF_LIFE.value(tx)?,
        due_at: None,
    };
    rows::insert(tx, &fresh)?;
    let fingerprint = alike::fingerprint(title.as_str(), body.as_str(), language.as_deref());
    note_likenesses(tx, new.programme, idea, &fingerprint)?;
    alike::keep(tx, new.programme, idea, &fingerprint)?;
    if !new.withheld {
        rows::count(tx, new.programme, status.name(), 1)?;
    }
    Ok(idea)
}

/// Notes which ideas may say the same, for moderators to look at.
fn note_likenesses(
    tx: &mut Tx<'_>,
    programme: Id<Programme>,
    idea: Id<Idea>,
    text: &reading::likeness::Fingerprint,
) -> Result<()> {
    let now = tx.now();
    for (other, score, _) in alike::found(tx, programme, text, Some(idea))?.into_iter().take(alike::SHOWN) {
        sql!(tx.exec(
            "INSERT INTO idea_likenesses (idea, other, programme, score, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (idea, other) DO NOTHING",
            idea, other, programme, score, now
        ))?;
    }
    Ok(())
}
