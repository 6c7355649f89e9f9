//! A drawer instead of a letter box: for the demo, and for trying things out.

use super::{Letter, Mailer};
use crate::JobFault;
use futures_util::{FutureExt, future::BoxFuture};
use store::{FromRow, Result, Row, Store, Timestamp, Tx, sql};

/// Keeps letters in the table `letters` instead of sending them, for [`crate::KEEP_LETTERS`].
#[derive(Debug, Clone)]
pub struct Drawer {
    store: Store,
}

impl Drawer {
    /// A drawer in this database.
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

impl Mailer for Drawer {
    fn send<'a>(&'a self, letter: &'a Letter, key: i64) -> BoxFuture<'a, Result<(), JobFault>> {
        let letter = letter.clone();
        let kept = self.store.write(move |tx| keep(tx, key, &letter));
        async move { kept.await.map_err(JobFault::from) }.boxed()
    }
}

fn keep(tx: &mut Tx<'_>, key: i64, letter: &Letter) -> Result<()> {
    let now = tx.now();
    sql!(tx.exec(
        "INSERT INTO letters (id, to_address, to_name, subject, text, message_id, posted_at, kept_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
         ON CONFLICT (id) DO UPDATE SET kept_at = COALESCE(letters.kept_at, excluded.kept_at)",
        key,
        letter.to,
        letter.to_name,
        letter.subject,
        letter.text,
        letter.message_id,
        now
    ))
    .map(drop)
}

/// A letter in the drawer.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Its identifier.
    pub id: i64,
    /// When it was put there.
    pub at: Timestamp,
    /// The letter.
    pub letter: Letter,
}

impl FromRow for Kept {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self { id: row.take()?, at: row.take()?, letter: Letter::from_row(row)? })
    }
}

/// The letters in the drawer, latest first, before an identifier if one is given.
pub fn kept_letters(tx: &mut Tx<'_>, before: Option<i64>, limit: u32) -> Result<Vec<Kept>> {
    sql!(tx.all(
        "SELECT id, kept_at, to_address, to_name, subject, text, message_id FROM letters
         WHERE kept_at IS NOT NULL AND id < $1 ORDER BY id DESC LIMIT $2",
        before.unwrap_or(i64::MAX),
        limit
    ))
}

/// The letters in the drawer to one address, latest first.
pub fn kept_letters_to(tx: &mut Tx<'_>, address: &str, limit: u32) -> Result<Vec<Kept>> {
    sql!(tx.all(
        "SELECT id, kept_at, to_address, to_name, subject, text, message_id FROM letters
         WHERE kept_at IS NOT NULL AND to_address = $1 ORDER BY id DESC LIMIT $2",
        address,
        limit
    ))
}
