//! The lists: each is a range of one index by key, however many ideas there are.
//!
//! Filters that no index has (a language; a status inside a category; “open”, which most ideas are) are looked at row by
//! row, at most [`FURTHEST`] rows for a page; a page that ends there still says where the next one begins.

use crate::{
    Category, Idea, Order, Status,
    line::{self, Found, Line, Told, found, gathered},
    model::ring_start,
    settings,
};
use act::{Actor, FromRow, Id, List, Person, Question, Result, Row, Timestamp, Tx, sql};
use ballot::{chance::Seed, exposure};
use programmes::Programme;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use web::{Cursor, Paged};

/// Rows that are looked at for one page.
const FURTHEST: usize = 2_000;
/// Rows that are read at once when some of them may not fit the filter.
const WINDOW: i64 = 200;

/// Which ideas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of a programme; of the whole house when none is given.
    pub programme: Option<Id<Programme>>,
    /// Those of a category.
    pub category: Option<Id<Category>>,
    /// Those that stand so.
    pub status: Option<Status>,
    /// Those in this language, a primary BCP 47 tag.
    pub language: Option<String>,
}

/// An idea's place in a list.
#[derive(Debug, Clone)]
struct Place {
    key: i64,
    idea: Id<Idea>,
    status: Status,
    language: Option<String>,
}

impl FromRow for Place {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self { key: row.take()?, idea: row.take()?, status: row.take()?, language: row.take()? })
    }
}

impl Filter {
    fn takes(&self, place: &Place) -> bool {
        self.status.is_none_or(|status| status == place.status)
            && self.language.as_ref().is_none_or(|language| place.language.as_ref() == Some(language))
    }

    /// Whether the index itself leaves out what does not fit.
    fn is_exact(&self) -> bool {
        self.language.is_none()
            && match self.status {
                None => true,
                Some(Status::Open) => false,
                Some(_) => self.category.is_none(),
            }
    }
}

/// A page of ideas in an order, as this reader sees them.
///
/// # Errors
/// 422 for a cursor that is not one of ours; the store's.
pub fn list(
    tx: &mut Tx<'_>,
    who: &Actor,
    order: Order,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Paged<Line>> {
    let worth = settings::POINTS.ask(tx)?;
    let page = places(tx, who, order, filter, after, limit)?;
    let worth = settings::POINTS.answered(tx, worth)?;
    Ok(Paged { items: line::seen(tx, who, page.items, worth)?, next: page.next })
}

/// The ideas of [`list`], before it is looked at who may see them.
pub(crate) fn places(
    tx: &mut Tx<'_>,
    who: &Actor,
    order: Order,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Paged<Found>> {
    let limit = limit.clamp(1, 100);
    if order != Order::NeedsEyes {
        return ordered(tx, who, order, filter, after, limit);
    }
    let page = ring(tx, who, filter, after, limit)?;
    Ok(Paged { items: line::found_of(tx, who, &page.items)?, next: page.next })
}

fn ordered(
    tx: &mut Tx<'_>,
    who: &Actor,
    order: Order,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Paged<Found>> {
    let mut from: (i64, Id<Idea>) =
        after.map(Cursor::key).transpose()?.unwrap_or((i64::MAX, Id::from_raw(i64::MAX)));
    let (wanted, mut fits, mut seen) = (usize::try_from(limit).unwrap_or(1) + 1, Vec::new(), 0);
    let window = if filter.is_exact() { limit + 1 } else { WINDOW.max(limit + 1) };
    loop {
        let mut found = gathered(range(tx, who.person, order, filter, from, window)?);
        found.sort_unstable_by_key(|idea| Reverse(idea.place()));
        let full = found.len() as i64 == window;
        seen += found.len();
        if let Some(last) = found.last() {
            from = last.place();
        }
        fits.extend(found.into_iter().filter(Found::fits));
        if fits.len() >= wanted || !full {
            return Ok(Paged::of(fits, limit, Found::place));
        }
        if seen >= FURTHEST {
            return Ok(Paged { items: fits, next: Some(Cursor::after(&from)) });
        }
    }
}

/// One range of one index: what comes after this key.
fn range(
    tx: &mut Tx<'_>,
    reader: Option<Id<Person>>,
    order: Order,
    filter: &Filter,
    from: (i64, Id<Idea>),
    n: i64,
) -> Result<Vec<Told>> {
    let Filter { programme, category, status, language } = filter;
    let (key, id) = from;
    let moved = status.is_some_and(|status| status != Status::Open);
    // Of the identifiers in a table, those that come after the key and the idea.
    macro_rules! next {
        ($key:literal, $idea:literal of $table:literal where $which:literal $(, $scope:expr)?) => {
            sql!(tx.all(
                found!($key, concat!(
                    "{few SELECT ", $idea, " FROM ", $table, " WHERE ", $which, " AND (", $key, ", ", $idea, ") < ($4, $5)
                     ORDER BY ", $key, " DESC, ", $idea, " DESC LIMIT $6}"
                )),
                reader, status, language, key, id, n $(, $scope)?
            ))
        };
    }
    Ok(match (order, category, programme, moved) {
        (Order::Popular, Some(category), _, _) => {
            next!("hot", "idea" of "idea_categories" where "category = $7 AND ranked", category)?
        }
        (Order::AllTime, Some(category), _, _) => {
            next!("net", "idea" of "idea_categories" where "category = $7 AND ranked", category)?
        }
        (_, Some(category), _, _) => {
            next!("created", "idea" of "idea_categories" where "category = $7 AND listed", category)?
        }
        (Order::Popular, None, Some(programme), true) => {
            next!("hot", "piece" of "ideas" where "programme = $7 AND status = $2 AND ranked AND moved", programme)?
        }
        (Order::AllTime, None, Some(programme), true) => {
            next!("net", "piece" of "ideas" where "programme = $7 AND status = $2 AND ranked AND moved", programme)?
        }
        (_, None, Some(programme), true) => {
            next!("created", "piece" of "ideas" where "programme = $7 AND status = $2 AND listed AND moved", programme)?
        }
        (Order::Popular, None, Some(programme), false) => {
            next!("hot", "piece" of "ideas" where "programme = $7 AND ranked", programme)?
        }
        (Order::AllTime, None, Some(programme), false) => {
            next!("net", "piece" of "ideas" where "programme = $7 AND ranked", programme)?
        }
        (_, None, Some(programme), false) => {
            next!("created", "piece" of "ideas" where "programme = $7 AND listed", programme)?
        }
        (Order::Popular, None, None, true) => {
            next!("hot", "piece" of "ideas" where "status = $2 AND ranked AND moved")?
        }
        (Order::AllTime, None, None, true) => {
            next!("net", "piece" of "ideas" where "status = $2 AND ranked AND moved")?
        }
        (_, None, None, true) => {
            next!("created", "piece" of "ideas" where "status = $2 AND listed AND moved")?
        }
        (Order::Popular, None, None, false) => next!("hot", "piece" of "ideas" where "ranked")?,
        (Order::AllTime, None, None, false) => next!("net", "piece" of "ideas" where "ranked")?,
        (_, None, None, false) => next!("created", "piece" of "ideas" where "listed")?,
    })
}

/// Where a reader is on the ring: where they began, how far they came, and whether they passed its end.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Round {
    start: i64,
    at: i64,
    wrapped: bool,
}

/// An idea on the ring.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    place: Place,
    eyes: i64,
    up: i64,
    voters: i64,
}

impl FromRow for Waiting {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self { place: Place::from_row(row)?, eyes: row.take()?, up: row.take()?, voters: row.take()? })
    }
}

/// Ideas that too few have seen, from another place on the ring for every reader and day, without those the reader has
/// opened. Within a page they stand as [`exposure::draw`] draws them: by uncertainty and few views.
fn ring(
    tx: &mut Tx<'_>,
    who: &Actor,
    filter: &Filter,
    after: Option<&Cursor>,
    limit: i64,
) -> Result<Paged<Id<Idea>>> {
    let now = tx.now();
    let begin = || {
        let start = ring_start(who.person, now);
        Round { start, at: start, wrapped: false }
    };
    let mut round: Round = after.map(Cursor::key).transpose()?.unwrap_or_else(begin);
    let (wanted, mut fits, mut looked) = (usize::try_from(limit).unwrap_or(1), Vec::new(), 0);
    let mut over = false;
    while fits.len() < wanted && looked < FURTHEST {
        let until = if round.wrapped { round.start } else { i64::MAX };
        let rows = arc(tx, filter, round.at, until, limit)?;
        looked += rows.len();
        let full = rows.len() as i64 == limit;
        for waiting in fresh_for(tx, who.person, rows)? {
            if fits.len() == wanted {
                break;
            }
            round.at = waiting.1.place.key;
            if waiting.0 && filter.takes(&waiting.1.place) {
                fits.push(waiting.1);
            }
        }
        if fits.len() == wanted || full {
            continue;
        }
        if round.wrapped {
            over = true;
            break;
        }
        round = Round { at: -1, wrapped: true, ..round };
    }
    let until = if round.wrapped { round.start } else { i64::MAX };
    let rest = !over && !arc(tx, filter, round.at, until, 1)?.is_empty();
    let more = rest || !over && !round.wrapped && !arc(tx, filter, -1, round.start, 1)?.is_empty();
    let next = more.then(|| Cursor::after(&round));
    Ok(Paged { items: drawn(&fits, who.person, now), next })
}

/// Ideas between two places of the ring, in its order.
fn arc(tx: &mut Tx<'_>, filter: &Filter, from: i64, until: i64, n: i64) -> Result<Vec<Waiting>> {
    let arc = ask_arc(tx, filter, from, until, n)?;
    Ok(tx.answer(arc)?)
}

/// Asks for ideas between two places of the ring, in its order.
fn ask_arc(tx: &mut Tx<'_>, filter: &Filter, from: i64, until: i64, n: i64) -> Result<Question<Waiting>> {
    Ok(match (filter.category, filter.programme) {
        (Some(category), _) => sql!(tx.ask(
            "SELECT i.lot, i.piece, i.status, i.language, i.eyes, i.up_votes, i.voters FROM ideas i
             WHERE i.listed AND NOT i.ranked AND i.lot > $1 AND i.lot <= $2
                 AND i.programme = (SELECT programme FROM categories WHERE id = $3)
                 AND EXISTS (SELECT 1 FROM idea_categories c WHERE c.category = $3 AND c.idea = i.piece)
             ORDER BY i.lot LIMIT $4",
            from,
            until,
            category,
            n
        ))?,
        (None, Some(programme)) => sql!(tx.ask(
            "SELECT lot, piece, status, language, eyes, up_votes, voters FROM ideas
             WHERE programme = $3 AND listed AND NOT ranked AND lot > $1 AND lot <= $2 ORDER BY lot LIMIT $4",
            from,
            until,
            programme,
            n
        ))?,
        (None, None) => sql!(tx.ask(
            "SELECT lot, piece, status, language, eyes, up_votes, voters FROM ideas
             WHERE listed AND NOT ranked AND lot > $1 AND lot <= $2 ORDER BY lot LIMIT $3",
            from,
            until,
            n
        ))?,
    })
}

/// Whether each of them is new to this reader: neither opened nor their own.
fn fresh_for(
    tx: &mut Tx<'_>,
    reader: Option<Id<Person>>,
    rows: Vec<Waiting>,
) -> Result<Vec<(bool, Waiting)>> {
    let Some(person) = reader.filter(|_| !rows.is_empty()) else {
        return Ok(rows.into_iter().map(|row| (true, row)).collect());
    };
    let ids: Vec<Id<Idea>> = rows.iter().map(|row| row.place.idea).collect();
    let known: Vec<Id<Idea>> = sql!(tx.all(
        "SELECT idea FROM idea_views WHERE person = $1 AND idea IN {list $2}
         UNION SELECT piece FROM piece_authors WHERE person = $1 AND piece IN {list $2} LIMIT 1000",
        person,
        List(&ids)
    ))?;
    Ok(rows.into_iter().map(|row| (!known.contains(&row.place.idea), row)).collect())
}

fn drawn(waiting: &[Waiting], reader: Option<Id<Person>>, now: Timestamp) -> Vec<Id<Idea>> {
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let seen: Vec<exposure::Seen> = waiting
        .iter()
        .filter_map(|one| exposure::Seen::by_share(count(one.eyes), count(one.up), count(one.voters)).ok())
        .collect();
    let plain = || waiting.iter().map(|one| one.place.idea).collect();
    if seen.len() != waiting.len() {
        return plain();
    }
    let seed =
        Seed::of(format!("page {} {:?}", ring_start(reader, now), waiting.first().map(|one| one.place.idea)));
    let all: Vec<usize> = (0..waiting.len()).collect();
    match exposure::draw(&seen, &all, u64::MAX, waiting.len(), &seed) {
        Ok(drawn) => drawn.iter().map(|one| waiting[one.item].place.idea).collect(),
        Err(_) => plain(),
    }
}

/// How many ideas still need eyes and how many votes and voters a programme's figures come from; with no programme,
/// nothing is counted.
///
/// # Errors
/// The store's.
pub fn base(tx: &mut Tx<'_>, programme: Option<Id<Programme>>) -> Result<Option<Base>> {
    let Some(programme) = programme else { return Ok(None) };
    let counts = crate::rows::counts(tx, programme)?;
    let of = |word: &str| counts.get(word).copied().unwrap_or(0);
    let by_status = Status::ALL.iter().map(|status| (*status, of(status.name()))).collect();
    Ok(Some(Base { votes: of("votes"), voters: of("voters"), merged: of("merged"), by_status }))
}

/// What the figures of a programme's lists come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Votes that count.
    pub votes: i64,
    /// Different people who ever voted.
    pub voters: i64,
    /// Ideas merged into others.
    pub merged: i64,
    /// How many ideas stand how.
    pub by_status: Vec<(Status, i64)>,
}

/// Whether an idea of this programme still needs eyes.
pub(crate) fn needs_eyes(tx: &mut Tx<'_>, programme: Id<Programme>) -> Result<bool> {
    let filter = Filter { programme: Some(programme), ..Filter::default() };
    let arc = ask_arc(tx, &filter, -1, i64::MAX, 1)?;
    Ok(!tx.answer(arc)?.is_empty())
}
