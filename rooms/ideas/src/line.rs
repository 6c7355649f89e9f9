//! An idea as a line of a list: what a row shows, read in one statement with the range of the index that finds it.

use crate::{Category, Idea, Score, Status, list::Filter, settings};
use act::{Actor, FromRow, Id, List, Result, Row, Timestamp, Tx, sql};
use pieces::{LineRow, Sight, Visibility};
use programmes::Programme;
use std::collections::HashMap;

/// An idea as lists show it to one reader.
#[derive(Debug, Clone)]
pub struct Line {
    /// The idea.
    pub id: Id<Idea>,
    /// Where it belongs.
    pub programme: Id<Programme>,
    /// Its title, or its first words.
    pub name: String,
    /// The names of those who made it, the writer first. An erased author is nobody.
    pub authors: Vec<String>,
    /// Who may see it.
    pub visibility: Visibility,
    /// Remarks that everybody who sees it can read.
    pub comments: i64,
    /// How it stands.
    pub status: Status,
    /// Since when.
    pub status_at: Timestamp,
    /// When it was shared.
    pub created: Timestamp,
    /// How it is counted.
    pub score: Score,
    /// Whether its points are hidden, because too few people have seen it and this reader has not voted.
    pub blind: bool,
    /// Whether it stands in the public orders.
    pub ranked: bool,
    /// Whether the reader is an author.
    pub own: bool,
    /// Whether everybody may find it.
    pub listed: bool,
    /// Support counted elsewhere, without names.
    pub supports_elsewhere: i64,
    /// The idea it lives on in.
    pub merged_into: Option<Id<Idea>>,
    /// Its categories: identifier, name in addresses, title.
    pub categories: Vec<Label>,
}

/// A category as it is written beside an idea: identifier, name in addresses, title.
pub type Label = (Id<Category>, String, String);

impl Line {
    /// Whether the reader may vote now, as far as the idea is concerned.
    pub fn takes_votes(&self) -> bool {
        self.status.takes_votes() && self.merged_into.is_none() && self.listed
    }
}

/// The text of a statement that finds ideas: for the reader `$1`, those that `$which` names, by `$key`. An idea that does
/// not stand as `$2`, or is not in the language `$3`, is only its key: nothing is joined to it.
macro_rules! found {
    ($key:literal, $which:expr) => {
        concat!(
            "SELECT i.",
            $key,
            ", i.piece, i.status, i.status_at, i.created, i.ranked, i.listed, i.supports, i.merged_into, i.up_votes,
                    i.down_votes, v.weight, c.place, c.id, c.slug, c.title, ",
            pieces::line_columns!(),
            " FROM ideas i LEFT JOIN pieces p ON p.id = CASE
                 WHEN COALESCE(i.status = $2, TRUE) AND COALESCE(i.language = $3, $3 IS NULL) THEN i.piece END ",
            pieces::line_joins!(),
            " LEFT JOIN votes v ON v.piece = p.id AND v.person = $1
             LEFT JOIN idea_categories l ON l.idea = p.id LEFT JOIN categories c ON c.id = l.category
             WHERE i.piece IN ",
            $which,
            " LIMIT 100000"
        )
    };
}

pub(crate) use found;

/// One row of the answer: an idea, once for each of its authors and categories.
pub(crate) struct Told {
    key: i64,
    id: Id<Idea>,
    status: Status,
    status_at: Timestamp,
    created: Timestamp,
    ranked: bool,
    listed: bool,
    supports: i64,
    merged_into: Option<Id<Idea>>,
    up: i64,
    down: i64,
    mine: Option<i64>,
    /// Its place among the categories of its programme, and what is written of it.
    category: Option<(i64, Label)>,
    line: LineRow,
}

impl FromRow for Told {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            key: row.take()?,
            id: row.take()?,
            status: row.take()?,
            status_at: row.take()?,
            created: row.take()?,
            ranked: row.take()?,
            listed: row.take()?,
            supports: row.take()?,
            merged_into: row.take()?,
            up: row.take()?,
            down: row.take()?,
            mine: row.take()?,
            category: label(row)?,
            line: LineRow::from_row(row)?,
        })
    }
}

fn label(row: &mut Row<'_>) -> store::Result<Option<(i64, Label)>> {
    let (place, id) = (row.take::<Option<_>>()?, row.take::<Option<_>>()?);
    let (slug, title) = (row.take::<Option<_>>()?, row.take::<Option<_>>()?);
    Ok(place.zip(id).zip(slug.zip(title)).map(|((place, id), (slug, title))| (place, (id, slug, title))))
}

/// An idea as a range of an index found it.
pub(crate) struct Found {
    first: Told,
    categories: Vec<Label>,
    /// Its piece, once for each author.
    said: Vec<LineRow>,
}

impl Found {
    /// Its place in the list.
    pub(crate) fn place(&self) -> (i64, Id<Idea>) {
        (self.first.key, self.first.id)
    }
    /// Whether it is of the status and the language that were asked for.
    pub(crate) fn fits(&self) -> bool {
        self.first.line.is_some()
    }
    fn of(first: Told) -> Self {
        let categories = first.category.iter().map(|(_, label)| label.clone()).collect();
        Self { categories, said: vec![first.line.clone()], first }
    }
    /// Each author comes with each category: the authors are told with the first category, the categories once.
    fn add(&mut self, row: Told) {
        if row.category == self.first.category {
            self.said.push(row.line);
        } else {
            let label = row.category.map(|(_, label)| label);
            self.categories.extend(label.filter(|label| !self.categories.contains(label)));
        }
    }
}

/// The ideas of an answer, in the order of their identifiers.
pub(crate) fn gathered(mut rows: Vec<Told>) -> Vec<Found> {
    let category = |row: &Told| row.category.as_ref().map(|(place, (id, ..))| (*place, *id));
    rows.sort_unstable_by_key(|row| (row.id, row.line.place(), category(row)));
    let mut ideas: Vec<Found> = Vec::with_capacity(rows.len());
    for row in rows {
        match ideas.last_mut() {
            Some(idea) if idea.first.id == row.id => idea.add(row),
            _ => ideas.push(Found::of(row)),
        }
    }
    ideas
}

/// What was found, as this reader sees it, in the same order; what they may not see is left out.
pub(crate) fn seen(tx: &mut Tx<'_>, who: &Actor, found: Vec<Found>, worth: i64) -> Result<Vec<Line>> {
    let mut sight = Sight::of(who);
    let mut lines = Vec::with_capacity(found.len());
    for Found { first: told, categories, said } in found {
        let Some(line) = sight.line(tx, said)? else { continue };
        let mine = told.mine.unwrap_or(0);
        lines.push(Line {
            id: told.id,
            programme: line.programme,
            name: line.name,
            authors: line.authors,
            visibility: line.visibility,
            comments: line.comments,
            status: told.status,
            status_at: told.status_at,
            created: told.created,
            score: Score::of(told.up, told.down, worth, mine),
            blind: !told.ranked && told.listed && told.status.takes_votes() && mine == 0 && !line.own,
            ranked: told.ranked,
            own: line.own,
            listed: told.listed,
            supports_elsewhere: told.supports,
            merged_into: told.merged_into,
            categories,
        });
    }
    Ok(lines)
}

/// These ideas in this order, as one reader sees them; those the reader may not see are left out. One statement, however
/// many there are, and one for what a vote is worth.
///
/// # Errors
/// The store's.
pub fn lines(tx: &mut Tx<'_>, who: &Actor, ideas: &[Id<Idea>]) -> Result<Vec<Line>> {
    if ideas.is_empty() {
        return Ok(Vec::new());
    }
    let worth = settings::POINTS.ask(tx)?;
    let found = found_of(tx, who, ideas)?;
    let worth = settings::POINTS.answered(tx, worth)?;
    seen(tx, who, found, worth)
}

/// These ideas in this order.
pub(crate) fn found_of(tx: &mut Tx<'_>, who: &Actor, ideas: &[Id<Idea>]) -> Result<Vec<Found>> {
    let any = Filter::default();
    let rows: Vec<Told> =
        sql!(tx.all(found!("created", "{list $4}"), who.person, any.status, any.language, List(ideas)))?;
    let mut found: HashMap<Id<Idea>, Found> =
        gathered(rows).into_iter().map(|idea| (idea.first.id, idea)).collect();
    Ok(ideas.iter().filter_map(|idea| found.remove(idea)).collect())
}
