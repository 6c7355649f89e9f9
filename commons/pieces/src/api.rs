//! The same acts as JSON.

use crate::{
    Cast, Decision, Declaration, Declared, Derivation, Grounds, Head, Moderation, NewComment, Part, Piece,
    Predating, Revision, Talk, Visibility, Waiting,
};
use act::{Id, Person, Result, Timestamp, Voice};
use axum::{
    Json,
    extract::{Path, Query},
};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Cursor, Cx, Paged, Paging, Visit};

pub(crate) fn routes() -> OpenApiRouter<Cx> {
    OpenApiRouter::new()
        .routes(routes!(get_piece, revise))
        .routes(routes!(get_comments, add_comment))
        .routes(routes!(take_back))
        .routes(routes!(follow, unfollow))
        .routes(routes!(thank, unthank))
        .routes(routes!(vote))
        .routes(routes!(report))
        .routes(routes!(get_thread))
        .routes(routes!(get_revisions))
        .routes(routes!(get_credits, declare))
        .routes(routes!(sign))
        .routes(routes!(get_predating, predates))
        .routes(routes!(invite))
        .routes(routes!(answer_invitation))
        .routes(routes!(leave))
        .routes(routes!(moderate))
        .routes(routes!(appeal))
        .routes(routes!(decide_appeal))
        .routes(routes!(get_waiting))
}

/// Who made something.
#[derive(Debug, Serialize, ToSchema)]
struct Author {
    /// The account; absent when the person was erased.
    #[schema(value_type = Option<String>)]
    person: Option<Id<Person>>,
    /// The name.
    name: String,
    /// As what they speak.
    voice: Voice,
}

/// A piece.
#[derive(Debug, Serialize, ToSchema)]
struct PieceOut {
    #[schema(value_type = String)]
    id: Id<Piece>,
    kind: String,
    #[schema(value_type = String)]
    programme: Id<programmes::Programme>,
    #[schema(value_type = Option<String>)]
    about: Option<Id<Piece>>,
    #[schema(value_type = Option<String>)]
    parent: Option<Id<Piece>>,
    title: Option<String>,
    body: String,
    language: Option<String>,
    visibility: Visibility,
    moderation: Moderation,
    internal: bool,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
    revision: i64,
    comments: i64,
    up: i64,
    down: i64,
    voters: i64,
    followers: i64,
    thanks: i64,
    #[schema(value_type = Option<String>)]
    merged_into: Option<Id<Piece>>,
    authors: Vec<Author>,
}

impl From<Head> for PieceOut {
    fn from(head: Head) -> Self {
        let author = |by: web::Byline| Author { person: by.person, name: by.name, voice: by.voice };
        Self {
            id: head.id,
            kind: head.kind,
            programme: head.programme,
            about: head.about,
            parent: head.parent,
            title: head.title,
            body: head.body,
            language: head.language,
            visibility: head.visibility,
            moderation: head.moderation,
            internal: head.internal,
            at: head.at,
            changed_at: head.changed_at,
            revision: head.revision,
            comments: head.comments,
            up: head.up,
            down: head.down,
            voters: head.voters,
            followers: head.followers,
            thanks: head.thanks,
            merged_into: head.merged_into,
            authors: head.authors.into_iter().map(author).collect(),
        }
    }
}

/// One piece
#[utoipa::path(get, path = "/pieces/{id}", tag = "pieces", params(("id" = String, Path)), responses((status = 200, body = PieceOut)))]
async fn get_piece(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Json<PieceOut>> {
    Ok(Json(visit.read(move |tx, who| crate::head(tx, who, id)).await?.into()))
}

/// New words for a piece.
#[derive(Debug, Deserialize, ToSchema)]
struct Words {
    /// A new title; the present one stays when it is absent.
    title: Option<String>,
    /// The new body.
    body: String,
    /// The revision that was read.
    revision: i64,
    /// Why, for a steward.
    reason: Option<String>,
}

/// The number of a revision.
#[derive(Debug, Serialize, ToSchema)]
struct Revised {
    revision: i64,
}

/// Change the words of a piece
#[utoipa::path(patch, path = "/pieces/{id}", tag = "pieces", params(("id" = String, Path)), request_body = Words, responses((status = 200, body = Revised)))]
async fn revise(visit: Visit, Path(id): Path<Id<Piece>>, Json(words): Json<Words>) -> Answer<Json<Revised>> {
    let act = move |tx: &mut act::Tx<'_>, who: &act::Actor| {
        let Words { title, body, revision, reason } = &words;
        crate::revise(tx, who, id, title.as_deref(), body, *revision, reason.as_deref())
    };
    Ok(Json(Revised { revision: visit.act(act).await? }))
}

/// One comment of a discussion.
#[derive(Debug, Serialize, ToSchema)]
struct CommentOut {
    #[schema(value_type = String)]
    id: Id<Piece>,
    #[schema(value_type = Option<String>)]
    parent: Option<Id<Piece>>,
    author: Author,
    /// Empty when it is hidden from this reader.
    body: String,
    language: Option<String>,
    internal: bool,
    moderation: Moderation,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    revision: i64,
    thanks: i64,
    thanked: bool,
}

fn comments_of(talk: Talk) -> Paged<CommentOut> {
    let items = talk.spoken.into_iter().map(|said| CommentOut {
        id: said.id,
        parent: said.parent,
        author: Author { person: said.by.person, name: said.by.name, voice: said.by.voice },
        body: said.body,
        language: said.language,
        internal: said.internal,
        moderation: said.moderation,
        at: said.at,
        revision: said.revision,
        thanks: said.thanks,
        thanked: said.thanked,
    });
    Paged { items: items.collect(), next: talk.next }
}

/// Where a page of comments begins.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct After {
    /// `next` of the page before.
    #[param(value_type = Option<String>)]
    after: Option<Cursor>,
}

/// The discussion of a piece: fifty first remarks and their answers, oldest first
#[utoipa::path(get, path = "/pieces/{id}/comments", tag = "pieces", params(("id" = String, Path), After), responses((status = 200, body = Paged<CommentOut>)))]
async fn get_comments(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Query(asked): Query<After>,
) -> Answer<Json<Paged<CommentOut>>> {
    let talk = visit.read(move |tx, who| crate::talk(tx, who, id, asked.after.as_ref())).await?;
    Ok(Json(comments_of(talk)))
}

/// A comment to be made.
#[derive(Debug, Deserialize, ToSchema)]
struct CommentIn {
    /// What is said.
    body: String,
    /// A note for staff and partners.
    #[serde(default)]
    internal: bool,
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
struct Made {
    #[schema(value_type = String)]
    id: Id<Piece>,
}

/// Say something about a piece, or answer a comment
#[utoipa::path(post, path = "/pieces/{id}/comments", tag = "pieces", params(("id" = String, Path)), request_body = CommentIn, responses((status = 201, body = Made)))]
async fn add_comment(
    visit: Visit,
    Path(on): Path<Id<Piece>>,
    Json(new): Json<CommentIn>,
) -> Answer<(StatusCode, Json<Made>)> {
    let act = move |tx: &mut act::Tx<'_>, who: &act::Actor| {
        crate::comment(tx, who, NewComment { on, body: &new.body, internal: new.internal })
    };
    Ok((StatusCode::CREATED, Json(Made { id: visit.act(act).await? })))
}

/// Take back a comment of one's own
#[utoipa::path(delete, path = "/comments/{id}", tag = "pieces", params(("id" = String, Path)), responses((status = 204)))]
async fn take_back(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<StatusCode> {
    visit
        .act(move |tx, who| {
            if crate::head(tx, who, id)?.about.is_none() {
                return Err(act::Refusal::not_found().into());
            }
            crate::take_back(tx, who, id)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How many there are now.
#[derive(Debug, Serialize, ToSchema)]
struct Count {
    count: i64,
}

/// Follow a piece
#[utoipa::path(put, path = "/pieces/{id}/follow", tag = "pieces", params(("id" = String, Path)), responses((status = 200, body = Count)))]
async fn follow(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Json<Count>> {
    Ok(Json(Count { count: visit.act(move |tx, who| crate::follow(tx, who, id, true)).await? }))
}

/// No longer follow a piece
#[utoipa::path(delete, path = "/pieces/{id}/follow", tag = "pieces", params(("id" = String, Path)), responses((status = 200, body = Count)))]
async fn unfollow(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Json<Count>> {
    Ok(Json(Count { count: visit.act(move |tx, who| crate::follow(tx, who, id, false)).await? }))
}

/// Thank the authors of a piece
#[utoipa::path(put, path = "/pieces/{id}/thanks", tag = "pieces", params(("id" = String, Path)), responses((status = 200, body = Count)))]
async fn thank(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Json<Count>> {
    Ok(Json(Count { count: visit.act(move |tx, who| crate::thank(tx, who, id, true)).await? }))
}

/// Take thanks back
#[utoipa::path(delete, path = "/pieces/{id}/thanks", tag = "pieces", params(("id" = String, Path)), responses((status = 200, body = Count)))]
async fn unthank(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Json<Count>> {
    Ok(Json(Count { count: visit.act(move |tx, who| crate::thank(tx, who, id, false)).await? }))
}

/// A vote to be cast.
#[derive(Debug, Deserialize, ToSchema)]
struct Weight {
    /// 1 for, -1 against, 0 taken back.
    #[schema(minimum = -1, maximum = 1)]
    weight: i64,
}

/// Vote on a comment, or on a piece whose room has no rule of its own
#[utoipa::path(put, path = "/pieces/{id}/vote", tag = "pieces", params(("id" = String, Path)), request_body = Weight, responses((status = 200, body = Cast)))]
async fn vote(visit: Visit, Path(id): Path<Id<Piece>>, Json(vote): Json<Weight>) -> Answer<Json<Cast>> {
    let ruled = visit.cx.house().kinds_with_own_votes();
    Ok(Json(visit.act(move |tx, who| crate::vote(tx, who, id, vote.weight, &ruled)).await?))
}

/// A report to be made.
#[derive(Debug, Deserialize, ToSchema)]
struct ReportIn {
    /// Why.
    grounds: Grounds,
    /// In words; needed for `other`.
    #[serde(default)]
    words: String,
}

/// Ask the stewards to look at a piece
#[utoipa::path(post, path = "/pieces/{id}/reports", tag = "pieces", params(("id" = String, Path)), request_body = ReportIn, responses((status = 201, body = Count)))]
async fn report(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Json(new): Json<ReportIn>,
) -> Answer<(StatusCode, Json<Count>)> {
    let count = visit.act(move |tx, who| crate::report(tx, who, id, new.grounds, &new.words)).await?;
    Ok((StatusCode::CREATED, Json(Count { count })))
}

/// One edge of a thread.
#[derive(Debug, Serialize, ToSchema)]
struct EdgeOut {
    #[schema(value_type = String)]
    from: Id<Piece>,
    #[schema(value_type = String)]
    to: Id<Piece>,
    how: Derivation,
}

/// The pieces connected to one.
#[derive(Debug, Serialize, ToSchema)]
struct ThreadOut {
    /// In the order of time.
    pieces: Vec<PieceOut>,
    edges: Vec<EdgeOut>,
    /// Connected pieces that are not for this reader.
    hidden: usize,
    /// Whether there are more than are shown.
    more: bool,
}

/// What a piece grew from and what grew from it
#[utoipa::path(get, path = "/pieces/{id}/thread", tag = "pieces", params(("id" = String, Path)), responses((status = 200, body = ThreadOut)))]
async fn get_thread(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Json<ThreadOut>> {
    let thread = visit.read(move |tx, who| crate::thread(tx, who, id, 400)).await?;
    Ok(Json(ThreadOut {
        pieces: thread.pieces.into_iter().map(PieceOut::from).collect(),
        edges: thread
            .edges
            .iter()
            .map(|edge| EdgeOut { from: edge.from, to: edge.to, how: edge.how })
            .collect(),
        hidden: thread.hidden,
        more: thread.more,
    }))
}

/// Every text of a piece, newest first
#[utoipa::path(get, path = "/pieces/{id}/revisions", tag = "pieces", params(("id" = String, Path), Paging), responses((status = 200, body = Paged<Revision>)))]
async fn get_revisions(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Query(paging): Query<Paging>,
) -> Answer<Json<Paged<Revision>>> {
    let (before, limit) = (paging.key::<i64>()?, paging.limit());
    let found = visit.read(move |tx, who| crate::revisions(tx, who, id, before, limit + 1)).await?;
    Ok(Json(Paged::of(found, limit, |revision| revision.revision)))
}

/// Who did what part of a piece, its own declaration first
#[utoipa::path(get, path = "/pieces/{id}/credits", tag = "pieces", params(("id" = String, Path)), responses((status = 200, body = Vec<Declared>)))]
async fn get_credits(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Json<Vec<Declared>>> {
    Ok(Json(visit.read(move |tx, who| crate::credits(tx, who, id)).await?))
}

/// A declaration.
#[derive(Debug, Serialize, ToSchema)]
struct DeclarationOut {
    #[schema(value_type = String)]
    declaration: Id<Declaration>,
}

/// Declare everybody's part and share anew; the shares make 10,000 basis points
#[utoipa::path(post, path = "/pieces/{id}/credits", tag = "pieces", params(("id" = String, Path)), request_body = Vec<Part>, responses((status = 201, body = DeclarationOut)))]
async fn declare(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Json(parts): Json<Vec<Part>>,
) -> Answer<(StatusCode, Json<DeclarationOut>)> {
    let declaration = visit.act(move |tx, who| crate::declare(tx, who, id, &parts)).await?;
    Ok((StatusCode::CREATED, Json(DeclarationOut { declaration })))
}

/// What a contributor says of their part.
#[derive(Debug, Deserialize, ToSchema)]
struct Signature {
    /// The declaration that was read.
    #[schema(value_type = String)]
    declaration: Id<Declaration>,
    /// Signed, or contested.
    agrees: bool,
    /// Why it is contested.
    #[serde(default)]
    reason: String,
}

/// Whether all have signed.
#[derive(Debug, Serialize, ToSchema)]
struct Settled {
    settled: bool,
}

/// Sign one's own part, or contest it
#[utoipa::path(put, path = "/pieces/{id}/credits/signature", tag = "pieces", params(("id" = String, Path)), request_body = Signature, responses((status = 200, body = Settled)))]
async fn sign(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Json(given): Json<Signature>,
) -> Answer<Json<Settled>> {
    let act = move |tx: &mut act::Tx<'_>, who: &act::Actor| {
        crate::sign(tx, who, id, given.declaration, given.agrees, &given.reason)
    };
    Ok(Json(Settled { settled: visit.act(act).await? }))
}

/// Statements of work that was under way before a piece was made
#[utoipa::path(get, path = "/pieces/{id}/predating", tag = "pieces", params(("id" = String, Path)), responses((status = 200, body = Vec<Predating>)))]
async fn get_predating(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Json<Vec<Predating>>> {
    let read = visit.read(move |tx, who| {
        crate::head(tx, who, id)?;
        crate::predating(tx, id)
    });
    Ok(Json(read.await?))
}

/// A statement to be made.
#[derive(Debug, Deserialize, ToSchema)]
struct Statement {
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// What was under way.
    statement: String,
    /// Where that can be checked.
    link: String,
}

/// State that work was under way before a piece was made
#[utoipa::path(post, path = "/pieces/{id}/predating", tag = "pieces", params(("id" = String, Path)), request_body = Statement, responses((status = 204)))]
async fn predates(visit: Visit, Path(id): Path<Id<Piece>>, Json(new): Json<Statement>) -> Answer<StatusCode> {
    visit.act(move |tx, who| crate::predates(tx, who, id, new.since, &new.statement, &new.link)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is asked.
#[derive(Debug, Deserialize, ToSchema)]
struct Invited {
    #[schema(value_type = String)]
    person: Id<Person>,
}

/// Ask somebody to be an author too
#[utoipa::path(post, path = "/pieces/{id}/authors", tag = "pieces", params(("id" = String, Path)), request_body = Invited, responses((status = 204)))]
async fn invite(visit: Visit, Path(id): Path<Id<Piece>>, Json(asked): Json<Invited>) -> Answer<StatusCode> {
    visit.act(move |tx, who| crate::add_author(tx, who, id, asked.person)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An answer to being asked.
#[derive(Debug, Deserialize, ToSchema)]
struct Accepts {
    accept: bool,
}

/// Accept or decline being an author
#[utoipa::path(put, path = "/pieces/{id}/authors/invitation", tag = "pieces", params(("id" = String, Path)), request_body = Accepts, responses((status = 204)))]
async fn answer_invitation(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Json(answer): Json<Accepts>,
) -> Answer<StatusCode> {
    visit.act(move |tx, who| crate::answer_invitation(tx, who, id, answer.accept)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// No longer be an author
#[utoipa::path(delete, path = "/pieces/{id}/authors/me", tag = "pieces", params(("id" = String, Path)), responses((status = 204)))]
async fn leave(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<StatusCode> {
    visit.act(move |tx, who| crate::leave_authorship(tx, who, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A steward's decision.
#[derive(Debug, Deserialize, ToSchema)]
struct DecisionIn {
    decision: Decision,
    /// Why; needed to hide or remove.
    #[serde(default)]
    reason: String,
}

/// Decide about a piece
#[utoipa::path(put, path = "/pieces/{id}/moderation", tag = "moderation", params(("id" = String, Path)), request_body = DecisionIn, responses((status = 204)))]
async fn moderate(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Json(new): Json<DecisionIn>,
) -> Answer<StatusCode> {
    visit.act(move |tx, who| crate::moderate(tx, who, id, &new.decision, &new.reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An appeal.
#[derive(Debug, Deserialize, ToSchema)]
struct AppealIn {
    words: String,
}

/// Appeal against a decision about one's own piece
#[utoipa::path(post, path = "/pieces/{id}/appeal", tag = "moderation", params(("id" = String, Path)), request_body = AppealIn, responses((status = 204)))]
async fn appeal(visit: Visit, Path(id): Path<Id<Piece>>, Json(new): Json<AppealIn>) -> Answer<StatusCode> {
    visit.act(move |tx, who| crate::appeal(tx, who, id, &new.words)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The answer to an appeal.
#[derive(Debug, Deserialize, ToSchema)]
struct JudgementIn {
    /// Whether the author was right.
    upheld: bool,
    #[serde(default)]
    reason: String,
}

/// Decide an appeal against somebody else's decision
#[utoipa::path(put, path = "/pieces/{id}/appeal", tag = "moderation", params(("id" = String, Path)), request_body = JudgementIn, responses((status = 204)))]
async fn decide_appeal(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Json(new): Json<JudgementIn>,
) -> Answer<StatusCode> {
    visit.act(move |tx, who| crate::decide_appeal(tx, who, id, new.upheld, &new.reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What waits for a steward, oldest first
#[utoipa::path(get, path = "/moderation", tag = "moderation", params(Paging), responses((status = 200, body = Paged<Waiting>)))]
async fn get_waiting(visit: Visit, Query(paging): Query<Paging>) -> Answer<Json<Paged<Waiting>>> {
    let (after, limit) = (paging.key::<(Timestamp, Id<Piece>)>()?, paging.limit());
    let found: Result<Vec<Waiting>> =
        visit.read(move |tx, who| crate::waiting(tx, who, after, limit + 1)).await;
    Ok(Json(Paged::of(found?, limit, |row| (row.since, row.piece))))
}
