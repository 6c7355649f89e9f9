//! Which language a text is written in.
//!
//! Letters decide first: a text in kana is Japanese and one in Thai letters is Thai however short it is. Texts in
//! a shared alphabet are judged by their letter trigrams (Cavnar and Trenkle, 1994, as built into `whatlang`),
//! helped by the short function words of the languages this house ships, because a title of four words has too
//! few trigrams to tell Spanish from Portuguese but usually holds a "de la" or a "para que".
//! A text that stays doubtful is *undetermined*: a wrong language spoils stemming, search and the `lang`
//! attribute of a page, while no language merely leaves them plain.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use std::{fmt, str::FromStr};
use whatlang::{Detector, Lang};

use crate::words;

/// How many characters of a text are looked at; more do not change the answer and would only cost time.
const LOOKED_AT: usize = 4_000;
/// Fewer letters than this in a shared alphabet never get an answer.
const FEWEST_LETTERS: usize = 8;
/// Fewer Han characters than this, without kana, may be Chinese or Japanese.
const FEWEST_HAN: usize = 5;
/// Confidence from which a guess counts as reliable.
const RELIABLE: f64 = 0.8;

/// A language, named by its BCP 47 primary subtag (RFC 5646): `es`, `en`, `ja`, …
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Language(&'static str);

/// Arabic.
pub const ARABIC: Language = Language("ar");
/// Chinese in any script or variety.
pub const CHINESE: Language = Language("zh");
/// English.
pub const ENGLISH: Language = Language("en");
/// French.
pub const FRENCH: Language = Language("fr");
/// German.
pub const GERMAN: Language = Language("de");
/// Japanese.
pub const JAPANESE: Language = Language("ja");
/// Spanish.
pub const SPANISH: Language = Language("es");

/// The tag of a text whose language is not known (RFC 5646, section 4.1).
pub const UNDETERMINED: &str = "und";

/// The languages known here, each with the name `whatlang` gives it.
const KNOWN: &[(Lang, &str)] = &[
    (Lang::Afr, "af"),
    (Lang::Aka, "ak"),
    (Lang::Amh, "am"),
    (Lang::Ara, "ar"),
    (Lang::Aze, "az"),
    (Lang::Bel, "be"),
    (Lang::Ben, "bn"),
    (Lang::Bul, "bg"),
    (Lang::Cat, "ca"),
    (Lang::Ces, "cs"),
    (Lang::Cmn, "zh"),
    (Lang::Dan, "da"),
    (Lang::Deu, "de"),
    (Lang::Ell, "el"),
    (Lang::Eng, "en"),
    (Lang::Epo, "eo"),
    (Lang::Est, "et"),
    (Lang::Fin, "fi"),
    (Lang::Fra, "fr"),
    (Lang::Guj, "gu"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Hrv, "hr"),
    (Lang::Hun, "hu"),
    (Lang::Hye, "hy"),
    (Lang::Ind, "id"),
    (Lang::Ita, "it"),
    (Lang::Jav, "jv"),
    (Lang::Jpn, "ja"),
    (Lang::Kan, "kn"),
    (Lang::Kat, "ka"),
    (Lang::Khm, "km"),
    (Lang::Kor, "ko"),
    (Lang::Lat, "la"),
    (Lang::Lav, "lv"),
    (Lang::Lit, "lt"),
    (Lang::Mal, "ml"),
    (Lang::Mar, "mr"),
    (Lang::Mkd, "mk"),
    (Lang::Mya, "my"),
    (Lang::Nep, "ne"),
    (Lang::Nld, "nl"),
    (Lang::Nob, "nb"),
    (Lang::Ori, "or"),
    (Lang::Pan, "pa"),
    (Lang::Pes, "fa"),
    (Lang::Pol, "pl"),
    (Lang::Por, "pt"),
    (Lang::Ron, "ro"),
    (Lang::Rus, "ru"),
    (Lang::Sin, "si"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Sna, "sn"),
    (Lang::Spa, "es"),
    (Lang::Srp, "sr"),
    (Lang::Swe, "sv"),
    (Lang::Tam, "ta"),
    (Lang::Tel, "te"),
    (Lang::Tgl, "tl"),
    (Lang::Tha, "th"),
    (Lang::Tuk, "tk"),
    (Lang::Tur, "tr"),
    (Lang::Ukr, "uk"),
    (Lang::Urd, "ur"),
    (Lang::Uzb, "uz"),
    (Lang::Vie, "vi"),
    (Lang::Yid, "yi"),
    (Lang::Zul, "zu"),
];

impl Language {
    /// The BCP 47 primary subtag, for example `es`.
    pub fn tag(self) -> &'static str {
        self.0
    }

    fn of(lang: Lang) -> Option<Self> {
        KNOWN.iter().find(|(known, _)| *known == lang).map(|(_, tag)| Self(tag))
    }

    fn lang(self) -> Option<Lang> {
        KNOWN.iter().find(|(_, tag)| *tag == self.0).map(|(lang, _)| *lang)
    }
}

/// The tag names no language that is known here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no known language is tagged {0:?}")]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads the primary subtag of a language tag and ignores script, region and variants: `es-MX` is `es`.
    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        KNOWN
            .iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(primary))
            .map(|(_, known)| Self(known))
            .ok_or_else(|| UnknownLanguage(tag.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.0)
    }
}

/// An answer of [`guess`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Guess {
    /// The language, or nothing when the text does not say enough.
    pub language: Option<Language>,
    /// How sure that is, from 0 (nothing is known) to 1. A language is only named from 0.8 on.
    pub reliability: f64,
}

impl Guess {
    const NOTHING: Self = Self { language: None, reliability: 0.0 };

    fn sure(language: Language) -> Self {
        Self { language: Some(language), reliability: 1.0 }
    }

    /// The BCP 47 tag, `und` when undetermined: what belongs into a `lang` attribute.
    pub fn tag(&self) -> &'static str {
        self.language.map_or(UNDETERMINED, Language::tag)
    }
}

/// Guesses the language of a text among all known ones; short or doubtful texts are undetermined.
///
/// Web addresses, e-mail addresses and `@handles` are not looked at. Time is linear in the first 4,000 characters,
/// and nothing after them is read.
///
/// ```
/// use reading::language::guess;
/// assert_eq!(guess("Un fil plus solide pour les boutons de vos manteaux, s'il vous plaît").tag(), "fr");
/// assert_eq!(guess("ボタンがすぐ取れる").tag(), "ja");
/// assert_eq!(guess("OK").tag(), "und");
/// ```
pub fn guess(text: &str) -> Guess {
    guess_among(text, &[])
}

/// Like [`guess`], among the languages a place is known to speak. An empty list means all known languages.
///
/// ```
/// use reading::language::{guess_among, ENGLISH, SPANISH};
/// assert_eq!(guess_among("Unir el centro con el río", &[ENGLISH, SPANISH]).tag(), "es");
/// ```
pub fn guess_among(text: &str, languages: &[Language]) -> Guess {
    let text = prose(text);
    let best = match by_letters(&text) {
        Letters::Decide(language) => Guess::sure(language),
        Letters::TooFew => Guess::NOTHING,
        Letters::Shared => by_trigrams_and_small_words(&text, languages),
    };
    match best.language {
        Some(found) if !languages.is_empty() && !languages.contains(&found) => Guess::NOTHING,
        Some(_) if best.reliability < RELIABLE => Guess { language: None, ..best },
        _ => best,
    }
}

/// The likeliest language, however doubtful: for choices that must be made and do little harm when wrong,
/// such as which stemmer reads a title of two words. Letters decide first, then the most stop words; among languages
/// with equally many, a text in plain ASCII is taken for English (French and Spanish hardly do without their own small words
/// and accents, English noun phrases do), and others go by their trigrams.
///
/// ```
/// assert_eq!(reading::language::likeliest("stronger thread"), Some(reading::language::ENGLISH));
/// assert_eq!(reading::language::likeliest("12 – 14"), None);
/// ```
pub fn likeliest(text: &str) -> Option<Language> {
    let text = prose(text);
    if let Letters::Decide(language) = by_letters(&text) {
        return Some(language);
    }
    if !text.chars().any(char::is_alphabetic) {
        return None;
    }
    let counts = small_words(&text, &[]);
    let most = counts.first().map_or(0, |(_, count)| *count);
    let tied: Vec<Language> =
        counts.iter().filter(|(_, count)| *count == most).map(|(language, _)| *language).collect();
    match tied.as_slice() {
        [] if text.is_ascii() => Some(ENGLISH),
        [only] => Some(*only),
        tied if text.is_ascii() && tied.contains(&ENGLISH) => Some(ENGLISH),
        [] => by_trigrams(&text, &[ENGLISH, FRENCH, GERMAN, SPANISH])
            .or_else(|| by_trigrams(&text, &[]))
            .map(|(language, _)| language),
        tied => by_trigrams(&text, tied).map(|(language, _)| language),
    }
}

/// The part of a text that people wrote as language, shortened to what is looked at.
fn prose(text: &str) -> String {
    let start: String = text.chars().take(LOOKED_AT).collect();
    let mut prose = String::with_capacity(start.len());
    for piece in start.split_whitespace().filter(|piece| !is_address(piece)) {
        prose.push_str(piece);
        prose.push(' ');
    }
    prose
}

fn is_address(piece: &str) -> bool {
    piece.contains("://") || piece.starts_with("www.") || piece.contains('@')
}

enum Letters {
    Decide(Language),
    TooFew,
    Shared,
}

/// What the alphabet alone says. Kana may be rare in Japanese headlines, so a tenth of the letters is enough.
fn by_letters(text: &str) -> Letters {
    let (mut letters, mut han, mut kana, mut thai, mut hangul) =
        (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        match words::script(c) {
            words::Script::Han => han += 1,
            words::Script::Hiragana | words::Script::Katakana => kana += 1,
            words::Script::Thai => thai += 1,
            words::Script::Spaced if matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}') => {
                hangul += 1
            }
            _ => {}
        }
    }
    let mostly = |count: usize| count * 2 > letters;
    if mostly(han + kana) && kana >= 2 && kana * 10 >= han + kana {
        Letters::Decide(JAPANESE)
    } else if mostly(han) && kana * 10 < han {
        if han >= FEWEST_HAN { Letters::Decide(CHINESE) } else { Letters::TooFew }
    } else if mostly(thai) && thai >= 2 {
        Letters::Decide(Language("th"))
    } else if mostly(hangul) && hangul >= 2 {
        Letters::Decide(Language("ko"))
    } else if letters < FEWEST_LETTERS {
        Letters::TooFew
    } else if is_plainly_arabic(text) {
        Letters::Decide(ARABIC)
    } else if is_plainly_hebrew(text) {
        Letters::Decide(Language("he"))
    } else {
        Letters::Shared
    }
}

/// Arabic shares its script with Persian, Urdu and others. It is told by letters that only it uses in every sentence, or
/// by its article before two words, while none of the letters that the others have added occurs.
fn is_plainly_arabic(text: &str) -> bool {
    let arabic = text.chars().filter(|c| matches!(c, '\u{0621}'..='\u{064a}')).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let added = |c: char| matches!(c, '\u{0671}'..='\u{06d3}');
    let own = text.chars().filter(|c| matches!(c, 'ة' | 'أ' | 'إ' | 'ى')).count();
    let articles = text.split_whitespace().filter(|word| word.starts_with("ال")).count();
    arabic * 2 > letters && !text.contains(added) && own + articles >= 2
}

/// Hebrew shares its script with Yiddish, which has digraphs of its own and marks its vowels with patah and qamats.
fn is_plainly_hebrew(text: &str) -> bool {
    let hebrew = text.chars().filter(|c| matches!(c, '\u{05d0}'..='\u{05ea}')).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let yiddish = |c: char| matches!(c, '\u{05f0}'..='\u{05f2}' | '\u{05b7}' | '\u{05b8}');
    hebrew * 2 > letters && !text.contains(yiddish)
}

fn by_trigrams(text: &str, languages: &[Language]) -> Option<(Language, f64)> {
    let detector = if languages.is_empty() {
        Detector::new()
    } else {
        Detector::with_allowlist(languages.iter().filter_map(|language| language.lang()).collect())
    };
    let found = detector.detect(text)?;
    let confidence = if found.confidence().is_finite() { found.confidence().clamp(0.0, 1.0) } else { 0.0 };
    Some((Language::of(found.lang())?, confidence))
}

/// How many stop words of each language a text holds, the most first; languages without any are left out.
fn small_words(text: &str, languages: &[Language]) -> Vec<(Language, usize)> {
    let tokens = words::tokenise(text);
    let mut counts: Vec<(Language, usize)> = words::STOPPED
        .iter()
        .filter(|language| languages.is_empty() || languages.contains(language))
        .map(|&language| (language, tokens.iter().filter(|word| words::is_stop_word(word, language)).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    counts.sort_by_key(|&(language, count)| (std::cmp::Reverse(count), language));
    counts
}

/// Trigrams propose; small words may confirm or overrule a doubtful proposal when they clearly point one way.
fn by_trigrams_and_small_words(text: &str, languages: &[Language]) -> Guess {
    let Some((proposed, confidence)) = by_trigrams(text, languages) else { return Guess::NOTHING };
    let counts = small_words(text, languages);
    let count_of =
        |wanted: Language| counts.iter().find(|(l, _)| *l == wanted).map_or(0, |(_, count)| *count);
    let (favourite, first) = counts.first().copied().unwrap_or((proposed, 0));
    let second = counts.get(1).map_or(0, |(_, count)| *count);
    let lead = first - second.min(first);
    if favourite == proposed && lead >= 1 {
        return Guess {
            language: Some(proposed),
            reliability: confidence.max(1.0 - 0.3 / (1.0 + lead as f64)),
        };
    }
    let proposed_has_list = words::STOPPED.contains(&proposed);
    if lead >= 2 && confidence < RELIABLE && (proposed_has_list || lead >= 3) {
        return Guess { language: Some(favourite), reliability: 1.0 - 0.4 / lead as f64 };
    }
    // A proposal against the small words, or a short text without any, is not believed.
    let opposed = lead >= 1 && count_of(proposed) == 0 && proposed_has_list;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let reliability = if opposed || letters < 3 * FEWEST_LETTERS { confidence.min(0.5) } else { confidence };
    Guess { language: Some(proposed), reliability }
}
