//! Authors, and who did what part.

use crate::{Credit, Declared, Head, Part, Piece, Predating, sheet::Sheet};
use act::{Id, Person, Refusal, Result, Timestamp};
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::collections::HashMap;
use web::{Answer, Byline, Errors, Form, Page, See, Tongue, Visit};

#[derive(Template)]
#[template(path = "pages/authors.html")]
struct Authors {
    t: Tongue,
    head: Head,
    asked: Vec<Byline>,
    own: bool,
    invited: bool,
    person: String,
    errors: Errors,
    form_key: String,
}

#[derive(Deserialize, Clone, Default)]
pub(super) struct Invited {
    #[serde(default)]
    person: String,
}

async fn authors_page(visit: &Visit, id: Id<Piece>, person: String, errors: Errors) -> Answer<Page> {
    let read = visit.read(move |tx, who| {
        let invited = crate::invited(tx, id)?;
        let known = crate::head::bylines_of(tx, invited.iter().copied())?;
        let me = who.person.is_some_and(|me| invited.contains(&me));
        let asked: Vec<Byline> = invited.iter().filter_map(|person| known.get(person).cloned()).collect();
        Ok((crate::head(tx, who, id)?, asked, me))
    });
    let (head, asked, invited) = read.await?;
    let own = head.is_by(visit.actor.person);
    let status = if errors.is_empty() { 200 } else { 422 };
    let (t, form_key) = (visit.tongue.clone(), visit.form_key());
    let view = Authors { t, head, asked, own, invited, person, errors, form_key };
    Ok(visit.page("", visit.tongue.say("pieces-authors-title"), &view)?.status(status))
}

pub(super) async fn authors(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Page> {
    authors_page(&visit, id, String::new(), Errors::default()).await
}

pub(super) async fn invite(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Form(form): Form<Invited>,
) -> Answer<Response> {
    // A person's identifier, or the address of their page.
    let given = form.person.trim().rsplit('/').next().unwrap_or_default().parse::<Id<Person>>();
    let done: Result<()> = match given {
        Ok(person) => visit.act(move |tx, who| crate::add_author(tx, who, id, person)).await,
        Err(_) => Err(Refusal::field("person", "pieces-nobody-such").into()),
    };
    match done {
        Ok(()) => Ok(See::other(format!("/pieces/{id}/authors")).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(authors_page(&visit, id, form.person, errors).await?.into_response())
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Accepts {
    accept: String,
}

pub(super) async fn answer(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Form(form): Form<Accepts>,
) -> Answer<See> {
    visit.act(move |tx, who| crate::answer_invitation(tx, who, id, form.accept == "1")).await?;
    Ok(See::other(format!("/pieces/{id}/authors")))
}

pub(super) async fn leave(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<See> {
    visit.act(move |tx, who| crate::leave_authorship(tx, who, id)).await?;
    Ok(See::other(format!("/pieces/{id}/authors")))
}

/// A line of the form in which shares are declared.
struct Row {
    person: String,
    name: String,
    part: String,
    share: String,
}

/// A part with the byline of whose it is.
type Named = (Credit, Option<Byline>);

#[derive(Template)]
#[template(path = "pages/credit.html")]
struct View {
    t: Tongue,
    head: Head,
    declared: Vec<(Declared, Vec<Named>)>,
    predating: Vec<(Predating, Option<Byline>)>,
    me: Option<Id<Person>>,
    may_declare: bool,
    may_date: bool,
    rows: Vec<Row>,
    errors: Errors,
    form_key: String,
}

async fn credit_page(visit: &Visit, id: Id<Piece>, typed: Option<Vec<Row>>, errors: Errors) -> Answer<Page> {
    let read = visit.read(move |tx, who| {
        let head = crate::head(tx, who, id)?;
        let declared = crate::credits(tx, who, id)?;
        let predating = crate::predating(tx, id)?;
        let people = declared
            .iter()
            .flat_map(|d| d.credits.iter().filter_map(|c| c.person))
            .chain(predating.iter().filter_map(|p| p.by));
        let known = crate::head::bylines_of(tx, people.collect::<Vec<_>>().into_iter())?;
        let may_date = programmes::may_in(tx, who, &crate::permissions::TRACE, head.programme)?;
        let moderates = programmes::may_in(tx, who, &crate::permissions::MODERATE, head.programme)?;
        Ok((head, declared, predating, known, may_date, moderates))
    });
    let (head, declared, predating, known, may_date, moderates) = read.await?;
    let me = visit.actor.person;
    let named = declared.first().is_some_and(|d| me.is_some() && d.credits.iter().any(|c| c.person == me));
    let may_declare = me.is_some() && (named || moderates || head.is_by(me));
    let mut rows = typed.unwrap_or_else(|| rows(&declared, &known));
    for row in rows.iter_mut().filter(|row| row.name.is_empty()) {
        let by = row.person.parse().ok().and_then(|person: Id<Person>| known.get(&person));
        row.name = by.map_or_else(String::new, |by| by.name.clone());
    }
    let with_names = |d: Declared| {
        let credits =
            d.credits.iter().map(|c| (c.clone(), c.person.and_then(|p| known.get(&p).cloned()))).collect();
        (d, credits)
    };
    let status = if errors.is_empty() { 200 } else { 422 };
    let view = View {
        t: visit.tongue.clone(),
        head,
        declared: declared.into_iter().map(with_names).collect(),
        predating: predating
            .into_iter()
            .map(|p| {
                let by = p.by.and_then(|by| known.get(&by).cloned());
                (p, by)
            })
            .collect(),
        me,
        may_declare,
        may_date,
        rows,
        errors,
        form_key: visit.form_key(),
    };
    Ok(visit.page("", visit.tongue.say("pieces-credit-title"), &view)?.status(status))
}

/// Everybody who has a part now, those of merged pieces too, and two empty lines.
fn rows(declared: &[Declared], known: &HashMap<Id<Person>, Byline>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for credit in declared.iter().flat_map(|d| &d.credits) {
        let Some(person) = credit.person else { continue };
        let id = person.to_string();
        if rows.iter().all(|row| row.person != id) {
            let name = known.get(&person).map_or_else(String::new, |by| by.name.clone());
            rows.push(Row { person: id, name, part: credit.part.clone(), share: percent(credit.share) });
        }
    }
    let empty =
        || Row { person: String::new(), name: String::new(), part: String::new(), share: String::new() };
    rows.extend([empty(), empty()]);
    rows
}

/// Basis points as a percentage with at most two decimals.
fn percent(share: i64) -> String {
    match (share / 100, share % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}.{rest:02}"),
    }
}

/// A percentage with at most two decimals as basis points; a comma is a point too.
fn basis_points(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('%').trim().replace(',', ".");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 100 + format!("{rest:0<2}").parse::<i64>().ok()?)
}

#[derive(Deserialize, Clone, Default)]
pub(super) struct Shares {
    #[serde(default)]
    person: Vec<String>,
    #[serde(default)]
    part: Vec<String>,
    #[serde(default)]
    share: Vec<String>,
}

impl Shares {
    fn rows(&self) -> Vec<Row> {
        let at = |list: &[String], n: usize| list.get(n).cloned().unwrap_or_default();
        let row = |n: usize| Row {
            person: at(&self.person, n),
            name: String::new(),
            part: at(&self.part, n),
            share: at(&self.share, n),
        };
        (0..self.person.len().min(100)).map(row).collect()
    }

    fn parts(&self) -> Result<Vec<Part>, Refusal> {
        let mut parts = Vec::new();
        let meant = |row: &Row| !row.person.trim().is_empty() && !row.share.trim().is_empty();
        for row in self.rows().into_iter().filter(meant) {
            let given = row.person.trim().rsplit('/').next().unwrap_or_default();
            let person = given.parse().map_err(|_| Refusal::field("person", "pieces-nobody-such"))?;
            let share =
                basis_points(&row.share).ok_or_else(|| Refusal::field("share", "pieces-share-unread"))?;
            parts.push(Part { person, part: row.part, share });
        }
        Ok(parts)
    }
}

pub(super) async fn show(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Page> {
    credit_page(&visit, id, None, Errors::default()).await
}

pub(super) async fn declare(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Form(form): Form<Shares>,
) -> Answer<Response> {
    let done: Result<()> = match form.parts() {
        Ok(parts) => visit.act(move |tx, who| crate::declare(tx, who, id, &parts).map(drop)).await,
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(()) => Ok(See::other(format!("/pieces/{id}/credit")).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(credit_page(&visit, id, Some(form.rows()), errors).await?.into_response())
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Signed {
    declaration: Id<crate::Declaration>,
    agrees: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn sign(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Form(form): Form<Signed>,
) -> Answer<Response> {
    let Signed { declaration, agrees, reason } = form;
    let done = visit.act(move |tx, who| crate::sign(tx, who, id, declaration, agrees == "1", &reason)).await;
    match done {
        Ok(_) => Ok(See::other(format!("/pieces/{id}/credit")).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(credit_page(&visit, id, None, errors).await?.into_response())
        }
    }
}

#[derive(Deserialize, Clone, Default)]
pub(super) struct Dated {
    #[serde(default)]
    since: String,
    #[serde(default)]
    statement: String,
    #[serde(default)]
    link: String,
}

fn dated_sheet(visit: &Visit, id: Id<Piece>, form: &Dated) -> Sheet {
    Sheet::new(visit, id, "predates", "")
        .to(format!("/pieces/{id}/credit/predates"))
        .line("since", &form.since, 30, true)
        .area("statement", &form.statement, 2_000, true)
        .line("link", &form.link, 1_000, true)
}

pub(super) async fn ask_predates(visit: Visit, Path(id): Path<Id<Piece>>) -> Answer<Page> {
    visit
        .read(move |tx, who| {
            let head = crate::head(tx, who, id)?;
            programmes::require(tx, who, &crate::permissions::TRACE, head.programme)
        })
        .await?;
    dated_sheet(&visit, id, &Dated::default()).page(&visit)
}

pub(super) async fn predates(
    visit: Visit,
    Path(id): Path<Id<Piece>>,
    Form(form): Form<Dated>,
) -> Answer<Response> {
    let day = form.since.trim();
    let whole = if day.len() == 10 { format!("{day}T00:00:00Z") } else { day.to_owned() };
    let mut refusals = Vec::new();
    let since: Option<Timestamp> = web::choice(&mut refusals, "since", &whole);
    let sent = form.clone();
    let done: Result<()> = match (since, Refusal::all(refusals)) {
        (Some(since), None) => {
            visit.act(move |tx, who| crate::predates(tx, who, id, since, &sent.statement, &sent.link)).await
        }
        (_, refusal) => Err(refusal.unwrap_or_else(Refusal::not_found).into()),
    };
    match done {
        Ok(()) => Ok(See::other(format!("/pieces/{id}/credit")).into_response()),
        Err(error) => {
            let errors = Errors::of_error(&visit.tongue, error)?;
            Ok(dated_sheet(&visit, id, &form).errors(errors).page(&visit)?.into_response())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_reads_back_as_it_was_shown_and_nonsense_is_none() {
        for share in [0, 1, 99, 100, 3_333, 10_000] {
            assert_eq!(basis_points(&percent(share)), Some(share));
        }
        assert_eq!(basis_points(" 33,4 % "), Some(3_340));
        for wrong in ["", "-1", "1e3", "33.333", "٣", "1000000", ".5"] {
            assert_eq!(basis_points(wrong), None, "{wrong}");
        }
    }
}
