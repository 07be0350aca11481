//! The clock of these commands: it measures how long programs take and decides nothing.

use std::time::Instant;

/// Reads the clock.
#[expect(clippy::disallowed_methods, reason = "how long a step takes is for the summary; no rule depends on it")]
pub fn now() -> Instant {
    Instant::now()
}
