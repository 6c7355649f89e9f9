//! Every step of an idea, with its public note: read.

use crate::{Ground, Idea, Status, model::Step};
use act::{FromRow, Id, Person, Result, Row, Timestamp, Tx, sql};
use serde::Serialize;
use std::collections::HashMap;

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

/// The steps of these ideas, each idea's first step first.
pub(crate) fn steps_of(tx: &mut Tx<'_>, ideas: &[Id<Idea>]) -> Result<HashMap<Id<Idea>, Vec<StepView>>> {
    let rows: Vec<Of> = sql!(tx.all(
        "SELECT idea, id, before, after, note, ground, link, by_person, at FROM idea_steps
         WHERE idea IN {list $1} ORDER BY idea, id LIMIT 50000",
        store::List(ideas)
    ))?;
    let mut steps: HashMap<Id<Idea>, Vec<StepView>> = HashMap::new();
    for Of(idea, step) in rows {
        steps.entry(idea).or_default().push(step);
    }
    Ok(steps)
}

/// A step with the idea that took it.
struct Of(Id<Idea>, StepView);

impl FromRow for Of {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self(row.take()?, StepView::from_row(row)?))
    }
}
