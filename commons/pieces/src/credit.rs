//! Who did what part of a piece, with shares that the contributors sign.

use crate::{
    Piece, Refused,
    events::{CreditSigned, PieceCredited, PieceDated},
    merge::family,
    notices, permissions,
    rows::{authors_of, is_author, kept, seen},
};
use act::{Actor, FromRow, Id, Line, Person, Prose, Refusal, Result, Row, Timestamp, Tx, sql};
use serde::{Deserialize, Serialize};

/// All shares of a piece together: basis points.
pub const WHOLE: i64 = 10_000;

/// One declaration of everybody's part.
#[derive(Debug)]
pub enum Declaration {}

/// A part that is about to be declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CreditPart)]
pub struct Part {
    /// Whose.
    #[schema(value_type = String)]
    pub person: Id<Person>,
    /// What they did: `the first words`, `the colours`.
    pub part: String,
    /// Their share in basis points, 0 to 10,000.
    pub share: i64,
}

/// A declared part and what its owner says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Credit {
    /// Whose; nobody when that person was erased.
    #[schema(value_type = Option<String>)]
    pub person: Option<Id<Person>>,
    /// What they did.
    pub part: String,
    /// Their share in basis points.
    pub share: i64,
    /// When they signed.
    #[schema(value_type = Option<String>)]
    pub signed_at: Option<Timestamp>,
    /// When they contested it.
    #[schema(value_type = Option<String>)]
    pub contested_at: Option<Timestamp>,
    /// Why.
    pub reason: Option<String>,
}

impl FromRow for Credit {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            person: row.take()?,
            part: row.take()?,
            share: row.take()?,
            signed_at: row.take()?,
            contested_at: row.take()?,
            reason: row.take()?,
        })
    }
}

/// The parts of one piece as they were last declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Declared {
    /// The piece they were declared for: this one, or one that was merged into it.
    #[schema(value_type = String)]
    pub piece: Id<Piece>,
    /// The declaration, to be named when signing.
    #[schema(value_type = Option<String>)]
    pub declaration: Option<Id<Declaration>>,
    /// When.
    #[schema(value_type = Option<String>)]
    pub at: Option<Timestamp>,
    /// The parts. Before anything is declared: the authors, without shares.
    pub credits: Vec<Credit>,
}

impl Declared {
    /// Whether everybody has signed.
    pub fn settled(&self) -> bool {
        self.declaration.is_some()
            && self.credits.iter().all(|credit| credit.signed_at.is_some() || credit.person.is_none())
    }
}

/// The parts in a piece, its own declaration first, then those of pieces that were merged into it.
///
/// # Errors
/// 404 when the piece is not for this reader.
pub fn credits(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>) -> Result<Vec<Declared>> {
    seen(tx, who, piece)?;
    let mut all = Vec::new();
    for member in family(tx, piece)? {
        all.push(declared(tx, member)?);
    }
    Ok(all)
}

fn declared(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<Declared> {
    let newest: Option<(Id<Declaration>, Timestamp)> = sql!(
        tx.opt("SELECT id, at FROM credit_declarations WHERE piece = $1 ORDER BY id DESC LIMIT 1", piece)
    )?;
    let Some((declaration, at)) = newest else {
        let authors = authors_of(tx, &[piece])?.remove(&piece).unwrap_or_default();
        let credits = authors.into_iter().map(|person| Credit {
            person,
            part: String::new(),
            share: 0,
            signed_at: None,
            contested_at: None,
            reason: None,
        });
        return Ok(Declared { piece, declaration: None, at: None, credits: credits.collect() });
    };
    let credits = sql!(tx.all(
        "SELECT person, part, share, signed_at, contested_at, reason FROM credits
         WHERE declaration = $1 ORDER BY place LIMIT 200",
        declaration
    ))?;
    Ok(Declared { piece, declaration: Some(declaration), at: Some(at), credits })
}

/// Declares everybody's part and share anew. It replaces the declaration before; all sign again, whoever declares has
/// signed their own part by it. Authors may, contributors named before, and stewards of the programme.
///
/// # Errors
/// 403 for others; 422 when the shares do not make 10,000, a person appears twice, or is nobody.
pub fn declare(tx: &mut Tx<'_>, who: &Actor, piece: Id<Piece>, parts: &[Part]) -> Result<Id<Declaration>> {
    let by = who.id()?;
    let found = seen(tx, who, piece)?;
    programmes::require(tx, who, &permissions::AUTHOR, found.programme)?;
    let named = declared(tx, piece)?.credits.iter().any(|credit| credit.person == Some(by));
    if !named && !is_author(tx, piece, Some(by))? {
        programmes::require(tx, who, &permissions::MODERATE, found.programme)?;
    }
    let texts = checked(tx, parts)?;
    let (id, now) = (tx.fresh::<Declaration>(), tx.now());
    sql!(tx.exec(
        "INSERT INTO credit_declarations (id, piece, by_person, at) VALUES ($1, $2, $3, $4)",
        id,
        piece,
        by,
        now
    ))?;
    for (place, (part, words)) in (0_i64..).zip(parts.iter().zip(texts)) {
        let signed = (part.person == by).then_some(now);
        sql!(tx.exec(
            "INSERT INTO credits (declaration, place, person, part, share, signed_at) VALUES ($1, $2, $3, $4, $5, $6)",
            id, place, part.person, words, part.share, signed
        ))?;
        notices::tell(tx, part.person, &found, "pieces-notice-credited", "/credit", Some(by))?;
    }
    tx.emit(&PieceCredited { piece, by, contributors: i64::try_from(parts.len()).unwrap_or(i64::MAX) })?;
    Ok(id)
}

fn checked(tx: &mut Tx<'_>, parts: &[Part]) -> Result<Vec<Line<120>>> {
    let mut people: Vec<_> = parts.iter().map(|part| part.person).collect();
    people.sort_unstable();
    people.dedup();
    if people.len() != parts.len() {
        return Err(Refused::CreditedTwice.into());
    }
    let sum = parts.iter().fold(0_i64, |sum, part| sum.saturating_add(part.share));
    if sum != WHOLE || parts.len() > 100 || parts.iter().any(|part| !(0..=WHOLE).contains(&part.share)) {
        return Err(Refused::Shares(sum).into());
    }
    if people::bylines(tx, &people)?.len() != people.len() {
        return Err(Refusal::field("person", "pieces-nobody-such").into());
    }
    let words =
        parts.iter().map(|part| Line::parse(&part.part).map_err(|fault| fault.refusal("part").into()));
    words.collect()
}

/// Signs one's part of a declaration, or contests it with a reason.
///
/// # Errors
/// 403 when it names somebody else, 409 when it was replaced, 422 when contesting without a reason.
pub fn sign(
    tx: &mut Tx<'_>,
    who: &Actor,
    piece: Id<Piece>,
    declaration: Id<Declaration>,
    agrees: bool,
    reason: &str,
) -> Result<bool> {
    let by = who.id()?;
    let found = seen(tx, who, piece)?;
    programmes::require(tx, who, &permissions::AUTHOR, found.programme)?;
    let reason = Line::<500>::optional(reason).map_err(|fault| fault.refusal("reason"))?.filter(|_| !agrees);
    if !agrees && reason.is_none() {
        return Err(Refused::ReasonNeeded.into());
    }
    if declared(tx, piece)?.declaration != Some(declaration) {
        return Err(Refused::DeclarationReplaced.into());
    }
    let now = tx.now();
    let (signed, contested) = if agrees { (Some(now), None) } else { (None, Some(now)) };
    let changed = sql!(tx.exec(
        "UPDATE credits SET signed_at = $3, contested_at = $4, reason = $5 WHERE declaration = $1 AND person = $2",
        declaration, by, signed, contested, reason
    ))?;
    if changed == 0 {
        return Err(Refused::NotCredited.into());
    }
    let settled = declared(tx, piece)?.settled();
    tx.emit(&CreditSigned { piece, by, agrees, settled })?;
    if !agrees {
        notices::tell_authors(
            tx,
            &found,
            "pieces-notice-contested",
            vec![("name", who.name.as_str().into())],
            Some(by),
        )?;
    }
    Ok(settled)
}

/// A statement that work was under way before a piece was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Predating {
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub since: Timestamp,
    /// What was under way.
    pub statement: String,
    /// Where it can be checked.
    pub link: String,
    /// Who states it.
    #[schema(value_type = Option<String>)]
    pub by: Option<Id<Person>>,
    /// When they stated it.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl FromRow for Predating {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            since: row.take()?,
            statement: row.take()?,
            link: row.take()?,
            by: row.take()?,
            at: row.take()?,
        })
    }
}

/// States since when work on what a piece asks for was under way, with a link to the evidence. Statements are added,
/// never changed.
///
/// # Errors
/// 403 for others than staff and stewards, 404, 422 for no statement, a time to come or no link.
pub fn predates(
    tx: &mut Tx<'_>,
    who: &Actor,
    piece: Id<Piece>,
    since: Timestamp,
    statement: &str,
    link: &str,
) -> Result<()> {
    let by = who.id()?;
    let found = kept(tx, piece)?;
    programmes::require(tx, who, &permissions::TRACE, found.programme)?;
    let statement = Prose::<2_000>::parse(statement).map_err(|fault| fault.refusal("statement"))?;
    let link = Line::<1_000>::parse(link).map_err(|fault| fault.refusal("link"))?;
    let address = link.as_str();
    let elsewhere = address.starts_with("https://") || address.starts_with("http://");
    if !elsewhere && (!address.starts_with('/') || address.starts_with("//")) {
        return Err(Refused::BadLink.into());
    }
    let (id, now) = (tx.fresh::<Predating>(), tx.now());
    if since > now {
        return Err(Refusal::field("since", "pieces-since-to-come").into());
    }
    sql!(tx.exec(
        "INSERT INTO predating_work (id, piece, since, statement, link, by_person, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id,
        piece,
        since,
        statement,
        link,
        by,
        now
    ))?;
    tx.emit(&PieceDated { piece, by })?;
    notices::tell_authors(tx, &found, "pieces-notice-dated", vec![("since", since.into())], Some(by))
}

/// The statements about a piece, the earliest work first.
///
/// # Errors
/// The store's.
pub fn predating(tx: &mut Tx<'_>, piece: Id<Piece>) -> Result<Vec<Predating>> {
    Ok(sql!(tx.all(
        "SELECT since, statement, link, by_person, at FROM predating_work WHERE piece = $1 ORDER BY since, id LIMIT 100",
        piece
    ))?)
}
