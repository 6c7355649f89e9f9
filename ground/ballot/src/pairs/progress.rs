use crate::Invalid;

/// How far the evidence has come towards a decision at a cut.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Progress {
    /// Items that are clear of the cut: their interval lies on one side.
    pub clear: usize,
    /// Number of items.
    pub items: usize,
    /// Mean over items of how much of the evidence needed is there, 0 … 1.
    pub share: f64,
    /// Items still undecided, the least certain first.
    pub undecided: Vec<usize>,
}

/// Progress towards knowing which items belong to the best `cut`.
///
/// The cut lies halfway between the strengths ranked `cut` and `cut + 1`. An item is clear when it lies `z`
/// standard errors away from it. Since errors shrink with the root of the number of comparisons, an item at
/// `d` errors has `min(1, (d/z)²)` of the evidence it needs. Items that truly tie at the cut never become
/// clear: then a lottery among them is the honest answer. Own construction. O(items log items). Refuses lists
/// of unlike length, figures that are not finite, `z` not above zero and a cut that divides nobody.
///
/// ```
/// let progress = ballot::pairs::progress(&[2.0, 0.1, -0.1, -2.0], &[0.3; 4], 2, 1.96)?;
/// assert_eq!(progress.clear, 2);
/// assert_eq!(progress.undecided, [1, 2]);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn progress(strengths: &[f64], errors: &[f64], cut: usize, z: f64) -> Result<Progress, Invalid> {
    let items = strengths.len();
    if errors.len() != items {
        return Err(Invalid::Length { what: "errors", found: errors.len(), wanted: items });
    }
    if cut == 0 || cut >= items {
        let most = items as f64 - 1.0;
        return Err(Invalid::OutOfRange { what: "cut", least: 1.0, most, found: cut as f64 });
    }
    let z = Invalid::within("z", z, 1e-9, 1e6)?;
    let mut sorted = Vec::with_capacity(items);
    for (strength, error) in strengths.iter().zip(errors) {
        sorted.push(Invalid::within("strength", *strength, -1e300, 1e300)?);
        Invalid::within("error", *error, 0.0, 1e300)?;
    }
    sorted.sort_by(|a, b| b.total_cmp(a));
    let line = 0.5 * sorted[cut - 1] + 0.5 * sorted[cut];
    let have: Vec<f64> = strengths
        .iter()
        .zip(errors)
        .map(|(strength, error)| match (strength - line).abs() {
            0.0 => 0.0,
            away if *error == 0.0 || away >= z * error => 1.0,
            away => (away / (z * error)) * (away / (z * error)),
        })
        .collect();
    let mut undecided: Vec<usize> = (0..items).filter(|item| have[*item] < 1.0).collect();
    undecided.sort_by(|a, b| have[*a].total_cmp(&have[*b]).then(a.cmp(b)));
    Ok(Progress {
        clear: items - undecided.len(),
        items,
        share: have.iter().sum::<f64>() / items as f64,
        undecided,
    })
}
