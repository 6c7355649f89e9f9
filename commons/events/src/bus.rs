//! Live announcements to whoever listens in this process.

use crate::Announcement;
use bytes::Bytes;
use futures_util::Stream;
use std::{
    collections::{HashMap, VecDeque},
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
};

/// Frames that wait for a listener. One more, and what waited is dropped and the listener is told that it lagged.
pub const LISTENER_CAPACITY: usize = 64;

type Listeners = HashMap<u64, Arc<Mailbox>>;

/// Carries announcements to the listeners of their topics within one process. Cheap to clone.
///
/// A frame is a whole server-sent event, `data: {"topic":…,"fields":{…}}` and an empty line, serialised once and shared
/// by all who hear it. A listener that does not keep up misses frames and then gets `event: lagged` with
/// `data: {"missed":n}`: it must look at the page again. Nobody is ever waited for.
#[derive(Clone, Default)]
pub struct Bus(Arc<Shared>);

struct Shared {
    topics: RwLock<HashMap<String, Listeners>>,
    next: AtomicU64,
    listening: AtomicUsize,
    /// The position up to which the outbox was announced here; negative before the first look.
    announced: AtomicI64,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            topics: RwLock::default(),
            next: AtomicU64::new(0),
            listening: AtomicUsize::new(0),
            announced: AtomicI64::new(-1),
        }
    }
}

/// One listener's frames.
#[derive(Default)]
struct Mailbox(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    frames: VecDeque<Bytes>,
    missed: u64,
    closed: bool,
    waker: Option<Waker>,
}

impl Mailbox {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, frame: &Bytes) {
        let mut waiting = self.lock();
        if waiting.frames.len() >= LISTENER_CAPACITY {
            if waiting.missed == 0 {
                metrics::counter!("events_bus_lagged_total").increment(1);
            }
            waiting.missed += waiting.frames.len() as u64;
            waiting.frames.clear();
        }
        waiting.frames.push_back(frame.clone());
        wake(waiting);
    }

    fn close(&self) {
        let mut waiting = self.lock();
        waiting.closed = true;
        wake(waiting);
    }
}

/// Wakes outside the lock, so that the listener does not run into it.
fn wake(mut waiting: MutexGuard<'_, Waiting>) {
    let waker = waiting.waker.take();
    drop(waiting);
    if let Some(waker) = waker {
        waker.wake();
    }
}

impl Bus {
    /// A bus with nobody listening.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells everyone who listens to the topic. Without listeners nothing is even serialised.
    pub fn publish(&self, announcement: &Announcement) {
        let topics = self.0.topics.read().unwrap_or_else(PoisonError::into_inner);
        let Some(listeners) = topics.get(&announcement.topic) else { return };
        let Ok(json) = serde_json::to_string(announcement) else { return };
        let frame = Bytes::from(format!("data: {json}\n\n"));
        for mailbox in listeners.values() {
            mailbox.put(&frame);
        }
    }

    /// Listens to these topics until the listener is dropped or the bus is closed.
    pub fn subscribe<S: AsRef<str>>(&self, topics: &[S]) -> Listener {
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        let mut names: Vec<String> = topics.iter().map(|topic| topic.as_ref().to_owned()).collect();
        names.sort_unstable();
        names.dedup();
        let mailbox = Arc::new(Mailbox::default());
        let mut known = self.0.topics.write().unwrap_or_else(PoisonError::into_inner);
        for name in &names {
            known.entry(name.clone()).or_default().insert(number, mailbox.clone());
        }
        drop(known);
        let listening = self.0.listening.fetch_add(1, Ordering::Relaxed) + 1;
        metrics::gauge!("events_bus_listeners").set(listening as f64);
        Listener { bus: self.clone(), number, topics: names, mailbox }
    }

    /// How many listen.
    pub fn listening(&self) -> usize {
        self.0.listening.load(Ordering::Relaxed)
    }

    /// Ends every listener's stream after what already waits for it: before the server stops, so that pages turn to
    /// another process. Whoever subscribes afterwards listens as usual.
    pub fn close(&self) {
        let topics = self.0.topics.read().unwrap_or_else(PoisonError::into_inner);
        for mailbox in topics.values().flat_map(HashMap::values) {
            mailbox.close();
        }
    }

    pub(crate) fn announced(&self) -> Option<i64> {
        Some(self.0.announced.load(Ordering::SeqCst)).filter(|&position| position >= 0)
    }

    pub(crate) fn set_announced(&self, position: i64) {
        self.0.announced.store(position, Ordering::SeqCst);
    }
}

impl std::fmt::Debug for Bus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bus").field("listening", &self.listening()).finish_non_exhaustive()
    }
}

/// One listener: a stream of frames in the order in which they were published, all topics together.
pub struct Listener {
    bus: Bus,
    number: u64,
    topics: Vec<String>,
    mailbox: Arc<Mailbox>,
}

impl Listener {
    /// The topics it listens to.
    pub fn topics(&self) -> &[String] {
        &self.topics
    }
}

impl Stream for Listener {
    type Item = Bytes;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let mut waiting = self.mailbox.lock();
        if waiting.missed > 0 {
            let missed = std::mem::take(&mut waiting.missed);
            return Poll::Ready(Some(format!("event: lagged\ndata: {{\"missed\":{missed}}}\n\n").into()));
        }
        if let Some(frame) = waiting.frames.pop_front() {
            return Poll::Ready(Some(frame));
        }
        if waiting.closed {
            return Poll::Ready(None);
        }
        waiting.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut known = self.bus.0.topics.write().unwrap_or_else(PoisonError::into_inner);
        for name in &self.topics {
            if let Some(listeners) = known.get_mut(name) {
                listeners.remove(&self.number);
                if listeners.is_empty() {
                    known.remove(name);
                }
            }
        }
        drop(known);
        let before = self.bus.0.listening.fetch_sub(1, Ordering::Relaxed);
        metrics::gauge!("events_bus_listeners").set(before.saturating_sub(1) as f64);
    }
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listener").field("topics", &self.topics).finish_non_exhaustive()
    }
}
