//! Listing, sharing, reading and voting.

use crate::{
    Audience, Card, Category, Idea, NewIdea, Order, Score, Status, Weight,
    alike::{self, Alike},
    change::{self, Change},
    list::{self, Filter},
    mine::{self, Mine},
    post,
    settings::{self, Rules},
};
use act::{Actor, Id, Person, Refusal, Result, Timestamp, Tx, Voice};
use axum::{
    Json,
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use pieces::{Body, Title};
use programmes::Programme;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Answer, Cursor, Paged, Problem, Visit};

/// Who made an idea.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IdeaAuthor {
    /// The account; absent when the person was erased.
    #[schema(value_type = Option<String>)]
    person: Option<Id<Person>>,
    /// The name.
    name: String,
    /// As what they speak.
    voice: Voice,
}

impl From<&web::Byline> for IdeaAuthor {
    fn from(by: &web::Byline) -> Self {
        Self { person: by.person, name: by.name.clone(), voice: by.voice }
    }
}

/// A category by its name in addresses.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IdeaCategory {
    /// Its identifier.
    #[schema(value_type = String)]
    id: Id<Category>,
    /// Its name in addresses.
    slug: String,
    /// Its title.
    title: String,
}

/// An idea as the asker sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IdeaOut {
    /// The idea.
    #[schema(value_type = String, example = "0cz2m8q400001")]
    id: Id<Idea>,
    /// Where it belongs.
    #[schema(value_type = String)]
    programme: Id<Programme>,
    /// Its title.
    title: Option<String>,
    /// Its words, CommonMark.
    body: String,
    /// Its language, if known.
    language: Option<String>,
    /// How it stands.
    status: Status,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    status_at: Timestamp,
    /// When it was shared.
    #[schema(value_type = String, format = DateTime)]
    created: Timestamp,
    /// How it is counted; absent while it needs eyes and the asker has not voted.
    score: Option<Score>,
    /// The asker's own vote: −1, 0 or 1.
    my_vote: i64,
    /// Whether it stands in the public orders.
    ranked: bool,
    /// Who sees it.
    visibility: pieces::Visibility,
    /// The revision of its words, to change them.
    revision: i64,
    /// Remarks that everybody who sees it reads.
    comments: i64,
    /// Those who follow it.
    followers: i64,
    /// Support counted elsewhere, without names; never part of the points.
    supports_elsewhere: i64,
    /// The idea it lives on in.
    #[schema(value_type = Option<String>)]
    merged_into: Option<Id<Idea>>,
    /// Its categories.
    categories: Vec<IdeaCategory>,
    /// Who made it, the writer first.
    authors: Vec<IdeaAuthor>,
}

impl From<Card> for IdeaOut {
    fn from(card: Card) -> Self {
        Self {
            id: card.line.id,
            programme: card.line.programme,
            status: card.line.status,
            status_at: card.line.status_at,
            created: card.line.created,
            score: (!card.line.blind).then_some(card.line.score),
            my_vote: card.line.score.mine,
            ranked: card.line.ranked,
            visibility: card.head.visibility,
            revision: card.head.revision,
            comments: card.head.comments,
            followers: card.head.followers,
            supports_elsewhere: card.line.supports_elsewhere,
            merged_into: card.line.merged_into,
            categories: card
                .line
                .categories
                .into_iter()
                .map(|(id, slug, title)| IdeaCategory { id, slug, title })
                .collect(),
            authors: card.head.authors.iter().map(IdeaAuthor::from).collect(),
            title: card.head.title,
            body: card.head.body,
            language: card.head.language,
        }
    }
}

/// Which ideas, in which order.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct IdeasAsked {
    /// The order; popular when not said.
    #[param(inline)]
    order: Option<Order>,
    /// A programme, by its name in addresses or identifier.
    programme: Option<String>,
    /// A category, by its identifier.
    #[param(value_type = Option<String>)]
    category: Option<Id<Category>>,
    /// Those that stand so.
    #[param(inline)]
    status: Option<Status>,
    /// Those in this language, a primary BCP 47 tag.
    language: Option<String>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    after: Option<Cursor>,
    /// How many, at most 100; 20 when not said.
    #[serde(default, deserialize_with = "web::page_size")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

pub(crate) fn programme_of(tx: &mut Tx<'_>, who: &Actor, name: &str) -> Result<Id<Programme>> {
    Ok(programmes::visible(tx, who, name)?.id)
}

/// Ideas in an order: popular, newest, all-time, needs-eyes
#[utoipa::path(get, path = "/ideas", tag = "ideas", params(IdeasAsked), responses((status = 200, body = Paged<IdeaOut>)))]
pub(crate) async fn list_ideas(
    visit: Visit,
    Query(asked): Query<IdeasAsked>,
) -> Answer<Json<Paged<IdeaOut>>> {
    let page = visit.read(move |tx, who| {
        let programme = asked.programme.as_deref().map(|name| programme_of(tx, who, name)).transpose()?;
        let (category, status, language) = (asked.category, asked.status, asked.language.clone());
        let filter = Filter { programme, category, status, language };
        let order = asked.order.unwrap_or(Order::Popular);
        let page = list::list(tx, who, order, &filter, asked.after.as_ref(), asked.limit.unwrap_or(20))?;
        Ok(Paged { items: crate::with_words(tx, who, page.items)?, next: page.next })
    });
    Ok(Json(page.await?.map(IdeaOut::from)))
}

/// An idea to be shared.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct IdeaIn {
    /// The programme, by its name in addresses or identifier.
    #[schema(example = "what-should-a-repair-feel-like")]
    programme: String,
    /// Its title, at most 255 characters.
    #[schema(value_type = String, max_length = 255, example = "Waxed thread in a different colour")]
    title: Title,
    /// What its author has in mind, at most 32,000 characters.
    #[schema(value_type = String, max_length = 32000)]
    body: Body,
    /// One to three categories of the programme, if it has any.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    categories: Vec<Id<Category>>,
    /// Its language; guessed when absent.
    language: Option<String>,
    /// Who sees it at first; everyone when absent.
    visibility: Option<Audience>,
    /// The idea it takes further.
    #[schema(value_type = Option<String>)]
    grown_from: Option<Id<Idea>>,
    /// People who are asked to be its authors too.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    coauthors: Vec<Id<Person>>,
    /// Likely duplicates that its author was shown: the identifiers of a refusal `ideas-alike`.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    seen: Vec<Id<Idea>>,
}

/// What was shared.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IdeaMade {
    /// The idea.
    #[schema(value_type = String)]
    id: Id<Idea>,
}

/// The refusal of an idea whose likely duplicates its author has not been shown.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AlikeProblem {
    /// The problem, RFC 9457.
    #[serde(flatten)]
    problem: Problem,
    /// Look at these; then send the same again with their identifiers as `seen`.
    candidates: Vec<Alike>,
}

fn alike_problem(visit: &Visit, error: &act::Error, candidates: Vec<Alike>) -> Option<Response> {
    let problem = Problem::new(&visit.tongue, error.refusal()?, "");
    let mut response = (StatusCode::CONFLICT, Json(AlikeProblem { problem, candidates })).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Some(response)
}

/// Share an idea, once its author has seen which others say something like it
#[utoipa::path(post, path = "/ideas", tag = "ideas", request_body = IdeaIn, responses(
    (status = 201, body = IdeaMade), (status = 409, description = "Others say something like it", body = AlikeProblem, content_type = "application/problem+json")))]
pub(crate) async fn post_idea(visit: Visit, Json(sent): Json<IdeaIn>) -> Answer<Response> {
    visit.actor.id()?;
    let again = sent.clone();
    let done = visit.act(move |tx, who| {
        let new = NewIdea {
            programme: programme_of(tx, who, &sent.programme)?,
            title: sent.title.clone(),
            body: sent.body.clone(),
            categories: sent.categories.clone(),
            language: sent.language.clone(),
            audience: sent.visibility.unwrap_or(Audience::Everyone),
            grown_from: sent.grown_from,
            coauthors: sent.coauthors.clone(),
            seen: sent.seen.clone(),
        };
        post::post(tx, who, &new)
    });
    match done.await {
        Ok(id) => {
            let location = (header::LOCATION, format!("/api/v1/ideas/{id}"));
            Ok((StatusCode::CREATED, [location], Json(IdeaMade { id })).into_response())
        }
        Err(error) if error.is("ideas-alike") => {
            let candidates = visit.read(move |tx, who| {
                let programme = programme_of(tx, who, &again.programme)?;
                let (title, body) = (again.title.as_str(), again.body.as_str());
                alike::alike(tx, who, programme, title, body, again.language.as_deref(), None)
            });
            let candidates = candidates.await?;
            alike_problem(&visit, &error, candidates).ok_or_else(|| error.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// What somebody is about to say.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AlikeAsked {
    /// The programme, by its name in addresses or identifier.
    programme: String,
    /// A title.
    #[serde(default)]
    title: String,
    /// A body.
    #[serde(default)]
    body: String,
}

/// Ideas that may say the same, the likeliest first
#[utoipa::path(get, path = "/ideas/alike", tag = "ideas", params(AlikeAsked), responses((status = 200, body = Vec<Alike>)))]
pub(crate) async fn alike(visit: Visit, Query(asked): Query<AlikeAsked>) -> Answer<Json<Vec<Alike>>> {
    let found = visit.read(move |tx, who| {
        let programme = programme_of(tx, who, &asked.programme)?;
        alike::alike(tx, who, programme, &asked.title, &asked.body, None, None)
    });
    Ok(Json(found.await?))
}

/// The figures that hold now: half-life, threshold, guaranteed views, points a vote is worth
#[utoipa::path(get, path = "/ideas/rules", tag = "ideas", responses((status = 200, body = Rules)))]
pub(crate) async fn rules(visit: Visit) -> Answer<Json<Rules>> {
    Ok(Json(visit.read(|tx, _| settings::rules(tx)).await?))
}

/// One's own ideas and votes
#[utoipa::path(get, path = "/ideas/mine", tag = "ideas", responses((status = 200, body = Mine)))]
pub(crate) async fn mine(visit: Visit) -> Answer<Json<Mine>> {
    let person = visit.actor.id()?;
    Ok(Json(visit.read(move |tx, _| mine::mine(tx, person)).await?))
}

/// One idea; a merged one says which it lives on in
#[utoipa::path(get, path = "/ideas/{id}", tag = "ideas", params(("id" = String, Path)), responses((status = 200, body = IdeaOut)))]
pub(crate) async fn get_idea(visit: Visit, Path(id): Path<Id<Idea>>) -> Answer<Json<IdeaOut>> {
    Ok(Json(visit.read(move |tx, who| crate::card(tx, who, id)).await?.into()))
}

/// What is to be changed of an idea; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct IdeaChange {
    /// A new title.
    #[schema(value_type = Option<String>, max_length = 255)]
    title: Option<Title>,
    /// New words.
    #[schema(value_type = Option<String>, max_length = 32000)]
    body: Option<Body>,
    /// The revision that was read; needed to change title or words.
    revision: Option<i64>,
    /// Why, for a steward who changes another's words.
    reason: Option<String>,
    /// New categories.
    #[schema(value_type = Option<Vec<String>>)]
    categories: Option<Vec<Id<Category>>>,
    /// Its language.
    language: Option<String>,
}

/// Change an idea's words, categories or language
#[utoipa::path(patch, path = "/ideas/{id}", tag = "ideas", params(("id" = String, Path)), request_body = IdeaChange, responses((status = 200, body = IdeaOut)))]
pub(crate) async fn change_idea(
    visit: Visit,
    Path(id): Path<Id<Idea>>,
    Json(sent): Json<IdeaChange>,
) -> Answer<Json<IdeaOut>> {
    let done = visit.act(move |tx, who| {
        let change = Change {
            title: sent.title.clone(),
            body: sent.body.clone(),
            revision: sent.revision,
            reason: sent.reason.clone(),
            categories: sent.categories.clone(),
            language: sent.language.clone(),
        };
        change::change(tx, who, id, &change)
    });
    done.await?;
    Ok(Json(visit.read(move |tx, who| crate::card(tx, who, id)).await?.into()))
}

/// A vote to be cast.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct IdeaVote {
    /// 1 for, -1 against, 0 taken back.
    #[schema(value_type = i64, minimum = -1, maximum = 1, example = 1)]
    weight: Weight,
}

/// Vote on an idea, change the vote, or take it back
#[utoipa::path(put, path = "/ideas/{id}/vote", tag = "ideas", params(("id" = String, Path)), request_body = IdeaVote, responses(
    (status = 200, body = Score), (status = 409, description = "One's own idea, one that takes no votes, or one that lives on in another (`instead` says where)", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn vote(
    visit: Visit,
    Path(id): Path<Id<Idea>>,
    Json(vote): Json<IdeaVote>,
) -> Answer<Json<Score>> {
    Ok(Json(visit.act(move |tx, who| crate::vote::vote(tx, who, id, vote.weight)).await?))
}

/// Likely duplicates that were looked at.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub(crate) struct IdeasSeen {
    /// Their identifiers.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    seen: Vec<Id<Idea>>,
}

/// Show an idea to everybody that few have seen until now
#[utoipa::path(post, path = "/ideas/{id}/publish", tag = "ideas", params(("id" = String, Path)), request_body = IdeasSeen, responses(
    (status = 204), (status = 409, description = "Others say something like it", body = AlikeProblem, content_type = "application/problem+json")))]
pub(crate) async fn publish(
    visit: Visit,
    Path(id): Path<Id<Idea>>,
    Json(sent): Json<IdeasSeen>,
) -> Answer<Response> {
    match visit.act(move |tx, who| post::publish(tx, who, id, &sent.seen)).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) if error.is("ideas-alike") => {
            let candidates = visit.read(move |tx, who| {
                let head = pieces::head(tx, who, id.cast())?;
                let title = head.title.as_deref().unwrap_or_default();
                alike::alike(tx, who, head.programme, title, &head.body, head.language.as_deref(), Some(id))
            });
            let candidates = candidates.await?;
            alike_problem(&visit, &error, candidates).ok_or_else(|| error.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// What goes with joining an idea.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub(crate) struct IdeaJoined {
    /// What one had to say, as a comment there.
    #[serde(default)]
    body: String,
}

/// “It is the same”: vote for an idea and say what one had in mind there
#[utoipa::path(post, path = "/ideas/{id}/join", tag = "ideas", params(("id" = String, Path)), request_body = IdeaJoined, responses((status = 200, body = Score)))]
pub(crate) async fn join(
    visit: Visit,
    Path(id): Path<Id<Idea>>,
    Json(sent): Json<IdeaJoined>,
) -> Answer<Json<Score>> {
    let words = act::Prose::optional(&sent.body).map_err(|fault| -> Refusal { fault.refusal("body") })?;
    Ok(Json(visit.act(move |tx, who| post::join(tx, who, id, words.as_ref())).await?))
}
