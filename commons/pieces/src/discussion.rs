//! What people say about a piece: read in one place, shown by every room.

use crate::{
    Moderation, Piece,
    follow::thanked,
    head::{byline, bylines_of},
    permissions,
    rows::{Kept, Sight, authors_of, kept_of, seen},
};
use act::{Actor, Id, Person, Result, Timestamp, Tx, sql};
use askama::Template;
use std::collections::{HashMap, HashSet};
use store::List;
use web::{Byline, Cursor, Tongue, Visit};

/// First remarks on one page.
const FIRST_REMARKS: i64 = 50;
/// Answers that are read for one page.
const ANSWERS: i64 = 1_000;
/// Answers deeper than this stand beside each other.
const DEEPEST: usize = 4;

/// A comment as one reader may read it.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// The comment.
    pub id: Id<Piece>,
    /// What it answers, when that is a comment.
    pub parent: Option<Id<Piece>>,
    /// Who said it.
    pub by: Byline,
    /// Its words; empty when they are not for this reader.
    pub body: String,
    /// The language, if known.
    pub language: Option<String>,
    /// Whether only staff and partners see it.
    pub internal: bool,
    /// How stewards left it.
    pub moderation: Moderation,
    /// Who hid it, by name.
    pub hidden_by: Option<String>,
    /// When it was said.
    pub at: Timestamp,
    /// How often it was written.
    pub revision: i64,
    /// How many thanked.
    pub thanks: i64,
    /// Whether this reader thanked.
    pub thanked: bool,
    /// Whether it is this reader's.
    pub own: bool,
}

/// A part of a discussion.
#[derive(Debug, Clone)]
pub struct Talk {
    /// What it is about.
    pub root: Id<Piece>,
    /// Comments that everybody reads.
    pub comments: i64,
    /// The comments of this part, oldest first, answers among them.
    pub spoken: Vec<Spoken>,
    /// Where the next part begins.
    pub next: Option<Cursor>,
    /// Exchanges with more answers than are read at once.
    pub cut: Vec<Id<Piece>>,
    /// Whether this reader may say something.
    pub may_comment: bool,
    /// Whether this reader may write side notes.
    pub may_note: bool,
    /// Whether this reader moderates here.
    pub steward: bool,
}

/// Reads the discussion of a piece from where a cursor stands: the first fifty remarks after it, oldest first, with
/// their answers. Of a comment it reads the exchange that the comment stands in, flat.
///
/// # Errors
/// 404 when the piece is not for this reader, 422 for a cursor that is none.
pub fn talk(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>, after: Option<&Cursor>) -> Result<Talk> {
    let root = seen(tx, who, piece)?;
    let mut sight = Sight::of(who);
    let may_note = sight.may(tx, &permissions::NOTE, root.programme)?;
    let steward = sight.may(tx, &permissions::MODERATE, root.programme)?;
    let may_comment = permissions::open_for_talk(tx, root.programme).is_ok()
        && sight.may(tx, &permissions::COMMENT, root.programme)?;
    let first = (Timestamp::from_micros(i64::MIN), Id::from_raw(i64::MIN));
    let (at, id): (Timestamp, Id<Piece>) = after.map(Cursor::key).transpose()?.unwrap_or(first);
    let mut found: Vec<(Timestamp, Id<Piece>)> = match root.branch {
        None => sql!(tx.all(
            "SELECT at, id FROM pieces WHERE about = $1 AND parent IS NULL AND (at, id) > ($2, $3)
                 AND (internal = FALSE OR CAST($4 AS BIGINT) = 1)
             ORDER BY at, id LIMIT $5",
            root.id,
            at,
            id,
            may_note,
            FIRST_REMARKS + 1
        ))?,
        Some(branch) => sql!(tx.all(
            "SELECT at, id FROM pieces WHERE branch = $1 AND (at, id) > ($2, $3)
                 AND (internal = FALSE OR CAST($4 AS BIGINT) = 1)
             ORDER BY at, id LIMIT $5",
            branch,
            at,
            id,
            may_note,
            FIRST_REMARKS + 1
        ))?,
    };
    let most = usize::try_from(FIRST_REMARKS).unwrap_or(usize::MAX);
    let mut more = found.len() > most;
    found.truncate(most);
    let firsts: Vec<Id<Piece>> = found.iter().map(|&(_, id)| id).collect();
    let mut ids = firsts.clone();
    let mut cut = Vec::new();
    if root.branch.is_none() {
        let answers = answers_to(tx, &firsts, may_note)?;
        // Whole exchanges only: what does not fit begins the next page, unless one alone is too long.
        let mut room = usize::try_from(ANSWERS).unwrap_or(usize::MAX);
        let mut kept = 0;
        ids.clear();
        for &first in &firsts {
            let own = answers.get(&first).map_or(&[][..], Vec::as_slice);
            if own.len() > room && kept > 0 {
                more = true;
                break;
            }
            if own.len() > room {
                cut.push(first);
            }
            ids.push(first);
            ids.extend(own.iter().take(room));
            room -= own.len().min(room);
            kept += 1;
        }
        found.truncate(kept);
    }
    let next = if more { found.last().map(Cursor::after) } else { None };
    let spoken = spoken(tx, who, &ids, steward)?;
    Ok(Talk { root: piece, comments: root.comments, spoken, next, cut, may_comment, may_note, steward })
}

/// The answers in these exchanges, each oldest first; of each at most one more than a page reads.
fn answers_to(
    tx: &mut Tx<'_>,
    firsts: &[Id<Piece>],
    notes: bool,
) -> Result<HashMap<Id<Piece>, Vec<Id<Piece>>>> {
    let mut answers: HashMap<Id<Piece>, Vec<Id<Piece>>> = HashMap::new();
    if firsts.is_empty() {
        return Ok(answers);
    }
    let rows: Vec<(Id<Piece>, Id<Piece>)> = sql!(tx.all(
        "SELECT branch, id FROM (
             SELECT branch, id, at, ROW_NUMBER() OVER (PARTITION BY branch ORDER BY at, id) AS place FROM pieces
             WHERE branch IN {list $1} AND parent IS NOT NULL AND (internal = FALSE OR CAST($2 AS BIGINT) = 1)
         ) AS placed WHERE place <= $3 ORDER BY branch, at, id LIMIT 60000",
        List(firsts), notes, ANSWERS + 1
    ))?;
    for (branch, id) in rows {
        answers.entry(branch).or_default().push(id);
    }
    Ok(answers)
}

/// These comments as this reader may read them, in the order of time.
fn spoken(tx: &mut Tx<'_>, who: &Actor, ids: &[Id<Piece>], steward: bool) -> Result<Vec<Spoken>> {
    let mut rows = kept_of(tx, ids)?;
    rows.sort_by_key(|row| (row.at, row.id));
    let authors = authors_of(tx, ids)?;
    let writer = |row: &Kept| authors.get(&row.id).and_then(|all| all.first()).copied().flatten();
    let hider = |row: &Kept| match row.moderation {
        Moderation::Hidden { by, .. } => by,
        _ => None,
    };
    let named: Vec<Id<Person>> = rows.iter().flat_map(|row| [writer(row), hider(row)]).flatten().collect();
    let known = bylines_of(tx, named.into_iter())?;
    let thanked = thanked(tx, who.person, ids)?;
    Ok(rows
        .iter()
        .map(|row| {
            let own = who.person.is_some() && writer(row) == who.person;
            let readable = row.moderation == Moderation::Shown || own || steward;
            let mut by = byline(writer(row), &known);
            by.voice = row.voice;
            Spoken {
                id: row.id,
                parent: row.parent,
                by,
                body: if readable { row.body.clone() } else { String::new() },
                language: row.language.clone(),
                internal: row.internal,
                moderation: row.moderation.clone(),
                hidden_by: hider(row).and_then(|by| known.get(&by)).map(|by| by.name.clone()),
                at: row.at,
                revision: row.revision,
                thanks: row.thanks,
                thanked: thanked.contains(&row.id),
                own,
            }
        })
        .collect())
}

/// One remark with its answers.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/remark.html")]
struct Remark {
    t: Tongue,
    said: Spoken,
    html: String,
    /// `internal`, `hidden`, `pending` or `removed`; empty for the rest.
    state: &'static str,
    hider: String,
    may_comment: bool,
    may_act: bool,
    steward: bool,
    answers: Vec<Remark>,
}

/// The discussion of a piece as a part of a page.
#[derive(Template)]
#[template(path = "pages/discussion.html")]
pub struct Discussion {
    t: Tongue,
    root: Id<Piece>,
    comments: i64,
    remarks: Vec<Remark>,
    more: Option<String>,
    cut: Vec<String>,
    may_comment: bool,
    may_note: bool,
    signed_in: bool,
    writes_as: String,
    back: String,
    form_key: String,
}

impl Discussion {
    /// The discussion in the reader's words, with the form to say something.
    pub fn new(visit: &Visit, talk: Talk) -> Self {
        let t = visit.tongue.clone();
        let signed_in = visit.actor.signed_in();
        let more =
            talk.next.as_ref().map(|next| format!("/pieces/{}/comments?after={}", talk.root, next.as_str()));
        let voice = t.say(format!("pieces-voice-{}", visit.actor.voice())).to_string();
        Self {
            root: talk.root,
            comments: talk.comments,
            more,
            cut: talk.cut.iter().map(|id| format!("/pieces/{id}/comments")).collect(),
            may_comment: talk.may_comment,
            may_note: talk.may_note && signed_in,
            signed_in,
            writes_as: t
                .say("pieces-write-as")
                .arg("name", visit.actor.name.as_str())
                .arg("voice", voice)
                .to_string(),
            back: format!("/sign-in?back=/pieces/{}", talk.root),
            form_key: visit.form_key(),
            remarks: remarks(&t, talk, signed_in),
            t,
        }
    }
}

/// The comments as a tree, as deep as a page can bear.
fn remarks(t: &Tongue, talk: Talk, signed_in: bool) -> Vec<Remark> {
    let here: HashSet<Id<Piece>> = talk.spoken.iter().map(|said| said.id).collect();
    let mut under: HashMap<Option<Id<Piece>>, Vec<Spoken>> = HashMap::new();
    for said in talk.spoken {
        let parent = said.parent.filter(|parent| here.contains(parent));
        under.entry(parent).or_default().push(said);
    }
    let shown =
        Shown { t, may_comment: talk.may_comment && signed_in, may_act: signed_in, steward: talk.steward };
    shown.level(&mut under, None, 1)
}

struct Shown<'a> {
    t: &'a Tongue,
    may_comment: bool,
    may_act: bool,
    steward: bool,
}

impl Shown<'_> {
    fn level(
        &self,
        under: &mut HashMap<Option<Id<Piece>>, Vec<Spoken>>,
        parent: Option<Id<Piece>>,
        depth: usize,
    ) -> Vec<Remark> {
        let mut level = under.remove(&parent).unwrap_or_default();
        if depth >= DEEPEST {
            // From here on answers stand in one row, by time, however deep they go.
            let mut waiting: Vec<Id<Piece>> = level.iter().map(|said| said.id).collect();
            while let Some(id) = waiting.pop() {
                let deeper = under.remove(&Some(id)).unwrap_or_default();
                waiting.extend(deeper.iter().map(|said| said.id));
                level.extend(deeper);
            }
            level.sort_by_key(|said| (said.at, said.id));
        }
        level
            .into_iter()
            .map(|said| {
                let answers = self.level(under, Some(said.id), depth + 1);
                self.remark(said, answers)
            })
            .collect()
    }

    fn remark(&self, said: Spoken, answers: Vec<Remark>) -> Remark {
        let state = match &said.moderation {
            Moderation::Removed { .. } => "removed",
            Moderation::Hidden { .. } => "hidden",
            Moderation::Pending => "pending",
            Moderation::Shown if said.internal => "internal",
            Moderation::Shown => "",
        };
        let html = web::prose(&said.body);
        let Shown { t, may_comment, may_act, steward } = *self;
        let hider = said.hidden_by.clone().unwrap_or_else(|| t.say("pieces-a-steward").to_string());
        Remark { t: t.clone(), hider, said, html, state, may_comment, may_act, steward, answers }
    }
}
