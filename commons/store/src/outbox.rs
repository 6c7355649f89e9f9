//! Positions in the outbox: the order in which consumers read it.
//!
//! On SQLite a row has its position from its INSERT: one writer, one row after the other, so the order of positions is
//! the order of commits; a request that is undone gives its numbers back to the next one, so there is no gap either.
//! On PostgreSQL two transactions may commit in another order than they inserted, and a consumer that remembers
//! "everything up to 7" would miss a 6 that is committed later. There rows are numbered after their commit.

use crate::{Dialect, Result, Tx, sql};

/// Gives positions to committed rows of the outbox that have none, in the order of their identifiers, at most `limit`
/// of them, and returns how many it numbered: fewer than `limit` means that none was left.
///
/// Run it in a short write transaction of its own. Several processes may run it at once; one waits for the other. On
/// SQLite it finds nothing to do, except after an import of rows that had not been numbered where they came from.
///
/// # Errors
/// Those of any statement.
pub fn number_outbox(tx: &mut Tx<'_>, limit: u32) -> Result<u64> {
    if tx.dialect() == Dialect::Postgres {
        // The lock first, the look second: READ COMMITTED then sees what the previous holder committed.
        sql!(tx.exec("-- only postgres\nSELECT pg_advisory_xact_lock(7302542)"))?;
    }
    // The offsets count too: were the newest rows ever deleted, their numbers must not be given again.
    sql!(tx.exec(
        "WITH waiting AS (
             SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place
             FROM (SELECT id FROM outbox WHERE position IS NULL ORDER BY id LIMIT $1) AS unnumbered
         ), known AS (
             SELECT position FROM outbox_offsets
             UNION ALL SELECT MAX(position) FROM outbox
             UNION ALL SELECT 0
         ), last AS (
             SELECT MAX(position) AS position FROM known
         )
         UPDATE outbox SET position = last.position + waiting.place
         FROM waiting, last WHERE outbox.id = waiting.id",
        limit
    ))
}
