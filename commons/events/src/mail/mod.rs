//! Mail: letters are rows in the transaction that asks for them; a job sends them afterwards.

mod drawer;
mod smtp;

pub use drawer::{Drawer, Kept, kept_letters, kept_letters_to};
pub use smtp::{Smtp, SmtpFault};

use crate::{JobFault, Outside, Work, Worker, job};
use act::Person;
use futures_util::{FutureExt, future::BoxFuture};
use serde::{Deserialize, Serialize};
use store::{FromRow, Id, Job, Result, Row, Tx, sql};

/// A letter to one person, in plain text.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Letter {
    /// The address, `mara@example.org`.
    pub to: String,
    /// The addressee's name; may be empty.
    pub to_name: String,
    /// The subject, one line.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The Message-ID without angle brackets; if there is none it is made from the letter's identifier, so that a
    /// letter that is sent twice carries the same one twice.
    pub message_id: Option<String>,
}

/// Letters do not show themselves in logs.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").finish_non_exhaustive()
    }
}

impl FromRow for Letter {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        Ok(Self {
            to: row.take()?,
            to_name: row.take()?,
            subject: row.take()?,
            text: row.take()?,
            message_id: row.take()?,
        })
    }
}

/// How mail leaves the house.
pub trait Mailer: Send + Sync {
    /// Sends the letter. The key is the same however often the letter is tried.
    fn send<'a>(&'a self, letter: &'a Letter, key: i64) -> BoxFuture<'a, Result<(), JobFault>>;
}

/// The job that sends one letter.
#[derive(Debug, Serialize, Deserialize)]
struct SendLetter {
    letter: i64,
}

impl Job for SendLetter {
    const NAME: &'static str = "mail.send";
}

/// Posts a letter: it is sent once the transaction is committed. When the addressee is an account, [`post_to`] lets
/// the letter be found when that account is exported or erased.
pub fn post(tx: &mut Tx<'_>, letter: &Letter) -> Result<()> {
    put(tx, None, letter)
}

/// Posts a letter to an account.
pub fn post_to(tx: &mut Tx<'_>, person: Id<Person>, letter: &Letter) -> Result<()> {
    put(tx, Some(person), letter)
}

fn put(tx: &mut Tx<'_>, person: Option<Id<Person>>, letter: &Letter) -> Result<()> {
    let (id, now) = (tx.fresh::<Letter>(), tx.now());
    sql!(tx.exec(
        "INSERT INTO letters (id, to_person, to_address, to_name, subject, text, message_id, posted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        person,
        letter.to,
        letter.to_name,
        letter.subject,
        letter.text,
        letter.message_id,
        now
    ))?;
    tx.enqueue(&SendLetter { letter: id.raw() })
}

/// Sends letters. Every engine does this by itself.
pub(crate) const SEND: Worker =
    Worker { job: SendLetter::NAME, run: Work::Outside(|outside, body| send(outside, body).boxed()) };

async fn send(outside: Outside, body: serde_json::Value) -> Result<(), JobFault> {
    let key = job::<SendLetter>(body)?.letter;
    let letter: Option<Letter> = outside
        .store
        .write(move |tx| -> Result<_> {
            sql!(tx.opt(
                "SELECT to_address, to_name, subject, text, message_id FROM letters
                 WHERE id = $1 AND kept_at IS NULL",
                key
            ))
        })
        .await?;
    // A letter that is gone was sent already, or its addressee was erased.
    let Some(letter) = letter else { return Ok(()) };
    outside.mail.send(&letter, key).await?;
    metrics::counter!("events_letters_total").increment(1);
    outside
        .store
        .write(move |tx| -> Result<_> {
            sql!(tx.exec("DELETE FROM letters WHERE id = $1 AND kept_at IS NULL", key)).map(drop)
        })
        .await?;
    Ok(())
}
