//! Ballots: cast, changed, taken back. Sums move by the difference, in the same transaction.

use crate::{
    Answer, Cast, Cell, Refused, Round, Slot, State,
    answer::Unfit,
    events::BallotCast,
    permissions,
    rows::{self, Elector, Kept, written},
    rule::Conflict,
    tally::difference,
};
use act::{Actor, Id, List, Refusal, Result, Tx, sql};

/// The place of an item in its round, where a statement takes several.
enum Place {}

/// Casts an answer, or changes the one that this person gave before to the same question. The same answer again changes
/// nothing. Until the round closes every answer may be changed.
///
/// # Errors
/// 401 for a visitor; 403 without the permission, for whoever is no elector of the round, and for whoever is excluded
/// from it; 404; 409 before and after ballots are taken, for one's own item, and for a pair or set that was not dealt;
/// 422 for what is no answer to this round.
pub fn cast(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>, answer: &Answer) -> Result<Cast> {
    let (round, elector) = voting(tx, who, id)?;
    let settled = answer.clone().settled(&round.rule.method, round.items).map_err(Refusal::from)?;
    let slot = settled.slot();
    if round.rule.conflict == Conflict::OwnItem {
        let own = rows::own_items(tx, id, who.id()?)?;
        if slot.items().iter().any(|item| own.contains(item)) {
            return Err(Refused::OwnItem.into());
        }
    }
    let before = rows::answer_of(tx, id, elector.token, &slot)?;
    if before.as_ref() == Some(&settled) {
        return Ok(Cast { changed: false, answers: elector.answers });
    }
    if before.is_none() && round.rule.method.dealt() && shown(&elector) != Some(slot.clone()) {
        return Err(Refused::NotDealt.into());
    }
    keep(tx, &round, &elector, &slot, before.as_ref(), Some(&settled))
}

/// Takes an answer back. The question may be answered again until the round closes.
///
/// # Errors
/// Those of [`cast`]; 409 when there is no answer there.
pub fn take_back(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>, slot: &Slot) -> Result<Cast> {
    let (round, elector) = voting(tx, who, id)?;
    let before = rows::answer_of(tx, id, elector.token, slot)?.ok_or(Refused::NothingThere)?;
    if round.rule.method.dealt() {
        // What was dealt once may be answered again.
        let dealt = slot.to_string();
        sql!(tx.exec(
            "UPDATE round_electors SET dealt = $3 WHERE round = $1 AND token = $2",
            id,
            elector.token,
            dealt
        ))?;
    }
    keep(tx, &round, &elector, slot, Some(&before), None)
}

/// The round, taken, and the person as somebody who may vote in it now.
pub(crate) fn voting(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<(Kept, Elector)> {
    let by = who.id()?;
    let round = rows::touch(tx, id)?;
    if !rows::sees(tx, who, &round)? {
        return Err(Refusal::not_found().into());
    }
    programmes::require(tx, who, &permissions::VOTE, round.programme)?;
    taking_ballots(tx, &round)?;
    let elector = rows::elector(tx, id, Some(by))?.ok_or(Refused::NoElector)?;
    if elector.excluded_why.is_some() { Err(Refused::Excluded.into()) } else { Ok((round, elector)) }
}

/// Whether ballots are taken now: the instants of the rule hold, whether or not the round was closed in time.
pub(crate) fn taking_ballots(tx: &Tx<'_>, round: &Kept) -> Result<(), Refused> {
    let now = tx.now();
    if round.state != State::Open {
        return Err(Refused::State(round.state));
    }
    if now < round.rule.opens {
        return Err(Refused::NotYet(round.rule.opens));
    }
    if now >= round.rule.closes { Err(Refused::Over) } else { Ok(()) }
}

/// The slot of the question that an elector was shown last; it is written in the order in which it was shown.
pub(crate) fn shown(elector: &Elector) -> Option<Slot> {
    let dealt = elector.dealt.as_deref()?;
    let mut items: Vec<u32> = dealt.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
    items.sort_unstable();
    let text = items.iter().map(u32::to_string).collect::<Vec<_>>().join("-");
    text.parse().ok()
}

/// Puts an answer in the place of another, or of none, or takes it away. The caller holds the round's row.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    round: &Kept,
    elector: &Elector,
    slot: &Slot,
    before: Option<&Answer>,
    after: Option<&Answer>,
) -> Result<Cast> {
    write(tx, round, elector, slot, after)?;
    let more = i64::from(after.is_some()) - i64::from(before.is_some());
    let answers = elector.answers + more;
    let voters = i64::from(answers > 0) - i64::from(elector.answers > 0);
    let mut moved = difference(before, after, &round.rule.method, round.items);
    moved.add(Cell::Voters, voters);
    if elector.excluded_why.is_none() {
        rows::move_tallies(tx, round.id, elector.stratum, &moved)?;
    }
    if more != 0 {
        sql!(tx.exec(
            "UPDATE round_electors SET answers = $3 WHERE round = $1 AND token = $2",
            round.id,
            elector.token,
            answers
        ))?;
    }
    if voters != 0 {
        sql!(tx.exec("UPDATE rounds SET voters = voters + $2 WHERE id = $1", round.id, voters))?;
    }
    if more != 0 && *slot != Slot::Whole {
        let items: Vec<Id<Place>> =
            slot.items().into_iter().map(|item| Id::from_raw(i64::from(item))).collect();
        sql!(tx.exec(
            "UPDATE round_items SET looks = looks + $3 WHERE round = $1 AND place IN {list $2}",
            round.id,
            List(&items),
            more
        ))?;
    }
    tx.emit(&BallotCast { round: round.id, by: elector.person, voters: round.voters + voters })?;
    Ok(Cast { changed: true, answers })
}

fn write(
    tx: &mut Tx<'_>,
    round: &Kept,
    elector: &Elector,
    slot: &Slot,
    after: Option<&Answer>,
) -> Result<()> {
    let (now, slot) = (tx.now(), slot.to_string());
    let Some(answer) = after else {
        sql!(tx.exec(
            "DELETE FROM round_ballots WHERE round = $1 AND token = $2 AND slot = $3",
            round.id,
            elector.token,
            slot
        ))?;
        return Ok(());
    };
    let answer = written(answer)?;
    sql!(tx.exec(
        "INSERT INTO round_ballots (round, token, slot, answer, at, changed_at) VALUES ($1, $2, $3, $4, $5, $5)
         ON CONFLICT (round, token, slot) DO UPDATE SET answer = excluded.answer, changed_at = excluded.changed_at",
        round.id,
        elector.token,
        slot,
        answer,
        now
    ))?;
    Ok(())
}

impl Slot {
    /// A slot as an address or a form says it.
    ///
    /// # Errors
    /// 422 for what is none.
    pub fn asked(text: &str) -> Result<Self, Refusal> {
        text.parse().map_err(|unfit: Unfit| Refusal::from(unfit))
    }
}
