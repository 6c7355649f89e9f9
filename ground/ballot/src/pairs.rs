//! Pairs and small sets: from "which of these two?" to an order with error bars, and which pair to show next.
//!
//! An honest limit, seen in six real wiki surveys: when pairs are drawn uniformly, the plain smoothed
//! [`win_rate`] predicts as well as any model. [`bradley_terry`] pays once pairs are chosen adaptively
//! ([`next_pair`]); the [`hierarchical`] score is for people who differ, [`crowd`] for raters of unlike care,
//! [`Skill`] for a figure that must move with every vote, [`maxdiff`] for sets of four or five.

mod bradley_terry;
mod choosing;
mod comparisons;
mod crowd;
mod maxdiff;
mod meetings;
mod progress;
mod skill;
mod thurstone;

pub use bradley_terry::{BradleyTerry, bradley_terry};
pub use choosing::{Pair, PairAim, PairRule, Reason, next_pair, next_set};
pub use comparisons::{Comparisons, Outcome, win_rate};
pub use crowd::{Crowd, Judgement, crowd};
pub use maxdiff::{BestWorst, Choice, MaxDiff, maxdiff};
pub use progress::{Progress, progress};
pub use skill::Skill;
pub use thurstone::{Hierarchical, PersonalVote, Sampling, hierarchical};
