//! The manager's day in numbers.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use triage_client::Status;
use triage_domain::workload::{AgeBand as Band, Counts, Workload};
use ts_rs::TS;

use super::time::{TimeView, count};
use super::{Category, Freshness, Urgency, mirrored};

mirrored!(
    /// How long an open request has waited, in the practice's own time.
    AgeBand of Band {
        UnderTwoHours,
        TwoToFourHours,
        SameCorePeriod,
        OneWorkingDay,
        TwoWorkingDays,
        ThreeToFiveWorkingDays,
        OverFiveWorkingDays,
    }
);

/// What happened to the requests of one group on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CountView<Group: TS> {
    pub group: Group,
    pub received: u32,
    pub open: u32,
    pub decided: u32,
    pub closed: u32,
}

/// One hour of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct HourView {
    pub hour: u8,
    pub received: u32,
    pub closed: u32,
}

/// Open requests of one age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AgeView {
    pub band: AgeBand,
    pub clinical: u32,
    pub other: u32,
}

/// What became of the requests whose contract time ran out, or runs out, on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct InTimeView {
    pub met: u32,
    pub missed: u32,
    pub running: u32,
}

/// The manager's day in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkloadView {
    pub day: String,
    pub as_at: Option<TimeView>,
    pub freshness: Freshness,
    pub unsent: u32,
    pub received: u32,
    pub open: u32,
    pub decided: u32,
    pub closed: u32,
    pub awaiting_patient: u32,
    pub never_seen: u32,
    pub clinical_never_seen_over30: u32,
    pub late: u32,
    pub first_response_median_minutes: Option<u32>,
    pub first_response_p90_minutes: Option<u32>,
    pub first_response_count: u32,
    pub by_category: Vec<CountView<Category>>,
    pub by_urgency: Vec<CountView<Urgency>>,
    pub by_hour: Vec<HourView>,
    pub open_by_age: Vec<AgeView>,
    pub urgent_same_day: InTimeView,
    pub answered_in_time: InTimeView,
}

fn counted<Group: TS>(group: Group, counts: Counts) -> CountView<Group> {
    let Counts { received, decided, closed, open } = counts;
    CountView { group, received, open, decided, closed }
}

impl From<triage_domain::workload::InTime> for InTimeView {
    fn from(in_time: triage_domain::workload::InTime) -> Self {
        Self { met: in_time.met, missed: in_time.missed, running: in_time.running }
    }
}

impl WorkloadView {
    /// Shows the figures of a day, with the age of the data they stand on.
    #[must_use]
    pub fn of(day: NaiveDate, work: &Workload, status: &Status, now: DateTime<Utc>) -> Self {
        let first = work.first_response.as_ref();
        let hours = (0u8..24).zip(&work.by_hour);
        Self {
            day: day.format("%Y-%m-%d").to_string(),
            as_at: status.as_at.map(|at| TimeView::at(at, now)),
            freshness: status.freshness.into(),
            unsent: count(status.unsent),
            received: work.received,
            open: work.open,
            decided: work.decided,
            closed: work.closed,
            awaiting_patient: work.awaiting_patient,
            never_seen: work.never_seen,
            clinical_never_seen_over30: work.clinical_never_seen_over_30_min,
            late: work.late,
            first_response_median_minutes: first.map(|first| first.median_min),
            first_response_p90_minutes: first.map(|first| first.p90_min),
            first_response_count: first.map_or(0, |first| first.n),
            by_category: work.by_category.iter().map(|(group, counts)| counted((*group).into(), *counts)).collect(),
            by_urgency: work.by_urgency.iter().map(|(group, counts)| counted((*group).into(), *counts)).collect(),
            by_hour: hours
                .map(|(hour, counts)| HourView { hour, received: counts.received(), closed: counts.closed })
                .collect(),
            open_by_age: work
                .open_by_age
                .iter()
                .map(|(band, counts)| AgeView { band: (*band).into(), clinical: counts.clinical, other: counts.other })
                .collect(),
            urgent_same_day: work.urgent_same_day.into(),
            answered_in_time: work.answered_in_time.into(),
        }
    }
}
