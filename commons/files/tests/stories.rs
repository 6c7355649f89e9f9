//! From a form to the shelf to whoever may see it, on both engines.

use act::{Actor, Id, Person, Policy, Result, Role, Roles, Voice};
use axum::{body::Body, extract::FromRequest};
use files::{Folder, Ready, Shelf, receive};
use http::{Request, StatusCode, header};
use pieces::{NewPiece, Piece, Visibility};
use std::{future::Future, io::Cursor, sync::Arc};
use store::{Hand, Span, Store};
use testkit::{Engine, Place};
use tower::ServiceExt;
use web::{Cx, House, Settings, Uploads};

fn house() -> House {
    let rooms = vec![people::room(), programmes::room(), pieces::room(), files::room()];
    House::new(rooms, Settings::default()).expect("a house")
}

struct Scene {
    cx: Cx,
    hand: Hand,
    folder: tempfile::TempDir,
}

async fn both<F, Fut>(story: F)
where
    F: Fn(Scene) -> Fut,
    Fut: Future<Output = ()>,
{
    for engine in Engine::BOTH {
        let place = Place::new(engine);
        story(scene(place.open(&house().migrations()), place.hand.clone())).await;
    }
}

fn scene(store: Store, hand: Hand) -> Scene {
    let folder = tempfile::tempdir().expect("a folder");
    let shelf = Shelf::new(Folder::open(folder.path()).expect("a shelf"));
    let cx = Cx::new(store, house(), events::Bus::new(), Policy::default()).with(shelf);
    Scene { cx, hand, folder }
}

fn person(n: i64) -> Id<Person> {
    Id::from_raw(1_000 + n)
}

fn member(n: i64) -> Actor {
    Actor::person(person(n), format!("Person {n}"), Roles::MEMBER, Arc::new(Policy::default()))
}

async fn piece(cx: &Cx, visibility: Visibility) -> Id<Piece> {
    let made = cx.store().write(move |tx| {
        let authors = [person(1)];
        let new = NewPiece {
            kind: "idea",
            programme: Id::from_raw(77),
            authors: &authors,
            title: Some("Waxed thread"),
            body: "It holds.",
            language: None,
            visibility,
            about: None,
            parent: None,
            internal: false,
            at: None,
            source: None,
            voice: Voice::Member,
        };
        pieces::create(tx, new)
    });
    made.await.expect("a piece")
}

fn png(shade: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::RgbImage::from_pixel(600, 300, image::Rgb([shade, 20, 30]));
    image::DynamicImage::from(picture)
        .write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png)
        .expect("a PNG");
    bytes
}

/// A form as a browser sends it: name, file name (none for a text), content.
async fn form(parts: &[(&str, Option<&str>, &[u8])]) -> Uploads {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file =
            file.map_or_else(String::new, |file| format!("; filename=\"{file}\"\r\nContent-Type: image/png"));
        body.extend_from_slice(
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    let request = Request::post("/").header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    Uploads::from_request(request.body(Body::from(body)).expect("a request"), &()).await.expect("a form")
}

async fn received(cx: &Cx, shade: u8) -> Vec<Ready> {
    let picture = png(shade);
    let sent = form(&[("picture-1", Some("cuff.png"), &picture), ("alt-1", None, b"A cuff")]).await;
    receive(cx, &sent).await.expect("received")
}

async fn attach(cx: &Cx, who: Actor, piece: Id<Piece>, ready: Vec<Ready>) -> Result<()> {
    cx.store().write(move |tx| files::attach(tx, &who, piece, &ready)).await
}

async fn get(cx: &Cx, path: String) -> (StatusCode, http::HeaderMap, Vec<u8>) {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let response = web::router(cx).oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, 32 << 20).await.expect("a body");
    (parts.status, parts.headers, bytes.to_vec())
}

fn count(folder: &std::path::Path) -> usize {
    let inside = |path: std::path::PathBuf| std::fs::read_dir(path).map_or(0, Iterator::count);
    std::fs::read_dir(folder).expect("listed").flatten().map(|entry| inside(entry.path())).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_goes_from_a_form_to_everybody_who_may_see_its_piece() {
    both(|scene| async move {
        let (cx, shown) = (&scene.cx, piece(&scene.cx, Visibility::Public).await);
        let ready = received(cx, 200).await;
        let path = format!("/files/{}", ready[0].hash);
        assert_eq!(
            get(cx, format!("{path}/full")).await.0,
            StatusCode::NOT_FOUND,
            "not before it is attached"
        );
        let stranger = attach(cx, member(2), shown, ready.clone()).await;
        assert!(stranger.is_err_and(|e| e.is("pieces-not-yours")));
        attach(cx, member(1), shown, ready).await.expect("attached");
        let of = cx.store().read(move |tx| files::of(tx, &[shown])).await.expect("pictures");
        assert_eq!((of[&shown][0].alt.as_str(), of[&shown][0].width), ("A cuff", 600));
        for (size, width) in [("full", 600), ("480", 480), ("1280", 600)] {
            let (status, headers, bytes) = get(cx, format!("{path}/{size}")).await;
            assert_eq!(status, StatusCode::OK);
            assert_eq!(headers[header::CONTENT_TYPE], "image/png");
            assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert!(headers[header::CACHE_CONTROL].to_str().is_ok_and(|v| v.contains("immutable")));
            assert_eq!(image::load_from_memory(&bytes).expect("a picture").width(), width);
        }
        for wrong in [
            "/files/x/full".to_owned(),
            format!("{path}/481"),
            format!("{path}/..%2f..%2fetc"),
            format!("/files/{}/full", "0".repeat(64)),
        ] {
            assert_eq!(get(cx, wrong).await.0, StatusCode::NOT_FOUND);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_of_a_draft_is_nobodys_business_until_it_is_published_and_gone_when_the_piece_is() {
    both(|scene| async move {
        let (cx, draft) = (&scene.cx, piece(&scene.cx, Visibility::Draft).await);
        let ready = received(cx, 100).await;
        let path = format!("/files/{}/480", ready[0].hash);
        attach(cx, member(1), draft, ready).await.expect("attached");
        assert_eq!(get(cx, path.clone()).await.0, StatusCode::NOT_FOUND);
        cx.store()
            .write(move |tx| pieces::set_visibility(tx, draft, Visibility::Public))
            .await
            .expect("published");
        assert_eq!(get(cx, path.clone()).await.0, StatusCode::OK);
        let steward =
            Actor::person(person(9), "Sam", Roles::MEMBER.with(Role::Staff), Arc::new(Policy::default()));
        cx.store()
            .write(move |tx| {
                pieces::moderate(tx, &steward, draft, &pieces::Decision::Hide, "not yours to show")
            })
            .await
            .expect("hidden");
        assert_eq!(get(cx, path).await.0, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_with_a_form_is_said_at_once_by_field_and_nothing_is_kept() {
    both(|scene| async move {
        let good = png(1);
        let sent = form(&[
            ("picture-1", Some("note.png"), b"%PDF-1.7"),
            ("alt-1", None, b"A note"),
            ("picture-2", Some("cut.png"), &good[..good.len() / 2]),
            ("alt-2", None, b"A cut"),
            ("picture-3", Some("fine.png"), &good),
            ("picture-4", Some("fine.png"), &good),
            ("decorative-4", None, b"1"),
            ("title", None, b"Still here"),
        ])
        .await;
        let error = receive(&scene.cx, &sent).await.expect_err("refused");
        let refusal = error.refusal().expect("a refusal");
        let fields: Vec<_> =
            refusal.each().map(|r| (r.field.as_deref().unwrap_or(""), r.key.as_ref())).collect();
        assert_eq!(
            fields,
            [("picture-1", "files-wrong-type"), ("picture-2", "files-damaged"), ("alt-3", "files-describe")]
        );
        assert_eq!(sent.get("title"), "Still here");
        assert_eq!(count(scene.folder.path()), 0);
        let none = form(&[("title", None, b"No pictures"), ("picture-1", Some(""), b"")]).await;
        assert_eq!(receive(&scene.cx, &none).await, Ok(Vec::new()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seventh_picture_is_refused_however_the_forms_race() {
    both(|scene| async move {
        let (cx, shown) = (&scene.cx, piece(&scene.cx, Visibility::Public).await);
        let mut forms = tokio::task::JoinSet::new();
        for shade in 0..10 {
            let (cx, ready) = (cx.clone(), received(cx, shade).await);
            forms.spawn(async move { attach(&cx, member(1), shown, ready).await });
        }
        let mut taken = 0;
        while let Some(done) = forms.join_next().await {
            match done.expect("no panic") {
                Ok(()) => taken += 1,
                Err(error) => assert!(error.is("files-too-many"), "{error}"),
            }
        }
        assert_eq!(taken, 6);
        let of = cx.store().read(move |tx| files::of(tx, &[shown])).await.expect("pictures");
        assert_eq!(of[&shown].len(), 6);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_piece_shows_is_swept_after_a_day_and_what_is_shown_stays() {
    both(|scene| async move {
        let (cx, shown) = (&scene.cx, piece(&scene.cx, Visibility::Public).await);
        let kept = received(cx, 1).await;
        let left = received(cx, 2).await;
        assert_ne!(kept[0].hash, left[0].hash);
        attach(cx, member(1), shown, kept.clone()).await.expect("attached");
        assert_eq!(files::sweep(cx, 10).await, Ok(0), "not yet");
        scene.hand.advance(Span::days(2));
        assert_eq!(files::sweep(cx, 10).await, Ok(1));
        assert_eq!(count(scene.folder.path()), 3, "full, 480 and 1280 of the one that is shown");
        let gone = attach(cx, member(1), shown, left).await;
        assert!(gone.is_err_and(|e| e.is("files-gone")));
        let listed = cx.store().read(|tx| files::for_export(tx, None, 10)).await;
        assert_eq!(listed, Ok(vec![kept[0].hash.clone()]));
    })
    .await;
}
