//! An idempotency key on every call that changes something: the same key answers the same, without acting again.

#![allow(clippy::disallowed_methods, reason = "these tests play callers who come at once")]

use act::{Policy, Refusal, sql};
use axum::{Json, Router, body::Body, extract::ConnectInfo};
use http::{Method, Request, header};
use http_body_util::BodyExt;
use std::{net::SocketAddr, sync::Arc};
use store::Migration;
use testkit::{Engine, Place, told};
use tower::ServiceExt;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, Cx, House, Room, Settings, Visit};

const STEPS: &[Migration] = &[Migration {
    of: "steps",
    number: 1,
    name: "steps",
    sql: "CREATE TABLE steps (id {id} PRIMARY KEY, taken {int} NOT NULL);
          INSERT INTO steps (id, taken) VALUES (1, 0);",
}];

async fn taken(visit: Visit, by: i64) -> Answer<Json<i64>> {
    let done = visit.act(move |tx, _| {
        let all: i64 = sql!(tx.one("UPDATE steps SET taken = taken + $1 WHERE id = 1 RETURNING taken", by))?;
        if all < 0 { Err(Refusal::new(409, "refused-stale").into()) } else { Ok(all) }
    });
    Ok(Json(done.await?))
}

#[utoipa::path(put, path = "/steps/{way}", params(("way" = String, Path)), responses((status = 200, body = i64)))]
async fn forward(visit: Visit) -> Answer<Json<i64>> {
    taken(visit, 1).await
}

#[utoipa::path(delete, path = "/steps/{way}", params(("way" = String, Path)), responses((status = 200, body = i64)))]
async fn back(visit: Visit) -> Answer<Json<i64>> {
    taken(visit, -1).await
}

fn room() -> Room {
    Room {
        name: "steps",
        migrations: STEPS,
        api: || OpenApiRouter::new().routes(routes!(forward, back)),
        ..Room::EMPTY
    }
}

struct Asking {
    router: Router,
}

impl Asking {
    fn at(place: &Place) -> Self {
        let house = House::new(vec![room()], Settings::default()).expect("a house");
        let store = place.open(&house.migrations());
        Self { router: web::router(&Cx::new(store, house, events::Bus::new(), Policy::default())) }
    }

    /// Status and body of a call with this key, from a visitor's address.
    async fn call(&self, method: Method, way: &str, key: Option<&[u8]>, peer: u8) -> (u16, String) {
        let mut request = Request::builder().method(method).uri(format!("/api/v1/steps/{way}"));
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let mut request = request.body(Body::empty()).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, peer], 1))));
        let answer = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let kind = parts.headers.get(header::CONTENT_TYPE).cloned();
        let bytes = body.collect().await.expect("a body").to_bytes();
        if parts.status.as_u16() >= 400 {
            assert_eq!(kind.expect("a type"), "application/problem+json");
        }
        (parts.status.as_u16(), String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn on_both<F: Future<Output = ()>>(story: impl Fn(Arc<Asking>) -> F) {
    for engine in Engine::BOTH {
        let place = Place::new(engine);
        told(story(Arc::new(Asking::at(&place))));
    }
}

#[test]
fn the_same_key_answers_the_same_and_acts_once_even_from_many_at_once() {
    on_both(|asking| async move {
        let many = (0..8).map(|_| {
            let asking = asking.clone();
            tokio::spawn(async move { asking.call(Method::PUT, "up", Some(b"one"), 1).await })
        });
        for answer in many.collect::<Vec<_>>() {
            assert_eq!(answer.await.expect("an answer"), (200, "1".to_owned()));
        }
        assert_eq!(asking.call(Method::PUT, "up", Some(b"two"), 1).await.1, "2");
        assert_eq!(asking.call(Method::PUT, "up", Some(b"one"), 1).await.1, "1", "as it was answered then");
        assert_eq!(asking.call(Method::PUT, "up", None, 1).await.1, "3", "without a key every call acts");
    });
}

#[test]
fn a_key_belongs_to_one_act_at_one_address_of_one_visitor() {
    on_both(|asking| async move {
        assert_eq!(asking.call(Method::PUT, "up", Some(b"mine"), 1).await.0, 200);
        for (method, way, peer) in
            [(Method::DELETE, "up", 1), (Method::PUT, "down", 1), (Method::PUT, "up", 2)]
        {
            let (status, body) = asking.call(method.clone(), way, Some(b"mine"), peer).await;
            assert_eq!(status, 422, "{method} {way} from {peer}: {body}");
            assert!(body.contains("urn:weft:refused-key-reused"), "{body}");
        }
        assert_eq!(asking.call(Method::PUT, "up", None, 1).await.1, "2", "none of these acted");
    });
}

#[test]
fn a_key_that_cannot_be_kept_is_refused_instead_of_ignored() {
    on_both(|asking| async move {
        let long = [b'k'; 201];
        for key in [&b""[..], &long[..], "clé".as_bytes()] {
            let (status, body) = asking.call(Method::PUT, "up", Some(key), 1).await;
            assert_eq!((status, body.contains("urn:weft:refused-key\"")), (422, true), "{body}");
        }
        assert_eq!(asking.call(Method::PUT, "up", Some(&long[..200]), 1).await.1, "1");
    });
}

#[test]
fn what_was_refused_may_be_sent_again_with_its_key() {
    on_both(|asking| async move {
        assert_eq!(asking.call(Method::DELETE, "up", Some(b"again"), 1).await.0, 409);
        assert_eq!(asking.call(Method::PUT, "up", None, 1).await.1, "1");
        assert_eq!(asking.call(Method::DELETE, "up", Some(b"again"), 1).await, (200, "0".to_owned()));
    });
}
