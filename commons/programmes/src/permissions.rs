//! What somebody may be allowed to do, anywhere by role or in one programme by the part they have there.

use crate::{Part, Programme, parts_of};
use act::{Actor, Id, Permission, Refusal, Result, Role, Scope, Tx};

/// Writing down a new programme.
pub const CREATE: Permission = Permission {
    name: "programmes.create",
    by_default: &[Role::Staff, Role::Operator],
    scope: Scope::Steward,
};
/// Reading programmes that are not open yet.
pub const SEE_DRAFTS: Permission = Permission {
    name: "programmes.see_drafts",
    by_default: &[Role::Staff, Role::Operator],
    scope: Scope::Read,
};
/// Changing the charter, the phases and the words of a programme.
pub const EDIT: Permission =
    Permission { name: "programmes.edit", by_default: &[Role::Operator], scope: Scope::Steward };
/// Opening a programme.
pub const OPEN: Permission =
    Permission { name: "programmes.open", by_default: &[Role::Operator], scope: Scope::Steward };
/// Pausing, resuming and closing a programme.
pub const CLOSE: Permission =
    Permission { name: "programmes.close", by_default: &[Role::Operator], scope: Scope::Steward };
/// Inviting people into a programme.
pub const INVITE: Permission =
    Permission { name: "programmes.invite", by_default: &[Role::Operator], scope: Scope::Steward };
/// Joining and leaving a programme.
pub const JOIN: Permission =
    Permission { name: "programmes.join", by_default: &[Role::Member], scope: Scope::TakePart };

/// Every permission of this crate.
pub const ALL: &[&Permission] = &[&CREATE, &SEE_DRAFTS, &EDIT, &OPEN, &CLOSE, &INVITE, &JOIN];

/// A permission that certain parts of a programme have, inside that programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartGrant {
    /// What they may do.
    pub permission: &'static Permission,
    /// Who may, beside those whose role may anywhere.
    pub parts: &'static [Part],
}

#[doc(hidden)]
pub struct Granted(pub &'static [PartGrant]);
inventory::collect!(Granted);

/// Registers a room's table of grants, once per crate:
///
/// ```ignore
/// pub const PARTS: &[PartGrant] = &[PartGrant { permission: &MODERATE, parts: &[Part::Owner, Part::Moderator] }];
/// programmes::grant!(PARTS);
/// ```
#[macro_export]
macro_rules! grant {
    ($table:expr) => {
        $crate::macros::inventory::submit! { $crate::macros::Granted($table) }
    };
}

/// What the parts may do with the programme itself.
pub const PARTS: &[PartGrant] = &[
    PartGrant { permission: &EDIT, parts: &[Part::Owner] },
    PartGrant { permission: &OPEN, parts: &[Part::Owner] },
    PartGrant { permission: &CLOSE, parts: &[Part::Owner] },
    PartGrant { permission: &INVITE, parts: &[Part::Owner, Part::Moderator] },
    PartGrant { permission: &SEE_DRAFTS, parts: &Part::ALL },
];
crate::grant!(PARTS);

/// Every grant of every room, for the page that says who may do what.
pub fn grants() -> impl Iterator<Item = &'static PartGrant> {
    inventory::iter::<Granted>.into_iter().flat_map(|granted| granted.0)
}

/// The parts that have a permission inside a programme.
pub fn parts_with(permission: &Permission) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for grant in grants().filter(|grant| grant.permission.name == permission.name) {
        parts.extend(grant.parts);
    }
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// Whether this actor may do that in this programme: because their role may anywhere, or because of the part they have
/// here. A token must cover it either way.
///
/// # Errors
/// The store's.
pub fn may_in(
    tx: &mut Tx<'_>,
    who: &Actor,
    permission: &'static Permission,
    programme: Id<Programme>,
) -> Result<bool> {
    if !who.in_scope(permission) {
        return Ok(false);
    }
    if who.can(permission) {
        return Ok(true);
    }
    let (Some(person), granted) = (who.person, parts_with(permission)) else { return Ok(false) };
    if granted.is_empty() {
        return Ok(false);
    }
    Ok(parts_of(tx, person, programme)?.iter().any(|part| granted.contains(part)))
}

/// Refuses unless [`may_in`]: with 401 when signing in may help, with 403 when it does not.
///
/// # Errors
/// The refusal, and the store's.
pub fn require(
    tx: &mut Tx<'_>,
    who: &Actor,
    permission: &'static Permission,
    programme: Id<Programme>,
) -> Result<()> {
    if may_in(tx, who, permission, programme)? {
        return Ok(());
    }
    // The words of the refusal are those of a global one, except where the role would do and the programme does not matter.
    who.may(permission)?;
    Err(Refusal::new(403, "refused-not-allowed").with("permission", permission.name).into())
}
