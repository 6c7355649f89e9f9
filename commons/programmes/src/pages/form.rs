//! Forms as data: sections of rows of controls, so that a form refused shows everything typed at its place.

use crate::{ProgrammeHead, pages::Shelf};
use act::Error;
use askama::Template;
use web::{Answer, Errors, Page, Tongue, Visit};

/// What a control takes.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// One of these values, with its words.
    Select(Vec<(String, String)>),
    /// Paragraphs of at most so many characters.
    Area(usize),
    /// A line of at most so many characters.
    Line(usize),
    /// A day.
    Day,
    /// A clock time on a day.
    Time,
    /// Any of these values, with its words and whether it is ticked.
    Checks(Vec<(String, String, bool)>),
    /// Yes or no.
    Tick(bool),
}

/// One field with its label, hint and error.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/control.html")]
pub(crate) struct Control {
    id: String,
    name: String,
    label: String,
    hint: String,
    kind: Kind,
    typed: String,
    optional: bool,
    optional_words: String,
    error: Option<String>,
    marks: String,
}

/// Makes the controls of one form: its words, what was typed, what was refused.
#[derive(Clone, Copy)]
pub(crate) struct Maker<'a> {
    pub(crate) t: &'a Tongue,
    pub(crate) errors: &'a Errors,
    /// Put before identifiers where a page has several forms.
    pub(crate) prefix: &'a str,
}

impl Maker<'_> {
    /// A control. `label` is a message key.
    pub(crate) fn control(&self, name: &str, label: &str, kind: Kind, typed: &str) -> Control {
        let error = self.errors.of(name).map(str::to_owned);
        let id = format!("{}{name}", self.prefix);
        let marks = match &error {
            Some(_) => format!(" aria-invalid=\"true\" aria-describedby=\"{id}-error\""),
            None => String::new(),
        };
        Control {
            id,
            name: name.to_owned(),
            label: self.t.say(label).to_string(),
            hint: String::new(),
            kind,
            typed: typed.to_owned(),
            optional: false,
            optional_words: self.t.say("programmes-optional").to_string(),
            error,
            marks,
        }
    }
}

impl Control {
    pub(crate) fn hint(mut self, words: impl ToString) -> Self {
        self.hint = words.to_string();
        let described = match &self.error {
            Some(_) => format!(" aria-invalid=\"true\" aria-describedby=\"{0}-hint {0}-error\"", self.id),
            None => format!(" aria-describedby=\"{}-hint\"", self.id),
        };
        self.marks = described;
        self
    }

    pub(crate) fn optional(mut self) -> Self {
        self.optional = true;
        self
    }
}

/// Controls side by side.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) legend: String,
    pub(crate) controls: Vec<Control>,
}

/// A part of a form under its own heading; without a title, its controls stand alone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Section {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) hint: String,
    pub(crate) rows: Vec<Row>,
    /// The list that "add another" adds to, and the button's words.
    pub(crate) add: Option<(String, String)>,
}

impl Section {
    /// Controls one below the other without a heading.
    pub(crate) fn plain(controls: Vec<Control>) -> Self {
        Self { rows: vec![Row { legend: String::new(), controls }], ..Self::default() }
    }
}

/// A form.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/form.html")]
pub(crate) struct FormView {
    pub(crate) action: String,
    pub(crate) hidden: Vec<(&'static str, String)>,
    pub(crate) sections: Vec<Section>,
    pub(crate) button: String,
    pub(crate) danger: bool,
}

/// A page that is one form.
#[derive(Template)]
#[template(path = "pages/form-page.html")]
pub(crate) struct FormPage<'a> {
    pub(crate) t: &'a Tongue,
    pub(crate) crumb: Option<(String, String)>,
    pub(crate) title: String,
    pub(crate) lede: String,
    pub(crate) notice: Option<String>,
    pub(crate) errors: &'a Errors,
    pub(crate) form: FormView,
}

impl FormPage<'_> {
    /// The page, with the status that what went wrong asks for.
    pub(crate) fn page(&self, visit: &Visit, status: u16) -> Answer<Page> {
        Ok(visit.page("/programmes", &self.title, self)?.status(status))
    }
}

/// Where a programme's form stands.
pub(crate) fn crumb(head: &ProgrammeHead) -> Option<(String, String)> {
    Some((head.path(), head.title.clone()))
}

/// What went wrong, for the form, and the status to answer with.
pub(crate) fn mended(t: &Tongue, error: Error) -> Answer<(Errors, u16)> {
    let status = error.refusal().map_or(500, |refusal| refusal.status);
    Ok((Errors::of_error(t, error)?, status))
}

/// An action that does its thing once, however often the form is sent.
pub(crate) fn once(visit: &Visit, path: impl std::fmt::Display) -> String {
    format!("{path}?key={}", visit.form_key())
}

/// The rooms that may be ticked.
pub(crate) fn room_boxes(shelf: &[Shelf], on: &[String]) -> Kind {
    Kind::Checks(
        shelf.iter().map(|r| (r.name.to_owned(), r.words.clone(), on.iter().any(|o| o == r.name))).collect(),
    )
}
