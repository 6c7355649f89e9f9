//! Finding pieces in several languages.
