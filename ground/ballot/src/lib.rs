//! How a group decides.
//!
//! Everything here is a pure function of its arguments: no clock, no files, no hidden randomness, no panic on
//! any input. Whatever needs chance takes a [`chance::Seed`], and the generator behind it is documented so
//! that a stranger can recompute every draw. No result depends on the order in which ballots are given.
//!
//! People, items and options are plain indexes `0..n`; whoever calls keeps the table from its own names to
//! them. Transcendental functions come from `libm`, so that a recount on another machine gives the same bits.
//!
//! ```
//! use ballot::{budget::{Approvals, Completion, Offer, Utility, equal_shares}, chance::Seed, ties::TieRule};
//!
//! // Three projects, a hundred euros, a hundred voters: the rule and the tie-break are fixed before anybody votes.
//! let offer = Offer::new([60_00, 40_00, 40_00], 100_00)?;
//! let ties = TieRule::Lots(Seed::of("drawn in public on 2 May"));
//! let mut ballots = Approvals::new(3)?;
//! ballots.add(&[0, 1], 50)?;
//! ballots.add(&[0], 10)?;
//! ballots.add(&[2], 40)?;
//! let outcome = equal_shares(&offer, &ballots, Utility::Cost, Completion::Greedy, &ties)?;
//! assert_eq!(outcome.spent, 100_00);
//! // Every cent is accounted for: sixty voters paid one euro each for project 0.
//! assert_eq!((outcome.bought[0].full, outcome.bought[0].price.to_string()), (60, "100".into()));
//! # Ok::<(), ballot::Invalid>(())
//! ```

mod cholesky;
mod exact;
mod invalid;
mod normal;

pub mod bayes;
pub mod budget;
pub mod calibration;
pub mod chance;
pub mod criteria;
pub mod draws;
pub mod early;
pub mod experiments;
pub mod exposure;
pub mod gaming;
pub mod harshness;
pub mod opinion;
pub mod pairs;
pub mod points;
pub mod popularity;
pub mod ranked;
pub mod raters;
pub mod shortlist;
pub mod stars;
pub mod ties;
pub mod wilson;

pub use exact::Exact;
pub use invalid::Invalid;

/// The quantile z of the normal distribution that leaves 2.5 % on each side: a two-sided 95 % interval.
pub const Z95: f64 = 1.959_963_984_540_054;
