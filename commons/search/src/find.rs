//! Finding: candidates from the index, then the database's word on what this reader may see.

use crate::{
    Finder, Progress,
    ask::Ask,
    query::{Mode, Narrow},
    rank::{Candidate, Place},
    shape::REMARKS_EACH,
    snippet::{Passage, passage},
};
use act::{Actor, Error, Id, Refusal, Result, Tx};
use pieces::Piece;
use programmes::ProgrammeHead;
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, sync::Arc};
use web::{Cursor, Found, House, Paged, Shows, Tongue, Visit};

/// Candidates that are looked at together.
const WINDOW: usize = 60;
/// Candidates that are not for everybody and that are asked about for one page. After them only what everybody may
/// find is looked at, so that a page stays full however much is hidden.
const ASKED_ABOUT: usize = 1_000;
/// Characters of a passage.
const PASSAGE: usize = 240;

/// Which pieces, as the address or a program says it.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Wanted {
    pub(crate) q: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) programme: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) after: Option<Cursor>,
}

impl Wanted {
    pub(crate) fn q(&self) -> &str {
        self.q.as_deref().unwrap_or_default()
    }
}

fn given(field: &Option<String>) -> Option<&str> {
    field.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// Where the next page begins: the last place shown, and how many of the words had to be there.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Turn {
    mode: Mode,
    after: Place,
}

/// A piece that was found, with the words around what was looked for.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) kind: &'static str,
    pub(crate) found: Found,
    pub(crate) title: Passage,
    pub(crate) passage: Passage,
    /// Whether the passage is from what others said about it.
    pub(crate) remarked: bool,
}

/// What was found.
pub(crate) struct Answered {
    pub(crate) hits: Paged<Hit>,
    /// Whether no piece has all of the words, and these have some.
    pub(crate) some: bool,
    /// Whether the question was longer than what counts.
    pub(crate) cut: bool,
    /// Whether there was anything to look for.
    pub(crate) asked: bool,
    pub(crate) programme: Option<ProgrammeHead>,
    pub(crate) progress: Progress,
}

/// How the kinds of the house are shown.
#[derive(Clone)]
struct Shown(Arc<HashMap<&'static str, Shows>>);

impl Shown {
    fn of(house: &House) -> Self {
        let shown = house.rooms.iter().filter_map(|room| Some((room.kinds, room.searchable?.shows)));
        Self(Arc::new(
            shown.flat_map(|(kinds, shows)| kinds.iter().map(move |kind| (kind.name, shows))).collect(),
        ))
    }
}

/// Looks for what a visit asks for.
///
/// # Errors
/// 404 for a programme that is not this reader's to see; 422 for a kind, language or cursor that is none.
pub(crate) async fn find(visit: &Visit, wanted: Wanted, limit: usize) -> Result<Answered> {
    let shown = Shown::of(visit.cx.house());
    let programme = match given(&wanted.programme).map(str::to_owned) {
        None => None,
        Some(name) => Some(visit.read(move |tx, who| programmes::visible(tx, who, &name)).await?),
    };
    let narrow = narrow(&wanted, &shown, programme.as_ref(), !visit.actor.signed_in())?;
    let turn: Option<Turn> = wanted.after.as_ref().map(Cursor::key).transpose()?;
    let ask = Arc::new(Ask::read(wanted.q()));
    let Some(finder) = visit.cx.part::<Finder>() else { return Err(Refusal::new(503, "search-away").into()) };
    let mut answered = Answered {
        hits: Paged { items: Vec::new(), next: None },
        some: false,
        cut: ask.cut,
        asked: !ask.is_empty(),
        programme,
        progress: finder.progress(),
    };
    if ask.is_empty() {
        return Ok(answered);
    }
    let look = Look { visit, finder: (*finder).clone(), shown, ask, narrow };
    let mode = turn.as_ref().map_or(Mode::All, |turn| turn.mode);
    answered.hits = look.page(mode, turn.map(|turn| turn.after), limit).await?;
    answered.some = mode == Mode::Some;
    let several = look.ask.parts.iter().filter(|part| !part.without).count() > 1;
    if answered.hits.items.is_empty() && wanted.after.is_none() && several {
        answered.hits = look.page(Mode::Some, None, limit).await?;
        answered.some = !answered.hits.items.is_empty();
    }
    Ok(answered)
}

fn narrow(wanted: &Wanted, shown: &Shown, programme: Option<&ProgrammeHead>, public: bool) -> Result<Narrow> {
    let kinds = match given(&wanted.kind) {
        None => Vec::new(),
        Some(kind) if shown.0.contains_key(kind) => vec![kind.to_owned()],
        Some(_) => return Err(Refusal::field("kind", "refused-choice").into()),
    };
    let language = given(&wanted.language)
        .map(|tag| {
            pieces::model::primary_language(tag).ok_or_else(|| Refusal::field("language", "refused-choice"))
        })
        .transpose()?;
    Ok(Narrow { kinds, programme: programme.map(|programme| programme.id.raw()), language, public })
}

/// One question, looked for page by page.
struct Look<'v> {
    visit: &'v Visit,
    finder: Finder,
    shown: Shown,
    ask: Arc<Ask>,
    narrow: Narrow,
}

impl Look<'_> {
    async fn page(&self, mode: Mode, mut after: Option<Place>, limit: usize) -> Result<Paged<Hit>> {
        let (mut hits, mut hidden) = (Vec::new(), 0);
        let mut narrow = self.narrow.clone();
        let window = WINDOW.max(limit + 1);
        while hits.len() <= limit {
            let candidates = self.candidates(mode, &narrow, after, window).await?;
            let all = candidates.len() < window;
            after = candidates.last().map(|candidate| candidate.place).or(after);
            hidden += candidates.iter().filter(|candidate| !candidate.public).count();
            hits.extend(self.seen(candidates).await?);
            if all {
                break;
            }
            narrow.public |= hidden > ASKED_ABOUT;
        }
        let page = Paged::of(hits, i64::try_from(limit).unwrap_or(i64::MAX), |(place, _)| Turn {
            mode,
            after: *place,
        });
        Ok(page.map(|(_, hit)| hit))
    }

    /// Candidates from the index, looked for on a thread of its own. An index that cannot be read is not the reader's
    /// trouble: nothing is found, and the keeper builds it anew.
    async fn candidates(
        &self,
        mode: Mode,
        narrow: &Narrow,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Candidate>> {
        let (finder, ask, narrow) = (self.finder.clone(), self.ask.clone(), narrow.clone());
        let found = tokio::task::spawn_blocking(move || finder.best(&ask, &narrow, mode, after, limit)).await;
        match found {
            Ok(Ok(candidates)) => Ok(candidates),
            Ok(Err(error)) => {
                tracing::error!(%error, "the search index cannot be read and is built anew");
                self.finder.set_damaged();
                Ok(Vec::new())
            }
            Err(error) if error.is_panic() => {
                tracing::error!("the search index is damaged and is built anew");
                self.finder.set_damaged();
                Ok(Vec::new())
            }
            Err(error) => Err(Error::Fault(store::Error::Engine(error.to_string()))),
        }
    }

    /// Those of the candidates that the reader may see, in their order.
    async fn seen(&self, candidates: Vec<Candidate>) -> Result<Vec<(Place, Hit)>> {
        let (shown, ask, t) = (self.shown.clone(), self.ask.clone(), self.visit.tongue.clone());
        self.visit.read(move |tx, who| seen(tx, who, &t, &shown, &ask, &candidates)).await
    }
}

fn seen(
    tx: &mut Tx<'_>,
    who: &Actor,
    t: &Tongue,
    shown: &Shown,
    ask: &Ask,
    candidates: &[Candidate],
) -> Result<Vec<(Place, Hit)>> {
    let ids: Vec<Id<Piece>> = candidates.iter().map(|candidate| Id::from_raw(candidate.place.id)).collect();
    let mut found: HashMap<i64, (&'static str, Found)> = HashMap::new();
    let kinds = pieces::standing_of(tx, &ids)?;
    for (kind, shows) in shown.0.iter() {
        let of_kind: Vec<i64> =
            kinds.iter().filter(|(_, known)| known == kind).map(|(id, _)| id.raw()).collect();
        if !of_kind.is_empty() {
            found.extend(shows(tx, who, t, &of_kind)?.into_iter().map(|one| (one.id, (*kind, one))));
        }
    }
    let mut hits: Vec<(Place, Hit)> = Vec::new();
    for candidate in candidates {
        let Some((kind, found)) = found.remove(&candidate.place.id) else { continue };
        let language = found.language.clone().unwrap_or_default();
        let title = passage(&found.title, ask, &language, usize::MAX);
        let passage = passage(&found.text, ask, &language, PASSAGE);
        hits.push((candidate.place, Hit { kind, found, title, passage, remarked: false }));
    }
    quote_remarks(tx, ask, &mut hits)?;
    Ok(hits)
}

/// Where neither title nor text has what was looked for, somebody said it about the piece.
fn quote_remarks(tx: &mut Tx<'_>, ask: &Ask, hits: &mut [(Place, Hit)]) -> Result<()> {
    let silent = |hit: &Hit| !hit.title.marked() && !hit.passage.marked();
    let ids: Vec<Id<Piece>> =
        hits.iter().filter(|(_, hit)| silent(hit)).map(|(_, hit)| Id::from_raw(hit.found.id)).collect();
    let remarks = pieces::remarks_on(tx, &ids, REMARKS_EACH)?;
    for (_, hit) in hits.iter_mut().filter(|(_, hit)| silent(hit)) {
        let language = hit.found.language.clone().unwrap_or_default();
        let said = remarks.get(&Id::from_raw(hit.found.id)).map(Vec::as_slice).unwrap_or_default();
        let best = said.iter().map(|words| passage(words, ask, &language, PASSAGE)).find(Passage::marked);
        if let Some(best) = best {
            (hit.passage, hit.remarked) = (best, true);
        }
    }
    Ok(())
}
