//! What is kept of a text so that it can be compared without reading it again.

use std::collections::BTreeMap;

use super::hashing::hash;
use super::shingles::trigrams;
use super::signature::{HASHES, Signature, bands};
use crate::language::{self, Language};
use crate::words::{self, Term};

/// How many different words of a title are kept, the first ones.
const TITLE_WORDS: usize = 64;
/// How many different words are kept in all: after those of the title the most frequent, then the earliest.
const WORDS: usize = 192;
/// How many trigrams of a title are kept.
const TITLE_TRIGRAMS: usize = 400;
/// A text without a title is led by this many of its first characters.
const LEAD: usize = 160;
/// Words are shown up to this many bytes; comparing is not affected.
const SHOWN_BYTES: usize = 60;

/// What is kept of a title and a body: their words with counts, the trigrams of the title, a signature of the whole.
///
/// Made in time `O(n log n)`, stored in about 600 bytes for a title and at most some 9 kB for the longest text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    digest: u64,
    language: Option<Language>,
    pub(crate) signature: Signature,
    pub(crate) title_trigrams: Vec<u32>,
    pub(crate) terms: Vec<Entry>,
}

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: i64,
    pub(crate) in_title: u8,
    pub(crate) in_body: u16,
    pub(crate) word: String,
}

impl Entry {
    /// `1 + ln count`, so that repeating a word adds ever less.
    pub(crate) fn strength(&self) -> f64 {
        1.0 + (f64::from(self.in_title) + f64::from(self.in_body)).max(1.0).ln()
    }
}

/// The bytes are no fingerprint this version can read: make it anew from the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a fingerprint of version {VERSION}; make it anew from the text")]
pub struct UnreadableFingerprint;

/// First byte of the stored form.
const VERSION: u8 = 1;

impl Fingerprint {
    /// Reads a title and a body. `language` is what the writer declared, if anything; without it the likeliest is used.
    /// When the title is blank, the first 160 characters of the body stand in for it.
    ///
    /// ```
    /// use reading::{language::FRENCH, likeness::Fingerprint};
    /// let fingerprint = Fingerprint::new("Des poches partout", "Même dans les robes du soir.", None);
    /// assert_eq!(fingerprint.language(), Some(FRENCH));
    /// ```
    pub fn new(title: &str, body: &str, language: Option<Language>) -> Self {
        let language = language.or_else(|| likeliest(title, body));
        let untitled = title.trim().is_empty();
        let lead = if untitled { body.chars().take(LEAD).collect() } else { title.to_owned() };
        let title_terms = words::terms(&lead, language);
        let body_terms = words::terms(body, language);
        let whole = body_terms.iter().chain(&title_terms).map(|term| hash(term.stem.as_bytes()));
        Self {
            digest: digest(title, body),
            language,
            signature: Signature::of_hashes(whole),
            title_trigrams: hashed_trigrams(&lead),
            terms: kept_terms(title_terms, body_terms),
        }
    }

    /// The language the words were read in.
    pub fn language(&self) -> Option<Language> {
        self.language
    }

    /// The signature of all the words.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// What an index finds this text by: the band keys of the title and of the whole, sorted, without repetitions, at most
    /// 96, none for a blank text. Two texts that share any key are candidates. The title has its own, because the
    /// vocabulary of a short text and of a long one can share little however alike their titles are.
    pub fn keys(&self) -> Vec<i64> {
        let title = self.terms.iter().filter(|term| term.in_title > 0).map(|term| term.key.cast_unsigned());
        let title = Signature::of_hashes(title);
        let mut keys: Vec<i64> =
            [&title, &self.signature].into_iter().filter(|s| !s.is_empty()).flat_map(bands).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The keys of the words kept, sorted, each once: what [`super::Frequencies`] counts. A key is the hash of the stem
    /// and stable across versions.
    pub fn term_keys(&self) -> impl Iterator<Item = i64> {
        self.terms.iter().map(|term| term.key)
    }

    /// Whether title and body are the same after normalising.
    pub(crate) fn same_text(&self, other: &Self) -> bool {
        self.digest == other.digest
    }

    /// The stored form: version 1, little-endian, self-contained.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend(self.digest.to_le_bytes());
        let tag = self.language.map_or("", Language::tag);
        put_short(&mut bytes, tag.as_bytes());
        bytes.extend(self.signature.0.iter().flat_map(|number| number.to_le_bytes()));
        put_count(&mut bytes, self.title_trigrams.len());
        bytes.extend(self.title_trigrams.iter().flat_map(|number| number.to_le_bytes()));
        put_count(&mut bytes, self.terms.len());
        for term in &self.terms {
            bytes.extend(term.key.to_le_bytes());
            bytes.push(term.in_title);
            bytes.extend(term.in_body.to_le_bytes());
            put_short(&mut bytes, term.word.as_bytes());
        }
        bytes
    }

    /// Reads the stored form back. Fails on anything [`to_bytes`](Self::to_bytes) of this version did not write.
    ///
    /// ```
    /// use reading::likeness::Fingerprint;
    /// let fingerprint = Fingerprint::new("Stronger thread", "", None);
    /// assert_eq!(Fingerprint::from_bytes(&fingerprint.to_bytes()), Ok(fingerprint));
    /// assert!(Fingerprint::from_bytes(b"no").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, UnreadableFingerprint> {
        let mut reader = Reader(bytes);
        if reader.array::<1>()? != [VERSION] {
            return Err(UnreadableFingerprint);
        }
        let digest = u64::from_le_bytes(reader.array()?);
        let language = match reader.short()? {
            "" => None,
            tag => Some(tag.parse().map_err(|_| UnreadableFingerprint)?),
        };
        let mut numbers = [0; HASHES];
        for number in &mut numbers {
            *number = u32::from_le_bytes(reader.array()?);
        }
        let title_trigrams = reader.list(TITLE_TRIGRAMS, |reader| Ok(u32::from_le_bytes(reader.array()?)))?;
        let terms = reader.list(WORDS, Reader::entry)?;
        let sorted = title_trigrams.is_sorted_by(|one, two| one < two)
            && terms.is_sorted_by(|one: &Entry, two| one.key < two.key);
        if !sorted || !reader.0.is_empty() {
            return Err(UnreadableFingerprint);
        }
        Ok(Self { digest, language, signature: Signature(numbers), title_trigrams, terms })
    }
}

fn likeliest(title: &str, body: &str) -> Option<Language> {
    let together = [title, body].join("\n");
    language::guess(&together).language.or_else(|| language::likeliest(&together))
}

/// A blank title and the place where the title ends make a difference; case, marks and white space do not.
fn digest(title: &str, body: &str) -> u64 {
    hash([words::normalise(title), words::normalise(body)].join("\u{0}").as_bytes())
}

fn hashed_trigrams(text: &str) -> Vec<u32> {
    let mut hashed: Vec<u32> = trigrams(text)
        .iter()
        .map(|trigram| (hash(String::from_iter(trigram).as_bytes()) >> 32) as u32)
        .collect();
    hashed.sort_unstable();
    hashed.dedup();
    // The smallest hashes are a fair sample of a title far too long for one.
    hashed.truncate(TITLE_TRIGRAMS);
    hashed
}

/// The words of the title, then the most frequent of the body, sorted by key.
fn kept_terms(title: Vec<Term>, body: Vec<Term>) -> Vec<Entry> {
    let mut found: BTreeMap<i64, (usize, Entry)> = BTreeMap::new();
    let mut titled = 0;
    for (at, term) in title.into_iter().enumerate() {
        let key = hash(term.stem.as_bytes()).cast_signed();
        match found.get_mut(&key) {
            Some((_, entry)) => entry.in_title = entry.in_title.saturating_add(1),
            None if titled < TITLE_WORDS => {
                titled += 1;
                found.insert(key, (at, Entry { key, in_title: 1, in_body: 0, word: shown(term.word) }));
            }
            None => {}
        }
    }
    for (at, term) in body.into_iter().enumerate() {
        let key = hash(term.stem.as_bytes()).cast_signed();
        let fresh = || (at, Entry { key, in_title: 0, in_body: 0, word: shown(term.word) });
        let (_, entry) = found.entry(key).or_insert_with(fresh);
        entry.in_body = entry.in_body.saturating_add(1);
    }
    let mut kept: Vec<(usize, Entry)> = found.into_values().collect();
    kept.sort_by_key(|(at, entry)| (entry.in_title == 0, std::cmp::Reverse(entry.in_body), *at));
    kept.truncate(WORDS);
    let mut kept: Vec<Entry> = kept.into_iter().map(|(_, entry)| entry).collect();
    kept.sort_unstable_by_key(|entry| entry.key);
    kept
}

fn shown(mut word: String) -> String {
    if word.len() > SHOWN_BYTES {
        let end = word.floor_char_boundary(SHOWN_BYTES);
        word.truncate(end);
    }
    word
}

/// Up to 255 bytes; everything written here is shorter.
fn put_short(bytes: &mut Vec<u8>, text: &[u8]) {
    let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
    bytes.push(length);
    bytes.extend(&text[..usize::from(length)]);
}

/// Up to 65,535; every list written here is shorter.
fn put_count(bytes: &mut Vec<u8>, count: usize) {
    bytes.extend(u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes());
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], UnreadableFingerprint> {
        let (head, rest) = self.0.split_first_chunk().ok_or(UnreadableFingerprint)?;
        self.0 = rest;
        Ok(*head)
    }

    fn short(&mut self) -> Result<&'a str, UnreadableFingerprint> {
        let [length] = self.array()?;
        let (head, rest) = self.0.split_at_checked(usize::from(length)).ok_or(UnreadableFingerprint)?;
        self.0 = rest;
        std::str::from_utf8(head).map_err(|_| UnreadableFingerprint)
    }

    fn list<T>(
        &mut self,
        most: usize,
        mut read: impl FnMut(&mut Self) -> Result<T, UnreadableFingerprint>,
    ) -> Result<Vec<T>, UnreadableFingerprint> {
        let count = usize::from(u16::from_le_bytes(self.array()?));
        if count > most {
            return Err(UnreadableFingerprint);
        }
        (0..count).map(|_| read(self)).collect()
    }

    fn entry(&mut self) -> Result<Entry, UnreadableFingerprint> {
        let key = i64::from_le_bytes(self.array()?);
        let [in_title] = self.array()?;
        let in_body = u16::from_le_bytes(self.array()?);
        Ok(Entry { key, in_title, in_body, word: self.short()?.to_owned() })
    }
}
