//! A room as plain data, and the house that the roof makes of the rooms.

use crate::{Catalogue, Cx, Locale, Settings};
use act::{Actor, Error, Id, Permission, Person, Policy, Question, Refusal, Result, Tx};
use axum::Router;
use events::{Announcer, Bus, Engine, Mailer, Reaction, Recurring, Worker};
use std::sync::Arc;
use store::{Migration, Store};
use utoipa_axum::router::OpenApiRouter;

/// How pieces read for the search; those that must not be found are left out.
pub type Reads = fn(&mut Tx<'_>, &[i64]) -> Result<Vec<Document>>;
/// How found pieces are shown to this reader, in the order given; those that the reader may not see, by the room's own
/// rule, are left out, and so are those that must not be found.
pub type Shows = fn(&mut Tx<'_>, &Actor, &crate::Tongue, &[i64]) -> Result<Vec<Found>>;
/// Everything a room knows of a person.
pub type Exports = fn(&mut Tx<'_>, Id<Person>) -> Result<serde_json::Value>;
/// What a room keeps of a programme, for its archive: lines for this reader whose identifiers follow the one given, in
/// their order, at most [`ARCHIVE_LINES`]. An empty answer is the end.
pub type Archives = fn(&mut Tx<'_>, &Actor, programme: i64, after: i64) -> Result<Vec<ArchiveLine>>;
/// A line of an archive: an object with its `kind`, and the identifier after which the next page begins.
pub type ArchiveLine = (i64, serde_json::Value);
/// Lines that one look into the database gives an archive.
pub const ARCHIVE_LINES: i64 = 200;
/// How a room forgets a person.
pub type Erases = fn(&mut Tx<'_>, Id<Person>) -> Result<()>;

/// One capability of Weft, declared in one place.
///
/// ```ignore
/// pub fn room() -> Room { Room { name: "ideas", pages: pages::routes, ..Room::EMPTY } }
/// ```
#[derive(Clone)]
pub struct Room {
    /// The crate's name.
    pub name: &'static str,
    /// Its tables.
    pub migrations: &'static [Migration],
    /// Its messages.
    pub locales: &'static [Locale],
    /// Its pages.
    pub pages: fn() -> Router<Cx>,
    /// The same acts as JSON, described in OpenAPI; mounted under `/api/v1`.
    pub api: fn() -> OpenApiRouter<Cx>,
    /// What somebody may be allowed to do here.
    pub permissions: &'static [&'static Permission],
    /// The kinds of piece it adds.
    pub kinds: &'static [Kind],
    /// What the operator can set.
    pub settings: &'static [Setting],
    /// What it does when something happens elsewhere.
    pub reactions: &'static [Reaction],
    /// What live pages hear of its events.
    pub announcers: &'static [Announcer],
    /// Who may listen to its live topics.
    pub topics: &'static [Topic],
    /// The jobs it can do.
    pub workers: &'static [Worker],
    /// What it does again and again.
    pub recurring: &'static [Recurring],
    /// Where it stands in the navigation.
    pub navigation: &'static [Navigation],
    /// What it shows on the first page.
    pub world: &'static [WorldSection],
    /// What it shows on a person's page.
    pub person: &'static [PersonSection],
    /// What it keeps of a programme, for the readable archive.
    pub archive: Option<Archives>,
    /// How pieces of its kinds are found; without it they are not.
    pub searchable: Option<Searchable>,
    /// Kinds whose votes follow a rule of the room's own: the general way of voting on a piece refuses them.
    pub votes: &'static [&'static str],
    /// The names of its events after which the pieces they name read differently, for the search.
    pub rewords: &'static [&'static str],
    /// Everything it knows of a person, for that person.
    pub export_person: Option<Exports>,
    /// Forgets a person and keeps closed results true.
    pub erase_person: Option<Erases>,
    /// How a request becomes an actor; exactly one room has it.
    pub entrance: Option<Entrance>,
}

impl Room {
    /// A room with nothing in it, to be filled with `..Room::EMPTY`.
    pub const EMPTY: Self = Self {
        name: "",
        migrations: &[],
        locales: &[],
        pages: Router::new,
        api: OpenApiRouter::new,
        permissions: &[],
        kinds: &[],
        settings: &[],
        reactions: &[],
        announcers: &[],
        topics: &[],
        workers: &[],
        recurring: &[],
        navigation: &[],
        world: &[],
        person: &[],
        archive: None,
        searchable: None,
        votes: &[],
        rewords: &[],
        export_person: None,
        erase_person: None,
        entrance: None,
    };
}

/// A kind of piece: `idea`, `remark`, `design`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The kind's name in rows and in the API; `kind-<name>` is its message key.
    pub name: &'static str,
    /// The path before the piece's identifier, `/ideas/`.
    pub path: &'static str,
}

/// A setting of a room, a whole number, changed by the operator while the house runs.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// `ideas.popular_half_life_days`.
    pub name: &'static str,
    /// What holds until the operator says otherwise.
    pub default: i64,
    /// The smallest and largest value accepted.
    pub range: (i64, i64),
}

impl Setting {
    /// The value that holds now.
    ///
    /// # Errors
    /// The store's.
    pub fn value(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let set = self.ask(tx)?;
        self.answered(tx, set)
    }

    /// Asks for the value that holds now, to be looked at later with [`Setting::answered`].
    ///
    /// # Errors
    /// The store's.
    pub fn ask(&self, tx: &mut Tx<'_>) -> Result<Question<serde_json::Value>> {
        Ok(act::sql!(tx.ask("SELECT value FROM settings WHERE name = $1", self.name))?)
    }

    /// The value that was asked for.
    ///
    /// # Errors
    /// The store's.
    pub fn answered(&self, tx: &mut Tx<'_>, set: Question<serde_json::Value>) -> Result<i64> {
        let set = tx.answer(set)?;
        Ok(set.first().and_then(serde_json::Value::as_i64).unwrap_or(self.default))
    }

    /// Sets the value; out of range is refused.
    ///
    /// # Errors
    /// A value out of range, and the store's.
    pub fn set(&self, tx: &mut Tx<'_>, who: &Actor, value: i64) -> Result<()> {
        let (least, most) = self.range;
        if !(least..=most).contains(&value) {
            let refusal = Refusal::field(self.name, "refused-out-of-range");
            return Err(refusal.with("least", least).with("most", most).into());
        }
        let (now, json) = (tx.now(), serde_json::Value::from(value));
        act::sql!(tx.exec(
            "INSERT INTO settings (name, value, at, by_person) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at, by_person = excluded.by_person",
            self.name, json, now, who.person
        ))?;
        Ok(())
    }
}

/// Who may listen to live topics that begin with this word: `idea:0cz…`.
#[derive(Debug, Clone, Copy)]
pub struct Topic {
    /// What stands before the colon.
    pub prefix: &'static str,
    /// Whether this actor may hear of the thing after the colon.
    pub may_hear: fn(&mut Tx<'_>, &Actor, &str) -> Result<bool>,
}

/// A place in the navigation.
#[derive(Debug, Clone, Copy)]
pub struct Navigation {
    /// The message key of its words.
    pub key: &'static str,
    /// Where it leads.
    pub path: &'static str,
    /// Lower comes first: world 0, rooms 100…, me 900.
    pub order: u16,
    /// Shown only to those who may.
    pub needs: Option<&'static Permission>,
}

/// Something a room shows on the first page: what is open now, what changed because of you.
#[derive(Clone, Copy)]
pub struct WorldSection {
    /// Lower comes first.
    pub order: u16,
    /// In the main column, or beside it.
    pub aside: bool,
    /// The section as HTML in the reader's language; `None` when there is nothing to show.
    pub render: fn(&mut Tx<'_>, &Actor, &crate::Tongue, &House) -> Result<Option<String>>,
}

/// Something a room shows on a person's page: what they made that the reader may see.
#[derive(Clone, Copy)]
pub struct PersonSection {
    /// Lower comes first.
    pub order: u16,
    /// The section as HTML in the reader's language; `None` when there is nothing to show.
    pub render: fn(&mut Tx<'_>, &Actor, &crate::Tongue, Id<Person>) -> Result<Option<String>>,
}

/// How pieces of a room's kinds are found.
#[derive(Clone, Copy)]
pub struct Searchable {
    /// How they read.
    pub reads: Reads,
    /// How they are shown to a reader once they are found.
    pub shows: Shows,
}

/// A piece that was found, as one reader sees it now.
#[derive(Debug, Clone)]
pub struct Found {
    /// The piece's identifier.
    pub id: i64,
    /// Its title, or its first words.
    pub title: String,
    /// Its text, from which the words around what was found are shown.
    pub text: String,
    /// Its language, if known.
    pub language: Option<String>,
    /// Who made it; nobody when all were erased.
    pub authors: Vec<crate::Byline>,
    /// When it was made.
    pub at: act::Timestamp,
    /// How it stands, if its kind has such a thing.
    pub status: Option<crate::Status>,
    /// Where it is.
    pub path: String,
}

/// A piece as the search sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The piece's identifier.
    pub id: i64,
    /// Its kind.
    pub kind: &'static str,
    /// Its programme.
    pub programme: Option<i64>,
    /// Its language, if known.
    pub language: Option<String>,
    /// Its title.
    pub title: String,
    /// Its text, and what else should find it.
    pub text: String,
    /// Where it is.
    pub path: String,
    /// When it was made.
    pub at: act::Timestamp,
    /// Whether everybody may find it; if not, only those who may see it are shown it.
    pub public: bool,
}

/// What a request brings along to say who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// The session cookie's value.
    Session(String),
    /// The API token after `Authorization: Bearer`.
    Token(String),
}

/// How a request becomes an actor.
#[derive(Clone, Copy)]
pub struct Entrance {
    /// Looks up who asks; `None` when the credential is unknown, expired or revoked.
    pub recognise: fn(&mut Tx<'_>, &Credential, &Arc<Policy>) -> Result<Option<crate::Seen>>,
    /// Writes down that the credential was used, when [`crate::Seen::touch`] asks for it: at most once a day.
    pub touch: fn(&mut Tx<'_>, &Credential) -> Result<()>,
}

/// Every room together: what the server, the job runner and the tools need.
#[derive(Clone)]
pub struct House {
    /// The rooms, lower floors first.
    pub rooms: Vec<Room>,
    /// Every message in every language.
    pub catalogue: Arc<Catalogue>,
    /// The operator's settings.
    pub settings: Arc<Settings>,
}

impl House {
    /// Puts the rooms together.
    ///
    /// # Errors
    /// Messages that cannot be read, or two rooms with one message key.
    pub fn new(rooms: Vec<Room>, settings: Settings) -> Result<Self, String> {
        let locales = crate::LOCALES.iter().chain(rooms.iter().flat_map(|room| room.locales));
        let catalogue = Arc::new(Catalogue::new(locales, &settings.language)?);
        Ok(Self { rooms, catalogue, settings: Arc::new(settings) })
    }

    /// What happens after commits, in every room; whoever runs it adds consumers of their own.
    pub fn engine(&self, store: Store, bus: Bus, mail: Arc<dyn Mailer>) -> Engine {
        let mut engine = Engine::new(store, bus, mail);
        for room in &self.rooms {
            engine.reactions.extend_from_slice(room.reactions);
            engine.announcers.extend_from_slice(room.announcers);
            engine.workers.extend_from_slice(room.workers);
            engine.recurring.extend_from_slice(room.recurring);
        }
        engine.recurring.extend_from_slice(crate::RECURRING);
        engine
    }

    /// Every migration, in the order the floors stand.
    pub fn migrations(&self) -> Vec<Migration> {
        let below = [store::MIGRATIONS, events::MIGRATIONS, crate::MIGRATIONS].concat();
        below.into_iter().chain(self.rooms.iter().flat_map(|room| room.migrations.iter().copied())).collect()
    }

    /// The path of a piece of this kind.
    pub fn path_of(&self, kind: &str, id: impl std::fmt::Display) -> Option<String> {
        let kind = self.rooms.iter().flat_map(|room| room.kinds).find(|known| known.name == kind)?;
        Some(format!("{}{id}", kind.path))
    }

    /// Kinds of piece whose votes follow a rule of their room.
    pub fn kinds_with_own_votes(&self) -> Vec<&'static str> {
        self.rooms.iter().flat_map(|room| room.votes).copied().collect()
    }

    /// Every permission, for the role × action table.
    pub fn permissions(&self) -> impl Iterator<Item = &'static Permission> {
        self.rooms.iter().flat_map(|room| room.permissions.iter().copied())
    }

    /// Every setting.
    pub fn settings_of_rooms(&self) -> impl Iterator<Item = &'static Setting> {
        self.rooms.iter().flat_map(|room| room.settings.iter())
    }

    /// What a room says of its setting or permission in the reader's language: the message
    /// `ideas-setting-popular-half-life-days` for the setting `ideas.popular_half_life_days`. Empty when it says nothing.
    #[must_use]
    pub fn words_for(&self, t: &crate::Tongue, what: &str, name: &str) -> String {
        let (room, rest) = name.split_once('.').unwrap_or(("", name));
        let key = format!("{room}-{what}-{}", rest.replace(['_', '.'], "-"));
        if self.speaks(t, &key) { t.say(key).to_string() } else { String::new() }
    }

    /// Whether there is a message of this key in the reader's language, or in the house's.
    #[must_use]
    pub fn speaks(&self, t: &crate::Tongue, key: &str) -> bool {
        let there = |language: &str| self.catalogue.missing(language, [key.to_owned()]).is_empty();
        there(t.language()) || there(&self.settings.language)
    }

    /// Everything the house knows of a person, by room.
    ///
    /// # Errors
    /// The rooms'.
    pub fn export_person(&self, tx: &mut Tx<'_>, person: Id<Person>) -> Result<serde_json::Value> {
        let mut known = serde_json::Map::new();
        for room in &self.rooms {
            if let Some(export) = room.export_person {
                known.insert(room.name.to_owned(), export(tx, person)?);
            }
        }
        Ok(known.into())
    }

    /// Forgets a person in every room, upper floors first.
    ///
    /// # Errors
    /// The rooms'.
    pub fn erase_person(&self, tx: &mut Tx<'_>, person: Id<Person>) -> Result<()> {
        for erase in self.rooms.iter().rev().filter_map(|room| room.erase_person) {
            erase(tx, person)?;
        }
        // What is the web's own: who decided a setting, and the keys that their requests carried.
        act::sql!(tx.exec("UPDATE settings SET by_person = NULL WHERE by_person = $1", person))?;
        crate::idempotency::forget_person(tx, person)
    }

    /// The policy as the operator has it.
    ///
    /// # Errors
    /// The store's.
    pub fn policy(tx: &mut Tx<'_>) -> Result<Policy, Error> {
        let changed: Vec<(String, serde_json::Value)> = act::sql!(
            tx.all("SELECT name, value FROM settings WHERE name LIKE 'roles:%' ORDER BY name LIMIT 1000")
        )?;
        Ok(Policy::new(changed.into_iter().filter_map(|(name, value)| {
            let roles = value.as_array()?.iter().filter_map(|role| role.as_str()?.parse().ok()).collect();
            Some((name.strip_prefix("roles:")?.to_owned(), roles))
        })))
    }
}

/// The part of an address after its first segment, for topics such as `idea:0cz…`.
pub fn fragment_of(topic: &str) -> &str {
    topic.split_once(':').map_or("", |(_, rest)| rest)
}
