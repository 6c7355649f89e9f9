//! One's own ideas and votes, to take along.

use crate::{Idea, Status};
use act::{FromRow, Id, Person, Result, Row, Timestamp, Tx, sql};
use serde::Serialize;

/// Rows that one export holds.
const MOST: i64 = 100_000;

/// One's own idea.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OwnIdea {
    /// The idea.
    #[schema(value_type = String)]
    pub idea: Id<Idea>,
    /// Its title.
    pub title: Option<String>,
    /// Its words.
    pub body: String,
    /// How it stands.
    pub status: Status,
    /// When it was shared.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Votes for it.
    pub up: i64,
    /// Votes against it.
    pub down: i64,
    /// The idea it lives on in.
    #[schema(value_type = Option<String>)]
    pub merged_into: Option<Id<Idea>>,
}

impl FromRow for OwnIdea {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            idea: row.take()?,
            title: row.take()?,
            body: row.take()?,
            status: row.take()?,
            at: row.take()?,
            up: row.take()?,
            down: row.take()?,
            merged_into: row.take()?,
        })
    }
}

/// One's own vote.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OwnVote {
    /// The idea it was given to.
    #[schema(value_type = String)]
    pub idea: Id<Idea>,
    /// The idea it counts on now.
    #[schema(value_type = String)]
    pub counts_on: Id<Idea>,
    /// That idea's title.
    pub title: Option<String>,
    /// 1 or −1.
    pub weight: i64,
    /// When it was cast.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl FromRow for OwnVote {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            idea: row.take()?,
            counts_on: row.take()?,
            title: row.take()?,
            weight: row.take()?,
            at: row.take()?,
        })
    }
}

/// One's own ideas and votes.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = OwnIdeasAndVotes)]
pub struct Mine {
    /// Ideas one is an author of, the oldest first.
    pub ideas: Vec<OwnIdea>,
    /// Votes on ideas, the oldest first.
    pub votes: Vec<OwnVote>,
}

/// A person's ideas and votes.
///
/// # Errors
/// The store's.
pub fn mine(tx: &mut Tx<'_>, person: Id<Person>) -> Result<Mine> {
    let ideas = sql!(tx.all(
        "SELECT i.piece, p.title, p.body, i.status, p.at, i.up_votes, i.down_votes, i.merged_into
         FROM piece_authors a JOIN ideas i ON i.piece = a.piece JOIN pieces p ON p.id = a.piece
         WHERE a.person = $1 ORDER BY i.piece LIMIT $2",
        person,
        MOST
    ))?;
    let votes = sql!(tx.all(
        "SELECT v.origin, v.piece, p.title, v.weight, v.at FROM votes v
         JOIN ideas i ON i.piece = v.piece JOIN pieces p ON p.id = v.piece
         WHERE v.person = $1 AND v.weight <> 0 ORDER BY v.at, v.piece LIMIT $2",
        person,
        MOST
    ))?;
    Ok(Mine { ideas, votes })
}

/// The same as a table: one line for each idea and each vote.
pub(crate) fn csv(mine: &Mine) -> Result<String, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "what",
        "idea",
        "counts_on",
        "title",
        "body",
        "status",
        "weight",
        "up",
        "down",
        "at",
    ])?;
    for idea in &mine.ideas {
        let survivor = idea.merged_into.unwrap_or(idea.idea).to_string();
        table.write_record([
            "idea",
            &idea.idea.to_string(),
            &survivor,
            idea.title.as_deref().unwrap_or_default(),
            &idea.body,
            idea.status.name(),
            "",
            &idea.up.to_string(),
            &idea.down.to_string(),
            &idea.at.to_string(),
        ])?;
    }
    for vote in &mine.votes {
        table.write_record([
            "vote",
            &vote.idea.to_string(),
            &vote.counts_on.to_string(),
            vote.title.as_deref().unwrap_or_default(),
            "",
            "",
            &vote.weight.to_string(),
            "",
            "",
            &vote.at.to_string(),
        ])?;
    }
    let bytes = table.into_inner().map_err(|e| e.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
