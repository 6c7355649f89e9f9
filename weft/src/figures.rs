//! What the house measures of itself, for Prometheus: queues, batches, commits, listeners. Answered on an address of
//! its own that the configuration names, so that no visitor reads it; without one nothing is recorded.

use anyhow::{Context as _, Result};
use axum::{Router, routing::get};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// Steps of the waits that are told apart, in seconds.
const SECONDS: [f64; 10] = [0.000_1, 0.000_5, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0];
/// Steps of the sizes of batches.
const REQUESTS: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 256.0];

/// Starts to record; before the store is opened, which names its figures then.
///
/// # Errors
/// When something records already.
pub(crate) fn record() -> Result<PrometheusHandle> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
        .and_then(|it| it.set_buckets_for_metric(Matcher::Full("store_batch_requests".to_owned()), &REQUESTS))
        .and_then(PrometheusBuilder::install_recorder)
        .context("cannot record what the house measures")
}

/// Answers `GET /metrics` on this address for as long as the process lives; where it listens.
///
/// # Errors
/// When the address cannot be listened on.
pub(crate) async fn answer(listen: SocketAddr, figures: PrometheusHandle) -> Result<SocketAddr> {
    let listener =
        TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen} for metrics"))?;
    let address = listener.local_addr()?;
    let told = get(move || async move {
        figures.run_upkeep();
        figures.render()
    });
    let router = Router::new().route("/metrics", told);
    #[expect(clippy::disallowed_methods, reason = "the roof serves, and this ends with it")]
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}
