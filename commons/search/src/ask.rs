//! What somebody asks for: words, “phrases”, and what must not be there. Every text is a question; none is an error.

use crate::words::{Token, tokens};

/// Characters of a question that are read.
const READ: usize = 1_000;
/// Words of a question that count.
pub(crate) const COUNT: usize = 32;
const QUOTES: [char; 10] = ['"', '“', '”', '„', '«', '»', '「', '」', '『', '』'];

/// What somebody asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ask {
    /// Its parts in order.
    pub(crate) parts: Vec<Part>,
    /// Whether some of it was left out, because it was longer than what counts.
    pub(crate) cut: bool,
}

/// A word or a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// One word; or the words of a phrase, or the pairs of a run without spaces, that stand after one another.
    pub(crate) tokens: Vec<Token>,
    /// Exactly as written, between quotation marks.
    pub(crate) quoted: bool,
    /// It must not be there.
    pub(crate) without: bool,
    /// Perhaps only the beginning of a word: the last one while it is typed.
    pub(crate) open: bool,
}

impl Ask {
    /// Reads a question. Quotation marks that are not closed reach to the end.
    pub(crate) fn read(text: &str) -> Self {
        let read: String = text.chars().take(READ).collect();
        let mut ask = Self { parts: Vec::new(), cut: read.len() < text.len() };
        let mut count = 0;
        let mut rest = read.trim_start();
        while !rest.is_empty() {
            let (chunk, after) = Chunk::first(rest);
            for mut part in chunk.parts() {
                let room = COUNT - count;
                ask.cut |= part.tokens.len() > room;
                part.tokens.truncate(room);
                count += part.tokens.len();
                if !part.tokens.is_empty() {
                    ask.parts.push(part);
                }
            }
            rest = after.trim_start();
        }
        let typing = !read.ends_with(|c: char| c.is_whitespace() || QUOTES.contains(&c));
        if let Some(last) = ask.parts.last_mut() {
            last.open = typing && !last.quoted && !last.without && !ask.cut;
        }
        ask
    }

    /// Whether there is anything to look for: only what must not be there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.without)
    }
}

struct Chunk<'q> {
    said: &'q str,
    quoted: bool,
    without: bool,
}

impl<'q> Chunk<'q> {
    /// The first chunk of a text that does not begin with white space, and what comes after it.
    fn first(text: &'q str) -> (Self, &'q str) {
        let bare = text
            .strip_prefix(['-', '−', '–'])
            .filter(|rest| !rest.starts_with(char::is_whitespace) && !rest.is_empty());
        let (without, said) = (bare.is_some(), bare.unwrap_or(text));
        if let Some(inside) = said.strip_prefix(QUOTES) {
            let end = inside.find(QUOTES).unwrap_or(inside.len());
            let after = inside[end..].strip_prefix(QUOTES).unwrap_or_default();
            return (Self { said: &inside[..end], quoted: true, without }, after);
        }
        let end = said.find(|c: char| c.is_whitespace() || QUOTES.contains(&c)).unwrap_or(said.len());
        (Self { said: &said[..end], quoted: false, without }, &said[end..])
    }

    fn parts(&self) -> Vec<Part> {
        let part = |tokens| Part { tokens, quoted: self.quoted, without: self.without, open: false };
        // What is excluded is excluded as a whole: “-t-shirt” does not exclude every shirt.
        let found = asked(tokens(self.said));
        if self.quoted || self.without {
            return vec![part(found)];
        }
        let mut parts: Vec<Part> = Vec::new();
        for token in found {
            match parts.last_mut().and_then(|last| Some((last.tokens.last()?.run?, last))) {
                Some((run, last)) if token.run == Some(run) => last.tokens.push(token),
                _ => parts.push(part(vec![token])),
            }
        }
        parts
    }
}

/// The last character of a run stands for itself only when it is the whole run.
fn asked(tokens: Vec<Token>) -> Vec<Token> {
    let alone = |token: &Token| token.run == Some(token.place);
    tokens.into_iter().filter(|token| !token.last_of_run || alone(token)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> Vec<(String, bool, bool, bool)> {
        let ask = Ask::read(text);
        let words = |part: &Part| part.tokens.iter().map(|t| t.term.as_str()).collect::<Vec<_>>().join(" ");
        ask.parts.iter().map(|part| (words(part), part.quoted, part.without, part.open)).collect()
    }

    #[test]
    fn a_question_has_words_phrases_and_exclusions() {
        let one = |text: &str, quoted, without, open| (text.to_owned(), quoted, without, open);
        assert_eq!(
            said("Waxed “thread that shows” -dogs -\"rain hats\" butt"),
            [
                one("waxed", false, false, false),
                one("thread that shows", true, false, false),
                one("dogs", false, true, false),
                one("rain hats", true, true, false),
                one("butt", false, false, true)
            ]
        );
        assert_eq!(said("t-shirt "), [one("t", false, false, false), one("shirt", false, false, false)]);
        assert_eq!(said("ボタン"), [one("ボタ タン", false, false, true)]);
        assert_eq!(said("布"), [one("布", false, false, true)]);
    }

    #[test]
    fn what_is_not_closed_reaches_to_the_end_and_operators_alone_ask_nothing() {
        assert_eq!(said("\"never closed").len(), 1);
        for nothing in ["", " ", "\"", "\"\"\"", "-", "- -", "AND OR ( ) : ^ ~ * ?", "«»", "🧵", "-only"]
        {
            let ask = Ask::read(nothing);
            assert!(ask.is_empty() || nothing.contains("AND"), "{nothing}: {ask:?}");
        }
    }

    #[test]
    fn a_long_question_is_cut_and_says_so() {
        let ask = Ask::read(&"thread ".repeat(2_000));
        assert!(ask.cut && ask.parts.len() == COUNT);
    }

    proptest! {
        #[test]
        fn every_text_is_a_question(text in "\\PC{0,200}") {
            let ask = Ask::read(&text);
            prop_assert!(ask.parts.iter().map(|part| part.tokens.len()).sum::<usize>() <= COUNT);
            prop_assert!(ask.parts.iter().all(|part| !part.tokens.is_empty()));
        }
    }
}
