//! What a programme is: its states, templates and parts. No I/O.

use crate::{Phase, Refused};
use act::{Column, Id, Param, Person, Timestamp, Value};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use unicode_normalization::UnicodeNormalization;

/// A bounded effort with a charter and a set of rooms switched on. Names the identifier; there is no value of it.
#[derive(Debug)]
pub enum Programme {}

/// Makes an enum of names: rows, addresses and message keys use the same word.
macro_rules! named {
    ($kind:ty, $what:literal) => {
        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }
        impl FromStr for $kind {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                let found = Self::ALL.into_iter().find(|one| one.name() == text);
                found.ok_or_else(|| format!("{text:?} is no {}", $what))
            }
        }
        impl Param for $kind {
            fn value(&self) -> Value<'_> {
                Value::Text(self.name().into())
            }
        }
        impl Column for $kind {
            fn read(value: Value<'_>) -> Result<Self, String> {
                String::read(value)?.parse()
            }
        }
    };
}
pub(crate) use named;

/// How a programme stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case", tag = "name")]
#[schema(as = ProgrammeState)]
pub enum State {
    /// Its charter is being written; nobody takes part yet.
    Draft,
    /// It takes part in the world.
    Open,
    /// It takes no posts for now.
    Paused {
        /// Why.
        reason: String,
    },
    /// It is over and stays readable.
    Closed {
        /// What was said at the end.
        note: String,
    },
}

/// The name of a state alone, to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// See [`State::Draft`].
    Draft,
    /// See [`State::Open`].
    Open,
    /// See [`State::Paused`].
    Paused,
    /// See [`State::Closed`].
    Closed,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Open, Self::Paused, Self::Closed];
    /// The name in rows, addresses and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Closed => "closed",
        }
    }
}
named!(Standing, "standing");

impl State {
    /// The state's name alone.
    pub const fn standing(&self) -> Standing {
        match self {
            Self::Draft => Standing::Draft,
            Self::Open => Standing::Open,
            Self::Paused { .. } => Standing::Paused,
            Self::Closed { .. } => Standing::Closed,
        }
    }
    /// The name in rows, addresses and message keys.
    pub const fn name(&self) -> &'static str {
        self.standing().name()
    }
    /// What was said when it was paused or closed.
    pub fn said(&self) -> Option<&str> {
        match self {
            Self::Paused { reason } => Some(reason),
            Self::Closed { note } => Some(note),
            Self::Draft | Self::Open => None,
        }
    }
    pub(crate) fn of(standing: Standing, said: Option<String>) -> Self {
        let said = said.unwrap_or_default();
        match standing {
            Standing::Draft => Self::Draft,
            Standing::Open => Self::Open,
            Standing::Paused => Self::Paused { reason: said },
            Standing::Closed => Self::Closed { note: said },
        }
    }
}

/// The five kinds of effort a programme may start from: five ways in which people outside gain a say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TemplateKind {
    /// Listening and answering in continuing conversations.
    Engagement,
    /// Many answer a brief; the brand chooses.
    Crowdsourcing,
    /// Something is developed together with those who will use it, after the choice too.
    CoCreation,
    /// People share what is scarce: vehicles, places, prices.
    CollaborativeConsumption,
    /// Several parties run something together, with rules of their own.
    CollaborativeSystem,
}

impl TemplateKind {
    /// Every template, from the lightest to the deepest.
    pub const ALL: [Self; 5] = [
        Self::Engagement,
        Self::Crowdsourcing,
        Self::CoCreation,
        Self::CollaborativeConsumption,
        Self::CollaborativeSystem,
    ];
    /// The name in rows, addresses and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Engagement => "engagement",
            Self::Crowdsourcing => "crowdsourcing",
            Self::CoCreation => "co-creation",
            Self::CollaborativeConsumption => "collaborative-consumption",
            Self::CollaborativeSystem => "collaborative-system",
        }
    }
}
named!(TemplateKind, "template");

/// What a person is in a programme. One person may have several parts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Answers for the programme: its charter, phases, opening and closing.
    Owner,
    /// Keeps talk civil, merges, sets states.
    Moderator,
    /// Speaks for the brand or an invited organisation in the categories that a room gives them.
    Partner,
    /// Takes part.
    Contributor,
    /// Reads, also what is not public.
    Observer,
}

impl Part {
    /// Every part, the one that answers for most first.
    pub const ALL: [Self; 5] =
        [Self::Owner, Self::Moderator, Self::Partner, Self::Contributor, Self::Observer];
    /// The parts a charter's groups may be given. The owner is named apart.
    pub const FOR_GROUPS: [Self; 4] = [Self::Moderator, Self::Partner, Self::Contributor, Self::Observer];
    /// The name in rows, addresses and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Moderator => "moderator",
            Self::Partner => "partner",
            Self::Contributor => "contributor",
            Self::Observer => "observer",
        }
    }
}
named!(Part, "part");

/// What everybody needs to know of a programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProgrammeHead {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id<Programme>,
    /// Its name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it asks.
    pub question: String,
    /// By what answers are judged.
    pub criteria: Option<String>,
    /// How it stands.
    pub state: State,
    /// Since when it stands so.
    #[schema(value_type = String, format = DateTime)]
    pub state_at: Timestamp,
    /// The phase it is in.
    pub phase: Option<Phase>,
    /// The rooms switched on, by name.
    pub rooms: Vec<String>,
    /// The kind of effort it is.
    pub template: TemplateKind,
    /// Who answers for it; nobody when the operators do.
    #[schema(value_type = Option<String>)]
    pub owner: Option<Id<Person>>,
    /// The zone its dates are promised in, an IANA name.
    pub zone: String,
    /// The language it is held in, if one was named.
    pub language: Option<String>,
    /// The programme it grew from.
    #[schema(value_type = Option<String>)]
    pub grown_from: Option<Id<Programme>>,
    /// Whether it was brought in from elsewhere.
    pub imported: bool,
    /// The version of the charter in force, or being drafted.
    pub version: i64,
    /// Goes up with every change; an edit names the one it saw.
    pub revision: i64,
    /// When it was first written down.
    #[schema(value_type = String, format = DateTime)]
    pub made_at: Timestamp,
    /// Who wrote it down first.
    #[schema(value_type = Option<String>)]
    pub made_by: Option<Id<Person>>,
    /// When it opened.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub opened_at: Option<Timestamp>,
}

impl ProgrammeHead {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/programmes/{}", self.slug)
    }

    /// Whether this room takes posts now. `next` is the next phase in which it will, if there is one; `phased` is
    /// whether there are phases at all.
    ///
    /// # Errors
    /// Why not, with the date from which it is so.
    pub fn takes_posts(&self, room: &str, phased: bool, next: Option<&Phase>) -> Result<(), Refused> {
        match &self.state {
            State::Draft => return Err(Refused::NotOpenYet),
            State::Paused { reason } => {
                return Err(Refused::Paused { since: self.state_at, reason: reason.clone() });
            }
            State::Closed { note } => {
                return Err(Refused::Closed { since: self.state_at, note: note.clone() });
            }
            State::Open => {}
        }
        if !self.rooms.iter().any(|on| on == room) {
            return Err(Refused::RoomOff);
        }
        if !phased || self.phase.as_ref().is_some_and(|phase| phase.takes(room)) {
            return Ok(());
        }
        Err(match next {
            Some(next) => Refused::NotInThisPhase { next: next.name.clone(), from: next.from.at },
            None => Refused::PhasesOver,
        })
    }
}

/// Words that are addresses under `/programmes/` and so cannot name a programme.
const RESERVED: [&str; 10] =
    ["new", "open", "past", "drafts", "all", "feed", "search", "mine", "api", "export"];
/// How long a name in an address may be.
const LONGEST_SLUG: usize = 60;

/// A programme's name in addresses: letters of the Latin alphabet without marks, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slug(String);

impl Slug {
    /// Takes a name that a person chose.
    ///
    /// # Errors
    /// When it holds something else than small letters, digits and single hyphens, is too short or too long, is an
    /// address of ours, or could be read as an identifier.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let text = text.trim();
        let sound = (2..=LONGEST_SLUG).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        if !sound {
            return Err(Refused::SlugUnsound);
        }
        if RESERVED.contains(&text) || text.parse::<Id<Programme>>().is_ok() {
            return Err(Refused::SlugReserved);
        }
        Ok(Self(text.to_owned()))
    }

    /// Makes a name of a title. A title that says too little in Latin letters gets the identifier for a name.
    pub fn of_title(title: &str, id: Id<Programme>) -> Self {
        let mut name = String::new();
        let (mut letters, mut kept) = (0_usize, 0_usize);
        for c in title.nfkd().flat_map(char::to_lowercase) {
            if unicode_normalization::char::is_combining_mark(c) {
                continue;
            }
            let latin = latin_letters(c);
            if c.is_alphanumeric() {
                letters += 1;
                kept += usize::from(!latin.is_empty());
            }
            match latin {
                "" if c.is_alphanumeric() || c == '\'' || c == '’' => {}
                "" => {
                    if !name.is_empty() && !name.ends_with('-') {
                        name.push('-');
                    }
                }
                latin => name.push_str(latin),
            }
        }
        if name.len() > LONGEST_SLUG {
            let cut =
                name[..LONGEST_SLUG].rfind('-').filter(|&at| at > LONGEST_SLUG / 2).unwrap_or(LONGEST_SLUG);
            name.truncate(cut);
        }
        let name = name.trim_matches('-');
        // Half of the letters lost is no longer the title.
        let tells = kept * 2 > letters && name.len() >= 2;
        match Self::parse(name) {
            Ok(slug) if tells => slug,
            Err(Refused::SlugReserved) if tells => Self(format!("{name}-programme")),
            _ => Self(id.to_string()),
        }
    }

    /// The same name with a number, when another programme has it.
    #[must_use]
    pub fn numbered(&self, n: u32) -> Self {
        Self(format!("{}-{n}", self.0))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a letter without its marks is in ASCII; empty for what is no Latin letter or digit.
fn latin_letters(c: char) -> &'static str {
    const ASCII: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "ng",
        'ŧ' => "t",
        _ => ASCII.find(c).map_or("", |at| &ASCII[at..=at]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: Id<Programme> = Id::from_raw(7_777_777);

    #[test]
    fn a_title_in_latin_letters_names_its_address() {
        for (title, slug) in [
            ("What should a repair feel like?", "what-should-a-repair-feel-like"),
            ("Café Ærø: l’été à Łódź", "cafe-aero-lete-a-lodz"),
            ("Größe 44", "grosse-44"),
            ("  --  A -- B  ", "a-b"),
            ("New", "new-programme"),
        ] {
            assert_eq!(Slug::of_title(title, ID).as_str(), slug);
        }
    }

    #[test]
    fn a_title_in_another_script_gets_the_identifier_for_an_address() {
        for title in ["修理はどう感じるべきか", "ماذا يجب أن يكون الإصلاح", "Что такое ремонт 2", "!!!", "é"]
        {
            assert_eq!(Slug::of_title(title, ID).as_str(), ID.to_string(), "{title}");
        }
    }

    #[test]
    fn an_address_of_ours_or_an_identifier_cannot_be_chosen() {
        for taken in ["new", "past", &ID.to_string()] {
            assert!(matches!(Slug::parse(taken), Err(Refused::SlugReserved)), "{taken}");
        }
        for unsound in ["", "a", "-ab", "ab-", "a--b", "Ab", "é", "a b", "a/b", &"a".repeat(61)] {
            assert!(matches!(Slug::parse(unsound), Err(Refused::SlugUnsound)), "{unsound}");
        }
    }

    proptest! {
        #[test]
        fn every_title_gives_an_address_that_can_be_asked_for(title in "\\PC{0,80}") {
            let slug = Slug::of_title(&title, ID);
            prop_assert!(slug.as_str() == ID.to_string() || Slug::parse(slug.as_str()).is_ok(), "{slug:?}");
        }
    }
}
