//! The two clocks the engine is told, and what each is for (`sync.md` b.10). Neither is ever read here.

use chrono::{DateTime, Utc};

/// The time as the caller reads it at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds on a clock that counts suspend and never goes back: for ages, backoff and holds.
    pub elapsed_ms: u64,
    /// The wall clock: for showing and for the record, never for deciding.
    pub wall: DateTime<Utc>,
}

/// The PC's clocks as they are read at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// Milliseconds that the PC has been on, the time it slept included (`CLOCK_BOOTTIME`, `mach_continuous_time`, QPC).
    pub with_sleep_ms: u64,
    /// The same without the time it slept: what `std::time::Instant` counts on Linux and macOS (rust-lang/rust #79462).
    pub awake_ms: u64,
    pub wall: DateTime<Utc>,
}

impl Clocks {
    /// Returns the time as the engine is told it: ages go on while the PC sleeps.
    #[must_use]
    pub fn now(self) -> Now {
        let elapsed_ms = if crate::mutant!("suspend-not-counted") { self.awake_ms } else { self.with_sleep_ms };
        Now { elapsed_ms, wall: self.wall }
    }
}
