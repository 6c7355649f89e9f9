//! What the operator can set; every list says the figures it was made with.

use act::{Question, Result, Tx};
use web::Setting;

/// Days until a vote is worth half in the popular order.
pub const HALF_LIFE: Setting = Setting { name: "ideas.popular_half_life_days", default: 7, range: (1, 3650) };
/// Points below which an idea is closed in the end.
pub const THRESHOLD: Setting = Setting { name: "ideas.threshold_points", default: 50, range: (0, 1_000_000) };
/// Days an idea has to reach them; 0 closes nothing.
pub const THRESHOLD_DAYS: Setting = Setting { name: "ideas.threshold_days", default: 90, range: (0, 3650) };
/// People who must have opened an idea before it stands in a public order.
pub const VIEWS: Setting = Setting { name: "ideas.guaranteed_views", default: 5, range: (0, 1_000) };
/// Days in which supporters may keep their vote out of a merge.
pub const WINDOW: Setting = Setting { name: "ideas.merge_window_days", default: 7, range: (0, 90) };
/// What one vote is worth.
pub const POINTS: Setting = Setting { name: "ideas.points_per_vote", default: 10, range: (1, 1_000) };

/// All of them.
pub const ALL: &[Setting] = &[HALF_LIFE, THRESHOLD, THRESHOLD_DAYS, VIEWS, WINDOW, POINTS];

/// The figures that hold now, as pages and the API say them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Rules {
    /// Days until a vote is worth half in the popular order.
    pub popular_half_life_days: i64,
    /// Points below which an idea is closed in the end.
    pub threshold_points: i64,
    /// Days an idea has to reach them; 0 closes nothing.
    pub threshold_days: i64,
    /// People who must have opened an idea before it stands in a public order.
    pub guaranteed_views: i64,
    /// Days in which supporters may keep their vote out of a merge.
    pub merge_window_days: i64,
    /// What one vote is worth.
    pub points_per_vote: i64,
}

/// Reads the figures that hold now.
///
/// # Errors
/// The store's.
pub fn rules(tx: &mut Tx<'_>) -> Result<Rules> {
    let set = ask_rules(tx)?;
    Ok(answered(tx, set)?.rules)
}

/// A setting as it was set, or one of the words below.
type Set = (String, Option<serde_json::Value>);
/// The lists are being counted anew with another figure.
const RECOUNTING: &str = "recounting";
/// Some idea of the house still needs eyes.
const WAITING: &str = "waiting";

/// What the lists of the house follow now.
pub(crate) struct Following {
    pub(crate) rules: Rules,
    /// The lists are being counted anew because a figure changed.
    pub(crate) recounting: bool,
    /// Some idea, in whichever programme, still needs eyes.
    pub(crate) waiting: bool,
}

/// Asks for the figures that hold now, and whether the lists follow them already.
pub(crate) fn ask_rules(tx: &mut Tx<'_>) -> Result<Question<Set>> {
    Ok(act::sql!(tx.ask(
        "SELECT name, value FROM settings WHERE name >= 'ideas.' AND name < 'ideas/'
         UNION ALL SELECT 'recounting', NULL FROM idea_recounts WHERE id = 1 AND NOT done
         UNION ALL SELECT 'waiting', NULL FROM (SELECT lot FROM ideas WHERE listed AND NOT ranked LIMIT 1) AS one
         LIMIT 100"
    ))?)
}

/// What [`ask_rules`] asked for.
pub(crate) fn answered(tx: &mut Tx<'_>, set: Question<Set>) -> Result<Following> {
    let set = tx.answer(set)?;
    let value = |setting: &Setting| {
        let found = set.iter().find(|(name, _)| name == setting.name);
        found.and_then(|(_, value)| value.as_ref()?.as_i64()).unwrap_or(setting.default)
    };
    let said = |word: &str| set.iter().any(|(name, _)| name == word);
    let rules = Rules {
        popular_half_life_days: value(&HALF_LIFE),
        threshold_points: value(&THRESHOLD),
        threshold_days: value(&THRESHOLD_DAYS),
        guaranteed_views: value(&VIEWS),
        merge_window_days: value(&WINDOW),
        points_per_vote: value(&POINTS),
    };
    Ok(Following { rules, recounting: said(RECOUNTING), waiting: said(WAITING) })
}
