//! The ideas page, beside the same bytes answered as a constant through the same layers, and with a thousand times as
//! many ideas behind it.

use crate::{ROUNDS, Run, TURN, a_second, millis};
use anyhow::Result;
use bench::{Bound, Engine, Figures, House, Line, Load, interleaved, median, press, ratio, say, secret_of};
use bytes::Bytes;
use std::{net::SocketAddr, time::Duration};

/// Connections at once.
pub(crate) const CONNECTIONS: u64 = 32;
/// Ideas behind the page.
pub(crate) const IDEAS: usize = 100_000;
/// Few and many ideas, between which its cost must not grow much.
const FEW_AND_MANY: [usize; 2] = [1_000, 1_000_000];
/// The page: twenty ideas in the popular order.
pub(crate) const PAGE: &str = "/ideas?order=popular";
/// What browsers say that they understand.
const BROWSER: &str = "gzip, deflate, br, zstd";

pub(crate) fn measure(run: &Run) -> Result<Vec<Line>> {
    run.each(|engine| {
        let mut lines = beside_a_constant(run, engine)?;
        lines.push(few_and_many(run, engine)?);
        Ok(lines)
    })
}

fn beside_a_constant(run: &Run, engine: Engine) -> Result<Vec<Line>> {
    let house = House::open(&run.runtime, engine, IDEAS)?;
    let length = house.make_constant(&run.runtime, PAGE, 0)?;
    say(&format!("{engine}: the page has {length} bytes before it is compressed"));
    let (address, _serving) = house.serve(&run.runtime)?;
    let mut lines = Vec::new();
    for (how, encoding, bounded) in [("", BROWSER, true), (", not compressed", "identity", false)] {
        let mut page = || get(address, PAGE, encoding);
        let mut constant = || get(address, "/constant", encoding);
        let rounds = interleaved(ROUNDS, [&mut page, &mut constant])?;
        let bound = |bound| if bounded { bound } else { Bound::Free };
        let middle =
            |side: usize, of: fn(&Figures) -> f64| median(rounds.iter().map(|round| of(&round[side])));
        let rate = |side| a_second(middle(side, |figures| figures.rate));
        let p99 = |side| millis(Duration::from_secs_f64(middle(side, |figures| figures.p99.as_secs_f64())));
        lines.push(Line {
            what: format!("ideas page, 20 of 100,000{how} : the same bytes as a constant"),
            engine: engine.to_string(),
            subject: rate(0),
            ceiling: rate(1),
            ratio: ratio(&rounds, |round| round[0].rate, |round| round[1].rate),
            bound: bound(Bound::AtLeast(0.25)),
        });
        lines.push(Line {
            what: format!("ideas page, 20 of 100,000{how}, p99 : that constant's"),
            engine: engine.to_string(),
            subject: p99(0),
            ceiling: p99(1),
            ratio: ratio(&rounds, |round| round[0].p99.as_secs_f64(), |round| round[1].p99.as_secs_f64()),
            bound: bound(Bound::AtMost(4.0)),
        });
    }
    Ok(lines)
}

fn few_and_many(run: &Run, engine: Engine) -> Result<Line> {
    let houses = FEW_AND_MANY.map(|ideas| {
        say(&format!("{engine}: a house with {ideas} ideas"));
        House::open(&run.runtime, engine, ideas)
    });
    let [few, many] = houses;
    let (few, many) = (few?, many?);
    let ((few, _few), (many, _many)) = (few.serve(&run.runtime)?, many.serve(&run.runtime)?);
    let (mut many, mut few) = (|| get(many, PAGE, BROWSER), || get(few, PAGE, BROWSER));
    let rounds = interleaved(ROUNDS, [&mut many, &mut few])?;
    let cost = |side: usize| median(rounds.iter().map(|round| 1e6 / round[side].rate));
    Ok(Line {
        what: "ideas page, cost with 1,000,000 ideas : with 1,000".to_owned(),
        engine: engine.to_string(),
        subject: format!("{:.0} µs", cost(0)),
        ceiling: format!("{:.0} µs", cost(1)),
        ratio: ratio(&rounds, |round| 1.0 / round[0].rate, |round| 1.0 / round[1].rate),
        bound: Bound::AtMost(1.5),
    })
}

fn get(address: SocketAddr, path: &str, encoding: &str) -> Result<Figures> {
    press(load(address, TURN), |connection| {
        let mut turn = connection as usize;
        move || {
            turn += CONNECTIONS as usize;
            request(address, path, encoding, turn % 1_000)
        }
    })
}

/// The load that a page is put under.
pub(crate) fn load(address: SocketAddr, span: Duration) -> Load {
    Load { address, connections: CONNECTIONS, span, status: 200 }
}

/// What a browser asks, signed in.
pub(crate) fn request(address: SocketAddr, path: &str, encoding: &str, person: usize) -> Bytes {
    Bytes::from(format!(
        "GET {path} HTTP/1.1\r\nhost: {address}\r\ncookie: weft_session={}\r\naccept: text/html\r\n\
         accept-encoding: {encoding}\r\naccept-language: en\r\n\r\n",
        secret_of(person)
    ))
}
