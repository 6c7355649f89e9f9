//! What did not work, in words for operators.

use std::fmt;

/// Something that failed and will be tried again, or waits for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Who had it: a consumer, a job's name, recurring work.
    pub of: String,
    /// What was said.
    pub error: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.of, self.error)
    }
}

/// Long error texts are cut: a row is for the reason, the log for the rest.
pub(crate) fn reason(error: &impl fmt::Display) -> String {
    let mut text = error.to_string();
    if let Some((end, _)) = text.char_indices().nth(2_000) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// Whether the database, not the work, is in trouble: then nothing is held against the work.
pub(crate) fn passing(error: &store::Error) -> bool {
    use store::Error::{Busy, Closed, Conflict, Disconnected, DiskFull, Unknown};
    matches!(error, Busy { .. } | Closed | Conflict | DiskFull | Disconnected(_) | Unknown)
}

/// The database's own trouble in an act's error, if that is what it is.
pub(crate) fn passing_of(error: &act::Error) -> Option<&store::Error> {
    match error {
        act::Error::Fault(fault) if passing(fault) => Some(fault),
        _ => None,
    }
}
