//! The charter: who works together, on what, for which value, at which risk. No I/O.
//!
//! The four things to settle before anything is built (who, what together, which value, which risk) follow Prahalad and
//! Ramaswamy's building blocks: dialogue, access, risk-benefit assessment, transparency.

use crate::{Part, Refused, model::named};
use act::{Column, Id, Param, Person, Prose, Refusal, Value};
use jiff::civil;
use people::Organisation;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{borrow::Cow, collections::HashSet, fmt, str::FromStr};

/// What a charter says in one place: at most 1,000 characters.
pub type Words = Prose<1000>;
/// Rows that each list of a charter may have.
pub const MOST_ROWS: usize = 40;

/// The two sides of every charter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CharterSide)]
pub enum Side {
    /// The brand's own people.
    Inside,
    /// Everybody else.
    Outside,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Inside, Self::Outside];
    /// The name in rows, addresses and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Outside => "outside",
        }
    }
}
named!(Side, "side");

/// What kind of value a side is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Worth {
    /// Time saved or well spent.
    Time,
    /// Something one can do afterwards.
    Skill,
    /// Being seen for what one did.
    Recognition,
    /// Being one of those who made it.
    Belonging,
    /// Something one knows afterwards.
    Learning,
    /// Money, or what is as good as money.
    Money,
}

impl Worth {
    /// Every kind, money last.
    pub const ALL: [Self; 6] =
        [Self::Time, Self::Skill, Self::Recognition, Self::Belonging, Self::Learning, Self::Money];
    /// The name in rows, addresses and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Skill => "skill",
            Self::Recognition => "recognition",
            Self::Belonging => "belonging",
            Self::Learning => "learning",
            Self::Money => "money",
        }
    }
}
named!(Worth, "kind of value");

/// Whom a group of the charter is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// A department of the brand, or an invited organisation.
    Organisation(Id<Organisation>),
    /// Everybody of the staff.
    Staff,
    /// Whoever runs the house.
    Operators,
    /// Every member who joins.
    Members,
    /// Every partner who joins or is invited.
    Partners,
}

impl Who {
    /// The groups that are no organisation, by side.
    pub const fn roles(side: Side) -> [Self; 2] {
        match side {
            Side::Inside => [Self::Staff, Self::Operators],
            Side::Outside => [Self::Members, Self::Partners],
        }
    }
    /// The organisation, if it is one.
    pub const fn organisation(self) -> Option<Id<Organisation>> {
        if let Self::Organisation(id) = self { Some(id) } else { None }
    }
    /// The word for it in rows and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organisation(_) => "organisation",
            Self::Staff => "staff",
            Self::Operators => "operators",
            Self::Members => "members",
            Self::Partners => "partners",
        }
    }
}
impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation(id) => id.fmt(f),
            other => f.write_str(other.name()),
        }
    }
}
impl FromStr for Who {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let roles = [Self::Staff, Self::Operators, Self::Members, Self::Partners];
        match roles.into_iter().find(|who| who.name() == text) {
            Some(role) => Ok(role),
            None => text.parse().map(Self::Organisation).map_err(|_| format!("{text:?} is no group")),
        }
    }
}
impl Serialize for Who {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Who {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A group of the charter: a department or an organisation, all of it or one person, and the part they have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Whom it is made of.
    pub who: Who,
    /// This person alone; without one, everybody who belongs to it.
    pub person: Option<Id<Person>>,
    /// What they are in the programme.
    pub part: Part,
}

/// Something the two sides do together, and the room they do it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// The room, which is switched on by this.
    pub room: String,
    /// What they do together there.
    pub words: Words,
}

/// What a side is to have of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Whose it is.
    pub side: Side,
    /// What kind of value.
    pub kind: Worth,
    /// In words.
    pub words: Words,
    /// By what it will be known, if that is settled.
    pub measure: Option<Words>,
}

/// What may go wrong for a side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    /// Whose it is.
    pub side: Side,
    /// In words.
    pub words: Words,
    /// What is done about it.
    pub answer: Option<Words>,
}

/// What must be settled before a programme opens.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Charter {
    /// The brand's people in it.
    pub inside: Vec<Group>,
    /// Everybody else in it.
    pub outside: Vec<Group>,
    /// What they do together.
    pub activities: Vec<Activity>,
    /// What each side is to have of it.
    pub values: Vec<Promise>,
    /// What may go wrong for each side, and what is done about it.
    pub risks: Vec<Risk>,
    /// Who answers for it.
    pub owner: Option<Id<Person>>,
    /// Whom to turn to against a decision; the owner when nobody is named.
    pub appeal: Option<Id<Person>>,
    /// The day on which both sides look at it again, in the programme's zone.
    pub review_on: Option<civil::Date>,
}

impl Charter {
    /// The rooms it switches on, each once, in the order of the activities.
    pub fn rooms(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        self.activities.iter().map(|a| a.room.clone()).filter(|room| seen.insert(room.clone())).collect()
    }

    /// The groups of a side.
    pub fn groups(&self, side: Side) -> &[Group] {
        match side {
            Side::Inside => &self.inside,
            Side::Outside => &self.outside,
        }
    }

    /// Whom to turn to against a decision.
    pub fn appeal_to(&self) -> Option<Id<Person>> {
        self.appeal.or(self.owner)
    }

    /// Everybody it names.
    pub fn people(&self) -> Vec<Id<Person>> {
        let groups = self.inside.iter().chain(&self.outside).filter_map(|group| group.person);
        groups.chain(self.owner).chain(self.appeal).collect()
    }

    /// The charter without a person: groups that were this person alone go, and an office they held is open.
    #[must_use]
    pub fn without(mut self, person: Id<Person>) -> Self {
        for groups in [&mut self.inside, &mut self.outside] {
            groups.retain(|group| group.person != Some(person));
        }
        self.owner = self.owner.filter(|&owner| owner != person);
        self.appeal = self.appeal.filter(|&appeal| appeal != person);
        self
    }
}

/// What the gate cannot read off the charter alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The places of the inside groups in which there is nobody.
    pub nobody_in: Vec<usize>,
    /// Whether the owner has an account that can be used.
    pub owner_can_act: bool,
    /// Today, in the programme's zone.
    pub today: civil::Date,
}

/// Something that keeps a programme from opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "name")]
pub enum Missing {
    /// Nobody inside.
    Inside,
    /// Fewer than two departments.
    SecondDepartment,
    /// A group inside holds nobody.
    Nobody {
        /// Its place in the list.
        row: usize,
    },
    /// Nobody outside.
    Outside,
    /// Nothing to do together.
    Activities,
    /// A side has no value of it.
    Value {
        /// Which side.
        side: Side,
    },
    /// A side has no risk named.
    Risk {
        /// Which side.
        side: Side,
    },
    /// Nothing is done about a risk.
    Answer {
        /// Its place in the list.
        row: usize,
    },
    /// Nobody answers for it.
    Owner,
    /// No day is set for the review.
    Review,
    /// The day of the review is not to come.
    ReviewPast,
}

impl Missing {
    /// The message's key.
    pub fn key(&self) -> String {
        match self {
            Self::Inside => "programmes-missing-inside".to_owned(),
            Self::SecondDepartment => "programmes-missing-second-department".to_owned(),
            Self::Nobody { .. } => "programmes-missing-nobody".to_owned(),
            Self::Outside => "programmes-missing-outside".to_owned(),
            Self::Activities => "programmes-missing-activities".to_owned(),
            Self::Value { side } => format!("programmes-missing-value-{side}"),
            Self::Risk { side } => format!("programmes-missing-risk-{side}"),
            Self::Answer { .. } => "programmes-missing-answer".to_owned(),
            Self::Owner => "programmes-missing-owner".to_owned(),
            Self::Review => "programmes-missing-review".to_owned(),
            Self::ReviewPast => "programmes-missing-review-past".to_owned(),
        }
    }

    /// The field of the charter's form where it is mended.
    pub fn field(&self) -> String {
        match self {
            Self::Inside | Self::SecondDepartment => "inside".to_owned(),
            Self::Nobody { row } => format!("inside-{row}-who"),
            Self::Outside => "outside".to_owned(),
            Self::Activities => "activities".to_owned(),
            Self::Value { .. } => "values".to_owned(),
            Self::Risk { .. } => "risks".to_owned(),
            Self::Answer { row } => format!("risks-{row}-answer"),
            Self::Owner => "owner".to_owned(),
            Self::Review | Self::ReviewPast => "review_on".to_owned(),
        }
    }
}

/// Everything that keeps a programme with this charter from opening; empty when it may open.
pub fn gate(charter: &Charter, facts: &Facts) -> Vec<Missing> {
    let mut missing = Vec::new();
    let departments: HashSet<_> = charter
        .inside
        .iter()
        .enumerate()
        .filter(|(row, _)| !facts.nobody_in.contains(row))
        .filter_map(|(_, group)| group.who.organisation())
        .collect();
    match (charter.inside.len(), departments.len()) {
        (0, _) => missing.push(Missing::Inside),
        (_, 0 | 1) => missing.push(Missing::SecondDepartment),
        _ => {}
    }
    missing.extend(
        (0..charter.inside.len())
            .filter(|row| facts.nobody_in.contains(row))
            .map(|row| Missing::Nobody { row }),
    );
    if charter.outside.is_empty() {
        missing.push(Missing::Outside);
    }
    if charter.activities.is_empty() {
        missing.push(Missing::Activities);
    }
    let has_value = |side: Side| charter.values.iter().any(|value| value.side == side);
    missing
        .extend(Side::ALL.into_iter().filter(|&side| !has_value(side)).map(|side| Missing::Value { side }));
    let has_risk = |side: Side| charter.risks.iter().any(|risk| risk.side == side);
    missing.extend(Side::ALL.into_iter().filter(|&side| !has_risk(side)).map(|side| Missing::Risk { side }));
    let unanswered = charter.risks.iter().enumerate().filter(|(_, risk)| risk.answer.is_none());
    missing.extend(unanswered.map(|(row, _)| Missing::Answer { row }));
    if charter.owner.is_none() || !facts.owner_can_act {
        missing.push(Missing::Owner);
    }
    match charter.review_on {
        None => missing.push(Missing::Review),
        Some(day) if day <= facts.today => missing.push(Missing::ReviewPast),
        Some(_) => {}
    }
    missing
}

/// A group as it was typed or sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct RawGroup {
    /// An organisation's identifier, or `staff`, `operators`, `members`, `partners`.
    pub who: String,
    /// A person's identifier, or empty for everybody.
    pub person: String,
    /// A part's name.
    pub part: String,
}

/// An activity as it was typed or sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct RawActivity {
    /// A room's name.
    pub room: String,
    /// What they do together.
    pub words: String,
}

/// A value as it was typed or sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct RawPromise {
    /// `inside` or `outside`.
    pub side: String,
    /// `time`, `skill`, `recognition`, `belonging`, `learning` or `money`.
    pub kind: String,
    /// In words.
    pub words: String,
    /// By what it will be known; may be empty.
    pub measure: String,
}

/// A risk as it was typed or sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct RawRisk {
    /// `inside` or `outside`.
    pub side: String,
    /// In words.
    pub words: String,
    /// What is done about it; may be empty until the programme opens.
    pub answer: String,
}

/// A charter as it was typed or sent. Rows without words are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct RawCharter {
    /// The brand's people in it.
    pub inside: Vec<RawGroup>,
    /// Everybody else in it.
    pub outside: Vec<RawGroup>,
    /// What they do together.
    pub activities: Vec<RawActivity>,
    /// What each side is to have of it.
    pub values: Vec<RawPromise>,
    /// What may go wrong for each side.
    pub risks: Vec<RawRisk>,
    /// Who answers for it: a person's identifier, or empty.
    pub owner: String,
    /// Whom to turn to: a person's identifier, or empty for the owner.
    pub appeal: String,
    /// The day of the review, `2026-12-15`, or empty.
    pub review_on: String,
}

impl RawCharter {
    /// The charter as a form shows it.
    pub fn of(charter: &Charter) -> Self {
        let person = |id: Option<Id<Person>>| id.map_or_else(String::new, |id| id.to_string());
        let group = |g: &Group| RawGroup {
            who: g.who.to_string(),
            person: person(g.person),
            part: g.part.to_string(),
        };
        let words = |words: &Option<Words>| words.as_ref().map_or_else(String::new, Words::to_string);
        Self {
            inside: charter.inside.iter().map(group).collect(),
            outside: charter.outside.iter().map(group).collect(),
            activities: charter
                .activities
                .iter()
                .map(|a| RawActivity { room: a.room.clone(), words: a.words.to_string() })
                .collect(),
            values: charter
                .values
                .iter()
                .map(|v| RawPromise {
                    side: v.side.to_string(),
                    kind: v.kind.to_string(),
                    words: v.words.to_string(),
                    measure: words(&v.measure),
                })
                .collect(),
            risks: charter
                .risks
                .iter()
                .map(|r| RawRisk {
                    side: r.side.to_string(),
                    words: r.words.to_string(),
                    answer: words(&r.answer),
                })
                .collect(),
            owner: person(charter.owner),
            appeal: person(charter.appeal),
            review_on: charter.review_on.map_or_else(String::new, |day| day.to_string()),
        }
    }

    /// Reads it. `rooms` are the rooms that can be switched on.
    ///
    /// # Errors
    /// Every field that cannot be read, each with its name in the form.
    pub fn parse(&self, rooms: &[String]) -> Result<Charter, Refusal> {
        let mut wrong = Wrong::default();
        let lists = [
            self.inside.len(),
            self.outside.len(),
            self.activities.len(),
            self.values.len(),
            self.risks.len(),
        ];
        if lists.into_iter().any(|rows| rows > MOST_ROWS) {
            return Err(Refused::TooMany { most: MOST_ROWS }.into());
        }
        let charter = Charter {
            inside: wrong.groups(Side::Inside, &self.inside),
            outside: wrong.groups(Side::Outside, &self.outside),
            activities: wrong.activities(&self.activities, rooms),
            values: wrong.values(&self.values),
            risks: wrong.risks(&self.risks),
            owner: wrong.optional(|| "owner".to_owned(), &self.owner),
            appeal: wrong.optional(|| "appeal".to_owned(), &self.appeal),
            review_on: wrong.optional(|| "review_on".to_owned(), &self.review_on),
        };
        match Refusal::all(wrong.0) {
            Some(refusal) => Err(refusal),
            None => Ok(charter),
        }
    }
}

/// The refusals met while a charter is read.
#[derive(Default)]
struct Wrong(Vec<Refusal>);

impl Wrong {
    fn choice<T: FromStr>(&mut self, name: impl Fn() -> String, raw: &str) -> Option<T> {
        raw.trim().parse().map_err(|_| self.0.push(Refusal::field(name(), "refused-choice"))).ok()
    }

    fn optional<T: FromStr>(&mut self, name: impl Fn() -> String, raw: &str) -> Option<T> {
        if raw.trim().is_empty() { None } else { self.choice(name, raw) }
    }

    fn words(&mut self, name: impl Fn() -> String, raw: &str) -> Option<Words> {
        Words::parse(raw).map_err(|fault| self.0.push(fault.refusal(name()))).ok()
    }

    fn optional_words(&mut self, name: impl Fn() -> String, raw: &str) -> Option<Words> {
        Words::optional(raw).map_err(|fault| self.0.push(fault.refusal(name()))).ok().flatten()
    }

    fn groups(&mut self, side: Side, raw: &[RawGroup]) -> Vec<Group> {
        let mut groups = Vec::new();
        for (row, raw) in raw.iter().enumerate().filter(|(_, raw)| !raw.who.trim().is_empty()) {
            let who = self.choice(|| format!("{side}-{row}-who"), &raw.who).filter(|who: &Who| {
                let fits = who.organisation().is_some() || Who::roles(side).contains(who);
                if !fits {
                    self.0.push(Refusal::field(format!("{side}-{row}-who"), "refused-choice"));
                }
                fits
            });
            let person = self.optional(|| format!("{side}-{row}-person"), &raw.person);
            let part = self.choice(|| format!("{side}-{row}-part"), &raw.part).filter(|part| {
                let given = Part::FOR_GROUPS.contains(part);
                if !given {
                    self.0.push(Refusal::field(format!("{side}-{row}-part"), "refused-choice"));
                }
                given
            });
            if let (Some(who), Some(part)) = (who, part) {
                groups.push(Group { who, person, part });
            }
        }
        groups
    }

    fn activities(&mut self, raw: &[RawActivity], rooms: &[String]) -> Vec<Activity> {
        let mut activities = Vec::new();
        for (row, raw) in raw.iter().enumerate().filter(|(_, raw)| !raw.words.trim().is_empty()) {
            let room = raw.room.trim().to_owned();
            if !rooms.contains(&room) {
                self.0.push(Refusal::field(format!("activities-{row}-room"), "refused-choice"));
            }
            if let Some(words) = self.words(|| format!("activities-{row}-words"), &raw.words) {
                activities.push(Activity { room, words });
            }
        }
        activities
    }

    fn values(&mut self, raw: &[RawPromise]) -> Vec<Promise> {
        let mut values = Vec::new();
        for (row, raw) in raw.iter().enumerate().filter(|(_, raw)| !raw.words.trim().is_empty()) {
            let side = self.choice(|| format!("values-{row}-side"), &raw.side);
            let kind = self.choice(|| format!("values-{row}-kind"), &raw.kind);
            let words = self.words(|| format!("values-{row}-words"), &raw.words);
            let measure = self.optional_words(|| format!("values-{row}-measure"), &raw.measure);
            if let (Some(side), Some(kind), Some(words)) = (side, kind, words) {
                values.push(Promise { side, kind, words, measure });
            }
        }
        values
    }

    fn risks(&mut self, raw: &[RawRisk]) -> Vec<Risk> {
        let mut risks = Vec::new();
        for (row, raw) in raw.iter().enumerate().filter(|(_, raw)| !raw.words.trim().is_empty()) {
            let side = self.choice(|| format!("risks-{row}-side"), &raw.side);
            let words = self.words(|| format!("risks-{row}-words"), &raw.words);
            let answer = self.optional_words(|| format!("risks-{row}-answer"), &raw.answer);
            if let (Some(side), Some(words)) = (side, words) {
                risks.push(Risk { side, words, answer });
            }
        }
        risks
    }
}

#[cfg(test)]
#[path = "charter_tests.rs"]
mod tests;
