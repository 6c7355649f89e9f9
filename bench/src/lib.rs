//! What it costs, beside what else it could cost.
//!
//! A measurement is a [`Line`]: something of the house, its ceiling measured in the same rounds, the ratio of the two and
//! the bound it must keep. The measurements themselves are in `benches/`; here is what they share. What is measured
//! against what, and what the figures do not say, is on the page README.md of this crate.

mod ballot_box;
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

pub use ballot_box::BallotBox;
pub use callers::call;
pub use child::{Child, build, raise_limit_of_files, release_folder};
pub use fill::{Community, fill};
pub use house::{Constant, Guard, House, secret_of};
pub use pen::Pen;
pub use place::Place;
pub use rounds::{Figures, Side, Watch, interleaved, median, ratio};
pub use table::{Bound, Line, table};
pub use testkit::Engine;
pub use wire::{Answer, Load, Wire, press};

/// Tells a figure, or what is being done, to whoever runs a measurement.
pub fn say(line: &str) {
    #[expect(clippy::print_stdout, reason = "what a measurement is for is what it prints")]
    {
        println!("{line}");
    }
}

/// Why a measurement stopped, to whoever runs it; the exit code that says so.
pub fn stopped(error: &anyhow::Error) -> std::process::ExitCode {
    #[expect(clippy::print_stderr, reason = "a command line tells its user why it stopped")]
    {
        eprintln!("bench: {error:#}");
    }
    std::process::ExitCode::FAILURE
}
