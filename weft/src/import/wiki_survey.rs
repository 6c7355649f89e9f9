//! A wiki survey of All Our Ideas: ideas, and votes between two of them, which become a closed round. Ideas that were
//! deleted there still have votes; they are brought in for stewards alone.

use super::{
    Import, named,
    round::{Held, Verified},
};
use crate::cli::RoundArguments;
use act::{Id, Person, Timestamp};
use anyhow::{Context as _, Result};
use ideas::Idea;
use jiff::civil::DateTime;
use rounds::{Answer, CastElsewhere, Method, Round, Way};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

/// How people are called whom the file gives only the number of a visit.
const CALLED: &str = "Visitor";
/// How far a score in the file may be from its votes: it is written with four decimals at most.
const TOLERANCE: f64 = 1e-3;

#[derive(Debug, Clone, Deserialize)]
struct Entry {
    #[serde(rename = "Wikisurvey ID")]
    survey: String,
    #[serde(rename = "Idea ID")]
    id: String,
    #[serde(rename = "Idea Text")]
    text: String,
    #[serde(rename = "Wins")]
    wins: u64,
    #[serde(rename = "Losses")]
    losses: u64,
    #[serde(rename = "Score")]
    score: f64,
    #[serde(rename = "User Submitted")]
    by_visitor: String,
    #[serde(rename = "Session ID")]
    session: String,
    #[serde(rename = "Created at")]
    at: String,
    #[serde(rename = "Active")]
    active: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Vote {
    #[serde(rename = "Session ID")]
    session: String,
    #[serde(rename = "Winner ID")]
    winner: String,
    #[serde(rename = "Winner Text")]
    winner_text: String,
    #[serde(rename = "Loser ID")]
    loser: String,
    #[serde(rename = "Loser Text")]
    loser_text: String,
    #[serde(rename = "Created at")]
    at: String,
    #[serde(rename = "Valid")]
    valid: String,
}

/// An idea as it is put down.
#[derive(Debug, Clone)]
struct Put {
    id: String,
    text: String,
    author: Option<Id<Person>>,
    at: Option<Timestamp>,
    closed: bool,
    deleted: bool,
}

pub(super) fn read(
    import: &mut Import,
    ideas: &Path,
    votes: &Path,
    round: &RoundArguments,
) -> Result<Option<Verified>> {
    let entries: Vec<(u64, Entry)> = import.lines(ideas)?;
    let cast: Vec<(u64, Vote)> = import.lines(votes)?;
    let survey = entries.first().map(|(_, entry)| entry.survey.clone());
    let survey = survey.with_context(|| format!("{} has no ideas", named(ideas)))?;

    let (valid, void): (Vec<_>, Vec<_>) = cast.into_iter().partition(|(_, vote)| yes(&vote.valid));
    let authors = entries.iter().filter(|(_, entry)| yes(&entry.by_visitor)).map(|(_, e)| e.session.clone());
    let visitors = authors.chain(valid.iter().map(|(_, vote)| vote.session.clone()));
    let people = import.people(CALLED, visitors.collect::<Vec<_>>())?;

    let deleted = deleted(&entries, &valid);
    import.counts.notes = (void.len() + deleted.len()) as u64;
    let all = entries.iter().map(|(line, entry)| (*line, put(entry, &people))).chain(deleted);
    let ideas = ideas_of(import, &named(ideas), &survey, all.collect())?;

    let ballots = ballots(import, &named(votes), valid, &ideas, &people)?;
    import.counts.votes = ballots.len() as u64;
    let held = Held {
        source: survey.clone(),
        from: format!("All Our Ideas {survey}"),
        question: round.question.clone(),
        method: Method::Pairwise,
        items: ideas.iter().map(|(_, idea)| *idea).collect(),
        ballots,
    };
    let Some(brought) = import.hold(held)? else { return Ok(None) };
    import.counts.notes += brought.again;
    let entries = entries.into_iter().map(|(_, entry)| entry).collect::<Vec<_>>();
    round.verify.then(|| verify(import, &entries, &ideas, brought.round)).transpose()
}

fn yes(said: &str) -> bool {
    said.eq_ignore_ascii_case("true")
}

fn put(entry: &Entry, people: &HashMap<String, Id<Person>>) -> Put {
    let author = people.get(&entry.session).copied().filter(|_| yes(&entry.by_visitor));
    let (id, text) = (entry.id.clone(), entry.text.clone());
    Put { id, text, author, at: moment(&entry.at), closed: !yes(&entry.active), deleted: false }
}

/// Ideas that only votes name, by their number.
fn deleted(entries: &[(u64, Entry)], votes: &[(u64, Vote)]) -> Vec<(u64, Put)> {
    let mut deleted: BTreeMap<&str, (u64, &str)> = BTreeMap::new();
    for (line, vote) in votes {
        for (id, text) in [(&vote.winner, &vote.winner_text), (&vote.loser, &vote.loser_text)] {
            deleted.entry(id).or_insert((*line, text));
        }
    }
    for (_, entry) in entries {
        deleted.remove(entry.id.as_str());
    }
    let put = |(id, (line, text)): (&str, (u64, &str))| {
        let (id, text) = (id.to_owned(), text.to_owned());
        (line, Put { id, text, author: None, at: None, closed: true, deleted: true })
    };
    deleted.into_iter().map(put).collect()
}

/// The ideas, in the order of the file.
fn ideas_of(
    import: &mut Import,
    file: &str,
    survey: &str,
    all: Vec<(u64, Put)>,
) -> Result<Vec<(String, Id<Idea>)>> {
    let (programme, scope) = (import.programme, format!("{}:{survey}", import.scope));
    let made = import.put(file, all, move |tx, put: &Put| {
        let new = ideas::NewImported {
            programme,
            source: format!("{scope}:entry:{}", put.id),
            author: put.author,
            at: put.at,
            title: web::excerpt(&put.text, super::TITLE),
            body: put.text.clone(),
            language: None,
            closed: put.closed,
            withheld: put.deleted,
            supports_elsewhere: 0,
        };
        Ok((put.id.clone(), ideas::import(tx, &new)?))
    })?;
    import.counts.pieces = made.len() as u64;
    Ok(made)
}

/// The votes that can be used; others are reported by their line.
fn ballots(
    import: &mut Import,
    file: &str,
    votes: Vec<(u64, Vote)>,
    ideas: &[(String, Id<Idea>)],
    people: &HashMap<String, Id<Person>>,
) -> Result<Vec<CastElsewhere>> {
    let places: HashMap<&str, u32> = ideas.iter().map(|(id, _)| id.as_str()).zip(0..).collect();
    let mut ballots = Vec::with_capacity(votes.len());
    for (line, vote) in votes {
        let (winner, loser) = (places.get(vote.winner.as_str()), places.get(vote.loser.as_str()));
        let (Some(&winner), Some(&loser)) = (winner, loser) else {
            import.bad_line(file, line, "a vote on an idea that was left out")?;
            continue;
        };
        let (Some(&person), Some(at)) = (people.get(&vote.session), moment(&vote.at)) else {
            import.bad_line(file, line, "a vote's time is written like 2017-06-29 15:20:59 UTC")?;
            continue;
        };
        if winner == loser {
            import.bad_line(file, line, "a vote is between two different ideas")?;
            continue;
        }
        let answer = Answer::Pair { one: winner, other: loser, better: Some(winner) };
        ballots.push(CastElsewhere { person, answer, at });
    }
    Ok(ballots)
}

/// `2017-06-29 15:20:59 UTC`.
fn moment(text: &str) -> Option<Timestamp> {
    let shown: DateTime = text.strip_suffix(" UTC")?.parse().ok()?;
    Some(Timestamp::from_jiff(shown.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp()))
}

/// Score, wins and losses of every idea in the file.
fn verify(
    import: &Import,
    entries: &[Entry],
    ideas: &[(String, Id<Idea>)],
    round: Id<Round>,
) -> Result<Verified> {
    let counted = import.recounted(round)?;
    let rates = counted.by(Way::WinRate)?;
    let mut verified = Verified::default();
    let told: HashMap<&str, &Entry> = entries.iter().map(|entry| (entry.id.as_str(), entry)).collect();
    for ((id, _), figure) in ideas.iter().zip(&rates.figures) {
        let Some(entry) = told.get(id.as_str()) else { continue };
        let [lost, won] = [0, 2].map(|place| figure.spread.get(place).copied().unwrap_or(0));
        verified.compare(&format!("score of idea {id}"), figure.value, entry.score, TOLERANCE);
        verified.count(&format!("wins of idea {id}"), won, entry.wins);
        verified.count(&format!("losses of idea {id}"), lost, entry.losses);
    }
    Ok(verified)
}
