//! The ballot of each method, as a form.

use super::{
    look::{ItemView, Looked, title},
    money,
    said::Said,
};
use crate::{
    Mine,
    answer::{Answer, Stance, Votes},
    rule::Method,
};
use act::Result;
use askama::Template;
use web::{Tongue, rendered};

/// Items on one page of a ballot that is given item by item.
pub(crate) const PAGE: usize = 40;

/// What a ballot is made of.
pub(crate) struct Ballot<'a> {
    pub(crate) t: &'a Tongue,
    pub(crate) looked: &'a Looked,
    pub(crate) items: &'a [ItemView],
    pub(crate) mine: &'a Mine,
    /// What to compare now, in the order in which to show it.
    pub(crate) dealt: Option<&'a [u32]>,
    /// What was typed into a form that was refused.
    pub(crate) typed: &'a Said,
    /// The first item shown, of those given item by item.
    pub(crate) from: usize,
}

/// A button of a ballot: the name and value it sends, its words, and whether it stands.
struct Press {
    name: &'static str,
    value: String,
    words: String,
    on: bool,
}

/// An item with what can be said of it.
struct RowView<'a> {
    item: &'a ItemView,
    own: bool,
    presses: Vec<Press>,
    /// For stars: each number, and whether it stands.
    stars: Vec<(i64, bool)>,
    back: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/ballot_rows.html")]
struct Rows<'a> {
    t: &'a Tongue,
    path: String,
    rows: Vec<RowView<'a>>,
    earlier: Option<usize>,
    later: Option<usize>,
}

/// A comparison that was answered before.
struct Before {
    words: String,
    fields: Vec<(&'static str, u32)>,
    presses: Vec<Press>,
    back: String,
}

#[derive(Template)]
#[template(path = "pages/ballot_pair.html")]
struct Pair<'a> {
    t: &'a Tongue,
    path: String,
    /// Two, or none when there is nothing to compare.
    pair: Vec<&'a ItemView>,
    before: Vec<Before>,
}

#[derive(Template)]
#[template(path = "pages/ballot_set.html")]
struct Set<'a> {
    t: &'a Tongue,
    path: String,
    set: Vec<(&'a ItemView, bool, bool)>,
    before: Vec<Before>,
}

#[derive(Template)]
#[template(path = "pages/ballot_ranked.html")]
struct Ranked<'a> {
    t: &'a Tongue,
    path: String,
    /// Each with its rank, 0 for none.
    rows: Vec<(&'a ItemView, u32)>,
    ranks: Vec<u32>,
    given: bool,
}

#[derive(Template)]
#[template(path = "pages/ballot_budget.html")]
struct Budget<'a> {
    t: &'a Tongue,
    path: String,
    rows: Vec<(&'a ItemView, i64, String, bool)>,
    sum: String,
    limit: String,
    over: bool,
    given: bool,
    scale: u32,
    currency: &'a str,
}

#[derive(Template)]
#[template(path = "pages/ballot_points.html")]
struct Points<'a> {
    t: &'a Tongue,
    path: String,
    rows: Vec<PointsRow<'a>>,
    spent: i64,
    credits: i64,
    quadratic: bool,
    most: i64,
    given: bool,
}

/// An item with the votes on it, what they cost, and what one more would.
struct PointsRow<'a> {
    item: &'a ItemView,
    votes: String,
    cost: i64,
    next: i64,
}

impl<'a> Ballot<'a> {
    pub(crate) fn html(&self) -> Result<String> {
        match &self.looked.view.rule.method {
            Method::UpDown | Method::Opinions | Method::Stars { .. } => rendered(&self.rows()),
            Method::Pairwise => rendered(&self.pair()),
            Method::MaxDiff { .. } => rendered(&self.set()),
            Method::Ranked { .. } => rendered(&self.ranked()),
            Method::Budget { limit, currency, costs, .. } => rendered(&self.budget(*limit, currency, costs)),
            Method::Quadratic { credits } => rendered(&self.points(*credits, true)),
            Method::Cumulative { points } => rendered(&self.points(*points, false)),
        }
    }

    fn path(&self) -> String {
        super::path(self.looked.view.id)
    }

    /// The items from another place on for every elector, so that nobody's item always stands first.
    fn turned(&self) -> Vec<&'a ItemView> {
        let count = self.items.len().max(1);
        let start = usize::try_from(self.mine.token).unwrap_or(0).wrapping_mul(7) % count;
        self.items[start.min(self.items.len())..]
            .iter()
            .chain(&self.items[..start.min(self.items.len())])
            .collect()
    }

    fn item(&self, place: u32) -> Option<&'a ItemView> {
        self.items.iter().find(|item| item.place == place)
    }

    fn rows(&self) -> Rows<'a> {
        let turned = self.turned();
        let from = self.from.min(turned.len());
        let shown = &turned[from..turned.len().min(from + PAGE)];
        Rows {
            t: self.t,
            path: self.path(),
            rows: shown.iter().map(|item| self.row(item)).collect(),
            earlier: (from > 0).then(|| from.saturating_sub(PAGE)),
            later: (from + PAGE < turned.len()).then_some(from + PAGE),
        }
    }

    fn row(&self, item: &'a ItemView) -> RowView<'a> {
        let place = item.place;
        let said = self.mine.answers.iter().find(|answer| {
            matches!(answer, Answer::Vote { item, .. } | Answer::Stars { item, .. } | Answer::Stance { item, .. } if *item == place)
        });
        let stance =
            |wanted: Stance| matches!(said, Some(Answer::Stance { stance, .. }) if *stance == wanted);
        let vote = |wanted: bool| matches!(said, Some(Answer::Vote { up, .. }) if *up == wanted);
        let say = |word: &str, on: bool| {
            let words = self.t.say(format!("rounds-say-{word}")).to_string();
            // What stands is taken back by pressing it again.
            if on {
                Press { name: "back", value: place.to_string(), words, on }
            } else {
                Press { name: "say", value: word.to_owned(), words, on }
            }
        };
        let method = &self.looked.view.rule.method;
        let presses = match method {
            Method::UpDown => vec![say("up", vote(true)), say("down", vote(false))],
            Method::Opinions => vec![
                say("agree", stance(Stance::Agree)),
                say("disagree", stance(Stance::Disagree)),
                say("pass", stance(Stance::Pass)),
            ],
            _ => Vec::new(),
        };
        let given = |n: u8| matches!(said, Some(Answer::Stars { stars, .. }) if *stars == n);
        let stars = match method {
            Method::Stars { levels } => (1..=*levels).map(|n| (i64::from(n), given(n))).collect(),
            _ => Vec::new(),
        };
        RowView {
            item,
            own: self.mine.own.contains(&place),
            presses,
            stars,
            back: said.map(|_| place.to_string()),
        }
    }

    fn pair(&self) -> Pair<'a> {
        let dealt = self.dealt.unwrap_or_default().iter();
        let pair = dealt.filter_map(|place| self.item(*place)).collect();
        let before = self.mine.answers.iter().filter_map(|answer| {
            let Answer::Pair { one, other, better } = answer else { return None };
            let slot = answer.slot().to_string();
            let press = |value: String, words: String, on: bool| {
                if on {
                    Press { name: "back", value: slot.clone(), words, on }
                } else {
                    Press { name: "better", value, words, on }
                }
            };
            let neither = self.t.say("rounds-neither").to_string();
            Some(Before {
                words: self
                    .t
                    .say("rounds-pair-of")
                    .arg("one", title(self.items, *one))
                    .arg("other", title(self.items, *other))
                    .to_string(),
                fields: vec![("one", *one), ("other", *other)],
                presses: vec![
                    press(one.to_string(), title(self.items, *one), *better == Some(*one)),
                    press(other.to_string(), title(self.items, *other), *better == Some(*other)),
                    press("neither".to_owned(), neither, better.is_none()),
                ],
                back: slot.clone(),
            })
        });
        Pair { t: self.t, path: self.path(), pair, before: before.collect() }
    }

    fn set(&self) -> Set<'a> {
        let typed = |name: &str, place: u32| self.typed.get(name) == place.to_string();
        let set =
            self.dealt.unwrap_or_default().iter().filter_map(|place| {
                Some((self.item(*place)?, typed("best", *place), typed("worst", *place)))
            });
        let before = self.mine.answers.iter().filter_map(|answer| {
            let Answer::Set { shown, best, worst } = answer else { return None };
            let said = self.t.say("rounds-set-said").arg("best", title(self.items, *best));
            Some(Before {
                words: said.arg("worst", title(self.items, *worst)).arg("n", shown.len()).to_string(),
                fields: Vec::new(),
                presses: Vec::new(),
                back: answer.slot().to_string(),
            })
        });
        Set { t: self.t, path: self.path(), set: set.collect(), before: before.collect() }
    }

    fn ranked(&self) -> Ranked<'a> {
        let tiers = self.mine.answers.iter().find_map(|answer| match answer {
            Answer::Ranking { tiers } => Some(tiers),
            _ => None,
        });
        let rank = |place: u32| {
            if !self.typed.is_empty() {
                return self.typed.get(&format!("rank-{place}")).parse().ok();
            }
            // Equals share a number, and the next goes on after all of them.
            let before = tiers?.iter().take_while(|tier| !tier.contains(&place));
            let listed = tiers?.iter().any(|tier| tier.contains(&place));
            let above: usize = before.map(Vec::len).sum();
            listed.then(|| u32::try_from(above + 1).unwrap_or(u32::MAX))
        };
        Ranked {
            t: self.t,
            path: self.path(),
            rows: self.turned().into_iter().map(|item| (item, rank(item.place).unwrap_or(0))).collect(),
            ranks: (1..=u32::try_from(self.items.len()).unwrap_or(u32::MAX)).collect(),
            given: tiers.is_some(),
        }
    }

    fn budget(&self, limit: i64, currency: &'a str, costs: &[i64]) -> Budget<'a> {
        let approved = self.mine.answers.iter().find_map(|answer| match answer {
            Answer::Approvals { items } => Some(items),
            _ => None,
        });
        let on = |place: u32| {
            if self.typed.is_empty() {
                approved.is_some_and(|items| items.contains(&place))
            } else {
                self.typed.ticked("approve", place)
            }
        };
        let cost = |place: u32| costs.get(usize::try_from(place).unwrap_or(usize::MAX)).copied().unwrap_or(0);
        let rows: Vec<_> = self
            .turned()
            .into_iter()
            .map(|item| {
                (item, cost(item.place), money::said(self.t, cost(item.place), currency), on(item.place))
            })
            .collect();
        let sum: i64 = rows.iter().filter(|(_, _, _, on)| *on).map(|(_, cost, _, _)| cost).sum();
        Budget {
            t: self.t,
            path: self.path(),
            rows,
            sum: money::said(self.t, sum, currency),
            limit: money::said(self.t, limit, currency),
            over: sum > limit,
            given: approved.is_some(),
            scale: money::decimals(currency),
            currency,
        }
    }

    fn points(&self, credits: u32, quadratic: bool) -> Points<'a> {
        let given: Option<&Vec<Votes>> = self.mine.answers.iter().find_map(|answer| match answer {
            Answer::Points { votes } => Some(votes),
            _ => None,
        });
        let votes = |place: u32| {
            if self.typed.is_empty() {
                let kept = given.and_then(|votes| votes.iter().find(|vote| vote.item == place));
                return kept.map_or_else(String::new, |vote| vote.votes.to_string());
            }
            self.typed.get(&format!("votes-{place}")).to_owned()
        };
        let price = |votes: i64| if quadratic { votes.saturating_mul(votes) } else { votes.abs() };
        let rows: Vec<PointsRow<'_>> = self
            .turned()
            .into_iter()
            .map(|item| {
                let typed = votes(item.place);
                let number: i64 = typed.parse().unwrap_or(0);
                let further = if number < 0 { number.saturating_sub(1) } else { number.saturating_add(1) };
                let next = price(further).saturating_sub(price(number));
                PointsRow { item, votes: typed, cost: price(number), next }
            })
            .collect();
        let most = if quadratic { i64::from(credits.isqrt()) } else { i64::from(credits) };
        Points {
            t: self.t,
            path: self.path(),
            spent: rows.iter().fold(0, |sum, row| sum.saturating_add(row.cost)),
            rows,
            credits: i64::from(credits),
            quadratic,
            most,
            given: given.is_some(),
        }
    }
}
