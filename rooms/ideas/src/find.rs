//! How an idea, or an entry of the journal, reads for the search.

use crate::{Idea, KIND, model::JOURNAL_KIND, rows};
use act::{Id, Result, Timestamp, Tx, sql};
use web::Document;

pub(crate) fn document(tx: &mut Tx<'_>, piece: i64) -> Result<Option<Document>> {
    type Words = (String, i64, Option<String>, String, Option<String>, String, String, Timestamp);
    let found: Option<Words> = sql!(tx.opt(
        "SELECT kind, programme, title, body, language, visibility, moderation, at FROM pieces
         WHERE id = $1 AND kind IN ('idea', 'in-action')",
        piece
    ))?;
    let Some((kind, programme, title, body, language, visibility, moderation, at)) = found else {
        return Ok(None);
    };
    let idea: Id<Idea> = Id::from_raw(piece);
    let (kind, path, merged) = if kind == KIND {
        let Some(kept) = rows::kept_of(tx, &[idea])?.remove(&idea) else { return Ok(None) };
        (KIND, format!("/ideas/{idea}"), kept.merged_into.is_some())
    } else {
        (JOURNAL_KIND, format!("/in-action/{idea}"), false)
    };
    if merged || moderation == "removed" || visibility == "draft" {
        return Ok(None);
    }
    let categories = rows::categories_of(tx, &[idea])?.remove(&idea).unwrap_or_default();
    let names: Vec<String> = categories.into_iter().map(|(_, _, title)| title).collect();
    Ok(Some(Document {
        id: piece,
        kind,
        programme: Some(programme),
        language,
        title: title.unwrap_or_default(),
        text: format!("{body}\n{}", names.join(" ")),
        path,
        at,
        public: visibility == "public" && moderation == "shown",
    }))
}
