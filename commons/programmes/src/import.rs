//! A programme for what is brought in from elsewhere.

use crate::{
    Activity, Charter, Group, NewProgramme, Part, Programme, Promise, Refused, Risk, Side, Slug,
    TemplateKind, Who, Words, Worth, draft, events::Opened, rows,
};
use act::{Id, Line, Person, Prose, Result, Span, Timestamp, Tx, sql};
use std::sync::Arc;
use web::{Catalogue, Tongue};

/// How long until somebody looks at an imported charter.
const REVIEW_AFTER: Span = Span::days(90);

/// Finds the programme of this name in addresses or title, or makes one: open, with a charter that says that it was
/// imported and what that means for both sides. It passes no gate, because what it holds happened elsewhere; its people
/// inside are the staff as a whole until somebody amends the charter.
///
/// # Errors
/// 422 for a title that is empty or too long, and the store's.
pub fn create_for_import(
    tx: &mut Tx<'_>,
    slug_or_title: &str,
    owner: Option<Id<Person>>,
    rooms: &[&str],
    language: Option<&str>,
) -> Result<Id<Programme>> {
    if let Some(known) = rows::find_by_slug(tx, slug_or_title.trim())? {
        return switched_on(tx, known, rooms);
    }
    let title = Line::<160>::parse(slug_or_title).map_err(|fault| fault.refusal("programme"))?;
    let same: Option<Id<Programme>> = sql!(
        tx.opt("SELECT id FROM programmes WHERE title = $1 AND state <> 'closed' ORDER BY id LIMIT 1", title)
    )?;
    if let Some(known) = same {
        return switched_on(tx, known, rooms);
    }
    let t = tongue(language, tx.now())?;
    let charter = imported_charter(&t, rooms, owner, tx.now());
    let question = Prose::parse(&t.say("programmes-imported-question").to_string());
    let new = NewProgramme {
        slug: Slug::parse(slug_or_title).ok(),
        title,
        question: question.map_err(rows::unreadable)?,
        criteria: None,
        template: TemplateKind::Crowdsourcing,
        zone: "UTC".to_owned(),
        language: language.map(str::to_owned),
        grown_from: None,
        charter: Charter::default(),
        phases: Vec::new(),
    };
    let id = draft::insert(tx, &new, owner, "open", true)?;
    rows::keep_charter(tx, id, 1, &charter, owner)?;
    rows::enliven(tx, id, &charter, owner)?;
    let head = rows::head(tx, id)?;
    rows::decide(tx, &head, owner, "imported", None, Some(1), None)?;
    tx.emit(&Opened { programme: id, by: owner, rooms: head.rooms.clone() })?;
    Ok(id)
}

/// A programme that is there already must be open in these rooms.
fn switched_on(tx: &mut Tx<'_>, id: Id<Programme>, rooms: &[&str]) -> Result<Id<Programme>> {
    let head = rows::head(tx, id)?;
    head.takes_posts(rooms.first().copied().unwrap_or_default(), false, None).or_else(
        |refused| match refused {
            Refused::RoomOff if rooms.is_empty() => Ok(()),
            refused => Err(refused),
        },
    )?;
    for room in rooms {
        head.takes_posts(room, false, None)?;
    }
    Ok(id)
}

/// The words of this crate in a language; no request stands behind an import.
fn tongue(language: Option<&str>, now: Timestamp) -> Result<Tongue> {
    let catalogue = Catalogue::new(crate::LOCALES, "en").map_err(rows::unreadable)?;
    Ok(Tongue::new(Arc::new(catalogue), language.unwrap_or("en"), jiff::tz::TimeZone::UTC, now))
}

fn imported_charter(t: &Tongue, rooms: &[&str], owner: Option<Id<Person>>, now: Timestamp) -> Charter {
    let words = |part: &str| Words::parse(&t.say(format!("programmes-imported-{part}")).to_string()).ok();
    let value = |side: Side| {
        Some(Promise {
            side,
            kind: Worth::Recognition,
            words: words(&format!("value-{side}"))?,
            measure: None,
        })
    };
    let risk = |side: Side| {
        Some(Risk {
            side,
            words: words(&format!("risk-{side}"))?,
            answer: words(&format!("risk-{side}-answer")),
        })
    };
    Charter {
        inside: vec![Group { who: Who::Staff, person: None, part: Part::Observer }],
        outside: vec![Group { who: Who::Members, person: None, part: Part::Contributor }],
        activities: rooms
            .iter()
            .filter_map(|room| Some(Activity { room: (*room).to_owned(), words: words("together")? }))
            .collect(),
        values: Side::ALL.into_iter().filter_map(value).collect(),
        risks: Side::ALL.into_iter().filter_map(risk).collect(),
        owner,
        appeal: None,
        review_on: Some((now + REVIEW_AFTER).to_jiff().to_zoned(jiff::tz::TimeZone::UTC).date()),
    }
}
