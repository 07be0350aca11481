//! Until when a request can be set aside, and how long the practice can wait for a patient.

use chrono::{DateTime, Utc};
use serde::Serialize;
use triage_domain::decision::WaitsFor as Waits;
use triage_domain::hold::{HoldTime as Time, hold_times, patient_times};
use ts_rs::TS;

use super::mirrored;
use super::time::TimeView;

mirrored!(HoldTime of Time {
    InAnHour, ThisAfternoon, NextWorkingDay, InTwoWorkingDays, InThreeDays, InAWeek, InTwoWeeks,
});
mirrored!(
    /// Whose move it is while a request is set aside.
    WaitsFor of Waits { Moment, Patient }
);

/// A moment until which a request can be set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HoldTimeView {
    #[ts(inline)]
    pub time: HoldTime,
    #[ts(inline)]
    pub waits_for: WaitsFor,
    pub at: TimeView,
}

impl HoldTimeView {
    /// Lists what can be chosen now: first the moments, then the times for the patient.
    #[must_use]
    pub fn all(now: DateTime<Utc>) -> Vec<Self> {
        let shown = |times: Vec<(Time, DateTime<Utc>)>, waits_for| {
            times.into_iter().map(move |(time, at)| Self { time: time.into(), waits_for, at: TimeView::at(at, now) })
        };
        shown(hold_times(now), WaitsFor::Moment).chain(shown(patient_times(now), WaitsFor::Patient)).collect()
    }
}
