//! The roof: which rooms there are, and what the binary does with them.

pub mod cli;
mod config;
mod demo;
mod doctor;
mod figures;
mod import;
mod moving;
mod recount;
pub mod rooms;
mod serve;

/// A page is made of thousands of short texts; with this allocator making and freeing them costs half of what it costs with
/// the system's. It stands here and not beside `main`, so that whatever measures the house has it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
