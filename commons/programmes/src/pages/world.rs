//! The first page, and how things count.

use super::list::Line;
use crate::{Asked, Part, Standing, all, parts_with};
use act::{Actor, Result, Role, Tx};
use web::{Answer, House, Page, Paging, Template, Tongue, Visit, WorldSection};

/// What is open now, on the first page.
pub(crate) const OPEN_NOW: WorldSection = WorldSection { order: 10, aside: false, render: open_now };

#[derive(Template)]
#[template(path = "pages/open-now.html")]
struct OpenNow<'a> {
    t: &'a Tongue,
    lines: Vec<Line>,
}

fn open_now(tx: &mut Tx<'_>, who: &Actor, t: &Tongue, house: &House) -> Result<Option<String>> {
    let asked = Asked { standing: Some(Standing::Open), room: None };
    let open = all(tx, who, &asked, &Paging { after: None, limit: Some(12) })?.items;
    if open.is_empty() {
        return Ok(None);
    }
    let shelf = super::shelves(house, t);
    let lines = open.into_iter().map(|head| super::list::line(t, &shelf, head)).collect();
    OpenNow { t, lines }.render().map(Some).map_err(crate::rows::unreadable)
}

#[derive(Template)]
#[template(path = "pages/world.html")]
struct World<'a> {
    t: &'a Tongue,
    main: Vec<String>,
    aside: Vec<String>,
}

pub(crate) async fn world(visit: Visit) -> Answer<Page> {
    let mut sections: Vec<WorldSection> =
        visit.cx.house().rooms.iter().flat_map(|room| room.world).copied().collect();
    sections.sort_by_key(|section| section.order);
    let (tongue, house) = (visit.tongue.clone(), visit.cx.house().clone());
    let shown = visit
        .read(move |tx, who| {
            let mut shown = Vec::new();
            for section in &sections {
                shown.extend((section.render)(tx, who, &tongue, &house)?.map(|html| (section.aside, html)));
            }
            Ok(shown)
        })
        .await?;
    let (aside, main): (Vec<_>, Vec<_>) = shown.into_iter().partition(|(aside, _)| *aside);
    let bodies = |sections: Vec<(bool, String)>| sections.into_iter().map(|(_, html)| html).collect();
    let view = World { t: &visit.tongue, main: bodies(main), aside: bodies(aside) };
    Ok(visit.page("/", "", &view)?.description(visit.tongue.say("programmes-world-lede").to_string()))
}

/// A setting as it stands.
struct SettingLine {
    words: String,
    name: &'static str,
    value: i64,
    default: i64,
    range: (i64, i64),
}

/// A permission and who has it.
struct PermissionLine {
    words: String,
    name: &'static str,
    roles: String,
    parts: String,
}

#[derive(Template)]
#[template(path = "pages/how.html")]
struct How<'a> {
    t: &'a Tongue,
    rules: Vec<String>,
    settings: Vec<SettingLine>,
    permissions: Vec<PermissionLine>,
    /// The reader may set the figures.
    operator: bool,
}

pub(crate) async fn how_it_counts(visit: Visit) -> Answer<Page> {
    let house = visit.cx.house().clone();
    let settings: Vec<web::Setting> = house.settings_of_rooms().copied().collect();
    let asked = settings.clone();
    let values = visit
        .read(move |tx, _| asked.iter().map(|setting| setting.value(tx)).collect::<Result<Vec<_>>>())
        .await?;
    let t = &visit.tongue;
    let rules = house.rooms.iter().filter_map(|room| rule_of(&house, t, room.name, &settings, &values));
    let rules = rules.collect();
    let lines = settings.iter().zip(values).map(|(setting, value)| SettingLine {
        words: house.words_for(t, "setting", setting.name),
        name: setting.name,
        value,
        default: setting.default,
        range: setting.range,
    });
    let policy = visit.cx.policy();
    let permissions = house.permissions().map(|permission| {
        let may = |role: &Role| policy.allows(act::Roles::default().with(*role), permission);
        let roles = Role::ALL
            .into_iter()
            .filter(may)
            .map(|role| t.say(format!("programmes-how-role-{role}")).to_string());
        let parts = parts_with(permission)
            .into_iter()
            .map(|part: Part| t.say(format!("programmes-part-{part}")).to_string());
        PermissionLine {
            words: house.words_for(t, "permission", permission.name),
            name: permission.name,
            roles: listed(t, roles),
            parts: parts.collect::<Vec<_>>().join(", "),
        }
    });
    let operator = visit.actor.can(&people::permissions::DECIDE_SETTINGS);
    let view = How { t, rules, settings: lines.collect(), permissions: permissions.collect(), operator };
    visit.page("", t.say("programmes-how-title"), &view)
}

/// The rule of a room in words, with the figures that hold: the message `ideas-how-it-counts` may name every setting of
/// its room, as `$points_per_vote`.
fn rule_of(
    house: &House,
    t: &Tongue,
    room: &str,
    settings: &[web::Setting],
    values: &[i64],
) -> Option<String> {
    let key = format!("{room}-how-it-counts");
    if !house.speaks(t, &key) {
        return None;
    }
    let figures = settings.iter().zip(values).filter_map(|(setting, value)| {
        let (of, name) = setting.name.split_once('.')?;
        (of == room).then_some((name, *value))
    });
    Some(figures.fold(t.say(key), |said, (name, value)| said.arg(name, value)).to_string())
}

fn listed(t: &Tongue, words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    if words.is_empty() { t.say("programmes-how-nobody").to_string() } else { words.join(", ") }
}
