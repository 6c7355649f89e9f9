use crate::Invalid;

/// One rater's judgement: which of two items is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judgement {
    /// Index of the rater.
    pub rater: usize,
    /// The item judged better.
    pub winner: usize,
    /// The other item.
    pub loser: usize,
}

/// Strengths of items and care of raters, fitted together.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Crowd {
    /// Logarithm of each item's strength, with mean zero.
    pub strengths: Vec<f64>,
    /// η of each rater: the chance of judging as the strengths say. 1 is careful, ½ guesses, below ½ has the
    /// sides mixed up.
    pub care: Vec<f64>,
    /// Whether the fit settled within 5,000 passes.
    pub settled: bool,
}

/// Fits items and raters together, so that careless raters lose their say without being thrown out.
///
/// `P_k(i beats j) = η_k·π_i/(π_i+π_j) + (1−η_k)·π_j/(π_i+π_j)`: Crowd-BT (X. Chen, P. Bennett, K.
/// Collins-Thompson & E. Horvitz, WSDM 2013), here fitted to all judgements at once by expectation and
/// maximisation: the chance that a judgement was careful weighs it, then `η_k ← (8 + Σ careful)/(10 + n_k)`
/// (a Beta(9, 3) prior: raters are usually careful, which also settles which side is up), and strengths move
/// by one MM step of [`bradley_terry`](super::bradley_terry) with the same `prior`, above zero. Judgements
/// are sorted first, so their order makes no difference. O(judgements) per pass.
///
/// ```
/// use ballot::pairs::{Judgement, crowd};
/// // Raters 0, 1 and 2 agree that 0 > 1 > 2; rater 3 says the opposite, over and over.
/// let pairs = [(0, 1), (1, 2), (0, 2)];
/// let judgements: Vec<Judgement> = (0..4)
///     .flat_map(|rater| pairs.iter().cycle().take(12).map(move |(a, b)| match rater {
///         3 => Judgement { rater, winner: *b, loser: *a },
///         _ => Judgement { rater, winner: *a, loser: *b },
///     }))
///     .collect();
/// let fit = crowd(3, 4, &judgements, 0.5)?;
/// assert!(fit.strengths[0] > fit.strengths[1] && fit.strengths[1] > fit.strengths[2]);
/// assert!(fit.care[0] > 0.9 && fit.care[3] < 0.5);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn crowd(items: usize, raters: usize, judgements: &[Judgement], prior: f64) -> Result<Crowd, Invalid> {
    let prior = Invalid::within("prior", prior, 1e-9, 1e9)?;
    Invalid::table("number of items", items, 1)?;
    Invalid::table("number of raters", raters, 1)?;
    let mut sorted = judgements.to_vec();
    sorted.sort_unstable();
    for judgement in &sorted {
        Invalid::index("rater", judgement.rater, raters)?;
        Invalid::index("item", judgement.winner, items)?;
        Invalid::index("item", judgement.loser, items)?;
        if judgement.winner == judgement.loser {
            return Err(Invalid::Repeated { what: "item in one comparison", index: judgement.winner });
        }
    }
    let mut fit = Crowd { strengths: vec![0.0; items], care: vec![0.75; raters], settled: sorted.is_empty() };
    for _ in 0..5_000 {
        if fit.settled {
            break;
        }
        let moved = fit.pass(&sorted, prior);
        fit.settled = moved <= 1e-9;
    }
    Ok(fit)
}

impl Crowd {
    /// One pass; says how far anything moved.
    fn pass(&mut self, judgements: &[Judgement], prior: f64) -> f64 {
        let strengths: Vec<f64> = self.strengths.iter().map(|theta| libm::exp(*theta)).collect();
        let mut wins = vec![prior; strengths.len()];
        let mut expected = vec![prior; strengths.len()];
        // Beta(9, 3): eight careful and two careless judgements imagined beforehand.
        let mut careful = vec![8.0; self.care.len()];
        let mut judged = vec![10.0; self.care.len()];
        for judgement in judgements {
            let (w, l) = (judgement.winner, judgement.loser);
            let chance = strengths[w] / (strengths[w] + strengths[l]);
            let care = self.care[judgement.rater];
            let (right, wrong) = (care * chance, (1.0 - care) * (1.0 - chance));
            let weight = if right + wrong > 0.0 { right / (right + wrong) } else { 0.5 };
            careful[judgement.rater] += weight;
            judged[judgement.rater] += 1.0;
            wins[w] += weight;
            wins[l] += 1.0 - weight;
            let part = 1.0 / (strengths[w] + strengths[l]);
            expected[w] += part;
            expected[l] += part;
        }
        let mut next: Vec<f64> = wins
            .iter()
            .zip(expected)
            .map(|(wins, expected)| libm::log(wins / expected).clamp(-300.0, 300.0))
            .collect();
        let mean = next.iter().sum::<f64>() / next.len().max(1) as f64;
        next.iter_mut().for_each(|theta| *theta -= mean);
        let care: Vec<f64> = careful.iter().zip(judged).map(|(careful, judged)| careful / judged).collect();
        let far = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max);
        let moved = far(&next, &self.strengths).max(far(&care, &self.care));
        (self.strengths, self.care) = (next, care);
        moved
    }
}
