//! Who acts.

use crate::{Error, Permission, Policy, Refusal, Result, Scope};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr, sync::Arc};
use store::{Column, Id, Param, Value};

/// One human or organisation account. The rows are in `people`; the name stands here because everything refers to it.
#[derive(Debug)]
pub enum Person {}

/// What an account may be; one person may be several. A visitor has no account.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Nobody signed in.
    Visitor,
    /// Anyone signed in.
    Member,
    /// An employee of the brand.
    Staff,
    /// A supplier, agency, merchant or host.
    Partner,
    /// Whoever runs this Weft.
    Operator,
}

impl Role {
    /// Every role, from the least to the most entitled.
    pub const ALL: [Self; 5] = [Self::Visitor, Self::Member, Self::Staff, Self::Partner, Self::Operator];

    /// The role's name in rows, the API and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Member => "member",
            Self::Staff => "staff",
            Self::Partner => "partner",
            Self::Operator => "operator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
impl FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or_else(|| format!("{text:?} is no role"))
    }
}
impl Param for Role {
    fn value(&self) -> Value<'_> {
        Value::Text(self.name().into())
    }
}
impl Column for Role {
    fn read(value: Value<'_>) -> Result<Self, String> {
        String::read(value)?.parse()
    }
}

/// A set of roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles(u8);

impl Roles {
    /// What a signed-in person always is.
    pub const MEMBER: Self = Self(1 << Role::Member as u8);

    /// The set with one role more.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | 1 << role as u8)
    }
    /// Whether the role is in the set.
    pub const fn has(self, role: Role) -> bool {
        self.0 & 1 << role as u8 != 0
    }
    /// The roles in the set, least entitled first.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |&role| self.has(role))
    }
}
impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::default(), Self::with)
    }
}

/// How a person's words are marked: who speaks must never be in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Voice {
    /// A customer or fan.
    #[default]
    Member,
    /// An employee under their own name.
    Staff,
    /// A partner.
    Partner,
    /// The brand itself.
    Brand,
}

impl Voice {
    /// The voice's name in rows, class names and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Staff => "staff",
            Self::Partner => "partner",
            Self::Brand => "brand",
        }
    }
}
impl fmt::Display for Voice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
impl FromStr for Voice {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Member, Self::Staff, Self::Partner, Self::Brand]
            .into_iter()
            .find(|voice| voice.name() == text)
            .ok_or_else(|| format!("{text:?} is no voice"))
    }
}
impl Param for Voice {
    fn value(&self) -> Value<'_> {
        Value::Text(self.name().into())
    }
}
impl Column for Voice {
    fn read(value: Value<'_>) -> Result<Self, String> {
        String::read(value)?.parse()
    }
}

/// What an API token was allowed; a session has no such limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scopes(pub Vec<Scope>);

/// Who acts, with everything that decides whether they may.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The account, or nobody.
    pub person: Option<Id<Person>>,
    /// The name shown beside their words; empty for a visitor.
    pub name: String,
    /// What the account is.
    pub roles: Roles,
    /// The limits of the API token, if one is used.
    pub scopes: Option<Scopes>,
    /// Which roles may do what here.
    pub policy: Arc<Policy>,
}

impl Actor {
    /// Nobody signed in.
    pub fn visitor(policy: Arc<Policy>) -> Self {
        let roles = Roles::default().with(Role::Visitor);
        Self { person: None, name: String::new(), roles, scopes: None, policy }
    }

    /// A signed-in person.
    pub fn person(id: Id<Person>, name: impl Into<String>, roles: Roles, policy: Arc<Policy>) -> Self {
        let roles = roles.with(Role::Member).with(Role::Visitor);
        Self { person: Some(id), name: name.into(), roles, scopes: None, policy }
    }

    /// The account; refused with 401 for a visitor.
    pub fn id(&self) -> Result<Id<Person>> {
        self.person.ok_or_else(|| Error::from(Refusal::sign_in()))
    }

    /// Whether somebody is signed in.
    pub fn signed_in(&self) -> bool {
        self.person.is_some()
    }

    /// Whether the account has this role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.has(role)
    }

    /// How this person's words are marked.
    pub fn voice(&self) -> Voice {
        if self.is(Role::Staff) || self.is(Role::Operator) {
            Voice::Staff
        } else if self.is(Role::Partner) {
            Voice::Partner
        } else {
            Voice::Member
        }
    }

    /// Whether this actor may do that anywhere. Parts in a programme can allow more; see `programmes`.
    pub fn can(&self, permission: &Permission) -> bool {
        self.in_scope(permission) && self.policy.allows(self.roles, permission)
    }

    /// Whether the token in use, if any, covers the permission.
    pub fn in_scope(&self, permission: &Permission) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| scopes.0.contains(&permission.scope))
    }

    /// Refuses unless [`Actor::can`]: with 401 when signing in may help, with 403 when it does not.
    pub fn may(&self, permission: &Permission) -> Result<()> {
        if self.can(permission) {
            Ok(())
        } else if !self.signed_in() {
            Err(Refusal::sign_in().into())
        } else if !self.in_scope(permission) {
            Err(Refusal::new(403, "refused-token-scope").with("scope", permission.scope.name()).into())
        } else {
            Err(Refusal::new(403, "refused-not-allowed").with("permission", permission.name).into())
        }
    }
}
