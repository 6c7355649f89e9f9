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

fn open_now(tx: &mut Tx<'_>, who: &Actor, t: &Tongue) -> Result<Option<String>> {
    let asked = Asked { standing: Some(Standing::Open), room: None };
    let open = all(tx, who, &asked, &Paging { after: None, limit: Some(12) })?.items;
    if open.is_empty() {
        return Ok(None);
    }
    let lines = open.into_iter().map(|head| super::list::line(t, &[], head)).collect();
    OpenNow { t, lines }.render().map(Some).map_err(crate::rows::unreadable)
}

#[derive(Template)]
#[template(path = "pages/world.html")]
struct World<'a> {
    t: &'a Tongue,
    brand: &'a str,
    main: Vec<String>,
    aside: Vec<String>,
}

pub(crate) async fn world(visit: Visit) -> Answer<Page> {
    let mut sections: Vec<WorldSection> =
        visit.cx.house().rooms.iter().flat_map(|room| room.world).copied().collect();
    sections.sort_by_key(|section| section.order);
    let tongue = visit.tongue.clone();
    let shown = visit
        .read(move |tx, who| {
            let mut shown = Vec::new();
            for section in &sections {
                shown.extend((section.render)(tx, who, &tongue)?.map(|html| (section.aside, html)));
            }
            Ok(shown)
        })
        .await?;
    let (aside, main): (Vec<_>, Vec<_>) = shown.into_iter().partition(|(aside, _)| *aside);
    let bodies = |sections: Vec<(bool, String)>| sections.into_iter().map(|(_, html)| html).collect();
    let brand = visit.cx.house().settings.brand.clone();
    let view = World { t: &visit.tongue, brand: &brand, main: bodies(main), aside: bodies(aside) };
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
}

pub(crate) async fn how_it_counts(visit: Visit) -> Answer<Page> {
    let house = visit.cx.house().clone();
    let settings: Vec<web::Setting> = house.settings_of_rooms().copied().collect();
    let asked = settings.clone();
    let values = visit
        .read(move |tx, _| asked.iter().map(|setting| setting.value(tx)).collect::<Result<Vec<_>>>())
        .await?;
    let t = &visit.tongue;
    let lines = settings.iter().zip(values).map(|(setting, value)| SettingLine {
        words: words_for(&house, t, "setting", setting.name),
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
            words: words_for(&house, t, "permission", permission.name),
            name: permission.name,
            roles: listed(t, roles),
            parts: listed(t, parts),
        }
    });
    let rules =
        house.rooms.iter().filter_map(|room| known(&house, t, format!("{}-how-it-counts", room.name)));
    let view =
        How { t, rules: rules.collect(), settings: lines.collect(), permissions: permissions.collect() };
    visit.page("", t.say("programmes-how-title"), &view)
}

fn listed(t: &Tongue, words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    if words.is_empty() { t.say("programmes-how-nobody").to_string() } else { words.join(", ") }
}

/// What a room says of its setting or permission: the message `ideas-setting-popular-half-life-days` for
/// `ideas.popular_half_life_days`. One without words is shown by its name alone.
fn words_for(house: &House, t: &Tongue, what: &str, name: &str) -> String {
    let (room, rest) = name.split_once('.').unwrap_or(("", name));
    known(house, t, format!("{room}-{what}-{}", rest.replace(['_', '.'], "-"))).unwrap_or_default()
}

fn known(house: &House, t: &Tongue, key: String) -> Option<String> {
    let missing = |language: &str| !house.catalogue.missing(language, [key.clone()]).is_empty();
    let there = !missing(t.language()) || !missing(&house.settings.language);
    there.then(|| t.say(key.clone()).to_string())
}
