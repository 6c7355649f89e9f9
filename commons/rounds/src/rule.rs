//! The rule of a round: everything that decides, fixed before the round opens. No I/O; whole numbers only.

mod check;
mod says;

pub use check::{Contradiction, Facts};
pub use says::Sentence;

use act::Timestamp;
use programmes::Part;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A whole in basis points: 100 percent.
pub const WHOLE: u32 = 10_000;
/// The most items a round is about.
pub const MOST_ITEMS: usize = 1_000;
/// The most items that people are asked to rank.
pub const MOST_RANKED: usize = 50;
/// The most strata of an electorate.
pub const MOST_STRATA: usize = 8;
/// The longest question, and the longest statement of what the result decides, in characters.
pub const QUESTION: usize = 300;

/// What a round fixes before it opens. Written as JSON its fields stand in this order, which is part of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What is asked, one line of at most [`QUESTION`] characters.
    pub question: String,
    /// What people are asked to do, and how that is counted.
    pub method: Method,
    /// How many items win; 0 for a budget, where the money says how many.
    pub places: u32,
    /// Who may vote, divided into those who are counted side by side. Everybody is in one stratum: named people first,
    /// then those with a part in the programme, then by role, then whoever is left.
    pub strata: Vec<Stratum>,
    /// How the strata come together.
    pub combine: Combine,
    /// Who does not vote on what, because it is theirs.
    pub conflict: Conflict,
    /// From when ballots are taken; the round may be sealed before.
    #[schema(value_type = String, format = DateTime)]
    pub opens: Timestamp,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub closes: Timestamp,
    /// Who sees counts while the round is open.
    pub counts: Counts,
    /// Whether items show who made them while the round is open.
    pub authors: Authors,
    /// Evaluations that each item gets before anybody sees a count or an order; 0 for none.
    pub guarantee: u32,
    /// What happens between equals.
    pub ties: Ties,
    /// When votes are said to be in step; nothing when nobody looks for that.
    pub suspects: Option<Suspects>,
    /// What the result decides, or what it is advice on: one line.
    pub decides: String,
    /// Whether the result decides or advises.
    pub bearing: Bearing,
    /// Who decides, or carries out what the result decided.
    pub decider: Decider,
}

/// What people are asked to do, and how that is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "name", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Method {
    /// For or against each item.
    UpDown,
    /// Stars for each item.
    Stars {
        /// The highest number of stars, 2 to 10.
        levels: u8,
    },
    /// Which of two items is better, pair by pair.
    Pairwise,
    /// Which of a few items is best and which is worst, set by set.
    MaxDiff {
        /// Items in a set, 3 to 6.
        set: u8,
    },
    /// All items in one's own order.
    Ranked {
        /// How orders are counted.
        count: RankedCount,
    },
    /// Which items are worth their money.
    Budget {
        /// The money there is, in minor units.
        limit: i64,
        /// Its currency by its three letters (ISO 4217).
        #[schema(example = "EUR")]
        currency: String,
        /// What each item costs, in minor units, in the order of the items.
        costs: Vec<i64>,
        /// How the money is given out.
        count: BudgetCount,
    },
    /// Credits for and against, where v votes on one item cost v².
    Quadratic {
        /// Credits that everybody has.
        credits: u32,
    },
    /// Points, spread over items.
    Cumulative {
        /// Points that everybody has.
        points: u32,
    },
    /// Agree, disagree or pass, statement by statement.
    Opinions,
}

/// How orders are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RankedCount {
    /// By Schulze's method: whoever wins every direct comparison wins, and cycles break at their weakest link.
    Schulze,
    /// By instant run-off, for one place.
    RunOff,
    /// By a single transferable vote, for several places in proportion.
    Transferable,
}

/// How money is given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BudgetCount {
    /// Most votes first, whatever still fits.
    Greedy,
    /// Everybody has an equal share of the money, and supporters of a project pay for it together.
    EqualShares,
}

/// People who are counted side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Stratum {
    /// Its name, one line of at most 60 characters: `Customers`, `Jury`.
    pub name: String,
    /// Who belongs to it.
    pub who: Who,
    /// Only those whose account is older than this.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub joined_before: Option<Timestamp>,
}

/// Who belongs to a stratum. Named people stand beside the rule, not in it, so that a record names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", content = "part", rename_all = "kebab-case")]
pub enum Who {
    /// Everybody with an account who is in no other stratum.
    Everybody,
    /// Whoever is neither staff nor a partner nor an operator.
    Members,
    /// Staff and operators.
    Staff,
    /// Partners who are not staff.
    Partners,
    /// Whoever has this part in the programme.
    #[schema(value_type = String)]
    Part(Part),
    /// People who are named: a jury.
    Named,
}

impl Who {
    /// The word in message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Members => "members",
            Self::Staff => "staff",
            Self::Partners => "partners",
            Self::Part(_) => "part",
            Self::Named => "named",
        }
    }

    /// Lower takes people first.
    pub(crate) const fn turn(self) -> u8 {
        match self {
            Self::Named => 0,
            Self::Part(_) => 1,
            Self::Staff | Self::Partners | Self::Members => 2,
            Self::Everybody => 3,
        }
    }
}

/// How the strata come together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "how", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Combine {
    /// One person, one vote, whoever they are.
    Together,
    /// An item wins only if its share reaches the bar in every stratum.
    EachMustPass {
        /// The bar, in basis points.
        share: u32,
    },
    /// Places are kept for strata, in their order; each takes the best by its own count that are not taken yet.
    Seats {
        /// Places of each stratum.
        seats: Vec<u32>,
    },
    /// The figure of an item is the weighted average of its figures in the strata.
    Weights {
        /// Weight of each stratum in basis points; together [`WHOLE`].
        weights: Vec<u32>,
    },
}

/// Who does not vote on what, because it is theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Conflict {
    /// Everybody votes on everything.
    None,
    /// Authors do not vote on their own item.
    OwnItem,
    /// Authors of an item have no ballot in this round.
    WholeBallot,
}

/// Who sees counts while a round is open. Until every item has its guaranteed evaluations nobody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// Everybody.
    Open,
    /// Whoever has voted.
    AfterVoting,
    /// Nobody, until it is closed.
    AfterClosing,
}

/// Whether items show who made them while a round is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Authors {
    /// They do.
    Shown,
    /// They do not.
    Hidden,
}

/// What happens between equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ties {
    /// By lot, from the seed whose commitment was published at opening.
    Lots,
    /// By the order in which the items stand in the round.
    Order,
}

/// When votes are said to be in step. Nothing follows by itself: stewards see a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Suspects {
    /// Votes on one item within about this many minutes are the same act; an even number.
    pub minutes: u32,
    /// Least weighted likeness of two voters, in basis points.
    pub likeness: u32,
    /// Least number of acts in common.
    pub shared: u32,
    /// Acts done by more people than this at once are a crowd, not a ring.
    pub crowd: u32,
}

impl Suspects {
    /// Ten minutes, six tenths, three acts, a hundred people.
    pub const USUAL: Self = Self { minutes: 10, likeness: 6_000, shared: 3, crowd: 100 };
}

/// Whether the result decides or advises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Bearing {
    /// The choice is the result, whatever the decider thinks of it.
    Decides,
    /// The decider may choose otherwise, and then says so and why.
    Advises,
}

/// Who decides, or carries out what the result decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Decider {
    /// The owner of the programme.
    Owner,
    /// Anybody of the staff.
    Staff,
    /// A partner, or whoever has that part in the programme.
    Partner,
}

macro_rules! names {
    ($($kind:ident { $($variant:ident = $word:literal),+ $(,)? })+) => {
        $(impl $kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in message keys.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        })+
    };
}

names! {
    RankedCount { Schulze = "schulze", RunOff = "run-off", Transferable = "transferable" }
    BudgetCount { Greedy = "greedy", EqualShares = "equal-shares" }
    Conflict { None = "none", OwnItem = "own-item", WholeBallot = "whole-ballot" }
    Counts { Open = "open", AfterVoting = "after-voting", AfterClosing = "after-closing" }
    Authors { Shown = "shown", Hidden = "hidden" }
    Ties { Lots = "lots", Order = "order" }
    Bearing { Decides = "decides", Advises = "advises" }
    Decider { Owner = "owner", Staff = "staff", Partner = "partner" }
}

impl Method {
    /// The word in addresses, rows and message keys.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::UpDown => "up-down",
            Self::Stars { .. } => "stars",
            Self::Pairwise => "pairwise",
            Self::MaxDiff { .. } => "max-diff",
            Self::Ranked { .. } => "ranked",
            Self::Budget { .. } => "budget",
            Self::Quadratic { .. } => "quadratic",
            Self::Cumulative { .. } => "cumulative",
            Self::Opinions => "opinions",
        }
    }

    /// Whether one answer says all that an elector has to say, so that authors of an item cannot leave it out.
    pub const fn whole(&self) -> bool {
        matches!(
            self,
            Self::Ranked { .. } | Self::Budget { .. } | Self::Quadratic { .. } | Self::Cumulative { .. }
        )
    }

    /// Whether pairs or sets are dealt, so that nobody picks what is compared with what.
    pub const fn dealt(&self) -> bool {
        matches!(self, Self::Pairwise | Self::MaxDiff { .. })
    }

    /// Whether each item has a share of those who answered, which can reach a bar.
    pub const fn has_share(&self) -> bool {
        matches!(self, Self::UpDown | Self::Stars { .. } | Self::Opinions)
    }

    /// Whether the figures of strata can be averaged.
    pub const fn averages(&self) -> bool {
        self.has_share() || matches!(self, Self::Quadratic { .. } | Self::Cumulative { .. })
    }
}

impl Rule {
    /// The rule with one field as an amendment left it; nothing when amendments cannot touch that, or not so.
    #[must_use]
    pub fn amended(mut self, field: &str, after: &str) -> Option<Self> {
        match field {
            "question" => self.question = after.to_owned(),
            "closes" => self.closes = after.parse().ok()?,
            "decider" => self.decider = Decider::ALL.iter().copied().find(|one| one.name() == after)?,
            _ => return None,
        }
        Some(self)
    }

    /// How many items win, as an index.
    pub(crate) fn wins(&self) -> usize {
        usize::try_from(self.places).unwrap_or(usize::MAX)
    }

    /// The tie rule for counting: lots from the seed once it may be used, before that the order of the items.
    pub(crate) fn tie_rule(
        &self,
        items: usize,
        seed: Option<&ballot::chance::Seed>,
    ) -> ballot::ties::TieRule {
        match (self.ties, seed) {
            (Ties::Lots, Some(seed)) => ballot::ties::TieRule::Lots(seed.split("ties")),
            _ => ballot::ties::TieRule::Order((0..items).collect()),
        }
    }
}
