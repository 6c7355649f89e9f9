//! The same acts as JSON.

use crate::{
    Asked, Charter, Edit, Extension, Missing, NewProgramme, Part, Phase, Planned, ProgrammeHead, RawCharter,
    Refused, Said, Slug, Standing, TemplateKind, add_phase, all, change_phase, charter, close, create, edit,
    extend, filled, invite, join, leave, open, participants, pause, phase, phases, resume, visible, with_ids,
    write_charter,
};
use act::{Id, Line, Person, Prose, Refusal, Result, Timestamp};
use axum::{
    Json,
    extract::{Path, Query},
};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Cx, Paged, Paging, Visit, choice, field};

pub(crate) fn routes() -> OpenApiRouter<Cx> {
    OpenApiRouter::new()
        .routes(routes!(list_programmes, create_programme))
        .routes(routes!(show_programme, edit_programme))
        .routes(routes!(show_charter, put_charter))
        .routes(routes!(open_programme))
        .routes(routes!(pause_programme))
        .routes(routes!(resume_programme))
        .routes(routes!(close_programme))
        .routes(routes!(list_phases, post_phase))
        .routes(routes!(patch_phase))
        .routes(routes!(extend_phase))
        .routes(routes!(join_programme, leave_programme))
        .routes(routes!(list_people, invite_person))
}

/// Which programmes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Those that stand so: `draft`, `open`, `paused` or `closed`.
    state: Option<Standing>,
    /// Those in which this room is switched on.
    room: Option<String>,
}

/// The programmes you may see, newest first.
#[utoipa::path(get, path = "/programmes", tag = "programmes", params(Which, Paging), responses((status = 200, body = Paged<ProgrammeHead>)))]
async fn list_programmes(
    visit: Visit,
    Query(which): Query<Which>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Paged<ProgrammeHead>>> {
    let asked = Asked { standing: which.state, room: which.room };
    Ok(Json(visit.read(move |tx, who| all(tx, who, &asked, &paging)).await?))
}

/// A programme to write down.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
struct Draft {
    /// Its title.
    title: String,
    /// What it asks.
    question: String,
    /// By what answers are judged.
    criteria: String,
    /// One of the five templates.
    template: String,
    /// Its name in addresses; made of the title when empty.
    slug: String,
    /// The IANA zone of its dates; yours when empty.
    zone: String,
    /// The programme it grows from: an identifier, or empty.
    grown_from: String,
    /// The charter to begin with; the template's when it is not sent.
    charter: Option<RawCharter>,
}

/// Writes a programme down as a draft, with its template's charter and phases.
#[utoipa::path(post, path = "/programmes", tag = "programmes", request_body = Draft, responses((status = 200, body = ProgrammeHead)))]
async fn create_programme(visit: Visit, Json(draft): Json<Draft>) -> Answer<Json<ProgrammeHead>> {
    let rooms = crate::pages::room_names(visit.cx.house());
    let new = parsed(&visit, &draft, &rooms)?;
    let begun = filled(&visit.tongue, new.template, &rooms, &new.zone, visit.tongue.now());
    let chartered = draft.charter.is_some();
    let head = visit
        .act(move |tx, who| {
            let mut new = new.clone();
            if !chartered {
                new.charter = begun.charter.clone();
            }
            new.phases = with_ids(tx, &begun.phases, &new.zone)?;
            create(tx, who, &new)
        })
        .await?;
    Ok(Json(head))
}

fn parsed(visit: &Visit, draft: &Draft, rooms: &[String]) -> Result<NewProgramme, Refusal> {
    let mut refusals = Vec::new();
    let title = field::<Line<160>>(&mut refusals, "title", &draft.title);
    let question = field::<Prose<600>>(&mut refusals, "question", &draft.question);
    let criteria = field::<Option<Prose<2000>>>(&mut refusals, "criteria", &draft.criteria);
    let template = choice::<TemplateKind>(&mut refusals, "template", &draft.template);
    let slug = match draft.slug.trim() {
        "" => None,
        raw => Slug::parse(raw).map_err(|refused| refusals.push(refused.into())).ok(),
    };
    let grown_from = match draft.grown_from.trim() {
        "" => None,
        raw => choice(&mut refusals, "grown_from", raw),
    };
    let zone = match draft.zone.trim() {
        "" => visit.tongue.zone().iana_name().unwrap_or("UTC").to_owned(),
        raw => raw.to_owned(),
    };
    if let Err(refused) = phase::zone(&zone) {
        refusals.push(refused.into());
    }
    let charter = match draft.charter.as_ref().map(|raw| raw.parse(rooms)).transpose() {
        Ok(charter) => charter.unwrap_or_default(),
        Err(refusal) => {
            refusals.extend(refusal.each().cloned());
            Charter::default()
        }
    };
    match (Refusal::all(refusals), title, question, criteria, template) {
        (None, Some(title), Some(question), Some(criteria), Some(template)) => Ok(NewProgramme {
            title,
            question,
            criteria,
            slug,
            template,
            zone,
            language: Some(visit.tongue.language().to_owned()),
            grown_from,
            charter,
            phases: Vec::new(),
        }),
        (refusal, ..) => Err(refusal.unwrap_or_else(Refusal::not_found)),
    }
}

/// One programme.
#[utoipa::path(get, path = "/programmes/{slug}", tag = "programmes", params(("slug" = String, Path)), responses((status = 200, body = ProgrammeHead)))]
async fn show_programme(visit: Visit, Path(slug): Path<String>) -> Answer<Json<ProgrammeHead>> {
    Ok(Json(visit.read(move |tx, who| visible(tx, who, &slug)).await?))
}

/// What of its words is changed; what is not sent stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = ProgrammeChange)]
struct Change {
    /// The revision you saw: another one is refused.
    revision: Option<i64>,
    /// Its title.
    title: Option<String>,
    /// What it asks.
    question: Option<String>,
    /// By what answers are judged; empty takes them away.
    criteria: Option<String>,
    /// Its name in addresses, while it is a draft.
    slug: Option<String>,
    /// The zone of its dates, while it is a draft.
    zone: Option<String>,
}

/// Changes its words.
#[utoipa::path(patch, path = "/programmes/{slug}", tag = "programmes", params(("slug" = String, Path)), request_body = Change, responses((status = 200, body = ProgrammeHead)))]
async fn edit_programme(
    visit: Visit,
    Path(slug): Path<String>,
    Json(change): Json<Change>,
) -> Answer<Json<ProgrammeHead>> {
    let mut refusals = Vec::new();
    let words = Edit {
        title: change.title.as_deref().and_then(|raw| field(&mut refusals, "title", raw)),
        question: change.question.as_deref().and_then(|raw| field(&mut refusals, "question", raw)),
        criteria: change.criteria.as_deref().and_then(|raw| field(&mut refusals, "criteria", raw)),
        slug: change
            .slug
            .as_deref()
            .and_then(|raw| Slug::parse(raw).map_err(|refused| refusals.push(refused.into())).ok()),
        zone: change.zone.clone(),
    };
    if let Some(refusal) = Refusal::all(refusals) {
        return Err(refusal.into());
    }
    let head = visit
        .act(move |tx, who| {
            let id = visible(tx, who, &slug)?.id;
            edit(tx, who, id, change.revision, &words)
        })
        .await?;
    Ok(Json(head))
}

/// A charter, and what keeps it from opening.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
struct CharterShown {
    /// The version shown.
    version: i64,
    /// The revision of the programme, to be named in an edit.
    revision: i64,
    /// The charter.
    charter: RawCharter,
    /// What is missing, each as a message's key with the field it is about.
    missing: Vec<MissingShown>,
}

/// One thing that keeps a programme from opening.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
struct MissingShown {
    /// The field of the charter.
    field: String,
    /// What is missing, in your language.
    detail: String,
    /// The message's key.
    key: String,
}

/// The charter in force, or being drafted.
#[utoipa::path(get, path = "/programmes/{slug}/charter", tag = "programmes", params(("slug" = String, Path)), responses((status = 200, body = CharterShown)))]
async fn show_charter(visit: Visit, Path(slug): Path<String>) -> Answer<Json<CharterShown>> {
    let (head, looked) = visit
        .read(move |tx, who| {
            let head = visible(tx, who, &slug)?;
            let looked = charter(tx, &head)?;
            Ok((head, looked))
        })
        .await?;
    let shown = |missing: &Missing| {
        let row = match missing {
            Missing::Nobody { row } | Missing::Answer { row } => row + 1,
            _ => 0,
        };
        let detail = visit.tongue.say(missing.key()).arg("row", row).to_string();
        MissingShown { field: missing.field(), detail, key: missing.key() }
    };
    Ok(Json(CharterShown {
        version: head.version,
        revision: head.revision,
        charter: RawCharter::of(&looked.charter),
        missing: looked.missing.iter().map(shown).collect(),
    }))
}

/// A charter to keep.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
struct CharterSent {
    /// The revision you saw: another one is refused.
    revision: Option<i64>,
    /// Why, once the programme is open.
    #[serde(default)]
    reason: String,
    /// The whole charter.
    charter: RawCharter,
}

/// Keeps the charter; once the programme is open, as an amendment.
#[utoipa::path(put, path = "/programmes/{slug}/charter", tag = "programmes", params(("slug" = String, Path)), request_body = CharterSent, responses((status = 200, body = ProgrammeHead)))]
async fn put_charter(
    visit: Visit,
    Path(slug): Path<String>,
    Json(sent): Json<CharterSent>,
) -> Answer<Json<ProgrammeHead>> {
    let charter = sent.charter.parse(&crate::pages::room_names(visit.cx.house()))?;
    let reason = Prose::<1000>::optional(&sent.reason).map_err(|fault| fault.refusal("reason"))?;
    let head = visit
        .act(move |tx, who| {
            let id = visible(tx, who, &slug)?.id;
            write_charter(tx, who, id, sent.revision, &charter, reason.as_ref())
        })
        .await?;
    Ok(Json(head))
}

/// A change of how a programme stands.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
struct Stand {
    /// The revision you saw: another one is refused.
    revision: Option<i64>,
    /// Why, or what is said at the end.
    said: String,
}

impl Stand {
    fn said(&self) -> Result<Said, Refusal> {
        Said::parse(&self.said).map_err(|fault| fault.refusal("said"))
    }
}

/// Opens a draft whose charter is complete.
#[utoipa::path(post, path = "/programmes/{slug}/open", tag = "programmes", params(("slug" = String, Path)), request_body = Stand, responses((status = 200, body = ProgrammeHead)))]
async fn open_programme(
    visit: Visit,
    Path(slug): Path<String>,
    Json(stand): Json<Stand>,
) -> Answer<Json<ProgrammeHead>> {
    let head = visit
        .act(move |tx, who| {
            let id = visible(tx, who, &slug)?.id;
            open(tx, who, id, stand.revision)
        })
        .await?;
    Ok(Json(head))
}

/// Pauses an open programme, with the reason.
#[utoipa::path(post, path = "/programmes/{slug}/pause", tag = "programmes", params(("slug" = String, Path)), request_body = Stand, responses((status = 200, body = ProgrammeHead)))]
async fn pause_programme(
    visit: Visit,
    Path(slug): Path<String>,
    Json(stand): Json<Stand>,
) -> Answer<Json<ProgrammeHead>> {
    let said = stand.said()?;
    let head = visit
        .act(move |tx, who| {
            let id = visible(tx, who, &slug)?.id;
            pause(tx, who, id, stand.revision, &said)
        })
        .await?;
    Ok(Json(head))
}

/// Lets a paused programme go on.
#[utoipa::path(post, path = "/programmes/{slug}/resume", tag = "programmes", params(("slug" = String, Path)), request_body = Stand, responses((status = 200, body = ProgrammeHead)))]
async fn resume_programme(
    visit: Visit,
    Path(slug): Path<String>,
    Json(stand): Json<Stand>,
) -> Answer<Json<ProgrammeHead>> {
    let head = visit
        .act(move |tx, who| {
            let id = visible(tx, who, &slug)?.id;
            resume(tx, who, id, stand.revision)
        })
        .await?;
    Ok(Json(head))
}

/// Ends a programme with a closing note; everything stays readable.
#[utoipa::path(post, path = "/programmes/{slug}/close", tag = "programmes", params(("slug" = String, Path)), request_body = Stand, responses((status = 200, body = ProgrammeHead)))]
async fn close_programme(
    visit: Visit,
    Path(slug): Path<String>,
    Json(stand): Json<Stand>,
) -> Answer<Json<ProgrammeHead>> {
    let said = stand.said()?;
    let head = visit
        .act(move |tx, who| {
            let id = visible(tx, who, &slug)?.id;
            close(tx, who, id, stand.revision, &said)
        })
        .await?;
    Ok(Json(head))
}

/// The phases, in order.
#[utoipa::path(get, path = "/programmes/{slug}/phases", tag = "programmes", params(("slug" = String, Path)), responses((status = 200, body = Vec<Phase>)))]
async fn list_phases(visit: Visit, Path(slug): Path<String>) -> Answer<Json<Vec<Phase>>> {
    let plan = visit
        .read(move |tx, who| {
            let head = visible(tx, who, &slug)?;
            phases(tx, &head)
        })
        .await?;
    Ok(Json(plan))
}

/// A phase to plan.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
struct PhaseSent {
    /// The revision of the programme that you saw.
    revision: Option<i64>,
    /// What it is called.
    name: String,
    /// What it is for.
    purpose: String,
    /// The rooms that take posts in it.
    rooms: Vec<String>,
    /// When it begins, by the clocks of the programme's zone: `2026-06-01T09:00`.
    from: String,
    /// When it ends.
    until: String,
}

impl PhaseSent {
    fn parse(&self, rooms: &[String]) -> Result<Planned, Refusal> {
        let mut refusals = Vec::new();
        let name = field::<Line<80>>(&mut refusals, "name", &self.name);
        let purpose = field::<Option<Prose<600>>>(&mut refusals, "purpose", &self.purpose);
        let mut time = |name: &'static str, raw: &str| {
            phase::local_time(raw).map_err(|refused: Refused| refusals.push(refused.at(name))).ok()
        };
        let (from, until) = (time("from", &self.from), time("until", &self.until));
        if self.rooms.iter().any(|room| !rooms.contains(room)) {
            refusals.push(Refusal::field("rooms", "refused-choice"));
        }
        match (Refusal::all(refusals), name, purpose, from, until) {
            (None, Some(name), Some(purpose), Some(from), Some(until)) => {
                Ok(Planned { name, purpose, rooms: self.rooms.clone(), from, until })
            }
            (refusal, ..) => Err(refusal.unwrap_or_else(|| Refused::NoSuchTime.into())),
        }
    }
}

/// Adds a phase.
#[utoipa::path(post, path = "/programmes/{slug}/phases", tag = "programmes", params(("slug" = String, Path)), request_body = PhaseSent, responses((status = 200, body = Phase)))]
async fn post_phase(
    visit: Visit,
    Path(slug): Path<String>,
    Json(sent): Json<PhaseSent>,
) -> Answer<Json<Phase>> {
    let planned = sent.parse(&crate::pages::room_names(visit.cx.house()))?;
    let phase = visit
        .act(move |tx, who| {
            let id = visible(tx, who, &slug)?.id;
            add_phase(tx, who, id, sent.revision, &planned)
        })
        .await?;
    Ok(Json(phase))
}

/// Changes a phase that has not begun, or the words of one that has.
#[utoipa::path(patch, path = "/programmes/{slug}/phases/{phase}", tag = "programmes", params(("slug" = String, Path), ("phase" = String, Path)), request_body = PhaseSent, responses((status = 200, body = Phase)))]
async fn patch_phase(
    visit: Visit,
    Path((slug, which)): Path<(String, Id<Phase>)>,
    Json(sent): Json<PhaseSent>,
) -> Answer<Json<Phase>> {
    let planned = sent.parse(&crate::pages::room_names(visit.cx.house()))?;
    let phase = visit
        .act(move |tx, who| {
            let id = visible(tx, who, &slug)?.id;
            change_phase(tx, who, id, which, sent.revision, &planned)
        })
        .await?;
    Ok(Json(phase))
}

/// A later end for a phase.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
struct ExtensionSent {
    /// The revision of the programme that you saw.
    revision: Option<i64>,
    /// The new end, by the clocks of the programme's zone.
    until: String,
    /// Why; everybody in it is told.
    reason: String,
    /// Whether the phases after it move by as much.
    move_others: bool,
}

/// Lets a phase end later.
#[utoipa::path(post, path = "/programmes/{slug}/phases/{phase}/extend", tag = "programmes", params(("slug" = String, Path), ("phase" = String, Path)), request_body = ExtensionSent, responses((status = 200, body = Phase)))]
async fn extend_phase(
    visit: Visit,
    Path((slug, which)): Path<(String, Id<Phase>)>,
    Json(sent): Json<ExtensionSent>,
) -> Answer<Json<Phase>> {
    let until = phase::local_time(&sent.until).map_err(|refused| refused.at("until"))?;
    let reason = Said::parse(&sent.reason).map_err(|fault| fault.refusal("reason"))?;
    let extension = Extension { until, reason, move_others: sent.move_others };
    let phase = visit
        .act(move |tx, who| {
            let id = visible(tx, who, &slug)?.id;
            extend(tx, who, id, which, sent.revision, &extension)
        })
        .await?;
    Ok(Json(phase))
}

/// Joins as a contributor, or accepts an invitation.
#[utoipa::path(put, path = "/programmes/{slug}/membership", tag = "programmes", params(("slug" = String, Path)), responses((status = 200, body = ProgrammeHead)))]
async fn join_programme(visit: Visit, Path(slug): Path<String>) -> Answer<Json<ProgrammeHead>> {
    let head = visit
        .act(move |tx, who| {
            let id = visible(tx, who, &slug)?.id;
            join(tx, who, id)
        })
        .await?;
    Ok(Json(head))
}

/// Leaves, or declines an invitation.
#[utoipa::path(delete, path = "/programmes/{slug}/membership", tag = "programmes", params(("slug" = String, Path)), responses((status = 200)))]
async fn leave_programme(visit: Visit, Path(slug): Path<String>) -> Answer<Json<()>> {
    visit
        .act(move |tx, who| {
            let id = visible(tx, who, &slug)?.id;
            leave(tx, who, id)
        })
        .await?;
    Ok(Json(()))
}

/// Somebody who takes part by name.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
struct ParticipantShown {
    /// Who.
    #[schema(value_type = String)]
    person: Id<Person>,
    /// Their name.
    name: String,
    /// As what.
    part: Part,
    /// `charter`, `joined` or `accepted`.
    came_by: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
}

/// Whoever takes part by name, latest first.
#[utoipa::path(get, path = "/programmes/{slug}/people", tag = "programmes", params(("slug" = String, Path), Paging), responses((status = 200, body = Paged<ParticipantShown>)))]
async fn list_people(
    visit: Visit,
    Path(slug): Path<String>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Paged<ParticipantShown>>> {
    let (mut page, known) = visit
        .read(move |tx, who| {
            let head = visible(tx, who, &slug)?;
            let page = participants(tx, head.id, &paging)?;
            let ids: Vec<_> = page.items.iter().map(|one| one.person).collect();
            Ok((page, people::bylines(tx, &ids)?))
        })
        .await?;
    page.items.retain(|one| one.came_by != "invited");
    Ok(Json(page.map(|one| ParticipantShown {
        person: one.person,
        name: known.get(&one.person).map_or_else(String::new, |byline| byline.name.clone()),
        part: one.part,
        came_by: one.came_by,
        since: one.since,
    })))
}

/// An invitation.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
struct Invitation {
    /// Who.
    #[schema(value_type = String)]
    person: Id<Person>,
    /// As what.
    part: Part,
}

/// Invites somebody to a part.
#[utoipa::path(post, path = "/programmes/{slug}/people", tag = "programmes", params(("slug" = String, Path)), request_body = Invitation, responses((status = 200)))]
async fn invite_person(
    visit: Visit,
    Path(slug): Path<String>,
    Json(sent): Json<Invitation>,
) -> Answer<Json<()>> {
    visit
        .act(move |tx, who| {
            let id = visible(tx, who, &slug)?.id;
            invite(tx, who, id, sent.person, sent.part)
        })
        .await?;
    Ok(Json(()))
}
