//! The words around what was looked for, with what was found marked.

use crate::{
    ask::{Ask, Part},
    words::{Token, stems, tokens},
};
use std::collections::HashSet;

/// A piece of text, some of whose words were looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Passage {
    /// The text in order; whether each part of it was looked for.
    pub(crate) parts: Vec<(String, bool)>,
}

impl Passage {
    /// Whether anything in it was looked for.
    pub(crate) fn marked(&self) -> bool {
        self.parts.iter().any(|(_, marked)| *marked)
    }

    /// The text without its marks.
    #[cfg(test)]
    pub(crate) fn plain(&self) -> String {
        self.parts.iter().map(|(text, _)| text.as_str()).collect()
    }
}

/// The passage of a text that has most of what was looked for, at most so many characters; its beginning when nothing is
/// there.
pub(crate) fn passage(text: &str, ask: &Ask, language: &str, limit: usize) -> Passage {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let tokens = tokens(&flat);
    let marks = marks(&tokens, ask, language);
    let (from, to) = window(&flat, &tokens, &marks, limit);
    let mut parts: Vec<(String, bool)> = Vec::new();
    let mut at = from;
    let mut say = |text: &str, marked: bool| match parts.last_mut() {
        _ if text.is_empty() => {}
        Some((last, known)) if *known == marked => last.push_str(text),
        _ => parts.push((text.to_owned(), marked)),
    };
    if from > 0 {
        say("…", false);
    }
    for (token, _) in tokens.iter().zip(&marks).filter(|(token, part)| part.is_some() && token.at.end <= to) {
        if token.at.end <= at {
            continue;
        }
        let start = token.at.start.max(at);
        say(&flat[at..start], false);
        say(&flat[start..token.at.end], true);
        at = token.at.end;
    }
    say(&flat[at..to], false);
    if to < flat.len() {
        say("…", false);
    }
    Passage { parts }
}

/// For each token the part of the question that it answers.
fn marks(tokens: &[Token], ask: &Ask, language: &str) -> Vec<Option<usize>> {
    let mut marks = vec![None; tokens.len()];
    for (number, part) in ask.parts.iter().enumerate().filter(|(_, part)| !part.without) {
        match part.tokens.as_slice() {
            [one] => {
                let wanted: HashSet<String> = stems(one, language).into_iter().collect();
                for (token, mark) in tokens.iter().zip(&mut marks) {
                    if answers(token, one, part, &wanted, language) {
                        *mark = Some(number);
                    }
                }
            }
            several => {
                for start in 0..(tokens.len() + 1).saturating_sub(several.len()) {
                    let run = &tokens[start..start + several.len()];
                    if run.iter().zip(several).all(|(token, wanted)| token.term == wanted.term) {
                        marks[start..start + several.len()].fill(Some(number));
                    }
                }
            }
        }
    }
    marks
}

fn answers(token: &Token, wanted: &Token, part: &Part, stemmed: &HashSet<String>, language: &str) -> bool {
    let begins = part.open && wanted.term.chars().count() >= 2 || wanted.run.is_some() && wanted.last_of_run;
    token.term == wanted.term
        || begins && token.term.starts_with(&wanted.term)
        || !part.quoted && stems(token, language).iter().any(|stem| stemmed.contains(stem))
}

/// Where the passage begins and ends: between words, a little before the densest place.
fn window(text: &str, tokens: &[Token], marks: &[Option<usize>], limit: usize) -> (usize, usize) {
    if text.chars().count() <= limit {
        return (0, text.len());
    }
    let end_of = |from: usize| text[from..].char_indices().nth(limit).map_or(text.len(), |(at, _)| from + at);
    let marked: Vec<(usize, usize, usize)> = tokens
        .iter()
        .zip(marks)
        .filter_map(|(token, mark)| mark.map(|part| (token.at.start, token.at.end, part)))
        .collect();
    let mut best = (0, 0);
    for &(start, _, _) in marked.iter().take(500) {
        let end = end_of(start);
        let parts: HashSet<usize> = marked
            .iter()
            .filter(|(from, to, _)| *from >= start && *to <= end)
            .map(|(_, _, part)| *part)
            .collect();
        if parts.len() > best.0 {
            best = (parts.len(), start);
        }
    }
    let lead = limit / 5;
    let before = text[..best.1].char_indices().rev().nth(lead).map_or(0, |(at, _)| at);
    let from =
        if before == 0 { 0 } else { text[before..best.1].find(' ').map_or(best.1, |at| before + at + 1) };
    let end = end_of(from);
    let to = if end == text.len() { end } else { text[from..end].rfind(' ').map_or(end, |at| from + at) };
    // A long run without spaces must not cut off what was found.
    let first = marked.iter().find(|(start, _, _)| *start >= best.1).map_or(0, |(_, end, _)| *end);
    (from, to.max(first.min(end)).max(from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str, q: &str, language: &str, limit: usize) -> String {
        let passage = passage(text, &Ask::read(q), language, limit);
        passage
            .parts
            .iter()
            .map(|(text, marked)| if *marked { format!("[{text}]") } else { text.clone() })
            .collect()
    }

    #[test]
    fn what_was_looked_for_is_marked_as_it_was_found() {
        assert_eq!(said("Two buttons fell off", "button", "en", 100), "Two [buttons] fell off");
        assert_eq!(said("Une réparation, réparée", "reparee ", "fr", 100), "Une réparation, [réparée]");
        assert_eq!(said("a waxed thread", "thr", "en", 100), "a waxed [thread]");
        assert_eq!(said("ボタンが取れた", "ボタン", "ja", 100), "[ボタン]が取れた");
        assert_eq!(said("red thread, thread red", "\"thread red\"", "en", 100), "red thread, [thread] [red]");
        assert_eq!(said("nothing of it", "thread", "en", 100), "nothing of it");
    }

    #[test]
    fn a_long_text_shows_its_densest_place_between_words() {
        let text = format!("{} waxed thread {}", "cloth ".repeat(100), "wool ".repeat(100));
        let shown = said(&text, "waxed thread", "en", 60);
        assert!(shown.contains("[waxed] [thread]"), "{shown}");
        assert!(shown.starts_with("…cloth") && shown.ends_with("wool…"), "{shown}");
        assert!(shown.chars().count() < 70, "{shown}");
    }

    proptest! {
        #[test]
        fn any_text_has_a_passage_for_any_question(text in "\\PC{0,300}", q in "\\PC{0,40}", limit in 1_usize..80) {
            let found = passage(&text, &Ask::read(&q), "en", limit);
            let plain = found.plain();
            let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert!(flat.contains(plain.trim_start_matches('…').trim_end_matches('…')) || flat.contains('…'), "{plain}");
        }
    }
}
