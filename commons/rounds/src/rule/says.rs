//! The rule in words: what its page says, generated from what will be done.

use super::{Authors, Bearing, Combine, Conflict, Counts, Method, Rule, Ties, Who};
use crate::count::Way;
use act::Argument;

/// One sentence of a rule: a message and what it names.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// The message's key.
    pub key: String,
    /// What the message names.
    pub arguments: Vec<(&'static str, Argument)>,
}

fn plain(key: impl Into<String>) -> Sentence {
    Sentence { key: key.into(), arguments: Vec::new() }
}

/// Somebody's own words as a sentence, with a stop where they left it out: another one follows.
fn sentence(words: &str) -> String {
    let stop = if words.ends_with(char::is_alphanumeric) { "." } else { "" };
    format!("{words}{stop}")
}

impl Sentence {
    fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }
}

/// People that a stratum needs so that its ballots do not point at anybody.
const SMALL: usize = 5;

impl Rule {
    /// What a person should know before they vote: what to do, how it is counted, who may vote, who sees what and when,
    /// what happens between equals, what the result decides, who decides, and whom to appeal to. `named` says how many
    /// people are named for each stratum, as in [`super::Facts`].
    pub fn sentences(&self, named: &[usize]) -> Vec<Sentence> {
        let mut said =
            vec![self.says_ballot(), plain(format!("rounds-says-way-{}", Way::of(&self.method).name()))];
        said.extend(self.says_places());
        said.extend(self.says_strata(named));
        said.extend(self.says_combine());
        if self.conflict != Conflict::None {
            said.push(plain(format!("rounds-says-conflict-{}", self.conflict.name())));
        }
        said.push(plain("rounds-says-schedule").with("opens", self.opens).with("closes", self.closes));
        said.push(plain("rounds-says-changes"));
        if self.guarantee > 0 {
            said.push(plain("rounds-says-guarantee").with("n", i64::from(self.guarantee)));
        }
        said.push(plain(match self.counts {
            Counts::Open => "rounds-says-counts-open",
            Counts::AfterVoting => "rounds-says-counts-after-voting",
            Counts::AfterClosing => "rounds-says-counts-after-closing",
        }));
        if self.authors == Authors::Hidden {
            said.push(plain("rounds-says-authors-hidden"));
        }
        said.push(plain(match self.ties {
            Ties::Lots => "rounds-says-ties-lots",
            Ties::Order => "rounds-says-ties-order",
        }));
        if self.suspects.is_some() {
            said.push(plain("rounds-says-suspects"));
        }
        let bearing = match self.bearing {
            Bearing::Decides => "rounds-says-decides",
            Bearing::Advises => "rounds-says-advises",
        };
        said.push(plain(bearing).with("what", sentence(&self.decides)));
        said.push(plain(format!("rounds-says-decider-{}", self.decider.name())));
        said.push(plain("rounds-says-record"));
        said.push(plain("rounds-says-appeal"));
        said
    }

    fn says_ballot(&self) -> Sentence {
        let said = plain(format!("rounds-says-ballot-{}", self.method.name()));
        match &self.method {
            Method::Stars { levels } => said.with("n", i64::from(*levels)),
            Method::MaxDiff { set } => said.with("n", i64::from(*set)),
            Method::Quadratic { credits } => said.with("n", i64::from(*credits)),
            Method::Cumulative { points } => said.with("n", i64::from(*points)),
            Method::Budget { limit, currency, .. } => said.with("money", money(*limit, currency)),
            _ => said,
        }
    }

    fn says_places(&self) -> Option<Sentence> {
        let wins = !matches!(self.method, Method::Budget { .. });
        wins.then(|| plain("rounds-says-places").with("n", i64::from(self.places)))
    }

    fn says_strata(&self, named: &[usize]) -> Vec<Sentence> {
        let mut said = Vec::new();
        for (place, stratum) in self.strata.iter().enumerate() {
            let mut one =
                plain(format!("rounds-says-who-{}", stratum.who.name())).with("name", stratum.name.as_str());
            let people = named.get(place).copied().unwrap_or(0);
            match stratum.who {
                Who::Part(part) => one = one.with("part", part.name()),
                Who::Named => one = one.with("n", people),
                Who::Everybody | Who::Members | Who::Staff | Who::Partners => {}
            }
            said.push(one);
            if let Some(at) = stratum.joined_before {
                said.push(
                    plain("rounds-says-joined-before").with("name", stratum.name.as_str()).with("at", at),
                );
            }
            if stratum.who == Who::Named && people < SMALL {
                said.push(plain("rounds-says-small").with("name", stratum.name.as_str()));
            }
        }
        said
    }

    fn says_combine(&self) -> Vec<Sentence> {
        let name = |place: usize| self.strata.get(place).map_or("", |stratum| stratum.name.as_str());
        match &self.combine {
            Combine::Together if self.strata.len() < 2 => Vec::new(),
            Combine::Together => vec![plain("rounds-says-together")],
            Combine::EachMustPass { share } => {
                vec![plain("rounds-says-each-must-pass").with("share", percent(*share))]
            }
            Combine::Seats { seats } => {
                let seat = |(place, seats): (usize, &u32)| {
                    plain("rounds-says-seats").with("name", name(place)).with("n", i64::from(*seats))
                };
                seats.iter().enumerate().map(seat).chain([plain("rounds-says-seats-order")]).collect()
            }
            Combine::Weights { weights } => {
                let weight = |(place, weight): (usize, &u32)| {
                    plain("rounds-says-weight").with("name", name(place)).with("share", percent(*weight))
                };
                weights.iter().enumerate().map(weight).collect()
            }
        }
    }
}

/// Basis points as a percentage with the decimals it needs: `66.5`.
fn percent(points: u32) -> String {
    let (whole, rest) = (points / 100, points % 100);
    match (rest, rest % 10) {
        (0, _) => whole.to_string(),
        (_, 0) => format!("{whole}.{}", rest / 10),
        _ => format!("{whole}.{rest:02}"),
    }
}

/// Minor units with their currency: `1200.00 EUR`. Currencies without a hundredth are shown as they are.
fn money(minor: i64, currency: &str) -> String {
    match currency {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "XAF" | "XOF" => format!("{minor} {currency}"),
        _ => format!("{}.{:02} {currency}", minor / 100, minor % 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Suspects,
        count::Way,
        sample::{methods, rule, stratum},
    };
    use programmes::Part;

    /// Every message that the file has.
    fn keys(file: &str) -> Vec<&str> {
        file.lines()
            .filter(|line| line.starts_with("rounds-"))
            .filter_map(|line| line.split(' ').next())
            .collect()
    }

    #[test]
    fn words_of_ones_own_end_before_the_next_sentence_begins() {
        assert_eq!(sentence("What is built next"), "What is built next.");
        for whole in ["What is built next.", "我覺得是可行的。", "Which one?", ""] {
            assert_eq!(sentence(whole), whole);
        }
    }

    #[test]
    fn every_sentence_of_every_rule_has_its_words_in_both_languages() {
        let locales = [include_str!("../../locales/en.ftl"), include_str!("../../locales/fr.ftl")].map(keys);
        for method in methods() {
            for combine in [
                Combine::Together,
                Combine::EachMustPass { share: 6_650 },
                Combine::Seats { seats: vec![1, 1] },
                Combine::Weights { weights: vec![9_000, 1_000] },
            ] {
                for (conflict, counts) in Conflict::ALL.iter().zip(Counts::ALL) {
                    let mut rule = rule(method.clone());
                    (rule.combine, rule.conflict, rule.counts) = (combine.clone(), *conflict, *counts);
                    rule.guarantee = 3;
                    rule.strata = vec![
                        stratum("A", Who::Everybody),
                        stratum("B", Who::Partners),
                        stratum("C", Who::Part(Part::Moderator)),
                        stratum("D", Who::Named),
                    ];
                    rule.strata[0].joined_before = Some(rule.opens);
                    rule.suspects = Some(Suspects::USUAL);
                    for said in rule.sentences(&[0, 0, 0, 2]) {
                        for known in &locales {
                            assert!(known.contains(&said.key.as_str()), "{}", said.key);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn figures_read_as_people_write_them() {
        assert_eq!(
            [percent(10_000), percent(6_650), percent(33), percent(5_005)],
            ["100", "66.5", "0.33", "50.05"]
        );
        assert_eq!(money(120_050, "EUR"), "1200.50 EUR");
        assert_eq!(money(5_000, "JPY"), "5000 JPY");
    }

    #[test]
    fn what_is_not_in_the_rule_is_not_said() {
        let mut rule = rule(Method::UpDown);
        (rule.suspects, rule.authors) = (None, Authors::Shown);
        let said: Vec<String> = rule.sentences(&[]).into_iter().map(|sentence| sentence.key).collect();
        for absent in ["suspects", "authors-hidden", "guarantee", "conflict"] {
            assert!(!said.iter().any(|key| key.starts_with(&format!("rounds-says-{absent}"))), "{absent}");
        }
        assert_eq!(said[1], format!("rounds-says-way-{}", Way::CautiousShare.name()));
    }
}
