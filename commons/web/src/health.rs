//! Whether the process lives, and whether it can serve.

use crate::Cx;
use act::{Error, sql};
use axum::{Json, Router, extract::State, response::IntoResponse, routing::get};
use http::StatusCode;
use serde_json::json;

pub(crate) fn routes() -> Router<Cx> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

async fn alive() -> impl IntoResponse {
    Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))
}

/// Ready when the database answers; tells how many events wait at least, and which jobs.
async fn ready(State(cx): State<Cx>) -> impl IntoResponse {
    let database = cx.store().read(|tx| {
        let unnumbered: i64 =
            sql!(tx.one("SELECT COUNT(*) FROM (SELECT id FROM outbox WHERE position IS NULL LIMIT 1000) AS waiting"))?;
        let behind: i64 = sql!(tx.one(
            "SELECT COALESCE((SELECT MAX(position) FROM outbox), 0)
                  - COALESCE((SELECT MIN(position) FROM outbox_offsets), 0)"
        ))?;
        // A reader that heard nothing of interest writes its offset down only now and then.
        let waiting = unnumbered + (behind - events::UNSTORED).max(0);
        let due: i64 = sql!(tx.one(
            "SELECT COUNT(*) FROM (SELECT id FROM jobs WHERE failed_at IS NULL AND run_at < $1 LIMIT 1000) AS due",
            tx.now()
        ))?;
        let failed: i64 = sql!(tx.one("SELECT COUNT(*) FROM (SELECT id FROM jobs WHERE failed_at IS NOT NULL LIMIT 1000) AS failed"))?;
        Ok::<_, Error>((waiting, due, failed))
    });
    match database.await {
        Ok((waiting, due, failed)) => (
            StatusCode::OK,
            Json(
                json!({ "status": "ready", "events_waiting": waiting, "jobs_due": due, "jobs_failed": failed }),
            ),
        ),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                Json(json!({ "status": "not ready", "database": "does not answer" })),
            )
        }
    }
}
