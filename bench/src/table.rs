//! The figures as a person reads them.

use std::fmt::{self, Write as _};

/// What a ratio must keep.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// It is not smaller.
    AtLeast(f64),
    /// It is not larger.
    AtMost(f64),
    /// Nothing was promised; it is told because it is worth knowing.
    Free,
}

impl Bound {
    /// Whether the ratio keeps it. A ratio that is none keeps nothing.
    pub fn holds(self, ratio: f64) -> bool {
        match self {
            Self::AtLeast(least) => ratio >= least,
            Self::AtMost(most) => ratio <= most,
            Self::Free => true,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, "≥ {least:.2}"),
            Self::AtMost(most) => write!(f, "≤ {}", digits(*most)),
            Self::Free => f.write_str("–"),
        }
    }
}

/// One measurement.
#[derive(Debug, Clone)]
pub struct Line {
    /// What was measured.
    pub what: String,
    /// On which engine.
    pub engine: String,
    /// What the house does.
    pub subject: String,
    /// What it is held against.
    pub ceiling: String,
    /// The one to the other: the median over the rounds.
    pub ratio: f64,
    /// What the ratio must keep.
    pub bound: Bound,
}

impl Line {
    /// Whether the bound holds.
    pub fn holds(&self) -> bool {
        self.bound.holds(self.ratio)
    }

    /// Whether anything was promised.
    pub fn bounded(&self) -> bool {
        self.bound != Bound::Free
    }

    fn verdict(&self) -> &'static str {
        match (self.bound, self.holds()) {
            (Bound::Free, _) => "",
            (_, true) => "holds",
            (_, false) => "MISSED",
        }
    }

    fn cells(&self) -> [String; 7] {
        [
            self.what.clone(),
            self.engine.clone(),
            self.subject.clone(),
            self.ceiling.clone(),
            digits(self.ratio),
            self.bound.to_string(),
            self.verdict().to_owned(),
        ]
    }
}

/// A ratio to as many digits as tell it from its bound.
fn digits(ratio: f64) -> String {
    if ratio < 0.1 { format!("{ratio:.4}") } else { format!("{ratio:.2}") }
}

/// All lines under each other, as Markdown that is aligned for reading as it is.
pub fn table(lines: &[Line]) -> String {
    let head = ["what", "engine", "subject", "ceiling", "ratio", "bound", ""].map(str::to_owned);
    let rows: Vec<[String; 7]> = std::iter::once(head).chain(lines.iter().map(Line::cells)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 7] = std::array::from_fn(width);
    let mut out = String::new();
    for (place, row) in rows.iter().enumerate() {
        for (cell, &width) in row.iter().zip(&widths) {
            let _ = write!(out, "| {cell:width$} ");
        }
        out.push_str("|\n");
        if place == 0 {
            for &width in &widths {
                let _ = write!(out, "|{:-<1$}", "", width + 2);
            }
            out.push_str("|\n");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_holds_at_its_edge_and_nothing_holds_without_a_figure() {
        assert!(Bound::AtLeast(0.5).holds(0.5) && !Bound::AtLeast(0.5).holds(0.49));
        assert!(Bound::AtMost(4.0).holds(4.0) && !Bound::AtMost(4.0).holds(4.1));
        assert_eq!([0.0085, 0.01, 0.33, 35.3].map(digits), ["0.0085", "0.0100", "0.33", "35.30"]);
        assert!(!Bound::AtLeast(0.5).holds(f64::NAN) && !Bound::AtMost(4.0).holds(f64::NAN));
    }
}
