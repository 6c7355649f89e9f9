//! Judges who mark by several criteria, each with its weight.

use crate::{Exact, Invalid};
use num_rational::BigRational;
use std::collections::{BTreeMap, BTreeSet};

/// One judge's marks for one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Index of the judge.
    pub judge: usize,
    /// Index of the item.
    pub item: usize,
    /// A mark for each criterion, in their order; nothing where the judge has not decided.
    pub marks: Vec<Option<u32>>,
}

/// Criteria that were fixed beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criteria {
    weights: Vec<u32>,
    top: u32,
}

/// What the judges' marks come to.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Judged {
    /// The items, in their order.
    pub items: Vec<Marked>,
    /// Sheets that count for nothing because the judge has an interest in the item, as (judge, item), ascending.
    pub conflicts: Vec<(usize, usize)>,
    /// Sheets that count for nothing because a mark is missing, as (judge, item), ascending.
    pub unfinished: Vec<(usize, usize)>,
}

/// An item under its criteria.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Marked {
    /// Judges whose sheets count.
    pub judges: usize,
    /// The mean mark under each criterion; empty without a judge.
    pub means: Vec<Exact>,
    /// The weighted mean of these, between 0 and the top mark; nothing without a judge.
    pub score: Option<Exact>,
    /// The lowest and the highest score that a single judge's sheet gives: how far they are apart.
    pub between: Option<(Exact, Exact)>,
}

impl Criteria {
    /// Criteria by their weights, marked from 0 to `top`. Only the proportions of weights matter. Refuses no criteria,
    /// a criterion without weight (nobody should be asked for a mark that counts for nothing), and a top mark of 0.
    pub fn new(weights: &[u32], top: u32) -> Result<Criteria, Invalid> {
        if weights.is_empty() {
            return Err(Invalid::Empty { what: "criteria" });
        }
        if weights.contains(&0) {
            return Err(Invalid::Contradiction("every criterion needs a weight above zero"));
        }
        Invalid::positive("top mark", f64::from(top))?;
        Ok(Criteria { weights: weights.to_vec(), top })
    }

    /// Weighs the judges' sheets, without rounding.
    ///
    /// `score_j = Σ_c w_c·m_jc / Σ_c w_c`, where `m_jc` is the mean mark of item j under criterion c: a weighted sum
    /// model (P. C. Fishburn, "Additive utilities with incomplete product sets", Operations Research 15, 1967). Every
    /// counted judge marked every criterion, so the score is also the mean of the judges' own scores, and no criterion
    /// rests on other judges than the next. A sheet that lacks a mark, or whose (judge, item) is among `conflicts`,
    /// is left out whole and named. How many people like an item is no argument here, so it cannot enter.
    ///
    /// Where judges see different items, their habits matter: give the scores of sheets ([`Criteria::score`]) to
    /// [`crate::harshness::correct`]. O(sheets × criteria). Refuses unknown items, a second sheet of a judge for an
    /// item, another number of marks than criteria, and a mark above the top.
    ///
    /// ```
    /// use ballot::criteria::{Criteria, Sheet};
    /// // Fit to the brief counts twice, craft once; judge 2 made item 1, and judge 1 has not decided on its craft.
    /// let sheet = |judge, item, fit, craft| Sheet { judge, item, marks: vec![Some(fit), craft] };
    /// let sheets = [
    ///     sheet(0, 0, 8, Some(5)), sheet(1, 0, 9, Some(6)),
    ///     sheet(0, 1, 6, Some(9)), sheet(1, 1, 6, None), sheet(2, 1, 10, Some(10)),
    /// ];
    /// let judged = Criteria::new(&[2, 1], 10)?.weigh(2, &sheets, &[(2, 1)])?;
    /// let score = |item: usize| judged.items[item].score.as_ref().map(ToString::to_string);
    /// assert_eq!((score(0).as_deref(), score(1).as_deref()), (Some("15/2"), Some("7")));
    /// assert_eq!((judged.conflicts, judged.unfinished), (vec![(2, 1)], vec![(1, 1)]));
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn weigh(
        &self,
        items: usize,
        sheets: &[Sheet],
        conflicts: &[(usize, usize)],
    ) -> Result<Judged, Invalid> {
        // What is told of an item takes about as much room as sixteen numbers, and one for each criterion.
        Invalid::table("number of items", items, 16 + self.weights.len())?;
        let interested: BTreeSet<(usize, usize)> = conflicts.iter().copied().collect();
        let mut judged = Judged { items: Vec::new(), conflicts: Vec::new(), unfinished: Vec::new() };
        let mut counted: Vec<Vec<Vec<u32>>> = vec![Vec::new(); items];
        for ((item, judge), sheet) in self.checked(items, sheets)? {
            if interested.contains(&(judge, item)) {
                judged.conflicts.push((judge, item));
            } else if let Some(marks) = sheet.marks.iter().copied().collect() {
                counted[item].push(marks);
            } else {
                judged.unfinished.push((judge, item));
            }
        }
        judged.conflicts.sort_unstable();
        judged.unfinished.sort_unstable();
        judged.items = counted.iter().map(|sheets| self.marked(sheets)).collect();
        Ok(judged)
    }

    /// What one judge's marks come to; nothing while one is missing, or when they are not these criteria's.
    pub fn score(&self, marks: &[Option<u32>]) -> Option<Exact> {
        let marks: Vec<u32> = marks.iter().copied().collect::<Option<_>>()?;
        (marks.len() == self.weights.len()).then(|| self.weighted(marks.into_iter().map(Exact::whole)))
    }

    /// The sheets by item and judge, so that nothing depends on the order in which they came.
    fn checked<'a>(
        &self,
        items: usize,
        sheets: &'a [Sheet],
    ) -> Result<BTreeMap<(usize, usize), &'a Sheet>, Invalid> {
        let mut sorted = BTreeMap::new();
        for sheet in sheets {
            Invalid::index("item", sheet.item, items)?;
            let (found, wanted) = (sheet.marks.len(), self.weights.len());
            if found != wanted {
                return Err(Invalid::Length { what: "marks of a sheet", found, wanted });
            }
            for mark in sheet.marks.iter().flatten() {
                Invalid::within("mark", f64::from(*mark), 0.0, f64::from(self.top))?;
            }
            if sorted.insert((sheet.item, sheet.judge), sheet).is_some() {
                return Err(Invalid::Repeated { what: "sheet for one item by judge", index: sheet.judge });
            }
        }
        Ok(sorted)
    }

    fn marked(&self, sheets: &[Vec<u32>]) -> Marked {
        let judges = sheets.len();
        if judges == 0 {
            return Marked { judges, means: Vec::new(), score: None, between: None };
        }
        let mean = |criterion: usize| {
            let sum: u64 = sheets.iter().map(|marks| u64::from(marks[criterion])).sum();
            Exact(BigRational::new(sum.into(), judges.into()))
        };
        let means: Vec<Exact> = (0..self.weights.len()).map(mean).collect();
        let own = || sheets.iter().map(|marks| self.weighted(marks.iter().map(|mark| Exact::whole(*mark))));
        let between = own().min().zip(own().max());
        Marked { judges, score: Some(self.weighted(means.iter().cloned())), means, between }
    }

    fn weighted(&self, marks: impl Iterator<Item = Exact>) -> Exact {
        let all: u64 = self.weights.iter().map(|weight| u64::from(*weight)).sum();
        let sum = marks
            .zip(&self.weights)
            .map(|(mark, weight)| mark.0 * BigRational::from_integer((*weight).into()));
        Exact(sum.sum::<BigRational>() / BigRational::from_integer(all.into()))
    }
}
