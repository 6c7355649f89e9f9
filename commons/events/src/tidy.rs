//! What is not kept for ever.

use crate::Recurring;
use store::{Span, Tx, sql};

/// How long a notice is kept after it was read.
pub const KEEP_READ_NOTICES: Span = Span::days(180);
/// How long a letter is kept, in a drawer or because it could not be sent.
pub const KEEP_LETTERS: Span = Span::days(30);

/// Rows that one turn removes at most, of each kind.
const AT_ONCE: i64 = 5_000;

/// Clears away old notices and letters. Every engine does this by itself.
pub(crate) const TIDY: Recurring = Recurring { name: "events.tidy", every: Span::hours(1), run: tidy };

fn tidy(tx: &mut Tx<'_>) -> act::Result<()> {
    let read_before = tx.now() - KEEP_READ_NOTICES;
    sql!(tx.exec(
        "DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE read_at < $1 ORDER BY read_at LIMIT $2)",
        read_before, AT_ONCE
    ))?;
    let posted_before = tx.now() - KEEP_LETTERS;
    sql!(tx.exec(
        "DELETE FROM letters WHERE id IN (SELECT id FROM letters WHERE posted_at < $1 ORDER BY posted_at LIMIT $2)",
        posted_before, AT_ONCE
    ))?;
    Ok(())
}
