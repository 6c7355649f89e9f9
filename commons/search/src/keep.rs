//! Keeping the index: built from the database where it is missing, then kept current from the outbox.
//!
//! A rebuilding goes through the pieces in the order of their identifiers, a page at a time, and puts each page in the
//! place of what stood there. It begins by noting the position of the outbox: what happens meanwhile is taken in
//! afterwards. So an index that is merely doubted can be searched all the time, and a rebuilding that was interrupted
//! goes on where it was.
//!
//! Events only name what changed; what is written is what the database says now. Taking an event in twice, or late,
//! changes nothing.

use crate::{
    Finder,
    finder::Progress,
    shape::{REMARKS, REMARKS_EACH, Whole},
    shelf::{Mark, Shelf, Sweep, Trouble},
};
use act::{Error, Id, Result, Tx};
use events::{BoxFuture, Consumer, ConsumerFault, Outgoing, Readiness};
use pieces::Piece;
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};
use store::Store;
use web::{House, Reads};

/// Pieces that are read at once while an index is built.
const PAGE: u32 = 200;
/// Pages after which what was built is made to last, and can be found.
const PAGES_A_COMMIT: i64 = 10;
/// Events without anything to find that may pass before the position is made to last: each commit costs a write.
const UNWRITTEN: i64 = 2_000;

/// How pieces of each kind read, and which events change that.
pub(crate) struct Known {
    reads: HashMap<&'static str, Reads>,
    rewords: HashSet<&'static str>,
}

impl Known {
    pub(crate) fn of(house: &House) -> Self {
        let mut known = Self { reads: HashMap::new(), rewords: HashSet::new() };
        for room in &house.rooms {
            known.rewords.extend(room.rewords);
            if let Some(searchable) = room.searchable {
                known.reads.extend(room.kinds.iter().map(|kind| (kind.name, searchable.reads)));
            }
        }
        known
    }

    /// How these pieces read now; those that must not be found are left out.
    pub(crate) fn read(&self, tx: &mut Tx<'_>, standing: &[(Id<Piece>, String)]) -> Result<Vec<Whole>> {
        let mut documents = Vec::with_capacity(standing.len());
        let mut kinds: Vec<(Reads, Vec<i64>)> = Vec::new();
        for (id, kind) in standing {
            let Some(reads) = self.reads.get(kind.as_str()) else { continue };
            match kinds.iter_mut().find(|(known, _)| std::ptr::fn_addr_eq(*known, *reads)) {
                Some((_, ids)) => ids.push(id.raw()),
                None => kinds.push((*reads, vec![id.raw()])),
            }
        }
        for (reads, ids) in kinds {
            documents.extend(reads(tx, &ids)?);
        }
        let found: Vec<Id<Piece>> = documents.iter().map(|document| Id::from_raw(document.id)).collect();
        let mut remarks = pieces::remarks_on(tx, &found, REMARKS_EACH)?;
        let whole = |document: web::Document| {
            let said = remarks.remove(&Id::from_raw(document.id)).unwrap_or_default();
            Whole { remarks: latest(&said), document }
        };
        Ok(documents.into_iter().map(whole).collect())
    }
}

/// The latest remarks, oldest first, as many as there is room for.
fn latest(said: &[String]) -> String {
    let mut room = REMARKS;
    let fits = |words: &&String| {
        let fits = words.len() < room;
        room = room.saturating_sub(words.len() + 1);
        fits
    };
    let mut kept: Vec<&str> = said.iter().rev().take_while(fits).map(String::as_str).collect();
    kept.reverse();
    kept.join("\n")
}

/// The process's hand on the index.
struct Keeper {
    finder: Finder,
    known: Arc<Known>,
    shelf: Option<Shelf>,
    mark: Mark,
    /// The position of the last commit.
    written: i64,
    pages: i64,
}

impl Finder {
    /// What keeps the index current: for the engine.
    pub fn keeper(&self, house: &House) -> Box<dyn Consumer> {
        Box::new(self.hand(house))
    }

    fn hand(&self, house: &House) -> Keeper {
        let (finder, known) = (self.clone(), Arc::new(Known::of(house)));
        Keeper { finder, known, shelf: None, mark: Mark::default(), written: 0, pages: 0 }
    }

    /// Builds the index anew from the database, to the end; how many pieces can be found then. While another process
    /// keeps the index, that one is asked to do it, and the answer is `None`.
    ///
    /// # Errors
    /// The disk's and the database's.
    pub async fn rebuild(
        &self,
        house: &House,
        store: &Store,
    ) -> std::result::Result<Option<u64>, ConsumerFault> {
        let mut keeper = self.hand(house);
        if !keeper.take_up(store, true).await? {
            self.folder().wish()?;
            return Ok(None);
        }
        while keeper.go_on(store).await? != Readiness::Ready {}
        Ok(Some(self.searcher().map_or(0, |searcher| searcher.num_docs())))
    }
}

impl Keeper {
    /// Does something with the index on a thread of its own: it writes to the disk. After a failure the index is taken
    /// up again, and looked at.
    async fn on_shelf(
        &mut self,
        work: impl FnOnce(&mut Shelf) -> std::result::Result<(), tantivy::TantivyError> + Send + 'static,
    ) -> std::result::Result<(), ConsumerFault> {
        let Some(mut shelf) = self.shelf.take() else { return Err("the index is not open".into()) };
        let worked = tokio::task::spawn_blocking(move || work(&mut shelf).map(|()| shelf)).await?;
        self.shelf = Some(worked?);
        Ok(())
    }

    /// Takes the index up; whether it could be had.
    async fn take_up(&mut self, store: &Store, anew: bool) -> std::result::Result<bool, ConsumerFault> {
        let folder = self.finder.folder().clone();
        let (shelf, mark) = match tokio::task::spawn_blocking(move || Shelf::open(&folder, anew)).await? {
            Ok(opened) => opened,
            Err(Trouble::Kept) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let reader = shelf.reader.clone();
        self.shelf = Some(shelf);
        self.mark = mark;
        self.written = self.mark.position;
        self.pages = 0;
        let (position, event) = (self.mark.position, self.mark.event);
        let same =
            position == 0 || store.read(move |tx| events::event_at(tx, position)).await? == Some(event);
        if !same {
            tracing::warn!("the search index belongs to another history than the database and is built anew");
        }
        // A sweep that never began has no beginning in the outbox either.
        if !same || self.mark.sweep == Some(Sweep::default()) {
            self.begin(store).await?;
        }
        self.finder.set(Some(reader), self.progress());
        Ok(true)
    }

    /// Begins to build anew, in the place of what is there.
    async fn begin(&mut self, store: &Store) -> std::result::Result<(), ConsumerFault> {
        let looked =
            store.read(|tx| Ok::<_, Error>((events::latest(tx)?, pieces::standing_count(tx)?))).await;
        let ((position, event), of) = looked.map_err(fault)?;
        self.mark = Mark { position, event, sweep: Some(Sweep { after: 0, done: 0, of }), ..Mark::unread() };
        self.pages = 0;
        self.finder.set(None, self.progress());
        Ok(())
    }

    fn progress(&self) -> Progress {
        match self.mark.sweep {
            None => Progress::Ready,
            Some(sweep) => Progress::Preparing { done: sweep.done, of: sweep.of },
        }
    }

    /// Does the next part of a rebuilding.
    async fn go_on(&mut self, store: &Store) -> std::result::Result<Readiness, ConsumerFault> {
        let Some(sweep) = self.mark.sweep else { return Ok(Readiness::Ready) };
        let known = self.known.clone();
        let after = sweep.after;
        let read = store.read(move |tx| {
            let standing = pieces::standing_after(tx, Id::from_raw(after), PAGE)?;
            let documents = known.read(tx, &standing)?;
            Ok::<_, Error>((standing, documents))
        });
        let (standing, documents) = read.await.map_err(fault)?;
        let last = standing.len() < PAGE as usize;
        let through = standing.last().filter(|_| !last).map_or(i64::MAX, |(id, _)| id.raw());
        let done = sweep.done + i64::try_from(standing.len()).unwrap_or(0);
        self.mark.sweep = (!last).then_some(Sweep { after: through, done, of: sweep.of });
        self.pages += 1;
        let commit = last || self.pages % PAGES_A_COMMIT == 0;
        let mark = self.mark.clone();
        self.on_shelf(move |shelf| {
            shelf.replace_range(after, through, &documents)?;
            if commit { shelf.commit(&mark) } else { Ok(()) }
        })
        .await?;
        if commit {
            self.written = self.mark.position;
        }
        self.finder.set(None, self.progress());
        Ok(if last { Readiness::Ready } else { Readiness::Worked })
    }

    async fn ready(&mut self, store: &Store) -> std::result::Result<Readiness, ConsumerFault> {
        let damaged = self.finder.take_damaged();
        if damaged {
            self.shelf = None;
        }
        if self.shelf.is_none() && !self.take_up(store, damaged).await? {
            self.finder.look_again();
            return Ok(Readiness::Waits);
        }
        if self.finder.folder().take_wish() {
            self.begin(store).await?;
        }
        self.go_on(store).await
    }

    async fn take_in(&mut self, store: &Store, batch: &[Outgoing]) -> std::result::Result<(), ConsumerFault> {
        let Some(last) = batch.last() else { return Ok(()) };
        let named: BTreeSet<Id<Piece>> = batch
            .iter()
            .filter(|event| self.known.rewords.contains(event.name.as_str()))
            .flat_map(named)
            .collect();
        let mark = Mark { position: last.position, event: last.id, ..self.mark.clone() };
        if named.is_empty() && mark.position - self.written < UNWRITTEN {
            self.mark = mark;
            return Ok(());
        }
        let (known, named) = (self.known.clone(), named.into_iter().collect::<Vec<_>>());
        let read = store.read(move |tx| {
            let standing = pieces::standing_of(tx, &named)?;
            let documents = known.read(tx, &standing)?;
            Ok::<_, Error>((standing, documents))
        });
        let (standing, documents) = read.await.map_err(fault)?;
        let committed = mark.clone();
        self.on_shelf(move |shelf| {
            let ids: Vec<i64> = standing.iter().map(|(id, _)| id.raw()).collect();
            shelf.replace(&ids, &documents)?;
            shelf.commit(&committed)
        })
        .await?;
        self.written = mark.position;
        self.mark = mark;
        Ok(())
    }
}

/// Every identifier that an event names.
fn named(event: &Outgoing) -> Vec<Id<Piece>> {
    let mut found = vec![Id::from_raw(event.about)];
    let mut waiting = vec![&event.body];
    while let Some(value) = waiting.pop() {
        match value {
            serde_json::Value::String(text) => found.extend(text.parse::<Id<Piece>>().ok()),
            serde_json::Value::Array(values) => waiting.extend(values),
            serde_json::Value::Object(fields) => waiting.extend(fields.values()),
            _ => {}
        }
    }
    found
}

fn fault(error: Error) -> ConsumerFault {
    error.to_string().into()
}

impl Consumer for Keeper {
    fn name(&self) -> &str {
        "search"
    }

    fn position(&self) -> i64 {
        self.mark.position
    }

    fn prepare<'a>(
        &'a mut self,
        store: &'a Store,
    ) -> BoxFuture<'a, std::result::Result<Readiness, ConsumerFault>> {
        Box::pin(self.ready(store))
    }

    fn consume<'a>(
        &'a mut self,
        store: &'a Store,
        batch: &'a [Outgoing],
    ) -> BoxFuture<'a, std::result::Result<(), ConsumerFault>> {
        Box::pin(self.take_in(store, batch))
    }
}
