//! The board: ideas in an order, with the filters and what the order means.

use super::parts::Row;
use crate::{
    Idea, Line, Order, Status,
    categories::CategoryView,
    line::seen,
    list, permissions,
    settings::{self, Following, Rules},
};
use act::{Actor, Id, Refusal, Result, Tx, sql};
use askama::Template;
use axum::extract::Query;
use programmes::{Programme, ProgrammeHead};
use serde::Deserialize;
use web::{Answer, Cursor, Page, Paged, Tongue, Visit};

/// Ideas on one page of the board.
const PAGE: i64 = 20;

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    pub(crate) order: Option<String>,
    pub(crate) programme: Option<String>,
    pub(crate) category: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) after: Option<Cursor>,
}

/// What the address asks for, looked at.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) order: Order,
    pub(crate) filter: list::Filter,
    pub(crate) programme: Option<ProgrammeHead>,
    pub(crate) category: Option<CategoryView>,
}

fn given(field: &Option<String>) -> Option<&str> {
    field.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

fn choice<T: std::str::FromStr>(name: &'static str, text: Option<&str>) -> Result<Option<T>> {
    text.map(|text| text.parse().map_err(|_| Refusal::field(name, "refused-choice").into())).transpose()
}

impl Asked {
    /// Looks the names up.
    pub(crate) fn wanted(&self, tx: &mut Tx<'_>, who: &Actor) -> Result<Wanted> {
        let order = choice("order", given(&self.order))?.unwrap_or(Order::Popular);
        let status: Option<Status> = choice("status", given(&self.status))?;
        let programme = given(&self.programme).map(|slug| programmes::visible(tx, who, slug)).transpose()?;
        let category = match (given(&self.category), &programme) {
            (None, _) => None,
            (Some(name), Some(programme)) => {
                let all = crate::categories::categories(tx, programme.id, true)?;
                let found = all.into_iter().find(|one| one.slug == name || one.id.to_string() == name);
                Some(found.ok_or_else(|| Refusal::field("category", "refused-choice"))?)
            }
            (Some(name), None) => {
                let id = name.parse().map_err(|_| Refusal::field("category", "refused-choice"))?;
                Some(crate::categories::category(tx, id)?)
            }
        };
        let language = match given(&self.language) {
            None => None,
            Some(tag) => {
                let primary = pieces::model::primary_language(tag);
                Some(primary.ok_or_else(|| Refusal::field("language", "refused-choice"))?)
            }
        };
        let filter = list::Filter {
            programme: programme.as_ref().map(|programme| programme.id),
            category: category.as_ref().map(|category| category.id),
            status,
            language,
        };
        Ok(Wanted { order, filter, programme, category })
    }
}

impl Wanted {
    /// The address of the same list with another order, status, category or place.
    fn href(
        &self,
        order: Order,
        status: Option<Status>,
        category: Option<&str>,
        after: Option<&Cursor>,
    ) -> String {
        let mut parts = vec![format!("order={order}")];
        parts.extend(self.programme.as_ref().map(|programme| format!("programme={}", programme.slug)));
        parts.extend(category.map(|category| format!("category={category}")));
        parts.extend(status.map(|status| format!("status={status}")));
        parts.extend(self.filter.language.as_ref().map(|language| format!("language={language}")));
        parts.extend(after.map(|after| format!("after={}", after.as_str())));
        format!("/ideas?{}", parts.join("&"))
    }

    fn category_slug(&self) -> Option<&str> {
        self.category.as_ref().map(|category| category.slug.as_str())
    }
}

/// Everything the board needs, read over one state.
struct Looked {
    wanted: Wanted,
    page: Paged<Line>,
    rules: Rules,
    base: Option<list::Base>,
    eyes: bool,
    recounting: bool,
    categories: Vec<CategoryView>,
    open: Vec<ProgrammeHead>,
    may_post: bool,
    partner: bool,
    may_moderate: bool,
    may_configure: bool,
    /// What authors show to stewards first, for those who moderate the programme.
    restricted: Vec<Line>,
}

fn look(tx: &mut Tx<'_>, who: &Actor, asked: &Asked) -> Result<Looked> {
    let wanted = asked.wanted(tx, who)?;
    let scope = wanted.filter.programme;
    // What does not hang on the list is asked along with it.
    let rules = settings::ask_rules(tx)?;
    let open = match scope {
        Some(_) => None,
        None => Some(ask_for_open(tx, who)?),
    };
    let found = list::places(tx, who, wanted.order, &wanted.filter, asked.after.as_ref(), PAGE)?;
    let Following { rules, recounting, waiting } = settings::answered(tx, rules)?;
    let page = Paged { items: seen(tx, who, found.items, rules.points_per_vote)?, next: found.next };
    let open = match open {
        Some(open) => open.answer(tx)?.items,
        None => Vec::new(),
    };
    let may_post = match &wanted.programme {
        Some(programme) => programmes::open_for_posting(tx, programme.id, crate::model::ROOM).is_ok(),
        None => !open.is_empty(),
    };
    let (may_moderate, may_configure) = match scope {
        Some(programme) => (
            programmes::may_in(tx, who, &permissions::MODERATE, programme)?,
            programmes::may_in(tx, who, &permissions::CONFIGURE, programme)?,
        ),
        None => (false, false),
    };
    let restricted = match scope {
        Some(programme) if may_moderate => restricted_in(tx, who, programme)?,
        _ => Vec::new(),
    };
    Ok(Looked {
        rules,
        base: list::base(tx, scope)?,
        eyes: waiting && scope.map_or(Ok(true), |programme| list::needs_eyes(tx, programme))?,
        recounting,
        categories: match scope {
            Some(programme) => crate::categories::categories(tx, programme, false)?,
            None => Vec::new(),
        },
        partner: who.can(&permissions::PARTNER),
        page,
        open,
        may_post,
        may_moderate,
        may_configure,
        restricted,
        wanted,
    })
}

/// Asks for the programmes in which ideas can be shared.
fn ask_for_open(tx: &mut Tx<'_>, who: &Actor) -> Result<programmes::AskedAll> {
    let room = programmes::Asked {
        standing: Some(programmes::Standing::Open),
        room: Some(crate::model::ROOM.to_owned()),
    };
    programmes::ask_all(tx, who, &room, &web::Paging { after: None, limit: Some(10) })
}

/// Ideas whose authors asked that only stewards see them, the latest first.
fn restricted_in(tx: &mut Tx<'_>, who: &Actor, programme: Id<Programme>) -> Result<Vec<Line>> {
    let ideas: Vec<Id<Idea>> = sql!(tx.all(
        "SELECT i.piece FROM ideas i JOIN pieces p ON p.id = i.piece
         WHERE p.programme = $1 AND p.kind = 'idea' AND p.visibility = 'stewards' AND i.merged_into IS NULL
         ORDER BY i.piece DESC LIMIT 20",
        programme
    ))?;
    crate::lines(tx, who, &ideas)
}

#[derive(Template)]
#[template(path = "pages/board.html")]
struct Board<'a> {
    t: &'a Tongue,
    looked: &'a Looked,
    back: String,
    visit: &'a Visit,
    /// This is not the first page of the list.
    later: bool,
}

impl Board<'_> {
    fn orders(&self) -> impl Iterator<Item = (Order, String)> {
        let wanted = &self.looked.wanted;
        Order::ALL
            .iter()
            .map(|&order| (order, wanted.href(order, wanted.filter.status, wanted.category_slug(), None)))
    }
    fn formula(&self) -> String {
        let rules = &self.looked.rules;
        let said = self.t.say(format!("ideas-formula-{}", self.looked.wanted.order));
        said.arg("days", rules.popular_half_life_days)
            .arg("views", rules.guaranteed_views)
            .arg("points", rules.points_per_vote)
            .to_string()
    }
    fn statuses(&self) -> Vec<(Status, i64, String)> {
        let wanted = &self.looked.wanted;
        let Some(base) = &self.looked.base else { return Vec::new() };
        let href = |status| wanted.href(wanted.order, Some(status), wanted.category_slug(), None);
        base.by_status.iter().map(|&(status, count)| (status, count, href(status))).collect()
    }
    fn href_of_category(&self, slug: Option<&str>) -> String {
        let wanted = &self.looked.wanted;
        wanted.href(wanted.order, wanted.filter.status, slug, None)
    }
    fn without_filters(&self) -> String {
        let plain = Wanted { filter: list::Filter::default(), ..self.looked.wanted.clone() };
        plain.href(plain.order, None, None, None)
    }
    fn needs_eyes(&self) -> String {
        self.looked.wanted.href(Order::NeedsEyes, None, self.looked.wanted.category_slug(), None)
    }
    fn next(&self) -> Option<String> {
        let (wanted, next) = (&self.looked.wanted, self.looked.page.next.as_ref()?);
        Some(wanted.href(wanted.order, wanted.filter.status, wanted.category_slug(), Some(next)))
    }
    fn first(&self) -> String {
        let wanted = &self.looked.wanted;
        wanted.href(wanted.order, wanted.filter.status, wanted.category_slug(), None)
    }
    fn filtered(&self) -> bool {
        let filter = &self.looked.wanted.filter;
        filter.category.is_some() || filter.status.is_some() || filter.language.is_some()
    }
    fn row<'s>(&'s self, line: &'s Line) -> Row<'s> {
        Row::new(self.t, line, &self.back)
    }
    fn chosen(&self, category: &CategoryView) -> bool {
        self.looked.wanted.filter.category == Some(category.id)
    }
    fn new_path(&self) -> String {
        let programme = self.looked.wanted.programme.as_ref();
        self.visit.way_to(
            &programme
                .map_or_else(|| "/ideas/new".to_owned(), |p| format!("/ideas/new?programme={}", p.slug)),
        )
    }
}

pub(crate) async fn board(visit: Visit, Query(asked): Query<Asked>) -> Answer<Page> {
    let later = asked.after.is_some();
    let looked = visit.read(move |tx, who| look(tx, who, &asked)).await?;
    let t = &visit.tongue;
    let title = match &looked.wanted.programme {
        Some(programme) => t.say("ideas-title-of").arg("programme", programme.title.as_str()).to_string(),
        None => t.say("ideas-title").to_string(),
    };
    let view = Board { t, looked: &looked, back: visit.address(), visit: &visit, later };
    let mut page = visit.page("/ideas", title, &view)?.style("rooms/ideas");
    for line in looked.page.items.iter().filter(|line| !line.blind).take(if later { 20 } else { 40 }) {
        page = page.live(format!("idea:{}", line.id));
    }
    Ok(page)
}
