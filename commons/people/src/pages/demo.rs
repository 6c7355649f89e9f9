//! The demo's invented people, and the letters that it keeps instead of sending them. Elsewhere there is nothing here.

use super::entry::{came_in, new_session};
use crate::{
    demo::{self, Invented},
    enter::Opened,
    sessions,
};
use act::{Id, Person, Refusal};
use askama::Template;
use axum::{extract::Path, response::Response};
use events::Kept;
use http::HeaderMap;
use serde::Deserialize;
use web::{Answer, Form, Page, Tongue, Visit};

/// Refuses outside the demo: there these pages are nowhere.
fn only_in_the_demo(visit: &Visit) -> act::Result<()> {
    if visit.cx.house().settings.demo { Ok(()) } else { Err(Refusal::not_found().into()) }
}

/// Those of one role.
struct Troupe {
    role: &'static str,
    people: Vec<Invented>,
}

#[derive(Template)]
#[template(path = "pages/demo-people.html")]
struct DemoView<'a> {
    t: &'a Tongue,
    troupes: Vec<Troupe>,
}

/// GET /demo
pub(super) async fn people(visit: Visit) -> Answer<Page> {
    only_in_the_demo(&visit)?;
    let invented = visit.read(|tx, _| demo::invented(tx)).await?;
    let mut troupes: Vec<Troupe> =
        ["member", "staff", "partner", "operator"].map(|role| Troupe { role, people: Vec::new() }).into();
    for person in invented {
        let place = troupes.iter_mut().find(|troupe| troupe.role == person.highest().name());
        if let Some(troupe) = place {
            troupe.people.push(person);
        }
    }
    troupes.retain(|troupe| !troupe.people.is_empty());
    visit.page("/demo", visit.tongue.say("people-demo-title"), &DemoView { t: &visit.tongue, troupes })
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    person: String,
    back: String,
}

/// POST /demo/sign-in
pub(super) async fn sign_in(visit: Visit, headers: HeaderMap, Form(form): Form<Chosen>) -> Answer<Response> {
    only_in_the_demo(&visit)?;
    let person: Id<Person> = form.person.parse().map_err(|_| Refusal::not_found())?;
    let session = new_session(&visit, &headers, true)?;
    let begun = session.clone();
    let store = visit.cx.store();
    let language = store.write(move |tx| {
        let language = demo::language_of_invented(tx, person)?;
        sessions::begin(tx, person, &begun)?;
        Ok::<_, act::Error>(language)
    });
    let opened = Opened { person, signed_in: true, language: language.await?, back: None };
    Ok(came_in(&visit, &opened, &session, &form.back))
}

#[derive(Template)]
#[template(path = "pages/demo-mail.html")]
struct MailView<'a> {
    t: &'a Tongue,
    letters: &'a [Kept],
}

/// GET /demo/mail
pub(super) async fn mail(visit: Visit) -> Answer<Page> {
    only_in_the_demo(&visit)?;
    let letters = visit.read(|tx, _| Ok(events::kept_letters(tx, None, 100)?)).await?;
    let view = MailView { t: &visit.tongue, letters: &letters };
    visit.page("/demo", visit.tongue.say("people-demo-mail-title"), &view)
}

#[derive(Template)]
#[template(path = "pages/demo-letter.html")]
struct LetterView<'a> {
    t: &'a Tongue,
    kept: &'a Kept,
    html: String,
}

/// GET /demo/mail/{id}
pub(super) async fn letter(visit: Visit, Path(id): Path<Id<events::Letter>>) -> Answer<Page> {
    only_in_the_demo(&visit)?;
    let before = id.raw().checked_add(1);
    let kept = visit.read(move |tx, _| Ok(events::kept_letters(tx, before, 1)?)).await?;
    let kept = kept.into_iter().find(|kept| kept.id == id.raw()).ok_or_else(Refusal::not_found)?;
    let view = LetterView { t: &visit.tongue, kept: &kept, html: web::prose(&kept.letter.text) };
    visit.page("/demo", &kept.letter.subject, &view)
}
