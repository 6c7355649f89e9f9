//! Writing a programme down, and changing its words.

use super::form::{Control, FormPage, FormView, Kind, Maker, Section, crumb, mended, once};
use crate::{
    Asked, Edit, NewProgramme, ProgrammeHead, Slug, State, TemplateKind, all, create as draft, edit, filled,
    head, may_in,
    permissions::{CREATE, EDIT},
    visible, with_ids,
};
use act::{Error, Line, Prose, Refusal, Result};
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use web::{Answer, Errors, Form, Page, Paging, See, Template, Tongue, Visit, choice, field};

#[derive(Template)]
#[template(path = "pages/choose.html")]
struct Choose<'a> {
    t: &'a Tongue,
    kinds: Vec<(&'static str, String, String)>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NewForm {
    template: String,
    title: String,
    question: String,
    criteria: String,
    slug: String,
    zone: String,
    grown_from: String,
}

/// Without a template: the five to choose from. With one: the form.
pub(crate) async fn new(visit: Visit, Query(mut typed): Query<NewForm>) -> Answer<Page> {
    visit.actor.may(&CREATE)?;
    let t = &visit.tongue;
    let Ok(kind) = typed.template.parse::<TemplateKind>() else {
        let say =
            |kind: TemplateKind, part: &str| t.say(format!("programmes-template-{kind}-{part}")).to_string();
        let kinds = TemplateKind::ALL.map(|kind| (kind.name(), say(kind, "name"), say(kind, "about"))).into();
        return visit.page("/programmes", t.say("programmes-new-title"), &Choose { t, kinds });
    };
    if typed.question.is_empty() {
        typed.question = t.say(format!("programmes-template-{kind}-question")).to_string();
    }
    new_page(&visit, &typed, &Errors::default(), 200).await
}

async fn new_page(visit: &Visit, typed: &NewForm, errors: &Errors, status: u16) -> Answer<Page> {
    let parents = visit
        .read(|tx, who| Ok(all(tx, who, &Asked::default(), &Paging { after: None, limit: Some(100) })?.items))
        .await?;
    let t = &visit.tongue;
    let make = Maker { t, errors, prefix: "" };
    let templates = TemplateKind::ALL
        .map(|kind| (kind.to_string(), t.say(format!("programmes-template-{kind}-name")).to_string()));
    let mut grown = vec![(String::new(), t.say("programmes-field-grown-from-none").to_string())];
    grown.extend(parents.into_iter().map(|parent| (parent.id.to_string(), parent.title)));
    let mut controls = vec![
        make.control("title", "programmes-field-title", Kind::Line(160), &typed.title)
            .hint(t.say("programmes-field-title-hint")),
        make.control("question", "programmes-field-question", Kind::Area(600), &typed.question)
            .hint(t.say("programmes-field-question-hint")),
        make.control("criteria", "programmes-field-criteria", Kind::Area(2000), &typed.criteria).optional(),
        make.control("template", "programmes-new-chosen", Kind::Select(templates.into()), &typed.template),
        make.control("grown_from", "programmes-field-grown-from", Kind::Select(grown), &typed.grown_from),
    ];
    let zone = if typed.zone.is_empty() { zone_of(visit) } else { typed.zone.clone() };
    controls.extend(address(&make, &typed.slug, &zone));
    let form = FormView {
        action: once(visit, "/programmes"),
        hidden: Vec::new(),
        sections: vec![Section::plain(controls)],
        button: t.say("programmes-create").to_string(),
        danger: false,
    };
    FormPage {
        t,
        crumb: None,
        title: t.say("programmes-new-title").to_string(),
        lede: t.say("programmes-new-lede").to_string(),
        notice: None,
        errors,
        form,
    }
    .page(visit, status)
}

/// The name in addresses and the zone: settled while it is a draft.
fn address(make: &Maker<'_>, slug: &str, zone: &str) -> [Control; 2] {
    [
        make.control("slug", "programmes-field-slug", Kind::Line(60), slug)
            .hint(make.t.say("programmes-field-slug-hint"))
            .optional(),
        make.control("zone", "programmes-field-zone", Kind::Line(64), zone)
            .hint(make.t.say("programmes-field-zone-hint")),
    ]
}

fn zone_of(visit: &Visit) -> String {
    visit.tongue.zone().iana_name().unwrap_or("UTC").to_owned()
}

pub(crate) async fn create(visit: Visit, Form(typed): Form<NewForm>) -> Answer<Response> {
    let made = match parsed(&visit, &typed) {
        Ok(new) => {
            let (kind, zone) = (new.template, new.zone.clone());
            let filled =
                filled(&visit.tongue, kind, &super::room_names(visit.cx.house()), &zone, visit.tongue.now());
            visit
                .act(move |tx, who| {
                    let mut new = new.clone();
                    new.charter = filled.charter.clone();
                    new.phases = with_ids(tx, &filled.phases, &new.zone)?;
                    draft(tx, who, &new)
                })
                .await
        }
        Err(refusal) => Err(refusal.into()),
    };
    match made {
        Ok(head) => Ok(See::other(format!("{}/charter", head.path())).into_response()),
        Err(error) => {
            let (errors, status) = mended(&visit.tongue, error)?;
            Ok(new_page(&visit, &typed, &errors, status).await?.into_response())
        }
    }
}

fn parsed(visit: &Visit, typed: &NewForm) -> Result<NewProgramme, Refusal> {
    let mut refusals = Vec::new();
    let title = field::<Line<160>>(&mut refusals, "title", &typed.title);
    let question = field::<Prose<600>>(&mut refusals, "question", &typed.question);
    let criteria = field::<Option<Prose<2000>>>(&mut refusals, "criteria", &typed.criteria);
    let template = choice::<TemplateKind>(&mut refusals, "template", &typed.template);
    let slug = slug_of(&mut refusals, &typed.slug);
    let grown_from = match typed.grown_from.trim() {
        "" => None,
        raw => choice(&mut refusals, "grown_from", raw),
    };
    let zone = if typed.zone.trim().is_empty() { zone_of(visit) } else { typed.zone.trim().to_owned() };
    if let Err(refused) = crate::phase::zone(&zone) {
        refusals.push(refused.into());
    }
    match (Refusal::all(refusals), title, question, criteria, template) {
        (None, Some(title), Some(question), Some(criteria), Some(template)) => Ok(NewProgramme {
            title,
            question,
            criteria,
            slug,
            template,
            zone,
            language: Some(visit.tongue.language().to_owned()),
            grown_from,
            charter: crate::Charter::default(),
            phases: Vec::new(),
        }),
        (refusal, ..) => Err(refusal.unwrap_or_else(Refusal::not_found)),
    }
}

fn slug_of(refusals: &mut Vec<Refusal>, raw: &str) -> Option<Slug> {
    if raw.trim().is_empty() {
        return None;
    }
    Slug::parse(raw).map_err(|refused| refusals.push(refused.into())).ok()
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WordsForm {
    title: String,
    question: String,
    criteria: String,
    slug: String,
    zone: String,
    revision: i64,
}

pub(crate) async fn words(visit: Visit, Path(slug): Path<String>) -> Answer<Page> {
    let it = visit
        .read(move |tx, who| {
            let head = visible(tx, who, &slug)?;
            crate::require(tx, who, &EDIT, head.id)?;
            Ok(head)
        })
        .await?;
    let typed = WordsForm {
        title: it.title.clone(),
        question: it.question.clone(),
        criteria: it.criteria.clone().unwrap_or_default(),
        slug: it.slug.clone(),
        zone: it.zone.clone(),
        revision: it.revision,
    };
    words_page(&visit, &it, &typed, &Errors::default(), 200)
}

fn words_page(
    visit: &Visit,
    it: &ProgrammeHead,
    typed: &WordsForm,
    errors: &Errors,
    status: u16,
) -> Answer<Page> {
    let t = &visit.tongue;
    let make = Maker { t, errors, prefix: "" };
    let mut controls = vec![
        make.control("title", "programmes-field-title", Kind::Line(160), &typed.title),
        make.control("question", "programmes-field-question", Kind::Area(600), &typed.question),
        make.control("criteria", "programmes-field-criteria", Kind::Area(2000), &typed.criteria).optional(),
    ];
    if it.state == State::Draft {
        controls.extend(address(&make, &typed.slug, &typed.zone));
    }
    let form = FormView {
        action: once(visit, format!("{}/words", it.path())),
        hidden: vec![("revision", it.revision.to_string())],
        sections: vec![Section::plain(controls)],
        button: t.say("programmes-words-save").to_string(),
        danger: false,
    };
    let title = t.say("programmes-words-title").to_string();
    FormPage { t, crumb: crumb(it), title, lede: String::new(), notice: None, errors, form }
        .page(visit, status)
}

pub(crate) async fn change_words(
    visit: Visit,
    Path(slug): Path<String>,
    Form(typed): Form<WordsForm>,
) -> Answer<Response> {
    let it = visit.read(move |tx, who| visible(tx, who, &slug)).await?;
    let (id, revision, draft) = (it.id, typed.revision, it.state == State::Draft);
    let changed: Result<ProgrammeHead, Error> = match changed_words(&typed, draft) {
        Ok(words) => visit.act(move |tx, who| edit(tx, who, id, Some(revision), &words)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match changed {
        Ok(head) => Ok(See::other(head.path()).into_response()),
        Err(error) => {
            let (errors, status) = mended(&visit.tongue, error)?;
            let it = visit
                .read(move |tx, who| {
                    if may_in(tx, who, &EDIT, id)? { head(tx, id) } else { Err(Refusal::not_found().into()) }
                })
                .await?;
            Ok(words_page(&visit, &it, &typed, &errors, status)?.into_response())
        }
    }
}

fn changed_words(typed: &WordsForm, draft: bool) -> Result<Edit, Refusal> {
    let mut refusals = Vec::new();
    let title = field::<Line<160>>(&mut refusals, "title", &typed.title);
    let question = field::<Prose<600>>(&mut refusals, "question", &typed.question);
    let criteria = field::<Option<Prose<2000>>>(&mut refusals, "criteria", &typed.criteria);
    let slug = if draft { slug_of(&mut refusals, &typed.slug) } else { None };
    let zone = (draft && !typed.zone.trim().is_empty()).then(|| typed.zone.trim().to_owned());
    Refusal::all(refusals).map_or(Ok(Edit { title, question, criteria, slug, zone }), Err)
}
