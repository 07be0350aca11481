//! The promises of the engine, each a function with its number (`sync.md` (c)), checked after every step or at rest.

pub mod copies;
pub mod durable;
pub mod landing;
pub mod rest;
pub mod sending;
pub mod shown;

/// A promise that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Its number.
    pub invariant: u8,
    pub what: String,
}

/// Whether a promise holds.
pub type Promise = Result<(), Box<Broken>>;

/// Says that a promise holds where `holds` does; `what` says how it does not.
pub(crate) fn promise(invariant: u8, holds: bool, what: impl FnOnce() -> String) -> Promise {
    if holds { Ok(()) } else { Err(Box::new(Broken { invariant, what: what() })) }
}
