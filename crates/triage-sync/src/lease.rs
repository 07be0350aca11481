//! Who may still act on a claim, and who may take it over, by an estimate of the server's clock (`sync.md` b.7, b.10).
//!
//! A claim saves two people from doing the same work. It makes nothing safe: that is `ifMatch` on the decision. This
//! module owns the estimate and the two questions; it reads no clock and knows no network.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::Now;

/// Answers whose round trips are compared; the quickest of them says the time best (`sync.md` b.10).
const SAMPLES_MAX: usize = 8;
/// The `Date` header counts whole seconds.
const DATE_RESOLUTION: TimeDelta = TimeDelta::seconds(1);

/// One answer of the server's that said what time it was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Milliseconds on the clock that counts suspend, when the question left.
    pub sent_ms: u64,
    /// The same, when the answer was here.
    pub received_ms: u64,
    /// The server's `Date` header.
    pub date: DateTime<Utc>,
}

impl Sample {
    fn round_trip_ms(&self) -> u64 {
        self.received_ms.saturating_sub(self.sent_ms)
    }
}

/// What time it is at the server, and by how much that may be wrong either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerTime {
    pub estimate: DateTime<Utc>,
    pub uncertainty: TimeDelta,
}

/// Estimates the server's clock.
#[derive(Debug, Clone, Default)]
pub struct ServerClock {
    samples: VecDeque<Sample>,
}

impl ServerClock {
    /// Takes in an answer. One that arrived before it was asked for, as after a restart of the clock, is passed over.
    pub fn learn(&mut self, sample: Sample) {
        if sample.received_ms < sample.sent_ms {
            return;
        }
        if self.samples.len() == SAMPLES_MAX {
            self.samples.pop_front();
        }
        self.samples.push_back(sample);
    }

    /// Forgets everything: the clock of this PC is in doubt.
    pub fn doubt(&mut self) {
        self.samples.clear();
    }

    /// Returns the server's time now, by the elapsed clock and never by this PC's wall clock; none before the first answer.
    #[must_use]
    pub fn time(&self, now: Now) -> Option<ServerTime> {
        if crate::mutant!("lease-judged-on-local-clock") {
            return Some(ServerTime { estimate: now.wall, uncertainty: TimeDelta::zero() });
        }
        self.at(now.elapsed_ms)
    }

    /// Returns the server's time at this elapsed time; none before the first answer.
    ///
    /// The server wrote its date somewhere between question and answer; the middle is wrong by half the round trip at
    /// most, and the date by the rest of its second.
    #[must_use]
    pub fn at(&self, elapsed_ms: u64) -> Option<ServerTime> {
        let best = self.samples.iter().rev().min_by_key(|sample| sample.round_trip_ms())?;
        let middle_ms = best.sent_ms + best.round_trip_ms() / 2;
        let since_ms = i64::try_from(elapsed_ms).ok()?.checked_sub(i64::try_from(middle_ms).ok()?)?;
        let half_ms = i64::try_from(best.round_trip_ms().div_ceil(2)).ok()?;
        Some(ServerTime {
            estimate: best.date.checked_add_signed(TimeDelta::try_milliseconds(since_ms)?)?,
            uncertainty: TimeDelta::try_milliseconds(half_ms)?.checked_add(&DATE_RESOLUTION)?,
        })
    }
}

/// Says whether the holder of a claim may still act on it: it has not run out even if the server's clock is ahead of the
/// estimate.
#[must_use]
pub fn may_act(expires: DateTime<Utc>, server: ServerTime) -> bool {
    server.estimate + server.uncertainty < expires
}

/// Says whether somebody else may take it over: it has run out even if the server's clock is behind the estimate.
#[must_use]
pub fn may_take(expires: DateTime<Utc>, server: ServerTime) -> bool {
    server.estimate - server.uncertainty > expires
}

#[cfg(test)]
mod tests;
