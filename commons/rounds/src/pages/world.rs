//! What the first page shows of rounds: those that are open now, the one that ends first on top.

use crate::{Asked, Listed, State};
use act::{Actor, Result, Tx};
use askama::Template;
use web::{House, Paging, Tongue, WorldSection, rendered};

/// Rounds that are open.
pub(crate) const SECTIONS: &[WorldSection] = &[WorldSection { order: 10, aside: true, render: open_now }];
/// Rounds that the first page shows.
const MOST: usize = 3;

#[derive(Template)]
#[template(path = "pages/world.html")]
struct World<'a> {
    t: &'a Tongue,
    rounds: &'a [Listed],
}

fn open_now(tx: &mut Tx<'_>, who: &Actor, t: &Tongue, _: &House) -> Result<Option<String>> {
    let asked = Asked { state: Some(State::Open), ..Asked::default() };
    let mut open = crate::list(tx, who, &asked, &Paging { after: None, limit: Some(20) })?.items;
    open.retain(|round| round.opens <= t.now() && t.now() < round.closes);
    open.sort_by_key(|round| round.closes);
    open.truncate(MOST);
    if open.is_empty() {
        return Ok(None);
    }
    rendered(&World { t, rounds: &open }).map(Some)
}
