//! A community with as many ideas as wanted: rows put down directly that equal what the acts, and the reactions to
//! them, would have left. A test holds the two beside each other.
//!
//! Left out is what neither a vote nor a page reads: the fingerprints by which likely duplicates are found.

use crate::{
    Pen, Place,
    ballots::{Ballot, Ballots},
    secret_of,
};
use act::{Event, Id, Line, Person, Role, Roles, Span, Timestamp, Tx};
use anyhow::{Context as _, Result, anyhow};
use ideas::{Category, Idea, Standing};
use pieces::{Piece, events::PieceMade};
use programmes::Programme;
use std::{
    collections::{BTreeSet, hash_map::DefaultHasher},
    fs,
    hash::{Hash as _, Hasher as _},
    ops::Range,
    sync::Arc,
};
use store::{Clock, Durability, Param as _, Store, Value};
use tokio::runtime::Runtime;
use web::Settings;

/// Goes up when what is filled changes.
const VERSION: u32 = 2;
/// People of a community.
const PEOPLE: usize = 10_000;
/// Ideas whose rows are made at once.
const CHUNK: usize = 20_000;
/// Over how long they were shared: shorter than an idea has to reach the threshold.
const OVER: Span = Span::days(60);
/// How old a kept community may be before it is filled anew.
const KEPT_FOR: Span = Span::days(20);
/// Identifiers count milliseconds from 2024-01-01 on; see `store`.
const EPOCH_MS: i64 = 1_704_067_200_000;
/// Milliseconds from there on to the first event: a year, which is before any event that an act leaves.
const FIRST_EVENT_MS: i64 = 31_536_000_000;

/// A community, by the numbers that are needed to act in it.
#[derive(Debug, Clone)]
pub struct Community {
    /// Its members.
    pub people: Arc<[i64]>,
    /// Its ideas, oldest first.
    pub ideas: Arc<[i64]>,
}

impl Community {
    /// Ballots without end, in an order of their own for each number; nobody votes on their own idea.
    pub fn ballots(&self, number: u64) -> impl Iterator<Item = Ballot> + Send + use<> {
        let people = self.people.len();
        Ballots::of(number, self.ideas.len() as u64, people as u64)
            .filter(move |ballot| author_of(ballot.piece as usize, people) != ballot.person as usize)
    }

    /// Somebody who may vote on the idea of this number.
    pub fn voter(&self, idea: usize) -> usize {
        (author_of(idea, self.people.len()) + 1) % self.people.len()
    }
}

/// Fills a place with a community that has so many ideas, unless an earlier run did and nobody wrote to it since; then
/// signs everybody in.
///
/// # Errors
/// The engine's.
pub fn fill(runtime: &Runtime, place: &Place, ideas: usize) -> Result<Community> {
    let house = weft::rooms::house(Settings::default())?;
    let mark = place.folder().join("filled");
    let now = Clock::system().now();
    let key = key_of(&house.migrations(), ideas);
    if place.url().is_some() || !is_kept(place, &mark, &key, now) {
        let _ = fs::remove_file(&mark);
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(place.folder().join(format!("weft.sqlite{end}")));
        }
        let _ = fs::remove_dir_all(place.folder().join("search"));
        let settled = settle_in(runtime, place, &house, PEOPLE)?;
        let mut pen = place.pen()?;
        let position = put_down(&mut pen, &house, &settled, ideas, now)?;
        pen.settle()?;
        fs::write(&mark, format!("{key} {} {position}", now.as_micros()))?;
    }
    let mut pen = place.pen()?;
    let people = pen.numbers("SELECT id FROM people WHERE NOT operator ORDER BY id")?;
    sign_in(&mut pen, &people, now)?;
    let ideas = pen.numbers("SELECT piece FROM ideas ORDER BY piece")?;
    Ok(Community { people: people.into(), ideas: ideas.into() })
}

/// What a filling depends on.
fn key_of(migrations: &[store::Migration], ideas: usize) -> String {
    let mut hasher = DefaultHasher::new();
    (VERSION, PEOPLE, ideas).hash(&mut hasher);
    migrations.iter().for_each(|migration| migration.sql.hash(&mut hasher));
    format!("{:016x}", hasher.finish())
}

fn is_kept(place: &Place, mark: &std::path::Path, key: &str, now: Timestamp) -> bool {
    let Ok(text) = fs::read_to_string(mark) else { return false };
    let words: Vec<&str> = text.split(' ').collect();
    let [known, at, position] = words.as_slice() else { return false };
    let young = at.parse().is_ok_and(|at| now - Timestamp::from_micros(at) < KEPT_FOR);
    let head = || place.pen()?.number("SELECT MAX(position) FROM outbox");
    *known == key && young && head().is_ok_and(|head| head.to_string() == *position)
}

/// What is there before the ideas.
struct Settled {
    programme: Id<Programme>,
    categories: Vec<Id<Category>>,
    people: Vec<Id<Person>>,
}

/// People, a programme and its categories, by the acts that make them.
fn settle_in(runtime: &Runtime, place: &Place, house: &web::House, people: usize) -> Result<Settled> {
    let mut config = place.config();
    config.durability = Durability::Crash;
    let store = Store::open(config, &house.migrations())?;
    let settled = runtime.block_on(async {
        let settled = store.write(move |tx| found(tx, people)).await;
        store.close().await;
        settled
    });
    settled.map_err(|error| anyhow!("{error}"))
}

fn found(tx: &mut Tx<'_>, people: usize) -> act::Result<Settled> {
    let operator = named(tx, "Operator", Roles::MEMBER.with(Role::Operator))?;
    let who =
        act::Actor::person(operator, "Operator", Roles::MEMBER.with(Role::Operator), Default::default());
    // Ideas stand in the public orders from the beginning, so that a million of them need no five million readers.
    ideas::settings::VIEWS.set(tx, &who, 0)?;
    let programme =
        programmes::create_for_import(tx, "what-should-be-better", Some(operator), &["ideas"], Some("en"))?;
    let categories = ["Materials", "Repair", "Stores"].into_iter().map(|title| {
        let new = ideas::categories::NewCategory {
            slug: title.to_lowercase(),
            title: Line::parse(title).map_err(|fault| fault.refusal("title"))?,
            answer_days: 0,
            retired: false,
        };
        ideas::categories::keep_category(tx, &who, programme, &new)
    });
    let categories = categories.collect::<act::Result<_>>()?;
    let people =
        (0..people).map(|n| named(tx, &format!("Person {n}"), Roles::MEMBER)).collect::<act::Result<_>>()?;
    Ok(Settled { programme, categories, people })
}

fn named(tx: &mut Tx<'_>, name: &str, roles: Roles) -> act::Result<Id<Person>> {
    let name = Line::parse(name).map_err(|fault| fault.refusal("name"))?;
    people::create(tx, people::NewPerson { roles, ..people::NewPerson::named(name) })
}

/// An idea with its votes, made up from its number.
struct Invented {
    number: usize,
    id: Id<Idea>,
    author: Id<Person>,
    category: Id<Category>,
    created: Timestamp,
    votes: Vec<(Id<Person>, i64, Timestamp)>,
}

/// Who, of so many people, shared the idea of this number.
fn author_of(number: usize, people: usize) -> usize {
    number.wrapping_mul(7_919) % people
}

impl Invented {
    fn of(settled: &Settled, number: usize, ideas: usize, now: Timestamp) -> Self {
        let share = (number as f64 + 1.0) / (ideas as f64 + 1.0);
        let created = now - OVER + Span::micros((OVER.as_micros() as f64 * share) as i64);
        let id = Id::from_raw((created.as_micros() / 1_000 - EPOCH_MS) << 22 | 1 << 12);
        let people = &settled.people;
        let author = author_of(number, people.len());
        // From none to four, two in the middle; the fifth of all is against.
        let count = number.wrapping_mul(31) % 5;
        let apart = Span::micros(((now - created).as_micros() / (count as i64 + 1)).min(3_600_000_000));
        let mut at = created;
        let votes = (0..count).map(|vote| {
            at = at + apart;
            let person = people[(author + 1 + vote * 97) % people.len()];
            (person, if (number + vote) % 5 == 4 { -1 } else { 1 }, at)
        });
        Self {
            number,
            id,
            author: people[author],
            category: settled.categories[number % settled.categories.len()],
            created,
            votes: votes.collect(),
        }
    }

    fn piece(&self) -> Id<Piece> {
        self.id.cast()
    }

    fn title(&self) -> String {
        const WHAT: [&str; 8] =
            ["Thread", "Buttons", "Linings", "Zips", "Hems", "Pockets", "Labels", "Packaging"];
        const HOW: [&str; 6] =
            ["that can be mended", "in other colours", "made of less", "sold apart", "that last", "returned"];
        format!("{} {} ({})", WHAT[self.number % 8], HOW[self.number / 8 % 6], self.number)
    }

    fn body(&self) -> String {
        format!(
            "What I own is good until one small part of it gives way, and then nobody sells me that part.\n\n\
             Let me buy it, with a drawing of how it is put in. I would pay for number {} of these at once.",
            self.number
        )
    }

    fn standing(&self) -> Standing {
        let votes: Vec<_> =
            self.votes.iter().filter_map(|&(_, weight, at)| ideas::model::vote(weight, at)).collect();
        Standing::of(&votes, ideas::settings::HALF_LIFE.default)
    }
}

/// A row of whatever can be a parameter.
macro_rules! row {
    ($($value:expr),* $(,)?) => { vec![$(owned($value.value())),*] };
}

/// Rows of one table for some ideas.
type Rows = fn(&Settled, &Invented) -> Vec<Vec<Value<'static>>>;

/// Every table that an idea and its votes leave rows in, but for the outbox.
const TABLES: [(&str, &str, Rows); 7] = [
    (
        "pieces",
        "id, kind, programme, title, body, language, visibility, moderation, internal, voice, at, changed_at, revision",
        |settled, idea| {
            vec![row![
                idea.id, "idea", settled.programme, idea.title(), idea.body(), "en", "public", "shown", false, "member",
                idea.created, idea.created, 1_i64
            ]]
        },
    ),
    ("piece_tallies", "piece, up, down, followers", |_, idea| {
        let standing = idea.standing();
        vec![row![idea.id, standing.up(), standing.down(), 1_i64]]
    }),
    ("piece_authors", "piece, place, person, at", |_, idea| {
        vec![row![idea.id, 0_i64, idea.author, idea.created]]
    }),
    ("follows", "origin, person, piece, at", |_, idea| {
        vec![row![idea.id, idea.author, idea.id, idea.created]]
    }),
    ("votes", "piece, person, weight, at, origin", |_, idea| {
        idea.votes.iter().map(|(person, weight, at)| row![idea.id, person, weight, at, idea.id]).collect()
    }),
    (
        "ideas",
        "piece, programme, status, status_at, language, created, listed, ranked, moved, eyes, lot, supports, net, voters,
         hot, up_sum, up_votes, down_sum, down_votes, slack, reference, half_life, turn, due_at",
        |settled, idea| {
            let standing = idea.standing();
            let popularity = &standing.popularity;
            let due = idea.created + Span::days(ideas::settings::THRESHOLD_DAYS.default);
            vec![row![
                idea.id, settled.programme, "open", idea.created, "en", idea.created, true, true, false, 0_i64,
                ideas::model::lot(idea.id), 0_i64, standing.net(), standing.voters(), standing.hot(),
                popularity.up.sum, standing.up(), popularity.down.sum, standing.down(), popularity.slack,
                popularity.reference, standing.days, 0_i64, due
            ]]
        },
    ),
    ("idea_categories", "category, idea, listed, ranked, hot, net, created", |_, idea| {
        let standing = idea.standing();
        vec![row![idea.category, idea.id, true, true, standing.hot(), standing.net(), idea.created]]
    }),
];

/// A value that outlives what it was made of.
fn owned(value: Value<'_>) -> Value<'static> {
    match value {
        Value::Null => Value::Null,
        Value::Int(x) => Value::Int(x),
        Value::Real(x) => Value::Real(x),
        Value::Text(x) => Value::Text(x.into_owned().into()),
        Value::Bytes(x) => Value::Bytes(x.into_owned().into()),
    }
}

/// An event as the outbox holds it. Its identifier goes by its position, so that no two are the same.
fn event<E: Event>(event: &E, at: Timestamp, position: i64) -> Vec<Value<'static>> {
    let id = (FIRST_EVENT_MS + position) << 22;
    let body = serde_json::to_string(event).unwrap_or_default();
    row![id, position, at, E::NAME, event.by(), event.about(), body]
}

/// What an idea and its votes left in the outbox.
fn events_of(settled: &Settled, idea: &Invented, position: &mut i64) -> Vec<Vec<Value<'static>>> {
    let programme = settled.programme;
    let mut next = || {
        *position += 1;
        *position
    };
    let made = PieceMade { piece: idea.piece(), kind: "idea".to_owned(), programme, by: Some(idea.author) };
    let posted = ideas::events::IdeaPosted { idea: idea.id, programme, by: Some(idea.author), public: true };
    let mut told = vec![event(&made, idea.created, next()), event(&posted, idea.created, next())];
    let (mut net, mut voters) = (0, 0);
    for &(by, after, at) in &idea.votes {
        net += after;
        voters += 1;
        let points = net * ideas::settings::POINTS.default;
        let voted =
            ideas::events::IdeaVoted { idea: idea.id, programme, by, before: 0, after, points, voters };
        told.push(event(&voted, at, next()));
    }
    told
}

/// Puts down so many ideas; the outbox's last position.
fn put_down(
    pen: &mut Pen,
    house: &web::House,
    settled: &Settled,
    ideas: usize,
    now: Timestamp,
) -> Result<i64> {
    // On PostgreSQL nobody numbered what the acts left; numbers go by the order in which they came.
    pen.run(
        "UPDATE outbox SET position = numbered.place
         FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place FROM outbox) AS numbered
         WHERE outbox.id = numbered.id AND outbox.position IS NULL",
    )?;
    let mut position = pen.number("SELECT COALESCE(MAX(position), 0) FROM outbox")?;
    let (mut voters, mut votes) = (BTreeSet::new(), 0);
    for begin in (0..ideas).step_by(CHUNK) {
        let numbers: Range<usize> = begin..(begin + CHUNK).min(ideas);
        let invented: Vec<Invented> =
            numbers.map(|number| Invented::of(settled, number, ideas, now)).collect();
        for (table, columns, rows) in TABLES {
            pen.rows(table, columns, invented.iter().flat_map(|idea| rows(settled, idea)))?;
        }
        let told = invented.iter().flat_map(|idea| events_of(settled, idea, &mut position));
        pen.rows("outbox", "id, position, at, name, by_person, about, body", told)?;
        let cast = invented.iter().flat_map(|idea| &idea.votes);
        voters.extend(cast.clone().map(|(person, _, _)| person.raw()));
        votes += cast.count();
    }
    let programme = settled.programme;
    pen.rows("idea_voters", "programme, person", voters.iter().map(|person| row![programme, person]))?;
    let counts = [("open", ideas), ("votes", votes), ("voters", voters.len())];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    pen.rows(
        "idea_counts",
        "programme, word, count",
        counts.map(|(word, count)| row![programme, word, count as i64]),
    )?;
    // Every reaction has heard all that is for it; one that had nothing to hear left no row.
    let told = [PieceMade::NAME, ideas::events::IdeaPosted::NAME, ideas::events::IdeaVoted::NAME];
    let reactions = house.rooms.iter().flat_map(|room| room.reactions);
    let heard = reactions.filter(|reaction| reaction.to.iter().any(|name| told.contains(name)));
    let consumers: Vec<&str> = heard.map(|reaction| reaction.consumer).collect();
    pen.rows(
        "outbox_offsets",
        "consumer, position",
        consumers.iter().map(|consumer| row![consumer, position]),
    )?;
    Ok(position)
}

/// Everybody is signed in, once, with a secret that is known here.
fn sign_in(pen: &mut Pen, people: &[i64], now: Timestamp) -> Result<()> {
    pen.run("DELETE FROM sessions")?;
    let sessions = people.iter().enumerate().map(|(number, person)| {
        let hash = people::Secret::shown(secret_of(number)).hash();
        let until = now + Span::days(1);
        row![number as i64 + 1, person, hash, "a measurement", false, now, now, until]
    });
    pen.rows("sessions", "id, person, hash, device, kept, at, used_at, expires_at", sessions)
        .context("nobody could be signed in")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Engine;
    use events::{Bus, Drawer};
    use std::collections::BTreeMap;
    use store::Config;

    const SOME: usize = 7;

    /// Rows of every table that is filled, without what no two runs share: large numbers (identifiers, instants, what
    /// is drawn from them), fractions, and identifiers inside texts.
    fn rows(pen: &mut Pen) -> BTreeMap<String, Vec<String>> {
        let Pen::Sqlite(connection) = pen else { return BTreeMap::new() };
        let tables = TABLES.iter().map(|(table, ..)| *table);
        let tables = tables.chain(["outbox", "idea_voters", "idea_counts", "outbox_offsets"]);
        let seen = tables.map(|table| {
            let mut look = connection.prepare(&format!("SELECT * FROM {table}")).expect("a table");
            let columns = look.column_count();
            let rows = look.query_map([], |row| {
                let cells = (0..columns).map(|column| {
                    Ok(match row.get::<_, rusqlite::types::Value>(column)? {
                        rusqlite::types::Value::Integer(x) if x.unsigned_abs() > 1_000_000 => "#".to_owned(),
                        rusqlite::types::Value::Real(_) => "~".to_owned(),
                        rusqlite::types::Value::Text(text) => without_identifiers(&text),
                        other => format!("{other:?}"),
                    })
                });
                Ok(cells.collect::<rusqlite::Result<Vec<_>>>()?.join(" "))
            });
            let mut rows: Vec<String> = rows.expect("rows").map(|row| row.expect("a row")).collect();
            // The order in which people acted is not the order in which rows were put down.
            if table == "outbox" {
                rows.iter_mut().for_each(|row| *row = row.split(' ').skip(2).collect::<Vec<_>>().join(" "));
            }
            rows.sort();
            (table.to_owned(), rows)
        });
        seen.collect()
    }

    fn without_identifiers(text: &str) -> String {
        let parts = text.split('"').map(|part| if part.parse::<Id<()>>().is_ok() { "#" } else { part });
        parts.collect::<Vec<_>>().join("\"")
    }

    /// The same ideas and votes by the acts, and everything that reacts to them.
    fn acted(tx: &mut Tx<'_>, people: usize, now: Timestamp) -> act::Result<()> {
        let settled = found(tx, people)?;
        let actor = |person: Id<Person>| act::Actor::person(person, "", Roles::MEMBER, Default::default());
        for number in 0..SOME {
            let idea = Invented::of(&settled, number, SOME, now);
            let (title, body) = (idea.title(), idea.body());
            let who = actor(idea.author);
            let alike = ideas::alike::alike(tx, &who, settled.programme, &title, &body, Some("en"), None)?;
            let new = ideas::NewIdea {
                programme: settled.programme,
                title: Line::parse(&title).expect("a title"),
                body: act::Prose::parse(&body).expect("a body"),
                categories: vec![idea.category],
                language: Some("en".to_owned()),
                audience: ideas::Audience::Everyone,
                grown_from: None,
                coauthors: Vec::new(),
                seen: alike.iter().map(|one| one.idea).collect(),
            };
            let posted = ideas::post(tx, &who, &new)?;
            for (person, weight, _) in idea.votes {
                ideas::vote(tx, &actor(person), posted, ideas::Weight::try_from(weight).expect("a weight"))?;
            }
        }
        Ok(())
    }

    #[test]
    fn rows_put_down_are_those_that_the_acts_leave() {
        let folder = tempfile::tempdir().expect("a folder");
        let runtime = Runtime::new().expect("a runtime");
        let now = Clock::system().now();
        let house = weft::rooms::house(Settings::default()).expect("a house");
        let (by_acts, direct) = (folder.path().join("acts.sqlite"), folder.path().join("rows.sqlite"));

        let open = |file: &std::path::Path| {
            Store::open(Config::sqlite(file, Clock::system()), &house.migrations()).expect("a store")
        };
        let store = open(&by_acts);
        runtime.block_on(async {
            store.write(move |tx| acted(tx, 10, now)).await.expect("acts");
            let mail = Arc::new(Drawer::new(store.clone()));
            let mut engine =
                weft::rooms::engine(&house, store.clone(), Bus::default(), mail, None).expect("an engine");
            engine.recurring.clear();
            engine.settle().await.expect("what is due is done");
            store.close().await;
        });

        let store = open(&direct);
        let settled = runtime.block_on(async {
            let settled = store.write(|tx| found(tx, 10)).await.expect("a programme");
            store.close().await;
            settled
        });
        let mut pen = Pen::sqlite(&direct).expect("a pen");
        assert_eq!(pen.engine(), Engine::Sqlite);
        put_down(&mut pen, &house, &settled, SOME, now).expect("rows");

        let (acted, put) = (rows(&mut Pen::sqlite(&by_acts).expect("a pen")), rows(&mut pen));
        for (table, rows) in &acted {
            assert_eq!(Some(rows), put.get(table), "{table}");
        }
    }
}
