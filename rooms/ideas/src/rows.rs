//! SQL that more than one act uses, and the functions that take an idea's row before it is changed.
//!
//! Some tables of `pieces` are read here beside their functions, because a list or a vote would otherwise cost another
//! round trip: `pieces` (is it shown to everybody), `piece_authors` (is it one's own), `votes` (the reader's own), and
//! `votes`/`follows` in [`crate::tell`] (who is told). Nothing of `pieces` is written here.

use crate::{Category, Idea, Standing, Status, model::lot};
use act::{FromRow, Id, List, Person, Refusal, Result, Row, Timestamp, Tx, sql};
use ballot::popularity::{Popularity, Side};
use programmes::Programme;
use std::collections::HashMap;

/// A row of `ideas`.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: Id<Idea>,
    pub(crate) programme: Id<Programme>,
    pub(crate) status: Status,
    pub(crate) status_at: Timestamp,
    pub(crate) created: Timestamp,
    pub(crate) listed: bool,
    pub(crate) ranked: bool,
    pub(crate) merged_into: Option<Id<Idea>>,
    pub(crate) standing: Standing,
}

impl FromRow for Kept {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            programme: row.take()?,
            status: row.take()?,
            status_at: row.take()?,
            created: row.take()?,
            listed: row.take()?,
            ranked: row.take()?,
            merged_into: row.take()?,
            standing: standing(row)?,
        })
    }
}

/// Seven columns: up_sum, up_votes, down_sum, down_votes, slack, reference, half_life.
fn standing(row: &mut Row<'_>) -> store::Result<Standing> {
    let up = Side { sum: row.take()?, votes: row.take()? };
    let down = Side { sum: row.take()?, votes: row.take()? };
    let popularity = Popularity { up, down, slack: row.take()?, reference: row.take()? };
    Ok(Standing { popularity, days: row.take()? })
}

/// The rows of these ideas by identifier.
pub(crate) fn kept_of(tx: &mut Tx<'_>, ideas: &[Id<Idea>]) -> Result<HashMap<Id<Idea>, Kept>> {
    if ideas.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Kept> = sql!(tx.all(
        "SELECT piece, programme, status, status_at, created, listed, ranked, merged_into,
                up_sum, up_votes, down_sum, down_votes, slack, reference, half_life
         FROM ideas WHERE piece IN {list $1} LIMIT 20000",
        List(ideas)
    ))?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// One idea's row; 404 when there is none.
pub(crate) fn kept(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<Kept> {
    kept_of(tx, &[idea])?.remove(&idea).ok_or_else(|| Refusal::not_found().into())
}

/// Takes the row until the end of the transaction: whoever else changes it waits.
pub(crate) fn touch(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<Kept> {
    let row: Option<Kept> = sql!(tx.opt(
        "UPDATE ideas SET turn = turn + 1 WHERE piece = $1
         RETURNING piece, programme, status, status_at, created, listed, ranked, merged_into,
                   up_sum, up_votes, down_sum, down_votes, slack, reference, half_life",
        idea
    ))?;
    row.ok_or_else(|| Refusal::not_found().into())
}

/// What a vote needs to know, all in the statement that takes the row.
pub(crate) struct Polled {
    pub(crate) kept: Kept,
    /// Whether the voter is an author.
    pub(crate) own: bool,
    /// How the programme stands.
    pub(crate) programme_open: bool,
    /// The operator's figures, where they differ from the defaults.
    pub(crate) half_life: Option<serde_json::Value>,
    pub(crate) points: Option<serde_json::Value>,
}

impl FromRow for Polled {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            kept: Kept::from_row(row)?,
            own: row.take()?,
            programme_open: row.take()?,
            half_life: row.take()?,
            points: row.take()?,
        })
    }
}

/// Takes the row for a vote of this person. It is held, not changed: on PostgreSQL a change would write a second version
/// of it into every index.
pub(crate) fn touch_for_vote(tx: &mut Tx<'_>, idea: Id<Idea>, by: Id<Person>) -> Result<Polled> {
    let row: Option<Polled> = sql!(tx.opt(
        "SELECT piece, programme, status, status_at, created, listed, ranked, merged_into,
                up_sum, up_votes, down_sum, down_votes, slack, reference, half_life,
                EXISTS (SELECT 1 FROM piece_authors a WHERE a.piece = $1 AND a.person = $2),
                EXISTS (SELECT 1 FROM programmes p WHERE p.id = ideas.programme AND p.state = 'open'),
                (SELECT value FROM settings WHERE name = 'ideas.popular_half_life_days'),
                (SELECT value FROM settings WHERE name = 'ideas.points_per_vote')
         FROM ideas WHERE piece = $1 {held}",
        idea,
        by
    ))?;
    row.ok_or_else(|| Refusal::not_found().into())
}

/// Writes what the votes come to. Its places in the lists follow with [`place`]: whoever votes does not wait for the
/// indexes that every list has, and many votes on one idea move it once.
pub(crate) fn keep_standing(tx: &mut Tx<'_>, idea: Id<Idea>, standing: &Standing) -> Result<()> {
    let popularity = &standing.popularity;
    sql!(tx.send(
        "UPDATE ideas SET voters = $2, up_sum = $3, up_votes = $4, down_sum = $5, down_votes = $6, slack = $7,
                          reference = $8, half_life = $9
         WHERE piece = $1",
        idea, standing.voters(), popularity.up.sum, standing.up(), popularity.down.sum, standing.down(), popularity.slack,
        popularity.reference, standing.days
    ))?;
    Ok(())
}

/// Puts ideas where their votes place them, in every list. The rows are held, so that no older place is written over a
/// newer one; they are taken in their order, so that no two wait for each other.
pub(crate) fn place(tx: &mut Tx<'_>, ideas: &[Id<Idea>]) -> Result<()> {
    let standings: Vec<Placed> = sql!(tx.all(
        "SELECT piece, hot, net, up_sum, up_votes, down_sum, down_votes, slack, reference, half_life
         FROM ideas WHERE piece IN {list $1} ORDER BY piece LIMIT 20000 {held}",
        List(ideas)
    ))?;
    for placed in standings {
        if !placed.fits() {
            let (idea, hot, net) = (placed.idea, placed.standing.hot(), placed.standing.net());
            sql!(tx.send("UPDATE ideas SET hot = $2, net = $3 WHERE piece = $1", idea, hot, net))?;
        }
    }
    copy_places(tx, ideas)
}

/// Where an idea stands in the orders, and what it is placed by.
pub(crate) struct Placed {
    pub(crate) idea: Id<Idea>,
    hot: i64,
    net: i64,
    standing: Standing,
}

impl Placed {
    /// Whether it stands where its votes place it.
    pub(crate) fn fits(&self) -> bool {
        (self.hot, self.net) == (self.standing.hot(), self.standing.net())
    }
}

impl FromRow for Placed {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self { idea: row.take()?, hot: row.take()?, net: row.take()?, standing: standing(row)? })
    }
}

/// Some ideas after this one as they stand, by identifier.
pub(crate) fn placed_after(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<Vec<Placed>> {
    Ok(sql!(tx.all(
        "SELECT piece, hot, net, up_sum, up_votes, down_sum, down_votes, slack, reference, half_life
         FROM ideas WHERE piece > $1 ORDER BY piece LIMIT 5000",
        idea
    ))?)
}

/// Copies the orders to the rows that the lists of categories are read from. Writes nothing where nothing changed.
fn copy_places(tx: &mut Tx<'_>, ideas: &[Id<Idea>]) -> Result<()> {
    sql!(tx.exec(
        "UPDATE idea_categories SET hot = i.hot, net = i.net, listed = i.listed, ranked = i.ranked
         FROM ideas i WHERE i.piece IN {list $1} AND idea_categories.idea = i.piece
             AND (idea_categories.hot <> i.hot OR idea_categories.net <> i.net OR idea_categories.listed <> i.listed
                  OR idea_categories.ranked <> i.ranked)",
        List(ideas)
    ))?;
    Ok(())
}

/// Finds out anew whether everybody may find the idea, and whether it stands in the public orders.
pub(crate) fn relist(tx: &mut Tx<'_>, idea: Id<Idea>, guaranteed_views: i64) -> Result<()> {
    sql!(tx.exec(
        "UPDATE ideas SET
             listed = (merged_into IS NULL AND EXISTS (
                 SELECT 1 FROM pieces p WHERE p.id = $1 AND p.visibility = 'public' AND p.moderation = 'shown')),
             ranked = (merged_into IS NULL AND (moved OR eyes >= $2) AND EXISTS (
                 SELECT 1 FROM pieces p WHERE p.id = $1 AND p.visibility = 'public' AND p.moderation = 'shown'))
         WHERE piece = $1",
        idea, guaranteed_views
    ))?;
    copy_places(tx, &[idea])
}

/// An idea's own row about to be made.
pub(crate) struct Fresh<'a> {
    pub(crate) idea: Id<Idea>,
    pub(crate) programme: Id<Programme>,
    pub(crate) status: Status,
    pub(crate) language: Option<&'a str>,
    pub(crate) created: Timestamp,
    pub(crate) public: bool,
    pub(crate) ranked: bool,
    pub(crate) supports: i64,
    pub(crate) half_life: i64,
    pub(crate) due_at: Option<Timestamp>,
}

/// Makes the row beside the piece.
pub(crate) fn insert(tx: &mut Tx<'_>, fresh: &Fresh<'_>) -> Result<()> {
    let now = tx.now();
    let moved = fresh.status != Status::Open;
    sql!(tx.exec(
        "INSERT INTO ideas (piece, programme, status, status_at, language, created, listed, ranked, moved, eyes, lot,
                            supports, net, voters, hot, up_sum, up_votes, down_sum, down_votes, slack, reference,
                            half_life, turn, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, 0, 0, 0, 0.0, 0, 0.0, 0, 0.0, 0, $12, 0, $13)",
        fresh.idea, fresh.programme, fresh.status, now, fresh.language, fresh.created, fresh.public,
        fresh.public && (fresh.ranked || moved), moved, lot(fresh.idea), fresh.supports, fresh.half_life, fresh.due_at
    ))?;
    Ok(())
}

/// Puts an idea under its categories.
pub(crate) fn categorise(tx: &mut Tx<'_>, idea: Id<Idea>, categories: &[Id<Category>]) -> Result<()> {
    sql!(tx.exec(
        "DELETE FROM idea_categories WHERE idea = $1 AND category NOT IN {list $2}",
        idea,
        List(categories)
    ))?;
    sql!(tx.exec(
        "INSERT INTO idea_categories (category, idea, listed, ranked, hot, net, created)
         SELECT c.id, i.piece, i.listed, i.ranked, i.hot, i.net, i.created FROM categories c, ideas i
         WHERE c.id IN {list $2} AND i.piece = $1
         ON CONFLICT (category, idea) DO NOTHING",
        idea,
        List(categories)
    ))?;
    Ok(())
}

/// Moves a counter of a programme.
pub(crate) fn count(tx: &mut Tx<'_>, programme: Id<Programme>, word: &str, by: i64) -> Result<()> {
    sql!(tx.exec(
        "INSERT INTO idea_counts (programme, word, count) VALUES ($1, $2, $3)
         ON CONFLICT (programme, word) DO UPDATE SET count = idea_counts.count + excluded.count",
        programme,
        word,
        by
    ))?;
    Ok(())
}

/// Every counter of a programme.
pub(crate) fn counts(tx: &mut Tx<'_>, programme: Id<Programme>) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = sql!(
        tx.all("SELECT word, count FROM idea_counts WHERE programme = $1 ORDER BY word LIMIT 100", programme)
    )?;
    Ok(rows.into_iter().collect())
}

/// The idea that counts for this one now, at the end of its merges.
pub(crate) fn survivor(tx: &mut Tx<'_>, kept: &Kept) -> Result<Id<Idea>> {
    Ok(pieces::survivor(tx, kept.id.cast())?.cast())
}
