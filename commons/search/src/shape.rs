//! The shape of the index: its fields, and how a document is written into them.
//!
//! No text is stored: what a page shows is read from the database, so that nothing outlives its piece here.

use crate::words::{Token, stems, tokens};
use tantivy::{
    TantivyDocument, Term,
    schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{PreTokenizedString, Token as Written},
};
use web::Document;

/// The version of this shape and of the words in it. An index of another version is built anew.
pub(crate) const VERSION: u32 = 1;
/// Bytes of remarks that are read into a document; the latest count.
pub(crate) const REMARKS: usize = 64 * 1024;
/// Remarks of a piece that are read, the latest.
pub(crate) const REMARKS_EACH: u32 = 200;

/// A document with what is remarked on it.
#[derive(Debug, Clone)]
pub(crate) struct Whole {
    /// As its room reads it.
    pub(crate) document: Document,
    /// What people said about it.
    pub(crate) remarks: String,
}

/// A part of a document that is searched: as written, and by stems.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Searched {
    /// Folded words with their places.
    pub(crate) words: Field,
    /// Stems with their language.
    pub(crate) stems: Field,
    /// How much a word found here weighs.
    pub(crate) weight: f32,
}

/// The fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) kind: Field,
    pub(crate) programme: Field,
    pub(crate) language: Field,
    pub(crate) public: Field,
    pub(crate) at: Field,
    pub(crate) digest: Field,
    /// Title, text, remarks.
    pub(crate) searched: [Searched; 3],
}

/// How much a word in the title, the text and the remarks weighs.
const WEIGHTS: [(&str, f32); 3] = [("title", 3.0), ("text", 1.0), ("remarks", 0.5)];

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = |option| {
        let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(option);
        TextOptions::default().set_indexing_options(indexing)
    };
    let id = schema.add_i64_field("id", INDEXED | FAST);
    let kind = schema.add_text_field("kind", STRING);
    let programme = schema.add_i64_field("programme", INDEXED);
    let language = schema.add_text_field("language", STRING);
    let public = schema.add_bool_field("public", INDEXED | FAST);
    let at = schema.add_i64_field("at", FAST);
    let digest = schema.add_u64_field("digest", FAST);
    let searched = WEIGHTS.map(|(name, weight)| Searched {
        words: schema.add_text_field(name, indexing(IndexRecordOption::WithFreqsAndPositions)),
        stems: schema.add_text_field(&format!("{name}-stems"), indexing(IndexRecordOption::WithFreqs)),
        weight,
    });
    (schema.build(), Fields { id, kind, programme, language, public, at, digest, searched })
}

impl Fields {
    /// The term by which a piece's document is replaced.
    pub(crate) fn key(&self, id: i64) -> Term {
        Term::from_field_i64(self.id, id)
    }

    /// The document as the index keeps it.
    pub(crate) fn written(&self, whole: &Whole) -> TantivyDocument {
        let document = &whole.document;
        let mut out = TantivyDocument::new();
        out.add_i64(self.id, document.id);
        out.add_text(self.kind, document.kind);
        if let Some(programme) = document.programme {
            out.add_i64(self.programme, programme);
        }
        let language = document.language.as_deref().unwrap_or_default();
        if !language.is_empty() {
            out.add_text(self.language, language);
        }
        out.add_bool(self.public, document.public);
        out.add_i64(self.at, document.at.as_micros());
        out.add_u64(self.digest, digest(whole));
        for (searched, text) in self.searched.iter().zip([&document.title, &document.text, &whole.remarks]) {
            let tokens = tokens(text);
            out.add_pre_tokenized_text(searched.words, stream(tokens.iter().map(|t| (t, t.term.clone()))));
            let stemmed =
                tokens.iter().flat_map(|t| stems(t, language).into_iter().map(move |stem| (t, stem)));
            out.add_pre_tokenized_text(searched.stems, stream(stemmed));
        }
        out
    }
}

fn stream<'t>(terms: impl Iterator<Item = (&'t Token, String)>) -> PreTokenizedString {
    let written = terms.map(|(token, text)| Written {
        offset_from: token.at.start,
        offset_to: token.at.end,
        position: token.place,
        text,
        position_length: 1,
    });
    // The text itself is not needed: it is not stored.
    PreTokenizedString { text: String::new(), tokens: written.collect() }
}

/// What tells one state of a document from another: FNV-1a over all that is written of it.
pub(crate) fn digest(whole: &Whole) -> u64 {
    let document = &whole.document;
    let figures = format!(
        "{VERSION}\u{1f}{}\u{1f}{:?}\u{1f}{:?}\u{1f}{}\u{1f}{}",
        document.kind,
        document.programme,
        document.language,
        document.public,
        document.at.as_micros()
    );
    let parts = [figures.as_str(), &document.title, &document.text, &whole.remarks];
    parts
        .iter()
        .flat_map(|part| part.bytes().chain([0x1e]))
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
