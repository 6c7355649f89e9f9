//! What a programme's archive holds of its discussions.

use crate::{COMMENT_KIND, Piece, heads};
use act::{Actor, Id, Result, Timestamp, Tx, sql};
use serde_json::json;
use std::collections::HashMap;
use web::{ARCHIVE_LINES, ArchiveLine};

/// The comments of a programme that this reader may see. A page may be shorter than it could be, because of those that
/// the reader may not see; it is empty only at the end.
pub(crate) fn archive(tx: &mut Tx<'_>, who: &Actor, programme: i64, after: i64) -> Result<Vec<ArchiveLine>> {
    let mut after = after;
    loop {
        type Place = (Id<Piece>, Option<Id<Piece>>, Option<Id<Piece>>, Timestamp);
        let places: Vec<Place> = sql!(tx.all(
            "SELECT id, about, parent, at FROM pieces WHERE programme = $1 AND kind = $2 AND id > $3
             ORDER BY id LIMIT $4",
            programme,
            COMMENT_KIND,
            after,
            ARCHIVE_LINES
        ))?;
        let Some(&(last, ..)) = places.last() else { return Ok(Vec::new()) };
        let ids: Vec<_> = places.iter().map(|&(id, ..)| id).collect();
        let places: HashMap<_, _> =
            places.into_iter().map(|(id, about, parent, at)| (id, (about, parent, at))).collect();
        let lines: Vec<ArchiveLine> = heads(tx, who, &ids)?
            .into_iter()
            .filter_map(|head| {
                let (about, parent, at) = places.get(&head.id)?;
                let authors: Vec<_> = head.authors.iter().map(|by| by.name.clone()).collect();
                let line = json!({
                    "kind": COMMENT_KIND, "id": head.id, "about": about, "answers": parent, "at": at,
                    "authors": authors, "body": head.body, "language": head.language,
                });
                Some((head.id.raw(), line))
            })
            .collect();
        if !lines.is_empty() {
            return Ok(lines);
        }
        after = last.raw();
    }
}
