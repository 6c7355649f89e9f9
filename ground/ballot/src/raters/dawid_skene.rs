use crate::Invalid;

/// One rater's label for one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Index of the item.
    pub item: usize,
    /// Index of the rater.
    pub rater: usize,
    /// Index of the class chosen.
    pub class: usize,
}

/// What the items probably are, and how each rater labels.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct DawidSkene {
    /// T: for each item the probability of each class; the class shares for an item without labels.
    pub items: Vec<Vec<f64>>,
    /// p: share of each class.
    pub classes: Vec<f64>,
    /// π: for each rater, the chance of choosing a class (column) when the truth is another (row).
    pub raters: Vec<Vec<Vec<f64>>>,
    /// Passes needed.
    pub passes: usize,
    /// Whether no probability moved by more than 10⁻⁹ in the last pass, within 2,000 passes.
    pub settled: bool,
}

impl DawidSkene {
    /// The most probable class of an item, the lower index among equals; `None` for an unknown item.
    pub fn best(&self, item: usize) -> Option<usize> {
        let shares = self.items.get(item)?;
        (0..shares.len()).max_by(|a, b| shares[*a].total_cmp(&shares[*b]).then(b.cmp(a)))
    }

    /// A rater's chance of choosing the true class, over the shares of classes: what a blind rater cannot
    /// hide.
    pub fn accuracy(&self, rater: usize) -> Option<f64> {
        let confusion = self.raters.get(rater)?;
        Some(self.classes.iter().enumerate().map(|(class, share)| share * confusion[class][class]).sum())
    }
}

/// Imagined labels in every cell of a rater's table, so that nobody is taken to be infallible.
const SMOOTHING: f64 = 0.01;

/// Estimates true classes and every rater's habits together by expectation and maximisation.
///
/// E: `T_j(c) ∝ p_c Π_i Π_l π⁽ⁱ⁾_cl^n_ijl`; M: `π⁽ⁱ⁾_cl ∝ Σ_j T_j(c)·n_ijl + 0.01`, `p_c` the mean of T;
/// beginning from the shares of labels. A. P. Dawid & A. M. Skene, "Maximum likelihood estimation of observer
/// error-rates using the EM algorithm", Applied Statistics 28 (1979). A rater who always says the opposite
/// becomes as useful as one who is always right. Labels are sorted first, so their order makes no difference;
/// a rater may label an item more than once. O(labels × classes) per pass. Refuses unknown indexes and fewer
/// than two classes.
///
/// ```
/// use ballot::raters::{Label, dawid_skene};
/// // Rater 2 always says the opposite of raters 0 and 1.
/// let labels: Vec<Label> = (0..20)
///     .flat_map(|item| (0..3).map(move |rater| Label { item, rater, class: (item + rater / 2) % 2 }))
///     .collect();
/// let fit = dawid_skene(20, 3, 2, &labels)?;
/// assert!((0..20).all(|item| fit.best(item) == Some(item % 2)));
/// assert!(fit.accuracy(0).unwrap_or(0.0) > 0.99 && fit.accuracy(2).unwrap_or(1.0) < 0.01);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn dawid_skene(
    items: usize,
    raters: usize,
    classes: usize,
    labels: &[Label],
) -> Result<DawidSkene, Invalid> {
    if classes < 2 {
        return Err(Invalid::Contradiction("labels need two classes to tell anything apart"));
    }
    Invalid::table("number of items", items, classes)?;
    Invalid::table("number of raters", raters, classes.saturating_mul(classes))?;
    let mut sorted = labels.to_vec();
    sorted.sort_unstable();
    for label in &sorted {
        Invalid::index("item", label.item, items)?;
        Invalid::index("rater", label.rater, raters)?;
        Invalid::index("class", label.class, classes)?;
    }
    let mut fit = DawidSkene {
        items: shares(items, classes, &sorted),
        classes: vec![1.0 / classes as f64; classes],
        raters: vec![vec![vec![1.0 / classes as f64; classes]; classes]; raters],
        passes: 0,
        settled: sorted.is_empty(),
    };
    while !fit.settled && fit.passes < 2_000 {
        fit.maximise(&sorted);
        let next = fit.expect(&sorted);
        let moved = next.iter().flatten().zip(fit.items.iter().flatten()).map(|(a, b)| (a - b).abs());
        fit.settled = moved.fold(0.0, f64::max) <= 1e-9;
        fit.items = next;
        fit.passes += 1;
    }
    Ok(fit)
}

/// Share of each label on each item; equal shares where there is none.
fn shares(items: usize, classes: usize, labels: &[Label]) -> Vec<Vec<f64>> {
    let mut counts = vec![vec![0.0; classes]; items];
    for label in labels {
        counts[label.item][label.class] += 1.0;
    }
    counts.iter_mut().for_each(|row| normalise(row));
    counts
}

fn normalise(row: &mut [f64]) {
    let total: f64 = row.iter().sum();
    let equal = 1.0 / row.len().max(1) as f64;
    row.iter_mut().for_each(|x| *x = if total > 0.0 { *x / total } else { equal });
}

impl DawidSkene {
    fn maximise(&mut self, labels: &[Label]) {
        self.raters.iter_mut().flatten().flatten().for_each(|cell| *cell = SMOOTHING);
        for label in labels {
            for (truth, row) in self.raters[label.rater].iter_mut().enumerate() {
                row[label.class] += self.items[label.item][truth];
            }
        }
        self.raters.iter_mut().flatten().for_each(|row| normalise(row));
        self.classes.iter_mut().for_each(|share| *share = 0.0);
        for item in &self.items {
            self.classes.iter_mut().zip(item).for_each(|(share, x)| *share += x);
        }
        normalise(&mut self.classes);
    }

    fn expect(&self, labels: &[Label]) -> Vec<Vec<f64>> {
        // Logarithms, because a product over many raters leaves the range of numbers.
        let log = |x: &f64| libm::log(x.max(f64::MIN_POSITIVE));
        let habits: Vec<Vec<Vec<f64>>> = self
            .raters
            .iter()
            .map(|rater| rater.iter().map(|row| row.iter().map(log).collect()).collect())
            .collect();
        let start: Vec<f64> = self.classes.iter().map(log).collect();
        let mut items = vec![start; self.items.len()];
        for label in labels {
            for (truth, sum) in items[label.item].iter_mut().enumerate() {
                *sum += habits[label.rater][truth][label.class];
            }
        }
        for row in &mut items {
            let largest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            row.iter_mut().for_each(|x| *x = libm::exp(*x - largest));
            normalise(row);
        }
        items
    }
}
