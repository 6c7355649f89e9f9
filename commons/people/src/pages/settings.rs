//! What the operator sets the rules to.

use super::again;
use crate::{
    permissions::DECIDE_SETTINGS,
    settings::{self, Chosen},
};
use act::Refusal;
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use axum_extra::extract::Query;
use serde::Deserialize;
use web::{Answer, Error, Errors, Form, Page, See, Setting, Tongue, Visit};

/// A figure with what is said about it.
struct Line<'a> {
    setting: &'static Setting,
    words: String,
    value: String,
    /// Who chose it and when, if it is not what it comes with.
    by: Option<String>,
    error: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "pages/operate-settings.html")]
struct SettingsView<'a> {
    t: &'a Tongue,
    lines: Vec<Line<'a>>,
    errors: &'a Errors,
    done: bool,
}

/// The figures as they stand.
struct Figures {
    values: Vec<i64>,
    chosen: Vec<Chosen>,
    names: std::collections::HashMap<act::Id<act::Person>, web::Byline>,
}

async fn figures(visit: &Visit) -> act::Result<Figures> {
    let all: Vec<&'static Setting> = visit.cx.house().settings_of_rooms().collect();
    visit
        .read(move |tx, who| {
            who.may(&DECIDE_SETTINGS)?;
            let values = all.iter().map(|setting| setting.value(tx)).collect::<act::Result<Vec<_>>>()?;
            let chosen = settings::chosen(tx)?;
            let people: Vec<_> = chosen.iter().filter_map(|one| one.by).collect();
            Ok(Figures { values, chosen, names: crate::bylines(tx, &people)? })
        })
        .await
}

/// The page; `typed` is what was refused for one of them.
fn page(
    visit: &Visit,
    figures: &Figures,
    typed: Option<(&str, &str)>,
    errors: &Errors,
    done: bool,
) -> Answer<Page> {
    let (t, house) = (&visit.tongue, visit.cx.house());
    let by = |setting: &Setting| {
        let one = figures.chosen.iter().find(|one| one.name == setting.name)?;
        let name = one.by.and_then(|person| figures.names.get(&person)).map(|byline| byline.name.clone());
        let said = t.say("people-settings-by").arg("name", name.unwrap_or_else(|| "—".to_owned()));
        Some(said.arg("when", t.date(one.at)).to_string())
    };
    let lines = house.settings_of_rooms().zip(&figures.values).map(|(setting, value)| {
        let kept = typed.filter(|(name, _)| *name == setting.name).map(|(_, typed)| typed.to_owned());
        let words = house.words_for(t, "setting", setting.name);
        Line {
            setting,
            words: if words.is_empty() { setting.name.to_owned() } else { words },
            value: kept.unwrap_or_else(|| value.to_string()),
            by: by(setting),
            error: errors.of(setting.name),
        }
    });
    let view = SettingsView { t, lines: lines.collect(), errors, done };
    visit.page("/operate", t.say("people-settings-title"), &view)
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    done: String,
}

/// GET /operate/settings
pub(super) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer<Page> {
    let figures = figures(&visit).await?;
    page(&visit, &figures, None, &Errors::default(), !asked.done.is_empty())
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Decision {
    value: String,
    default: String,
}

/// POST /operate/settings/{name}
pub(super) async fn decide(
    visit: Visit,
    Path(name): Path<String>,
    Form(form): Form<Decision>,
) -> Answer<Response> {
    visit.actor.may(&DECIDE_SETTINGS)?;
    let mut all = visit.cx.house().settings_of_rooms();
    let setting = all.find(|one| one.name == name).ok_or_else(Refusal::not_found)?;
    let (least, most) = setting.range;
    let out_of_range = || {
        let refusal = Refusal::field(setting.name, "refused-out-of-range");
        Error::from(refusal.with("least", least).with("most", most))
    };
    let value = match form.value.trim().parse::<i64>() {
        _ if !form.default.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(out_of_range()),
    };
    let done = match value {
        Ok(value) => visit.act(move |tx, who| settings::decide(tx, who, setting, value)).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Ok(See::other("/operate/settings?done=set").into_response()),
        Err(error) => {
            let figures = figures(&visit).await?;
            let typed = Some((setting.name, form.value.as_str()));
            again(&visit, error, |errors| page(&visit, &figures, typed, &errors, false))
        }
    }
}
