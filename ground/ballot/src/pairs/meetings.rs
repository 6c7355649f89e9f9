//! Where the results of pairs are kept: by hash while few pairs met, as a table of all pairs once many did.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

/// A table is worth its memory once one pair in so many has met.
const SPARSE: usize = 16;
/// The largest table, in pairs: 64 MiB.
const LARGEST: usize = (64 << 20) / size_of::<Meeting>();

/// Results of two items against each other, the lower index first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Meeting {
    pub(super) lower_wins: u64,
    pub(super) upper_wins: u64,
    pub(super) ties: u64,
}

impl Meeting {
    pub(super) fn total(&self) -> f64 {
        self.lower_wins as f64 + self.upper_wins as f64 + self.ties as f64
    }
}

/// Two different items, the lower first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) lower: u32,
    pub(super) upper: u32,
}

impl Pair {
    fn key(self) -> u64 {
        u64::from(self.lower) << 32 | u64::from(self.upper)
    }

    /// Its place in a table of all pairs of so many items, by ascending indexes.
    fn place(self, items: usize) -> usize {
        let (lower, upper) = (self.lower as usize, self.upper as usize);
        lower * (2 * items - lower - 1) / 2 + upper - lower - 1
    }
}

/// What is known of every pair.
#[derive(Debug, Clone)]
pub(super) struct Meetings {
    items: usize,
    kept: Kept,
}

#[derive(Debug, Clone)]
enum Kept {
    Few(HashMap<u64, Meeting, BuildHasherDefault<Mixed>>),
    All(Vec<Meeting>),
}

impl Meetings {
    pub(super) fn new(items: usize) -> Meetings {
        Meetings { items, kept: Kept::Few(HashMap::default()) }
    }

    pub(super) fn get(&self, pair: Pair) -> Option<&Meeting> {
        match &self.kept {
            Kept::Few(few) => few.get(&pair.key()),
            Kept::All(all) => {
                all.get(pair.place(self.items)).filter(|meeting| **meeting != Meeting::default())
            }
        }
    }

    /// Changes what is known of a pair; what returns to nothing is forgotten.
    pub(super) fn change<T>(&mut self, pair: Pair, change: impl FnOnce(&mut Meeting) -> T) -> T {
        match &mut self.kept {
            Kept::All(all) => change(&mut all[pair.place(self.items)]),
            Kept::Few(few) => {
                let meeting = few.entry(pair.key()).or_default();
                let done = change(meeting);
                if *meeting == Meeting::default() {
                    few.remove(&pair.key());
                }
                self.spread();
                done
            }
        }
    }

    /// Goes over to a table when it has become worth it.
    fn spread(&mut self) {
        let Kept::Few(few) = &self.kept else { return };
        let pairs = self.items.saturating_mul(self.items.saturating_sub(1)) / 2;
        if pairs <= LARGEST && few.len() > pairs / SPARSE {
            let mut all = vec![Meeting::default(); pairs];
            self.each_few().for_each(|(pair, meeting)| all[pair.place(self.items)] = meeting);
            self.kept = Kept::All(all);
        }
    }

    fn each_few(&self) -> impl Iterator<Item = (Pair, Meeting)> {
        let few = match &self.kept {
            Kept::Few(few) => Some(few),
            Kept::All(_) => None,
        };
        let pair = |key: u64| Pair { lower: (key >> 32) as u32, upper: key as u32 };
        few.into_iter().flatten().map(move |(key, meeting)| (pair(*key), *meeting))
    }

    /// All pairs that met, by ascending indexes, so that no sum depends on the order of votes.
    pub(super) fn sorted(&self) -> Vec<(usize, usize, Meeting)> {
        let ends = |pair: Pair, meeting| (pair.lower as usize, pair.upper as usize, meeting);
        match &self.kept {
            Kept::Few(_) => {
                let mut pairs: Vec<(Pair, Meeting)> = self.each_few().collect();
                pairs.sort_unstable_by_key(|(pair, _)| pair.key());
                pairs.into_iter().map(|(pair, meeting)| ends(pair, meeting)).collect()
            }
            Kept::All(all) => {
                let pairs = (0..self.items)
                    .flat_map(|lower| (lower + 1..self.items).map(move |upper| (lower, upper)));
                let known = pairs.zip(all).filter(|(_, meeting)| **meeting != Meeting::default());
                known.map(|((lower, upper), meeting)| (lower, upper, *meeting)).collect()
            }
        }
    }
}

impl PartialEq for Meetings {
    /// How they are kept makes no difference.
    fn eq(&self, other: &Meetings) -> bool {
        self.items == other.items && self.sorted() == other.sorted()
    }
}
impl Eq for Meetings {}

/// Mixes the packed pair (the finaliser of SplitMix64, S. Vigna): cheap, and the same in every run.
#[derive(Debug, Clone, Copy, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, word: u64) {
        let mut x = (self.0 ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        self.0 = x ^ (x >> 31);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(items: u32) -> impl Iterator<Item = Pair> {
        (0..items).flat_map(move |lower| (lower + 1..items).map(move |upper| Pair { lower, upper }))
    }

    #[test]
    fn every_pair_has_a_place_of_its_own_in_the_table() {
        for items in [2, 3, 17] {
            let places: Vec<usize> = pairs(items).map(|pair| pair.place(items as usize)).collect();
            assert!(places.into_iter().eq(0..items as usize * (items as usize - 1) / 2));
        }
    }

    #[test]
    fn going_over_to_a_table_and_forgetting_again_makes_no_difference() {
        let (mut few, mut many) = (Meetings::new(30), Meetings::new(30));
        for pair in pairs(30) {
            many.change(pair, |meeting| meeting.ties += u64::from(pair.lower + 1));
        }
        assert!(matches!((&few.kept, &many.kept), (Kept::Few(_), Kept::All(_))));
        for pair in pairs(30).filter(|pair| pair.upper != 29 || pair.lower > 3) {
            many.change(pair, |meeting| meeting.ties -= u64::from(pair.lower + 1));
        }
        for lower in (0..4).rev() {
            few.change(Pair { lower, upper: 29 }, |meeting| meeting.ties += u64::from(lower + 1));
        }
        assert!(matches!(few.kept, Kept::Few(_)) && few == many);
        assert_eq!(many.get(Pair { lower: 4, upper: 29 }), None);
        assert_eq!(many.get(Pair { lower: 2, upper: 29 }).map(|meeting| meeting.ties), Some(3));
    }
}
