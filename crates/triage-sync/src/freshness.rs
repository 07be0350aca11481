//! How far what is on screen may be trusted to be current. It never flatters: the age runs from the start of a pull.

use crate::clock::Now;

/// How current the data on this device are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    /// At most two pull gaps old.
    Live,
    /// Missed some pulls; still minutes old.
    Ageing,
    Stale,
    /// Nothing was pulled since the start, or since a doubt about the clock or the provider; shown as stale.
    Unknown,
}

/// Pull gaps after which data stop being live: one may be missed, two may not.
const LIVE_GAPS: u64 = 2;
/// Pull gaps after which data count as stale.
const AGEING_GAPS: u64 = 10;

/// Judges by the elapsed clock, which counts suspend.
#[must_use]
pub fn freshness(pull_started_ms: Option<u64>, gap_ms: u64, now: Now) -> Freshness {
    let Some(started_ms) = pull_started_ms else { return Freshness::Unknown };
    let age_ms = now.elapsed_ms.saturating_sub(started_ms);
    if age_ms <= gap_ms * LIVE_GAPS {
        Freshness::Live
    } else if age_ms <= gap_ms * AGEING_GAPS {
        Freshness::Ageing
    } else {
        Freshness::Stale
    }
}

#[cfg(test)]
mod tests;
