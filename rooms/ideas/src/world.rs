//! What the first page, and a person's page, show of the board.

use crate::{Idea, Line, Order, journal, lines, list, pages};
use act::{Actor, Id, Person, Result, Tx, sql};
use askama::Template;
use files::Gallery;
use web::{House, PersonSection, Tongue, WorldSection, rendered};

/// The latest story, ideas that need eyes, and what came of ideas.
pub(crate) const SECTIONS: &[WorldSection] = &[
    WorldSection { order: 0, aside: false, render: story },
    WorldSection { order: 20, aside: true, render: in_action },
    WorldSection { order: 30, aside: false, render: needs_eyes },
];

#[derive(Template)]
#[template(path = "pages/world_story.html")]
struct Story<'a> {
    t: &'a Tongue,
    entry: &'a journal::Entry,
    thread: pieces::ThreadView<'a>,
}

impl Story<'_> {
    fn excerpt(&self) -> String {
        self.entry.head.excerpt(280)
    }
    fn gallery(&self) -> Gallery<'_> {
        Gallery::new(&self.entry.pictures[..self.entry.pictures.len().min(1)])
    }
}

/// What was made last, from the first word to the thing.
fn story(tx: &mut Tx<'_>, who: &Actor, t: &Tongue, house: &House) -> Result<Option<String>> {
    let Some(entry) = journal::journal(tx, who, None, 1)?.items.pop() else { return Ok(None) };
    let thread = pieces::thread(tx, who, entry.head.id, 8)?;
    rendered(&Story { t, thread: pieces::ThreadView::new(&thread, t, house), entry: &entry }).map(Some)
}

#[derive(Template)]
#[template(path = "pages/world_eyes.html")]
struct Eyes<'a> {
    t: &'a Tongue,
    lines: &'a [Line],
}

impl Eyes<'_> {
    fn row<'s>(&'s self, line: &'s Line) -> pages::Row<'s> {
        pages::Row::small(self.t, line, "/")
    }
}

fn needs_eyes(tx: &mut Tx<'_>, who: &Actor, t: &Tongue, _: &House) -> Result<Option<String>> {
    let page = list::list(tx, who, Order::NeedsEyes, &list::Filter::default(), None, 3)?;
    if page.items.is_empty() {
        return Ok(None);
    }
    rendered(&Eyes { t, lines: &page.items }).map(Some)
}

#[derive(Template)]
#[template(path = "pages/world_action.html")]
struct Action<'a> {
    t: &'a Tongue,
    entries: &'a [journal::Entry],
    /// The reader's words are in every one of them.
    yours: bool,
    /// Where an idea is shared; nowhere while no programme takes any.
    share: Option<&'static str>,
}

/// What came of the reader's words; for whoever has none in it, what came of anybody's.
fn in_action(tx: &mut Tx<'_>, who: &Actor, t: &Tongue, _: &House) -> Result<Option<String>> {
    let latest = journal::journal(tx, who, None, 12)?.items;
    let is_yours = |entry: &&journal::Entry| {
        who.person.is_some() && entry.people.iter().any(|(byline, _)| byline.person == who.person)
    };
    let mut entries: Vec<journal::Entry> = latest.iter().filter(is_yours).cloned().collect();
    let yours = !entries.is_empty();
    if !yours {
        // The latest is the story beside it.
        entries = latest.into_iter().skip(1).collect();
    }
    entries.truncate(3);
    let room = programmes::Asked {
        standing: Some(programmes::Standing::Open),
        room: Some(crate::model::ROOM.to_owned()),
    };
    let open = programmes::all(tx, who, &room, &web::Paging { after: None, limit: Some(1) })?.items;
    let share =
        (!open.is_empty()).then_some(if who.signed_in() { "/ideas/new" } else { "/sign-in?back=/ideas/new" });
    if entries.is_empty() && share.is_none() {
        return Ok(None);
    }
    rendered(&Action { t, entries: &entries, yours, share }).map(Some)
}

/// What somebody shared; for themselves, also what not everybody sees.
pub(crate) const OF_A_PERSON: &[PersonSection] =
    &[PersonSection { order: 5, render: not_shown }, PersonSection { order: 10, render: shared_by }];
/// Ideas that a person's page shows.
const NEWEST: usize = 20;

#[derive(Template)]
#[template(path = "pages/of_a_person.html")]
struct OfAPerson<'a> {
    t: &'a Tongue,
    /// The message key of the heading.
    heading: &'static str,
    /// What there is to say of the list.
    words: Option<String>,
    lines: Vec<Line>,
    back: String,
}

impl OfAPerson<'_> {
    /// The list; nothing where the reader sees none of the ideas.
    fn shown(&self) -> Result<Option<String>> {
        if self.lines.is_empty() { Ok(None) } else { rendered(self).map(Some) }
    }

    fn row<'s>(&'s self, line: &'s Line) -> pages::Row<'s> {
        pages::Row::small(self.t, line, &self.back)
    }
}

fn shared_by(tx: &mut Tx<'_>, who: &Actor, t: &Tongue, person: Id<Person>) -> Result<Option<String>> {
    let one_more = i64::try_from(NEWEST + 1).unwrap_or(i64::MAX);
    let ideas: Vec<Id<Idea>> = sql!(tx.all(
        "SELECT a.piece FROM piece_authors a JOIN ideas i ON i.piece = a.piece
         WHERE a.person = $1 AND i.listed ORDER BY a.piece DESC LIMIT $2",
        person,
        one_more
    ))?;
    let cut = ideas.len() > NEWEST;
    let shown = &ideas[..ideas.len().min(NEWEST)];
    let words = cut.then(|| t.say("ideas-shared-newest").arg("n", shown.len()).to_string());
    let (heading, back) = ("ideas-shared-title", format!("/people/{person}"));
    OfAPerson { t, heading, words, lines: lines(tx, who, shown)?, back }.shown()
}

/// Drafts and what only stewards see: the author's way back to them.
fn not_shown(tx: &mut Tx<'_>, who: &Actor, t: &Tongue, person: Id<Person>) -> Result<Option<String>> {
    if who.person != Some(person) {
        return Ok(None);
    }
    let ideas: Vec<Id<Idea>> = sql!(tx.all(
        "SELECT a.piece FROM piece_authors a JOIN ideas i ON i.piece = a.piece
         WHERE a.person = $1 AND NOT i.listed AND i.merged_into IS NULL ORDER BY a.piece DESC LIMIT 50",
        person
    ))?;
    let words = Some(t.say("ideas-not-shown-words").to_string());
    let (heading, back) = ("ideas-not-shown", format!("/people/{person}"));
    OfAPerson { t, heading, words, lines: lines(tx, who, &ideas)?, back }.shown()
}
