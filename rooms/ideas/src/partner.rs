//! What idea partners do: read what is new in their categories, promise to look, answer.

use crate::{
    Card, Category, Idea, Refused, card,
    events::{IdeaPromised, IdeaRead},
    merge::Reason,
    model::Promise,
    permissions, rows,
};
use act::{Actor, FromRow, Id, List, Person, Refusal, Result, Row, Timestamp, Tx, sql};
use serde::Serialize;
use web::{Byline, Cursor, Paged};

/// An idea that waits for a partner.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The idea.
    pub card: Card,
    /// By when its category promises an answer.
    pub due_at: Timestamp,
    /// When the partner read it.
    pub read_at: Option<Timestamp>,
}

struct Place {
    idea: Id<Idea>,
    due_at: Timestamp,
    read_at: Option<Timestamp>,
}

impl FromRow for Place {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self { idea: row.take()?, due_at: row.take()?, read_at: row.take()? })
    }
}

/// The partner's queue: unread ideas of their categories, the oldest promise first; or those read, the latest first.
///
/// # Errors
/// 401 and 403 without the permission; 422 for a cursor that is none.
pub fn queue(
    tx: &mut Tx<'_>,
    who: &Actor,
    category: Option<Id<Category>>,
    read: bool,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Paged<Waiting>> {
    let person = who.id()?;
    if categories_of(tx, person)?.is_empty() {
        who.may(&permissions::PARTNER)?;
    }
    let key: Option<(Timestamp, Id<Idea>)> = after.map(Cursor::key).transpose()?;
    let places: Vec<Place> = if read {
        let (at, id) = key.unwrap_or((Timestamp::from_micros(i64::MAX), Id::from_raw(i64::MAX)));
        sql!(tx.all(
            "SELECT r.idea, r.due_at, r.read_at FROM idea_reads r
             WHERE r.person = $1 AND r.read_at IS NOT NULL AND (r.read_at, r.idea) < ($2, $3)
                 AND (CAST($4 AS BIGINT) IS NULL OR EXISTS (
                     SELECT 1 FROM idea_categories c WHERE c.category = $4 AND c.idea = r.idea))
             ORDER BY r.read_at DESC, r.idea DESC LIMIT $5",
            person,
            at,
            id,
            category,
            limit + 1
        ))?
    } else {
        let (at, id) = key.unwrap_or((Timestamp::from_micros(i64::MIN), Id::from_raw(i64::MIN)));
        sql!(tx.all(
            "SELECT r.idea, r.due_at, r.read_at FROM idea_reads r
             WHERE r.person = $1 AND r.read_at IS NULL AND (r.due_at, r.idea) > ($2, $3)
                 AND EXISTS (SELECT 1 FROM ideas i WHERE i.piece = r.idea AND i.merged_into IS NULL)
                 AND (CAST($4 AS BIGINT) IS NULL OR EXISTS (
                     SELECT 1 FROM idea_categories c WHERE c.category = $4 AND c.idea = r.idea))
             ORDER BY r.due_at, r.idea LIMIT $5",
            person,
            at,
            id,
            category,
            limit + 1
        ))?
    };
    let page = Paged::of(places, limit, |place| {
        (if read { place.read_at.unwrap_or(place.due_at) } else { place.due_at }, place.idea)
    });
    let ids: Vec<Id<Idea>> = page.items.iter().map(|place| place.idea).collect();
    let mut cards = card::cards(tx, who, &ids)?;
    let items = page.items.iter().filter_map(|place| {
        let at = cards.iter().position(|card| card.line.id == place.idea)?;
        Some(Waiting { card: cards.swap_remove(at), due_at: place.due_at, read_at: place.read_at })
    });
    Ok(Paged { items: items.collect(), next: page.next })
}

fn categories_of(tx: &mut Tx<'_>, person: Id<Person>) -> Result<Vec<Id<Category>>> {
    Ok(sql!(
        tx.all("SELECT category FROM idea_partners WHERE person = $1 ORDER BY category LIMIT 200", person)
    )?)
}

/// How many ideas wait unread for a person, counted up to a thousand.
///
/// # Errors
/// The store's.
pub fn unread(tx: &mut Tx<'_>, person: Id<Person>) -> Result<i64> {
    Ok(sql!(tx.one(
        "SELECT COUNT(*) FROM (
             SELECT 1 FROM idea_reads r JOIN ideas i ON i.piece = r.idea
             WHERE r.person = $1 AND r.read_at IS NULL AND i.merged_into IS NULL LIMIT 1000) AS unread",
        person
    ))?)
}

/// Whoever answers an idea, or says how it stands, has read it.
pub(crate) fn has_read(tx: &mut Tx<'_>, idea: Id<Idea>, person: Option<Id<Person>>) -> Result<()> {
    let now = tx.now();
    sql!(tx.exec(
        "UPDATE idea_reads SET read_at = $3 WHERE person = $1 AND idea = $2 AND read_at IS NULL",
        person,
        idea,
        now
    ))?;
    Ok(())
}

/// Marks an idea in one's queue as read, or as unread again.
///
/// # Errors
/// 401 for a visitor; 403 when the idea is in none of one's categories.
pub fn mark_read(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>, read: bool) -> Result<()> {
    let by = who.id()?;
    let programme = rows::kept(tx, idea)?.programme;
    programmes::require(tx, who, &permissions::PARTNER, programme)?;
    let read_at = read.then_some(tx.now());
    let known = sql!(tx.exec(
        "UPDATE idea_reads SET read_at = $3 WHERE person = $1 AND idea = $2",
        by,
        idea,
        read_at
    ))?;
    if known == 0 {
        return Err(Refused::NotYourCategory.into());
    }
    tx.emit(&IdeaRead { idea, by, read })?;
    Ok(())
}

/// Promises, with a name and a date, to look at an idea. While the promise stands, the idea is not closed.
///
/// # Errors
/// 401 and 403 without the permission; 404 for no such idea; 422 for a date that is gone.
pub fn promise(
    tx: &mut Tx<'_>,
    who: &Actor,
    idea: Id<Idea>,
    due_at: Timestamp,
    words: &Reason,
) -> Result<()> {
    let by = who.id()?;
    let kept = rows::touch(tx, idea)?;
    if !pieces::may_see(tx, who, idea.cast())? {
        return Err(Refusal::not_found().into());
    }
    programmes::require(tx, who, &permissions::PARTNER, kept.programme)?;
    let now = tx.now();
    if due_at <= now {
        return Err(Refused::DateGone.into());
    }
    let id = tx.fresh::<Promise>();
    sql!(tx.exec(
        "INSERT INTO idea_promises (id, idea, person, words, due_at, at) VALUES ($1, $2, $3, $4, $5, $6)",
        id,
        idea,
        by,
        words,
        due_at,
        now
    ))?;
    has_read(tx, idea, Some(by))?;
    tx.emit(&IdeaPromised { idea, by, due: due_at.as_micros() })?;
    crate::tell::authors(tx, idea, "ideas-notice-promised", format!("/ideas/{idea}"), Some(by))
}

/// A promise as the idea's page shows it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct PromiseView {
    /// Who promised.
    #[schema(value_type = Option<String>)]
    pub by: Option<Id<Person>>,
    /// What.
    pub words: String,
    /// By when.
    #[schema(value_type = String, format = DateTime)]
    pub due_at: Timestamp,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// When it was kept.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub kept_at: Option<Timestamp>,
}

impl FromRow for PromiseView {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            by: row.take()?,
            words: row.take()?,
            due_at: row.take()?,
            at: row.take()?,
            kept_at: row.take()?,
        })
    }
}

/// The promises about an idea, the latest first.
///
/// # Errors
/// The store's.
pub fn promises(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<Vec<PromiseView>> {
    Ok(sql!(tx.all(
        "SELECT person, words, due_at, at, kept_at FROM idea_promises WHERE idea = $1 ORDER BY id DESC LIMIT 50",
        idea
    ))?)
}

/// The badge of an idea partner beside their words: the categories of an idea that they speak for.
///
/// # Errors
/// The store's.
pub fn badges(tx: &mut Tx<'_>, ideas: &[Id<Idea>]) -> Result<Vec<(Id<Idea>, Byline, String)>> {
    let rows: Vec<(Id<Idea>, Id<Person>, String)> = sql!(tx.all(
        "SELECT l.idea, p.person, c.title FROM idea_categories l JOIN categories c ON c.id = l.category
         JOIN idea_partners p ON p.category = c.id WHERE l.idea IN {list $1} ORDER BY l.idea, c.place, p.person LIMIT 2000",
        List(ideas)
    ))?;
    let ids: Vec<Id<Person>> = rows.iter().map(|row| row.1).collect();
    let bylines = people::bylines(tx, &ids)?;
    Ok(rows
        .into_iter()
        .filter_map(|(idea, person, title)| Some((idea, bylines.get(&person)?.clone(), title)))
        .collect())
}
