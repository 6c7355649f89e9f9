//! A page that asks for one thing: a heading, what it is about, a few fields and a button that says what will happen.

use crate::Piece;
use act::Id;
use askama::Template;
use web::{Answer, Errors, Page, Tongue, Visit};

/// One field of a sheet.
pub(crate) struct Field {
    name: &'static str,
    label: String,
    kind: &'static str,
    value: String,
    limit: usize,
    choices: Vec<(String, String)>,
    required: bool,
}

/// A page that asks for one thing.
#[derive(Template)]
#[template(path = "pages/sheet.html")]
pub(crate) struct Sheet {
    t: Tongue,
    title: String,
    lede: String,
    back: String,
    quoted: Option<String>,
    other: Option<(String, String)>,
    action: String,
    submit: String,
    fields: Vec<Field>,
    errors: Errors,
    form_key: String,
}

impl Sheet {
    /// A sheet about a piece; `what` is the middle of its message keys.
    pub(crate) fn new(visit: &Visit, piece: Id<Piece>, what: &str, words: &str) -> Self {
        let t = visit.tongue.clone();
        Self {
            title: t.say(format!("pieces-{what}-title")).to_string(),
            lede: t.say(format!("pieces-{what}-lede")).to_string(),
            submit: t.say(format!("pieces-{what}-submit")).to_string(),
            back: format!("/pieces/{piece}"),
            quoted: (!words.is_empty()).then(|| web::prose(words)),
            other: None,
            action: format!("/pieces/{piece}/{what}"),
            fields: Vec::new(),
            errors: Errors::default(),
            form_key: visit.form_key(),
            t,
        }
    }

    pub(crate) fn to(mut self, action: String) -> Self {
        self.action = action;
        self
    }

    pub(crate) fn errors(mut self, errors: Errors) -> Self {
        self.errors = errors;
        self
    }

    /// The words that somebody else wrote meanwhile.
    pub(crate) fn beside(mut self, heading: String, words: &str) -> Self {
        self.other = Some((heading, web::prose(words)));
        self
    }

    fn with(
        mut self,
        name: &'static str,
        kind: &'static str,
        value: &str,
        limit: usize,
        required: bool,
    ) -> Self {
        let label = self.t.say(format!("pieces-field-{name}")).to_string();
        let (value, choices) = (value.to_owned(), Vec::new());
        self.fields.push(Field { name, label, kind, value, limit, choices, required });
        self
    }

    pub(crate) fn line(self, name: &'static str, value: &str, limit: usize, required: bool) -> Self {
        self.with(name, "line", value, limit, required)
    }

    pub(crate) fn area(self, name: &'static str, value: &str, limit: usize, required: bool) -> Self {
        self.with(name, "area", value, limit, required)
    }

    pub(crate) fn hidden(self, name: &'static str, value: &str) -> Self {
        self.with(name, "hidden", value, 0, false)
    }

    pub(crate) fn choices(self, name: &'static str, chosen: &str, among: Vec<(String, String)>) -> Self {
        let mut sheet = self.with(name, "choices", chosen, 0, true);
        if let Some(field) = sheet.fields.last_mut() {
            field.choices = among;
        }
        sheet
    }

    /// The page: 422 with its errors, or 200.
    pub(crate) fn page(self, visit: &Visit) -> Answer<Page> {
        let status = if self.errors.is_empty() { 200 } else { 422 };
        Ok(visit.page("", self.title.clone(), &self)?.status(status))
    }
}
