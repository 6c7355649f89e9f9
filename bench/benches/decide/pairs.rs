//! Strengths of 2,000 items from 1,000,000 comparisons, beside choix.

use crate::{Told, peer, seconds, timed};
use anyhow::{Context as _, Result, bail};
use ballot::{
    Invalid,
    chance::Seed,
    pairs::{BradleyTerry, Comparisons, Outcome, bradley_terry},
};
use bench::{Bound, Line};
use std::time::Duration;

const ITEMS: usize = 2_000;
const COMPARISONS: usize = 1_000_000;
/// How far apart the two estimates may be, as chances go: far below the error of any of them.
const TOLERANCE: f64 = 1e-6;

pub(crate) fn measure() -> Result<Told> {
    let Some(python) = peer::python() else { return Ok(Told::Skipped(peer::MISSING.to_owned())) };
    let pairs = drawn();
    let header = u32::try_from(ITEMS)?;
    let numbers = std::iter::once(header).chain(pairs.iter().flatten().copied());
    let file = peer::written("comparisons.bin", &numbers.flat_map(u32::to_le_bytes).collect::<Vec<u8>>())?;
    // Both of its ways to the same estimate: comparison by comparison, and from a table of sums.
    let listed = peer::ask(&python, "choix-listed", &file)?;
    let summed = peer::ask(&python, "choix-summed", &file)?;
    let (seen, counting) = timed(|| {
        let mut seen = Comparisons::new(ITEMS)?;
        pairs
            .iter()
            .try_for_each(|[winner, loser]| seen.add(*winner as usize, *loser as usize, Outcome::First, 1))?;
        Ok::<_, Invalid>(seen)
    })?;
    let (fit, fitting) = timed(|| bradley_terry(&seen, 0.0))?;
    let line = |what: &str, took: Duration, theirs: &peer::Answered| Line {
        what: format!("strengths, 1,000,000 comparisons of 2,000 items, {what}"),
        engine: "choix 0.4.1".to_owned(),
        subject: seconds(took),
        ceiling: theirs.said(),
        ratio: theirs.took.as_secs_f64() / took.as_secs_f64(),
        bound: Bound::AtLeast(20.0),
    };
    agree(&fit, &listed)?;
    agree(&fit, &summed)?;
    Ok(Told::Lines(vec![
        line("from their list", counting + fitting, &listed),
        line("from their sums", fitting, &summed),
    ]))
}

/// Both must have found the same, where the other library came to an end.
fn agree(fit: &BradleyTerry, theirs: &peer::Answered) -> Result<()> {
    let Some(answer) = &theirs.answer else { return Ok(()) };
    let strengths = answer.as_array().context("strengths")?;
    let apart = fit
        .strengths
        .iter()
        .zip(strengths)
        .map(|(own, other)| (own - other.as_f64().unwrap_or(f64::NAN)).abs());
    let most = apart.fold(0.0, f64::max);
    if fit.settled && strengths.len() == ITEMS && most < TOLERANCE {
        return Ok(());
    }
    bail!("the estimates are {most:e} apart after {} passes", fit.passes)
}

/// Winner before loser, drawn by the model that both sides fit.
fn drawn() -> Vec<[u32; 2]> {
    let mut chance = Seed::of("bench: comparisons").chance();
    let strengths: Vec<f64> = (0..ITEMS).map(|_| chance.normal()).collect();
    (0..COMPARISONS)
        .map(|_| {
            let one = chance.below(ITEMS as u64) as usize;
            let other = (one + 1 + chance.below(ITEMS as u64 - 1) as usize) % ITEMS;
            let wins = chance.unit() < 1.0 / (1.0 + (strengths[other] - strengths[one]).exp());
            let (winner, loser) = if wins { (one, other) } else { (other, one) };
            [winner as u32, loser as u32]
        })
        .collect()
}
