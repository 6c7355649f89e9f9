//! Items in order by one way, over one stratum or several together.

use super::{Figure, Frame, Way, money, orders, pairs, sets, values};
use crate::tally::Tally;
use ballot::Invalid;

/// How items stand.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    /// By item.
    pub(super) figures: Vec<Figure>,
    /// Every item, best first.
    pub(super) order: Vec<usize>,
    /// Who has a place, in order.
    pub(super) chosen: Vec<usize>,
    /// Items that the ballots cannot tell apart, before the tie rule did.
    pub(super) level: Vec<Vec<usize>>,
}

/// Counts by one way, the strata given as one.
pub(super) fn standing(
    way: Way,
    frame: &Frame<'_>,
    strata: &[&Tally],
    places: usize,
) -> Result<Standing, Invalid> {
    let together = Tally::sum(strata);
    match way {
        Way::BradleyTerry | Way::WinRate | Way::NetWins | Way::DuelsWon => {
            sorted(frame, pairs::figures(way, frame, &together)?, places)
        }
        Way::Utilities | Way::BestLessWorst | Way::BestOnly | Way::ImpliedPairs => {
            sorted(frame, sets::figures(way, frame, &together)?, places)
        }
        Way::FirstPlaces | Way::Borda => sorted(frame, orders::figures(way, frame, &together)?, places),
        Way::Schulze => orders::schulze(frame, &together, places),
        Way::RunOff => orders::run_off(frame, &together),
        Way::Transferable | Way::Meek => orders::transferable(way, frame, &together, places),
        Way::Greedy | Way::GreedyByPrice | Way::SharesByCost | Way::SharesByNumber => {
            money::standing(way, frame, &together)
        }
        Way::Consensus => sorted(frame, values::consensus(frame, strata)?, places),
        _ => sorted(frame, values::figures(way, frame, &together)?, places),
    }
}

/// Items by their values, best first, equals by the tie rule. Whoever nobody said anything about gets no place.
pub(super) fn sorted(frame: &Frame<'_>, figures: Vec<Figure>, places: usize) -> Result<Standing, Invalid> {
    let turns = frame.ties.places(frame.items)?;
    let mut order: Vec<usize> = (0..figures.len()).collect();
    order.sort_by(|a, b| figures[*b].value.total_cmp(&figures[*a].value).then(turns[*a].cmp(&turns[*b])));
    let same = |a: &usize, b: &usize| figures[*a].value.total_cmp(&figures[*b].value).is_eq();
    let level = order.chunk_by(same).map(<[usize]>::to_vec).collect();
    let chosen = order.iter().copied().filter(|item| figures[*item].answers > 0).take(places).collect();
    Ok(Standing { figures, order, chosen, level })
}

/// Chosen items first, then the others by value and by the tie rule.
pub(super) fn with_chosen(
    frame: &Frame<'_>,
    figures: Vec<Figure>,
    chosen: Vec<usize>,
    level: Vec<Vec<usize>>,
) -> Result<Standing, Invalid> {
    let turns = frame.ties.places(frame.items)?;
    let mut rest: Vec<usize> = (0..figures.len()).filter(|item| !chosen.contains(item)).collect();
    rest.sort_by(|a, b| figures[*b].value.total_cmp(&figures[*a].value).then(turns[*a].cmp(&turns[*b])));
    Ok(Standing { order: [chosen.clone(), rest].concat(), figures, chosen, level })
}

/// Figures of items that nobody said anything about.
pub(super) fn blank(items: usize) -> Vec<Figure> {
    let figure = |item| Figure { item, value: 0.0, low: None, high: None, answers: 0, spread: Vec::new() };
    (0..u32::try_from(items).unwrap_or(u32::MAX)).map(figure).collect()
}

/// Adds one spread to another of the same scale.
pub(super) fn add_spread(to: &mut Vec<u64>, more: &[u64]) {
    to.resize(to.len().max(more.len()), 0);
    to.iter_mut().zip(more).for_each(|(sum, n)| *sum = sum.saturating_add(*n));
}
