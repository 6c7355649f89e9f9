//! Address, password, sessions and tokens of one's own.

use super::me;
use crate::{
    Email, Password, Secret,
    letters::Writer,
    profile,
    refusal::No,
    sessions::{self, Session},
    tokens::{self, NewToken, Token},
};
use act::{Id, Line, Refusal, Scope, Timestamp};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use jiff::{civil, tz::TimeZone};
use serde::Deserialize;
use web::{Answer, Errors, Form, Limit, Page, See, Tongue, Visit, field};

use super::fields::Input;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewEmail {
    email: String,
}

/// POST /me/email: a link goes to the new address; until it is opened nothing changes.
pub(super) async fn change_email(visit: Visit, Form(form): Form<NewEmail>) -> Answer<Response> {
    match try_email(&visit, &form.email).await {
        Ok(()) => Ok(See::other("/sign-in/sent").into_response()),
        Err(error) => me::profile_again(&visit, error, &form.email).await,
    }
}

async fn try_email(visit: &Visit, raw: &str) -> act::Result<()> {
    visit.actor.may(&crate::permissions::ACCOUNT)?;
    visit.cx.limits().count(Limit::SignIn, &format!("from {}", visit.peer()))?;
    let email = Email::parse(raw).map_err(|_| No::EmailInvalid)?;
    let (writer, link) = (Writer::of(visit), Secret::fresh()?);
    visit.act(move |tx, who| profile::ask_email_change(tx, who, &writer, &email, &link)).await
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewPassword {
    present: String,
    password: String,
}

/// POST /me/password
pub(super) async fn change_password(visit: Visit, Form(form): Form<NewPassword>) -> Answer<Response> {
    match try_password(&visit, &form).await {
        Ok(()) => Ok(See::other("/me/profile?done=password").into_response()),
        Err(error) => me::profile_again(&visit, error, "").await,
    }
}

async fn try_password(visit: &Visit, form: &NewPassword) -> act::Result<()> {
    visit.actor.may(&crate::permissions::ACCOUNT)?;
    visit.cx.limits().count(Limit::SignIn, &format!("from {}", visit.peer()))?;
    let account = visit.read(profile::own).await?;
    let present = account.password;
    if present.is_some() && !Password::typed(&form.present).matches(present.clone()).await? {
        return Err(No::WrongPresentPassword.into());
    }
    let email = account.email.as_ref().map_or("", Email::as_str);
    let chosen = Password::chosen(&form.password, &account.name, email)?.hash().await?;
    let (writer, session) = (Writer::of(visit), visit.session().map(Secret::shown));
    visit
        .act(move |tx, who| {
            profile::set_password(tx, who, &writer, present.as_deref(), Some(&chosen), session.as_ref())
        })
        .await
}

#[derive(Template)]
#[template(path = "pages/sessions.html")]
struct SessionsView<'a> {
    t: &'a Tongue,
    sessions: &'a [Session],
    others: usize,
}

/// GET /me/sessions
pub(super) async fn sessions(visit: Visit) -> Answer<Page> {
    let current = visit.session().map(Secret::shown);
    let sessions = visit.read(move |tx, who| sessions::sessions(tx, who, current.as_ref())).await?;
    let others = sessions.iter().filter(|session| !session.current).count();
    let view = SessionsView { t: &visit.tongue, sessions: &sessions, others };
    visit.page("/me", visit.tongue.say("people-sessions-title"), &view)
}

/// POST /me/sessions/{id}
pub(super) async fn revoke_session(visit: Visit, Path(id): Path<Id<Session>>) -> Answer<See> {
    visit.act(move |tx, who| sessions::revoke(tx, who, id)).await?;
    Ok(See::other("/me/sessions"))
}

/// POST /me/sessions/others
pub(super) async fn revoke_others(visit: Visit) -> Answer<See> {
    let current = visit.session().map(Secret::shown);
    visit.act(move |tx, who| sessions::revoke_others(tx, who, current.as_ref())).await?;
    Ok(See::other("/me/sessions"))
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct TokenForm {
    name: String,
    scopes: Vec<String>,
    expires: String,
}

/// A scope to choose.
struct Choice {
    name: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "pages/tokens.html")]
struct TokensView<'a> {
    t: &'a Tongue,
    tokens: &'a [Token],
    made: Option<&'a str>,
    form: &'a TokenForm,
    choices: Vec<Choice>,
    errors: &'a Errors,
    form_key: String,
}

async fn tokens_page(
    visit: &Visit,
    form: &TokenForm,
    errors: &Errors,
    made: Option<&Secret>,
) -> Answer<Page> {
    let tokens = visit.read(tokens::tokens).await?;
    let chosen = |scope: Scope| form.scopes.iter().any(|name| name == scope.name());
    let choices =
        Scope::FOR_TOKENS.into_iter().map(|scope| Choice { name: scope.name(), chosen: chosen(scope) });
    let view = TokensView {
        t: &visit.tongue,
        tokens: &tokens,
        made: made.map(Secret::reveal),
        form,
        choices: choices.collect(),
        errors,
        form_key: visit.form_key(),
    };
    visit.page("/me", visit.tongue.say("people-tokens-title"), &view)
}

/// GET /me/tokens
pub(super) async fn tokens(visit: Visit) -> Answer<Page> {
    tokens_page(
        &visit,
        &TokenForm { scopes: vec!["read".to_owned()], ..TokenForm::default() },
        &Errors::default(),
        None,
    )
    .await
}

/// POST /me/tokens: the page shows the token, this once.
pub(super) async fn make_token(visit: Visit, Form(form): Form<TokenForm>) -> Answer<Response> {
    match try_token(&visit, &form).await {
        Ok(secret) => {
            let page = tokens_page(&visit, &TokenForm::default(), &Errors::default(), Some(&secret)).await?;
            let mut response = page.into_response();
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        Err(error) => {
            let status = error.refusal().map_or(422, |refusal| refusal.status);
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(tokens_page(&visit, &form, &errors, None).await?.status(status).into_response())
        }
    }
}

async fn try_token(visit: &Visit, form: &TokenForm) -> act::Result<Secret> {
    let mut refusals = Vec::new();
    let name = field::<Line<80>>(&mut refusals, "name", &form.name);
    let scopes: Vec<Scope> = form.scopes.iter().filter_map(|scope| scope.parse().ok()).collect();
    if scopes.is_empty() || scopes.len() != form.scopes.len() {
        refusals.push(No::NoScope.refusal());
    }
    let expires_at = end_of_day(&form.expires, visit.tongue.zone()).unwrap_or_else(|no| {
        refusals.push(no.refusal());
        None
    });
    let (Some(name), true) = (name, refusals.is_empty()) else {
        return Err(Refusal::all(refusals).unwrap_or_else(|| No::NoScope.refusal()).into());
    };
    make(visit, NewToken { name, scopes, expires_at }).await.map(|(_, secret)| secret)
}

/// Makes a token. A request that is repeated with the same idempotency key makes none, and cannot be shown the first
/// again: it is not known any more.
pub(crate) async fn make(visit: &Visit, new: NewToken) -> act::Result<(Id<Token>, Secret)> {
    let secret = tokens::fresh()?;
    let (kept, print) = (secret.clone(), secret.hash().to_vec());
    let (id, made) =
        visit.act(move |tx, who| Ok((tokens::make(tx, who, &new, &kept)?, kept.hash().to_vec()))).await?;
    if made == print { Ok((id, secret)) } else { Err(No::TokenShownAlready.into()) }
}

/// The end of a day that was typed as `2027-05-31`, in the reader's zone; nothing for nothing.
fn end_of_day(raw: &str, zone: &TimeZone) -> Result<Option<Timestamp>, No> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    let day: civil::Date = raw.trim().parse().map_err(|_| No::DayOutOfRange)?;
    let next = day.tomorrow().map_err(|_| No::DayOutOfRange)?;
    let end = next.to_zoned(zone.clone()).map_err(|_| No::DayOutOfRange)?;
    Ok(Some(Timestamp::from_jiff(end.timestamp())))
}

/// POST /me/tokens/{id}
pub(super) async fn revoke_token(visit: Visit, Path(id): Path<Id<Token>>) -> Answer<See> {
    visit.act(move |tx, who| tokens::revoke(tx, who, id)).await?;
    Ok(See::other("/me/tokens"))
}
