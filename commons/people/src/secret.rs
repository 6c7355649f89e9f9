//! What only its owner may know: session cookies, tokens, one-time links.

use act::{Error, Result};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{TryRng, rngs::SysRng};
use sha2::{Digest, Sha256};
use std::fmt;

/// 256 bits that nobody can guess, as text for a cookie or an address. Rows keep its [`Secret::hash`] alone: it has as
/// much entropy as the hash has bits, so that a fast hash is enough, and looking the hash up tells nothing by its time.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A fresh secret from the system's generator. Made before a transaction
    /// begins, because a transaction may run twice.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn fresh() -> Result<Self> {
        Ok(Self(URL_SAFE_NO_PAD.encode(random::<32>()?)))
    }

    /// Sixteen letters of Crockford's base 32, 80 bits, for a person to type: no I, L, O or U.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn code() -> Result<Self> {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        Ok(Self(random::<16>()?.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()))
    }

    /// A secret that somebody showed us.
    pub fn shown(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret with a mark in front by which people and scanners recognise what it is.
    #[must_use]
    pub fn marked(self, mark: &str) -> Self {
        Self(format!("{mark}{}", self.0))
    }

    /// The text, for the one who may know it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What rows keep of it: SHA-256.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

/// What makes two hashes of one password differ.
pub(crate) fn salt() -> Result<[u8; 16]> {
    random()
}

/// Bytes from the system's generator: the only randomness of this crate.
fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0_u8; N];
    let failed = |e| Error::from(store::Error::Engine(format!("the system gives no randomness: {e}")));
    SysRng.try_fill_bytes(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Secrets do not show themselves in logs.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_fresh_fits_an_address_and_does_not_show_itself() {
        let (one, other) = (Secret::fresh().expect("randomness"), Secret::fresh().expect("randomness"));
        assert_ne!(one, other);
        assert_eq!(one.reveal().len(), 43);
        assert!(one.reveal().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
        assert_eq!(format!("{one:?}"), "Secret");
        assert_eq!(one.hash(), Secret::shown(one.reveal()).hash());
    }
}
