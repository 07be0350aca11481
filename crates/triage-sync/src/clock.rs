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
