//! Phases: dates promised in a zone, and the instants they come to. No I/O.

use crate::Refused;
use act::{Id, Timestamp};
use jiff::{
    civil,
    tz::{AmbiguousOffset, TimeZone},
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A local date-time with its zone, and the instant it comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Moment {
    /// What was promised: date and clock time where the programme is at home, `2026-12-12T18:00`.
    #[schema(value_type = String)]
    pub local: civil::DateTime,
    /// The IANA zone of that clock.
    pub zone: String,
    /// The instant.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// What the clocks of a zone do at a local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case", tag = "name")]
pub enum Oddity {
    /// The clocks leap over this time; it is taken as much later as they leap.
    Skipped {
        /// The clock time that is taken.
        #[schema(value_type = String)]
        instead: civil::DateTime,
    },
    /// The clocks pass this time twice; the first counts.
    Twice,
}

/// Reads an IANA zone.
///
/// # Errors
/// When there is no such zone.
pub fn zone(name: &str) -> Result<TimeZone, Refused> {
    let sound = !name.is_empty() && name.len() <= 64;
    sound
        .then(|| TimeZone::get(name).ok())
        .flatten()
        .filter(|zone| zone.iana_name().is_some())
        .ok_or(Refused::NoSuchZone)
}

impl Moment {
    /// The moment at which the clocks of this zone show this time. A time they skip is taken as much later as they
    /// leap, and of a time they show twice the first counts, as RFC 5545 (3.3.5) has it.
    ///
    /// # Errors
    /// When there is no such zone, or the year is out of reach.
    pub fn new(local: civil::DateTime, zone_name: &str) -> Result<Self, Refused> {
        let tz = zone(zone_name)?;
        if !(2000..=2200).contains(&local.year()) {
            return Err(Refused::NoSuchTime);
        }
        let local = local.with().second(0).subsec_nanosecond(0).build().map_err(|_| Refused::NoSuchTime)?;
        let zoned = tz.to_ambiguous_zoned(local).compatible().map_err(|_| Refused::NoSuchTime)?;
        Ok(Self { local, zone: zone_name.to_owned(), at: Timestamp::from_jiff(zoned.timestamp()) })
    }

    /// What is odd about it, to be said beside it.
    pub fn oddity(&self) -> Option<Oddity> {
        let tz = zone(&self.zone).ok()?;
        match tz.to_ambiguous_zoned(self.local).offset() {
            AmbiguousOffset::Unambiguous { .. } => None,
            AmbiguousOffset::Fold { .. } => Some(Oddity::Twice),
            AmbiguousOffset::Gap { .. } => {
                Some(Oddity::Skipped { instead: self.at.to_jiff().to_zoned(tz).datetime() })
            }
        }
    }
}

/// Reads a local time as browsers send it, `2026-12-12T18:00`.
///
/// # Errors
/// When it is none.
pub fn local_time(text: &str) -> Result<civil::DateTime, Refused> {
    civil::DateTime::from_str(text.trim()).map_err(|_| Refused::NoSuchTime)
}

/// A stretch of a programme in which certain rooms take posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Phase {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id<Phase>,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The rooms that take posts in it, by name.
    pub rooms: Vec<String>,
    /// When it begins.
    pub from: Moment,
    /// When it ends; this instant is no longer part of it.
    pub until: Moment,
}

/// How a phase lies to an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// It is over.
    Past,
    /// It is on.
    Now,
    /// It is to come.
    Next,
}

impl When {
    /// The name the style sheet knows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Now => "now",
            Self::Next => "next",
        }
    }
}

impl Phase {
    /// Whether the room takes posts in this phase.
    pub fn takes(&self, room: &str) -> bool {
        self.rooms.iter().any(|name| name == room)
    }

    /// How it lies to an instant.
    pub fn when(&self, now: Timestamp) -> When {
        if now < self.from.at {
            When::Next
        } else if now < self.until.at {
            When::Now
        } else {
            When::Past
        }
    }
}

/// The phase that is on.
pub fn current(phases: &[Phase], now: Timestamp) -> Option<&Phase> {
    phases.iter().find(|phase| phase.when(now) == When::Now)
}

/// The first phase to come in which the room takes posts.
pub fn next_for<'p>(phases: &'p [Phase], room: &str, now: Timestamp) -> Option<&'p Phase> {
    phases.iter().filter(|p| p.when(now) == When::Next && p.takes(room)).min_by_key(|p| p.from.at)
}

/// Whether a phase fits beside the others: it runs forwards and overlaps none.
///
/// # Errors
/// When it ends before it begins, or with the name of the phase it overlaps.
pub fn fits(phase: &Phase, others: &[Phase]) -> Result<(), Refused> {
    if phase.until.at <= phase.from.at {
        return Err(Refused::PhaseBackwards);
    }
    let beside = others.iter().filter(|other| other.id != phase.id);
    match beside.into_iter().find(|other| phase.from.at < other.until.at && other.from.at < phase.until.at) {
        Some(other) => Err(Refused::PhasesOverlap { other: other.name.clone() }),
        None => Ok(()),
    }
}

/// Moves a phase's end later, and what begins at or after the old end by as many days, hours and minutes of the clock,
/// so that the order of the plan stays.
///
/// # Errors
/// When the new end is not later, or what follows would leave the calendar.
pub fn extended(
    phases: &[Phase],
    id: Id<Phase>,
    until: &Moment,
    move_others: bool,
) -> Result<Vec<Phase>, Refused> {
    let old = phases.iter().find(|phase| phase.id == id).ok_or(Refused::NoSuchPhase)?;
    if until.at <= old.until.at {
        return Err(Refused::NotLater { until: old.until.at });
    }
    let by = until.local.duration_since(old.until.local);
    let later = |moment: &Moment| {
        let local = moment.local.checked_add(by).map_err(|_| Refused::NoSuchTime)?;
        Moment::new(local, &moment.zone)
    };
    let mut plan = Vec::with_capacity(phases.len());
    for phase in phases {
        plan.push(if phase.id == id {
            Phase { until: until.clone(), ..phase.clone() }
        } else if move_others && phase.from.at >= old.until.at {
            Phase { from: later(&phase.from)?, until: later(&phase.until)?, ..phase.clone() }
        } else {
            phase.clone()
        });
    }
    plan.iter().try_for_each(|phase| fits(phase, &plan))?;
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ZONES: [&str; 6] = [
        "Europe/Lisbon",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Tokyo",
        "Africa/Casablanca",
        "UTC",
    ];

    fn moment(local: &str, zone: &str) -> Moment {
        Moment::new(local_time(local).expect("a local time"), zone).expect("a moment")
    }

    fn phase(id: i64, from: &str, until: &str) -> Phase {
        Phase {
            id: Id::from_raw(id),
            name: format!("Phase {id}"),
            purpose: String::new(),
            rooms: vec!["ideas".to_owned()],
            from: moment(from, "Europe/Lisbon"),
            until: moment(until, "Europe/Lisbon"),
        }
    }

    #[test]
    fn a_time_the_clocks_skip_is_taken_later_and_one_they_show_twice_counts_the_first_time() {
        let skipped = moment("2026-03-29T01:30", "Europe/Lisbon");
        assert_eq!(skipped.at.to_string(), "2026-03-29T01:30:00Z");
        let instead = local_time("2026-03-29T02:30").expect("a time");
        assert_eq!(skipped.oddity(), Some(Oddity::Skipped { instead }));
        let twice = moment("2026-10-25T01:30", "Europe/Lisbon");
        assert_eq!(
            (twice.at.to_string().as_str(), twice.oddity()),
            ("2026-10-25T00:30:00Z", Some(Oddity::Twice))
        );
        assert_eq!(moment("2026-06-01T12:00", "Europe/Lisbon").oddity(), None);
        assert_eq!(moment("2026-10-04T02:10", "Australia/Lord_Howe").at.to_string(), "2026-10-03T15:40:00Z");
    }

    #[test]
    fn zones_and_years_that_do_not_exist_are_refused() {
        let noon = local_time("2026-06-01T12:00").expect("a time");
        for wrong in ["", "Europe/Atlantis", "+02:00", "../etc/passwd"] {
            assert!(matches!(Moment::new(noon, wrong), Err(Refused::NoSuchZone)), "{wrong}");
        }
        for wrong in ["", "tomorrow", "2026-02-30T10:00", "2026-13-01T10:00", "9999-12-31T23:59"] {
            assert!(local_time(wrong).and_then(|local| Moment::new(local, "UTC")).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_extension_moves_what_follows_and_keeps_the_clock_across_a_change_of_the_clocks() {
        let plan = [
            phase(1, "2026-10-01T09:00", "2026-10-20T18:00"),
            phase(2, "2026-10-20T18:00", "2026-11-10T18:00"),
        ];
        let until = moment("2026-10-27T18:00", "Europe/Lisbon");
        let moved = extended(&plan, Id::from_raw(1), &until, true).expect("it fits");
        assert_eq!(moved[1].from.local, until.local);
        assert_eq!(moved[1].until.local.to_string(), "2026-11-17T18:00:00");
        let alone = extended(&plan, Id::from_raw(1), &until, false);
        assert!(matches!(alone, Err(Refused::PhasesOverlap { .. })), "{alone:?}");
        let sooner = moment("2026-10-19T18:00", "Europe/Lisbon");
        assert!(matches!(extended(&plan, Id::from_raw(1), &sooner, true), Err(Refused::NotLater { .. })));
    }

    prop_compose! {
        fn any_local()(days in 0_i64..9_000, minutes in 0_i64..1_440) -> civil::DateTime {
            civil::date(2005, 1, 1).at(0, 0, 0, 0) + jiff::SignedDuration::from_mins(days * 1_440 + minutes)
        }
    }

    proptest! {
        #[test]
        fn a_moment_shows_the_promised_clock_time_or_says_why_not(local in any_local(), place in 0..ZONES.len()) {
            let moment = Moment::new(local, ZONES[place]).expect("a moment");
            let shown = moment.at.to_jiff().to_zoned(zone(ZONES[place]).expect("a zone")).datetime();
            match moment.oddity() {
                Some(Oddity::Skipped { instead }) => prop_assert!(shown == instead && shown > local),
                Some(Oddity::Twice) | None => prop_assert_eq!(shown, local),
            }
        }

        #[test]
        fn of_phases_that_fit_at_most_one_is_on(starts in prop::collection::vec((any_local(), 1_i64..60_000), 1..8), at in any_local()) {
            let mut plan: Vec<Phase> = Vec::new();
            for (n, (from, minutes)) in starts.iter().enumerate() {
                let until = *from + jiff::SignedDuration::from_mins(*minutes);
                let made = |local| Moment::new(local, "America/New_York").expect("a moment");
                let phase = Phase { from: made(*from), until: made(until), ..phase(n as i64, "2026-01-01T00:00", "2026-01-02T00:00") };
                if fits(&phase, &plan).is_ok() {
                    plan.push(phase);
                }
            }
            let now = Moment::new(at, "America/New_York").expect("a moment").at;
            prop_assert!(plan.iter().filter(|p| p.when(now) == When::Now).count() <= 1);
            prop_assert_eq!(current(&plan, now).map(|p| p.id), plan.iter().find(|p| p.from.at <= now && now < p.until.at).map(|p| p.id));
            for phase in &plan {
                prop_assert!(fits(phase, &plan).is_ok());
                let copy = Phase { id: Id::from_raw(99), ..phase.clone() };
                prop_assert!(fits(&copy, &plan).is_err(), "the same time twice overlaps");
                let backwards = Phase { from: phase.until.clone(), until: phase.from.clone(), ..phase.clone() };
                prop_assert!(matches!(fits(&backwards, &[]), Err(Refused::PhaseBackwards)));
            }
        }
    }
}
