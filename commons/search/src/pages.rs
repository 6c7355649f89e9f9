//! The page where one looks for something.

use crate::{
    Finder, Progress,
    find::{Answered, Hit, Wanted, find},
};
use askama::Template;
use axum::{Router, extract::Query, routing::get};
use programmes::ProgrammeHead;
use web::{Answer, Cx, Page, Paging, Tongue, Visit, encode};

/// Results on one page.
const PAGE: usize = 20;

pub(crate) fn routes() -> Router<Cx> {
    Router::new().route("/search", get(search))
}

#[derive(Template)]
#[template(path = "pages/search.html")]
struct Search<'a> {
    t: &'a Tongue,
    wanted: &'a Wanted,
    answered: &'a Answered,
    /// Each kind, and whether it is chosen.
    kinds: Vec<(&'static str, bool)>,
    /// Each language there are texts in, and whether it is chosen.
    languages: Vec<(String, bool)>,
    programmes: Vec<ProgrammeHead>,
    visit: &'a Visit,
}

impl Search<'_> {
    fn address(&self, after: Option<&web::Cursor>) -> String {
        let wanted = self.wanted;
        let mut parts = vec![format!("q={}", encode(wanted.q()))];
        let fields =
            [("kind", &wanted.kind), ("programme", &wanted.programme), ("language", &wanted.language)];
        for (name, value) in fields {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                parts.push(format!("{name}={}", encode(value)));
            }
        }
        parts.extend(after.map(|after| format!("after={}", after.as_str())));
        format!("/search?{}", parts.join("&"))
    }
    fn next(&self) -> Option<String> {
        self.answered.hits.next.as_ref().map(|after| self.address(Some(after)))
    }
    fn first(&self) -> String {
        self.address(None)
    }
    fn narrowed(&self) -> bool {
        [&self.wanted.kind, &self.wanted.programme, &self.wanted.language]
            .iter()
            .any(|field| field.as_deref().is_some_and(|text| !text.is_empty()))
    }
    fn everywhere(&self) -> String {
        format!("/search?q={}", encode(self.wanted.q()))
    }
    /// Sharing what nobody has said yet, with the words as its title.
    fn share(&self) -> String {
        let title: String = self.wanted.q().chars().take(255).collect();
        self.visit.way_to(&format!("/ideas/new?title={}", encode(&title)))
    }
    fn chosen(&self, programme: &ProgrammeHead) -> bool {
        self.answered.programme.as_ref().is_some_and(|chosen| chosen.id == programme.id)
    }
    fn who(&self, hit: &Hit) -> String {
        match hit.found.authors.as_slice() {
            [] => String::new(),
            [one] => one.name.clone(),
            [one, rest @ ..] => {
                let said = self.t.say("search-authors").arg("name", one.name.as_str());
                said.arg("others", rest.len()).to_string()
            }
        }
    }
    fn language_name(&self, tag: &str) -> String {
        crate::languages::own_name(tag)
    }
}

async fn search(visit: Visit, Query(wanted): Query<Wanted>) -> Answer<Page> {
    let answered = find(&visit, wanted.clone(), PAGE).await?;
    let asked = programmes::Asked::default();
    let paging = Paging { after: None, limit: Some(100) };
    let programmes = visit.read(move |tx, who| programmes::all(tx, who, &asked, &paging)).await?.items;
    let kinds =
        visit.cx.house().rooms.iter().filter(|room| room.searchable.is_some()).flat_map(|room| room.kinds);
    let kinds = kinds.map(|kind| (kind.name, wanted.kind.as_deref() == Some(kind.name))).collect();
    let languages = visit.cx.part::<Finder>().map(|finder| finder.languages()).unwrap_or_default();
    let languages = languages
        .into_iter()
        .map(|tag| (wanted.language.as_deref() == Some(tag.as_str()), tag))
        .map(|(on, tag)| (tag, on));
    let t = &visit.tongue;
    let title = match wanted.q().trim() {
        "" => t.say("search-title").to_string(),
        q => t.say("search-title-of").arg("q", web::excerpt(q, 60)).to_string(),
    };
    let languages = languages.collect();
    let view =
        Search { t, wanted: &wanted, answered: &answered, kinds, languages, programmes, visit: &visit };
    visit.page("/search", title, &view)
}
