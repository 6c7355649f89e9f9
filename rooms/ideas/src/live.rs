//! What live pages hear, and who may listen.

use crate::{
    Idea,
    events::{IdeaMoved, IdeaVoted},
    rows, settings,
};
use act::{Actor, Event, Id, Result, Tx};
use events::{Announcement, Announcer, Outgoing};
use pieces::events::PieceCommented;
use web::Topic;

/// Listening to an idea.
pub(crate) const TOPICS: &[Topic] = &[Topic { prefix: "idea", may_hear }];

/// What is told of an idea.
pub(crate) const ANNOUNCERS: &[Announcer] =
    &[Announcer { to: &[IdeaVoted::NAME, IdeaMoved::NAME, PieceCommented::NAME], announce }];

fn may_hear(tx: &mut Tx<'_>, who: &Actor, name: &str) -> Result<bool> {
    match name.parse::<Id<Idea>>() {
        Ok(idea) => pieces::may_see(tx, who, idea.cast()),
        Err(_) => Ok(false),
    }
}

fn announce(tx: &mut Tx<'_>, event: &Outgoing) -> Result<Vec<Announcement>> {
    let idea: Id<Idea> = Id::from_raw(event.about);
    let Some(kept) = rows::kept_of(tx, &[idea])?.remove(&idea) else { return Ok(Vec::new()) };
    let mut told = Announcement::new(format!("idea:{idea}"));
    if let Some(commented) = event.read::<PieceCommented>() {
        told = told.with("comments", commented.comments);
    }
    if kept.ranked {
        let worth = settings::POINTS.value(tx)?;
        told = told.with("points", kept.standing.net() * worth).with("voters", kept.standing.voters());
    }
    Ok(if told.fields.is_empty() { Vec::new() } else { vec![told] })
}
