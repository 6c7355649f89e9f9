//! Language, light or dark, and zone: in cookies, and in the account of whoever is signed in.

use super::{COOKIE_LASTS, cookie, with_cookies};
use crate::profile;
use axum::response::Response;
use jiff::tz::TimeZone;
use serde::Deserialize;
use web::{Answer, Form, LANGUAGE_COOKIE, See, THEME_COOKIE, Visit, ZONE_COOKIE};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Preferences {
    language: String,
    theme: String,
    zone: String,
    back: String,
}

/// POST /preferences. What we do not know is left as it was: pickers offer nothing else.
pub(super) async fn set(visit: Visit, Form(form): Form<Preferences>) -> Answer<Response> {
    let language = Some(form.language).filter(|language| visit.tongue.languages().contains(language));
    let zone = Some(form.zone).filter(|zone| !zone.is_empty() && TimeZone::get(zone).is_ok());
    let theme = match form.theme.as_str() {
        "light" | "dark" => cookie(&visit.cx, THEME_COOKIE, &form.theme, Some(COOKIE_LASTS)),
        "auto" => cookie(&visit.cx, THEME_COOKIE, "", Some(0)),
        _ => None,
    };
    let kept = |name, value: &Option<String>| {
        value.as_ref().and_then(|value| cookie(&visit.cx, name, value, Some(COOKIE_LASTS)))
    };
    let cookies = [kept(LANGUAGE_COOKIE, &language), kept(ZONE_COOKIE, &zone), theme];
    if visit.actor.signed_in() && (language.is_some() || zone.is_some()) {
        visit.act(move |tx, who| profile::prefer(tx, who, language.as_deref(), zone.as_deref())).await?;
    }
    Ok(with_cookies(See::other(form.back), cookies))
}
