use super::Act;
use crate::Invalid;
use std::collections::BTreeMap;

/// More votes on an item within one hour (or other span) than the round itself can explain.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Burst {
    /// Index of the item.
    pub item: usize,
    /// First instant of the span.
    pub from: i64,
    /// Votes that arrived.
    pub arrived: u64,
    /// Votes that the item's share of the round's traffic in that span leads one to expect.
    pub expected: f64,
    /// Chance of at least so many by a Poisson distribution, already multiplied by the number of spans looked
    /// at.
    pub chance: f64,
}

/// Finds bursts against the round's own profile, the least likely first.
///
/// Votes are counted per item and span. An item with n votes is expected to get `n · (v + ½)/(V + s/2)` of
/// them in a span that brought the *other* items v of V votes over s spans, so a busy hour of the whole round
/// is no burst. Reported when `P(Poisson ≥ arrived)` times the number of spans and items stays below `alpha`
/// (Bonferroni). A burst is a reason to look, not a proof: a newsletter looks alike. O(acts log acts).
/// Refuses a span below one and an alpha outside 0 … 1.
///
/// ```
/// use ballot::gaming::{Act, bursts};
/// let steady = (0..200).map(|n| Act { voter: n, item: n % 4, positive: true, at: n as i64 * 1800 });
/// let rush = (0..40).map(|n| Act { voter: 1000 + n, item: 2, positive: true, at: 90_000 + n as i64 });
/// let acts: Vec<Act> = steady.chain(rush).collect();
/// let found = bursts(&acts, 3600, 0.001)?;
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].item, found[0].from), (2, 90_000));
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn bursts(acts: &[Act], span: i64, alpha: f64) -> Result<Vec<Burst>, Invalid> {
    if span < 1 {
        let (least, most) = (1.0, i64::MAX as f64);
        return Err(Invalid::OutOfRange { what: "span", least, most, found: span as f64 });
    }
    let alpha = Invalid::within("alpha", alpha, 0.0, 1.0)?;
    let mut cells: BTreeMap<(usize, i64), u64> = BTreeMap::new();
    let (mut items, mut spans) = (BTreeMap::new(), BTreeMap::new());
    for act in acts {
        let bin = act.at.div_euclid(span);
        *cells.entry((act.item, bin)).or_default() += 1;
        *items.entry(act.item).or_insert(0u64) += 1;
        *spans.entry(bin).or_insert(0u64) += 1;
    }
    let looks = (items.len() * spans.len()) as f64;
    let mut found = Vec::new();
    for ((item, bin), arrived) in cells {
        let (own, here) = (items[&item], spans[&bin] - arrived);
        let all = acts.len() as u64 - own;
        let share = (here as f64 + 0.5) / (all as f64 + 0.5 * spans.len() as f64);
        let expected = own as f64 * share;
        let chance = (poisson_at_least(arrived, expected) * looks).min(1.0);
        if chance < alpha {
            found.push(Burst { item, from: bin.saturating_mul(span), arrived, expected, chance });
        }
    }
    found.sort_by(|a, b| a.chance.total_cmp(&b.chance).then((a.item, a.from).cmp(&(b.item, b.from))));
    Ok(found)
}

/// `P(X ≥ k)` of a Poisson distribution with this mean, summed from the largest term down.
fn poisson_at_least(k: u64, mean: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    let k = k as f64;
    if k <= mean {
        // The lower tail is the smaller sum here.
        return (1.0 - tail(k - 1.0, mean, |j| j / mean, -1.0)).clamp(0.0, 1.0);
    }
    tail(k, mean, |j| mean / (j + 1.0), 1.0).min(1.0)
}

/// Sum of Poisson terms beginning at `from`, each `ratio` times the one before, walking by `step`.
fn tail(from: f64, mean: f64, ratio: impl Fn(f64) -> f64, step: f64) -> f64 {
    let mut term = libm::exp(from * libm::log(mean) - mean - libm::lgamma(from + 1.0));
    let (mut sum, mut j) = (0.0, from);
    while j >= 0.0 && term > 0.0 && term >= sum * 1e-17 {
        sum += term;
        term *= ratio(j);
        j += step;
    }
    sum
}

/// Share of an item's voters for whom this is the only act in the round, 0 … 1; 0 without voters. High shares
/// are typical of called-in friends as of stuffing: a figure to show beside others. O(acts log acts).
///
/// ```
/// use ballot::gaming::{Act, only_act};
/// let act = |voter, item| Act { voter, item, positive: true, at: 0 };
/// assert_eq!(only_act(&[act(0, 7), act(1, 7), act(1, 8)], 7), 0.5);
/// ```
pub fn only_act(acts: &[Act], item: usize) -> f64 {
    let mut counts: BTreeMap<usize, (bool, u64)> = BTreeMap::new();
    for act in acts {
        let count = counts.entry(act.voter).or_default();
        *count = (count.0 || act.item == item, count.1 + 1);
    }
    let voters = counts.values().filter(|(voted, _)| *voted).count();
    let single = counts.values().filter(|(voted, acts)| *voted && *acts == 1).count();
    if voters == 0 { 0.0 } else { single as f64 / voters as f64 }
}

/// Shannon's entropy of counts in bits: how varied the places are that voters came from. 0 when all came from
/// one.
///
/// ```
/// assert_eq!(ballot::gaming::entropy(&[5, 5, 5, 5]), 2.0);
/// assert_eq!(ballot::gaming::entropy(&[9, 0]), 0.0);
/// ```
pub fn entropy(counts: &[u64]) -> f64 {
    let total: f64 = counts.iter().map(|count| *count as f64).sum();
    let shares = counts.iter().filter(|count| **count > 0).map(|count| *count as f64 / total);
    shares.map(|share| -share * libm::log2(share)).sum::<f64>().max(0.0)
}
