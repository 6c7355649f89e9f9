//! SQL literals: registered where they are written, translated once per engine.

use std::sync::OnceLock;

/// The two dialects a literal is translated to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite, with STRICT tables.
    Sqlite,
    /// PostgreSQL, with collation C.
    Postgres,
}

/// A SQL literal and where it stands in the source. Written with [`crate::sql!`] only.
#[derive(Debug)]
pub struct Statement {
    text: &'static str,
    file: &'static str,
    line: u32,
    sqlite: OnceLock<String>,
    postgres: OnceLock<String>,
    order: OnceLock<Box<[usize]>>,
}

impl Statement {
    #[doc(hidden)]
    pub const fn new(text: &'static str, file: &'static str, line: u32) -> Self {
        Self { text, file, line, sqlite: OnceLock::new(), postgres: OnceLock::new(), order: OnceLock::new() }
    }

    /// Where the literal stands: file and line.
    pub fn place(&self) -> (&'static str, u32) {
        (self.file, self.line)
    }

    /// The literal as written.
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// The engine a literal is for, when it begins with `-- only sqlite` or `-- only postgres`.
    pub fn only(&self) -> Option<Dialect> {
        marked(self.text.lines().next()?)
    }

    /// The numbers of the parameters in the order in which SQLite counts them, found once per literal.
    pub(crate) fn order(&self, find: impl FnOnce() -> Box<[usize]>) -> &[usize] {
        self.order.get_or_init(find)
    }

    /// The literal as the engine is given it.
    pub fn translated(&self, to: Dialect) -> &str {
        if !self.text.contains('{') {
            return self.text;
        }
        match to {
            Dialect::Sqlite => self.sqlite.get_or_init(|| expand(self.text, to)),
            Dialect::Postgres => self.postgres.get_or_init(|| expand(self.text, to)),
        }
    }
}

/// The engine that a `-- only …` line names.
pub(crate) fn marked(line: &str) -> Option<Dialect> {
    match line.trim() {
        "-- only sqlite" => Some(Dialect::Sqlite),
        "-- only postgres" => Some(Dialect::Postgres),
        _ => None,
    }
}

/// Whether a literal names the parameters `$1` to `$count`, each of them and no other. Quoted text and comments do not
/// count. Evaluated by the compiler for every [`crate::sql!`].
#[doc(hidden)]
pub const fn names_parameters(text: &str, count: usize) -> bool {
    let text = text.as_bytes();
    let (mut at, mut seen) = (0, 0_u128);
    while at < text.len() {
        match text[at] {
            b'\'' => {
                at += 1;
                while at < text.len() && text[at] != b'\'' {
                    at += 1;
                }
            }
            b'-' if at + 1 < text.len() && text[at + 1] == b'-' => {
                while at < text.len() && text[at] != b'\n' {
                    at += 1;
                }
            }
            b'$' if at + 1 < text.len() && text[at + 1].is_ascii_digit() => {
                let mut number = 0;
                while at + 1 < text.len() && text[at + 1].is_ascii_digit() && number < 128 {
                    at += 1;
                    number = number * 10 + (text[at] - b'0') as usize;
                }
                if number == 0 || number > 126 {
                    return false;
                }
                seen |= 1 << number;
            }
            _ => {}
        }
        at += 1;
    }
    count < 127 && seen == (1 << (count + 1)) - 2
}

/// Whether a literal reads rows or changes rows, and nothing else: how a group of requests is kept apart on SQLite hangs
/// on the count of changed rows. Evaluated by the compiler for every [`crate::sql!`].
#[doc(hidden)]
pub const fn is_about_rows(text: &str) -> bool {
    let mut rest = text.as_bytes();
    loop {
        match rest {
            [b' ' | b'\n', after @ ..] => rest = after,
            [b'-', b'-', after @ ..] => {
                rest = after;
                while let [first, after @ ..] = rest
                    && *first != b'\n'
                {
                    rest = after;
                }
            }
            _ => break,
        }
    }
    matches!(
        rest,
        [b'S', b'E', b'L', b'E', b'C', b'T', b' ' | b'\n', ..]
            | [b'I', b'N', b'S', b'E', b'R', b'T', b' ' | b'\n', ..]
            | [b'U', b'P', b'D', b'A', b'T', b'E', b' ' | b'\n', ..]
            | [b'D', b'E', b'L', b'E', b'T', b'E', b' ' | b'\n', ..]
            | [b'W', b'I', b'T', b'H', b' ' | b'\n', ..]
    )
}

fn expand(text: &str, to: Dialect) -> String {
    // SQLite's one writer holds everything.
    let held = if to == Dialect::Sqlite { "" } else { " FOR NO KEY UPDATE" };
    expand_few(&expand_lists(text, to), to).replace(" {held}", held)
}

/// `IN {few SELECT …}` stands for the few identifiers of a subquery that ends with a LIMIT. PostgreSQL looks each of them
/// up when they are an array; of a subquery whose LIMIT is a parameter it expects a tenth of the table, and reads all of
/// what is joined to it.
fn expand_few(text: &str, to: Dialect) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("IN {few ") {
        let Some((few, tail)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str(&match to {
            Dialect::Sqlite => format!("IN ({few})"),
            Dialect::Postgres => format!("= ANY (ARRAY({few}))"),
        });
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// `{list $n}` stands for the identifiers of a [`crate::List`]: a subquery over JSON on SQLite, and over an array on
/// PostgreSQL, which knows no length of JSON and would read whole tables. After IN and NOT IN it is the array itself.
fn expand_lists(text: &str, to: Dialect) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{list ") {
        let Some((param, tail)) = after.split_once('}') else { break };
        match to {
            Dialect::Sqlite => {
                out.push_str(before);
                out.push_str(&format!("(SELECT value FROM json_each({param}))"));
            }
            Dialect::Postgres => out.push_str(&array(before, param)),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// What stands before a list, and the list as PostgreSQL plans it best there.
fn array(before: &str, param: &str) -> String {
    if let Some(tested) = before.strip_suffix(" NOT IN ") {
        format!("{tested} <> ALL (CAST({param} AS BIGINT[]))")
    } else if let Some(tested) = before.strip_suffix(" IN ") {
        format!("{tested} = ANY (CAST({param} AS BIGINT[]))")
    } else {
        format!("{before}(SELECT value FROM unnest(CAST({param} AS BIGINT[])) AS list (value))")
    }
}

#[doc(hidden)]
pub struct Registered(pub &'static Statement);
inventory::collect!(Registered);

/// Every SQL literal that is linked into this program, so that a test can prepare them all on both engines.
pub fn registered() -> impl Iterator<Item = &'static Statement> {
    inventory::iter::<Registered>.into_iter().map(|r| r.0)
}

/// Runs one SQL literal: `sql!(tx.one::<i64>("SELECT score FROM ideas WHERE id = $1", idea))`.
///
/// The methods are those of [`crate::Tx`]: `exec`, `one`, `opt`, `all`. Parameters are bound by their number; a literal
/// that names more, fewer or other parameters than it is given does not compile.
#[macro_export]
macro_rules! sql {
    ($tx:ident . $method:ident $(::<$kind:ty>)? ( $text:expr $(, $param:expr)* $(,)? )) => {{
        static STATEMENT: $crate::Statement = $crate::Statement::new($text, file!(), line!());
        const GIVEN: &[&str] = &[$(stringify!($param)),*];
        const _: () = assert!(
            $crate::macros::names_parameters($text, GIVEN.len()),
            "the SQL must name $1, $2, … exactly as many parameters as it is given"
        );
        const _: () = assert!(
            $crate::macros::is_about_rows($text),
            "the SQL must be SELECT, INSERT, UPDATE, DELETE or WITH: tables are made by migrations"
        );
        $crate::macros::inventory::submit! { $crate::macros::Registered(&STATEMENT) }
        $tx.$method $(::<$kind>)? (&STATEMENT, &[$($crate::Param::value(&$param)),*])
    }};
}

/// A migration's text for one engine: type tokens replaced, the other engine's marked blocks left out.
///
/// Tokens: `{id} {int} {money} {time} {bool} {text} {json} {real} {bytes}`; a table that is read by its primary key
/// alone ends with `) {clustered};`. A block for one engine stands between `-- only sqlite` (or `-- only postgres`)
/// and `-- end`.
pub(crate) fn ddl(text: &str, to: Dialect) -> String {
    let mut only: Option<Dialect> = None;
    let mut kept = String::with_capacity(text.len());
    for line in text.lines() {
        match line.trim() {
            mark if marked(mark).is_some() => only = marked(mark),
            "-- end" => only = None,
            _ if only.is_none_or(|engine| engine == to) => {
                kept.push_str(line);
                kept.push('\n');
            }
            _ => {}
        }
    }
    let tokens: [(&str, &str, &str); 11] = [
        ("{id}", "INTEGER", "BIGINT"),
        ("{int}", "INTEGER", "BIGINT"),
        ("{money}", "INTEGER", "BIGINT"),
        ("{time}", "INTEGER", "BIGINT"),
        ("{bool}", "INTEGER", "BOOLEAN"),
        ("{text}", "TEXT", "TEXT COLLATE \"C\""),
        ("{json}", "TEXT", "TEXT"),
        ("{real}", "REAL", "DOUBLE PRECISION"),
        ("{bytes}", "BLOB", "BYTEA"),
        ("\n) {clustered};", "\n) STRICT, WITHOUT ROWID;", "\n);"),
        ("\n);", "\n) STRICT;", "\n);"),
    ];
    for (token, sqlite, postgres) in tokens {
        kept = kept.replace(token, if to == Dialect::Sqlite { sqlite } else { postgres });
    }
    kept
}

/// A token that is left over because nobody knows it, such as `{number}`.
pub(crate) fn unknown_token(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let token = &rest[at..];
        let name = token[1..].split('}').next().unwrap_or_default();
        if !name.is_empty() && name.len() + 2 <= token.len() && name.bytes().all(|b| b.is_ascii_lowercase()) {
            return Some(&token[..name.len() + 2]);
        }
        rest = &token[1..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_reads_the_same_but_for_types_and_marked_blocks() {
        let text = "CREATE TABLE t (\n    id {id} PRIMARY KEY,\n    open {bool} NOT NULL\n);\n-- only postgres\nSELECT 1;\n-- end\nCREATE TABLE u (\n    k {text} PRIMARY KEY\n) {clustered};";
        let sqlite = ddl(text, Dialect::Sqlite);
        assert!(sqlite.contains("id INTEGER PRIMARY KEY") && sqlite.contains("\n) STRICT;"), "{sqlite}");
        assert!(sqlite.contains("WITHOUT ROWID") && !sqlite.contains("SELECT 1"), "{sqlite}");
        let postgres = ddl(text, Dialect::Postgres);
        assert!(postgres.contains("open BOOLEAN") && postgres.contains("SELECT 1"), "{postgres}");
        assert!(!postgres.contains("STRICT") && !postgres.contains('{'), "{postgres}");
    }

    #[test]
    fn a_literal_must_name_the_parameters_it_is_given() {
        for (text, count) in [
            ("SELECT 1", 0),
            ("SELECT $2, $1, $1", 2),
            ("SELECT '$9', $1 -- it's $7\n, $2", 2),
            ("SELECT $10, $9, $8, $7, $6, $5, $4, $3, $2, $1", 10),
        ] {
            assert!(names_parameters(text, count), "{text}");
            assert!(!names_parameters(text, count + 1), "{text}");
        }
        for text in ["SELECT $2", "SELECT $1, $3", "SELECT $0", "SELECT $1, $999"] {
            assert!((0..4).all(|count| !names_parameters(text, count)), "{text}");
        }
    }

    #[test]
    fn a_literal_must_be_about_rows() {
        for text in [
            "SELECT 1",
            "\n        WITH n AS (SELECT 1) SELECT * FROM n",
            "-- only postgres\nDELETE FROM t",
            "INSERT INTO t",
            "UPDATE\nt",
        ] {
            assert!(is_about_rows(text), "{text}");
        }
        for text in [
            "",
            "--",
            "CREATE TABLE t (id)",
            "DROP TABLE t",
            "PRAGMA user_version",
            "SELECTED",
            "-- SELECT 1",
        ] {
            assert!(!is_about_rows(text), "{text}");
        }
    }

    #[test]
    fn rows_are_held_where_others_could_change_them() {
        let held = Statement::new("SELECT n FROM t WHERE id = $1 {held}", "", 0);
        assert_eq!(held.translated(Dialect::Sqlite), "SELECT n FROM t WHERE id = $1");
        assert_eq!(held.translated(Dialect::Postgres), "SELECT n FROM t WHERE id = $1 FOR NO KEY UPDATE");
    }

    #[test]
    fn few_rows_are_looked_up_one_by_one() {
        let few =
            Statement::new("SELECT n FROM t WHERE id IN {few SELECT id FROM u LIMIT $1} AND n > 0", "", 0);
        assert_eq!(
            few.translated(Dialect::Sqlite),
            "SELECT n FROM t WHERE id IN (SELECT id FROM u LIMIT $1) AND n > 0"
        );
        assert_eq!(
            few.translated(Dialect::Postgres),
            "SELECT n FROM t WHERE id = ANY (ARRAY(SELECT id FROM u LIMIT $1)) AND n > 0"
        );
    }

    #[test]
    fn a_list_is_what_each_engine_plans_best() {
        let text = "SELECT id FROM t WHERE id IN {list $2} AND k NOT IN {list $1} AND j IN (SELECT value FROM {list $2} AS n)";
        let list = Statement::new(text, "", 0);
        assert!(list.translated(Dialect::Sqlite).contains("IN (SELECT value FROM json_each($2)) AND"));
        let postgres = list.translated(Dialect::Postgres);
        assert!(postgres.contains("id = ANY (CAST($2 AS BIGINT[])) AND"), "{postgres}");
        assert!(postgres.contains("k <> ALL (CAST($1 AS BIGINT[])) AND"), "{postgres}");
        assert!(
            postgres.contains("FROM (SELECT value FROM unnest(CAST($2 AS BIGINT[])) AS list (value)) AS n"),
            "{postgres}"
        );
    }
}
