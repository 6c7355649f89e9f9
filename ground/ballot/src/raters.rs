//! How far to trust raters: their accuracy learnt from one another, and answers given without reading weighed
//! down, never deleted.

mod dawid_skene;
mod effort;
mod surprise;

pub use dawid_skene::{DawidSkene, Label, dawid_skene};
pub use effort::{Effort, effort};
pub use surprise::surprisingly_popular;
