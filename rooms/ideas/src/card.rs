//! An idea with all its words.

use crate::{Idea, Line, lines};
use act::{Actor, Id, Result, Tx};
use pieces::Head;
use std::collections::HashMap;

/// An idea as its page shows it to one reader: the line of a list, and all that was said.
#[derive(Debug, Clone)]
pub struct Card {
    /// What a list shows of it.
    pub line: Line,
    /// Its words.
    pub head: Head,
}

/// These ideas in this order, as one reader sees them; those the reader may not see are left out. The number of
/// statements does not depend on how many there are.
///
/// # Errors
/// The store's.
pub fn cards(tx: &mut Tx<'_>, who: &Actor, ideas: &[Id<Idea>]) -> Result<Vec<Card>> {
    let lines = lines(tx, who, ideas)?;
    with_words(tx, who, lines)
}

/// The words to these lines.
///
/// # Errors
/// The store's.
pub fn with_words(tx: &mut Tx<'_>, who: &Actor, lines: Vec<Line>) -> Result<Vec<Card>> {
    let pieces: Vec<_> = lines.iter().map(|line| line.id.cast()).collect();
    let heads = pieces::heads(tx, who, &pieces)?;
    let mut heads: HashMap<_, Head> = heads.into_iter().map(|head| (head.id, head)).collect();
    let card = |line: Line| Some(Card { head: heads.remove(&line.id.cast())?, line });
    Ok(lines.into_iter().filter_map(card).collect())
}

/// One idea as a reader sees it; 404 when there is none, or not for this reader.
///
/// # Errors
/// 404, and the store's.
pub fn card(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>) -> Result<Card> {
    cards(tx, who, &[idea])?.pop().ok_or_else(|| act::Refusal::not_found().into())
}
