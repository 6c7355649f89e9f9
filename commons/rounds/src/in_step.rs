//! Votes in step, reported with what they amount to: who, raw and effective support, and whether the result hangs on
//! them at all. Nothing follows by itself, and nothing here knows a network address. No I/O.

use crate::{
    answer::Answer,
    count::count,
    record::{Ballot, Electorate},
    rule::{Rule, Suspects, WHOLE},
    tally::{Cell, Tallies},
};
use ballot::{
    Invalid,
    chance::Seed,
    gaming::{Act, Lockstep, bursts, effective, lockstep, without_each},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What a cluster of n supporters counts as in effective support: n to this power.
const EXPONENT: f64 = 0.5;
/// Chance below which a rush of votes is reported.
const UNLIKELY: f64 = 0.001;

/// What was found in the ballots of a round.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// People whose votes are in step with each other's, the largest first.
    pub clusters: Vec<Cluster>,
    /// Support of each item with and without regard to clusters, by item.
    pub support: Vec<Support>,
    /// Rushes of votes that the round's own traffic does not explain, the least likely first. A newsletter looks alike.
    pub rushes: Vec<Rush>,
}

/// People whose votes are in step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Cluster {
    /// Their tokens.
    pub tokens: Vec<i64>,
    /// Who would win without them, in order; nothing while counts are hidden.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub chosen_without: Option<Vec<u32>>,
    /// Whether that is another result; if not, nothing hangs on them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub changes: Option<bool>,
}

/// Support of an item.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Support {
    /// The item.
    pub item: u32,
    /// People who support it.
    pub raw: u64,
    /// The same with every cluster of n counting as √n.
    pub effective: f64,
}

/// More votes at once than the round itself explains.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Rush {
    /// What was voted on, as [`Answer::acts`] numbers it: an item, or a pair.
    pub on: u64,
    /// In which span of the rule's minutes since the opening.
    pub span: i64,
    /// Votes that came.
    pub arrived: u64,
    /// Votes that the traffic of the round leads one to expect.
    pub expected: f64,
}

/// Looks for votes in step among those ballots that count. Instants are in half spans since the opening: the finest that
/// the rule needs, so that a record tells no more of when somebody voted.
///
/// # Errors
/// Ballots that are none of this rule, which only a made-up record has.
pub fn report(
    rule: &Rule,
    items: u32,
    electorate: &Electorate,
    ballots: &[Ballot],
    seed: Option<&Seed>,
) -> Result<Report, Invalid> {
    let Some(suspects) = &rule.suspects else { return Ok(Report::default()) };
    let tokens: Vec<i64> =
        ballots.iter().map(|ballot| ballot.token).collect::<BTreeSet<_>>().into_iter().collect();
    let voter = |token: i64| tokens.binary_search(&token).unwrap_or(usize::MAX);
    let acts: Vec<Act> = ballots
        .iter()
        .flat_map(|ballot| {
            let (voter, at) = (voter(ballot.token), ballot.when.unwrap_or(0));
            let acts = ballot.answer.acts(&rule.method, items);
            acts.into_iter().map(move |(item, positive)| Act { voter, item, positive, at })
        })
        .collect();
    let found = lockstep(&acts, &step(suspects))?;
    let (_, without) = without_each(&found, |leave_out| {
        let left_out: BTreeSet<i64> =
            leave_out.iter().filter_map(|voter| tokens.get(*voter)).copied().collect();
        let kept = ballots.iter().filter(|ballot| !left_out.contains(&ballot.token));
        count(rule, items, &tallied(rule, items, electorate, kept), seed).map(|outcome| outcome.chosen)
    });
    let mut clusters = Vec::with_capacity(found.len());
    for (voters, without) in found.iter().zip(without) {
        clusters.push(Cluster {
            tokens: voters.iter().filter_map(|voter| tokens.get(*voter)).copied().collect(),
            chosen_without: Some(without.outcome?),
            changes: Some(without.changes),
        });
    }
    let span = 2;
    let rushes = bursts(&acts, span, UNLIKELY)?;
    let rush = |burst: &ballot::gaming::Burst| Rush {
        on: burst.item as u64,
        span: burst.from.div_euclid(span),
        arrived: burst.arrived,
        expected: burst.expected,
    };
    Ok(Report {
        support: support(rule, items, ballots, &clusters)?,
        clusters,
        rushes: rushes.iter().map(rush).collect(),
    })
}

/// Two half spans are the rule's span.
fn step(suspects: &Suspects) -> Lockstep {
    let wide = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    Lockstep {
        span: 2,
        similarity: f64::from(suspects.likeness) / f64::from(WHOLE),
        shared: wide(suspects.shared),
        crowd: wide(suspects.crowd),
    }
}

fn support(
    rule: &Rule,
    items: u32,
    ballots: &[Ballot],
    clusters: &[Cluster],
) -> Result<Vec<Support>, Invalid> {
    let mut cluster_of: BTreeMap<i64, usize> = BTreeMap::new();
    for (number, cluster) in clusters.iter().enumerate() {
        cluster_of.extend(cluster.tokens.iter().map(|token| (*token, number)));
    }
    let mut supporters: BTreeMap<u32, BTreeSet<i64>> = BTreeMap::new();
    for ballot in ballots {
        for item in ballot.answer.supports(&rule.method, items) {
            supporters.entry(item).or_default().insert(ballot.token);
        }
    }
    (0..items)
        .map(|item| {
            let own = supporters.get(&item).into_iter().flatten();
            let of: Vec<Option<usize>> = own.map(|token| cluster_of.get(token).copied()).collect();
            let support = effective(&of, EXPONENT)?;
            Ok(Support { item, raw: support.raw, effective: support.effective })
        })
        .collect()
}

/// Ballots counted anew, by stratum.
pub fn tallied<'a>(
    rule: &Rule,
    items: u32,
    electorate: &Electorate,
    ballots: impl IntoIterator<Item = &'a Ballot>,
) -> Tallies {
    let mut tallies = Tallies::new(rule.strata.len());
    let mut voters = BTreeSet::new();
    for Ballot { token, answer, .. } in ballots {
        let Some(stratum) = electorate.stratum_of(*token) else { continue };
        if voters.insert(*token) {
            tallies.add(stratum, Cell::Voters, 1);
        }
        for cell in Answer::cells(answer, &rule.method, items) {
            tallies.add(stratum, cell, 1);
        }
    }
    tallies
}

/// How many half spans after the opening something happened; nothing where nobody looks for votes in step.
pub fn half_spans(rule: &Rule, opened: act::Timestamp, at: act::Timestamp) -> Option<i64> {
    let half = i64::from(rule.suspects?.minutes) * 30_000_000;
    Some((at - opened).as_micros().div_euclid(half.max(1)))
}

#[cfg(test)]
#[path = "in_step_tests.rs"]
mod tests;
