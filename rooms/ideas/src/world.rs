//! What the first page, and a person's page, show of the board.

use crate::{Card, Idea, Order, cards, journal, list, pages};
use act::{Actor, Id, Person, Result, Tx, sql};
use askama::Template;
use web::{PersonSection, Tongue, WorldSection};

/// Ideas that need eyes, and what came of ideas.
pub(crate) const SECTIONS: &[WorldSection] = &[
    WorldSection { order: 30, aside: false, render: needs_eyes },
    WorldSection { order: 20, aside: true, render: in_action },
];

#[derive(Template)]
#[template(path = "pages/world_eyes.html")]
struct Eyes<'a> {
    t: &'a Tongue,
    cards: &'a [Card],
}

impl Eyes<'_> {
    fn row<'s>(&'s self, card: &'s Card) -> pages::Row<'s> {
        pages::Row::small(self.t, card, "/")
    }
}

fn rendered(view: &impl Template) -> Result<String> {
    view.render().map_err(|e| store::Error::Engine(format!("a template cannot be rendered: {e}")).into())
}

fn needs_eyes(tx: &mut Tx<'_>, who: &Actor, t: &Tongue) -> Result<Option<String>> {
    let page = list::list(tx, who, Order::NeedsEyes, &list::Filter::default(), None, 3)?;
    if page.items.is_empty() {
        return Ok(None);
    }
    rendered(&Eyes { t, cards: &page.items }).map(Some)
}

#[derive(Template)]
#[template(path = "pages/world_action.html")]
struct Action<'a> {
    t: &'a Tongue,
    entries: &'a [journal::Entry],
}

fn in_action(tx: &mut Tx<'_>, who: &Actor, t: &Tongue) -> Result<Option<String>> {
    let page = journal::journal(tx, who, None, 3)?;
    if page.items.is_empty() {
        return Ok(None);
    }
    rendered(&Action { t, entries: &page.items }).map(Some)
}

/// What somebody shared.
pub(crate) const OF_A_PERSON: &[PersonSection] = &[PersonSection { order: 10, render: shared_by }];
/// Ideas that a person's page shows.
const NEWEST: usize = 20;

#[derive(Template)]
#[template(path = "pages/shared_by.html")]
struct SharedBy<'a> {
    t: &'a Tongue,
    cards: &'a [Card],
    back: String,
    /// There are more than these.
    cut: bool,
}

impl SharedBy<'_> {
    fn row<'s>(&'s self, card: &'s Card) -> pages::Row<'s> {
        pages::Row::small(self.t, card, &self.back)
    }
}

fn shared_by(tx: &mut Tx<'_>, who: &Actor, t: &Tongue, person: Id<Person>) -> Result<Option<String>> {
    let one_more = i64::try_from(NEWEST + 1).unwrap_or(i64::MAX);
    let ideas: Vec<Id<Idea>> = sql!(tx.all(
        "SELECT a.piece FROM piece_authors a JOIN ideas i ON i.piece = a.piece
         WHERE a.person = $1 AND i.listed ORDER BY a.piece DESC LIMIT $2",
        person,
        one_more
    ))?;
    let cut = ideas.len() > NEWEST;
    let shown = &ideas[..ideas.len().min(NEWEST)];
    let cards = cards(tx, who, shown)?;
    if cards.is_empty() {
        return Ok(None);
    }
    let view = SharedBy { t, cards: &cards, back: format!("/people/{person}"), cut };
    rendered(&view).map(Some)
}
