//! What live pages hear of a piece: the tallies that everybody who sees it may know.

use crate::{Piece, may_see};
use act::{Actor, Id, Result, Tx, sql};
use events::{Announcement, Announcer, Outgoing};
use web::Topic;

pub(crate) const ANNOUNCERS: &[Announcer] = &[Announcer {
    to: &[
        "pieces.commented",
        "pieces.voted",
        "pieces.followed",
        "pieces.thanked",
        "pieces.moderated",
        "pieces.absorbed",
        "pieces.released",
    ],
    announce,
}];

pub(crate) const TOPICS: &[Topic] = &[Topic { prefix: "piece", may_hear }];

fn may_hear(tx: &mut Tx<'_>, who: &Actor, id: &str) -> Result<bool> {
    match id.parse::<Id<Piece>>() {
        Ok(id) => may_see(tx, who, id),
        Err(_) => Ok(false),
    }
}

fn announce(tx: &mut Tx<'_>, event: &Outgoing) -> Result<Vec<Announcement>> {
    let about = Id::<Piece>::from_raw(event.about);
    // A comment that is hidden changes what its piece counts.
    let rows: Vec<(Id<Piece>, i64, i64, i64, i64, i64)> = sql!(tx.all(
        "SELECT t.piece, t.comments, t.up, t.down, t.followers, t.thanks FROM piece_tallies t
         WHERE t.piece = $1 OR t.piece = (SELECT about FROM pieces WHERE id = $1) LIMIT 2",
        about
    ))?;
    let told = rows.into_iter().map(|(piece, comments, up, down, followers, thanks)| {
        Announcement::new(format!("piece:{piece}"))
            .with("comments", comments)
            .with("up", up)
            .with("down", down)
            .with("followers", followers)
            .with("thanks", thanks)
    });
    Ok(told.collect())
}
