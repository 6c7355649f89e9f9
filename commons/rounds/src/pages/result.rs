//! How a round stands or ended: order, figures with intervals, strata side by side, other rules, opinion groups.

use super::{
    figure::{self, FigureView},
    look::{ItemView, Looked, title},
    map,
};
use crate::{Live, count::Outcome, opinions::Opinions};
use askama::Template;
use web::Tongue;

/// A list longer than this is folded: a survey of three hundred statements would be a hundred screens on a phone.
const FOLDED: usize = 25;
/// So many of a folded list are shown at once.
const AT_ONCE: usize = 20;

/// An item in its place.
struct RankView<'a> {
    item: &'a ItemView,
    figure: FigureView,
    won: bool,
    runner_up: bool,
}

/// The strata beside each other: their names, and for every item what each says; nothing where too few voted.
struct Sides<'a> {
    names: Vec<(&'a str, Option<u64>)>,
    rows: Vec<(String, Vec<Option<(String, String)>>)>,
}

/// The same ballots under another rule.
struct Other {
    way: String,
    about: String,
    chosen: String,
    same: bool,
}

/// People who answer alike.
struct GroupView {
    name: String,
    people: i64,
    stands_for: Vec<(String, bool, i64)>,
}

/// A count on a page.
#[derive(Template)]
#[template(path = "pages/result.html")]
pub(crate) struct ResultView<'a> {
    t: &'a Tongue,
    looked: &'a Looked,
    ended: bool,
    /// People whose votes were counted.
    voters: i64,
    /// People who voted and whose votes are left out.
    left_out: i64,
    ranks: Vec<RankView<'a>>,
    winners: Vec<String>,
    runner_up: Option<String>,
    ties: Vec<String>,
    spent: Option<String>,
    passing: Option<String>,
    sides: Option<Sides<'a>>,
    others: Vec<Other>,
    groups: Vec<GroupView>,
    /// Where they stand, drawn; empty where there is nothing to draw.
    map: map::Drawing,
    shared: Vec<(String, i64)>,
}

impl<'a> ResultView<'a> {
    /// The count that this reader may see, if there is one to see.
    pub(crate) fn of(t: &'a Tongue, looked: &'a Looked, items: &'a [ItemView]) -> Option<Self> {
        let (outcome, alternatives, opinions, ended) = match &looked.live {
            Live::Hidden { .. } => return None,
            Live::Standing { outcome } => (outcome, &[][..], None, false),
            Live::Result { outcome, alternatives, opinions } => {
                (outcome, alternatives.as_slice(), opinions.as_ref(), true)
            }
        };
        let method = &looked.view.rule.method;
        let figures = figure::figures(t, method, outcome);
        let rank = |place: &u32| {
            let item = items.iter().find(|item| item.place == *place)?;
            let figure = figures.iter().find(|figure| figure.place == *place)?.clone();
            Some(RankView {
                item,
                figure,
                won: outcome.chosen.contains(place),
                runner_up: outcome.runner_up == Some(*place),
            })
        };
        let names =
            |places: &[u32]| -> Vec<String> { places.iter().map(|place| title(items, *place)).collect() };
        let others = alternatives.iter().map(|other| Other {
            way: t.say(format!("rounds-way-{}", other.way.name())).to_string(),
            about: t.say(format!("rounds-way-{}-about", other.way.name())).to_string(),
            chosen: listed(t, &names(&other.chosen)),
            same: same(&other.chosen, &outcome.chosen),
        });
        let voters = i64::try_from(outcome.voters).unwrap_or(i64::MAX);
        Some(Self {
            t,
            looked,
            ended,
            voters,
            left_out: looked.view.voters.saturating_sub(voters).max(0),
            ranks: outcome.order.iter().filter_map(rank).collect(),
            winners: names(&outcome.chosen),
            runner_up: outcome.runner_up.map(|place| title(items, place)),
            ties: outcome.ties.iter().map(|tied| listed(t, &names(tied))).collect(),
            spent: spent(t, looked, outcome),
            passing: outcome.passing.as_ref().map(|passing| listed(t, &names(passing))),
            sides: sides(t, looked, items, outcome),
            others: others.collect(),
            groups: opinions.map_or_else(Vec::new, |opinions| groups(t, items, opinions)),
            map: opinions.map(|opinions| map::drawn(&opinions.map, letter)).unwrap_or_default(),
            shared: opinions.map_or_else(Vec::new, |opinions| shared(items, opinions)),
        })
    }

    /// The items that are shown at once.
    fn first(&self) -> &[RankView<'a>] {
        self.ranks.get(..AT_ONCE).filter(|_| self.ranks.len() > FOLDED).unwrap_or(&self.ranks)
    }

    /// The items that follow when they are asked for.
    fn rest(&self) -> &[RankView<'a>] {
        self.ranks.get(self.first().len()..).unwrap_or_default()
    }

    fn way(&self) -> String {
        let way = crate::count::Way::of(&self.looked.view.rule.method);
        self.t.say(format!("rounds-way-{}", way.name())).to_string()
    }
}

/// Whether two results choose the same items, in whatever order.
fn same(one: &[u32], other: &[u32]) -> bool {
    one.len() == other.len() && one.iter().all(|item| other.contains(item))
}

/// Titles one after the other; a dash where there is none.
fn listed(t: &Tongue, titles: &[String]) -> String {
    if titles.is_empty() { t.say("rounds-nobody-chosen").to_string() } else { titles.join(" · ") }
}

fn spent(t: &Tongue, looked: &Looked, outcome: &Outcome) -> Option<String> {
    let crate::rule::Method::Budget { limit, currency, .. } = &looked.view.rule.method else { return None };
    let said = |minor| super::money::said(t, minor, currency);
    Some(
        t.say("rounds-result-spent")
            .arg("spent", said(outcome.spent?))
            .arg("limit", said(*limit))
            .to_string(),
    )
}

fn sides<'a>(t: &Tongue, looked: &'a Looked, items: &[ItemView], outcome: &Outcome) -> Option<Sides<'a>> {
    if outcome.strata.len() < 2 {
        return None;
    }
    let rule = &looked.view.rule;
    let names = outcome.strata.iter().map(|side| {
        let place = usize::try_from(side.stratum).unwrap_or(usize::MAX);
        (rule.strata.get(place).map_or("", |stratum| stratum.name.as_str()), side.voters)
    });
    let figures: Vec<Vec<FigureView>> =
        outcome.strata.iter().map(|side| figure::of(t, &rule.method, outcome.way, &side.figures)).collect();
    let rows = outcome.order.iter().map(|place| {
        let cells = figures.iter().map(|figures| {
            let figure = figures.iter().find(|figure| figure.place == *place)?;
            Some((format!("{} {}", figure.value, figure.unit), figure.between.clone().unwrap_or_default()))
        });
        (title(items, *place), cells.collect())
    });
    Some(Sides { names: names.collect(), rows: rows.collect() })
}

fn percent(share: f64) -> i64 {
    (share * 100.0).round() as i64
}

fn groups(t: &Tongue, items: &[ItemView], opinions: &Opinions) -> Vec<GroupView> {
    let group = |(place, group): (usize, &crate::opinions::OpinionGroup)| GroupView {
        name: t.say("rounds-group").arg("letter", letter(place)).to_string(),
        people: i64::try_from(group.people).unwrap_or(i64::MAX),
        stands_for: group
            .stands_for
            .iter()
            .map(|one| (title(items, one.item), one.agree, percent(one.share)))
            .collect(),
    };
    opinions.groups.iter().enumerate().map(group).collect()
}

/// `A` for the first, `B` for the second.
fn letter(place: usize) -> String {
    let letter = u8::try_from(place).ok().filter(|place| *place < 26).map(|place| char::from(b'A' + place));
    letter.map_or_else(|| (place + 1).to_string(), String::from)
}

/// The statements that all groups share most, at most five.
fn shared(items: &[ItemView], opinions: &Opinions) -> Vec<(String, i64)> {
    let mut shared: Vec<(u32, f64)> = (0..).zip(opinions.shared.iter().copied()).collect();
    shared.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    shared.into_iter().take(5).map(|(place, share)| (title(items, place), percent(share))).collect()
}
