//! What the first page shows of the board.

use crate::{Card, Order, journal, list, pages};
use act::{Actor, Result, Tx};
use askama::Template;
use web::{Tongue, WorldSection};

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
