//! Equal shares among 1,000 projects by 100,000 ballots, beside pabutools.

use crate::{Told, peer, seconds, timed};
use anyhow::{Result, bail};
use ballot::{
    budget::{Approvals, Completion, Offer, Utility, equal_shares},
    chance::Seed,
    ties::TieRule,
};
use bench::{Bound, Line};
use serde_json::json;

const PROJECTS: usize = 1_000;
const BALLOTS: usize = 100_000;
/// Projects on a ballot.
const EACH: usize = 10;

pub(crate) fn measure() -> Result<Told> {
    let Some(python) = peer::python() else { return Ok(Told::Skipped(peer::MISSING.to_owned())) };
    let (costs, budget, ballots) = drawn();
    let given = json!({ "costs": costs, "budget": budget, "ballots": ballots });
    let file = peer::written("budget.json", &serde_json::to_vec(&given)?)?;
    let theirs = peer::ask(&python, "pabutools", &file)?;
    let offer = Offer::new(costs, budget)?;
    let ties = TieRule::Order((0..PROJECTS).collect());
    let (mut chosen, took) = timed(|| {
        let mut approvals = Approvals::new(PROJECTS)?;
        for ballot in &ballots {
            approvals.add(ballot, 1)?;
        }
        equal_shares(&offer, &approvals, Utility::Cost, Completion::None, &ties)
            .map(|outcome| outcome.chosen())
    })?;
    chosen.sort_unstable();
    if let Some(answer) = &theirs.answer
        && *answer != json!(chosen)
    {
        bail!("the portfolios differ: {answer} and {chosen:?}");
    }
    Ok(Told::Lines(vec![Line {
        what: "equal shares, 1,000 projects, 100,000 ballots".to_owned(),
        engine: "pabutools 1.2.3".to_owned(),
        subject: seconds(took),
        ceiling: theirs.said(),
        ratio: theirs.took.as_secs_f64() / took.as_secs_f64(),
        bound: Bound::AtLeast(50.0),
    }]))
}

/// Costs, the budget, and who approves what: some projects are wanted by far more than others.
fn drawn() -> (Vec<u64>, u64, Vec<Vec<usize>>) {
    let mut chance = Seed::of("bench: budget").chance();
    let costs: Vec<u64> = (0..PROJECTS).map(|_| 1_000 + chance.below(99_000)).collect();
    let budget = costs.iter().sum::<u64>() / 5;
    let ballots = (0..BALLOTS)
        .map(|_| {
            let mut ballot: Vec<usize> = (0..EACH)
                .map(|_| {
                    let luck = chance.unit();
                    ((luck * luck * PROJECTS as f64) as usize).min(PROJECTS - 1)
                })
                .collect();
            ballot.sort_unstable();
            ballot.dedup();
            ballot
        })
        .collect();
    (costs, budget, ballots)
}
