//! Clock times in the reader's zone.

use act::{Refusal, Timestamp};
use programmes::{Moment, phase};
use web::Tongue;

/// The name of the reader's zone.
pub(crate) fn zone(t: &Tongue) -> String {
    t.zone().iana_name().unwrap_or("UTC").to_owned()
}

/// An instant as a field holds it.
pub(crate) fn field(t: &Tongue, at: Timestamp) -> String {
    at.to_jiff().to_zoned(t.zone().clone()).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// What was typed, on the reader's clock.
pub(crate) fn read(t: &Tongue, name: &'static str, typed: &str) -> Result<Timestamp, Refusal> {
    read_in(&zone(t), name, typed)
}

/// What was typed, on the clock of this zone.
pub(crate) fn read_in(zone: &str, name: &'static str, typed: &str) -> Result<Timestamp, Refusal> {
    let moment = phase::local_time(typed).and_then(|local| Moment::new(local, zone));
    moment.map(|moment| moment.at).map_err(|_| Refusal::field(name, "rounds-refused-time"))
}
