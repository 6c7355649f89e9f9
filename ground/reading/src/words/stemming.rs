//! Stems, where a Snowball stemmer exists for the language.

use rust_stemmers::{Algorithm, Stemmer};
use std::borrow::Cow;

use crate::language::Language;

/// Words longer than this are names, numbers or noise, and stay whole.
const LONGEST: usize = 40;

fn algorithm(language: Language) -> Option<Algorithm> {
    Some(match language.tag() {
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

/// The stem of a folded word (with its diacritics, which the stemmers use) by the Snowball algorithm of its language
/// (Porter, 2001); the word itself when there is none, or when it is not made of that language's letters alone.
///
/// A stem is for comparing, not for reading. Time is bounded: words above 40 characters stay whole.
///
/// ```
/// use reading::{language::{ENGLISH, SPANISH}, words::stem};
/// assert_eq!(stem("threads", Some(ENGLISH)), "thread");
/// assert_eq!(stem("botones", Some(SPANISH)), "boton");
/// assert_eq!(stem("ボタ", Some(SPANISH)), "ボタ");
/// ```
pub fn stem(word: &str, language: Option<Language>) -> Cow<'_, str> {
    let Some(language) = language else { return Cow::Borrowed(word) };
    let Some(algorithm) = algorithm(language) else { return Cow::Borrowed(word) };
    let cyrillic = language.tag() == "ru";
    let fits = |c: char| if cyrillic { is_cyrillic(c) } else { is_latin(c) };
    if !word.chars().all(fits) || word.chars().count() > LONGEST {
        return Cow::Borrowed(word);
    }
    Stemmer::create(algorithm).stem(word)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_lowercase() || matches!(c, '\u{00df}'..='\u{00f6}' | '\u{00f8}'..='\u{024f}')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{0430}'..='\u{045f}')
}
