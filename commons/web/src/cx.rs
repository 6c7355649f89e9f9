//! What every handler can reach, and what a request was recognised as.

use crate::{House, Limits};
use act::{Actor, Policy};
use events::Bus;
use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, RwLock},
};
use store::Store;

/// The shared state of the server. Cheap to clone.
#[derive(Clone)]
pub struct Cx(Arc<Inner>);

struct Inner {
    store: Store,
    house: House,
    bus: Bus,
    limits: Limits,
    policy: RwLock<Arc<Policy>>,
    parts: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
}

/// Who a request was recognised as, with what the shell shows of them.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Who acts.
    pub actor: Actor,
    /// The language they chose, if they did.
    pub language: Option<String>,
    /// The zone they chose, if they did.
    pub zone: Option<String>,
    /// How many notices wait for them.
    pub unread: i64,
    /// Whether the last use of the credential is old enough to be written down again; see [`crate::Entrance`].
    pub touch: bool,
}

impl Cx {
    /// The state over a store. Services of higher floors (files, the search index) are added with [`Cx::with`].
    pub fn new(store: Store, house: House, bus: Bus, policy: Policy) -> Self {
        let limits = Limits::new(&house.settings);
        Self(Arc::new(Inner {
            store,
            house,
            bus,
            limits,
            policy: RwLock::new(Arc::new(policy)),
            parts: HashMap::new(),
        }))
    }

    /// Adds a service. Only before the state is shared; afterwards it is returned unchanged.
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, part: T) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            inner.parts.insert(TypeId::of::<T>(), Arc::new(part));
        }
        self
    }

    /// A service of a higher floor, if the roof put it in.
    pub fn part<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.0.parts.get(&TypeId::of::<T>())?.clone().downcast().ok()
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Every room together.
    pub fn house(&self) -> &House {
        &self.0.house
    }

    /// Live updates.
    pub fn bus(&self) -> &Bus {
        &self.0.bus
    }

    /// Who may ask how often.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Which roles may do what.
    pub fn policy(&self) -> Arc<Policy> {
        self.0.policy.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Puts a changed policy in force, from the next request on.
    pub fn set_policy(&self, policy: Policy) {
        *self.0.policy.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(policy);
    }
}
