use super::{Comparisons, meetings::Pairs};
use crate::{Invalid, cholesky::Cholesky};

/// A step after which nothing moves any more.
const SETTLED: f64 = 1e-10;

/// Strengths fitted to comparisons.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct BradleyTerry {
    /// θ of each item, the logarithm of its strength, with mean zero.
    pub strengths: Vec<f64>,
    /// Davidson's ν: how easily equals tie; 0 when there were no ties.
    pub ties: f64,
    /// Passes over the pairs that were needed.
    pub passes: usize,
    /// Whether the fit settled (no strength moved by more than 10⁻¹⁰) within 10,000 passes.
    pub settled: bool,
    prior: f64,
}

/// Fits the model of Bradley & Terry with a prior and ties.
///
/// `P(i beats j) = π_i/(π_i + π_j + ν√(π_i π_j))`, a tie with the remaining chance (R. A. Bradley & M. E.
/// Terry, Biometrika 39, 1952; ties by R. R. Davidson, JASA 65, 1970). `prior` is the a − 1 of the Gamma prior
/// of F. Caron & A. Doucet (JCGS 21, 2012): it pulls everybody towards the middle like that many wins and losses
/// against an average item.
///
/// The fit begins with Newton steps that take each item alone, each mixed with the one before (depth one of D. G.
/// Anderson, Journal of the ACM 12, 1965). It goes on with them while what is left halves with every pass, taken over
/// all of them, which is all the way where everybody has met many others. Where it is not, MM passes do the rest:
/// `π_i ← (prior + w_i + t_i/2) / (prior + Σ_j n_ij·(1 + (ν/2)√(π_j/π_i))/(π_i + π_j + ν√(π_i π_j)))` and ν likewise,
/// which climbs at every pass (D. R. Hunter, Annals of Statistics 32, 2004). After every two of them the way is
/// extrapolated (squared, after R. Varadhan & C. Roland, Scandinavian Journal of Statistics 35, 2008) and taken back
/// if it went too far.
///
/// With `prior = 0` this is maximum likelihood; it exists only when everybody is linked to everybody by wins
/// in both directions (Ford 1957), which is checked. O(pairs met) per pass; the number of comparisons does
/// not matter.
///
/// ```
/// use ballot::pairs::{Comparisons, Outcome, bradley_terry};
/// let mut seen = Comparisons::new(2)?;
/// seen.add(0, 1, Outcome::First, 30)?;
/// seen.add(0, 1, Outcome::Second, 10)?;
/// let fit = bradley_terry(&seen, 0.0)?;
/// assert!((fit.beats(0, 1) - 0.75).abs() < 1e-9);
/// assert!(fit.errors(&seen)?[0] < 0.2);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn bradley_terry(seen: &Comparisons, prior: f64) -> Result<BradleyTerry, Invalid> {
    let prior = Invalid::within("prior", prior, 0.0, 1e9)?;
    if seen.items() == 0 {
        return Err(Invalid::Empty { what: "items" });
    }
    let pairs = Pairs::of(seen);
    if prior == 0.0 && !pairs.linked_both_ways() {
        return Err(Invalid::Contradiction(
            "without a prior every item must be linked to every other by wins in both directions",
        ));
    }
    let model = Model::new(seen, pairs, prior);
    // The state is θ of every item and ln ν at the end.
    let (state, mut passes, mut settled) = sprint(&model, model.start(seen));
    let mut climb = Climb { state, plain: None };
    while !settled && passes < 10_000 {
        (passes, settled) = climb.step(&model, passes);
    }
    let mut state = climb.state;
    let ties = if model.tie_total > 0.0 { libm::exp(state[seen.items()]) } else { 0.0 };
    state.truncate(seen.items());
    let mean = state.iter().sum::<f64>() / seen.items() as f64;
    state.iter_mut().for_each(|theta| *theta -= mean);
    Ok(BradleyTerry { strengths: state, ties, passes, settled, prior })
}

impl BradleyTerry {
    /// Chance that `a` beats `b` when they do not tie; one half for unknown items.
    pub fn beats(&self, a: usize, b: usize) -> f64 {
        match (self.strengths.get(a), self.strengths.get(b)) {
            (Some(a), Some(b)) => 1.0 / (1.0 + libm::exp(b - a)),
            _ => 0.5,
        }
    }

    /// Items by strength, best first, the lower index first among equals.
    ///
    /// ```
    /// use ballot::pairs::{Comparisons, Outcome, bradley_terry};
    /// let mut seen = Comparisons::new(3)?;
    /// seen.add(2, 0, Outcome::First, 3)?;
    /// seen.add(0, 1, Outcome::First, 3)?;
    /// assert_eq!(bradley_terry(&seen, 1.0)?.order(), [2, 0, 1]);
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.strengths.len()).collect();
        order.sort_by(|a, b| self.strengths[*b].total_cmp(&self.strengths[*a]).then(a.cmp(b)));
        order
    }

    /// Standard error of each strength relative to the mean of all, from the Fisher information at the fit.
    ///
    /// The information of θ is `n_ij·Var(score)` between items plus the prior's curvature `prior·π_i`; it is
    /// inverted under Σθ = 0, ν taken as known. Cubic in the items (2,000 take seconds, more than 11,585 are
    /// refused), whatever the number of comparisons. Refuses other items than were fitted and evidence that
    /// leaves some items unconnected without a prior.
    pub fn errors(&self, seen: &Comparisons) -> Result<Vec<f64>, Invalid> {
        let n = self.strengths.len();
        if seen.items() != n {
            return Err(Invalid::Length { what: "items compared", found: seen.items(), wanted: n });
        }
        Invalid::table("table of information", n, n)?;
        // J/n fills the direction in which all strengths rise together, which comparisons say nothing about.
        let mut information = vec![1.0 / n as f64; n * n];
        // The prior speaks of strengths that are one on average.
        let average = mean_of_exp(&self.strengths);
        for (item, strength) in self.strengths.iter().enumerate() {
            information[item * n + item] += self.prior * libm::exp(*strength) / average;
        }
        for (a, row) in Pairs::of(seen).rows() {
            for met in row {
                let b = met.other as usize;
                let weight = met.times * self.score_variance(a, b);
                information[a * n + a] += weight;
                information[b * n + b] += weight;
                information[a * n + b] -= weight;
                information[b * n + a] -= weight;
            }
        }
        let factor = Cholesky::of(information, n)?;
        let along = factor.solve(&vec![1.0; n]);
        let total: f64 = along.iter().sum();
        let variances = factor.inverse_diagonal();
        Ok(variances
            .iter()
            .zip(along)
            .map(|(own, along)| (own - along * along / total).max(0.0).sqrt())
            .collect())
    }

    /// Variance of one comparison's score (1, ½ or 0).
    fn score_variance(&self, a: usize, b: usize) -> f64 {
        let half = 0.5 * (self.strengths[a] - self.strengths[b]);
        let (win, lose) = (libm::exp(half), libm::exp(-half));
        let all = win + lose + self.ties;
        let mean = (win + 0.5 * self.ties) / all;
        ((win + 0.25 * self.ties) / all - mean * mean).max(0.0)
    }
}

fn largest_step(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max)
}

struct Model {
    prior: f64,
    /// Wins plus half the ties of each item.
    scores: Vec<f64>,
    tie_total: f64,
    pairs: Pairs,
}

impl Model {
    fn new(seen: &Comparisons, pairs: Pairs, prior: f64) -> Model {
        let ties = |item: usize| 0.5 * seen.ties(item) as f64;
        let scores = (0..seen.items()).map(|item| seen.wins(item) as f64 + ties(item)).collect();
        Model { prior, scores, tie_total: (0..seen.items()).map(ties).sum(), pairs }
    }

    /// Where the climb starts: the logarithm of wins over losses, as if everybody had met the average item.
    fn start(&self, seen: &Comparisons) -> Vec<f64> {
        let (half, n) = (0.5 + self.prior, self.scores.len());
        let odds = |item: usize| (seen.wins(item) as f64 + half) / (seen.losses(item) as f64 + half);
        (0..n).map(|item| libm::log(odds(item))).chain([0.0]).collect()
    }

    /// What the model expects at this state.
    fn expected(&self, state: &[f64]) -> Expected {
        let n = self.scores.len();
        // Square roots of the strengths: a tie's term is their product.
        let roots: Vec<f64> = state[..n].iter().map(|theta| libm::exp(0.5 * theta)).collect();
        let nu = if self.tie_total > 0.0 { libm::exp(state[n]) } else { 0.0 };
        let (mut sums, mut ties, mut ties_spread) = (vec![(0.0, 0.0); n], 0.0, 0.0);
        for (a, row) in self.pairs.rows() {
            let (x, mut score, mut spread) = (roots[a], 0.0, 0.0);
            let strength = x * x;
            for met in row {
                let b = met.other as usize;
                let y = roots[b];
                let (other, tie) = (y * y, nu * x * y);
                let one = 1.0 / (strength + other + tie);
                // The scores of both in one meeting, and the variance of each.
                let (mut own, mut theirs) = (strength * one, other * one);
                let mut variance = own * theirs;
                if nu > 0.0 {
                    let tied = tie * one;
                    let tie_variance = tied * (own + theirs);
                    ties += met.times * tied;
                    ties_spread += met.times * tie_variance;
                    own += 0.5 * tied;
                    theirs += 0.5 * tied;
                    variance += 0.25 * tie_variance;
                }
                score += met.times * own;
                spread += met.times * variance;
                let sum = &mut sums[b];
                *sum = (sum.0 + met.times * theirs, sum.1 + met.times * variance);
            }
            sums[a] = (sums[a].0 + score, sums[a].1 + spread);
        }
        Expected { sums, ties, ties_spread }
    }

    /// One MM step.
    fn plain(&self, state: &[f64], of: &Expected) -> Vec<f64> {
        let n = self.scores.len();
        let step = |item: usize| {
            let above = self.prior + self.scores[item];
            let below = self.prior + of.sums[item].0 / libm::exp(state[item]);
            // An item nobody has met stays in the middle.
            if above > 0.0 && below > 0.0 { libm::log(above / below).clamp(-300.0, 300.0) } else { 0.0 }
        };
        let ties = || (state[n] + libm::log(self.tie_total / of.ties)).clamp(-300.0, 300.0);
        self.centred((0..n).map(step).collect(), if self.tie_total > 0.0 { ties() } else { 0.0 })
    }

    fn step(&self, state: &[f64]) -> Vec<f64> {
        self.plain(state, &self.expected(state))
    }

    /// One step of Newton's method in each direction alone, none longer than one.
    fn quick(&self, state: &[f64], of: &Expected) -> Vec<f64> {
        let n = self.scores.len();
        let towards = |slope: f64, bend: f64| if bend > 0.0 { (slope / bend).clamp(-1.0, 1.0) } else { 0.0 };
        let step = |item: usize| {
            let pull = self.prior * libm::exp(state[item]);
            let (score, spread) = of.sums[item];
            state[item] + towards(self.prior + self.scores[item] - pull - score, pull + spread)
        };
        let ties = state[n] + towards(self.tie_total - of.ties, of.ties_spread);
        self.centred((0..n).map(step).collect(), ties)
    }

    /// A state whose strengths are one on average, which is where the prior wants them; comparisons say nothing of it.
    fn centred(&self, mut thetas: Vec<f64>, ties: f64) -> Vec<f64> {
        let middle = libm::log(mean_of_exp(&thetas));
        thetas.iter_mut().for_each(|theta| *theta -= middle);
        thetas.push(ties);
        thetas
    }
}

/// Sums over all comparisons, as the model expects them.
struct Expected {
    /// Wins and half the ties of each item, and their variance.
    sums: Vec<(f64, f64)>,
    /// Ties, and their variance.
    ties: f64,
    ties_spread: f64,
}

fn mean_of_exp(thetas: &[f64]) -> f64 {
    thetas.iter().map(|theta| libm::exp(*theta)).sum::<f64>() / thetas.len() as f64
}

/// Mixed quick steps for as long as the way left halves with every pass, taken over all of them. Says where they led,
/// after how many passes, and whether nothing moves any more.
fn sprint(model: &Model, mut state: Vec<f64>) -> (Vec<f64>, usize, bool) {
    let mut before: Option<Quick> = None;
    let mut passes = 0;
    loop {
        passes += 1;
        let of = model.expected(&state);
        let plain = model.plain(&state, &of);
        let stride = largest_step(&state, &plain);
        if stride <= SETTLED {
            return (plain, passes, true);
        }
        if let Some(before) = &before
            && stride > before.goal
        {
            return (before.plain.clone(), passes, false);
        }
        let goal = 0.5 * before.as_ref().map_or(stride, |before| before.goal);
        let aim = model.quick(&state, &of);
        let way = aim.iter().zip(&state).map(|(aim, state)| aim - state).collect();
        let quick = Quick { plain, goal, aim, way };
        state = before.map_or_else(|| quick.aim.clone(), |before| quick.mixed(&before));
        before = Some(quick);
    }
}

/// A quick step.
struct Quick {
    /// Where a plain step led instead.
    plain: Vec<f64>,
    /// How far a plain step may lead after this quick one.
    goal: f64,
    /// Where this one aims, and the way there.
    aim: Vec<f64>,
    way: Vec<f64>,
}

impl Quick {
    /// The point on the line through this aim and the one before from which the next way would be shortest if ways
    /// changed evenly along it. Never further beyond this aim than the two are apart.
    fn mixed(&self, before: &Quick) -> Vec<f64> {
        let (mut along, mut change) = (0.0, 0.0);
        for (way, before) in self.way.iter().zip(&before.way) {
            along += way * (way - before);
            change += (way - before) * (way - before);
        }
        let back = if change > 0.0 { (along / change).clamp(-1.0, 1.0) } else { 0.0 };
        self.aim.iter().zip(&before.aim).map(|(aim, before)| aim - back * (aim - before)).collect()
    }
}

/// The way to the summit: MM steps, every second one followed by a leap.
struct Climb {
    state: Vec<f64>,
    /// Where the last leap began and how far the step before it went, until the leap has proved good.
    plain: Option<(Vec<f64>, f64)>,
}

impl Climb {
    /// Two passes and a leap; or one pass that takes a bad leap back. Says how many passes were made in all,
    /// and whether nothing moves any more.
    fn step(&mut self, model: &Model, passes: usize) -> (usize, bool) {
        let one = model.step(&self.state);
        if let Some((before, stride)) = self.plain.take() {
            // A leap that leads to longer steps than before went too far.
            if largest_step(&self.state, &one) > stride {
                self.state = model.step(&before);
                return (passes + 2, false);
            }
        }
        let two = model.step(&one);
        let stride = largest_step(&one, &two);
        let settled = stride <= SETTLED;
        if !settled && let Some(far) = leap(&self.state, &one, &two) {
            self.plain = Some((two, stride));
            self.state = far;
        } else {
            self.state = two;
        }
        (passes + 2, settled)
    }
}

/// Squared extrapolation from three points in a row; `None` where it would not reach beyond the third.
fn leap(start: &[f64], one: &[f64], two: &[f64]) -> Option<Vec<f64>> {
    let (mut first, mut bend) = (0.0, 0.0);
    for ((a, b), c) in start.iter().zip(one).zip(two) {
        first += (b - a) * (b - a);
        bend += (c - 2.0 * b + a) * (c - 2.0 * b + a);
    }
    let length = (first / bend).sqrt();
    if length.is_nan() || length <= 1.0 {
        return None;
    }
    let length = length.min(1e3);
    let beyond =
        |((a, b), c): ((&f64, &f64), &f64)| a + 2.0 * length * (b - a) + length * length * (c - 2.0 * b + a);
    let far: Vec<f64> = start.iter().zip(one).zip(two).map(beyond).collect();
    far.iter().all(|x| x.abs() < 300.0).then_some(far)
}
