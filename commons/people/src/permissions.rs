//! What somebody may be allowed to do here.

use act::{Permission, Role, Scope};

/// Seeing a person's public page.
pub const SEE: Permission =
    Permission { name: "people.see", by_default: &[Role::Visitor], scope: Scope::Read };
/// Reading one's own account and notices.
pub const READ_OWN: Permission =
    Permission { name: "people.read_own", by_default: &[Role::Member], scope: Scope::Read };
/// Marking one's notices as read.
pub const MARK_READ: Permission =
    Permission { name: "people.mark_read", by_default: &[Role::Member], scope: Scope::TakePart };
/// One's account itself: profile, address, password, sessions, tokens, data, erasure.
pub const ACCOUNT: Permission =
    Permission { name: "people.account", by_default: &[Role::Member], scope: Scope::Account };
/// Seeing everybody's accounts, giving and taking roles, closing accounts.
pub const ADMINISTER: Permission =
    Permission { name: "people.administer", by_default: &[Role::Operator], scope: Scope::Operate };
/// Entering organisations and saying who acts for them.
pub const ORGANISE: Permission =
    Permission { name: "people.organise", by_default: &[Role::Operator], scope: Scope::Operate };
/// Changing which roles may do what.
pub const DECIDE_ROLES: Permission =
    Permission { name: "people.decide_roles", by_default: &[Role::Operator], scope: Scope::Operate };
/// Setting the figures that the rules of rooms use.
pub const DECIDE_SETTINGS: Permission =
    Permission { name: "people.decide_settings", by_default: &[Role::Operator], scope: Scope::Operate };

/// All of them.
pub const ALL: &[&Permission] =
    &[&SEE, &READ_OWN, &MARK_READ, &ACCOUNT, &ADMINISTER, &ORGANISE, &DECIDE_ROLES, &DECIDE_SETTINGS];
