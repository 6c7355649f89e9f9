//! What a browser is told to do with an answer.

use act::Policy;
use axum::{Router, body::Body};
use http::{HeaderMap, Request, StatusCode};
use testkit::{Engine, Place, told};
use tower::ServiceExt;
use web::{Cx, House, Settings};

const FOR_DOCUMENTS: [&str; 4] =
    ["content-security-policy", "referrer-policy", "cross-origin-opener-policy", "permissions-policy"];

async fn headers(router: &Router, path: &str) -> (StatusCode, HeaderMap) {
    let request = Request::get(path).header("accept", "text/html").body(Body::empty()).expect("a request");
    let answer = router.clone().oneshot(request).await.expect("an answer");
    (answer.status(), answer.headers().clone())
}

#[test]
fn every_document_says_what_it_may_do_and_what_pages_fetch_does_not_repeat_it() {
    let place = Place::new(Engine::Sqlite);
    let house = House::new(vec![], Settings::default()).expect("a house");
    let store = place.open(&house.migrations());
    let router = web::router(&Cx::new(store, house, events::Bus::new(), Policy::default()));
    told(async {
        for (path, status) in [("/healthz", 200), ("/nothing-here", 404), ("/api/v1/nothing-here", 404)] {
            let (is, headers) = headers(&router, path).await;
            assert_eq!(is.as_u16(), status, "{path}");
            for name in FOR_DOCUMENTS {
                assert!(headers.contains_key(name), "{path} does not say {name}");
            }
            assert_eq!(headers["x-content-type-options"], "nosniff");
            let policy = headers["content-security-policy"].to_str().expect("text");
            assert!(policy.starts_with("default-src 'self'") && !policy.contains("unsafe"), "{policy}");
        }
        for path in ["/brand.css", "/assets/any/css/base.css"] {
            let (is, headers) = headers(&router, path).await;
            assert_eq!(is, StatusCode::OK, "{path}");
            for name in FOR_DOCUMENTS {
                assert!(!headers.contains_key(name), "{path} says {name}");
            }
            assert_eq!(headers["x-content-type-options"], "nosniff");
            assert!(headers.contains_key("x-request-id") && headers.contains_key("cache-control"), "{path}");
        }
    });
}
