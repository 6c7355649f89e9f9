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

/// Ready when both a read and a write come back; tells how far the relay is behind.
async fn ready(State(cx): State<Cx>) -> impl IntoResponse {
    let database = cx.store().read(|tx| {
        let waiting: i64 = sql!(tx.one(
            "SELECT COUNT(*) FROM (SELECT id FROM outbox WHERE position IS NULL
             OR position > (SELECT COALESCE(MIN(position), 0) FROM outbox_offsets) LIMIT 1000) AS waiting"
        ))?;
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
