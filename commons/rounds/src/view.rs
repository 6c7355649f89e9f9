//! What readers are shown of rounds.

use crate::{
    Amended, AppealState, Appealed, Asked, Change, Decided, Excluded, Hidden, Item, Listed, Live, May, Mine,
    Named, Outcome, Refused, Round, RoundView, State, Suspicion,
    cast::taking_ballots,
    chain,
    count::{Way, count},
    decide::decides,
    permissions,
    record::{AlternativesBody, Heading, Kind, Report, ResultBody, body_of},
    rows::{self, Elector, Kept, read, unreadable, written},
    rule::Counts,
};
use act::{Actor, FromRow, Id, Person, Result, Row, Timestamp, Tx, sql};
use web::{Paged, Paging};

/// A round as this reader may see it.
///
/// # Errors
/// 404 when there is none, or it is a draft that is not this reader's business.
pub fn round(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<RoundView> {
    let round = rows::seen(tx, who, id)?;
    let elector = rows::elector(tx, id, who.person)?;
    let mine = match &elector {
        Some(elector) => Some(mine(tx, &round, elector, who.person)?),
        None => None,
    };
    let may = may(tx, who, &round, elector.as_ref(), mine.as_ref())?;
    let counts = rows::named_counts(tx, &round)?;
    let named = if may.change { rows::named(tx, id)? } else { Default::default() };
    let pieces = rows::items(tx, id)?;
    Ok(RoundView {
        id,
        programme: round.programme,
        room: round.room.clone(),
        state: round.state,
        sentences: round.rule.sentences(&counts),
        items: (0..).zip(pieces).map(|(place, piece)| Item { place, piece }).collect(),
        named: named.into_iter().map(|(stratum, people)| Named { stratum, people }).collect(),
        electors: round.electorate.strata.clone(),
        voters: round.voters,
        made_by: round.made_by,
        elsewhere: round.elsewhere.clone(),
        opened_at: round.opened_at,
        closed_at: round.closed_at,
        published_at: round.published_at,
        commitment: round.commitment.clone(),
        head: Some(round.head.clone()).filter(|head| !head.is_empty()),
        looks: rows::least_looks(tx, &round)?,
        amendments: amendments(tx, id)?,
        decided: decided(&round),
        mine,
        may,
        rule: round.rule,
    })
}

fn decided(round: &Kept) -> Option<Decided> {
    Some(Decided {
        at: round.decided_at?,
        choice: round.choice.clone(),
        as_counted: round.as_counted,
        reason: round.reason.clone().unwrap_or_default(),
        by: round.decided_by,
    })
}

fn mine(tx: &mut Tx<'_>, round: &Kept, elector: &Elector, person: Option<Id<Person>>) -> Result<Mine> {
    let in_report: Option<i64> = sql!(tx.opt(
        "SELECT token FROM round_suspects WHERE round = $1 AND token = $2 AND cleared = FALSE",
        round.id,
        elector.token
    ))?;
    let appeal: Option<(Option<Timestamp>, Option<bool>)> = sql!(tx.opt(
        "SELECT decided_at, upheld FROM round_appeals WHERE round = $1 AND token = $2 ORDER BY id DESC LIMIT 1",
        round.id,
        elector.token
    ))?;
    let own = match person {
        Some(person) => rows::own_items(tx, round.id, person)?,
        None => Vec::new(),
    };
    Ok(Mine {
        token: elector.token,
        stratum: elector.stratum,
        answers: rows::answers_of(tx, round.id, elector.token)?,
        own,
        excluded: elector.excluded_why.clone(),
        in_report: in_report.is_some(),
        appeal: appeal.map(|(decided_at, upheld)| match (decided_at, upheld) {
            (None, _) => AppealState::Waiting,
            (Some(_), Some(true)) => AppealState::Upheld,
            (Some(_), _) => AppealState::Declined,
        }),
    })
}

fn may(
    tx: &mut Tx<'_>,
    who: &Actor,
    round: &Kept,
    elector: Option<&Elector>,
    mine: Option<&Mine>,
) -> Result<May> {
    let opens = programmes::may_in(tx, who, &permissions::OPEN, round.programme)?;
    let stewards = programmes::may_in(tx, who, &permissions::STEWARD, round.programme)?;
    let votes = programmes::may_in(tx, who, &permissions::VOTE, round.programme)?;
    let counts = elector.is_some_and(|elector| elector.excluded_why.is_none());
    let decides = round.state == State::Closed
        && programmes::may_in(tx, who, &permissions::DECIDE, round.programme)?
        && decides(tx, who, round)?;
    let undecided = matches!(round.state, State::Open | State::Closed);
    let told = mine.is_some_and(|mine| {
        (mine.excluded.is_some() || mine.in_report) && mine.appeal != Some(AppealState::Waiting)
    });
    Ok(May {
        vote: votes && counts && taking_ballots(tx, round).is_ok(),
        change: opens && round.state == State::Draft,
        open: opens && round.state == State::Draft,
        amend: opens && round.state == State::Open,
        close: opens && round.state == State::Open,
        decide: decides,
        publish: opens && round.state == State::Decided,
        steward: stewards && !matches!(round.state, State::Draft | State::Withdrawn),
        appeal: votes && undecided && told,
        record: reads_record(tx, who, round)?,
    })
}

/// How the count stands, for this reader. While a round is open nobody sees more than its rule lets them, whoever they
/// are; figures of small strata are left out.
///
/// # Errors
/// 404 for what this reader may not see.
pub fn live(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<Live> {
    let round = rows::seen(tx, who, id)?;
    if round.state.counted() {
        return result(tx, &round);
    }
    let voted = rows::elector(tx, id, who.person)?.is_some_and(|elector| elector.answers > 0);
    match hidden(tx, &round, voted)? {
        Some(why) => Ok(Live::Hidden { why, voters: round.voters }),
        None => Ok(Live::Standing { outcome: standing(tx, &round)?.for_readers() }),
    }
}

/// Why counts are not told now to somebody who has voted or not; nothing when they are.
pub(crate) fn hidden(tx: &mut Tx<'_>, round: &Kept, voted: bool) -> Result<Option<Hidden>> {
    if round.state.counted() {
        return Ok(None);
    }
    if round.state != State::Open {
        return Ok(Some(Hidden::NotOpen));
    }
    Ok(match round.rule.counts {
        Counts::AfterClosing => Some(Hidden::UntilClosed),
        _ if !rows::looked_at(tx, round)? => Some(Hidden::UntilLooks),
        Counts::AfterVoting if !voted => Some(Hidden::UntilYouVote),
        Counts::AfterVoting | Counts::Open => None,
    })
}

/// The count as it stands: read from sums alone, so that it costs the same however many ballots there are.
pub(crate) fn standing(tx: &mut Tx<'_>, round: &Kept) -> Result<Outcome> {
    let tallies = rows::tallies(tx, round, Way::of(&round.rule.method).reads())?;
    Ok(count(&round.rule, round.items, &tallies, round.lots()).map_err(unreadable)?)
}

fn result(tx: &mut Tx<'_>, round: &Kept) -> Result<Live> {
    let line = chain::latest(tx, round, Kind::Result)?.ok_or_else(|| unreadable("no result"))?;
    let result: ResultBody = body_of(&line).map_err(unreadable)?;
    let line = chain::latest(tx, round, Kind::Alternatives)?.ok_or_else(|| unreadable("no other ways"))?;
    let others: AlternativesBody = body_of(&line).map_err(unreadable)?;
    Ok(Live::Result {
        outcome: result.outcome.for_readers(),
        alternatives: others.outcomes.into_iter().map(Outcome::for_readers).collect(),
        opinions: result.opinions.map(crate::Opinions::for_readers),
    })
}

fn reads_record(tx: &mut Tx<'_>, who: &Actor, round: &Kept) -> Result<bool> {
    if round.state == State::Published {
        return Ok(true);
    }
    if !round.state.counted() {
        return Ok(false);
    }
    let voted = rows::elector(tx, round.id, who.person)?.is_some();
    Ok(voted
        || programmes::may_in(tx, who, &permissions::OPEN, round.programme)?
        || programmes::may_in(tx, who, &permissions::STEWARD, round.programme)?)
}

/// The record as a file: see [`crate::record`]. Whoever was in the electorate has it from the closing on, everybody from
/// publication on.
///
/// # Errors
/// 404; 409 before the round is closed; 403 for others before publication.
pub fn record(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<Vec<u8>> {
    let round = rows::seen(tx, who, id)?;
    if !round.state.counted() {
        return Err(Refused::NotClosed.into());
    }
    if !reads_record(tx, who, &round)? {
        return Err(Refused::NotPublic.into());
    }
    kept_record(tx, id)
}

/// The record of a round as the database has it, whoever asks: for commands of whoever holds the database.
///
/// # Errors
/// The store's.
pub fn kept_record(tx: &mut Tx<'_>, id: Id<Round>) -> Result<Vec<u8>> {
    let lines: Vec<String> =
        sql!(tx.all("SELECT line FROM round_entries WHERE round = $1 ORDER BY seq LIMIT 1000000", id))?;
    let mut file = written(&Heading::of(id))?;
    for line in lines {
        file.push('\n');
        file.push_str(&line);
    }
    file.push('\n');
    file.push_str(&written(&chain::labels(tx, id)?)?);
    file.push('\n');
    Ok(file.into_bytes())
}

fn amendments(tx: &mut Tx<'_>, id: Id<Round>) -> Result<Vec<Amended>> {
    let rows: Vec<(Timestamp, Option<Id<Person>>, String, String)> = sql!(tx.all(
        "SELECT at, by_person, changes, reason FROM round_amendments WHERE round = $1 ORDER BY id LIMIT 1000",
        id
    ))?;
    let amended = |(at, by, changes, reason): (_, _, String, _)| {
        Ok(Amended { at, by, changes: read::<Vec<Change>>(&changes)?, reason })
    };
    rows.into_iter().map(amended).collect()
}

impl FromRow for Listed {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        let (id, programme, room, state) = (row.take()?, row.take()?, row.take()?, row.take()?);
        let rule: crate::Rule = read(&row.take::<String>()?)?;
        Ok(Self {
            id,
            programme,
            room,
            state,
            method: rule.method.name().to_owned(),
            question: rule.question,
            items: row.take()?,
            voters: row.take()?,
            opens: row.take()?,
            closes: row.take()?,
        })
    }
}

/// The rounds that this reader may see, newest first. Drafts are listed for whoever made them, and for whoever may open
/// rounds in the programme that is asked for.
///
/// # Errors
/// 422 for a cursor that is not one of ours.
pub fn list(tx: &mut Tx<'_>, who: &Actor, asked: &Asked, paging: &Paging) -> Result<Paged<Listed>> {
    let before = paging.key::<i64>()?.unwrap_or(i64::MAX);
    let drafts = match asked.programme {
        Some(programme) => programmes::may_in(tx, who, &permissions::OPEN, programme)?,
        None => who.can(&permissions::OPEN),
    };
    let rows: Vec<Listed> = sql!(tx.all(
        "SELECT id, programme, room, state, rule, items, voters, opens, closes FROM rounds
         WHERE id < $1
             AND (CAST($2 AS BIGINT) IS NULL OR programme = $2) AND (CAST($3 AS TEXT) IS NULL OR room = $3)
             AND (CAST($4 AS TEXT) IS NULL OR state = $4)
             AND (CAST($5 AS BIGINT) IS NULL
                  OR EXISTS (SELECT 1 FROM round_items i WHERE i.round = rounds.id AND i.piece = $5))
             AND (state NOT IN ('draft', 'withdrawn') OR CAST($6 AS BIGINT) = 1 OR made_by = CAST($7 AS BIGINT))
         ORDER BY id DESC LIMIT $8",
        before,
        asked.programme,
        asked.room,
        asked.state,
        asked.item,
        i64::from(drafts),
        who.person,
        paging.limit() + 1
    ))?;
    Ok(Paged::of(rows, paging.limit(), |listed| listed.id.raw()))
}

/// The latest report on votes in step, for stewards. While the rule hides counts from this steward, support and what
/// would change are hidden too.
///
/// # Errors
/// 401, 403, 404.
pub fn suspicion(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<Option<Suspicion>> {
    let round = rows::seen(tx, who, id)?;
    programmes::require(tx, who, &permissions::STEWARD, round.programme)?;
    let latest: Option<(Timestamp, Option<Id<Person>>, String)> = sql!(
        tx.opt("SELECT at, by_person, body FROM round_reports WHERE round = $1 ORDER BY id DESC LIMIT 1", id)
    )?;
    let Some((at, by, body)) = latest else { return Ok(None) };
    let mut report: Report = read(&body)?;
    let voted = rows::elector(tx, id, who.person)?.is_some_and(|elector| elector.answers > 0);
    if hidden(tx, &round, voted)?.is_some() {
        report.support.clear();
        report.rushes.clear();
        for cluster in &mut report.clusters {
            (cluster.changes, cluster.chosen_without) = (None, None);
        }
    }
    let cleared = sql!(tx.all(
        "SELECT token FROM round_suspects WHERE round = $1 AND cleared = TRUE ORDER BY token LIMIT 100000",
        id
    ))?;
    Ok(Some(Suspicion { at, by, report, cleared, excluded: excluded(tx, id)? }))
}

fn excluded(tx: &mut Tx<'_>, id: Id<Round>) -> Result<Vec<Excluded>> {
    let rows: Vec<(i64, String, Timestamp, Option<Id<Person>>)> = sql!(tx.all(
        "SELECT token, excluded_why, excluded_at, excluded_by FROM round_electors
         WHERE round = $1 AND excluded_at IS NOT NULL ORDER BY token LIMIT 100000",
        id
    ))?;
    Ok(rows.into_iter().map(|(token, why, at, by)| Excluded { token, why, at, by }).collect())
}

impl FromRow for Appealed {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            round: row.take()?,
            token: row.take()?,
            words: row.take()?,
            against: row.take()?,
            excluded: row.take()?,
            at: row.take()?,
        })
    }
}

/// The appeals that wait in a round, oldest first, for stewards.
///
/// # Errors
/// 401, 403, 404.
pub fn appeals(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<Vec<Appealed>> {
    let round = rows::seen(tx, who, id)?;
    programmes::require(tx, who, &permissions::STEWARD, round.programme)?;
    Ok(sql!(tx.all(
        "SELECT a.id, a.round, a.token, a.words, a.against, e.excluded_why, a.at FROM round_appeals a
         JOIN round_electors e ON e.round = a.round AND e.token = a.token
         WHERE a.round = $1 AND a.decided_at IS NULL ORDER BY a.id LIMIT 1000",
        id
    ))?)
}
