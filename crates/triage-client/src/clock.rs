//! The real clocks, and the one place where a test puts its own.

use std::fmt;
use std::sync::Arc;

use boot_time::Instant;
use chrono::Utc;
use triage_sync::Now;

/// Tells the time to everything below.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Now + Send + Sync>);

impl Clock {
    /// The PC's clocks; the elapsed one counts the time that the PC slept.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "this is the one clock of the program")]
    pub fn system() -> Self {
        let start = Instant::now();
        Self(Arc::new(move || Now {
            elapsed_ms: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
            wall: Utc::now(),
        }))
    }

    /// A clock of the caller's.
    pub fn from_fn(now: impl Fn() -> Now + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Reads both clocks.
    #[must_use]
    pub fn now(&self) -> Now {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
