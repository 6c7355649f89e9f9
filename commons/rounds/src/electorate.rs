//! Who may vote, drawn up once: by account, role, part and name, as they are when the round is sealed.

use crate::{
    Round,
    record::Electorate,
    rows::{self, Kept},
    rule::{Conflict, Stratum, Who},
};
use act::{Id, List, Person, Result, Role, Tx, sql};
use ballot::chance::Seed;
use people::Account;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Accounts that are read, and electors that are written, at a time.
const BATCH: i64 = 10_000;
/// People with one part in a programme: nobody may be cut off.
const MOST_WITH_A_PART: i64 = 10_000_000;

/// The electorate before it has tokens.
pub(crate) struct Drawn {
    /// People by stratum.
    pub(crate) strata: Vec<Vec<Id<Person>>>,
    /// People who would be in it and are authors of an item, where authors have no ballot.
    pub(crate) left_out: u64,
}

/// Draws up who may vote.
pub(crate) fn drawn(tx: &mut Tx<'_>, round: &Kept) -> Result<Drawn> {
    let named = rows::named(tx, round.id)?;
    let authors =
        if round.rule.conflict == Conflict::WholeBallot { authors(tx, round.id)? } else { HashSet::new() };
    let mut with_part: BTreeMap<usize, HashSet<Id<Person>>> = BTreeMap::new();
    for (place, stratum) in round.rule.strata.iter().enumerate() {
        let people = match stratum.who {
            Who::Part(part) => programmes::people_with(tx, round.programme, part, MOST_WITH_A_PART)?,
            Who::Named => named.get(&u32::try_from(place).unwrap_or(u32::MAX)).cloned().unwrap_or_default(),
            _ => continue,
        };
        with_part.insert(place, people.into_iter().collect());
    }
    let mut turns: Vec<usize> = (0..round.rule.strata.len()).collect();
    turns.sort_by_key(|place| round.rule.strata.get(*place).map_or(u8::MAX, |stratum| stratum.who.turn()));
    let mut drawn = Drawn { strata: vec![Vec::new(); round.rule.strata.len()], left_out: 0 };
    let mut after = None;
    loop {
        let accounts = people::accounts(tx, after, BATCH)?;
        let Some(last) = accounts.last().map(|account| account.id) else { return Ok(drawn) };
        for account in &accounts {
            let fits = |place: &&usize| {
                let known = with_part.get(*place).is_some_and(|people| people.contains(&account.id));
                round.rule.strata.get(**place).is_some_and(|stratum| belongs(stratum, account, known))
            };
            let Some(place) = turns.iter().find(fits) else { continue };
            if authors.contains(&account.id) {
                drawn.left_out += 1;
            } else {
                drawn.strata[*place].push(account.id);
            }
        }
        after = Some(last);
    }
}

fn belongs(stratum: &Stratum, account: &Account, with_part: bool) -> bool {
    let staff = account.roles.has(Role::Staff) || account.roles.has(Role::Operator);
    let partner = account.roles.has(Role::Partner);
    let kind = match stratum.who {
        Who::Everybody => true,
        Who::Members => !staff && !partner,
        Who::Staff => staff,
        Who::Partners => partner && !staff,
        Who::Part(_) | Who::Named => with_part,
    };
    kind && stratum.joined_before.is_none_or(|before| account.since < before)
}

fn authors(tx: &mut Tx<'_>, round: Id<Round>) -> Result<HashSet<Id<Person>>> {
    let authors: Vec<Id<Person>> = sql!(tx.all(
        "SELECT DISTINCT a.person FROM piece_authors a JOIN round_items i ON i.piece = a.piece
         WHERE i.round = $1 AND a.person IS NOT NULL ORDER BY a.person LIMIT 1000000",
        round
    ))?;
    Ok(authors.into_iter().collect())
}

/// Gives out tokens: those of a stratum follow each other, and who has which is shuffled by a seed that is never kept,
/// so that no token can be led back to a person from outside, and from inside only by its row.
pub(crate) fn give_tokens(
    tx: &mut Tx<'_>,
    round: Id<Round>,
    drawn: Drawn,
    veil: &Seed,
) -> Result<Electorate> {
    let mut electorate = Electorate::default();
    let mut given = 0_i64;
    for (stratum, mut people) in (0_i64..).zip(drawn.strata) {
        debug_assert_eq!(people.iter().collect::<BTreeSet<_>>().len(), people.len());
        veil.split(stratum.to_be_bytes()).chance().shuffle(&mut people);
        electorate.strata.push(i64::try_from(people.len()).unwrap_or(i64::MAX));
        for some in people.chunks(usize::try_from(BATCH).unwrap_or(1)) {
            // Numbered in the order of the list; in any other order the tokens would be as secret, for the order of the
            // list is chance.
            sql!(tx.exec(
                "INSERT INTO round_electors (round, token, person, stratum)
                 SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT) + ROW_NUMBER() OVER (), n.value, CAST($3 AS BIGINT)
                 FROM {list $4} AS n",
                round,
                given,
                stratum,
                List(some)
            ))?;
            given += i64::try_from(some.len()).unwrap_or(0);
        }
    }
    Ok(electorate)
}
