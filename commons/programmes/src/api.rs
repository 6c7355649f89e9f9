//! The API.
pub(crate) fn routes() -> utoipa_axum::router::OpenApiRouter<web::Cx> {
    utoipa_axum::router::OpenApiRouter::new()
}
