//! Both sides do the same: after the same ballots sqlx's tables hold what the ballots come to when they are counted by
//! hand. The house's own test (`bench::bare`) says so of the house's.
//!
//! A runner of its own: what is not there is *skipped*, and neither passed nor failed.

use anyhow::{Result, ensure};
use sqlx_peer::{
    Peer,
    ballots::{Ballots, counted},
};
use std::process::ExitCode;

const PIECES: i64 = 7;
const PEOPLE: u64 = 11;
const BALLOTS: usize = 200;

#[tokio::main]
async fn main() -> ExitCode {
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("peer.sqlite").display().to_string();
    let places = [("sqlite", Some(file)), ("postgresql", std::env::var("WEFT_TEST_POSTGRES").ok())];
    for (engine, place) in places {
        let told = match place {
            None => {
                skipped += 1;
                "skipped: WEFT_TEST_POSTGRES names no server".to_owned()
            }
            Some(place) => match holds_what_was_cast(&place).await {
                Ok(()) => {
                    passed += 1;
                    "ok".to_owned()
                }
                Err(error) => {
                    failed += 1;
                    format!("FAILED: {error:#}")
                }
            },
        };
        println!("test sqlx_holds_what_was_cast_on_{engine} ... {told}");
    }
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!("test result: {word}. {passed} passed; {failed} failed; {skipped} skipped");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn holds_what_was_cast(place: &str) -> Result<()> {
    let peer = Peer::open(place, PIECES).await?;
    let ballots = || Ballots::of(1, PIECES as u64, PEOPLE).take(BALLOTS);
    for ballot in ballots() {
        peer.cast(ballot).await?;
    }
    let (found, expected) = (peer.rows().await?, counted(ballots()));
    ensure!(found == expected, "the tables hold {found:?} and not {expected:?}");
    Ok(())
}
