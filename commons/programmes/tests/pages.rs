//! What people see and send, in a house that stands.

mod harness;

use act::{Actor, Policy, Refusal, Tx};
use axum::{Router, body::Body};
use harness::{House, day};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use std::sync::Arc;
use testkit::both_engines;
use tower::ServiceExt;
use web::{Credential, Cx, Entrance, Kind, Locale, Navigation, Room, Seen, Settings};

/// The token in these stories is the person's identifier.
fn recognise(tx: &mut Tx<'_>, credential: &Credential, policy: &Arc<Policy>) -> act::Result<Option<Seen>> {
    let (Credential::Session(text) | Credential::Token(text)) = credential;
    let Ok(id) = text.parse() else { return Ok(None) };
    let found = people::actor(tx, id, policy)?;
    Ok(found.map(|actor| Seen {
        actor,
        language: None,
        zone: Some("Asia/Tokyo".to_owned()),
        unread: 0,
        touch: false,
    }))
}

const IDEAS: Locale = Locale { language: "en", text: "test-ideas = Ideas" };

fn rooms() -> Vec<Room> {
    let entrance = Room {
        name: "entrance",
        entrance: Some(Entrance { recognise, touch: |_, _| Ok(()) }),
        ..Room::EMPTY
    };
    let ideas = Room {
        name: "ideas",
        locales: &[IDEAS],
        kinds: &[Kind { name: "idea", path: "/ideas/" }],
        navigation: &[Navigation { key: "test-ideas", path: "/ideas", order: 100, needs: None }],
        ..Room::EMPTY
    };
    vec![entrance, programmes::room(), ideas]
}

struct Site {
    router: Router,
    ines: String,
    mira: String,
    departments: Vec<String>,
}

async fn site(house: &House) -> Site {
    let built = web::House::new(rooms(), Settings { secure_cookies: false, ..Settings::default() })
        .expect("the house stands");
    let cx = Cx::new(house.store.clone(), built, events::Bus::new(), Policy::default());
    let (ines, mira, departments) = house
        .act(|tx| {
            let ada = House::person(tx, "Ada", &[act::Role::Operator])?;
            let ines = House::person(tx, "Inês <Duarte>", &[act::Role::Staff])?;
            let mira = House::person(tx, "ميرا", &[])?;
            let mut departments = Vec::new();
            for name in ["Repairs", "Design"] {
                let name = act::Line::parse(name).expect("a name");
                let id = people::create_organisation(tx, &ada, &name, people::OrganisationKind::Department)?;
                people::join(tx, &ada, id, ines.id()?)?;
                departments.push(id.to_string());
            }
            let id = |actor: &Actor| actor.id().map(|id| id.to_string());
            Ok((id(&ines)?, id(&mira)?, departments))
        })
        .await;
    Site { router: web::router(&cx), ines, mira, departments }
}

impl Site {
    async fn ask(
        &self,
        who: &str,
        request: http::request::Builder,
        body: String,
    ) -> (StatusCode, String, String) {
        let request = if who.is_empty() {
            request
        } else {
            request.header(header::COOKIE, format!("weft_session={who}"))
        };
        let answer = self
            .router
            .clone()
            .oneshot(request.body(Body::from(body)).expect("a request"))
            .await
            .expect("an answer");
        let status = answer.status();
        let to = answer
            .headers()
            .get(header::LOCATION)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let body = answer.into_body().collect().await.expect("a body").to_bytes();
        (status, to, String::from_utf8_lossy(&body).into_owned())
    }

    async fn see(&self, who: &str, path: &str) -> (StatusCode, String) {
        let (status, _, body) = self.ask(who, Request::get(path), String::new()).await;
        (status, body)
    }

    async fn send(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> (StatusCode, String, String) {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect::<Vec<_>>()
            .join("&");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.ask(who, request, body).await
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() { (byte as char).to_string() } else { format!("%{byte:02X}") }
            },
        )
        .collect()
}

const NEW: [(&str, &str); 4] = [
    ("title", "What should a repair <feel> like?"),
    ("question", "Tell us"),
    ("template", "co-creation"),
    ("zone", "Europe/Lisbon"),
];

/// The charter's form, complete.
fn fields<'f>(site: &'f Site, revision: &'f str) -> Vec<(&'f str, &'f str)> {
    vec![
        ("revision", revision),
        ("inside-0-who", &site.departments[0]),
        ("inside-0-part", "moderator"),
        ("inside-1-who", &site.departments[1]),
        ("inside-1-part", "partner"),
        ("outside-0-who", "members"),
        ("outside-0-part", "contributor"),
        ("activities-0-room", "ideas"),
        ("activities-0-words", "Say <it> \u{202e}together"),
        ("values-0-side", "inside"),
        ("values-0-kind", "learning"),
        ("values-0-words", "We learn"),
        ("values-1-side", "outside"),
        ("values-1-kind", "time"),
        ("values-1-words", "They wait less"),
        ("risks-0-side", "inside"),
        ("risks-0-words", "Too much"),
        ("risks-0-answer", "A pause"),
        ("risks-1-side", "outside"),
        ("risks-1-words", "Silence"),
        ("risks-1-answer", "Dates"),
        ("owner", &site.ines),
        ("review_on", "2026-12-15"),
    ]
}

both_engines!(a_programme_goes_from_its_template_through_its_gate_to_its_archive_without_scripts, |house| {
    let site = site(house).await;
    let (status, page) = site.see("", "/").await;
    assert!(status == StatusCode::OK && page.contains("Quiet for now"), "{page}");
    assert_eq!(site.see(&site.mira, "/programmes/new").await.0, StatusCode::FORBIDDEN);
    let (status, to, _) = site.send(&site.ines, "/programmes?key=1", &NEW).await;
    assert_eq!(
        (status, to.as_str()),
        (StatusCode::SEE_OTHER, "/programmes/what-should-a-repair-feel-like/charter")
    );
    let again = site.send(&site.ines, "/programmes?key=1", &NEW).await;
    assert_eq!(again.1, to, "sent twice, done once");
    let path = "/programmes/what-should-a-repair-feel-like";
    assert_eq!(site.see(&site.mira, path).await.0, StatusCode::NOT_FOUND, "drafts are nobody's business");
    let (_, gate) = site.see(&site.ines, &format!("{path}/open")).await;
    assert!(
        gate.contains("Nobody of our people is named.") && gate.contains(&format!("{path}/charter#inside")),
        "{gate}"
    );
    let (status, _, gate) = site.send(&site.ines, &format!("{path}/open"), &[("revision", "1")]).await;
    assert!(status == StatusCode::CONFLICT && gate.contains("No day is set"), "{gate}");

    let mut adding = fields(&site, "1");
    adding.push(("add", "risks"));
    let (status, _, added) = site.send(&site.ines, &format!("{path}/charter"), &adding).await;
    assert!(
        status == StatusCode::OK && added.contains("risks-2-words") && added.contains("They wait less"),
        "{added}"
    );
    let (status, _, stale) = site.send(&site.ines, &format!("{path}/charter"), &fields(&site, "7")).await;
    assert!(
        status == StatusCode::CONFLICT
            && stale.contains("They wait less")
            && stale.contains("name=\"revision\" value=\"1\"")
    );
    let (status, to, body) = site.send(&site.ines, &format!("{path}/charter"), &fields(&site, "1")).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, format!("{path}/open").as_str()), "{body}");
    let (status, to, body) = site.send(&site.ines, &format!("{path}/open"), &[("revision", "2")]).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, path), "{body}");

    let (status, page) = site.see(&site.mira, path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("What should a repair &#60;feel&#62; like?") && !page.contains("<feel>"), "{page}");
    assert!(page.contains("Say &#60;it&#62; together") && page.contains("Inês &#60;Duarte&#62;"), "{page}");
    assert!(page.contains("/ideas?programme=what-should-a-repair-feel-like"), "{page}");
    assert!(
        page.contains("WEST") && page.contains("for you"),
        "promised in Lisbon, shown in Tokyo too: {page}"
    );
    assert!(site.see("", "/").await.1.contains("Open now"));
    let (status, to, _) = site.send(&site.mira, &format!("{path}/membership"), &[("join", "1")]).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, path));
    assert!(site.see("", &format!("{path}/people")).await.1.contains("ميرا"));
    let closed = site.send(&site.ines, &format!("{path}/close"), &[("said", ""), ("revision", "3")]).await;
    assert!(closed.0 == StatusCode::UNPROCESSABLE_ENTITY && closed.2.contains("id=\"errors\""));
    let closed = site
        .send(&site.ines, &format!("{path}/close"), &[("said", "Thank you all"), ("revision", "3")])
        .await;
    assert_eq!(closed.0, StatusCode::SEE_OTHER, "{}", closed.2);
    let (_, archive) = site.see("", path).await;
    assert!(archive.contains("Thank you all") && archive.contains("export.jsonl"));
    let (_, export) = site.see("", &format!("{path}/export.jsonl")).await;
    let kinds: Vec<String> = export
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["kind"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    assert_eq!(kinds, ["programme", "charter", "phase", "phase", "phase", "decision", "decision"]);
});

both_engines!(every_page_reads_in_both_languages_and_leaves_no_message_unsaid, |house| {
    let site = site(house).await;
    site.send(&site.ines, "/programmes", &NEW).await;
    let path = "/programmes/what-should-a-repair-feel-like";
    site.send(&site.ines, &format!("{path}/charter"), &fields(&site, "1")).await;
    let mut pages: Vec<String> =
        ["/", "/how-it-counts", "/programmes", "/programmes/new", "/programmes/new?template=engagement"]
            .map(str::to_owned)
            .into();
    let own = [
        "",
        "/words",
        "/charter",
        "/open",
        "/phases",
        "/people",
        "/history",
        "/history/1",
        "/pause",
        "/close",
    ];
    pages.extend(own.map(|page| format!("{path}{page}")));
    house.set(day("2026-05-02T09:00:00Z"));
    for page in pages {
        for language in ["en", "fr"] {
            let mark = if page.contains('?') { '&' } else { '?' };
            let (status, body) = site.see(&site.ines, &format!("{page}{mark}tongue={language}")).await;
            assert_eq!(status, StatusCode::OK, "{page}: {body}");
            assert_eq!(body.matches("<h1").count(), 1, "{page}");
            assert!(
                !body.contains(">programmes-") && !body.contains(" style="),
                "{page} in {language}: {body}"
            );
            let unsaid =
                body.split("programmes-").skip(1).filter(|rest| !rest.starts_with("programme")).count();
            assert_eq!(unsaid, 0, "{page} in {language} shows a key: {body}");
        }
    }
});

both_engines!(programs_do_what_pages_do_and_hear_of_every_wrong_field, |house| {
    let site = site(house).await;
    let json = |method: &str, path: &str| {
        Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", site.ines))
    };
    let wrong = r#"{"title":"","question":"q","template":"bazaar","zone":"Mars/Base","slug":"new","charter":{"review_on":"x"}}"#;
    let (status, _, body) = site.ask("", json("POST", "/programmes"), wrong.to_owned()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["title", "template", "zone", "slug", "review_on"] {
        assert!(body.contains(&format!("\"field\":\"{field}\"")), "{field}: {body}");
    }
    let sound =
        r#"{"title":"修理はどう感じるべきか","question":"q","template":"engagement","zone":"Asia/Tokyo"}"#;
    let (status, _, body) = site.ask("", json("POST", "/programmes"), sound.to_owned()).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let made: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(made["slug"], made["id"], "a title in another script is addressed by its identifier");
    let path = format!("/programmes/{}", made["slug"].as_str().expect("a slug"));
    let (_, _, charter) = site.ask("", json("GET", &format!("{path}/charter")), String::new()).await;
    assert!(charter.contains("programmes-missing-inside"), "{charter}");
    let (status, _, refused) = site.ask("", json("POST", &format!("{path}/open")), "{}".to_owned()).await;
    assert!(
        status == StatusCode::CONFLICT && refused.contains("urn:weft:programmes-refused-gate"),
        "{refused}"
    );
    let phase = r#"{"name":"Night","from":"2026-12-01T10:00","until":"2026-12-01T09:00"}"#;
    let (status, _, refused) = site.ask("", json("POST", &format!("{path}/phases")), phase.to_owned()).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && refused.contains("backwards"), "{refused}");
    let phase = r#"{"name":"Night","from":"2026-12-01T10:00","until":"2026-12-02T09:00","rooms":["ideas"]}"#;
    let (status, _, body) = site.ask("", json("POST", &format!("{path}/phases")), phase.to_owned()).await;
    assert!(status == StatusCode::OK && body.contains("2026-12-01T01:00:00Z"), "{body}");
    let missing = Refusal::not_found().status;
    assert_eq!(site.ask("", json("GET", "/programmes/nowhere"), String::new()).await.0.as_u16(), missing);
});
