//! SQL that more than one act uses.

use crate::{
    Charter, Facts, Group, Moment, Part, Phase, Programme, ProgrammeHead, Refused, Standing, State,
    TemplateKind, Who, phase,
};
use act::{Actor, FromRow, Id, Person, Question, Refusal, Result, Row, Timestamp, Tx, sql};
use jiff::civil;
use std::collections::HashSet;
use web::{Paged, Paging};

/// Phases that one programme may have.
pub(crate) const MOST_PHASES: i64 = 60;

pub(crate) fn names(json: serde_json::Value) -> Vec<String> {
    serde_json::from_value(json).unwrap_or_default()
}

pub(crate) fn unreadable(error: impl std::fmt::Display) -> act::Error {
    store::Error::Engine(format!("a programme's row cannot be read: {error}")).into()
}

impl FromRow for ProgrammeHead {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let (id, slug, title, question, criteria) =
            (row.take()?, row.take()?, row.take()?, row.take()?, row.take()?);
        let (standing, said): (Standing, Option<String>) = (row.take()?, row.take()?);
        Ok(Self {
            id,
            slug,
            title,
            question,
            criteria,
            state: State::of(standing, said),
            state_at: row.take()?,
            phase: None,
            template: row.take::<TemplateKind>()?,
            owner: row.take()?,
            zone: row.take()?,
            language: row.take()?,
            rooms: names(row.take()?),
            grown_from: row.take()?,
            imported: row.take()?,
            version: row.take()?,
            revision: row.take()?,
            made_at: row.take()?,
            made_by: row.take()?,
            opened_at: row.take()?,
        })
    }
}

/// A phase as its row has it; the zone is the programme's.
pub(crate) struct PhaseRow {
    id: Id<Phase>,
    name: String,
    purpose: String,
    rooms: serde_json::Value,
    locals: (String, String),
    ats: (Timestamp, Timestamp),
}

impl FromRow for PhaseRow {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let id = row.take()?;
        Self::of(id, row)
    }
}

impl PhaseRow {
    /// The columns after the identifier.
    fn of(id: Id<Phase>, row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id,
            name: row.take()?,
            purpose: row.take()?,
            rooms: row.take()?,
            locals: (row.take()?, row.take()?),
            ats: (row.take()?, row.take()?),
        })
    }

    fn phase(self, zone: &str) -> Result<Phase> {
        let moment = |local: &str, at| {
            let local: civil::DateTime = local.parse().map_err(unreadable)?;
            Ok::<_, act::Error>(Moment { local, zone: zone.to_owned(), at })
        };
        Ok(Phase {
            from: moment(&self.locals.0, self.ats.0)?,
            until: moment(&self.locals.1, self.ats.1)?,
            id: self.id,
            name: self.name,
            purpose: self.purpose,
            rooms: names(self.rooms),
        })
    }
}

/// A programme, and the phase that it is in now.
struct Now(ProgrammeHead, Option<PhaseRow>);

impl FromRow for Now {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let head = ProgrammeHead::from_row(row)?;
        let Some(id) = row.take()? else { return Ok(Self(head, None)) };
        Ok(Self(head, Some(PhaseRow::of(id, row)?)))
    }
}

impl Now {
    fn head(self) -> Result<ProgrammeHead> {
        let Self(mut head, phase) = self;
        head.phase = phase.map(|row| row.phase(&head.zone)).transpose()?;
        Ok(head)
    }
}

/// Everything about a programme that is needed everywhere; not found is a refusal.
///
/// # Errors
/// 404, and the store's.
pub fn head(tx: &mut Tx<'_>, id: Id<Programme>) -> Result<ProgrammeHead> {
    let now = tx.now();
    let found: Option<Now> = sql!(tx.opt(
        "SELECT p.id, p.slug, p.title, p.question, p.criteria, p.state, p.said, p.state_at, p.template, p.owner, p.zone,
             p.language, p.rooms, p.grown_from, p.imported, p.version, p.revision, p.made_at, p.made_by, p.opened_at,
             f.id, f.name, f.purpose, f.rooms, f.from_local, f.until_local, f.from_at, f.until_at
         FROM programmes p LEFT JOIN programme_phases f ON f.programme = p.id AND f.from_at <= $2 AND f.until_at > $2
         WHERE p.id = $1 ORDER BY f.from_at LIMIT 1",
        id,
        now
    ))?;
    found.ok_or_else(Refusal::not_found)?.head()
}

/// The programme of this name in addresses, or with this identifier.
///
/// # Errors
/// The store's.
pub fn find_by_slug(tx: &mut Tx<'_>, slug: &str) -> Result<Option<Id<Programme>>> {
    Ok(sql!(tx.opt("SELECT id FROM programmes WHERE slug = $1", slug))?)
}

/// Every phase, in the order of their beginnings.
///
/// # Errors
/// The store's.
pub fn phases(tx: &mut Tx<'_>, head: &ProgrammeHead) -> Result<Vec<Phase>> {
    let rows: Vec<PhaseRow> = sql!(tx.all(
        "SELECT id, name, purpose, rooms, from_local, until_local, from_at, until_at FROM programme_phases
         WHERE programme = $1 ORDER BY from_at, id LIMIT $2",
        head.id,
        MOST_PHASES
    ))?;
    rows.into_iter().map(|row| row.phase(&head.zone)).collect()
}

/// The programme, if this room takes posts in it now; otherwise refused with the reason and its date.
///
/// # Errors
/// 404 when there is none; 409 while it is a draft, paused or closed, while the room is not switched on, and outside the
/// phases in which the room takes posts.
pub fn open_for_posting(tx: &mut Tx<'_>, id: Id<Programme>, room: &str) -> Result<ProgrammeHead> {
    let head = head(tx, id)?;
    let plan = phases(tx, &head)?;
    let next = phase::next_for(&plan, room, tx.now()).cloned();
    head.takes_posts(room, !plan.is_empty(), next.as_ref())?;
    Ok(head)
}

/// Which programmes are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Those that stand so; all that the actor may see when nothing is said.
    pub standing: Option<Standing>,
    /// Those in which this room is switched on.
    pub room: Option<String>,
}

/// The programmes this actor may see, newest first. Drafts are shown to those whose role may see them all.
///
/// # Errors
/// 422 for a cursor that is not one of ours, and the store's.
pub fn all(tx: &mut Tx<'_>, who: &Actor, asked: &Asked, paging: &Paging) -> Result<Paged<ProgrammeHead>> {
    let all = ask_all(tx, who, asked, paging)?;
    all.answer(tx)
}

/// A page of programmes that was asked for.
#[must_use]
pub struct AskedAll {
    rows: Question<Now>,
    limit: i64,
}

impl AskedAll {
    /// The page, as [`all`] gives it.
    ///
    /// # Errors
    /// The store's.
    pub fn answer(self, tx: &mut Tx<'_>) -> Result<Paged<ProgrammeHead>> {
        let heads = tx.answer(self.rows)?.into_iter().map(Now::head).collect::<Result<Vec<_>>>()?;
        Ok(Paged::of(heads, self.limit, |head| head.id.raw()))
    }
}

/// Asks for what [`all`] gives, to be looked at later.
///
/// # Errors
/// 422 for a cursor that is not one of ours, and the store's.
pub fn ask_all(tx: &mut Tx<'_>, who: &Actor, asked: &Asked, paging: &Paging) -> Result<AskedAll> {
    let before = paging.key::<i64>()?.unwrap_or(i64::MAX);
    let room = asked.room.as_ref().map(|room| format!("%\"{}\"%", room.replace(['%', '_', '"', '\\'], "")));
    let drafts = who.can(&crate::permissions::SEE_DRAFTS);
    let now = tx.now();
    let rows = sql!(tx.ask(
        "SELECT p.id, p.slug, p.title, p.question, p.criteria, p.state, p.said, p.state_at, p.template, p.owner, p.zone,
             p.language, p.rooms, p.grown_from, p.imported, p.version, p.revision, p.made_at, p.made_by, p.opened_at,
             f.id, f.name, f.purpose, f.rooms, f.from_local, f.until_local, f.from_at, f.until_at
         FROM programmes p LEFT JOIN programme_phases f ON f.id = (
             SELECT id FROM programme_phases WHERE programme = p.id AND from_at <= $7 AND until_at > $7
             ORDER BY from_at LIMIT 1
         )
         WHERE p.id < $1 AND (CAST($2 AS TEXT) IS NULL OR p.state = $2) AND (CAST($3 AS TEXT) IS NULL OR p.rooms LIKE $3)
             AND (p.state <> 'draft' OR CAST($4 AS BIGINT) = 1 OR p.owner = CAST($5 AS BIGINT))
         ORDER BY p.id DESC LIMIT $6",
        before, asked.standing, room, i64::from(drafts), who.person, paging.limit() + 1, now
    ))?;
    Ok(AskedAll { rows, limit: paging.limit() })
}

/// A programme by its name in addresses or identifier, if this actor may see it.
///
/// # Errors
/// 404 otherwise: a draft is nobody's business yet.
pub fn visible(tx: &mut Tx<'_>, who: &Actor, slug: &str) -> Result<ProgrammeHead> {
    let found = match find_by_slug(tx, slug)? {
        Some(id) => id,
        None => slug.parse().map_err(|_| Refusal::not_found())?,
    };
    let head = head(tx, found)?;
    if head.state == State::Draft
        && !crate::permissions::may_in(tx, who, &crate::permissions::SEE_DRAFTS, head.id)?
    {
        return Err(Refusal::not_found().into());
    }
    Ok(head)
}

/// Takes the programme for this transaction: everything else that changes it waits, and an edit of another revision is
/// refused. Returns the head with its new revision.
pub(crate) fn touch(tx: &mut Tx<'_>, id: Id<Programme>, expected: Option<i64>) -> Result<ProgrammeHead> {
    let touched = sql!(tx.exec(
        "UPDATE programmes SET revision = revision + 1 WHERE id = $1 AND (CAST($2 AS BIGINT) IS NULL OR revision = $2)",
        id, expected
    ))?;
    let head = head(tx, id)?;
    if touched == 0 { Err(Refused::Stale.into()) } else { Ok(head) }
}

/// A version of a charter.
///
/// # Errors
/// 404 when there is no such version.
pub fn charter_of(tx: &mut Tx<'_>, id: Id<Programme>, version: i64) -> Result<Charter> {
    let body: Option<serde_json::Value> = sql!(tx.opt(
        "SELECT body FROM programme_charters WHERE programme = $1 AND version = $2",
        id,
        version
    ))?;
    serde_json::from_value(body.ok_or_else(Refusal::not_found)?).map_err(unreadable)
}

pub(crate) fn keep_charter(
    tx: &mut Tx<'_>,
    id: Id<Programme>,
    version: i64,
    charter: &Charter,
    by: Option<Id<Person>>,
) -> Result<()> {
    let now = tx.now();
    let body = serde_json::to_value(charter).map_err(unreadable)?;
    let rooms = serde_json::to_value(charter.rooms()).map_err(unreadable)?;
    sql!(tx.exec(
        "INSERT INTO programme_charters (programme, version, body, written_at, written_by) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (programme, version) DO UPDATE SET
             body = excluded.body, written_at = excluded.written_at, written_by = excluded.written_by",
        id, version, body, now, by
    ))?;
    sql!(tx.exec(
        "UPDATE programmes SET version = $2, rooms = $3, owner = $4 WHERE id = $1",
        id,
        version,
        rooms,
        charter.owner
    ))?;
    Ok(())
}

/// What the gate needs to know beside the charter: where nobody is, whether the owner can act, and the day.
///
/// # Errors
/// The store's.
pub fn facts(tx: &mut Tx<'_>, head: &ProgrammeHead, charter: &Charter) -> Result<Facts> {
    let mut nobody_in = Vec::new();
    for (row, group) in charter.inside.iter().enumerate() {
        if !anybody(tx, group)? {
            nobody_in.push(row);
        }
    }
    let owner_can_act = match charter.owner {
        Some(owner) => people::actor(tx, owner, &Default::default())?.is_some(),
        None => false,
    };
    let zone = phase::zone(&head.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    Ok(Facts { nobody_in, owner_can_act, today: tx.now().to_jiff().to_zoned(zone).date() })
}

/// Whether a group inside holds somebody who can act: the named person, as one of the department, or anybody of it.
fn anybody(tx: &mut Tx<'_>, group: &Group) -> Result<bool> {
    if let Some(person) = group.person {
        let Some(actor) = people::actor(tx, person, &Default::default())? else { return Ok(false) };
        return Ok(match group.who {
            Who::Organisation(id) => people::organisations_of(tx, person)?.iter().any(|o| o.id == id),
            Who::Operators => actor.is(act::Role::Operator),
            _ => actor.is(act::Role::Staff),
        });
    }
    let some = match group.who {
        Who::Organisation(id) => people::members_of(tx, id, 1)?,
        Who::Operators => people::with_role(tx, act::Role::Operator, 1)?,
        _ => people::with_role(tx, act::Role::Staff, 1)?,
    };
    Ok(!some.is_empty())
}

/// Makes the charter's groups and named people live, in place of those of the version before.
pub(crate) fn enliven(
    tx: &mut Tx<'_>,
    id: Id<Programme>,
    charter: &Charter,
    by: Option<Id<Person>>,
) -> Result<()> {
    sql!(tx.exec("DELETE FROM programme_groups WHERE programme = $1", id))?;
    sql!(tx.exec(
        "UPDATE programme_parts SET came_by = 'charter-before' WHERE programme = $1 AND came_by = 'charter'",
        id
    ))?;
    let sides = [(true, &charter.inside), (false, &charter.outside)];
    for (inside, group) in
        sides.into_iter().flat_map(|(inside, groups)| groups.iter().map(move |g| (inside, g)))
    {
        match group.person {
            Some(person) => name_in(tx, id, person, group.part, by)?,
            None => {
                let group_id = tx.fresh::<Group>();
                sql!(tx.exec(
                    "INSERT INTO programme_groups (id, programme, inside, who, organisation, part)
                     VALUES ($1, $2, $3, $4, $5, $6)",
                    group_id,
                    id,
                    inside,
                    group.who.name(),
                    group.who.organisation(),
                    group.part
                ))?;
            }
        }
    }
    if let Some(owner) = charter.owner {
        name_in(tx, id, owner, Part::Owner, by)?;
    }
    sql!(tx.exec("DELETE FROM programme_parts WHERE programme = $1 AND came_by = 'charter-before'", id))?;
    Ok(())
}

fn name_in(
    tx: &mut Tx<'_>,
    id: Id<Programme>,
    person: Id<Person>,
    part: Part,
    by: Option<Id<Person>>,
) -> Result<()> {
    let now = tx.now();
    sql!(tx.exec(
        "INSERT INTO programme_parts (programme, person, part, came_by, since, by_person)
         VALUES ($1, $2, $3, 'charter', $4, $5)
         ON CONFLICT (programme, person, part) DO UPDATE SET came_by = 'charter'",
        id,
        person,
        part,
        now,
        by
    ))?;
    Ok(())
}

/// A live group of the charter in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LiveGroup {
    pub(crate) inside: bool,
    pub(crate) who: Who,
    pub(crate) part: Part,
}

impl FromRow for LiveGroup {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let (inside, name, organisation): (bool, String, Option<Id<people::Organisation>>) =
            (row.take()?, row.take()?, row.take()?);
        let who = match organisation {
            Some(id) => Ok(Who::Organisation(id)),
            None => name.parse().map_err(|problem| store::Error::Decode { column: 1, problem }),
        };
        Ok(Self { inside, who: who?, part: row.take()? })
    }
}

pub(crate) fn groups(tx: &mut Tx<'_>, id: Id<Programme>) -> Result<Vec<LiveGroup>> {
    Ok(sql!(tx.all(
        "SELECT inside, who, organisation, part FROM programme_groups WHERE programme = $1 ORDER BY id LIMIT 100",
        id
    ))?)
}

/// What a person is in a programme: named by its charter, joined, accepted, or by acting for one of its groups. The
/// owner of a draft is its owner already.
///
/// # Errors
/// The store's.
pub fn parts_of(tx: &mut Tx<'_>, person: Id<Person>, programme: Id<Programme>) -> Result<Vec<Part>> {
    let mut parts: Vec<Part> = sql!(tx.all(
        "SELECT part FROM programme_parts WHERE programme = $1 AND person = $2 AND came_by <> 'invited' LIMIT 10",
        programme, person
    ))?;
    let owned: Option<i64> =
        sql!(tx.opt("SELECT 1 FROM programmes WHERE id = $1 AND owner = $2", programme, person))?;
    if owned.is_some() {
        parts.push(Part::Owner);
    }
    let groups = groups(tx, programme)?;
    if groups.iter().any(|group| group.who.organisation().is_some()) {
        let acts_for: HashSet<_> = people::organisations_of(tx, person)?.into_iter().map(|o| o.id).collect();
        let theirs =
            groups.iter().filter(|group| group.who.organisation().is_some_and(|id| acts_for.contains(&id)));
        parts.extend(theirs.map(|group| group.part));
    }
    // The brand's own people are in by their role; everybody outside joins by themselves.
    if groups.iter().any(|group| group.inside && group.who.organisation().is_none())
        && let Some(actor) = people::actor(tx, person, &Default::default())?
    {
        let theirs = groups.iter().filter(|group| match group.who {
            Who::Staff => actor.is(act::Role::Staff),
            Who::Operators => actor.is(act::Role::Operator),
            _ => false,
        });
        parts.extend(theirs.map(|group| group.part));
    }
    parts.sort_unstable();
    parts.dedup();
    Ok(parts)
}

/// Whoever has a part in a programme, by name or by acting for a group that has it; each once, at most `limit`.
///
/// # Errors
/// The store's.
pub fn people_with(
    tx: &mut Tx<'_>,
    programme: Id<Programme>,
    part: Part,
    limit: i64,
) -> Result<Vec<Id<Person>>> {
    let limit = limit.max(0);
    let mut found: Vec<Id<Person>> = sql!(tx.all(
        "SELECT person FROM programme_parts WHERE programme = $1 AND part = $2 AND came_by <> 'invited'
         ORDER BY since, person LIMIT $3",
        programme,
        part,
        limit
    ))?;
    if part == Part::Owner {
        let owner: Option<Option<Id<Person>>> =
            sql!(tx.opt("SELECT owner FROM programmes WHERE id = $1", programme))?;
        found.extend(owner.flatten());
    }
    for group in groups(tx, programme)?.into_iter().filter(|group| group.part == part) {
        found.extend(match group.who {
            Who::Organisation(id) => people::members_of(tx, id, limit)?,
            Who::Staff if group.inside => people::with_role(tx, act::Role::Staff, limit)?,
            Who::Operators if group.inside => people::with_role(tx, act::Role::Operator, limit)?,
            _ => Vec::new(),
        });
    }
    let mut seen = HashSet::new();
    found.retain(|person| seen.insert(*person));
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(found)
}

/// Somebody who takes part by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Who.
    pub person: Id<Person>,
    /// As what.
    pub part: Part,
    /// `charter`, `joined`, `invited` or `accepted`.
    pub came_by: String,
    /// Since when.
    pub since: Timestamp,
}

impl FromRow for Participant {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self { person: row.take()?, part: row.take()?, came_by: row.take()?, since: row.take()? })
    }
}

/// Whoever takes part by name, latest first.
///
/// # Errors
/// 422 for a cursor that is not one of ours, and the store's.
pub fn participants(
    tx: &mut Tx<'_>,
    programme: Id<Programme>,
    paging: &Paging,
) -> Result<Paged<Participant>> {
    let (since, person, part) = paging.key::<(i64, Id<Person>, String)>()?.unwrap_or((
        i64::MAX,
        Id::from_raw(i64::MAX),
        String::new(),
    ));
    let rows: Vec<Participant> = sql!(tx.all(
        "SELECT person, part, came_by, since FROM programme_parts
         WHERE programme = $1 AND (since < $2 OR (since = $2 AND (person < $3 OR (person = $3 AND part > $4))))
         ORDER BY since DESC, person DESC, part LIMIT $5",
        programme, since, person, part, paging.limit() + 1
    ))?;
    Ok(Paged::of(rows, paging.limit(), |row| (row.since.as_micros(), row.person, row.part.to_string())))
}

/// How many people take part by name.
pub(crate) fn count_people(tx: &mut Tx<'_>, programme: Id<Programme>) -> Result<i64> {
    Ok(sql!(tx.one(
        "SELECT COUNT(DISTINCT person) FROM programme_parts WHERE programme = $1 AND came_by <> 'invited'",
        programme
    ))?)
}

/// Something that was decided about a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// When.
    pub at: Timestamp,
    /// By whom; nobody when they were erased.
    pub by: Option<Id<Person>>,
    /// `opened`, `amended`, `paused`, `resumed`, `extended`, `planned`, `closed`, `imported`, `owner-gone`.
    pub what: String,
    /// Why.
    pub reason: Option<String>,
    /// The version of the charter that it made.
    pub version: Option<i64>,
    /// What else is to be said: a phase and its dates.
    pub detail: Option<String>,
}

impl FromRow for Decision {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            at: row.take()?,
            by: row.take()?,
            what: row.take()?,
            reason: row.take()?,
            version: row.take()?,
            detail: row.take()?,
        })
    }
}

/// What was decided, latest first, at most 500.
///
/// # Errors
/// The store's.
pub fn decisions(tx: &mut Tx<'_>, programme: Id<Programme>) -> Result<Vec<Decision>> {
    Ok(sql!(tx.all(
        "SELECT at, by_person, what, reason, version, detail FROM programme_decisions
         WHERE programme = $1 ORDER BY id DESC LIMIT 500",
        programme
    ))?)
}

pub(crate) fn decide(
    tx: &mut Tx<'_>,
    head: &ProgrammeHead,
    by: Option<Id<Person>>,
    what: &'static str,
    reason: Option<&str>,
    version: Option<i64>,
    detail: Option<&str>,
) -> Result<()> {
    let (id, now) = (tx.fresh::<Decision>(), tx.now());
    sql!(tx.exec(
        "INSERT INTO programme_decisions (id, programme, at, by_person, what, reason, version, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        head.id,
        now,
        by,
        what,
        reason.map(str::to_owned),
        version,
        detail.map(str::to_owned)
    ))?;
    Ok(())
}

/// The programmes that grew from this one.
pub(crate) fn grown_into(tx: &mut Tx<'_>, id: Id<Programme>) -> Result<Vec<(String, String)>> {
    Ok(sql!(tx.all(
        "SELECT slug, title FROM programmes WHERE grown_from = $1 AND state <> 'draft' ORDER BY id LIMIT 50",
        id
    ))?)
}

/// How a person came to their named parts.
pub(crate) fn came_by(tx: &mut Tx<'_>, programme: Id<Programme>, person: Id<Person>) -> Result<Vec<String>> {
    Ok(sql!(tx.all(
        "SELECT came_by FROM programme_parts WHERE programme = $1 AND person = $2 LIMIT 10",
        programme,
        person
    ))?)
}

/// A programme as lines of JSON, each with its `kind`: the head first, then its charters, phases and decisions.
pub(crate) fn export(tx: &mut Tx<'_>, head: &ProgrammeHead) -> Result<Vec<serde_json::Value>> {
    let mut lines = vec![kinded("programme", head)?];
    for version in 1..=head.version {
        let charter = serde_json::to_value(charter_of(tx, head.id, version)?).map_err(unreadable)?;
        lines.push(serde_json::json!({ "kind": "charter", "version": version, "charter": charter }));
    }
    for phase in phases(tx, head)? {
        lines.push(kinded("phase", &phase)?);
    }
    let mut decided = decisions(tx, head.id)?;
    decided.reverse();
    for decision in decided {
        lines.push(serde_json::json!({
            "kind": "decision", "at": decision.at, "by": decision.by, "what": decision.what, "reason": decision.reason,
            "version": decision.version, "detail": decision.detail,
        }));
    }
    Ok(lines)
}

fn kinded(kind: &str, value: &impl serde::Serialize) -> Result<serde_json::Value> {
    let mut json = serde_json::to_value(value).map_err(unreadable)?;
    json["kind"] = kind.into();
    Ok(json)
}
