//! The same key answers the same, without acting again.

use crate::visit::query_value;
use act::{Actor, Error, Id, Person, Refusal, Result, Tx, sql};
use axum::extract::Request;
use http::Method;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

/// The key of a request that changes something: its header's, or for a form its address's. One that cannot be kept is
/// refused, because whoever sent it relies on it.
pub(crate) fn key(request: &Request) -> Result<Option<String>, Refusal> {
    if request.method().is_safe() {
        return Ok(None);
    }
    let said = request.headers().get("idempotency-key").map(|value| value.to_str().unwrap_or_default());
    let in_address = || query_value(request.uri().query().unwrap_or_default(), "key");
    match said.map(str::to_owned).or_else(in_address) {
        Some(key) if key.is_empty() || key.len() > LONGEST_KEY => Err(Refusal::new(422, "refused-key")),
        key => Ok(key),
    }
}

/// How many characters a key has at most.
pub(crate) const LONGEST_KEY: usize = 200;

/// What a key belongs to: the act and the address it was first used at, and for visitors where they came from.
pub(crate) fn digest(method: &Method, path: &str, visitor: Option<&str>) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(method.as_str().as_bytes());
    hash.update([0]);
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

/// Forgets the keys of a person, with what was answered to them.
pub(crate) fn forget_person(tx: &mut Tx<'_>, person: Id<Person>) -> Result<()> {
    sql!(tx.exec("DELETE FROM idempotency WHERE actor = $1", person))?;
    Ok(())
}

/// How long keys are remembered.
const REMEMBERED: act::Span = act::Span::days(2);

/// Forgets keys that are older than anybody retries.
pub(crate) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let before = tx.now() - REMEMBERED;
    sql!(tx.exec("DELETE FROM idempotency WHERE at < $1", before))?;
    Ok(())
}
