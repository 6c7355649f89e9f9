use super::{
    Landscape, Votes,
    clusters::{Cloud, Clustering, Point},
};
use crate::{Invalid, chance::Seed};

/// Passes that gather people into places; more would move the places of a large crowd without changing who is
/// near whom.
const GATHERING: usize = 20;

/// Where the search for groups begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Start {
    /// From the first people whose places differ, as the Polis server begins. Its stored groups are
    /// reproduced from here, but they depend on who came first.
    First,
    /// From places far apart (k-means++), the best of several tries by the sum of squared distances.
    Spread {
        /// How many tries; at least one is made.
        tries: u32,
        /// Where the tries begin.
        seed: Seed,
    },
}

/// How groups are found.
///
/// ```
/// use ballot::opinion::{GroupRule, Start};
/// assert_eq!(GroupRule::default().least_votes, 7);
/// assert!(matches!(GroupRule::default().start, Start::First));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct GroupRule {
    /// Votes needed to take part (or all statements, when there are fewer). Seven on the Polis server.
    pub least_votes: usize,
    /// When fewer people qualify, the most active fill up to this number. Fifteen on the Polis server.
    pub least_people: usize,
    /// Places in the plane that people are first gathered into. A hundred on the Polis server, at most a
    /// thousand.
    pub places: usize,
    /// The most groups tried; never more than `2 + places used / 12`. Five on the Polis server.
    pub most_groups: usize,
    /// Where the search begins.
    pub start: Start,
}

impl Default for GroupRule {
    fn default() -> GroupRule {
        GroupRule { least_votes: 7, least_people: 15, places: 100, most_groups: 5, start: Start::First }
    }
}

/// People divided into one number of groups.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Partition {
    /// Number of groups.
    pub groups: usize,
    /// Group of each person, largest group first; `None` for people with too few votes.
    pub of: Vec<Option<usize>>,
    /// How well separated the groups are, −1 … 1.
    pub silhouette: f64,
}

/// The partitions that were tried, by ascending number of groups.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Groups {
    /// All of them, so that whoever disagrees with the choice can look at the others.
    pub partitions: Vec<Partition>,
    /// Which one has the best silhouette, the smaller number of groups among equals.
    pub best: usize,
}

impl Groups {
    /// The partition with the best silhouette; `None` when there were too few people to divide.
    pub fn chosen(&self) -> Option<&Partition> {
        self.partitions.get(self.best)
    }

    /// The partition into this number of groups, if it was tried.
    pub fn with(&self, groups: usize) -> Option<&Partition> {
        self.partitions.iter().find(|partition| partition.groups == groups)
    }
}

/// Finds groups of people who stand close together in the landscape.
///
/// As on the Polis server: people with enough votes take part; k-means gathers them into at most a hundred
/// places; weighted k-means then divides the places into 2 … min(5, 2 + places/12) groups, and the best
/// silhouette wins. Unlike there, silhouettes weigh each place by its people. Small et al. 2021; silhouette
/// by Rousseeuw (1987). About linear in people, quadratic in places. Beginning from the first people, with
/// the number of groups that the server had stored, six real conversations are divided as the server did:
/// adjusted Rand index 0.98, 1.00, 1.00 (server output with its veterans) and 1.00, 0.97, 0.92 (exports,
/// judged by votes alone, where also the number of groups agrees). [`Start::Spread`] finds divisions with a
/// smaller sum of squares that are others: 0.19, 0.93 and 0.69 on the exports, because the server's groups
/// carry the memory of who came first. Its *number* of groups has a memory too ([`Patience`]): judged by the
/// last votes alone, two of the three server outputs would get four and two groups instead of three.
///
/// `veterans` take part whatever their votes: on the server, whoever was once in stays in, even when the
/// number of statements outgrows her votes; pass none to judge by the votes alone. Refuses a landscape of
/// other votes and unknown veterans.
///
/// ```
/// use ballot::opinion::{Cast, GroupRule, Landscape, Stance, Votes, find};
/// let casts = (0..40).flat_map(|person| (0..8).map(move |statement| Cast {
///     person, statement, at: 0,
///     stance: match (person % 2 == 0) == (statement < 4 + person % 3) {
///         true => Stance::Agree,
///         false => Stance::Disagree,
///     },
/// }));
/// let votes = Votes::collect(40, 8, casts)?;
/// let groups = find(&votes, &Landscape::of(&votes, &[false; 8])?, &GroupRule::default(), &[])?;
/// let chosen = groups.with(2).expect("forty people can be divided");
/// assert!((0..40).all(|person| chosen.of[person] == chosen.of[person % 2]));
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn find(
    votes: &Votes,
    landscape: &Landscape,
    rule: &GroupRule,
    veterans: &[usize],
) -> Result<Groups, Invalid> {
    if landscape.people.len() != votes.people() {
        let (found, wanted) = (landscape.people.len(), votes.people());
        return Err(Invalid::Length { what: "people in the landscape", found, wanted });
    }
    let mut people = taking_part(votes, rule);
    for veteran in veterans {
        people.push(Invalid::index("veteran", *veteran, votes.people())?);
    }
    people.sort_unstable();
    people.dedup();
    let points: Vec<Point> = people.iter().map(|person| landscape.people[*person]).collect();
    if points.iter().flatten().any(|x| !x.is_finite()) {
        return Err(Invalid::NotFinite { what: "place of a person" });
    }
    let weights = vec![1.0; points.len()];
    let crowd = Cloud { points: &points, weights: &weights };
    let gathered = crowd.settle(crowd.first_distinct(rule.places.clamp(1, 1_000)), GATHERING);
    let mut sizes = vec![0.0; gathered.centres.len()];
    gathered.of.iter().for_each(|place| sizes[*place] += 1.0);
    let places = Cloud { points: &gathered.centres, weights: &sizes };
    let most = rule.most_groups.min(2 + sizes.len() / 12).min(sizes.len());
    let mut found = Groups { partitions: Vec::new(), best: 0 };
    for groups in 2..=most {
        let clustering = divide(&places, groups, &rule.start);
        if clustering.centres.len() == groups {
            let silhouette = places.silhouette(&clustering);
            let of = named(&people, &gathered, &clustering, votes.people());
            found.partitions.push(Partition { groups, of, silhouette });
        }
    }
    let better = |a: &usize, b: &usize| {
        found.partitions[*a].silhouette.total_cmp(&found.partitions[*b].silhouette).then(b.cmp(a))
    };
    found.best = (0..found.partitions.len()).max_by(better).unwrap_or(0);
    Ok(found)
}

/// Enough votes, or else the most active; by ascending index.
fn taking_part(votes: &Votes, rule: &GroupRule) -> Vec<usize> {
    let enough = rule.least_votes.min(votes.statements());
    let mut people: Vec<usize> = (0..votes.people()).filter(|person| votes.count_of(*person) > 0).collect();
    let qualified = people.iter().filter(|person| votes.count_of(**person) >= enough).count();
    if qualified >= rule.least_people {
        people.retain(|person| votes.count_of(*person) >= enough);
    } else {
        people.sort_by_key(|person| (std::cmp::Reverse(votes.count_of(*person)), *person));
        people.truncate(rule.least_people);
        people.sort_unstable();
    }
    people
}

fn divide(places: &Cloud<'_>, groups: usize, start: &Start) -> Clustering {
    match start {
        Start::First => places.settle(places.first_distinct(groups), 100),
        Start::Spread { tries, seed } => {
            let mut chance = seed.split(format!("{groups} groups")).chance();
            let mut best = places.settle(places.spread(groups, &mut chance), 100);
            for _ in 1..*tries {
                let next = places.settle(places.spread(groups, &mut chance), 100);
                let fuller = next.centres.len() > best.centres.len();
                if fuller
                    || (next.centres.len() == best.centres.len() && places.cost(&next) < places.cost(&best))
                {
                    best = next;
                }
            }
            best
        }
    }
}

/// Groups named by size, the one with the lowest person first among equals.
fn named(people: &[usize], gathered: &Clustering, clustering: &Clustering, all: usize) -> Vec<Option<usize>> {
    let group = |place: usize| clustering.of[gathered.of[place]];
    let mut sizes = vec![(0usize, usize::MAX); clustering.centres.len()];
    for (index, person) in people.iter().enumerate() {
        let size = &mut sizes[group(index)];
        *size = (size.0 + 1, size.1.min(*person));
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|g| (std::cmp::Reverse(sizes[*g].0), sizes[*g].1));
    let mut names = vec![0; order.len()];
    order.into_iter().enumerate().for_each(|(name, g)| names[g] = name);
    let mut of = vec![None; all];
    for (index, person) in people.iter().enumerate() {
        of[*person] = Some(names[group(index)]);
    }
    of
}

/// Keeps the number of groups from flickering: a new number must win several times in a row (four on the
/// Polis server).
///
/// ```
/// use ballot::opinion::Patience;
/// let shown: Vec<usize> = [2, 3, 3, 2, 3, 3, 3, 3].iter()
///     .scan(Patience::new(4), |patience, best| { *patience = patience.see(*best); patience.shown() })
///     .collect();
/// assert_eq!(shown, [2, 2, 2, 2, 2, 2, 2, 3]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Patience {
    needed: u32,
    shown: Option<usize>,
    rival: usize,
    wins: u32,
}

impl Patience {
    /// A rival number must win `needed` times in a row. The first number seen is shown at once.
    pub fn new(needed: u32) -> Patience {
        Patience { needed, shown: None, rival: 0, wins: 0 }
    }

    /// The state after one more recount whose best silhouette had this number of groups.
    pub fn see(self, best: usize) -> Patience {
        let wins = if best == self.rival { self.wins.saturating_add(1) } else { 1 };
        match self.shown {
            Some(shown) if shown == best => Patience { rival: best, wins: 0, ..self },
            Some(_) if wins < self.needed => Patience { rival: best, wins, ..self },
            _ => Patience { shown: Some(best), rival: best, wins: 0, ..self },
        }
    }

    /// The number of groups to show, once there is one.
    pub fn shown(self) -> Option<usize> {
        self.shown
    }
}
