//! How a file of the browser's travels: without what only its readers here need, and made small. Used when this crate is
//! built, so that the program carries what it sends and nothing that makes it. No I/O.

/// A file of this name as it is sent.
pub(crate) fn sent(name: &str, data: Vec<u8>) -> Vec<u8> {
    let cut = |by: fn(&str) -> String, data: Vec<u8>| {
        std::str::from_utf8(&data).map(|text| by(text).into_bytes()).unwrap_or(data)
    };
    match name.rsplit('.').next() {
        Some("css") => cut(without_notes, data),
        Some("js") if name.starts_with("js/") => cut(without_types, data),
        _ => data,
    }
}

/// The same by Brotli, for texts where that helps.
pub(crate) fn small(name: &str, sent: &[u8]) -> Option<Vec<u8>> {
    if !matches!(name.rsplit('.').next(), Some("css" | "js" | "svg")) {
        return None;
    }
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 16, ..Default::default() };
    let (mut rest, mut small) = (sent, Vec::new());
    let made = brotli::BrotliCompress(&mut rest, &mut small, &params);
    made.is_ok().then_some(small).filter(|small| small.len() < sent.len())
}

/// A text without the comments that begin like this. A comment never begins inside a string of ours; the tests look.
fn without(beginning: &str, text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(beginning) {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

/// A style sheet without its comments and the white space around its lines.
fn without_notes(sheet: &str) -> String {
    let kept = without("/*", sheet);
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// A module of ours without the types in its comments and the lines that are nothing but a comment.
fn without_types(module: &str) -> String {
    let kept = without("/**", module);
    let lines = kept.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, path::Path};

    /// The files as they lie in the folder that is built from.
    fn texts(of: &str) -> Vec<(&'static str, String)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets");
        let names = crate::assets::FILES.iter().map(|file| file.name).filter(|name| name.starts_with(of));
        let texts: Vec<_> =
            names.map(|name| (name, fs::read_to_string(folder.join(name)).expect("it is text"))).collect();
        assert!(!texts.is_empty(), "{of} has files");
        texts
    }

    #[test]
    fn what_is_built_in_is_what_the_folder_holds() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets");
        for file in crate::assets::FILES {
            let made = sent(file.name, fs::read(folder.join(file.name)).expect("it is there"));
            assert!(made == file.plain, "{} was built from something else", file.name);
            assert!(small(file.name, &made).as_deref() == file.small, "{}", file.name);
        }
    }

    #[test]
    fn style_sheets_travel_without_their_comments_and_with_every_rule() {
        assert_eq!(
            without_notes("/* a\n b */\n@layer x {\n  .a { b: c; } /* d */\n\n}\n"),
            "@layer x {\n.a { b: c; }\n}"
        );
        for (name, whole) in texts("css/") {
            let whole = whole.as_str();
            let sent = without_notes(whole);
            assert!(sent.lines().all(|line| line.matches('"').count() % 2 == 0), "{name}: a string was cut");
            let count = |text: &str, what: char| text.matches(what).count();
            assert_eq!(count(&sent, '{'), count(&sent, '}'), "{name}");
        }
    }

    #[test]
    fn modules_travel_without_their_comments_and_with_every_word_they_say() {
        assert_eq!(without_types("// a\n/** @type {X} */\nconst b = 1; // c\n"), "const b = 1; // c");
        for (name, whole) in texts("js/") {
            let whole = whole.as_str();
            for quote in ['"', '\'', '`'] {
                let mut strings = whole.lines().filter(|line| !line.trim_start().starts_with(['/', '*']));
                let hidden = strings.any(|line| {
                    line.split(quote)
                        .skip(1)
                        .step_by(2)
                        .any(|string| string.contains("/**") && !string.contains("*/"))
                });
                assert!(!hidden, "{name}: a string with a comment in it");
            }
            let sent = without_types(whole);
            for pair in [('{', '}'), ('(', ')')] {
                let count = |what: char| sent.matches(what).count();
                let before = |what: char| whole.matches(what).count();
                assert_eq!(
                    before(pair.0).cast_signed() - before(pair.1).cast_signed(),
                    count(pair.0).cast_signed() - count(pair.1).cast_signed(),
                    "{name}"
                );
            }
        }
    }
}
