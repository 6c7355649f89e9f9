//! The same key answers the same, without acting again.

use act::{Actor, Error, Refusal, Result, Tx, sql};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

/// What a key belongs to: the address it was first used at, and for visitors where they came from.
pub(crate) fn digest(path: &str, visitor: Option<&str>) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(path.as_bytes());
    hash.update([0]);
    hash.update(visitor.unwrap_or_default().as_bytes());
    hash.finalize().to_vec()
}

/// Runs the act unless this actor used the key before; then gives the answer of that time. A refused act leaves no
/// trace, so that it can be mended and sent again with the same key.
pub(crate) fn once<T: Serialize + DeserializeOwned>(
    tx: &mut Tx<'_>,
    actor: &Actor,
    key: &str,
    digest: &[u8],
    act: &mut impl FnMut(&mut Tx<'_>, &Actor) -> Result<T>,
) -> Result<T> {
    let (who, now) = (actor.person.map_or(0, |person| person.raw()), tx.now());
    // A concurrent request with the same key waits here for the first one's commit.
    let first = sql!(tx.exec(
        "INSERT INTO idempotency (actor, key, digest, at) VALUES ($1, $2, $3, $4) ON CONFLICT (actor, key) DO NOTHING",
        who, key, digest, now
    ))?;
    if first == 0 {
        let (known, answer): (Vec<u8>, Option<String>) =
            sql!(tx.one("SELECT digest, answer FROM idempotency WHERE actor = $1 AND key = $2", who, key))?;
        if known != digest {
            return Err(Refusal::new(422, "refused-key-reused").into());
        }
        let answer = answer.unwrap_or_else(|| "null".to_owned());
        return serde_json::from_str(&answer).map_err(unreadable);
    }
    let answer = act(tx, actor)?;
    let kept = serde_json::to_string(&answer).map_err(unreadable)?;
    sql!(tx.exec("UPDATE idempotency SET answer = $3 WHERE actor = $1 AND key = $2", who, key, kept))?;
    Ok(answer)
}

fn unreadable(error: serde_json::Error) -> Error {
    store::Error::Engine(format!("the answer kept for an idempotency key cannot be read: {error}")).into()
}

/// How long keys are remembered.
const REMEMBERED: act::Span = act::Span::days(2);

/// Forgets keys that are older than anybody retries.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let before = tx.now() - REMEMBERED;
    sql!(tx.exec("DELETE FROM idempotency WHERE at < $1", before))?;
    Ok(())
}
