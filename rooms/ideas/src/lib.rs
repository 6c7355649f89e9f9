//! The ideas room: a board where people say what should be better, vote once, and see what became of it.
