use super::{Groups, Stance, Votes};
use crate::Invalid;

/// Votes of one group on one statement.
///
/// ```
/// let count = ballot::opinion::Count { agree: 3, disagree: 1, seen: 5 };
/// assert_eq!(count.share(), 4.0 / 7.0);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Count {
    /// Who agreed.
    pub agree: u64,
    /// Who disagreed.
    pub disagree: u64,
    /// Who voted at all, passes included.
    pub seen: u64,
}

impl Count {
    /// Smoothed share of agreement, `(agree + 1)/(seen + 2)`.
    pub fn share(&self) -> f64 {
        (self.agree as f64 + 1.0) / (self.seen as f64 + 2.0)
    }

    /// The same votes with agreement and disagreement exchanged.
    pub(super) fn reversed(self) -> Count {
        Count { agree: self.disagree, disagree: self.agree, seen: self.seen }
    }

    pub(super) fn plus(self, other: Count) -> Count {
        Count {
            agree: self.agree.saturating_add(other.agree),
            disagree: self.disagree.saturating_add(other.disagree),
            seen: self.seen.saturating_add(other.seen),
        }
    }

    pub(super) fn minus(self, other: Count) -> Count {
        Count {
            agree: self.agree.saturating_sub(other.agree),
            disagree: self.disagree.saturating_sub(other.disagree),
            seen: self.seen.saturating_sub(other.seen),
        }
    }
}

/// How far a statement is shared by all groups.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Consensus {
    /// The group-aware consensus `Π_g (agree_g + 1)/(seen_g + 2)`, as the Polis server computes it. It
    /// shrinks with every further group, so compare it only among the same groups.
    pub product: f64,
    /// Its geometric mean, `product^(1/groups)`: comparable whatever the number of groups, and what should be
    /// displayed.
    pub display: f64,
    /// The smallest smoothed share of agreement in any group, for rounds in which a statement must pass in
    /// each of them; 1 without groups.
    pub least: f64,
}

/// Votes counted by group and statement. Groups may be found ([`find`](super::find)) or declared: employees,
/// customers, partners, a jury.
///
/// ```
/// use ballot::opinion::{Cast, Stance, Tallies, Votes};
/// let stances = [Stance::Agree, Stance::Agree, Stance::Disagree];
/// let casts = (0..3).map(|person| Cast { person, statement: 0, stance: stances[person], at: 0 });
/// let votes = Votes::collect(3, 1, casts)?;
/// let strata = [Some(0), Some(0), Some(1)]; // two customers, one employee
/// let tallies = Tallies::count(&votes, &strata, 2)?;
/// assert_eq!(tallies.consensus(0).product, (3.0 / 4.0) * (1.0 / 3.0));
/// assert_eq!(tallies.consensus(0).least, 1.0 / 3.0); // the employee's
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Tallies {
    groups: usize,
    statements: usize,
    counts: Vec<Count>,
}

impl Tallies {
    /// Counts every vote of everybody who belongs to a group. Linear in the votes. Refuses a wrong number of
    /// people and unknown groups.
    pub fn count(votes: &Votes, group_of: &[Option<usize>], groups: usize) -> Result<Tallies, Invalid> {
        if group_of.len() != votes.people() {
            return Err(Invalid::Length {
                what: "groups of people",
                found: group_of.len(),
                wanted: votes.people(),
            });
        }
        Invalid::table("number of groups", groups, votes.statements())?;
        let mut tallies = Tallies::empty(groups, votes.statements());
        for (person, group) in group_of.iter().enumerate().filter_map(|(p, g)| g.map(|g| (p, g))) {
            Invalid::index("group", group, groups)?;
            for (statement, stance) in votes.of(person) {
                tallies.add(group, statement, stance);
            }
        }
        Ok(tallies)
    }

    /// From counts that are already there, group by group. Refuses groups of different length and counts that
    /// exceed what was seen.
    ///
    /// ```
    /// use ballot::opinion::{Count, Tallies};
    /// assert!(Tallies::from_counts(&[vec![Count { agree: 4, disagree: 0, seen: 3 }]]).is_err());
    /// ```
    pub fn from_counts(groups: &[Vec<Count>]) -> Result<Tallies, Invalid> {
        let statements = groups.first().map_or(0, Vec::len);
        if let Some(other) = groups.iter().find(|group| group.len() != statements) {
            return Err(Invalid::Length {
                what: "counts of a group",
                found: other.len(),
                wanted: statements,
            });
        }
        let counts: Vec<Count> = groups.concat();
        if counts
            .iter()
            .any(|count| count.agree.checked_add(count.disagree).is_none_or(|sum| sum > count.seen))
        {
            return Err(Invalid::Contradiction(
                "more people agreed or disagreed than have seen the statement",
            ));
        }
        Ok(Tallies { groups: groups.len(), statements, counts })
    }

    fn empty(groups: usize, statements: usize) -> Tallies {
        Tallies { groups, statements, counts: vec![Count::default(); groups * statements] }
    }

    fn add(&mut self, group: usize, statement: usize, stance: Stance) {
        let count = &mut self.counts[group * self.statements + statement];
        if count.seen == u64::MAX {
            return;
        }
        count.seen += 1;
        count.agree += u64::from(stance == Stance::Agree);
        count.disagree += u64::from(stance == Stance::Disagree);
    }

    /// Moves one vote: takes back what somebody of this group had said, if anything, and counts what she says
    /// now, if anything. Constant time, so a live tally never needs a recount. Refuses unknown indexes and a
    /// vote that was not there.
    ///
    /// ```
    /// use ballot::opinion::{Count, Stance, Tallies};
    /// let mut tallies = Tallies::from_counts(&[vec![Count { agree: 2, disagree: 0, seen: 3 }]])?;
    /// tallies.change(0, 0, Some(Stance::Pass), Some(Stance::Disagree))?;
    /// assert_eq!(tallies.of(0, 0), Count { agree: 2, disagree: 1, seen: 3 });
    /// assert!(tallies.change(0, 0, Some(Stance::Pass), None).is_err(), "nobody passes any more");
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn change(
        &mut self,
        group: usize,
        statement: usize,
        before: Option<Stance>,
        after: Option<Stance>,
    ) -> Result<(), Invalid> {
        Invalid::index("group", group, self.groups)?;
        Invalid::index("statement", statement, self.statements)?;
        let count = &mut self.counts[group * self.statements + statement];
        if let Some(stance) = before {
            let there = match stance {
                Stance::Agree => count.agree,
                Stance::Disagree => count.disagree,
                Stance::Pass => count.seen - count.agree - count.disagree,
            };
            if there == 0 {
                return Err(Invalid::Contradiction("a vote taken back was never counted"));
            }
            count.seen -= 1;
            count.agree -= u64::from(stance == Stance::Agree);
            count.disagree -= u64::from(stance == Stance::Disagree);
        }
        if let Some(stance) = after {
            self.add(group, statement, stance);
        }
        Ok(())
    }

    /// Number of groups.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// Number of statements.
    pub fn statements(&self) -> usize {
        self.statements
    }

    /// Votes of a group on a statement; zeros for what is unknown.
    pub fn of(&self, group: usize, statement: usize) -> Count {
        let known = group < self.groups && statement < self.statements;
        if known { self.counts[group * self.statements + statement] } else { Count::default() }
    }

    /// Votes of all groups together.
    pub fn total(&self, statement: usize) -> Count {
        (0..self.groups).fold(Count::default(), |sum, group| sum.plus(self.of(group, statement)))
    }

    /// Group-aware consensus on a statement: high only when *every* group agrees (Small et al. 2021).
    /// O(groups).
    pub fn consensus(&self, statement: usize) -> Consensus {
        let product: f64 = (0..self.groups).map(|group| self.of(group, statement).share()).product();
        let logs: f64 = (0..self.groups).map(|group| libm::log(self.of(group, statement).share())).sum();
        let display = if self.groups == 0 { 1.0 } else { libm::exp(logs / self.groups as f64) };
        let least = (0..self.groups).map(|group| self.of(group, statement).share()).fold(1.0, f64::min);
        Consensus { product, display, least }
    }
}

/// Consensus that does not hang on the number of groups: for each statement the geometric mean of the
/// displayed consensus over all partitions tried.
///
/// A statement that stands well with two, three, four and five groups stands well. Own construction, against
/// the known weakness that the limit on the number of groups leaks into the result. Linear in votes ×
/// partitions.
///
/// ```
/// use ballot::opinion::{Groups, Votes, across_counts};
/// let nothing = Groups { partitions: vec![], best: 0 };
/// assert_eq!(across_counts(&Votes::collect(0, 2, [])?, &nothing)?, []);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn across_counts(votes: &Votes, groups: &Groups) -> Result<Vec<f64>, Invalid> {
    if groups.partitions.is_empty() {
        return Ok(Vec::new());
    }
    let mut logs = vec![0.0; votes.statements()];
    for partition in &groups.partitions {
        let tallies = Tallies::count(votes, &partition.of, partition.groups)?;
        for (statement, log) in logs.iter_mut().enumerate() {
            *log += libm::log(tallies.consensus(statement).display);
        }
    }
    Ok(logs.into_iter().map(|log| libm::exp(log / groups.partitions.len() as f64)).collect())
}
