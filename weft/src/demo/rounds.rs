//! The rounds of the invented community, played through the acts that people use.

use super::play::{Known, told};
use act::{Actor, Span, Timestamp, Tx};
use rounds::{
    Amendment, Answer, Authors, Bearing, Combine, Conflict, Counts, Decider, Method, NewRound, Rule, State,
    Stratum, Suspects, Ties,
};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rounds {
    pub(super) round: Vec<Round>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Round {
    key: String,
    programme: String,
    by: String,
    opened: i64,
    closes: i64,
    question: String,
    method: Method,
    places: u32,
    /// An idea, and how much customers and staff like it.
    items: Vec<(String, i64, i64)>,
    strata: Vec<Stratum>,
    combine: Combine,
    conflict: Conflict,
    counts: Counts,
    authors: Authors,
    guarantee: u32,
    decides: String,
    bearing: Bearing,
    decider: Decider,
    /// How many of the crowd vote.
    voters: usize,
    /// Who of the staff votes.
    staff: Vec<String>,
    seed: String,
    amended: Option<Later>,
    decided: Option<Choice>,
    published: Option<Then>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Later {
    by: String,
    day: i64,
    closes: i64,
    reason: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    by: String,
    day: i64,
    choice: Vec<String>,
    reason: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    by: String,
    day: i64,
}

/// One thing that happened in a round.
#[derive(Debug, Clone)]
pub(super) enum Happening {
    Open { round: Round, closes: Timestamp },
    Vote { round: Round, by: String, nth: usize, staff: bool },
    Amend { round: String, by: String, closes: Timestamp, reason: String },
    Close { round: String, by: String },
    Decide { round: Round },
    Publish { round: String, by: String },
}

impl Round {
    /// Everything that happens in it, with its instants. Votes come one after the other over its first days.
    pub(super) fn timeline(&self, crowd: &[String], present: Timestamp) -> Vec<(Timestamp, Happening)> {
        let day = |days: i64| present - Span::days(days) - Span::hours(1);
        let opened = day(self.opened);
        let mut steps = vec![(opened, Happening::Open { round: self.clone(), closes: day(self.closes) })];
        let ends = self.amended.as_ref().map_or(self.closes, |later| later.closes);
        let until = day(ends.max(0)) - Span::hours(2);
        // A prime step through the crowd brings together people who have little to do with each other.
        let members =
            (0..self.voters.min(crowd.len())).map(|n| (crowd[(n * 11 + 3) % crowd.len()].clone(), false));
        let everybody: Vec<(String, bool)> =
            members.chain(self.staff.iter().map(|key| (key.clone(), true))).collect();
        let gap = (until - opened).as_micros() / i64::try_from(everybody.len() + 1).unwrap_or(1);
        for (nth, (by, staff)) in everybody.into_iter().enumerate() {
            let at = opened + Span::micros(gap * (i64::try_from(nth).unwrap_or(0) + 1));
            steps.push((at, Happening::Vote { round: self.clone(), by, nth, staff }));
        }
        if let Some(later) = &self.amended {
            let (round, by, reason) = (self.key.clone(), later.by.clone(), later.reason.clone());
            steps.push((day(later.day), Happening::Amend { round, by, closes: day(later.closes), reason }));
        }
        if let Some(decided) = &self.decided {
            let close = Happening::Close { round: self.key.clone(), by: self.by.clone() };
            steps.push((day(ends) + Span::minutes(1), close));
            steps.push((day(decided.day), Happening::Decide { round: self.clone() }));
        }
        if let Some(then) = &self.published {
            steps.push((day(then.day), Happening::Publish { round: self.key.clone(), by: then.by.clone() }));
        }
        steps
    }

    fn rule(&self, opens: Timestamp, closes: Timestamp) -> Rule {
        Rule {
            question: self.question.clone(),
            method: self.method.clone(),
            places: self.places,
            strata: self.strata.clone(),
            combine: self.combine.clone(),
            conflict: self.conflict,
            opens,
            closes,
            counts: self.counts,
            authors: self.authors,
            guarantee: self.guarantee,
            ties: Ties::Lots,
            suspects: Some(Suspects::USUAL),
            decides: self.decides.clone(),
            bearing: self.bearing,
            decider: self.decider,
        }
    }

    /// How much somebody likes an item: as their kind does, a little more or less, the same on every run.
    fn liking(&self, item: usize, nth: usize, staff: bool) -> i64 {
        let base =
            self.items.get(item).map_or(3, |(_, members, house)| if staff { *house } else { *members });
        let mixed = (nth + 1).wrapping_mul(2_654_435_761).wrapping_add((item + 1).wrapping_mul(40_503_719));
        let swing = [0, 1, -1, 0, -2, 0, 1, -1][(mixed >> 9) % 8];
        base + swing
    }
}

impl Known {
    pub(super) fn happen(&mut self, tx: &mut Tx<'_>, what: &Happening) -> act::Result<()> {
        match what {
            Happening::Open { round, closes } => self.open_round(tx, round, *closes),
            Happening::Vote { round, by, nth, staff } => {
                let (who, id) = (self.person(by)?, self.round(&round.key)?);
                let voter = Voter { who: &who, id, round, nth: *nth, staff: *staff };
                match round.method {
                    Method::Stars { levels } => voter.give_stars(tx, levels),
                    _ => voter.choose(tx),
                }
            }
            Happening::Amend { round, by, closes, reason } => {
                let amendment = Amendment {
                    question: None,
                    closes: Some(*closes),
                    decider: None,
                    reason: reason.clone(),
                };
                rounds::amend(tx, &self.person(by)?, self.round(round)?, &amendment)
            }
            Happening::Close { round, by } => {
                let (who, id) = (self.person(by)?, self.round(round)?);
                // What comes round by itself may have closed it already.
                match rounds::round(tx, &who, id)?.state {
                    State::Open => rounds::close(tx, &who, id),
                    _ => Ok(()),
                }
            }
            Happening::Decide { round } => self.decide_round(tx, round),
            Happening::Publish { round, by } => rounds::publish(tx, &self.person(by)?, self.round(round)?),
        }
    }

    fn open_round(&mut self, tx: &mut Tx<'_>, round: &Round, closes: Timestamp) -> act::Result<()> {
        let who = self.person(&round.by)?;
        let items = round.items.iter().map(|(key, ..)| Ok(self.idea(key)?.cast()));
        let new = NewRound {
            programme: self.programme(&round.programme)?,
            room: "ideas".to_owned(),
            rule: round.rule(tx.now(), closes),
            items: items.collect::<act::Result<_>>()?,
            named: Vec::new(),
        };
        let id = rounds::draft(tx, &who, &new)?;
        rounds::open(tx, &who, id, &people::Secret::shown(&round.seed))?;
        self.rounds.insert(round.key.clone(), id);
        Ok(())
    }

    fn decide_round(&self, tx: &mut Tx<'_>, round: &Round) -> act::Result<()> {
        let Some(decided) = &round.decided else { return Ok(()) };
        let place = |key: &String| {
            let place = round.items.iter().position(|(item, ..)| item == key);
            let place = place.and_then(|place| u32::try_from(place).ok());
            place.ok_or_else(|| told(format!("{key} is not in the round {}", round.key)))
        };
        let choice: Vec<u32> = decided.choice.iter().map(place).collect::<act::Result<_>>()?;
        rounds::decide(tx, &self.person(&decided.by)?, self.round(&round.key)?, &choice, &decided.reason)
    }
}

/// Somebody before a round.
struct Voter<'a> {
    who: &'a Actor,
    id: act::Id<rounds::Round>,
    round: &'a Round,
    /// Which of the voters they are.
    nth: usize,
    staff: bool,
}

impl Voter<'_> {
    fn likes(&self, item: u32) -> i64 {
        self.round.liking(usize::try_from(item).unwrap_or(0), self.nth, self.staff)
    }

    /// Stars for all but one of the items; nobody rates their own.
    fn give_stars(&self, tx: &mut Tx<'_>, levels: u8) -> act::Result<()> {
        let own = rounds::round(tx, self.who, self.id)?.mine.map_or_else(Vec::new, |mine| mine.own);
        for at in (0..self.round.items.len()).filter(|at| (self.nth + at) % 6 != 5) {
            let item = u32::try_from(at).unwrap_or(0);
            if own.contains(&item) {
                continue;
            }
            let stars = u8::try_from(self.likes(item).clamp(1, i64::from(levels))).unwrap_or(1);
            rounds::cast(tx, self.who, self.id, &Answer::Stars { item, stars })?;
        }
        Ok(())
    }

    /// A few pairs, as they are dealt.
    fn choose(&self, tx: &mut Tx<'_>) -> act::Result<()> {
        for _ in 0..4 + self.nth % 5 {
            let Some(dealt) = rounds::next(tx, self.who, self.id, false)? else { return Ok(()) };
            let [one, other] = dealt.items[..] else { return Ok(()) };
            let better = match self.likes(one).cmp(&self.likes(other)) {
                std::cmp::Ordering::Greater => Some(one),
                std::cmp::Ordering::Less => Some(other),
                std::cmp::Ordering::Equal => None,
            };
            rounds::cast(tx, self.who, self.id, &Answer::Pair { one, other, better })?;
        }
        Ok(())
    }
}
