//! What is known of a person here, and how it is forgotten without making results untrue.

use crate::Piece;
use act::{Id, Person, Result, Timestamp, Tx, sql};
use serde_json::{Value, json};

/// Everything a person made, said and chose, for that person.
pub(crate) fn export(tx: &mut Tx<'_>, person: Id<Person>) -> Result<Value> {
    type Made = (Id<Piece>, String, Option<String>, String, Timestamp);
    let pieces: Vec<Made> = sql!(tx.all(
        "SELECT p.id, p.kind, p.title, p.body, p.at FROM pieces p JOIN piece_authors a ON a.piece = p.id
         WHERE a.person = $1 ORDER BY p.id LIMIT 100000",
        person
    ))?;
    let votes: Vec<(Id<Piece>, i64, Timestamp)> = sql!(tx.all(
        "SELECT origin, weight, at FROM votes WHERE person = $1
         UNION ALL SELECT origin, weight, at FROM votes_aside WHERE person = $1 ORDER BY 1 LIMIT 100000",
        person
    ))?;
    let follows: Vec<(Id<Piece>, Timestamp)> = sql!(
        tx.all("SELECT origin, at FROM follows WHERE person = $1 ORDER BY origin LIMIT 100000", person)
    )?;
    let thanks: Vec<(Id<Piece>, Timestamp)> =
        sql!(tx.all("SELECT piece, at FROM thanks WHERE person = $1 ORDER BY piece LIMIT 100000", person))?;
    let reports: Vec<(Id<Piece>, String, Option<String>, Timestamp)> = sql!(tx.all(
        "SELECT piece, grounds, words, at FROM piece_reports WHERE person = $1 ORDER BY id LIMIT 100000",
        person
    ))?;
    let appeals: Vec<(Id<Piece>, String, Timestamp)> = sql!(tx.all(
        "SELECT piece, words, at FROM piece_appeals WHERE person = $1 ORDER BY id LIMIT 10000",
        person
    ))?;
    let credits: Vec<(Id<Piece>, String, i64, Option<Timestamp>)> = sql!(tx.all(
        "SELECT d.piece, c.part, c.share, c.signed_at FROM credits c JOIN credit_declarations d ON d.id = c.declaration
         WHERE c.person = $1 ORDER BY d.id LIMIT 10000",
        person
    ))?;
    let changed: Vec<(Id<Piece>, i64, Option<String>, String, Timestamp)> = sql!(tx.all(
        "SELECT piece, revision, title, body, at FROM piece_revisions WHERE by_person = $1
         ORDER BY piece, revision LIMIT 100000",
        person
    ))?;
    let invited: Vec<(Id<Piece>, Timestamp)> = sql!(tx.all(
        "SELECT piece, at FROM piece_invitations WHERE person = $1 ORDER BY piece LIMIT 10000",
        person
    ))?;
    let predating: Vec<(Id<Piece>, String, String, Timestamp)> = sql!(tx.all(
        "SELECT piece, statement, link, at FROM predating_work WHERE by_person = $1 ORDER BY id LIMIT 10000",
        person
    ))?;
    let decisions: Vec<(Id<Piece>, String, Option<String>, Timestamp)> = sql!(tx.all(
        "SELECT piece, moderation, reason, at FROM piece_decisions WHERE by_person = $1 ORDER BY id LIMIT 100000",
        person
    ))?;
    Ok(json!({
        "changes": changed.iter().map(|(piece, revision, title, body, at)| json!({"piece": piece, "revision": revision, "title": title, "body": body, "at": at})).collect::<Vec<_>>(),
        "invitations": invited.iter().map(|(piece, at)| json!({"piece": piece, "at": at})).collect::<Vec<_>>(),
        "predating_work": predating.iter().map(|(piece, statement, link, at)| json!({"piece": piece, "statement": statement, "link": link, "at": at})).collect::<Vec<_>>(),
        "decisions": decisions.iter().map(|(piece, moderation, reason, at)| json!({"piece": piece, "moderation": moderation, "reason": reason, "at": at})).collect::<Vec<_>>(),
        "pieces": pieces.iter().map(|(id, kind, title, body, at)| json!({"id": id, "kind": kind, "title": title, "body": body, "at": at})).collect::<Vec<_>>(),
        "votes": votes.iter().map(|(piece, weight, at)| json!({"piece": piece, "weight": weight, "at": at})).collect::<Vec<_>>(),
        "follows": follows.iter().map(|(piece, at)| json!({"piece": piece, "at": at})).collect::<Vec<_>>(),
        "thanks": thanks.iter().map(|(piece, at)| json!({"piece": piece, "at": at})).collect::<Vec<_>>(),
        "reports": reports.iter().map(|(piece, grounds, words, at)| json!({"piece": piece, "grounds": grounds, "words": words, "at": at})).collect::<Vec<_>>(),
        "appeals": appeals.iter().map(|(piece, words, at)| json!({"piece": piece, "words": words, "at": at})).collect::<Vec<_>>(),
        "credits": credits.iter().map(|(piece, part, share, signed)| json!({"piece": piece, "part": part, "share": share, "signed_at": signed})).collect::<Vec<_>>(),
    }))
}

/// Forgets a person. Their words stay, made by nobody; their votes stay under a token of each piece that leads to no
/// person and to no other vote; followings, thanks and reports go. Drafts go with their words.
pub(crate) fn erase(tx: &mut Tx<'_>, person: Id<Person>) -> Result<()> {
    forget_drafts(tx, person)?;
    retoken(tx, person)?;
    let followed: Vec<Id<Piece>> = sql!(
        tx.all("SELECT DISTINCT piece FROM follows WHERE person = $1 ORDER BY piece LIMIT 100000", person)
    )?;
    sql!(tx.exec("DELETE FROM follows WHERE person = $1", person))?;
    for piece in followed {
        sql!(tx.exec("UPDATE piece_tallies SET followers = followers - 1 WHERE piece = $1", piece))?;
    }
    let thanked: Vec<Id<Piece>> =
        sql!(tx.all("SELECT piece FROM thanks WHERE person = $1 ORDER BY piece LIMIT 100000", person))?;
    sql!(tx.exec("DELETE FROM thanks WHERE person = $1", person))?;
    for piece in thanked {
        sql!(tx.exec("UPDATE piece_tallies SET thanks = thanks - 1 WHERE piece = $1", piece))?;
    }
    let reported: Vec<Id<Piece>> = sql!(tx.all(
        "SELECT piece FROM piece_reports WHERE person = $1 AND decided_at IS NULL ORDER BY piece LIMIT 100000",
        person
    ))?;
    sql!(tx.exec("DELETE FROM piece_reports WHERE person = $1", person))?;
    for piece in reported {
        sql!(tx.exec("UPDATE piece_tallies SET reports = reports - 1 WHERE piece = $1", piece))?;
    }
    sql!(tx.exec("DELETE FROM piece_appeals WHERE person = $1", person))?;
    sql!(tx.exec("DELETE FROM piece_invitations WHERE person = $1", person))?;
    sql!(tx.exec("UPDATE piece_invitations SET by_person = NULL WHERE by_person = $1", person))?;
    sql!(tx.exec("UPDATE piece_revisions SET by_person = NULL WHERE by_person = $1", person))?;
    sql!(tx.exec("UPDATE piece_decisions SET by_person = NULL WHERE by_person = $1", person))?;
    sql!(tx.exec("UPDATE piece_appeals SET against = NULL WHERE against = $1", person))?;
    sql!(tx.exec("UPDATE piece_appeals SET decided_by = NULL WHERE decided_by = $1", person))?;
    sql!(tx.exec("UPDATE pieces SET moderated_by = NULL WHERE moderated_by = $1", person))?;
    sql!(tx.exec("UPDATE derivations SET by_person = NULL WHERE by_person = $1", person))?;
    sql!(tx.exec("UPDATE credit_declarations SET by_person = NULL WHERE by_person = $1", person))?;
    sql!(tx.exec("UPDATE predating_work SET by_person = NULL WHERE by_person = $1", person))?;
    Ok(())
}

fn forget_drafts(tx: &mut Tx<'_>, person: Id<Person>) -> Result<()> {
    let drafts: Vec<Id<Piece>> = sql!(tx.all(
        "SELECT p.id FROM pieces p JOIN piece_authors a ON a.piece = p.id
         WHERE a.person = $1 AND p.visibility = 'draft'
             AND NOT EXISTS (SELECT 1 FROM piece_authors o WHERE o.piece = p.id AND o.person <> $1)
         ORDER BY p.id LIMIT 10000",
        person
    ))?;
    let now = tx.now();
    for draft in drafts {
        crate::rows::forget_words(tx, draft)?;
        sql!(tx.exec(
            "UPDATE pieces SET moderation = 'removed', taken_back_at = $2 WHERE id = $1",
            draft,
            now
        ))?;
    }
    Ok(())
}

/// Authorship, credit and votes under tokens, one for each row: neither leads from one to another.
fn retoken(tx: &mut Tx<'_>, person: Id<Person>) -> Result<()> {
    let authored: Vec<Id<Piece>> = sql!(
        tx.all("SELECT piece FROM piece_authors WHERE person = $1 ORDER BY piece LIMIT 100000", person)
    )?;
    for piece in authored {
        let token = token();
        sql!(tx.exec(
            "UPDATE piece_authors SET person = NULL, token = $3 WHERE piece = $1 AND person = $2",
            piece,
            person,
            token
        ))?;
    }
    let credited: Vec<(i64, i64)> = sql!(tx.all(
        "SELECT declaration, place FROM credits WHERE person = $1 ORDER BY declaration, place LIMIT 100000",
        person
    ))?;
    for (declaration, place) in credited {
        let token = token();
        sql!(tx.exec(
            "UPDATE credits SET person = NULL, token = $3 WHERE declaration = $1 AND place = $2",
            declaration,
            place,
            token
        ))?;
    }
    // A vote and those that lie aside under it stay together, or a merge could not be undone.
    let places: Vec<Id<Piece>> = sql!(tx.all(
        "SELECT piece FROM votes WHERE person = $1 UNION SELECT piece FROM votes_aside WHERE person = $1
         ORDER BY piece LIMIT 100000",
        person
    ))?;
    for piece in places {
        let token = token();
        sql!(tx.exec("UPDATE votes SET person = $3 WHERE piece = $1 AND person = $2", piece, person, token))?;
        sql!(tx.exec(
            "UPDATE votes_aside SET person = $3 WHERE piece = $1 AND person = $2",
            piece,
            person,
            token
        ))?;
    }
    Ok(())
}

/// Takes a person's vote back wherever `open` says that nothing is decided yet; the others are kept. A room calls it in
/// its own `erase_person`, which runs before this crate's.
///
/// # Errors
/// The store's, and those of `open`.
pub fn withdraw_votes(
    tx: &mut Tx<'_>,
    person: Id<Person>,
    kind: &str,
    mut open: impl FnMut(&mut Tx<'_>, Id<Piece>) -> Result<bool>,
) -> Result<u64> {
    let pieces: Vec<Id<Piece>> = sql!(tx.all(
        "SELECT v.piece FROM votes v JOIN pieces p ON p.id = v.piece
         WHERE v.person = $1 AND p.kind = $2 AND v.weight <> 0 ORDER BY v.piece LIMIT 100000",
        person,
        kind
    ))?;
    let mut withdrawn = 0;
    for piece in pieces {
        if open(tx, piece)? {
            crate::cast(tx, piece, person, 0, None)?;
            withdrawn += 1;
        }
    }
    Ok(withdrawn)
}

/// Deletes the words of everything that a person alone made, for whoever wants their words back before they leave.
/// Pieces that others answer or vote on keep their place.
///
/// # Errors
/// The store's.
pub fn take_words_back(tx: &mut Tx<'_>, person: Id<Person>) -> Result<u64> {
    let own: Vec<Id<Piece>> = sql!(tx.all(
        "SELECT a.piece FROM piece_authors a JOIN pieces p ON p.id = a.piece
         WHERE a.person = $1 AND p.moderation <> 'removed'
             AND NOT EXISTS (SELECT 1 FROM piece_authors o WHERE o.piece = a.piece AND (o.person IS NULL OR o.person <> $1))
         ORDER BY a.piece LIMIT 100000",
        person
    ))?;
    let now = tx.now();
    let mut taken = 0;
    for piece in own {
        let found = crate::rows::kept(tx, piece)?;
        crate::comment::lower_comments(tx, &found)?;
        crate::rows::forget_words(tx, piece)?;
        taken += sql!(tx.exec(
            "UPDATE pieces SET moderation = 'removed', taken_back_at = $2, changed_at = $2 WHERE id = $1",
            piece,
            now
        ))?;
    }
    Ok(taken)
}

/// A number below zero, so that it is nobody's identifier, and unlike every other.
fn token() -> i64 {
    #[expect(
        clippy::disallowed_methods,
        reason = "what must not lead back to a person cannot come from a seed; it decides nothing"
    )]
    let random: u64 = rand::random();
    -i64::try_from(random >> 2).unwrap_or(i64::MAX) - 1
}
