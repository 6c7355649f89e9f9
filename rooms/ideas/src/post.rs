//! Sharing an idea.

use crate::{
    Category, Idea, Refused, Status, alike, categories,
    events::IdeaPosted,
    model::{KIND, ROOM},
    permissions,
    rows::{self, Fresh},
    settings,
};
use act::{Actor, Id, Person, Prose, Refusal, Result, Span, Tx};
use pieces::{Body, Derivation, NewPiece, Title, Visibility};
use programmes::Programme;

/// Who sees an idea at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Everybody; it can be voted on at once.
    Everyone,
    /// Its authors and the stewards of the programme, until an author publishes it.
    Restricted,
    /// Its authors.
    Draft,
}

impl Audience {
    fn visibility(self) -> Visibility {
        match self {
            Self::Everyone => Visibility::Public,
            Self::Restricted => Visibility::Stewards,
            Self::Draft => Visibility::Draft,
        }
    }
}
impl std::str::FromStr for Audience {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "everyone" => Ok(Self::Everyone),
            "restricted" => Ok(Self::Restricted),
            "draft" => Ok(Self::Draft),
            other => Err(format!("{other:?} is no audience")),
        }
    }
}

/// An idea about to be shared.
#[derive(Debug, Clone)]
pub struct NewIdea {
    /// Where it belongs.
    pub programme: Id<Programme>,
    /// Its title.
    pub title: Title,
    /// What its author has in mind.
    pub body: Body,
    /// One to three categories of the programme, if it has any.
    pub categories: Vec<Id<Category>>,
    /// The language it is written in; guessed when not said.
    pub language: Option<String>,
    /// Who sees it at first.
    pub audience: Audience,
    /// The idea it takes further.
    pub grown_from: Option<Id<Idea>>,
    /// People who are asked to be its authors too.
    pub coauthors: Vec<Id<Person>>,
    /// Likely duplicates that its author was shown.
    pub seen: Vec<Id<Idea>>,
}

/// Shares an idea, once its author has seen which others say something like it.
///
/// # Errors
/// 401 and 403 without the permission; 409 while the programme takes no ideas; 409 `ideas-alike` when likely duplicates
/// were not shown yet; 422 for categories that are not the programme's.
pub fn post(tx: &mut Tx<'_>, who: &Actor, new: &NewIdea) -> Result<Id<Idea>> {
    let by = who.id()?;
    programmes::require(tx, who, &permissions::POST, new.programme)?;
    programmes::open_for_posting(tx, new.programme, ROOM)?;
    let chosen = categories::chosen(tx, new.programme, &new.categories)?;
    let (title, body) = (new.title.as_str(), new.body.as_str());
    let language = language_of(new);
    if new.audience != Audience::Draft {
        let alike = alike::alike(tx, who, new.programme, title, body, language.as_deref(), None)?;
        let unseen = alike::unseen(alike, &new.seen);
        if !unseen.is_empty() {
            return Err(Refused::Alike(unseen.len()).into());
        }
    }
    let idea = make(tx, who, by, new, language.as_deref())?;
    let ids: Vec<_> = chosen.iter().map(|category| category.id).collect();
    rows::categorise(tx, idea, &ids)?;
    if let Some(source) = new.grown_from {
        grow(tx, who, idea, source)?;
    }
    for person in new.coauthors.iter().filter(|person| **person != by) {
        pieces::add_author(tx, who, idea.cast(), *person)?;
    }
    pieces::set_following(tx, idea.cast(), by, true)?;
    if new.audience == Audience::Everyone {
        rows::count(tx, new.programme, Status::Open.name(), 1)?;
        categories::hand_to_partners(tx, idea)?;
    }
    let public = new.audience == Audience::Everyone;
    tx.emit(&IdeaPosted { idea, programme: new.programme, by: Some(by), public })?;
    Ok(idea)
}

/// The language that was declared, or the one that the words say plainly.
fn language_of(new: &NewIdea) -> Option<String> {
    let declared = new.language.as_deref().and_then(pieces::model::primary_language);
    declared
        .filter(|tag| tag != reading::language::UNDETERMINED)
        .or_else(|| guess(new.title.as_str(), new.body.as_str()))
}

/// The language that a title and a body are in, if they say it plainly.
pub(crate) fn guess(title: &str, body: &str) -> Option<String> {
    reading::language::guess(&format!("{title}\n{body}")).language.map(|language| language.tag().to_owned())
}

fn make(
    tx: &mut Tx<'_>,
    who: &Actor,
    by: Id<Person>,
    new: &NewIdea,
    language: Option<&str>,
) -> Result<Id<Idea>> {
    let rules = settings::rules(tx)?;
    let now = tx.now();
    let piece = pieces::create(
        tx,
        NewPiece {
            kind: KIND,
            programme: new.programme,
            authors: &[by],
            title: Some(new.title.as_str()),
            body: new.body.as_str(),
            language,
            visibility: new.audience.visibility(),
            about: None,
            parent: None,
            internal: false,
            at: None,
            source: None,
            voice: who.voice(),
        },
    )?;
    let idea = piece.cast();
    let public = new.audience == Audience::Everyone;
    let fresh = Fresh {
        idea,
        programme: new.programme,
        status: Status::Open,
        language,
        created: now,
        public,
        ranked: rules.guaranteed_views == 0,
        supports: 0,
        half_life: rules.popular_half_life_days,
        due_at: public.then(|| due(now, rules.threshold_days)).flatten(),
    };
    rows::insert(tx, &fresh)?;
    alike::keep(
        tx,
        new.programme,
        idea,
        &alike::fingerprint(new.title.as_str(), new.body.as_str(), language),
    )?;
    Ok(idea)
}

/// When an idea is looked at for the threshold; never while the operator set no days.
pub(crate) fn due(from: act::Timestamp, days: i64) -> Option<act::Timestamp> {
    (days > 0).then(|| from + Span::days(days))
}

/// Draws the edge from the idea that is taken further; its authors are told by `pieces`.
fn grow(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>, source: Id<Idea>) -> Result<()> {
    if !pieces::may_see(tx, who, source.cast())? {
        return Err(Refusal::not_found().into());
    }
    pieces::derive(tx, who.person, source.cast(), idea.cast(), Derivation::BuiltOn)
}

/// Shows an idea to everybody that only its authors, or they and the stewards, have seen until now.
///
/// # Errors
/// 403 for anybody but an author; 409 when everybody sees it already, when likely duplicates were not shown yet, and
/// while the programme takes no ideas.
pub fn publish(tx: &mut Tx<'_>, who: &Actor, idea: Id<Idea>, seen: &[Id<Idea>]) -> Result<()> {
    let by = who.id()?;
    let kept = rows::touch(tx, idea)?;
    let head = pieces::head(tx, who, idea.cast())?;
    if !head.is_by(Some(by)) {
        return Err(Refusal::new(403, "pieces-not-yours").into());
    }
    programmes::require(tx, who, &permissions::POST, kept.programme)?;
    if head.visibility == Visibility::Public {
        return Err(Refused::PublishedAlready.into());
    }
    programmes::open_for_posting(tx, kept.programme, ROOM)?;
    let (title, language) = (head.title.as_deref().unwrap_or_default(), head.language.as_deref());
    let alike = alike::alike(tx, who, kept.programme, title, &head.body, language, Some(idea))?;
    let unseen = alike::unseen(alike, seen);
    if !unseen.is_empty() {
        return Err(Refused::Alike(unseen.len()).into());
    }
    pieces::set_visibility(tx, idea.cast(), Visibility::Public)?;
    let rules = settings::rules(tx)?;
    let now = tx.now();
    act::sql!(tx.exec(
        "UPDATE ideas SET created = $2, due_at = $3 WHERE piece = $1",
        idea,
        now,
        due(now, rules.threshold_days)
    ))?;
    act::sql!(tx.exec("UPDATE idea_categories SET created = $2 WHERE idea = $1", idea, now))?;
    rows::relist(tx, idea, rules.guaranteed_views)?;
    rows::count(tx, kept.programme, kept.status.name(), 1)?;
    categories::hand_to_partners(tx, idea)?;
    tx.emit(&IdeaPosted { idea, programme: kept.programme, by: Some(by), public: true })?;
    Ok(())
}

/// “It is the same”: a vote for the older idea, and what one had to say as a comment there.
///
/// # Errors
/// Those of voting and commenting.
pub fn join(
    tx: &mut Tx<'_>,
    who: &Actor,
    idea: Id<Idea>,
    words: Option<&Prose<{ pieces::COMMENT }>>,
) -> Result<crate::Score> {
    let score = match crate::vote::vote(tx, who, idea, crate::Weight::UP) {
        Ok(score) => Some(score),
        // Joining one's own idea, or one that takes no votes now, still adds the words.
        Err(error)
            if words.is_some()
                && (error.is("ideas-refused-own") || error.is("ideas-refused-no-votes-launched")) =>
        {
            None
        }
        Err(error) => return Err(error),
    };
    if let Some(words) = words {
        pieces::comment(
            tx,
            who,
            pieces::NewComment { on: idea.cast(), body: words.as_str(), internal: false },
        )?;
    }
    match score {
        Some(score) => Ok(score),
        None => Ok(rows::kept(tx, idea)?.standing.score(settings::POINTS.value(tx)?, 0)),
    }
}
