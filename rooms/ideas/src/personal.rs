//! What the board knows of a person, and forgetting it.

use crate::{Idea, Status, mine};
use act::{Id, Person, Result, Tx, sql};
use serde_json::{Value, json};

pub(crate) fn export(tx: &mut Tx<'_>, person: Id<Person>) -> Result<Value> {
    let mine = mine::mine(tx, person)?;
    let opened: Vec<(Id<Idea>, act::Timestamp)> =
        sql!(tx.all("SELECT idea, at FROM idea_views WHERE person = $1 ORDER BY idea LIMIT 100000", person))?;
    let promises: Vec<(Id<Idea>, String, act::Timestamp)> = sql!(tx.all(
        "SELECT idea, words, due_at FROM idea_promises WHERE person = $1 ORDER BY id LIMIT 10000",
        person
    ))?;
    let merges: Vec<(Id<Idea>, Id<Idea>, String)> = sql!(tx.all(
        "SELECT from_idea, into_idea, reason FROM idea_merges WHERE proposed_by = $1 ORDER BY id LIMIT 10000",
        person
    ))?;
    let read: Vec<(Id<Idea>, Option<act::Timestamp>)> = sql!(
        tx.all("SELECT idea, read_at FROM idea_reads WHERE person = $1 ORDER BY idea LIMIT 100000", person)
    )?;
    let notes: Vec<(Id<Idea>, Status, String, act::Timestamp)> = sql!(tx.all(
        "SELECT idea, after, note, at FROM idea_steps WHERE by_person = $1 ORDER BY id LIMIT 100000",
        person
    ))?;
    let decided: Vec<(Id<Idea>, Id<Idea>, Option<String>)> = sql!(tx.all(
        "SELECT from_idea, into_idea, note FROM idea_merges WHERE decided_by = $1 ORDER BY id LIMIT 100000",
        person
    ))?;
    let undone: Vec<(Id<Idea>, Id<Idea>, Option<String>)> = sql!(tx.all(
        "SELECT from_idea, into_idea, undone_why FROM idea_merges WHERE undone_by = $1 ORDER BY id LIMIT 100000",
        person
    ))?;
    let stayed: Vec<(Id<Idea>, act::Timestamp)> = sql!(tx.all(
        "SELECT m.from_idea, s.at FROM idea_merge_stays s JOIN idea_merges m ON m.id = s.merge
         WHERE s.person = $1 ORDER BY s.merge LIMIT 100000",
        person
    ))?;
    let partner_of: Vec<(String, act::Timestamp)> = sql!(tx.all(
        "SELECT c.title, p.since FROM idea_partners p JOIN categories c ON c.id = p.category
         WHERE p.person = $1 ORDER BY p.category LIMIT 10000",
        person
    ))?;
    let named: Vec<(Id<Idea>, String)> = sql!(tx.all(
        "SELECT j.idea, n.part FROM idea_journal_people n JOIN idea_journal j ON j.piece = n.entry
         WHERE n.person = $1 ORDER BY j.piece, n.place LIMIT 10000",
        person
    ))?;
    Ok(json!({
        "notes": notes,
        "merges_decided": decided,
        "merges_undone": undone,
        "kept_votes_out_of_merges": stayed,
        "partner_of": partner_of,
        "named_in_journal": named,
        "ideas": mine.ideas,
        "votes": mine.votes,
        "opened": opened,
        "promises": promises,
        "merges_proposed": merges,
        "queue": read,
    }))
}

/// Votes on ideas that are not decided are taken back (and the figures move); the others keep a token that leads to
/// nobody, which `pieces` sees to. What staff wrote in public stays, without their name.
pub(crate) fn erase(tx: &mut Tx<'_>, person: Id<Person>) -> Result<()> {
    let mut open: Vec<Id<Idea>> = Vec::new();
    pieces::withdraw_votes(tx, person, crate::KIND, |tx, piece| {
        let status: Option<Status> = sql!(tx.opt("SELECT status FROM ideas WHERE piece = $1", piece))?;
        let undecided = status.is_some_and(Status::takes_votes);
        if undecided {
            open.push(piece.cast());
        }
        Ok(undecided)
    })?;
    open.sort_unstable();
    open.dedup();
    for idea in open {
        crate::recount(tx, idea)?;
    }
    sql!(tx.exec("DELETE FROM idea_views WHERE person = $1", person))?;
    sql!(tx.exec("DELETE FROM idea_voters WHERE person = $1", person))?;
    sql!(tx.exec("DELETE FROM idea_merge_stays WHERE person = $1", person))?;
    sql!(tx.exec("DELETE FROM idea_partners WHERE person = $1", person))?;
    sql!(tx.exec("DELETE FROM idea_reads WHERE person = $1", person))?;
    sql!(tx.exec("UPDATE idea_partners SET by_person = NULL WHERE by_person = $1", person))?;
    sql!(tx.exec("UPDATE idea_steps SET by_person = NULL WHERE by_person = $1", person))?;
    sql!(tx.exec("UPDATE idea_promises SET person = NULL WHERE person = $1", person))?;
    sql!(tx.exec("UPDATE idea_merges SET proposed_by = NULL WHERE proposed_by = $1", person))?;
    sql!(tx.exec("UPDATE idea_merges SET decided_by = NULL WHERE decided_by = $1", person))?;
    sql!(tx.exec("UPDATE idea_merges SET undone_by = NULL WHERE undone_by = $1", person))?;
    sql!(tx.exec("UPDATE idea_journal_people SET person = NULL WHERE person = $1", person))?;
    Ok(())
}
