//! Live updates by server-sent events: the tally itself, never "refetch".

use crate::{Answer, Cx, Visit};
use act::{Refusal, Result};
use axum::{
    Router,
    body::{Body, Bytes},
    response::{IntoResponse, Response},
    routing::get,
};
use axum_extra::extract::Query;
use futures_util::{Stream, StreamExt, stream};
use http::{HeaderValue, header};
use serde::Deserialize;
use std::{
    convert::Infallible,
    pin::Pin,
    sync::atomic::{AtomicUsize, Ordering},
    task::{Context, Poll},
    time::Duration,
};

/// Topics one page may listen to.
const MOST_TOPICS: usize = 60;
/// A comment is sent this often, so that proxies and we notice who has gone.
const HEARTBEAT: Duration = Duration::from_secs(25);

static LISTENERS: AtomicUsize = AtomicUsize::new(0);

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    topic: Vec<String>,
}

pub(crate) fn routes() -> Router<Cx> {
    Router::new().route("/live", get(listen))
}

async fn listen(visit: Visit, Query(asked): Query<Asked>) -> Answer<Response> {
    if asked.topic.is_empty() || asked.topic.len() > MOST_TOPICS {
        return Err(Refusal::new(422, "refused-malformed").into());
    }
    let seat = Seat::take(visit.cx.house().settings.most_listeners)?;
    let topics = audible(&visit, asked.topic).await?;
    let names: Vec<&str> = topics.iter().map(String::as_str).collect();
    let frames = visit.cx.bus().subscribe(&names).map(Ok::<Bytes, Infallible>);
    let heartbeat = stream::unfold((), |()| async {
        tokio::time::sleep(HEARTBEAT).await;
        Some((Ok(Bytes::from_static(b":\n\n")), ()))
    });
    let hello = stream::once(async { Ok(Bytes::from_static(b"retry: 3000\n\n")) });
    let both = hello.chain(stream::select(frames, heartbeat));
    let mut response = Body::from_stream(Seated { frames: Box::pin(both), _seat: seat }).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// The topics this visitor may hear; none at all is refused.
async fn audible(visit: &Visit, asked: Vec<String>) -> Result<Vec<String>> {
    let rooms = visit.cx.house().rooms.clone();
    let topics = visit.read(move |tx, who| {
        let mut heard = Vec::new();
        for topic in &asked {
            let Some((prefix, rest)) = topic.split_once(':') else { continue };
            let known = rooms.iter().flat_map(|room| room.topics).find(|known| known.prefix == prefix);
            if let Some(known) = known
                && (known.may_hear)(tx, who, rest)?
            {
                heard.push(topic.clone());
            }
        }
        Ok(heard)
    });
    let topics = topics.await?;
    if topics.is_empty() { Err(Refusal::not_found().into()) } else { Ok(topics) }
}

/// One of the places for listeners; given back when the connection ends.
struct Seat;

impl Seat {
    fn take(most: usize) -> Result<Self> {
        let taken = LISTENERS.fetch_add(1, Ordering::Relaxed);
        let seat = Self;
        metrics::gauge!("live_listeners").set(taken as f64 + 1.0);
        if taken >= most { Err(Refusal::new(503, "refused-busy").retry_after(10).into()) } else { Ok(seat) }
    }
}
impl Drop for Seat {
    fn drop(&mut self) {
        let taken = LISTENERS.fetch_sub(1, Ordering::Relaxed);
        metrics::gauge!("live_listeners").set(taken as f64 - 1.0);
    }
}

struct Seated {
    frames: Pin<Box<dyn Stream<Item = Result<Bytes, Infallible>> + Send>>,
    _seat: Seat,
}
impl Stream for Seated {
    type Item = Result<Bytes, Infallible>;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.frames.as_mut().poll_next(cx)
    }
}
