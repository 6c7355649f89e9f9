use crate::Invalid;

/// Support of one item, raw and effective, always published together.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Support {
    /// Everybody who supports it.
    pub raw: u64,
    /// `Σ n_c^a`: supporters outside clusters count one each, a cluster of n counts n^a.
    pub effective: f64,
}

/// Effective support `Σ_c n_c^a` of an item whose supporters belong to the given clusters (`None`: to no
/// cluster).
///
/// With a = ½ a ring of a hundred counts like ten people: enough not to punish a class that votes together,
/// too little to win by stuffing. a = 1 is raw support. The same idea as in quadratic funding against
/// collusion (J. Miller, E. G. Weyl & L. Erichsen, "Beyond collusion resistance", 2022). O(n log n). Refuses
/// an exponent outside 0 … 1.
///
/// ```
/// use ballot::gaming::effective;
/// let supporters: Vec<Option<usize>> = [vec![None; 5], vec![Some(0); 9], vec![Some(3); 4]].concat();
/// let support = effective(&supporters, 0.5)?;
/// assert_eq!((support.raw, support.effective), (18, 5.0 + 3.0 + 2.0));
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn effective(cluster_of: &[Option<usize>], exponent: f64) -> Result<Support, Invalid> {
    let exponent = Invalid::within("exponent", exponent, 0.0, 1.0)?;
    let mut clusters: Vec<usize> = cluster_of.iter().flatten().copied().collect();
    clusters.sort_unstable();
    let alone = (cluster_of.len() - clusters.len()) as f64;
    let weight =
        |size: usize| if exponent == 0.5 { (size as f64).sqrt() } else { libm::pow(size as f64, exponent) };
    let together: f64 = clusters.chunk_by(|a, b| a == b).map(|cluster| weight(cluster.len())).sum();
    Ok(Support { raw: cluster_of.len() as u64, effective: alone + together })
}

/// What becomes of the outcome without one cluster.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Without<T> {
    /// Which cluster was left out.
    pub cluster: usize,
    /// The outcome without it.
    pub outcome: T,
    /// Whether that differs from the outcome with everybody.
    pub changes: bool,
}

/// Recounts with everybody, and then without each cluster in turn.
///
/// `recount` gets the voters to leave out (none at first) and may use any method of this crate. When no entry
/// changes, the suspicion does not matter: do nothing. One count per cluster and one more.
///
/// ```
/// use ballot::gaming::without_each;
/// let votes = [(0, 'a'), (1, 'a'), (2, 'b'), (3, 'b'), (4, 'b'), (5, 'a'), (6, 'b')];
/// let most = |without: &[usize]| {
///     let counted = |item| votes.iter().filter(move |(_, vote)| *vote == item);
///     let count = |item| counted(item).filter(|(voter, _)| !without.contains(voter)).count();
///     if count('a') > count('b') { 'a' } else { 'b' }
/// };
/// let (outcome, recounts) = without_each(&[vec![2, 3], vec![0, 1]], most);
/// assert_eq!(outcome, 'b');
/// assert_eq!(recounts.iter().map(|r| r.changes).collect::<Vec<_>>(), [true, false]);
/// ```
pub fn without_each<T: PartialEq>(
    clusters: &[Vec<usize>],
    mut recount: impl FnMut(&[usize]) -> T,
) -> (T, Vec<Without<T>>) {
    let full = recount(&[]);
    let mut recounts = Vec::with_capacity(clusters.len());
    for (cluster, voters) in clusters.iter().enumerate() {
        let outcome = recount(voters);
        let changes = outcome != full;
        recounts.push(Without { cluster, outcome, changes });
    }
    (full, recounts)
}
