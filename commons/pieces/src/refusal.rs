//! What is refused here, and how it is said.

use act::{Error, Refusal};

/// Why an act on a piece did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Somebody changed the words meanwhile; the number is their revision.
    Stale(i64),
    /// It was merged; votes, comments and followers belong to the survivor.
    Merged,
    /// A note for staff does not belong in an open exchange, or the reverse.
    Mixed,
    /// A comment that was hidden or removed cannot be answered.
    CannotAnswer,
    /// It was reported by this person already, and nobody has decided yet.
    ReportedAlready,
    /// Nothing was decided about it that could be appealed.
    NothingToAppeal,
    /// An appeal waits already.
    AppealedAlready,
    /// Whoever decided does not judge the appeal.
    AnotherSteward,
    /// Hiding and removing need a reason.
    ReasonNeeded,
    /// Nobody was asked, or not this person.
    NotInvited,
    /// They are an author already.
    AuthorAlready,
    /// A piece keeps at least one author.
    LastAuthor,
    /// The piece would grow from itself.
    Circle,
    /// The shares do not make 10,000; the number is what they make.
    Shares(i64),
    /// A contributor appears twice.
    CreditedTwice,
    /// There is no declaration that names this person.
    NotCredited,
    /// The declaration was replaced meanwhile.
    DeclarationReplaced,
    /// The link is not one.
    BadLink,
    /// A merge that cannot be: with itself, of or into what is merged already.
    CannotMerge,
    /// There is no such merge.
    NoMerge,
    /// Votes on pieces of its kind follow a rule of their room.
    OwnRule,
    /// A weight that is not −1, 0 or 1.
    Weight,
    /// Thanking oneself.
    OwnThanks,
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        use Refused as R;
        match refused {
            R::Stale(revision) => Self::new(409, "pieces-stale").with("revision", revision),
            R::Merged => Self::new(409, "pieces-merged"),
            R::OwnRule => Self::new(409, "pieces-own-rule"),
            R::Mixed => Self::new(422, "pieces-mixed"),
            R::CannotAnswer => Self::new(409, "pieces-cannot-answer"),
            R::ReportedAlready => Self::new(409, "pieces-reported-already"),
            R::NothingToAppeal => Self::new(409, "pieces-nothing-to-appeal"),
            R::AppealedAlready => Self::new(409, "pieces-appealed-already"),
            R::AnotherSteward => Self::new(403, "pieces-another-steward"),
            R::ReasonNeeded => Self::field("reason", "pieces-reason-needed"),
            R::NotInvited => Self::new(409, "pieces-not-invited"),
            R::AuthorAlready => Self::field("person", "pieces-author-already"),
            R::LastAuthor => Self::new(409, "pieces-last-author"),
            R::Circle => Self::new(409, "pieces-circle"),
            R::Shares(sum) => Self::field("share", "pieces-shares").with("sum", sum),
            R::CreditedTwice => Self::field("person", "pieces-credited-twice"),
            R::NotCredited => Self::new(403, "pieces-not-credited"),
            R::DeclarationReplaced => Self::new(409, "pieces-declaration-replaced"),
            R::BadLink => Self::field("link", "pieces-bad-link"),
            R::CannotMerge => Self::new(409, "pieces-cannot-merge"),
            R::NoMerge => Self::new(409, "pieces-no-merge"),
            R::Weight => Self::field("weight", "pieces-weight"),
            R::OwnThanks => Self::new(409, "pieces-own-thanks"),
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Refusal::from(refused).into()
    }
}
