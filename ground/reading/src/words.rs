//! From characters to comparable words.
//!
//! The steps, each usable alone: [`fold`] (compatibility forms and case), [`strip_marks`] (diacritics),
//! [`tokenise`] (words, or pairs of characters where a script writes no spaces), stop words, [`stem`]; and
//! [`terms`], which does all of it. Two texts that a reader would call "the same words" give the same terms:
//! `BOTÓN`, `Botones` and `boton` are one term in Spanish.

mod stemming;
mod stop;

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};
use unicode_segmentation::UnicodeSegmentation;

pub use stemming::stem;
pub use stop::{STOPPED, is_stop_word, stop_words};

/// How a character takes part in splitting a text into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Han ideographs of Chinese, Japanese and Korean.
    Han,
    /// Japanese Hiragana.
    Hiragana,
    /// Japanese Katakana, with the prolonged sound mark.
    Katakana,
    /// Thai and Lao, Khmer and Burmese, which write no spaces between words either.
    Thai,
    /// Everything else: words are found by Unicode word boundaries.
    Spaced,
}

/// The script class of a character, by its Unicode block.
pub fn script(c: char) -> Script {
    match c {
        '\u{3005}'
        | '\u{3007}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' => Script::Han,
        '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309a}' | '\u{309d}'..='\u{309f}' => Script::Hiragana,
        '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{ff66}'..='\u{ff9d}' => Script::Katakana,
        // The digits of these scripts stay with the spaced ones: a number is one word.
        '\u{0e01}'..='\u{0e4e}'
        | '\u{0e81}'..='\u{0ecf}'
        | '\u{1780}'..='\u{17d3}'
        | '\u{1000}'..='\u{103f}' => Script::Thai,
        _ => Script::Spaced,
    }
}

/// Brings compatibility forms and letter case together, and keeps diacritics: NFKC, then the case fold, then NFKC.
///
/// The case fold of a character is the lower case of its upper case, which agrees with Unicode full case folding
/// on everything that matters for comparing (ß → ss, ς → σ, ſ → s). Typographic apostrophes become `'`, and
/// soft hyphens and zero-width characters vanish, because they are invisible to the writer. Linear time.
///
/// ```
/// assert_eq!(reading::words::fold("Straße ＷＥＦＴ № １２"), "strasse weft no 12");
/// ```
pub fn fold(text: &str) -> String {
    text.nfkc()
        .filter(|c| !is_invisible(*c))
        .flat_map(|c| c.to_uppercase().flat_map(char::to_lowercase).collect::<Vec<_>>())
        .map(|c| if matches!(c, '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{ff07}') { '\'' } else { c })
        .nfkc()
        .collect()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Removes the marks that writers leave out: Latin, Greek and Cyrillic diacritics, Arabic vowel signs and tatweel,
/// Hebrew points. Marks that make another letter stay: kana voicing, Indic vowels, Thai tones. Linear time.
///
/// ```
/// assert_eq!(reading::words::strip_marks("déjà botón"), "deja boton");
/// assert_eq!(reading::words::strip_marks("が"), "が");
/// ```
pub fn strip_marks(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.nfd().filter(|c| !is_optional_mark(*c)).nfc().collect()
}

fn is_optional_mark(c: char) -> bool {
    match c {
        '\u{0300}'..='\u{036f}' => true,
        '\u{0640}' => true,
        '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0591}'..='\u{05c7}' => canonical_combining_class(c) != 0,
        _ => false,
    }
}

/// The form in which texts are compared: folded, without optional marks, white space collapsed to single spaces.
///
/// ```
/// assert_eq!(reading::words::normalise("  Déjà\tVU "), "deja vu");
/// ```
pub fn normalise(text: &str) -> String {
    let stripped = strip_marks(&fold(text));
    let mut normal = String::with_capacity(stripped.len());
    for piece in stripped.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(piece);
    }
    normal
}

/// The words of a text in order, folded, with their diacritics.
///
/// Words are those of Unicode Standard Annex 29, split further at apostrophes (`l'idée` is `l`, `idée`). Where a
/// script writes no spaces – Han, kana, Thai, Lao, Khmer, Burmese – every run of one script gives its overlapping
/// pairs of characters, as is usual in searching such texts; a run of one character gives that character.
/// Punctuation and emoji give nothing. Linear time.
///
/// ```
/// use reading::words::tokenise;
/// assert_eq!(tokenise("L'idée: 2 boutons!"), ["l", "idée", "2", "boutons"]);
/// assert_eq!(tokenise("ボタンが取れた"), ["ボタ", "タン", "が", "取", "れた"]);
/// ```
pub fn tokenise(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for_each_token(&fold(text), |token, _| tokens.push(token.to_owned()));
    tokens
}

/// Calls back with every token and the run of characters it belongs to (the word itself in spaced scripts).
fn for_each_token<'a>(folded: &'a str, mut give: impl FnMut(&'a str, &'a str)) {
    let mut rest = folded;
    while let Some(first) = rest.chars().next() {
        let kind = script(first);
        let end = rest.char_indices().find(|(_, c)| script(*c) != kind).map_or(rest.len(), |(at, _)| at);
        let (run, after) = rest.split_at(end);
        rest = after;
        if kind == Script::Spaced {
            for word in run.unicode_words().flat_map(|word| word.split('\'')).filter(|word| !word.is_empty())
            {
                give(word, word);
            }
        } else {
            for pair in pairs(run) {
                give(pair, run);
            }
        }
    }
}

/// Overlapping pairs of characters, or the only character.
fn pairs(run: &str) -> impl Iterator<Item = &str> {
    let starts = run.char_indices().map(|(at, _)| at);
    let ends = run.char_indices().skip(2).map(|(at, _)| at).chain(std::iter::once(run.len()));
    starts.zip(ends).map(|(start, end)| &run[start..end])
}

/// A word made comparable, and how it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Term {
    /// What is compared: stemmed, without marks.
    pub stem: String,
    /// What a person is shown: the folded word, or for unspaced scripts the run it stands in (the pair itself
    /// when the run is long).
    pub word: String,
}

/// Runs of unspaced script up to this many characters are shown whole.
const SHOWN_RUN: usize = 6;

/// The comparable words of a text in order, without the stop words of the language, stemmed.
///
/// Without a language nothing is stemmed and no word is left out. A text with nothing but stop words keeps them, since
/// they are all it has; one without words (emoji only) gives its visible characters one by one. So only a blank text
/// has no terms. Linear time.
///
/// ```
/// use reading::{language::ENGLISH, words::terms};
/// let stems: Vec<_> = terms("The buttons keep falling off", Some(ENGLISH)).into_iter().map(|t| t.stem).collect();
/// assert_eq!(stems, ["button", "keep", "fall"]);
/// ```
pub fn terms(text: &str, language: Option<crate::language::Language>) -> Vec<Term> {
    let folded = fold(text);
    let (mut all, mut kept) = (Vec::new(), Vec::new());
    for_each_token(&folded, |token, run| {
        let word = if run.chars().take(SHOWN_RUN + 1).count() <= SHOWN_RUN { run } else { token };
        let term = Term { stem: strip_marks(&stem(token, language)), word: word.to_owned() };
        let stopped = language.is_some_and(|language| is_stop_word(token, language));
        if stopped { all.push(term) } else { kept.push(term) }
    });
    if !kept.is_empty() {
        kept
    } else if !all.is_empty() {
        all
    } else {
        let visible = folded.chars().filter(|c| !c.is_whitespace() && !c.is_control());
        visible.map(|c| Term { stem: c.to_string(), word: c.to_string() }).collect()
    }
}
