//! Finding, for programs.

use crate::{
    Progress,
    find::{Hit, Wanted, find},
};
use act::{Id, Person, Timestamp};
use axum::{Json, extract::Query};
use pieces::Piece;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Cursor, Cx, Problem, Visit};

pub(crate) fn routes() -> OpenApiRouter<Cx> {
    OpenApiRouter::new().routes(routes!(search))
}

/// What to look for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchAsked {
    /// Words, "phrases in quotation marks", -what-must-not-be-there. At most 32 words count.
    q: Option<String>,
    /// Pieces of this kind only.
    kind: Option<String>,
    /// Pieces of this programme only, by its name in addresses or identifier.
    programme: Option<String>,
    /// Texts in this language only, a primary BCP 47 tag.
    language: Option<String>,
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    after: Option<Cursor>,
    /// How many items, at most 100; 20 when not said.
    #[serde(default, deserialize_with = "web::page_size")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// Who made a piece that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchAuthor {
    /// The account; absent when the person was erased.
    #[schema(value_type = Option<String>)]
    person: Option<Id<Person>>,
    /// The name.
    name: String,
}

/// A part of a passage.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchWords {
    /// The words.
    text: String,
    /// Whether they were looked for.
    found: bool,
}

/// A piece that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchHit {
    /// The piece.
    #[schema(value_type = String, example = "0cz2m8q400001")]
    id: Id<Piece>,
    /// Its kind.
    kind: &'static str,
    /// Its title, or its first words.
    title: String,
    /// The words around what was found.
    passage: Vec<SearchWords>,
    /// Whether the passage is from a remark on the piece.
    remarked: bool,
    /// Its language, if known.
    language: Option<String>,
    /// Who made it, the writer first.
    authors: Vec<SearchAuthor>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// How it stands, if its kind has such a thing.
    status: Option<String>,
    /// Its page.
    path: String,
}

impl From<Hit> for SearchHit {
    fn from(hit: Hit) -> Self {
        let authors =
            hit.found.authors.iter().map(|by| SearchAuthor { person: by.person, name: by.name.clone() });
        Self {
            id: Id::from_raw(hit.found.id),
            kind: hit.kind,
            title: hit.found.title,
            passage: hit.passage.parts.into_iter().map(|(text, found)| SearchWords { text, found }).collect(),
            remarked: hit.remarked,
            language: hit.found.language,
            authors: authors.collect(),
            at: hit.found.at,
            status: hit.found.status.map(|status| status.name),
            path: hit.found.path,
        }
    }
}

/// How far finding is prepared.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchPreparing {
    /// Pieces that were looked at.
    done: i64,
    /// Pieces there are.
    of: i64,
}

/// A page of what was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchAnswer {
    /// The most relevant first: BM25 over title (three times), text and remarks (half); of two as relevant the newer.
    items: Vec<SearchHit>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    next: Option<Cursor>,
    /// Whether nothing has all of the words, and these have some of them.
    some_words: bool,
    /// Present while the index is being built: not everything is found yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    preparing: Option<SearchPreparing>,
}

/// Find pieces by their words.
#[utoipa::path(get, path = "/search", tag = "search", operation_id = "search", params(SearchAsked), responses(
    (status = 200, body = SearchAnswer),
    (status = 404, description = "No such programme", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A kind, language or cursor that is none", body = Problem, content_type = "application/problem+json")
))]
async fn search(visit: Visit, Query(asked): Query<SearchAsked>) -> Answer<Json<SearchAnswer>> {
    let limit = asked.limit.unwrap_or(20);
    let wanted = Wanted {
        q: asked.q,
        kind: asked.kind,
        programme: asked.programme,
        language: asked.language,
        after: asked.after,
    };
    let answered = find(&visit, wanted, limit).await?;
    let preparing = match answered.progress {
        Progress::Ready => None,
        Progress::Preparing { done, of } => Some(SearchPreparing { done, of }),
    };
    let next = answered.hits.next;
    let items = answered.hits.items.into_iter().map(SearchHit::from).collect();
    Ok(Json(SearchAnswer { items, next, some_words: answered.some, preparing }))
}
