//! Who may do what on the board, unless the operator decides otherwise.

use act::{Permission, Role, Scope};
use programmes::{Part, PartGrant};

const SIGNED_IN: &[Role] = &[Role::Member];
const HOUSE: &[Role] = &[Role::Staff, Role::Operator];
const OPERATOR: &[Role] = &[Role::Operator];

/// Sharing an idea, and changing one's own.
pub const POST: Permission = Permission { name: "ideas.post", by_default: SIGNED_IN, scope: Scope::TakePart };
/// Voting, and taking it back.
pub const VOTE: Permission = Permission { name: "ideas.vote", by_default: SIGNED_IN, scope: Scope::TakePart };
/// Saying that two ideas are one.
pub const PROPOSE: Permission =
    Permission { name: "ideas.propose_merge", by_default: SIGNED_IN, scope: Scope::TakePart };
/// Deciding about merges and undoing them; publishing what was restricted.
pub const MODERATE: Permission =
    Permission { name: "ideas.moderate", by_default: HOUSE, scope: Scope::Steward };
/// Moving an idea on, with a public note; writing the journal.
pub const STATUS: Permission = Permission { name: "ideas.status", by_default: HOUSE, scope: Scope::Steward };
/// Reading the queue of one's categories and promising to look at an idea.
pub const PARTNER: Permission = Permission {
    name: "ideas.partner",
    by_default: &[Role::Staff, Role::Partner, Role::Operator],
    scope: Scope::TakePart,
};
/// Categories and who their partners are.
pub const CONFIGURE: Permission =
    Permission { name: "ideas.configure", by_default: OPERATOR, scope: Scope::Steward };

/// All of them, for the role × action table.
pub const ALL: &[&Permission] = &[&POST, &VOTE, &PROPOSE, &MODERATE, &STATUS, &PARTNER, &CONFIGURE];

/// What the parts of a programme may do in it.
pub const PARTS: &[PartGrant] = &[
    PartGrant { permission: &MODERATE, parts: &[Part::Owner, Part::Moderator] },
    PartGrant { permission: &STATUS, parts: &[Part::Owner, Part::Moderator] },
    PartGrant { permission: &PARTNER, parts: &[Part::Owner, Part::Moderator, Part::Partner] },
    PartGrant { permission: &CONFIGURE, parts: &[Part::Owner] },
];
programmes::grant!(PARTS);
