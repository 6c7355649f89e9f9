//! The demo: an invented fashion house with months of history, the same on every run.
//!
//! The history is played through the same acts that people use, on a clock that is set to each day of it; afterwards
//! the clock goes on from the demo's present. Nothing that exists is ever touched: the demo takes an empty place, or one
//! that an earlier demo made.

mod content;
mod play;
mod rounds;

use crate::{
    cli::say,
    config::{Configuration, Place},
    rooms, serve,
};
use act::{Error, Span, Timestamp, sql};
use anyhow::{Context as _, Result, anyhow, bail};
use events::{Bus, Drawer, Engine};
use search::Finder;
use std::{fs, net::SocketAddr, path::Path, sync::Arc, time::Duration};
use store::{Clock, Hand, Store};
use tokio::net::TcpListener;
use web::{DEMO_SECRET, House};

/// The demo's present: 21 November 2026, ten in the morning, UTC.
const PRESENT: Timestamp = Timestamp::from_millis(1_795_255_200_000);
/// What tells a demo's database from others.
const MARK: &str = "demo.present";

/// `weft demo`.
pub(crate) fn run(listen: SocketAddr, place: Place) -> Result<()> {
    let temporary = match (&place.data, &place.database) {
        (None, _) => Some(tempfile::tempdir().context("cannot make a temporary folder")?),
        _ => None,
    };
    let data = place.data.clone().or_else(|| temporary.as_ref().map(|folder| folder.path().to_owned()));
    let mut configuration = Configuration::read(None, Place { data, ..place })?;
    let settings = &mut configuration.settings;
    "Hallam & Rook".clone_into(&mut settings.brand);
    "Europe/Lisbon".clone_into(&mut settings.zone);
    DEMO_SECRET.clone_into(&mut settings.secret);
    settings.demo = true;
    settings.sign_in_attempts = 600;
    settings.changes_a_minute = 6000;
    only_empty_or_ours(&configuration)?;
    configuration.make_folder()?;
    let served = serve::runtime()?.block_on(async {
        let listener =
            TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        configuration.address_from(listener.local_addr()?);
        let house = rooms::house(configuration.settings.clone())?;
        let (clock, hand) = Clock::settable(PRESENT);
        let mut config = configuration.store(clock, 0);
        // What is invented can be invented again; the history is written without waiting for the disk.
        config.durability = store::Durability::Crash;
        let store = Store::open(config, &house.migrations())?;
        let mail = Arc::new(Drawer::new(store.clone()));
        match mark(&store).await? {
            Mark::Ours => {}
            Mark::Strange => bail!(
                "there is a house in this database already, and it is no demo; the demo leaves it alone"
            ),
            Mark::Empty => {
                let engine = rooms::engine(&house, store.clone(), Bus::default(), mail.clone(), None)?;
                let folder = files::Folder::open(configuration.files())
                    .context("cannot use the folder of the attachments")?;
                let shelf = files::Shelf::new(folder);
                play::history(&store, &shelf, &engine, &hand, PRESENT).await?;
                set_mark(&store, &configuration.data).await?;
            }
        }
        find_ready(&house, &store, &configuration).await?;
        say(&format!("Invented people to be: {}/demo", configuration.settings.address));
        tokio::select! {
            served = serve::serve(listener, house, store, mail, &configuration) => served,
            never = go_on(&hand) => never,
        }
    });
    drop(temporary);
    served
}

/// Has everything that happened ready to be found before the first visitor comes.
async fn find_ready(house: &House, store: &Store, configuration: &Configuration) -> Result<()> {
    let finder = Finder::open(&configuration.search());
    let mut engine = Engine::new(store.clone(), Bus::default(), Arc::new(Drawer::new(store.clone())));
    engine.consumers = [finder.keeper(house)].into_iter().collect();
    let settled = engine.settle().await.map_err(|error| anyhow!("{error}"))?;
    match settled.troubles.first() {
        None => Ok(()),
        Some(trouble) => Err(anyhow!("the search index of the demo: {trouble:?}")),
    }
}

/// A folder with something in it that no demo made is refused before anything is opened.
fn only_empty_or_ours(configuration: &Configuration) -> Result<()> {
    let Ok(mut entries) = fs::read_dir(&configuration.data) else { return Ok(()) };
    let ours = configuration.data.join("demo");
    if entries.next().is_some() && !ours.exists() {
        bail!(
            "{} is not empty, and no demo made it; name another folder with --data",
            configuration.data.display()
        );
    }
    Ok(())
}

enum Mark {
    Empty,
    Ours,
    Strange,
}

async fn mark(store: &Store) -> Result<Mark> {
    let found = store.read(|tx| {
        let ours: Option<String> = sql!(tx.opt("SELECT value FROM settings WHERE name = $1", MARK))?;
        let anybody: Option<i64> = sql!(tx.opt("SELECT id FROM people ORDER BY id LIMIT 1"))?;
        Ok::<_, Error>(match (ours, anybody) {
            (Some(_), _) => Mark::Ours,
            (None, Some(_)) => Mark::Strange,
            (None, None) => Mark::Empty,
        })
    });
    found.await.map_err(|error| anyhow!("{error}"))
}

async fn set_mark(store: &Store, folder: &Path) -> Result<()> {
    let present = serde_json::Value::from(PRESENT.to_string());
    let set = store.write(move |tx| {
        let now = tx.now();
        sql!(tx.exec("INSERT INTO settings (name, value, at) VALUES ($1, $2, $3)", MARK, present, now))?;
        Ok::<_, Error>(())
    });
    set.await.map_err(|error| anyhow!("{error}"))?;
    fs::write(folder.join("demo"), "made by weft demo\n").context("cannot mark the demo's folder")
}

/// Lets the demo's clock run from its present.
async fn go_on(hand: &Hand) -> Result<()> {
    let started = std::time::Instant::now();
    let mut ticks = tokio::time::interval(Duration::from_millis(100));
    loop {
        ticks.tick().await;
        let passed = i64::try_from(started.elapsed().as_micros()).unwrap_or(i64::MAX);
        hand.set(PRESENT + Span::micros(passed));
    }
}
