//! The live result of a round with a million ballots after one more vote, beside adding all ballots up again.

use crate::{Run, millis};
use anyhow::{Result, anyhow, ensure};
use bench::{BallotBox, Bound, Engine, Figures, House, Line, Watch, interleaved, median, ratio, say};
use rounds::{Live, Method, Outcome};
use std::time::{Duration, Instant};
use store::Store;

/// Ideas of the house; the round is about the first hundred.
const IDEAS: usize = 1_000;
/// A recount takes seconds, so each side has few turns.
const TURNS: usize = 3;
/// Votes of a turn.
const VOTES: usize = 200;
/// How long a recount may take: far longer than a page is waited for.
const PATIENCE: Duration = Duration::from_secs(600);

pub(crate) fn measure(run: &Run) -> Result<Vec<Line>> {
    run.each(|engine| {
        let mut lines = Vec::new();
        for method in [Method::UpDown, Method::Pairwise] {
            lines.push(on(run, engine, method)?);
        }
        Ok(lines)
    })
}

fn on(run: &Run, engine: Engine, method: Method) -> Result<Line> {
    let house = House::open(&run.runtime, engine, IDEAS)?;
    let name = method.name();
    let full = BallotBox::fill(&run.runtime, &house, method)?;
    say(&format!("{engine}: a round by {name} with {} ballots", full.ballots));
    let patient = house.patient(&run.runtime, PATIENCE)?;
    let mut vote = || voted(run, &house.store, &full);
    let mut again = || added_up(run, &patient);
    let rounds = interleaved(TURNS, [&mut vote, &mut again])?;
    let middle = |side: usize| {
        millis(Duration::from_secs_f64(median(rounds.iter().map(|round| round[side].median.as_secs_f64()))))
    };
    Ok(Line {
        what: format!("a round of 1,000,000 ballots by {name}, vote and live result : all added up again"),
        engine: engine.to_string(),
        subject: middle(0),
        ceiling: middle(1),
        ratio: ratio(&rounds, |round| round[0].median.as_secs_f64(), |round| round[1].median.as_secs_f64()),
        bound: Bound::AtMost(0.01),
    })
}

/// Somebody changes their mind, again and again, and reads the result each time.
fn voted(run: &Run, store: &Store, full: &BallotBox) -> Result<Figures> {
    let mut watch = Watch::default();
    let (who, answers) = &full.changing;
    for answer in answers.iter().cycle().take(VOTES) {
        let (who, answer, round) = (who.clone(), answer.clone(), full.round);
        let begun = Instant::now();
        let shown = run.runtime.block_on(async {
            let asks = who.clone();
            store.write(move |tx| rounds::cast(tx, &who, round, &answer)).await?;
            store.read(move |tx| rounds::live(tx, &asks, round)).await
        });
        let shown = shown.map_err(|error| anyhow!("{error}"))?;
        watch.note(begun.elapsed());
        ensure!(
            matches!(shown, Live::Standing { outcome: Outcome { voters: 1.., .. } }),
            "no result is shown: {shown:?}"
        );
    }
    Ok(watch.figures())
}

/// Every ballot is read and added up; what is kept must be the same.
fn added_up(run: &Run, store: &Store) -> Result<Figures> {
    let mut watch = Watch::default();
    let begun = Instant::now();
    let wrong = run.runtime.block_on(store.read(rounds::miscounted)).map_err(|error| anyhow!("{error}"))?;
    watch.note(begun.elapsed());
    ensure!(wrong.is_empty(), "the sums of {wrong:?} are not those of its ballots");
    Ok(watch.figures())
}
