use super::Pairwise;
use crate::{Invalid, ties::TieRule};

/// What Schulze's method says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Schulze {
    /// All candidates, best first; ties broken by the stated rule.
    pub order: Vec<usize>,
    /// The winners before any tie was broken: nobody has a stronger path to them than they have back.
    pub winners: Vec<usize>,
    /// Who is preferred to everybody in direct comparison, when such a candidate exists.
    pub condorcet: Option<usize>,
    /// Strength of the strongest path from row to column, in ballots (winning votes); 0 where there is none.
    pub strengths: Vec<Vec<u64>>,
}

/// Schulze's method with winning votes.
///
/// The strength of a path is its weakest link, `p[i,j] = max over k of min(p[i,k], p[k,j])`, starting from
/// the ballots that prefer i to j where they are more than the reverse; i is better than j when `p[i,j] >
/// p[j,i]`. That relation has no cycles; where it leaves candidates undecided, the one with fewer candidates
/// above it comes first, then the tie rule decides. M. Schulze, "A new monotonic, clone-independent, reversal
/// symmetric, and Condorcet-consistent single-winner election method", Social Choice and Welfare 36 (2011).
/// O(candidates³), whatever the number of ballots.
///
/// ```
/// use ballot::{chance::Seed, ranked::{Pairwise, Ranking, schulze}, ties::TieRule};
/// let mut tally = Pairwise::new(3)?;
/// for (ranking, count) in [([0, 1, 2], 4), ([1, 2, 0], 3), ([2, 0, 1], 2)] {
///     tally.add(&Ranking::strict(ranking)?, count)?;
/// }
/// let result = schulze(&tally, &TieRule::Lots(Seed::of("hall")))?;
/// assert_eq!(result.condorcet, None); // a cycle
/// assert_eq!(result.order, [0, 1, 2]); // broken at its weakest link, 2 over 0 with 5 of 9
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn schulze(tally: &Pairwise, ties: &TieRule) -> Result<Schulze, Invalid> {
    let candidates = tally.candidates();
    let places = ties.places(candidates)?;
    let strengths = strongest_paths(tally);
    let above = |j: usize| (0..candidates).filter(|i| strengths[*i][j] > strengths[j][*i]).count();
    let mut order: Vec<(usize, usize, usize)> = (0..candidates).map(|c| (above(c), places[c], c)).collect();
    order.sort_unstable();
    Ok(Schulze {
        winners: (0..candidates).filter(|c| above(*c) == 0).collect(),
        order: order.into_iter().map(|(_, _, candidate)| candidate).collect(),
        condorcet: tally.condorcet_winner(),
        strengths,
    })
}

fn strongest_paths(tally: &Pairwise) -> Vec<Vec<u64>> {
    let n = tally.candidates();
    let link = |i, j| if tally.prefer(i, j) > tally.prefer(j, i) { tally.prefer(i, j) } else { 0 };
    let mut paths: Vec<Vec<u64>> = (0..n).map(|i| (0..n).map(|j| link(i, j)).collect()).collect();
    for through in 0..n {
        for from in (0..n).filter(|from| *from != through) {
            for to in (0..n).filter(|to| *to != from && *to != through) {
                let detour = paths[from][through].min(paths[through][to]);
                paths[from][to] = paths[from][to].max(detour);
            }
        }
    }
    paths
}
