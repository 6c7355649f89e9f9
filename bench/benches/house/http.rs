//! A vote over HTTP, beside a constant through the same layers and beside the act alone.

use crate::{ROUNDS, Run, TURN, a_second, act};
use ::act::Id;
use anyhow::Result;
use bench::{Bound, Engine, House, Line, Load, interleaved, median, press, ratio, secret_of};
use bytes::Bytes;
use std::net::SocketAddr;

/// Connections at once.
const CONNECTIONS: u64 = 64;

pub(crate) fn measure(run: &Run) -> Result<Vec<Line>> {
    run.each(|engine| on(run, engine))
}

fn on(run: &Run, engine: Engine) -> Result<Vec<Line>> {
    let house = House::open(&run.runtime, engine, act::IDEAS)?;
    let (address, _serving) = house.serve(&run.runtime)?;
    let rounds = |_engine: Option<bench::Guard>| {
        let (mut first, mut second, mut third) = (0, 0, 0);
        let mut vote = || {
            first += 1;
            post(&house, address, "/ideas", 1 << 20 | first)
        };
        let mut constant = || {
            second += 1;
            post(&house, address, "/constant", 2 << 20 | second)
        };
        let mut alone = || {
            third += 1;
            act::vote(run, &house, 3 << 20 | third)
        };
        interleaved(ROUNDS, [&mut vote, &mut constant, &mut alone])
    };
    let line = |what: &str, rounds: &[[bench::Figures; 3]], bound| {
        let lower = |round: &[bench::Figures; 3]| round[1].rate.min(round[2].rate);
        Line {
            what: what.to_owned(),
            engine: engine.to_string(),
            subject: a_second(median(rounds.iter().map(|round| round[0].rate))),
            ceiling: format!(
                "{} (constant {}, act {})",
                a_second(median(rounds.iter().map(lower))),
                a_second(median(rounds.iter().map(|round| round[1].rate))),
                a_second(median(rounds.iter().map(|round| round[2].rate)))
            ),
            ratio: ratio(rounds, |round| round[0].rate, lower),
            bound,
        }
    };
    let quiet = rounds(None)?;
    let beside = rounds(Some(house.run_engine(&run.runtime)?))?;
    Ok(vec![
        line("vote over HTTP, 64 connections : the lower of constant and act", &quiet, Bound::AtLeast(0.5)),
        line("the same while reactions work them off", &beside, Bound::Free),
    ])
}

fn post(house: &House, address: SocketAddr, path: &str, turn: u64) -> Result<bench::Figures> {
    let load = Load { address, connections: CONNECTIONS, span: TURN, status: 303 };
    press(load, |connection| {
        let mut ballots = house.community.ballots(turn << 32 | connection);
        move || {
            let ballot = ballots.next();
            let ballot = ballot.unwrap_or_else(|| unreachable!("there is no end of ballots"));
            let idea = Id::<ideas::Idea>::from_raw(house.community.ideas[ballot.piece as usize]);
            let body = format!("weight={}&back=%2Fideas", ballot.weight);
            Bytes::from(format!(
                "POST {path}/{idea}/votes HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\n\
                 sec-fetch-site: same-origin\r\ncookie: weft_session={}\r\naccept: text/html\r\n\
                 accept-encoding: gzip, deflate, br, zstd\r\naccept-language: en\r\n\
                 content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
                secret_of(ballot.person as usize),
                body.len()
            ))
        }
    })
}
