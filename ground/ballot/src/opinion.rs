//! Opinion groups: who answers alike, what each group stands for, and what all of them share.
//!
//! People agree, disagree or pass on short statements. [`Landscape`] projects them onto two axes, [`Groups`]
//! finds clusters, [`Tallies`] count by group (or by declared strata), from which follow the group-aware
//! [`consensus`](Tallies::consensus), what is [`representative`] of a group, and which statement to show next
//! ([`Routing`]).
//!
//! The formulas are those of Small, Bjorkegren, Erkkilä, Shaw & Megill, "Polis: scaling deliberation by
//! mapping high dimensional opinion spaces", Recerca 26(2), 2021, as the Polis server computes them; figures
//! from that server are this module's oracle. Where this module goes its own way, it says so: axes by a
//! Lanczos iteration that converges (the server stops a power iteration), silhouettes weighted by people, a
//! geometric mean for display, and a health check for routing that has silently become uniform.

mod axes;
mod clusters;
mod groups;
mod landscape;
mod likeness;
mod representative;
mod routing;
mod tallies;
mod votes;

pub use groups::{GroupRule, Groups, Partition, Patience, Start, find};
pub use landscape::Landscape;
pub use likeness::likeness;
pub use representative::{Representative, Side, agreed_by_all, representative};
pub use routing::{Health, Routing};
pub use tallies::{Consensus, Count, Tallies, across_counts};
pub use votes::{Cast, Stance, Votes};
