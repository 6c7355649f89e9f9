//! Draws by published commitment: the hash of a secret first, the secret after, and anybody can recompute.
//!
//! 1. Before entries close, publish [`commit`]`(secret)`: the organiser can no longer choose another secret.
//! 2. Close and publish the entries, and name a public text that nobody controls and that appears only later
//!    (closing prices, a beacon, the digits of a state lottery).
//! 3. [`draw`] with the secret and that text, and publish the secret. Everybody runs [`recompute`].
//!
//! An entry's ticket is `SHA-256(secret ‖ text ‖ 0x00 ‖ entry)`, the lowest tickets win. No list order
//! matters, and anybody can compute a single ticket with common tools.

use crate::{Invalid, chance::Seed};
use sha2::{Digest, Sha256};

/// The hash of a secret, to be published before entries close.
///
/// ```
/// use ballot::{chance::Seed, draws::commit};
/// assert_ne!(commit(&Seed::of("a")), commit(&Seed::of("b")));
/// ```
pub fn commit(secret: &Seed) -> Seed {
    Seed::of(secret.bytes())
}

/// An entry with its ticket.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ticket {
    /// The entry as published.
    pub entry: String,
    /// Its ticket; the lowest win.
    pub number: Seed,
}

/// Orders all entries by ticket, winners first: the first k have won k prizes, the next ones are the waiting
/// list.
///
/// Every order is equally likely over secrets, as far as SHA-256 is random. O(n log n). Refuses an entry that
/// occurs twice.
///
/// ```
/// use ballot::{chance::Seed, draws::draw};
/// let entries = ["ada", "ben", "cleo"];
/// let tickets = draw(&entries, &Seed::of("secret"), "DAX 2026-11-20: 24,316.92")?;
/// assert_eq!(tickets.len(), 3);
/// assert!(tickets[0].number.bytes() < tickets[1].number.bytes());
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn draw<E: AsRef<str>>(entries: &[E], secret: &Seed, public: &str) -> Result<Vec<Ticket>, Invalid> {
    let head = Sha256::new().chain_update(secret.bytes()).chain_update(public.as_bytes()).chain_update([0]);
    let ticket = |entry: &E| Ticket {
        entry: entry.as_ref().to_owned(),
        number: Seed::new(head.clone().chain_update(entry.as_ref().as_bytes()).finalize().into()),
    };
    let mut tickets: Vec<Ticket> = entries.iter().map(ticket).collect();
    tickets.sort_by(|a, b| a.number.bytes().cmp(b.number.bytes()).then(a.entry.cmp(&b.entry)));
    match tickets.windows(2).position(|pair| pair[0].entry == pair[1].entry) {
        Some(index) => Err(Invalid::Repeated { what: "entry of a draw, ticket", index }),
        None => Ok(tickets),
    }
}

/// The same for a bystander: checks the revealed secret against the published commitment, then draws again.
///
/// ```
/// use ballot::{chance::Seed, draws::{commit, draw, recompute}};
/// let secret = Seed::of("secret");
/// let published = commit(&secret);
/// assert_eq!(recompute(&["x", "y"], &secret, "beacon", &published)?, draw(&["y", "x"], &secret, "beacon")?);
/// assert!(recompute(&["x", "y"], &Seed::of("another"), "beacon", &published).is_err());
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn recompute<E: AsRef<str>>(
    entries: &[E],
    secret: &Seed,
    public: &str,
    commitment: &Seed,
) -> Result<Vec<Ticket>, Invalid> {
    if commit(secret) != *commitment {
        return Err(Invalid::Contradiction(
            "the revealed secret does not belong to the published commitment",
        ));
    }
    draw(entries, secret, public)
}
