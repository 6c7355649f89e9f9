//! The rows of a form that make strata, as they were typed: to strata and back.

use super::{clock, reading::Reading};
use crate::{
    model::Named,
    rule::{Stratum, Who},
};
use act::{Id, Person, Refusal};
use programmes::Part;
use std::collections::HashMap;
use web::Tongue;

/// A stratum as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct StratumTyped {
    pub(crate) name: String,
    pub(crate) who: String,
    pub(crate) before: String,
    pub(crate) people: String,
    pub(crate) seats: String,
    pub(crate) weight: String,
}

impl StratumTyped {
    /// A row that was left alone says nothing.
    pub(crate) fn blank(&self) -> bool {
        self.name.trim().is_empty() && self.who.is_empty()
    }
}

/// The fields of a stratum; each comes once for every row.
pub(super) const COLUMNS: [&str; 6] =
    ["stratum-name", "stratum-who", "stratum-before", "stratum-people", "stratum-seats", "stratum-weight"];

/// The rows, column by column as a form sends them.
pub(super) fn strata_of(columns: &HashMap<&'static str, Vec<String>>) -> Vec<StratumTyped> {
    let cell = |column: &str, row: usize| {
        columns.get(column).and_then(|values| values.get(row)).cloned().unwrap_or_default()
    };
    let rows = columns.values().map(Vec::len).max().unwrap_or(0).min(crate::rule::MOST_STRATA + 1);
    let row = |row| StratumTyped {
        name: cell("stratum-name", row),
        who: cell("stratum-who", row),
        before: cell("stratum-before", row),
        people: cell("stratum-people", row),
        seats: cell("stratum-seats", row),
        weight: cell("stratum-weight", row),
    };
    (0..rows).map(row).collect()
}

/// What can be chosen for a stratum.
pub(crate) fn who_choices() -> Vec<(String, Who)> {
    let plain = [Who::Everybody, Who::Members, Who::Staff, Who::Partners, Who::Named];
    let parts = Part::ALL.into_iter().map(Who::Part);
    plain.into_iter().chain(parts).map(|who| (who_word(who), who)).collect()
}

fn who_word(who: Who) -> String {
    match who {
        Who::Part(part) => format!("part-{part}"),
        other => other.name().to_owned(),
    }
}

/// A stratum as its row shows it.
pub(super) fn of_stratum(t: &Tongue, stratum: &Stratum) -> StratumTyped {
    StratumTyped {
        name: stratum.name.clone(),
        who: who_word(stratum.who),
        before: stratum.joined_before.map_or_else(String::new, |at| clock::field(t, at)),
        ..StratumTyped::default()
    }
}

/// The stratum of a row.
pub(super) fn stratum(read: &mut Reading, row: &StratumTyped, zone: &str) -> Option<Stratum> {
    let who = who_choices().into_iter().find(|(word, _)| *word == row.who).map(|(_, who)| who);
    if who.is_none() {
        read.refuse("strata", "rounds-refused-who");
    }
    let joined_before = match row.before.trim() {
        "" => Some(None),
        typed => read.time(zone, "strata", typed).map(Some),
    };
    Some(Stratum { name: row.name.trim().to_owned(), who: who?, joined_before: joined_before? })
}

/// The people whom rows name. `known` finds them by what was typed.
pub(super) fn named(
    read: &mut Reading,
    rows: &[&StratumTyped],
    known: &dyn Fn(&str) -> Option<Id<Person>>,
) -> Vec<Named> {
    let mut named = Vec::new();
    for (place, row) in (0..).zip(rows) {
        let typed = row.people.split(['\n', ',']).map(str::trim).filter(|text| !text.is_empty());
        if row.who != "named" {
            continue;
        }
        let mut people: Vec<Id<Person>> = Vec::new();
        for text in typed {
            match known(text) {
                Some(person) if !people.contains(&person) => people.push(person),
                Some(_) => {}
                None => read.refusals.push(Refusal::field("named", "rounds-refused-name").with("name", text)),
            }
        }
        if !people.is_empty() {
            named.push(Named { stratum: place, people });
        }
    }
    named
}
