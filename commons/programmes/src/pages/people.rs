//! Who is in a programme: joining, leaving, inviting.

use super::{
    form::{FormView, Kind, Maker, Section, mended, once},
    show::group_name,
    signed,
};
use crate::{
    Part, Participant, ProgrammeHead, Who, invite as ask_in, join, leave, may_in, participants,
    permissions::INVITE, rows, visible,
};
use act::{Actor, Id, Person, Refusal, Result, Role, Tx};
use axum::{
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use people::Organisation;
use serde::Deserialize;
use std::collections::HashMap;
use web::{Answer, Byline, Cursor, Errors, Form, Page, Paged, Paging, See, Template, Tongue, Visit, choice};

struct Loaded {
    head: ProgrammeHead,
    page: Paged<Participant>,
    total: i64,
    known: HashMap<Id<Person>, Byline>,
    groups: Vec<(bool, Who, Part)>,
    organisations: Vec<Organisation>,
    may_invite: bool,
    others: Vec<(Id<Person>, String)>,
}

fn load(tx: &mut Tx<'_>, who: &Actor, slug: &str, paging: &Paging) -> Result<Loaded> {
    let head = visible(tx, who, slug)?;
    let may_invite = head.state.standing() != crate::Standing::Closed && may_in(tx, who, &INVITE, head.id)?;
    let mut page = participants(tx, head.id, paging)?;
    if !may_invite {
        // Whoever has not answered an invitation is not in it yet, and that is their business.
        page.items.retain(|one| one.came_by != "invited" || Some(one.person) == who.person);
    }
    let ids: Vec<_> = page.items.iter().map(|one| one.person).collect();
    let mut others = Vec::new();
    if may_invite {
        let mut asked = people::with_role(tx, Role::Partner, 500)?;
        asked.extend(people::with_role(tx, Role::Staff, 500)?);
        others = people::bylines(tx, &asked)?.into_iter().map(|(id, by)| (id, by.name)).collect();
        others.sort_by(|a, b| a.1.cmp(&b.1));
    }
    Ok(Loaded {
        total: rows::count_people(tx, head.id)?,
        known: people::bylines(tx, &ids)?,
        groups: rows::groups(tx, head.id)?
            .into_iter()
            .map(|group| (group.inside, group.who, group.part))
            .collect(),
        organisations: people::all_organisations(tx)?,
        page,
        may_invite,
        others,
        head,
    })
}

#[derive(Template)]
#[template(path = "pages/people.html")]
struct People<'a> {
    t: &'a Tongue,
    head: &'a ProgrammeHead,
    path: String,
    total: i64,
    groups: Vec<(String, String, String)>,
    people: Vec<(Byline, String, bool, String)>,
    next: Option<Cursor>,
    errors: &'a Errors,
    form: Option<FormView>,
}

pub(crate) async fn people(
    visit: Visit,
    Path(slug): Path<String>,
    Query(paging): Query<Paging>,
) -> Answer<Page> {
    let it = visit.read(move |tx, who| load(tx, who, &slug, &paging)).await?;
    page(&visit, &it, &InviteForm::default(), &Errors::default(), 200)
}

fn page(visit: &Visit, it: &Loaded, typed: &InviteForm, errors: &Errors, status: u16) -> Answer<Page> {
    let t = &visit.tongue;
    let part = |part: Part| t.say(format!("programmes-part-{part}")).to_string();
    let groups = it.groups.iter().map(|(inside, who, as_part)| {
        let side = if *inside { "inside" } else { "outside" };
        (
            group_name(t, *who, &it.organisations),
            t.say(format!("programmes-side-{side}")).to_string(),
            part(*as_part),
        )
    });
    let people = it.page.items.iter().map(|one| {
        (signed(t, &it.known, one.person), part(one.part), one.came_by == "invited", t.date(one.since))
    });
    let view = People {
        t,
        head: &it.head,
        path: it.head.path(),
        total: it.total,
        groups: groups.collect(),
        people: people.collect(),
        next: it.page.next.clone(),
        errors,
        form: it.may_invite.then(|| invite_form(visit, it, typed, errors)),
    };
    Ok(visit
        .page("/programmes", t.say("programmes-who-title").arg("title", it.head.title.as_str()), &view)?
        .status(status))
}

fn invite_form(visit: &Visit, it: &Loaded, typed: &InviteForm, errors: &Errors) -> FormView {
    let t = &visit.tongue;
    let make = Maker { t, errors, prefix: "" };
    let people = it.others.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let parts =
        Part::FOR_GROUPS.map(|part| (part.to_string(), t.say(format!("programmes-part-{part}")).to_string()));
    let controls = vec![
        make.control("person", "programmes-invite-person", Kind::Select(people), &typed.person),
        make.control("part", "programmes-invite-part", Kind::Select(parts.into()), &typed.part),
    ];
    FormView {
        action: once(visit, format!("{}/invitations", it.head.path())),
        hidden: Vec::new(),
        sections: vec![Section {
            id: "invite".to_owned(),
            title: t.say("programmes-invite-title").to_string(),
            ..Section::plain(controls)
        }],
        button: t.say("programmes-invite-button").to_string(),
        danger: false,
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct InviteForm {
    person: String,
    part: String,
}

pub(crate) async fn invite(
    visit: Visit,
    Path(slug): Path<String>,
    Form(typed): Form<InviteForm>,
) -> Answer<Response> {
    let asked = slug.clone();
    let head = visit.read(move |tx, who| visible(tx, who, &asked)).await?;
    let mut refusals = Vec::new();
    let person = choice::<Id<Person>>(&mut refusals, "person", &typed.person);
    let part = choice::<Part>(&mut refusals, "part", &typed.part);
    let id = head.id;
    let invited = match person.zip(part) {
        Some((person, part)) => visit.act(move |tx, who| ask_in(tx, who, id, person, part)).await,
        None => Err(Refusal::all(refusals).unwrap_or_else(Refusal::not_found).into()),
    };
    match invited {
        Ok(()) => Ok(See::other(format!("{}/people", head.path())).into_response()),
        Err(error) => {
            let (errors, status) = mended(&visit.tongue, error)?;
            let it = visit.read(move |tx, who| load(tx, who, &slug, &Paging::default())).await?;
            Ok(page(&visit, &it, &typed, &errors, status)?.into_response())
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct MembershipForm {
    join: i64,
}

pub(crate) async fn membership(
    visit: Visit,
    Path(slug): Path<String>,
    Form(typed): Form<MembershipForm>,
) -> Answer<See> {
    let head = visit.read(move |tx, who| visible(tx, who, &slug)).await?;
    let id = head.id;
    match typed.join {
        0 => visit.act(move |tx, who| leave(tx, who, id)).await?,
        _ => visit.act(move |tx, who| join(tx, who, id).map(drop)).await?,
    }
    Ok(See::other(head.path()))
}
