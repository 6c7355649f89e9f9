//! The index on the disk: opened, written, and thrown away when it is of no use.
//!
//! What a commit holds and how far it has come are one: the position in the outbox, and how far a rebuilding is, stand
//! in the payload of the commit.

use crate::shape::{Fields, VERSION, Whole, schema};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, TryLockError},
    io,
    ops::Bound,
    path::{Path, PathBuf},
};
use tantivy::{Index, IndexReader, IndexWriter, TantivyDocument, TantivyError, Term, query::RangeQuery};

/// Memory for what is written between two commits, in bytes.
const MEMORY: usize = 32 * 1024 * 1024;
/// What asks the process that keeps the index to build it anew.
const WISH: &str = "rebuild";

/// How far a commit has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The shape it is written in.
    pub(crate) version: u32,
    /// The position in the outbox through which it has taken events in.
    pub(crate) position: i64,
    /// The event there, by which one outbox is told from another.
    pub(crate) event: i64,
    /// How far a rebuilding is, while it goes on.
    pub(crate) sweep: Option<Sweep>,
}

/// How far a rebuilding is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sweep {
    /// Pieces up to this one are done.
    pub(crate) after: i64,
    /// How many.
    pub(crate) done: i64,
    /// Of how many, as counted when it began.
    pub(crate) of: i64,
}

impl Mark {
    /// What an index begins with: everything is still to be read.
    pub(crate) fn unread() -> Self {
        Self { version: VERSION, sweep: Some(Sweep::default()), ..Self::default() }
    }
}

/// Why the index cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Trouble {
    /// Another process keeps it.
    #[error("another process keeps this index")]
    Kept,
    /// The disk.
    #[error("the folder of the search index: {0}")]
    Disk(#[from] io::Error),
    /// The index itself.
    #[error("the search index: {0}")]
    Index(#[from] TantivyError),
}

/// The folder of the index: beside the index a lock, held by the process that keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    fn index(&self) -> PathBuf {
        self.0.join("index")
    }

    /// Opens the index for reading, if there is one that can be read.
    pub(crate) fn read(&self) -> Result<Option<(IndexReader, Mark)>, Trouble> {
        if !self.index().join("meta.json").exists() {
            return Ok(None);
        }
        let index = Index::open_in_dir(self.index())?;
        let mark = mark_of(&index)?;
        if index.schema() != schema().0 || mark.version != VERSION {
            return Ok(None);
        }
        Ok(Some((index.reader()?, mark)))
    }

    /// Asks whoever keeps the index to build it anew.
    pub(crate) fn wish(&self) -> io::Result<()> {
        fs::create_dir_all(&self.0)?;
        fs::write(self.0.join(WISH), "")
    }

    /// Whether that was asked; it is asked no more afterwards.
    pub(crate) fn take_wish(&self) -> bool {
        fs::remove_file(self.0.join(WISH)).is_ok()
    }
}

fn mark_of(index: &Index) -> Result<Mark, TantivyError> {
    let payload = index.load_metas()?.payload;
    // A payload that is not ours is of no version.
    Ok(payload.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// The index in the hands of the process that keeps it.
pub(crate) struct Shelf {
    pub(crate) fields: Fields,
    pub(crate) reader: IndexReader,
    writer: IndexWriter,
    // The last field: the lock goes after the writer.
    _lock: File,
}

impl Shelf {
    /// Takes the index into this process's hands. One that is missing, of another version or damaged is replaced by an
    /// empty one; so is any when `anew`.
    pub(crate) fn open(folder: &Folder, anew: bool) -> Result<(Self, Mark), Trouble> {
        fs::create_dir_all(&folder.0)?;
        let lock = File::options().create(true).truncate(false).write(true).open(folder.0.join("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Trouble::Kept),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let known = if anew { None } else { whole(folder) };
        let (index, mark) = match known {
            Some(known) => known,
            None => empty(folder)?,
        };
        let writer = index.writer_with_num_threads(1, MEMORY)?;
        let shelf = Self { fields: schema().1, reader: index.reader()?, writer, _lock: lock };
        Ok((shelf, mark))
    }

    /// Puts these documents in the place of all that stood for these pieces.
    pub(crate) fn replace(&self, ids: &[i64], documents: &[Whole]) -> Result<(), TantivyError> {
        for id in ids {
            self.writer.delete_term(self.fields.key(*id));
        }
        self.add(documents)
    }

    /// Puts these documents in the place of all that stood for pieces after one and up to another.
    pub(crate) fn replace_range(
        &self,
        after: i64,
        through: i64,
        documents: &[Whole],
    ) -> Result<(), TantivyError> {
        let term = |id| Term::from_field_i64(self.fields.id, id);
        let range = RangeQuery::new(Bound::Excluded(term(after)), Bound::Included(term(through)));
        self.writer.delete_query(Box::new(range))?;
        self.add(documents)
    }

    fn add(&self, documents: &[Whole]) -> Result<(), TantivyError> {
        for document in documents {
            self.writer.add_document(self.fields.written(document))?;
        }
        Ok(())
    }

    /// Makes it last, together with how far it has come, and shows it to readers.
    pub(crate) fn commit(&mut self, mark: &Mark) -> Result<(), TantivyError> {
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(&serde_json::to_string(mark).map_err(io::Error::from)?);
        prepared.commit()?;
        self.reader.reload()
    }
}

/// The index that lies there, if it is whole and of this version.
fn whole(folder: &Folder) -> Option<(Index, Mark)> {
    let looked = || -> Result<Option<(Index, Mark)>, TantivyError> {
        if !folder.index().join("meta.json").exists() {
            return Ok(None);
        }
        let index = Index::open_in_dir(folder.index())?;
        let mark = mark_of(&index)?;
        if index.schema() != schema().0 || mark.version != VERSION {
            tracing::info!("the search index is of another version and is built anew");
            return Ok(None);
        }
        let damaged = index.validate_checksum()?;
        index.reader()?;
        if damaged.is_empty() {
            return Ok(Some((index, mark)));
        }
        tracing::warn!(files = ?damaged, "the search index is damaged and is built anew");
        Ok(None)
    };
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(looked)) {
        Ok(Ok(known)) => known,
        Ok(Err(error)) => {
            tracing::warn!(%error, "the search index cannot be read and is built anew");
            None
        }
        Err(_) => {
            tracing::warn!("the search index is damaged beyond reading and is built anew");
            None
        }
    }
}

fn empty(folder: &Folder) -> Result<(Index, Mark), Trouble> {
    match fs::remove_dir_all(folder.index()) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    fs::create_dir_all(folder.index())?;
    let index = Index::create_in_dir(folder.index(), schema().0)?;
    let mark = Mark::unread();
    let mut writer: IndexWriter<TantivyDocument> = index.writer_with_num_threads(1, MEMORY)?;
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&serde_json::to_string(&mark).map_err(io::Error::from)?);
    prepared.commit()?;
    writer.wait_merging_threads()?;
    Ok((index, mark))
}
