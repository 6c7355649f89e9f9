//! A Polis conversation: statements become ideas, and agree, disagree and pass become votes. In exported files 1 is
//! agree; a voter may occur twice on a statement, and the last one counts.

use super::{BATCH, Import, bar, refused};
use act::{Id, Person, Timestamp};
use anyhow::Result;
use ideas::Idea;
use serde::Deserialize;
use std::collections::HashMap;

/// How people are called whom the file gives only a number.
const CALLED: &str = "Participant";
/// A statement is its own title; longer ones are cut for the title and whole in the body.
const TITLE: usize = 250;

#[derive(Debug, Clone, Deserialize)]
struct Statement {
    timestamp: i64,
    #[serde(rename = "comment-id")]
    id: String,
    #[serde(rename = "author-id")]
    author: String,
    moderated: i64,
    #[serde(rename = "comment-body")]
    body: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Vote {
    timestamp: i64,
    #[serde(rename = "comment-id")]
    statement: String,
    #[serde(rename = "voter-id")]
    voter: String,
    vote: i64,
}

pub(super) fn read(import: &mut Import<'_>) -> Result<()> {
    let statements: Vec<(u64, Statement)> = import.lines("comments.csv")?;
    let votes: Vec<(u64, Vote)> = import.lines("votes.csv")?;
    let everyone =
        statements.iter().map(|(_, s)| s.author.clone()).chain(votes.iter().map(|(_, v)| v.voter.clone()));
    let people = import.people(CALLED, everyone)?;

    let (programme, scope, known) = (import.programme, import.scope.clone(), people.clone());
    let made = import.put("comments.csv", statements, move |tx, statement: &Statement| {
        let idea = ideas::import(
            tx,
            &ideas::NewImported {
                programme,
                source: format!("{scope}:statement:{}", statement.id),
                author: known.get(&statement.author).copied(),
                at: Some(Timestamp::from_millis(statement.timestamp)),
                title: web::excerpt(&statement.body, TITLE),
                body: statement.body.clone(),
                language: None,
                closed: false,
                withheld: statement.moderated == -1,
                supports_elsewhere: 0,
            },
        )?;
        Ok((statement.id.clone(), idea))
    })?;
    import.counts.pieces = made.len() as u64;
    let ideas: HashMap<String, Id<Idea>> = made.into_iter().collect();

    let mut last: HashMap<(Id<Idea>, Id<Person>), Vote> = HashMap::new();
    for (line, vote) in votes {
        let (Some(idea), Some(person)) = (ideas.get(&vote.statement), people.get(&vote.voter)) else {
            import.bad_line("votes.csv", line, "a vote on a statement that is not in the file")?;
            continue;
        };
        if !(-1..=1).contains(&vote.vote) {
            import.bad_line("votes.csv", line, "a vote is 1 (agree), -1 (disagree) or 0 (pass)")?;
            continue;
        }
        let ballot = last.entry((*idea, *person)).or_insert_with(|| vote.clone());
        if vote.timestamp >= ballot.timestamp {
            *ballot = vote;
        }
    }
    let mut ballots: Vec<_> = last.into_iter().collect();
    ballots.sort_by_key(|((idea, person), vote)| (*idea, vote.timestamp, *person));
    import.counts.votes = ballots.len() as u64;
    let progress = bar("votes.csv", ballots.len());
    for batch in ballots.chunks(BATCH) {
        let batch: Vec<_> = batch
            .iter()
            .map(|((idea, person), vote)| (*idea, *person, vote.vote, Timestamp::from_millis(vote.timestamp)))
            .collect();
        let length = batch.len() as u64;
        let kept = import.store.write(move |tx| {
            for (idea, person, weight, at) in &batch {
                pieces::cast(tx, idea.cast(), *person, *weight, Some(*at))?;
            }
            Ok::<_, act::Error>(())
        });
        import.runtime.block_on(kept).map_err(refused)?;
        progress.inc(length);
    }
    progress.finish_and_clear();
    let recounted = ideas.into_values().map(|idea| (0, idea)).collect();
    import.put("recounting", recounted, |tx, idea: &Id<Idea>| ideas::recount(tx, *idea))?;
    Ok(())
}
