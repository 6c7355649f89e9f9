//! Choosing ideas for a round: the board with boxes to tick, for whoever may open one.

use super::board::{Asked, Wanted};
use crate::{Line, Order, Status, list, model::ROOM};
use act::{Actor, Refusal, Result, Tx};
use askama::Template;
use axum::extract::Query;
use programmes::ProgrammeHead;
use web::{Answer, Page, Paged, Paging, Status as StatusView, Tongue, Visit};

/// Ideas on one page.
const PAGE: i64 = 60;

/// Everything the page is made of.
struct Looked {
    wanted: Wanted,
    page: Paged<Line>,
    categories: Vec<crate::categories::CategoryView>,
    programme: ProgrammeHead,
}

/// The programme that was named, or the only one in which this reader could open a round.
fn programme_of(tx: &mut Tx<'_>, who: &Actor, asked: &Asked) -> Result<ProgrammeHead> {
    if let Some(slug) = asked.programme.as_deref().filter(|slug| !slug.is_empty()) {
        return programmes::visible(tx, who, slug);
    }
    let room = programmes::Asked { standing: Some(programmes::Standing::Open), room: Some(ROOM.to_owned()) };
    let open = programmes::all(tx, who, &room, &Paging { after: None, limit: Some(20) })?;
    for programme in open.items {
        if programmes::may_in(tx, who, &rounds::permissions::OPEN, programme.id)? {
            return Ok(programme);
        }
    }
    Err(Refusal::new(403, "refused-not-allowed").with("permission", rounds::permissions::OPEN.name).into())
}

fn look(tx: &mut Tx<'_>, who: &Actor, asked: &Asked) -> Result<Looked> {
    who.id()?;
    let programme = programme_of(tx, who, asked)?;
    programmes::require(tx, who, &rounds::permissions::OPEN, programme.id)?;
    let asked = Asked { programme: Some(programme.slug.clone()), ..asked.clone() };
    let wanted = asked.wanted(tx, who)?;
    let page = list::list(tx, who, wanted.order, &wanted.filter, asked.after.as_ref(), PAGE)?;
    let categories = crate::categories::categories(tx, programme.id, false)?;
    Ok(Looked { wanted, page, categories, programme })
}

#[derive(Template)]
#[template(path = "pages/choose.html")]
struct Choose<'a> {
    t: &'a Tongue,
    looked: &'a Looked,
}

impl Choose<'_> {
    fn orders(&self) -> Vec<(Order, bool)> {
        Order::ALL.iter().map(|order| (*order, *order == self.looked.wanted.order)).collect()
    }
    fn statuses(&self) -> Vec<(Status, bool)> {
        let chosen = self.looked.wanted.filter.status;
        Status::ALL.iter().map(|status| (*status, chosen == Some(*status))).collect()
    }
    fn chosen(&self, category: &crate::categories::CategoryView) -> bool {
        self.looked.wanted.filter.category == Some(category.id)
    }
    fn status(&self, line: &Line) -> StatusView {
        super::parts::status(self.t, line)
    }
    fn authors(&self, line: &Line) -> String {
        super::parts::authors(self.t, &line.authors)
    }
    fn points(&self, line: &Line) -> Option<String> {
        (!line.blind).then(|| super::points_words(self.t, line.score.points))
    }
    fn next(&self) -> Option<String> {
        let (wanted, next) = (&self.looked.wanted, self.looked.page.next.as_ref()?);
        let mut parts =
            vec![format!("programme={}", self.looked.programme.slug), format!("order={}", wanted.order)];
        parts.extend(wanted.category.as_ref().map(|category| format!("category={}", category.slug)));
        parts.extend(wanted.filter.status.map(|status| format!("status={status}")));
        parts.push(format!("after={}", next.as_str()));
        Some(format!("/ideas/choose?{}", parts.join("&")))
    }
}

pub(crate) async fn choose(visit: Visit, Query(asked): Query<Asked>) -> Answer<Page> {
    let looked = visit.read(move |tx, who| look(tx, who, &asked)).await?;
    let t = &visit.tongue;
    let page = visit.page("/ideas", t.say("ideas-choose-title"), &Choose { t, looked: &looked })?;
    Ok(page.style("rooms/ideas").style("rooms/rounds"))
}
