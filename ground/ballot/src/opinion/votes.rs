use crate::Invalid;

/// What somebody thinks of a statement.
///
/// Traps of real exports: some write 1 for agree, some −1. Here there is a word for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Stance {
    /// Neither, but seen.
    Pass,
    /// Against it.
    Disagree,
    /// For it.
    Agree,
}

impl Stance {
    pub(crate) fn sign(self) -> f64 {
        match self {
            Stance::Agree => 1.0,
            Stance::Disagree => -1.0,
            Stance::Pass => 0.0,
        }
    }
}

/// One vote as it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cast {
    /// Index of the person.
    pub person: usize,
    /// Index of the statement.
    pub statement: usize,
    /// The vote.
    pub stance: Stance,
    /// When; of several votes of one person on one statement the latest counts.
    pub at: i64,
}

/// Everybody's standing votes, sparse: memory is linear in the votes cast, whatever the number of people and
/// statements.
///
/// ```
/// use ballot::opinion::{Cast, Stance, Votes};
/// let casts = [(0, 1, Stance::Agree, 10), (0, 1, Stance::Disagree, 20), (1, 0, Stance::Pass, 5)]
///     .map(|(person, statement, stance, at)| Cast { person, statement, stance, at });
/// let votes = Votes::collect(2, 2, casts)?;
/// assert_eq!(votes.of(0).collect::<Vec<_>>(), [(1, Stance::Disagree)]); // she changed her mind
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Votes {
    statements: usize,
    starts: Vec<usize>,
    columns: Vec<u32>,
    stances: Vec<Stance>,
}

impl Votes {
    /// Sorts and keeps the latest vote of each person on each statement. Of several at the very same instant
    /// agree goes before disagree before pass, so the order of arrival never matters. O(n log n). Refuses
    /// unknown people and statements.
    pub fn collect(
        people: usize,
        statements: usize,
        casts: impl IntoIterator<Item = Cast>,
    ) -> Result<Votes, Invalid> {
        Invalid::table("number of people", people, 1)?;
        Invalid::table("number of statements", statements, 1)?;
        let casts: Vec<Cast> = casts.into_iter().collect();
        // Counted into one stretch per person first: sorting many short stretches is quicker than one long
        // one.
        let mut starts = vec![0usize; people + 1];
        for cast in &casts {
            Invalid::index("person", cast.person, people)?;
            Invalid::index("statement", cast.statement, statements)?;
            starts[cast.person + 1] += 1;
        }
        (0..people).for_each(|person| starts[person + 1] += starts[person]);
        let mut open = starts.clone();
        let mut sorted = vec![(0u32, 0i64, Stance::Pass); casts.len()];
        for cast in &casts {
            sorted[open[cast.person]] = (cast.statement as u32, cast.at, cast.stance);
            open[cast.person] += 1;
        }
        drop(casts);
        let mut votes = Votes { statements, starts: vec![0], columns: Vec::new(), stances: Vec::new() };
        for person in 0..people {
            let own = &mut sorted[starts[person]..starts[person + 1]];
            own.sort_unstable();
            for same in own.chunk_by(|a, b| a.0 == b.0) {
                let (statement, _, stance) = same[same.len() - 1];
                votes.columns.push(statement);
                votes.stances.push(stance);
            }
            votes.starts.push(votes.columns.len());
        }
        Ok(votes)
    }

    /// Number of people, those without votes included.
    pub fn people(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of statements.
    pub fn statements(&self) -> usize {
        self.statements
    }

    /// Standing votes in all.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether nobody has voted.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The votes of one person, by ascending statement; none for an unknown person.
    pub fn of(&self, person: usize) -> impl Iterator<Item = (usize, Stance)> + '_ {
        let range = if person < self.people() { self.starts[person]..self.starts[person + 1] } else { 0..0 };
        self.columns[range.clone()]
            .iter()
            .map(|column| *column as usize)
            .zip(self.stances[range].iter().copied())
    }

    /// How many statements a person voted on.
    pub fn count_of(&self, person: usize) -> usize {
        if person < self.people() { self.starts[person + 1] - self.starts[person] } else { 0 }
    }
}
