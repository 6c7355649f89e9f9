//! Categories of a programme, and the idea partners who speak for them.

use crate::{
    Category, Idea, Refused,
    events::{CategoryKept, PartnerAppointed},
    permissions,
};
use act::{Actor, FromRow, Id, Line, List, Person, Refusal, Result, Row, Timestamp, Tx, sql};
use programmes::Programme;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use web::Byline;

/// Categories that one programme may have.
const MOST: i64 = 60;

/// A category as pages and the API show it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CategoryView {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id<Category>,
    /// Where it belongs.
    #[schema(value_type = String)]
    pub programme: Id<Programme>,
    /// Its name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Days in which its partners promise to read an idea; 0 promises nothing.
    pub answer_days: i64,
    /// Since when nothing new is put under it.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub retired_at: Option<Timestamp>,
}

impl FromRow for CategoryView {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            programme: row.take()?,
            slug: row.take()?,
            title: row.take()?,
            answer_days: row.take()?,
            retired_at: row.take()?,
        })
    }
}

/// The categories of a programme in its order; those that are retired only when asked for.
///
/// # Errors
/// The store's.
pub fn categories(tx: &mut Tx<'_>, programme: Id<Programme>, retired: bool) -> Result<Vec<CategoryView>> {
    let all: Vec<CategoryView> = sql!(tx.all(
        "SELECT id, programme, slug, title, answer_days, retired_at FROM categories
         WHERE programme = $1 ORDER BY place, id LIMIT $2",
        programme,
        MOST
    ))?;
    Ok(all.into_iter().filter(|one| retired || one.retired_at.is_none()).collect())
}

/// One category; 404 when there is none.
///
/// # Errors
/// 404, and the store's.
pub fn category(tx: &mut Tx<'_>, id: Id<Category>) -> Result<CategoryView> {
    let found: Option<CategoryView> = sql!(tx.opt(
        "SELECT id, programme, slug, title, answer_days, retired_at FROM categories WHERE id = $1",
        id
    ))?;
    found.ok_or_else(|| Refusal::not_found().into())
}

/// A category about to be made or changed.
#[derive(Debug, Clone)]
pub struct NewCategory {
    /// Its name in addresses: small letters, digits, hyphens.
    pub slug: String,
    /// Its title.
    pub title: Line<80>,
    /// Days in which its partners promise to read an idea; 0 promises nothing.
    pub answer_days: i64,
    /// Whether nothing new is put under it.
    pub retired: bool,
}

/// Makes a category, or changes the one of this name in the programme.
///
/// # Errors
/// 401 and 403 without the permission; 422 for a name that is none, or too many days.
pub fn keep_category(
    tx: &mut Tx<'_>,
    who: &Actor,
    programme: Id<Programme>,
    new: &NewCategory,
) -> Result<Id<Category>> {
    programmes::require(tx, who, &permissions::CONFIGURE, programme)?;
    let id = keep_category_of(tx, programme, new)?;
    tx.emit(&CategoryKept { category: id, programme, by: who.person })?;
    Ok(id)
}

/// The same without asking for a permission, for imports and the demo.
///
/// # Errors
/// 422 for a name that is none, or too many days.
pub fn keep_category_of(
    tx: &mut Tx<'_>,
    programme: Id<Programme>,
    new: &NewCategory,
) -> Result<Id<Category>> {
    let sound = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if new.slug.is_empty() || new.slug.len() > 60 || !new.slug.bytes().all(sound) {
        return Err(Refusal::field("slug", "refused-choice").into());
    }
    if !(0..=365).contains(&new.answer_days) {
        let refusal = Refusal::field("answer_days", "refused-out-of-range");
        return Err(refusal.with("least", 0_i64).with("most", 365_i64).into());
    }
    let (fresh, now) = (tx.fresh::<Category>(), tx.now());
    let retired_at = new.retired.then_some(now);
    let id: Id<Category> = sql!(tx.one(
        "INSERT INTO categories (id, programme, slug, title, place, answer_days, retired_at)
         VALUES ($1, $2, $3, $4, 1 + COALESCE((SELECT MAX(place) FROM categories WHERE programme = $2), 0), $5, $6)
         ON CONFLICT (programme, slug) DO UPDATE SET
             title = excluded.title, answer_days = excluded.answer_days, retired_at = excluded.retired_at
         RETURNING id",
        fresh, programme, new.slug, new.title, new.answer_days, retired_at
    ))?;
    Ok(id)
}

/// The categories chosen for an idea, looked at: of this programme, in use, one to three if it has any.
pub(crate) fn chosen(
    tx: &mut Tx<'_>,
    programme: Id<Programme>,
    ids: &[Id<Category>],
) -> Result<Vec<CategoryView>> {
    let known = categories(tx, programme, false)?;
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let found: Vec<CategoryView> = known.iter().filter(|one| ids.contains(&one.id)).cloned().collect();
    if found.len() != ids.len() {
        return Err(Refused::NoSuchCategory.into());
    }
    let wanted = if known.is_empty() { 0..=0 } else { 1..=crate::model::MOST_CATEGORIES };
    if wanted.contains(&found.len()) { Ok(found) } else { Err(Refused::Categories.into()) }
}

/// Makes a person an idea partner of a category, or ends it. What waits unread is put into a new partner's queue.
///
/// # Errors
/// 401 and 403 without the permission; 404 when there is no such category or person.
pub fn appoint(
    tx: &mut Tx<'_>,
    who: &Actor,
    category_id: Id<Category>,
    person: Id<Person>,
    appointed: bool,
) -> Result<()> {
    let found = category(tx, category_id)?;
    programmes::require(tx, who, &permissions::CONFIGURE, found.programme)?;
    people::byline(tx, person)?.ok_or_else(|| Refusal::field("person", "refused-choice"))?;
    appoint_person(tx, &found, person, appointed, who.person)?;
    tx.emit(&PartnerAppointed { category: category_id, person, appointed, by: who.person })?;
    Ok(())
}

fn appoint_person(
    tx: &mut Tx<'_>,
    category: &CategoryView,
    person: Id<Person>,
    appointed: bool,
    by: Option<Id<Person>>,
) -> Result<()> {
    let now = tx.now();
    if !appointed {
        sql!(tx.exec("DELETE FROM idea_partners WHERE category = $1 AND person = $2", category.id, person))?;
        sql!(tx.exec(
            "DELETE FROM idea_reads WHERE person = $1 AND read_at IS NULL AND idea IN (
                 SELECT idea FROM idea_categories WHERE category = $2) AND idea NOT IN (
                 SELECT l.idea FROM idea_categories l JOIN idea_partners p ON p.category = l.category WHERE p.person = $1)",
            person, category.id
        ))?;
        return Ok(());
    }
    let new = sql!(tx.exec(
        "INSERT INTO idea_partners (category, person, since, by_person) VALUES ($1, $2, $3, $4)
         ON CONFLICT (category, person) DO NOTHING",
        category.id,
        person,
        now,
        by
    ))?;
    if new > 0 {
        let days = act::Span::days(category.answer_days).as_micros();
        sql!(tx.exec(
            "INSERT INTO idea_reads (person, idea, due_at)
             SELECT CAST($2 AS BIGINT), l.idea, l.created + CAST($3 AS BIGINT) FROM idea_categories l
             WHERE l.category = $1 AND l.listed ORDER BY l.created DESC, l.idea DESC LIMIT 500
             ON CONFLICT (person, idea) DO NOTHING",
            category.id,
            person,
            days
        ))?;
    }
    Ok(())
}

/// Who speaks for which of these categories.
///
/// # Errors
/// The store's.
pub fn partners_of(
    tx: &mut Tx<'_>,
    categories: &[Id<Category>],
) -> Result<HashMap<Id<Category>, Vec<Byline>>> {
    let rows: Vec<(Id<Category>, Id<Person>)> = sql!(tx.all(
        "SELECT category, person FROM idea_partners WHERE category IN {list $1} ORDER BY category, since, person LIMIT 2000",
        List(categories)
    ))?;
    let ids: Vec<Id<Person>> = rows.iter().map(|(_, person)| *person).collect();
    let bylines = people::bylines(tx, &ids)?;
    let mut found: HashMap<_, Vec<Byline>> = HashMap::new();
    for (category, person) in rows {
        if let Some(byline) = bylines.get(&person) {
            found.entry(category).or_default().push(byline.clone());
        }
    }
    Ok(found)
}

/// The categories a person is an idea partner of.
///
/// # Errors
/// The store's.
pub fn categories_of_partner(tx: &mut Tx<'_>, person: Id<Person>) -> Result<Vec<CategoryView>> {
    Ok(sql!(tx.all(
        "SELECT c.id, c.programme, c.slug, c.title, c.answer_days, c.retired_at FROM idea_partners p
         JOIN categories c ON c.id = p.category WHERE p.person = $1 ORDER BY c.programme, c.place, c.id LIMIT 200",
        person
    ))?)
}

/// Puts a published idea into the queues of its categories' partners.
pub(crate) fn hand_to_partners(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<()> {
    let day = act::Span::days(1).as_micros();
    sql!(tx.exec(
        "INSERT INTO idea_reads (person, idea, due_at)
         SELECT p.person, l.idea, MIN(l.created + c.answer_days * CAST($2 AS BIGINT)) FROM idea_categories l
         JOIN categories c ON c.id = l.category JOIN idea_partners p ON p.category = l.category
         WHERE l.idea = $1 GROUP BY p.person, l.idea
         ON CONFLICT (person, idea) DO NOTHING",
        idea,
        day
    ))?;
    Ok(())
}
