//! Every step of an idea, with its public note: read.

use crate::{Ground, Idea, Status, model::Step};
use act::{FromRow, Id, Person, Result, Row, Timestamp, Tx, sql};
use serde::Serialize;

/// One step of an idea.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct StepView {
    /// Its identifier.
    #[schema(value_type = String)]
    pub id: Id<Step>,
    /// How the idea stood.
    pub before: Status,
    /// How it stood from then on.
    pub after: Status,
    /// What everybody was told.
    pub note: String,
    /// Why it cannot be done.
    pub ground: Option<Ground>,
    /// Where the outcome can be seen.
    pub link: Option<String>,
    /// Who decided; nobody when a rule did.
    #[schema(value_type = Option<String>)]
    pub by: Option<Id<Person>>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

impl FromRow for StepView {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            before: row.take()?,
            after: row.take()?,
            note: row.take()?,
            ground: row.take()?,
            link: row.take()?,
            by: row.take()?,
            at: row.take()?,
        })
    }
}

/// The steps of an idea, the latest first.
///
/// # Errors
/// The store's.
pub fn steps(tx: &mut Tx<'_>, idea: Id<Idea>) -> Result<Vec<StepView>> {
    Ok(sql!(tx.all(
        "SELECT id, before, after, note, ground, link, by_person, at FROM idea_steps
         WHERE idea = $1 ORDER BY id DESC LIMIT 200",
        idea
    ))?)
}
