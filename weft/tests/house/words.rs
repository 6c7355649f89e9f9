//! Everything a person reads, in every language: no key without words, no words without a key.

use crate::sources::{Source, sources};
use std::collections::{BTreeMap, BTreeSet};
use web::{Locale, Settings};

/// Messages by key, each with the values it names.
type Messages = BTreeMap<String, BTreeSet<String>>;

/// Every message of every room, by language.
fn messages() -> BTreeMap<&'static str, Messages> {
    let rooms = weft::rooms::rooms();
    let files = web::LOCALES.iter().chain(rooms.iter().flat_map(|room| room.locales));
    let mut spoken: BTreeMap<&'static str, Messages> = BTreeMap::new();
    for Locale { language, text } in files {
        let known = spoken.entry(language).or_default();
        for (key, values) in read(text) {
            assert!(known.insert(key.clone(), values).is_none(), "{language} says {key} twice");
        }
    }
    spoken
}

/// The messages of a Fluent file. A message begins at the start of a line; what is indented belongs to it.
fn read(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut found: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (key, words) = line.split_once('=').unwrap_or_else(|| panic!("no message: {line}"));
            found.push((key.trim().to_owned(), values_in(words)));
        } else if line.starts_with([' ', '\t', '}'])
            && let Some((_, values)) = found.last_mut()
        {
            values.extend(values_in(line));
        }
    }
    found
}

/// The names after dollar signs.
fn values_in(words: &str) -> BTreeSet<String> {
    let names = words.split('$').skip(1);
    names
        .map(|rest| {
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').collect()
        })
        .collect()
}

#[test]
fn no_language_lacks_a_message_that_another_has() {
    let spoken = messages();
    assert!(spoken.len() > 1, "{:?}", spoken.keys());
    let every: BTreeSet<&String> = spoken.values().flat_map(BTreeMap::keys).collect();
    assert!(every.len() > 300, "{} messages", every.len());
    for (language, known) in &spoken {
        let lacking: Vec<_> = every.iter().filter(|key| !known.contains_key(**key)).collect();
        assert!(lacking.is_empty(), "{language} lacks {lacking:?}");
    }
}

#[test]
fn every_language_names_the_same_values_in_a_message() {
    let spoken = messages();
    let english = &spoken["en"];
    let mut wrong = Vec::new();
    for (language, known) in &spoken {
        for (key, values) in known {
            if english.get(key).is_some_and(|expected| expected != values) {
                wrong.push(format!("{key}: {language} names {values:?}, English {:?}", english[key]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A key as the sources write it; `None` stands for what is only known while the program runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Written(Vec<Option<String>>);

impl Written {
    /// `ideas-status-{status}`, with its holes.
    fn of(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(Some(before.to_owned()));
            }
            parts.push(None);
            rest = after.split_once('}').map_or("", |(_, rest)| rest);
        }
        if !rest.is_empty() {
            parts.push(Some(rest.to_owned()));
        }
        Self(parts)
    }

    fn fits(&self, key: &str) -> bool {
        fn fit(parts: &[Option<String>], key: &str) -> bool {
            match parts {
                [] => key.is_empty(),
                [Some(text), rest @ ..] => key.strip_prefix(text.as_str()).is_some_and(|key| fit(rest, key)),
                [None, rest @ ..] => {
                    // Something stands in a hole; it may hold hyphens.
                    key.char_indices().skip(1).any(|(at, _)| fit(rest, &key[at..]))
                        || (!key.is_empty() && fit(rest, ""))
                }
            }
        }
        fit(&self.0, key)
    }
}

/// Whether a literal has the form of a key that begins like one of ours.
fn like_a_key(text: &str, firsts: &BTreeSet<String>) -> bool {
    let plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-{}_.()".contains(c));
    let first = text.split(['-', '{']).next().unwrap_or_default();
    plain && text.contains('-') && !text.ends_with('-') && firsts.contains(first)
}

/// Where literals stand that look like keys and are none.
const NO_MESSAGE: &[&str] = &[".style(", ".script(", "HeaderName::from_static(", "data-", "cookie("];

/// Every key that a source names, for sure or by its form.
fn keys_of(source: &Source, firsts: &BTreeSet<String>) -> Vec<Written> {
    let mut keys = Vec::new();
    for literal in source.literals() {
        let said = [".say(", ".tell(", ".say(format!("].iter().any(|call| literal.before.ends_with(call));
        let elsewhere = NO_MESSAGE.iter().any(|call| literal.before.ends_with(call));
        // `key = "people-{}"|format(…)` and keys that travel through data.
        if said || (!elsewhere && like_a_key(&literal.text, firsts)) {
            keys.push(Written::of(&literal.text));
        }
    }
    keys
}

/// The words that keys begin with: those of the rooms, and `refused`, `nav`, `time` …
fn firsts(english: &Messages) -> BTreeSet<String> {
    english.keys().filter_map(|key| Some(key.split_once('-')?.0.to_owned())).collect()
}

#[test]
fn every_message_that_the_sources_name_is_there_in_every_language() {
    let spoken = messages();
    let firsts = firsts(&spoken["en"]);
    let mut lacking = Vec::new();
    let mut plain: BTreeSet<String> = BTreeSet::new();
    for source in sources() {
        for key in keys_of(&source, &firsts) {
            for (language, known) in &spoken {
                if !known.keys().any(|known| key.fits(known)) {
                    lacking.push(format!("{}: {language} has no message {}", source.path, shown(&key)));
                }
            }
            if let [Some(key)] = key.0.as_slice() {
                plain.insert(key.clone());
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    assert!(plain.len() > 200, "only {} keys were found in the sources", plain.len());

    // The catalogue itself says the same.
    let house = weft::rooms::house(Settings::default()).expect("a house");
    let languages: Vec<String> = house.catalogue.languages().map(str::to_owned).collect();
    for language in languages {
        assert_eq!(
            house.catalogue.missing(&language, plain.iter().cloned()),
            Vec::<String>::new(),
            "{language}"
        );
    }
}

fn shown(key: &Written) -> String {
    key.0.iter().map(|part| part.as_deref().unwrap_or("{…}")).collect()
}

#[test]
fn no_message_is_kept_that_nobody_says() {
    let spoken = messages();
    let english = &spoken["en"];
    let firsts = firsts(english);
    let said: BTreeSet<Written> = sources().iter().flat_map(|source| keys_of(source, &firsts)).collect();
    // Keys that are put together from data of the house, not in one literal.
    let rooms = weft::rooms::rooms();
    let kinds = rooms.iter().flat_map(|room| room.kinds).map(|kind| format!("kind-{}", kind.name));
    let from_data: BTreeSet<String> = kinds.chain(explained()).collect();
    let nobody: Vec<&String> = english
        .keys()
        .filter(|key| !from_data.contains(*key) && !said.iter().any(|one| one.fits(key)))
        .collect();
    assert!(nobody.is_empty(), "{} messages that nobody says: {nobody:?}", nobody.len());
}

/// What “How things count” says of every permission and every setting: `ideas-permission-vote` for `ideas.vote`.
fn explained() -> Vec<String> {
    let key = |what: &str, name: &str| {
        let (room, rest) = name.split_once('.').unwrap_or(("", name));
        format!("{room}-{what}-{}", rest.replace(['_', '.'], "-"))
    };
    let rooms = weft::rooms::rooms();
    let permissions = rooms.iter().flat_map(|room| room.permissions).map(|one| key("permission", one.name));
    let settings = rooms.iter().flat_map(|room| room.settings).map(|one| key("setting", one.name));
    permissions.chain(settings).collect()
}

#[test]
fn every_permission_and_every_setting_is_explained_to_people() {
    let spoken = messages();
    for (language, known) in &spoken {
        let lacking: Vec<_> = explained().into_iter().filter(|key| !known.contains_key(key)).collect();
        assert!(lacking.is_empty(), "{language} lacks {lacking:?}");
    }
}

#[test]
fn every_kind_of_piece_has_a_name_for_people() {
    let spoken = messages();
    for room in weft::rooms::rooms() {
        for kind in room.kinds {
            let key = format!("kind-{}", kind.name);
            for (language, known) in &spoken {
                assert!(known.contains_key(&key), "{language} has no {key}");
            }
        }
    }
}

#[test]
fn holes_in_keys_take_something_and_nothing_else_fits() {
    let written = Written::of("people-scope-{}-hint");
    assert!(written.fits("people-scope-take-part-hint") && !written.fits("people-scope--hint"));
    assert!(!written.fits("people-scope-read"));
    assert!(Written::of("kind-{kind}").fits("kind-idea") && !Written::of("kind-{kind}").fits("kind-"));
    let read = read("a-b = { $n ->\n    [one] { $n } x\n   *[other] { $m } y\n }\n# c = d\nc-d = e");
    assert_eq!(read.len(), 2);
    assert_eq!(read[0].1.iter().map(String::as_str).collect::<Vec<_>>(), ["m", "n"]);
}
