//! The same acts as JSON.

mod settings;

use crate::{
    Organisation,
    inbox::{self, Notices},
    model, organisations_of,
    pages::{make_token, parse_profile},
    permissions::{READ_OWN, SEE},
    profile,
    refusal::No,
    roles::{self, Listed},
    rows::{self, Account},
    sessions::{self, Session},
    tokens::{self, NewToken, Token},
};
use act::{Id, Line, Person, Refusal, Role, Roles, Scope, Timestamp, Voice};
use axum::{Json, extract::Path};
use axum_extra::extract::Query;
use events::{Notice, Received};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Cursor, Cx, Paged, Problem, Tongue, Visit, field};

/// The routes of this crate's API.
pub(crate) fn routes() -> OpenApiRouter<Cx> {
    OpenApiRouter::new()
        .routes(routes!(me, change_me))
        .routes(routes!(my_sessions))
        .routes(routes!(revoke_session))
        .routes(routes!(my_tokens, make))
        .routes(routes!(revoke_token))
        .routes(routes!(my_inbox))
        .routes(routes!(read_inbox))
        .routes(routes!(person))
        .routes(routes!(people))
        .routes(routes!(set_roles))
        .merge(settings::routes())
}

/// One's own account.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    /// Its identifier.
    #[schema(value_type = String, example = "0cz2m8q400001")]
    id: Id<Person>,
    /// The name beside one's words.
    #[schema(example = "Tomás")]
    name: String,
    /// One's address; nobody else sees it.
    #[schema(example = "tomas@example.org")]
    email: Option<String>,
    /// What one is.
    roles: Vec<Role>,
    /// What one does here.
    #[schema(example = "Repairs")]
    part: Option<String>,
    /// The language one reads in, if one chose.
    #[schema(example = "fr")]
    language: Option<String>,
    /// The zone one lives in, if one chose.
    #[schema(example = "Europe/Lisbon")]
    zone: Option<String>,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// Counts changes of the profile; send it back with a change.
    rev: i64,
    /// Notices one has not read, counted up to a thousand.
    unread: i64,
    /// Whom one acts for.
    organisations: Vec<Organisation>,
}

fn roles_of(roles: Roles) -> Vec<Role> {
    roles.iter().collect()
}

async fn own(visit: &Visit) -> act::Result<Me> {
    visit
        .read(|tx, who| {
            who.may(&READ_OWN)?;
            let account = profile::own(tx, who)?;
            let (unread, organisations) =
                (events::unread(tx, account.id)?, organisations_of(tx, account.id)?);
            let Account { id, name, email, roles, part, language, zone, since, rev, .. } = account;
            let email = email.map(|email| email.to_string());
            Ok(Me {
                id,
                name,
                email,
                roles: roles_of(roles),
                part,
                language,
                zone,
                since,
                rev,
                unread,
                organisations,
            })
        })
        .await
}

/// One's own account
#[utoipa::path(get, path = "/me", tag = "people", responses(
    (status = 200, description = "The account", body = Me),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
))]
async fn me(visit: Visit) -> Answer<Json<Me>> {
    Ok(Json(own(&visit).await?))
}

/// A change of one's profile: what is absent stays; an empty text takes away what may be absent.
#[derive(Debug, Deserialize, ToSchema)]
struct ChangeMe {
    /// The name beside one's words, at most 120 characters.
    #[schema(example = "Tomás", max_length = 120)]
    name: Option<String>,
    /// What one does here, at most 80 characters.
    #[schema(example = "Repairs", max_length = 80)]
    part: Option<String>,
    /// The language one reads in.
    #[schema(example = "fr")]
    language: Option<String>,
    /// The zone one lives in, from the tz database.
    #[schema(example = "Europe/Lisbon")]
    zone: Option<String>,
    /// The revision that the change was made on; 409 when it is not the present one.
    rev: Option<i64>,
}

/// Change one's profile
///
/// Only from a browser's session: the account itself is never open to a token.
#[utoipa::path(patch, path = "/me", tag = "people", request_body = ChangeMe, responses(
    (status = 200, description = "The account as it is now", body = Me),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "A token was used", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Changed meanwhile", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field does not hold what it should", body = Problem, content_type = "application/problem+json"),
))]
async fn change_me(visit: Visit, Json(change): Json<ChangeMe>) -> Answer<Json<Me>> {
    visit.actor.may(&crate::permissions::ACCOUNT)?;
    let now = own(&visit).await?;
    let text = |new: Option<String>, old: Option<String>| new.or(old).unwrap_or_default();
    let (name, part) = (text(change.name, Some(now.name)), text(change.part, now.part));
    let (language, zone) = (text(change.language, now.language), text(change.zone, now.zone));
    let profile = parse_profile(&visit.tongue, &name, &part, &language, &zone)?;
    let rev = Some(change.rev.unwrap_or(now.rev));
    visit.act(move |tx, who| profile::change_profile(tx, who, &profile, rev)).await?;
    Ok(Json(own(&visit).await?))
}

/// One of one's sessions.
#[derive(Debug, Serialize, ToSchema)]
struct MySession {
    /// Its identifier.
    #[schema(value_type = String, example = "0cz2m8q400001")]
    id: Id<Session>,
    /// What the browser is.
    #[schema(example = "Firefox, Linux")]
    device: String,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// When it was last used, to the day.
    #[schema(value_type = String, format = DateTime)]
    used_at: Timestamp,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// Whether it is the one that asks.
    current: bool,
}

/// Where one is signed in
#[utoipa::path(get, path = "/me/sessions", tag = "people", responses(
    (status = 200, description = "One's sessions, the one used last first", body = Vec<MySession>),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "A token was used", body = Problem, content_type = "application/problem+json"),
))]
async fn my_sessions(visit: Visit) -> Answer<Json<Vec<MySession>>> {
    let current = visit.session().map(crate::Secret::shown);
    let found = visit.read(move |tx, who| sessions::sessions(tx, who, current.as_ref())).await?;
    let shown = found.into_iter().map(|Session { id, device, at, used_at, expires_at, current }| MySession {
        id,
        device,
        at,
        used_at,
        expires_at,
        current,
    });
    Ok(Json(shown.collect()))
}

/// End one of one's sessions
#[utoipa::path(delete, path = "/me/sessions/{id}", tag = "people", params(("id" = String, Path, description = "The session")), responses(
    (status = 204, description = "It has ended"),
    (status = 403, description = "A token was used", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none of this identifier among one's own", body = Problem, content_type = "application/problem+json"),
))]
async fn revoke_session(visit: Visit, Path(id): Path<Id<Session>>) -> Answer<http::StatusCode> {
    visit.act(move |tx, who| sessions::revoke(tx, who, id)).await?;
    Ok(http::StatusCode::NO_CONTENT)
}

/// One of one's tokens; the token itself is shown once, when it is made.
#[derive(Debug, Serialize, ToSchema)]
struct MyToken {
    /// Its identifier.
    #[schema(value_type = String, example = "0cz2m8q400001")]
    id: Id<Token>,
    /// What it is for.
    #[schema(example = "Store tablets")]
    name: String,
    /// What it may do: read, take-part, steward, operate.
    #[schema(example = json!(["read"]))]
    scopes: Vec<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The day it was last used.
    #[schema(value_type = Option<String>, format = DateTime)]
    used_on: Option<Timestamp>,
    /// When it ends, if it does.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

impl From<Token> for MyToken {
    fn from(token: Token) -> Self {
        let Token { id, name, scopes, at, used_on, expires_at } = token;
        Self {
            id,
            name,
            scopes: scopes.into_iter().map(|scope| scope.to_string()).collect(),
            at,
            used_on,
            expires_at,
        }
    }
}

/// One's tokens
#[utoipa::path(get, path = "/me/tokens", tag = "people", responses(
    (status = 200, description = "One's tokens, the newest first", body = Vec<MyToken>),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "A token was used", body = Problem, content_type = "application/problem+json"),
))]
async fn my_tokens(visit: Visit) -> Answer<Json<Vec<MyToken>>> {
    let found = visit.read(tokens::tokens).await?;
    Ok(Json(found.into_iter().map(MyToken::from).collect()))
}

/// A token to be made.
#[derive(Debug, Deserialize, ToSchema)]
struct MakeToken {
    /// What it is for, at most 80 characters.
    #[schema(example = "Store tablets", max_length = 80)]
    name: String,
    /// What it may do: read, take-part, steward, operate.
    #[schema(example = json!(["read"]))]
    scopes: Vec<String>,
    /// When it ends; absent for never.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

/// A token that was made.
#[derive(Debug, Serialize, ToSchema)]
struct MadeToken {
    /// Its identifier.
    #[schema(value_type = String, example = "0cz2m8q400001")]
    id: Id<Token>,
    /// The token, shown this once.
    #[schema(example = "weft_Hn2s…")]
    token: String,
}

/// Make a token
///
/// It is shown in this answer and never again. Repeating the request with its idempotency key answers 409.
#[utoipa::path(post, path = "/me/tokens", tag = "people", request_body = MakeToken, responses(
    (status = 201, description = "Made", body = MadeToken),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "A token was used", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "Too many tokens, or made before with this idempotency key", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field does not hold what it should", body = Problem, content_type = "application/problem+json"),
))]
async fn make(visit: Visit, Json(new): Json<MakeToken>) -> Answer<(http::StatusCode, Json<MadeToken>)> {
    visit.actor.may(&crate::permissions::ACCOUNT)?;
    let mut refusals = Vec::new();
    let name = field::<Line<80>>(&mut refusals, "name", &new.name);
    let scopes: Vec<Scope> = new.scopes.iter().filter_map(|scope| scope.parse().ok()).collect();
    if scopes.is_empty() || scopes.len() != new.scopes.len() {
        refusals.push(No::NoScope.refusal());
    }
    let (Some(name), true) = (name, refusals.is_empty()) else {
        return Err(Refusal::all(refusals).unwrap_or_else(|| No::NoScope.refusal()).into());
    };
    let (id, secret) = make_token(&visit, NewToken { name, scopes, expires_at: new.expires_at }).await?;
    Ok((http::StatusCode::CREATED, Json(MadeToken { id, token: secret.reveal().to_owned() })))
}

/// Revoke one of one's tokens
#[utoipa::path(delete, path = "/me/tokens/{id}", tag = "people", params(("id" = String, Path, description = "The token")), responses(
    (status = 204, description = "It is revoked"),
    (status = 403, description = "A token was used", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is none of this identifier among one's own", body = Problem, content_type = "application/problem+json"),
))]
async fn revoke_token(visit: Visit, Path(id): Path<Id<Token>>) -> Answer<http::StatusCode> {
    visit.act(move |tx, who| tokens::revoke(tx, who, id)).await?;
    Ok(http::StatusCode::NO_CONTENT)
}

/// Something one was told.
#[derive(Debug, Serialize, ToSchema)]
struct MyNotice {
    /// Its identifier.
    #[schema(value_type = String, example = "0cz2m8q400001")]
    id: Id<Notice>,
    /// What it says, in one's language.
    words: String,
    /// The message's key, for programs.
    key: String,
    /// Where it leads: a path of this house.
    #[schema(example = "/ideas/0cz2m8q400001")]
    link: String,
    /// How often it was said while it was unread.
    times: i64,
    /// When it was said last.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// When it was read.
    #[schema(value_type = Option<String>, format = DateTime)]
    read_at: Option<Timestamp>,
}

fn notice(tongue: &Tongue, received: Received) -> MyNotice {
    let words = inbox::words(tongue, &received);
    let Received { id, key, link, times, at, read_at, .. } = received;
    MyNotice { id, words, key, link, times, at, read_at }
}

/// A page of notices.
#[derive(Debug, Serialize, ToSchema)]
struct MyInbox {
    /// The notices, latest first.
    items: Vec<MyNotice>,
    /// How many are unread, counted up to a thousand.
    unread: i64,
    /// Pass it as `before` for the next page; absent on the last.
    #[schema(value_type = Option<String>)]
    next: Option<Id<Notice>>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Before {
    /// The notice that the page before ended with.
    #[param(value_type = Option<String>)]
    before: Option<Id<Notice>>,
    /// How many, at most 100; 30 when not said.
    #[serde(default, deserialize_with = "web::page_size")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// What one was told
#[utoipa::path(get, path = "/me/inbox", tag = "people", params(Before), responses(
    (status = 200, description = "Notices, latest first", body = MyInbox),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
))]
async fn my_inbox(visit: Visit, Query(asked): Query<Before>) -> Answer<Json<MyInbox>> {
    let limit = asked.limit.unwrap_or(30);
    let Notices { items, unread, next } =
        visit.read(move |tx, who| inbox::page(tx, who, asked.before, limit)).await?;
    let items = items.into_iter().map(|received| notice(&visit.tongue, received)).collect();
    Ok(Json(MyInbox { items, unread, next }))
}

/// Which notices to mark as read.
#[derive(Debug, Default, Deserialize, ToSchema)]
struct ReadInbox {
    /// One of them; absent for all.
    #[schema(value_type = Option<String>)]
    id: Option<Id<Notice>>,
}

/// How many were marked.
#[derive(Debug, Serialize, ToSchema)]
struct MarkedNotices {
    /// How many were unread before.
    marked: u64,
}

/// Mark notices as read
#[utoipa::path(post, path = "/me/inbox/read", tag = "people", request_body = ReadInbox, responses(
    (status = 200, description = "Marked", body = MarkedNotices),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The token lacks the scope take-part", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no such notice for one", body = Problem, content_type = "application/problem+json"),
))]
async fn read_inbox(visit: Visit, Json(which): Json<ReadInbox>) -> Answer<Json<MarkedNotices>> {
    let marked = visit.act(move |tx, who| inbox::read(tx, who, which.id)).await?;
    Ok(Json(MarkedNotices { marked }))
}

/// A person as everybody sees them.
#[derive(Debug, Serialize, ToSchema)]
struct PublicPerson {
    /// Their identifier.
    #[schema(value_type = String, example = "0cz2m8q400001")]
    id: Id<Person>,
    /// Their name.
    #[schema(example = "Ines Duarte")]
    name: String,
    /// How their words are marked.
    voice: Voice,
    /// What they do here.
    #[schema(example = "Repairs")]
    part: Option<String>,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// Whom they act for.
    organisations: Vec<Organisation>,
}

/// A person
#[utoipa::path(get, path = "/people/{id}", tag = "people", params(("id" = String, Path, description = "The person")), responses(
    (status = 200, description = "The person", body = PublicPerson),
    (status = 404, description = "There is nobody, or they were erased", body = Problem, content_type = "application/problem+json"),
))]
async fn person(visit: Visit, Path(id): Path<Id<Person>>) -> Answer<Json<PublicPerson>> {
    let found = visit.read(move |tx, who| {
        who.may(&SEE)?;
        let account = rows::account(tx, id)?.ok_or_else(Refusal::not_found)?;
        let organisations = organisations_of(tx, id)?;
        let Account { id, name, roles, part, since, .. } = account;
        Ok(PublicPerson { id, name, voice: rows::voice(roles), part, since, organisations })
    });
    Ok(Json(found.await?))
}

/// An account as operators see it.
#[derive(Debug, Serialize, ToSchema)]
struct AdministeredPerson {
    /// Their identifier.
    #[schema(value_type = String, example = "0cz2m8q400001")]
    id: Id<Person>,
    /// Their name.
    #[schema(example = "Ines Duarte")]
    name: String,
    /// Their address.
    #[schema(example = "ines@example.org")]
    email: Option<String>,
    /// What they are.
    roles: Vec<Role>,
    /// What they do here.
    #[schema(example = "Repairs")]
    part: Option<String>,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// Since when the account is closed, if it is.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Timestamp>,
}

impl From<Listed> for AdministeredPerson {
    fn from(one: Listed) -> Self {
        let Listed { id, name, email, roles, part, since, deactivated_at, .. } = one;
        Self { id, name, email, roles: roles_of(roles), part, since, closed_at: deactivated_at }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// What the name or the address begins with, in any case.
    #[serde(default)]
    #[param(required = false)]
    search: String,
    /// The cursor that the page before ended with.
    #[param(value_type = Option<String>)]
    after: Option<Cursor>,
    /// How many, at most 100; 20 when not said.
    #[serde(default, deserialize_with = "web::page_size")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// Everybody's accounts, by name
#[utoipa::path(get, path = "/people", tag = "people", params(Asked), responses(
    (status = 200, description = "Accounts by name", body = Paged<AdministeredPerson>),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an operator, or the token lacks the scope operate", body = Problem, content_type = "application/problem+json"),
))]
async fn people(visit: Visit, Query(asked): Query<Asked>) -> Answer<Json<Paged<AdministeredPerson>>> {
    let limit = asked.limit.unwrap_or(20);
    let after = asked.after.as_ref().map(Cursor::key).transpose()?;
    let listed =
        visit.read(move |tx, who| roles::list(tx, who, &asked.search, after.clone(), limit + 1)).await?;
    let page = Paged::of(listed, limit, |one| (one.name_key.clone(), one.id));
    Ok(Json(page.map(AdministeredPerson::from)))
}

/// The roles a person is to have beside member.
#[derive(Debug, Deserialize, ToSchema)]
struct SetRoles {
    /// Staff, partner, operator; those that are not here are taken.
    #[schema(example = json!(["staff"]))]
    roles: Vec<Role>,
}

/// Give and take roles
#[utoipa::path(put, path = "/people/{id}/roles", tag = "people", params(("id" = String, Path, description = "The person")), request_body = SetRoles, responses(
    (status = 204, description = "They have these roles now"),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an operator, or the token lacks the scope operate", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is nobody of this identifier", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "They are the last operator", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Visitor and member cannot be given", body = Problem, content_type = "application/problem+json"),
))]
async fn set_roles(
    visit: Visit,
    Path(id): Path<Id<Person>>,
    Json(new): Json<SetRoles>,
) -> Answer<http::StatusCode> {
    if !new.roles.iter().all(|role| model::GIVEN.contains(role)) {
        return Err(Refusal::field("roles", "refused-choice").into());
    }
    let given: Roles = new.roles.into_iter().collect();
    visit.act(move |tx, who| roles::set_roles(tx, who, id, given)).await?;
    Ok(http::StatusCode::NO_CONTENT)
}
