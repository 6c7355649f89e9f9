use super::{
    Votes,
    axes::{Centred, STEPS, main_axes},
};
use crate::Invalid;

/// People and statements on two axes: the directions along which opinions differ most.
///
/// ```
/// use ballot::opinion::{Cast, Landscape, Stance, Votes};
/// // Two camps of three who disagree on both statements.
/// let casts = (0..6).flat_map(|person| (0..2).map(move |statement| Cast {
///     person, statement, at: 0,
///     stance: if (person < 3) == (statement == 0) { Stance::Agree } else { Stance::Disagree },
/// }));
/// let landscape = Landscape::of(&Votes::collect(6, 2, casts)?, &[false, false])?;
/// assert_eq!(landscape.people[0], landscape.people[2]);
/// assert!((landscape.people[0][0] + landscape.people[5][0]).abs() < 1e-12, "opposite sides");
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Landscape {
    /// Mean vote on each statement, agree being 1; 0 for moderated and unseen statements.
    pub centre: Vec<f64>,
    /// The two axes, each of length one; all zero when there is no difference of opinion left to show.
    pub axes: [Vec<f64>; 2],
    /// Where each person stands, scaled so that people with few votes are not all drawn to the middle.
    pub people: Vec<[f64; 2]>,
    /// Where somebody would stand who agreed with this statement and said nothing else.
    pub statements: Vec<[f64; 2]>,
}

impl Landscape {
    /// Principal components of everybody's votes, with missing votes at the statement's mean and moderated
    /// statements at zero.
    ///
    /// A person's place is `√(N/n) · Σ (vote − mean)·axis` over her votes, with N statements in all and n
    /// votes of hers; as on the Polis server a moderated statement counts as voted by everyone. Axes come
    /// from Lanczos iteration (C. Lanczos, 1950) to full precision, oriented by their largest entry, so the
    /// picture does not flip between runs. At most 160 passes over the votes; memory linear in people plus
    /// 160 numbers per statement. Refuses a wrong number of flags in `moderated`.
    pub fn of(votes: &Votes, moderated: &[bool]) -> Result<Landscape, Invalid> {
        let wanted = votes.statements();
        if moderated.len() != wanted {
            return Err(Invalid::Length { what: "moderation flags", found: moderated.len(), wanted });
        }
        Invalid::table("number of statements", wanted, STEPS)?;
        let kept: Vec<bool> = moderated.iter().map(|moderated| !moderated).collect();
        let centre = centre(votes, &kept);
        let matrix = Centred { votes, centre: &centre, kept: &kept };
        let axes = main_axes(&matrix);
        let hidden = moderated.iter().filter(|moderated| **moderated).count();
        let people = (0..votes.people())
            .map(|person| {
                let own = votes.of(person).filter(|(statement, _)| kept[*statement]).count() + hidden;
                let scale = (wanted as f64 / own.max(1) as f64).sqrt();
                [0, 1].map(|axis| scale * matrix.along(person, &axes[axis]))
            })
            .collect();
        let alone = (wanted as f64).sqrt();
        let place = |s: usize| [0, 1].map(|axis: usize| (1.0 - centre[s]) * axes[axis][s] * alone);
        let statements = (0..wanted).map(place).collect();
        Ok(Landscape { centre, axes, people, statements })
    }

    /// How far from the middle a statement stands: the length of its place. Statements that divide are
    /// extreme.
    ///
    /// ```
    /// # use ballot::opinion::{Landscape, Votes};
    /// let empty = Landscape::of(&Votes::collect(0, 3, [])?, &[false; 3])?;
    /// assert_eq!(empty.extremities(), [0.0, 0.0, 0.0]);
    /// # Ok::<(), ballot::Invalid>(())
    /// ```
    pub fn extremities(&self) -> Vec<f64> {
        self.statements.iter().map(|[x, y]| (x * x + y * y).sqrt()).collect()
    }
}

fn centre(votes: &Votes, kept: &[bool]) -> Vec<f64> {
    // Whole numbers, so the means do not depend on who voted first.
    let mut sums = vec![(0i64, 0i64); kept.len()];
    for person in 0..votes.people() {
        for (statement, stance) in votes.of(person) {
            sums[statement].0 += stance.sign() as i64;
            sums[statement].1 += 1;
        }
    }
    let mean = |(sum, count): &(i64, i64)| *sum as f64 / (*count).max(1) as f64;
    sums.iter().zip(kept).map(|(sum, kept)| if *kept { mean(sum) } else { 0.0 }).collect()
}
