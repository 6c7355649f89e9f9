//! A vote heard by everybody who looks at the page, beside a bare broadcast of the same bytes to as many connections.

use crate::{Run, act, millis};
use anyhow::{Context as _, Result};
use bench::{Bound, Child, Engine, House, Line, median, raise_limit_of_files, say, secret_of};
use bytes::Bytes;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::broadcast,
};

/// Listeners of each side.
const LISTENERS: u64 = 5_000;
/// Votes and broadcasts, in turn.
const VOTES: usize = 15;
/// Two sides of listeners in each of two processes, and what a process needs beside.
const FILES: u64 = 2 * LISTENERS + 500;

pub(crate) fn measure(run: &Run) -> Result<Vec<Line>> {
    raise_limit_of_files(FILES).with_context(|| format!("{LISTENERS} listeners on both sides"))?;
    run.engines.iter().map(|&engine| on(run, engine)).collect()
}

fn on(run: &Run, engine: Engine) -> Result<Line> {
    let house = House::open(&run.runtime, engine, act::IDEAS)?;
    let (address, _serving) = house.serve(&run.runtime)?;
    let _engine = house.run_engine(&run.runtime)?;
    let (bare, _broadcasting) = broadcaster(run)?;
    let idea = ::act::Id::<ideas::Idea>::from_raw(house.community.ideas[0]);
    let arguments = [
        "hear".to_owned(),
        address.to_string(),
        bare.to_string(),
        LISTENERS.to_string(),
        VOTES.to_string(),
        idea.to_string(),
        secret_of(house.community.voter(0)),
    ];
    let mut child = Child::start(&std::env::current_exe()?, arguments)?;
    say(&format!("{engine}: {}", child.line()?));
    let mut rounds = Vec::with_capacity(VOTES);
    for _ in 0..VOTES {
        let line = child.line()?;
        let micros: Vec<f64> = line.split(' ').map(str::parse).collect::<Result<_, _>>()?;
        let [vote, broadcast] = micros[..] else { anyhow::bail!("the listeners said {line}") };
        rounds.push((vote, broadcast));
    }
    let middle =
        |of: fn(&(f64, f64)) -> f64| millis(Duration::from_secs_f64(median(rounds.iter().map(of)) / 1e6));
    Ok(Line {
        what: "a vote heard by 5,000, p99 : a bare broadcast of its bytes".to_owned(),
        engine: engine.to_string(),
        subject: middle(|round| round.0),
        ceiling: middle(|round| round.1),
        ratio: median(rounds.iter().map(|(vote, broadcast)| vote / broadcast)),
        bound: Bound::AtMost(3.0),
    })
}

/// The least that a broadcast takes: whoever says `h` hears whatever anybody else says.
fn broadcaster(run: &Run) -> Result<(SocketAddr, tokio::sync::oneshot::Sender<()>)> {
    let listener = run.runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    let (told, _) = broadcast::channel::<Bytes>(16);
    let (guard, stop) = tokio::sync::oneshot::channel::<()>();
    let handle = run.runtime.handle().clone();
    let accepting = async move {
        while let Ok((stream, _)) = listener.accept().await {
            drop(handle.spawn(connection(stream, told.clone())));
        }
    };
    drop(run.runtime.spawn(async {
        tokio::select! {
            () = accepting => {}
            _ = stop => {}
        }
    }));
    Ok((address, guard))
}

async fn connection(mut stream: TcpStream, told: broadcast::Sender<Bytes>) {
    let mut said = vec![0; 4_096];
    let Ok(length) = stream.read(&mut said).await else { return };
    if said[..length] != *b"h" {
        said.truncate(length);
        let _ = told.send(said.into());
        return;
    }
    let mut heard = told.subscribe();
    if stream.write_all(b"retry: 3000\n\n").await.is_err() {
        return;
    }
    while let Ok(bytes) = heard.recv().await {
        if stream.write_all(&bytes).await.is_err() {
            return;
        }
    }
}
