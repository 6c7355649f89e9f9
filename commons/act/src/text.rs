//! Text that has been looked at: after parsing, no string is unchecked.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};
use store::{Column, Param, Value};
use unicode_normalization::UnicodeNormalization;

/// Why a text is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// Nothing but spaces, or what cannot be seen.
    #[error("empty")]
    Empty,
    /// More characters than allowed.
    #[error("{length} characters, {limit} allowed")]
    TooLong {
        /// How many there are.
        length: usize,
        /// How many may be.
        limit: usize,
    },
}

impl TextFault {
    /// The refusal of a form's field.
    pub fn refusal(self, field: impl Into<Cow<'static, str>>) -> crate::Refusal {
        match self {
            Self::Empty => crate::Refusal::field(field, "refused-text-empty"),
            Self::TooLong { length, limit } => crate::Refusal::field(field, "refused-text-too-long")
                .with("length", length)
                .with("limit", limit),
        }
    }
}

/// Normalises a text to NFC, drops control characters (but line breaks when `lines`) and what would turn the
/// direction of the page around it, trims it, and folds runs of spaces in single-line text.
fn tidy(text: &str, lines: bool) -> String {
    let kept = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = kept.nfc().filter(|&c| match c {
        '\n' => true,
        '\t' => true,
        // Overrides and isolates can make one person's title rearrange another's words.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => false,
        c => !c.is_control(),
    });
    if lines {
        kept.collect::<String>().trim().to_owned()
    } else {
        let flat: String = kept.map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        flat.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// Characters that leave a reader with nothing to see, though they are no spaces.
fn shows_nothing(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'
            ..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
    ) || c.is_whitespace()
}

/// A text normalised for finding: compatibility forms unified, letters in lower case.
pub fn search_key(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// Both kinds of checked text.
pub trait Tidy: Sized {
    /// Tidies and measures a raw text.
    fn parse(raw: &str) -> Result<Self, TextFault>;
}

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $lines:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name<const LIMIT: usize>(String);

        impl<const LIMIT: usize> Tidy for $name<LIMIT> {
            fn parse(raw: &str) -> Result<Self, TextFault> {
                let text = tidy(raw, $lines);
                let length = text.chars().count();
                match length {
                    _ if text.chars().all(shows_nothing) => Err(TextFault::Empty),
                    _ if length > LIMIT => Err(TextFault::TooLong { length, limit: LIMIT }),
                    _ => Ok(Self(text)),
                }
            }
        }
        impl<const LIMIT: usize> $name<LIMIT> {
            /// Tidies and measures a raw text.
            ///
            /// # Errors
            /// When nothing is left, or more than `LIMIT` characters.
            pub fn parse(raw: &str) -> Result<Self, TextFault> {
                <Self as Tidy>::parse(raw)
            }
            /// Like [`Self::parse`], with nothing for an empty text.
            ///
            /// # Errors
            /// When it is longer than `LIMIT` characters.
            pub fn optional(raw: &str) -> Result<Option<Self>, TextFault> {
                match Self::parse(raw) {
                    Ok(text) => Ok(Some(text)),
                    Err(TextFault::Empty) => Ok(None),
                    Err(fault) => Err(fault),
                }
            }
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
            /// The text, owned.
            pub fn into_string(self) -> String {
                self.0
            }
        }
        impl<const LIMIT: usize> fmt::Display for $name<LIMIT> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl<const LIMIT: usize> Param for $name<LIMIT> {
            fn value(&self) -> Value<'_> {
                Value::Text(Cow::Borrowed(&self.0))
            }
        }
        impl<const LIMIT: usize> Column for $name<LIMIT> {
            fn read(value: Value<'_>) -> Result<Self, String> {
                String::read(value).map(Self)
            }
        }
        impl<const LIMIT: usize> Serialize for $name<LIMIT> {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }
        impl<'de, const LIMIT: usize> Deserialize<'de> for $name<LIMIT> {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Self::parse(&Cow::<'de, str>::deserialize(from)?).map_err(serde::de::Error::custom)
            }
        }
    };
}

checked_text!(
    /// One line of at most `LIMIT` characters, never empty.
    Line,
    false
);
checked_text!(
    /// Paragraphs of at most `LIMIT` characters together, never empty.
    Prose,
    true
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_tidied_measured_in_characters_and_never_empty() {
        assert_eq!(
            Line::<9>::parse("  a\u{202e}b \t c\u{0}  ").map(|l| l.into_string()),
            Ok("ab c".to_owned())
        );
        assert_eq!(Line::<3>::parse("e\u{301}té").map(|l| l.into_string()), Ok("été".to_owned()));
        assert_eq!(Line::<2>::parse("été"), Err(TextFault::TooLong { length: 3, limit: 2 }));
        assert_eq!(Line::<2>::parse(" \n "), Err(TextFault::Empty));
        assert_eq!(Line::<2>::optional(" "), Ok(None));
    }

    #[test]
    fn a_text_of_what_cannot_be_seen_is_empty_and_joined_letters_stay_joined() {
        for unseen in ["\u{200b}", "\u{3164} \u{2800}", "\u{ad}\u{2060}", "\u{feff}"] {
            assert_eq!(Line::<9>::parse(unseen), Err(TextFault::Empty), "{unseen:?}");
            assert_eq!(Prose::<9>::optional(unseen), Ok(None), "{unseen:?}");
        }
        let family = "👩\u{200d}👧 می\u{200c}خواهم";
        assert_eq!(Line::<40>::parse(family).map(|l| l.into_string()), Ok(family.to_owned()));
    }

    #[test]
    fn prose_keeps_its_lines_and_right_to_left_letters() {
        assert_eq!(
            Prose::<40>::parse("a\r\n\r\nשלום\u{7}").map(|p| p.into_string()),
            Ok("a\n\nשלום".to_owned())
        );
    }
}
