//! What other rooms show of rounds beside a piece: those it is or was in, and how it fared.

use crate::{Asked, Listed, Live, State};
use act::{Actor, Id, Result, Tx};
use askama::Template;
use pieces::Piece;
use web::{Paging, Status, Tongue, rendered};

/// Rounds shown beside a piece.
const MOST: i64 = 10;

/// A round that a piece is or was in.
struct In {
    listed: Listed,
    /// Its place in the result, from 1, of those who may see it.
    place: Option<i64>,
    /// Whether the result chose it.
    won: bool,
    /// Whether whoever decided chose it.
    chosen: bool,
}

#[derive(Template)]
#[template(path = "pages/about.html")]
struct About<'a> {
    t: &'a Tongue,
    rounds: Vec<In>,
}

impl About<'_> {
    fn status(&self, one: &In) -> Status {
        super::status(self.t, one.listed.state, one.listed.opens)
    }
}

fn of(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>, listed: Listed) -> Result<In> {
    let mut found = In { place: None, won: false, chosen: false, listed };
    if !found.listed.state.counted() {
        return Ok(found);
    }
    let view = crate::round(tx, who, found.listed.id)?;
    let Some(item) = view.items.iter().find(|item| item.piece == piece).map(|item| item.place) else {
        return Ok(found);
    };
    found.chosen = view.decided.is_some_and(|decided| decided.choice.contains(&item));
    if let Live::Result { outcome, .. } = crate::live(tx, who, found.listed.id)? {
        let place = outcome.order.iter().position(|one| *one == item);
        found.place = place.and_then(|place| i64::try_from(place + 1).ok());
        found.won = outcome.chosen.contains(&item);
    }
    Ok(found)
}

/// The rounds that a piece is or was in with their results, as a section in the reader's language; nothing when there
/// are none that this reader may see.
///
/// # Errors
/// The store's.
pub fn about(tx: &mut Tx<'_>, who: &Actor, t: &Tongue, piece: Id<Piece>) -> Result<Option<String>> {
    let asked = Asked { item: Some(piece), ..Asked::default() };
    let page = crate::list(tx, who, &asked, &Paging { after: None, limit: Some(MOST) })?;
    let mut rounds = Vec::new();
    for listed in page.items {
        if listed.state != State::Withdrawn {
            rounds.push(of(tx, who, piece, listed)?);
        }
    }
    if rounds.is_empty() {
        return Ok(None);
    }
    rendered(&About { t, rounds }).map(Some)
}
