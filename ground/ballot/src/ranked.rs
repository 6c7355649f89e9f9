//! Ranked ballots: instant run-off, single transferable vote, Schulze and Condorcet.
//!
//! A [`Ranking`] lists tiers, best first; a tier may tie several candidates, and whoever is not listed stands
//! below all who are (PrefLib's `toc` and `soi`). A [`Profile`] counts equal rankings together, so a recount
//! costs what the *different* ballots cost, and results cannot depend on the order in which ballots came.

mod meek;
mod pairwise;
mod profile;
mod runoff;
mod schulze;
mod stv;

pub use meek::{MeekRound, MeekStv, meek};
pub use pairwise::Pairwise;
pub use profile::{Profile, Ranking};
pub use runoff::{Runoff, RunoffRound, runoff};
pub use schulze::{Schulze, schulze};
pub use stv::{Stv, StvAct, StvRound, droop, stv};
