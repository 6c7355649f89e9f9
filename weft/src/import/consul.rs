//! A CONSUL site's proposals and comments. Supports come as numbers without names: they are shown in words beside the
//! idea and never counted as votes.

use super::Import;
use act::{Id, Timestamp, Voice};
use anyhow::Result;
use ideas::Idea;
use jiff::{civil::DateTime, tz::TimeZone};
use pieces::{COMMENT_KIND, NewPiece, Piece, Visibility};
use serde::Deserialize;
use std::{
    collections::{HashMap, HashSet},
    path::Path,
    sync::Arc,
};

/// CONSUL's clock: the site is Madrid's.
const ZONE: &str = "Europe/Madrid";
/// How people are called whom the file gives only a number.
const CALLED: &str = "Participant";

#[derive(Debug, Clone, Deserialize)]
struct Proposal {
    id: String,
    title: String,
    #[serde(rename = "userId")]
    user: String,
    date: String,
    summary: String,
    text: String,
    #[serde(rename = "numSupports")]
    supports: i64,
    status: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Comment {
    id: String,
    #[serde(rename = "parentId")]
    parent: String,
    #[serde(rename = "proposalId")]
    proposal: String,
    #[serde(rename = "userId")]
    user: String,
    date: String,
    time: String,
    text: String,
}

pub(super) fn read(import: &mut Import, dir: &Path) -> Result<()> {
    let proposals: Vec<(u64, Proposal)> = import.lines(&dir.join("proposals.csv"))?;
    let comments: Vec<(u64, Comment)> = import.lines(&dir.join("comments.csv"))?;
    let users =
        proposals.iter().map(|(_, p)| p.user.clone()).chain(comments.iter().map(|(_, c)| c.user.clone()));
    let people = Arc::new(import.people(CALLED, users.filter(|user| !user.is_empty()))?);

    let (programme, scope, known) = (import.programme, import.scope.clone(), people.clone());
    let made = import.put("proposals.csv", proposals, move |tx, proposal: &Proposal| {
        let body = [&*proposal.summary, &*proposal.text].join("\n\n");
        let idea = ideas::import(
            tx,
            &ideas::NewImported {
                programme,
                source: format!("{scope}:proposal:{}", proposal.id),
                author: known.get(&proposal.user).copied(),
                at: moment(&proposal.date, ""),
                title: proposal.title.clone(),
                body: if body.trim().is_empty() { proposal.title.clone() } else { body },
                language: None,
                closed: proposal.status == "archived",
                withheld: false,
                supports_elsewhere: proposal.supports,
            },
        )?;
        Ok((proposal.id.clone(), idea))
    })?;
    import.counts.pieces = made.len() as u64;
    let ideas: Arc<HashMap<String, Id<Idea>>> = Arc::new(made.into_iter().collect());

    // A comment that answers one which is not in the file hangs on the proposal.
    let present: HashSet<&str> = comments.iter().map(|(_, comment)| comment.id.as_str()).collect();
    let orphans =
        comments.iter().filter(|(_, c)| c.parent != "-1" && !present.contains(c.parent.as_str())).count();
    import.counts.notes = orphans as u64;
    let (scope, known) = (import.scope.clone(), people);
    let put = import.put("comments.csv", comments, move |tx, comment: &Comment| {
        let Some(idea) = ideas.get(&comment.proposal) else {
            return Err(act::Refusal::field("proposalId", "refused-not-found").into());
        };
        let parent: Option<Id<Piece>> =
            pieces::find_by_source(tx, &format!("{scope}:comment:{}", comment.parent))?;
        let author: Vec<_> = known.get(&comment.user).copied().into_iter().collect();
        let source = format!("{scope}:comment:{}", comment.id);
        pieces::create(
            tx,
            NewPiece {
                kind: COMMENT_KIND,
                programme,
                authors: &author,
                title: None,
                body: &comment.text,
                language: None,
                visibility: Visibility::Public,
                about: Some(idea.cast()),
                parent,
                internal: false,
                at: moment(&comment.date, &comment.time),
                source: Some(&source),
                voice: Voice::Member,
            },
        )
    })?;
    import.counts.comments = put.len() as u64;
    Ok(())
}

/// `2015-09-15` and `0 days 10:50:19`, as the site's clock showed it.
fn moment(date: &str, time: &str) -> Option<Timestamp> {
    let time = time.rsplit(' ').next().filter(|time| !time.is_empty()).unwrap_or("12:00:00");
    let shown: DateTime = format!("{date}T{time}").parse().ok()?;
    let zone = TimeZone::get(ZONE).ok()?;
    Some(Timestamp::from_jiff(zone.to_ambiguous_zoned(shown).compatible().ok()?.timestamp()))
}
