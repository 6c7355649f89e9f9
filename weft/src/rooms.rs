//! The rooms of this house, lower floors first. Adding a capability is one new crate and one new line here.

use anyhow::{Result, anyhow};
use events::{Bus, Engine, Mailer};
use search::Finder;
use std::sync::Arc;
use store::Store;
use web::{House, Room, Settings};

/// Every room.
pub fn rooms() -> Vec<Room> {
    vec![
        people::room(),
        programmes::room(),
        pieces::room(),
        rounds::room(),
        files::room(),
        search::room(),
        ideas::room(),
    ]
}

/// The house they make.
///
/// # Errors
/// Messages that cannot be read, or that two rooms define.
pub fn house(settings: Settings) -> Result<House> {
    House::new(rooms(), settings).map_err(|error| anyhow!("the rooms do not fit together: {error}"))
}

/// What happens after commits, in every room; with a finder the search index is kept too.
///
/// # Errors
/// Two parts with one name.
pub fn engine(
    house: &House,
    store: Store,
    bus: Bus,
    mail: Arc<dyn Mailer>,
    finder: Option<&Finder>,
) -> Result<Engine> {
    let mut engine = house.engine(store, bus, mail);
    engine.consumers = finder.into_iter().map(|finder| finder.keeper(house)).collect();
    engine.check()?;
    Ok(engine)
}
