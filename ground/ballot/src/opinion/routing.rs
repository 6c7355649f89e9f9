use super::{Count, Tallies};
use crate::{Invalid, chance::Seed};

/// Weight of a statement about the conversation itself.
const META: f64 = 49.0;

/// Whether routing still tells statements apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Health {
    /// Priorities differ, or there is nothing to tell apart.
    Healthy,
    /// All priorities are equal though the statements are not: everybody is drawn uniformly and nobody
    /// noticed.
    Degenerate,
    /// A priority is negative or not a number.
    Broken,
}

/// Which statement to show next: those that may matter, divide, or have hardly been seen.
///
/// ```
/// use ballot::{chance::Seed, opinion::{Count, Health, Routing, Tallies}};
/// let count = |agree, seen| Count { agree, disagree: seen - agree, seen };
/// let tallies = Tallies::from_counts(&[vec![count(20, 40), count(0, 0), count(1, 40)]])?;
/// let routing = Routing::new(&tallies, &[1.0, 0.0, 0.2], &[false; 3])?;
/// assert!(routing.priorities()[1] > routing.priorities()[0], "nobody has seen it yet");
/// assert!(routing.priorities()[0] > routing.priorities()[2]);
/// assert_eq!(routing.health(), Health::Healthy);
/// assert_eq!(routing.next(&[2], &Seed::of("reader"))?, Some(2));
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Routing {
    priorities: Vec<f64>,
    alike: bool,
    meta: Vec<bool>,
}

impl Routing {
    /// Priorities from the votes of all groups, each statement's extremity E
    /// ([`Landscape::extremities`](super::Landscape::extremities)) and whether it is about the conversation
    /// itself ("meta").
    ///
    /// With A agreements and P passes among S votes: `importance = (1 − (P+1)/(S+2))·(E+1)·(A+1)/(S+2)`,
    /// `priority = (importance·(1 + 8·2^(−S/5)))²`, 49 for meta statements. As the Polis server computes it;
    /// Small et al. 2021. Refuses lists of other lengths and extremities below zero.
    pub fn new(tallies: &Tallies, extremities: &[f64], meta: &[bool]) -> Result<Routing, Invalid> {
        let wanted = tallies.statements();
        for (what, found) in [("extremities", extremities.len()), ("meta flags", meta.len())] {
            if found != wanted {
                return Err(Invalid::Length { what, found, wanted });
            }
        }
        let mut priorities = Vec::with_capacity(wanted);
        let mut inputs = Vec::with_capacity(wanted);
        for (statement, extremity) in extremities.iter().enumerate() {
            let extremity = Invalid::within("extremity", *extremity, 0.0, 1e100)?;
            let count = tallies.total(statement);
            priorities.push(if meta[statement] { META } else { priority(count, extremity) });
            inputs.push((count, extremity, meta[statement]));
        }
        let alike = inputs.windows(2).all(|pair| pair[0] == pair[1]);
        Ok(Routing { priorities, alike, meta: meta.to_vec() })
    }

    /// Weight of each statement in the draw.
    pub fn priorities(&self) -> &[f64] {
        &self.priorities
    }

    /// Whether the priorities still tell unlike statements apart.
    pub fn health(&self) -> Health {
        if self.alike { Health::Healthy } else { Routing::check(&self.priorities, &self.meta) }
    }

    /// The same check for priorities that came from elsewhere: all equal with not every statement meta is
    /// degenerate.
    ///
    /// A real conversation was stored with 49 for all of its 29 statements though none was meta.
    ///
    /// ```
    /// use ballot::opinion::{Health, Routing};
    /// assert_eq!(Routing::check(&[49.0; 29], &[false; 29]), Health::Degenerate);
    /// assert_eq!(Routing::check(&[49.0; 2], &[true; 2]), Health::Healthy);
    /// assert_eq!(Routing::check(&[1.0, f64::NAN], &[false; 2]), Health::Broken);
    /// ```
    pub fn check(priorities: &[f64], meta: &[bool]) -> Health {
        if priorities.iter().any(|priority| !priority.is_finite() || *priority < 0.0) {
            return Health::Broken;
        }
        let equal = priorities.windows(2).all(|pair| pair[0] == pair[1]);
        let all_meta = meta.len() == priorities.len() && meta.iter().all(|meta| *meta);
        if equal && priorities.len() > 1 && !all_meta { Health::Degenerate } else { Health::Healthy }
    }

    /// Draws one of the statements this person has not seen, with probability proportional to priority;
    /// `None` when there is none left.
    pub fn next(&self, unseen: &[usize], seed: &Seed) -> Result<Option<usize>, Invalid> {
        let mut unseen = unseen.to_vec();
        unseen.sort_unstable();
        unseen.dedup();
        let mut weights = Vec::with_capacity(unseen.len());
        for statement in &unseen {
            weights.push(self.priorities[Invalid::index("statement", *statement, self.priorities.len())?]);
        }
        Ok(seed.chance().weighted(&weights).map(|place| unseen[place]))
    }
}

fn priority(count: Count, extremity: f64) -> f64 {
    let (agree, seen) = (count.agree as f64, count.seen as f64);
    let passes = count.seen.saturating_sub(count.agree.saturating_add(count.disagree)) as f64;
    let importance = (1.0 - (passes + 1.0) / (seen + 2.0)) * (extremity + 1.0) * (agree + 1.0) / (seen + 2.0);
    let novelty = 1.0 + 8.0 * libm::exp2(-seen / 5.0);
    (importance * novelty) * (importance * novelty)
}
