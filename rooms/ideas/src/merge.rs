//! Making two ideas one, by consent, and taking that back exactly.
//!
//! Anybody proposes, a moderator decides, supporters of the idea that would be absorbed get a window in which they may
//! keep their vote where it is; then `pieces` moves votes, comments and followers, each remembering where it came from.
//! Popularity of both is kept as it was, so that undoing gives back the very same figures when nobody voted meanwhile,
//! and a recount of the votes when somebody did.

use crate::{
    Idea, Merge, MergeState, Refused, Standing, Status, Union,
    events::{MergeMoved, MergeStayed},
    model::NOTE,
    permissions,
    recount::{Ballots, ballots},
    rows::{self, Kept},
    settings, tell,
};
use act::{Actor, FromRow, Id, Job, Person, Prose, Refusal, Result, Row, Span, Timestamp, Tx, sql};
use ballot::popularity::{Popularity, Side};
use pieces::Derivation;
use programmes::Programme;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A reason or a note.
pub type Reason = Prose<NOTE>;

/// A merge as pages and the API show it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct MergeView {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id<Merge>,
    /// Where both ideas belong.
    #[schema(value_type = String)]
    pub programme: Id<Programme>,
    /// The idea that is merged.
    #[schema(value_type = String)]
    pub from: Id<Idea>,
    /// The idea that stays.
    #[schema(value_type = String)]
    pub into: Id<Idea>,
    /// How it stands.
    pub state: MergeState,
    /// Why they belong together, as whoever proposed it said.
    pub reason: String,
    /// Who proposed it.
    #[schema(value_type = Option<String>)]
    pub proposed_by: Option<Id<Person>>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub proposed_at: Timestamp,
    /// The moderator who decided.
    #[schema(value_type = Option<String>)]
    pub decided_by: Option<Id<Person>>,
    /// What the moderator said.
    pub note: Option<String>,
    /// Until when supporters may keep their vote where it is.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub window_until: Option<Timestamp>,
    /// When it was done.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub merged_at: Option<Timestamp>,
    /// Votes that moved.
    pub votes: i64,
    /// Votes kept aside, because their owners vote on the survivor too.
    pub aside: i64,
    /// Why it was undone.
    pub undone_why: Option<String>,
}

impl FromRow for MergeView {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            programme: row.take()?,
            from: row.take()?,
            into: row.take()?,
            state: row.take()?,
            reason: row.take()?,
            proposed_by: row.take()?,
            proposed_at: row.take()?,
            decided_by: row.take()?,
            note: row.take()?,
            window_until: row.take()?,
            merged_at: row.take()?,
            votes: row.take()?,
            aside: row.take()?,
            undone_why: row.take()?,
        })
    }
}

/// One merge; 404 when there is none.
///
/// # Errors
/// 404, and the store's.
pub fn merge(tx: &mut Tx<'_>, id: Id<Merge>) -> Result<MergeView> {
    let found: Option<MergeView> = sql!(tx.opt(
        "SELECT id, programme, from_idea, into_idea, state, reason, proposed_by, proposed_at, decided_by, note,
                window_until, merged_at, votes, aside, undone_why FROM idea_merges WHERE id = $1",
        id
    ))?;
    found.ok_or_else(|| Refusal::not_found().into())
}

/// The merges an idea has or had a part in, the latest first.
///
/// # Errors
/// The store's.
pub fn merges_of(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<Vec<MergeView>> {
    Ok(sql!(tx.all(
        "SELECT id, programme, from_idea, into_idea, state, reason, proposed_by, proposed_at, decided_by, note,
                window_until, merged_at, votes, aside, undone_why FROM idea_merges
         WHERE from_idea = $1 OR into_idea = $1 ORDER BY id DESC LIMIT 100",
        idea
    ))?)
}

/// The merges of a programme in a state, the oldest first.
///
/// # Errors
/// The store's.
pub fn merges_in(
    tx: &mut Tx<'_>,
    programme: Id<Programme>,
    state: MergeState,
    limit: i64,
) -> Result<Vec<MergeView>> {
    Ok(sql!(tx.all(
        "SELECT id, programme, from_idea, into_idea, state, reason, proposed_by, proposed_at, decided_by, note,
                window_until, merged_at, votes, aside, undone_why FROM idea_merges
         WHERE programme = $1 AND state = $2 ORDER BY id LIMIT $3",
        programme, state, limit
    ))?)
}

/// How many votes each of the ideas merged into this one brought along.
pub(crate) fn votes_by_origin(tx: &mut Tx<'_>, ideas: &[Id<Idea>]) -> Result<HashMap<Id<Idea>, i64>> {
    let rows: Vec<(Id<Idea>, i64)> = sql!(tx.all(
        "SELECT from_idea, votes FROM idea_merges WHERE from_idea IN {list $1} AND state = 'merged' LIMIT 1000",
        store::List(ideas)
    ))?;
    Ok(rows.into_iter().collect())
}

/// Takes both rows in the order of their keys.
fn touch_both(tx: &mut Tx<'_>, one: Id<Idea>, other: Id<Idea>) -> Result<(Kept, Kept)> {
    if one < other {
        let first = rows::touch(tx, one)?;
        Ok((first, rows::touch(tx, other)?))
    } else {
        let second = rows::touch(tx, other)?;
        Ok((rows::touch(tx, one)?, second))
    }
}

/// Takes the rows of an idea and of all it counts on, in the order of their keys; again when a merge changed the way
/// meanwhile.
fn touch_way(tx: &mut Tx<'_>, from: Id<Idea>) -> Result<BTreeMap<Id<Idea>, Kept>> {
    let mut taken = BTreeMap::new();
    loop {
        let mut way: BTreeSet<Id<Idea>> = pieces::way(tx, from.cast())?.into_iter().map(Id::cast).collect();
        way.insert(from);
        if way.iter().all(|idea| taken.contains_key(idea)) {
            return Ok(taken);
        }
        for idea in way {
            taken.insert(idea, rows::touch(tx, idea)?);
        }
    }
}

fn set_state(tx: &mut Tx<'_>, merge: &MergeView, state: MergeState, by: Option<Id<Person>>) -> Result<()> {
    let changed = sql!(tx.exec(
        "UPDATE idea_merges SET state = $3 WHERE id = $1 AND state = $2",
        merge.id,
        merge.state,
        state
    ))?;
    if changed == 0 {
        return Err(Refused::MergeState.into());
    }
    tx.emit(&MergeMoved { merge: merge.id, from: merge.from, into: merge.into, state, by })?;
    Ok(())
}

/// Says that one idea is another. Everybody who is signed in may; a moderator decides.
///
/// # Errors
/// 401 for a visitor; 404 for ideas this person may not see; 409 when a merge of the idea is under way; 422 for ideas of
/// two programmes, or one and the same.
pub fn propose(
    tx: &mut Tx<'_>,
    who: &Actor,
    from: Id<Idea>,
    into: Id<Idea>,
    reason: &Reason,
) -> Result<Id<Merge>> {
    let by = who.id()?;
    if from == into {
        return Err(Refused::WithItself.into());
    }
    for idea in [from, into] {
        if !pieces::may_see(tx, who, idea.cast())? {
            return Err(Refusal::not_found().into());
        }
    }
    let (one, other) = (rows::kept(tx, from)?, rows::kept(tx, into)?);
    programmes::require(tx, who, &permissions::PROPOSE, one.programme)?;
    if one.programme != other.programme {
        return Err(Refused::OtherProgramme.into());
    }
    for kept in [&one, &other] {
        if kept.merged_into.is_some() {
            let survivor = rows::survivor(tx, kept)?;
            return Err(Refused::MergedInto(survivor).into());
        }
        if !kept.listed {
            return Err(Refused::NotPublished.into());
        }
    }
    let (id, now) = (tx.fresh::<Merge>(), tx.now());
    let made = sql!(tx.exec(
        "INSERT INTO idea_merges (id, programme, from_idea, into_idea, state, reason, proposed_by, proposed_at, votes, aside)
         VALUES ($1, $2, $3, $4, 'proposed', $5, $6, $7, 0, 0)",
        id, one.programme, from, into, reason, by, now
    ));
    made.map_err(|error| {
        act::Error::from(error).or_broken("idea_merges_under_way", || Refused::MergeUnderWay.into())
    })?;
    sql!(tx.exec(
        "DELETE FROM idea_likenesses WHERE (idea = $1 AND other = $2) OR (idea = $2 AND other = $1)",
        from,
        into
    ))?;
    tx.emit(&MergeMoved { merge: id, from, into, state: MergeState::Proposed, by: Some(by) })?;
    tell::moderators(
        tx,
        one.programme,
        "ideas-notice-merge-proposed",
        from,
        format!("/merges/{id}"),
        Some(by),
    )?;
    Ok(id)
}

/// A moderator agrees. Supporters of the absorbed idea are told and get a window; with none but those who want the
/// merge, it is done at once.
///
/// # Errors
/// 401 and 403 without the permission; 409 in another state.
pub fn accept(tx: &mut Tx<'_>, who: &Actor, id: Id<Merge>, note: Option<&Reason>) -> Result<MergeState> {
    let found = merge(tx, id)?;
    programmes::require(tx, who, &permissions::MODERATE, found.programme)?;
    let by = who.id()?;
    touch_both(tx, found.from, found.into)?;
    let found = merge(tx, id)?;
    if found.state != MergeState::Proposed {
        return Err(Refused::MergeState.into());
    }
    let now = tx.now();
    sql!(tx.exec(
        "UPDATE idea_merges SET decided_by = $2, decided_at = $3, note = $4 WHERE id = $1",
        id,
        by,
        now,
        note
    ))?;
    let days = settings::WINDOW.value(tx)?;
    if days == 0 || !has_other_supporters(tx, &found, by)? {
        return execute(tx, id, Some(by));
    }
    let until = now + Span::days(days);
    sql!(tx.exec("UPDATE idea_merges SET window_until = $2 WHERE id = $1", id, until))?;
    set_state(tx, &found, MergeState::Window, Some(by))?;
    tx.enqueue_at(&ExecuteMerge { merge: id }, until)?;
    tell::supporters(tx, found.from, "ideas-notice-merge-window", format!("/merges/{id}"), Some(by))?;
    Ok(MergeState::Window)
}

fn has_other_supporters(tx: &mut Tx<'_>, merge: &MergeView, decider: Id<Person>) -> Result<bool> {
    let mut after = None;
    loop {
        let page = pieces::ballots(tx, merge.from.cast(), after, 100)?;
        let other = |ballot: &pieces::Ballot| {
            ballot.weight > 0 && ballot.person != decider && Some(ballot.person) != merge.proposed_by
        };
        if page.iter().any(other) {
            return Ok(true);
        }
        after = page.last().map(|ballot| ballot.person);
        if page.len() < 100 {
            return Ok(false);
        }
    }
}

/// A moderator disagrees, and says why.
///
/// # Errors
/// 401 and 403 without the permission; 409 in another state.
pub fn decline(tx: &mut Tx<'_>, who: &Actor, id: Id<Merge>, reason: &Reason) -> Result<()> {
    let found = merge(tx, id)?;
    programmes::require(tx, who, &permissions::MODERATE, found.programme)?;
    if !matches!(found.state, MergeState::Proposed | MergeState::Window) {
        return Err(Refused::MergeState.into());
    }
    let now = tx.now();
    sql!(tx.exec(
        "UPDATE idea_merges SET decided_by = $2, decided_at = $3, note = $4 WHERE id = $1",
        id,
        who.person,
        now,
        reason
    ))?;
    set_state(tx, &found, MergeState::Declined, who.person)?;
    if let Some(proposer) = found.proposed_by {
        tell::person(
            tx,
            proposer,
            "ideas-notice-merge-declined",
            found.from,
            format!("/merges/{id}"),
            who.person,
        )?;
    }
    Ok(())
}

/// A supporter of the absorbed idea keeps their vote there, or lets it move after all.
///
/// # Errors
/// 401 for a visitor; 403 for whoever has no vote there; 409 outside the window.
pub fn stay(tx: &mut Tx<'_>, who: &Actor, id: Id<Merge>, stays: bool) -> Result<()> {
    let by = who.id()?;
    let found = merge(tx, id)?;
    programmes::require(tx, who, &permissions::VOTE, found.programme)?;
    // Whoever ends the window takes this row too: what is acknowledged here is heard there.
    rows::touch(tx, found.from)?;
    let found = merge(tx, id)?;
    let now = tx.now();
    if found.state != MergeState::Window || found.window_until.is_some_and(|until| until <= now) {
        return Err(Refused::MergeState.into());
    }
    if pieces::vote_of(tx, found.from.cast(), by)? == 0 {
        return Err(Refused::NotASupporter.into());
    }
    if stays {
        sql!(tx.exec(
            "INSERT INTO idea_merge_stays (merge, person, at) VALUES ($1, $2, $3) ON CONFLICT (merge, person) DO NOTHING",
            id, by, now
        ))?;
    } else {
        sql!(tx.exec("DELETE FROM idea_merge_stays WHERE merge = $1 AND person = $2", id, by))?;
    }
    tx.emit(&MergeStayed { merge: id, idea: found.from, by, stays })?;
    Ok(())
}

/// Whether this person keeps their vote out of the merge.
///
/// # Errors
/// The store's.
pub fn stays(tx: &mut Tx<'_>, id: Id<Merge>, person: Option<Id<Person>>) -> Result<bool> {
    Ok(staying(tx, id)?.iter().any(|one| Some(*one) == person))
}

fn staying(tx: &mut Tx<'_>, id: Id<Merge>) -> Result<Vec<Id<Person>>> {
    Ok(sql!(tx.all("SELECT person FROM idea_merge_stays WHERE merge = $1 ORDER BY person LIMIT 100000", id))?)
}

/// Ends the window of a merge.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ExecuteMerge {
    pub(crate) merge: Id<Merge>,
}

impl Job for ExecuteMerge {
    const NAME: &'static str = "ideas.execute_merge";
    fn key(&self) -> Option<String> {
        Some(self.merge.to_string())
    }
}

pub(crate) fn work(tx: &mut Tx<'_>, body: serde_json::Value) -> Result<()> {
    let job: ExecuteMerge = events::job(body)?;
    let found = merge(tx, job.merge)?;
    // Declined meanwhile, or done already: nothing is left to do.
    if found.state == MergeState::Window {
        execute(tx, job.merge, None)?;
    }
    Ok(())
}

/// Does a merge that was agreed on.
fn execute(tx: &mut Tx<'_>, id: Id<Merge>, by: Option<Id<Person>>) -> Result<MergeState> {
    let found = merge(tx, id)?;
    let (from, into) = touch_both(tx, found.from, found.into)?;
    if from.merged_into.is_some() || into.merged_into.is_some() {
        set_state(tx, &found, MergeState::Lapsed, by)?;
        return Ok(MergeState::Lapsed);
    }
    let staying = staying(tx, id)?;
    let kept = KeptFigures { from: Figures::of(tx, &from)?, into: Figures::of(tx, &into)? };
    let absorbed = pieces::absorb(tx, found.from.cast(), found.into.cast(), &staying, id.raw())?;
    pieces::derive(tx, by, found.from.cast(), found.into.cast(), Derivation::MergedInto)?;
    let (now, votes, aside) = (tx.now(), absorbed.votes.cast_signed(), absorbed.aside.cast_signed());
    let json = serde_json::to_value(&kept).map_err(|e| store::Error::Engine(e.to_string()))?;
    sql!(tx.exec(
        "UPDATE idea_merges SET merged_at = $2, votes = $3, aside = $4, kept = $5 WHERE id = $1",
        id,
        now,
        votes,
        aside,
        json
    ))?;
    sql!(tx.exec("UPDATE ideas SET merged_into = $2 WHERE piece = $1", found.from, found.into))?;
    for idea in [found.from, found.into] {
        crate::recount(tx, idea)?;
    }
    let views = settings::VIEWS.value(tx)?;
    rows::relist(tx, found.from, views)?;
    rows::count(tx, found.programme, from.status.name(), -1)?;
    rows::count(tx, found.programme, "merged", 1)?;
    set_state(tx, &found, MergeState::Merged, by)?;
    tell::authors(
        tx,
        found.from,
        "ideas-notice-merged",
        format!("/ideas/{}?from={}", found.into, found.from),
        by,
    )?;
    tell::authors(tx, found.into, "ideas-notice-merged-into-yours", format!("/ideas/{}", found.into), by)?;
    Ok(MergeState::Merged)
}

/// A moderator takes a merge back, and says why. What it moved goes back; nothing else changes.
///
/// # Errors
/// 401 and 403 without the permission; 409 when it is not done, or was undone already.
pub fn undo(tx: &mut Tx<'_>, who: &Actor, id: Id<Merge>, reason: &Reason) -> Result<()> {
    let found = merge(tx, id)?;
    programmes::require(tx, who, &permissions::MODERATE, found.programme)?;
    let before = touch_way(tx, found.from)?;
    let found = merge(tx, id)?;
    if found.state != MergeState::Merged {
        return Err(Refused::MergeState.into());
    }
    pieces::release(tx, id.raw())?;
    pieces::underive(tx, who.person, found.from.cast(), found.into.cast(), Derivation::MergedInto)?;
    let now = tx.now();
    let kept: Option<serde_json::Value> =
        sql!(tx.one(
        "UPDATE idea_merges SET undone_by = $2, undone_at = $3, undone_why = $4 WHERE id = $1 RETURNING kept",
        id, who.person, now, reason
    ))?;
    sql!(tx.exec("UPDATE ideas SET merged_into = NULL WHERE piece = $1", found.from))?;
    let kept: Option<KeptFigures> = kept.and_then(|json| serde_json::from_value(json).ok());
    let days = settings::HALF_LIFE.value(tx)?;
    for idea in before.keys() {
        let known = kept.as_ref().and_then(|kept| {
            (*idea == found.from).then_some(&kept.from).or((*idea == found.into).then_some(&kept.into))
        });
        restore(tx, *idea, known, days)?;
    }
    let views = settings::VIEWS.value(tx)?;
    for idea in before.keys() {
        rows::relist(tx, *idea, views)?;
    }
    let status = before.get(&found.from).map_or(Status::Open, |row| row.status);
    rows::count(tx, found.programme, status.name(), 1)?;
    rows::count(tx, found.programme, "merged", -1)?;
    set_state(tx, &found, MergeState::Undone, who.person)?;
    for idea in [found.from, found.into] {
        tell::authors(tx, idea, "ideas-notice-merge-undone", format!("/ideas/{idea}"), who.person)?;
    }
    Ok(())
}

/// The figures of before when the votes are those of before; a recount otherwise.
fn restore(tx: &mut Tx<'_>, idea: Id<Idea>, known: Option<&Figures>, days: i64) -> Result<()> {
    let Ballots { votes, digest } = ballots(tx, idea)?;
    let standing = match known {
        Some(figures) if figures.digest == digest && figures.days == days => figures.standing(),
        _ => Standing::of(&votes, days),
    };
    rows::keep_standing(tx, idea, &standing)?;
    rows::place(tx, &[idea])
}

/// Popularity of both ideas before they were merged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KeptFigures {
    from: Figures,
    into: Figures,
}

/// Popularity to the last bit (JSON numbers would round), with the digest of the votes it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Figures {
    up: (u64, u64),
    down: (u64, u64),
    slack: u64,
    reference: i64,
    days: i64,
    digest: String,
}

impl Figures {
    fn of(tx: &mut Tx<'_>, kept: &Kept) -> Result<Self> {
        let digest = ballots(tx, kept.id)?.digest;
        let Standing { popularity, days } = kept.standing;
        let side = |side: Side| (side.sum.to_bits(), side.votes);
        Ok(Self {
            up: side(popularity.up),
            down: side(popularity.down),
            slack: popularity.slack.to_bits(),
            reference: popularity.reference,
            days,
            digest,
        })
    }

    fn standing(&self) -> Standing {
        let side = |(bits, votes): (u64, u64)| Side { sum: f64::from_bits(bits), votes };
        let popularity = Popularity {
            up: side(self.up),
            down: side(self.down),
            slack: f64::from_bits(self.slack),
            reference: self.reference,
        };
        Standing { popularity, days: self.days }
    }
}

/// Who would stand behind two ideas if they became one now.
///
/// # Errors
/// The store's.
pub fn union(tx: &mut Tx<'_>, from: Id<Idea>, into: Id<Idea>, merge: Option<Id<Merge>>) -> Result<Union> {
    let kept = match merge {
        Some(id) => staying(tx, id)?,
        None => Vec::new(),
    };
    let (one, other) = (weights(tx, from)?, weights(tx, into)?);
    let mut union = Union { from: one.len() as i64, into: other.len() as i64, ..Union::default() };
    union.net = other.values().sum();
    union.together = union.into;
    for (person, weight) in one {
        if kept.contains(&person) {
            union.staying += 1;
        } else if other.contains_key(&person) {
            union.both += 1;
        } else {
            union.together += 1;
            union.net += weight;
        }
    }
    Ok(union)
}

fn weights(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<HashMap<Id<Person>, i64>> {
    let (mut all, mut after) = (HashMap::new(), None);
    loop {
        let page = pieces::ballots(tx, idea.cast(), after, 1_000)?;
        after = page.last().map(|ballot| ballot.person);
        all.extend(page.iter().map(|ballot| (ballot.person, ballot.weight)));
        if page.len() < 1_000 {
            return Ok(all);
        }
    }
}
