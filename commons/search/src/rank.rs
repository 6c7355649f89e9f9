//! The order of what is found: by relevance, and of two that are as relevant the newer first.

use serde::{Deserialize, Serialize};
use std::{cmp::Reverse, collections::BinaryHeap};
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::Column,
};

/// A place in the order: a higher one comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Place {
    /// Relevance in twentieths of a BM25 unit. Finer differences are noise, and would never let the newer go first.
    pub(crate) rank: u32,
    /// When the piece was made.
    pub(crate) at: i64,
    /// The piece.
    pub(crate) id: i64,
}

/// A piece that fits the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) place: Place,
    pub(crate) public: bool,
}

/// Collects the first `limit` places after one.
pub(crate) struct Best {
    pub(crate) after: Option<Place>,
    pub(crate) limit: usize,
}

pub(crate) struct BestOfSegment {
    after: Option<Place>,
    limit: usize,
    best: BinaryHeap<Reverse<Candidate>>,
    id: Column<i64>,
    at: Column<i64>,
    public: Column<bool>,
}

impl Collector for Best {
    type Fruit = Vec<Candidate>;
    type Child = BestOfSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<BestOfSegment> {
        let columns = segment.fast_fields();
        Ok(BestOfSegment {
            after: self.after,
            limit: self.limit,
            best: BinaryHeap::new(),
            id: columns.i64("id")?,
            at: columns.i64("at")?,
            public: columns.bool("public")?,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Candidate>>) -> tantivy::Result<Vec<Candidate>> {
        let mut all: Vec<Candidate> = fruits.into_iter().flatten().collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        all.truncate(self.limit);
        Ok(all)
    }
}

impl SegmentCollector for BestOfSegment {
    type Fruit = Vec<Candidate>;

    fn collect(&mut self, doc: DocId, score: Score) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "as casts of floats saturate"
        )]
        let rank = (score * 20.0).round() as u32;
        let place = Place { rank, at: self.at.first(doc).unwrap_or(0), id: self.id.first(doc).unwrap_or(0) };
        if self.after.is_some_and(|after| place >= after) {
            return;
        }
        let candidate = Candidate { place, public: self.public.first(doc).unwrap_or(false) };
        if self.best.len() < self.limit {
            self.best.push(Reverse(candidate));
        } else if self.best.peek().is_some_and(|Reverse(least)| candidate > *least) {
            self.best.pop();
            self.best.push(Reverse(candidate));
        }
    }

    fn harvest(self) -> Vec<Candidate> {
        self.best.into_iter().map(|Reverse(candidate)| candidate).collect()
    }
}
