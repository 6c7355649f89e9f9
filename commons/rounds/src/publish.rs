//! Making the record public.

use crate::{
    Round, State, chain,
    events::RoundPublished,
    permissions,
    record::{Kind, Nothing},
    rows,
};
use act::{Actor, Id, Result, Tx, sql};

/// Makes the record public. Its head goes into the event, so that who kept it can tell another record from this one.
///
/// # Errors
/// 401, 403, 404; 409 unless a choice was made.
pub fn publish(tx: &mut Tx<'_>, who: &Actor, id: Id<Round>) -> Result<()> {
    let by = who.id()?;
    let round = rows::seen(tx, who, id)?;
    programmes::require(tx, who, &permissions::OPEN, round.programme)?;
    let mut round = rows::touch_in(tx, id, &[State::Decided])?;
    let now = tx.now();
    sql!(tx.exec("UPDATE rounds SET published_at = $2 WHERE id = $1", id, now))?;
    rows::set_state(tx, &mut round, State::Published)?;
    chain::append(tx, &mut round, Kind::Published, &Nothing {})?;
    let head = round.head.clone();
    Ok(tx.emit(&RoundPublished { round: id, by: Some(by), head })?)
}
