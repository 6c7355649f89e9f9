//! Whether everything is as it should be, said in words; a finding ends with a failure.

use crate::{cli::say, config::Configuration, rooms};
use act::{Error, sql};
use anyhow::{Result, bail};
use store::{Clock, Store};
use web::Settings;

/// `weft doctor`.
pub(crate) fn run(configuration: &Configuration) -> Result<()> {
    if !configuration.exists() {
        bail!("there is no house in {}", configuration.data.display());
    }
    let house = rooms::house(Settings::default())?;
    let config = configuration.store(Clock::system(), Configuration::TOOL);
    let mut findings = 0;
    let mut look = |what: &str, wrong: Vec<String>| {
        say(&format!("{} {what}", if wrong.is_empty() { "ok  " } else { "look" }));
        for line in &wrong {
            say(&format!("     {line}"));
        }
        findings += wrong.len();
    };
    let standing = store::status(&config, &house.migrations())?;
    let unfit = standing.iter().filter(|migration| migration.pending() || !migration.fits());
    let missing: Vec<_> = unfit
        .map(|migration| format!("{migration:?}: run `weft migrate`, or the version that wrote it"))
        .collect();
    let current = missing.is_empty();
    look("the schema is up to date", missing);
    if current {
        look(
            "the database is whole",
            store::backup::integrity(&config).err().map(|e| e.to_string()).into_iter().collect(),
        );
        let unprepared = store::check::prepare_all(&config)?;
        look("every statement fits the schema", unprepared.iter().map(|u| u.to_string()).collect());
        let store = Store::start(config)?;
        let counted = crate::serve::runtime()?.block_on(store.read(|tx| {
            let wrong = (pieces::miscounted(tx)?, ideas::miscounted(tx)?, ideas::misplaced(tx)?);
            let failed: i64 = sql!(tx.one(
                "SELECT COUNT(*) FROM (SELECT id FROM jobs WHERE failed_at IS NOT NULL LIMIT 1000) AS failed"
            ))?;
            Ok::<_, Error>((wrong, failed))
        }));
        let (wrong, failed) = counted.map_err(|error| anyhow::anyhow!("{error}"))?;
        let (of_pieces, of_ideas, misplaced) = wrong;
        let told = of_pieces.iter().map(|one| {
            let (piece, what) = (one.piece, one.what);
            format!("piece {piece}: the counter of {what} says {}, there are {}", one.counter, one.there_are)
        });
        let on_board = of_ideas.iter().map(|(idea, board, ballots)| {
            format!(
                "idea {idea}: the board says {board}, the ballots come to {ballots}; or its voters differ"
            )
        });
        look("counters equal their ballots", told.chain(on_board).collect());
        let misplaced = misplaced
            .iter()
            .map(|idea| format!("idea {idea} stands in a list where its votes do not place it"));
        look("ideas stand where their votes place them", misplaced.collect());
        look(
            "no job was given up",
            (failed > 0)
                .then(|| format!("{failed} jobs wait for people: see /operate"))
                .into_iter()
                .collect(),
        );
    }
    if findings > 0 { bail!("{findings} findings") } else { Ok(()) }
}
