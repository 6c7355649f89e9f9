//! Rounds: a group decides by a rule fixed beforehand, and anyone can recount it.
