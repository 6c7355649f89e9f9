//! Saying something about a piece, and taking it back.

use crate::{
    COMMENT_KIND, Moderation, NewPiece, Piece, Refused, Visibility,
    create::{comment_body, create},
    events::{PieceCommented, PieceModerated},
    notices, permissions,
    rows::{Kept, forget_words, is_author, kept, seen},
};
use act::{Actor, Id, Refusal, Result, Tx, sql};

/// A comment about to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewComment<'a> {
    /// What it is about; a comment stands for its exchange and is answered.
    pub on: Id<Piece>,
    /// Its words.
    pub body: &'a str,
    /// A side note for staff and partners of the programme.
    pub internal: bool,
}

/// Comments on a piece, or answers a comment: the same act. Authors and followers are told.
///
/// # Errors
/// 401 and 403 without the permission, 404 when the piece is not for this person, 409 when the programme takes nothing
/// now or the comment to be answered is gone, 422 for no words or more than [`crate::COMMENT`] characters.
pub fn comment(tx: &mut Tx<'_>, who: &Actor, new: NewComment<'_>) -> Result<Id<Piece>> {
    let by = who.id()?;
    let on = seen(tx, who, new.on)?;
    let permission = if new.internal { &permissions::NOTE } else { &permissions::COMMENT };
    programmes::require(tx, who, permission, on.programme)?;
    let body = comment_body(new.body)?;
    let (about, parent) = match on.about {
        Some(about) => (about, Some(on.id)),
        None => (on.id, None),
    };
    if parent.is_some() && on.moderation != Moderation::Shown {
        return Err(Refused::CannotAnswer.into());
    }
    if parent.is_some() && on.internal != new.internal {
        return Err(Refused::Mixed.into());
    }
    if !new.internal {
        permissions::open_for_talk(tx, on.programme)?;
    }
    let comment = create(
        tx,
        NewPiece {
            kind: COMMENT_KIND,
            programme: on.programme,
            authors: &[by],
            title: None,
            body: body.as_str(),
            language: None,
            visibility: Visibility::Public,
            about: Some(about),
            parent,
            internal: new.internal,
            at: None,
            source: None,
            voice: who.voice(),
        },
    )?;
    // Where it stands now: its piece may have been merged.
    let standing = kept(tx, comment)?.root();
    let root = kept(tx, standing)?;
    tx.emit(&PieceCommented {
        piece: root.id,
        comment,
        parent,
        internal: new.internal,
        comments: root.comments,
        by,
    })?;
    notices::commented(tx, who, &root, parent, comment, new.internal)?;
    Ok(comment)
}

/// Takes back what one made: the words are deleted, the place stays so that answers still answer something. While
/// reports are open the words are kept for the stewards alone.
///
/// # Errors
/// 403 for others than its authors, 404 when it is not there for them, 409 when it was removed already.
pub fn take_back(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>) -> Result<()> {
    let by = who.id()?;
    let found = seen(tx, who, piece)?;
    programmes::require(tx, who, &permissions::AUTHOR, found.programme)?;
    if !is_author(tx, piece, Some(by))? {
        return Err(Refusal::new(403, "pieces-not-yours").into());
    }
    let now = tx.now();
    let changed = sql!(tx.exec(
        "UPDATE pieces SET moderation = 'removed', taken_back_at = $2, changed_at = $2
         WHERE id = $1 AND moderation <> 'removed'",
        piece,
        now
    ))?;
    if changed == 0 {
        return Err(Refusal::new(409, "pieces-removed-already").into());
    }
    lower_comments(tx, &found)?;
    let open: i64 =
        sql!(tx.one("SELECT COUNT(*) FROM piece_reports WHERE piece = $1 AND decided_at IS NULL", piece))?;
    if open == 0 {
        forget_words(tx, piece)?;
    }
    tx.emit(&PieceModerated {
        piece,
        root: found.about,
        before: found.moderation.name().to_owned(),
        after: "removed".to_owned(),
        by: Some(by),
    })?;
    Ok(())
}

/// Takes a comment that counted until now out of its piece's tally.
pub(crate) fn lower_comments(tx: &mut Tx<'_>, found: &Kept) -> Result<()> {
    if let Some(about) = found.about
        && found.counts()
    {
        sql!(tx.exec("UPDATE piece_tallies SET comments = comments - 1 WHERE piece = $1", about))?;
    }
    Ok(())
}
