//! A copy to come back to, made while the system runs.
//!
//! A backup of SQLite is the database file itself, copied page by page from one consistent state; a backup of
//! PostgreSQL is an export (see [`crate::portable`]), so that no tool of the server's version is needed, and it can be
//! restored on either engine.

pub use crate::portable::{Fault, Progress, Result, Tell};

use crate::{
    Config, Migration, Target, Timestamp,
    engine::sqlite,
    migrate::hex,
    portable::{self, at, fresh_folder, put_in_place, write_whole},
};
use rusqlite::backup::{Backup, StepResult};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};

/// The receipt's name in the folder of a backup.
pub const RECEIPT: &str = "backup.json";
const COPY: &str = "database.sqlite";
const EXPORT: &str = "export";
/// Pages between two breaths in which others get the disk.
const PAGES_PER_STEP: i32 = 1_024;

/// What a backup is; written last, so that a folder without it is a backup that was interrupted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// When it was begun; it holds what had been acknowledged by then.
    pub at: Timestamp,
    /// What it holds.
    pub of: Contents,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Contents {
    /// A SQLite file.
    Sqlite {
        /// Its length in bytes.
        bytes: u64,
        /// Its SHA-256, in hexadecimal.
        sha256: String,
    },
    /// An export, which carries its own checksums.
    Export {
        /// The SHA-256 of its manifest, in hexadecimal.
        manifest_sha256: String,
    },
}

/// Backs up to a new folder while others go on reading and writing, and checks the copy.
///
/// # Errors
/// When the folder is not empty, the disk is full, or the copy is found damaged.
pub fn backup(config: &Config, to: &Path, tell: Tell<'_>) -> Result<Receipt> {
    let at = config.clock.now();
    let of = match &config.target {
        Target::Sqlite(file) => {
            fresh_folder(to)?;
            copy_sqlite(file, config, &to.join(COPY), tell)?
        }
        Target::Postgres { .. } => {
            fresh_folder(to)?;
            let export = to.join(EXPORT);
            portable::export(config, &export, &[], tell)?;
            Contents::Export { manifest_sha256: digest(&export.join(portable::MANIFEST))?.1 }
        }
    };
    let receipt = Receipt { at, of };
    let mut text = serde_json::to_vec_pretty(&receipt).map_err(|e| Fault::Mismatch(e.to_string()))?;
    text.push(b'\n');
    write_whole(&to.join(RECEIPT), &text)?;
    Ok(receipt)
}

/// Reads a backup's receipt and checks that its files are whole.
///
/// # Errors
/// When it was interrupted or damaged.
pub fn verify(from: &Path) -> Result<Receipt> {
    let file = from.join(RECEIPT);
    let text = std::fs::read(&file).map_err(at(&file))?;
    let damaged = |file: PathBuf, problem: String| Fault::Damaged { file, problem };
    let receipt: Receipt = serde_json::from_slice(&text).map_err(|e| damaged(file, e.to_string()))?;
    let (file, expected) = match &receipt.of {
        Contents::Sqlite { bytes, sha256 } => (from.join(COPY), (*bytes, sha256.clone())),
        Contents::Export { manifest_sha256 } => {
            let file = from.join(EXPORT).join(portable::MANIFEST);
            let length = std::fs::metadata(&file).map_err(at(&file))?.len();
            (file, (length, manifest_sha256.clone()))
        }
    };
    if digest(&file)? != expected {
        return Err(damaged(file, "the checksum is not the one in the receipt".to_owned()));
    }
    if matches!(receipt.of, Contents::Export { .. }) {
        let export = from.join(EXPORT);
        for table in portable::manifest(&export)?.tables {
            let file = export.join(format!("{}.jsonl", table.name));
            if digest(&file)?.1 != table.sha256 {
                return Err(damaged(file, "the checksum is not the one in the manifest".to_owned()));
            }
        }
    }
    Ok(receipt)
}

/// Restores a backup into a place where there is no data yet: a SQLite file that does not exist, or an empty database.
/// Opening the store brings an older backup up to date afterwards.
///
/// # Errors
/// When there is data already, the backup is damaged, or it is a SQLite file and the place is PostgreSQL (restore it
/// to a file, then export and import).
pub fn restore(config: &Config, migrations: &[Migration], from: &Path, tell: Tell<'_>) -> Result<Receipt> {
    let receipt = verify(from)?;
    match (&receipt.of, &config.target) {
        (Contents::Export { .. }, _) => {
            portable::import(config, migrations, &from.join(EXPORT), tell)?;
        }
        (Contents::Sqlite { .. }, Target::Sqlite(file)) => put_back(&from.join(COPY), file, config, tell)?,
        (Contents::Sqlite { .. }, Target::Postgres { .. }) => {
            return Err(Fault::Mismatch(
                "the backup is a SQLite file: restore it as such, export it, and import that into PostgreSQL"
                    .to_owned(),
            ));
        }
    }
    Ok(receipt)
}

fn copy_sqlite(file: &Path, config: &Config, to: &Path, tell: Tell<'_>) -> Result<Contents> {
    if !file.exists() {
        return Err(Fault::Mismatch(format!("{}: there is no database", file.display())));
    }
    let source = sqlite::Connection::open(file, config, false)?.without_deadline();
    // A read transaction that stays open: without it, every commit of the writer would make the copy begin again.
    source.control("BEGIN")?;
    let looked = source.raw().query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    looked.map_err(sqlite::fault)?;
    let partial = to.with_extension("partial");
    let mut copy = rusqlite::Connection::open(&partial).map_err(sqlite::fault)?;
    {
        let running = Backup::new(source.raw(), &mut copy).map_err(sqlite::fault)?;
        loop {
            let step = running.step(PAGES_PER_STEP).map_err(sqlite::fault)?;
            let pages = running.progress();
            let count = |pages: i32| u64::try_from(pages).unwrap_or(0);
            let (total, rest) = (count(pages.pagecount), count(pages.remaining));
            tell(Progress { table: COPY, rows: total.saturating_sub(rest), total: Some(total) });
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }
    // One file that stands alone: without the WAL mode, nothing lies beside it.
    let alone = copy.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get::<_, String>(0));
    alone.map_err(sqlite::fault)?;
    check_integrity(&copy, &partial)?;
    copy.close().map_err(|(_, error)| sqlite::fault(error))?;
    let (bytes, sha256) = digest(&partial)?;
    put_in_place(&partial, to)?;
    Ok(Contents::Sqlite { bytes, sha256 })
}

fn put_back(copy: &Path, file: &Path, config: &Config, tell: Tell<'_>) -> Result<()> {
    let beside = |suffix: &str| PathBuf::from(format!("{}{suffix}", file.display()));
    for existing in [file.to_owned(), beside("-wal"), beside("-shm")] {
        if existing.exists() {
            return Err(Fault::Exists(existing));
        }
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(at(folder))?;
    }
    let partial = beside(".partial");
    let bytes = std::fs::copy(copy, &partial).map_err(at(&partial))?;
    let opened = rusqlite::Connection::open(&partial).map_err(sqlite::fault)?;
    check_integrity(&opened, &partial)?;
    opened.close().map_err(|(_, error)| sqlite::fault(error))?;
    put_in_place(&partial, file)?;
    drop(sqlite::Connection::open(file, config, true)?);
    tell(Progress { table: COPY, rows: bytes, total: Some(bytes) });
    Ok(())
}

/// Looks through every page and index of a SQLite database; nothing to look through on PostgreSQL, which has its own
/// checksums. For `weft doctor`.
///
/// # Errors
/// When the file is damaged.
pub fn integrity(config: &Config) -> Result<()> {
    match &config.target {
        Target::Sqlite(file) => {
            let connection = sqlite::Connection::open(file, config, false)?.without_deadline();
            check_integrity(connection.raw(), file)
        }
        Target::Postgres { .. } => Ok(()),
    }
}

fn check_integrity(connection: &rusqlite::Connection, file: &Path) -> Result<()> {
    let told = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
    match told.map_err(sqlite::fault)?.as_str() {
        "ok" => Ok(()),
        problem => Err(Fault::Damaged { file: file.to_owned(), problem: problem.to_owned() }),
    }
}

/// A file's length and SHA-256.
fn digest(file: &Path) -> Result<(u64, String)> {
    let mut opened = File::open(file).map_err(at(file))?;
    let (mut hash, mut length, mut part) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let read = opened.read(&mut part).map_err(at(file))?;
        if read == 0 {
            return Ok((length, hex(&hash.finalize())));
        }
        length += read as u64;
        hash.update(&part[..read]);
    }
}
