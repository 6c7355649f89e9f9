//! Appeals against an exclusion or a report, and what another steward decides.

use crate::{
    Appeal, Refused, Round, State,
    amend::reason,
    chain,
    events::{AppealDecided, AppealMade},
    exclude::{readmit, recount},
    permissions,
    record::{AppealBody, Kind},
    rows::{self, Elector},
    tell,
};
use act::{Actor, Id, Person, Prose, Refusal, Result, Tx, sql};

/// Says why an exclusion, or a report that one's votes are in step with others', is wrong. One appeal at a time; a
/// decision waits for it.
///
/// # Errors
/// 401, 403, 404; 409 when nothing was said about this person, when an appeal waits, or something is decided; 422
/// without words.
pub fn appeal(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>, words: &str) -> Result<Id<Appeal>> {
    let by = who.id()?;
    let round = rows::seen(tx, who, id)?;
    programmes::require(tx, who, &permissions::VOTE, round.programme)?;
    let round = rows::touch_in(tx, id, &[State::Open, State::Closed])?;
    let elector = rows::elector(tx, id, Some(by))?.ok_or(Refused::NoElector)?;
    let words = Prose::<2_000>::parse(words).map_err(|fault| fault.refusal("words"))?;
    let against = match (&elector.excluded_why, reporter(tx, id, &elector)?) {
        (Some(_), _) => elector.excluded_by,
        (None, Some(by)) => by,
        (None, None) => return Err(Refused::NothingToAppeal.into()),
    };
    let (appeal, now) = (tx.fresh::<Appeal>(), tx.now());
    let made = sql!(tx.exec(
        "INSERT INTO round_appeals (id, round, token, words, against, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (round, token) WHERE decided_at IS NULL DO NOTHING",
        appeal,
        id,
        elector.token,
        words,
        against,
        now
    ))?;
    if made == 0 {
        return Err(Refused::AppealedAlready.into());
    }
    tx.emit(&AppealMade { round: id, by: Some(by), appeal })?;
    tell::stewards(tx, &round, "rounds-notice-appeal", Some(by))?;
    Ok(appeal)
}

/// Who asked for the report in which an elector stands and is not cleared; nothing when there is none.
fn reporter(tx: &mut Tx<'_>, id: Id<Round>, elector: &Elector) -> Result<Option<Option<Id<Person>>>> {
    Ok(sql!(tx.opt(
        "SELECT r.by_person FROM round_suspects s JOIN round_reports r ON r.id = s.report
         WHERE s.round = $1 AND s.token = $2 AND s.cleared = FALSE",
        id,
        elector.token
    ))?)
}

/// Decides an appeal: the ballots count again and the person is cleared, or things stay as they are. Whoever made the
/// decision does not judge the appeal.
///
/// # Errors
/// 401; 403 for others than stewards and for the one who decided; 404, also for an appeal in another round; 409 when it
/// was decided; 422 without a reason.
pub fn decide_appeal(
    tx: &mut Tx<'_>,
    who: &Actor,
    id: Id<Round>,
    appeal: Id<Appeal>,
    upheld: bool,
    why: &str,
) -> Result<()> {
    let by = who.id()?;
    let round = rows::seen(tx, who, id)?;
    programmes::require(tx, who, &permissions::STEWARD, round.programme)?;
    let mut round = rows::touch_in(tx, id, &[State::Open, State::Closed])?;
    let found: Option<(i64, Option<Id<Person>>)> =
        sql!(tx.opt("SELECT token, against FROM round_appeals WHERE id = $1 AND round = $2", appeal, id))?;
    let (token, against) = found.ok_or_else(Refusal::not_found)?;
    if against == Some(by) {
        return Err(Refused::AnotherSteward.into());
    }
    let (why, now) = (reason(why)?, tx.now());
    let decided = sql!(tx.exec(
        "UPDATE round_appeals SET decided_at = $2, decided_by = $3, upheld = CAST($4 AS BIGINT) = 1, reason = $5
         WHERE id = $1 AND decided_at IS NULL",
        appeal,
        now,
        by,
        upheld,
        why
    ))?;
    if decided == 0 {
        return Err(Refused::NothingToAppeal.into());
    }
    let elector = rows::elector_of(tx, id, token)?.ok_or(Refused::NoToken)?;
    if upheld {
        sql!(tx.exec("UPDATE round_suspects SET cleared = TRUE WHERE round = $1 AND token = $2", id, token))?;
    }
    let counts_again = upheld && elector.excluded_why.is_some();
    if counts_again {
        readmit(tx, &round, &elector)?;
    }
    chain::append(tx, &mut round, Kind::Appeal, &AppealBody { token, upheld, why: why.clone() })?;
    if counts_again {
        recount(tx, &mut round)?;
    }
    tx.emit(&AppealDecided { round: id, by: Some(by), appeal, upheld })?;
    let key = if upheld { "rounds-notice-appeal-upheld" } else { "rounds-notice-appeal-declined" };
    tell::elector(tx, &round, &elector, key, vec![("reason", why.into())], Some(by))
}
