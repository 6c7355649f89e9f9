//! Items that are ranked.

use super::{
    Figure, Frame, Way,
    standing::{Standing, blank, with_chosen},
};
use crate::{
    answer::Answer,
    rule::{Method, RankedCount},
    tally::{Cell, Tally},
};
use ballot::{
    Invalid,
    ranked::{Pairwise, Profile, Ranking, StvAct, meek, runoff, schulze as by_schulze, stv},
};

fn wide(tier: &[u32]) -> Vec<usize> {
    tier.iter().map(|item| usize::try_from(*item).unwrap_or(usize::MAX)).collect()
}

/// Orders with how often each was given.
fn rankings(frame: &Frame<'_>, tally: &Tally) -> Result<Vec<(Vec<Vec<usize>>, u64)>, Invalid> {
    let items = u32::try_from(frame.items).map_err(|_| Invalid::TooLarge { what: "number of items" })?;
    let mut rankings = Vec::new();
    for (answer, count) in tally.wholes(&frame.rule.method, items)? {
        if let Answer::Ranking { tiers } = answer {
            rankings.push((tiers.iter().map(|tier| wide(tier)).collect(), count));
        }
    }
    Ok(rankings)
}

fn profile(frame: &Frame<'_>, tally: &Tally) -> Result<Profile, Invalid> {
    let mut profile = Profile::new(frame.items)?;
    for (tiers, count) in rankings(frame, tally)? {
        profile.add(Ranking::new(tiers)?, count)?;
    }
    Ok(profile)
}

/// Figures with what every ranked ballot has in common: each is an answer about every item.
fn answered(frame: &Frame<'_>, ballots: u64) -> Vec<Figure> {
    let mut figures = blank(frame.items);
    figures.iter_mut().for_each(|figure| figure.answers = ballots);
    figures
}

/// First places, or the points of Borda; both share what equals have in common.
pub(super) fn figures(way: Way, frame: &Frame<'_>, tally: &Tally) -> Result<Vec<Figure>, Invalid> {
    let rankings = rankings(frame, tally)?;
    let mut figures = answered(frame, rankings.iter().map(|(_, count)| count).sum());
    for (tiers, count) in rankings {
        let count = count as f64;
        if way == Way::FirstPlaces {
            let first = tiers.first().map_or(&[][..], Vec::as_slice);
            first.iter().for_each(|item| figures[*item].value += count / first.len() as f64);
            continue;
        }
        let listed: usize = tiers.iter().map(Vec::len).sum();
        let mut below = frame.items;
        for tier in &tiers {
            below -= tier.len();
            let points = below as f64 + (tier.len() - 1) as f64 / 2.0;
            tier.iter().for_each(|item| figures[*item].value += count * points);
        }
        // Whoever is not listed shares the places that are left.
        let points = (frame.items - listed).saturating_sub(1) as f64 / 2.0;
        let named: Vec<usize> = tiers.concat();
        let unlisted = (0..frame.items).filter(|item| !named.contains(item));
        unlisted.for_each(|item| figures[item].value += count * points);
    }
    Ok(figures)
}

/// Ballots that prefer one to another: kept as such for a round of Schulze's method, read from whole orders otherwise.
fn preferences(frame: &Frame<'_>, tally: &Tally) -> Result<(Pairwise, u64), Invalid> {
    if frame.rule.method != (Method::Ranked { count: RankedCount::Schulze }) {
        let profile = profile(frame, tally)?;
        return Ok((Pairwise::of(&profile), profile.ballots()));
    }
    let mut prefer = Pairwise::new(frame.items)?;
    for (cell, sum) in tally.iter() {
        let Cell::Over { better, worse } = cell else { continue };
        let count = u64::try_from(sum).unwrap_or(0);
        let others: Vec<usize> = (0..frame.items)
            .filter(|item| *item != usize::try_from(*better).unwrap_or(0))
            .filter(|item| *item != usize::try_from(*worse).unwrap_or(0))
            .collect();
        // What two orders differ by that part only in how these two stand below all others: this one preference.
        let apart = others_then(&others, [wide(&[*better]), wide(&[*worse])])?;
        let alike = others_then(&others, [wide(&[*better, *worse])])?;
        prefer.add(&apart, count)?;
        prefer.remove(&alike, count)?;
    }
    Ok((prefer, tally.voters()))
}

fn others_then<const N: usize>(others: &[usize], tiers: [Vec<usize>; N]) -> Result<Ranking, Invalid> {
    let first = Some(others.to_vec()).filter(|others| !others.is_empty());
    Ranking::new(first.into_iter().chain(tiers))
}

/// Schulze's order; the figure is the number of others that an item has the stronger path to.
pub(super) fn schulze(frame: &Frame<'_>, tally: &Tally, places: usize) -> Result<Standing, Invalid> {
    let (prefer, ballots) = preferences(frame, tally)?;
    let result = by_schulze(&prefer, frame.ties)?;
    let paths = &result.strengths;
    let above =
        |item: usize| (0..frame.items).filter(|other| paths[*other][item] > paths[item][*other]).count();
    let mut figures = answered(frame, ballots);
    for (item, figure) in figures.iter_mut().enumerate() {
        let beaten = (0..frame.items).filter(|other| paths[item][*other] > paths[*other][item]).count();
        figure.value = beaten as f64;
    }
    let level = result.order.chunk_by(|a, b| above(*a) == above(*b)).map(<[usize]>::to_vec).collect();
    let places = if ballots == 0 { 0 } else { places };
    let chosen = result.order.iter().copied().take(places).collect();
    Ok(Standing { figures, order: result.order, chosen, level })
}

/// The winner of an instant run-off, then the others as late as they left; the figure is the votes in the last round in
/// which an item stood.
pub(super) fn run_off(frame: &Frame<'_>, tally: &Tally) -> Result<Standing, Invalid> {
    let profile = profile(frame, tally)?;
    let mut figures = answered(frame, profile.ballots());
    if profile.ballots() == 0 {
        return with_chosen(frame, figures, Vec::new(), Vec::new());
    }
    let result = runoff(&profile, frame.ties)?;
    let (mut gone, mut level) = (Vec::new(), Vec::new());
    for round in &result.rounds {
        for (item, figure) in figures.iter_mut().enumerate().filter(|(item, _)| !gone.contains(item)) {
            figure.value = round.tallies[item].to_f64();
        }
        gone.extend(round.eliminated);
        if round.lowest.len() > 1 {
            level.push(round.lowest.clone());
        }
    }
    let mut standing = with_chosen(frame, figures, vec![result.winner], level)?;
    let left = |item: &usize| gone.iter().position(|other| other == item).unwrap_or(usize::MAX);
    // Whoever still stood beside the winner is nearer to winning than whoever had left.
    standing.order[1..].sort_by_key(|item| std::cmp::Reverse(left(item)));
    Ok(standing)
}

/// The elected in order of election, then the others as late as they left; the figure is the votes at the end, or when
/// an item left.
pub(super) fn transferable(
    way: Way,
    frame: &Frame<'_>,
    tally: &Tally,
    places: usize,
) -> Result<Standing, Invalid> {
    let profile = profile(frame, tally)?;
    let mut figures = answered(frame, profile.ballots());
    if profile.ballots() == 0 || places == 0 {
        return with_chosen(frame, figures, Vec::new(), Vec::new());
    }
    let (mut gone, mut level): (Vec<usize>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
    let elected = if way == Way::Meek {
        let result = meek(&profile, places, frame.ties)?;
        for round in &result.rounds {
            for (item, figure) in figures.iter_mut().enumerate().filter(|(item, _)| !gone.contains(item)) {
                figure.value = round.votes[item] as f64 / 1e9;
            }
            gone.extend(round.defeated);
            level.push(round.among.clone());
        }
        result.elected
    } else {
        let result = stv(&profile, places, frame.ties)?;
        for round in &result.rounds {
            for (item, figure) in figures.iter_mut().enumerate().filter(|(item, _)| !gone.contains(item)) {
                if !matches!(&round.act, StvAct::Eliminated { candidate, .. } if *candidate == item) {
                    figure.value = round.tallies[item].to_f64();
                }
            }
            match &round.act {
                StvAct::Eliminated { candidate, among } => {
                    gone.push(*candidate);
                    level.push(among.clone());
                }
                StvAct::Surplus { among, .. } => level.push(among.clone()),
                StvAct::FirstPreferences | StvAct::LastStanding => {}
            }
        }
        result.elected
    };
    level.retain(|among| among.len() > 1);
    let chosen = elected.len();
    let mut standing = with_chosen(frame, figures, elected, level)?;
    let left = |item: &usize| gone.iter().position(|other| other == item).unwrap_or(usize::MAX);
    standing.order[chosen..].sort_by_key(|item| std::cmp::Reverse(left(item)));
    Ok(standing)
}
