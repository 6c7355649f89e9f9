//! The binary as it is delivered: how long until the first page, how much memory under load, how large.

use crate::{Run, a_second, millis, page};
use anyhow::{Context as _, Result};
use bench::{
    Bound, Child, Engine, Figures, Line, Place, Wire, build, fill, interleaved, median, press, ratio,
    release_folder,
};
use std::{
    fs,
    net::SocketAddr,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

/// Starts of each.
const STARTS: usize = 7;
/// How long pages are loaded while memory is watched.
const UNDER_LOAD: Duration = Duration::from_secs(10);
const MEGABYTE: f64 = 1e6;

pub(crate) fn measure(run: &Run) -> Result<Vec<Line>> {
    build(&["--package", "weft"])?;
    let weft = release_folder()?.join("weft");
    let size = fs::metadata(&weft)?.len() as f64 / MEGABYTE;
    let mut lines = vec![Line {
        what: "the binary : 40 MB".to_owned(),
        engine: "both".to_owned(),
        subject: format!("{size:.1} MB"),
        ceiling: "40 MB".to_owned(),
        ratio: size / 40.0,
        bound: Bound::AtMost(1.0),
    }];
    lines.extend(run.each(|engine| on(run, engine, &weft))?);
    Ok(lines)
}

fn on(run: &Run, engine: Engine, weft: &Path) -> Result<Vec<Line>> {
    let (full, none) = (settled(run, engine, page::IDEAS, weft)?, settled(run, engine, 0, weft)?);
    let (mut with, mut without) = (|| started(run, weft, &full), || started(run, weft, &none));
    let rounds = interleaved(STARTS, [&mut with, &mut without])?;
    let middle = |side: usize| {
        millis(Duration::from_secs_f64(median(rounds.iter().map(|round| round[side].median.as_secs_f64()))))
    };
    let start = Line {
        what: "start to the first page, 100,000 ideas : none".to_owned(),
        engine: engine.to_string(),
        subject: middle(0),
        ceiling: middle(1),
        ratio: ratio(&rounds, |round| round[0].median.as_secs_f64(), |round| round[1].median.as_secs_f64()),
        bound: Bound::AtMost(3.0),
    };
    Ok(vec![start, memory(run, engine, weft, &full)?])
}

/// A place that has been lived in: filled, searchable, started before.
fn settled(run: &Run, engine: Engine, ideas: usize, weft: &Path) -> Result<Place> {
    let place = Place::new(engine, &format!("start-{ideas}"))?;
    fill(&run.runtime, &place, ideas)?;
    if !place.folder().join("search").exists() {
        let told = Command::new(weft).arg("reindex").args(place.arguments()).output()?;
        anyhow::ensure!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    }
    Ok(place)
}

fn serve(weft: &Path, place: &Place) -> Result<(Child, SocketAddr)> {
    let arguments = ["--log", "error", "serve", "--listen", "127.0.0.1:0"]
        .map(str::to_owned)
        .into_iter()
        .chain(place.arguments());
    let mut child = Child::start(weft, arguments)?;
    loop {
        let line = child.line()?;
        if let Some(rest) = line.strip_prefix("Weft is at http://") {
            let address = rest.trim_end_matches('/').parse().context("an address")?;
            return Ok((child, address));
        }
    }
}

/// One start, to the last byte of the first page.
fn started(run: &Run, weft: &Path, place: &Place) -> Result<Figures> {
    let begun = Instant::now();
    let (child, address) = serve(weft, place)?;
    let answer = run.runtime.block_on(async {
        let mut wire = Wire::to(address).await?;
        wire.ask(&page::request(address, "/", "gzip", 0)).await
    })?;
    let took = begun.elapsed();
    anyhow::ensure!(answer.status == 200, "the first page answers {}", answer.status);
    child.end()?;
    Ok(Figures { rate: 1.0 / took.as_secs_f64(), median: took, p99: took })
}

fn memory(_run: &Run, engine: Engine, weft: &Path, place: &Place) -> Result<Line> {
    let (child, address) = serve(weft, place)?;
    let figures = press(page::load(address, UNDER_LOAD), |connection| {
        let mut turn = connection as usize;
        move || {
            turn += page::CONNECTIONS as usize;
            page::request(address, page::PAGE, "gzip, deflate, br, zstd", turn % 1_000)
        }
    })?;
    let resident = child.most_resident()? as f64 / MEGABYTE;
    child.end()?;
    Ok(Line {
        what: format!("most resident memory at {} of the ideas page : 150 MB", a_second(figures.rate)),
        engine: engine.to_string(),
        subject: format!("{resident:.0} MB"),
        ceiling: "150 MB".to_owned(),
        ratio: resident / 150.0,
        bound: Bound::AtMost(1.0),
    })
}
