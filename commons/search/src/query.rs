//! The question as the index understands it.
//!
//! Every word must be there, in the title, the text or the remarks, as it is written or by its stem in the language of
//! the text; the best place counts (BM25), and the title weighs most. Words that say little may be missing. What the
//! last word begins counts for less.

use crate::{
    ask::{Ask, Part},
    shape::{Fields, Searched},
    words::{Token, says_little, stems},
};
use tantivy::{
    Searcher, Term,
    query::{
        BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery,
        Query, TermQuery,
    },
    schema::IndexRecordOption,
};

/// What a stem weighs beside the word as it is written.
const STEM: f32 = 0.8;
/// What a longer word weighs that begins as the last one does.
const BEGINNING: f32 = 0.4;
/// What a further place of a word adds.
const TIE: f32 = 0.1;
/// Words of the index that a beginning may stand for, the most used first.
const BEGINNINGS: usize = 40;
/// Words of the index that are looked at for a beginning, in each segment.
const LOOKED_AT: usize = 2_000;

/// Which pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Narrow {
    /// Of these kinds; of all when there are none.
    pub(crate) kinds: Vec<String>,
    /// Of this programme.
    pub(crate) programme: Option<i64>,
    /// In this language.
    pub(crate) language: Option<String>,
    /// Only what everybody may find.
    pub(crate) public: bool,
}

/// How many of the words must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum Mode {
    /// All of them.
    All,
    /// Some of them, when no piece has all.
    Some,
}

/// Makes queries over one state of the index.
pub(crate) struct Maker<'a> {
    pub(crate) fields: &'a Fields,
    pub(crate) searcher: &'a Searcher,
    /// The languages there are texts in.
    pub(crate) languages: &'a [String],
}

impl Maker<'_> {
    /// The whole query.
    pub(crate) fn query(&self, ask: &Ask, narrow: &Narrow, mode: Mode) -> tantivy::Result<Box<dyn Query>> {
        let wanted: Vec<&Part> = ask.parts.iter().filter(|part| !part.without).collect();
        let all_little = wanted.iter().all(|part| self.may_be_missing(part));
        let mut words: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for part in wanted {
            let little = !all_little && self.may_be_missing(part);
            match (mode, little) {
                (Mode::All, false) => words.push((Occur::Must, self.part(part)?)),
                (Mode::Some, true) => {}
                _ => words.push((Occur::Should, self.part(part)?)),
            }
        }
        let words: Box<dyn Query> = Box::new(BooleanQuery::new(words));
        let mut all: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, words)];
        for part in ask.parts.iter().filter(|part| part.without) {
            all.push((Occur::MustNot, self.part(part)?));
        }
        all.extend(self.narrowed(narrow).into_iter().map(|query| (Occur::Must, query)));
        Ok(Box::new(BooleanQuery::new(all)))
    }

    fn may_be_missing(&self, part: &Part) -> bool {
        !part.quoted && part.tokens.iter().all(|token| says_little(token, self.languages))
    }

    fn narrowed(&self, narrow: &Narrow) -> Vec<Box<dyn Query>> {
        let fields = self.fields;
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        if !narrow.kinds.is_empty() {
            let kinds = narrow.kinds.iter().map(|kind| plain(Term::from_field_text(fields.kind, kind)));
            queries.push(Box::new(BooleanQuery::union(kinds.collect())));
        }
        queries.extend(narrow.programme.map(|id| plain(Term::from_field_i64(fields.programme, id))));
        queries.extend(narrow.language.iter().map(|tag| plain(Term::from_field_text(fields.language, tag))));
        if narrow.public {
            queries.push(plain(Term::from_field_bool(fields.public, true)));
        }
        queries
            .into_iter()
            .map(|query| Box::new(ConstScoreQuery::new(query, 0.0)) as Box<dyn Query>)
            .collect()
    }

    /// A word or a phrase, wherever it stands.
    fn part(&self, part: &Part) -> tantivy::Result<Box<dyn Query>> {
        let mut places: Vec<Box<dyn Query>> = Vec::new();
        for searched in &self.fields.searched {
            match part.tokens.as_slice() {
                [] => {}
                [one] => self.word(one, part, searched, &mut places)?,
                several => {
                    places.push(boosted(phrase(several, searched), searched.weight));
                }
            }
        }
        if places.is_empty() {
            return Ok(Box::new(EmptyQuery));
        }
        Ok(Box::new(DisjunctionMaxQuery::with_tie_breaker(places, TIE)))
    }

    fn word(
        &self,
        token: &Token,
        part: &Part,
        searched: &Searched,
        places: &mut Vec<Box<dyn Query>>,
    ) -> tantivy::Result<()> {
        places.push(boosted(counted(Term::from_field_text(searched.words, &token.term)), searched.weight));
        if !part.quoted {
            let stems = self.languages.iter().flat_map(|language| stems(token, language));
            for stem in stems {
                let term = Term::from_field_text(searched.stems, &stem);
                places.push(boosted(counted(term), searched.weight * STEM));
            }
        }
        let single = token.run.is_some() && token.last_of_run;
        if single || part.open && token.term.chars().count() >= 2 && token.run.is_none() {
            let weight = if single { searched.weight } else { searched.weight * BEGINNING };
            for term in self.beginnings(searched, &token.term)? {
                places.push(boosted(counted(term), weight));
            }
        }
        Ok(())
    }

    /// The most used words of the index that begin so, without the beginning itself.
    fn beginnings(&self, searched: &Searched, beginning: &str) -> tantivy::Result<Vec<Term>> {
        let mut used: std::collections::BTreeMap<Vec<u8>, u64> = Default::default();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(searched.words)?;
            let mut stream = index.terms().range().gt(beginning.as_bytes()).into_stream()?;
            let mut looked = 0;
            while looked < LOOKED_AT && stream.advance() && stream.key().starts_with(beginning.as_bytes()) {
                *used.entry(stream.key().to_vec()).or_default() += u64::from(stream.value().doc_freq);
                looked += 1;
            }
        }
        let mut most: Vec<(Vec<u8>, u64)> = used.into_iter().collect();
        most.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        most.truncate(BEGINNINGS);
        let term = |key: Vec<u8>| {
            String::from_utf8(key).ok().map(|text| Term::from_field_text(searched.words, &text))
        };
        Ok(most.into_iter().filter_map(|(key, _)| term(key)).collect())
    }
}

fn phrase(tokens: &[Token], searched: &Searched) -> Box<dyn Query> {
    let first = tokens.first().map_or(0, |token| token.place);
    let terms = tokens
        .iter()
        .map(|token| (token.place - first, Term::from_field_text(searched.words, &token.term)))
        .collect();
    Box::new(PhraseQuery::new_with_offset(terms))
}

fn counted(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn plain(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn boosted(query: Box<dyn Query>, by: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, by))
}
