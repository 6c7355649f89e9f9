//! One's own pages: what needs one, profile, data, and going.

use super::{
    fields::Input,
    inbox::{Told, told},
    session_cookie, with_cookies,
};
use crate::{
    erase,
    permissions::{ACCOUNT, READ_OWN},
    profile::{self, Profile},
    refusal::No,
    rows::Account,
};
use act::{Line, Refusal, Voice};
use askama::Template;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use http::{HeaderValue, header};
use jiff::tz::TimeZone;
use serde::Deserialize;
use web::{Answer, Error, Errors, Form, Page, PersonSection, See, Tongue, Visit, field};

/// Notices that the first page shows.
const SHOWN: u32 = 5;

#[derive(Template)]
#[template(path = "pages/me.html")]
struct MeView<'a> {
    t: &'a Tongue,
    account: &'a Account,
    voice: Voice,
    unread: i64,
    told: Vec<Told>,
    operator: bool,
    /// What the rooms show of the reader.
    sections: &'a [String],
}

/// GET /me
pub(super) async fn show(visit: Visit) -> Answer<Page> {
    let mut sections: Vec<PersonSection> =
        visit.cx.house().rooms.iter().flat_map(|room| room.person).copied().collect();
    sections.sort_by_key(|section| section.order);
    let tongue = visit.tongue.clone();
    let found = visit.read(move |tx, who| {
        who.may(&READ_OWN)?;
        let account = profile::own(tx, who)?;
        let (unread, notices) =
            (events::unread(tx, account.id)?, events::inbox(tx, account.id, None, SHOWN)?);
        let mut shown = Vec::new();
        for section in &sections {
            shown.extend((section.render)(tx, who, &tongue, account.id)?);
        }
        Ok((account, unread, notices, shown))
    });
    let (account, unread, notices, sections) = found.await?;
    let told = notices
        .iter()
        .filter(|notice| notice.read_at.is_none())
        .map(|notice| told(&visit.tongue, notice))
        .collect();
    let operator = visit.actor.can(&crate::permissions::ADMINISTER);
    let view = MeView {
        t: &visit.tongue,
        account: &account,
        voice: visit.actor.voice(),
        unread,
        told,
        operator,
        sections: &sections,
    };
    visit.page("/me", &account.name, &view)
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ProfileForm {
    name: String,
    part: String,
    language: String,
    zone: String,
    rev: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    done: String,
}

#[derive(Template)]
#[template(path = "pages/profile.html")]
struct ProfileView<'a> {
    t: &'a Tongue,
    form: &'a ProfileForm,
    email: &'a str,
    new_email: &'a str,
    has_password: bool,
    languages: Vec<(String, String)>,
    done: &'a str,
    errors: &'a Errors,
}

fn profile_page(
    visit: &Visit,
    account: &Account,
    form: &ProfileForm,
    new_email: &str,
    done: &str,
    errors: &Errors,
) -> Answer<Page> {
    let t = &visit.tongue;
    let own_name = |tag: String| {
        let name = t.say(format!("language-{tag}")).to_string();
        (tag, name)
    };
    let email = account.email.as_ref().map_or("", |email| email.as_str());
    let languages = t.languages().into_iter().map(own_name).collect();
    let has_password = account.password.is_some();
    let view = ProfileView { t, form, email, new_email, has_password, languages, done, errors };
    visit.page("/me", t.say("people-profile-title"), &view)
}

fn form_of(account: &Account) -> ProfileForm {
    ProfileForm {
        name: account.name.clone(),
        part: account.part.clone().unwrap_or_default(),
        language: account.language.clone().unwrap_or_default(),
        zone: account.zone.clone().unwrap_or_default(),
        rev: account.rev.to_string(),
    }
}

async fn own(visit: &Visit) -> act::Result<Account> {
    visit
        .read(|tx, who| {
            who.may(&ACCOUNT)?;
            profile::own(tx, who)
        })
        .await
}

/// GET /me/profile
pub(super) async fn profile(visit: Visit, Query(done): Query<Done>) -> Answer<Page> {
    let account = own(&visit).await?;
    profile_page(&visit, &account, &form_of(&account), "", &done.done, &Errors::default())
}

/// The profile's page with what was refused of another form on it.
pub(super) async fn profile_again(visit: &Visit, error: Error, new_email: &str) -> Answer<Response> {
    let account = own(visit).await?;
    super::again(visit, error, |errors| {
        profile_page(visit, &account, &form_of(&account), new_email, "", &errors)
    })
}

/// POST /me/profile
pub(super) async fn change_profile(visit: Visit, Form(form): Form<ProfileForm>) -> Answer<Response> {
    match try_profile(&visit, &form).await {
        Ok(()) => Ok(See::other("/me/profile?done=profile").into_response()),
        Err(error) => {
            let account = own(&visit).await?;
            // Whoever reads that somebody else changed it may send it again on top of that.
            let form = ProfileForm { rev: account.rev.to_string(), ..form };
            super::again(&visit, error, |errors| profile_page(&visit, &account, &form, "", "", &errors))
        }
    }
}

async fn try_profile(visit: &Visit, form: &ProfileForm) -> act::Result<()> {
    let rev = form.rev.parse().ok();
    let profile = parsed(&visit.tongue, &form.name, &form.part, &form.language, &form.zone)?;
    visit.act(move |tx, who| profile::change_profile(tx, who, &profile, rev)).await
}

/// A profile from its raw fields.
pub(crate) fn parsed(
    tongue: &Tongue,
    name: &str,
    part: &str,
    language: &str,
    zone: &str,
) -> act::Result<Profile> {
    let mut refusals = Vec::new();
    let name = field::<Line<120>>(&mut refusals, "name", name);
    let part = field::<Option<Line<80>>>(&mut refusals, "part", part);
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (language, zone) = (some(language), some(zone));
    if language.as_ref().is_some_and(|language| !tongue.languages().contains(language)) {
        refusals.push(No::LanguageUnknown.refusal());
    }
    if zone.as_ref().is_some_and(|zone| TimeZone::get(zone).is_err()) {
        refusals.push(No::ZoneUnknown.refusal());
    }
    match (name, part, Refusal::all(refusals)) {
        (Some(name), Some(part), None) => Ok(Profile { name, part, language, zone }),
        (_, _, refusal) => Err(refusal.unwrap_or_else(Refusal::not_found).into()),
    }
}

#[derive(Template)]
#[template(path = "pages/data.html")]
struct DataView<'a> {
    t: &'a Tongue,
}

/// GET /me/data
pub(super) async fn data(visit: Visit) -> Answer<Page> {
    visit.actor.may(&ACCOUNT)?;
    visit.page("/me", visit.tongue.say("people-data-title"), &DataView { t: &visit.tongue })
}

/// GET /me/data/export: everything that every room knows of one, as JSON.
pub(super) async fn export(visit: Visit) -> Answer<Response> {
    let house = visit.cx.house().clone();
    let known = visit.read(move |tx, who| {
        who.may(&ACCOUNT)?;
        house.export_person(tx, who.id()?)
    });
    let text =
        serde_json::to_string_pretty(&known.await?).map_err(|e| store::Error::Engine(e.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"my-data.json\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, text).into_response())
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Erasure {
    name: String,
}

#[derive(Template)]
#[template(path = "pages/erase.html")]
struct EraseView<'a> {
    t: &'a Tongue,
    name: &'a str,
    form: &'a Erasure,
    errors: &'a Errors,
}

fn erase_page(visit: &Visit, form: &Erasure, errors: &Errors) -> Answer<Page> {
    let view = EraseView { t: &visit.tongue, name: &visit.actor.name, form, errors };
    visit.page("/me", visit.tongue.say("people-erase-title"), &view)
}

/// GET /me/erase
pub(super) async fn ask_erasure(visit: Visit) -> Answer<Page> {
    visit.actor.may(&ACCOUNT)?;
    erase_page(&visit, &Erasure::default(), &Errors::default())
}

/// POST /me/erase: every room forgets the person, in one transaction.
pub(super) async fn erase(visit: Visit, Form(form): Form<Erasure>) -> Answer<Response> {
    let (house, typed) = (visit.cx.house().clone(), form.name.clone());
    let erased = visit.act(move |tx, who| {
        let person = erase::confirm_erasure(tx, who, &typed)?;
        house.erase_person(tx, person)
    });
    match erased.await {
        Ok(()) => Ok(with_cookies(See::other("/"), [session_cookie(&visit.cx, "", Some(0))])),
        Err(error) => super::again(&visit, error, |errors| erase_page(&visit, &form, &errors)),
    }
}
