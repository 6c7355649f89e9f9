//! The router of the whole house and the layers around it.

use crate::{Cx, House, assets, failure::Problem, health, idempotency, live, programs, visit};
use axum::{Router, extract::DefaultBodyLimit, middleware, response::IntoResponse, routing::get};
use http::{HeaderName, HeaderValue, StatusCode, header};
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{NotForContentType, Predicate, SizeAbove},
    },
    csrf::CsrfLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
    trace::{DefaultOnResponse, TraceLayer},
};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, LicenseBuilder, ObjectBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Ref,
    RefOr, Required, Response, ResponseBuilder, Type,
    path::{Parameter, ParameterBuilder, ParameterIn},
    security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};
use utoipa_axum::router::OpenApiRouter;

/// Scripts and styles come from us alone; nothing is inline; nobody frames us.
const CONTENT_POLICY: &str = "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; \
                              form-action 'self'; frame-ancestors 'none'";

/// Every page, the API, live updates and health, with the layers around them.
pub fn router(cx: &Cx) -> Router {
    let (api, _) = described(cx.house()).split_for_parts();
    let mut pages = Router::new();
    for room in &cx.house().rooms {
        pages = pages.merge((room.pages)());
    }
    let answered = pages
        .merge(api)
        .merge(live::routes())
        .merge(programs::routes())
        .fallback(|| async { StatusCode::NOT_FOUND })
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        .layer(DefaultBodyLimit::max(cx.house().settings.largest_body))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(60)))
        .layer(CatchPanicLayer::custom(|_| {
            crate::Failure::from(store::Error::Panicked("in a handler".to_owned())).into_response()
        }))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn_with_state(cx.clone(), visit::recognise));
    let style = cx.house().settings.style();
    let brand = get(move || async move {
        ([(header::CONTENT_TYPE, "text/css"), (header::CACHE_CONTROL, "public, max-age=300")], style)
    });
    // What a browser is to do with a document means nothing to a font or a style sheet, and a page fetches twenty of them.
    let documents = ServiceBuilder::new()
        .layer(fixed("content-security-policy", CONTENT_POLICY))
        .layer(fixed("referrer-policy", "same-origin"))
        .layer(fixed("cross-origin-opener-policy", "same-origin"))
        .layer(fixed("permissions-policy", "camera=(self), geolocation=(self), microphone=()"));
    answered
        .merge(health::routes())
        .layer(documents)
        .merge(assets::routes())
        .route("/brand.css", brand)
        .with_state(cx.clone())
        .layer(layers())
}

/// Says a header in every answer that does not say it itself.
fn fixed(name: &'static str, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
}

/// What every answer passes on its way out, constants included.
fn layers() -> impl tower::Layer<
    axum::routing::Route,
    Service: tower::Service<
        axum::extract::Request,
        Response: IntoResponse + 'static,
        Error: Into<std::convert::Infallible> + 'static,
        Future: Send + 'static,
    > + Clone
                 + Send
                 + Sync
                 + 'static,
> + Clone
+ Send
+ Sync
+ 'static {
    let worth_compressing = SizeAbove::new(860)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::SSE)
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("application/octet-stream"));
    ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(TraceLayer::new_for_http().on_response(DefaultOnResponse::new().level(tracing::Level::DEBUG)))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(fixed("x-content-type-options", "nosniff"))
        .layer(
            CompressionLayer::new()
                .quality(tower_http::CompressionLevel::Fastest)
                .compress_when(worth_compressing),
        )
}

/// The routes of the API with their description.
fn described(house: &House) -> OpenApiRouter<Cx> {
    let info = InfoBuilder::new()
        .title("Weft")
        .version("1")
        .description(Some(
            "Everything a person can do on a page, a program can do here. Sign in with an API token \
             (`Authorization: Bearer …`). Unsafe calls take an `Idempotency-Key` header: the same key answers the same, \
             without acting again. Lists are paged by key: pass `next` of one page as `after` of the following. Refusals \
             are problem documents (RFC 9457).",
        ))
        .license(Some(LicenseBuilder::new().name("Apache-2.0 OR MIT").build()))
        .build();
    let empty = OpenApiBuilder::new().info(info).paths(PathsBuilder::new().build()).build();
    let mut api = OpenApiRouter::with_openapi(empty);
    for room in &house.rooms {
        api = api.merge(OpenApiRouter::new().nest("/api/v1", (room.api)()));
    }
    api
}

/// The description of the whole API: OpenAPI 3.1, as `docs/openapi.json` has it.
pub fn openapi(house: &House) -> OpenApi {
    let (_, mut api) = described(house).split_for_parts();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("An API token")).build();
    let components = api.components.get_or_insert_with(Default::default);
    components.add_security_scheme("token", SecurityScheme::Http(bearer));
    components.schemas.entry("Problem".to_owned()).or_insert_with(<Problem as utoipa::PartialSchema>::schema);
    api.security =
        Some(vec![SecurityRequirement::new("token", Vec::<String>::new()), SecurityRequirement::default()]);
    for item in api.paths.paths.values_mut() {
        for operation in
            [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete].into_iter().flatten()
        {
            operation.parameters.get_or_insert_with(Vec::new).push(RefOr::T(idempotency_key()));
        }
        let all = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in all.into_iter().flatten() {
            let answers = &mut operation.responses.responses;
            let refused = answers.iter_mut().filter(|(status, _)| status.starts_with(['4', '5']));
            refused.for_each(|(_, answer)| as_problem(answer));
            answers.entry("default".to_owned()).or_insert_with(|| RefOr::T(problem()));
        }
    }
    api
}

/// Refusals are problem documents: [`crate::failure`] sees to it, so the description says so.
fn as_problem(answer: &mut RefOr<Response>) {
    let RefOr::T(answer) = answer else { return };
    if let Some(said) = answer.content.shift_remove("application/json") {
        answer.content.insert("application/problem+json".to_owned(), said);
    }
}

/// The header that every unsafe call takes.
fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("1 to 200 characters of ASCII. The same key from the same account answers the same, without acting again; remembered for two days."))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(idempotency::LONGEST_KEY))))
        .build()
}

/// What every call may answer instead.
fn problem() -> Response {
    ResponseBuilder::new()
        .description("Refused, or could not be served: what happened and what to do next")
        .content(
            "application/problem+json",
            ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build(),
        )
        .build()
}

/// What the web forgets now and then; the roof runs it as recurring work.
pub const RECURRING: &[events::Recurring] = &[events::Recurring {
    name: "web.forget_idempotency_keys",
    every: act::Span::hours(6),
    run: idempotency::forget_old,
}];
