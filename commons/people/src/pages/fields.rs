//! Parts of forms that every page here uses.

use askama::Template;
use web::{Errors, Tongue};

/// One field with its label, its hint and what is wrong with it.
#[derive(Template)]
#[template(path = "pages/input.html")]
pub(super) struct Input<'a> {
    t: &'a Tongue,
    name: &'static str,
    kind: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    value: &'a str,
    error: Option<&'a str>,
    autocomplete: &'static str,
    limit: u32,
    required: bool,
}

impl<'a> Input<'a> {
    /// A field of this name, which is its `id` too, under the label with this message key.
    pub(super) fn new(t: &'a Tongue, errors: &'a Errors, name: &'static str, label: &'static str) -> Self {
        let error = errors.of(name);
        Self {
            t,
            name,
            kind: "text",
            label,
            hint: None,
            value: "",
            error,
            autocomplete: "off",
            limit: 200,
            required: false,
        }
    }
    pub(super) fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }
    pub(super) fn hint(mut self, key: &'static str) -> Self {
        self.hint = Some(key);
        self
    }
    pub(super) fn value(mut self, value: &'a str) -> Self {
        self.value = value;
        self
    }
    pub(super) fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = what;
        self
    }
    pub(super) fn limit(mut self, most: u32) -> Self {
        self.limit = most;
        self
    }
    pub(super) fn required(mut self) -> Self {
        self.required = true;
        self
    }
    fn said(&self, key: &'a str) -> String {
        self.t.say(key).to_string()
    }
    fn is_text(&self) -> bool {
        self.kind == "text"
    }
    fn described_by(&self) -> String {
        let hint = self.hint.map(|_| format!("{}-hint", self.name));
        let error = self.error.map(|_| format!("{}-error", self.name));
        [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}
