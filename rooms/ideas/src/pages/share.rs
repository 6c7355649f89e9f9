//! Sharing an idea: the form, likely duplicates while typing, and the same page again when something is amiss.

use crate::{
    Category, Idea,
    alike::{self, Alike},
    categories::{self, CategoryView},
    model::ROOM,
    post::{self, Audience, NewIdea},
    settings::{self, Rules},
};
use act::{Actor, Id, Person, Prose, Refusal, Result, Tx};
use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{Html, IntoResponse, Response},
};
use files::Attach;
use pieces::{Body, Title};
use programmes::{Programme, ProgrammeHead};
use serde::Deserialize;
use std::collections::HashMap;
use web::{Answer, Byline, Errors, Form, Page, See, Tongue, Uploads, Visit, field};

/// Pictures that the form offers places for.
const PICTURES: usize = 3;
/// Languages that can be chosen by hand.
const LANGUAGES: [&str; 8] = ["en", "fr", "de", "es", "pt", "it", "nl", "ja"];

/// The form as it was typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    programme: String,
    title: String,
    body: String,
    category: Vec<String>,
    language: String,
    audience: String,
    grown_from: String,
    coauthors: String,
    seen: Vec<String>,
    terms: bool,
    /// What the pictures show, by their place.
    alts: Vec<String>,
    /// Pictures came with the form.
    pictured: bool,
}

impl Typed {
    fn of(sent: &Uploads) -> Self {
        Self {
            programme: sent.get("programme").to_owned(),
            title: sent.get("title").to_owned(),
            body: sent.get("body").to_owned(),
            category: sent.every("category").to_vec(),
            language: sent.get("language").to_owned(),
            audience: if sent.get("draft").is_empty() {
                sent.get("visibility").to_owned()
            } else {
                "draft".to_owned()
            },
            grown_from: sent.get("grown_from").to_owned(),
            coauthors: sent.get("coauthors").to_owned(),
            seen: sent.every("seen").to_vec(),
            terms: !sent.get("terms").is_empty(),
            alts: (1..=files::MOST).map(|n| sent.get(&format!("alt-{n}")).to_owned()).collect(),
            pictured: !sent.files.is_empty(),
        }
    }

    /// Everything but what only the database knows.
    fn parse(&self, programme: Id<Programme>, coauthors: Vec<Id<Person>>) -> Result<NewIdea, Refusal> {
        let mut refusals = Vec::new();
        let title: Option<Title> = field(&mut refusals, "title", &self.title);
        let body: Option<Body> = field(&mut refusals, "body", &self.body);
        let mut categories: Vec<Id<Category>> = Vec::new();
        for raw in &self.category {
            categories.extend(web::choice::<Id<Category>>(&mut refusals, "category", raw));
        }
        let audience = match self.audience.as_str() {
            "" => Some(Audience::Everyone),
            other => web::choice(&mut refusals, "visibility", other),
        };
        let grown_from = match self.grown_from.as_str() {
            "" => None,
            other => web::choice(&mut refusals, "grown_from", other),
        };
        if !self.terms && audience != Some(Audience::Draft) {
            refusals.push(Refusal::field("terms", "ideas-refused-terms"));
        }
        let seen = self.seen.iter().filter_map(|raw| raw.parse().ok()).collect();
        if let Some(refusal) = Refusal::all(refusals) {
            return Err(refusal);
        }
        match (title, body, audience) {
            (Some(title), Some(body), Some(audience)) => {
                let language = Some(self.language.clone()).filter(|tag| !tag.is_empty());
                Ok(NewIdea {
                    programme,
                    title,
                    body,
                    categories,
                    language,
                    audience,
                    grown_from,
                    coauthors,
                    seen,
                })
            }
            _ => Err(Refusal::new(422, "refused-malformed")),
        }
    }
}

/// What the form shows beside what was typed.
struct Looked {
    programme: ProgrammeHead,
    categories: Vec<CategoryView>,
    partners: HashMap<Id<Category>, Vec<Byline>>,
    grown_from: Option<(Id<Idea>, String)>,
    alike: Vec<Alike>,
    rules: Rules,
    open: Vec<ProgrammeHead>,
}

fn open_programmes(tx: &mut Tx<'_>, who: &Actor) -> Result<Vec<ProgrammeHead>> {
    let room = programmes::Asked { standing: Some(programmes::Standing::Open), room: Some(ROOM.to_owned()) };
    Ok(programmes::all(tx, who, &room, &web::Paging { after: None, limit: Some(50) })?.items)
}

/// The programme that is meant: the one named, that of the idea taken further, or the only one that is open.
fn programme_of(tx: &mut Tx<'_>, who: &Actor, typed: &Typed) -> Result<ProgrammeHead> {
    if let Ok(source) = typed.grown_from.parse::<Id<Idea>>()
        && typed.programme.is_empty()
    {
        let card = crate::card(tx, who, source)?;
        return programmes::head(tx, card.line.programme);
    }
    if !typed.programme.is_empty() {
        return programmes::visible(tx, who, &typed.programme);
    }
    match open_programmes(tx, who)?.into_iter().next() {
        Some(first) => Ok(first),
        None => Err(Refusal::new(409, "ideas-refused-no-programme").into()),
    }
}

fn look(tx: &mut Tx<'_>, who: &Actor, typed: &Typed) -> Result<Looked> {
    let programme = programme_of(tx, who, typed)?;
    programmes::open_for_posting(tx, programme.id, ROOM)?;
    let categories = categories::categories(tx, programme.id, false)?;
    let partners = categories::partners_of(tx, &categories.iter().map(|one| one.id).collect::<Vec<_>>())?;
    let alike = if typed.title.trim().is_empty() {
        Vec::new()
    } else {
        alike::alike(tx, who, programme.id, &typed.title, &typed.body, None, None)?
    };
    let grown_from = match typed.grown_from.parse::<Id<Idea>>() {
        Ok(source) => Some((source, crate::card(tx, who, source)?.head.name())),
        Err(_) => None,
    };
    Ok(Looked {
        categories,
        partners,
        alike,
        grown_from,
        rules: settings::rules(tx)?,
        open: open_programmes(tx, who)?,
        programme,
    })
}

#[derive(Template)]
#[template(path = "pages/share.html")]
struct Share<'a> {
    t: &'a Tongue,
    form_key: String,
    errors: &'a Errors,
    typed: &'a Typed,
    looked: &'a Looked,
    /// Likely duplicates stop the form until they have been seen.
    stopped: bool,
}

impl Share<'_> {
    fn checked(&self, category: &CategoryView) -> bool {
        self.typed.category.iter().any(|chosen| *chosen == category.id.to_string())
    }
    fn readers(&self, category: &CategoryView) -> Option<String> {
        let partners = self.looked.partners.get(&category.id)?;
        let names: Vec<&str> = partners.iter().map(|byline| byline.name.as_str()).collect();
        Some(self.t.say("ideas-read-by").arg("names", names.join(", ")).to_string())
    }
    fn pictures(&self) -> Attach<'_> {
        Attach::new(self.t, self.errors, PICTURES, &self.typed.alts).after(self.typed.pictured)
    }
    fn alike(&self) -> AlikeView<'_> {
        AlikeView { t: self.t, alike: &self.looked.alike, stopped: self.stopped }
    }
    fn languages(&self) -> impl Iterator<Item = (&'static str, bool)> {
        LANGUAGES.into_iter().map(|tag| (tag, self.typed.language == tag))
    }
    fn invalid(&self, name: &str) -> bool {
        self.errors.of(name).is_some()
    }
}

/// Ideas like the one being typed.
#[derive(Template)]
#[template(path = "pages/alike.html")]
struct AlikeView<'a> {
    t: &'a Tongue,
    alike: &'a [Alike],
    stopped: bool,
}

impl AlikeView<'_> {
    fn why(&self, one: &Alike) -> String {
        let status = self.t.say(format!("ideas-status-{}", one.status)).to_string();
        let mut parts: Vec<String> =
            one.points.map(|points| super::points_words(self.t, points)).into_iter().collect();
        parts.push(status);
        if !one.shared_words.is_empty() {
            parts
                .push(self.t.say("ideas-alike-shares").arg("words", one.shared_words.join(", ")).to_string());
        }
        parts.join("; ")
    }
}

fn page_of(visit: &Visit, typed: &Typed, looked: &Looked, errors: &Errors, stopped: bool) -> Answer<Page> {
    let t = &visit.tongue;
    let view = Share { t, form_key: visit.form_key(), errors, typed, looked, stopped };
    Ok(visit.page("/ideas", t.say("ideas-share"), &view)?.style("rooms/ideas"))
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    programme: Option<String>,
    grown_from: Option<String>,
    /// What somebody looked for and nobody had said.
    title: Option<String>,
}

pub(crate) async fn form(visit: Visit, Query(asked): Query<Asked>) -> Answer<Page> {
    visit.actor.id()?;
    let typed = Typed {
        programme: asked.programme.unwrap_or_default(),
        grown_from: asked.grown_from.unwrap_or_default(),
        title: asked.title.unwrap_or_default(),
        ..Typed::default()
    };
    let again = typed.clone();
    let looked = visit.read(move |tx, who| look(tx, who, &again)).await?;
    page_of(&visit, &typed, &looked, &Errors::default(), false)
}

pub(crate) async fn post(visit: Visit, sent: Uploads) -> Answer<Response> {
    visit.actor.id()?;
    let typed = Typed::of(&sent);
    let again = typed.clone();
    let looked = visit.read(move |tx, who| look(tx, who, &again)).await?;
    let outcome = match (named(&visit, &typed.coauthors).await, files::receive(&visit.cx, &sent).await) {
        (Err(error), _) | (_, Err(error)) => Err(error),
        (Ok(coauthors), Ok(pictures)) => match typed.parse(looked.programme.id, coauthors) {
            Err(refusal) => Err(refusal.into()),
            Ok(new) => {
                let shared = visit.act(move |tx, who| {
                    let idea = post::post(tx, who, &new)?;
                    files::attach(tx, who, idea.cast(), &pictures)?;
                    Ok(idea)
                });
                shared.await
            }
        },
    };
    match outcome {
        Ok(idea) => Ok(See::other(format!("/ideas/{idea}?said=shared")).into_response()),
        Err(error) => {
            let stopped = error.is("ideas-alike");
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(page_of(&visit, &typed, &looked, &errors, stopped)?.status(422).into_response())
        }
    }
}

/// The people whose names or identifiers stand in the field, each an account.
async fn named(visit: &Visit, text: &str) -> Result<Vec<Id<Person>>> {
    let raw: Vec<String> = text
        .split([',', ' ', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    if raw.is_empty() {
        return Ok(Vec::new());
    }
    let unknown = || Refusal::field("coauthors", "ideas-refused-coauthor");
    let ids = raw.iter().map(|one| one.rsplit('/').next().unwrap_or(one).parse().map_err(|_| unknown()));
    let ids: Vec<Id<Person>> = ids.collect::<Result<_, Refusal>>()?;
    let asked = ids.clone();
    let known = visit.read(move |tx, _| people::bylines(tx, &asked)).await?;
    if ids.iter().all(|id| known.contains_key(id)) { Ok(ids) } else { Err(unknown().into()) }
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Typing {
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    programme: String,
}

/// The fragment that is asked for while somebody types a title; empty when nothing is alike.
pub(crate) async fn alike(visit: Visit, Query(typing): Query<Typing>) -> Answer<Response> {
    let found = visit.read(move |tx, who| {
        let typed = Typed { programme: typing.programme.clone(), ..Typed::default() };
        let programme = programme_of(tx, who, &typed)?;
        alike::alike(tx, who, programme.id, &typing.title, &typing.body, None, None)
    });
    let found = found.await?;
    let html = if found.is_empty() {
        String::new()
    } else {
        let view = AlikeView { t: &visit.tongue, alike: &found, stopped: false };
        web::rendered(&view)?
    };
    Ok(Html(html).into_response())
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Publish {
    #[serde(default)]
    seen: Vec<String>,
}

pub(crate) async fn publish(
    visit: Visit,
    Path(idea): Path<Id<Idea>>,
    Form(sent): Form<Publish>,
) -> Answer<Response> {
    let seen: Vec<Id<Idea>> = sent.seen.iter().filter_map(|raw| raw.parse().ok()).collect();
    match visit.act(move |tx, who| post::publish(tx, who, idea, &seen)).await {
        Ok(()) => Ok(See::other(format!("/ideas/{idea}?said=published")).into_response()),
        Err(error) if error.is("ideas-alike") => {
            Ok(See::other(format!("/ideas/{idea}?said=alike")).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// “It is the same”: the whole form is sent here, so that what was typed is said there as a comment.
pub(crate) async fn join(visit: Visit, Path(idea): Path<Id<Idea>>, sent: Uploads) -> Answer<See> {
    let words =
        Prose::<{ pieces::COMMENT }>::optional(sent.get("body")).map_err(|fault| fault.refusal("body"))?;
    visit.act(move |tx, who| post::join(tx, who, idea, words.as_ref())).await?;
    Ok(See::other(format!("/ideas/{idea}?said=joined")))
}
