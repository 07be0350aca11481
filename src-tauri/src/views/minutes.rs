//! What fits into the minutes that somebody has.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use triage_client::Minutes;
use ts_rs::TS;

use super::time::{TimeView, count, minutes};

/// How many minutes somebody has: 1 to 240.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct MinutesForm {
    pub minutes: u32,
}

/// How it stands with them. The view `minutes` lists what is left, the riskiest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MinutesView {
    pub minutes: u32,
    pub started_at: TimeView,
    /// Requests that were planned, and those of them that are still to be done.
    pub total: u32,
    pub left: u32,
    /// Whole minutes that those will take, rounded up.
    pub estimate_minutes: u32,
    /// Own requests that do not fit.
    pub left_out: u32,
    pub running: bool,
    /// In percent of what the rule gives; null where the person's own past does not tell yet.
    pub pace_percent: Option<u32>,
}

impl MinutesView {
    /// Shows how it stands.
    #[must_use]
    pub fn of(view: &Minutes, now: DateTime<Utc>) -> Self {
        Self {
            minutes: view.minutes,
            started_at: TimeView::at(view.started_at, now),
            total: count(view.total),
            left: count(view.left),
            estimate_minutes: minutes((view.estimate_left.num_seconds() + 59) / 60),
            left_out: count(view.left_out),
            running: view.is_running,
            pace_percent: view.pace_percent.map(minutes),
        }
    }
}
