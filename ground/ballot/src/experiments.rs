//! Experiments that may be looked at any time: arms that survive reloads, always-valid intervals, bandits
//! with a floor, stopping as registered.

mod allocation;
mod bandit;
mod sequences;
mod stopping;

pub use allocation::Allocation;
pub use bandit::{Arm, Shares, inverse_propensity, top_two};
pub use sequences::{Series, bernoulli, e_value, tuned};
pub use stopping::{StoppingRule, Verdict};
