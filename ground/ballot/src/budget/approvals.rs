use crate::Invalid;
use std::collections::BTreeMap;

/// Approval ballots, equal ones counted together, with the number of approvals of each project kept as they
/// come.
///
/// ```
/// use ballot::budget::Approvals;
/// let mut ballots = Approvals::new(3)?;
/// ballots.add(&[0, 2], 10)?;
/// ballots.add(&[2], 5)?;
/// ballots.remove(&[2, 0], 1)?;
/// assert_eq!((ballots.votes(), ballots.voters()), (&[9, 0, 14][..], 14));
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approvals {
    voters: u64,
    votes: Vec<u64>,
    ballots: BTreeMap<Box<[u32]>, u64>,
}

impl Approvals {
    /// On projects `0..projects`, still without ballots. Refuses more than 2²⁷ projects.
    pub fn new(projects: usize) -> Result<Approvals, Invalid> {
        Invalid::table("number of projects", projects, 1)?;
        Ok(Approvals { voters: 0, votes: vec![0; projects], ballots: BTreeMap::new() })
    }

    /// Adds `count` voters who approve the same projects; an empty list is a voter who approves none.
    /// Logarithmic in the number of different ballots; a refused ballot changes nothing.
    pub fn add(&mut self, approved: &[usize], count: u64) -> Result<(), Invalid> {
        let ballot = self.ballot(approved)?;
        let voters = self.voters.checked_add(count).filter(|voters| *voters < 1 << 53);
        self.voters = voters.ok_or(Invalid::TooLarge { what: "number of voters" })?;
        if count > 0 {
            for project in &ballot {
                self.votes[*project as usize] += count;
            }
            *self.ballots.entry(ballot).or_default() += count;
        }
        Ok(())
    }

    /// Takes `count` equal ballots back. Refuses more than there are.
    pub fn remove(&mut self, approved: &[usize], count: u64) -> Result<(), Invalid> {
        let ballot = self.ballot(approved)?;
        let standing = self.ballots.get_mut(&ballot).filter(|standing| **standing >= count);
        let standing = standing.ok_or(Invalid::Contradiction("more ballots removed than were added"))?;
        *standing -= count;
        if *standing == 0 {
            self.ballots.remove(&ballot);
        }
        for project in &ballot {
            self.votes[*project as usize] -= count;
        }
        self.voters -= count;
        Ok(())
    }

    /// Approvals of each project.
    pub fn votes(&self) -> &[u64] {
        &self.votes
    }

    /// Number of voters, those who approve nothing included.
    pub fn voters(&self) -> u64 {
        self.voters
    }

    /// Number of projects.
    pub fn projects(&self) -> usize {
        self.votes.len()
    }

    /// Every different ballot with its count, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = (&[u32], u64)> {
        self.ballots.iter().map(|(ballot, count)| (&ballot[..], *count))
    }

    fn ballot(&self, approved: &[usize]) -> Result<Box<[u32]>, Invalid> {
        let mut ballot = Vec::with_capacity(approved.len());
        for project in approved {
            Invalid::index("project", *project, self.votes.len())?;
            ballot
                .push(u32::try_from(*project).map_err(|_| Invalid::TooLarge { what: "number of projects" })?);
        }
        ballot.sort_unstable();
        match ballot.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(Invalid::Repeated { what: "project on a ballot", index: pair[0] as usize }),
            None => Ok(ballot.into()),
        }
    }
}
