//! Who may do what with rounds, unless the operator decides otherwise.

use act::{Permission, Role, Scope};
use programmes::{Part, PartGrant};

/// Drafting, opening, amending, closing and publishing rounds.
pub const OPEN: Permission = Permission {
    name: "rounds.open",
    by_default: &[Role::Staff, Role::Partner, Role::Operator],
    scope: Scope::Steward,
};
/// Voting in rounds whose electorate one is in, and appealing.
pub const VOTE: Permission =
    Permission { name: "rounds.vote", by_default: &[Role::Member], scope: Scope::TakePart };
/// Looking for votes in step, excluding electors with a reason, deciding appeals.
pub const STEWARD: Permission =
    Permission { name: "rounds.steward", by_default: &[Role::Staff, Role::Operator], scope: Scope::Steward };
/// Deciding after a round, for whoever its rule names as the decider.
pub const DECIDE: Permission = Permission {
    name: "rounds.decide",
    by_default: &[Role::Staff, Role::Partner, Role::Operator],
    scope: Scope::Steward,
};

/// All of them, for the role × action table.
pub const ALL: &[&Permission] = &[&OPEN, &VOTE, &STEWARD, &DECIDE];

/// What the parts of a programme may do in it.
pub const PARTS: &[PartGrant] = &[
    PartGrant { permission: &OPEN, parts: &[Part::Owner, Part::Moderator, Part::Partner] },
    PartGrant { permission: &STEWARD, parts: &[Part::Owner, Part::Moderator] },
    PartGrant { permission: &DECIDE, parts: &[Part::Owner, Part::Partner] },
];
programmes::grant!(PARTS);
