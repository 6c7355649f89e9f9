//! What the board does when something happens elsewhere, and what it counts a moment later.

use crate::{Idea, alike, events::IdeaVoted, partner, rows, settings};
use act::{Event, Id, List, Person, Result, Tx, sql};
use events::{Outgoing, React, Reaction};
use pieces::events::{PieceCommented, PieceModerated, PieceRevised};
use programmes::Programme;
use std::collections::{BTreeMap, BTreeSet};

/// Every reaction.
pub(crate) const REACTIONS: &[Reaction] = &[
    Reaction { consumer: "ideas.counts", to: &[IdeaVoted::NAME], react: React::Together(count_votes) },
    Reaction {
        consumer: "ideas.words",
        to: &[PieceRevised::NAME, PieceModerated::NAME],
        react: React::Each(follow_piece),
    },
    Reaction { consumer: "ideas.answers", to: &[PieceCommented::NAME], react: React::Each(note_answer) },
];

/// Keeps the figures that lists say they come from, and the places of ideas in the lists: once for each programme and
/// idea, however many votes there were.
fn count_votes(tx: &mut Tx<'_>, events: &[&Outgoing]) -> Result<()> {
    let votes: Vec<IdeaVoted> = events.iter().filter_map(|event| event.read()).collect();
    let mut programmes: BTreeMap<Id<Programme>, (i64, BTreeSet<Id<Person>>)> = BTreeMap::new();
    for vote in &votes {
        let (more, voters) = programmes.entry(vote.programme).or_default();
        *more += i64::from(vote.after != 0) - i64::from(vote.before != 0);
        voters.extend((vote.after != 0).then_some(vote.by));
    }
    for (programme, (more, voters)) in programmes {
        if more != 0 {
            rows::count(tx, programme, "votes", more)?;
        }
        let new = sql!(tx.exec(
            "INSERT INTO idea_voters (programme, person) SELECT $1, value FROM {list $2} AS n WHERE TRUE
             ON CONFLICT (programme, person) DO NOTHING",
            programme,
            List(&Vec::from_iter(voters))
        ))?;
        if new > 0 {
            rows::count(tx, programme, "voters", i64::try_from(new).unwrap_or(i64::MAX))?;
        }
    }
    let ideas = BTreeSet::from_iter(votes.iter().map(|vote| vote.idea));
    rows::place(tx, &Vec::from_iter(ideas))
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
