//! What is refused on the board, and in which words.

use crate::{Idea, Status};
use act::{Error, Id, Refusal};

/// Why an act on an idea did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Others said something like it, and they were not shown yet.
    Alike(usize),
    /// One does not vote on one's own idea.
    OwnIdea,
    /// It takes no votes in this state.
    NoVotesNow(Status),
    /// It lives on in another.
    MergedInto(Id<Idea>),
    /// It is not published yet.
    NotPublished,
    /// From here it cannot go there.
    NoSuchStep(Status, Status),
    /// Somebody else moved it meanwhile.
    MovedMeanwhile(Status),
    /// This outcome needs a link.
    LinkNeeded,
    /// It is no link.
    BadLink,
    /// Saying that it cannot be done needs a ground.
    GroundNeeded,
    /// One to three categories.
    Categories,
    /// That is no category of this programme.
    NoSuchCategory,
    /// The address of a category is taken.
    CategoryTaken,
    /// Two programmes do not share ideas.
    OtherProgramme,
    /// An idea is not merged with itself.
    WithItself,
    /// A merge of this idea is under way.
    MergeUnderWay,
    /// The merge is in another state than this needs.
    MergeState,
    /// Only supporters of the absorbed idea may keep their vote there.
    NotASupporter,
    /// Deciding against a merge needs a reason, as undoing does.
    ReasonNeeded,
    /// The date is not after today.
    DateGone,
    /// There is nothing to publish.
    PublishedAlready,
    /// Only an idea that was launched, or is in the works, has something to show.
    NothingMade,
    /// The person is no partner of a category of this idea.
    NotYourCategory,
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        use Refused as R;
        match refused {
            R::Alike(count) => Self::new(409, "ideas-alike").with("count", count),
            R::OwnIdea => Self::new(409, "ideas-refused-own"),
            R::NoVotesNow(status) => Self::new(409, format!("ideas-refused-no-votes-{status}")),
            R::MergedInto(survivor) => {
                Self::new(409, "ideas-refused-merged").instead(format!("/ideas/{survivor}"))
            }
            R::NotPublished => Self::new(409, "ideas-refused-not-published"),
            R::NoSuchStep(from, to) => {
                Self::field("status", "ideas-refused-step").with("from", from.name()).with("to", to.name())
            }
            R::MovedMeanwhile(now) => Self::new(409, "ideas-refused-moved").with("status", now.name()),
            R::LinkNeeded => Self::field("link", "ideas-refused-link-needed"),
            R::BadLink => Self::field("link", "ideas-refused-link"),
            R::GroundNeeded => Self::field("ground", "ideas-refused-ground-needed"),
            R::Categories => Self::field("category", "ideas-refused-categories"),
            R::NoSuchCategory => Self::field("category", "ideas-refused-no-category"),
            R::CategoryTaken => Self::field("slug", "ideas-refused-category-taken"),
            R::OtherProgramme => Self::field("into", "ideas-refused-other-programme"),
            R::WithItself => Self::field("into", "ideas-refused-with-itself"),
            R::MergeUnderWay => Self::new(409, "ideas-refused-merge-under-way"),
            R::MergeState => Self::new(409, "ideas-refused-merge-state"),
            R::NotASupporter => Self::new(403, "ideas-refused-not-a-supporter"),
            R::ReasonNeeded => Self::field("reason", "ideas-refused-reason"),
            R::DateGone => Self::field("due", "ideas-refused-date-gone"),
            R::PublishedAlready => Self::new(409, "ideas-refused-published"),
            R::NothingMade => Self::new(409, "ideas-refused-nothing-made"),
            R::NotYourCategory => Self::new(403, "ideas-refused-not-your-category"),
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Refusal::from(refused).into()
    }
}
