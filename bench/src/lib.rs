//! What it costs, beside what else it could cost.
//!
//! A measurement is a [`Line`]: something of the house, its ceiling measured in the same rounds, the ratio of the two and
//! the bound it must keep. The measurements themselves are in `benches/`; here is what they share. What is measured
//! against what, and what the figures do not say, is on the page README.md of this crate.

pub mod ballots;
pub mod bare;
mod callers;
mod child;
mod fill;
mod house;
mod pen;
mod place;
mod rounds;
mod table;
mod wire;

pub use callers::call;
pub use child::{Child, build, raise_limit_of_files, release_folder};
pub use fill::{Community, fill};
pub use house::{Constant, Guard, House, secret_of};
pub use pen::Pen;
pub use place::{Engine, Place};
pub use rounds::{Figures, Side, Watch, interleaved, median, ratio};
pub use table::{Bound, Line, table};
pub use wire::{Answer, Load, Wire, press};
