use super::Comparisons;
use crate::{
    Invalid,
    chance::{Chance, Seed},
};

/// The most items for which every pair is weighed; beyond, catching up falls back to random pairs.
const WEIGHED: usize = 1_000;

/// What the next pair is for, besides the random share.
#[derive(Debug, Clone, PartialEq)]
pub enum PairAim {
    /// Pairs that met seldom: `P(pair) ∝ min(0.05, 1/(met + 1))`, as in wiki surveys.
    CatchUp,
    /// Items whose place above or below the cut is uncertain.
    NearCut {
        /// How many items are to be above the cut.
        cut: usize,
        /// Strength of each item, from any model.
        strengths: Vec<f64>,
        /// Standard error of each strength.
        errors: Vec<f64>,
    },
}

/// How pairs are chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct PairRule {
    /// Share of pairs drawn uniformly, at least a fifth, so that the result stays open to audit.
    pub random: f64,
    /// What the others are for.
    pub aim: PairAim,
}

/// Why a pair was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Reason {
    /// Uniformly at random: only these are free of the adaptive choice.
    Random,
    /// These two had met seldom.
    CatchUp,
    /// Their order around the cut is uncertain.
    NearCut,
}

/// A pair to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Pair {
    /// Shown on the left; sides are drawn by a fair coin.
    pub left: usize,
    /// Shown on the right.
    pub right: usize,
    /// Why these two.
    pub reason: Reason,
}

/// Chooses the next pair to show, from the seed alone.
///
/// With probability `random` a uniform pair; otherwise as aimed. Near the cut, a strength is drawn for each
/// item from N(strength, error²) and the pair is the two items that then stand on either side of the cut
/// (Thompson's idea applied to top-k identification). Catching up follows Salganik & Levy (2015): α = 1, τ =
/// 0.05, off above 1,000 items. O(items²) when catching up, else O(items log items). Refuses fewer than two
/// items, a random share below a fifth, a cut that divides nobody.
///
/// ```
/// use ballot::{chance::Seed, pairs::{Comparisons, PairAim, PairRule, next_pair}};
/// let rule = PairRule { random: 0.2, aim: PairAim::CatchUp };
/// let pair = next_pair(&Comparisons::new(5)?, &rule, &Seed::of("visitor 12, question 3"))?;
/// assert_ne!(pair.left, pair.right);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn next_pair(seen: &Comparisons, rule: &PairRule, seed: &Seed) -> Result<Pair, Invalid> {
    let items = seen.items();
    if items < 2 {
        return Err(Invalid::Contradiction("a pair needs two items"));
    }
    let random = Invalid::within("random share", rule.random, 0.2, 1.0)?;
    let mut chance = seed.chance();
    let at_random = chance.unit() < random;
    let (a, b, reason) = match &rule.aim {
        PairAim::NearCut { cut, strengths, errors } => {
            // Checked also when the pair is random, so that a bad rule never passes by luck.
            let (a, b) = straddling(items, *cut, strengths, errors, &mut chance)?;
            (a, b, Reason::NearCut)
        }
        PairAim::CatchUp if items <= WEIGHED && !at_random => {
            let (a, b) = seldom(seen, &mut chance);
            (a, b, Reason::CatchUp)
        }
        PairAim::CatchUp => (0, 1, Reason::Random),
    };
    let (a, b, reason) = if at_random || reason == Reason::Random {
        let a = chance.below(items as u64) as usize;
        let other = chance.below(items as u64 - 1) as usize;
        (a, other + usize::from(other >= a), Reason::Random)
    } else {
        (a, b, reason)
    };
    let swap = chance.below(2) == 1;
    Ok(if swap { Pair { left: b, right: a, reason } } else { Pair { left: a, right: b, reason } })
}

fn seldom(seen: &Comparisons, chance: &mut Chance) -> (usize, usize) {
    let items = seen.items();
    let mut met = vec![0.0; items * items];
    for (a, b, meeting) in seen.meetings() {
        met[a * items + b] = meeting.total();
    }
    let pairs: Vec<(usize, usize)> = (0..items).flat_map(|a| (a + 1..items).map(move |b| (a, b))).collect();
    let weights: Vec<f64> =
        pairs.iter().map(|(a, b)| f64::min(0.05, 1.0 / (met[a * items + b] + 1.0))).collect();
    chance.weighted(&weights).map_or((0, 1), |place| pairs[place])
}

fn straddling(
    items: usize,
    cut: usize,
    strengths: &[f64],
    errors: &[f64],
    chance: &mut Chance,
) -> Result<(usize, usize), Invalid> {
    for (what, list) in [("strengths", strengths), ("errors", errors)] {
        if list.len() != items {
            return Err(Invalid::Length { what, found: list.len(), wanted: items });
        }
        for value in list {
            Invalid::finite(what, *value)?;
        }
    }
    if cut == 0 || cut >= items {
        let most = items as f64 - 1.0;
        return Err(Invalid::OutOfRange { what: "cut", least: 1.0, most, found: cut as f64 });
    }
    let mut drawn: Vec<(f64, usize)> = strengths
        .iter()
        .zip(errors)
        .map(|(mean, error)| mean + error.abs() * chance.normal())
        .zip(0..)
        .collect();
    drawn.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    Ok((drawn[cut - 1].1, drawn[cut].1))
}

/// Chooses the next set for best–worst scaling: near-balanced, from the seed alone.
///
/// Adds the item shown least often, among equals the one that has met those already in the set least often,
/// then by lot; so that over many sets every item and nearly every pair appears equally often. The order
/// within the set is shuffled. `shown` counts each item's appearances, `met` the pairs' (rows of `items`
/// numbers, both halves). O(size² × items). Refuses a set of fewer than two or more than there are items, and
/// tables of the wrong size.
///
/// ```
/// use ballot::{chance::Seed, pairs::next_set};
/// let mut shown = vec![0u64; 6];
/// let mut met = vec![0u64; 36];
/// for number in 0..30u32 {
///     let set = next_set(&shown, &met, 4, &Seed::of(number.to_le_bytes()))?;
///     for a in &set {
///         shown[*a] += 1;
///         for b in set.iter().filter(|b| *b != a) {
///             met[a * 6 + b] += 1;
///         }
///     }
/// }
/// assert_eq!(shown, [20; 6]);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn next_set(shown: &[u64], met: &[u64], size: usize, seed: &Seed) -> Result<Vec<usize>, Invalid> {
    let items = shown.len();
    if size < 2 || size > items {
        let most = items as f64;
        return Err(Invalid::OutOfRange { what: "size of a set", least: 2.0, most, found: size as f64 });
    }
    if Some(met.len()) != items.checked_mul(items) {
        return Err(Invalid::Length {
            what: "table of meetings",
            found: met.len(),
            wanted: items.saturating_mul(items),
        });
    }
    let mut chance = seed.chance();
    let mut lots: Vec<usize> = (0..items).collect();
    chance.shuffle(&mut lots);
    let mut set: Vec<usize> = Vec::with_capacity(size);
    while set.len() < size {
        let together =
            |item: usize| set.iter().map(|other| met[item * items + other]).fold(0, u64::saturating_add);
        let left = (0..items).filter(|item| !set.contains(item));
        let next = left.min_by_key(|item| (shown[*item], together(*item), lots[*item]));
        set.extend(next);
    }
    chance.shuffle(&mut set);
    Ok(set)
}
