//! What is refused here, and in which words.

use act::{Error, Refusal, Timestamp};

/// Why an act on a programme does not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Nobody takes part before it opens.
    NotOpenYet,
    /// It is paused.
    Paused {
        /// Since when.
        since: Timestamp,
        /// Why.
        reason: String,
    },
    /// It is over.
    Closed {
        /// Since when.
        since: Timestamp,
        /// What was said at the end.
        note: String,
    },
    /// The room is not switched on here.
    RoomOff,
    /// The room takes posts in a later phase.
    NotInThisPhase {
        /// That phase.
        next: String,
        /// Its beginning.
        from: Timestamp,
    },
    /// The phases in which the room took posts are over.
    PhasesOver,
    /// Not small letters, digits and hyphens.
    SlugUnsound,
    /// An address of the house.
    SlugReserved,
    /// Another programme's.
    SlugTaken,
    /// There is no such zone.
    NoSuchZone,
    /// There is no such time.
    NoSuchTime,
    /// There is no such phase here.
    NoSuchPhase,
    /// It ends before it begins.
    PhaseBackwards,
    /// It overlaps another.
    PhasesOverlap {
        /// The other's name.
        other: String,
    },
    /// An extension must be later than what it extends.
    NotLater {
        /// What it extends.
        until: Timestamp,
    },
    /// Somebody else changed it meanwhile.
    Stale,
    /// It is in another state than this act needs.
    WrongState {
        /// The state's name.
        state: &'static str,
    },
    /// The charter lacks things; the page says which.
    Gate {
        /// How many.
        missing: usize,
    },
    /// A change of an open programme needs a reason.
    ReasonMissing,
    /// The charter names this person; leaving needs an amendment.
    NamedInCharter,
    /// The charter opens it to others.
    NotForYou,
    /// They are in it already.
    AlreadyIn,
    /// Only a partner or somebody of the staff can have this part.
    NotAPartner,
    /// There is nobody of this name.
    NoSuchPerson,
    /// More rows than a charter holds.
    TooMany {
        /// How many may be.
        most: usize,
    },
}

impl Refused {
    /// The refusal, about a field of a form.
    pub fn at(self, field: impl Into<std::borrow::Cow<'static, str>>) -> Refusal {
        Refusal { field: Some(field.into()), ..self.into() }
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotOpenYet => Self::new(409, "programmes-refused-draft"),
            Refused::Paused { since, reason } => {
                Self::new(409, "programmes-refused-paused").with("since", since).with("reason", reason)
            }
            Refused::Closed { since, note } => {
                Self::new(409, "programmes-refused-closed").with("since", since).with("note", note)
            }
            Refused::RoomOff => Self::new(409, "programmes-refused-room-off"),
            Refused::NotInThisPhase { next, from } => {
                Self::new(409, "programmes-refused-phase").with("next", next).with("from", from)
            }
            Refused::PhasesOver => Self::new(409, "programmes-refused-phases-over"),
            Refused::SlugUnsound => Self::field("slug", "programmes-refused-slug-unsound"),
            Refused::SlugReserved => Self::field("slug", "programmes-refused-slug-reserved"),
            Refused::SlugTaken => Self::field("slug", "programmes-refused-slug-taken"),
            Refused::NoSuchZone => Self::field("zone", "programmes-refused-zone"),
            Refused::NoSuchTime => Self::new(422, "programmes-refused-time"),
            Refused::NoSuchPhase => Self::not_found(),
            Refused::PhaseBackwards => Self::field("until", "programmes-refused-backwards"),
            Refused::PhasesOverlap { other } => {
                Self::field("from", "programmes-refused-overlap").with("other", other)
            }
            Refused::NotLater { until } => {
                Self::field("until", "programmes-refused-not-later").with("until", until)
            }
            Refused::Stale => Self::new(409, "programmes-refused-stale"),
            Refused::WrongState { state } => Self::new(409, format!("programmes-refused-state-{state}")),
            Refused::Gate { missing } => Self::new(409, "programmes-refused-gate").with("missing", missing),
            Refused::ReasonMissing => Self::field("reason", "programmes-refused-reason"),
            Refused::NamedInCharter => Self::new(409, "programmes-refused-named"),
            Refused::NotForYou => Self::new(403, "programmes-refused-not-for-you"),
            Refused::AlreadyIn => Self::new(409, "programmes-refused-already-in"),
            Refused::NotAPartner => Self::field("part", "programmes-refused-not-a-partner"),
            Refused::NoSuchPerson => Self::field("person", "programmes-refused-person"),
            Refused::TooMany { most } => Self::new(422, "programmes-refused-too-many").with("most", most),
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Refusal::from(refused).into()
    }
}
