use crate::{Invalid, cholesky::Cholesky};
use std::collections::BTreeMap;

/// One answer: of the items shown, which is best and which is worst.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// The items shown, each once, two or more.
    pub shown: Vec<usize>,
    /// The one chosen as best.
    pub best: usize,
    /// The one chosen as worst.
    pub worst: usize,
}

/// How often an item was shown and chosen.
///
/// ```
/// let count = ballot::pairs::BestWorst { shown: 10, best: 6, worst: 1 };
/// assert_eq!(count.score(), 0.5);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BestWorst {
    /// Sets that contained it.
    pub shown: u64,
    /// Times it was best.
    pub best: u64,
    /// Times it was worst.
    pub worst: u64,
}

impl BestWorst {
    /// The quick score `(best − worst)/shown`, −1 … 1; 0 when never shown.
    pub fn score(&self) -> f64 {
        if self.shown == 0 { 0.0 } else { (self.best as f64 - self.worst as f64) / self.shown as f64 }
    }
}

/// Counts and utilities from best–worst choices.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct MaxDiff {
    /// How often each item was shown and chosen.
    pub counts: Vec<BestWorst>,
    /// Fitted utility of each item, with mean zero.
    pub utilities: Vec<f64>,
    /// Whether the fit settled.
    pub settled: bool,
}

/// Best–worst scaling: fits `P(b, w | S) = exp(u_b − u_w) / Σ_{k≠l∈S} exp(u_k − u_l)`.
///
/// Maximises the likelihood minus `ridge/2 · Σu²` by damped Newton steps; it is concave, so the result is
/// unique. For sets of two this is Bradley & Terry with θ = 2u. J. J. Louviere, T. N. Flynn & A. A. J.
/// Marley, "Best–Worst Scaling", 2015. Equal answers are counted together. O(different answers × set² +
/// items³) per step, usually under ten. Refuses a ridge not above zero, unknown or repeated items, and a best
/// or worst that was not shown.
///
/// ```
/// use ballot::pairs::{Choice, maxdiff};
/// let answers: Vec<Choice> = (0..20)
///     .map(|n| Choice { shown: vec![0, 1, 2, 3], best: if n < 15 { 2 } else { 0 }, worst: 1 })
///     .collect();
/// let fit = maxdiff(4, &answers, 0.1)?;
/// assert!(fit.utilities[2] > fit.utilities[0] && fit.utilities[0] > fit.utilities[3]);
/// assert_eq!(fit.counts[1].score(), -1.0);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn maxdiff(items: usize, answers: &[Choice], ridge: f64) -> Result<MaxDiff, Invalid> {
    let ridge = Invalid::within("ridge", ridge, 1e-9, 1e9)?;
    Invalid::table("number of items", items, items)?;
    let mut counts = vec![BestWorst::default(); items];
    let mut different: BTreeMap<Choice, f64> = BTreeMap::new();
    for answer in answers {
        let answer = checked(answer, items)?;
        for item in &answer.shown {
            counts[*item].shown += 1;
        }
        counts[answer.best].best += 1;
        counts[answer.worst].worst += 1;
        *different.entry(answer).or_default() += 1.0;
    }
    let mut utilities = vec![0.0; items];
    let mut settled = false;
    for _ in 0..100 {
        let (slope, curve) = derivatives(&different, &utilities, ridge);
        let step = Cholesky::of(curve, items)?.solve(&slope);
        settled = step.iter().all(|step| step.abs() < 1e-10);
        if settled {
            break;
        }
        utilities = climb(&different, &utilities, &step, ridge);
    }
    // The ridge alone holds the mean at zero; this removes the last rounding.
    let mean = utilities.iter().sum::<f64>() / items.max(1) as f64;
    utilities.iter_mut().for_each(|utility| *utility -= mean);
    Ok(MaxDiff { counts, utilities, settled })
}

/// A step of Newton's that needs no proof that it climbs.
const SURE: f64 = 1.0 / 16.0;

fn checked(answer: &Choice, items: usize) -> Result<Choice, Invalid> {
    let mut shown = answer.shown.clone();
    shown.sort_unstable();
    for item in &shown {
        Invalid::index("item", *item, items)?;
    }
    if let Some(pair) = shown.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(Invalid::Repeated { what: "item in one set", index: pair[0] });
    }
    let chosen = [answer.best, answer.worst];
    if answer.best == answer.worst || chosen.iter().any(|item| shown.binary_search(item).is_err()) {
        return Err(Invalid::Contradiction("best and worst must be two different items of the set shown"));
    }
    Ok(Choice { shown, ..*answer })
}

/// Best and worst chances of every shown item and the normaliser, computed without overflow.
struct Chances {
    best: Vec<f64>,
    worst: Vec<f64>,
    /// Chance of each ordered pair (best, worst) given by `up[b]·down[w]/all` for b ≠ w.
    up: Vec<f64>,
    down: Vec<f64>,
    all: f64,
    log_all: f64,
}

impl Chances {
    fn of(shown: &[usize], utilities: &[f64]) -> Chances {
        let highest = shown.iter().map(|i| utilities[*i]).fold(f64::NEG_INFINITY, f64::max);
        let lowest = shown.iter().map(|i| utilities[*i]).fold(f64::INFINITY, f64::min);
        let up: Vec<f64> = shown.iter().map(|i| libm::exp(utilities[*i] - highest)).collect();
        let down: Vec<f64> = shown.iter().map(|i| libm::exp(lowest - utilities[*i])).collect();
        let others = |list: &[f64], own: usize| -> f64 {
            list.iter().enumerate().filter(|(k, _)| *k != own).map(|(_, x)| x).sum()
        };
        let all: f64 = (0..shown.len()).map(|b| up[b] * others(&down, b)).sum();
        let best = (0..shown.len()).map(|b| up[b] * others(&down, b) / all).collect();
        let worst = (0..shown.len()).map(|w| down[w] * others(&up, w) / all).collect();
        Chances { best, worst, all, log_all: libm::log(all) + highest - lowest, up, down }
    }
}

/// Slope of the penalised log-likelihood and its negative curvature.
fn derivatives(answers: &BTreeMap<Choice, f64>, utilities: &[f64], ridge: f64) -> (Vec<f64>, Vec<f64>) {
    let n = utilities.len();
    let mut slope: Vec<f64> = utilities.iter().map(|utility| -ridge * utility).collect();
    let mut curve = vec![0.0; n * n];
    for item in 0..n {
        curve[item * n + item] = ridge;
    }
    for (answer, count) in answers {
        let chances = Chances::of(&answer.shown, utilities);
        slope[answer.best] += count;
        slope[answer.worst] -= count;
        for (a, item) in answer.shown.iter().enumerate() {
            let net = chances.best[a] - chances.worst[a];
            slope[*item] -= count * net;
            curve[item * n + item] += count * (chances.best[a] + chances.worst[a] - net * net);
            for (b, other) in answer.shown.iter().enumerate().filter(|(b, _)| *b != a) {
                let both = (chances.up[a] * chances.down[b] + chances.up[b] * chances.down[a]) / chances.all;
                curve[item * n + other] -= count * (both + net * (chances.best[b] - chances.worst[b]));
            }
        }
    }
    (slope, curve)
}

/// Follows the step as far as it climbs, halving it when it overshoots.
///
/// A step shorter than [`SURE`] is taken whole: near the summit heights differ by less than their own rounding and
/// could refuse it, while so near the curvature changes by less than a third along it and the whole step always
/// leads on (F. Bach, "Self-concordant analysis for logistic regression", 2010, proposition 2).
fn climb(answers: &BTreeMap<Choice, f64>, utilities: &[f64], step: &[f64], ridge: f64) -> Vec<f64> {
    let along = |length: f64| -> Vec<f64> {
        utilities.iter().zip(step).map(|(utility, step)| utility + length * step).collect()
    };
    if step.iter().all(|step| step.abs() < SURE) {
        return along(1.0);
    }
    let height = |utilities: &[f64]| -> f64 {
        let fit: f64 = answers
            .iter()
            .map(|(answer, count)| {
                let chosen = utilities[answer.best] - utilities[answer.worst];
                count * (chosen - Chances::of(&answer.shown, utilities).log_all)
            })
            .sum();
        fit - 0.5 * ridge * utilities.iter().map(|utility| utility * utility).sum::<f64>()
    };
    let here = height(utilities);
    let mut length = 1.0;
    loop {
        let next = along(length);
        if length < 1e-6 || height(&next) >= here {
            return next;
        }
        length *= 0.5;
    }
}
