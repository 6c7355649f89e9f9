use super::{Count, Tallies};

/// One-sided 90 % quantile of the normal distribution, as the Polis server rounds it.
const Z90: f64 = 1.2816;

/// Whether a group stands out by agreeing or by disagreeing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Side {
    /// By agreeing.
    Agree,
    /// By disagreeing.
    Disagree,
}

/// A statement with the figures that make it representative of a group.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Representative {
    /// Index of the statement.
    pub statement: usize,
    /// Which side the group stands out on.
    pub side: Side,
    /// How many of the group took that side.
    pub successes: u64,
    /// How many of the group have seen it.
    pub trials: u64,
    /// p, the smoothed share that took that side.
    pub share: f64,
    /// z of that share against one half.
    pub share_test: f64,
    /// r, that share over the share in all other groups.
    pub ratio: f64,
    /// z of the two shares against each other.
    pub ratio_test: f64,
}

impl Representative {
    fn new(statement: usize, side: Side, inside: Count, outside: Count) -> Representative {
        let (own, rest) = match side {
            Side::Agree => (inside, outside),
            Side::Disagree => (inside.reversed(), outside.reversed()),
        };
        Representative {
            statement,
            side,
            successes: own.agree,
            trials: own.seen,
            share: own.share(),
            share_test: share_test(own),
            ratio: own.share() / rest.share(),
            ratio_test: ratio_test(own, rest),
        }
    }

    fn significant(&self) -> bool {
        self.share_test > Z90 && self.ratio_test > Z90
    }

    fn weight(&self) -> f64 {
        self.ratio * self.ratio_test * self.share * self.share_test
    }
}

/// z of a share against one half, with one imagined success: `2√(S+1)·((A+1)/(S+1) − ½)`.
fn share_test(count: Count) -> f64 {
    let (successes, trials) = (count.agree as f64 + 1.0, count.seen as f64 + 1.0);
    2.0 * trials.sqrt() * (successes / trials - 0.5)
}

/// z of two shares against each other, with one added to all four counts.
fn ratio_test(own: Count, rest: Count) -> f64 {
    let (a, b) = (own.agree as f64 + 1.0, rest.agree as f64 + 1.0);
    let (n, m) = (own.seen as f64 + 1.0, rest.seen as f64 + 1.0);
    let pooled = (a + b) / (n + m);
    let variance = pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m);
    if variance > 0.0 { (a / n - b / m) / variance.sqrt() } else { 0.0 }
}

/// What a group stands for: at most five statements on which it differs from everybody else, agreements
/// first.
///
/// As the Polis server selects them: for both sides `p = (A+1)/(S+2)`, `r = p / p_rest` and the two z values;
/// a statement qualifies when both z of one side exceed 1.2816 (90 %, one-sided), taking the side with the
/// larger ratio test; qualified ones are ordered by `r·z_r·p·z_p`. The most convincing agreement always comes
/// first, even when it does not qualify; without any, the statement with the largest ratio test stands in.
/// Small et al. 2021, with the selection as coded there. O(statements). Empty for an unknown group.
///
/// ```
/// use ballot::opinion::{Count, Side, Tallies, representative};
/// let count = |agree, disagree| Count { agree, disagree, seen: agree + disagree };
/// let tallies = Tallies::from_counts(&[
///     vec![count(18, 2), count(10, 10), count(1, 19)],
///     vec![count(4, 16), count(11, 9), count(15, 5)],
/// ])?;
/// let first = representative(&tallies, 0);
/// let shown: Vec<(usize, Side)> = first.iter().map(|r| (r.statement, r.side)).collect();
/// assert_eq!(shown, [(0, Side::Agree), (2, Side::Disagree)]);
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn representative(tallies: &Tallies, group: usize) -> Vec<Representative> {
    let mut qualified = Vec::new();
    let mut best_agree: Option<Representative> = None;
    let mut stand_in: Option<Representative> = None;
    for statement in (0..tallies.statements()).filter(|s| tallies.of(group, *s).seen > 0) {
        let inside = tallies.of(group, statement);
        let outside = tallies.total(statement).minus(inside);
        let agree = Representative::new(statement, Side::Agree, inside, outside);
        let disagree = Representative::new(statement, Side::Disagree, inside, outside);
        let shown = if agree.ratio_test > disagree.ratio_test { agree } else { disagree };
        if agree.significant() || disagree.significant() {
            qualified.push(shown);
        }
        if stand_in.is_none_or(|best| shown.ratio_test > best.ratio_test) {
            stand_in = Some(shown);
        }
        if inside.agree + inside.disagree > 0 && convinces_more(&agree, best_agree.as_ref()) {
            best_agree = Some(agree);
        }
    }
    let head = best_agree.map(|best| shown_side(best, tallies, group));
    let head = head.or(if qualified.is_empty() { stand_in } else { None });
    qualified.retain(|other| head.is_none_or(|head| head.statement != other.statement));
    qualified.sort_by(|a, b| b.weight().total_cmp(&a.weight()).then(a.statement.cmp(&b.statement)));
    let mut list: Vec<Representative> = head.into_iter().chain(qualified).take(5).collect();
    list.sort_by_key(|chosen| chosen.side == Side::Disagree);
    list
}

/// Whether this agreement says more about the group than the best so far.
fn convinces_more(agree: &Representative, best: Option<&Representative>) -> bool {
    match best {
        Some(best) if best.ratio > 1.0 => agree.weight() > best.weight(),
        Some(best) => agree.share * agree.share_test > best.share * best.share_test,
        None => agree.share_test > Z90 || (agree.ratio > 1.0 && agree.share > 0.5),
    }
}

/// The best agreement is shown by the side on which it differs more, even if that is disagreement.
fn shown_side(best: Representative, tallies: &Tallies, group: usize) -> Representative {
    let inside = tallies.of(group, best.statement);
    let outside = tallies.total(best.statement).minus(inside);
    let disagree = Representative::new(best.statement, Side::Disagree, inside, outside);
    if best.ratio_test > disagree.ratio_test { best } else { disagree }
}

/// What everybody together agrees or disagrees with: at most five statements for a side, taken over all
/// groups.
///
/// A statement qualifies when its share exceeds one half with z above 1.2816, and they are ordered by
/// `p·z_p`; as the Polis server does. In contrast to [`Tallies::consensus`] a large group can carry this
/// alone. The ratio figures compare with nobody and are 1 and 0.
///
/// ```
/// use ballot::opinion::{Count, Side, Tallies, agreed_by_all};
/// let tallies = Tallies::from_counts(&[vec![Count { agree: 30, disagree: 2, seen: 35 }]])?;
/// assert_eq!(agreed_by_all(&tallies, Side::Agree)[0].successes, 30);
/// assert!(agreed_by_all(&tallies, Side::Disagree).is_empty());
/// # Ok::<(), ballot::Invalid>(())
/// ```
pub fn agreed_by_all(tallies: &Tallies, side: Side) -> Vec<Representative> {
    let all = (0..tallies.statements()).map(|statement| {
        let total = tallies.total(statement);
        Representative {
            ratio: 1.0,
            ratio_test: 0.0,
            ..Representative::new(statement, side, total, Count::default())
        }
    });
    let mut found: Vec<Representative> = all.filter(|r| r.share > 0.5 && r.share_test > Z90).collect();
    let weight = |r: &Representative| r.share * r.share_test;
    found.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.statement.cmp(&b.statement)));
    found.truncate(5);
    found
}
