//! The thread: what a piece grew from and what grew from it.

use crate::{
    Derivation, Head, Piece, Refused,
    events::{PieceDerived, PieceUnderived},
    head::heads,
};
use act::{Actor, Id, Person, Refusal, Result, Tx, sql};
use askama::Template;
use std::collections::{BTreeSet, HashSet};
use store::List;
use web::{House, Tongue};

/// Pieces that are looked at before an edge is refused or drawn.
const MOST_LOOKED_AT: usize = 10_000;

/// One edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// What was there first.
    pub from: Id<Piece>,
    /// What came of it.
    pub to: Id<Piece>,
    /// How.
    pub how: Derivation,
}

/// The pieces connected to one, as far as a reader may see them.
#[derive(Debug, Clone)]
pub struct Thread {
    /// The piece it was asked for.
    pub here: Id<Piece>,
    /// The pieces as they grew: by time, but none before what it grew from.
    pub pieces: Vec<Head>,
    /// The edges between them.
    pub edges: Vec<Edge>,
    /// Connected pieces that this reader may not see.
    pub hidden: usize,
    /// Whether there are more than were asked for.
    pub more: bool,
}

/// Says that one piece grew from another. Saying it twice changes nothing. No permission: rooms know who may.
///
/// # Errors
/// 404 when one of them is not there, 409 when the piece would grow from itself.
pub fn derive(
    tx: &mut Tx<'_>,
    who: Option<Id<Person>>,
    from: Id<Piece>,
    to: Id<Piece>,
    how: Derivation,
) -> Result<()> {
    // One at a time: two edges that are each harmless could close a circle together.
    sql!(tx.exec("UPDATE derivation_turn SET turn = turn + 1 WHERE id = 1"))?;
    let there: i64 = sql!(tx.one("SELECT COUNT(*) FROM pieces WHERE id IN ($1, $2)", from, to))?;
    if from == to || leads(tx, to, from)? {
        return Err(Refused::Circle.into());
    }
    if there < 2 {
        return Err(Refusal::not_found().into());
    }
    let now = tx.now();
    let made = sql!(tx.exec(
        "INSERT INTO derivations (from_piece, to_piece, how, by_person, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (from_piece, to_piece, how) DO NOTHING",
        from,
        to,
        how,
        who,
        now
    ))?;
    if made > 0 {
        tx.emit(&PieceDerived { from, to, how, by: who })?;
    }
    Ok(())
}

/// Takes an edge back; one that is not there is no error.
///
/// # Errors
/// The store's.
pub fn underive(
    tx: &mut Tx<'_>,
    who: Option<Id<Person>>,
    from: Id<Piece>,
    to: Id<Piece>,
    how: Derivation,
) -> Result<()> {
    let gone = sql!(tx.exec(
        "DELETE FROM derivations WHERE from_piece = $1 AND to_piece = $2 AND how = $3",
        from,
        to,
        how
    ))?;
    if gone > 0 {
        tx.emit(&PieceUnderived { from, to, how, by: who })?;
    }
    Ok(())
}

/// Whether edges lead from one piece to another.
fn leads(tx: &mut Tx<'_>, from: Id<Piece>, to: Id<Piece>) -> Result<bool> {
    let (mut known, mut level) = (HashSet::from([from]), vec![from]);
    while !level.is_empty() {
        let next: Vec<Id<Piece>> = sql!(tx.all(
            "SELECT DISTINCT to_piece FROM derivations WHERE from_piece IN {list $1} ORDER BY to_piece LIMIT 10000",
            List(&level)
        ))?;
        if next.contains(&to) {
            return Ok(true);
        }
        level = next.into_iter().filter(|piece| known.insert(*piece)).collect();
        if known.len() > MOST_LOOKED_AT {
            // So long a thread is a mistake of somebody; another edge does not mend it.
            return Err(Refused::Circle.into());
        }
    }
    Ok(false)
}

/// The edges that begin or end at one of these pieces.
fn edges_at(tx: &mut Tx<'_>, pieces: &[Id<Piece>]) -> Result<Vec<Edge>> {
    let rows: Vec<(Id<Piece>, Id<Piece>, Derivation)> = sql!(tx.all(
        "SELECT from_piece, to_piece, how FROM derivations WHERE from_piece IN {list $1}
         UNION SELECT from_piece, to_piece, how FROM derivations WHERE to_piece IN {list $1}
         ORDER BY 1, 2, 3 LIMIT 10000",
        List(pieces)
    ))?;
    Ok(rows.into_iter().map(|(from, to, how)| Edge { from, to, how }).collect())
}

/// The pieces connected to this one in both directions, the nearest `limit` of them, by time, but none before what it
/// grew from: what was merged into an older piece stands before it.
///
/// # Errors
/// 404 when the piece is not for this reader.
pub fn thread(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>, limit: usize) -> Result<Thread> {
    if !crate::may_see(tx, who, piece)? {
        return Err(Refusal::not_found().into());
    }
    let (mut order, mut known) = (vec![piece], HashSet::from([piece]));
    let (mut level, mut edges) = (vec![piece], BTreeSet::new());
    let mut more = false;
    while !level.is_empty() && !more {
        let found = edges_at(tx, &level)?;
        level.clear();
        for edge in found {
            edges.insert(edge);
            for end in [edge.from, edge.to] {
                if order.len() >= limit && !known.contains(&end) {
                    more = true;
                } else if known.insert(end) {
                    order.push(end);
                    level.push(end);
                }
            }
        }
    }
    let mut pieces = heads(tx, who, &order)?;
    pieces.sort_by_key(|head| (head.at, head.id));
    let shown: HashSet<_> = pieces.iter().map(|head| head.id).collect();
    let edges: Vec<Edge> =
        edges.into_iter().filter(|edge| shown.contains(&edge.from) && shown.contains(&edge.to)).collect();
    let pieces = as_they_grew(pieces, &edges);
    Ok(Thread { here: piece, hidden: order.len() - pieces.len(), pieces, edges, more })
}

/// Always the oldest of those whose sources stand there already; edges cannot go round.
fn as_they_grew(mut waiting: Vec<Head>, edges: &[Edge]) -> Vec<Head> {
    let mut grown: Vec<Head> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = |head: &Head| {
            edges
                .iter()
                .filter(|edge| edge.to == head.id)
                .all(|edge| grown.iter().any(|one| one.id == edge.from))
        };
        let next = waiting.iter().position(ready).unwrap_or(0);
        grown.push(waiting.remove(next));
    }
    grown
}

/// One knot of the thread.
struct Knot {
    id: String,
    kind: String,
    at: String,
    path: String,
    name: String,
    words: String,
    here: bool,
    grown_from: String,
}

/// The thread as a list that draws itself where scripts run.
#[derive(Template)]
#[template(path = "pages/thread_view.html")]
pub struct ThreadView<'a> {
    t: &'a Tongue,
    knots: Vec<Knot>,
    hidden: i64,
    more: Option<String>,
}

impl<'a> ThreadView<'a> {
    /// The thread in the reader's words.
    pub fn new(thread: &Thread, t: &'a Tongue, house: &House) -> Self {
        let knots = thread.pieces.iter().map(|head| Knot {
            id: head.id.to_string(),
            kind: head.kind.clone(),
            at: head.at.to_string(),
            path: house.path_of(&head.kind, head.id).unwrap_or_else(|| format!("/pieces/{}", head.id)),
            name: head.name(),
            words: format!("{}, {}", t.say(format!("kind-{}", head.kind)), t.day(head.at)),
            here: head.id == thread.here,
            grown_from: grown_from(thread, head.id),
        });
        let more = thread.more.then(|| format!("/pieces/{}/thread", thread.here));
        Self { t, knots: knots.collect(), hidden: i64::try_from(thread.hidden).unwrap_or(0), more }
    }

    /// Whether there is anything beside the piece itself.
    pub fn is_alone(&self) -> bool {
        self.knots.len() < 2 && self.hidden == 0
    }
}

fn grown_from(thread: &Thread, id: Id<Piece>) -> String {
    let grown =
        thread.edges.iter().filter(|edge| edge.to == id).map(|edge| format!("{}:{}", edge.from, edge.how));
    grown.collect::<Vec<_>>().join(" ")
}
