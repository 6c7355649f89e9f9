use crate::Invalid;
use std::collections::BTreeMap;

/// One act of a voter that can be compared with others': a vote on an item, for or against, at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Act {
    /// Index of the voter.
    pub voter: usize,
    /// Index of the item.
    pub item: usize,
    /// For or against; those who vote against each other are not in step.
    pub positive: bool,
    /// When, in any unit.
    pub at: i64,
}

/// When two voters count as marching in step.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Lockstep {
    /// Acts on the same item within about this span are the same act; above zero, in the unit of `at`.
    pub span: i64,
    /// Least weighted Jaccard similarity of two voters, above 0 and up to 1.
    pub similarity: f64,
    /// Least number of acts in common: one coincidence proves nothing. At least two.
    pub shared: usize,
    /// Acts done by more voters than this within one span are left out: that is a crowd, not a ring.
    pub crowd: usize,
}

/// Groups of voters who do the same things at the same times, each sorted, the largest first.
///
/// Two voters are linked when their sets of (item, side, time bin) have a weighted Jaccard similarity of at
/// least `similarity`, each act weighing `1/ln(d + 5)` where d voters did it, and at least `shared` acts in
/// common; clusters are the connected components. Bins are laid twice, half a span apart, so that a bin's
/// edge cannot part a ring. After SynchroTrap (Q. Cao, X. Yang, J. Yu & C. Palow, CCS 2014) with the column
/// weights of FRAUDAR (B. Hooi et al., KDD 2016). At most O(acts × crowd). Refuses parameters outside their
/// ranges.
///
/// ```
/// use ballot::gaming::{Act, Lockstep, lockstep};
/// let rule = Lockstep { span: 60, similarity: 0.6, shared: 3, crowd: 100 };
/// let act = |voter: usize, item: usize, at: usize| Act { voter, item, positive: true, at: at as i64 };
/// let ring = (0..4).flat_map(|voter| (0..5).map(move |item| act(voter, item, item * 900 + voter)));
/// let scattered = |voter, item| act(voter, item, (voter * 7919 + item * 104_729) % 5000);
/// let others = (4..9).flat_map(|voter| (0..5).map(move |item| scattered(voter, item)));
/// let acts: Vec<Act> = ring.chain(others).collect();
/// assert_eq!(lockstep(&acts, &rule)?, [vec![0, 1, 2, 3]]);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn lockstep(acts: &[Act], rule: &Lockstep) -> Result<Vec<Vec<usize>>, Invalid> {
    if rule.span < 1 {
        let (least, most) = (1.0, i64::MAX as f64);
        return Err(Invalid::OutOfRange { what: "span", least, most, found: rule.span as f64 });
    }
    let similarity = Invalid::within("similarity", rule.similarity, f64::MIN_POSITIVE, 1.0)?;
    if rule.shared < 2 {
        let found = rule.shared as f64;
        return Err(Invalid::OutOfRange { what: "acts in common", least: 2.0, most: f64::MAX, found });
    }
    let mut voters: Vec<usize> = acts.iter().map(|act| act.voter).collect();
    voters.sort_unstable();
    voters.dedup();
    let mut rings = Rings { leader: (0..voters.len()).collect() };
    for half in [0, rule.span / 2] {
        let (weights, common) = overlaps(acts, &voters, rule, half);
        for ((a, b), (both, count)) in common {
            let either = weights[a] + weights[b] - both;
            if count >= rule.shared && both >= similarity * either {
                rings.join(a, b);
            }
        }
    }
    let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, voter) in voters.iter().enumerate() {
        clusters.entry(rings.leader_of(place)).or_default().push(*voter);
    }
    let mut clusters: Vec<Vec<usize>> = clusters.into_values().filter(|cluster| cluster.len() > 1).collect();
    clusters.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    Ok(clusters)
}

/// Weight of all acts of each voter, and weight and number of the acts that each two voters share.
type Overlaps = (Vec<f64>, BTreeMap<(usize, usize), (f64, usize)>);

fn overlaps(acts: &[Act], voters: &[usize], rule: &Lockstep, half: i64) -> Overlaps {
    let mut keys: BTreeMap<(usize, bool, i128), Vec<usize>> = BTreeMap::new();
    for act in acts {
        let bin = (i128::from(act.at) + i128::from(half)).div_euclid(i128::from(rule.span));
        let place = voters.partition_point(|voter| *voter < act.voter);
        keys.entry((act.item, act.positive, bin)).or_default().push(place);
    }
    let mut weights = vec![0.0; voters.len()];
    let mut common = BTreeMap::new();
    for together in keys.values_mut() {
        together.sort_unstable();
        together.dedup();
        let weight = 1.0 / libm::log(together.len() as f64 + 5.0);
        together.iter().for_each(|place| weights[*place] += weight);
        if together.len() > rule.crowd {
            continue;
        }
        for (index, a) in together.iter().enumerate() {
            for b in &together[index + 1..] {
                let shared: &mut (f64, usize) = common.entry((*a, *b)).or_default();
                *shared = (shared.0 + weight, shared.1 + 1);
            }
        }
    }
    (weights, common)
}

/// Connected components by union and find.
struct Rings {
    leader: Vec<usize>,
}

impl Rings {
    fn leader_of(&mut self, mut place: usize) -> usize {
        while self.leader[place] != place {
            self.leader[place] = self.leader[self.leader[place]];
            place = self.leader[place];
        }
        place
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.leader_of(a), self.leader_of(b));
        self.leader[a.max(b)] = a.min(b);
    }
}
