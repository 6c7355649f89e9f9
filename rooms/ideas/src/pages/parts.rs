//! Small views that several pages share.

use crate::{Idea, Line, StepView, threshold};
use act::Id;
use askama::Template;
use web::{Status as StatusView, Tongue};

/// The vote control.
#[derive(Template)]
#[template(path = "pages/vote.html")]
pub(crate) struct VoteForm<'a> {
    pub(crate) t: &'a Tongue,
    pub(crate) line: &'a Line,
    /// Where the browser goes afterwards.
    pub(crate) back: &'a str,
}

impl VoteForm<'_> {
    fn up(&self) -> i64 {
        i64::from(self.line.score.mine != 1)
    }
    fn down(&self) -> i64 {
        -i64::from(self.line.score.mine != -1)
    }
}

/// An idea in a list.
#[derive(Template)]
#[template(path = "pages/row.html")]
pub(crate) struct Row<'a> {
    t: &'a Tongue,
    line: &'a Line,
    back: &'a str,
    /// Under a heading of the second level.
    small: bool,
}

impl<'a> Row<'a> {
    pub(crate) fn new(t: &'a Tongue, line: &'a Line, back: &'a str) -> Self {
        Self { t, line, back, small: false }
    }
    pub(crate) fn small(t: &'a Tongue, line: &'a Line, back: &'a str) -> Self {
        Self { small: true, ..Self::new(t, line, back) }
    }
    fn vote(&self) -> VoteForm<'_> {
        VoteForm { t: self.t, line: self.line, back: self.back }
    }
    fn status(&self) -> StatusView {
        status(self.t, self.line)
    }
    fn authors(&self) -> String {
        authors(self.t, &self.line.authors)
    }
}

/// How an idea stands, as a part of a page; what few may see says so first.
pub(crate) fn status(t: &Tongue, line: &Line) -> StatusView {
    use pieces::Visibility as V;
    let name = match line.visibility {
        _ if line.merged_into.is_some() => "merged",
        V::Draft => "draft",
        V::Stewards | V::Programme => "restricted",
        V::Public => line.status.name(),
    };
    StatusView { name: name.to_owned(), words: t.say(format!("ideas-status-{name}")).to_string() }
}

/// “Tomás and 2 others”.
pub(crate) fn authors(t: &Tongue, names: &[String]) -> String {
    match names {
        [] => t.say("ideas-nobody").to_string(),
        [one] => one.clone(),
        [one, rest @ ..] => {
            t.say("ideas-authors").arg("name", one.as_str()).arg("others", rest.len()).to_string()
        }
    }
}

/// “340 points”.
pub(crate) fn points_words(t: &Tongue, points: i64) -> String {
    t.say("ideas-points").arg("n", points).to_string()
}

/// The path of an idea.
pub(crate) fn path(idea: Id<Idea>) -> String {
    format!("/ideas/{idea}")
}

/// What a step's note says; the rule's own are figures that are put in words here.
pub(crate) fn note(t: &Tongue, step: &StepView) -> String {
    match threshold::figures_of(&step.note).filter(|_| step.by.is_none()) {
        Some((points, threshold, days)) => {
            let said = t.say("ideas-closed-below").arg("points", points).arg("threshold", threshold);
            said.arg("days", days).to_string()
        }
        None => step.note.clone(),
    }
}
