//! Callers that wait for one answer before they ask again.

use crate::{Figures, Watch};
use anyhow::{Result, anyhow};
use futures_util::future::try_join_all;
use std::{
    future::Future,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

/// So many callers at once, for so long; each goes on as soon as it was answered. `caller` makes what a caller asks, by
/// its number, again and again.
///
/// # Errors
/// The first answer that is none.
pub fn call<A, F, E>(
    runtime: &Runtime,
    callers: u64,
    span: Duration,
    caller: impl Fn(u64) -> A,
) -> Result<Figures>
where
    A: FnMut() -> F + Send + 'static,
    F: Future<Output = Result<(), E>> + Send,
    E: std::fmt::Display + Send + 'static,
{
    runtime.block_on(async {
        let mut watch = Watch::default();
        let until = Instant::now() + span;
        let all = (0..callers).map(|number| {
            let mut ask = caller(number);
            let calls = async move {
                let mut watch = Watch::default();
                while Instant::now() < until {
                    let asked = Instant::now();
                    ask().await.map_err(|error| anyhow!("{error}"))?;
                    watch.note(asked.elapsed());
                }
                Ok::<_, anyhow::Error>(watch)
            };
            spawned(calls)
        });
        for seen in try_join_all(all).await? {
            watch.add(&seen?);
        }
        Ok(watch.figures())
    })
}

/// A caller is a task of its own, as a request is.
fn spawned<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> tokio::task::JoinHandle<T> {
    #[expect(clippy::disallowed_methods, reason = "this is load, and its tasks end with the round")]
    tokio::spawn(work)
}
