//! What the house costs, beside what else it could cost: `cargo bench --package bench [PART…] [ENGINE…] [-- --report]`.
//!
//! Parts are act, http, page, round, start and live; engines are sqlite and postgresql; all of them when none is named. The
//! exit code says whether every bound held; with `--report` it only says whether everything could be measured.

mod act;
mod hear;
mod http;
mod live;
mod page;
mod round;
mod start;

use anyhow::{Context as _, Result};
use bench::{Engine, Line, say, stopped, table};
use std::{process::ExitCode, time::Duration};
use tokio::runtime::Runtime;

/// What every part needs to know.
pub(crate) struct Run {
    /// The engines that are asked for.
    pub(crate) engines: Vec<Engine>,
    /// The runtime that the house stands on, with as many threads as the machine has cores, as in `weft serve`.
    pub(crate) runtime: Runtime,
}

/// How often both sides take their turn.
pub(crate) const ROUNDS: usize = 9;
/// How long a turn is.
pub(crate) const TURN: Duration = Duration::from_millis(1_500);

impl Run {
    /// The lines of every engine that is asked for.
    pub(crate) fn each(&self, on: impl Fn(Engine) -> Result<Vec<Line>>) -> Result<Vec<Line>> {
        let of_each: Vec<Vec<Line>> = self.engines.iter().map(|&engine| on(engine)).collect::<Result<_>>()?;
        Ok(of_each.concat())
    }
}

type Part = fn(&Run) -> Result<Vec<Line>>;

/// Every part, the ones that want a quiet machine first.
const PARTS: [(&str, Part); 6] = [
    ("act", act::measure),
    ("http", http::measure),
    ("page", page::measure),
    ("round", round::measure),
    ("start", start::measure),
    ("live", live::measure),
];

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let Some(("hear", arguments)) = asked.split_first().map(|(word, rest)| (word.as_str(), rest)) {
        return done(hear::run(arguments));
    }
    match measured(&asked) {
        Ok(lines) => {
            say(&format!("\n{}", table(&lines)));
            let missed = lines.iter().filter(|line| !line.holds()).count();
            say(&format!(
                "{} bounds hold, {missed} missed",
                lines.iter().filter(|line| line.bounded()).count() - missed
            ));
            let only_tell = asked.iter().any(|word| word == "--report");
            if missed == 0 || only_tell { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => done(Err(error)),
    }
}

fn measured(asked: &[String]) -> Result<Vec<Line>> {
    let named = |name: &str| asked.iter().any(|word| word.eq_ignore_ascii_case(name));
    let engines: Vec<Engine> = Engine::BOTH.into_iter().filter(|engine| named(&engine.to_string())).collect();
    let engines = if engines.is_empty() { Engine::BOTH.to_vec() } else { engines };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let run = Run { engines, runtime };
    let any = PARTS.iter().any(|(name, _)| named(name));
    let mut lines = Vec::new();
    for (name, part) in PARTS {
        if any && !named(name) {
            continue;
        }
        say(&format!("measuring: {name}"));
        let more = part(&run).with_context(|| format!("{name} could not be measured"))?;
        say(&table(&more));
        lines.extend(more);
    }
    Ok(lines)
}

fn done(result: Result<()>) -> ExitCode {
    result.map_or_else(|error| stopped(&error), |()| ExitCode::SUCCESS)
}

/// A rate as people read it.
pub(crate) fn a_second(rate: f64) -> String {
    format!("{rate:.0}/s")
}

/// A span as people read it.
pub(crate) fn millis(span: Duration) -> String {
    format!("{:.2} ms", span.as_secs_f64() * 1_000.0)
}
