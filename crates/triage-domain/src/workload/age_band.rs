//! How long an open request has waited, in the practice's own time (M4).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::calendar::{core_day, core_time_between, local, working_days_between};

/// How long an open request has waited since it was received.
///
/// Up to four hours by core time; beyond, by working days from the day of the core hours in which it was received,
/// or which followed. So a request of Monday 16:00 is one working day old by Tuesday noon, and never grows younger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgeBand {
    UnderTwoHours,
    TwoToFourHours,
    SameCorePeriod,
    OneWorkingDay,
    TwoWorkingDays,
    ThreeToFiveWorkingDays,
    OverFiveWorkingDays,
}

impl AgeBand {
    /// All bands, the youngest first.
    pub const ALL: [Self; 7] = [
        Self::UnderTwoHours,
        Self::TwoToFourHours,
        Self::SameCorePeriod,
        Self::OneWorkingDay,
        Self::TwoWorkingDays,
        Self::ThreeToFiveWorkingDays,
        Self::OverFiveWorkingDays,
    ];

    /// Returns the band of a request received at a moment.
    #[must_use]
    pub fn of(received_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        Self::on(local(now).date(), received_at, now)
    }

    /// Returns the band where today's date in London is at hand already.
    pub(super) fn on(today: NaiveDate, received_at: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let waited = core_time_between(received_at, now);
        if waited < TimeDelta::hours(2) {
            return Self::UnderTwoHours;
        }
        if waited < TimeDelta::hours(4) {
            return Self::TwoToFourHours;
        }
        match working_days_between(core_day(received_at), today) {
            ..=0 => Self::SameCorePeriod,
            1 => Self::OneWorkingDay,
            2 => Self::TwoWorkingDays,
            3..=5 => Self::ThreeToFiveWorkingDays,
            6.. => Self::OverFiveWorkingDays,
        }
    }
}
