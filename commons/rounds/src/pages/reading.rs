//! Reading what was typed: numbers, percentages, money, times and choices, with everything that cannot be read.

use super::{clock, money};
use act::{Refusal, Timestamp};

/// Reads fields and gathers what cannot be read.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) refusals: Vec<Refusal>,
}

impl Reading {
    pub(super) fn refuse(&mut self, field: &'static str, key: &'static str) {
        if !self.refusals.iter().any(|refusal| refusal.field.as_deref() == Some(field) && refusal.key == key)
        {
            self.refusals.push(Refusal::field(field, key));
        }
    }

    pub(super) fn number<N: std::str::FromStr>(&mut self, field: &'static str, typed: &str) -> Option<N> {
        let read = typed.trim().parse().ok();
        if read.is_none() {
            self.refuse(field, "rounds-refused-number");
        }
        read
    }

    /// A percentage, in basis points.
    pub(super) fn points(&mut self, field: &'static str, typed: &str) -> Option<u32> {
        // A percentage has hundredths as money has.
        let points =
            money::typed(typed.trim().trim_end_matches('%'), "EUR").and_then(|n| u32::try_from(n).ok());
        if points.is_none() {
            self.refuse(field, "rounds-refused-number");
        }
        points
    }

    pub(super) fn money(&mut self, field: &'static str, typed: &str, currency: &str) -> Option<i64> {
        let read = money::typed(typed, currency);
        if read.is_none() {
            self.refuse(field, "rounds-refused-money");
        }
        read
    }

    pub(super) fn time(&mut self, zone: &str, field: &'static str, typed: &str) -> Option<Timestamp> {
        clock::read_in(zone, field, typed).map_err(|refusal| self.refusals.push(refusal)).ok()
    }

    pub(super) fn one<T: Copy>(
        &mut self,
        field: &'static str,
        typed: &str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|one| name(*one) == typed);
        if found.is_none() {
            self.refuse(field, "refused-choice");
        }
        found
    }
}

/// Nothing typed means none.
pub(super) fn empty_is_none(text: &str) -> &str {
    if text.trim().is_empty() { "0" } else { text }
}

/// Basis points as the percentage a field holds.
pub(super) fn percent(points: u32) -> String {
    match points % 100 {
        0 => (points / 100).to_string(),
        rest => format!("{}.{rest:02}", points / 100),
    }
}
