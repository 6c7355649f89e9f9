//! Items that are given values one by one: votes, stars, stances, points.

use super::{Figure, Frame, Way, standing::blank};
use crate::{rule::Method, tally::Tally};
use ballot::{
    Invalid, Z95,
    bayes::{Prior, Sample},
    opinion::{Count, Tallies},
    stars::Stars,
    wilson,
};
use std::collections::BTreeMap;

type Values = BTreeMap<i32, u64>;

/// The figures by one of the ways that look at each item's values.
pub(super) fn figures(way: Way, frame: &Frame<'_>, tally: &Tally) -> Result<Vec<Figure>, Invalid> {
    let values = tally.values(frame.items);
    let prior = if way == Way::BayesianMean { Some(prior(&values)?) } else { None };
    let mut figures = blank(frame.items);
    for (figure, values) in figures.iter_mut().zip(&values) {
        figure.answers = values.values().sum();
        figure.spread = spread(&frame.rule.method, values);
        match way {
            Way::CautiousShare => cautious_share(figure, values)?,
            Way::CautiousMean | Way::Mean | Way::BayesianMean | Way::Median => {
                stars(way, figure, values, &frame.rule.method, prior)?;
            }
            _ => figure.value = value(way, values, &frame.rule.method),
        }
    }
    Ok(figures)
}

fn count(values: &Values, of: impl Fn(i32) -> bool) -> u64 {
    values.iter().filter(|(value, _)| of(**value)).map(|(_, count)| count).sum()
}

/// How often each value was given, on the scale of the method.
fn spread(method: &Method, values: &Values) -> Vec<u64> {
    let given = |value: i32| values.get(&value).copied().unwrap_or(0);
    match method {
        Method::UpDown => vec![given(-1), given(1)],
        Method::Stars { levels } => (1..=i32::from(*levels)).map(given).collect(),
        Method::Opinions => vec![given(-1), given(0), given(1)],
        _ => vec![count(values, |value| value < 0), count(values, |value| value > 0)],
    }
}

fn cautious_share(figure: &mut Figure, values: &Values) -> Result<(), Invalid> {
    let bounds = wilson::interval(count(values, |value| value > 0), figure.answers, Z95)?;
    (figure.value, figure.low, figure.high) = (bounds.lower, Some(bounds.lower), Some(bounds.upper));
    Ok(())
}

fn levels(method: &Method) -> i32 {
    if let Method::Stars { levels } = method { i32::from(*levels) } else { 1 }
}

fn stars(
    way: Way,
    figure: &mut Figure,
    values: &Values,
    method: &Method,
    prior: Option<Prior>,
) -> Result<(), Invalid> {
    let given = |level: i32| (f64::from(level), values.get(&level).copied().unwrap_or(0));
    let stars = Stars::new((1..=levels(method)).map(given))?;
    let bounds = stars.bounds(Z95)?;
    (figure.low, figure.high) = (Some(bounds.lower), Some(bounds.upper));
    figure.value = match (way, prior) {
        (Way::CautiousMean, _) => bounds.lower,
        (Way::BayesianMean, Some(prior)) => prior.average(&sample(values)?),
        (Way::Median, _) => median(values),
        _ => stars.mean().unwrap_or(0.0),
    };
    Ok(())
}

/// All ratings of an item: value by value, in ascending order.
fn sample(values: &Values) -> Result<Sample, Invalid> {
    let mut sample = Sample::default();
    for (value, count) in values {
        for _ in 0..*count {
            sample.add(f64::from(*value))?;
        }
    }
    Ok(sample)
}

/// The prior that the round itself suggests; where it suggests none, the middle of all ratings with no weight.
fn prior(values: &[Values]) -> Result<Prior, Invalid> {
    let samples: Vec<Sample> = values.iter().map(sample).collect::<Result<_, _>>()?;
    Prior::estimate(&samples).or_else(|_| Prior::new(0.0, 0.0))
}

/// The median of whole levels, interpolated within its level: `level − ½ + (n/2 − below)/here`.
fn median(values: &Values) -> f64 {
    let half = values.values().sum::<u64>() as f64 / 2.0;
    let mut below = 0.0;
    for (level, count) in values {
        let here = *count as f64;
        if here > 0.0 && below + here >= half {
            return f64::from(*level) - 0.5 + (half - below) / here;
        }
        below += here;
    }
    0.0
}

/// Values that are sums or shares of whole numbers.
fn value(way: Way, values: &Values, method: &Method) -> f64 {
    let (up, down) = (count(values, |value| value > 0), count(values, |value| value < 0));
    let sum = |of: &dyn Fn(i32) -> f64| -> f64 {
        values.iter().map(|(value, count)| of(*value) * *count as f64).sum()
    };
    match way {
        Way::Supporters => up as f64,
        Way::Net | Way::NetSupporters => up as f64 - down as f64,
        Way::Share if up + down == 0 => 0.0,
        Way::Share => up as f64 / (up + down) as f64,
        Way::Credits => sum(&|value| f64::from(value) * f64::from(value.abs())),
        Way::Roots => sum(&|value| f64::from(value.max(0)).sqrt()),
        Way::Capped => {
            let points = if let Method::Cumulative { points } = method { *points } else { 0 };
            let most = f64::from((points / 5).max(1));
            sum(&|value| f64::from(value).min(most))
        }
        _ => sum(&f64::from),
    }
}

/// The smoothed share in favour as the geometric mean over declared strata; see [`ballot::opinion::Consensus`].
pub(super) fn consensus(frame: &Frame<'_>, strata: &[&Tally]) -> Result<Vec<Figure>, Invalid> {
    let groups: Vec<Vec<Count>> = strata
        .iter()
        .map(|tally| {
            let counted = |values: &Values| Count {
                agree: count(values, |value| value > 0),
                disagree: count(values, |value| value < 0),
                seen: values.values().sum(),
            };
            tally.values(frame.items).iter().map(counted).collect()
        })
        .collect();
    let tallies = Tallies::from_counts(&groups)?;
    let together = Tally::sum(strata).values(frame.items);
    let mut figures = blank(frame.items);
    for (item, (figure, values)) in figures.iter_mut().zip(&together).enumerate() {
        figure.answers = values.values().sum();
        figure.spread = spread(&frame.rule.method, values);
        figure.value = tallies.consensus(item).display;
    }
    Ok(figures)
}
