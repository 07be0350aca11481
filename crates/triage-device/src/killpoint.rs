//! Named places at which a test ends the program as a power cut would. A release has none: there a place is an empty
//! function.
//!
//! The crate `fail` is not used: of its actions none ends a process without unwinding, so all of it but the name of the
//! place would have been ours anyway.

#[cfg(debug_assertions)]
use std::sync::OnceLock;

/// What is done at every place; it may not return.
#[cfg(debug_assertions)]
static BLOW: OnceLock<fn(&'static str)> = OnceLock::new();

/// Sets what is done at every place, once in the life of the program.
#[cfg(debug_assertions)]
pub fn at_killpoints(blow: fn(&'static str)) {
    let _ = BLOW.set(blow);
}

/// Marks a place: what was done before it is done, and what comes after it may never be.
#[inline]
pub fn killpoint(place: &'static str) {
    #[cfg(debug_assertions)]
    if let Some(blow) = BLOW.get() {
        blow(place);
    }
    #[cfg(not(debug_assertions))]
    let _ = place;
}
