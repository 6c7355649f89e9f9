//! Bringing in what people made elsewhere: read a file, line by line, and put it where it belongs, once.
//!
//! Everything carries a source key, so that the same file read twice changes nothing. Lines that cannot be read are
//! reported by file and line on standard error; the last line of standard output is JSON with the counts.

mod consul;
mod polis;
mod round;
mod wiki_survey;

use crate::{
    cli::{ImportArguments, OnError, RoundArguments, say},
    config::Configuration,
    rooms,
};
use act::{Error, Id, Line, Person, Tx};
use anyhow::{Context as _, Result, anyhow, bail};
use indicatif::{ProgressBar, ProgressStyle};
use programmes::Programme;
use round::Verified;
use serde::{Serialize, de::DeserializeOwned};
use std::{collections::HashMap, fs::File, path::Path};
use store::{Clock, Store};
use tokio::runtime::Runtime;
use web::Settings;

/// An entry without a title is its own title; longer ones are cut for the title and whole in the body.
const TITLE: usize = 250;
/// Lines that go into one transaction.
const BATCH: usize = 200;

/// What an import brought, counted over everything the files hold: what was there already counts too.
#[derive(Debug, Default, Clone, Copy, Serialize)]
struct Counts {
    pieces: u64,
    comments: u64,
    votes: u64,
    people: u64,
    skipped: u64,
    /// What was brought in otherwise than the file has it.
    notes: u64,
}

/// `weft import consul`.
pub(crate) fn consul(dir: &Path, into: &ImportArguments) -> Result<()> {
    let mut import = Import::begin(Some(dir), into)?;
    consul::read(&mut import, dir)?;
    import.finish(None)
}

/// `weft import polis`.
pub(crate) fn polis(dir: &Path, round: &RoundArguments, into: &ImportArguments) -> Result<()> {
    let mut import = Import::begin(Some(dir), into)?;
    let verified = polis::read(&mut import, dir, round)?;
    import.finish(verified)
}

/// `weft import wiki-survey`.
pub(crate) fn wiki_survey(
    ideas: &Path,
    votes: &Path,
    round: &RoundArguments,
    into: &ImportArguments,
) -> Result<()> {
    let mut import = Import::begin(None, into)?;
    let verified = wiki_survey::read(&mut import, ideas, votes, round)?;
    import.finish(verified)
}

/// One import on its way.
struct Import {
    on_error: OnError,
    store: Store,
    runtime: Runtime,
    programme: Id<Programme>,
    title: String,
    /// What the source keys begin with: the same file in two programmes makes two of everything.
    scope: String,
    counts: Counts,
}

impl Import {
    fn begin(dir: Option<&Path>, arguments: &ImportArguments) -> Result<Self> {
        if let Some(dir) = dir.filter(|dir| !dir.is_dir()) {
            bail!("{} is not a folder", dir.display());
        }
        let configuration = arguments.place.configuration()?;
        configuration.make_folder()?;
        let runtime = crate::serve::runtime()?;
        let migrations = rooms::house(Settings::default())?.migrations();
        let store = Store::open(configuration.store(Clock::system(), Configuration::TOOL), &migrations)?;
        let name = arguments.programme.clone();
        let made = runtime.block_on(store.write(move |tx| {
            let programme = programmes::create_for_import(tx, &name, None, &[ideas::ROOM], None)?;
            programmes::head(tx, programme)
        }));
        let head = made.map_err(refused)?;
        Ok(Self {
            on_error: arguments.on_error,
            store,
            runtime,
            programme: head.id,
            title: head.title,
            scope: head.slug,
            counts: Counts::default(),
        })
    }

    /// Says what came, as the last line; a figure that is not the file's is a failure.
    fn finish(self, verified: Option<Verified>) -> Result<()> {
        #[derive(Serialize)]
        struct Told {
            #[serde(flatten)]
            counts: Counts,
            #[serde(skip_serializing_if = "Option::is_none")]
            verified: Option<Verified>,
        }
        say(&serde_json::to_string(&Told { counts: self.counts, verified })?);
        match verified.map_or(0, |verified| verified.differ) {
            0 => Ok(()),
            differ => bail!("{differ} figures are not those of the files; everything that was read is kept"),
        }
    }

    /// Every line of a file that can be read, with its number.
    fn lines<T: DeserializeOwned>(&mut self, path: &Path) -> Result<Vec<(u64, T)>> {
        let name = named(path);
        let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
        let headers = reader
            .headers()
            .with_context(|| format!("{name}: the first line is not a line of headings"))?
            .clone();
        let mut lines = Vec::new();
        for record in reader.into_records() {
            let line = |position: Option<&csv::Position>| position.map_or(0, csv::Position::line);
            match record {
                Ok(record) => {
                    let number = line(record.position());
                    match record.deserialize(Some(&headers)) {
                        Ok(read) => lines.push((number, read)),
                        Err(error) => self.bad_line(&name, number, &reason(&error))?,
                    }
                }
                Err(error) => self.bad_line(&name, line(error.position()), &reason(&error))?,
            }
        }
        Ok(lines)
    }

    /// Reports a line that cannot be used; ends the import if that was asked for.
    fn bad_line(&mut self, name: &str, line: u64, why: &str) -> Result<()> {
        if self.on_error == OnError::Fatal {
            bail!(
                "{name}, line {line}: {why}. What was read before it is kept; mend the line and run the import again"
            );
        }
        self.counts.skipped += 1;
        #[expect(clippy::print_stderr, reason = "an import tells its user which lines it left out")]
        {
            eprintln!("{name}, line {line}: {why}; left out");
        }
        Ok(())
    }

    /// Puts items into the database, a batch to a transaction, each item once. What one item is refused for is reported
    /// with its line, and its neighbours are kept.
    fn put<T, R>(
        &mut self,
        name: &str,
        items: Vec<(u64, T)>,
        put: impl Fn(&mut Tx<'_>, &T) -> act::Result<R> + Clone + Send + Sync + 'static,
    ) -> Result<Vec<R>>
    where
        T: Clone + Send + Sync + 'static,
        R: Send + 'static,
    {
        let bar = bar(name, items.len());
        let mut results = Vec::with_capacity(items.len());
        for batch in items.chunks(BATCH) {
            let whole = self.attempt(batch, put.clone());
            match whole {
                Ok(made) => results.extend(made),
                Err(Error::Refused(_)) => {
                    for item in batch {
                        match self.attempt(std::slice::from_ref(item), put.clone()) {
                            Ok(made) => results.extend(made),
                            Err(Error::Refused(refusal)) => {
                                self.bad_line(name, item.0, &refusal.to_string())?
                            }
                            Err(fault) => return Err(refused(fault)),
                        }
                    }
                }
                Err(fault) => return Err(refused(fault)),
            }
            bar.inc(batch.len() as u64);
        }
        bar.finish_and_clear();
        Ok(results)
    }

    fn attempt<T, R>(
        &self,
        batch: &[(u64, T)],
        put: impl Fn(&mut Tx<'_>, &T) -> act::Result<R> + Send + 'static,
    ) -> act::Result<Vec<R>>
    where
        T: Clone + Send + Sync + 'static,
        R: Send + 'static,
    {
        let batch: Vec<T> = batch.iter().map(|(_, item)| item.clone()).collect();
        self.runtime.block_on(self.store.write(move |tx| batch.iter().map(|item| put(tx, item)).collect()))
    }

    /// The people behind these numbers, made once: the files name nobody, so they are called by their number.
    fn people(
        &mut self,
        called: &'static str,
        numbers: impl IntoIterator<Item = String>,
    ) -> Result<HashMap<String, Id<Person>>> {
        let mut numbers: Vec<String> = numbers.into_iter().collect();
        numbers.sort();
        numbers.dedup();
        let scope = self.scope.clone();
        let items = numbers.into_iter().map(|number| (0, number)).collect();
        let made = self.put("people", items, move |tx, number: &String| {
            let name = Line::parse(&format!("{called} {number}")).map_err(|fault| fault.refusal("name"))?;
            let source = Some(format!("{scope}:person:{number}"));
            let person = people::create(tx, people::NewPerson { source, ..people::NewPerson::named(name) })?;
            Ok((number.clone(), person))
        })?;
        self.counts.people = made.len() as u64;
        Ok(made.into_iter().collect())
    }
}

/// A file as reports call it.
fn named(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn bar(what: &str, length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64).with_prefix(what.to_owned());
    let style = ProgressStyle::with_template("{prefix:14} {bar:40} {pos}/{len} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        csv::ErrorKind::Utf8 { err, .. } => err.to_string(),
        _ => error.to_string(),
    }
}

fn refused(error: Error) -> anyhow::Error {
    anyhow!("{error}")
}
