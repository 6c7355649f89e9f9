//! The six measures from which the score is made.

use super::{Fingerprint, Frequencies, fingerprint::Entry, shingles::share_of_union};
use std::cmp::Ordering;

/// What two texts have in common, each from 0 to 1 and the same in both directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measures {
    /// How alike the titles are spelt: the Jaccard index of their trigrams.
    pub title_spelling: f64,
    /// How much of their words the titles share: `2·w(A ∩ B) / (w(A) + w(B))`, the weighted index of Dice (1945).
    pub title_words: f64,
    /// How many words the titles share, whatever their length: `1 − e^(−w(A ∩ B)/2)`. One shared word of one is a
    /// smaller hint than four of four.
    pub title_evidence: f64,
    /// How much of one title's words the other whole text holds, the mean of both directions. It sees through titles of
    /// which one is a summary of the other's body.
    pub title_in_other: f64,
    /// The cosine of the whole texts' word vectors, each word weighing `(1 + ln count) · rarity` (Salton and Buckley, 1988).
    pub words: f64,
    /// The estimated Jaccard index of all the words.
    pub vocabulary: f64,
}

impl Measures {
    /// How many there are.
    pub const COUNT: usize = 6;

    /// The measures in the order in which the model weighs them.
    pub fn as_array(&self) -> [f64; Self::COUNT] {
        [
            self.title_spelling,
            self.title_words,
            self.title_evidence,
            self.title_in_other,
            self.words,
            self.vocabulary,
        ]
    }

    /// Measures two texts. Time linear in the stored words.
    pub fn between(a: &Fingerprint, b: &Fingerprint, frequencies: Option<&Frequencies>) -> Self {
        let mut sums = Sums::default();
        walk(&a.terms, &b.terms, |mine, theirs| sums.count(mine, theirs, frequencies));
        let both_titles = sums.title_a + sums.title_b;
        Self {
            title_spelling: common_share(&a.title_trigrams, &b.title_trigrams),
            title_words: ratio(2.0 * sums.titles, both_titles),
            title_evidence: 1.0 - (-sums.titles / 2.0).exp(),
            title_in_other: (ratio(sums.title_a_in_b, sums.title_a) + ratio(sums.title_b_in_a, sums.title_b))
                / 2.0,
            words: ratio(sums.product, (sums.square_a * sums.square_b).sqrt()),
            vocabulary: if a.signature.is_empty() { 0.0 } else { a.signature.estimate(&b.signature) },
        }
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole).clamp(0.0, 1.0) } else { 0.0 }
}

#[derive(Default)]
struct Sums {
    title_a: f64,
    title_b: f64,
    titles: f64,
    title_a_in_b: f64,
    title_b_in_a: f64,
    square_a: f64,
    square_b: f64,
    product: f64,
}

impl Sums {
    fn count(&mut self, mine: Option<&Entry>, theirs: Option<&Entry>, frequencies: Option<&Frequencies>) {
        let Some(any) = mine.or(theirs) else { return };
        let weight = frequencies.map_or(1.0, |frequencies| frequencies.weight(any.key));
        let strength = |entry: Option<&Entry>| entry.map_or(0.0, |entry| entry.strength() * weight);
        let (a, b) = (strength(mine), strength(theirs));
        self.square_a += a * a;
        self.square_b += b * b;
        self.product += a * b;
        let in_title = |entry: Option<&Entry>| entry.is_some_and(|entry| entry.in_title > 0);
        let (title_a, title_b) = (in_title(mine), in_title(theirs));
        let weight_if = |condition: bool| if condition { weight } else { 0.0 };
        self.title_a += weight_if(title_a);
        self.title_b += weight_if(title_b);
        self.titles += weight_if(title_a && title_b);
        self.title_a_in_b += weight_if(title_a && theirs.is_some());
        self.title_b_in_a += weight_if(title_b && mine.is_some());
    }
}

/// Walks two lists sorted by key together; each key is given once.
fn walk<'a>(a: &'a [Entry], b: &'a [Entry], mut give: impl FnMut(Option<&'a Entry>, Option<&'a Entry>)) {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    loop {
        let order = match (a.peek(), b.peek()) {
            (Some(mine), Some(theirs)) => mine.key.cmp(&theirs.key),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return,
        };
        match order {
            Ordering::Less => give(a.next(), None),
            Ordering::Greater => give(None, b.next()),
            Ordering::Equal => give(a.next(), b.next()),
        }
    }
}

/// The Jaccard index of two sorted lists without repetitions; 0 when both are empty, since nothing speaks for likeness.
fn common_share(a: &[u32], b: &[u32]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 0.0;
    }
    let (mut common, mut rest) = (0, b);
    for value in a {
        rest = &rest[rest.partition_point(|other| other < value)..];
        common += usize::from(rest.first() == Some(value));
    }
    share_of_union(common, a.len(), b.len())
}

/// The words both texts use, those that weigh most first, the rare ones apart.
pub(crate) fn shared_words(
    a: &Fingerprint,
    b: &Fingerprint,
    frequencies: Option<&Frequencies>,
) -> (Vec<String>, Vec<String>) {
    let mut shared: Vec<(f64, bool, &str)> = Vec::new();
    walk(&a.terms, &b.terms, |mine, theirs| {
        if let (Some(mine), Some(theirs)) = (mine, theirs) {
            let weight = frequencies.map_or(1.0, |frequencies| frequencies.weight(mine.key));
            let rare = frequencies.is_some_and(|frequencies| frequencies.is_rare(mine.key));
            // A word of a title says more about what the text is about.
            let place =
                1.0 + f64::from(u8::from(mine.in_title > 0)) + f64::from(u8::from(theirs.in_title > 0));
            shared.push((weight * place, rare, shorter(&mine.word, &theirs.word)));
        }
    });
    shared.sort_by(|one, two| two.0.total_cmp(&one.0).then_with(|| one.2.cmp(two.2)));
    let mut seen = std::collections::BTreeSet::new();
    shared.retain(|(_, _, word)| seen.insert(*word));
    let (rare, plain): (Vec<_>, Vec<_>) = shared.into_iter().partition(|(_, rare, _)| *rare);
    let words = |list: Vec<(f64, bool, &str)>| list.into_iter().map(|(_, _, word)| word.to_owned()).collect();
    (words(rare), words(plain))
}

fn shorter<'a>(one: &'a str, two: &'a str) -> &'a str {
    if (one.len(), one) <= (two.len(), two) { one } else { two }
}
