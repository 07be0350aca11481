//! Owns the server's idea of now, which tests and demonstrations may move.
//!
//! Deliberately knows nothing of what happens when time passes: the courier and the arrivals ask.

#![allow(clippy::disallowed_methods, reason = "this is the one clock of the provider")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

/// A clock that runs at the system's pace, shifted by an amount that can be changed.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    shift_ms: Arc<AtomicI64>,
}

impl Clock {
    /// Returns a clock that shows `start` at this moment, or the system's time.
    pub fn starting_at(start: Option<DateTime<Utc>>) -> Self {
        let clock = Self::default();
        if let Some(start) = start {
            clock.set(start);
        }
        clock
    }

    /// Returns the system's time, for what happens before there is a clock.
    pub fn system() -> DateTime<Utc> {
        Utc::now()
    }

    /// Returns the time this clock shows.
    pub fn now(&self) -> DateTime<Utc> {
        Utc::now() + TimeDelta::milliseconds(self.shift_ms.load(Ordering::Relaxed))
    }

    /// Makes the clock show `moment` at this instant, or up to a millisecond more, never less.
    pub fn set(&self, moment: DateTime<Utc>) {
        let shift = moment.signed_duration_since(Utc::now()).num_milliseconds();
        self.shift_ms.store(shift + 1, Ordering::Relaxed);
    }

    /// Moves the clock by `seconds`, backwards when negative.
    pub fn advance_s(&self, seconds: i64) {
        self.shift_ms.fetch_add(seconds.saturating_mul(1000), Ordering::Relaxed);
    }

    /// Moves the clock forward to `moment` unless it already shows a later time.
    pub fn not_before(&self, moment: DateTime<Utc>) {
        if self.now() < moment {
            self.set(moment);
        }
    }
}
