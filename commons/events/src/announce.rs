//! What live pages hear of an event: the tally itself, never "refetch".

use crate::{
    Bus, Outgoing,
    feed::{Feed, Page},
};
use serde::Serialize;
use serde_json::{Map, Value};
use store::{Result, Store, Tx};

/// Turns an event into what live pages hear of it. It reads the tally in a transaction of its own; when it fails, that
/// announcement is left out and counted, because the next one carries the tally again.
#[derive(Debug, Clone, Copy)]
pub struct Announcer {
    /// The events it hears, by name; empty for all.
    pub to: &'static [&'static str],
    /// What is to be told.
    pub announce: fn(&mut Tx<'_>, &Outgoing) -> act::Result<Vec<Announcement>>,
}

/// Figures for whoever listens to a topic. It is heard by everyone who may listen, so it holds nothing that only some
/// may know.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Announcement {
    /// What it is about: `idea:0cz2m8q400001`.
    pub topic: String,
    /// The tally: names and values, as the page's fields are called.
    pub fields: Map<String, Value>,
}

impl Announcement {
    /// Nothing yet about this topic.
    pub fn new(topic: impl Into<String>) -> Self {
        Self { topic: topic.into(), fields: Map::new() }
    }

    /// With one figure more.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, value: impl Into<Value>) -> Self {
        self.fields.insert(field.into(), value.into());
        self
    }
}

/// Tells this process's listeners what is new, at most a page of events; how many events it took. While nobody
/// listens, events are passed over without a look.
pub(crate) async fn step(store: &Store, bus: &Bus, announcers: &[Announcer], feed: &Feed) -> Result<u64> {
    let (position, head) = (bus.announced().unwrap_or(0), feed.head());
    if position >= head {
        return Ok(0);
    }
    if bus.listening() == 0 || announcers.is_empty() {
        bus.set_announced(head);
        return Ok(0);
    }
    let page = feed.after(position).await?;
    let Some(last) = page.last().map(|event| event.position) else { return Ok(0) };
    for announcement in told(store, announcers, &page).await? {
        bus.publish(&announcement);
        metrics::counter!("events_announcements_total").increment(1);
    }
    bus.set_announced(last);
    Ok(page.len() as u64)
}

/// The page's announcements, in order: in one transaction if all goes well, else each in its own, so that one that
/// fails is left out alone.
async fn told(store: &Store, announcers: &[Announcer], page: &Page) -> Result<Vec<Announcement>> {
    let asked: Vec<(usize, Announcer)> = page
        .iter()
        .enumerate()
        .flat_map(|(place, event)| {
            announcers
                .iter()
                .filter(|announcer| event.is_for(announcer.to))
                .map(move |announcer| (place, *announcer))
        })
        .collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let (events, all) = (page.clone(), asked.clone());
    let together = store
        .read(move |tx| -> act::Result<Vec<Announcement>> {
            let mut told = Vec::new();
            for (place, announcer) in &all {
                told.append(&mut (announcer.announce)(tx, &events[*place])?);
            }
            Ok(told)
        })
        .await;
    match together {
        Ok(told) => return Ok(told),
        Err(error) => {
            if let Some(fault) = crate::trouble::passing_of(&error) {
                return Err(fault.clone());
            }
        }
    }
    let mut told = Vec::new();
    for (place, announcer) in asked {
        let events = page.clone();
        match store.read(move |tx| (announcer.announce)(tx, &events[place])).await {
            Ok(mut more) => told.append(&mut more),
            Err(error) => {
                let event = page[place].name.clone();
                tracing::error!(event, %error, "an event could not be announced");
                metrics::counter!("events_announcer_failures_total", "event" => event).increment(1);
            }
        }
    }
    Ok(told)
}
