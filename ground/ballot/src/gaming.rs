//! Gaming, shown and weighed: clusters of lock-step voters, bursts, effective support, and a recount without
//! each cluster.
//!
//! Nothing here excludes anybody, and nothing here takes a network address: many honest people share one (in
//! six real surveys more than a hundred sessions each came from three addresses or fewer). Publish raw and
//! effective support side by side, and act only when [`without_each`] shows that the outcome hangs on a
//! cluster at all: otherwise do nothing.

mod bursts;
mod lockstep;
mod support;

pub use bursts::{Burst, bursts, entropy, only_act};
pub use lockstep::{Act, Lockstep, lockstep};
pub use support::{Support, Without, effective, without_each};
