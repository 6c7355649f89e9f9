//! Items of which a few are shown, the best and the worst being chosen.

use super::{
    Figure, Frame, Way,
    pairs::{Meetings, comparisons, fitted},
    standing::blank,
};
use crate::{answer::Answer, tally::Tally};
use ballot::{
    Invalid,
    pairs::{Choice, maxdiff},
};

/// How strongly utilities are drawn towards the middle.
const RIDGE: f64 = 0.1;

fn at(item: u32) -> usize {
    usize::try_from(item).unwrap_or(usize::MAX)
}

/// The figures by one of the ways that look at best and worst.
pub(super) fn figures(way: Way, frame: &Frame<'_>, tally: &Tally) -> Result<Vec<Figure>, Invalid> {
    let items = u32::try_from(frame.items).map_err(|_| Invalid::TooLarge { what: "number of items" })?;
    let (mut choices, mut implied) = (Vec::new(), Meetings::new());
    let mut figures = blank(frame.items);
    figures.iter_mut().for_each(|figure| figure.spread = vec![0; 3]);
    for (answer, count) in tally.wholes(&frame.rule.method, items)? {
        let Answer::Set { shown, best, worst } = answer else { continue };
        for item in &shown {
            let figure = &mut figures[at(*item)];
            figure.answers += count;
            figure.spread[if *item == best { 2 } else { usize::from(*item != worst) }] += count;
        }
        let (best, worst) = (at(best), at(worst));
        let shown: Vec<usize> = shown.into_iter().map(at).collect();
        // The best beats everybody, everybody beats the worst; the two against each other count once.
        let beaten = shown.iter().filter(|item| **item != best).map(|item| (best, *item));
        let beating =
            shown.iter().filter(|item| **item != best && **item != worst).map(|item| (*item, worst));
        for (better, worse) in beaten.chain(beating) {
            let meeting = implied.entry((better.min(worse), better.max(worse))).or_default();
            meeting[usize::from(better > worse)] += count;
        }
        choices
            .extend(std::iter::repeat_n(Choice { shown, best, worst }, usize::try_from(count).unwrap_or(0)));
    }
    match way {
        Way::Utilities => {
            let fit = maxdiff(frame.items, &choices, RIDGE)?;
            figures.iter_mut().zip(fit.utilities).for_each(|(figure, utility)| figure.value = utility);
        }
        Way::ImpliedPairs => fitted(&mut figures, &comparisons(frame.items, &implied)?)?,
        _ => figures.iter_mut().for_each(|figure| figure.value = share(way, figure)),
    }
    Ok(figures)
}

fn share(way: Way, figure: &Figure) -> f64 {
    let [worst, best] = [0, 2].map(|place| figure.spread[place] as f64);
    let chosen = if way == Way::BestOnly { best } else { best - worst };
    if figure.answers == 0 { 0.0 } else { chosen / figure.answers as f64 }
}
