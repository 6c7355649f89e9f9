//! Categories of a programme and their idea partners.

use crate::{
    Category,
    categories::{self, CategoryView, NewCategory},
    permissions,
};
use act::{Id, Person, Refusal, Result};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use programmes::ProgrammeHead;
use serde::Deserialize;
use std::collections::HashMap;
use web::{Answer, Byline, Errors, Form, Page, See, Tongue, Visit, field};

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    programme: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    programme: String,
    #[serde(default)]
    slug: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    answer_days: String,
    #[serde(default)]
    retired: String,
}

impl Typed {
    fn parse(&self) -> Result<NewCategory, Refusal> {
        let mut refusals = Vec::new();
        let title = field(&mut refusals, "title", &self.title);
        let raw = if self.answer_days.trim().is_empty() { "0" } else { &self.answer_days };
        let answer_days: Option<i64> = web::choice(&mut refusals, "answer_days", raw);
        if let Some(refusal) = Refusal::all(refusals) {
            return Err(refusal);
        }
        match (title, answer_days) {
            (Some(title), Some(answer_days)) => Ok(NewCategory {
                slug: self.slug.trim().to_owned(),
                title,
                answer_days,
                retired: !self.retired.is_empty(),
            }),
            _ => Err(Refusal::new(422, "refused-malformed")),
        }
    }
}

struct Looked {
    programme: ProgrammeHead,
    categories: Vec<CategoryView>,
    partners: HashMap<Id<Category>, Vec<Byline>>,
}

async fn look(visit: &Visit, slug: String) -> Result<Looked> {
    visit
        .read(move |tx, who| {
            let programme = programmes::visible(tx, who, &slug)?;
            programmes::require(tx, who, &permissions::CONFIGURE, programme.id)?;
            let categories = categories::categories(tx, programme.id, true)?;
            let ids: Vec<_> = categories.iter().map(|one| one.id).collect();
            Ok(Looked { partners: categories::partners_of(tx, &ids)?, categories, programme })
        })
        .await
}

#[derive(Template)]
#[template(path = "pages/categories.html")]
struct View<'a> {
    t: &'a Tongue,
    looked: &'a Looked,
    typed: &'a Typed,
    errors: &'a Errors,
    form_key: String,
}

impl View<'_> {
    fn partners(&self, category: &CategoryView) -> &[Byline] {
        self.looked.partners.get(&category.id).map_or(&[], Vec::as_slice)
    }
}

fn page(visit: &Visit, looked: &Looked, typed: &Typed, errors: &Errors) -> Answer<Page> {
    let t = &visit.tongue;
    let view = View { t, looked, typed, errors, form_key: visit.form_key() };
    Ok(visit.page("/ideas", t.say("ideas-categories"), &view)?.style("rooms/ideas"))
}

pub(crate) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer<Page> {
    let looked = look(&visit, asked.programme).await?;
    page(&visit, &looked, &Typed::default(), &Errors::default())
}

pub(crate) async fn keep(visit: Visit, Form(typed): Form<Typed>) -> Answer<Response> {
    let looked = look(&visit, typed.programme.clone()).await?;
    let programme = looked.programme.id;
    let done: Result<Id<Category>> = match typed.parse() {
        Ok(new) => visit.act(move |tx, who| categories::keep_category(tx, who, programme, &new)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(_) => {
            Ok(See::other(format!("/ideas/categories?programme={}", looked.programme.slug)).into_response())
        }
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(page(&visit, &looked, &typed, &errors)?.status(422).into_response())
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Appointed {
    #[serde(default)]
    person: String,
    #[serde(default)]
    appointed: String,
    #[serde(default)]
    programme: String,
}

pub(crate) async fn appoint(
    visit: Visit,
    Path(id): Path<Id<Category>>,
    Form(sent): Form<Appointed>,
) -> Answer<See> {
    let last = sent.person.trim().rsplit('/').next().unwrap_or_default();
    let person: Id<Person> = last.parse().map_err(|_| Refusal::field("person", "refused-choice"))?;
    let appointed = sent.appointed != "0";
    visit.act(move |tx, who| categories::appoint(tx, who, id, person, appointed)).await?;
    Ok(See::other(format!("/ideas/categories?programme={}", sent.programme)))
}
