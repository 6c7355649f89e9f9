//! How an idea, or an entry of the journal, reads for the search, and how it is shown once it is found.

use crate::{
    Card, Idea, KIND, card::cards, journal::entries_among, model::JOURNAL_KIND, pages::parts::status,
};
use act::{Actor, FromRow, Id, List, Result, Row, Timestamp, Tx, sql};
use pieces::Piece;
use std::collections::HashMap;
use web::{Document, Found, Searchable, Tongue};

pub(crate) const SEARCHABLE: Searchable = Searchable { reads, shows };

/// The words of a piece of this room.
struct Words {
    id: Id<Piece>,
    kind: String,
    programme: i64,
    title: Option<String>,
    body: String,
    language: Option<String>,
    public: bool,
    at: Timestamp,
}

impl FromRow for Words {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            kind: row.take()?,
            programme: row.take()?,
            title: row.take()?,
            body: row.take()?,
            language: row.take()?,
            public: row.take()?,
            at: row.take()?,
        })
    }
}

/// Drafts, what was removed and what was merged into something else is not found. The category's name is no part of
/// the text: a category is a list of its own, and in every text of it its name would find nothing better.
fn reads(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<Document>> {
    let ids: Vec<Id<Piece>> = ids.iter().copied().map(Id::from_raw).collect();
    let found: Vec<Words> = sql!(tx.all(
        "SELECT p.id, p.kind, p.programme, p.title, p.body, COALESCE(i.language, p.language),
                p.visibility = 'public' AND p.moderation = 'shown', p.at
         FROM pieces p LEFT JOIN ideas i ON i.piece = p.id
         WHERE p.id IN {list $1} AND p.kind IN ('idea', 'in-action')
             AND p.visibility <> 'draft' AND p.moderation <> 'removed' AND i.merged_into IS NULL
         ORDER BY p.id LIMIT 20000",
        List(&ids)
    ))?;
    let document = |words: Words| {
        let (kind, path) = if words.kind == KIND {
            (KIND, format!("/ideas/{}", words.id))
        } else {
            (JOURNAL_KIND, format!("/in-action/{}", words.id))
        };
        Document {
            id: words.id.raw(),
            kind,
            programme: Some(words.programme),
            language: words.language,
            title: words.title.unwrap_or_default(),
            text: words.body,
            path,
            at: words.at,
            public: words.public,
        }
    };
    Ok(found.into_iter().map(document).collect())
}

fn shows(tx: &mut Tx<'_>, who: &Actor, t: &Tongue, ids: &[i64]) -> Result<Vec<Found>> {
    let ideas: Vec<Id<Idea>> = ids.iter().copied().map(Id::from_raw).collect();
    let findable = |card: &Card| {
        card.line.merged_into.is_none()
            && card.head.visibility != pieces::Visibility::Draft
            && !matches!(card.head.moderation, pieces::Moderation::Removed { .. })
    };
    let mut shown: HashMap<i64, Found> = cards(tx, who, &ideas)?
        .into_iter()
        .filter(findable)
        .map(|card| {
            (
                card.line.id.raw(),
                found(&card.head, Some(status(t, &card.line)), format!("/ideas/{}", card.line.id)),
            )
        })
        .collect();
    let entries: Vec<Id<Piece>> =
        ids.iter().filter(|id| !shown.contains_key(id)).copied().map(Id::from_raw).collect();
    if !entries.is_empty() {
        for entry in entries_among(tx, who, &entries)? {
            if !matches!(entry.head.moderation, pieces::Moderation::Removed { .. }) {
                let path = format!("/in-action/{}", entry.head.id);
                shown.insert(entry.head.id.raw(), found(&entry.head, None, path));
            }
        }
    }
    // The language a person gave an idea afterwards is kept beside the idea.
    let languages: Vec<(Id<Idea>, Option<String>)> =
        sql!(tx.all("SELECT piece, language FROM ideas WHERE piece IN {list $1} LIMIT 20000", List(&ideas)))?;
    for (idea, language) in languages {
        if let Some(found) = shown.get_mut(&idea.raw()) {
            found.language = language.or(found.language.take());
        }
    }
    Ok(ids.iter().filter_map(|id| shown.remove(id)).collect())
}

fn found(head: &pieces::Head, status: Option<web::Status>, path: String) -> Found {
    Found {
        id: head.id.raw(),
        title: head.name(),
        text: head.body.clone(),
        language: head.language.clone(),
        authors: head.authors.clone(),
        at: head.at,
        status,
        path,
    }
}
