//! What is refused here, and how it is said. Rules that contradict themselves are said by [`crate::rule::Contradiction`],
//! answers that are none by [`crate::answer::Unfit`].

use crate::State;
use act::{Error, Refusal, Timestamp};

/// Why an act on a round did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The round stands otherwise than this needs.
    State(State),
    /// The programme takes nothing now.
    ProgrammeNotOpen,
    /// An item belongs to another programme, or lives on in another piece.
    Item,
    /// Nobody has this account.
    Person,
    /// The last day for ballots is over already.
    ClosesGone,
    /// An open round closes later or as it was, never earlier.
    ClosesEarlier,
    /// Ballots are taken from then on.
    NotYet(Timestamp),
    /// The last day for ballots is over.
    Over,
    /// The person is not in the electorate, which was drawn up when the round was sealed.
    NoElector,
    /// The person's ballots do not count; they may appeal.
    Excluded,
    /// The item is their own.
    OwnItem,
    /// This pair or set was not what they were shown.
    NotDealt,
    /// There is nothing to take back.
    NothingThere,
    /// An amendment that changes nothing.
    NothingChanged,
    /// A reason is needed.
    ReasonNeeded,
    /// No elector has this token.
    NoToken,
    /// The elector is excluded already.
    ExcludedAlready,
    /// The rule does not look for votes in step.
    NoSuspects,
    /// Nothing was decided about this person that they could appeal against.
    NothingToAppeal,
    /// An appeal waits already.
    AppealedAlready,
    /// Whoever decided does not judge the appeal.
    AnotherSteward,
    /// Appeals wait; they come first.
    AppealsWait(i64),
    /// The rule names somebody else as decider.
    NotTheDecider,
    /// The choice names what the round does not have, or twice.
    Choice,
    /// The result decides, so the choice is the result.
    ResultDecides,
    /// The record is there when the round is closed.
    NotClosed,
    /// The record is not public yet.
    NotPublic,
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        use Refused as R;
        match refused {
            R::State(state) => Self::new(409, format!("rounds-refused-state-{state}")),
            R::ProgrammeNotOpen => Self::new(409, "rounds-refused-programme"),
            R::Item => Self::field("items", "rounds-refused-item"),
            R::Person => Self::field("named", "rounds-refused-person"),
            R::ClosesGone => Self::field("closes", "rounds-refused-closes-gone"),
            R::ClosesEarlier => Self::field("closes", "rounds-refused-closes-earlier"),
            R::NotYet(opens) => Self::new(409, "rounds-refused-not-yet").with("opens", opens),
            R::Over => Self::new(409, "rounds-refused-over"),
            R::NoElector => Self::new(403, "rounds-refused-no-elector"),
            R::Excluded => Self::new(403, "rounds-refused-excluded"),
            R::OwnItem => Self::new(409, "rounds-refused-own-item"),
            R::NotDealt => Self::new(409, "rounds-refused-not-dealt"),
            R::NothingThere => Self::new(409, "rounds-refused-nothing-there"),
            R::NothingChanged => Self::new(422, "rounds-refused-nothing-changed"),
            R::ReasonNeeded => Self::field("reason", "rounds-refused-reason"),
            R::NoToken => Self::field("token", "rounds-refused-token"),
            R::ExcludedAlready => Self::new(409, "rounds-refused-excluded-already"),
            R::NoSuspects => Self::new(409, "rounds-refused-no-suspects"),
            R::NothingToAppeal => Self::new(409, "rounds-refused-nothing-to-appeal"),
            R::AppealedAlready => Self::new(409, "rounds-refused-appealed-already"),
            R::AnotherSteward => Self::new(403, "rounds-refused-another-steward"),
            R::AppealsWait(n) => Self::new(409, "rounds-refused-appeals-wait").with("n", n),
            R::NotTheDecider => Self::new(403, "rounds-refused-not-the-decider"),
            R::Choice => Self::field("choice", "rounds-refused-choice"),
            R::ResultDecides => Self::field("choice", "rounds-refused-result-decides"),
            R::NotClosed => Self::new(409, "rounds-refused-not-closed"),
            R::NotPublic => Self::new(403, "rounds-refused-not-public"),
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Refusal::from(refused).into()
    }
}
