//! The ways in which ballots are counted: each method's own, and three others for comparison.

use crate::rule::{BudgetCount, Method, RankedCount};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! ways {
    ($($(#[$doc:meta])* $variant:ident = $word:literal;)+) => {
        /// One way of counting ballots.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum Way { $($(#[$doc])* $variant),+ }

        impl Way {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in records and message keys.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

ways! {
    /// The lower end of Wilson's interval of the share in favour (E. B. Wilson, JASA 22, 1927).
    CautiousShare = "cautious-share";
    /// The share in favour among those who took sides.
    Share = "share";
    /// Votes for, less votes against.
    Net = "net";
    /// People in favour, whatever others say.
    Supporters = "supporters";
    /// The smoothed share in favour, as the geometric mean over the strata (Small et al., Recerca 26, 2021).
    Consensus = "consensus";
    /// The lower bound of the average, with one imagined rating for each level (E. Miller, 2014).
    CautiousMean = "cautious-mean";
    /// The average.
    Mean = "mean";
    /// The average drawn towards that of the round while there are few ratings; see `ballot::bayes`.
    BayesianMean = "bayesian-mean";
    /// The median, interpolated within its level.
    Median = "median";
    /// Strengths fitted to comparisons (R. A. Bradley & M. E. Terry, Biometrika 39, 1952).
    BradleyTerry = "bradley-terry";
    /// The smoothed share of comparisons won, in percent (M. J. Salganik & K. E. C. Levy, PLOS ONE 10, 2015).
    WinRate = "win-rate";
    /// Comparisons won less comparisons lost.
    NetWins = "net-wins";
    /// Others that an item beats more often than not, a draw counting half (A. H. Copeland, 1951).
    DuelsWon = "duels-won";
    /// Utilities fitted to best and worst (J. J. Louviere, T. N. Flynn & A. A. J. Marley, 2015).
    Utilities = "utilities";
    /// Times best less times worst, by times shown.
    BestLessWorst = "best-less-worst";
    /// Times best, by times shown.
    BestOnly = "best-only";
    /// Strengths fitted to the comparisons that a best and a worst imply.
    ImpliedPairs = "implied-pairs";
    /// Schulze's method with winning votes (M. Schulze, Social Choice and Welfare 36, 2011).
    Schulze = "schulze";
    /// Instant run-off.
    RunOff = "run-off";
    /// First places; equals share theirs.
    FirstPlaces = "first-places";
    /// Others below, equals counting half (J.-C. de Borda, 1781).
    Borda = "borda";
    /// A single transferable vote with Droop's quota and Gregory's transfer.
    Transferable = "transferable";
    /// A single transferable vote by Meek's rule.
    Meek = "meek";
    /// Most votes first, whatever still fits.
    Greedy = "greedy";
    /// Most votes for the money first, whatever still fits.
    GreedyByPrice = "greedy-by-price";
    /// Equal shares, a project being worth what it costs; the rest by votes (Peters, Pierczyński & Skowron, NeurIPS 2021).
    SharesByCost = "shares-by-cost";
    /// Equal shares, every project being worth the same; the rest by votes.
    SharesByNumber = "shares-by-number";
    /// The sum of votes.
    Votes = "votes";
    /// The sum of credits spent, those against being taken away.
    Credits = "credits";
    /// People in favour less people against.
    NetSupporters = "net-supporters";
    /// The sum of square roots: many who give a little count for more than a few who give much.
    Roots = "roots";
    /// The sum of votes, of which nobody's count beyond a fifth of their points.
    Capped = "capped";
}

impl Way {
    /// The way in which a round of this method is decided.
    pub const fn of(method: &Method) -> Self {
        match method {
            Method::UpDown | Method::Opinions => Self::CautiousShare,
            Method::Stars { .. } => Self::CautiousMean,
            Method::Pairwise => Self::BradleyTerry,
            Method::MaxDiff { .. } => Self::Utilities,
            Method::Ranked { count: RankedCount::Schulze } => Self::Schulze,
            Method::Ranked { count: RankedCount::RunOff } => Self::RunOff,
            Method::Ranked { count: RankedCount::Transferable } => Self::Transferable,
            Method::Budget { count: BudgetCount::Greedy, .. } => Self::Greedy,
            Method::Budget { count: BudgetCount::EqualShares, .. } => Self::SharesByCost,
            Method::Quadratic { .. } | Method::Cumulative { .. } => Self::Votes,
        }
    }

    /// Three other ways that make sense of the same ballots.
    pub const fn others(method: &Method) -> [Self; 3] {
        match method {
            Method::UpDown => [Self::Net, Self::Share, Self::Supporters],
            Method::Opinions => [Self::Consensus, Self::Net, Self::Share],
            Method::Stars { .. } => [Self::Mean, Self::BayesianMean, Self::Median],
            Method::Pairwise => [Self::WinRate, Self::NetWins, Self::DuelsWon],
            Method::MaxDiff { .. } => [Self::BestLessWorst, Self::BestOnly, Self::ImpliedPairs],
            Method::Ranked { count: RankedCount::Schulze } => [Self::RunOff, Self::FirstPlaces, Self::Borda],
            Method::Ranked { count: RankedCount::RunOff } => [Self::Schulze, Self::FirstPlaces, Self::Borda],
            Method::Ranked { count: RankedCount::Transferable } => [Self::Meek, Self::Schulze, Self::Borda],
            Method::Budget { count: BudgetCount::Greedy, .. } => {
                [Self::SharesByCost, Self::SharesByNumber, Self::GreedyByPrice]
            }
            Method::Budget { count: BudgetCount::EqualShares, .. } => {
                [Self::Greedy, Self::SharesByNumber, Self::GreedyByPrice]
            }
            Method::Quadratic { .. } => [Self::Credits, Self::Supporters, Self::NetSupporters],
            Method::Cumulative { .. } => [Self::Supporters, Self::Roots, Self::Capped],
        }
    }

    /// Whether its figures are sums, which grow with the number of voters: averaged over strata they are taken for each
    /// voter.
    pub(super) const fn sums(self) -> bool {
        matches!(
            self,
            Self::Net
                | Self::Supporters
                | Self::Votes
                | Self::Credits
                | Self::NetSupporters
                | Self::Roots
                | Self::Capped
        )
    }

    /// The kinds of cell, by their letter, that the way reads; see [`crate::Cell::text`].
    pub const fn reads(self) -> &'static [&'static str] {
        match self {
            Self::BradleyTerry | Self::WinRate | Self::NetWins | Self::DuelsWon => &["e", "o"],
            Self::Schulze => &["o"],
            Self::Utilities
            | Self::BestLessWorst
            | Self::BestOnly
            | Self::ImpliedPairs
            | Self::RunOff
            | Self::FirstPlaces
            | Self::Borda
            | Self::Transferable
            | Self::Meek
            | Self::SharesByCost
            | Self::SharesByNumber => &["v", "w"],
            _ => &["v"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_called_the_same_in_records_messages_and_the_description_of_the_api() {
        use utoipa::PartialSchema as _;
        let described = serde_json::to_value(Way::schema()).expect("a schema");
        for way in Way::ALL {
            assert_eq!(serde_json::to_value(way).expect("a word"), way.name());
            assert!(
                described["enum"].as_array().is_some_and(|words| words.contains(&way.name().into())),
                "{described}"
            );
        }
    }
}
