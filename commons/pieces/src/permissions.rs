//! Who may do what with pieces, unless the operator decides otherwise.

use act::{Id, Permission, Result, Role, Scope, Tx};
use programmes::{Part, PartGrant, Programme};

const EVERYBODY_SIGNED_IN: &[Role] = &[Role::Member];
const HOUSE: &[Role] = &[Role::Staff, Role::Operator];
const WORKING: &[Role] = &[Role::Staff, Role::Operator];

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $roles:expr, $scope:ident;)+) => {
        $($(#[$doc])* pub const $name: Permission = Permission { name: $word, by_default: $roles, scope: Scope::$scope };)+
        /// All of them, for the role × action table.
        pub const ALL: &[&Permission] = &[$(&$name),+];
    };
}

permissions! {
    /// Saying something about a piece, and changing or taking back one's own words.
    COMMENT = "pieces.comment", EVERYBODY_SIGNED_IN, TakePart;
    /// Writing and reading side notes, in a programme one works in.
    NOTE = "pieces.note", WORKING, TakePart;
    /// Voting on a comment or on a piece whose room has no rule of its own.
    VOTE = "pieces.vote", EVERYBODY_SIGNED_IN, TakePart;
    /// Following.
    FOLLOW = "pieces.follow", EVERYBODY_SIGNED_IN, TakePart;
    /// Thanking.
    THANK = "pieces.thank", EVERYBODY_SIGNED_IN, TakePart;
    /// Asking stewards to look.
    REPORT = "pieces.report", EVERYBODY_SIGNED_IN, TakePart;
    /// Changing one's own pieces, their authors and shares.
    AUTHOR = "pieces.author", EVERYBODY_SIGNED_IN, TakePart;
    /// Seeing what is for those who take part in a programme. A part in the programme gives it too.
    SEE_INSIDE = "pieces.see_inside", WORKING, Read;
    /// Showing, hiding, removing; seeing what is hidden or for stewards; changing others' words with a reason.
    MODERATE = "pieces.moderate", HOUSE, Steward;
    /// Stating since when work was under way; drawing edges between pieces.
    TRACE = "pieces.trace", HOUSE, Steward;
}

/// What the parts in a programme may do there, beside those whose role may anywhere.
pub const PARTS: &[PartGrant] = &[
    PartGrant { permission: &NOTE, parts: &[Part::Owner, Part::Moderator, Part::Partner] },
    PartGrant { permission: &SEE_INSIDE, parts: &Part::ALL },
    PartGrant { permission: &MODERATE, parts: &[Part::Owner, Part::Moderator] },
    PartGrant { permission: &TRACE, parts: &[Part::Owner, Part::Moderator] },
];
programmes::grant!(PARTS);

/// Refuses while a programme takes nothing: as a draft, paused or closed. Which rooms take posts in which phase does not
/// matter for talk: what was posted may be talked about as long as the programme is open.
pub(crate) fn open_for_talk(tx: &mut Tx<'_>, programme: Id<Programme>) -> Result<()> {
    let head = programmes::head(tx, programme)?;
    let any = head.rooms.first().cloned().unwrap_or_default();
    head.takes_posts(&any, false, None)?;
    Ok(())
}
