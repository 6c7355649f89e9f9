//! Plays the invented history through the acts that people use, in the order in which it happened.

use super::content::{Content, Effort, Invented, Journal, Merge, Move, PICTURES, Remark, Said, Shown};
use super::rounds::Happening;
use act::{Actor, Error, Id, Line, Policy, Prose, Roles, Span, Timestamp, Tx};
use anyhow::{Context as _, Result, anyhow};
use events::Engine;
use ideas::{Idea, Weight};
use pieces::Piece;
use programmes::{Activity, Charter, Group, Part, Programme, Promise, Risk, Who};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use store::{Hand, Store};

/// Everybody and everything by the key that the files use.
#[derive(Debug, Default)]
pub(super) struct Known {
    people: HashMap<String, Actor>,
    organisations: HashMap<String, Id<people::Organisation>>,
    programmes: HashMap<String, Id<Programme>>,
    categories: HashMap<(String, String), Id<ideas::Category>>,
    ideas: HashMap<String, Id<Idea>>,
    remarks: HashMap<String, Id<Piece>>,
    merges: HashMap<String, Id<ideas::Merge>>,
    pub(super) rounds: HashMap<String, Id<rounds::Round>>,
    /// The names that the pictures have on the shelf.
    pictures: HashMap<&'static str, String>,
}

/// One thing that happened.
#[derive(Debug, Clone)]
enum Step {
    Draft(Effort),
    Open(String),
    Close(Effort),
    Categories(String, Vec<String>),
    Appoint { person: String, programme: String, categories: Vec<String> },
    Share(Said),
    Vote { by: String, idea: String, weight: Weight },
    Say { on: String, remark: Remark },
    Move { idea: String, to: Move },
    Propose { idea: String, merge: Merge },
    Decide { idea: String, by: String },
    Write { idea: String, entry: Journal },
    Round(Happening),
}

/// Plays everything that happened before `present`.
pub(super) async fn history(
    store: &Store,
    shelf: &files::Shelf,
    engine: &Engine,
    hand: &Hand,
    present: Timestamp,
) -> Result<()> {
    let content = Content::read()?;
    let known = Arc::new(Mutex::new(Known::default()));
    hand.set(present - Span::days(400));
    settle_in(store, &content, &known).await?;
    for (name, bytes) in PICTURES {
        let hash =
            files::take(store, shelf, bytes).await.map_err(|error| anyhow!("picture {name}: {error}"))?;
        known.lock().unwrap_or_else(PoisonError::into_inner).pictures.insert(name, hash);
    }
    let mut played = None;
    for (at, step) in timeline(&content, present)? {
        let day = at.as_micros() / Span::days(1).as_micros();
        if played.is_some_and(|before| before != day) {
            settle(engine).await?;
        }
        played = Some(day);
        hand.set(at);
        let (known, told) = (known.clone(), format!("{step:?}"));
        let done = store.write(move |tx| {
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            known.play(tx, &step)
        });
        done.await.map_err(|error| anyhow!("the demo's history stops at {told}: {error}"))?;
    }
    hand.set(present);
    settle(engine).await
}

async fn settle(engine: &Engine) -> Result<()> {
    let settled = engine.settle().await.map_err(|error| anyhow!("{error}"))?;
    match settled.troubles.first() {
        None => Ok(()),
        Some(trouble) => Err(anyhow!("after a commit of the demo's history: {trouble:?}")),
    }
}

/// Makes the people and where they belong.
async fn settle_in(store: &Store, content: &Content, known: &Arc<Mutex<Known>>) -> Result<()> {
    let crowd = content.people.crowd.names.iter().map(|name| Invented {
        key: key_of(name),
        name: name.clone(),
        roles: Vec::new(),
        part: String::new(),
        organisations: Vec::new(),
        about: String::new(),
        language: None,
        zone: None,
    });
    let everybody: Vec<Invented> = content.people.person.iter().cloned().chain(crowd).collect();
    let organisations: Vec<(String, String)> =
        content.people.organisation.iter().map(|o| (o.name.clone(), o.kind.clone())).collect();
    let known = known.clone();
    let made = store.write(move |tx| {
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        *known = Known::default();
        let policy = Arc::new(Policy::default());
        for invented in &everybody {
            let actor = person(tx, invented, &policy)?;
            known.people.insert(invented.key.clone(), actor);
        }
        let operator = known.person("noor")?;
        for (name, kind) in &organisations {
            let kind = kind.parse().map_err(|_| told(format!("{kind} is no kind of organisation")))?;
            let line = Line::parse(name).map_err(|fault| fault.refusal("name"))?;
            let made = people::create_organisation(tx, &operator, &line, kind)?;
            known.organisations.insert(name.clone(), made);
        }
        for invented in &everybody {
            let person = known.person(&invented.key)?.id()?;
            for name in &invented.organisations {
                let organisation = known.organisation(name)?;
                people::join(tx, &operator, organisation, person)?;
            }
        }
        Ok::<_, Error>(())
    });
    made.await.map_err(|error| anyhow!("the demo's people: {error}"))
}

fn person(tx: &mut Tx<'_>, invented: &Invented, policy: &Arc<Policy>) -> act::Result<Actor> {
    let roles: Roles = invented.roles.iter().filter_map(|role| role.parse().ok()).collect();
    let text = |fault: act::TextFault| fault.refusal("name");
    let email = format!("{}@hallam-and-rook.example", invented.key);
    let id = people::create(
        tx,
        people::NewPerson {
            email: Some(email.parse().map_err(|_| told(format!("{email} is no address")))?),
            roles,
            part: Line::optional(&invented.part).map_err(text)?,
            language: invented.language.clone(),
            zone: invented.zone.clone(),
            source: Some(format!("demo:{}", invented.key)),
            ..people::NewPerson::named(Line::parse(&invented.name).map_err(text)?)
        },
    )?;
    if !invented.about.is_empty() {
        people::mark_invented(tx, id, &invented.about)?;
    }
    people::actor(tx, id, policy)?.ok_or_else(|| told(format!("{} cannot act", invented.name)))
}

/// The phases of a programme as its file tells them.
fn phases(tx: &mut Tx<'_>, effort: &Effort) -> act::Result<Vec<programmes::Phase>> {
    let moment = |text: &str| {
        let local = programmes::local_time(text).map_err(|_| told(format!("{text} is no time")))?;
        programmes::Moment::new(local, &effort.zone).map_err(|_| told(format!("{text} is nowhere")))
    };
    let phase = |stretch: &super::content::Stretch| {
        Ok(programmes::Phase {
            id: tx.fresh(),
            name: stretch.name.clone(),
            purpose: stretch.purpose.clone(),
            rooms: stretch.rooms.clone(),
            from: moment(&stretch.from)?,
            until: moment(&stretch.until)?,
        })
    };
    effort.phase.iter().map(phase).collect()
}

/// `Björn Ek` is `bjorn`.
fn key_of(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or(name);
    reading::words::strip_marks(&first.to_lowercase())
}

/// What keeps the history from being played is a mistake in its files, not a refusal of a person.
pub(super) fn told(problem: String) -> Error {
    store::Error::Engine(problem).into()
}

/// Every step with its instant, in the order in which they happened.
fn timeline(content: &Content, present: Timestamp) -> Result<Vec<(Timestamp, Step)>> {
    let mut steps: Vec<(Timestamp, Step)> = Vec::new();
    // A morning, a few minutes after the step written before it, so that what is said first is said first.
    let mut nth = 0_i64;
    let mut add = |days_ago: i64, step: Step| {
        nth += 1;
        let at = present - Span::days(days_ago) - Span::hours(2) + Span::seconds(30 * (nth % 200));
        steps.push((at, step));
    };
    for effort in &content.programmes.programme {
        add(effort.days_ago, Step::Draft(effort.clone()));
        add(effort.opened, Step::Open(effort.key.clone()));
        let categories = content.ideas.category.iter().find(|c| c.programme == effort.key);
        let categories = categories.with_context(|| format!("{} has no categories", effort.key))?;
        add(effort.opened, Step::Categories(effort.key.clone(), categories.names.clone()));
        for partner in content.ideas.partner.iter().filter(|partner| partner.programme == effort.key) {
            let (person, programme) = (partner.person.clone(), partner.programme.clone());
            add(effort.opened, Step::Appoint { person, programme, categories: partner.categories.clone() });
        }
        if let Some(closed) = effort.closed {
            add(closed, Step::Close(effort.clone()));
        }
    }
    let crowd: Vec<String> = content.people.crowd.names.iter().map(|name| key_of(name)).collect();
    for (place, said) in content.ideas.idea.iter().enumerate() {
        let idea = || said.key.clone();
        add(said.day, Step::Share(said.clone()));
        for remark in &said.remark {
            add(remark.day, Step::Say { on: idea(), remark: remark.clone() });
        }
        for to in &said.moves {
            add(to.day, Step::Move { idea: idea(), to: to.clone() });
        }
        if let Some(merge) = &said.merge {
            add(merge.day, Step::Propose { idea: idea(), merge: merge.clone() });
            add(merge.day - 2, Step::Decide { idea: idea(), by: merge.decided_by.clone() });
        }
        if let Some(entry) = &said.journal {
            add(entry.day, Step::Write { idea: idea(), entry: entry.clone() });
        }
        let last = last_day_of_votes(content, said);
        let voters = (0..crowd.len())
            .map(|n| &crowd[(place * 11 + n * 5) % crowd.len()])
            .filter(|key| **key != said.by);
        for (n, by) in voters.take(said.up + said.down).enumerate() {
            // Votes come thick at first and thin out: half of them in the first fifth of the time.
            let share = (n as f64 / (said.up + said.down) as f64).powi(2);
            let days_ago = said.day - ((said.day - last) as f64 * share) as i64;
            // The few against are spread among the many for.
            let against = said.down > 0
                && n % (said.up / said.down + 1) == 1
                && n / (said.up / said.down + 1) < said.down;
            let weight = if against { Weight::DOWN } else { Weight::UP };
            add(days_ago.min(said.day - 1).max(last), Step::Vote { by: by.clone(), idea: idea(), weight });
        }
    }
    for round in &content.rounds.round {
        let happened = round.timeline(&crowd, present).into_iter();
        steps.extend(happened.map(|(at, what)| (at, Step::Round(what))));
    }
    steps.sort_by_key(|(at, _)| *at);
    Ok(steps)
}

/// Votes end when the programme closes, or when the idea comes to an outcome or into another.
fn last_day_of_votes(content: &Content, said: &Said) -> i64 {
    let programme = content.programmes.programme.iter().find(|programme| programme.key == said.programme);
    let closed = programme.and_then(|programme| programme.closed);
    let outcome = said
        .moves
        .iter()
        .find(|to| ["launched", "exists-already", "cannot-be-done"].contains(&to.to.as_str()));
    let merged = said.merge.as_ref().map(|merge| merge.day);
    let ends = [closed, outcome.map(|to| to.day), merged];
    ends.into_iter().flatten().max().map_or(0, |day| day + 1)
}

impl Known {
    pub(super) fn person(&self, key: &str) -> act::Result<Actor> {
        self.people.get(key).cloned().ok_or_else(|| told(format!("nobody is called {key}")))
    }
    fn organisation(&self, name: &str) -> act::Result<Id<people::Organisation>> {
        self.organisations.get(name).copied().ok_or_else(|| told(format!("there is no organisation {name}")))
    }
    pub(super) fn programme(&self, key: &str) -> act::Result<Id<Programme>> {
        self.programmes.get(key).copied().ok_or_else(|| told(format!("there is no programme {key}")))
    }
    pub(super) fn idea(&self, key: &str) -> act::Result<Id<Idea>> {
        self.ideas.get(key).copied().ok_or_else(|| told(format!("there is no idea {key}")))
    }
    pub(super) fn round(&self, key: &str) -> act::Result<Id<rounds::Round>> {
        self.rounds.get(key).copied().ok_or_else(|| told(format!("there is no round {key}")))
    }
    fn category(&self, programme: &str, name: &str) -> act::Result<Id<ideas::Category>> {
        let found = self.categories.get(&(programme.to_owned(), name.to_owned())).copied();
        found.ok_or_else(|| told(format!("there is no category {name} in {programme}")))
    }

    fn play(&mut self, tx: &mut Tx<'_>, step: &Step) -> act::Result<()> {
        match step {
            Step::Draft(effort) => self.draft(tx, effort),
            Step::Open(key) => {
                let owner = self.person("noor")?;
                programmes::open(tx, &owner, self.programme(key)?, None).map(drop)
            }
            Step::Close(effort) => {
                let note = Prose::parse(effort.closing_note.as_deref().unwrap_or_default());
                let note = note.map_err(|fault| fault.refusal("note"))?;
                programmes::close(tx, &self.person("noor")?, self.programme(&effort.key)?, None, &note)
                    .map(drop)
            }
            Step::Categories(programme, names) => self.categories(tx, programme, names),
            Step::Appoint { person, programme, categories } => {
                let (operator, person) = (self.person("noor")?, self.person(person)?.id()?);
                for name in categories {
                    let category = self.category(programme, name)?;
                    ideas::categories::appoint(tx, &operator, category, person, true)?;
                }
                Ok(())
            }
            Step::Share(said) => self.share(tx, said),
            Step::Vote { by, idea, weight } => {
                ideas::vote(tx, &self.person(by)?, self.idea(idea)?, *weight).map(drop)
            }
            Step::Say { on, remark } => self.say(tx, on, remark),
            Step::Move { idea, to } => self.change(tx, idea, to),
            Step::Propose { idea, merge } => self.propose(tx, idea, merge),
            Step::Decide { idea, by } => self.decide(tx, idea, by),
            Step::Write { idea, entry } => self.write(tx, idea, entry),
            Step::Round(what) => self.happen(tx, what),
        }
    }

    fn draft(&mut self, tx: &mut Tx<'_>, effort: &Effort) -> act::Result<()> {
        let by = self.person(&effort.by)?;
        let new = programmes::NewProgramme {
            title: Line::parse(&effort.title).map_err(|fault| fault.refusal("title"))?,
            question: Prose::parse(&effort.question).map_err(|fault| fault.refusal("question"))?,
            criteria: effort
                .criteria
                .as_deref()
                .map(Prose::parse)
                .transpose()
                .map_err(|fault| fault.refusal("criteria"))?,
            slug: Some(
                programmes::Slug::parse(&effort.slug)
                    .map_err(|_| told(format!("{} is no slug", effort.slug)))?,
            ),
            template: effort.template.parse().map_err(told)?,
            zone: effort.zone.clone(),
            language: Some("en".to_owned()),
            grown_from: None,
            charter: self.charter(tx, effort)?,
            phases: phases(tx, effort)?,
        };
        let head = programmes::create(tx, &by, &new)?;
        self.programmes.insert(effort.key.clone(), head.id);
        Ok(())
    }

    fn charter(&self, tx: &mut Tx<'_>, effort: &Effort) -> act::Result<Charter> {
        let text = &effort.charter;
        let words = |text: &str| Prose::parse(text).map_err(|fault| Error::from(fault.refusal("words")));
        let groups =
            |rows: &[Vec<String>]| rows.iter().map(|row| self.group(row)).collect::<act::Result<Vec<_>>>();
        let values = text.values.iter().map(|[side, kind, what, measure]| {
            Ok(Promise {
                side: side.parse().map_err(told)?,
                kind: kind.parse().map_err(told)?,
                words: words(what)?,
                measure: Some(words(measure)?),
            })
        });
        let risks = text.risks.iter().map(|[side, what, answer]| {
            Ok(Risk { side: side.parse().map_err(told)?, words: words(what)?, answer: Some(words(answer)?) })
        });
        let activities =
            text.activities.iter().map(|what| Ok(Activity { room: "ideas".to_owned(), words: words(what)? }));
        let review = (tx.now() + Span::days(effort.days_ago + text.review_in)).to_jiff();
        Ok(Charter {
            inside: groups(&text.inside)?,
            outside: groups(&text.outside)?,
            activities: activities.collect::<act::Result<_>>()?,
            values: values.collect::<act::Result<_>>()?,
            risks: risks.collect::<act::Result<_>>()?,
            owner: Some(self.person(&text.owner)?.id()?),
            appeal: Some(self.person(&text.appeal)?.id()?),
            review_on: Some(review.to_zoned(jiff::tz::TimeZone::UTC).date()),
        })
    }

    /// `["Repairs", "partner"]` is a department; `["sam", "moderator", "Stores"]` one person of it.
    fn group(&self, row: &[String]) -> act::Result<Group> {
        let [who, part, rest @ ..] = row else { return Err(told(format!("{row:?} is no group"))) };
        let part: Part = part.parse().map_err(told)?;
        if let [department] = rest {
            let person = Some(self.person(who)?.id()?);
            return Ok(Group { who: Who::Organisation(self.organisation(department)?), person, part });
        }
        let who = match who.as_str() {
            "members" => Who::Members,
            "partners" => Who::Partners,
            "staff" => Who::Staff,
            name => Who::Organisation(self.organisation(name)?),
        };
        Ok(Group { who, person: None, part })
    }

    fn say(&mut self, tx: &mut Tx<'_>, on: &str, remark: &Remark) -> act::Result<()> {
        let on = match &remark.answers {
            Some(key) => *self.remarks.get(key).ok_or_else(|| told(format!("there is no remark {key}")))?,
            None => self.idea(on)?.cast(),
        };
        let new = pieces::NewComment { on, body: &remark.text, internal: remark.internal };
        let said = pieces::comment(tx, &self.person(&remark.by)?, new)?;
        if let Some(key) = &remark.key {
            self.remarks.insert(key.clone(), said);
        }
        Ok(())
    }
}

/// What is particular to the ideas room.
impl Known {
    fn categories(&mut self, tx: &mut Tx<'_>, key: &str, names: &[String]) -> act::Result<()> {
        let (operator, programme) = (self.person("noor")?, self.programme(key)?);
        for name in names {
            let new = ideas::categories::NewCategory {
                slug: reading::words::strip_marks(&name.to_lowercase()).replace(' ', "-"),
                title: Line::parse(name).map_err(|fault| fault.refusal("title"))?,
                answer_days: 30,
                retired: false,
            };
            let made = ideas::categories::keep_category(tx, &operator, programme, &new)?;
            self.categories.insert((key.to_owned(), name.clone()), made);
        }
        Ok(())
    }

    fn share(&mut self, tx: &mut Tx<'_>, said: &Said) -> act::Result<()> {
        let by = self.person(&said.by)?;
        let mut new = ideas::NewIdea {
            programme: self.programme(&said.programme)?,
            title: pieces::Title::parse(&said.title).map_err(|fault| fault.refusal("title"))?,
            body: pieces::Body::parse(&said.body).map_err(|fault| fault.refusal("body"))?,
            categories: vec![self.category(&said.programme, &said.category)?],
            language: said.language.clone().or_else(|| Some("en".to_owned())),
            audience: ideas::Audience::Everyone,
            grown_from: said.grown_from.as_deref().map(|key| self.idea(key)).transpose()?,
            coauthors: Vec::new(),
            seen: Vec::new(),
        };
        // Whoever shares an idea is shown what is like it first; the invented people looked, and went on.
        new.seen = ideas::alike::alike(
            tx,
            &by,
            new.programme,
            said.title.as_str(),
            said.body.as_str(),
            new.language.as_deref(),
            None,
        )?
        .into_iter()
        .map(|alike| alike.idea)
        .collect();
        let idea = ideas::post(tx, &by, &new)?;
        self.ideas.insert(said.key.clone(), idea);
        self.show(tx, &by, idea.cast(), said.picture.as_ref())
    }

    fn show(&self, tx: &mut Tx<'_>, by: &Actor, on: Id<Piece>, picture: Option<&Shown>) -> act::Result<()> {
        let Some(shown) = picture else { return Ok(()) };
        let hash = self.pictures.get(shown.file.as_str());
        let hash = hash.ok_or_else(|| told(format!("there is no picture {}", shown.file)))?.clone();
        files::attach_imported(tx, by.person, on, &[files::Ready { hash, alt: shown.alt.clone() }])
    }

    fn propose(&mut self, tx: &mut Tx<'_>, idea: &str, merge: &Merge) -> act::Result<()> {
        let reason = Prose::parse(&merge.reason).map_err(|fault| fault.refusal("reason"))?;
        let (from, into) = (self.idea(idea)?, self.idea(&merge.into)?);
        let proposed = ideas::merge::propose(tx, &self.person(&merge.by)?, from, into, &reason)?;
        self.merges.insert(idea.to_owned(), proposed);
        Ok(())
    }

    fn decide(&mut self, tx: &mut Tx<'_>, idea: &str, by: &str) -> act::Result<()> {
        let merge =
            self.merges.get(idea).copied().ok_or_else(|| told(format!("nobody proposed to merge {idea}")))?;
        ideas::merge::accept(tx, &self.person(by)?, merge, None).map(drop)
    }
}

impl Known {
    fn change(&self, tx: &mut Tx<'_>, idea: &str, to: &Move) -> act::Result<()> {
        let note = Prose::parse(&to.note).map_err(|fault| fault.refusal("note"))?;
        let ground = to.blocker.as_deref().map(str::parse).transpose().map_err(told)?;
        let step = ideas::Move {
            to: to.to.parse().map_err(told)?,
            expected: None,
            note,
            ground,
            link: to.link.clone(),
        };
        ideas::move_on(tx, &self.person(&to.by)?, self.idea(idea)?, &step)
    }

    fn write(&self, tx: &mut Tx<'_>, idea: &str, entry: &Journal) -> act::Result<()> {
        let title = pieces::Title::parse(&entry.title).map_err(|fault| fault.refusal("title"))?;
        let body = pieces::Body::parse(&entry.text).map_err(|fault| fault.refusal("body"))?;
        let by = self.person(&entry.by)?;
        let written = ideas::journal::write(tx, &by, self.idea(idea)?, &title, &body)?;
        self.show(tx, &by, written, entry.picture.as_ref())
    }
}
