//! Both engines, actors, a settable clock, a mailbox, pages: what stories in Rust need.
