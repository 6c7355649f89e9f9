//! Who may ask how often. A refusal says when to try again; nothing typed is lost.

use crate::Settings;
use act::{Refusal, Result};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use std::num::NonZeroU32;

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Signing in, registering, asking for a link: per address and per account.
    SignIn,
    /// Posting, voting, commenting: per person.
    Change,
}

/// The limits of one process.
pub struct Limits {
    sign_in: DefaultKeyedRateLimiter<String>,
    change: DefaultKeyedRateLimiter<String>,
}

impl Limits {
    /// The limits of these settings.
    pub fn new(settings: &Settings) -> Self {
        let a_minute = |n: u32| Quota::per_minute(NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN));
        Self {
            sign_in: RateLimiter::keyed(a_minute(settings.sign_in_attempts)),
            change: RateLimiter::keyed(a_minute(settings.changes_a_minute)),
        }
    }

    /// Counts one more; refused with 429 when it is one too many.
    ///
    /// # Errors
    /// One too many.
    pub fn count(&self, what: Limit, key: &str) -> Result<()> {
        let limiter = match what {
            Limit::SignIn => &self.sign_in,
            Limit::Change => &self.change,
        };
        limiter.check_key(&key.to_owned()).map_err(|not_until| {
            let wait = not_until.wait_time_from(limiter.clock().now()).as_secs() + 1;
            Refusal::new(429, "refused-too-often")
                .with("seconds", i64::try_from(wait).unwrap_or(60))
                .retry_after(wait)
                .into()
        })
    }

    /// Forgets keys that have been quiet; called now and then.
    pub fn tidy(&self) {
        self.sign_in.retain_recent();
        self.change.retain_recent();
    }
}
