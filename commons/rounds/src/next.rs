//! What an elector is shown next: who lacks evaluations first, sides by lot, the same for the same elector and turn.

use crate::{
    Answer, Dealt, Round, Slot,
    cast::{shown, voting},
    rows::{self, Elector, Kept},
    rule::{Conflict, Method},
    tally::Cell,
};
use act::{Actor, Id, Result, Tx, sql};
use ballot::{
    Invalid,
    chance::Seed,
    exposure::{self, Seen},
    pairs::{Comparisons, Outcome, PairAim, PairRule, next_pair, next_set},
};
use std::collections::BTreeSet;

/// Draws before a question that was not answered yet is looked for one by one.
const TRIES: u32 = 12;
/// Of pairs, the share that is drawn uniformly, so that the result stays open to audit.
const UNIFORM: f64 = 0.2;

/// Deals what this elector is to judge now: an item, a pair or a set that they have not judged; for a whole ballot every
/// item in an order of their own. It stays the same until it is answered; `pass` deals another. Nothing when there is
/// nothing left to judge.
///
/// # Errors
/// Those of [`crate::cast`].
pub fn next(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>, pass: bool) -> Result<Option<Dealt>> {
    let (round, elector) = voting(tx, who, id)?;
    let answered: BTreeSet<Slot> =
        rows::answers_of(tx, id, elector.token)?.iter().map(Answer::slot).collect();
    let standing = elector.dealt.as_deref().filter(|_| !pass);
    if let (Some(dealt), Some(slot)) = (standing, shown(&elector))
        && !answered.contains(&slot)
    {
        let items = dealt.split('-').filter_map(|item| item.parse().ok()).collect();
        return told(tx, &round, items, elector.deals.saturating_sub(1));
    }
    let own = if round.rule.conflict == Conflict::OwnItem {
        rows::own_items(tx, id, who.id()?)?
    } else {
        Vec::new()
    };
    let turn = elector.deals;
    let Some(items) = drawn(tx, &round, &elector, &answered, &own)? else { return Ok(None) };
    if !round.rule.method.whole() {
        let dealt = items.iter().map(u32::to_string).collect::<Vec<_>>().join("-");
        sql!(tx.exec(
            "UPDATE round_electors SET dealt = $3, deals = deals + 1 WHERE round = $1 AND token = $2",
            id,
            elector.token,
            dealt
        ))?;
    }
    told(tx, &round, items, turn)
}

fn told(tx: &mut Tx<'_>, round: &Kept, items: Vec<u32>, turn: i64) -> Result<Option<Dealt>> {
    let all = rows::items(tx, round.id)?;
    let pieces = items.iter().filter_map(|item| all.get(usize::try_from(*item).ok()?).copied()).collect();
    Ok(Some(Dealt { items, pieces, turn }))
}

fn at(item: u32) -> usize {
    usize::try_from(item).unwrap_or(usize::MAX)
}

fn number(item: usize) -> u32 {
    u32::try_from(item).unwrap_or(u32::MAX)
}

/// The question to show, in the order in which to show it.
fn drawn(
    tx: &mut Tx<'_>,
    round: &Kept,
    elector: &Elector,
    answered: &BTreeSet<Slot>,
    own: &[u32],
) -> Result<Option<Vec<u32>>> {
    // From the round's seed, which is secret while it is open, so that nobody foresees what another is shown.
    let root = round.seed.unwrap_or_else(|| Seed::of("no seed"));
    let seed = root.split(format!("deal {} {}", elector.token, elector.deals));
    let fair: Vec<usize> = (0..round.items).filter(|item| !own.contains(item)).map(at).collect();
    let dealt = match round.rule.method {
        Method::Pairwise => pair(tx, round, &fair, answered, &seed)?,
        Method::MaxDiff { set } => few(tx, round, &fair, usize::from(set), answered, &seed)?,
        Method::UpDown | Method::Stars { .. } | Method::Opinions => one(tx, round, &fair, answered, &seed)?,
        _ if answered.contains(&Slot::Whole) => None,
        _ => {
            // One order for each elector, however often they look.
            let mut items = fair;
            root.split(format!("order {}", elector.token)).chance().shuffle(&mut items);
            Some(items)
        }
    };
    Ok(dealt.map(|items| items.into_iter().map(number).collect()))
}

fn unfit(error: &Invalid) -> act::Error {
    rows::unreadable(error).into()
}

/// How each item was seen so far and how uncertain its share still is.
fn seen(tx: &mut Tx<'_>, round: &Kept) -> Result<Vec<Seen>> {
    let looks = rows::looks(tx, round)?;
    let middle =
        if let Method::Stars { levels } = round.rule.method { i32::from(levels.div_ceil(2)) } else { 0 };
    let tallies = rows::tallies(tx, round, &["v"])?;
    let strata: Vec<_> = tallies.0.iter().collect();
    let values = crate::Tally::sum(&strata).values(looks.len());
    let item = |(looks, values): (&i64, &std::collections::BTreeMap<i32, u64>)| {
        let positive = values.iter().filter(|(value, _)| **value > middle).map(|(_, count)| count).sum();
        let total = values.values().sum();
        Seen::by_share(u64::try_from(*looks).unwrap_or(0), positive, total)
    };
    looks.iter().zip(&values).map(item).collect::<Result<_, _>>().map_err(|error| unfit(&error))
}

fn one(
    tx: &mut Tx<'_>,
    round: &Kept,
    fair: &[usize],
    answered: &BTreeSet<Slot>,
    seed: &Seed,
) -> Result<Option<Vec<usize>>> {
    let left: Vec<usize> =
        fair.iter().copied().filter(|item| !answered.contains(&Slot::Item(number(*item)))).collect();
    let seen = seen(tx, round)?;
    let drawn = exposure::draw(&seen, &left, u64::from(round.rule.guarantee), 1, seed);
    let drawn = drawn.map_err(|error| unfit(&error))?;
    Ok(drawn.first().map(|drawn| vec![drawn.item]))
}

fn pair_slot(pair: &[usize]) -> Slot {
    let mut items: Vec<u32> = pair.iter().copied().map(number).collect();
    items.sort_unstable();
    match items.as_slice() {
        [one, other] => Slot::Pair(*one, *other),
        _ => Slot::Set(items),
    }
}

fn pair(
    tx: &mut Tx<'_>,
    round: &Kept,
    fair: &[usize],
    answered: &BTreeSet<Slot>,
    seed: &Seed,
) -> Result<Option<Vec<usize>>> {
    if fair.len() < 2 {
        return Ok(None);
    }
    let looks = rows::looks(tx, round)?;
    let lacking = |item: &&usize| looks.get(**item).copied().unwrap_or(0) < i64::from(round.rule.guarantee);
    let owed = fair.iter().filter(lacking).count() > 0;
    let compared = compared(tx, round, fair)?;
    for attempt in 0..TRIES {
        let seed = seed.split(attempt.to_be_bytes());
        let pair = if owed {
            owed_pair(fair, &looks, round.rule.guarantee, &seed).map_err(|error| unfit(&error))?
        } else {
            let rule = PairRule { random: UNIFORM, aim: PairAim::CatchUp };
            let pair = next_pair(&compared, &rule, &seed).map_err(|error| unfit(&error))?;
            vec![fair[pair.left], fair[pair.right]]
        };
        if pair.len() == 2 && !answered.contains(&pair_slot(&pair)) {
            return Ok(Some(pair));
        }
    }
    Ok(any_pair(fair, answered, seed))
}

/// Two of those that lack evaluations, or one of them beside any other; sides by lot.
fn owed_pair(fair: &[usize], looks: &[i64], guarantee: u32, seed: &Seed) -> Result<Vec<usize>, Invalid> {
    let views = |item: &i64| Seen { views: u64::try_from(*item).unwrap_or(0), uncertainty: 1.0 };
    let items: Vec<Seen> = looks.iter().map(views).collect();
    let mut pair: Vec<usize> =
        exposure::draw(&items, fair, u64::from(guarantee), 2, seed)?.iter().map(|drawn| drawn.item).collect();
    seed.split("sides").chance().shuffle(&mut pair);
    Ok(pair)
}

/// The comparisons among these items, renumbered.
fn compared(tx: &mut Tx<'_>, round: &Kept, fair: &[usize]) -> Result<Comparisons> {
    let mut compared = Comparisons::new(fair.len()).map_err(|error| unfit(&error))?;
    let tallies = rows::tallies(tx, round, &["e", "o"])?;
    let place = |item: &u32| fair.binary_search(&at(*item)).ok();
    for (cell, count) in tallies.0.iter().flat_map(crate::Tally::iter) {
        let (first, second, outcome) = match cell {
            Cell::Over { better, worse } => (better, worse, Outcome::First),
            Cell::Even { one, other } => (one, other, Outcome::Tie),
            _ => continue,
        };
        if let (Some(first), Some(second)) = (place(first), place(second)) {
            let count = u64::try_from(count).unwrap_or(0);
            compared.add(first, second, outcome, count).map_err(|error| unfit(&error))?;
        }
    }
    Ok(compared)
}

/// Any pair that is not answered, looked for in an order by lot.
fn any_pair(fair: &[usize], answered: &BTreeSet<Slot>, seed: &Seed) -> Option<Vec<usize>> {
    let mut order = fair.to_vec();
    seed.split("any").chance().shuffle(&mut order);
    let pairs =
        order.iter().enumerate().flat_map(|(n, one)| order[n + 1..].iter().map(|other| vec![*one, *other]));
    let mut left = pairs.filter(|pair| !answered.contains(&pair_slot(pair)));
    left.next()
}

fn few(
    tx: &mut Tx<'_>,
    round: &Kept,
    fair: &[usize],
    size: usize,
    answered: &BTreeSet<Slot>,
    seed: &Seed,
) -> Result<Option<Vec<usize>>> {
    if fair.len() < size {
        return Ok(None);
    }
    let (shown, met) = shown_together(tx, round, fair)?;
    for attempt in 0..TRIES {
        let seed = seed.split(attempt.to_be_bytes());
        let (shown, met) = if attempt < TRIES / 2 {
            (&shown, &met)
        } else {
            // All balanced sets were answered: any set will do.
            (&vec![0; fair.len()], &vec![0; fair.len() * fair.len()])
        };
        let set = next_set(shown, met, size, &seed).map_err(|error| unfit(&error))?;
        let set: Vec<usize> = set.into_iter().map(|place| fair[place]).collect();
        if !answered.contains(&pair_slot(&set)) {
            return Ok(Some(set));
        }
    }
    Ok(None)
}

/// How often each item was shown, and each two together, among these items.
fn shown_together(tx: &mut Tx<'_>, round: &Kept, fair: &[usize]) -> Result<(Vec<u64>, Vec<u64>)> {
    let n = fair.len();
    let (mut shown, mut met) = (vec![0; n], vec![0; n * n]);
    let tallies = rows::tallies(tx, round, &["w"])?;
    for tally in &tallies.0 {
        for (answer, count) in tally.wholes(&round.rule.method, round.items).map_err(|error| unfit(&error))? {
            let items = answer.slot().items();
            let places: Vec<usize> =
                items.iter().filter_map(|item| fair.binary_search(&at(*item)).ok()).collect();
            for one in &places {
                shown[*one] += count;
                places.iter().filter(|other| *other != one).for_each(|other| met[one * n + other] += count);
            }
        }
    }
    Ok((shown, met))
}
