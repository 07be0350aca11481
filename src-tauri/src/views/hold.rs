//! Until when a request can be set aside.

use chrono::{DateTime, Utc};
use serde::Serialize;
use triage_domain::hold::{HoldTime as Time, hold_times};
use ts_rs::TS;

use super::mirrored;
use super::time::TimeView;

mirrored!(HoldTime of Time { InAnHour, ThisAfternoon, NextWorkingDay, InTwoWorkingDays, InAWeek });

/// A moment until which a request can be set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HoldTimeView {
    #[ts(inline)]
    pub time: HoldTime,
    pub at: TimeView,
}

impl HoldTimeView {
    /// Lists what can be chosen now.
    #[must_use]
    pub fn all(now: DateTime<Utc>) -> Vec<Self> {
        hold_times(now).into_iter().map(|(time, at)| Self { time: time.into(), at: TimeView::at(at, now) }).collect()
    }
}
