//! Refusals and faults on their way to a person or a program.
//!
//! A handler answers `Result<_, Failure>`. The failure travels to the outermost layer as an extension of the response;
//! there it becomes a page in the visitor's language, or a problem document (RFC 9457) under `/api/`.

use crate::{Tongue, Visit, page};
use act::{Error, Refusal};
use askama::Template;
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

/// What handlers answer.
pub type Answer<T> = Result<T, Failure>;

/// Why a handler could not answer as asked.
#[derive(Debug, Clone)]
pub struct Failure(pub Error);

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = status_of(&self.0).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// RFC 9457: the refusal for programs.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Which refusal: `urn:weft:<key>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in the reader's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Which request it was, to ask the operator about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instance: String,
    /// Where to go instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    /// Each field that was refused, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

/// One field that was refused.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct FieldProblem {
    /// The field's name.
    pub field: String,
    /// What is wrong with it, in the reader's language.
    pub detail: String,
    /// Which refusal: `urn:weft:<key>`.
    #[serde(rename = "type")]
    pub kind: String,
}

impl Problem {
    /// The problem document of a refusal.
    pub fn new(tongue: &Tongue, refusal: &Refusal, request: &str) -> Self {
        let errors = refusal.each().filter_map(|refusal| {
            let field = refusal.field.as_ref()?.to_string();
            Some(FieldProblem { field, detail: tongue.refusal(refusal), kind: urn(&refusal.key) })
        });
        Self {
            kind: urn(&refusal.key),
            title: tongue.refusal(refusal),
            status: refusal.status,
            instance: request.to_owned(),
            instead: refusal.instead.clone(),
            errors: errors.collect(),
        }
    }
}

fn urn(key: &str) -> String {
    format!("urn:weft:{key}")
}

fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::Refused(refusal) => StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST),
        Error::Fault(fault) if fault.passes().is_some() => StatusCode::SERVICE_UNAVAILABLE,
        Error::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The refusal that stands for an error: a fault's says only which request it was.
fn refusal_of(error: &Error, request: &str) -> Refusal {
    match error {
        Error::Refused(refusal) => (**refusal).clone(),
        Error::Fault(fault) => match fault.passes() {
            Some(wait) => {
                tracing::warn!(request, %fault, "could not serve just now");
                let key = if *fault == store::Error::DiskFull { "refused-full" } else { "refused-busy" };
                Refusal::new(503, key).retry_after(wait.as_secs().max(1))
            }
            None => {
                tracing::error!(request, %fault, "fault");
                Refusal::new(500, "refused-fault").with("request", request)
            }
        },
    }
}

#[derive(Template)]
#[template(path = "refused.html")]
struct Refused<'a> {
    t: &'a Tongue,
    status: u16,
    heading: String,
    message: String,
    instead: Option<&'a str>,
    sign_in: Option<String>,
    back: &'a str,
}

/// The last layer: turns what failed into what this visitor reads.
pub(crate) fn shown_to(visit: &Visit, response: Response) -> Response {
    let status = response.status();
    let failure = response.extensions().get::<Failure>().cloned();
    let bare =
        response.headers().get(header::CONTENT_TYPE).is_none_or(|t| t.as_bytes().starts_with(b"text/plain"));
    let request = &visit.about.request;
    let refusal = match failure {
        Some(Failure(error)) => refusal_of(&error, request),
        // What a layer or an extractor refused on its own: no such address, wrong method, body too large …
        None if (status.is_client_error() || status.is_server_error()) && bare => of_status(status),
        None => return response,
    };
    let mut shown = if visit.about.api {
        let mut shown = Json(Problem::new(&visit.tongue, &refusal, request)).into_response();
        shown
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        shown
    } else {
        page_of(visit, &refusal)
    };
    *shown.status_mut() = StatusCode::from_u16(refusal.status).unwrap_or(status);
    for name in [header::ALLOW, header::SET_COOKIE] {
        if let Some(value) = response.headers().get(&name) {
            shown.headers_mut().insert(name, value.clone());
        }
    }
    if let Some(seconds) = refusal.retry_after {
        shown.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if refusal.status == 401 && visit.about.api {
        shown.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    shown
}

fn page_of(visit: &Visit, refusal: &Refusal) -> Response {
    let view = Refused {
        t: &visit.tongue,
        status: refusal.status,
        heading: heading(visit, refusal.status),
        message: visit.tongue.refusal(refusal),
        instead: refusal.instead.as_deref(),
        sign_in: (refusal.status == 401).then(|| format!("/sign-in?back={}", page::encode(&visit.address()))),
        back: "/",
    };
    let title = visit.tongue.say(format!("error-title-{}", title_of(refusal.status)));
    match visit.page("", title, &view) {
        Ok(page) => page.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What the page says first: not that something failed when all that is missing is a name, or the page.
fn heading(visit: &Visit, status: u16) -> String {
    let key = match status {
        404 | 410 => "error-heading-nothing".to_owned(),
        401 | 429 | 503 => format!("error-title-{}", title_of(status)),
        _ => "error-heading".to_owned(),
    };
    visit.tongue.say(key).to_string()
}

fn title_of(status: u16) -> &'static str {
    match status {
        401 => "sign-in",
        403 => "not-allowed",
        404 | 410 => "not-found",
        429 | 503 => "busy",
        500 => "fault",
        _ => "refused",
    }
}

fn of_status(status: StatusCode) -> Refusal {
    let key = match status {
        StatusCode::NOT_FOUND => "refused-not-found",
        StatusCode::METHOD_NOT_ALLOWED => "refused-method",
        StatusCode::PAYLOAD_TOO_LARGE => "refused-too-large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "refused-media-type",
        StatusCode::FORBIDDEN => "refused-cross-site",
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => {
            "refused-busy"
        }
        StatusCode::INTERNAL_SERVER_ERROR => "refused-fault",
        _ => "refused-malformed",
    };
    Refusal::new(status.as_u16(), key).with("request", "")
}
