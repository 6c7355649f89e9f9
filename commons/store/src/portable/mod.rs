//! A database as files that either engine reads: one JSON object per row and line, one file per table, and a manifest.
//!
//! An export is taken from one consistent state while the system runs. The same rows give the same bytes, whichever
//! engine they come from: tables and their rows stand in a fixed order, columns begin with the primary key and go on
//! alphabetically, and nothing in the files says when or where they were written. Truth values are 0 and 1, instants
//! microseconds since 1970, bytes base64, identifiers whole numbers of up to 19 digits (read them as such: JavaScript's
//! numbers round them). Numbers that JSON lacks are the texts `Infinity` and `-Infinity`.

mod export;
mod import;
mod rows;
mod schema;

pub use export::export;
pub use import::import;
pub use schema::{ColumnShape, Kind};

use crate::{Error, MigrationFault};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The manifest's name in the folder of an export.
pub const MANIFEST: &str = "manifest.json";
const FORMAT: &str = "weft-export";
const VERSION: u32 = 1;

/// What an export holds; written last, so that a folder without it is an export that was interrupted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `weft-export`.
    pub format: String,
    /// The version of the format, 1.
    pub version: u32,
    /// The migrations that had been applied, by crate and number.
    pub migrations: Vec<AppliedMigration>,
    /// The tables by name; the rows of `ideas` are in `ideas.jsonl`.
    pub tables: Vec<TableEntry>,
    /// Tables that were left out on request.
    pub left_out: Vec<String>,
}

/// A migration that had been applied where the export was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedMigration {
    /// The crate.
    pub of: String,
    /// The number.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// The SHA-256 of its text, in hexadecimal.
    pub checksum: String,
}

/// One table of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// The table's name.
    pub name: String,
    /// Its columns, in the order in which each row has them.
    pub columns: Vec<ColumnShape>,
    /// How many rows there are.
    pub rows: u64,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// How far an export, an import or a backup has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The table, or the file of a backup.
    pub table: &'a str,
    /// Its rows done so far; pages or bytes of a file.
    pub rows: u64,
    /// How many there are, where that is known beforehand.
    pub total: Option<u64>,
}

/// Who is told how far it has come: now and then, and at the end of each table.
pub type Tell<'a> = &'a mut (dyn FnMut(Progress<'_>) + Send);

/// Why an export, an import, a backup or a restore did not happen. Nothing was kept in the database; a folder that was
/// being written may be left, without its manifest.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The place to write to is in use.
    #[error("{} exists and is not empty; nothing is overwritten", .0.display())]
    Exists(PathBuf),
    /// The database to import into has rows that its migrations did not put there.
    #[error("table {0} has rows; an import needs an empty database")]
    NotEmpty(String),
    /// The files are not what they should be.
    #[error("{}: {problem}", file.display())]
    Damaged {
        /// Which file.
        file: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// One row is not what it should be.
    #[error("{table}.jsonl, line {line}: {problem}")]
    Row {
        /// The table.
        table: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        problem: String,
    },
    /// The database and the files, or the program, do not belong together.
    #[error("{0}")]
    Mismatch(String),
    /// A column's type has no counterpart on the other engine.
    #[error("column {table}.{column} has the type {kind}, which cannot be exported")]
    Unportable {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The engine's type.
        kind: String,
    },
    /// A reference leads nowhere.
    #[error("references are broken: {0}")]
    Dangling(String),
    /// The file system.
    #[error("{}: {error}", file.display())]
    File {
        /// Which file or folder.
        file: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The schema could not be made.
    #[error(transparent)]
    Migration(#[from] MigrationFault),
    /// The database.
    #[error(transparent)]
    Store(#[from] Error),
}

/// The result of an export, an import, a backup or a restore.
pub type Result<T, E = Fault> = std::result::Result<T, E>;

/// Reads the manifest of an export.
///
/// # Errors
/// When there is none, or it is of another version.
pub fn manifest(folder: &Path) -> Result<Manifest> {
    let file = folder.join(MANIFEST);
    let text = std::fs::read_to_string(&file).map_err(at(&file))?;
    let damaged = |problem: String| Fault::Damaged { file: file.clone(), problem };
    let manifest: Manifest = serde_json::from_str(&text).map_err(|e| damaged(e.to_string()))?;
    if manifest.format != FORMAT || manifest.version != VERSION {
        let found = format!("{} version {}", manifest.format, manifest.version);
        return Err(damaged(format!("{FORMAT} version {VERSION} is expected, {found} found")));
    }
    Ok(manifest)
}

pub(crate) fn at(file: &Path) -> impl FnOnce(std::io::Error) -> Fault {
    let file = file.to_owned();
    move |error| Fault::File { file, error }
}

/// Makes a folder for an export or a backup, which must not hold anything yet.
pub(crate) fn fresh_folder(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(at(folder))?;
    match std::fs::read_dir(folder).map_err(at(folder))?.next() {
        None => Ok(()),
        Some(_) => Err(Fault::Exists(folder.to_owned())),
    }
}

/// Writes a file so that it is there as a whole or not at all, even after a power cut.
pub(crate) fn write_whole(file: &Path, bytes: &[u8]) -> Result<()> {
    let partial = file.with_extension("partial");
    std::fs::write(&partial, bytes).map_err(at(&partial))?;
    put_in_place(&partial, file)
}

/// Gives a complete file its name.
pub(crate) fn put_in_place(partial: &Path, file: &Path) -> Result<()> {
    let sync = |path: &Path| std::fs::File::open(path).and_then(|opened| opened.sync_all()).map_err(at(path));
    sync(partial)?;
    std::fs::rename(partial, file).map_err(at(file))?;
    file.parent().map_or(Ok(()), sync)
}
