use std::collections::BTreeMap;

/// How alike two divisions of the same people are: the adjusted Rand index, 1 for the same division, about 0 for what
/// chance gives, below where they are less alike than that.
///
/// `(Σ C(nᵢⱼ, 2) − e)/((Σ C(aᵢ, 2) + Σ C(bⱼ, 2))/2 − e)` with `e = Σ C(aᵢ, 2)·Σ C(bⱼ, 2)/C(n, 2)`, where nᵢⱼ people are
/// in group i of the one and j of the other. L. Hubert & P. Arabie, "Comparing partitions", Journal of Classification 2,
/// 1985. Counts the people that both divide. Nothing where that says nothing: fewer than two people, or both divisions
/// put everybody together or everybody apart. O(n log groups).
///
/// ```
/// use ballot::opinion::likeness;
/// let ours = [Some(0), Some(0), Some(1), Some(1), None];
/// assert_eq!(likeness(&ours, &[Some(7), Some(7), Some(3), Some(3), Some(3)]), Some(1.0));
/// let crossed = likeness(&ours, &[Some(0), Some(1), Some(0), Some(1), None]).unwrap();
/// assert!((crossed + 0.5).abs() < 1e-12);
/// assert_eq!(likeness(&ours, &[None; 5]), None);
/// ```
pub fn likeness(ours: &[Option<usize>], theirs: &[Option<usize>]) -> Option<f64> {
    let (mut cells, mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut all = 0_u64;
    for (a, b) in ours.iter().zip(theirs).filter_map(|(a, b)| Some((a.as_ref()?, b.as_ref()?))) {
        *cells.entry((a, b)).or_insert(0_u64) += 1;
        *rows.entry(a).or_insert(0_u64) += 1;
        *columns.entry(b).or_insert(0_u64) += 1;
        all += 1;
    }
    let pairs = |n: &u64| *n as f64 * (*n as f64 - 1.0) / 2.0;
    let cells: f64 = cells.values().map(pairs).sum();
    let (rows, columns): (f64, f64) = (rows.values().map(pairs).sum(), columns.values().map(pairs).sum());
    let expected = rows * columns / pairs(&all);
    let index = (cells - expected) / ((rows + columns) / 2.0 - expected);
    index.is_finite().then_some(index)
}
