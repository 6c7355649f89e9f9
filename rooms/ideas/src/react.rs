//! What the board does when something happens elsewhere, and what it counts a moment later.

use crate::{Idea, alike, events::IdeaVoted, partner, rows, settings};
use act::{Event, Id, Result, Tx, sql};
use events::{Outgoing, Reaction};
use pieces::events::{PieceCommented, PieceModerated, PieceRevised};

/// Every reaction.
pub(crate) const REACTIONS: &[Reaction] = &[
    Reaction { consumer: "ideas.counts", to: &[IdeaVoted::NAME], react: count_vote },
    Reaction {
        consumer: "ideas.words",
        to: &[PieceRevised::NAME, PieceModerated::NAME],
        react: follow_piece,
    },
    Reaction { consumer: "ideas.answers", to: &[PieceCommented::NAME], react: note_answer },
];

/// Keeps the figures that lists say they come from, and the places in the lists of categories.
fn count_vote(tx: &mut Tx<'_>, event: &Outgoing) -> Result<()> {
    let Some(voted) = event.read::<IdeaVoted>() else { return Ok(()) };
    let more = i64::from(voted.after != 0) - i64::from(voted.before != 0);
    if more != 0 {
        rows::count(tx, voted.programme, "votes", more)?;
    }
    if voted.after != 0 {
        let new = sql!(tx.exec(
            "INSERT INTO idea_voters (programme, person) VALUES ($1, $2) ON CONFLICT (programme, person) DO NOTHING",
            voted.programme, voted.by
        ))?;
        if new > 0 {
            rows::count(tx, voted.programme, "voters", 1)?;
        }
    }
    rows::copy_places(tx, voted.idea)
}

/// An idea that its partner answered no longer waits in their queue.
fn note_answer(tx: &mut Tx<'_>, event: &Outgoing) -> Result<()> {
    let Some(said) = event.read::<PieceCommented>() else { return Ok(()) };
    if said.internal { Ok(()) } else { partner::has_read(tx, said.piece.cast(), Some(said.by)) }
}

/// Changed words are compared anew; a piece that stewards hid or showed leaves or enters the lists.
fn follow_piece(tx: &mut Tx<'_>, event: &Outgoing) -> Result<()> {
    let idea: Id<Idea> = Id::from_raw(event.about);
    let Some(kept) = rows::kept_of(tx, &[idea])?.remove(&idea) else { return Ok(()) };
    if event.name == PieceModerated::NAME {
        let views = settings::VIEWS.value(tx)?;
        rows::relist(tx, idea, views)?;
        let listed = rows::kept(tx, idea)?.listed;
        let change = i64::from(listed) - i64::from(kept.listed);
        return if change == 0 {
            Ok(())
        } else {
            rows::count(tx, kept.programme, kept.status.name(), change)
        };
    }
    let words: Option<(Option<String>, String, Option<String>)> =
        sql!(tx.opt("SELECT title, body, language FROM pieces WHERE id = $1", idea))?;
    let Some((title, body, language)) = words else { return Ok(()) };
    let print = alike::fingerprint(title.as_deref().unwrap_or_default(), &body, language.as_deref());
    alike::keep(tx, kept.programme, idea, &print)
}
