//! Coming in: signing in, registering, opening a link, setting up, and leaving.

use super::{COOKIE_LASTS, REGISTRATION_COOKIE, again, cookie, fields::Input, session_cookie, with_cookies};
use crate::{
    Email, Password, Secret,
    enter::{self, Opened, Opening},
    letters::Writer,
    model,
    refusal::No,
    register::{self, Registration},
    roles,
    sessions::{self, NewSession},
    setup,
};
use act::{Line, Refusal};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use axum_extra::extract::{CookieJar, Query};
use http::{HeaderMap, HeaderValue, header};
use serde::Deserialize;
use web::{Answer, Errors, Form, LANGUAGE_COOKIE, Limit, Page, See, Tongue, Visit, field};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SignIn {
    email: String,
    password: String,
    stay: String,
    back: String,
}

#[derive(Template)]
#[template(path = "pages/sign-in.html")]
struct SignInView<'a> {
    t: &'a Tongue,
    form: &'a SignIn,
    errors: &'a Errors,
    demo: bool,
}

fn sign_in_page(visit: &Visit, form: &SignIn, errors: &Errors) -> Answer<Page> {
    let view = SignInView { t: &visit.tongue, form, errors, demo: visit.cx.house().settings.demo };
    visit.page("/sign-in", visit.tongue.say("people-sign-in-title"), &view)
}

/// GET /sign-in
pub(super) async fn ask(visit: Visit, Query(form): Query<SignIn>) -> Answer<Response> {
    if visit.actor.signed_in() {
        return Ok(See::other(if form.back.is_empty() { "/me" } else { &form.back }).into_response());
    }
    let form = SignIn { back: form.back, ..SignIn::default() };
    Ok(sign_in_page(&visit, &form, &Errors::default())?.into_response())
}

/// POST /sign-in
pub(super) async fn sign_in(visit: Visit, headers: HeaderMap, Form(form): Form<SignIn>) -> Answer<Response> {
    match try_sign_in(&visit, &headers, &form).await {
        Ok((opened, session)) => Ok(came_in(&visit, &opened, &session, &form.back)),
        Err(error) => again(&visit, error, |errors| sign_in_page(&visit, &form, &errors)),
    }
}

async fn try_sign_in(visit: &Visit, headers: &HeaderMap, form: &SignIn) -> act::Result<(Opened, NewSession)> {
    let email = limited_email(visit, &form.email)?;
    let known = visit.cx.store().read(move |tx| enter::password_of(tx, &email)).await?;
    let hash = known.as_ref().map(|(_, hash)| hash.clone());
    let right = Password::typed(&form.password).matches(hash).await?;
    let (person, hash) = known.filter(|_| right).ok_or(No::WrongPassword)?;
    let session = new_session(visit, headers, !form.stay.is_empty())?;
    let begun = session.clone();
    let opened = visit.cx.store().write(move |tx| enter::sign_in(tx, person, &hash, &begun)).await?;
    Ok((opened, session))
}

/// Counts an attempt by where it came from and by the address it is about, whether or not there is such an account.
fn limited_email(visit: &Visit, raw: &str) -> act::Result<Email> {
    visit.cx.limits().count(Limit::SignIn, &format!("from {}", visit.peer()))?;
    let email = Email::parse(raw).map_err(|_| No::EmailInvalid)?;
    visit.cx.limits().count(Limit::SignIn, &format!("to {}", email.key()))?;
    Ok(email)
}

/// A session for this browser; whatever session it had ends.
pub(super) fn new_session(visit: &Visit, headers: &HeaderMap, kept: bool) -> act::Result<NewSession> {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let instead_of = visit.session().map(Secret::shown);
    Ok(NewSession { secret: Secret::fresh()?, device: model::device(agent), kept, instead_of })
}

/// Leads whoever came in to where they were going, with the cookie of the session.
pub(super) fn came_in(visit: &Visit, opened: &Opened, session: &NewSession, back: &str) -> Response {
    let back = if back.is_empty() { opened.back.as_deref().unwrap_or("/") } else { back };
    let lasts = session.kept.then_some(COOKIE_LASTS);
    let mut cookies = vec![
        session_cookie(&visit.cx, session.secret.reveal(), lasts),
        cookie(&visit.cx, REGISTRATION_COOKIE, "", Some(0)),
    ];
    if opened.language.is_some() {
        // Else the language somebody chose here before would go before the account's.
        cookies.push(cookie(&visit.cx, LANGUAGE_COOKIE, "", Some(0)));
    }
    with_cookies(See::other(back), cookies)
}

/// POST /sign-in/link
pub(super) async fn send_link(visit: Visit, Form(form): Form<SignIn>) -> Answer<Response> {
    match try_link(&visit, &form).await {
        Ok(()) => Ok(See::other("/sign-in/sent").into_response()),
        Err(error) => again(&visit, error, |errors| sign_in_page(&visit, &form, &errors)),
    }
}

async fn try_link(visit: &Visit, form: &SignIn) -> act::Result<()> {
    let email = limited_email(visit, &form.email)?;
    let (writer, link, back) = (Writer::of(visit), Secret::fresh()?, somewhere(&form.back));
    let store = visit.cx.store();
    store.write(move |tx| register::ask_link(tx, &writer, &email, back.as_deref(), &link)).await
}

fn somewhere(back: &str) -> Option<String> {
    Some(back.chars().take(500).collect::<String>()).filter(|back| !back.is_empty())
}

#[derive(Template)]
#[template(path = "pages/sent.html")]
struct SentView<'a> {
    t: &'a Tongue,
    demo: bool,
}

/// GET /sign-in/sent: the same for everybody, whoever the address belongs to.
pub(super) async fn sent(visit: Visit) -> Answer<Page> {
    let view = SentView { t: &visit.tongue, demo: visit.cx.house().settings.demo };
    visit.page("/sign-in", visit.tongue.say("people-sent-title"), &view)
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Register {
    name: String,
    email: String,
    password: String,
    back: String,
}

#[derive(Template)]
#[template(path = "pages/register.html")]
struct RegisterView<'a> {
    t: &'a Tongue,
    form: &'a Register,
    errors: &'a Errors,
}

fn register_page(visit: &Visit, form: &Register, errors: &Errors) -> Answer<Page> {
    let view = RegisterView { t: &visit.tongue, form, errors };
    visit.page("/sign-in", visit.tongue.say("people-register-title"), &view)
}

/// GET /register
pub(super) async fn ask_registration(visit: Visit, Query(form): Query<Register>) -> Answer<Response> {
    if visit.actor.signed_in() {
        return Ok(See::other("/me").into_response());
    }
    let form = Register { back: form.back, ..Register::default() };
    Ok(register_page(&visit, &form, &Errors::default())?.into_response())
}

/// POST /register
pub(super) async fn register(visit: Visit, Form(form): Form<Register>) -> Answer<Response> {
    match try_register(&visit, &form).await {
        Ok(browser) => {
            let kept = cookie(&visit.cx, REGISTRATION_COOKIE, browser.reveal(), Some(86_400));
            Ok(with_cookies(See::other("/sign-in/sent"), [kept]))
        }
        Err(error) => again(&visit, error, |errors| register_page(&visit, &form, &errors)),
    }
}

async fn try_register(visit: &Visit, form: &Register) -> act::Result<Secret> {
    let mut refusals = Vec::new();
    let name = field::<Line<120>>(&mut refusals, "name", &form.name);
    let email = Email::parse(&form.email).map_err(|_| refusals.push(No::EmailInvalid.refusal())).ok();
    let chosen = Some(form.password.as_str()).filter(|password| !password.is_empty());
    let chosen = chosen.map(|password| Password::chosen(password, &form.name, form.email.trim()));
    let chosen = chosen.transpose().unwrap_or_else(|no| {
        refusals.push(no.refusal());
        None
    });
    let (Some(name), Some(email), None) = (name, email, Refusal::all(refusals.clone())) else {
        visit.cx.limits().count(Limit::SignIn, &format!("from {}", visit.peer()))?;
        return Err(Refusal::all(refusals).unwrap_or_else(|| No::EmailInvalid.refusal()).into());
    };
    limited_email(visit, email.as_str())?;
    let password = match chosen {
        Some(password) => Some(password.hash().await?),
        None => None,
    };
    let (writer, link, browser) = (Writer::of(visit), Secret::fresh()?, Secret::fresh()?);
    let (language, back) = (visit.tongue.language().to_owned(), somewhere(&form.back));
    let new = Registration { name, email, password, browser: browser.hash(), language, back };
    visit.cx.store().write(move |tx| register::register(tx, &writer, &new, &link)).await?;
    Ok(browser)
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Open {
    password: String,
    stay: String,
}

#[derive(Template)]
#[template(path = "pages/enter.html")]
struct EnterView<'a> {
    t: &'a Tongue,
    opening: &'a Opening,
    mine: bool,
    here: String,
    errors: &'a Errors,
}

/// GET /enter/{secret}: says what opening it does, and uses nothing up.
pub(super) async fn look(visit: Visit, jar: CookieJar, Path(secret): Path<String>) -> Answer<Response> {
    enter_page(&visit, &jar, secret, &Errors::default()).await.map(no_store)
}

async fn enter_page(visit: &Visit, jar: &CookieJar, secret: String, errors: &Errors) -> Answer<Page> {
    let (shown, browser) = (Secret::shown(secret), browser_of(jar));
    let opening = visit.read(move |tx, _| enter::look(tx, &shown, browser.as_ref())).await?;
    let mine = matches!(&opening, Opening::Address { person, .. } if visit.actor.person == Some(*person));
    let here = visit.path().to_owned();
    let view = EnterView { t: &visit.tongue, opening: &opening, mine, here, errors };
    visit.page("/sign-in", visit.tongue.say("people-enter-title"), &view)
}

/// A page whose address is a key: kept nowhere, and its address told to nobody.
fn no_store(page: Page) -> Response {
    let mut response = page.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn browser_of(jar: &CookieJar) -> Option<Secret> {
    jar.get(REGISTRATION_COOKIE).map(|cookie| Secret::shown(cookie.value()))
}

/// POST /enter/{secret}: uses the link.
pub(super) async fn open(
    visit: Visit,
    jar: CookieJar,
    headers: HeaderMap,
    Path(secret): Path<String>,
    Form(form): Form<Open>,
) -> Answer<Response> {
    match try_open(&visit, &jar, &headers, &secret, &form).await {
        Ok((opened, session)) if opened.signed_in => Ok(came_in(&visit, &opened, &session, "")),
        Ok((opened, _)) => Ok(See::other(opened.back.as_deref().unwrap_or("/me")).into_response()),
        Err(error) if error.refusal().is_some_and(|refusal| refusal.status == 422) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(no_store(enter_page(&visit, &jar, secret, &errors).await?.status(422)))
        }
        Err(error) => Err(error.into()),
    }
}

async fn try_open(
    visit: &Visit,
    jar: &CookieJar,
    headers: &HeaderMap,
    secret: &str,
    form: &Open,
) -> act::Result<(Opened, NewSession)> {
    visit.cx.limits().count(Limit::SignIn, &format!("from {}", visit.peer()))?;
    let (link, browser) = (Secret::shown(secret), browser_of(jar));
    let asked = (link.clone(), browser.clone());
    let opening = visit.read(move |tx, _| enter::look(tx, &asked.0, asked.1.as_ref())).await?;
    let password = match &opening {
        Opening::Account { name, email, .. } if !form.password.is_empty() => {
            Some(Password::chosen(&form.password, name, email.as_str())?.hash().await?)
        }
        _ => None,
    };
    let (writer, session) = (Writer::of(visit), new_session(visit, headers, !form.stay.is_empty())?);
    let (begun, who) = (session.clone(), visit.actor.clone());
    let opened = visit.cx.store().write(move |tx| {
        enter::open(tx, &who, &writer, &link, browser.as_ref(), password.as_deref(), &begun)
    });
    Ok((opened.await?, session))
}

/// POST /sign-out
pub(super) async fn sign_out(visit: Visit) -> Answer<Response> {
    if let Some(session) = visit.session().map(Secret::shown) {
        visit.cx.store().write(move |tx| sessions::sign_out(tx, &session)).await?;
    }
    Ok(with_cookies(See::other("/"), [session_cookie(&visit.cx, "", Some(0))]))
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SetUp {
    code: String,
}

#[derive(Template)]
#[template(path = "pages/setup.html")]
struct SetupView<'a> {
    t: &'a Tongue,
    signed_in: bool,
    done: bool,
    form: &'a SetUp,
    errors: &'a Errors,
}

async fn setup_page(visit: &Visit, form: &SetUp, errors: &Errors) -> Answer<Page> {
    let done = visit.read(|tx, _| roles::has_operator(tx)).await?;
    let view = SetupView { t: &visit.tongue, signed_in: visit.actor.signed_in(), done, form, errors };
    visit.page("/me", visit.tongue.say("people-setup-title"), &view)
}

/// GET /setup
pub(super) async fn ask_setup(visit: Visit) -> Answer<Page> {
    setup_page(&visit, &SetUp::default(), &Errors::default()).await
}

/// POST /setup
pub(super) async fn set_up(visit: Visit, Form(form): Form<SetUp>) -> Answer<Response> {
    visit.cx.limits().count(Limit::SignIn, &format!("from {}", visit.peer()))?;
    let code = form.code.clone();
    match visit.act(move |tx, who| setup::become_operator(tx, who, &code)).await {
        Ok(()) => Ok(See::other("/operate/people").into_response()),
        Err(error) if error.refusal().is_some_and(|refusal| refusal.status == 422) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(setup_page(&visit, &form, &errors).await?.status(422).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
