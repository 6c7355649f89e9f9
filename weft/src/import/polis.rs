//! A Polis conversation: statements become ideas, agree, disagree and pass become votes, and all of it a closed round
//! about the statements that were shown. In exported files 1 is agree; a voter may occur twice on a statement, and the
//! last one counts, though the file's own figures of a statement count both.

use super::{
    BATCH, Import, TITLE, bar, refused,
    round::{Held, Verified},
};
use crate::cli::RoundArguments;
use act::{Id, Person, Timestamp};
use anyhow::{Context as _, Result};
use ballot::opinion::likeness;
use ideas::Idea;
use rounds::{Answer, CastElsewhere, Method, Round, Stance, Way, opinions, record::Ballot};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

/// How people are called whom the file gives only a number.
const CALLED: &str = "Participant";

#[derive(Debug, Clone, Deserialize)]
struct Statement {
    timestamp: i64,
    #[serde(rename = "comment-id")]
    id: String,
    #[serde(rename = "author-id")]
    author: String,
    agrees: u64,
    disagrees: u64,
    moderated: i64,
    #[serde(rename = "comment-body")]
    body: String,
}

impl Statement {
    fn withheld(&self) -> bool {
        self.moderated == -1
    }
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

/// What the file tells of a person.
#[derive(Debug, Clone, Deserialize)]
struct Participant {
    participant: String,
    #[serde(rename = "group-id")]
    group: Option<usize>,
    #[serde(rename = "n-votes")]
    votes: u64,
    #[serde(rename = "n-agree")]
    agrees: u64,
    #[serde(rename = "n-disagree")]
    disagrees: u64,
}

/// The votes that count, and how often another had been cast before, by statement and vote.
#[derive(Default)]
struct Cast {
    last: BTreeMap<(String, String), Vote>,
    before: HashMap<(String, i64), u64>,
}

impl Cast {
    fn put(&mut self, vote: Vote) {
        let key = (vote.statement.clone(), vote.voter.clone());
        let gone = match self.last.get(&key) {
            Some(known) if vote.timestamp < known.timestamp => Some(vote),
            _ => self.last.insert(key, vote),
        };
        if let Some(gone) = gone {
            *self.before.entry((gone.statement, gone.vote)).or_default() += 1;
        }
    }
}

pub(super) fn read(import: &mut Import, dir: &Path, round: &RoundArguments) -> Result<Option<Verified>> {
    let statements: Vec<(u64, Statement)> = import.lines(&dir.join("comments.csv"))?;
    let votes: Vec<(u64, Vote)> = import.lines(&dir.join("votes.csv"))?;
    let everyone =
        statements.iter().map(|(_, s)| s.author.clone()).chain(votes.iter().map(|(_, v)| v.voter.clone()));
    let people = import.people(CALLED, everyone)?;
    let ideas = ideas_of(import, statements.clone(), &people)?;
    let cast = usable(import, votes, &ideas, &people)?;
    vote(import, &cast, &ideas, &people)?;
    import.put("recounting", ideas.values().map(|idea| (0, *idea)).collect(), |tx, idea: &Id<Idea>| {
        ideas::recount(tx, *idea)
    })?;

    let mut shown: Vec<Statement> = statements.into_iter().map(|(_, statement)| statement).collect();
    shown.retain(|statement| !statement.withheld() && ideas.contains_key(&statement.id));
    shown.sort_by_key(|statement| (statement.timestamp, statement.id.clone()));
    let summary = summary(&dir.join("summary.csv"))?;
    let ballots = ballots(&shown, &cast, &people);
    let held = Held {
        source: import.scope.clone(),
        from: summary.get("url").map_or_else(|| "Polis".to_owned(), |url| format!("Polis {url}")),
        question: round.question.clone().or_else(|| summary.get("topic").cloned()),
        method: Method::Opinions,
        items: shown.iter().filter_map(|statement| ideas.get(&statement.id).copied()).collect(),
        ballots,
    };
    let Some(brought) = import.hold(held)? else { return Ok(None) };
    round.verify.then(|| verify(import, dir, &shown, &cast, &summary, brought.round)).transpose()
}

fn ideas_of(
    import: &mut Import,
    statements: Vec<(u64, Statement)>,
    people: &HashMap<String, Id<Person>>,
) -> Result<HashMap<String, Id<Idea>>> {
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
                withheld: statement.withheld(),
                supports_elsewhere: 0,
            },
        )?;
        Ok((statement.id.clone(), idea))
    })?;
    import.counts.pieces = made.len() as u64;
    Ok(made.into_iter().collect())
}

/// The votes that can be used, the last of each person on each statement; others are reported by their line.
fn usable(
    import: &mut Import,
    votes: Vec<(u64, Vote)>,
    ideas: &HashMap<String, Id<Idea>>,
    people: &HashMap<String, Id<Person>>,
) -> Result<Cast> {
    let mut cast = Cast::default();
    for (line, vote) in votes {
        if !ideas.contains_key(&vote.statement) || !people.contains_key(&vote.voter) {
            import.bad_line("votes.csv", line, "a vote on a statement that is not in the file")?;
        } else if !(-1..=1).contains(&vote.vote) {
            import.bad_line("votes.csv", line, "a vote is 1 (agree), -1 (disagree) or 0 (pass)")?;
        } else {
            cast.put(vote);
        }
    }
    import.counts.votes = cast.last.len() as u64;
    Ok(cast)
}

/// Votes on the ideas, as the board counts them.
fn vote(
    import: &Import,
    cast: &Cast,
    ideas: &HashMap<String, Id<Idea>>,
    people: &HashMap<String, Id<Person>>,
) -> Result<()> {
    let found = cast.last.values().filter_map(|vote| {
        let (idea, person) = (*ideas.get(&vote.statement)?, *people.get(&vote.voter)?);
        Some((idea, Timestamp::from_millis(vote.timestamp), person, vote.vote))
    });
    let mut votes: Vec<_> = found.collect();
    votes.sort_unstable();
    let progress = bar("votes.csv", votes.len());
    for batch in votes.chunks(BATCH) {
        let batch = batch.to_vec();
        let length = batch.len() as u64;
        let kept = import.store.write(move |tx| {
            for (idea, at, person, weight) in &batch {
                pieces::cast(tx, idea.cast(), *person, *weight, Some(*at))?;
            }
            Ok::<_, act::Error>(())
        });
        import.runtime.block_on(kept).map_err(refused)?;
        progress.inc(length);
    }
    progress.finish_and_clear();
    Ok(())
}

/// The votes as answers about the statements that were shown.
fn ballots(shown: &[Statement], cast: &Cast, people: &HashMap<String, Id<Person>>) -> Vec<CastElsewhere> {
    let places = places(shown);
    let answers = cast.last.values().filter_map(|vote| {
        let answer = answer(vote, *places.get(vote.statement.as_str())?);
        let (person, at) = (*people.get(&vote.voter)?, Timestamp::from_millis(vote.timestamp));
        Some(CastElsewhere { person, answer, at })
    });
    answers.collect()
}

fn places(shown: &[Statement]) -> HashMap<&str, u32> {
    shown.iter().map(|statement| statement.id.as_str()).zip(0..).collect()
}

fn answer(vote: &Vote, item: u32) -> Answer {
    let stance = match vote.vote {
        1 => Stance::Agree,
        -1 => Stance::Disagree,
        _ => Stance::Pass,
    };
    Answer::Stance { item, stance }
}

/// What the file says of the whole conversation: a name and a value a line.
fn summary(file: &Path) -> Result<HashMap<String, String>> {
    if !file.is_file() {
        return Ok(HashMap::new());
    }
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(file);
    let reader = reader.with_context(|| format!("cannot open {}", file.display()))?;
    let said = reader.into_deserialize::<(String, String)>().flatten();
    Ok(said
        .map(|(name, value)| (name, value.trim().to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect())
}

/// Agreement and disagreement with every statement that was shown, every participant's votes, and the groups.
fn verify(
    import: &mut Import,
    dir: &Path,
    shown: &[Statement],
    cast: &Cast,
    summary: &HashMap<String, String>,
    round: Id<Round>,
) -> Result<Verified> {
    let counted = import.recounted(round)?;
    let mut verified = Verified::default();
    for (statement, figure) in shown.iter().zip(&counted.by(Way::Share)?.figures) {
        for (what, vote, place, told) in
            [("agreeing", 1, 2, statement.agrees), ("disagreeing", -1, 0, statement.disagrees)]
        {
            let counts = figure.spread.get(place).copied().unwrap_or(0);
            let before = cast.before.get(&(statement.id.clone(), vote)).copied().unwrap_or(0);
            verified.count(&format!("votes {what} with statement {}", statement.id), counts + before, told);
        }
    }
    if let Some(groups) = summary.get("groups").and_then(|groups| groups.parse().ok()) {
        verified.count("opinion groups", counted.groups as u64, groups);
    }
    let file = dir.join("participants-votes.csv");
    if file.is_file() {
        let participants: Vec<(u64, Participant)> = import.lines(&file)?;
        let participants: Vec<Participant> = participants.into_iter().map(|(_, told)| told).collect();
        of_participants(&mut verified, &participants, cast);
        verified.groups_alike = groups_alike(&participants, shown, cast)?;
    }
    Ok(verified)
}

fn of_participants(verified: &mut Verified, participants: &[Participant], cast: &Cast) {
    let mut votes: HashMap<&str, [u64; 3]> = HashMap::new();
    for vote in cast.last.values() {
        let [all, agreeing, disagreeing] = votes.entry(vote.voter.as_str()).or_default();
        *all += 1;
        *agreeing += u64::from(vote.vote == 1);
        *disagreeing += u64::from(vote.vote == -1);
    }
    for told in participants {
        let ours = votes.get(told.participant.as_str()).copied().unwrap_or_default();
        let theirs = [told.votes, told.agrees, told.disagrees];
        for ((what, ours), theirs) in ["votes", "agreement", "disagreement"].iter().zip(ours).zip(theirs) {
            verified.count(&format!("{what} of participant {}", told.participant), ours, theirs);
        }
    }
}

/// How alike the groups are that the round found and those in the file. The record's tokens lead to nobody, so that the
/// same answers are divided once more under the numbers of the file.
fn groups_alike(participants: &[Participant], shown: &[Statement], cast: &Cast) -> Result<Option<f64>> {
    let numbers: HashMap<&str, i64> =
        participants.iter().map(|told| told.participant.as_str()).zip(0..).collect();
    let places = places(shown);
    let ballots: Vec<Ballot> = cast
        .last
        .values()
        .filter_map(|vote| {
            let token = *numbers.get(vote.voter.as_str())?;
            Some(Ballot { token, answer: answer(vote, *places.get(vote.statement.as_str())?), when: None })
        })
        .collect();
    let groups = opinions::groups(u32::try_from(shown.len())?, &ballots)?;
    let ours: Vec<Option<usize>> = (0..).zip(participants).map(|(n, _)| groups.get(&n).copied()).collect();
    let theirs: Vec<Option<usize>> = participants.iter().map(|told| told.group).collect();
    Ok(likeness(&ours, &theirs))
}
