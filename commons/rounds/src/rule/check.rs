//! Rules that contradict themselves are refused, each contradiction with its field and its words.

use super::{Combine, Conflict, MOST_ITEMS, MOST_RANKED, MOST_STRATA, Method, RankedCount, Rule, WHOLE, Who};
use act::{Argument, Refusal};
use ballot::budget::LARGEST_BUDGET;

/// What a rule is checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'a> {
    /// How many items the round is about.
    pub items: usize,
    /// How many people are named for each stratum; 0 for those that name nobody.
    pub named: &'a [usize],
    /// How many people each stratum has; nothing before the electorate is drawn up.
    pub electors: Option<&'a [usize]>,
}

/// Two parts of a rule that cannot both hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction {
    /// The message's key.
    pub key: &'static str,
    /// The field of the rule it is about.
    pub field: &'static str,
    /// What the message names.
    pub arguments: Vec<(&'static str, Argument)>,
}

impl From<Contradiction> for Refusal {
    fn from(contradiction: Contradiction) -> Self {
        let Contradiction { key, field, arguments } = contradiction;
        Self { arguments, ..Self::field(field, key) }
    }
}

/// The contradictions that were found.
struct Found(Vec<Contradiction>);

impl Found {
    fn when(&mut self, wrong: bool, field: &'static str, key: &'static str) {
        self.with(wrong, field, key, []);
    }

    fn with<const N: usize>(
        &mut self,
        wrong: bool,
        field: &'static str,
        key: &'static str,
        arguments: [(&'static str, i64); N],
    ) {
        if wrong {
            let arguments = arguments.into_iter().map(|(name, n)| (name, Argument::Number(n))).collect();
            self.0.push(Contradiction { key, field, arguments });
        }
    }
}

fn wide(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Whether a text is no line of at most so many characters.
fn unfit(text: &str, most: usize) -> bool {
    text.trim().is_empty() || text.chars().count() > most
}

impl Rule {
    /// Whether everything in the rule can hold at once.
    ///
    /// # Errors
    /// Every contradiction, in the order of the rule's fields.
    pub fn check(&self, facts: &Facts<'_>) -> Result<(), Vec<Contradiction>> {
        let mut found = Found(Vec::new());
        found.when(unfit(&self.question, super::QUESTION), "question", "rounds-contradiction-question");
        self.check_items(facts, &mut found);
        self.check_method(facts, &mut found);
        self.check_strata(facts, &mut found);
        self.check_combine(&mut found);
        let own = self.conflict == Conflict::OwnItem && self.method.whole();
        found.when(own, "conflict", "rounds-contradiction-own-item");
        found.when(self.closes <= self.opens, "closes", "rounds-contradiction-closes");
        self.check_guarantee(facts, &mut found);
        if let Some(suspects) = &self.suspects {
            let minutes = suspects.minutes;
            let odd = !(2..=10_080).contains(&minutes) || !minutes.is_multiple_of(2);
            found.when(odd, "suspects", "rounds-contradiction-suspects-minutes");
            let likeness = suspects.likeness == 0 || suspects.likeness > WHOLE;
            let few = suspects.shared < 2 || suspects.crowd < 2;
            found.when(likeness || few, "suspects", "rounds-contradiction-suspects");
        }
        found.when(unfit(&self.decides, super::QUESTION), "decides", "rounds-contradiction-decides");
        if found.0.is_empty() { Ok(()) } else { Err(found.0) }
    }

    fn check_items(&self, facts: &Facts<'_>, found: &mut Found) {
        let items = facts.items;
        let (least, most) = match self.method {
            Method::Pairwise => (2, MOST_ITEMS),
            Method::MaxDiff { set } => (usize::from(set), MOST_ITEMS),
            Method::Ranked { .. } => (2, MOST_RANKED),
            _ => (1, MOST_ITEMS),
        };
        let arguments = [("least", wide(least)), ("most", wide(most))];
        found.with(!(least..=most).contains(&items), "items", "rounds-contradiction-items", arguments);
        if let Method::Budget { .. } = self.method {
            found.when(self.places != 0, "places", "rounds-contradiction-places-budget");
        } else {
            let arguments = [("items", wide(items))];
            let wrong = self.places == 0 || self.wins() > items;
            found.with(wrong, "places", "rounds-contradiction-places", arguments);
        }
    }

    fn check_method(&self, facts: &Facts<'_>, found: &mut Found) {
        match &self.method {
            Method::Stars { levels } => {
                found.when(!(2..=10).contains(levels), "levels", "rounds-contradiction-levels");
            }
            Method::MaxDiff { set } => {
                found.when(!(3..=6).contains(set), "set", "rounds-contradiction-set");
            }
            Method::Ranked { count: RankedCount::RunOff } => {
                found.when(self.places > 1, "places", "rounds-contradiction-run-off");
            }
            Method::Budget { limit, currency, costs, .. } => {
                check_money(*limit, currency, costs, facts, found);
            }
            Method::Quadratic { credits } => {
                found.when(!(1..=10_000).contains(credits), "credits", "rounds-contradiction-credits");
            }
            Method::Cumulative { points } => {
                found.when(!(1..=10_000).contains(points), "points", "rounds-contradiction-credits");
            }
            Method::UpDown | Method::Pairwise | Method::Ranked { .. } | Method::Opinions => {}
        }
    }

    fn check_strata(&self, facts: &Facts<'_>, found: &mut Found) {
        let strata = &self.strata;
        let arguments = [("most", wide(MOST_STRATA))];
        let wrong = strata.is_empty() || strata.len() > MOST_STRATA;
        found.with(wrong, "strata", "rounds-contradiction-strata", arguments);
        for (place, stratum) in strata.iter().enumerate() {
            found.when(unfit(&stratum.name, 60), "strata", "rounds-contradiction-stratum-name");
            let before = &strata[..place];
            let name = before.iter().any(|other| other.name == stratum.name);
            found.when(name, "strata", "rounds-contradiction-stratum-twice");
            let same = stratum.who != Who::Named && before.iter().any(|other| other.who == stratum.who);
            found.when(same, "strata", "rounds-contradiction-stratum-same");
            let named = facts.named.get(place).copied().unwrap_or(0);
            let nobody = stratum.who == Who::Named && named == 0;
            found.when(nobody, "named", "rounds-contradiction-nobody-named");
            found.when(stratum.who != Who::Named && named > 0, "named", "rounds-contradiction-named");
        }
        let Some(electors) = facts.electors else { return };
        found.when(electors.iter().all(|n| *n == 0), "strata", "rounds-contradiction-nobody");
        let apart = self.combine != Combine::Together && electors.contains(&0);
        found.when(apart, "strata", "rounds-contradiction-stratum-empty");
    }

    fn check_combine(&self, found: &mut Found) {
        let strata = wide(self.strata.len());
        match &self.combine {
            Combine::Together => {}
            Combine::EachMustPass { share } => {
                found.when(!self.method.has_share(), "combine", "rounds-contradiction-share-method");
                found.when(*share == 0 || *share > WHOLE, "share", "rounds-contradiction-share");
            }
            Combine::Seats { seats } => self.check_seats(seats, found),
            Combine::Weights { weights } => {
                found.when(!self.method.averages(), "combine", "rounds-contradiction-weights-method");
                let wrong = weights.len() != self.strata.len() || weights.contains(&0);
                found.with(wrong, "weights", "rounds-contradiction-weights-each", [("strata", strata)]);
                let sum = weights.iter().fold(0_i64, |sum, weight| sum.saturating_add(i64::from(*weight)));
                let wrong = sum != i64::from(WHOLE);
                found.with(wrong, "weights", "rounds-contradiction-weights", [("sum", sum)]);
            }
        }
    }

    fn check_seats(&self, seats: &[u32], found: &mut Found) {
        if let Method::Budget { .. } = self.method {
            return found.when(true, "combine", "rounds-contradiction-seats-budget");
        }
        let arguments = [("strata", wide(self.strata.len()))];
        let wrong = seats.len() != self.strata.len() || seats.contains(&0);
        found.with(wrong, "seats", "rounds-contradiction-seats-each", arguments);
        let sum = seats.iter().fold(0_i64, |sum, seats| sum.saturating_add(i64::from(*seats)));
        let arguments = [("seats", sum), ("places", i64::from(self.places))];
        found.with(sum != i64::from(self.places), "seats", "rounds-contradiction-seats", arguments);
    }

    fn check_guarantee(&self, facts: &Facts<'_>, found: &mut Found) {
        let Some(electors) = facts.electors else { return };
        let people: usize = electors.iter().sum();
        // Of pairs and sets one person evaluates an item again and again, beside another each time.
        let each = if self.method.dealt() { facts.items.saturating_sub(1) } else { 1 };
        let most = people.saturating_mul(each);
        let wrong = usize::try_from(self.guarantee).unwrap_or(usize::MAX) > most;
        found.with(wrong, "guarantee", "rounds-contradiction-guarantee", [("most", wide(most))]);
    }
}

fn check_money(limit: i64, currency: &str, costs: &[i64], facts: &Facts<'_>, found: &mut Found) {
    let letters = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_uppercase());
    found.when(!letters, "currency", "rounds-contradiction-currency");
    let largest = i64::try_from(LARGEST_BUDGET).unwrap_or(i64::MAX);
    let arguments = [("items", wide(facts.items))];
    found.with(costs.len() != facts.items, "costs", "rounds-contradiction-costs", arguments);
    let odd = |money: &i64| !(1..=largest).contains(money);
    found.when(costs.iter().any(odd), "costs", "rounds-contradiction-cost");
    let cheapest = costs.iter().copied().min().unwrap_or(0);
    found.when(odd(&limit) || limit < cheapest, "limit", "rounds-contradiction-limit");
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
