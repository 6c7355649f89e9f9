//! Changing one's own idea.

use crate::{Category, Idea, categories, rows};
use act::{Actor, Id, Refusal, Result, Tx, sql};
use pieces::{Body, Title};

/// What is to be changed; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// A new title.
    pub title: Option<Title>,
    /// New words.
    pub body: Option<Body>,
    /// The revision that was read; needed to change title or words.
    pub revision: Option<i64>,
    /// Why, for a steward who changes another's words.
    pub reason: Option<String>,
    /// New categories.
    pub categories: Option<Vec<Id<Category>>>,
    /// Its language, a BCP 47 tag.
    pub language: Option<String>,
}

/// Changes an idea's words (as `pieces` allows), its categories or its language.
///
/// # Errors
/// 401 and 403 for whoever is neither author nor moderator; 409 when the words changed meanwhile; 422 for categories
/// that are not the programme's, a language that is none, or words without the revision that was read.
pub fn change(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>, change: &Change) -> Result<()> {
    let kept = rows::touch(tx, idea)?;
    let head = pieces::head(tx, who, idea.cast())?;
    if !head.is_by(Some(who.id()?)) {
        programmes::require(tx, who, &crate::permissions::MODERATE, kept.programme)?;
    } else {
        programmes::require(tx, who, &crate::permissions::POST, kept.programme)?;
    }
    if change.title.is_some() || change.body.is_some() {
        let revision = change.revision.ok_or_else(|| Refusal::field("revision", "refused-text-empty"))?;
        let title = change.title.as_ref().map(Title::as_str);
        let body = change.body.as_ref().map_or(head.body.as_str(), Body::as_str);
        pieces::revise(tx, who, idea.cast(), title, body, revision, change.reason.as_deref())?;
    }
    if let Some(language) = &change.language {
        let tag = pieces::model::primary_language(language)
            .ok_or_else(|| Refusal::field("language", "refused-choice"))?;
        sql!(tx.exec("UPDATE ideas SET language = $2 WHERE piece = $1", idea, tag))?;
    }
    if let Some(wanted) = &change.categories {
        let chosen: Vec<Id<Category>> =
            categories::chosen(tx, kept.programme, wanted)?.into_iter().map(|category| category.id).collect();
        rows::categorise(tx, idea, &chosen)?;
        if kept.listed {
            categories::hand_to_partners(tx, idea)?;
        }
    }
    tx.emit(&crate::events::IdeaChanged { idea, by: who.id()? })?;
    Ok(())
}
