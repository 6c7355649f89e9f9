//! An idea as lists show it.

use crate::{
    Category, Idea, Score, Status,
    rows::{self, Kept, Shown},
    settings,
};
use act::{Actor, Id, Result, Timestamp, Tx};
use pieces::Head;
use programmes::Programme;
use std::collections::HashMap;

/// An idea as lists show it to one reader.
#[derive(Debug, Clone)]
pub struct Card {
    /// The idea.
    pub id: Id<Idea>,
    /// Where it belongs.
    pub programme: Id<Programme>,
    /// Its words and authors.
    pub head: Head,
    /// How it stands.
    pub status: Status,
    /// Since when.
    pub status_at: Timestamp,
    /// When it was shared.
    pub created: Timestamp,
    /// How it is counted.
    pub score: Score,
    /// Whether its points are hidden, because too few people have seen it and this reader has not voted.
    pub blind: bool,
    /// Whether it stands in the public orders.
    pub ranked: bool,
    /// Whether the reader is an author.
    pub own: bool,
    /// Whether everybody may find it.
    pub listed: bool,
    /// Support counted elsewhere, without names.
    pub supports_elsewhere: i64,
    /// The idea it lives on in.
    pub merged_into: Option<Id<Idea>>,
    /// Its categories: identifier, name in addresses, title.
    pub categories: Vec<(Id<Category>, String, String)>,
}

impl Card {
    /// Whether the reader may vote now, as far as the idea is concerned.
    pub fn takes_votes(&self) -> bool {
        self.status.takes_votes() && self.merged_into.is_none() && self.listed
    }
}

/// These ideas in this order, as one reader sees them; those the reader may not see are left out. The number of
/// statements does not depend on how many there are.
///
/// # Errors
/// The store's.
pub fn cards(tx: &mut Tx<'_>, who: &Actor, ideas: &[Id<Idea>]) -> Result<Vec<Card>> {
    let worth = settings::POINTS.ask(tx)?;
    worth_cards(tx, who, ideas, |tx| settings::POINTS.answered(tx, worth))
}

/// The same, where a vote's worth is known or was asked for already.
pub(crate) fn worth_cards(
    tx: &mut Tx<'_>,
    who: &Actor,
    ideas: &[Id<Idea>],
    worth: impl FnOnce(&mut Tx<'_>) -> Result<i64>,
) -> Result<Vec<Card>> {
    if ideas.is_empty() {
        return Ok(Vec::new());
    }
    let pieces: Vec<_> = ideas.iter().map(|idea| idea.cast()).collect();
    // All that hangs on the identifiers alone is asked at once.
    let shown = rows::ask_shown(tx, ideas, who.person)?;
    let heads = pieces::heads(tx, who, &pieces)?;
    let mut rows: HashMap<Id<Idea>, (Kept, i64, Vec<_>)> = HashMap::with_capacity(ideas.len());
    for Shown { kept, mine, category } in tx.answer(shown)? {
        let (_, _, categories) = rows.entry(kept.id).or_insert_with(|| (kept, mine, Vec::new()));
        categories.extend(category);
    }
    let worth = worth(tx)?;
    let cards = heads.into_iter().filter_map(|head| {
        let id: Id<Idea> = head.id.cast();
        let (row, vote, categories) = rows.remove(&id)?;
        let own = head.is_by(who.person);
        Some(Card {
            id,
            programme: row.programme,
            status: row.status,
            status_at: row.status_at,
            created: row.created,
            score: row.standing.score(worth, vote),
            blind: !row.ranked && row.listed && row.status.takes_votes() && vote == 0 && !own,
            ranked: row.ranked,
            own,
            listed: row.listed,
            supports_elsewhere: row.supports,
            merged_into: row.merged_into,
            categories,
            head,
        })
    });
    Ok(cards.collect())
}

/// One idea as a reader sees it; 404 when there is none, or not for this reader.
///
/// # Errors
/// 404, and the store's.
pub fn card(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>) -> Result<Card> {
    cards(tx, who, &[idea])?.pop().ok_or_else(|| act::Refusal::not_found().into())
}
