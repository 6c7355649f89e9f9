//! How many texts of a collection use each word.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::Fingerprint;

/// How many texts of a collection use each word, so that sharing a rare word counts more than sharing a common one.
///
/// Kept up to date by [`add`](Self::add) and [`remove`](Self::remove), or filled from a stored table of
/// ([`Fingerprint::term_keys`], count).
#[derive(Debug, Clone, Default)]
pub struct Frequencies {
    texts: u32,
    counts: HashMap<i64, u32, BuildHasherDefault<KeyHasher>>,
}

/// The keys are hashes already; they need no second one.
#[derive(Debug, Clone, Copy, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = super::hashing::hash(bytes);
    }

    fn write_i64(&mut self, key: i64) {
        self.0 = key.cast_unsigned();
    }
}

impl Frequencies {
    /// Fills the table from stored counts: the number of texts, and for each term key how many texts use it.
    pub fn from_counts(texts: u32, counts: impl IntoIterator<Item = (i64, u32)>) -> Self {
        Self { texts, counts: counts.into_iter().collect() }
    }

    /// Counts one more text.
    pub fn add(&mut self, text: &Fingerprint) {
        self.texts = self.texts.saturating_add(1);
        for key in text.term_keys() {
            let count = self.counts.entry(key).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// Takes a text out that was counted before.
    pub fn remove(&mut self, text: &Fingerprint) {
        self.texts = self.texts.saturating_sub(1);
        for key in text.term_keys() {
            if let Some(count) = self.counts.get_mut(&key) {
                *count = count.saturating_sub(1);
            }
        }
    }

    /// How many texts were counted.
    pub fn texts(&self) -> u32 {
        self.texts
    }

    /// How much a word weighs, from about 0 (every text has it) to 1 (at most two texts have it): the inverse document frequency
    /// `ln(1 + (N − n + ½)/(n + ½))` (Robertson and Spärck Jones, in the form BM25 uses) divided by its value at
    /// `n = 2` and at most 1, because a word that two texts share is in two texts at least. With fewer than 20 texts nothing is known about rarity, and every word weighs 1.
    pub fn weight(&self, term_key: i64) -> f64 {
        if self.texts < FEWEST_TEXTS {
            return 1.0;
        }
        let texts = f64::from(self.texts);
        let using = f64::from(self.counts.get(&term_key).copied().unwrap_or(0)).min(texts);
        let idf = |n: f64| (1.0 + (texts - n + 0.5) / (n + 0.5)).ln();
        (idf(using) / idf(2.0)).min(1.0)
    }

    /// Whether a word is rare enough to be named so: in at most one text of fifty (but two always may share one).
    pub fn is_rare(&self, term_key: i64) -> bool {
        let using = self.counts.get(&term_key).copied().unwrap_or(0);
        self.texts >= FEWEST_TEXTS && using <= (self.texts / 50).max(2)
    }
}

const FEWEST_TEXTS: u32 = 20;

impl<'a> FromIterator<&'a Fingerprint> for Frequencies {
    fn from_iter<I: IntoIterator<Item = &'a Fingerprint>>(texts: I) -> Self {
        let mut frequencies = Self::default();
        texts.into_iter().for_each(|text| frequencies.add(text));
        frequencies
    }
}
