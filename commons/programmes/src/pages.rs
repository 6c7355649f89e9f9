//! Pages.
pub(crate) fn routes() -> axum::Router<web::Cx> {
    axum::Router::new()
}
