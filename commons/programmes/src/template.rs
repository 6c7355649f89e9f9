//! The five templates: sensible words to begin with, in the language of whoever begins.

use crate::{
    Activity, Charter, Group, Part, Phase, Planned, Promise, Refused, Risk, Side, TemplateKind, Who, Words,
    Worth, phase,
};
use act::{Line, Prose, Refusal, Timestamp, Tx};
use web::Tongue;

/// What a template puts into a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// The charter to edit.
    pub charter: Charter,
    /// The phases to edit, in the order in which they follow each other.
    pub phases: Vec<Planned>,
}

/// One phase of a template: the end of its message key, its days, and whether posts are taken in it.
struct Stretch(&'static str, i32, bool);

/// What differs between the templates, apart from their words.
struct Shape {
    /// Rooms it would use, the best first.
    rooms: &'static [&'static str],
    inside: Worth,
    outside: Worth,
    phases: &'static [Stretch],
}

const fn shape(kind: TemplateKind) -> Shape {
    match kind {
        TemplateKind::Engagement => Shape {
            rooms: &["desk", "groups", "ideas"],
            inside: Worth::Learning,
            outside: Worth::Recognition,
            phases: &[Stretch("one", 42, true), Stretch("two", 14, true)],
        },
        TemplateKind::Crowdsourcing => Shape {
            rooms: &["contests", "ideas"],
            inside: Worth::Time,
            outside: Worth::Recognition,
            phases: &[Stretch("one", 28, true), Stretch("two", 14, false), Stretch("three", 14, false)],
        },
        TemplateKind::CoCreation => Shape {
            rooms: &["ideas", "contests", "studio"],
            inside: Worth::Skill,
            outside: Worth::Belonging,
            phases: &[Stretch("one", 28, true), Stretch("two", 21, true), Stretch("three", 42, true)],
        },
        TemplateKind::CollaborativeConsumption => Shape {
            rooms: &["fleet", "stays", "deals", "ideas"],
            inside: Worth::Learning,
            outside: Worth::Money,
            phases: &[Stretch("one", 21, true), Stretch("two", 63, true)],
        },
        TemplateKind::CollaborativeSystem => Shape {
            rooms: &["directory", "groups", "ideas"],
            inside: Worth::Time,
            outside: Worth::Skill,
            phases: &[Stretch("one", 21, true), Stretch("two", 28, true), Stretch("three", 84, true)],
        },
    }
}

/// The template's charter and phases in the reader's language. `rooms` are the rooms that can be switched on.
pub fn filled(t: &Tongue, kind: TemplateKind, rooms: &[String], zone_name: &str, now: Timestamp) -> Filled {
    let shape = shape(kind);
    let say = |part: &str| t.say(format!("programmes-template-{kind}-{part}")).to_string();
    let words = |part: &str| Words::parse(&say(part)).ok();
    let on = shape
        .rooms
        .iter()
        .find(|room| rooms.iter().any(|there| there == *room))
        .map(|room| (*room).to_owned());
    let on = on.or_else(|| rooms.first().cloned());
    let value = |side: Side, kind: Worth| {
        let words = words(&format!("value-{side}"))?;
        Some(Promise { side, kind, words, measure: None })
    };
    let risk = |side: Side| {
        let answer = words(&format!("risk-{side}-answer"));
        Some(Risk { side, words: words(&format!("risk-{side}"))?, answer })
    };
    let charter = Charter {
        outside: vec![Group { who: Who::Members, person: None, part: Part::Contributor }],
        activities: on
            .iter()
            .filter_map(|room| Some(Activity { room: room.clone(), words: words("together")? }))
            .collect(),
        values: [value(Side::Inside, shape.inside), value(Side::Outside, shape.outside)]
            .into_iter()
            .flatten()
            .collect(),
        risks: Side::ALL.into_iter().filter_map(risk).collect(),
        ..Charter::default()
    };
    let posts: Vec<String> = on.into_iter().collect();
    Filled { charter, phases: stretches(&shape, &say, &posts, zone_name, now) }
}

/// The phases one after the other, from the morning a week from now.
fn stretches(
    shape: &Shape,
    say: &impl Fn(&str) -> String,
    posts: &[String],
    zone_name: &str,
    now: Timestamp,
) -> Vec<Planned> {
    let zone = phase::zone(zone_name).unwrap_or(jiff::tz::TimeZone::UTC);
    let today = now.to_jiff().to_zoned(zone).date();
    let mut from = today.saturating_add(jiff::Span::new().days(7)).at(9, 0, 0, 0);
    let mut phases = Vec::new();
    for Stretch(part, days, takes) in shape.phases {
        let until = from.saturating_add(jiff::Span::new().days(*days));
        if let Ok(name) = Line::parse(&say(&format!("phase-{part}"))) {
            let purpose = Prose::optional(&say(&format!("phase-{part}-purpose"))).ok().flatten();
            let rooms = if *takes { posts.to_vec() } else { Vec::new() };
            phases.push(Planned { name, purpose, rooms, from, until });
        }
        from = until;
    }
    phases
}

/// The planned phases as rows of their own.
///
/// # Errors
/// A zone that does not exist.
pub fn with_ids(tx: &Tx<'_>, planned: &[Planned], zone: &str) -> Result<Vec<Phase>, Refusal> {
    phase::zone(zone)?;
    planned.iter().map(|phase| phase.phase(tx.fresh(), zone).map_err(refusal_of)).collect()
}

fn refusal_of(error: act::Error) -> Refusal {
    error.refusal().cloned().unwrap_or_else(|| Refused::NoSuchTime.into())
}
