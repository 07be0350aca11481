//! By when the contract wants a request answered, and how close that is.
//!
//! It does not know whether a request was answered (`workload` measures that), and its times are never sent to a provider.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{end_of_core_period, local, next_core_period_end};
use crate::urgency::Urgency;

/// How long before its deadline a request shows as near: 60 minutes (ours, the last hour of core hours as in `domain.md` M17).
pub const NEAR: TimeDelta = TimeDelta::minutes(60);

/// Which year's contract sets the clock; both stay selectable for reports about the past (`domain.md` M9b).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleSet {
    /// 2025/26: an appropriate response on the day (`domain.md` §1.1 and §3, source 60).
    SameDay2025,
    /// 2026/27: clinically urgent dealt with on the day, others answered by the end of the next core hours (sources 64, 65, 67).
    NextPeriod2026,
}

/// Day from which the 2025/26 rule holds for online requests (sources 60, 61).
const SAME_DAY_2025_FROM: NaiveDate = day(2025, 10, 1);

/// First day of the contract year 2026/27; contract years begin on 1 April.
const NEXT_PERIOD_2026_FROM: NaiveDate = day(2026, 4, 1);

impl RuleSet {
    /// Returns the first day the rule holds.
    #[must_use]
    pub fn in_force_from(self) -> NaiveDate {
        match self {
            Self::SameDay2025 => SAME_DAY_2025_FROM,
            Self::NextPeriod2026 => NEXT_PERIOD_2026_FROM,
        }
    }

    /// Returns the rule for a request received at a moment; earlier requests than either rule are held to the older one.
    #[must_use]
    pub fn for_receipt(received_at: DateTime<Utc>) -> Self {
        if local(received_at).date() >= NEXT_PERIOD_2026_FROM { Self::NextPeriod2026 } else { Self::SameDay2025 }
    }
}

/// Returns by when a request is to be dealt with (clinically urgent) or answered (others).
///
/// Clinically urgent is what staff judged so: *Emergency* and *Urgent today*. Our reading of M9a: received in core
/// hours, it is due when core hours end that day at 18:30, although the contract's day lasts until midnight, because
/// nobody is there after 18:30; received outside core hours, "the same day" is the day of the next core hours, and
/// it is due at their end. Others are due by the rule: 2025/26 at the end of the same core hours, 2026/27 at the end of
/// the first core hours that start after receipt. The provider's own due time wins where it is earlier.
#[must_use]
pub fn deadline(
    received_at: DateTime<Utc>,
    urgency: Urgency,
    due_from_provider: Option<DateTime<Utc>>,
    rule: RuleSet,
) -> DateTime<Utc> {
    let by_contract = contract_deadline(received_at, urgency, rule);
    due_from_provider.map_or(by_contract, |due| due.min(by_contract))
}

/// Returns by when the contract alone wants it, whatever the provider promised.
#[must_use]
pub fn contract_deadline(received_at: DateTime<Utc>, urgency: Urgency, rule: RuleSet) -> DateTime<Utc> {
    match rule {
        RuleSet::NextPeriod2026 if !urgency.is_urgent() => next_core_period_end(received_at),
        RuleSet::NextPeriod2026 | RuleSet::SameDay2025 => end_of_core_period(received_at),
    }
}

/// How close a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueState {
    Plain,
    /// At most [`NEAR`] is left.
    Near,
    /// The deadline has passed.
    Late,
}

/// Says how close a deadline is; the moment of the deadline itself is still in time.
#[must_use]
pub fn due_state(deadline: DateTime<Utc>, now: DateTime<Utc>) -> DueState {
    if now > deadline {
        DueState::Late
    } else if deadline - now <= NEAR {
        DueState::Near
    } else {
        DueState::Plain
    }
}

/// Makes a date while compiling; one that does not exist does not compile.
const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("not a date"),
    }
}

#[cfg(test)]
mod tests;
