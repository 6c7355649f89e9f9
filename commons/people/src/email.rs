//! Addresses that we can write to.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Why a text is no address that we can write to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address that can be written to")]
pub struct InvalidEmail;

/// An e-mail address. Its domain is in lower case and, beyond ASCII, in Punycode (IDNA 2008 as UTS 46 maps it), so that
/// two spellings of one domain are one; the part before the `@` is kept as it was typed, and compared in any case.
///
/// The part before the `@` is a dot-atom of RFC 5322 in ASCII: quoted forms and the letters of RFC 6531 are refused,
/// because most servers cannot be written to there, and because letters that look alike would make two accounts of one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Email(String);

/// RFC 5321, 4.5.3.1: octets before the `@`, and of the whole path without its angle brackets.
const LONGEST_LOCAL: usize = 64;
const LONGEST: usize = 254;

impl Email {
    /// Reads an address, with spaces around it allowed.
    ///
    /// # Errors
    /// When it is no address that we can write to.
    pub fn parse(raw: &str) -> Result<Self, InvalidEmail> {
        let (local, domain) = raw.trim().rsplit_once('@').ok_or(InvalidEmail)?;
        let atom = |part: &str| !part.is_empty() && part.bytes().all(is_atext);
        if local.len() > LONGEST_LOCAL || !local.split('.').all(atom) {
            return Err(InvalidEmail);
        }
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| InvalidEmail)?;
        if !is_mail_domain(&domain) || local.len() + 1 + domain.len() > LONGEST {
            return Err(InvalidEmail);
        }
        Ok(Self(format!("{local}@{domain}")))
    }

    /// The address as it is written on a letter.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two addresses are compared by.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// RFC 5322, 3.2.3.
fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

/// At least two labels of letters, digits and inner hyphens, the last of them no number: an address of four numbers
/// is no domain.
fn is_mail_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(label) && !last.bytes().all(|b| b.is_ascii_digit())
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl FromStr for Email {
    type Err = InvalidEmail;
    fn from_str(text: &str) -> Result<Self, InvalidEmail> {
        Self::parse(text)
    }
}
impl<'de> Deserialize<'de> for Email {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&std::borrow::Cow::<'de, str>::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}
impl act::Param for Email {
    fn value(&self) -> act::Value<'_> {
        act::Value::Text(self.0.as_str().into())
    }
}
impl act::Column for Email {
    fn read(value: act::Value<'_>) -> Result<Self, String> {
        String::read(value).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_is_read_as_people_type_it() {
        for (typed, kept) in [
            ("  Tomas@Example.ORG ", "Tomas@example.org"),
            ("a.b+weft@mail.example.co.uk", "a.b+weft@mail.example.co.uk"),
            ("o'neil@example.ie", "o'neil@example.ie"),
            ("x@bücher.example", "x@xn--bcher-kva.example"),
            ("x@BÜCHER.example", "x@xn--bcher-kva.example"),
            ("x@ｅxample.org", "x@example.org"),
        ] {
            assert_eq!(Email::parse(typed).map(|e| e.to_string()), Ok(kept.to_owned()), "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_written_to_is_refused() {
        let long = format!("{}@example.org", "a".repeat(65));
        let longer = format!("a@{}.org", "b.".repeat(130));
        for wrong in [
            "",
            "@",
            "a",
            "a@",
            "@example.org",
            "a@example",
            "a@b@c.org ",
            "a b@example.org",
            "a..b@example.org",
            ".a@example.org",
            "a.@example.org",
            "\"a b\"@example.org",
            "a@-example.org",
            "a@example-.org",
            "a@exam_ple.org",
            "a@127.0.0.1",
            "a@[127.0.0.1]",
            "a@example..org",
            "tomás@example.org",
            "тomas@example.org",
            "a\n@example.org",
            "a@example.org\nBcc: b@c.org",
            "a@example.org>",
            "<a@example.org",
            "a,b@example.org",
            &long,
            &longer,
        ] {
            assert_eq!(Email::parse(wrong), Err(InvalidEmail), "{wrong:?}");
        }
    }

    #[test]
    fn addresses_that_differ_in_case_alone_are_one() {
        let key = |text: &str| Email::parse(text).map(|e| e.key());
        assert_eq!(key("Tomas@Example.org"), key("tomas@example.ORG"));
        assert_ne!(key("tomas@example.org"), key("t0mas@example.org"));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic_and_what_it_keeps_reads_the_same_again(raw in "\\PC{0,80}|[a-zA-Z.+@-]{0,40}") {
            if let Ok(email) = Email::parse(&raw) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
                prop_assert!(email.as_str().is_ascii());
                prop_assert!(!email.as_str().contains(char::is_whitespace));
                prop_assert!(email.as_str().len() <= LONGEST);
            }
        }

        #[test]
        fn every_ordinary_address_is_read(local in "[a-z0-9]{1,12}([.+_-][a-z0-9]{1,8}){0,2}", domain in "[a-z]{1,10}(-[a-z]{1,5})?[.](org|example|fr)") {
            let typed = format!(" {}@{} ", local.to_uppercase(), domain.to_uppercase());
            let email = Email::parse(&typed);
            prop_assert_eq!(email.map(|e| e.key()), Ok(format!("{local}@{domain}")));
        }
    }
}
