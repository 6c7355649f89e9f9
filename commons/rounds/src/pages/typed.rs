//! The form that makes a rule, as it was typed: to a rule and back.

use super::{
    clock, money,
    reading::{Reading, empty_is_none, percent},
    strata::{COLUMNS, StratumTyped, named, of_stratum, strata_of, stratum},
};
use crate::{
    model::NewRound,
    rule::{
        Authors, Bearing, BudgetCount, Combine, Conflict, Counts, Decider, Method, RankedCount, Rule,
        Stratum, Suspects, Ties,
    },
};
use act::{Id, Person, Refusal, Timestamp};
use pieces::Piece;
use programmes::Programme;
use std::collections::HashMap;

/// The form as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) question: String,
    pub(crate) items: Vec<String>,
    pub(crate) more: String,
    pub(crate) method: String,
    pub(crate) levels: String,
    pub(crate) set: String,
    pub(crate) ranked: String,
    pub(crate) limit: String,
    pub(crate) currency: String,
    pub(crate) budget: String,
    pub(crate) costs: HashMap<String, String>,
    pub(crate) credits: String,
    pub(crate) points: String,
    pub(crate) places: String,
    pub(crate) strata: Vec<StratumTyped>,
    pub(crate) combine: String,
    pub(crate) share: String,
    pub(crate) conflict: String,
    pub(crate) opens: String,
    pub(crate) closes: String,
    pub(crate) counts: String,
    pub(crate) authors: String,
    pub(crate) guarantee: String,
    pub(crate) ties: String,
    pub(crate) suspects: bool,
    pub(crate) minutes: String,
    pub(crate) likeness: String,
    pub(crate) shared: String,
    pub(crate) crowd: String,
    pub(crate) decides: String,
    pub(crate) bearing: String,
    pub(crate) decider: String,
    /// The button that asks for a look at the rule in words.
    pub(crate) preview: bool,
    /// The button that asks for one more stratum.
    pub(crate) add: bool,
}

impl Typed {
    /// What a new form begins with: a careful rule for one vote each.
    pub(crate) fn fresh(t: &web::Tongue, everybody: &str) -> Self {
        Self {
            method: "up-down".to_owned(),
            levels: "5".to_owned(),
            set: "4".to_owned(),
            ranked: "schulze".to_owned(),
            currency: "EUR".to_owned(),
            budget: "equal-shares".to_owned(),
            credits: "25".to_owned(),
            points: "10".to_owned(),
            places: "1".to_owned(),
            strata: vec![StratumTyped {
                name: everybody.to_owned(),
                who: "everybody".to_owned(),
                ..StratumTyped::default()
            }],
            combine: "together".to_owned(),
            share: "50".to_owned(),
            conflict: "own-item".to_owned(),
            closes: clock::field(t, t.now() + act::Span::days(14)),
            counts: "after-voting".to_owned(),
            authors: "hidden".to_owned(),
            guarantee: "3".to_owned(),
            ties: "lots".to_owned(),
            suspects: true,
            minutes: Suspects::USUAL.minutes.to_string(),
            likeness: (Suspects::USUAL.likeness / 100).to_string(),
            shared: Suspects::USUAL.shared.to_string(),
            crowd: Suspects::USUAL.crowd.to_string(),
            bearing: "advises".to_owned(),
            decider: "owner".to_owned(),
            ..Self::default()
        }
    }

    /// The form as a browser sent it.
    pub(crate) fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        let mut columns: HashMap<&'static str, Vec<String>> = HashMap::new();
        for (name, value) in pairs {
            let field = match name.as_str() {
                "question" => &mut typed.question,
                "more" => &mut typed.more,
                "method" => &mut typed.method,
                "levels" => &mut typed.levels,
                "set" => &mut typed.set,
                "ranked" => &mut typed.ranked,
                "limit" => &mut typed.limit,
                "currency" => &mut typed.currency,
                "budget" => &mut typed.budget,
                "credits" => &mut typed.credits,
                "points" => &mut typed.points,
                "places" => &mut typed.places,
                "combine" => &mut typed.combine,
                "share" => &mut typed.share,
                "conflict" => &mut typed.conflict,
                "opens" => &mut typed.opens,
                "closes" => &mut typed.closes,
                "counts" => &mut typed.counts,
                "authors" => &mut typed.authors,
                "guarantee" => &mut typed.guarantee,
                "ties" => &mut typed.ties,
                "minutes" => &mut typed.minutes,
                "likeness" => &mut typed.likeness,
                "shared" => &mut typed.shared,
                "crowd" => &mut typed.crowd,
                "decides" => &mut typed.decides,
                "bearing" => &mut typed.bearing,
                "decider" => &mut typed.decider,
                "item" => {
                    if !typed.items.contains(&value) {
                        typed.items.push(value);
                    }
                    continue;
                }
                "suspects" => {
                    typed.suspects = value == "1";
                    continue;
                }
                "preview" => {
                    typed.preview = true;
                    continue;
                }
                "add" => {
                    typed.add = true;
                    continue;
                }
                other => {
                    if let Some(column) = COLUMNS.into_iter().find(|column| *column == other) {
                        columns.entry(column).or_default().push(value);
                    } else if let Some(item) = other.strip_prefix("cost-") {
                        typed.costs.insert(item.to_owned(), value);
                    }
                    continue;
                }
            };
            *field = value;
        }
        typed.strata = strata_of(&columns);
        typed
    }

    /// The form that would have made this round.
    pub(crate) fn of(t: &web::Tongue, round: &NewRound) -> Self {
        let rule = &round.rule;
        let mut typed = Self {
            question: rule.question.clone(),
            items: round.items.iter().map(ToString::to_string).collect(),
            method: rule.method.name().to_owned(),
            places: rule.places.to_string(),
            conflict: rule.conflict.name().to_owned(),
            opens: clock::field(t, rule.opens),
            closes: clock::field(t, rule.closes),
            counts: rule.counts.name().to_owned(),
            authors: rule.authors.name().to_owned(),
            guarantee: rule.guarantee.to_string(),
            ties: rule.ties.name().to_owned(),
            suspects: rule.suspects.is_some(),
            decides: rule.decides.clone(),
            bearing: rule.bearing.name().to_owned(),
            decider: rule.decider.name().to_owned(),
            strata: rule.strata.iter().map(|stratum| of_stratum(t, stratum)).collect(),
            ..Self::fresh(t, "")
        };
        typed.set_method(&rule.method, &round.items);
        typed.set_combine(&rule.combine);
        for named in &round.named {
            if let Some(row) = typed.strata.get_mut(usize::try_from(named.stratum).unwrap_or(usize::MAX)) {
                row.people = named.people.iter().map(|id| format!("/people/{id}\n")).collect();
            }
        }
        if let Some(suspects) = &rule.suspects {
            typed.minutes = suspects.minutes.to_string();
            typed.likeness = percent(suspects.likeness);
            typed.shared = suspects.shared.to_string();
            typed.crowd = suspects.crowd.to_string();
        }
        typed
    }

    fn set_method(&mut self, method: &Method, items: &[Id<Piece>]) {
        match method {
            Method::Stars { levels } => self.levels = levels.to_string(),
            Method::MaxDiff { set } => self.set = set.to_string(),
            Method::Ranked { count } => count.name().clone_into(&mut self.ranked),
            Method::Budget { limit, currency, costs, count } => {
                self.limit = money::field(*limit, currency);
                self.currency.clone_from(currency);
                count.name().clone_into(&mut self.budget);
                let costs = items.iter().zip(costs);
                self.costs =
                    costs.map(|(item, cost)| (item.to_string(), money::field(*cost, currency))).collect();
            }
            Method::Quadratic { credits } => self.credits = credits.to_string(),
            Method::Cumulative { points } => self.points = points.to_string(),
            Method::UpDown | Method::Pairwise | Method::Opinions => {}
        }
    }

    fn set_combine(&mut self, combine: &Combine) {
        let word = match combine {
            Combine::Together => "together",
            Combine::EachMustPass { share } => {
                self.share = percent(*share);
                "each-must-pass"
            }
            Combine::Seats { seats } => {
                self.strata.iter_mut().zip(seats).for_each(|(row, seats)| row.seats = seats.to_string());
                "seats"
            }
            Combine::Weights { weights } => {
                self.strata.iter_mut().zip(weights).for_each(|(row, weight)| row.weight = percent(*weight));
                "weights"
            }
        };
        word.clone_into(&mut self.combine);
    }

    /// The strata that say something, and one more row to say something in if it was asked for.
    pub(crate) fn rows(&self) -> Vec<StratumTyped> {
        let mut rows: Vec<StratumTyped> = self.strata.iter().filter(|row| !row.blank()).cloned().collect();
        if rows.is_empty() || self.add {
            rows.push(StratumTyped::default());
        }
        rows.truncate(crate::rule::MOST_STRATA);
        rows
    }

    /// The round that the form describes. `known` finds people by what was typed for them; `now` is when a round opens
    /// for which no opening was typed.
    ///
    /// # Errors
    /// Everything that cannot be read, each at its field. What contradicts itself is for [`Rule::check`].
    pub(crate) fn parse(
        &self,
        programme: Id<Programme>,
        room: &str,
        zone: &str,
        now: Timestamp,
        known: &dyn Fn(&str) -> Option<Id<Person>>,
    ) -> Result<NewRound, Refusal> {
        let mut read = Reading::default();
        let mut items: Vec<Id<Piece>> = Vec::new();
        let more = self.more.split_whitespace().map(|text| text.rsplit('/').next().unwrap_or(text));
        for raw in self.items.iter().map(String::as_str).chain(more) {
            match raw.trim().parse() {
                Ok(item) if !items.contains(&item) => items.push(item),
                Ok(_) => {}
                Err(_) => read.refuse("items", "rounds-refused-item-unknown"),
            }
        }
        let method = self.method(&mut read, &items);
        let rows: Vec<&StratumTyped> = self.strata.iter().filter(|row| !row.blank()).collect();
        let strata: Vec<Option<Stratum>> = rows.iter().map(|row| stratum(&mut read, row, zone)).collect();
        let named = named(&mut read, &rows, known);
        let combine = self.combine(&mut read, &rows);
        let places = if self.method == "budget" { Some(0) } else { read.number("places", &self.places) };
        let opens = match self.opens.trim() {
            "" => Some(now),
            typed => read.time(zone, "opens", typed),
        };
        let closes = read.time(zone, "closes", &self.closes);
        let conflict = read.one("conflict", &self.conflict, Conflict::ALL, Conflict::name);
        let counts = read.one("counts", &self.counts, Counts::ALL, Counts::name);
        let authors = read.one("authors", &self.authors, Authors::ALL, Authors::name);
        let guarantee = read.number("guarantee", empty_is_none(&self.guarantee));
        let ties = read.one("ties", &self.ties, Ties::ALL, Ties::name);
        let suspects = if self.suspects { self.suspects(&mut read).map(Some) } else { Some(None) };
        let bearing = read.one("bearing", &self.bearing, Bearing::ALL, Bearing::name);
        let decider = read.one("decider", &self.decider, Decider::ALL, Decider::name);
        let rule = (|| {
            Some(Rule {
                question: self.question.trim().to_owned(),
                method: method?,
                places: places?,
                strata: strata.into_iter().collect::<Option<_>>()?,
                combine: combine?,
                conflict: conflict?,
                opens: opens?,
                closes: closes?,
                counts: counts?,
                authors: authors?,
                guarantee: guarantee?,
                ties: ties?,
                suspects: suspects?,
                decides: self.decides.trim().to_owned(),
                bearing: bearing?,
                decider: decider?,
            })
        })();
        match (Refusal::all(read.refusals), rule) {
            (None, Some(rule)) => Ok(NewRound { programme, room: room.to_owned(), rule, items, named }),
            (refusal, _) => Err(refusal.unwrap_or_else(|| Refusal::new(422, "refused-malformed"))),
        }
    }

    fn method(&self, read: &mut Reading, items: &[Id<Piece>]) -> Option<Method> {
        Some(match self.method.as_str() {
            "up-down" => Method::UpDown,
            "stars" => Method::Stars { levels: read.number("levels", &self.levels)? },
            "pairwise" => Method::Pairwise,
            "max-diff" => Method::MaxDiff { set: read.number("set", &self.set)? },
            "ranked" => Method::Ranked {
                count: read.one("ranked", &self.ranked, RankedCount::ALL, RankedCount::name)?,
            },
            "budget" => self.budget(read, items)?,
            "quadratic" => Method::Quadratic { credits: read.number("credits", &self.credits)? },
            "cumulative" => Method::Cumulative { points: read.number("points", &self.points)? },
            "opinions" => Method::Opinions,
            _ => {
                read.refuse("method", "refused-choice");
                return None;
            }
        })
    }

    fn budget(&self, read: &mut Reading, items: &[Id<Piece>]) -> Option<Method> {
        let currency = self.currency.trim().to_uppercase();
        let limit = read.money("limit", &self.limit, &currency);
        let costs = items.iter().map(|item| {
            let typed = self.costs.get(&item.to_string()).map_or("", String::as_str);
            money::typed(typed, &currency)
        });
        let costs: Option<Vec<i64>> = costs.collect();
        if costs.is_none() {
            read.refuse("costs", "rounds-refused-costs");
        }
        let count = read.one("budget", &self.budget, BudgetCount::ALL, BudgetCount::name)?;
        Some(Method::Budget { limit: limit?, currency, costs: costs?, count })
    }

    fn combine(&self, read: &mut Reading, rows: &[&StratumTyped]) -> Option<Combine> {
        match self.combine.as_str() {
            "together" => Some(Combine::Together),
            "each-must-pass" => Some(Combine::EachMustPass { share: read.points("share", &self.share)? }),
            "seats" => {
                let seats = rows.iter().map(|row| read.number("seats", &row.seats));
                Some(Combine::Seats { seats: seats.collect::<Option<_>>()? })
            }
            "weights" => {
                let weights = rows.iter().map(|row| read.points("weights", &row.weight));
                Some(Combine::Weights { weights: weights.collect::<Option<_>>()? })
            }
            _ => {
                read.refuse("combine", "refused-choice");
                None
            }
        }
    }

    fn suspects(&self, read: &mut Reading) -> Option<Suspects> {
        Some(Suspects {
            minutes: read.number("suspects", &self.minutes)?,
            likeness: read.points("suspects", &self.likeness)?,
            shared: read.number("suspects", &self.shared)?,
            crowd: read.number("suspects", &self.crowd)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    fn form(more: &str) -> Typed {
        let plain = "question=Which?&item=0000000000001&item=0000000000002&method=up-down&places=1\
            &stratum-name=All&stratum-who=everybody&combine=together&conflict=none&opens=2026-12-01T09:00\
            &closes=2026-12-08T09:00&counts=open&authors=shown&guarantee=&ties=lots&decides=What is built\
            &bearing=advises&decider=owner";
        Typed::of_pairs(pairs(&format!("{plain}&{more}")))
    }

    fn parse(typed: &Typed) -> Result<NewRound, Refusal> {
        let now = Timestamp::from_millis(1_795_255_200_000);
        typed.parse(Id::from_raw(7), "ideas", "Europe/Lisbon", now, &|name| {
            (name == "Ada Byron").then(|| Id::from_raw(9))
        })
    }

    fn fields(refusal: &Refusal) -> Vec<String> {
        refusal.each().filter_map(|one| one.field.as_deref().map(str::to_owned)).collect()
    }

    #[test]
    fn a_plain_form_makes_a_rule_on_the_readers_clock() {
        let round = parse(&form("")).expect("it can be read");
        assert_eq!(round.items.len(), 2);
        assert_eq!(round.rule.opens.to_string(), "2026-12-01T09:00:00Z");
        assert_eq!(round.rule.guarantee, 0);
        assert_eq!(round.rule.suspects, None);
    }

    #[test]
    fn what_was_not_typed_is_no_row_and_an_empty_opening_is_now() {
        let round = parse(&form("opens=&stratum-name=&stratum-who=")).expect("it can be read");
        assert_eq!(round.rule.strata.len(), 1);
        assert_eq!(round.rule.opens, Timestamp::from_millis(1_795_255_200_000));
    }

    #[test]
    fn money_seats_weights_and_names_are_read_where_they_belong() {
        let typed = form(
            "method=budget&limit=1200&currency=eur&budget=greedy&cost-0000000000001=800&cost-0000000000002=400.50\
             &combine=weights&stratum-weight=60&stratum-name=Jury&stratum-who=named&stratum-weight=40\
             &stratum-people=&stratum-people=Ada Byron",
        );
        let round = parse(&typed).expect("it can be read");
        let costs = vec![80_000, 40_050];
        let (limit, currency) = (120_000, "EUR".to_owned());
        assert_eq!(round.rule.method, Method::Budget { limit, currency, costs, count: BudgetCount::Greedy });
        assert_eq!(round.rule.combine, Combine::Weights { weights: vec![6_000, 4_000] });
        assert_eq!(round.named, [crate::Named { stratum: 1, people: vec![Id::from_raw(9)] }]);
        assert_eq!(round.rule.places, 0);
    }

    #[test]
    fn everything_that_cannot_be_read_is_said_at_its_field_at_once() {
        let refusal = parse(&form(
            "item=nonsense&method=stars&levels=many&places=x&combine=each-must-pass&share=half\
             &stratum-name=Jury&stratum-who=named&stratum-people=&stratum-people=Nobody&closes=soon&ties=war",
        ))
        .expect_err("it cannot be read");
        let fields = fields(&refusal);
        for field in ["items", "levels", "places", "share", "named", "closes", "ties"] {
            assert!(fields.iter().any(|one| one == field), "{field} in {fields:?}");
        }
    }
}
