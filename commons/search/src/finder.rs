//! Looking into the index.

use crate::{
    ask::Ask,
    query::{Maker, Mode, Narrow},
    rank::{Best, Candidate, Place},
    shape::{Fields, schema},
    shelf::{Folder, Trouble},
};
use std::{
    path::Path,
    sync::{Arc, RwLock},
};
use tantivy::{IndexReader, Searcher};

/// How far finding is prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Everything can be found.
    Ready,
    /// The index is being built: so many pieces of so many.
    Preparing {
        /// Pieces that were looked at.
        done: i64,
        /// Pieces there are.
        of: i64,
    },
}

/// The index as those who look into it share it. The roof puts it into the [`web::Cx`], and [`Finder::keeper`] into the
/// engine.
#[derive(Clone)]
pub struct Finder(Arc<Inner>);

struct Inner {
    folder: Folder,
    fields: Fields,
    state: RwLock<State>,
}

struct State {
    reader: Option<IndexReader>,
    progress: Progress,
    damaged: bool,
}

impl Finder {
    /// Over the index in this folder, which need not be there yet. Never fails: what cannot be read is built anew by
    /// the keeper.
    pub fn open(folder: &Path) -> Self {
        let state = State { reader: None, progress: Progress::Preparing { done: 0, of: 0 }, damaged: false };
        let finder = Self(Arc::new(Inner {
            folder: Folder::new(folder),
            fields: schema().1,
            state: RwLock::new(state),
        }));
        finder.look_again();
        finder
    }

    /// How far finding is prepared.
    pub fn progress(&self) -> Progress {
        self.state(|state| state.progress)
    }

    pub(crate) fn folder(&self) -> &Folder {
        &self.0.folder
    }

    fn state<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.0.state.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    pub(crate) fn set(&self, reader: Option<IndexReader>, progress: Progress) {
        let mut state = self.0.state.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if reader.is_some() {
            state.reader = reader;
        }
        state.progress = progress;
    }

    /// Notes that the index cannot be read any more.
    pub(crate) fn set_damaged(&self) {
        let mut state = self.0.state.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        state.reader = None;
        state.progress = Progress::Preparing { done: 0, of: 0 };
        state.damaged = true;
    }

    /// Whether somebody noted that, once.
    pub(crate) fn take_damaged(&self) -> bool {
        let mut state = self.0.state.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        std::mem::take(&mut state.damaged)
    }

    /// Looks at the index that another process keeps.
    pub(crate) fn look_again(&self) {
        match self.folder().read() {
            Ok(Some((reader, mark))) => {
                let progress = match mark.sweep {
                    None => Progress::Ready,
                    Some(sweep) => Progress::Preparing { done: sweep.done, of: sweep.of },
                };
                self.set(Some(reader), progress);
            }
            Ok(None) => {}
            Err(error) => tracing::debug!(%error, "there is no index to read yet"),
        }
    }

    /// The first candidates after a place; none while there is no index. It may take some milliseconds.
    pub(crate) fn best(
        &self,
        ask: &Ask,
        narrow: &Narrow,
        mode: Mode,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Candidate>, Trouble> {
        let Some(searcher) = self.searcher() else { return Ok(Vec::new()) };
        let languages = languages(&searcher, &self.0.fields)?;
        let maker = Maker { fields: &self.0.fields, searcher: &searcher, languages: &languages };
        let query = maker.query(ask, narrow, mode)?;
        Ok(searcher.search(&query, &Best { after, limit })?)
    }

    /// The languages that texts in the index are written in, by their tags.
    pub fn languages(&self) -> Vec<String> {
        let known = self.searcher().map(|searcher| languages(&searcher, &self.0.fields));
        known.and_then(Result::ok).unwrap_or_default()
    }

    pub(crate) fn searcher(&self) -> Option<Searcher> {
        self.state(|state| state.reader.as_ref().map(IndexReader::searcher))
    }
}

/// The languages of the texts in the index.
fn languages(searcher: &Searcher, fields: &Fields) -> Result<Vec<String>, Trouble> {
    let mut found = std::collections::BTreeSet::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(fields.language)?;
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            if let Ok(tag) = std::str::from_utf8(stream.key()) {
                found.insert(tag.to_owned());
            }
        }
    }
    Ok(found.into_iter().collect())
}
