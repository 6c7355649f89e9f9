//! The form of the charter. Its rows are added one by one; adding keeps everything typed and nothing else.

use super::form::{FormPage, FormView, Kind, Maker, Row, Section, crumb, mended, once};
use crate::{
    Part, ProgrammeHead, RawActivity, RawCharter, RawGroup, RawPromise, RawRisk, Side, State, Who, Worth,
    charter, permissions::EDIT, require, visible, write_charter,
};
use act::{Actor, Id, Person, Prose, Result, Role, Tx};
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use people::{Organisation, OrganisationKind};
use std::collections::HashMap;
use web::{Answer, Errors, Form, Page, See, Tongue, Visit};

/// People who can be chosen from in one list.
const MOST_PEOPLE: i64 = 500;
/// The lists that grow by a button.
const LISTS: [&str; 5] = ["inside", "outside", "activities", "values", "risks"];

/// Whom and what the form's lists offer.
struct Offer {
    head: ProgrammeHead,
    staff: Vec<(Id<Person>, String)>,
    partners: Vec<(Id<Person>, String)>,
    organisations: Vec<Organisation>,
}

fn offer(tx: &mut Tx<'_>, who: &Actor, slug: &str) -> Result<Offer> {
    let head = visible(tx, who, slug)?;
    require(tx, who, &EDIT, head.id)?;
    let mut inside = people::with_role(tx, Role::Staff, MOST_PEOPLE)?;
    inside.extend(people::with_role(tx, Role::Operator, MOST_PEOPLE)?);
    let partners = people::with_role(tx, Role::Partner, MOST_PEOPLE)?;
    Ok(Offer {
        staff: named(tx, inside)?,
        partners: named(tx, partners)?,
        organisations: people::all_organisations(tx)?,
        head,
    })
}

fn named(tx: &mut Tx<'_>, ids: Vec<Id<Person>>) -> Result<Vec<(Id<Person>, String)>> {
    let mut named: Vec<_> = people::bylines(tx, &ids)?
        .into_iter()
        .map(|(id, by)| (id, if by.part.is_empty() { by.name } else { format!("{}, {}", by.name, by.part) }))
        .collect();
    named.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(named)
}

pub(crate) async fn edit(visit: Visit, Path(slug): Path<String>) -> Answer<Page> {
    let (offer, raw) = visit
        .read(move |tx, who| {
            let offer = offer(tx, who, &slug)?;
            let raw = RawCharter::of(&charter(tx, &offer.head)?.charter);
            Ok((offer, raw))
        })
        .await?;
    page(&visit, &offer, &raw, "", None, &Errors::default(), 200)
}

/// Adds a row, or keeps the charter.
pub(crate) async fn keep(
    visit: Visit,
    Path(slug): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let typed = Typed::of(&pairs);
    let asked = slug.clone();
    let it = visit.read(move |tx, who| offer(tx, who, &asked)).await?;
    if let Some(list) = typed.one("add").and_then(|name| LISTS.into_iter().find(|list| *list == name)) {
        let mut raw = typed.raw.clone();
        add_row(&mut raw, list);
        let notice = visit.tongue.say("programmes-added").to_string();
        let reason = typed.one("reason").unwrap_or_default();
        return Ok(page(&visit, &it, &raw, reason, Some(notice), &Errors::default(), 200)?.into_response());
    }
    match kept(&visit, &it, &typed).await {
        Ok(head) => {
            let next = if head.state == State::Draft { "/open" } else { "" };
            Ok(See::other(format!("{}{next}", head.path())).into_response())
        }
        Err(error) => {
            let (errors, status) = mended(&visit.tongue, error)?;
            let it = visit.read(move |tx, who| offer(tx, who, &slug)).await?;
            let reason = typed.one("reason").unwrap_or_default();
            Ok(page(&visit, &it, &typed.raw, reason, None, &errors, status)?.into_response())
        }
    }
}

async fn kept(visit: &Visit, it: &Offer, typed: &Typed) -> Result<ProgrammeHead> {
    let charter = typed.raw.parse(&super::room_names(visit.cx.house()))?;
    let reason =
        Prose::<1000>::optional(typed.one("reason").unwrap_or_default()).map_err(|f| f.refusal("reason"))?;
    let revision = typed.one("revision").and_then(|raw| raw.parse().ok()).ok_or(crate::Refused::Stale)?;
    let id = it.head.id;
    visit.act(move |tx, who| write_charter(tx, who, id, Some(revision), &charter, reason.as_ref())).await
}

/// The form as it was typed.
struct Typed {
    raw: RawCharter,
    others: HashMap<String, String>,
}

impl Typed {
    /// Puts `values-2-words` into the third value, and everything without a place beside.
    fn of(pairs: &[(String, String)]) -> Self {
        let mut typed = Self { raw: RawCharter::default(), others: HashMap::new() };
        for (name, value) in pairs {
            if !typed.place(name, value) {
                typed.others.insert(name.clone(), value.clone());
            }
        }
        for (name, field) in [("owner", 0), ("appeal", 1), ("review_on", 2)] {
            let value = typed.others.remove(name).unwrap_or_default();
            *[&mut typed.raw.owner, &mut typed.raw.appeal, &mut typed.raw.review_on][field] = value;
        }
        typed
    }

    fn one(&self, name: &str) -> Option<&str> {
        self.others.get(name).map(String::as_str)
    }

    fn place(&mut self, name: &str, value: &str) -> bool {
        let mut parts = name.splitn(3, '-');
        let (Some(list), Some(row), Some(field)) = (parts.next(), parts.next(), parts.next()) else {
            return false;
        };
        let Ok(row) = row.parse::<usize>() else { return false };
        // One row too many is enough to be refused for it.
        let row = row.min(crate::MOST_ROWS);
        let raw = &mut self.raw;
        let slot = match (list, field) {
            ("inside", "who") => &mut at(&mut raw.inside, row).who,
            ("inside", "person") => &mut at(&mut raw.inside, row).person,
            ("inside", "part") => &mut at(&mut raw.inside, row).part,
            ("outside", "who") => &mut at(&mut raw.outside, row).who,
            ("outside", "person") => &mut at(&mut raw.outside, row).person,
            ("outside", "part") => &mut at(&mut raw.outside, row).part,
            ("activities", "room") => &mut at(&mut raw.activities, row).room,
            ("activities", "words") => &mut at(&mut raw.activities, row).words,
            ("values", "side") => &mut at(&mut raw.values, row).side,
            ("values", "kind") => &mut at(&mut raw.values, row).kind,
            ("values", "words") => &mut at(&mut raw.values, row).words,
            ("values", "measure") => &mut at(&mut raw.values, row).measure,
            ("risks", "side") => &mut at(&mut raw.risks, row).side,
            ("risks", "words") => &mut at(&mut raw.risks, row).words,
            ("risks", "answer") => &mut at(&mut raw.risks, row).answer,
            _ => return false,
        };
        value.clone_into(slot);
        true
    }
}

fn at<T: Default>(rows: &mut Vec<T>, row: usize) -> &mut T {
    while rows.len() <= row {
        rows.push(T::default());
    }
    &mut rows[row]
}

fn add_row(raw: &mut RawCharter, list: &str) {
    match list {
        "inside" => raw.inside.push(RawGroup::default()),
        "outside" => raw.outside.push(RawGroup::default()),
        "activities" => raw.activities.push(RawActivity::default()),
        "values" => raw.values.push(RawPromise::default()),
        _ => raw.risks.push(RawRisk::default()),
    }
}

fn page(
    visit: &Visit,
    it: &Offer,
    raw: &RawCharter,
    reason: &str,
    notice: Option<String>,
    errors: &Errors,
    status: u16,
) -> Answer<Page> {
    let t = &visit.tongue;
    let lists =
        Lists { make: Maker { t, errors, prefix: "" }, it, rooms: super::shelves(visit.cx.house(), t) };
    let draft = it.head.state == State::Draft;
    let mut sections = vec![
        lists.groups(Side::Inside, &raw.inside),
        lists.groups(Side::Outside, &raw.outside),
        lists.activities(&raw.activities),
        lists.values(&raw.values),
        lists.risks(&raw.risks),
        lists.office(raw),
    ];
    if !draft {
        let reason = lists.make.control("reason", "programmes-reason", Kind::Area(1000), reason);
        sections.push(Section::plain(vec![reason.hint(t.say("programmes-reason-hint"))]));
    }
    let (lede, button) = if draft {
        ("programmes-charter-edit-lede", "programmes-charter-save")
    } else {
        ("programmes-charter-edit-lede-open", "programmes-charter-amend")
    };
    let form = FormView {
        action: once(visit, format!("{}/charter", it.head.path())),
        hidden: vec![("revision", it.head.revision.to_string())],
        sections,
        button: t.say(button).to_string(),
        danger: false,
    };
    FormPage {
        t,
        crumb: crumb(&it.head),
        title: t.say("programmes-charter-edit-title").arg("title", it.head.title.as_str()).to_string(),
        lede: t.say(lede).to_string(),
        notice,
        errors,
        form,
    }
    .page(visit, status)
}

/// Builds the sections of the form.
struct Lists<'a> {
    make: Maker<'a>,
    it: &'a Offer,
    rooms: Vec<super::Shelf>,
}

impl Lists<'_> {
    fn t(&self) -> &Tongue {
        self.make.t
    }

    fn said(&self, key: impl Into<std::borrow::Cow<'static, str>>) -> String {
        self.make.t.say(key.into()).to_string()
    }

    /// A section with its rows, and an empty one where there is none.
    fn section<T: Default + Clone>(
        &self,
        list: &'static str,
        raw: &[T],
        row: impl Fn(usize, &T) -> Row,
    ) -> Section {
        let title = self.said(format!("programmes-section-{list}"));
        let raw = if raw.is_empty() { &[T::default()] as &[T] } else { raw };
        let rows = raw.iter().enumerate().map(|(n, raw)| {
            let legend =
                self.t().say("programmes-row").arg("section", title.as_str()).arg("n", n + 1).to_string();
            Row { legend, ..row(n, raw) }
        });
        Section {
            id: list.to_owned(),
            hint: self.said(format!("programmes-section-{list}-hint")),
            rows: rows.collect(),
            add: Some((list.to_owned(), self.said(format!("programmes-add-{list}")))),
            title,
        }
    }

    fn people(&self, first: &'static str, side: Side) -> Kind {
        let people = match side {
            Side::Inside => &self.it.staff,
            Side::Outside => &self.it.partners,
        };
        let all = people.iter().map(|(id, name)| (id.to_string(), name.clone()));
        Kind::Select(std::iter::once((String::new(), self.said(first))).chain(all).collect())
    }

    fn groups(&self, side: Side, raw: &[RawGroup]) -> Section {
        let kind = match side {
            Side::Inside => OrganisationKind::Department,
            Side::Outside => OrganisationKind::Partner,
        };
        let mut who = vec![(String::new(), self.said("programmes-row-who-none"))];
        who.extend(
            self.it
                .organisations
                .iter()
                .filter(|o| o.kind == kind)
                .map(|o| (o.id.to_string(), o.name.clone())),
        );
        who.extend(
            Who::roles(side)
                .map(|role| (role.to_string(), self.said(format!("programmes-who-{}", role.name())))),
        );
        let parts =
            Part::FOR_GROUPS.map(|part| (part.to_string(), self.said(format!("programmes-part-{part}"))));
        self.section(side.name(), raw, |n, raw| {
            let part = if raw.part.is_empty() { Part::Contributor.name() } else { &raw.part };
            let name = |field: &str| format!("{side}-{n}-{field}");
            Row {
                legend: String::new(),
                controls: vec![
                    self.make.control(
                        &name("who"),
                        "programmes-row-who",
                        Kind::Select(who.clone()),
                        &raw.who,
                    ),
                    self.make.control(
                        &name("person"),
                        "programmes-row-person",
                        self.people("programmes-row-person-all", side),
                        &raw.person,
                    ),
                    self.make.control(
                        &name("part"),
                        "programmes-row-part",
                        Kind::Select(parts.clone().into()),
                        part,
                    ),
                ],
            }
        })
    }

    fn activities(&self, raw: &[RawActivity]) -> Section {
        let rooms: Vec<_> =
            self.rooms.iter().map(|room| (room.name.to_owned(), room.words.clone())).collect();
        self.section("activities", raw, |n, raw| Row {
            legend: String::new(),
            controls: vec![
                self.make.control(
                    &format!("activities-{n}-room"),
                    "programmes-row-room",
                    Kind::Select(rooms.clone()),
                    &raw.room,
                ),
                self.make.control(
                    &format!("activities-{n}-words"),
                    "programmes-row-words",
                    Kind::Area(1000),
                    &raw.words,
                ),
            ],
        })
    }

    fn sides(&self) -> Kind {
        Kind::Select(
            Side::ALL.map(|side| (side.to_string(), self.said(format!("programmes-side-{side}")))).into(),
        )
    }

    fn values(&self, raw: &[RawPromise]) -> Section {
        let kinds = Worth::ALL.map(|kind| (kind.to_string(), self.said(format!("programmes-kind-{kind}"))));
        self.section("values", raw, |n, raw| {
            let name = |field: &str| format!("values-{n}-{field}");
            Row {
                legend: String::new(),
                controls: vec![
                    self.make.control(&name("side"), "programmes-row-side", self.sides(), &raw.side),
                    self.make.control(
                        &name("kind"),
                        "programmes-row-kind",
                        Kind::Select(kinds.clone().into()),
                        &raw.kind,
                    ),
                    self.make.control(&name("words"), "programmes-row-words", Kind::Area(1000), &raw.words),
                    self.make
                        .control(&name("measure"), "programmes-row-measure", Kind::Area(1000), &raw.measure)
                        .optional(),
                ],
            }
        })
    }

    fn risks(&self, raw: &[RawRisk]) -> Section {
        self.section("risks", raw, |n, raw| {
            let name = |field: &str| format!("risks-{n}-{field}");
            Row {
                legend: String::new(),
                controls: vec![
                    self.make.control(&name("side"), "programmes-row-side", self.sides(), &raw.side),
                    self.make.control(&name("words"), "programmes-row-words", Kind::Area(1000), &raw.words),
                    self.make.control(
                        &name("answer"),
                        "programmes-row-answer",
                        Kind::Area(1000),
                        &raw.answer,
                    ),
                ],
            }
        })
    }

    fn office(&self, raw: &RawCharter) -> Section {
        let hint =
            self.t().say("programmes-review-on-hint").arg("zone", self.it.head.zone.as_str()).to_string();
        let controls = vec![
            self.make.control(
                "owner",
                "programmes-owner",
                self.people("programmes-owner-none", Side::Inside),
                &raw.owner,
            ),
            self.make.control(
                "appeal",
                "programmes-appeal",
                self.people("programmes-appeal-owner", Side::Inside),
                &raw.appeal,
            ),
            self.make.control("review_on", "programmes-review-on", Kind::Day, &raw.review_on).hint(hint),
        ];
        Section {
            id: "office".to_owned(),
            title: self.said("programmes-section-office"),
            rows: vec![Row { legend: String::new(), controls }],
            ..Section::default()
        }
    }
}
