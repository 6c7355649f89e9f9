//! What every act needs: who acts, whether they may, how it is refused, and text that has been looked at.
//!
//! An act is a synchronous function over a [`Tx`]: parsed input → may this actor? → does the rule allow it? → rows →
//! event. Identifiers and instants come from `store` and are offered here again, so that a room names one crate.

mod actor;
mod permission;
mod refusal;
mod text;

pub use actor::{Actor, Person, Role, Roles, Scopes, Voice};
pub use permission::{Permission, Policy, Scope};
pub use refusal::{Argument, Error, Refusal, Result};
pub use store::{
    Clock, Column, Constraint, Event, FromRow, Id, Job, List, Param, Question, Row, Span, Timestamp, Tx,
    Value, sql,
};
pub use text::{Line, Prose, TextFault, Tidy, search_key};
