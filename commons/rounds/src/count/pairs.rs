//! Items that are compared two by two.

use super::{Figure, Frame, Way, standing::blank};
use crate::tally::{Cell, Tally};
use ballot::{
    Invalid, Z95,
    pairs::{Comparisons, Outcome, bradley_terry, win_rate},
};
use std::collections::BTreeMap;

/// One imagined win and loss against an average item: what is believed of an item before it was compared.
const PRIOR: f64 = 1.0;

/// Wins and draws of pairs, the lower item first: won by the lower, won by the upper, drawn.
pub(super) type Meetings = BTreeMap<(usize, usize), [u64; 3]>;

/// How items met.
pub(super) fn meetings(frame: &Frame<'_>, tally: &Tally) -> Meetings {
    let mut met = Meetings::new();
    for (cell, sum) in tally.iter() {
        let (first, second, won) = match cell {
            Cell::Over { better, worse } => (better, worse, usize::from(better > worse)),
            Cell::Even { one, other } => (one, other, 2),
            _ => continue,
        };
        let (Ok(first), Ok(second)) = (usize::try_from(*first), usize::try_from(*second)) else { continue };
        if first != second && first.max(second) < frame.items {
            let counts = met.entry((first.min(second), first.max(second))).or_default();
            counts[won] += u64::try_from(sum).unwrap_or(0);
        }
    }
    met
}

/// The comparisons as the models read them.
pub(super) fn comparisons(items: usize, met: &Meetings) -> Result<Comparisons, Invalid> {
    let mut seen = Comparisons::new(items)?;
    for ((lower, upper), [first, second, even]) in met {
        seen.add(*lower, *upper, Outcome::First, *first)?;
        seen.add(*lower, *upper, Outcome::Second, *second)?;
        seen.add(*lower, *upper, Outcome::Tie, *even)?;
    }
    Ok(seen)
}

/// The figures by one of the ways that look at pairs.
pub(super) fn figures(way: Way, frame: &Frame<'_>, tally: &Tally) -> Result<Vec<Figure>, Invalid> {
    let met = meetings(frame, tally);
    let mut figures = blank(frame.items);
    let mut duels = vec![0.0; frame.items];
    for ((lower, upper), [first, second, even]) in &met {
        for (item, spread) in [(*lower, [*second, *even, *first]), (*upper, [*first, *even, *second])] {
            figures[item].answers += first + second + even;
            super::standing::add_spread(&mut figures[item].spread, &spread);
        }
        match first.cmp(second) {
            std::cmp::Ordering::Greater => duels[*lower] += 1.0,
            std::cmp::Ordering::Less => duels[*upper] += 1.0,
            std::cmp::Ordering::Equal => {
                duels[*lower] += 0.5;
                duels[*upper] += 0.5;
            }
        }
    }
    if way == Way::BradleyTerry {
        fitted(&mut figures, &comparisons(frame.items, &met)?)?;
        return Ok(figures);
    }
    for (figure, duels) in figures.iter_mut().zip(duels) {
        let [lost, won] = [0, 2].map(|place| figure.spread.get(place).copied().unwrap_or(0));
        figure.value = match way {
            Way::WinRate => win_rate(won, lost),
            Way::NetWins => won as f64 - lost as f64,
            _ => duels,
        };
    }
    Ok(figures)
}

/// Strengths with the ends of their 95 percent intervals.
pub(super) fn fitted(figures: &mut [Figure], seen: &Comparisons) -> Result<(), Invalid> {
    let fit = bradley_terry(seen, PRIOR)?;
    let errors = fit.errors(seen)?;
    for ((figure, strength), error) in figures.iter_mut().zip(&fit.strengths).zip(errors) {
        figure.value = *strength;
        (figure.low, figure.high) = (Some(strength - Z95 * error), Some(strength + Z95 * error));
    }
    Ok(())
}
