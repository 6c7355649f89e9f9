//! Sets of overlapping pieces of a text, and how much two sets share.

use std::collections::BTreeSet;

use crate::{language::Language, words};

/// Every `k` successive comparable words of a text, joined by a space (Broder, 1997); a shorter text gives one shingle of
/// all its words, a blank one none. `k` of 0 counts as 1. Time `O(n log n)`.
///
/// ```
/// use reading::{language::ENGLISH, likeness::word_shingles};
/// let shingles = word_shingles("Buttons need stronger thread", 2, Some(ENGLISH));
/// assert!(shingles.contains("stronger thread") && shingles.len() == 3);
/// ```
pub fn word_shingles(text: &str, k: usize, language: Option<Language>) -> BTreeSet<String> {
    let stems: Vec<String> = words::terms(text, language).into_iter().map(|term| term.stem).collect();
    let k = k.clamp(1, stems.len().max(1));
    stems.windows(k).map(|window| window.join(" ")).collect()
}

/// Every `k` successive characters of the normalised text; a shorter text gives one shingle of all its characters, a
/// blank one none. `k` of 0 counts as 1. Time `O(n log n)` for a fixed `k`.
///
/// ```
/// assert!(reading::likeness::character_shingles("Éclair", 3).contains("cla"));
/// ```
pub fn character_shingles(text: &str, k: usize) -> BTreeSet<String> {
    let characters: Vec<char> = words::normalise(text).chars().collect();
    let k = k.clamp(1, characters.len().max(1));
    characters.windows(k).map(|window| window.iter().collect()).collect()
}

/// The Jaccard index `|A ∩ B| / |A ∪ B|`; 1 for two empty sets. Time `O(n log n)`.
///
/// ```
/// let (a, b) = ([1, 2, 3].into(), [2, 3, 4].into());
/// assert_eq!(reading::likeness::jaccard(&a, &b), 0.5);
/// ```
pub fn jaccard<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f64 {
    share_of_union(a.intersection(b).count(), a.len(), b.len())
}

/// `|A ∩ B| / |A ∪ B|` from three counts; 1 when both sets are empty.
pub(crate) fn share_of_union(common: usize, a: usize, b: usize) -> f64 {
    let union = (a + b).saturating_sub(common);
    if union == 0 { 1.0 } else { common as f64 / union as f64 }
}

/// How alike two texts are spelt: the Jaccard index of the trigrams of their words, each word padded with two blanks
/// before and one behind, as in PostgreSQL's `pg_trgm`. Symmetric, 1 for two texts with the same words in any order.
/// Time `O(n log n)`.
///
/// ```
/// use reading::likeness::trigram_similarity;
/// assert_eq!(trigram_similarity("word", "two words"), 4.0 / 11.0);
/// ```
pub fn trigram_similarity(a: &str, b: &str) -> f64 {
    jaccard(&trigrams(a), &trigrams(b))
}

/// The padded trigrams of the words of a text, without marks. A run of an unspaced script is one word.
pub(crate) fn trigrams(text: &str) -> BTreeSet<[char; 3]> {
    let mut found = BTreeSet::new();
    for word in words::normalise(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let padded: Vec<char> = [' ', ' '].into_iter().chain(word.chars()).chain([' ']).collect();
        found.extend(padded.array_windows().copied());
    }
    found
}
