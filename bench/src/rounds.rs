//! Rounds that take turns: whatever else the machine does, it does to both sides.

use anyhow::Result;
use hdrhistogram::Histogram;
use std::time::{Duration, Instant};

/// What one side did in one round.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// Times a second.
    pub rate: f64,
    /// Half took no longer.
    pub median: Duration,
    /// All but one in a hundred took no longer.
    pub p99: Duration,
}

/// Counts and times what happens in one round.
#[derive(Debug)]
pub struct Watch {
    began: Instant,
    took: Histogram<u64>,
}

impl Default for Watch {
    fn default() -> Self {
        let took = Histogram::new_with_bounds(1, 120_000_000, 3);
        Self { began: Instant::now(), took: took.unwrap_or_else(|_| unreachable!("the bounds are in order")) }
    }
}

impl Watch {
    /// Notes how long one took.
    pub fn note(&mut self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.took.saturating_record(micros);
    }

    /// Adds what another watch saw meanwhile.
    pub fn add(&mut self, other: &Self) {
        // Both have the same bounds.
        let _ = self.took.add(&other.took);
    }

    /// How many were noted.
    pub fn count(&self) -> u64 {
        self.took.len()
    }

    /// The figures of the round that ends now.
    pub fn figures(&self) -> Figures {
        let at = |share| Duration::from_micros(self.took.value_at_quantile(share));
        let rate = self.took.len() as f64 / self.began.elapsed().as_secs_f64();
        Figures { rate, median: at(0.5), p99: at(0.99) }
    }
}

/// One side of a measurement: it runs one round each time it is called.
pub type Side<'a> = &'a mut dyn FnMut() -> Result<Figures>;

/// Has all sides run so many rounds in turn, after one to warm up that does not count. Every other round goes backwards,
/// so that nobody always runs in another's wake.
///
/// # Errors
/// A side's.
pub fn interleaved<const SIDES: usize>(
    rounds: usize,
    sides: [Side<'_>; SIDES],
) -> Result<Vec<[Figures; SIDES]>> {
    let mut all = Vec::with_capacity(rounds);
    for round in 0..=rounds {
        let nothing = Figures { rate: 0.0, median: Duration::ZERO, p99: Duration::ZERO };
        let mut figures = [nothing; SIDES];
        for turn in 0..SIDES {
            let side = if round % 2 == 0 { turn } else { SIDES - 1 - turn };
            figures[side] = sides[side]()?;
        }
        if round > 0 {
            all.push(figures);
        }
    }
    Ok(all)
}

/// The middle one; of an even number the mean of the two.
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.as_slice() {
        [] => f64::NAN,
        sorted if sorted.len() % 2 == 1 => sorted[middle],
        sorted => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

/// The median over the rounds of one figure to another of the same round.
pub fn ratio<const SIDES: usize>(
    rounds: &[[Figures; SIDES]],
    of: impl Fn(&[Figures; SIDES]) -> f64,
    to: impl Fn(&[Figures; SIDES]) -> f64,
) -> f64 {
    median(rounds.iter().map(|round| of(round) / to(round)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_run_every_round_and_take_turns_in_going_first() {
        let order = std::cell::RefCell::new(String::new());
        let side = |name| {
            let order = &order;
            move || {
                order.borrow_mut().push(name);
                Ok(Figures { rate: 1.0, median: Duration::ZERO, p99: Duration::ZERO })
            }
        };
        let (mut a, mut b) = (side('a'), side('b'));
        let rounds = interleaved(3, [&mut a, &mut b]).expect("rounds");
        assert_eq!((rounds.len(), order.borrow().as_str()), (3, "abbaabba"));
    }

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median([3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median([4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median([]).is_nan());
    }
}
