//! The invented community, as its files in `weft/demo` tell it.

use anyhow::{Context as _, Result};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    pub(super) organisation: Vec<Organisation>,
    pub(super) person: Vec<Invented>,
    pub(super) crowd: Crowd,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Organisation {
    pub(super) name: String,
    pub(super) kind: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Invented {
    pub(super) key: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) roles: Vec<String>,
    #[serde(default)]
    pub(super) part: String,
    #[serde(default, rename = "in")]
    pub(super) organisations: Vec<String>,
    pub(super) about: String,
    pub(super) language: Option<String>,
    pub(super) zone: Option<String>,
}

/// People known by name only; their key is their first name in plain small letters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Crowd {
    pub(super) names: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Programmes {
    pub(super) programme: Vec<Effort>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Effort {
    pub(super) key: String,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) question: String,
    pub(super) criteria: Option<String>,
    pub(super) template: String,
    pub(super) zone: String,
    pub(super) by: String,
    pub(super) days_ago: i64,
    pub(super) opened: i64,
    pub(super) closed: Option<i64>,
    pub(super) closing_note: Option<String>,
    pub(super) charter: CharterText,
    #[serde(default)]
    pub(super) phase: Vec<Stretch>,
}

/// A phase; its times are those of the programme's zone, as a browser would send them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stretch {
    pub(super) name: String,
    pub(super) purpose: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) rooms: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CharterText {
    pub(super) owner: String,
    pub(super) appeal: String,
    pub(super) review_in: i64,
    /// Organisation or person, part, and for a person the department they come from.
    pub(super) inside: Vec<Vec<String>>,
    pub(super) outside: Vec<Vec<String>>,
    pub(super) activities: Vec<String>,
    /// Side, kind, words, measure.
    pub(super) values: Vec<[String; 4]>,
    /// Side, words, what is done about it.
    pub(super) risks: Vec<[String; 3]>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ideas {
    pub(super) category: Vec<Categories>,
    pub(super) partner: Vec<Partner>,
    pub(super) idea: Vec<Said>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Categories {
    pub(super) programme: String,
    pub(super) names: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Partner {
    pub(super) person: String,
    pub(super) programme: String,
    pub(super) categories: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub(super) key: String,
    pub(super) programme: String,
    pub(super) by: String,
    pub(super) day: i64,
    pub(super) category: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) language: Option<String>,
    pub(super) grown_from: Option<String>,
    #[serde(default)]
    pub(super) up: usize,
    #[serde(default)]
    pub(super) down: usize,
    #[serde(default)]
    pub(super) remark: Vec<Remark>,
    #[serde(default, rename = "move")]
    pub(super) moves: Vec<Move>,
    pub(super) merge: Option<Merge>,
    pub(super) journal: Option<Journal>,
    pub(super) picture: Option<Shown>,
}

/// A picture of `weft/demo/pictures`. They were drawn for the demo, by a program, and show nobody's things.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shown {
    pub(super) file: String,
    pub(super) alt: String,
}

/// The pictures by name.
pub(super) const PICTURES: [(&str, &[u8]); 3] = [
    ("mend", include_bytes!("../../demo/pictures/mend.webp")),
    ("buttons", include_bytes!("../../demo/pictures/buttons.webp")),
    ("collar", include_bytes!("../../demo/pictures/collar.webp")),
];

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Remark {
    pub(super) key: Option<String>,
    pub(super) by: String,
    pub(super) day: i64,
    pub(super) answers: Option<String>,
    #[serde(default)]
    pub(super) internal: bool,
    pub(super) text: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Move {
    pub(super) by: String,
    pub(super) day: i64,
    pub(super) to: String,
    pub(super) note: String,
    pub(super) blocker: Option<String>,
    pub(super) link: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Merge {
    pub(super) into: String,
    pub(super) by: String,
    pub(super) day: i64,
    pub(super) decided_by: String,
    pub(super) reason: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Journal {
    pub(super) by: String,
    pub(super) day: i64,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) picture: Option<Shown>,
}

/// Everything the files tell.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) people: People,
    pub(super) programmes: Programmes,
    pub(super) ideas: Ideas,
    pub(super) rounds: super::rounds::Rounds,
}

impl Content {
    pub(super) fn read() -> Result<Self> {
        Ok(Self {
            people: toml::from_str(include_str!("../../demo/people.toml")).context("demo/people.toml")?,
            programmes: toml::from_str(include_str!("../../demo/programmes.toml"))
                .context("demo/programmes.toml")?,
            ideas: toml::from_str(include_str!("../../demo/ideas.toml")).context("demo/ideas.toml")?,
            rounds: toml::from_str(include_str!("../../demo/rounds.toml")).context("demo/rounds.toml")?,
        })
    }
}
