//! What the operator sets the rules to, as JSON.

use crate::{
    permissions::DECIDE_SETTINGS,
    settings::{self, Chosen},
};
use act::{Id, Person, Refusal, Timestamp, Tx};
use axum::{Json, extract::Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Cx, Problem, Setting, Visit};

pub(super) fn routes() -> OpenApiRouter<Cx> {
    OpenApiRouter::new().routes(routes!(all)).routes(routes!(set, back))
}

/// A figure that the rules of rooms use.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct RuleSetting {
    /// Its name: the room, and what it is there.
    #[schema(example = "ideas.popular_half_life_days")]
    name: String,
    /// What it is, in one's language.
    words: String,
    /// What holds now.
    value: i64,
    /// What holds while nobody chose.
    default: i64,
    /// The smallest value it takes.
    least: i64,
    /// The largest value it takes.
    most: i64,
    /// Who chose the value; nobody when a tool did, when they were erased, and while nobody chose.
    #[schema(value_type = Option<String>)]
    by: Option<Id<Person>>,
    /// When it was chosen, if it was.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Timestamp>,
}

/// One as it stands; `chosen` are all that somebody chose.
fn standing(
    tx: &mut Tx<'_>,
    setting: &Setting,
    words: String,
    chosen: &[Chosen],
) -> act::Result<RuleSetting> {
    let value = setting.value(tx)?;
    let chosen = chosen.iter().find(|one| one.name == setting.name);
    let (by, at) = (chosen.and_then(|one| one.by), chosen.map(|one| one.at));
    let (least, most) = setting.range;
    Ok(RuleSetting {
        name: setting.name.to_owned(),
        words,
        value,
        default: setting.default,
        least,
        most,
        by,
        at,
    })
}

/// The settings with what their rooms say of them in the reader's language.
fn spoken(visit: &Visit) -> Vec<(&'static Setting, String)> {
    let house = visit.cx.house();
    let words = |setting: &Setting| house.words_for(&visit.tongue, "setting", setting.name);
    house.settings_of_rooms().map(|setting| (setting, words(setting))).collect()
}

fn named(visit: &Visit, name: &str) -> act::Result<(&'static Setting, String)> {
    let found = spoken(visit).into_iter().find(|(setting, _)| setting.name == name);
    found.ok_or_else(|| Refusal::not_found().into())
}

/// What the rules are set to
#[utoipa::path(get, path = "/settings", tag = "people", responses(
    (status = 200, description = "Every setting of every room", body = Vec<RuleSetting>),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an operator, or the token lacks the scope operate", body = Problem, content_type = "application/problem+json"),
))]
async fn all(visit: Visit) -> Answer<Json<Vec<RuleSetting>>> {
    let spoken = spoken(&visit);
    let found = visit.read(move |tx, who| {
        who.may(&DECIDE_SETTINGS)?;
        let chosen = settings::chosen(tx)?;
        let each = spoken.iter().map(|(setting, words)| standing(tx, setting, words.clone(), &chosen));
        each.collect::<act::Result<Vec<_>>>()
    });
    Ok(Json(found.await?))
}

/// What a setting is to be.
#[derive(Debug, Deserialize, ToSchema)]
struct NewSetting {
    /// A whole number between the least and the most that it takes.
    #[schema(example = 14)]
    value: i64,
}

async fn decide(visit: &Visit, name: &str, value: Option<i64>) -> Answer<Json<RuleSetting>> {
    visit.actor.may(&DECIDE_SETTINGS)?;
    let (setting, words) = named(visit, name)?;
    let decided = visit.act(move |tx, who| {
        settings::decide(tx, who, setting, value)?;
        let chosen = settings::chosen(tx)?;
        standing(tx, setting, words.clone(), &chosen)
    });
    Ok(Json(decided.await?))
}

/// Set a rule
#[utoipa::path(put, path = "/settings/{name}", tag = "people", params(("name" = String, Path, description = "The setting's name")), request_body = NewSetting, responses(
    (status = 200, description = "The setting as it is now", body = RuleSetting),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an operator, or the token lacks the scope operate", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no setting of this name", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Out of its range", body = Problem, content_type = "application/problem+json"),
))]
async fn set(
    visit: Visit,
    Path(name): Path<String>,
    Json(new): Json<NewSetting>,
) -> Answer<Json<RuleSetting>> {
    decide(&visit, &name, Some(new.value)).await
}

/// Set a rule to what it comes with
#[utoipa::path(delete, path = "/settings/{name}", tag = "people", params(("name" = String, Path, description = "The setting's name")), responses(
    (status = 200, description = "The setting as it is now", body = RuleSetting),
    (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an operator, or the token lacks the scope operate", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "There is no setting of this name", body = Problem, content_type = "application/problem+json"),
))]
async fn back(visit: Visit, Path(name): Path<String>) -> Answer<Json<RuleSetting>> {
    decide(&visit, &name, None).await
}
