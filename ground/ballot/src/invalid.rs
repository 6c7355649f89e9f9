/// Entries of the largest table that is made on the word of a number alone.
const LARGEST_TABLE: usize = 1 << 27;

/// Why an input was refused. Nothing in this crate panics or guesses: what cannot be counted is named.
///
/// ```
/// let refused = ballot::wilson::interval(3, 2, ballot::Z95).unwrap_err();
/// assert_eq!(refused.to_string(), "positive votes must lie between 0 and 2, but is 3");
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Invalid {
    /// A number is NaN or infinite.
    #[error("{what} must be a finite number")]
    NotFinite {
        /// The quantity in question.
        what: &'static str,
    },
    /// A number lies outside what the formula allows.
    #[error("{what} must lie between {least} and {most}, but is {found}")]
    OutOfRange {
        /// The quantity in question.
        what: &'static str,
        /// Smallest value allowed.
        least: f64,
        /// Largest value allowed.
        most: f64,
        /// The value given.
        found: f64,
    },
    /// Something that needs at least one entry has none.
    #[error("{what} must not be empty")]
    Empty {
        /// The quantity in question.
        what: &'static str,
    },
    /// An index points outside its table.
    #[error("{what} {index} is unknown: there are {known}")]
    Unknown {
        /// What the index stands for.
        what: &'static str,
        /// The index given.
        index: usize,
        /// How many entries the table has.
        known: usize,
    },
    /// Something that may occur once occurs again.
    #[error("{what} {index} occurs more than once")]
    Repeated {
        /// What the index stands for.
        what: &'static str,
        /// The index that occurs again.
        index: usize,
    },
    /// Two lists that belong together differ in length.
    #[error("{what}: {found} entries where {wanted} belong")]
    Length {
        /// The list in question.
        what: &'static str,
        /// Entries given.
        found: usize,
        /// Entries needed.
        wanted: usize,
    },
    /// A total does not fit the exact arithmetic in use, or a table would not fit the memory.
    #[error("{what} is larger than can be handled")]
    TooLarge {
        /// The quantity in question.
        what: &'static str,
    },
    /// The input contradicts itself.
    #[error("{0}")]
    Contradiction(&'static str),
}

impl Invalid {
    /// `value` when it is finite.
    pub(crate) fn finite(what: &'static str, value: f64) -> Result<f64, Invalid> {
        if value.is_finite() { Ok(value) } else { Err(Invalid::NotFinite { what }) }
    }

    /// `value` when it is finite and within `least..=most`.
    pub(crate) fn within(what: &'static str, value: f64, least: f64, most: f64) -> Result<f64, Invalid> {
        Invalid::finite(what, value)?;
        if value < least || value > most {
            return Err(Invalid::OutOfRange { what, least, most, found: value });
        }
        Ok(value)
    }

    /// `value` when it is finite and above zero.
    pub(crate) fn positive(what: &'static str, value: f64) -> Result<f64, Invalid> {
        Invalid::within(what, value, f64::MIN_POSITIVE, f64::MAX)
    }

    /// Whether a table of this size may be made: asking for more than 2²⁷ entries is refused instead of
    /// exhausting the memory.
    pub(crate) fn table(what: &'static str, rows: usize, columns: usize) -> Result<(), Invalid> {
        match rows.checked_mul(columns.max(1)) {
            Some(entries) if entries <= LARGEST_TABLE => Ok(()),
            _ => Err(Invalid::TooLarge { what }),
        }
    }

    /// `index` when the table of `known` entries has it.
    pub(crate) fn index(what: &'static str, index: usize, known: usize) -> Result<usize, Invalid> {
        if index < known { Ok(index) } else { Err(Invalid::Unknown { what, index, known }) }
    }
}
