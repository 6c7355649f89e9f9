//! A person's public page.

use crate::{Organisation, organisations_of, permissions::SEE, rows};
use act::{Id, Person, Refusal, Timestamp};
use askama::Template;
use axum::extract::Path;
use web::{Answer, Byline, Page, PersonSection, Tongue, Visit};

#[derive(Template)]
#[template(path = "pages/person.html")]
struct PersonView<'a> {
    t: &'a Tongue,
    byline: &'a Byline,
    since: Timestamp,
    organisations: &'a [Organisation],
    me: bool,
    administer: bool,
    /// What the rooms show of them.
    sections: &'a [String],
}

/// GET /people/{id}
pub(super) async fn show(visit: Visit, Path(id): Path<Id<Person>>) -> Answer<Page> {
    let mut sections: Vec<PersonSection> =
        visit.cx.house().rooms.iter().flat_map(|room| room.person).copied().collect();
    sections.sort_by_key(|section| section.order);
    let tongue = visit.tongue.clone();
    let found = visit.read(move |tx, who| {
        who.may(&SEE)?;
        let account = rows::account(tx, id)?.ok_or_else(Refusal::not_found)?;
        let byline = crate::byline(tx, id)?.ok_or_else(Refusal::not_found)?;
        let mut shown = Vec::new();
        for section in &sections {
            shown.extend((section.render)(tx, who, &tongue, id)?);
        }
        Ok((byline, account.since, organisations_of(tx, id)?, shown))
    });
    let (byline, since, organisations, sections) = found.await?;
    let me = visit.actor.person == Some(id);
    let administer = visit.actor.can(&crate::permissions::ADMINISTER);
    let view = PersonView {
        t: &visit.tongue,
        byline: &byline,
        since,
        organisations: &organisations,
        me,
        administer,
        sections: &sections,
    };
    visit.page("", &byline.name, &view)
}
