//! From a text to the terms by which it is found, with the places where they stand.
//!
//! Words are folded, stripped of the marks that writers leave out, and split at apostrophes. Where a script writes no
//! spaces (Han, kana, Thai, Lao, Khmer, Burmese), and in Hangul, where endings grow onto words, a run of characters gives its
//! overlapping pairs: every part of two characters or more is then found exactly, without a dictionary that would
//! divide the question otherwise than the text.

use reading::{
    language::Language,
    words::{Script, fold, script, stem, strip_marks},
};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Characters of a word that count; what is longer is a name of something, and found by its beginning.
const LONGEST: usize = 64;

/// A word, or a pair of characters, of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// What is compared as it is.
    pub(crate) term: String,
    /// The folded word with its marks, which stemmers use.
    pub(crate) folded: String,
    /// Where it stands in the text, in bytes.
    pub(crate) at: Range<usize>,
    /// Which word of the text it is, from 0.
    pub(crate) place: usize,
    /// The run of characters without spaces that it belongs to, if it does.
    pub(crate) run: Option<usize>,
    /// The last character of a run, alone.
    pub(crate) last_of_run: bool,
}

/// Whether words are not told apart by spaces here.
fn unspaced(c: char) -> bool {
    script(c) != Script::Spaced
        || matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}')
        // Voicing marks of half-width kana.
        || matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

/// The tokens of a text in order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(first) = text[rest..].chars().next() {
        let without_spaces = unspaced(first);
        let run = &text[rest..];
        let end =
            run.char_indices().find(|(_, c)| unspaced(*c) != without_spaces).map_or(run.len(), |(at, _)| at);
        if without_spaces {
            pairs(&run[..end], rest, &mut found)
        } else {
            words(&run[..end], rest, &mut found)
        }
        rest += end;
    }
    found
}

fn words(run: &str, offset: usize, found: &mut Vec<Token>) {
    for (start, word) in run.unicode_word_indices() {
        let mut parts = Vec::new();
        let mut from = 0;
        for (at, c) in word.char_indices() {
            if matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{ff07}') {
                parts.push((from, &word[from..at]));
                from = at + c.len_utf8();
            }
        }
        parts.push((from, &word[from..]));
        let whole = parts.len() == 1;
        for (from, part) in parts {
            // Of “l’idée” and “don’t” the letter is a matter of grammar.
            if part.is_empty() || !whole && part.chars().count() == 1 {
                continue;
            }
            let folded: String = fold(part).chars().take(LONGEST).collect();
            let term = strip_marks(&folded);
            if term.is_empty() {
                continue;
            }
            let at = offset + start + from..offset + start + from + part.len();
            let place = found.last().map_or(0, |token| token.place + 1);
            found.push(Token { term, folded, at, place, run: None, last_of_run: false });
        }
    }
}

fn pairs(run: &str, offset: usize, found: &mut Vec<Token>) {
    let begin = found.last().map_or(0, |token| token.place + 1);
    let plain: Vec<char> = strip_marks(&fold(run)).chars().collect();
    let marks: Vec<Range<usize>> = run.char_indices().map(|(at, c)| at..at + c.len_utf8()).collect();
    // Half-width kana and their marks become one character: then the whole run stands for each.
    let at = |from: usize, to: usize| {
        if marks.len() == plain.len() {
            offset + marks[from].start..offset + marks[to].end
        } else {
            offset..offset + run.len()
        }
    };
    for i in 0..plain.len() {
        let next = (i + 1).min(plain.len() - 1);
        let term: String = plain[i..=next].iter().collect();
        let token = Token {
            folded: term.clone(),
            term,
            at: at(i, next),
            place: begin + i,
            run: Some(begin),
            last_of_run: next == i,
        };
        found.push(token);
    }
}

/// The stems by which a word is found in texts of a language, each with the language's tag before it, so that a stem
/// of one language finds nothing in another. Empty where the language has no stemmer.
///
/// A word without its marks has a stem of its own, because many write without them: `reparee` finds `réparée`.
pub(crate) fn stems(token: &Token, language: &str) -> Vec<String> {
    if token.run.is_some() {
        return Vec::new();
    }
    if language == "ar" {
        return vec![format!("ar:{}", light_arabic(&token.term))];
    }
    let Ok(known) = language.parse::<Language>() else { return Vec::new() };
    let mut stems: Vec<String> = [token.folded.as_str(), token.term.as_str()]
        .iter()
        .map(|word| format!("{}:{}", known.tag(), strip_marks(&stem(word, Some(known)))))
        .collect();
    stems.dedup();
    stems
}

/// An Arabic word without article, conjunction and the commonest endings: the light10 stemmer of Larkey, Ballesteros
/// and Connell, “Light stemming for Arabic information retrieval” (2007).
fn light_arabic(word: &str) -> String {
    let plain: String = word
        .chars()
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' | 'ی' => 'ي',
            'ة' => 'ه',
            'ک' => 'ك',
            other => other,
        })
        .collect();
    let mut rest = plain.as_str();
    let long = |text: &str, least: usize| text.chars().count() >= least;
    for article in ["وال", "بال", "كال", "فال", "ال", "لل"] {
        if let Some(after) = rest.strip_prefix(article).filter(|after| long(after, 2)) {
            rest = after;
            break;
        }
    }
    if rest.len() == plain.len()
        && let Some(after) = rest.strip_prefix('و').filter(|after| long(after, 3))
    {
        rest = after;
    }
    for ending in ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"] {
        if let Some(before) = rest.strip_suffix(ending).filter(|before| long(before, 2)) {
            rest = before;
        }
    }
    rest.to_owned()
}

/// Whether a word says little by itself in one of these languages.
pub(crate) fn says_little(token: &Token, languages: &[String]) -> bool {
    let known = languages.iter().filter_map(|tag| tag.parse::<Language>().ok());
    token.run.is_none()
        && known.into_iter().any(|language| reading::words::is_stop_word(&token.folded, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.term).collect()
    }

    #[test]
    fn words_are_compared_without_case_marks_and_apostrophes() {
        assert_eq!(
            terms("L’Idée, RÉPARÉE; don't Straße ＷＥＦＴ"),
            ["idee", "reparee", "don", "strasse", "weft"]
        );
        assert_eq!(terms("—  !? 🧵"), Vec::<String>::new());
        assert_eq!(terms("الخَيْط שָׁלוֹם"), ["الخيط", "שלום"]);
    }

    #[test]
    fn scripts_without_spaces_give_overlapping_pairs_that_reach_over_kana_and_han() {
        assert_eq!(terms("取れた"), ["取れ", "れた", "た"]);
        assert_eq!(terms("단추가 coat"), ["단추", "추가", "가", "coat"]);
        assert_eq!(terms("ﾎﾞﾀﾝ"), ["ボタ", "タン", "ン"]);
    }

    #[test]
    fn every_token_knows_where_it_stands() {
        for text in ["Waxed thread — ボタンが取れた, l’idée", "ﾎﾞﾀﾝ x"] {
            for token in tokens(text) {
                assert!(text.get(token.at.clone()).is_some_and(|said| !said.is_empty()), "{token:?}");
            }
        }
        let text = "the Réparation";
        assert_eq!(&text[tokens(text)[1].at.clone()], "Réparation");
    }

    #[test]
    fn a_stem_belongs_to_its_language_and_forgives_missing_marks() {
        let of = |word: &str, language| stems(&tokens(word)[0], language);
        assert_eq!(of("threads", "en"), ["en:thread"]);
        assert!(of("réparée", "fr").iter().any(|stem| of("reparee", "fr").contains(stem)));
        assert_eq!(of("threads", "xx"), Vec::<String>::new());
        assert_eq!(of("والخيوط", "ar"), of("خيوط", "ar"));
    }
}
