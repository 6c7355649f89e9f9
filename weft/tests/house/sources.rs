//! The sources of the crates, read as text: what a compiled program no longer knows of itself.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository").to_owned()
}

/// One source file.
pub(crate) struct Source {
    /// Below the repository: `rooms/ideas/src/vote.rs`.
    pub(crate) path: String,
    /// Its text; of Rust only what is compiled into the program, without tests and comments.
    pub(crate) text: String,
}

/// A string literal in Rust, or in the tags of a template.
pub(crate) struct Literal {
    pub(crate) text: String,
    /// What stands before it, without the space between.
    pub(crate) before: String,
}

impl Source {
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Every string literal; of a template those inside its tags.
    pub(crate) fn literals(&self) -> Vec<Literal> {
        if self.is_rust() { literals_of(&self.text) } else { literals_of(&tags_of(&self.text)) }
    }
}

/// The sources of every crate of the program: Rust and templates.
pub(crate) fn sources() -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    for floor in ["commons", "rooms"] {
        for home in folders(&root.join(floor)) {
            if !home.ends_with("testkit") {
                walk(&root, &home.join("src"), &mut found);
            }
        }
    }
    walk(&root, &root.join("weft/src"), &mut found);
    assert!(found.len() > 60, "{} sources were found", found.len());
    found
}

/// The folders in a folder, by name.
pub(crate) fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found: Vec<_> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(root, &path, found);
            continue;
        }
        let name = path.strip_prefix(root).expect("below the repository").to_str().expect("UTF-8").to_owned();
        let only_tests = name.ends_with("tests.rs");
        if (!name.ends_with(".rs") && !name.ends_with(".html")) || only_tests {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source");
        let text = if name.ends_with(".rs") { compiled(&text) } else { text };
        found.push(Source { path: name, text });
    }
}

/// Rust without comments and without its test module.
fn compiled(text: &str) -> String {
    let plain = without_comments(text);
    let mut kept = String::with_capacity(plain.len());
    let mut rest = plain.as_str();
    while let Some(at) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..at]);
        let after = &rest[at..];
        let (semicolon, brace) = (after.find(';'), after.find('{'));
        match (semicolon, brace) {
            // `mod tests;` or a `use`: one item is left out.
            (Some(end), None) => rest = &after[end + 1..],
            (Some(end), Some(open)) if end < open => rest = &after[end + 1..],
            // A block: up to the brace that closes it.
            (_, Some(open)) => rest = &after[open + block(&after[open..])..],
            (None, None) => rest = "",
        }
    }
    kept.push_str(rest);
    kept
}

/// The length of a block that begins with a brace. Braces in literals do not count.
pub(crate) fn block(text: &str) -> usize {
    balanced(text, '{', '}')
}

/// The length of what begins with `open` and ends with the `close` that belongs to it.
pub(crate) fn balanced(text: &str, open: char, close: char) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        if let Some(length) = literal_at(text, at) {
            at += length;
            continue;
        }
        let c = text[at..].chars().next().expect("a character");
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return at + c.len_utf8();
            }
        }
        at += c.len_utf8();
    }
    text.len()
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        if let Some(length) = literal_at(text, at) {
            out.push_str(&text[at..at + length]);
            at += length;
        } else if text[at..].starts_with("//") {
            at += text[at..].find('\n').unwrap_or(text.len() - at);
        } else if text[at..].starts_with("/*") {
            at += text[at..].find("*/").map_or(text.len() - at, |end| end + 2);
        } else {
            let c = text[at..].chars().next().expect("a character");
            out.push(c);
            at += c.len_utf8();
        }
    }
    out
}

/// The length of the string or character literal that begins here, if one does.
fn literal_at(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let word_before = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    if let Some(rest) = rest.strip_prefix('"') {
        return Some(1 + quoted(rest));
    }
    if !word_before && rest.starts_with('r') {
        let hashes = rest[1..].chars().take_while(|&c| c == '#').count();
        if rest[1 + hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let begin = 2 + hashes;
            return Some(rest[begin..].find(&end).map_or(rest.len(), |length| begin + length + end.len()));
        }
    }
    if let Some(inner) = rest.strip_prefix('\'') {
        if let Some(escaped) = inner.strip_prefix('\\') {
            let after = escaped.char_indices().nth(1).map_or(escaped.len(), |(n, _)| n);
            return escaped[after..].find('\'').map(|end| 2 + after + end + 1);
        }
        let first = inner.chars().next()?;
        // Else it is a lifetime.
        return inner[first.len_utf8()..].starts_with('\'').then(|| 2 + first.len_utf8());
    }
    None
}

/// The length up to and with the quotation mark that closes a literal.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn literals_of(text: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(length) = literal_at(text, at) else {
            at += text[at..].chars().next().expect("a character").len_utf8();
            continue;
        };
        let literal = &text[at..at + length];
        if let Some(open) = literal.find('"').filter(|_| !literal.starts_with('\'')) {
            let end = literal.rfind('"').filter(|&end| end > open).unwrap_or(literal.len());
            let before: String = text[..at].trim_end().chars().rev().take(60).collect();
            found.push(Literal {
                text: literal[open + 1..end].replace("\\\"", "\""),
                before: before.chars().rev().collect(),
            });
        }
        at += length;
    }
    found
}

/// What stands in the tags of a template.
fn tags_of(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let close = if rest[at..].starts_with("{{") { "}}" } else { "%}" };
        let inner = &rest[at + 2..];
        let end = inner.find(close).unwrap_or(inner.len());
        out.push_str(&inner[..end]);
        out.push('\n');
        rest = &inner[end..];
    }
    out
}

#[test]
fn literals_are_found_where_rust_has_them() {
    let rust = r##"
        //! "not this"
        fn a<'a>(x: &'a str) { say("this"); let c = '"'; let r = r#"raw "one""#; /* "nor this" */ say("es\"caped") }
        #[cfg(test)]
        mod tests { fn b() { say("nor that }") } }
        fn c() { say("last") }
    "##;
    let source = Source { path: "commons/x/src/a.rs".to_owned(), text: compiled(rust) };
    let texts: Vec<String> = source.literals().into_iter().map(|literal| literal.text).collect();
    assert_eq!(texts, ["this", "raw \"one\"", "es\"caped", "last"]);
    let template =
        Source { path: "a.html".to_owned(), text: r#"<p class="x">{{ t.say("key") }}</p>"#.to_owned() };
    assert_eq!(template.literals().len(), 1);
}
