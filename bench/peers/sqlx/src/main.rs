//! `sqlx-peer PLACE CALLERS PIECES PEOPLE`: for each line it reads, milliseconds, it casts ballots for so long and says
//! how many a second, and the median and the 99th percentile in microseconds.

use anyhow::{Context as _, Result};
use hdrhistogram::Histogram;
use sqlx_peer::{Peer, ballots::Ballots};
use std::{
    io::{BufRead as _, Write as _},
    time::{Duration, Instant},
};

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [place, callers, pieces, people] = &arguments[..] else {
        anyhow::bail!("usage: sqlx-peer PLACE CALLERS PIECES PEOPLE");
    };
    let (callers, pieces, people): (u64, u64, u64) = (callers.parse()?, pieces.parse()?, people.parse()?);
    let peer = Peer::open(place, i64::try_from(pieces)?).await?;
    say(&peer.told().await?)?;
    for (turn, line) in (1..).zip(std::io::stdin().lock().lines()) {
        let span = Duration::from_millis(line?.trim().parse()?);
        let (began, until) = (Instant::now(), Instant::now() + span);
        let all: Vec<_> = (0..callers)
            .map(|caller| {
                let (peer, ballots) = (peer.clone(), Ballots::of(turn << 32 | caller, pieces, people));
                tokio::spawn(cast(peer, ballots, until))
            })
            .collect();
        let mut took = Histogram::<u64>::new(3)?;
        for caller in all {
            took.add(caller.await??)?;
        }
        let rate = took.len() as f64 / began.elapsed().as_secs_f64();
        say(&format!("{rate} {} {}", took.value_at_quantile(0.5), took.value_at_quantile(0.99)))?;
    }
    Ok(())
}

async fn cast(peer: Peer, ballots: Ballots, until: Instant) -> Result<Histogram<u64>> {
    let mut took = Histogram::new(3)?;
    for ballot in ballots {
        if Instant::now() >= until {
            break;
        }
        let asked = Instant::now();
        peer.cast(ballot).await?;
        took.record(u64::try_from(asked.elapsed().as_micros())?)?;
    }
    Ok(took)
}

fn say(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).context("nobody listens")
}
