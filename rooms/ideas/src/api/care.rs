//! Status, promises, the queue, the journal, categories and partners.

use super::board::{IdeaAuthor, IdeaOut, programme_of};
use crate::{
    Category, Ground, Idea, Status, StepView,
    categories::{self, CategoryView, NewCategory},
    journal,
    merge::Reason,
    move_on::{self, Move},
    partner::{self, PromiseView},
    steps as steps_of,
};
use act::{Id, Line, Person, Timestamp};
use axum::{
    Json,
    extract::{Path, Query},
};
use http::StatusCode;
use pieces::{Body, Piece, Title};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Cursor, Paged, Paging, Visit};

/// Where an idea goes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct StepIn {
    /// How it stands from now on.
    status: Status,
    /// How it stood when this was written; another state meanwhile refuses it.
    expected: Option<Status>,
    /// What everybody is told.
    #[schema(value_type = String, max_length = 4000)]
    note: Reason,
    /// Why it cannot be done; needed for that outcome.
    ground: Option<Ground>,
    /// Where the outcome can be seen; needed for `exists-already`.
    #[schema(example = "https://brand.example/repairs")]
    link: Option<String>,
}

/// The steps of an idea with their public notes, the latest first
#[utoipa::path(get, path = "/ideas/{id}/status", tag = "ideas", params(("id" = String, Path)), responses((status = 200, body = Vec<StepView>)))]
pub(crate) async fn steps(visit: Visit, Path(id): Path<Id<Idea>>) -> Answer<Json<Vec<StepView>>> {
    let found = visit.read(move |tx, who| {
        crate::card(tx, who, id)?;
        steps_of::steps(tx, id)
    });
    Ok(Json(found.await?))
}

/// Move an idea on, with a public note
#[utoipa::path(post, path = "/ideas/{id}/status", tag = "ideas", params(("id" = String, Path)), request_body = StepIn, responses((status = 204)))]
pub(crate) async fn move_on(
    visit: Visit,
    Path(id): Path<Id<Idea>>,
    Json(sent): Json<StepIn>,
) -> Answer<StatusCode> {
    let to = Move {
        to: sent.status,
        expected: sent.expected,
        note: sent.note,
        ground: sent.ground,
        link: sent.link,
    };
    visit.act(move |tx, who| move_on::move_on(tx, who, id, &to)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A promise to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct PromiseIn {
    /// By when.
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
    /// What.
    #[schema(value_type = String, max_length = 4000)]
    words: Reason,
}

/// The promises about an idea, the latest first
#[utoipa::path(get, path = "/ideas/{id}/promises", tag = "ideas", params(("id" = String, Path)), responses((status = 200, body = Vec<PromiseView>)))]
pub(crate) async fn promises(visit: Visit, Path(id): Path<Id<Idea>>) -> Answer<Json<Vec<PromiseView>>> {
    let found = visit.read(move |tx, who| {
        crate::card(tx, who, id)?;
        partner::promises(tx, id)
    });
    Ok(Json(found.await?))
}

/// Promise, with a name and a date, to look at an idea
#[utoipa::path(post, path = "/ideas/{id}/promises", tag = "ideas", params(("id" = String, Path)), request_body = PromiseIn, responses((status = 204)))]
pub(crate) async fn promise(
    visit: Visit,
    Path(id): Path<Id<Idea>>,
    Json(sent): Json<PromiseIn>,
) -> Answer<StatusCode> {
    visit.act(move |tx, who| partner::promise(tx, who, id, sent.due_at, &sent.words)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which part of the queue.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QueueAsked {
    /// Ideas of this category.
    #[param(value_type = Option<String>)]
    category: Option<Id<Category>>,
    /// Those that were read; those that were not when absent.
    #[serde(default)]
    read: bool,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    after: Option<Cursor>,
    /// How many, at most 100; 20 when not said.
    #[serde(default, deserialize_with = "web::page_size")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// An idea in one's queue.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitingIdea {
    /// The idea.
    idea: IdeaOut,
    /// By when its category promises an answer.
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
    /// When one read it.
    #[schema(value_type = Option<String>, format = DateTime)]
    read_at: Option<Timestamp>,
}

/// The queue of an idea partner: what is unread in their categories, the oldest promise first
#[utoipa::path(get, path = "/ideas/queue", tag = "ideas", params(QueueAsked), responses((status = 200, body = Paged<WaitingIdea>)))]
pub(crate) async fn queue(visit: Visit, Query(asked): Query<QueueAsked>) -> Answer<Json<Paged<WaitingIdea>>> {
    let limit = asked.limit.unwrap_or(20);
    let page = visit.read(move |tx, who| {
        partner::queue(tx, who, asked.category, asked.read, asked.after.as_ref(), limit)
    });
    let out = |one: partner::Waiting| WaitingIdea {
        idea: one.card.into(),
        due_at: one.due_at,
        read_at: one.read_at,
    };
    Ok(Json(page.await?.map(out)))
}

/// Whether an idea is read.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct IdeaReadIn {
    /// True when it is, false to make it unread again.
    read: bool,
}

/// Mark an idea in one's queue as read, or as unread again
#[utoipa::path(post, path = "/ideas/{id}/read", tag = "ideas", params(("id" = String, Path)), request_body = IdeaReadIn, responses((status = 204)))]
pub(crate) async fn read(
    visit: Visit,
    Path(id): Path<Id<Idea>>,
    Json(sent): Json<IdeaReadIn>,
) -> Answer<StatusCode> {
    visit.act(move |tx, who| partner::mark_read(tx, who, id, sent.read)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Somebody whose words are in an entry.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NamedIn {
    /// Who.
    person: IdeaAuthor,
    /// How: `author`, `merged`, `ancestor`, `credited`, `carried`.
    part: String,
}

/// An entry of the journal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JournalEntry {
    /// The entry.
    #[schema(value_type = String)]
    id: Id<Piece>,
    /// The idea it came from.
    #[schema(value_type = String)]
    idea: Id<Idea>,
    /// Its title.
    title: Option<String>,
    /// Its words, CommonMark.
    body: String,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Paths of its photographs.
    pictures: Vec<String>,
    /// Everybody whose words are in it.
    people: Vec<NamedIn>,
}

impl From<journal::Entry> for JournalEntry {
    fn from(entry: journal::Entry) -> Self {
        let named =
            |(byline, part): &(web::Byline, String)| NamedIn { person: byline.into(), part: part.clone() };
        Self {
            id: entry.head.id,
            idea: entry.idea,
            at: entry.at,
            pictures: entry.pictures.iter().map(|picture| picture.path("full")).collect(),
            people: entry.people.iter().map(named).collect(),
            title: entry.head.title,
            body: entry.head.body,
        }
    }
}

/// The journal “in action”, the latest entry first
#[utoipa::path(get, path = "/in-action", tag = "ideas", params(Paging), responses((status = 200, body = Paged<JournalEntry>)))]
pub(crate) async fn journal(visit: Visit, Query(paging): Query<Paging>) -> Answer<Json<Paged<JournalEntry>>> {
    let page = visit.read(move |tx, who| journal::journal(tx, who, paging.after.as_ref(), paging.limit()));
    Ok(Json(page.await?.map(JournalEntry::from)))
}

/// An entry to be written.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct JournalIn {
    /// Its title.
    #[schema(value_type = String, max_length = 255)]
    title: Title,
    /// What was made.
    #[schema(value_type = String, max_length = 32000)]
    body: Body,
}

/// Write down what came of an idea; everybody whose words are in it is named and told
#[utoipa::path(post, path = "/ideas/{id}/in-action", tag = "ideas", params(("id" = String, Path)), request_body = JournalIn, responses((status = 201, body = JournalEntry)))]
pub(crate) async fn write_journal(
    visit: Visit,
    Path(id): Path<Id<Idea>>,
    Json(sent): Json<JournalIn>,
) -> Answer<(StatusCode, Json<JournalEntry>)> {
    let entry = visit.act(move |tx, who| journal::write(tx, who, id, &sent.title, &sent.body)).await?;
    let written = visit.read(move |tx, who| journal::entry(tx, who, entry)).await?;
    Ok((StatusCode::CREATED, Json(written.into())))
}

/// A category to be kept.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct CategoryIn {
    /// Its name in addresses; that of a category which is there changes that one.
    #[schema(example = "repairs")]
    slug: String,
    /// Its title.
    #[schema(value_type = String, max_length = 80)]
    title: Line<80>,
    /// Days in which its partners promise to read an idea; 0 promises nothing.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 365)]
    answer_days: i64,
    /// Whether nothing new is put under it.
    #[serde(default)]
    retired: bool,
}

/// The categories of a programme
#[utoipa::path(get, path = "/programmes/{slug}/categories", tag = "ideas", params(("slug" = String, Path)), responses((status = 200, body = Vec<CategoryView>)))]
pub(crate) async fn categories(visit: Visit, Path(name): Path<String>) -> Answer<Json<Vec<CategoryView>>> {
    let found = visit.read(move |tx, who| {
        let programme = programme_of(tx, who, &name)?;
        categories::categories(tx, programme, true)
    });
    Ok(Json(found.await?))
}

/// Make a category of a programme, or change one
#[utoipa::path(put, path = "/programmes/{slug}/categories", tag = "ideas", params(("slug" = String, Path)), request_body = CategoryIn, responses((status = 200, body = CategoryView)))]
pub(crate) async fn keep_category(
    visit: Visit,
    Path(name): Path<String>,
    Json(sent): Json<CategoryIn>,
) -> Answer<Json<CategoryView>> {
    let kept = visit.act(move |tx, who| {
        let programme = programme_of(tx, who, &name)?;
        let new = NewCategory {
            slug: sent.slug.clone(),
            title: sent.title.clone(),
            answer_days: sent.answer_days,
            retired: sent.retired,
        };
        let id = categories::keep_category(tx, who, programme, &new)?;
        categories::category(tx, id)
    });
    Ok(Json(kept.await?))
}

/// Who is an idea partner.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct PartnerIn {
    /// The person.
    #[schema(value_type = String)]
    person: Id<Person>,
    /// Whether they are one from now on.
    appointed: bool,
}

/// Make a person an idea partner of a category, or end it
#[utoipa::path(put, path = "/categories/{id}/partners", tag = "ideas", params(("id" = String, Path)), request_body = PartnerIn, responses((status = 204)))]
pub(crate) async fn appoint(
    visit: Visit,
    Path(id): Path<Id<Category>>,
    Json(sent): Json<PartnerIn>,
) -> Answer<StatusCode> {
    visit.act(move |tx, who| categories::appoint(tx, who, id, sent.person, sent.appointed)).await?;
    Ok(StatusCode::NO_CONTENT)
}
