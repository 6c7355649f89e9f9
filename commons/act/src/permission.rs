//! The role × action table.

use crate::{Role, Roles};
use std::{collections::HashMap, fmt, str::FromStr};

/// What a token is asked to be good for; each permission belongs to one scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Reading what its owner may read.
    Read,
    /// Taking part: posting, voting, commenting.
    TakePart,
    /// Working for the brand: status, moderation, programmes.
    Steward,
    /// Running the house: people, roles, settings.
    Operate,
    /// The account itself: profile, sessions, tokens. Never given to a token.
    Account,
}

impl Scope {
    /// The scopes a token can be given.
    pub const FOR_TOKENS: [Self; 4] = [Self::Read, Self::TakePart, Self::Steward, Self::Operate];

    /// The scope's name in rows, the API and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::TakePart => "take-part",
            Self::Steward => "steward",
            Self::Operate => "operate",
            Self::Account => "account",
        }
    }
}
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
impl FromStr for Scope {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let mut scopes = Self::FOR_TOKENS.into_iter();
        scopes.find(|scope| scope.name() == text).ok_or_else(|| format!("{text:?} is no scope"))
    }
}

/// One thing somebody may be allowed to do. Rooms declare theirs as constants and list them in `room()`.
#[derive(Debug, PartialEq, Eq)]
pub struct Permission {
    /// `room.verb`, such as `ideas.vote`.
    pub name: &'static str,
    /// Who may, unless the operator decides otherwise.
    pub by_default: &'static [Role],
    /// The scope a token needs for it.
    pub scope: Scope,
}

/// Which roles may do what: the defaults of every room, changed where the operator decided so.
#[derive(Debug, Default)]
pub struct Policy {
    changed: HashMap<String, Roles>,
}

impl Policy {
    /// The defaults with the operator's changes.
    pub fn new(changed: impl IntoIterator<Item = (String, Roles)>) -> Self {
        Self { changed: changed.into_iter().collect() }
    }

    /// Whether one of these roles may.
    pub fn allows(&self, roles: Roles, permission: &Permission) -> bool {
        match self.changed.get(permission.name) {
            Some(allowed) => allowed.iter().any(|role| roles.has(role)),
            None => permission.by_default.iter().any(|&role| roles.has(role)),
        }
    }
}
