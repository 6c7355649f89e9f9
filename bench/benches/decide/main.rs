//! What deciding costs, beside the libraries that others decide with: `cargo bench --package bench --bench decide [PART…]
//! [-- --report]`.
//!
//! Parts are pairs, groups, memory and shares. The other libraries are Python's; `make bench-decide` fetches them, and
//! without them the parts that need them are told as skipped. Both sides answer the same question in one run, and their
//! answers are compared before their times are.

mod groups;
mod pairs;
mod peer;
mod shares;

use anyhow::{Context as _, Result};
use bench::{Line, say, stopped, table};
use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

/// What a part could tell.
pub(crate) enum Told {
    /// Its measurements.
    Lines(Vec<Line>),
    /// It had nothing to measure against, and why.
    Skipped(String),
}

type Part = fn() -> Result<Told>;

const PARTS: [(&str, Part); 4] = [
    ("pairs", pairs::measure),
    ("groups", groups::measure),
    ("memory", groups::measure_memory),
    ("shares", shares::measure),
];

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let done = match asked.split_first().map(|(word, rest)| (word.as_str(), rest)) {
        Some(("memory-of", arguments)) => groups::in_memory(arguments),
        _ => measured(&asked),
    };
    done.unwrap_or_else(|error| stopped(&error))
}

fn measured(asked: &[String]) -> Result<ExitCode> {
    let named = |name: &str| asked.iter().any(|word| word == name);
    let any = PARTS.iter().any(|(name, _)| named(name));
    let (mut lines, mut skipped) = (Vec::new(), 0);
    for (name, part) in PARTS {
        if any && !named(name) {
            continue;
        }
        say(&format!("measuring: {name}"));
        match part().with_context(|| format!("{name} could not be measured"))? {
            Told::Lines(more) => lines.extend(more),
            Told::Skipped(why) => {
                skipped += 1;
                say(&format!("skipped: {name}: {why}"));
            }
        }
    }
    say(&format!("\n{}", table(&lines)));
    let missed = lines.iter().filter(|line| !line.holds()).count();
    say(&format!("{} bounds hold, {missed} missed, {skipped} skipped", lines.len() - missed));
    let good = missed == 0 || named("--report");
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What came of it, and the middle of how long three runs took.
pub(crate) fn timed<T, E>(mut work: impl FnMut() -> Result<T, E>) -> Result<(T, Duration), E> {
    let mut once = || {
        let began = Instant::now();
        work().map(|done| (done, began.elapsed()))
    };
    let (_, first) = once()?;
    let (_, second) = once()?;
    let (done, third) = once()?;
    let mut took = [first, second, third];
    took.sort_unstable();
    Ok((done, took[1]))
}

/// A span as people read it.
pub(crate) fn seconds(span: Duration) -> String {
    format!("{:.3} s", span.as_secs_f64())
}
