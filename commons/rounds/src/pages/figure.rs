//! Figures as people read them: a number in a unit that says something, a bar with its interval, and how answers spread.

use crate::{
    count::{Figure, Outcome, Way},
    rule::Method,
};
use std::fmt::Write as _;
use web::Tongue;

/// What a figure is measured in when it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// A share of one, shown in percent.
    Share,
    /// Percent already.
    Percent,
    /// Stars.
    Stars,
    /// A strength, shown as the chance in percent of being preferred to an average item.
    Chance,
    /// A plain number.
    Number,
}

const fn unit(way: Way) -> Unit {
    match way {
        Way::CautiousShare | Way::Share | Way::Consensus | Way::BestOnly => Unit::Share,
        Way::WinRate => Unit::Percent,
        Way::CautiousMean | Way::Mean | Way::BayesianMean | Way::Median => Unit::Stars,
        Way::BradleyTerry | Way::Utilities | Way::ImpliedPairs => Unit::Chance,
        _ => Unit::Number,
    }
}

/// What a plain number counts.
const fn noun(way: Way) -> &'static str {
    match way {
        Way::Net | Way::NetSupporters | Way::NetWins => "net",
        Way::DuelsWon | Way::Schulze => "others",
        Way::Borda | Way::Roots => "points",
        Way::Credits => "credits",
        Way::BestLessWorst => "balance",
        Way::RunOff | Way::FirstPlaces | Way::Transferable | Way::Meek | Way::Votes | Way::Capped => "votes",
        _ => "people",
    }
}

/// A figure's value as pages show it, rounded to what is worth saying: percent for shares and for strengths (the chance of
/// being preferred to an average item), stars, or the plain number.
pub(crate) fn shown(way: Way, value: f64) -> f64 {
    let round = |value: f64, by: f64| (value * by).round() / by;
    match unit(way) {
        Unit::Share => round(value * 100.0, 1.0),
        Unit::Chance => round(100.0 / (1.0 + (-value).exp()), 1.0),
        Unit::Percent => round(value, 1.0),
        Unit::Stars | Unit::Number => round(value, 10.0),
    }
}

/// A number with at most one decimal, in the reader's language.
fn number(t: &Tongue, value: f64) -> String {
    let tenths = (value.abs() * 10.0).round() as i64;
    let amount = match tenths % 10 {
        0 => t.number(tenths / 10),
        part => t
            .say("rounds-decimal")
            .arg("whole", t.number(tenths / 10))
            .arg("part", part.to_string())
            .to_string(),
    };
    if value < 0.0 && tenths > 0 { format!("−{amount}") } else { amount }
}

/// A figure of an item on its page.
#[derive(Debug, Clone)]
pub(crate) struct FigureView {
    pub(crate) place: u32,
    /// The number alone: what live news replaces.
    pub(crate) value: String,
    /// What the number is.
    pub(crate) unit: String,
    /// Its interval in words, where it has one.
    pub(crate) between: Option<String>,
    /// The bar: where the interval begins and ends and where the figure stands, of 100.
    bar: Option<(f64, f64, f64)>,
    spread: Vec<u64>,
    pub(crate) spread_words: String,
    pub(crate) answers: u64,
}

/// The figures of an outcome, by item.
pub(crate) fn figures(t: &Tongue, method: &Method, outcome: &Outcome) -> Vec<FigureView> {
    of(t, method, outcome.way, &outcome.figures)
}

/// These figures, by item.
pub(crate) fn of(t: &Tongue, method: &Method, way: Way, figures: &[Figure]) -> Vec<FigureView> {
    let scale = Scale::of(method, way, figures);
    figures.iter().map(|figure| view(t, method, way, figure, &scale)).collect()
}

/// What the bars of one list are drawn on.
struct Scale {
    least: f64,
    most: f64,
}

impl Scale {
    fn of(method: &Method, way: Way, figures: &[Figure]) -> Self {
        match unit(way) {
            Unit::Share | Unit::Percent | Unit::Chance => Self { least: 0.0, most: 100.0 },
            Unit::Stars => {
                let most = if let Method::Stars { levels } = method { f64::from(*levels) } else { 5.0 };
                Self { least: 1.0, most }
            }
            Unit::Number => {
                let values = figures.iter().map(|figure| shown(way, figure.value));
                let (least, most) = values.fold((0.0_f64, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)));
                Self { least, most: if most > least { most } else { least + 1.0 } }
            }
        }
    }

    fn place(&self, value: f64) -> f64 {
        (100.0 * (value - self.least) / (self.most - self.least)).clamp(0.0, 100.0)
    }
}

fn view(t: &Tongue, method: &Method, way: Way, figure: &Figure, scale: &Scale) -> FigureView {
    let value = shown(way, figure.value);
    let ends = figure.low.zip(figure.high).filter(|_| figure.answers > 0);
    let ends = ends.map(|(low, high)| (shown(way, low), shown(way, high)));
    let unit_key = match unit(way) {
        Unit::Share if way == Way::CautiousShare => "rounds-unit-percent-sure".to_owned(),
        Unit::Share | Unit::Percent => "rounds-unit-percent".to_owned(),
        Unit::Chance => "rounds-unit-chance".to_owned(),
        Unit::Stars if way == Way::CautiousMean => "rounds-unit-stars-sure".to_owned(),
        Unit::Stars => "rounds-unit-stars".to_owned(),
        Unit::Number => format!("rounds-unit-{}", noun(way)),
    };
    let unit_words = t.say(unit_key).arg("n", value.round() as i64).to_string();
    let between = ends.map(|(low, high)| {
        let key = match unit(way) {
            Unit::Stars | Unit::Number => "rounds-between",
            _ => "rounds-between-percent",
        };
        t.say(key).arg("low", number(t, low)).arg("high", number(t, high)).to_string()
    });
    let bar = (figure.answers > 0).then(|| {
        let at = scale.place(observed(way, figure).map_or(value, |at| shown(plain(way), at)));
        let (low, high) = ends.unwrap_or(match unit(way) {
            Unit::Number => (0.0, value),
            _ => (value, value),
        });
        let (low, high) = (scale.place(low.min(high)), scale.place(high.max(low)));
        (low, high, at)
    });
    FigureView {
        place: figure.item,
        value: number(t, value),
        unit: unit_words,
        between,
        bar,
        spread_words: spread(t, method, &figure.spread),
        spread: figure.spread.clone(),
        answers: figure.answers,
    }
}

/// The way whose figure is what was plainly observed, where this one is cautious about it.
const fn plain(way: Way) -> Way {
    match way {
        Way::CautiousShare => Way::Share,
        Way::CautiousMean => Way::Mean,
        other => other,
    }
}

/// What was observed, where the figure is a cautious bound of it: the share in favour, the average number of stars.
fn observed(way: Way, figure: &Figure) -> Option<f64> {
    let all: u64 = figure.spread.iter().sum();
    if all == 0 {
        return None;
    }
    let sum = |worth: &dyn Fn(usize) -> f64| -> f64 {
        figure.spread.iter().enumerate().map(|(place, count)| worth(place) * *count as f64).sum()
    };
    match way {
        Way::CautiousShare => figure.spread.last().map(|in_favour| *in_favour as f64 / all as f64),
        Way::CautiousMean => Some(sum(&|place| place as f64 + 1.0) / all as f64),
        _ => None,
    }
}

/// How often each answer was given, in words.
fn spread(t: &Tongue, method: &Method, spread: &[u64]) -> String {
    let n = |place: usize| i64::try_from(spread.get(place).copied().unwrap_or(0)).unwrap_or(i64::MAX);
    match (method, spread.len()) {
        (_, 0) => String::new(),
        (Method::Stars { .. }, levels) => {
            let each = (0..levels).rev().filter(|level| n(*level) > 0).map(|level| {
                let stars = i64::try_from(level).unwrap_or(0) + 1;
                t.say("rounds-spread-stars").arg("stars", stars).arg("n", n(level)).to_string()
            });
            each.collect::<Vec<_>>().join(" · ")
        }
        (_, 3) => {
            let said = t.say(format!("rounds-spread-{}", method.name()));
            said.arg("low", n(0)).arg("middle", n(1)).arg("high", n(2)).to_string()
        }
        _ => {
            let said = t.say(format!("rounds-spread-{}", method.name()));
            said.arg("low", n(0)).arg("high", n(1)).to_string()
        }
    }
}

impl FigureView {
    /// The interval and the figure in it, as a drawing without words; what it shows stands beside it.
    pub(crate) fn bar(&self) -> String {
        let Some((low, high, at)) = self.bar else { return String::new() };
        let mut svg = String::from(
            "<svg class=\"range\" viewBox=\"0 0 100 12\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
        );
        let _ = write!(
            svg,
            "<rect class=\"track\" x=\"0\" y=\"5\" width=\"100\" height=\"2\"/>\
             <rect class=\"reach\" x=\"{low:.1}\" y=\"3\" width=\"{:.1}\" height=\"6\"/>\
             <rect class=\"at\" x=\"{:.1}\" y=\"0\" width=\"1\" height=\"12\"/></svg>",
            (high - low).max(0.6),
            (at - 0.5).clamp(0.0, 99.0),
        );
        svg
    }

    /// How answers spread, as a drawing without words.
    pub(crate) fn spread(&self) -> String {
        let sum: u64 = self.spread.iter().sum();
        if sum == 0 {
            return String::new();
        }
        let mut svg = String::from(
            "<svg class=\"spread\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
        );
        let (mut x, last) = (0.0, self.spread.len() - 1);
        for (place, count) in self.spread.iter().enumerate() {
            let width = 100.0 * *count as f64 / sum as f64;
            // Five tones, from against to for.
            let tone = (4 * place).checked_div(last).unwrap_or(4);
            let _ = write!(
                svg,
                "<rect class=\"tone-{tone}\" x=\"{x:.2}\" y=\"0\" width=\"{width:.2}\" height=\"8\"/>"
            );
            x += width;
        }
        svg.push_str("</svg>");
        svg
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_in_units_that_people_read() {
        assert_eq!(shown(Way::CautiousShare, 0.617), 62.0);
        assert_eq!(shown(Way::BradleyTerry, 0.0), 50.0);
        assert!(shown(Way::BradleyTerry, 2.0) > 80.0);
        assert_eq!(shown(Way::CautiousMean, 3.849), 3.8);
        assert_eq!(shown(Way::WinRate, 66.4), 66.0);
        assert_eq!(shown(Way::Net, -3.0), -3.0);
    }

    #[test]
    fn a_bar_never_leaves_its_frame() {
        for value in [-5.0, 0.0, 3.0, 100.0, 1_000.0] {
            let place = Scale { least: 0.0, most: 100.0 }.place(value);
            assert!((0.0..=100.0).contains(&place));
        }
        let flat = [Figure { item: 0, value: 0.0, low: None, high: None, answers: 0, spread: Vec::new() }];
        assert!(Scale::of(&Method::UpDown, Way::Net, &flat).place(0.0).is_finite());
    }
}
