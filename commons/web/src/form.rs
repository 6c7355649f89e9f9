//! Forms: raw fields in, refusals by field out, nothing typed is lost.

use crate::{Failure, Tongue};
use act::{Error, Line, Prose, Refusal, TextFault};
use askama::Template;
use axum::{
    extract::{FromRequest, Multipart, Request},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use std::{borrow::Cow, collections::HashMap};

/// A form as it was sent, urlencoded. Fields may repeat (`Vec`); unknown fields are ignored.
#[derive(Debug, Clone)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Response;
    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        match axum_extra::extract::Form::<T>::from_request(request, state).await {
            Ok(form) => Ok(Self(form.0)),
            Err(rejection) => {
                let status = rejection.into_response().status();
                let key = if status == http::StatusCode::PAYLOAD_TOO_LARGE {
                    "refused-too-large"
                } else {
                    "refused-malformed"
                };
                let status = if status == http::StatusCode::PAYLOAD_TOO_LARGE { 413 } else { 422 };
                Err(Failure::from(Refusal::new(status, key)).into_response())
            }
        }
    }
}

/// A file that came with a form.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The field's name.
    pub field: String,
    /// The name the file had on the sender's device.
    pub name: String,
    /// What the sender says it is; never believed.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// A form with files, `multipart/form-data`; urlencoded is accepted too, for programs without files.
#[derive(Debug, Clone, Default)]
pub struct Uploads {
    fields: HashMap<String, Vec<String>>,
    /// The files that are not empty.
    pub files: Vec<Upload>,
}

impl Uploads {
    /// The first value of a field; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// Every value of a field.
    pub fn every(&self, name: &str) -> &[String] {
        self.fields.get(name).map_or(&[], Vec::as_slice)
    }
}

impl<S: Send + Sync> FromRequest<S> for Uploads {
    type Rejection = Response;
    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let kind = request
            .headers()
            .get(http::header::CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, state).await?;
            let mut uploads = Self::default();
            for (name, value) in pairs {
                uploads.fields.entry(name).or_default().push(value);
            }
            return Ok(uploads);
        }
        let refused = |status: http::StatusCode| {
            let (status, key) = match status {
                http::StatusCode::PAYLOAD_TOO_LARGE => (413, "refused-too-large"),
                _ => (422, "refused-malformed"),
            };
            Failure::from(Refusal::new(status, key)).into_response()
        };
        let mut parts = Multipart::from_request(request, state).await.map_err(|e| refused(e.status()))?;
        let mut uploads = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|e| refused(e.status()))? {
            let field = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let media_type = part.content_type().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(|e| refused(e.status()))?;
            match file {
                Some(_) if bytes.is_empty() => {}
                Some(name) => uploads.files.push(Upload { field, name, media_type, bytes }),
                None => {
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    uploads.fields.entry(field).or_default().push(text);
                }
            }
        }
        Ok(uploads)
    }
}

/// What is wrong with a form, by field and as a whole. A template shows `errors.of("title")` beside the field and
/// `errors.summary(t)` at the top.
#[derive(Debug, Clone, Default)]
pub struct Errors {
    fields: Vec<(String, String)>,
    general: Vec<String>,
}

impl Errors {
    /// The refusals of an act in the reader's words; a fault is handed back, it is not for a form to show.
    ///
    /// # Errors
    /// Faults, and refusals that are not about the form (401, 403, 404).
    pub fn of_error(tongue: &Tongue, error: Error) -> Result<Self, Failure> {
        match error {
            Error::Refused(refusal) if matches!(refusal.status, 409 | 413 | 422 | 429) => {
                Ok(Self::of_refusal(tongue, &refusal))
            }
            other => Err(Failure(other)),
        }
    }

    /// The refusals in the reader's words.
    pub fn of_refusal(tongue: &Tongue, refusal: &Refusal) -> Self {
        let mut errors = Self::default();
        for refusal in refusal.each() {
            let words = tongue.refusal(refusal);
            match &refusal.field {
                Some(field) => errors.fields.push((field.to_string(), words)),
                None => errors.general.push(words),
            }
        }
        errors
    }

    /// What is wrong with this field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| name == field).map(|(_, words)| words.as_str())
    }

    /// The summary that stands at the top of the form.
    pub fn summary<'a>(&'a self, t: &'a Tongue) -> Summary<'a> {
        Summary { t, errors: self }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.general.is_empty()
    }

    /// Every error with the field it belongs to (empty for the form as a whole), for the summary on top.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.fields.iter().map(|(field, words)| (field.as_str(), words.as_str()));
        self.general.iter().map(|words| ("", words.as_str())).chain(fields)
    }
}

/// What is wrong with a form, at its top; nothing when nothing is.
#[derive(Debug, Template)]
#[template(path = "errors.html")]
pub struct Summary<'a> {
    t: &'a Tongue,
    errors: &'a Errors,
}

/// Anything that a field's text can be parsed into.
pub trait Parsed: Sized {
    /// Parses the text of this field.
    ///
    /// # Errors
    /// A refusal that names the field.
    fn parsed(name: &'static str, raw: &str) -> Result<Self, Refusal>;
}
impl<const LIMIT: usize> Parsed for Line<LIMIT> {
    fn parsed(name: &'static str, raw: &str) -> Result<Self, Refusal> {
        Self::parse(raw).map_err(|fault: TextFault| fault.refusal(name))
    }
}
impl<const LIMIT: usize> Parsed for Prose<LIMIT> {
    fn parsed(name: &'static str, raw: &str) -> Result<Self, Refusal> {
        Self::parse(raw).map_err(|fault: TextFault| fault.refusal(name))
    }
}
impl<const LIMIT: usize> Parsed for Option<Line<LIMIT>> {
    fn parsed(name: &'static str, raw: &str) -> Result<Self, Refusal> {
        Line::optional(raw).map_err(|fault| fault.refusal(name))
    }
}
impl<const LIMIT: usize> Parsed for Option<Prose<LIMIT>> {
    fn parsed(name: &'static str, raw: &str) -> Result<Self, Refusal> {
        Prose::optional(raw).map_err(|fault| fault.refusal(name))
    }
}

/// Parses one field and puts its refusal with the others, so that a form hears of all its errors at once.
pub fn field<T: Parsed>(refusals: &mut Vec<Refusal>, name: &'static str, raw: &str) -> Option<T> {
    T::parsed(name, raw).map_err(|refusal| refusals.push(refusal)).ok()
}

/// Parses a field that offers choices: an enum, an identifier, an instant.
pub fn choice<T: std::str::FromStr>(refusals: &mut Vec<Refusal>, name: &'static str, raw: &str) -> Option<T> {
    let refusal = || Refusal::field(Cow::Borrowed(name), "refused-choice");
    raw.trim().parse().map_err(|_| refusals.push(refusal())).ok()
}
