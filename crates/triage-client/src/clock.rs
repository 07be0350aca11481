//! The real clocks, and the one place where a test puts its own.

use std::fmt;
use std::sync::Arc;

use boot_time::Instant;
use chrono::Utc;
use triage_sync::{Clocks, Now};

/// Tells the time to everything below.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Now + Send + Sync>);

impl Clock {
    /// The PC's clocks; the elapsed one counts the time that the PC slept.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "this is the one clock of the program")]
    pub fn system() -> Self {
        let (start, start_awake) = (Instant::now(), std::time::Instant::now());
        let milliseconds = |span: std::time::Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        Self(Arc::new(move || {
            let clocks = Clocks {
                with_sleep_ms: milliseconds(start.elapsed()),
                awake_ms: milliseconds(start_awake.elapsed()),
                wall: Utc::now(),
            };
            clocks.now()
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
