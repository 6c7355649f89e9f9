//! Passwords: argon2id with the parameters OWASP recommends, computed beside the async threads and never in a
//! transaction.

use crate::refusal::No;
use act::{Error, Result};
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use std::{fmt, sync::LazyLock};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

/// NIST SP 800-63B asks for eight; ten cost little more to remember.
const SHORTEST: usize = 10;
const LONGEST: usize = 200;

/// OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Passwords that are computed at once: each takes 19 MiB and a core.
static PLACES: Semaphore = Semaphore::const_new(4);

/// A hash of nothing anybody knows: compared with when there is no account, so that the answer takes as long.
static NOBODYS: LazyLock<Option<String>> = LazyLock::new(|| {
    let nobody = crate::Secret::fresh().ok()?;
    hashed(nobody.reveal()).ok()
});

/// A password as somebody typed it, in Unicode's composed form so that every keyboard types the same.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Passwords do not show themselves in logs.
impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

impl Password {
    /// A password that somebody wants to have from now on.
    ///
    /// # Errors
    /// Too short, too long, or among the first that anybody tries.
    pub fn chosen(raw: &str, name: &str, email: &str) -> Result<Self, No> {
        let password = Self::typed(raw);
        let length = password.0.chars().count();
        if length < SHORTEST {
            return Err(No::PasswordShort);
        }
        if length > LONGEST {
            return Err(No::PasswordLong);
        }
        if is_guessable(&password.0, name, email) { Err(No::PasswordGuessable) } else { Ok(password) }
    }

    /// A password that somebody signs in with. One that could never have been chosen is compared all the same.
    pub fn typed(raw: &str) -> Self {
        Self(raw.chars().take(4 * LONGEST).nfkc().collect())
    }

    /// The hash that the row keeps, in the PHC string format.
    ///
    /// # Errors
    /// When the machine cannot compute it.
    pub async fn hash(self) -> Result<String> {
        beside(move || hashed(&self.0)).await?
    }

    /// Whether it belongs to the hash. Without a hash it takes as long and is no.
    ///
    /// # Errors
    /// When the machine cannot compute it.
    pub async fn matches(self, hash: Option<String>) -> Result<bool> {
        beside(move || {
            let known = hash.is_some();
            let hash = hash.or_else(|| NOBODYS.clone());
            let parsed = hash.as_deref().and_then(|hash| PasswordHash::new(hash).ok());
            let right = parsed.is_some_and(|hash| hasher().verify_password(self.0.as_bytes(), &hash).is_ok());
            known && right
        })
        .await
    }
}

/// Runs a computation on a thread that may block, as soon as there is a place.
async fn beside<T: Send + 'static>(compute: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let closed = |e: &dyn fmt::Display| {
        Error::from(store::Error::Engine(format!("a password could not be computed: {e}")))
    };
    let _place = PLACES.acquire().await.map_err(|e| closed(&e))?;
    tokio::task::spawn_blocking(compute).await.map_err(|e| closed(&e))
}

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hashed(password: &str) -> Result<String> {
    let failed = |e: &dyn fmt::Display| {
        Error::from(store::Error::Engine(format!("a password could not be hashed: {e}")))
    };
    let salt = crate::secret::salt()?;
    let hash = hasher().hash_password_with_salt(password.as_bytes(), &salt).map_err(|e| failed(&e))?;
    Ok(hash.to_string())
}

/// The first that anybody tries, of ten characters or more: published lists of leaked passwords agree on them.
const WORN: [&str; 42] = [
    "1234567890",
    "0123456789",
    "12345678910",
    "123456789a",
    "a123456789",
    "1234567891",
    "0987654321",
    "9876543210",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "qwertyuiop",
    "qwerty12345",
    "qwerty123456",
    "1234qwerty",
    "qwer1234qwer",
    "asdfghjkl1",
    "zxcvbnm123",
    "azertyuiop",
    "azerty12345",
    "q1w2e3r4t5",
    "password12",
    "password123",
    "password1234",
    "passw0rd123",
    "motdepasse",
    "motdepasse1",
    "mypassword",
    "mypassword1",
    "iloveyou123",
    "iloveyou12",
    "letmein123",
    "welcome123",
    "welcome1234",
    "football123",
    "baseball123",
    "sunshine123",
    "princess123",
    "superman123",
    "administrator",
    "changeme123",
    "jetaime123",
    "bonjour123",
];

/// Worn passwords, one's own name or address, and a handful of characters over and over.
fn is_guessable(password: &str, name: &str, email: &str) -> bool {
    let plain = act::search_key(password);
    let local = email.split('@').next().unwrap_or_default();
    let own = [name, email, local].into_iter().map(act::search_key);
    let mut letters: Vec<char> = plain.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    letters.len() < 4
        || WORN.contains(&plain.as_str())
        || own.filter(|own| !own.is_empty()).any(|own| own == plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chosen(raw: &str) -> Result<Password, No> {
        Password::chosen(raw, "Tomás Moreira", "tomas.moreira@example.org")
    }

    #[test]
    fn a_password_is_long_enough_and_not_what_anybody_tries_first() {
        assert_eq!(chosen("short"), Err(No::PasswordShort));
        assert_eq!(chosen(&"x y z w ".repeat(40)), Err(No::PasswordLong));
        for worn in
            ["Password123", "aaaaaaaaaaaa", "ababababab", "tomas.moreira", "TOMÁS MOREIRA", "qwertyuiop"]
        {
            assert_eq!(chosen(worn), Err(No::PasswordGuessable), "{worn}");
        }
        assert!(chosen("four random words").is_ok());
        assert!(chosen("密码密碼パスワード漢字").is_ok(), "characters count, not bytes");
    }

    #[test]
    fn two_keyboards_type_the_same_password() {
        assert_eq!(Password::typed("cafe\u{301} au lait"), Password::typed("café au lait"));
    }

    #[tokio::test]
    async fn a_password_matches_its_own_hash_and_no_other_and_nobodys_is_never_right() {
        let hash = chosen("four random words").expect("a good password").hash().await.expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(Password::typed("four random words").matches(Some(hash.clone())).await, Ok(true));
        assert_eq!(Password::typed("four random word").matches(Some(hash)).await, Ok(false));
        assert_eq!(Password::typed("four random words").matches(None).await, Ok(false));
        assert_eq!(Password::typed("x").matches(Some("no hash".to_owned())).await, Ok(false));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_check_panic(raw in "\\PC{0,300}") {
            let length = raw.chars().nfkc().count();
            if let Ok(password) = chosen(&raw) {
                prop_assert!((SHORTEST..=LONGEST).contains(&password.0.chars().count()), "{length}");
            }
        }
    }
}
