//! The operator's pages: people, organisations, and who may do what.

use super::again;
use crate::{
    Organisation, OrganisationKind, all_organisations, join, leave, model, organisations_of,
    permissions::{DECIDE_ROLES, ORGANISE},
    roles::{self, Listed},
    rows::Account,
};
use act::{Id, Line, Permission, Person, Policy, Refusal, Role, Roles};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use axum_extra::extract::Query;
use serde::Deserialize;
use web::{Answer, Cursor, Errors, Form, House, Page, Paged, See, Tongue, Visit, choice, field};

use super::fields::Input;

/// Accounts on one page.
const PAGE: i64 = 50;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Search {
    search: String,
    after: Option<Cursor>,
}

#[derive(Template)]
#[template(path = "pages/operate-people.html")]
struct PeopleView<'a> {
    t: &'a Tongue,
    search: &'a str,
    people: &'a [Listed],
    next: Option<String>,
}

/// GET /operate/people
pub(super) async fn list(visit: Visit, Query(asked): Query<Search>) -> Answer<Page> {
    let after = asked.after.as_ref().map(Cursor::key).transpose()?;
    let search = asked.search.clone();
    let listed = visit.read(move |tx, who| roles::list(tx, who, &search, after.clone(), PAGE + 1)).await?;
    let page = Paged::of(listed, PAGE, |one| (one.name_key.clone(), one.id));
    let next = page.next.as_ref().map(|next| next.as_str().to_owned());
    let view = PeopleView { t: &visit.tongue, search: &asked.search, people: &page.items, next };
    visit.page("/operate", visit.tongue.say("people-operate-title"), &view)
}

/// A role to give or take.
struct Given {
    name: &'static str,
    has: bool,
}

#[derive(Template)]
#[template(path = "pages/operate-person.html")]
struct PersonView<'a> {
    t: &'a Tongue,
    account: &'a Account,
    roles: Vec<Given>,
    organisations: &'a [Organisation],
    others: Vec<Organisation>,
    errors: &'a Errors,
}

async fn person_page(visit: &Visit, id: Id<Person>, errors: &Errors) -> Answer<Page> {
    let found = visit.read(move |tx, who| {
        let account = roles::administered(tx, who, id)?;
        Ok((account, organisations_of(tx, id)?, all_organisations(tx)?))
    });
    let (account, organisations, all) = found.await?;
    let given =
        model::GIVEN.into_iter().map(|role| Given { name: role.name(), has: account.roles.has(role) });
    let others = all.into_iter().filter(|one| !organisations.contains(one)).collect();
    let view = PersonView {
        t: &visit.tongue,
        account: &account,
        roles: given.collect(),
        organisations: &organisations,
        others,
        errors,
    };
    visit.page("/operate", &account.name, &view)
}

/// GET /operate/people/{id}
pub(super) async fn show(visit: Visit, Path(id): Path<Id<Person>>) -> Answer<Page> {
    person_page(&visit, id, &Errors::default()).await
}

/// The person's page again with what was refused, or back to it.
async fn back_to(visit: &Visit, id: Id<Person>, outcome: act::Result<()>) -> Answer<Response> {
    match outcome {
        Ok(()) => Ok(See::other(format!("/operate/people/{id}")).into_response()),
        Err(error) => {
            let status = error.refusal().map_or(422, |refusal| refusal.status);
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(person_page(visit, id, &errors).await?.status(status).into_response())
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RolesForm {
    roles: Vec<String>,
}

/// POST /operate/people/{id}/roles
pub(super) async fn set_roles(
    visit: Visit,
    Path(id): Path<Id<Person>>,
    Form(form): Form<RolesForm>,
) -> Answer<Response> {
    let given: Roles = form
        .roles
        .iter()
        .filter_map(|role| role.parse().ok())
        .filter(|role| model::GIVEN.contains(role))
        .collect();
    let outcome = visit.act(move |tx, who| roles::set_roles(tx, who, id, given)).await;
    back_to(&visit, id, outcome).await
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Standing {
    active: String,
}

/// POST /operate/people/{id}/standing
pub(super) async fn set_standing(
    visit: Visit,
    Path(id): Path<Id<Person>>,
    Form(form): Form<Standing>,
) -> Answer<Response> {
    let active = match form.active.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::field("active", "refused-choice").into()),
    };
    let outcome = visit.act(move |tx, who| roles::set_active(tx, who, id, active)).await;
    back_to(&visit, id, outcome).await
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Membership {
    join: String,
    leave: String,
}

/// POST /operate/people/{id}/organisations
pub(super) async fn set_organisation(
    visit: Visit,
    Path(id): Path<Id<Person>>,
    Form(form): Form<Membership>,
) -> Answer<Response> {
    let mut refusals = Vec::new();
    let joins = form.leave.is_empty();
    let organisation = choice(&mut refusals, "join", if joins { &form.join } else { &form.leave });
    let outcome = match (organisation, Refusal::all(refusals)) {
        (Some(organisation), None) if joins => {
            visit.act(move |tx, who| join(tx, who, organisation, id)).await
        }
        (Some(organisation), None) => visit.act(move |tx, who| leave(tx, who, organisation, id)).await,
        (_, refusal) => Err(refusal.unwrap_or_else(Refusal::not_found).into()),
    };
    back_to(&visit, id, outcome).await
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct OrganisationForm {
    name: String,
    kind: String,
}

#[derive(Template)]
#[template(path = "pages/organisations.html")]
struct OrganisationsView<'a> {
    t: &'a Tongue,
    organisations: &'a [Organisation],
    form: &'a OrganisationForm,
    errors: &'a Errors,
    form_key: String,
}

fn organisations_page(
    visit: &Visit,
    all: &[Organisation],
    form: &OrganisationForm,
    errors: &Errors,
) -> Answer<Page> {
    let view =
        OrganisationsView { t: &visit.tongue, organisations: all, form, errors, form_key: visit.form_key() };
    visit.page("/operate", visit.tongue.say("people-organisations-title"), &view)
}

async fn organisations_for(visit: &Visit) -> act::Result<Vec<Organisation>> {
    visit
        .read(|tx, who| {
            who.may(&ORGANISE)?;
            all_organisations(tx)
        })
        .await
}

/// GET /operate/organisations
pub(super) async fn organisations(visit: Visit) -> Answer<Page> {
    let all = organisations_for(&visit).await?;
    organisations_page(&visit, &all, &OrganisationForm::default(), &Errors::default())
}

/// POST /operate/organisations
pub(super) async fn create_organisation(
    visit: Visit,
    Form(form): Form<OrganisationForm>,
) -> Answer<Response> {
    let mut refusals = Vec::new();
    let name = field::<Line<120>>(&mut refusals, "name", &form.name);
    let kind = choice::<OrganisationKind>(&mut refusals, "kind", &form.kind);
    let made = match (name, kind) {
        (Some(name), Some(kind)) => {
            visit.act(move |tx, who| crate::create_organisation(tx, who, &name, kind)).await.map(drop)
        }
        _ => Err(Refusal::all(refusals).unwrap_or_else(Refusal::not_found).into()),
    };
    match made {
        Ok(()) => Ok(See::other("/operate/organisations").into_response()),
        Err(error) => {
            let all = organisations_for(&visit).await?;
            again(&visit, error, |errors| organisations_page(&visit, &all, &form, &errors))
        }
    }
}

/// One line of the role × action table.
struct Action {
    permission: &'static Permission,
    words: String,
    cells: Vec<Cell>,
    changed: bool,
}

/// Whether one role may.
struct Cell {
    role: &'static str,
    may: bool,
    fixed: bool,
}

/// Everything that somebody may be allowed to do, and which roles may as the policy has it.
fn actions(house: &House, t: &Tongue, policy: &Policy) -> Vec<Action> {
    let line = |permission: &'static Permission| {
        let cell = |role: Role| {
            let may = policy.allows(Roles::default().with(role), permission);
            let fixed = role == Role::Operator && roles::always_operators(permission);
            (Cell { role: role.name(), may, fixed }, may != permission.by_default.contains(&role))
        };
        let (cells, changed): (Vec<_>, Vec<_>) = Role::ALL.into_iter().map(cell).unzip();
        let words = house.words_for(t, "permission", permission.name);
        let words = if words.is_empty() { permission.name.to_owned() } else { words };
        Action { permission, words, cells, changed: changed.contains(&true) }
    };
    house.permissions().map(line).collect()
}

#[derive(Template)]
#[template(path = "pages/operate-roles.html")]
struct TableView<'a> {
    t: &'a Tongue,
    actions: Vec<Action>,
}

/// GET /operate/roles
pub(super) async fn table(visit: Visit) -> Answer<Page> {
    visit.actor.may(&DECIDE_ROLES)?;
    let view =
        TableView { t: &visit.tongue, actions: actions(visit.cx.house(), &visit.tongue, &visit.cx.policy()) };
    visit.page("/operate", visit.tongue.say("people-roles-title"), &view)
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Decision {
    roles: Vec<String>,
    default: String,
}

/// POST /operate/roles/{permission}
pub(super) async fn decide(
    visit: Visit,
    Path(name): Path<String>,
    Form(form): Form<Decision>,
) -> Answer<See> {
    visit.actor.may(&DECIDE_ROLES)?;
    let permission =
        visit.cx.house().permissions().find(|one| one.name == name).ok_or_else(Refusal::not_found)?;
    let chosen: Roles = form.roles.iter().filter_map(|role| role.parse::<Role>().ok()).collect();
    let decided = form.default.is_empty().then_some(chosen);
    visit.act(move |tx, who| roles::decide(tx, who, permission, decided)).await?;
    let policy = visit.cx.store().read(House::policy).await?;
    visit.cx.set_policy(policy);
    Ok(See::other(format!("/operate/roles#{}", permission.name)))
}
