//! The pages: signing in, one's own, the operator's, and the demo's.

mod demo;
mod entry;
mod fields;
mod inbox;
mod me;
mod operate;
mod person;
mod preferences;
mod security;
mod settings;

pub(crate) use me::parsed as parse_profile;
pub(crate) use security::make as make_token;

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderValue, header};
use web::{Answer, Cx, Error, Errors, Page, Visit, cookie_name};

/// Every page of this crate.
pub(crate) fn routes() -> Router<Cx> {
    Router::new()
        .route("/sign-in", get(entry::ask).post(entry::sign_in))
        .route("/sign-in/link", post(entry::send_link))
        .route("/sign-in/sent", get(entry::sent))
        .route("/sign-out", post(entry::sign_out))
        .route("/register", get(entry::ask_registration).post(entry::register))
        .route("/enter/{secret}", get(entry::look).post(entry::open))
        .route("/setup", get(entry::ask_setup).post(entry::set_up))
        .route("/preferences", post(preferences::set))
        .route("/people/{id}", get(person::show))
        .route("/me", get(me::show))
        .route("/me/profile", get(me::profile).post(me::change_profile))
        .route("/me/email", post(security::change_email))
        .route("/me/password", post(security::change_password))
        .route("/me/sessions", get(security::sessions))
        .route("/me/sessions/others", post(security::revoke_others))
        .route("/me/sessions/{id}", post(security::revoke_session))
        .route("/me/tokens", get(security::tokens).post(security::make_token))
        .route("/me/tokens/{id}", post(security::revoke_token))
        .route("/me/inbox", get(inbox::show))
        .route("/me/inbox/read", post(inbox::read_all))
        .route("/me/inbox/{id}", get(inbox::open).post(inbox::read_one))
        .route("/me/data", get(me::data))
        .route("/me/data/export", get(me::export))
        .route("/me/erase", get(me::ask_erasure).post(me::erase))
        .route("/operate/people", get(operate::list))
        .route("/operate/people/{id}", get(operate::show))
        .route("/operate/people/{id}/roles", post(operate::set_roles))
        .route("/operate/people/{id}/standing", post(operate::set_standing))
        .route("/operate/people/{id}/organisations", post(operate::set_organisation))
        .route("/operate/organisations", get(operate::organisations).post(operate::create_organisation))
        .route("/operate/roles", get(operate::table))
        .route("/operate/roles/{permission}", post(operate::decide))
        .route("/operate/settings", get(settings::show))
        .route("/operate/settings/{name}", post(settings::decide))
        .route("/demo", get(demo::people))
        .route("/demo/people", get(demo::people))
        .route("/demo/sign-in", post(demo::sign_in))
        .route("/demo/mail", get(demo::mail))
        .route("/demo/mail/{id}", get(demo::letter))
}

/// The cookie that a browser keeps from registering until the link is opened there.
const REGISTRATION_COOKIE: &str = "weft_registration";

/// Browsers forget a cookie after 400 days whatever we say; the session's row knows better when it ends.
const COOKIE_LASTS: i64 = 400 * 86_400;

/// A cookie's header. `lasts` in seconds: zero takes the cookie away, nothing leaves it until the window closes.
fn cookie(cx: &Cx, name: &str, value: &str, lasts: Option<i64>) -> Option<HeaderValue> {
    let secure = if cx.house().settings.secure_cookies { "; Secure" } else { "" };
    let lasts = lasts.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{lasts}")).ok()
}

/// An answer with cookies.
fn with_cookies(
    answer: impl IntoResponse,
    cookies: impl IntoIterator<Item = Option<HeaderValue>>,
) -> Response {
    let mut response = answer.into_response();
    for value in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// The session's cookie.
fn session_cookie(cx: &Cx, value: &str, lasts: Option<i64>) -> Option<HeaderValue> {
    cookie(cx, &cookie_name(cx, web::SESSION_COOKIE), value, lasts)
}

/// The form's page again, with what was refused; nothing typed is lost.
fn again(visit: &Visit, error: Error, page: impl FnOnce(Errors) -> Answer<Page>) -> Answer<Response> {
    let (status, wait) = error.refusal().map_or((422, None), |refusal| (refusal.status, refusal.retry_after));
    let errors = Errors::of_error(&visit.tongue, error)?;
    let mut response = page(errors)?.status(status).into_response();
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}
