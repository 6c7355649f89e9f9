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
    Ok(json!({
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
