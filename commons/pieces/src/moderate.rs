//! Reports, decisions with reasons, and appeals that another steward looks at.

use crate::{
    Grounds, Moderation, Piece, Refused,
    comment::lower_comments,
    events::{AppealDecided, PieceAppealed, PieceModerated, PieceReported},
    notices, permissions,
    rows::{Kept, forget_words, is_author, kept, seen},
};
use act::{Actor, FromRow, Id, Line, Person, Prose, Refusal, Result, Row, Timestamp, Tx, sql};
use programmes::Programme;
use serde::{Deserialize, Serialize};

/// A report's identifier is of this.
enum Report {}
/// An appeal's identifier is of this.
enum Appeal {}

/// Asks the stewards to look at a piece. Once for each person and piece until it is decided; then again.
///
/// # Errors
/// 401, 403, 404; 409 while this person's report waits; 422 for `other` without words.
pub fn report(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>, grounds: Grounds, words: &str) -> Result<i64> {
    let by = who.id()?;
    let found = seen(tx, who, piece)?;
    programmes::require(tx, who, &permissions::REPORT, found.programme)?;
    let words = Prose::<2_000>::optional(words).map_err(|fault| fault.refusal("words"))?;
    if grounds == Grounds::Other && words.is_none() {
        return Err(Refusal::field("words", "pieces-say-what").into());
    }
    let (id, now) = (tx.fresh::<Report>(), tx.now());
    let made =
        sql!(tx.exec(
        "INSERT INTO piece_reports (id, piece, person, grounds, words, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (piece, person) WHERE decided_at IS NULL DO NOTHING",
        id, piece, by, grounds, words, now
    ))?;
    if made == 0 {
        return Err(Refused::ReportedAlready.into());
    }
    let reports: i64 = sql!(
        tx.one("UPDATE piece_tallies SET reports = reports + 1 WHERE piece = $1 RETURNING reports", piece)
    )?;
    tx.emit(&PieceReported { piece, by, reports })?;
    Ok(reports)
}

/// What a steward decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It may be seen: nothing was wrong, or no longer.
    Show,
    /// It is held until somebody has looked at it.
    Hold,
    /// It is hidden, with a reason; its author may appeal.
    Hide,
    /// It is removed, with a reason; its author may appeal.
    Remove,
}

impl std::str::FromStr for Decision {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "show" => Ok(Self::Show),
            "hold" => Ok(Self::Hold),
            "hide" => Ok(Self::Hide),
            "remove" => Ok(Self::Remove),
            _ => Err(()),
        }
    }
}

impl Decision {
    const fn state(&self) -> &'static str {
        match self {
            Self::Show => "shown",
            Self::Hold => "pending",
            Self::Hide => "hidden",
            Self::Remove => "removed",
        }
    }
}

/// Decides about a piece. Open reports on it are decided with it; its authors are told, with the reason.
///
/// # Errors
/// 403 for others than the stewards of its programme, 404, 422 when hiding or removing without a reason, 409 when its
/// author has taken it back.
pub fn moderate(
    tx: &mut Tx<'_>,
    who: &Actor,
    piece: Id<Piece>,
    decision: &Decision,
    reason: &str,
) -> Result<()> {
    let by = who.id()?;
    let found = kept(tx, piece)?;
    programmes::require(tx, who, &permissions::MODERATE, found.programme)?;
    let reason =
        Line::<500>::optional(reason).map_err(|fault| fault.refusal("reason"))?.map(Line::into_string);
    if matches!(decision, Decision::Hide | Decision::Remove) && reason.is_none() {
        return Err(Refused::ReasonNeeded.into());
    }
    let taken_back = found.moderation == Moderation::Removed { taken_back: true };
    if taken_back && *decision != Decision::Remove {
        return Err(Refusal::new(409, "pieces-taken-back").into());
    }
    close_reports(tx, piece)?;
    if taken_back {
        forget_words(tx, piece)?;
        return Ok(());
    }
    set(tx, &found, decision, reason.as_deref(), by)?;
    if found.moderation.name() != decision.state() {
        let key = match decision {
            Decision::Show => "pieces-notice-shown",
            Decision::Hold => "pieces-notice-held",
            Decision::Hide => "pieces-notice-hidden",
            Decision::Remove => "pieces-notice-removed",
        };
        let arguments =
            vec![("reason", reason.unwrap_or_default().into()), ("name", who.name.as_str().into())];
        notices::tell_authors(tx, &found, key, arguments, Some(by))?;
    }
    Ok(())
}

/// Holds a piece until a steward has looked at it: for rooms and programmes that look first.
///
/// # Errors
/// 404 when there is no such piece.
pub fn hold(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<()> {
    let found = kept(tx, piece)?;
    if found.moderation == Moderation::Shown {
        let now = tx.now();
        sql!(tx.exec(
            "UPDATE pieces SET moderation = 'pending', moderated_at = $2 WHERE id = $1",
            piece,
            now
        ))?;
        lower_comments(tx, &found)?;
    }
    Ok(())
}

fn close_reports(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<()> {
    let now = tx.now();
    sql!(tx.exec(
        "UPDATE piece_reports SET decided_at = $2 WHERE piece = $1 AND decided_at IS NULL",
        piece,
        now
    ))?;
    sql!(tx.exec("UPDATE piece_tallies SET reports = 0 WHERE piece = $1", piece))?;
    Ok(())
}

fn set(
    tx: &mut Tx<'_>,
    found: &Kept,
    decision: &Decision,
    reason: Option<&str>,
    by: Id<Person>,
) -> Result<()> {
    let (now, id, state) = (tx.now(), tx.fresh::<Decision>(), decision.state());
    let shown = matches!(decision, Decision::Show);
    sql!(tx.exec(
        "UPDATE pieces SET moderation = $2, reason = $3, moderated_by = $4, moderated_at = $5 WHERE id = $1",
        found.id,
        state,
        reason,
        by,
        now
    ))?;
    sql!(tx.exec(
        "INSERT INTO piece_decisions (id, piece, moderation, reason, by_person, at) VALUES ($1, $2, $3, $4, $5, $6)",
        id, found.id, state, reason, by, now
    ))?;
    if let Some(about) = found.about
        && !found.internal
    {
        let step = i64::from(shown) - i64::from(found.counts());
        sql!(tx.exec("UPDATE piece_tallies SET comments = comments + $2 WHERE piece = $1", about, step))?;
    }
    tx.emit(&PieceModerated {
        piece: found.id,
        root: found.about,
        before: found.moderation.name().to_owned(),
        after: state.to_owned(),
        by: Some(by),
    })?;
    Ok(())
}

/// Says why a decision was wrong. One appeal at a time; another steward looks at it.
///
/// # Errors
/// 403 for others than the authors, 404, 409 when nothing was decided or an appeal waits, 422 without words.
pub fn appeal(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>, words: &str) -> Result<()> {
    let by = who.id()?;
    let found = seen(tx, who, piece)?;
    programmes::require(tx, who, &permissions::AUTHOR, found.programme)?;
    if !is_author(tx, piece, Some(by))? {
        return Err(Refusal::new(403, "pieces-not-yours").into());
    }
    let words = Prose::<2_000>::parse(words).map_err(|fault| fault.refusal("words"))?;
    if !matches!(found.moderation, Moderation::Hidden { .. } | Moderation::Removed { taken_back: false }) {
        return Err(Refused::NothingToAppeal.into());
    }
    let against: Option<Option<Id<Person>>> =
        sql!(tx.opt("SELECT moderated_by FROM pieces WHERE id = $1", piece))?;
    let (id, now, against) = (tx.fresh::<Appeal>(), tx.now(), against.flatten());
    let made =
        sql!(tx.exec(
        "INSERT INTO piece_appeals (id, piece, person, against, words, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (piece) WHERE decided_at IS NULL DO NOTHING",
        id, piece, by, against, words, now
    ))?;
    if made == 0 {
        return Err(Refused::AppealedAlready.into());
    }
    tx.emit(&PieceAppealed { piece, by })?;
    Ok(())
}

/// Decides an appeal: the piece is shown again, or the decision stands. Whoever made the decision does not judge it.
///
/// # Errors
/// 403 for others than stewards and for the one who decided; 409 when no appeal waits.
pub fn decide_appeal(
    tx: &mut Tx<'_>,
    who: &Actor,
    piece: Id<Piece>,
    upheld: bool,
    reason: &str,
) -> Result<()> {
    let by = who.id()?;
    let found = kept(tx, piece)?;
    programmes::require(tx, who, &permissions::MODERATE, found.programme)?;
    let waiting: Option<(Id<Appeal>, Option<Id<Person>>)> =
        sql!(tx.opt("SELECT id, against FROM piece_appeals WHERE piece = $1 AND decided_at IS NULL", piece))?;
    let (id, against) = waiting.ok_or(Refused::NothingToAppeal)?;
    if against == Some(by) {
        return Err(Refused::AnotherSteward.into());
    }
    let reason =
        Line::<500>::optional(reason).map_err(|fault| fault.refusal("reason"))?.map(Line::into_string);
    let now = tx.now();
    let changed = sql!(tx.exec(
        "UPDATE piece_appeals SET decided_at = $2, decided_by = $3, upheld = CAST($4 AS BIGINT) = 1
         WHERE id = $1 AND decided_at IS NULL",
        id,
        now,
        by,
        upheld
    ))?;
    if changed == 0 {
        return Err(Refused::NothingToAppeal.into());
    }
    if upheld {
        set(tx, &found, &Decision::Show, reason.as_deref(), by)?;
    }
    tx.emit(&AppealDecided { piece, by, upheld })?;
    let key = if upheld { "pieces-notice-appeal-upheld" } else { "pieces-notice-appeal-declined" };
    let arguments = vec![("reason", reason.unwrap_or_default().into()), ("name", who.name.as_str().into())];
    notices::tell_authors(tx, &found, key, arguments, Some(by))
}

/// Something that waits for a steward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Waiting {
    /// The piece.
    #[schema(value_type = String)]
    pub piece: Id<Piece>,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// Open reports.
    pub reports: i64,
    /// The words of the appeal, if one waits.
    pub appeal: Option<String>,
    /// Whose decision the appeal is against.
    #[schema(value_type = Option<String>)]
    pub against: Option<Id<Person>>,
    /// The state it is in.
    pub moderation: String,
    /// Where it belongs.
    #[schema(value_type = String)]
    pub programme: Id<Programme>,
}

impl FromRow for Waiting {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            piece: row.take()?,
            since: row.take()?,
            reports: row.take()?,
            appeal: row.take()?,
            against: row.take()?,
            moderation: row.take()?,
            programme: row.take()?,
        })
    }
}

/// What waits for this steward, oldest first, after a given place in that order: open reports, what is held, appeals
/// against somebody else's decisions.
///
/// # Errors
/// The store's.
pub fn waiting(
    tx: &mut Tx<'_>,
    who: &Actor,
    after: Option<(Timestamp, Id<Piece>)>,
    limit: i64,
) -> Result<Vec<Waiting>> {
    let (since, last) = after.unwrap_or((Timestamp::from_micros(i64::MIN), Id::from_raw(i64::MIN)));
    let me = who.id()?;
    let rows: Vec<Waiting> =
        sql!(tx.all(
        "SELECT w.piece, MIN(w.since) AS since, CAST(SUM(w.report) AS BIGINT), MAX(w.appeal), MAX(w.against),
                MIN(p.moderation), MIN(p.programme)
         FROM (
             SELECT piece, at AS since, 1 AS report, NULL AS appeal, CAST(NULL AS BIGINT) AS against
             FROM piece_reports WHERE decided_at IS NULL
             UNION ALL
             SELECT piece, at, 0, words, against FROM piece_appeals
             WHERE decided_at IS NULL AND (against IS NULL OR against <> $3)
             UNION ALL
             SELECT id, COALESCE(moderated_at, at), 0, NULL, NULL FROM pieces WHERE moderation = 'pending'
         ) AS w JOIN pieces p ON p.id = w.piece
         GROUP BY w.piece HAVING (MIN(w.since), w.piece) > ($1, $2)
         ORDER BY since, w.piece LIMIT $4",
        since, last, me, limit
    ))?;
    let mut sight = crate::rows::Sight::of(who);
    let mut mine = Vec::with_capacity(rows.len());
    for row in rows {
        if sight.may(tx, &permissions::MODERATE, row.programme)? {
            mine.push(row);
        }
    }
    Ok(mine)
}

/// The grounds of the open reports on a piece with how many chose each, and the words of the newest.
///
/// # Errors
/// The store's.
pub fn grounds(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<Vec<(Grounds, i64, Option<String>)>> {
    Ok(sql!(tx.all(
        "SELECT grounds, COUNT(*), MAX(words) FROM piece_reports WHERE piece = $1 AND decided_at IS NULL
         GROUP BY grounds ORDER BY COUNT(*) DESC, grounds LIMIT 10",
        piece
    ))?)
}
