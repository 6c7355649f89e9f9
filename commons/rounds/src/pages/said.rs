//! What a ballot's form says, as an answer.

use crate::{
    answer::{Answer, Slot, Stance, Votes},
    rule::Method,
};
use act::Refusal;

/// A form's fields as they were sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said(Vec<(String, String)>);

impl Said {
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The first value of a field; empty when it was not sent.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// Whether a box with this value is ticked.
    pub(crate) fn ticked(&self, name: &str, value: u32) -> bool {
        self.places(name).contains(&value)
    }

    /// Whether nothing was sent at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn place(&self, name: &str) -> Option<u32> {
        self.get(name).parse().ok()
    }

    /// Every place that a repeated field names.
    pub(crate) fn places(&self, name: &str) -> Vec<u32> {
        let values = self.0.iter().filter(|(field, _)| field == name);
        values.filter_map(|(_, value)| value.parse().ok()).collect()
    }

    /// The places and values of the fields `name-<place>` that hold something.
    fn numbered<'s>(&'s self, name: &'s str) -> impl Iterator<Item = (u32, &'s str)> {
        self.0.iter().filter_map(move |(field, value)| {
            let place = field.strip_prefix(name)?.strip_prefix('-')?.parse().ok()?;
            Some((place, value.trim())).filter(|(_, value)| !value.is_empty())
        })
    }

    /// Which answer is to be taken back, if that is what the form says.
    pub(crate) fn back(&self) -> Option<Slot> {
        self.get("back").parse().ok()
    }

    /// The answer that the form gives to a round of this method.
    ///
    /// # Errors
    /// A form that says nothing, or nothing that can be read.
    pub(crate) fn answer(&self, method: &Method) -> Result<Answer, Refusal> {
        let nothing = || Refusal::field("answer", "rounds-answer-empty");
        let unread = || Refusal::field("answer", "rounds-answer-number");
        match method {
            Method::UpDown => {
                let item = self.place("item").ok_or_else(nothing)?;
                match self.get("say") {
                    "up" => Ok(Answer::Vote { item, up: true }),
                    "down" => Ok(Answer::Vote { item, up: false }),
                    _ => Err(nothing()),
                }
            }
            Method::Opinions => {
                let item = self.place("item").ok_or_else(nothing)?;
                let stance = match self.get("say") {
                    "agree" => Stance::Agree,
                    "disagree" => Stance::Disagree,
                    "pass" => Stance::Pass,
                    _ => return Err(nothing()),
                };
                Ok(Answer::Stance { item, stance })
            }
            Method::Stars { .. } => {
                let item = self.place("item").ok_or_else(nothing)?;
                let stars = self.get("stars").parse().map_err(|_| nothing())?;
                Ok(Answer::Stars { item, stars })
            }
            Method::Pairwise => {
                let (one, other) = self.place("one").zip(self.place("other")).ok_or_else(nothing)?;
                let better = match self.get("better") {
                    "neither" => None,
                    place => Some(place.parse().map_err(|_| nothing())?),
                };
                Ok(Answer::Pair { one, other, better })
            }
            Method::MaxDiff { .. } => {
                let both = self.place("best").zip(self.place("worst"));
                let (best, worst) = both.ok_or_else(|| Refusal::field("answer", "rounds-answer-both"))?;
                Ok(Answer::Set { shown: self.places("shown"), best, worst })
            }
            Method::Ranked { .. } => {
                let mut ranks: Vec<(u32, u32)> = Vec::new();
                for (item, rank) in self.numbered("rank") {
                    ranks.push((rank.parse().map_err(|_| unread())?, item));
                }
                ranks.sort_unstable();
                let tiers = ranks.chunk_by(|a, b| a.0 == b.0);
                Ok(Answer::Ranking {
                    tiers: tiers.map(|tier| tier.iter().map(|(_, item)| *item).collect()).collect(),
                })
            }
            Method::Budget { .. } => Ok(Answer::Approvals { items: self.places("approve") }),
            Method::Quadratic { .. } | Method::Cumulative { .. } => {
                let mut votes = Vec::new();
                for (item, number) in self.numbered("votes") {
                    votes.push(Votes { item, votes: number.parse().map_err(|_| unread())? });
                }
                Ok(Answer::Points { votes })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::RankedCount;

    fn said(text: &str) -> Said {
        let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        Said::of(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    #[test]
    fn every_methods_form_is_read_as_its_answer() {
        let vote = said("item=3&say=down").answer(&Method::UpDown);
        assert_eq!(vote, Ok(Answer::Vote { item: 3, up: false }));
        let pass = said("item=0&say=pass").answer(&Method::Opinions);
        assert_eq!(pass, Ok(Answer::Stance { item: 0, stance: Stance::Pass }));
        let stars = said("item=1&stars=4").answer(&Method::Stars { levels: 5 });
        assert_eq!(stars, Ok(Answer::Stars { item: 1, stars: 4 }));
        let pair = said("one=4&other=1&better=neither").answer(&Method::Pairwise);
        assert_eq!(pair, Ok(Answer::Pair { one: 4, other: 1, better: None }));
        let set = said("shown=2&shown=5&shown=7&best=5&worst=2").answer(&Method::MaxDiff { set: 3 });
        assert_eq!(set, Ok(Answer::Set { shown: vec![2, 5, 7], best: 5, worst: 2 }));
        let ranked = said("rank-0=2&rank-1=&rank-2=1&rank-3=2")
            .answer(&Method::Ranked { count: RankedCount::Schulze });
        assert_eq!(ranked, Ok(Answer::Ranking { tiers: vec![vec![2], vec![0, 3]] }));
        let points = said("votes-0=-2&votes-1=0&votes-2=").answer(&Method::Quadratic { credits: 9 });
        let votes = vec![Votes { item: 0, votes: -2 }, Votes { item: 1, votes: 0 }];
        assert_eq!(points, Ok(Answer::Points { votes }));
    }

    #[test]
    fn what_cannot_be_read_is_refused_at_the_ballot() {
        for (form, method) in [
            ("", Method::UpDown),
            ("item=1&say=sideways", Method::UpDown),
            ("item=x&say=up", Method::UpDown),
            ("item=1&stars=many", Method::Stars { levels: 5 }),
            ("one=1&other=2", Method::Pairwise),
            ("shown=1&best=1", Method::MaxDiff { set: 3 }),
            ("votes-1=1.5", Method::Cumulative { points: 9 }),
        ] {
            let refused = said(form).answer(&method).expect_err(form);
            assert_eq!(refused.field.as_deref(), Some("answer"), "{form}");
        }
    }
}
