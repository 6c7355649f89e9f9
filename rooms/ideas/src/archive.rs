//! What a programme's archive holds of the board: its ideas with every step, and what came of them.

use crate::{Card, Idea, StepView, cards, journal, model::JOURNAL_KIND, steps};
use act::{Actor, Id, Result, Tx, sql};
use pieces::Piece;
use serde_json::{Value, json};
use web::{ARCHIVE_LINES, ArchiveLine, Byline};

/// The ideas and the entries of the journal, in the order they were made, that this reader may see.
pub(crate) fn archive(tx: &mut Tx<'_>, who: &Actor, programme: i64, after: i64) -> Result<Vec<ArchiveLine>> {
    let mut after = after;
    loop {
        let ids: Vec<Id<Idea>> = sql!(tx.all(
            "SELECT id FROM pieces WHERE programme = $1 AND kind IN ('idea', 'in-action') AND id > $2
             ORDER BY id LIMIT $3",
            programme,
            after,
            ARCHIVE_LINES
        ))?;
        let Some(&last) = ids.last() else { return Ok(Vec::new()) };
        let mut lines = Vec::new();
        let mut walked = steps::steps_of(tx, &ids)?;
        for card in cards(tx, who, &ids)? {
            let steps = walked.remove(&card.line.id).unwrap_or_default();
            lines.push((card.line.id.raw(), idea_line(&card, &steps)));
        }
        let pieces: Vec<Id<Piece>> = ids.iter().map(|id| id.cast()).collect();
        for entry in journal::entries_among(tx, who, &pieces)? {
            lines.push((entry.head.id.raw(), entry_line(&entry)));
        }
        if !lines.is_empty() {
            lines.sort_by_key(|&(id, _)| id);
            return Ok(lines);
        }
        after = last.raw();
    }
}

fn idea_line(card: &Card, steps: &[StepView]) -> Value {
    let categories: Vec<&str> = card.line.categories.iter().map(|(_, slug, _)| slug.as_str()).collect();
    // What a reader of the page does not see yet, the archive does not tell either.
    let score = (!card.line.blind).then_some(&card.line.score);
    json!({
        "kind": crate::KIND, "id": card.line.id, "title": card.head.title, "body": card.head.body,
        "language": card.head.language, "authors": names(&card.head.authors), "created": card.line.created,
        "status": card.line.status, "status_at": card.line.status_at, "points": score.map(|score| score.points),
        "up": score.map(|score| score.up), "down": score.map(|score| score.down),
        "supports_elsewhere": card.line.supports_elsewhere, "categories": categories,
        "merged_into": card.line.merged_into, "steps": steps,
    })
}

fn entry_line(entry: &journal::Entry) -> Value {
    let people: Vec<_> =
        entry.people.iter().map(|(by, part)| json!({ "name": by.name, "part": part })).collect();
    json!({
        "kind": JOURNAL_KIND, "id": entry.head.id, "idea": entry.idea, "title": entry.head.title,
        "body": entry.head.body, "authors": names(&entry.head.authors), "contributors": people, "at": entry.at,
    })
}

fn names(authors: &[Byline]) -> Vec<&str> {
    authors.iter().map(|by| by.name.as_str()).collect()
}
