//! Which texts say nearly the same, how sure that is, and why.
//!
//! The way: a [`Fingerprint`] is made once per text and stored beside it. [`Fingerprint::keys`] go into an indexed
//! column, so that the database finds texts which probably share words (MinHash with locality-sensitive hashing).
//! [`rank`] then compares a query with those few hundred candidates in detail and gives the likely duplicates, best
//! first, each with its reasons.
//!
//! **These methods suggest; they must never merge on their own.** They see words, not meaning: two ways of saying the
//! same in different words are missed, and opposite wishes about one thing look alike. The figures are in the README.

mod fingerprint;
mod frequencies;
mod hashing;
mod measures;
mod shingles;
mod signature;

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

pub use fingerprint::{Fingerprint, UnreadableFingerprint};
pub use frequencies::Frequencies;
pub use measures::Measures;
pub use shingles::{character_shingles, jaccard, trigram_similarity, word_shingles};
pub use signature::{BANDS, HASHES, ROWS, Signature, bands, signature};

/// From this score on a pair is worth showing to a person. Chosen on the labelled pairs in `tests/pairs.toml`, see
/// the README.
pub const THRESHOLD: f64 = 0.5;

/// Weights of the logistic model: the bias, then one per measure in the order of [`Measures::as_array`]. Fitted by
/// `examples/fit_likeness.rs` to `tests/pairs.toml`, under the condition that no measure counts against likeness, so
/// that sharing more never makes two texts less alike.
const BIAS: f64 = -5.99;
const WEIGHTS: [f64; Measures::COUNT] = [1.16, 2.37, 1.93, 3.45, 2.12, 1.03];

/// How alike two texts are, and what speaks for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Likeness {
    /// From 0 to 1; 1 exactly when both texts are the same after [`crate::words::normalise`]. Below that, the estimated
    /// probability that a person would call the pair duplicates, given as many duplicates as others.
    pub score: f64,
    /// What speaks for it, the strongest first. Empty when nothing does.
    pub reasons: Vec<Reason>,
}

/// Something that speaks for likeness, as data: the words are the texts' own, the sentence is the reader's language's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason {
    /// Title and body are the same but for case, marks and white space.
    Identical,
    /// The titles are spelt alike; `percent` is their trigram similarity.
    SimilarTitles {
        /// 0 to 100.
        percent: u8,
    },
    /// Both use these words, which are rare in the collection: "shares the rare words button, thread".
    SharesRareWords {
        /// At most five, the rarest first.
        words: Vec<String>,
    },
    /// Both use these words.
    SharesWords {
        /// At most five, those that weigh most first.
        words: Vec<String>,
    },
    /// The words of one title nearly all occur in the other text.
    TitleContained,
    /// The texts as a whole use nearly the same words; `percent` is the estimated Jaccard index of their vocabularies.
    SameVocabulary {
        /// 0 to 100.
        percent: u8,
    },
}

/// How alike two texts are, every word counting the same.
///
/// The score is `1 / (1 + e^−(b + Σ wᵢ·mᵢ))` over the six [`Measures`]. Symmetric. Time is linear in the stored words
/// (at most 192 each), one microsecond for titles, nine for long texts.
///
/// ```
/// use reading::likeness::{Fingerprint, THRESHOLD, likeness};
/// let one = Fingerprint::new("Stronger thread for coat buttons", "Mine fell off after a week.", None);
/// let two = Fingerprint::new("Sew coat buttons with stronger thread", "", None);
/// let other = Fingerprint::new("Open a shop in Lyon", "", None);
/// assert!(likeness(&one, &two).score >= THRESHOLD);
/// assert!(likeness(&one, &other).score < 0.1);
/// ```
pub fn likeness(a: &Fingerprint, b: &Fingerprint) -> Likeness {
    compare(a, b, None)
}

/// How alike two texts are, rare words counting more when it is known how many texts use each word.
///
/// Same formula, complexity and properties as [`likeness`].
pub fn likeness_among(a: &Fingerprint, b: &Fingerprint, frequencies: &Frequencies) -> Likeness {
    compare(a, b, Some(frequencies))
}

fn compare(a: &Fingerprint, b: &Fingerprint, frequencies: Option<&Frequencies>) -> Likeness {
    let score = score(a, b, frequencies);
    let reasons = if score == 1.0 { vec![Reason::Identical] } else { reasons(a, b, frequencies) };
    Likeness { score, reasons }
}

fn score(a: &Fingerprint, b: &Fingerprint, frequencies: Option<&Frequencies>) -> f64 {
    if a.same_text(b) {
        return 1.0;
    }
    // Rounding may not promote a near copy to a copy.
    logistic(&Measures::between(a, b, frequencies)).min(1.0 - 1e-9)
}

fn logistic(measures: &Measures) -> f64 {
    let sum: f64 = measures.as_array().iter().zip(WEIGHTS).map(|(measure, weight)| measure * weight).sum();
    1.0 / (1.0 + (-(BIAS + sum)).exp())
}

const MOST_WORDS_SHOWN: usize = 5;

fn reasons(a: &Fingerprint, b: &Fingerprint, frequencies: Option<&Frequencies>) -> Vec<Reason> {
    let measures = Measures::between(a, b, frequencies);
    let mut reasons = Vec::new();
    if measures.title_spelling >= 0.4 {
        reasons.push(Reason::SimilarTitles { percent: percent(measures.title_spelling) });
    }
    let (rare, plain) = measures::shared_words(a, b, frequencies);
    if !rare.is_empty() {
        reasons.push(Reason::SharesRareWords { words: first_few(rare) });
    }
    if !plain.is_empty() {
        reasons.push(Reason::SharesWords { words: first_few(plain) });
    }
    if measures.title_in_other >= 0.8 {
        reasons.push(Reason::TitleContained);
    }
    if measures.vocabulary >= 0.6 {
        reasons.push(Reason::SameVocabulary { percent: percent(measures.vocabulary) });
    }
    reasons
}

fn first_few(mut words: Vec<String>) -> Vec<String> {
    words.truncate(MOST_WORDS_SHOWN);
    words
}

fn percent(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 100.0).round() as u8
}

/// A candidate that may be the same as the query.
#[derive(Debug, Clone, PartialEq)]
pub struct Match<K> {
    /// What the caller calls the candidate, usually an id.
    pub key: K,
    /// How alike it is to the query.
    pub likeness: Likeness,
}

/// The candidates whose score reaches the threshold, best first; equal scores by key, so that the order in which
/// candidates come does not matter. `threshold` is a score, usually [`THRESHOLD`].
///
/// Time: a few microseconds per candidate; reasons are worked out only for those returned. A query without words
/// matches nothing but itself.
///
/// ```
/// use reading::likeness::{Fingerprint, THRESHOLD, rank};
/// let query = Fingerprint::new("More pockets in dresses", "", None);
/// let stored = ["Dresses with more pockets", "A shop in Lyon"].map(|title| Fingerprint::new(title, "", None));
/// let found = rank(&query, stored.iter().enumerate(), None, THRESHOLD);
/// assert_eq!(found.iter().map(|found| found.key).collect::<Vec<_>>(), [0]);
/// ```
pub fn rank<'a, K: Ord>(
    query: &Fingerprint,
    candidates: impl IntoIterator<Item = (K, &'a Fingerprint)>,
    frequencies: Option<&Frequencies>,
    threshold: f64,
) -> Vec<Match<K>> {
    let mut found: Vec<Match<K>> = candidates
        .into_iter()
        .filter(|(_, candidate)| score(query, candidate, frequencies) >= threshold)
        .map(|(key, candidate)| Match { key, likeness: compare(query, candidate, frequencies) })
        .collect();
    found.sort_by(|one, two| best_first(&one.likeness, &two.likeness).then_with(|| one.key.cmp(&two.key)));
    found
}

fn best_first(one: &Likeness, two: &Likeness) -> Ordering {
    two.score.total_cmp(&one.score)
}
